//! The centre's own recurring work: leases, progress, stop switches.
//!
//! Leases and progress leave no entry in the ledger: they change nothing that anybody answers for. What a reconciler does
//! leaves its own entries; stopping, starting and hastening are a person's deeds and leave one each.

use centre::ledger::Actor;
use jiff::SignedDuration;
use terms::Timestamp;

use crate::{Store, StoreError};

/// The right to do one kind of work for a while. The fence grows with each lease, so that a holder who
/// slept through its own end is told from the new one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lease {
    /// Which work.
    pub name: String,
    /// Who holds it.
    pub holder: String,
    /// The fencing token.
    pub fence: i64,
    /// Until when.
    pub until: Timestamp,
}

/// How one kind of work goes.
#[derive(Debug, Clone, PartialEq)]
pub struct Progress {
    /// Which work.
    pub name: String,
    /// Who holds it now.
    pub holder: Option<String>,
    /// Whether somebody stopped it.
    pub stopped: bool,
    /// When it runs next.
    pub due_at: Timestamp,
    /// When it last began.
    pub started_at: Option<Timestamp>,
    /// When it last ended.
    pub finished_at: Option<Timestamp>,
    /// What it did, in one sentence.
    pub result: Option<String>,
    /// What went wrong the last time, if anything did.
    pub error: Option<String>,
    /// How often it ran.
    pub runs: u64,
}

impl Store {
    /// Makes a kind of work known; it is due at once. One that is known stays as it is.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn know_reconciler(&self, name: &str, now: Timestamp) -> Result<(), StoreError> {
        unimplemented!()
    }

    /// Takes the lease of a kind of work that is due, not stopped, and held by nobody. Of two that try at one
    /// moment, one gets it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn take_lease(
        &self,
        name: &str,
        holder: &str,
        lives: SignedDuration,
        now: Timestamp,
    ) -> Result<Option<Lease>, StoreError> {
        unimplemented!()
    }

    /// Makes a lease last until `lives` from now. `None` when it was lost or the work was stopped: stop working then.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn renew_lease(
        &self,
        lease: &Lease,
        lives: SignedDuration,
        now: Timestamp,
    ) -> Result<Option<Lease>, StoreError> {
        unimplemented!()
    }

    /// Ends a lease with what was done, and says when it is due next. False when the lease was lost meanwhile.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn finish_work(
        &self,
        lease: &Lease,
        outcome: Result<&str, &str>,
        due_at: Timestamp,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        unimplemented!()
    }

    /// Gives a lease back with nothing done: at shutdown.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn release_lease(&self, lease: &Lease, now: Timestamp) -> Result<(), StoreError> {
        unimplemented!()
    }

    /// How all work goes, by name.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn progress(&self) -> Result<Vec<Progress>, StoreError> {
        unimplemented!()
    }

    /// Stops a kind of work: it is not begun, and ends at its next renewal.
    ///
    /// # Errors
    /// When there is no such work.
    pub async fn stop_work(&self, name: &str, by: &Actor, now: Timestamp) -> Result<(), StoreError> {
        unimplemented!()
    }

    /// Lets a kind of work run again.
    ///
    /// # Errors
    /// When there is no such work.
    pub async fn start_work(&self, name: &str, by: &Actor, now: Timestamp) -> Result<(), StoreError> {
        unimplemented!()
    }

    /// Makes a kind of work due now.
    ///
    /// # Errors
    /// When there is no such work.
    pub async fn hasten_work(&self, name: &str, by: &Actor, now: Timestamp) -> Result<(), StoreError> {
        unimplemented!()
    }
}
