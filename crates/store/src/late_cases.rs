//! Cases whose time has passed, and those whose time is running out: what the desk's reconciler looks at.

use centre::ledger::Actor;
use serde_json::json;
use terms::{CaseId, Timestamp};

use crate::cases::Case;
use crate::change::{Said, Unsaid};
use crate::db::{on, within};
use crate::letters::NewLetter;
use crate::moment::Moment;
use crate::{CasePlace, Deed, Noun, Queued, Store, StoreError};

/// That somebody is warned of a deadline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClockWarning {
    /// Of which case.
    pub case: CaseId,
    /// Of which deadline.
    pub due_at: Timestamp,
    /// How much of the time is gone, in percent.
    pub share: u8,
}

impl Store {
    /// Open cases whose nearest deadline has passed since they were last put into their place, the oldest deadline first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn cases_gone_late(&self, now: Timestamp, limit: u32) -> Result<Vec<Case>, StoreError> {
        Ok(on!(self, |c| {
            sqlx::query_as(
                "select * from cases where closed_at is null and erased_at is null and harm < 1000 and due_at < $1
                     and changed_at <= due_at order by due_at, id limit $2",
            )
            .bind(Moment::from(now))
            .bind(i64::from(limit))
            .fetch_all(c)
            .await?
        }))
    }

    /// Open cases whose nearest deadline lies between two moments, the nearest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn cases_due_between(
        &self,
        from: Timestamp,
        until: Timestamp,
        limit: u32,
    ) -> Result<Vec<Case>, StoreError> {
        Ok(on!(self, |c| {
            sqlx::query_as(
                "select * from cases where closed_at is null and erased_at is null and harm < 1000
                     and due_at >= $1 and due_at < $2 order by due_at, id limit $3",
            )
            .bind(Moment::from(from))
            .bind(Moment::from(until))
            .bind(i64::from(limit))
            .fetch_all(c)
            .await?
        }))
    }

    /// How many open cases stand in the queue, and how many of them are late; those for special readers are counted only
    /// where `restricted` says so. A count, and nothing of anybody.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn queue_counts(&self, restricted: bool, now: Timestamp) -> Result<(u64, u64), StoreError> {
        let (all, late): (i64, i64) = on!(self, |c| {
            sqlx::query_as(
                "select count(*), coalesce(sum(case when due_at < $1 then 1 else 0 end), 0)
                 from cases where closed_at is null and harm < 1000 and (not restricted or $2)",
            )
            .bind(Moment::from(now))
            .bind(restricted)
            .fetch_one(c)
            .await?
        });
        Ok((all.unsigned_abs(), late.unsigned_abs()))
    }

    /// Puts a case into its place anew, because time has passed and nothing else. Returns false when somebody did
    /// something about it meanwhile: it is in its place then.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn place_case_anew(
        &self,
        case: CaseId,
        seen: u64,
        place: &CasePlace,
        by: &Actor,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let mut change = self.change(by, now).await?;
        if !change.move_case(case, seen, &[], place).await? {
            change.commit_unsaid(Unsaid::Nothing).await?;
            return Ok(false);
        }
        let said = Said::of_case(Deed::CaseMoved, Noun::Case, case, case.0, case);
        change.commit(said.with(json!({ "why": "time passed" }))).await?;
        Ok(true)
    }

    /// Notes that somebody is warned, and queues the letter that does it, in one transaction. Of warnings that were given
    /// before nothing is written; returns those that are new.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn warn_of_clocks(
        &self,
        warnings: &[ClockWarning],
        letter: impl FnOnce(&[ClockWarning]) -> NewLetter + Send,
        by: &Actor,
        now: Timestamp,
    ) -> Result<Vec<ClockWarning>, StoreError> {
        let mut change = self.change(by, now).await?;
        let mut new = Vec::new();
        for warning in warnings {
            let rows = within!(change.tx, |c| {
                sqlx::query(
                    "insert into clock_warnings (case_id, due_at, share, warned_at) values ($1, $2, $3, $4)
                     on conflict (case_id, due_at, share) do nothing",
                )
                .bind(warning.case.0)
                .bind(Moment::from(warning.due_at))
                .bind(i64::from(warning.share))
                .bind(Moment::from(now))
                .execute(c)
                .await?
                .rows_affected()
            });
            new.extend((rows == 1).then_some(*warning));
        }
        if new.is_empty() {
            change.commit_unsaid(Unsaid::Nothing).await?;
            return Ok(new);
        }
        let letter = letter(&new);
        match change.queue(&letter).await? {
            Queued::Queued(id) => {
                let said = Said::of_centre(Deed::LetterQueued, Noun::Letter, id);
                change.commit(said.with(json!({ "cause": letter.cause }))).await?;
            }
            Queued::OverBudget => change.commit_unsaid(Unsaid::Nothing).await?,
        }
        Ok(new)
    }
}
