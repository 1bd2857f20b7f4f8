//! What members own that we look at: in this release their domains.

use centre::ledger::Actor;
use terms::{AssetId, DomainName, OrganisationId, PromiseState, Timestamp};

use crate::{Store, StoreError};

/// So many domains a member can have us look at.
pub const MOST_ASSETS: usize = 20;

/// A domain of an organisation.
#[derive(Debug, Clone, PartialEq)]
pub struct Asset {
    /// Its id.
    pub id: AssetId,
    /// Whose.
    pub organisation: OrganisationId,
    /// The domain.
    pub domain: DomainName,
    /// When it was added.
    pub added_at: Timestamp,
    /// When its owner proved that it is theirs.
    pub proved_at: Option<Timestamp>,
    /// When we last looked.
    pub checked_at: Option<Timestamp>,
    /// When we look next.
    pub due_at: Timestamp,
    /// When somebody wished that we look, if we did not since.
    pub wished_at: Option<Timestamp>,
    /// The worst state of its promises; `None` while it was never checked.
    pub promise: Option<PromiseState>,
}

/// What adding a domain came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AddedAsset {
    /// It was added.
    Added(AssetId),
    /// The member has it already.
    Known(AssetId),
    /// The member has [`MOST_ASSETS`] already.
    TooMany,
}

impl Store {
    /// The domains of an organisation, in the order in which they came.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn assets_of(&self, organisation: OrganisationId) -> Result<Vec<Asset>, StoreError> {
        unimplemented!()
    }

    /// The domain with this id.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn asset(&self, id: AssetId) -> Result<Option<Asset>, StoreError> {
        unimplemented!()
    }

    /// Adds a domain to an organisation; it is due for a look at once.
    ///
    /// # Errors
    /// When there is no such organisation, or it left.
    pub async fn add_asset(
        &self,
        organisation: OrganisationId,
        domain: &DomainName,
        by: &Actor,
        now: Timestamp,
    ) -> Result<AddedAsset, StoreError> {
        unimplemented!()
    }

    /// Takes a domain out, with its check-ups.
    ///
    /// # Errors
    /// When there is no such domain.
    pub async fn remove_asset(&self, id: AssetId, by: &Actor, now: Timestamp) -> Result<(), StoreError> {
        unimplemented!()
    }
}
