//! Cases: where each stands in the queue. What was done about it is in its events (`case_events.rs`), and what that means is
//! decided elsewhere: this room keeps the words that it is given.

use centre::ledger::Actor;
use jiff::SignedDuration;
use serde_json::json;
use terms::{CaseId, PersonId, Reference, ReportId, Timestamp};
use uuid::Uuid;

use crate::case_events::{CaseEvent, NewCaseEvent};
use crate::cells::{Cells as _, from_row};
use crate::change::{Change, Said};
use crate::db::{on, within};
use crate::ledger::Line;
use crate::moment::{Moment, later};
use crate::reports::Report;
use crate::{Deed, Noun, RetentionRule, Store, StoreError};

/// The longest word of a state, a severity or a deed.
pub const LONGEST_CASE_WORD: usize = 40;
/// The most lines of one page of the queue.
pub const MOST_QUEUE_LINES: u32 = 500;
/// A harm from here on has no place in the queue: the case goes on in another, or nothing is left to do.
pub const NO_PLACE: u32 = 1_000;
/// A case without a deadline stands behind all that have one.
const NO_DEADLINE: Moment = Moment(i64::MAX);

/// Where a case stands, as its events say: whoever appends to a case says it anew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CasePlace {
    /// A word.
    pub state: String,
    /// A word.
    pub severity: String,
    /// How bad it is; smaller comes first.
    pub harm: u32,
    /// The nearest deadline.
    pub due_at: Option<Timestamp>,
    /// Who holds it.
    pub holder: Option<PersonId>,
    /// Only for readers with a special remit.
    pub restricted: bool,
    /// How long what belongs to it is kept.
    pub rule: RetentionRule,
    /// When it was closed; none while it is open.
    pub closed_at: Option<Timestamp>,
}

/// A case as the queue shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// Its id.
    pub id: CaseId,
    /// The reference of the account with which it began.
    pub reference: Reference,
    /// Where it stands.
    pub place: CasePlace,
    /// Whether of what reporters do only the day is kept.
    pub by_day: bool,
    /// The sequence of its last event: whoever appends says that they saw it.
    pub events: u64,
    /// When it began.
    pub opened_at: Timestamp,
    /// When it was last changed.
    pub changed_at: Timestamp,
    /// When its words were erased.
    pub erased_at: Option<Timestamp>,
}

/// A case with everything about it, but for what reporters said and who they are.
#[derive(Debug, Clone)]
pub struct CaseRecord {
    /// The case.
    pub case: Case,
    /// What was done, in order.
    pub events: Vec<CaseEvent>,
    /// The accounts that belong to it, the first first.
    pub reports: Vec<Report>,
}

/// Whose cases the queue shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum HeldBy {
    /// Everybody's.
    #[default]
    Anybody,
    /// Those that nobody holds.
    Nobody,
    /// One person's.
    Person(PersonId),
}

/// Which open cases the queue shows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct QueueFilter {
    /// Whose.
    pub held: HeldBy,
    /// Only in this state.
    pub state: Option<String>,
    /// Whether cases for special readers are among them; the policy decides.
    pub restricted: bool,
    /// Whose own cases are among them even so.
    pub reader: Option<PersonId>,
}

/// The last line of a page of the queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QueueCursor {
    harm: u32,
    due_at: Moment,
    id: CaseId,
}

impl Case {
    /// The place to read on from.
    pub fn cursor(&self) -> QueueCursor {
        let due_at = self.place.due_at.map_or(NO_DEADLINE, Moment::from);
        QueueCursor { harm: self.place.harm, due_at, id: self.id }
    }
}

from_row!(Case, |row| Case {
    id: CaseId(row.uuid("id")?),
    reference: row.typed("reference")?,
    place: CasePlace {
        state: row.text("state")?,
        severity: row.text("severity")?,
        harm: row.count("harm")?,
        due_at: Some(Moment(row.number("due_at")?)).filter(|at| *at != NO_DEADLINE).map(Moment::timestamp),
        holder: row.maybe_uuid("holder")?.map(PersonId),
        restricted: row.flag("restricted")?,
        rule: row.word("rule")?,
        closed_at: row.maybe_moment("closed_at")?,
    },
    by_day: row.flag("by_day")?,
    events: row.number("events")?.unsigned_abs(),
    opened_at: row.moment("opened_at")?,
    changed_at: row.moment("changed_at")?,
    erased_at: row.maybe_moment("erased_at")?,
});

/// One page of the queue: the same words but for whose cases they are, so that each uses its index.
macro_rules! queue {
    ($c:expr, $held:literal, $filter:expr, $holder:expr, $after:expr, $limit:expr) => {
        sqlx::query_as(concat!(
            "select * from cases where closed_at is null and harm < 1000 and ",
            $held,
            " and (harm, due_at, id) > ($2, $3, $4) and ($5 = '' or state = $5) and (not restricted or $6 or holder = $8)
             order by harm, due_at, id limit $7"
        ))
        .bind($holder)
        .bind($after.0)
        .bind($after.1)
        .bind($after.2)
        .bind($filter.state.as_deref().unwrap_or_default())
        .bind($filter.restricted)
        .bind($limit)
        .bind($filter.reader.map(|person| person.0))
        .fetch_all($c)
        .await?
    };
}

impl Store {
    /// The open cases, the most urgent first: by harm, then by deadline. At most `limit` of them, after the line `after`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn queue(
        &self,
        filter: &QueueFilter,
        after: Option<QueueCursor>,
        limit: u32,
    ) -> Result<Vec<Case>, StoreError> {
        let limit = i64::from(limit.min(MOST_QUEUE_LINES));
        let after =
            after.map_or((-1, Moment(i64::MIN), Uuid::nil()), |at| (i64::from(at.harm), at.due_at, at.id.0));
        Ok(on!(self, |c| match filter.held {
            HeldBy::Person(person) => queue!(c, "holder = $1", filter, person.0, after, limit),
            HeldBy::Nobody =>
                queue!(c, "(holder is null and $1 is null)", filter, None::<Uuid>, after, limit),
            HeldBy::Anybody => queue!(c, "$1 is null", filter, None::<Uuid>, after, limit),
        }))
    }

    /// The case with this id, without its events. Nothing in it is personal.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn case(&self, id: CaseId) -> Result<Option<Case>, StoreError> {
        Ok(on!(self, |c| {
            sqlx::query_as("select * from cases where id = $1").bind(id.0).fetch_optional(c).await?
        }))
    }

    /// The case with this reference.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn case_by_reference(&self, reference: &Reference) -> Result<Option<Case>, StoreError> {
        Ok(on!(self, |c| {
            sqlx::query_as(
                "select c.* from cases c join reports r on r.case_id = c.id where r.reference = $1",
            )
            .bind(reference.to_string())
            .fetch_optional(c)
            .await?
        }))
    }

    /// A case for somebody: the read is in the ledger before it is returned.
    ///
    /// # Errors
    /// When the database fails, or the read could not be logged.
    pub async fn case_for(
        &self,
        reader: &Actor,
        id: CaseId,
        why: &str,
        now: Timestamp,
    ) -> Result<Option<CaseRecord>, StoreError> {
        let Some(case) = self.case(id).await? else { return Ok(None) };
        let said = Said::of_case(Deed::Read, Noun::Case, id, id.0, id).with(json!({ "why": why }));
        self.log_look(reader, said, now).await?;
        let (events, reports) = (self.events_of_case(id).await?, self.reports_of_case(id).await?);
        Ok(Some(CaseRecord { case, events, reports }))
    }

    /// What was done about a case and who looked at it, as the ledger tells, newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn ledger_of_case(&self, id: CaseId, limit: u32) -> Result<Vec<Line>, StoreError> {
        Ok(on!(self, |c| {
            sqlx::query_as(
                "select l.sequence, l.at, l.actor, l.act, l.object_kind, l.object_id, p.payload
                 from ledger_payloads p join ledger l on l.sequence = p.sequence
                 where p.topic = $1 order by p.sequence desc limit $2",
            )
            .bind(id.0)
            .bind(i64::from(limit))
            .fetch_all(c)
            .await?
        }))
    }

    /// Gives the accounts of one case to another, when they belong together; what was done about each stays where it is.
    /// Giving them back is the same act the other way round.
    ///
    /// # Errors
    /// When a report is not in `from`, or there is no case `to`.
    pub async fn move_reports(
        &self,
        reports: &[ReportId],
        from: CaseId,
        to: CaseId,
        by: &Actor,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let Some(first) = reports.first() else { return Ok(()) };
        let mut change = self.change(by, now).await?;
        change.standing_case(to).await?;
        for report in reports {
            let moved = within!(change.tx, |c| {
                sqlx::query("update reports set case_id = $1 where id = $2 and case_id = $3")
                    .bind(to.0)
                    .bind(report.0)
                    .bind(from.0)
                    .execute(c)
                    .await?
                    .rows_affected()
            });
            if moved == 0 {
                return Err(StoreError::NoSuch("report in this case"));
            }
        }
        let told = json!({ "from": from, "to": to, "reports": reports });
        let there = Said::of_case(Deed::ReportsMoved, Noun::Report, first, from.0, from).with(told.clone());
        let here = Said::of_case(Deed::ReportsMoved, Noun::Report, first, to.0, to).with(told);
        change.commit_all(there, vec![here]).await?;
        Ok(())
    }
}

/// A word that can stand in a column: small letters, digits, `_`, `.` and `-`.
pub(crate) fn is_case_word(word: &str) -> bool {
    let fits = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'_' | b'.' | b'-');
    !word.is_empty() && word.len() <= LONGEST_CASE_WORD && word.bytes().all(fits)
}

fn check_place(place: &CasePlace) -> Result<(), StoreError> {
    if is_case_word(&place.state) && is_case_word(&place.severity) {
        Ok(())
    } else {
        Err(StoreError::NotAllowed("state and severity of a case are one short word each"))
    }
}

impl Change {
    /// A new case, with its first events.
    pub(crate) async fn insert_case(
        &mut self,
        id: CaseId,
        reference: &Reference,
        by_day: bool,
        place: &CasePlace,
    ) -> Result<(), StoreError> {
        check_place(place)?;
        let now = Moment::from(self.now());
        within!(self.tx, |c| {
            sqlx::query(
                "insert into cases (id, reference, state, severity, harm, due_at, holder, restricted, by_day, rule, events,
                     custody, opened_at, changed_at)
                 values ($1, $2, '', '', 0, $3, null, $4, $5, $6, 0, 0, $7, $7)",
            )
            .bind(id.0)
            .bind(reference.to_string())
            .bind(NO_DEADLINE)
            .bind(place.restricted)
            .bind(by_day)
            .bind(place.rule.name())
            .bind(now)
            .execute(c)
            .await?;
        });
        Ok(())
    }

    /// Moves a case to where it stands now, if nobody was faster: `seen` is the sequence that it must still have. On both
    /// databases the row is locked by it, so that of two who saw the same one is told to look again.
    pub(crate) async fn move_case(
        &mut self,
        id: CaseId,
        seen: u64,
        more: &[NewCaseEvent],
        place: &CasePlace,
    ) -> Result<bool, StoreError> {
        check_place(place)?;
        let erase_at = place.closed_at.map(|at| Moment::from(place.rule.erase_at(at)));
        let destroy_at = place.closed_at.map(|at| Moment::from(place.rule.destroy_evidence_at(at)));
        let now = Moment::from(self.now());
        let rows = within!(self.tx, |c| {
            sqlx::query(
                "update cases set state = $1, severity = $2, harm = $3, due_at = $4, holder = $5, restricted = $6, rule = $7,
                     closed_at = $8, erase_at = $9, destroy_at = $10, events = events + $11, changed_at = $12
                 where id = $13 and events = $14 and erased_at is null",
            )
            .bind(&place.state)
            .bind(&place.severity)
            .bind(i64::from(place.harm))
            .bind(place.due_at.map_or(NO_DEADLINE, Moment::from))
            .bind(place.holder.map(|person| person.0))
            .bind(place.restricted)
            .bind(place.rule.name())
            .bind(place.closed_at.map(Moment::from))
            .bind(erase_at)
            .bind(destroy_at)
            .bind(more.len() as i64)
            .bind(now)
            .bind(id.0)
            .bind(seen as i64)
            .execute(c)
            .await?
            .rows_affected()
        });
        Ok(rows == 1)
    }

    /// The case, locked until the commit, if its words are not erased.
    pub(crate) async fn standing_case(&mut self, id: CaseId) -> Result<Case, StoreError> {
        let found: Option<Case> = within!(self.tx, |c| {
            sqlx::query_as(
                "update cases set custody = custody where id = $1 and erased_at is null returning *",
            )
            .bind(id.0)
            .fetch_optional(c)
            .await?
        });
        found.ok_or(StoreError::NoSuch("case"))
    }

    /// The originals are elsewhere now: they need not be kept here for long.
    pub(crate) async fn evidence_handed_over(&mut self, id: CaseId) -> Result<(), StoreError> {
        let now = self.now();
        let destroy_at = later(now, SignedDuration::from_hours(24 * crate::retention::DAYS_AFTER_HAND_OVER));
        within!(self.tx, |c| {
            sqlx::query("update cases set handed_over_at = coalesce(handed_over_at, $1) where id = $2")
                .bind(Moment::from(now))
                .bind(id.0)
                .execute(&mut *c)
                .await?;
            sqlx::query(
                "update cases set destroy_at = $1 where id = $2 and closed_at is not null and destroy_at > $1",
            )
            .bind(Moment::from(destroy_at))
            .bind(id.0)
            .execute(c)
            .await?;
        });
        Ok(())
    }
}
