//! One run of a reconciler: the lease it works under, and the step at which it must stop.

use std::sync::Mutex;
use std::time::Duration;

use jiff::SignedDuration;
use store::{Lease, StoreError};
use terms::Timestamp;

use super::{LEASE, Workshop};

/// A lease with less time left than this is renewed at the next step.
const RENEWED_BELOW: SignedDuration = SignedDuration::from_secs(40);

/// How often a step is taken while something longer goes on.
const BETWEEN_STEPS: Duration = Duration::from_secs(10);

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

    /// Between two steps: whether the work may go on. Looks at the stop switch, and renews the
    /// lease when a third of it is over; in between it only reads, so that waiting writes nothing.
    ///
    /// # Errors
    /// [`Ended`] when the run has to end here.
    pub async fn step(&self) -> Result<(), Ended> {
        if *self.workshop.stopping.borrow() {
            return Err(Ended::Stopping);
        }
        let (held, now) = (self.lease(), self.now());
        if held.until.duration_since(now) > RENEWED_BELOW {
            let rows = self.workshop.store.progress().await?;
            let ours = |row: &store::Progress| {
                row.name == held.name && !row.stopped && row.holder.as_ref() == Some(&held.holder)
            };
            return if rows.iter().any(ours) { Ok(()) } else { Err(Ended::NotOurs) };
        }
        match self.workshop.store.renew_lease(&held, LEASE, now).await? {
            None => Err(Ended::NotOurs),
            Some(lease) => {
                *self.lease.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = lease;
                Ok(())
            }
        }
    }

    /// Waits for something that takes longer than a lease, and takes the steps that are due meanwhile.
    ///
    /// # Errors
    /// [`Ended`] when the run has to end here; what was waited for is given up.
    pub async fn through<T>(&self, work: impl Future<Output = T>) -> Result<T, Ended> {
        let mut work = std::pin::pin!(work);
        loop {
            tokio::select! {
                done = &mut work => return Ok(done),
                () = self.rest(BETWEEN_STEPS) => self.step().await?,
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
