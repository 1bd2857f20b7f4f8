//! Retention: how long what belongs to a case is kept, and how it is erased. The defaults are proposals to the centre's data
//! protection officer; each is a named constant.
//!
//! Erasing destroys keys, so that copies become noise too: those in backups as far as the keys' own backups are the newest two.
//! What stays of an account is its problem, borough and month; the ledger and the custody verify as before.

use centre::ledger::Actor;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Span};
use serde_json::{Value, json};
use terms::{CaseId, ReportId, Timestamp};

use crate::cases::Case;
use crate::cells::{Cells as _, from_row};
use crate::change::{Change, Said};
use crate::db::{on, within};
use crate::leaving::all_of_call;
use crate::legal_holds::unconfirmed_since;
use crate::moment::{Moment, later};
use crate::{Deed, Noun, RetentionRule, SealedKind, Store, StoreError};

/// Spam, and what was meant for others.
pub const SPAM_DAYS: i64 = 30;
/// An account that went to no police partner, after its case was closed.
pub const CITIZEN_MONTHS: i32 = 12;
/// What happened to a member, after its case was closed.
pub const MEMBER_MONTHS: i32 = 24;
/// What the police have: until they say; looked at again after so long.
pub const POLICE_REVIEW_MONTHS: i32 = 12;
/// Files, after their case was closed.
pub const EVIDENCE_MONTHS: i32 = 6;
/// Files that were handed over and whose case is closed: so many days, in which the other side can say that they came whole.
pub const DAYS_AFTER_HAND_OVER: i64 = 30;
/// Before something is erased, the desk is told so many days ahead.
pub const WARNING_DAYS: [i64; 2] = [30, 7];

/// What is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DueOf {
    /// The accounts, identities and words of a case.
    Case(CaseId),
    /// The files of a case.
    Evidence(CaseId),
    /// A mailbox.
    Mailbox(ReportId),
}

/// Something that is to be erased.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DueErasure {
    /// What.
    pub of: DueOf,
    /// When.
    pub due_at: Timestamp,
    /// Somebody must look before: the police have it.
    pub ask_first: bool,
}

struct DueRow {
    what: String,
    id: uuid::Uuid,
    due_at: Timestamp,
    rule: String,
}
from_row!(DueRow, |row| DueRow {
    what: row.text("what")?,
    id: row.uuid("id")?,
    due_at: row.moment("due_at")?,
    rule: row.text("rule")?,
});

/// What an erasure did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Erased {
    /// Accounts whose words are gone.
    pub reports: u64,
    /// Files that are gone.
    pub items: u64,
    /// Texts of the ledger that are gone.
    pub payloads: u64,
}

impl RetentionRule {
    /// When what was said is erased, or, with the police, looked at again.
    pub fn erase_at(self, closed_at: Timestamp) -> Timestamp {
        match self {
            Self::Spam => later(closed_at, SignedDuration::from_hours(24 * SPAM_DAYS)),
            Self::Citizen => months_after(closed_at, CITIZEN_MONTHS),
            Self::Member => months_after(closed_at, MEMBER_MONTHS),
            Self::Police => months_after(closed_at, POLICE_REVIEW_MONTHS),
        }
    }

    /// When files are destroyed.
    pub fn destroy_evidence_at(self, closed_at: Timestamp) -> Timestamp {
        match self {
            Self::Spam | Self::Police => self.erase_at(closed_at),
            Self::Citizen | Self::Member => months_after(closed_at, EVIDENCE_MONTHS),
        }
    }
}

/// So many calendar months later, by universal time.
fn months_after(at: Timestamp, months: i32) -> Timestamp {
    let moved = at.to_zoned(TimeZone::UTC).checked_add(Span::new().months(months));
    moved.map_or(Timestamp::MAX, |moved| moved.timestamp())
}

/// The first of the month, at noon: all that is kept of when an erased account came.
pub(crate) fn month_of(at: Timestamp) -> Timestamp {
    let date = at.to_zoned(TimeZone::UTC).date();
    let first = Date::new(date.year(), date.month(), 1).unwrap_or(date);
    first.at(12, 0, 0, 0).to_zoned(TimeZone::UTC).map_or(at, |noon| noon.timestamp())
}

macro_rules! unheld {
    ($case:literal) => {
        concat!(
            " and not exists (select 1 from legal_holds h where h.case_id = ",
            $case,
            " and h.lifted_at is null and (h.confirmed_at is not null or h.asked_at >= $2))"
        )
    };
}

impl Store {
    /// What is to be erased by `until`, the longest overdue first, but for what a legal hold keeps. With a later moment it
    /// tells what the desk must be warned of ([`WARNING_DAYS`]).
    ///
    /// # Errors
    /// When the database fails.
    pub async fn due_for_erasure(
        &self,
        until: Timestamp,
        now: Timestamp,
        limit: u32,
    ) -> Result<Vec<DueErasure>, StoreError> {
        let rows: Vec<DueRow> = on!(self, |c| {
            sqlx::query_as(concat!(
                "select 'case' as what, c.id, c.erase_at as due_at, c.rule from cases c
                 where c.erase_at is not null and c.erase_at <= $1",
                unheld!("c.id"),
                " union all select 'evidence', c.id, c.destroy_at, c.rule from cases c
                 where c.destroy_at is not null and c.destroy_at <= $1",
                unheld!("c.id"),
                " union all select 'mailbox', m.report, m.erase_at, '' from mailboxes m join reports r on r.id = m.report
                 where m.erase_at <= $1",
                unheld!("r.case_id"),
                " order by 3, 2 limit $3"
            ))
            .bind(Moment::from(until))
            .bind(unconfirmed_since(now))
            .bind(i64::from(limit))
            .fetch_all(c)
            .await?
        });
        let due = |row: DueRow| DueErasure {
            of: match row.what.as_str() {
                "case" => DueOf::Case(CaseId(row.id)),
                "evidence" => DueOf::Evidence(CaseId(row.id)),
                _ => DueOf::Mailbox(ReportId(row.id)),
            },
            due_at: row.due_at,
            ask_first: row.rule == RetentionRule::Police.name(),
        };
        Ok(rows.into_iter().map(due).collect())
    }

    /// Erases what was said in a case: accounts, identities, mailboxes, files, the words of events and custody, and the
    /// ledger's texts. What stays is problem, borough and month, and chains that verify.
    ///
    /// # Errors
    /// When a legal hold stands, the case is open, or it was erased already.
    pub async fn erase_case(&self, case: CaseId, by: &Actor, now: Timestamp) -> Result<Erased, StoreError> {
        let mut change = self.change(by, now).await?;
        let standing = change.standing_case(case).await?;
        change.may_erase(&standing).await?;
        let reports = self.reports_of_case(case).await?;
        let mut erased = Erased { reports: reports.len() as u64, ..Erased::default() };
        let (mut addresses, mut said) = (Vec::new(), Vec::new());
        for report in &reports {
            let (gone, told) =
                change.destroy_items_of(report.id, case, "the time to keep it is over").await?;
            addresses.extend(gone);
            said.extend(told);
            change.erase_report(report.id, report.received_at).await?;
            said.push(Said::of_case(Deed::ReportErased, Noun::Report, report.id, report.id.0, case));
        }
        change.erase_words_of_case(case).await?;
        said.push(Said::of_case(Deed::CaseErased, Noun::Case, case, case.0, case));
        for report in &reports {
            let (texts, told) = change.erase(report.id.0, Noun::Report).await?;
            erased.payloads += texts;
            said.push(told);
        }
        let (texts, told) = change.erase(case.0, Noun::Case).await?;
        erased.payloads += texts;
        erased.items = addresses.len() as u64;
        change.commit_all(told, said).await?;
        self.take_files_away(addresses).await?;
        Ok(erased)
    }

    /// Destroys the files of a case, whose words stay. Returns how many.
    ///
    /// # Errors
    /// When a legal hold stands, or the case is open.
    pub async fn destroy_evidence(
        &self,
        case: CaseId,
        by: &Actor,
        now: Timestamp,
    ) -> Result<u64, StoreError> {
        let mut change = self.change(by, now).await?;
        let standing = change.standing_case(case).await?;
        change.may_erase(&standing).await?;
        let (mut addresses, mut said) = (Vec::new(), Vec::new());
        for report in self.reports_of_case(case).await? {
            let (gone, told) =
                change.destroy_items_of(report.id, case, "the time to keep it is over").await?;
            addresses.extend(gone);
            said.extend(told);
        }
        within!(change.tx, |c| {
            sqlx::query("update cases set destroy_at = null where id = $1").bind(case.0).execute(c).await?;
        });
        let first = Said::of_case(Deed::EvidenceDestroyed, Noun::Case, case, case.0, case)
            .with(json!({ "items": addresses.len() }));
        change.commit_all(first, said).await?;
        let many = addresses.len() as u64;
        self.take_files_away(addresses).await?;
        Ok(many)
    }

    /// Everything that is kept of a report and whoever gave it, but for secrets: what we hold about you. Words of the desk
    /// about others are among it; a person looks through it before it leaves.
    ///
    /// # Errors
    /// When there is no such report, or the read could not be logged.
    pub async fn everything_about_report(
        &self,
        reader: &Actor,
        id: ReportId,
        now: Timestamp,
    ) -> Result<Value, StoreError> {
        let why = "everything about a report";
        let report = self.report(id).await?.ok_or(StoreError::NoSuch("report"))?;
        let account = self.account_for(reader, id, why, now).await?;
        let reporter = self.reporter_for(reader, id, why, now).await?;
        let mailbox = self.mailbox_for(reader, id, now).await?;
        let case = self.case_for(reader, report.case, why, now).await?;
        let custody = self.custody_of(report.case).await?;
        let items = self.items_of_report(id).await?;
        let packs = self.packs_about(id).await?;
        let calls = self.calls_about(report.case, u32::MAX).await?;
        let json_of = |text: &str| serde_json::from_str::<Value>(text).unwrap_or(Value::Null);
        Ok(json!({
            "report": { "reference": report.reference, "manner": report.manner, "channel": report.channel,
                "problem": report.problem, "borough": report.borough, "received": report.received_at, "erased": report.erased_at },
            "account": account.as_deref().map(json_of),
            "reporter": reporter,
            "files": items.iter().map(|item| json!({ "kind": item.kind, "bytes": item.bytes, "facts": item.facts,
                "kept": item.kept_at, "destroyed": item.destroyed_at })).collect::<Vec<_>>(),
            "messages": mailbox.map(|mailbox| mailbox.messages.into_iter().map(|message| json!({
                "from_desk": message.from_desk, "at": message.at, "words": message.words })).collect::<Vec<_>>()),
            "events": case.map(|case| case.events.into_iter().map(|event| json!({ "at": event.at, "by": event.by,
                "deed": event.deed, "says": event.body.as_deref().map(json_of) })).collect::<Vec<_>>()),
            "packs": packs,
            "calls": calls.iter().map(all_of_call).collect::<Vec<_>>(),
            "custody": custody.into_iter().map(|step| json!({ "at": step.step.at, "by": step.step.by,
                "act": step.step.act.name(), "words": step.words })).collect::<Vec<_>>(),
        }))
    }
}

impl Change {
    /// Looks whether something of a case may be erased.
    async fn may_erase(&mut self, case: &Case) -> Result<(), StoreError> {
        if case.place.closed_at.is_none() {
            return Err(StoreError::NotAllowed("an open case is not erased; close it first"));
        }
        self.no_hold_on(case.id).await
    }

    async fn erase_report(&mut self, report: ReportId, received_at: Timestamp) -> Result<(), StoreError> {
        self.destroy_key(report.0, SealedKind::Account).await?;
        self.delete_reporter(report).await?;
        self.delete_mailbox(report).await?;
        self.forget_partner(report).await?;
        self.delete_observables(report).await?;
        let now = Moment::from(self.now());
        within!(self.tx, |c| {
            sqlx::query(
                "update reports set account = null, member = null, received_at = $1, erased_at = $2 where id = $3",
            )
            .bind(Moment::from(month_of(received_at)))
            .bind(now)
            .bind(report.0)
            .execute(c)
            .await?;
        });
        Ok(())
    }

    async fn erase_words_of_case(&mut self, case: CaseId) -> Result<(), StoreError> {
        self.destroy_key(case.0, SealedKind::Case).await?;
        self.erase_packs_of(case).await?;
        let now = Moment::from(self.now());
        within!(self.tx, |c| {
            for statement in [
                "update case_events set body = null where case_id = $1",
                "update custody_events set words = null where case_id = $1",
                "update legal_holds set why = null where case_id = $1",
                "delete from call_checks where case_id = $1",
                "update cases set erase_at = null, destroy_at = null where id = $1",
            ] {
                sqlx::query(statement).bind(case.0).execute(&mut *c).await?;
            }
            sqlx::query("update cases set erased_at = $1 where id = $2")
                .bind(now)
                .bind(case.0)
                .execute(c)
                .await?;
        });
        Ok(())
    }
}
