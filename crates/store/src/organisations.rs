//! Members and prospects: joining, confirming, changing.

use centre::ledger::Actor;
use terms::{DomainName, OrganisationId, PersonId, PlainLine, Postcode, PromiseState, Reference, Timestamp};

use crate::{NewContact, NewLetter, Secret, SizeBand, Standing, Store, StoreError, Tier};

/// After so many hours an organisation that did not confirm is taken out again.
pub const UNCONFIRMED_HOURS: i64 = 48;

/// An organisation as the centre knows it. Of one that left, only the husk is there: reference, borough, sector, dates.
#[derive(Debug, Clone, PartialEq)]
pub struct Organisation {
    /// Its id.
    pub id: OrganisationId,
    /// What people call it on the telephone.
    pub reference: Reference,
    /// How it stands to the centre.
    pub standing: Standing,
    /// Its name; empty when it left.
    pub name: String,
    /// Where it is; gone when it left.
    pub postcode: Option<Postcode>,
    /// The borough's code in the region pack; empty when unknown.
    pub borough: String,
    /// The sector's code in the region pack; empty when unknown.
    pub sector: String,
    /// How big it is.
    pub size: SizeBand,
    /// What kind of membership.
    pub tier: Tier,
    /// Its first domain.
    pub domain: Option<DomainName>,
    /// The version of the undertakings that it accepted, and when.
    pub undertakings: Option<(String, Timestamp)>,
    /// When it asked to join; for a prospect, when it came in.
    pub joined_at: Timestamp,
    /// When it followed the link.
    pub confirmed_at: Option<Timestamp>,
    /// When it left.
    pub left_at: Option<Timestamp>,
    /// When the centre was last in touch with it.
    pub last_contact_at: Option<Timestamp>,
    /// The worst state of any promise of any of its domains; `None` while nothing was checked.
    pub promise: Option<PromiseState>,
    /// Where it came from: `website`, a list's name, `demonstration`.
    pub source: String,
}

/// Somebody asks to join.
#[derive(Debug, Clone)]
pub struct NewMember {
    /// Made with the form; the same key never joins twice.
    pub once: String,
    /// The organisation's name.
    pub name: PlainLine,
    /// Where it is.
    pub postcode: Postcode,
    /// The borough's code that the postcode gives; empty when unknown.
    pub borough: String,
    /// The sector's code.
    pub sector: String,
    /// How big it is.
    pub size: SizeBand,
    /// What kind of membership.
    pub tier: Tier,
    /// Its domain, if it has one.
    pub domain: Option<DomainName>,
    /// The version of the undertakings that it accepts.
    pub undertakings: String,
    /// Where it came from.
    pub source: String,
    /// Its first contact.
    pub contact: NewContact,
}

/// What joining made.
#[derive(Debug, Clone)]
pub struct Joined {
    /// The organisation.
    pub organisation: OrganisationId,
    /// Its reference.
    pub reference: Reference,
    /// The first contact.
    pub person: PersonId,
    /// The secret of the link that confirms; `None` when this key has joined before.
    pub link: Option<Secret>,
    /// Whether this key has joined before; nothing was done then.
    pub again: bool,
}

/// What following the link came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Confirmed {
    /// It is a member from now on.
    Now(OrganisationId, PersonId),
    /// It was one already: the link was followed before.
    Already(OrganisationId, PersonId),
    /// The link is unknown, or its time is over.
    NoSuchLink,
}

/// What a member can change of itself.
#[derive(Debug, Clone, PartialEq)]
pub struct Details {
    /// The organisation's name.
    pub name: PlainLine,
    /// Where it is.
    pub postcode: Postcode,
    /// The borough's code that the postcode gives.
    pub borough: String,
    /// The sector's code.
    pub sector: String,
    /// How big it is.
    pub size: SizeBand,
}

impl Store {
    /// Takes an organisation in, not confirmed yet, with its first contact, its domain, the link that confirms,
    /// and the letter that carries the link, all in one transaction. The same `once` never joins twice.
    /// An address that got its day's letters already gets none; the answer is the same.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn join(
        &self,
        new: &NewMember,
        by: &Actor,
        now: Timestamp,
        letter: impl FnOnce(&Joined) -> NewLetter + Send,
    ) -> Result<Joined, StoreError> {
        unimplemented!()
    }

    /// Confirms the membership whose link this is, and the contact that followed it. Of two that follow it at
    /// one moment, one confirms and the other learns that it is done.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn confirm(&self, link: &Secret, by: &Actor, now: Timestamp) -> Result<Confirmed, StoreError> {
        unimplemented!()
    }

    /// The organisation with this id. Not for showing to staff: [`Store::member_for`] logs the read.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn organisation(&self, id: OrganisationId) -> Result<Option<Organisation>, StoreError> {
        unimplemented!()
    }

    /// The organisation with this reference.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn organisation_called(
        &self,
        reference: &Reference,
    ) -> Result<Option<OrganisationId>, StoreError> {
        unimplemented!()
    }

    /// Changes an organisation's details; the ledger keeps what they were.
    ///
    /// # Errors
    /// When there is no such organisation, or it left.
    pub async fn change_details(
        &self,
        id: OrganisationId,
        details: &Details,
        by: &Actor,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        unimplemented!()
    }

    /// Changes the kind of membership.
    ///
    /// # Errors
    /// When there is no such organisation.
    pub async fn change_tier(
        &self,
        id: OrganisationId,
        tier: Tier,
        by: &Actor,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        unimplemented!()
    }

    /// Keeps that the centre was in touch: `how` in a few words, for the timeline.
    ///
    /// # Errors
    /// When there is no such organisation.
    pub async fn contacted(
        &self,
        id: OrganisationId,
        how: &PlainLine,
        by: &Actor,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        unimplemented!()
    }

    /// Keeps that a member accepts this version of the undertakings.
    ///
    /// # Errors
    /// When there is no such organisation.
    pub async fn accept_undertakings(
        &self,
        id: OrganisationId,
        version: &str,
        by: &Actor,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        unimplemented!()
    }
}
