//! Mailboxes: words between the desk and whoever holds the receipt of a report, both ways, and nobody's address in between.
//!
//! A receipt is stretched (Argon2id), and the house keeps a keyed hash of the outcome. What is written is sealed under the
//! mailbox's own key. Ninety days after the last word, or the last look of its owner, all of it is erased.

use centre::ledger::Actor;
use data_encoding::HEXLOWER;
use evidence::Receipt;
use jiff::SignedDuration;
use serde_json::json;
use terms::{CaseId, Reference, ReportId, Timestamp};

use crate::blobs::blocking;
use crate::cells::{Cells as _, from_row};
use crate::change::{Change, Said, Unsaid};
use crate::db::{on, within};
use crate::moment::{Moment, later};
use crate::sealed_keys::opened_text;
use crate::{Deed, Manner, Noun, SealedKind, Store, StoreError};

/// So many receipts are stretched at one time in the whole program: 38 MiB at most.
pub(crate) const RECEIPTS_AT_ONE_TIME: usize = 2;
/// A mailbox is erased so many days after its last activity.
pub const MAILBOX_DAYS: i64 = 90;
/// The longest message, in bytes.
pub const LONGEST_MESSAGE: usize = 20_000;
/// The most messages of one mailbox.
pub const MOST_MESSAGES: i64 = 1_000;
/// Receipts are hashed apart from other secrets.
const RECEIPT: &str = "receipt";

/// A mailbox, as its owner and the desk see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mailbox {
    /// Of which report.
    pub report: ReportId,
    /// What people call it.
    pub reference: Reference,
    /// Its case.
    pub case: CaseId,
    /// When it is erased, unless somebody writes or its owner looks.
    pub erase_at: Timestamp,
    /// What was written, in order.
    pub messages: Vec<Message>,
}

/// A message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// 1 for the first.
    pub sequence: u64,
    /// Whether the desk wrote it; the reporter did otherwise.
    pub from_desk: bool,
    /// Who wrote it.
    pub by: Actor,
    /// When; noon of the day, where only the day is kept.
    pub at: Timestamp,
    /// What it says. Text of strangers.
    pub words: String,
}

pub(crate) struct BoxRow {
    report: ReportId,
    reference: Reference,
    case: CaseId,
    pub(crate) manner: Manner,
    erase_at: Timestamp,
}
from_row!(BoxRow, |row| BoxRow {
    report: ReportId(row.uuid("report")?),
    reference: row.typed("reference")?,
    case: CaseId(row.uuid("case_id")?),
    manner: row.word("manner")?,
    erase_at: row.moment("erase_at")?,
});

struct MessageRow {
    message: Message,
    words: Vec<u8>,
}
from_row!(MessageRow, |row| MessageRow {
    message: Message {
        sequence: row.number("sequence")?.unsigned_abs(),
        from_desk: row.flag("from_desk")?,
        by: row.word("actor")?,
        at: row.moment("at")?,
        words: String::new(),
    },
    words: row.bytes("words")?,
});

fn place_of(report: ReportId, sequence: u64) -> String {
    format!("message {report} {sequence}")
}

fn erased_after(at: Timestamp) -> Timestamp {
    later(at, SignedDuration::from_hours(24 * MAILBOX_DAYS))
}

impl Store {
    /// What a receipt is looked up by. Takes some hundredths of a second and waits for its turn.
    pub(crate) async fn stretched(&self, receipt: &Receipt) -> Result<Vec<u8>, StoreError> {
        let busy = || StoreError::Unreadable("a receipt could not be worked on".into());
        let turn = self.0.stretching.acquire().await.map_err(|_| busy())?;
        let (receipt, salt) = (receipt.clone(), self.0.keys.receipt_salt());
        let key = blocking(move || receipt.lookup_key(&salt).map_err(|_| busy())).await?;
        drop(turn);
        Ok(self.0.keys.hash(RECEIPT, &HEXLOWER.encode(&key.0)))
    }

    /// The mailbox that a receipt opens, and puts its erasure off. A receipt that opens none takes as long.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn mailbox_behind(
        &self,
        receipt: &Receipt,
        now: Timestamp,
    ) -> Result<Option<Mailbox>, StoreError> {
        let lookup = self.stretched(receipt).await?;
        let row: Option<BoxRow> = on!(self, |c| {
            sqlx::query_as(
                "select m.report, m.erase_at, r.reference, r.case_id, r.manner from mailboxes m join reports r on r.id = m.report
                 where m.lookup = $1",
            )
            .bind(lookup)
            .fetch_optional(c)
            .await?
        });
        let Some(row) = row else { return Ok(None) };
        let at = self.kept_moment(now, row.manner != Manner::Named);
        let mut change = self.change(&Actor::Visitor, at).await?;
        change.put_erasure_off(row.report).await?;
        change.commit_unsaid(Unsaid::LastUse).await?;
        let erase_at = row.erase_at.max(erased_after(at));
        Ok(Some(self.with_messages(BoxRow { erase_at, ..row }).await?))
    }

    /// The mailbox of a report, for the desk: the read is in the ledger before it is returned.
    ///
    /// # Errors
    /// When the read could not be logged.
    pub async fn mailbox_for(
        &self,
        reader: &Actor,
        report: ReportId,
        now: Timestamp,
    ) -> Result<Option<Mailbox>, StoreError> {
        let Some(row) = self.mailbox_row(report).await? else { return Ok(None) };
        let said = Said::of_case(Deed::Read, Noun::Mailbox, report, report.0, row.case);
        self.log_look(reader, said.with(json!({ "why": "mailbox" })), now).await?;
        self.with_messages(row).await.map(Some)
    }

    pub(crate) async fn mailbox_row(&self, report: ReportId) -> Result<Option<BoxRow>, StoreError> {
        Ok(on!(self, |c| {
            sqlx::query_as(
                "select m.report, m.erase_at, r.reference, r.case_id, r.manner from mailboxes m join reports r on r.id = m.report
                 where m.report = $1",
            )
            .bind(report.0)
            .fetch_optional(c)
            .await?
        }))
    }

    pub(crate) async fn with_messages(&self, row: BoxRow) -> Result<Mailbox, StoreError> {
        let rows: Vec<MessageRow> = on!(self, |c| {
            sqlx::query_as("select * from mailbox_messages where report = $1 order by sequence")
                .bind(row.report.0)
                .fetch_all(c)
                .await?
        });
        let key = self.sealed_key(row.report.0, SealedKind::Mailbox).await?;
        let mut messages = Vec::with_capacity(rows.len());
        for MessageRow { message, words } in rows {
            if let Some(key) = &key {
                let words = opened_text(key, &place_of(row.report, message.sequence), &words)?;
                messages.push(Message { words, ..message });
            }
        }
        Ok(Mailbox {
            report: row.report,
            reference: row.reference,
            case: row.case,
            erase_at: row.erase_at,
            messages,
        })
    }

    /// Puts a message into a mailbox. `by` is [`Actor::Visitor`] for its owner, who has shown the receipt, and somebody of
    /// the desk otherwise. Returns its place.
    ///
    /// # Errors
    /// [`StoreError::TooMuch`] beyond [`LONGEST_MESSAGE`] or [`MOST_MESSAGES`], or when there is no such mailbox.
    pub async fn write_message(
        &self,
        report: ReportId,
        words: &str,
        by: &Actor,
        now: Timestamp,
    ) -> Result<u64, StoreError> {
        let row = self.mailbox_row(report).await?.ok_or(StoreError::NoSuch("mailbox"))?;
        let at = self.kept_moment(now, *by == Actor::Visitor && row.manner != Manner::Named);
        let mut change = self.change(by, at).await?;
        let (sequence, said) = change.put_message(report, row.case, words).await?;
        change.commit(said).await?;
        Ok(sequence)
    }

    /// Erases a mailbox with all that was written. Returns false when there is none.
    ///
    /// # Errors
    /// When a legal hold stands.
    pub async fn erase_mailbox(
        &self,
        report: ReportId,
        by: &Actor,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let Some(row) = self.mailbox_row(report).await? else { return Ok(false) };
        let mut change = self.change(by, now).await?;
        change.no_hold_on(row.case).await?;
        change.delete_mailbox(report).await?;
        change.commit(Said::of_case(Deed::MailboxErased, Noun::Mailbox, report, report.0, row.case)).await?;
        Ok(true)
    }
}

impl Change {
    pub(crate) async fn insert_mailbox(
        &mut self,
        report: ReportId,
        lookup: Vec<u8>,
    ) -> Result<(), StoreError> {
        self.make_key(report.0, SealedKind::Mailbox).await?;
        let now = self.now();
        within!(self.tx, |c| {
            sqlx::query(
                "insert into mailboxes (report, lookup, messages, last_activity_at, erase_at) values ($1, $2, 0, $3, $4)",
            )
            .bind(report.0)
            .bind(lookup)
            .bind(Moment::from(now))
            .bind(Moment::from(erased_after(now)))
            .execute(c)
            .await?;
        });
        Ok(())
    }

    /// Puts a message into a mailbox. Returns its place, and what the ledger says of it.
    pub(crate) async fn put_message(
        &mut self,
        report: ReportId,
        case: CaseId,
        words: &str,
    ) -> Result<(u64, Said), StoreError> {
        let words = words.trim();
        if words.is_empty() || words.len() > LONGEST_MESSAGE {
            return Err(StoreError::TooMuch("a message has something in it, and 20,000 characters at most"));
        }
        let (from_desk, by) = (*self.by() != Actor::Visitor, self.by().to_string());
        let sequence = self.count_message(report).await?;
        let key =
            self.key_within(report.0, SealedKind::Mailbox).await?.ok_or(StoreError::NoSuch("mailbox"))?;
        let sealed = self.store().sealed(&key, &place_of(report, sequence), words.as_bytes())?;
        let at = Moment::from(self.now());
        within!(self.tx, |c| {
            sqlx::query(
                "insert into mailbox_messages (report, sequence, from_desk, actor, at, words) values ($1, $2, $3, $4, $5, $6)",
            )
            .bind(report.0)
            .bind(sequence as i64)
            .bind(from_desk)
            .bind(by)
            .bind(at)
            .bind(sealed)
            .execute(c)
            .await?;
        });
        let told = json!({ "from_desk": from_desk, "message": sequence });
        let said = Said::of_case(Deed::MessageWritten, Noun::Mailbox, report, report.0, case);
        Ok((sequence, said.with(told)))
    }

    pub(crate) async fn put_erasure_off(&mut self, report: ReportId) -> Result<(), StoreError> {
        let now = self.now();
        within!(self.tx, |c| {
            sqlx::query(
                "update mailboxes set last_activity_at = $1, erase_at = $2 where report = $3 and erase_at < $2",
            )
            .bind(Moment::from(now))
            .bind(Moment::from(erased_after(now)))
            .bind(report.0)
            .execute(c)
            .await?;
        });
        Ok(())
    }

    /// Takes the next place in a mailbox, and locks it until the commit.
    async fn count_message(&mut self, report: ReportId) -> Result<u64, StoreError> {
        self.put_erasure_off(report).await?;
        let sequence: Option<i64> = within!(self.tx, |c| {
            sqlx::query_scalar(
                "update mailboxes set messages = messages + 1 where report = $1 returning messages",
            )
            .bind(report.0)
            .fetch_optional(c)
            .await?
        });
        match sequence {
            None => Err(StoreError::NoSuch("mailbox")),
            Some(many) if many > MOST_MESSAGES => {
                Err(StoreError::TooMuch("this mailbox is full; the desk opens a new one for you"))
            }
            Some(sequence) => Ok(sequence.unsigned_abs()),
        }
    }

    pub(crate) async fn delete_mailbox(&mut self, report: ReportId) -> Result<(), StoreError> {
        self.destroy_key(report.0, SealedKind::Mailbox).await?;
        within!(self.tx, |c| {
            sqlx::query("delete from mailbox_messages where report = $1")
                .bind(report.0)
                .execute(&mut *c)
                .await?;
            sqlx::query("delete from mailboxes where report = $1").bind(report.0).execute(c).await?;
        });
        Ok(())
    }
}
