//! One-time links that are sent by e-mail or handed over.

use centre::ledger::Actor;
use jiff::SignedDuration;
use terms::{PersonId, Timestamp};

use crate::{LinkPurpose, Person, Secret, Store, StoreError};

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
        unimplemented!()
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
        unimplemented!()
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
        unimplemented!()
    }
}
