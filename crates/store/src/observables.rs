//! What reports can be linked by: keyed hashes of values that accounts name. A hash tells that two are the same and nothing
//! else; it goes with its report.

use centre::wave::{Kind, MOST_OBSERVABLES, Seen};
use sqlx::QueryBuilder;
use terms::{CaseId, Reference, ReportId, Timestamp};

use crate::cells::{Cells as _, from_row};
use crate::change::Change;
use crate::db::{on, within};
use crate::{Case, Store, StoreError};

/// The most values that one report is linked by.
pub const MOST_OBSERVABLES_KEPT: usize = MOST_OBSERVABLES;

/// A value as it comes in with a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewObservable {
    /// Its kind.
    pub kind: Kind,
    /// The value, written in one way. Only its keyed hash is kept.
    pub value: String,
}

/// A value of an open case that another open case names too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenOpen {
    /// In which case, and which value.
    pub seen: Seen,
    /// What people call the case.
    pub reference: Reference,
    /// What its report is about.
    pub problem: String,
    /// Where.
    pub borough: String,
    /// When it came.
    pub received_at: Timestamp,
    /// Its severity: a word.
    pub severity: String,
    /// Its place in the queue: smaller comes first.
    pub harm: u32,
    /// Its nearest deadline, in microseconds; the largest number where it has none.
    pub due_at: i64,
}
from_row!(SeenOpen, |row| SeenOpen {
    seen: Seen { case: CaseId(row.uuid("case_id")?), kind: row.word("kind")?, mark: row.bytes("hash")? },
    reference: row.typed("reference")?,
    problem: row.text("problem")?,
    borough: row.text("borough")?,
    received_at: row.moment("received_at")?,
    severity: row.text("severity")?,
    harm: row.count("harm")?,
    due_at: row.number("due_at")?,
});

/// An earlier or later case that names a value of this one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenEarlier {
    /// Which value.
    pub kind: Kind,
    /// In which case.
    pub case: CaseId,
    /// What people call it.
    pub reference: Reference,
    /// What it is about.
    pub problem: String,
    /// When it came.
    pub received_at: Timestamp,
    /// Where it stands: a word.
    pub state: String,
}
from_row!(SeenEarlier, |row| SeenEarlier {
    kind: row.word("kind")?,
    case: CaseId(row.uuid("case_id")?),
    reference: row.typed("reference")?,
    problem: row.text("problem")?,
    received_at: row.moment("received_at")?,
    state: row.text("state")?,
});

struct OpenReport(CaseId, ReportId);
from_row!(OpenReport, |row| OpenReport(CaseId(row.uuid("case_id")?), ReportId(row.uuid("report")?)));

struct OfProblem(String, u64);
from_row!(OfProblem, |row| OfProblem(row.text("problem")?, row.number("reports")?.unsigned_abs()));

fn hash_kind(kind: Kind) -> String {
    format!("observable {kind}")
}

impl Store {
    /// The values that two open cases or more name, of cases that stand in the queue, the newest report first. At most
    /// `limit`. Cases for special readers are among them only if `restricted`; the policy decides.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn shared_by_open_cases(
        &self,
        restricted: bool,
        limit: u32,
    ) -> Result<Vec<SeenOpen>, StoreError> {
        Ok(on!(self, |c| {
            sqlx::query_as(
                "with open_seen as materialized (
                   select o.kind, o.hash, r.case_id, c.reference, r.problem, r.borough, r.received_at, c.severity, c.harm, c.due_at
                   from cases c join reports r on r.case_id = c.id join observables o on o.report = r.id
                   where c.closed_at is null and c.harm < 1000 and (not c.restricted or $1)
                 ), shared as (
                   select kind, hash from open_seen group by kind, hash having count(distinct case_id) > 1
                 )
                 select s.* from open_seen s join shared on shared.kind = s.kind and shared.hash = s.hash
                 order by s.received_at desc, s.case_id, s.kind, s.hash limit $2",
            )
            .bind(restricted)
            .bind(i64::from(limit))
            .fetch_all(c)
            .await?
        }))
    }

    /// Open cases that go on in another, the last changed first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn merged_cases(&self, restricted: bool, limit: u32) -> Result<Vec<Case>, StoreError> {
        Ok(on!(self, |c| {
            sqlx::query_as(
                "select * from cases where closed_at is null and state = 'merged' and (not restricted or $1)
                 order by changed_at desc, id limit $2",
            )
            .bind(restricted)
            .bind(i64::from(limit))
            .fetch_all(c)
            .await?
        }))
    }

    /// Reports about a problem whose cases are open, the most urgent case first, each with its case. None of a case that
    /// touches somebody's safety: words for many are not for them.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn open_reports_about(
        &self,
        problem: &str,
        limit: u32,
    ) -> Result<Vec<(CaseId, ReportId)>, StoreError> {
        let rows: Vec<OpenReport> = on!(self, |c| {
            sqlx::query_as(
                "select c.id as case_id, r.id as report from cases c join reports r on r.case_id = c.id
                 where c.closed_at is null and not c.restricted and r.problem = $1
                 order by c.harm, c.due_at, c.id, r.id limit $2",
            )
            .bind(problem)
            .bind(i64::from(limit))
            .fetch_all(c)
            .await?
        });
        Ok(rows.into_iter().map(|row| (row.0, row.1)).collect())
    }

    /// The problems of open cases, with how many reports each has, the most first. Cases that touch somebody's safety are not
    /// counted.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn problems_of_open_cases(&self) -> Result<Vec<(String, u64)>, StoreError> {
        let rows: Vec<OfProblem> = on!(self, |c| {
            sqlx::query_as(
                "select r.problem, count(*) as reports from cases c join reports r on r.case_id = c.id
                 where c.closed_at is null and not c.restricted group by r.problem order by count(*) desc, r.problem",
            )
            .fetch_all(c)
            .await?
        });
        Ok(rows.into_iter().map(|row| (row.0, row.1)).collect())
    }

    /// Where the values of a case were seen before or since, the newest first, whatever became of those cases.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn seen_before(
        &self,
        case: CaseId,
        restricted: bool,
        limit: u32,
    ) -> Result<Vec<SeenEarlier>, StoreError> {
        Ok(on!(self, |c| {
            sqlx::query_as(
                "select distinct b.kind, r.case_id, c.reference, r.problem, r.received_at, c.state
                 from reports own join observables a on a.report = own.id
                 join observables b on b.kind = a.kind and b.hash = a.hash
                 join reports r on r.id = b.report join cases c on c.id = r.case_id
                 where own.case_id = $1 and r.case_id <> $1 and c.erased_at is null and (not c.restricted or $2)
                 order by r.received_at desc, r.case_id, b.kind limit $3",
            )
            .bind(case.0)
            .bind(restricted)
            .bind(i64::from(limit))
            .fetch_all(c)
            .await?
        }))
    }
}

impl Change {
    pub(crate) async fn insert_observables(
        &mut self,
        report: ReportId,
        observables: &[NewObservable],
    ) -> Result<(), StoreError> {
        if observables.is_empty() {
            return Ok(());
        }
        let keys = &self.store().0.keys;
        let rows: Vec<(&str, Vec<u8>)> = observables
            .iter()
            .map(|one| (one.kind.name(), keys.hash(&hash_kind(one.kind), &one.value)))
            .collect();
        within!(self.tx, |c| {
            QueryBuilder::new("insert into observables (report, kind, hash) ")
                .push_values(&rows, |mut row, (kind, hash)| {
                    row.push_bind(report.0).push_bind(*kind).push_bind(hash);
                })
                .push(" on conflict do nothing")
                .build()
                .execute(c)
                .await?;
        });
        Ok(())
    }

    pub(crate) async fn delete_observables(&mut self, report: ReportId) -> Result<(), StoreError> {
        within!(self.tx, |c| {
            sqlx::query("delete from observables where report = $1").bind(report.0).execute(c).await?;
        });
        Ok(())
    }
}
