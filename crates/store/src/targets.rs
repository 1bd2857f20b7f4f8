//! What was done to each target lately, whoever asked for it: the budget that a thousand askers share.
//!
//! A target is a registered name: names below it stand on the same machines more often than not, and a thousand of them cost
//! nothing. It is kept under a keyed hash, so that nobody who reads the table learns what visitors typed; whoever knows
//! the name finds it. Budgets leave no entry in the ledger; they are swept out after a while.

use centre::consent::{CLOSER_PACE, MOST_QUESTIONS, QUESTIONS_SPAN, Reach, Target, VISIT_PACE};
use centre::ledger::Actor;
use data_encoding::HEXLOWER;
use terms::{DomainName, Timestamp};

use crate::cells::{Cells as _, from_row};
use crate::change::Unsaid;
use crate::db::{on, within};
use crate::moment::{Moment, earlier};
use crate::{Store, StoreError};

/// Names of targets are hashed apart from other secrets.
const TARGET: &str = "target";

/// What we remember of a target.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TargetLine {
    /// Visits since we remember it.
    pub visits: u64,
    /// Closer looks since we remember it.
    pub closer: u64,
    /// What was done last.
    pub target: Target,
}

impl Store {
    /// What we remember of the target of a name.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn target(&self, name: &DomainName) -> Result<TargetLine, StoreError> {
        let key = self.target_key(name);
        let found: Option<TargetLine> = on!(self, |c| {
            sqlx::query_as("select * from targets where name = $1").bind(key).fetch_optional(c).await?
        });
        Ok(found.unwrap_or_default())
    }

    /// Spends a look from the target's budget, in one statement, so that of two at one moment only one goes. Whether
    /// the budget had one; reading records costs nothing.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn spend_look(
        &self,
        name: &DomainName,
        reach: Reach,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let (statement, pace) = match reach {
            Reach::Nothing | Reach::Records => return Ok(true),
            Reach::Visitor => (
                "insert into targets (name, visits, visited_at, closer, questions, questions_since, touched_at)
                 values ($1, 1, $2, 0, 0, 0, $2)
                 on conflict (name) do update set visits = targets.visits + 1, visited_at = $2, touched_at = $2
                 where targets.visited_at is null or targets.visited_at <= $3",
                VISIT_PACE,
            ),
            Reach::Consented => (
                "insert into targets (name, visits, visited_at, closer, closer_at, questions, questions_since, touched_at)
                 values ($1, 1, $2, 1, $2, 0, 0, $2)
                 on conflict (name) do update set visits = targets.visits + 1, visited_at = $2, closer = targets.closer + 1,
                     closer_at = $2, touched_at = $2
                 where targets.closer_at is null or targets.closer_at <= $3",
                CLOSER_PACE,
            ),
        };
        let (key, before) = (self.target_key(name), earlier(now, pace));
        let mut change = self.change(&Actor::Visitor, now).await?;
        let spent = within!(change.tx, |c| {
            sqlx::query(statement)
                .bind(key)
                .bind(Moment::from(now))
                .bind(Moment::from(before))
                .execute(c)
                .await?
                .rows_affected()
        });
        change.commit_unsaid(Unsaid::Budget).await?;
        Ok(spent > 0)
    }

    /// Spends a question about a proof: at most [`MOST_QUESTIONS`] in [`QUESTIONS_SPAN`] for one target.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn spend_question(&self, name: &DomainName, now: Timestamp) -> Result<bool, StoreError> {
        let key = self.target_key(name);
        let mut change = self.change(&Actor::Visitor, now).await?;
        let spent = within!(change.tx, |c| {
            sqlx::query(
                "insert into targets (name, visits, closer, questions, questions_since, touched_at)
                 values ($1, 0, 0, 1, $2, $2)
                 on conflict (name) do update set touched_at = $2,
                     questions = case when targets.questions_since <= $3 then 1 else targets.questions + 1 end,
                     questions_since = case when targets.questions_since <= $3 then $2 else targets.questions_since end
                 where targets.questions_since <= $3 or targets.questions < $4",
            )
            .bind(key)
            .bind(Moment::from(now))
            .bind(Moment::from(earlier(now, QUESTIONS_SPAN)))
            .bind(i64::from(MOST_QUESTIONS))
            .execute(c)
            .await?
            .rows_affected()
        });
        change.commit_unsaid(Unsaid::Budget).await?;
        Ok(spent > 0)
    }

    /// How many targets were visited, and how many looked at more closely, since a moment.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn targets_since(&self, since: Timestamp) -> Result<(u64, u64), StoreError> {
        let counts: (i64, i64) = on!(self, |c| {
            sqlx::query_as(
                "select (select count(*) from targets where visited_at > $1), (select count(*) from targets where closer_at > $1)",
            )
            .bind(Moment::from(since))
            .fetch_one(c)
            .await?
        });
        Ok((counts.0.unsigned_abs(), counts.1.unsigned_abs()))
    }

    /// Forgets what was done to the target of a name, so that it can be visited at once. For a demonstration, where
    /// nobody has to be spared: somebody has just changed something there and wants to see it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn forget_target(&self, name: &DomainName, now: Timestamp) -> Result<(), StoreError> {
        let key = self.target_key(name);
        let mut change = self.change(&Actor::Visitor, now).await?;
        within!(change.tx, |c| {
            sqlx::query("delete from targets where name = $1").bind(key).execute(c).await?;
        });
        change.commit_unsaid(Unsaid::Budget).await
    }

    /// Forgets targets that were last touched before `before`. Returns how many.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn forget_targets(&self, before: Timestamp) -> Result<u64, StoreError> {
        let mut change = self.change(&Actor::Reconciler("expiry".into()), before).await?;
        let gone = within!(change.tx, |c| {
            sqlx::query("delete from targets where touched_at < $1")
                .bind(Moment::from(before))
                .execute(c)
                .await?
                .rows_affected()
        });
        change.commit_unsaid(Unsaid::Sweep).await?;
        Ok(gone)
    }
}

impl Store {
    fn target_key(&self, name: &DomainName) -> String {
        HEXLOWER.encode(&self.0.keys.hash(TARGET, name.registrable().as_ascii()))
    }
}

from_row!(TargetLine, |row| TargetLine {
    visits: row.number("visits")?.unsigned_abs(),
    closer: row.number("closer")?.unsigned_abs(),
    target: Target { visited_at: row.maybe_moment("visited_at")?, closer_at: row.maybe_moment("closer_at")? },
});
