//! One-time links that are sent by e-mail or handed over.

use centre::ledger::Actor;
use jiff::SignedDuration;
use serde_json::json;
use terms::{PersonId, Timestamp};
use uuid::Uuid;

use crate::cells::{Cells as _, from_row};
use crate::change::{Change, Said, Whose};
use crate::db::{on, within};
use crate::keys::new_token;
use crate::moment::{Moment, later};
use crate::{Deed, LinkPurpose, Noun, Person, Secret, Store, StoreError};

/// Tokens of links are hashed apart from other secrets.
pub(crate) const LINK: &str = "link";

/// A link that was found.
#[derive(Debug, Clone, PartialEq)]
pub struct MailedLink {
    /// Whose it is.
    pub person: Person,
    /// Until when it works.
    pub expires_at: Timestamp,
    /// Whether it was used already.
    pub used: bool,
}

/// What using a link came to.
#[derive(Debug, Clone, PartialEq)]
pub enum UsedLink {
    /// It was good, and is used up.
    Now(Box<Person>),
    /// It was used before.
    Already(Box<Person>),
    /// It is unknown, or its time is over.
    NoSuchLink,
}

impl Store {
    /// Makes a link. Earlier ones of the same person and purpose stop working.
    ///
    /// # Errors
    /// When there is no such person.
    pub async fn make_link(
        &self,
        person: PersonId,
        purpose: LinkPurpose,
        lives: SignedDuration,
        by: &Actor,
        now: Timestamp,
    ) -> Result<Secret, StoreError> {
        let mut change = self.change(by, now).await?;
        let whose = change.whose(person).await?;
        let link = change.insert_link(person, purpose, lives).await?;
        let said =
            Said::of_person(Deed::LinkMade, Noun::Person, person, whose).with(json!({ "purpose": purpose }));
        change.commit(said).await?;
        Ok(link)
    }

    /// Looks at a link without using it: mail programs open links before people do.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn look_at_link(
        &self,
        link: &Secret,
        purpose: LinkPurpose,
        now: Timestamp,
    ) -> Result<Option<MailedLink>, StoreError> {
        let hash = self.0.keys.hash(LINK, link.reveal());
        let row: Option<LinkRow> = on!(self, |c| {
            sqlx::query_as(
                "select person, expires_at, used_at from mailed_links
                 where token_hash = $1 and purpose = $2 and expires_at > $3",
            )
            .bind(hash)
            .bind(purpose.name())
            .bind(Moment::from(now))
            .fetch_optional(c)
            .await?
        });
        let Some(row) = row else { return Ok(None) };
        let person = self.person(row.person).await?;
        Ok(person.map(|person| MailedLink {
            person,
            expires_at: row.expires_at,
            used: row.used_at.is_some(),
        }))
    }

    /// Uses a link up, and confirms the address of its person. For joining, [`Store::confirm`] does this.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn use_link(
        &self,
        link: &Secret,
        purpose: LinkPurpose,
        by: &Actor,
        now: Timestamp,
    ) -> Result<UsedLink, StoreError> {
        let mut change = self.change(by, now).await?;
        let hash = self.0.keys.hash(LINK, link.reveal());
        let Some(found) = change.spend_link(&hash, purpose).await? else { return Ok(UsedLink::NoSuchLink) };
        let person = Box::new(change.known_person(found.person).await?);
        if found.spent_before {
            return Ok(UsedLink::Already(person));
        }
        change.confirm_person(person.id).await?;
        let whose = Whose { person: person.id, organisation: person.organisation };
        let said = Said::of_person(Deed::PersonConfirmed, Noun::Person, person.id, whose)
            .with(json!({ "purpose": purpose }));
        change.commit(said).await?;
        Ok(UsedLink::Now(person))
    }
}

struct LinkRow {
    person: PersonId,
    expires_at: Timestamp,
    used_at: Option<Timestamp>,
}
from_row!(LinkRow, |row| LinkRow {
    person: PersonId(row.uuid("person")?),
    expires_at: row.moment("expires_at")?,
    used_at: row.maybe_moment("used_at")?,
});

/// A link that was spent now, or before.
pub(crate) struct SpentLink {
    pub(crate) person: PersonId,
    pub(crate) spent_before: bool,
}

impl Change {
    /// Makes a link; earlier ones of the same person and purpose stop working.
    pub(crate) async fn insert_link(
        &mut self,
        person: PersonId,
        purpose: LinkPurpose,
        lives: SignedDuration,
    ) -> Result<Secret, StoreError> {
        let token = new_token(&*self.store().0.chance);
        let hash = self.store().0.keys.hash(LINK, token.reveal());
        let now = self.now();
        within!(self.tx, |c| {
            sqlx::query("delete from mailed_links where person = $1 and purpose = $2 and used_at is null")
                .bind(person.0)
                .bind(purpose.name())
                .execute(&mut *c)
                .await?;
            sqlx::query(
                "insert into mailed_links (token_hash, purpose, person, made_at, expires_at) values ($1, $2, $3, $4, $5)",
            )
            .bind(hash)
            .bind(purpose.name())
            .bind(person.0)
            .bind(Moment::from(now))
            .bind(Moment::from(later(now, lives)))
            .execute(c)
            .await?;
        });
        Ok(token)
    }

    /// Spends a link in one statement, so that of two that follow it at one moment only one does.
    pub(crate) async fn spend_link(
        &mut self,
        hash: &[u8],
        purpose: LinkPurpose,
    ) -> Result<Option<SpentLink>, StoreError> {
        let now = Moment::from(self.now());
        within!(self.tx, |c| {
            let spent: Option<Uuid> = sqlx::query_scalar(
                "update mailed_links set used_at = $1
                 where token_hash = $2 and purpose = $3 and used_at is null and expires_at > $1 returning person",
            )
            .bind(now)
            .bind(hash)
            .bind(purpose.name())
            .fetch_optional(&mut *c)
            .await?;
            if let Some(person) = spent {
                return Ok(Some(SpentLink { person: PersonId(person), spent_before: false }));
            }
            let before: Option<Uuid> = sqlx::query_scalar(
                "select person from mailed_links where token_hash = $1 and purpose = $2 and used_at is not null",
            )
            .bind(hash)
            .bind(purpose.name())
            .fetch_optional(c)
            .await?;
            Ok(before.map(|person| SpentLink { person: PersonId(person), spent_before: true }))
        })
    }

    /// Keeps that somebody showed that their address is theirs.
    pub(crate) async fn confirm_person(&mut self, id: PersonId) -> Result<(), StoreError> {
        let now = Moment::from(self.now());
        within!(self.tx, |c| {
            sqlx::query("update people set confirmed_at = $1 where id = $2 and confirmed_at is null")
                .bind(now)
                .bind(id.0)
                .execute(c)
                .await?;
        });
        Ok(())
    }
}
