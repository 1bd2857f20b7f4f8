//! The centre's own recurring work: reconcilers.
//!
//! A reconciler looks at what is, compares it with what should be, and acts. It is told nothing
//! when it runs: whether its time came or somebody hastened it, it does the same, and doing it
//! twice does no harm. Each kind of work is held by lease, so that of several nodes one does it;
//! its progress row is what pages show; its stop switch is seen at its next step.

mod advisories;
mod backup;
mod bodies;
mod cohorts;
mod examination;
mod expiry;
mod heads;
mod late_cases;
mod letters_in;
mod lookalikes;
mod new_names;
mod outbox;
mod recheck;
mod records;
mod replies;
mod retention;
mod summaries;
mod turn;
mod unconfirmed;
mod watching;

pub use advisories::MailAdvisories;
pub use backup::{BackUp, BackupAge, backup_age};
pub use bodies::KnowPublicBodies;
pub use cohorts::CountCohorts;
pub use examination::ExamineMessages;
pub use expiry::Expire;
pub use heads::SignHeads;
pub use late_cases::LateCases;
pub use letters_in::{IntoFolder, TakeLetters, name_of_letter};
pub use lookalikes::{Lookalikes, MOST_LISTS, SETTLED_AFTER};
pub use new_names::{AFTER_A_FAILURE, BETWEEN_PULLS, NewNames};
pub use outbox::{Outbox, Post};
pub use recheck::{One, Recheck, Seen};
pub use records::FetchRecords;
pub use replies::FinishReplies;
pub use retention::Retain;
pub use summaries::CountReports;
pub use turn::{Ended, Turn};
pub use unconfirmed::ExpireUnconfirmed;
pub use watching::Watch;

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use jiff::SignedDuration;
use store::{Lease, Store};
use terms::Timestamp;
use terms::edge::Clock;
use tokio::sync::watch;

/// How often it is looked whether work is due. Whoever hastens work waits no longer than this.
const BEAT: Duration = Duration::from_secs(1);
/// How long work is held before it must be renewed; a node that dies keeps it no longer.
pub(crate) const LEASE: SignedDuration = SignedDuration::from_secs(60);
/// When work that stumbled is tried again, if it is not due sooner.
const AFTER_A_STUMBLE: SignedDuration = SignedDuration::from_mins(5);

/// What a reconciler's run comes to: one sentence for the progress row, or why it stopped.
pub type Run<'a> = Pin<Box<dyn Future<Output = Result<String, Ended>> + Send + 'a>>;

/// One kind of recurring work.
pub trait Reconciler: Send + Sync {
    /// Its name in pages, settings, logs and the ledger.
    fn name(&self) -> &'static str;
    /// When it is due again after a run that ended now.
    fn next(&self, now: Timestamp) -> Timestamp;
    /// Looks, compares, acts. Asks [`Turn::step`] between steps.
    fn run<'a>(&'a self, turn: &'a Turn) -> Run<'a>;
}

/// Everything that work needs from the program.
#[derive(Clone)]
pub struct Workshop {
    /// The records.
    pub store: Store,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// This process among the nodes.
    pub holder: String,
    /// Turns true when the program is to stop.
    pub stopping: watch::Receiver<bool>,
}

/// Does one kind of work whenever it is due, until the program stops.
pub async fn keep_doing(workshop: Workshop, reconciler: Arc<dyn Reconciler>) {
    let mut stopping = workshop.stopping.clone();
    let known = workshop.store.know_reconciler(reconciler.name(), workshop.clock.now()).await;
    if let Err(error) = known {
        tracing::error!(reconciler = reconciler.name(), error = %error, "a reconciler could not be made known");
    }
    while !*stopping.borrow() {
        if let Err(error) = when_due(&workshop, &reconciler).await {
            tracing::warn!(reconciler = reconciler.name(), error = %error, "a reconciler could not be begun or ended");
        }
        tokio::select! {
            _ = stopping.changed() => {}
            () = tokio::time::sleep(BEAT) => {}
        }
    }
}

/// Takes the lease if the work is due, does it, and says how it went.
async fn when_due(workshop: &Workshop, reconciler: &Arc<dyn Reconciler>) -> Result<(), store::StoreError> {
    let (store, name) = (&workshop.store, reconciler.name());
    let Some(lease) = store.take_lease(name, &workshop.holder, LEASE, workshop.clock.now()).await? else {
        return Ok(());
    };
    let began = std::time::Instant::now();
    let (lease, ended) = one_turn(workshop, Arc::clone(reconciler), lease).await;
    let now = workshop.clock.now();
    let milliseconds = began.elapsed().as_millis();
    metrics::histogram!("reconciler_run_seconds", "reconciler" => name).record(began.elapsed().as_secs_f64());
    match ended {
        Ok(result) => {
            metrics::counter!("reconciler_runs_total", "reconciler" => name, "outcome" => "done")
                .increment(1);
            tracing::debug!(reconciler = name, milliseconds, "a reconciler did its work");
            store.finish_work(&lease, Ok(&result), reconciler.next(now), now).await?;
        }
        Err(Ended::Stumbled(why)) => {
            metrics::counter!("reconciler_runs_total", "reconciler" => name, "outcome" => "stumbled")
                .increment(1);
            tracing::error!(reconciler = name, reason = why, milliseconds, "a reconciler stumbled");
            let again = reconciler.next(now).min(now + AFTER_A_STUMBLE);
            store.finish_work(&lease, Err(&why), again, now).await?;
        }
        // Of a lease that somebody else has meanwhile, nothing is given back: its fence is higher.
        Err(ended @ (Ended::Stopping | Ended::NotOurs)) => {
            if ended == Ended::NotOurs {
                tracing::info!(reconciler = name, "a reconciler stopped at its step");
            }
            store.release_lease(&lease, now).await?;
        }
    }
    Ok(())
}

/// One run in a task of its own, so that a panic ends the run and not the program.
async fn one_turn(
    workshop: &Workshop,
    reconciler: Arc<dyn Reconciler>,
    lease: Lease,
) -> (Lease, Result<String, Ended>) {
    let turn = Arc::new(Turn::new(workshop.clone(), lease));
    let held = Arc::clone(&turn);
    let ended = tokio::spawn(async move { reconciler.run(&held).await }).await;
    let ended = ended.unwrap_or_else(|gone| {
        let what = if gone.is_panic() { "it met a fault of the program" } else { "it was cut off" };
        Err(Ended::Stumbled(what.to_owned()))
    });
    (turn.lease(), ended)
}
