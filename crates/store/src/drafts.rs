//! Drafts: an account of events as it is typed, so that no word is lost when a line breaks.
//!
//! Only the writer's browser has the token. The house keeps its keyed hash, and the account sealed under a key that follows
//! from the token: neither a copy of the database nor the centre itself can read what nobody has sent yet.

use jiff::SignedDuration;
use terms::{EvidenceId, Timestamp};

use crate::blobs::KeptFile;
use crate::cells::{Cells as _, from_row};
use crate::change::{Change, Unsaid};
use crate::db::{on, within};
use crate::evidence_items::{EvidenceItem, ItemOwner};
use crate::keys::new_token;
use crate::moment::{Moment, later};
use crate::reports::REPORT_SCOPE;
use crate::sealed_keys::opened_text;
use crate::{Secret, Store, StoreError};

/// A draft that nobody touched is erased after so many days.
pub const DRAFT_DAYS: i64 = 7;
/// The longest account of events, in bytes of its JSON: some sixty pages.
pub const LONGEST_ACCOUNT: usize = 256 * 1024;
/// Tokens are hashed apart from other secrets.
const DRAFT: &str = "draft";
/// Binds the sealed text to its place.
const PLACE: &str = "draft";
/// The moment of a change is of no interest to anybody: only its day is kept.
const DAY: i64 = 24 * 60 * 60;

/// What saving came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SavedDraft {
    /// It is saved under this version.
    Saved(u32),
    /// Another window saved meanwhile; nothing was overwritten. This is the version there.
    Newer(u32),
    /// It was sent already.
    Sent,
}

/// What is still being written.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// Goes up with each save.
    pub version: u32,
    /// The answers so far, as the JSON that was saved.
    pub account: String,
    /// The files that came so far.
    pub items: Vec<EvidenceItem>,
    /// When it is erased, unless it is touched.
    pub erase_at: Timestamp,
}

struct DraftRow {
    account: Vec<u8>,
    version: u32,
    erase_at: Timestamp,
}
from_row!(DraftRow, |row| DraftRow {
    account: row.bytes("account")?,
    version: row.count("version")?,
    erase_at: row.moment("erase_at")?,
});

impl Store {
    /// A token for a new draft, of 256 bits: for the writer's browser and nobody else.
    pub fn new_draft_token(&self) -> Secret {
        new_token(&*self.0.chance)
    }

    pub(crate) fn draft_hash(&self, token: &Secret) -> Vec<u8> {
        self.0.keys.hash(DRAFT, token.reveal())
    }

    /// Saves what is typed so far. `seen` is the version that the writer had before, 0 for the first.
    ///
    /// # Errors
    /// [`StoreError::TooMuch`] beyond [`LONGEST_ACCOUNT`], or when the database fails.
    pub async fn save_draft(
        &self,
        token: &Secret,
        seen: u32,
        account: &str,
        now: Timestamp,
    ) -> Result<SavedDraft, StoreError> {
        if account.len() > LONGEST_ACCOUNT {
            return Err(StoreError::TooMuch("this is longer than we can keep; put the rest into a file"));
        }
        let sealed = self.sealed(&self.0.keys.draft_key(token), PLACE, account.as_bytes())?;
        let mut change = self.draft_change(now).await?;
        if change.was_sent(token).await? {
            return Ok(SavedDraft::Sent);
        }
        let hash = self.draft_hash(token);
        change.ensure_draft(token, seen == 0).await?;
        let (at, erase_at) = (Moment::from(change.now()), Moment::from(erased_after(change.now())));
        let saved: Option<i64> = within!(change.tx, |c| {
            sqlx::query_scalar(
                "update drafts set account = $1, version = version + 1, changed_at = $2, erase_at = $3
                 where token_hash = $4 and version = $5 returning version",
            )
            .bind(sealed)
            .bind(at)
            .bind(erase_at)
            .bind(&hash)
            .bind(i64::from(seen))
            .fetch_optional(c)
            .await?
        });
        if let Some(version) = saved {
            change.commit_unsaid(Unsaid::Draft).await?;
            return Ok(SavedDraft::Saved(u32::try_from(version).unwrap_or(u32::MAX)));
        }
        drop(change);
        match self.draft_row(&hash).await? {
            Some(row) => Ok(SavedDraft::Newer(row.version)),
            None => Err(StoreError::NoSuch("draft any more")),
        }
    }

    /// What was typed so far; `None` when it was sent, thrown away or erased.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn draft(&self, token: &Secret) -> Result<Option<Draft>, StoreError> {
        let hash = self.draft_hash(token);
        let Some(row) = self.draft_row(&hash).await? else { return Ok(None) };
        let account = if row.account.is_empty() {
            String::new()
        } else {
            opened_text(&self.0.keys.draft_key(token), PLACE, &row.account)?
        };
        let items = self.items_of_draft(&hash).await?;
        Ok(Some(Draft { version: row.version, account, items, erase_at: row.erase_at }))
    }

    async fn draft_row(&self, hash: &[u8]) -> Result<Option<DraftRow>, StoreError> {
        Ok(on!(self, |c| {
            sqlx::query_as("select account, version, erase_at from drafts where token_hash = $1")
                .bind(hash.to_vec())
                .fetch_optional(c)
                .await?
        }))
    }

    /// Gives a file to a draft, which is begun by it if it is not there.
    ///
    /// # Errors
    /// [`StoreError::TooMuch`] when it has [`evidence::MOST_ITEMS`] already, or [`evidence::MOST_REPORT_BYTES`] would be passed.
    pub async fn add_to_draft(
        &self,
        token: &Secret,
        file: &KeptFile,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let mut change = self.draft_change(now).await?;
        if change.was_sent(token).await? {
            return Err(StoreError::NotAllowed("this was sent already; write to us with your receipt"));
        }
        let hash = self.draft_hash(token);
        change.ensure_draft(token, true).await?;
        change.touch_draft(&hash).await?;
        change.add_items(ItemOwner::Draft(&hash), std::slice::from_ref(file)).await?;
        change.commit_unsaid(Unsaid::Draft).await
    }

    /// Takes a file out of a draft, with its original. False when it is not there.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn take_out_of_draft(
        &self,
        token: &Secret,
        item: EvidenceId,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let hash = self.draft_hash(token);
        let mut change = self.draft_change(now).await?;
        let address = change.delete_draft_item(&hash, item).await?;
        change.commit_unsaid(Unsaid::Draft).await?;
        let taken = address.is_some();
        self.take_files_away(address.into_iter().collect()).await?;
        Ok(taken)
    }

    /// Throws a draft away with its files.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn throw_draft_away(&self, token: &Secret, now: Timestamp) -> Result<(), StoreError> {
        self.erase_draft(&self.draft_hash(token), now).await
    }

    /// Erases at most `limit` drafts that nobody touched for [`DRAFT_DAYS`]. Returns how many.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn erase_old_drafts(&self, limit: u32, now: Timestamp) -> Result<u64, StoreError> {
        let old: Vec<Vec<u8>> = on!(self, |c| {
            sqlx::query_scalar(
                "select token_hash from drafts where erase_at <= $1 order by erase_at, token_hash limit $2",
            )
            .bind(Moment::from(now))
            .bind(i64::from(limit))
            .fetch_all(c)
            .await?
        });
        for hash in &old {
            self.erase_draft(hash, now).await?;
        }
        Ok(old.len() as u64)
    }

    async fn erase_draft(&self, hash: &[u8], now: Timestamp) -> Result<(), StoreError> {
        let mut change = self.draft_change(now).await?;
        let addresses = change.delete_draft(hash).await?;
        change.commit_unsaid(Unsaid::Draft).await?;
        self.take_files_away(addresses).await
    }

    async fn draft_change(&self, now: Timestamp) -> Result<Change, StoreError> {
        let second = now.as_second();
        let day = Timestamp::from_second(second - second.rem_euclid(DAY)).unwrap_or(now);
        self.change(&centre::ledger::Actor::Visitor, day).await
    }
}

fn erased_after(day: Timestamp) -> Timestamp {
    later(day, SignedDuration::from_secs((DRAFT_DAYS + 1) * DAY))
}

impl Change {
    /// Whether a report was sent with this token.
    async fn was_sent(&mut self, token: &Secret) -> Result<bool, StoreError> {
        Ok(self.answer_to(REPORT_SCOPE, token.reveal()).await?.is_some())
    }

    /// Begins a draft if there is none.
    async fn ensure_draft(&mut self, token: &Secret, begin: bool) -> Result<(), StoreError> {
        if !begin {
            return Ok(());
        }
        let hash = self.store().draft_hash(token);
        let day = self.now();
        within!(self.tx, |c| {
            sqlx::query(
                "insert into drafts (token_hash, account, version, changed_at, erase_at) values ($1, $2, 0, $3, $4)
                 on conflict (token_hash) do nothing",
            )
            .bind(hash)
            .bind(Vec::<u8>::new())
            .bind(Moment::from(day))
            .bind(Moment::from(erased_after(day)))
            .execute(c)
            .await?;
        });
        Ok(())
    }

    /// Locks a draft until the commit, and puts its erasure off.
    pub(crate) async fn touch_draft(&mut self, hash: &[u8]) -> Result<(), StoreError> {
        let day = self.now();
        within!(self.tx, |c| {
            sqlx::query("update drafts set changed_at = $1, erase_at = $2 where token_hash = $3")
                .bind(Moment::from(day))
                .bind(Moment::from(erased_after(day)))
                .bind(hash.to_vec())
                .execute(c)
                .await?;
        });
        Ok(())
    }

    /// Deletes a draft and what is in it. Returns the addresses of its files, to be taken away after the commit.
    pub(crate) async fn delete_draft(&mut self, hash: &[u8]) -> Result<Vec<Vec<u8>>, StoreError> {
        let addresses = self.delete_draft_items(hash).await?;
        within!(self.tx, |c| {
            sqlx::query("delete from drafts where token_hash = $1").bind(hash.to_vec()).execute(c).await?;
        });
        Ok(addresses)
    }
}
