//! Check-ups that were kept: answers, judgement, and how the promises stood over time.

use centre::ledger::Actor;
use terms::{AssetId, CheckId, DomainName, OrganisationId, Promise, PromiseState, Timestamp};

use crate::{Store, StoreError};

/// What a check-up came to, in few numbers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CheckSummary {
    /// How each promise stood, in the order of [`Promise::ALL`].
    pub promises: Vec<(Promise, PromiseState)>,
    /// How many urgent findings.
    pub urgent: u32,
    /// How many important ones.
    pub important: u32,
    /// How many that are worth doing.
    pub worth_doing: u32,
}

/// A check-up to keep.
#[derive(Debug, Clone)]
pub struct NewCheck {
    /// Of which domain.
    pub asset: AssetId,
    /// The answers as JSON. Kept once for each distinct text, so leave out of it what changes each time.
    pub answers: String,
    /// The judgement as JSON.
    pub judgement: String,
    /// In few numbers.
    pub summary: CheckSummary,
    /// When to look next.
    pub due_at: Timestamp,
}

/// A check-up that was kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Check {
    /// Its id.
    pub id: CheckId,
    /// Of which domain.
    pub asset: AssetId,
    /// When.
    pub at: Timestamp,
    /// The answers as JSON.
    pub answers: String,
    /// The judgement as JSON.
    pub judgement: String,
    /// In few numbers.
    pub summary: CheckSummary,
    /// Whether the answers differ from those of the check-up before.
    pub changed: bool,
}

/// How the promises of a domain stood at one moment: a point of a chart.
#[derive(Debug, Clone, PartialEq)]
pub struct PromisesAt {
    /// The check-up.
    pub id: CheckId,
    /// When.
    pub at: Timestamp,
    /// In few numbers.
    pub summary: CheckSummary,
    /// Whether the answers differ from those of the check-up before.
    pub changed: bool,
}

/// A domain that is due for a look.
#[derive(Debug, Clone, PartialEq)]
pub struct DueAsset {
    /// Its id.
    pub id: AssetId,
    /// Whose.
    pub organisation: OrganisationId,
    /// The domain.
    pub domain: DomainName,
}

impl Store {
    /// Keeps a check-up, sets when the domain is due next, and the worst promise of domain and organisation.
    ///
    /// # Errors
    /// When there is no such domain, or answers or judgement are not JSON.
    pub async fn save_check(
        &self,
        new: &NewCheck,
        by: &Actor,
        now: Timestamp,
    ) -> Result<CheckId, StoreError> {
        unimplemented!()
    }

    /// The newest check-up of a domain.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn last_check(&self, asset: AssetId) -> Result<Option<Check>, StoreError> {
        unimplemented!()
    }

    /// The check-up before the newest one.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn previous_check(&self, asset: AssetId) -> Result<Option<Check>, StoreError> {
        unimplemented!()
    }

    /// How the promises of a domain stood, oldest first, of the newest `limit` check-ups.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn checks_of(&self, asset: AssetId, limit: u32) -> Result<Vec<PromisesAt>, StoreError> {
        unimplemented!()
    }

    /// The domains that are due, those most overdue first. Nothing is reserved: the reconciler holds the lease.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn due_for_recheck(&self, now: Timestamp, limit: u32) -> Result<Vec<DueAsset>, StoreError> {
        unimplemented!()
    }

    /// Puts off a look that could not be done, without keeping a check-up.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn put_off_check(&self, asset: AssetId, until: Timestamp) -> Result<(), StoreError> {
        unimplemented!()
    }

    /// Somebody wishes that we look now: the domain is due at once.
    ///
    /// # Errors
    /// When there is no such domain.
    pub async fn wish_check(&self, asset: AssetId, by: &Actor, now: Timestamp) -> Result<(), StoreError> {
        unimplemented!()
    }
}
