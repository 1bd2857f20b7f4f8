//! What each case adds to the figures. A summary holds counts and no words; it is reckoned anew when its case has more events,
//! or when a clock of it runs out, and the sums in `report_counts.rs` move by the difference in the same transaction.

use std::collections::BTreeMap;

use centre::ledger::Actor;
use sqlx::QueryBuilder;
use terms::{CaseId, Reference, Timestamp};
use uuid::Uuid;

use crate::cells::{Cells as _, from_row};
use crate::change::{Change, ROWS_AT_ONCE, Unsaid};
use crate::db::{on, within};
use crate::moment::Moment;
use crate::{Store, StoreError};

/// A change is kept with the noon of its day where only days are kept, and clocks of machines differ: so far back from the
/// newest change that was counted it is looked for others. Two days, in microseconds.
const LOOKED_BACK: i64 = 2 * 24 * 3_600 * 1_000_000;

/// Since when changes are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CountedFrom {
    /// Two days before the newest that was counted: an index finds them.
    LastTime,
    /// The first day: every case is looked at. Finds what was written later with an earlier moment, as a restored or
    /// invented history is.
    FirstDay,
}

/// A case whose summary is missing or old.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseToCount {
    /// Which.
    pub case: CaseId,
    /// The sequence of its last event.
    pub events: u64,
    /// When it was changed.
    pub changed_at: Timestamp,
    /// What its first report is about.
    pub problem: String,
    /// Where.
    pub borough: String,
    /// By which door it came.
    pub channel: String,
    /// When it came.
    pub received_at: Timestamp,
    /// Whether only days are kept.
    pub by_day: bool,
}
from_row!(CaseToCount, |row| CaseToCount {
    case: CaseId(row.uuid("id")?),
    events: row.number("events")?.unsigned_abs(),
    changed_at: row.moment("changed_at")?,
    problem: row.text("problem")?,
    borough: row.text("borough")?,
    channel: row.text("channel")?,
    received_at: row.moment("received_at")?,
    by_day: row.flag("by_day")?,
});

/// What a case adds to one sum.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct SummaryCell {
    /// By what is counted.
    pub lens: String,
    /// A month, a quarter, a day.
    pub period: String,
    /// Which word of the lens.
    pub word: String,
    /// How many.
    pub how_many: i64,
    /// How much money, in pence.
    pub pence: i64,
}

/// A summary to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewReportSummary {
    /// Of which case.
    pub case: CaseId,
    /// From how many events it was reckoned.
    pub events: u64,
    /// When the case had been changed then.
    pub changed_at: Timestamp,
    /// When a clock of it runs out next: then it says something else, without any event.
    pub again_at: Option<Timestamp>,
    /// What it adds.
    pub cells: Vec<SummaryCell>,
}

type Written<'a> = (&'a str, &'a str, &'a str, i64, i64);

fn write(cells: &[SummaryCell]) -> String {
    let rows: Vec<Written<'_>> = cells
        .iter()
        .map(|cell| (cell.lens.as_str(), cell.period.as_str(), cell.word.as_str(), cell.how_many, cell.pence))
        .collect();
    serde_json::to_string(&rows).unwrap_or_else(|_| "[]".to_owned())
}

type Read = (String, String, String, i64, i64);

fn read(text: &str) -> Result<Vec<Read>, StoreError> {
    serde_json::from_str(text).map_err(|_| StoreError::Unreadable("a summary of a case".into()))
}

struct Kept {
    case: Uuid,
    cells: String,
}
from_row!(Kept, |row| Kept { case: row.uuid("case_id")?, cells: row.text("cells")? });

/// By lens, period and word: how many more, and how much more money.
type Moves = BTreeMap<(String, String, String), (i64, i64)>;

impl Store {
    /// Cases that have no summary, more events than it, or a clock that ran out since, the longest unchanged first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn cases_to_count(
        &self,
        from: CountedFrom,
        now: Timestamp,
        limit: u32,
    ) -> Result<Vec<CaseToCount>, StoreError> {
        let since = match from {
            CountedFrom::FirstDay => i64::MIN,
            CountedFrom::LastTime => {
                self.counted_until().await?.map_or(i64::MIN, |newest| newest.saturating_sub(LOOKED_BACK))
            }
        };
        Ok(on!(self, |c| {
            sqlx::query_as(
                "select c.id, c.events, c.changed_at, c.by_day, r.problem, r.borough, r.channel, r.received_at
                 from cases c join reports r on r.reference = c.reference
                 left join report_summaries s on s.case_id = c.id
                 where c.erased_at is null and c.changed_at >= $1 and (s.events is null or s.events <> c.events)
                 union
                 select c.id, c.events, c.changed_at, c.by_day, r.problem, r.borough, r.channel, r.received_at
                 from report_summaries s join cases c on c.id = s.case_id join reports r on r.reference = c.reference
                 where s.again_at is not null and s.again_at <= $2 and c.erased_at is null
                 order by 3, 1 limit $3",
            )
            .bind(since)
            .bind(Moment::from(now))
            .bind(i64::from(limit))
            .fetch_all(c)
            .await?
        }))
    }

    /// When the newest case was changed that was counted.
    async fn counted_until(&self) -> Result<Option<i64>, StoreError> {
        Ok(on!(self, |c| {
            sqlx::query_scalar("select max(changed_at) from report_summaries").fetch_one(c).await?
        }))
    }

    /// Keeps summaries in place of older ones, and moves the sums by the difference.
    ///
    /// # Errors
    /// When the database fails; then nothing was kept.
    pub async fn keep_summaries(
        &self,
        summaries: &[NewReportSummary],
        by: &Actor,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        for chunk in summaries.chunks(ROWS_AT_ONCE) {
            let mut change = self.change(by, now).await?;
            let mut moves = change.minus_what_was_kept(chunk).await?;
            for cell in chunk.iter().flat_map(|summary| &summary.cells) {
                let sum =
                    moves.entry((cell.lens.clone(), cell.period.clone(), cell.word.clone())).or_default();
                *sum = (sum.0 + cell.how_many, sum.1 + cell.pence);
            }
            change.put_summaries(chunk).await?;
            change.move_counts(moves).await?;
            change.commit_unsaid(Unsaid::Count).await?;
        }
        Ok(())
    }

    /// The cases behind one sum, the last changed first, by id and reference. Those for special readers are among them only
    /// if `restricted`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn cases_behind(
        &self,
        (lens, period, word): (&str, &str, &str),
        restricted: bool,
        limit: u32,
    ) -> Result<Vec<(CaseId, Reference)>, StoreError> {
        let start = serde_json::to_string(&(lens, period, word)).unwrap_or_default();
        let start = start.trim_end_matches(']');
        let plain = start.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
        let rows: Vec<Behind> = on!(self, |c| {
            sqlx::query_as(
                "select c.id, c.reference from report_summaries s join cases c on c.id = s.case_id
                 where s.cells like $1 escape '\\' and (not c.restricted or $2) order by s.changed_at desc, c.id limit $3",
            )
            .bind(format!("%{plain},%"))
            .bind(restricted)
            .bind(i64::from(limit))
            .fetch_all(c)
            .await?
        });
        Ok(rows.into_iter().map(|row| (row.0, row.1)).collect())
    }
}

struct Behind(CaseId, Reference);
from_row!(Behind, |row| Behind(CaseId(row.uuid("id")?), row.typed("reference")?));

impl Change {
    async fn minus_what_was_kept(&mut self, chunk: &[NewReportSummary]) -> Result<Moves, StoreError> {
        let mut moves = Moves::new();
        if chunk.is_empty() {
            return Ok(moves);
        }
        let kept: Vec<Kept> = within!(self.tx, |c| {
            let mut query =
                QueryBuilder::new("select case_id, cells from report_summaries where case_id in (");
            let mut list = query.separated(", ");
            for summary in chunk {
                list.push_bind(summary.case.0);
            }
            query.push(")");
            query.build_query_as().fetch_all(c).await?
        });
        for row in kept.iter().filter(|row| chunk.iter().any(|summary| summary.case.0 == row.case)) {
            for (lens, period, word, how_many, pence) in read(&row.cells)? {
                let sum = moves.entry((lens, period, word)).or_default();
                *sum = (sum.0 - how_many, sum.1 - pence);
            }
        }
        Ok(moves)
    }

    async fn put_summaries(&mut self, chunk: &[NewReportSummary]) -> Result<(), StoreError> {
        if chunk.is_empty() {
            return Ok(());
        }
        within!(self.tx, |c| {
            QueryBuilder::new("insert into report_summaries (case_id, events, changed_at, again_at, cells) ")
                .push_values(chunk, |mut row, summary| {
                    row.push_bind(summary.case.0)
                        .push_bind(summary.events as i64)
                        .push_bind(Moment::from(summary.changed_at))
                        .push_bind(summary.again_at.map(Moment::from))
                        .push_bind(write(&summary.cells));
                })
                .push(
                    " on conflict (case_id) do update set events = excluded.events, changed_at = excluded.changed_at,
                      again_at = excluded.again_at, cells = excluded.cells",
                )
                .build()
                .execute(c)
                .await?;
        });
        Ok(())
    }

    async fn move_counts(&mut self, moves: Moves) -> Result<(), StoreError> {
        let moves: Vec<_> = moves.into_iter().filter(|(_, sum)| *sum != (0, 0)).collect();
        for chunk in moves.chunks(ROWS_AT_ONCE) {
            within!(self.tx, |c| {
                QueryBuilder::new("insert into report_counts (lens, period, word, how_many, pence) ")
                    .push_values(chunk, |mut row, ((lens, period, word), (how_many, pence))| {
                        row.push_bind(lens)
                            .push_bind(period)
                            .push_bind(word)
                            .push_bind(how_many)
                            .push_bind(pence);
                    })
                    .push(
                        " on conflict (lens, period, word) do update set
                          how_many = report_counts.how_many + excluded.how_many, pence = report_counts.pence + excluded.pence",
                    )
                    .build()
                    .execute(c)
                    .await?;
            });
        }
        Ok(())
    }
}
