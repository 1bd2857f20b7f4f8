//! Joining: an organisation asks, gets a link, follows it, and is a member.

use centre::ledger::Actor;
use centre::membership::HOURS_TO_CONFIRM;
use jiff::SignedDuration;
use serde_json::json;
use terms::{DomainName, OrganisationId, PersonId, PlainLine, Postcode, Reference, Timestamp};

use crate::change::{Said, Whose};
use crate::db::within;
use crate::links::LINK;
use crate::moment::Moment;
use crate::organisations::NewRow;
use crate::{
    Deed, LinkPurpose, NewContact, NewLetter, Noun, Secret, SizeBand, Standing, Store, StoreError, Tier,
};

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
        let mut change = self.change(by, now).await?;
        if let Some(before) = change.done_before("join", &new.once).await? {
            return joined_before(&before);
        }
        let organisation = OrganisationId::random(&*self.0.chance);
        let reference = change.free_reference().await?;
        change
            .insert_organisation(&NewRow {
                id: organisation,
                reference: &reference,
                standing: Standing::Unconfirmed,
                name: new.name.as_str(),
                postcode: Some(new.postcode.to_string()),
                borough: &new.borough,
                sector: &new.sector,
                size: new.size,
                tier: new.tier,
                undertakings: Some(&new.undertakings),
                source: &new.source,
            })
            .await?;
        let person = change.insert_contact(organisation, &new.contact).await?;
        if let Some(domain) = &new.domain {
            change.insert_asset(organisation, domain).await?;
        }
        change.index_words(organisation).await?;
        let lives = SignedDuration::from_hours(HOURS_TO_CONFIRM);
        let link = change.insert_link(person, LinkPurpose::ConfirmMembership, lives).await?;
        let joined = Joined { organisation, reference, person, link: Some(link), again: false };
        change.queue(&NewLetter { organisation: Some(organisation), ..letter(&joined) }).await?;
        change.keep_answer("join", &new.once, &answer_of(&joined)).await?;
        let whose = Whose { person, organisation: Some(organisation) };
        let first =
            Said::of(Deed::OrganisationJoined, Noun::Organisation, organisation, organisation).with(json!({
                "name": new.name, "postcode": new.postcode, "borough": new.borough, "sector": new.sector,
                "size": new.size, "tier": new.tier, "domain": new.domain, "undertakings": new.undertakings,
                "source": new.source,
            }));
        let second = Said::of_person(Deed::ContactAdded, Noun::Person, person, whose).with(json!({
            "name": new.contact.name, "email": new.contact.email, "phone": new.contact.phone,
        }));
        change.commit_all(first, vec![second]).await?;
        Ok(joined)
    }

    /// Confirms the membership whose link this is, and the contact that followed it. Of two that follow it at
    /// one moment, one confirms and the other learns that it is done.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn confirm(&self, link: &Secret, by: &Actor, now: Timestamp) -> Result<Confirmed, StoreError> {
        let mut change = self.change(by, now).await?;
        let hash = self.0.keys.hash(LINK, link.reveal());
        let Some(found) = change.spend_link(&hash, LinkPurpose::ConfirmMembership).await? else {
            return Ok(Confirmed::NoSuchLink);
        };
        let person = found.person;
        let whose = change.whose(person).await?;
        let organisation = whose.organisation.ok_or(StoreError::NoSuch("organisation"))?;
        if found.spent_before {
            return Ok(Confirmed::Already(organisation, person));
        }
        let changed = within!(change.tx, |c| {
            sqlx::query("update people set confirmed_at = $1 where id = $2 and confirmed_at is null")
                .bind(Moment::from(now))
                .bind(person.0)
                .execute(&mut *c)
                .await?;
            sqlx::query(
                "update organisations set standing = 'member', confirmed_at = $1, changed_at = $1
                 where id = $2 and standing = 'unconfirmed'",
            )
            .bind(Moment::from(now))
            .bind(organisation.0)
            .execute(&mut *c)
            .await?
            .rows_affected()
        });
        let first = Said::of_person(Deed::PersonConfirmed, Noun::Person, person, whose);
        if changed == 0 {
            change.commit(first).await?;
            return Ok(Confirmed::Already(organisation, person));
        }
        // The list of members is another range of the words than that of the unconfirmed.
        change.index_words(organisation).await?;
        let second = Said::of(Deed::OrganisationConfirmed, Noun::Organisation, organisation, organisation);
        change.commit_all(first, vec![second]).await?;
        Ok(Confirmed::Now(organisation, person))
    }
}

/// What is kept of a join, so that the same form sent again gets the same answer; never the link.
fn answer_of(joined: &Joined) -> String {
    json!([joined.organisation, joined.reference, joined.person]).to_string()
}

fn joined_before(answer: &str) -> Result<Joined, StoreError> {
    let (organisation, reference, person) =
        serde_json::from_str(answer).map_err(|e| StoreError::Unreadable(e.to_string()))?;
    Ok(Joined { organisation, reference, person, link: None, again: true })
}
