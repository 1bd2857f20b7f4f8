//! A whole city at once, for the demonstration: many rows in few statements, with their entries in the ledger.

use centre::ledger::Actor;
use terms::{DomainName, EmailAddress, OrganisationId, PhoneNumber, PlainLine, Postcode, Timestamp};

use crate::{CheckSummary, SizeBand, Standing, Store, StoreError, Tier};

/// An organisation of the demonstration with what belongs to it.
#[derive(Debug, Clone)]
pub struct SeedOrganisation {
    /// How it stands: prospect, unconfirmed or member.
    pub standing: Standing,
    /// Its name.
    pub name: PlainLine,
    /// Where it is.
    pub postcode: Postcode,
    /// Borough's code.
    pub borough: String,
    /// Sector's code.
    pub sector: String,
    /// How big.
    pub size: SizeBand,
    /// What kind of membership.
    pub tier: Tier,
    /// The version of the undertakings.
    pub undertakings: String,
    /// When it joined.
    pub joined_at: Timestamp,
    /// When it confirmed.
    pub confirmed_at: Option<Timestamp>,
    /// When the centre was last in touch.
    pub last_contact_at: Option<Timestamp>,
    /// Its people; the first is its first contact. `true` makes one the cyber warden.
    pub people: Vec<(PlainLine, EmailAddress, Option<PhoneNumber>, bool)>,
    /// Its domain with the check-ups it had, oldest first.
    pub domain: Option<(DomainName, Vec<SeedCheck>)>,
    /// Notes of the centre: when, by whom, what.
    pub notes: Vec<(Timestamp, Actor, String)>,
    /// Its plan, the first thing first, and which were said and seen to be done.
    pub actions: Vec<(String, Option<Timestamp>, Option<Timestamp>)>,
}

/// A check-up in the history of a domain.
#[derive(Debug, Clone)]
pub struct SeedCheck {
    /// When.
    pub at: Timestamp,
    /// The answers as JSON.
    pub answers: String,
    /// The judgement as JSON.
    pub judgement: String,
    /// In few numbers.
    pub summary: CheckSummary,
}

impl Store {
    /// Puts organisations in, in the order of the list, and returns their ids. A demonstration calls it once;
    /// give at most some 10,000 at a time, so that memory stays small.
    ///
    /// # Errors
    /// When the database fails; nothing is put in then.
    pub async fn seed(
        &self,
        organisations: &[SeedOrganisation],
        by: &Actor,
        now: Timestamp,
    ) -> Result<Vec<OrganisationId>, StoreError> {
        unimplemented!()
    }
}
