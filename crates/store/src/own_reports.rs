//! A report from its reporter's side: whether it was sent, its mailbox once the receipt was shown, and files that come later.
//!
//! Whoever calls these functions knows that the reporter is there: by the token of the draft, or by a receipt that was shown
//! a moment ago. Looking at one's own report is no read of somebody else's record, and leaves no entry.

use centre::ledger::Actor;
use evidence::custody::Act;
use terms::{CaseId, EvidenceId, ReportId, Timestamp};

use crate::blobs::KeptFile;
use crate::change::{Change, Unsaid};
use crate::custody::Taken;
use crate::db::{on, within};
use crate::evidence_items::ItemOwner;
use crate::mailboxes::Mailbox;
use crate::once::ONCE;
use crate::reports::{REPORT_SCOPE, ReceivedReport};
use crate::{Manner, Secret, Store, StoreError};

/// By which way later files come, as the step of custody says it.
const LATER: &str = "web, added later";

impl Store {
    /// What was sent with this token; none when nothing was. The receipt follows from the token.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn sent_with(&self, token: &Secret) -> Result<Option<ReceivedReport>, StoreError> {
        let key = self.0.keys.hash(ONCE, token.reveal());
        let answer: Option<Option<String>> = on!(self, |c| {
            sqlx::query_scalar("select answer from once_keys where scope = $1 and key = $2")
                .bind(REPORT_SCOPE)
                .bind(key)
                .fetch_optional(c)
                .await?
        });
        let Some(answer) = answer.flatten() else { return Ok(None) };
        self.received_before(&answer, Some(self.0.keys.receipt_of(token))).await.map(Some)
    }

    /// The mailbox of a report, for its owner, who has shown the receipt; its erasure is put off. None when it was erased.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn own_mailbox(&self, report: ReportId, now: Timestamp) -> Result<Option<Mailbox>, StoreError> {
        let Some(row) = self.mailbox_row(report).await? else { return Ok(None) };
        let at = self.kept_moment(now, row.manner != Manner::Named);
        let mut change = self.change(&Actor::Visitor, at).await?;
        change.put_erasure_off(report).await?;
        change.commit_unsaid(Unsaid::LastUse).await?;
        self.with_messages(row).await.map(Some)
    }

    /// Gives files to a report that was sent already. Each leaves its first step of custody, in the same transaction.
    ///
    /// # Errors
    /// [`StoreError::TooMuch`] when the report has [`evidence::MOST_ITEMS`] then, or [`evidence::MOST_REPORT_BYTES`] would be
    /// passed; [`StoreError::NotAllowed`] when it was erased.
    pub async fn add_to_report(
        &self,
        report: ReportId,
        files: &[KeptFile],
        now: Timestamp,
    ) -> Result<Vec<EvidenceId>, StoreError> {
        let kept = self.report(report).await?.ok_or(StoreError::NoSuch("report"))?;
        if kept.erased_at.is_some() {
            return Err(StoreError::NotAllowed("this report was erased; tell us anew"));
        }
        let at = self.kept_moment(now, kept.manner != Manner::Named);
        let mut change = self.change(&Actor::Visitor, at).await?;
        change.lock_case(kept.case).await?;
        change.add_items(ItemOwner::Report(report), files).await?;
        change.put_erasure_off(report).await?;
        let mut said = Vec::with_capacity(files.len());
        for file in files {
            said.push(change.take_step(kept.case, file.id, Taken { act: Act::Collect, words: LATER }).await?);
        }
        let mut said = said.into_iter();
        match said.next() {
            Some(first) => change.commit_all(first, said.collect()).await.map(|_| ())?,
            None => change.commit_unsaid(Unsaid::Nothing).await?,
        }
        Ok(files.iter().map(|file| file.id).collect())
    }
}

impl Change {
    /// Locks a case until the commit, so that two who add files at one moment do not pass the limit together.
    async fn lock_case(&mut self, case: CaseId) -> Result<(), StoreError> {
        within!(self.tx, |c| {
            sqlx::query("update cases set custody = custody where id = $1").bind(case.0).execute(c).await?;
        });
        Ok(())
    }
}
