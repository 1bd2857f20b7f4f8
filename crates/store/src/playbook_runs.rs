//! Playbooks at work: which version of a playbook a case follows, which of its steps the team has done, and what an
//! officer marked beside. Nothing of the reporter is in here.

use centre::ledger::Actor;
use serde_json::json;
use terms::{CaseId, Timestamp};

use crate::cells::{Cells as _, from_row};
use crate::change::{Said, Unsaid};
use crate::db::{on, within};
use crate::moment::Moment;
use crate::{Deed, Noun, Store, StoreError};

/// The longest id of a playbook or of a step, and the longest mark, in bytes.
pub const LONGEST_STEP: usize = 120;
/// The most steps of one case that can be ticked.
pub const MOST_TICKS: i64 = 200;

/// The playbook that a case follows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaybookRun {
    /// Its CACAO id.
    pub playbook: String,
    /// The version: when it was last modified, as the playbook itself says.
    pub modified: String,
    /// Since when the case follows it.
    pub begun_at: Timestamp,
    /// The steps that were done, the first first.
    pub ticks: Vec<Tick>,
}

/// A step that was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tick {
    /// The step's CACAO id.
    pub step: String,
    /// Who ticked it.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
}

from_row!(PlaybookRun, |row| PlaybookRun {
    playbook: row.text("playbook")?,
    modified: row.text("modified")?,
    begun_at: row.moment("begun_at")?,
    ticks: Vec::new(),
});
from_row!(Tick, |row| Tick {
    step: row.text("step")?,
    by: row.word("ticked_by")?,
    at: row.moment("ticked_at")?,
});

fn fits(word: &str) -> Result<(), StoreError> {
    if (1..=LONGEST_STEP).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_graphic()) {
        return Ok(());
    }
    Err(StoreError::NotAllowed("a step has an id of 1 to 120 letters, digits and signs"))
}

impl Store {
    /// Pins the version of the playbook that a case follows. The first one stays: a playbook that is changed later changes
    /// nothing for a case that has begun.
    ///
    /// # Errors
    /// When there is no such case, or its words were erased.
    pub async fn begin_playbook(
        &self,
        case: CaseId,
        playbook: &str,
        modified: &str,
        by: &Actor,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        fits(playbook)?;
        fits(modified)?;
        let mut change = self.change(by, now).await?;
        change.standing_case(case).await?;
        let rows = within!(change.tx, |c| {
            sqlx::query(
                "insert into playbook_runs (case_id, playbook, modified, begun_at) values ($1, $2, $3, $4)
                 on conflict (case_id) do nothing",
            )
            .bind(case.0)
            .bind(playbook)
            .bind(modified)
            .bind(Moment::from(now))
            .execute(c)
            .await?
            .rows_affected()
        });
        if rows == 0 {
            return change.commit_unsaid(Unsaid::Nothing).await;
        }
        let said = Said::of_case(Deed::PlaybookPinned, Noun::Case, case, case.0, case);
        change.commit(said.with(json!({ "playbook": playbook, "modified": modified }))).await?;
        Ok(())
    }

    /// The playbook that a case follows, with what was done of it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn playbook_of_case(&self, case: CaseId) -> Result<Option<PlaybookRun>, StoreError> {
        let run: Option<PlaybookRun> = on!(self, |c| {
            sqlx::query_as("select * from playbook_runs where case_id = $1")
                .bind(case.0)
                .fetch_optional(c)
                .await?
        });
        let Some(run) = run else { return Ok(None) };
        let ticks: Vec<Tick> = on!(self, |c| {
            sqlx::query_as("select * from playbook_ticks where case_id = $1 order by ticked_at, step")
                .bind(case.0)
                .fetch_all(c)
                .await?
        });
        Ok(Some(PlaybookRun { ticks, ..run }))
    }

    /// Ticks a step, or takes the tick back. Doing it twice does it once.
    ///
    /// # Errors
    /// When the case follows no playbook, its words were erased, or there are [`MOST_TICKS`].
    pub async fn tick_step(
        &self,
        case: CaseId,
        step: &str,
        is_done: bool,
        by: &Actor,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        fits(step)?;
        let mut change = self.change(by, now).await?;
        change.standing_case(case).await?;
        let (runs, ticks): (i64, i64) = within!(change.tx, |c| {
            sqlx::query_as(
                "select (select count(*) from playbook_runs where case_id = $1),
                        (select count(*) from playbook_ticks where case_id = $1)",
            )
            .bind(case.0)
            .fetch_one(c)
            .await?
        });
        if runs == 0 {
            return Err(StoreError::NoSuch("playbook of this case"));
        }
        if is_done && ticks >= MOST_TICKS {
            return Err(StoreError::TooMuch("these are more steps than any playbook has"));
        }
        let statement = if is_done {
            "insert into playbook_ticks (case_id, step, ticked_by, ticked_at) values ($1, $2, $3, $4)
             on conflict (case_id, step) do nothing"
        } else {
            "delete from playbook_ticks where case_id = $1 and step = $2 and $3 <> '' and $4 > 0"
        };
        let rows = within!(change.tx, |c| {
            sqlx::query(statement)
                .bind(case.0)
                .bind(step)
                .bind(by.to_string())
                .bind(Moment::from(now))
                .execute(c)
                .await?
                .rows_affected()
        });
        if rows == 0 {
            return change.commit_unsaid(Unsaid::Nothing).await;
        }
        let said = Said::of_case(Deed::StepTicked, Noun::Case, case, case.0, case);
        change.commit(said.with(json!({ "step": step, "done": is_done }))).await?;
        Ok(())
    }

    /// Marks a case with a word of a closed list; the newest word for a mark counts.
    ///
    /// # Errors
    /// When there is no such case, or its words were erased.
    pub async fn mark_case(
        &self,
        case: CaseId,
        mark: &str,
        value: &str,
        by: &Actor,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        fits(mark)?;
        fits(value)?;
        let mut change = self.change(by, now).await?;
        change.standing_case(case).await?;
        within!(change.tx, |c| {
            sqlx::query(
                "insert into case_marks (case_id, mark, value, marked_by, marked_at) values ($1, $2, $3, $4, $5)
                 on conflict (case_id, mark) do update set value = excluded.value, marked_by = excluded.marked_by,
                     marked_at = excluded.marked_at",
            )
            .bind(case.0)
            .bind(mark)
            .bind(value)
            .bind(by.to_string())
            .bind(Moment::from(now))
            .execute(c)
            .await?;
        });
        let said = Said::of_case(Deed::CaseMarked, Noun::Case, case, case.0, case);
        change.commit(said.with(json!({ "mark": mark, "value": value }))).await?;
        Ok(())
    }

    /// The word for a mark of a case.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn mark_of_case(&self, case: CaseId, mark: &str) -> Result<Option<String>, StoreError> {
        Ok(on!(self, |c| {
            sqlx::query_scalar("select value from case_marks where case_id = $1 and mark = $2")
                .bind(case.0)
                .bind(mark)
                .fetch_optional(c)
                .await?
        }))
    }
}
