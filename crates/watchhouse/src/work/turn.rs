//! One run of a reconciler: the lease it works under, and the step at which it must stop.

use std::sync::Mutex;
use std::time::Duration;

use store::{Lease, StoreError};
use terms::Timestamp;

use super::{LEASE, Workshop};

/// Why a run ended before its work was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ended {
    /// The program is to stop.
    Stopping,
    /// The work was stopped by somebody, or the lease was lost.
    NotOurs,
    /// Something failed; the words are for the progress row and the log, and name no person.
    Stumbled(String),
}

impl From<StoreError> for Ended {
    fn from(error: StoreError) -> Self {
        Self::Stumbled(error.to_string())
    }
}

/// One run of a reconciler.
pub struct Turn {
    workshop: Workshop,
    lease: Mutex<Lease>,
}

impl Turn {
    pub(super) fn new(workshop: Workshop, lease: Lease) -> Self {
        Self { workshop, lease: Mutex::new(lease) }
    }

    /// The records.
    pub fn store(&self) -> &store::Store {
        &self.workshop.store
    }

    /// The moment it is now.
    pub fn now(&self) -> Timestamp {
        self.workshop.clock.now()
    }

    /// The name under which this process holds leases.
    pub fn holder(&self) -> &str {
        &self.workshop.holder
    }

    /// The lease as it stands.
    pub fn lease(&self) -> Lease {
        self.lease.lock().unwrap_or_else(std::sync::PoisonError::into_inner).clone()
    }

    /// Between two steps: whether the work may go on. Renews the lease, which also looks at the
    /// stop switch.
    ///
    /// # Errors
    /// [`Ended`] when the run has to end here.
    pub async fn step(&self) -> Result<(), Ended> {
        if *self.workshop.stopping.borrow() {
            return Err(Ended::Stopping);
        }
        let now = self.now();
        let renewed = self.workshop.store.renew_lease(&self.lease(), LEASE, now).await?;
        match renewed {
            None => Err(Ended::NotOurs),
            Some(lease) => {
                *self.lease.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = lease;
                Ok(())
            }
        }
    }

    /// Waits, but no longer than until the program is to stop.
    pub async fn rest(&self, length: Duration) {
        let mut stopping = self.workshop.stopping.clone();
        tokio::select! {
            _ = stopping.wait_for(|stop| *stop) => {}
            () = tokio::time::sleep(length) => {}
        }
    }
}
