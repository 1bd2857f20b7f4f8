//! Leaving, expiring, and taking one's data along.

use centre::ledger::Actor;
use terms::{OrganisationId, Timestamp};

use crate::{Store, StoreError};

/// What leaving did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Left {
    /// How many people were taken out.
    pub people: u64,
    /// How many notes, check-ups and domains were erased.
    pub records: u64,
    /// How many texts of the ledger were erased.
    pub payloads: u64,
}

impl Store {
    /// A member leaves: contacts, notes, domains, check-ups, letters and the texts of the ledger are erased in one
    /// transaction. What stays is a husk (reference, borough, sector, dates), and the ledger verifies as before.
    ///
    /// # Errors
    /// When there is no such organisation, or it left already.
    pub async fn leave(&self, id: OrganisationId, by: &Actor, now: Timestamp) -> Result<Left, StoreError> {
        unimplemented!()
    }

    /// Everything that is kept about an organisation and its people, but for secrets: what we hold about you.
    ///
    /// # Errors
    /// When there is no such organisation.
    pub async fn everything_about(&self, id: OrganisationId) -> Result<serde_json::Value, StoreError> {
        unimplemented!()
    }

    /// Takes out at most `limit` organisations that asked to join more than [`crate::UNCONFIRMED_HOURS`] ago and never confirmed.
    /// Of them not even a husk is kept. Returns how many.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn expire_unconfirmed(
        &self,
        limit: u32,
        by: &Actor,
        now: Timestamp,
    ) -> Result<u64, StoreError> {
        unimplemented!()
    }
}
