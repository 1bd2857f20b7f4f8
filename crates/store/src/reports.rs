//! Reports: accounts of events, told once. An account is sealed under a key of its own; who gave it is kept apart
//! (`reporters.rs`); what is done about it is its case.
//!
//! Of an anonymous or sensitive report no moment is kept but the day, nobody as its sender, and no address or program
//! of anybody, because there is nowhere to keep them.

use centre::ledger::Actor;
use evidence::{MOST_ITEMS, Receipt};
use serde_json::json;
use terms::{CaseId, OrganisationId, Reference, ReportId, Timestamp};
use uuid::Uuid;

use crate::blobs::KeptFile;
use crate::case_events::{NewCaseEvent, check_events};
use crate::cases::{CasePlace, is_case_word};
use crate::cells::{Cells as _, from_row};
use crate::change::{Change, Said, Unsaid};
use crate::custody::Taken;
use crate::db::{on, within};
use crate::drafts::LONGEST_ACCOUNT;
use crate::evidence_items::ItemOwner;
use crate::moment::Moment;
use crate::observables::{MOST_OBSERVABLES_KEPT, NewObservable};
use crate::reporters::Reporter;
use crate::sealed_keys::opened_text;
use crate::{Deed, Manner, Noun, SealedKind, Secret, Store, StoreError};

/// Reports that are sent twice are kept once; their keys stand apart from those of other requests.
pub(crate) const REPORT_SCOPE: &str = "report";
/// A member is marked on its reports by a keyed hash: a copy of the database tells of nobody.
const MEMBER: &str = "member of a report";
/// The shortest token with which a report is sent: a shorter one could be another's.
const SHORTEST_TOKEN: usize = 22;

/// An account of events as it comes in.
#[derive(Debug, Clone)]
pub struct NewReport {
    /// The token of its draft, or a new one ([`Store::new_draft_token`]): with it the report is sent once, however often.
    pub token: Secret,
    /// How much of the reporter is kept.
    pub manner: Manner,
    /// Who gives it; not kept of an anonymous report, whatever stands here.
    pub reporter: Option<Reporter>,
    /// The member whose report it is; kept only of a named one.
    pub member: Option<OrganisationId>,
    /// By which door it came: a word.
    pub channel: String,
    /// What it is about: a word of the list of problems.
    pub problem: String,
    /// Where; empty when it was not said.
    pub borough: String,
    /// The answers and the text, as JSON.
    pub account: String,
    /// What it can be linked by; a keyed hash of each is kept.
    pub observables: Vec<NewObservable>,
    /// Files beside those of the draft.
    pub files: Vec<KeptFile>,
    /// Whether a receipt is wanted, with which its mailbox opens.
    pub mailbox: bool,
    /// Where its case stands at first.
    pub place: CasePlace,
    /// The first events of its case.
    pub events: Vec<NewCaseEvent>,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceivedReport {
    /// The report.
    pub report: ReportId,
    /// Its case.
    pub case: CaseId,
    /// What people call it.
    pub reference: Reference,
    /// The words that open the mailbox, if one was wanted.
    pub receipt: Option<Receipt>,
    /// Whether it had been sent before, and nothing was done now.
    pub again: bool,
}

/// A report, without what was said and by whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Its id.
    pub id: ReportId,
    /// What people call it.
    pub reference: Reference,
    /// Its case.
    pub case: CaseId,
    /// How much of the reporter is kept.
    pub manner: Manner,
    /// By which door it came.
    pub channel: String,
    /// What it is about.
    pub problem: String,
    /// Where.
    pub borough: String,
    /// When it came; noon of the day, where only the day is kept.
    pub received_at: Timestamp,
    /// When the account was erased.
    pub erased_at: Option<Timestamp>,
}
from_row!(Report, |row| Report {
    id: ReportId(row.uuid("id")?),
    reference: row.typed("reference")?,
    case: CaseId(row.uuid("case_id")?),
    manner: row.word("manner")?,
    channel: row.text("channel")?,
    problem: row.text("problem")?,
    borough: row.text("borough")?,
    received_at: row.moment("received_at")?,
    erased_at: row.maybe_moment("erased_at")?,
});

fn place_of(report: ReportId) -> String {
    format!("account {report}")
}

impl NewReport {
    fn is_by_day(&self) -> bool {
        self.manner != Manner::Named
    }

    fn check(&self) -> Result<(), StoreError> {
        if self.token.reveal().len() < SHORTEST_TOKEN {
            return Err(StoreError::NotAllowed("a report is sent with a token that nobody can guess"));
        }
        if self.account.len() > LONGEST_ACCOUNT {
            return Err(StoreError::TooMuch("this is longer than we can keep; put the rest into a file"));
        }
        if serde_json::from_str::<serde::de::IgnoredAny>(&self.account).is_err() {
            return Err(StoreError::NotAllowed("an account of events must be JSON"));
        }
        if self.observables.len() > MOST_OBSERVABLES_KEPT {
            return Err(StoreError::TooMuch("one report is linked by 60 values at most"));
        }
        if self.files.len() > MOST_ITEMS {
            return Err(StoreError::TooMuch("one report may have 20 files at most"));
        }
        if !is_case_word(&self.channel) || !is_case_word(&self.problem) {
            return Err(StoreError::NotAllowed("channel and problem of a report are one short word each"));
        }
        check_events(&self.events)
    }
}

impl Store {
    /// Receives an account of events: report, identity, files, case with its first events, mailbox and the ledger's entries
    /// in one transaction; its draft is gone with it. When this returns, all of it survives a power cut.
    ///
    /// # Errors
    /// [`StoreError::TooMuch`] or [`StoreError::NotAllowed`] with what is wrong; then nothing was kept, and the draft is
    /// still there.
    pub async fn receive_report(
        &self,
        new: &NewReport,
        by: &Actor,
        now: Timestamp,
    ) -> Result<ReceivedReport, StoreError> {
        new.check()?;
        let receipt = self.0.keys.receipt_of(&new.token);
        // Stretched before the transaction: nobody waits for the memory while holding the writer.
        let lookup = if new.mailbox { Some(self.stretched(&receipt).await?) } else { None };
        let by = if new.is_by_day() { &Actor::Visitor } else { by };
        let mut change = self.change(by, self.kept_moment(now, new.is_by_day())).await?;
        let receipt = new.mailbox.then_some(receipt);
        if let Some(before) = change.done_before(REPORT_SCOPE, new.token.reveal()).await? {
            change.commit_unsaid(Unsaid::Nothing).await?;
            return self.received_before(&before, receipt).await;
        }
        let (report, case) = (ReportId::random(&*self.0.chance), CaseId::random(&*self.0.chance));
        let reference = change.free_report_reference().await?;
        change.insert_case(case, &reference, new.is_by_day(), &new.place).await?;
        change.make_key(case.0, SealedKind::Case).await?;
        change.insert_report(report, case, &reference, new).await?;
        change.insert_observables(report, &new.observables).await?;
        let items = change.take_files_in(report, case, new).await?;
        if let Some(lookup) = lookup {
            change.insert_mailbox(report, lookup).await?;
        }
        let told = json!({
            "manner": new.manner, "channel": new.channel, "problem": new.problem, "borough": new.borough,
            "items": items.len(), "mailbox": new.mailbox,
        });
        let first = Said::of_case(Deed::ReportReceived, Noun::Report, report, report.0, case).with(told);
        change.move_case(case, 0, &new.events, &new.place).await?;
        let mut said = change.insert_events(case, 0, &new.events).await?;
        said.extend(items);
        change.keep_answer(REPORT_SCOPE, new.token.reveal(), &report.to_string()).await?;
        change.commit_all(first, said).await?;
        Ok(ReceivedReport { report, case, reference, receipt, again: false })
    }

    pub(crate) async fn received_before(
        &self,
        answer: &str,
        receipt: Option<Receipt>,
    ) -> Result<ReceivedReport, StoreError> {
        let id = answer.parse().map(ReportId).map_err(|_| StoreError::Unreadable("a report's id".into()))?;
        let report = self.report(id).await?.ok_or(StoreError::NoSuch("report"))?;
        Ok(ReceivedReport {
            report: id,
            case: report.case,
            reference: report.reference,
            receipt,
            again: true,
        })
    }

    /// The report with this id. Nothing in it is personal.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn report(&self, id: ReportId) -> Result<Option<Report>, StoreError> {
        Ok(on!(self, |c| {
            sqlx::query_as("select * from reports where id = $1").bind(id.0).fetch_optional(c).await?
        }))
    }

    /// The report that people call so.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn report_by_reference(&self, reference: &Reference) -> Result<Option<Report>, StoreError> {
        Ok(on!(self, |c| {
            sqlx::query_as("select * from reports where reference = $1")
                .bind(reference.to_string())
                .fetch_optional(c)
                .await?
        }))
    }

    /// The reports of a case, the first first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn reports_of_case(&self, case: CaseId) -> Result<Vec<Report>, StoreError> {
        Ok(on!(self, |c| {
            sqlx::query_as("select * from reports where case_id = $1 order by received_at, id")
                .bind(case.0)
                .fetch_all(c)
                .await?
        }))
    }

    /// The named reports of a member, newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn reports_of_member(
        &self,
        member: OrganisationId,
        limit: u32,
    ) -> Result<Vec<Report>, StoreError> {
        Ok(on!(self, |c| {
            sqlx::query_as(
                "select * from reports where member = $1 order by received_at desc, id desc limit $2",
            )
            .bind(self.member_mark(member))
            .bind(i64::from(limit))
            .fetch_all(c)
            .await?
        }))
    }

    fn member_mark(&self, member: OrganisationId) -> Vec<u8> {
        self.0.keys.hash(MEMBER, &member.to_string())
    }

    /// What was said, as the JSON that came in, for somebody: the read is in the ledger before it is returned. None when it
    /// was erased.
    ///
    /// # Errors
    /// When there is no such report, or the read could not be logged.
    pub async fn account_for(
        &self,
        reader: &Actor,
        report: ReportId,
        why: &str,
        now: Timestamp,
    ) -> Result<Option<String>, StoreError> {
        let case = self.report(report).await?.ok_or(StoreError::NoSuch("report"))?.case;
        let said =
            Said::of_case(Deed::Read, Noun::Report, report, report.0, case).with(json!({ "why": why }));
        self.log_look(reader, said, now).await?;
        self.account_of(report).await
    }

    pub(crate) async fn account_of(&self, report: ReportId) -> Result<Option<String>, StoreError> {
        let sealed: Option<Option<Vec<u8>>> = on!(self, |c| {
            sqlx::query_scalar("select account from reports where id = $1")
                .bind(report.0)
                .fetch_optional(c)
                .await?
        });
        let key = self.sealed_key(report.0, SealedKind::Account).await?;
        match (key, sealed.flatten()) {
            (Some(key), Some(sealed)) => opened_text(&key, &place_of(report), &sealed).map(Some),
            _ => Ok(None),
        }
    }
}

impl Change {
    /// A reference that no report has. Of a thousand million few are taken, so the first is nearly always free.
    async fn free_report_reference(&mut self) -> Result<Reference, StoreError> {
        loop {
            let reference = Reference::random(&*self.store().0.chance);
            let taken: Option<Uuid> = within!(self.tx, |c| {
                sqlx::query_scalar("select id from reports where reference = $1")
                    .bind(reference.to_string())
                    .fetch_optional(c)
                    .await?
            });
            if taken.is_none() {
                return Ok(reference);
            }
        }
    }

    async fn insert_report(
        &mut self,
        id: ReportId,
        case: CaseId,
        reference: &Reference,
        new: &NewReport,
    ) -> Result<(), StoreError> {
        let key = self.make_key(id.0, SealedKind::Account).await?;
        let account = self.store().sealed(&key, &place_of(id), new.account.as_bytes())?;
        let member = new.member.filter(|_| new.manner == Manner::Named);
        let member = member.map(|member| self.store().member_mark(member));
        let now = Moment::from(self.now());
        within!(self.tx, |c| {
            sqlx::query(
                "insert into reports (id, reference, case_id, manner, channel, problem, borough, member, received_at, account)
                 values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            )
            .bind(id.0)
            .bind(reference.to_string())
            .bind(case.0)
            .bind(new.manner.name())
            .bind(&new.channel)
            .bind(&new.problem)
            .bind(&new.borough)
            .bind(member)
            .bind(now)
            .bind(account)
            .execute(c)
            .await?;
        });
        match &new.reporter {
            Some(reporter) if new.manner != Manner::Anonymous => self.insert_reporter(id, reporter).await,
            _ => Ok(()),
        }
    }

    /// The files of the draft, then those that came with the form; the draft is gone. Each leaves its first step of custody.
    async fn take_files_in(
        &mut self,
        report: ReportId,
        case: CaseId,
        new: &NewReport,
    ) -> Result<Vec<Said>, StoreError> {
        let hash = self.store().draft_hash(&new.token);
        self.touch_draft(&hash).await?;
        self.hand_items_on(&hash, report).await?;
        self.add_items(ItemOwner::Report(report), &new.files).await?;
        self.delete_draft(&hash).await?;
        let mut said = Vec::new();
        for item in self.item_ids_of(report).await? {
            let taken = Taken { act: evidence::custody::Act::Collect, words: &new.channel };
            said.push(self.take_step(case, item, taken).await?);
        }
        Ok(said)
    }
}
