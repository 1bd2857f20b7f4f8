//! The centre's own recurring work: leases, progress, stop switches.
//!
//! Leases and progress leave no entry in the ledger: they change nothing that anybody answers for. What a reconciler does
//! leaves its own entries; stopping, starting and hastening are a person's deeds and leave one each.

use centre::ledger::Actor;
use jiff::SignedDuration;
use terms::Timestamp;

use crate::cells::{Cells as _, from_row};
use crate::change::{Said, Unsaid};
use crate::db::{on, within};
use crate::moment::{Moment, later};
use crate::{Deed, Noun, Store, StoreError};

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
        let mut change = self.change(&Actor::Reconciler(name.to_owned()), now).await?;
        within!(change.tx, |c| {
            sqlx::query(
                "insert into reconcilers (name, fence, leased_until, stopped, due_at, runs) values ($1, 0, 0, $2, $3, 0)
                 on conflict (name) do nothing",
            )
            .bind(name)
            .bind(false)
            .bind(Moment::from(now))
            .execute(c)
            .await?;
        });
        change.commit_unsaid(Unsaid::Lease).await
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
        let mut change = self.change(&Actor::Reconciler(name.to_owned()), now).await?;
        let until = later(now, lives);
        let fence: Option<i64> = within!(change.tx, |c| {
            sqlx::query_scalar(
                "update reconcilers set holder = $1, fence = fence + 1, leased_until = $2, started_at = $3, runs = runs + 1
                 where name = $4 and not stopped and due_at <= $3 and leased_until <= $3 returning fence",
            )
            .bind(holder)
            .bind(Moment::from(until))
            .bind(Moment::from(now))
            .bind(name)
            .fetch_optional(c)
            .await?
        });
        change.commit_unsaid(Unsaid::Lease).await?;
        Ok(fence.map(|fence| Lease { name: name.to_owned(), holder: holder.to_owned(), fence, until }))
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
        let mut change = self.change(&Actor::Reconciler(lease.name.clone()), now).await?;
        let until = later(now, lives);
        let rows = within!(change.tx, |c| {
            sqlx::query(
                "update reconcilers set leased_until = $1
                 where name = $2 and fence = $3 and not stopped and leased_until > $4",
            )
            .bind(Moment::from(until))
            .bind(&lease.name)
            .bind(lease.fence)
            .bind(Moment::from(now))
            .execute(c)
            .await?
            .rows_affected()
        });
        change.commit_unsaid(Unsaid::Lease).await?;
        Ok((rows == 1).then(|| Lease { until, ..lease.clone() }))
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
        let mut change = self.change(&Actor::Reconciler(lease.name.clone()), now).await?;
        let (result, error) = (outcome.ok(), outcome.err());
        let rows = within!(change.tx, |c| {
            // Somebody who hastened it while it ran made it due after it began; that wish stands.
            sqlx::query(
                "update reconcilers set holder = null, leased_until = 0, finished_at = $1,
                 result = coalesce($2, result), error = $3,
                 due_at = case when due_at > started_at then due_at else $4 end
                 where name = $5 and fence = $6 and holder is not null",
            )
            .bind(Moment::from(now))
            .bind(result)
            .bind(error)
            .bind(Moment::from(due_at))
            .bind(&lease.name)
            .bind(lease.fence)
            .execute(c)
            .await?
            .rows_affected()
        });
        change.commit_unsaid(Unsaid::Lease).await?;
        Ok(rows == 1)
    }

    /// Gives a lease back with nothing done: at shutdown.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn release_lease(&self, lease: &Lease, now: Timestamp) -> Result<(), StoreError> {
        let mut change = self.change(&Actor::Reconciler(lease.name.clone()), now).await?;
        within!(change.tx, |c| {
            sqlx::query(
                "update reconcilers set holder = null, leased_until = 0 where name = $1 and fence = $2",
            )
            .bind(&lease.name)
            .bind(lease.fence)
            .execute(c)
            .await?;
        });
        change.commit_unsaid(Unsaid::Lease).await
    }

    /// How all work goes, by name.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn progress(&self) -> Result<Vec<Progress>, StoreError> {
        Ok(on!(self, |c| { sqlx::query_as("select * from reconcilers order by name").fetch_all(c).await? }))
    }

    /// Stops a kind of work: it is not begun, and ends at its next renewal.
    ///
    /// # Errors
    /// When there is no such work.
    pub async fn stop_work(&self, name: &str, by: &Actor, now: Timestamp) -> Result<(), StoreError> {
        self.switch_work(name, true, by, now).await
    }

    /// Lets a kind of work run again.
    ///
    /// # Errors
    /// When there is no such work.
    pub async fn start_work(&self, name: &str, by: &Actor, now: Timestamp) -> Result<(), StoreError> {
        self.switch_work(name, false, by, now).await
    }

    /// Makes a kind of work due now.
    ///
    /// # Errors
    /// When there is no such work.
    pub async fn hasten_work(&self, name: &str, by: &Actor, now: Timestamp) -> Result<(), StoreError> {
        let mut change = self.change(by, now).await?;
        let rows = within!(change.tx, |c| {
            sqlx::query("update reconcilers set due_at = $1 where name = $2")
                .bind(Moment::from(now))
                .bind(name)
                .execute(c)
                .await?
                .rows_affected()
        });
        if rows == 0 {
            return Err(StoreError::NoSuch("work"));
        }
        change.commit(Said::of_centre(Deed::WorkHastened, Noun::Reconciler, name)).await?;
        Ok(())
    }
}

from_row!(Progress, |row| Progress {
    name: row.text("name")?,
    holder: row.maybe_text("holder")?,
    stopped: row.flag("stopped")?,
    due_at: row.moment("due_at")?,
    started_at: row.maybe_moment("started_at")?,
    finished_at: row.maybe_moment("finished_at")?,
    result: row.maybe_text("result")?,
    error: row.maybe_text("error")?,
    runs: row.number("runs")?.unsigned_abs(),
});

impl Store {
    async fn switch_work(
        &self,
        name: &str,
        stop: bool,
        by: &Actor,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let mut change = self.change(by, now).await?;
        let rows = within!(change.tx, |c| {
            sqlx::query("update reconcilers set stopped = $1 where name = $2")
                .bind(stop)
                .bind(name)
                .execute(c)
                .await?
                .rows_affected()
        });
        if rows == 0 {
            return Err(StoreError::NoSuch("work"));
        }
        let deed = if stop { Deed::WorkStopped } else { Deed::WorkStarted };
        change.commit(Said::of_centre(deed, Noun::Reconciler, name)).await?;
        Ok(())
    }
}
