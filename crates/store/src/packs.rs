//! Packs: what is handed over to a body. What is in one is frozen when it is decided, sealed under the key of its case and
//! erased with it; how far it is moves in one transaction with the event of its case.

use centre::hand_over::package::PackageKey;
use centre::ledger::Actor;
use data_encoding::HEXLOWER;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use terms::{CaseId, EvidenceId, PackId, PersonId, ReportId, Timestamp};

use crate::case_events::{Appended, MoreOfCase, check_events};
use crate::cases::is_case_word;
use crate::cells::{Cells as _, from_row};
use crate::change::Said;
use crate::db::on;
use crate::sealed_keys::{opened_text, unreadable};
use crate::{Deed, Noun, PackState, SealedKind, Store, StoreError};

/// The longest content of a pack, in bytes of its JSON.
pub const LONGEST_PACK: usize = 256 * 1024;
/// The most packs of one case.
pub const MOST_PACKS: i64 = 60;

/// A pack, without what is in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pack {
    /// Its id.
    pub id: PackId,
    /// Of which case.
    pub case: CaseId,
    /// From which account it was built.
    pub report: ReportId,
    /// To which body: a word of the region pack, or of a kind of recipient.
    pub body: String,
    /// To what kind of recipient: a word.
    pub recipient: String,
    /// On what ground: a word.
    pub ground: String,
    /// How far it is.
    pub state: PackState,
    /// Whether the body's people may see it in the partners' window: we sent it.
    pub in_window: bool,
    /// SHA-256 of what is in it.
    pub sha256: [u8; 32],
    /// Under which reference the body knows it; none while it was not sent, and when it was erased.
    pub reference: Option<String>,
    /// When it was decided.
    pub decided_at: Timestamp,
    /// When it left.
    pub sent_at: Option<Timestamp>,
    /// When the body answered last.
    pub answered_at: Option<Timestamp>,
    /// When an answer is due.
    pub reply_due: Option<Timestamp>,
}

/// A pack that is decided.
#[derive(Debug, Clone, Copy)]
pub struct NewPack<'a> {
    /// Its id, which the case's event names.
    pub id: PackId,
    /// From which account.
    pub report: ReportId,
    /// To which body.
    pub body: &'a str,
    /// To what kind of recipient.
    pub recipient: &'a str,
    /// On what ground.
    pub ground: &'a str,
    /// What is in it, as JSON.
    pub content: &'a str,
}

/// What happens to a pack.
#[derive(Debug, Clone, Copy)]
pub enum PackMove<'a> {
    /// It is decided, and frozen.
    Decide(NewPack<'a>),
    /// It will not be sent: what was in it goes.
    Drop(PackId),
    /// It left.
    Send {
        /// Which.
        pack: PackId,
        /// Under which reference the body knows it.
        reference: &'a str,
        /// Whether the body's people may see it.
        in_window: bool,
        /// When an answer is due.
        reply_due: Timestamp,
        /// The files that go with it: each gets its step of custody in the same transaction. What was destroyed since the pack
        /// was frozen is left out.
        enclosed: &'a [EvidenceId],
        /// To whom, as the steps of custody say it.
        to_whom: &'a str,
    },
    /// The body answered.
    Answer {
        /// Which.
        pack: PackId,
        /// What it says.
        state: PackState,
    },
}

struct PackRow {
    pack: Pack,
    reference: Option<Vec<u8>>,
    content: Option<Vec<u8>>,
}
from_row!(PackRow, |row| PackRow {
    pack: Pack {
        id: PackId(row.uuid("id")?),
        case: CaseId(row.uuid("case_id")?),
        report: ReportId(row.uuid("report")?),
        body: row.text("body")?,
        recipient: row.text("recipient")?,
        ground: row.text("ground")?,
        state: row.word("state")?,
        in_window: row.flag("in_window")?,
        sha256: row.bytes("sha256")?.try_into().unwrap_or([0; 32]),
        reference: None,
        decided_at: row.moment("decided_at")?,
        sent_at: row.maybe_moment("sent_at")?,
        answered_at: row.maybe_moment("answered_at")?,
        reply_due: row.maybe_moment("reply_due")?,
    },
    reference: row.maybe_bytes("reference")?,
    content: row.maybe_bytes("content")?,
});

pub(crate) fn place_of(pack: PackId) -> String {
    format!("pack {pack}")
}

pub(crate) fn place_of_reference(pack: PackId) -> String {
    format!("reference of pack {pack}")
}

impl PackMove<'_> {
    pub(crate) fn pack(&self) -> PackId {
        match self {
            Self::Decide(new) => new.id,
            Self::Drop(pack) | Self::Send { pack, .. } | Self::Answer { pack, .. } => *pack,
        }
    }

    fn check(&self) -> Result<(), StoreError> {
        match self {
            Self::Decide(new) if new.content.len() > LONGEST_PACK => {
                Err(StoreError::TooMuch("this is more than a hand-over can hold"))
            }
            Self::Decide(new)
                if ![new.body, new.recipient, new.ground].into_iter().all(is_case_word)
                    || serde_json::from_str::<serde::de::IgnoredAny>(new.content).is_err() =>
            {
                Err(StoreError::NotAllowed("a hand-over goes to a body by its word, and is JSON"))
            }
            _ => Ok(()),
        }
    }
}

impl Store {
    /// Moves a pack and appends the event of its case, in one transaction, if `seen` is still the sequence of the case's last
    /// event.
    ///
    /// # Errors
    /// As [`Store::append_to_case`]; and when there is no such pack in this case, or more packs than a case can have.
    pub async fn move_pack(
        &self,
        more: &MoreOfCase<'_>,
        step: &PackMove<'_>,
        by: &Actor,
        now: Timestamp,
    ) -> Result<Appended, StoreError> {
        check_events(more.events)?;
        step.check()?;
        let by_day = *by == Actor::Visitor && self.case(more.case).await?.is_some_and(|case| case.by_day);
        let mut change = self.change(by, self.kept_moment(now, by_day)).await?;
        if !change.move_case(more.case, more.seen, more.events, more.place).await? {
            drop(change);
            return self.why_behind(more.case).await;
        }
        let said = change.move_pack(more.case, step).await?;
        let mut rest = change.insert_events(more.case, more.seen, more.events).await?;
        if let PackMove::Send { enclosed, to_whom, .. } = step {
            rest.extend(change.hand_items_over(enclosed, to_whom).await?);
        }
        change.commit_all(said, rest).await?;
        Ok(Appended::Done(more.seen + more.events.len() as u64))
    }

    /// The pack with this id. Its reference stays sealed: nothing in it is personal.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn pack(&self, id: PackId) -> Result<Option<Pack>, StoreError> {
        let row: Option<PackRow> = on!(self, |c| {
            sqlx::query_as("select * from packs where id = $1").bind(id.0).fetch_optional(c).await?
        });
        Ok(row.map(|row| row.pack))
    }

    /// The packs of a case with their references, in the order in which they were decided. Call only where a read of the case
    /// is in the ledger.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn packs_of_case(&self, case: CaseId) -> Result<Vec<Pack>, StoreError> {
        let rows: Vec<PackRow> = on!(self, |c| {
            sqlx::query_as("select * from packs where case_id = $1 order by decided_at, id")
                .bind(case.0)
                .fetch_all(c)
                .await?
        });
        let mut packs = Vec::with_capacity(rows.len());
        for row in rows {
            packs.push(self.opened_pack(row).await?.0);
        }
        Ok(packs)
    }

    /// A pack with what is in it, for somebody: the read is in the ledger before it is returned. What is in it is none when it
    /// was dropped or erased.
    ///
    /// # Errors
    /// When the database fails, or the read could not be logged.
    pub async fn pack_for(
        &self,
        reader: &Actor,
        id: PackId,
        why: &str,
        now: Timestamp,
    ) -> Result<Option<(Pack, Option<String>)>, StoreError> {
        let row: Option<PackRow> = on!(self, |c| {
            sqlx::query_as("select * from packs where id = $1").bind(id.0).fetch_optional(c).await?
        });
        let Some(row) = row else { return Ok(None) };
        let case = row.pack.case;
        let by_day = *reader == Actor::Visitor && self.case(case).await?.is_some_and(|case| case.by_day);
        let said = Said::of_case(Deed::Read, Noun::HandOver, id, case.0, case).with(json!({ "why": why }));
        self.log_look(reader, said, self.kept_moment(now, by_day)).await?;
        self.opened_pack(row).await.map(Some)
    }

    async fn opened_pack(&self, row: PackRow) -> Result<(Pack, Option<String>), StoreError> {
        let PackRow { mut pack, reference, content } = row;
        let Some(key) = self.sealed_key(pack.case.0, SealedKind::Case).await? else {
            return Ok((pack, None));
        };
        let opened = |place: String, sealed: Option<Vec<u8>>| {
            sealed.map(|sealed| opened_text(&key, &place, &sealed)).transpose()
        };
        pack.reference = opened(place_of_reference(pack.id), reference)?;
        let content = opened(place_of(pack.id), content)?;
        let is_whole = content.as_ref().is_none_or(|text| sum(text) == pack.sha256);
        if is_whole { Ok((pack, content)) } else { Err(unreadable("what was handed over")) }
    }

    /// What was handed over to a body in the partners' window, the newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn packs_of_body(&self, body: &str, limit: u32) -> Result<Vec<Pack>, StoreError> {
        let rows: Vec<PackRow> = on!(self, |c| {
            sqlx::query_as(
                "select * from packs where body = $1 and in_window and sent_at is not null
                 order by sent_at desc, id desc limit $2",
            )
            .bind(body)
            .bind(i64::from(limit))
            .fetch_all(c)
            .await?
        });
        Ok(rows.into_iter().map(|row| row.pack).collect())
    }

    /// Packs that were sent and not answered, those that have waited longest for it first. Those of restricted cases are among
    /// them only for whoever may see them all, or holds the case.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn packs_waiting(
        &self,
        restricted: bool,
        reader: PersonId,
        limit: u32,
    ) -> Result<Vec<Pack>, StoreError> {
        let rows: Vec<PackRow> = on!(self, |c| {
            sqlx::query_as(
                "select p.* from packs p join cases c on c.id = p.case_id
                 where p.state = 'sent' and c.erased_at is null and (not c.restricted or $1 or c.holder = $2)
                 order by p.reply_due, p.id limit $3",
            )
            .bind(restricted)
            .bind(reader.0)
            .bind(i64::from(limit))
            .fetch_all(c)
            .await?
        });
        Ok(rows.into_iter().map(|row| row.pack).collect())
    }

    /// The key that signs packages for partners, and nothing else.
    pub fn package_key(&self) -> PackageKey {
        self.0.keys.package_key()
    }

    /// What a subject is told of packs that were built from their account.
    pub(crate) async fn packs_about(&self, report: ReportId) -> Result<Value, StoreError> {
        let rows: Vec<PackRow> = on!(self, |c| {
            sqlx::query_as("select * from packs where report = $1 order by decided_at, id")
                .bind(report.0)
                .fetch_all(c)
                .await?
        });
        let mut told = Vec::with_capacity(rows.len());
        for row in rows {
            let (pack, content) = self.opened_pack(row).await?;
            let holds = content.and_then(|text| serde_json::from_str::<Value>(&text).ok());
            told.push(json!({
                "to": pack.body, "kind": pack.recipient, "ground": pack.ground, "state": pack.state, "reference": pack.reference,
                "decided": pack.decided_at, "sent": pack.sent_at, "answered": pack.answered_at,
                "sha256": HEXLOWER.encode(&pack.sha256), "holds": holds,
            }));
        }
        Ok(Value::Array(told))
    }
}

pub(crate) fn sum(text: &str) -> [u8; 32] {
    Sha256::digest(text.as_bytes()).into()
}
