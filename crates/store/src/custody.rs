//! Custody of evidence: who had which item in hand, one chain for each case. The arithmetic is `evidence::custody`.

use centre::ledger::Actor;
use data_encoding::HEXLOWER;
use evidence::custody::{Act, Broken, Digest, START, Step, commit, verify};
use serde_json::json;
use terms::edge::random;
use terms::{CaseId, EvidenceId, Timestamp};

use crate::cells::{Cells as _, from_row};
use crate::change::{Change, Said};
use crate::db::{on, within};
use crate::moment::Moment;
use crate::sealed_keys::{opened, unreadable};
use crate::{Deed, Noun, SealedKind, Store, StoreError};

/// Bytes of the key that stands before the words.
const KEY: usize = 32;

/// What is done with an item, and in words: why, for whom, under which reference.
#[derive(Debug, Clone, Copy)]
pub struct Taken<'a> {
    /// What is done.
    pub act: Act,
    /// Why, or for whom.
    pub words: &'a str,
}

/// A step with its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustodyStep {
    /// The step.
    pub step: Step,
    /// Its words; none when they were erased.
    pub words: Option<String>,
}

struct StepRow {
    step: Step,
    words: Option<Vec<u8>>,
}
from_row!(StepRow, |row| StepRow {
    step: Step {
        case: *row.uuid("case_id")?.as_bytes(),
        sequence: row.number("sequence")?.unsigned_abs(),
        at: row.moment("at")?,
        by: row.text("actor")?,
        act: row.word("act")?,
        item: *row.uuid("item")?.as_bytes(),
        commitment: fixed(row.bytes("commitment")?),
        previous: fixed(row.bytes("previous")?),
        hash: fixed(row.bytes("hash")?),
    },
    words: row.maybe_bytes("words")?,
});

/// Bytes of a fixed length. A column that was tampered with may have any length: zeros then, which fit nothing.
fn fixed(bytes: Vec<u8>) -> Digest {
    bytes.try_into().unwrap_or([0; 32])
}

fn place(case: CaseId, sequence: u64) -> String {
    format!("custody {case} {sequence}")
}

impl Store {
    /// Notes what was done with an item: handed over, returned, exported. What leaves through [`Store::item_for`] notes itself.
    /// Returns its place in the chain.
    ///
    /// # Errors
    /// When there is no such item.
    pub async fn note_custody(
        &self,
        item: EvidenceId,
        taken: Taken<'_>,
        by: &Actor,
        now: Timestamp,
    ) -> Result<u64, StoreError> {
        let mut change = self.change(by, now).await?;
        let (_, case) = change.item_within(item).await?;
        let said = change.take_step(case, item, taken).await?;
        change.commit(said).await?;
        self.custody_length(case).await
    }

    /// The custody of a case, from its first step on.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn custody_of(&self, case: CaseId) -> Result<Vec<CustodyStep>, StoreError> {
        let rows: Vec<StepRow> = on!(self, |c| {
            sqlx::query_as("select * from custody_events where case_id = $1 order by sequence")
                .bind(case.0)
                .fetch_all(c)
                .await?
        });
        let key = self.sealed_key(case.0, SealedKind::Case).await?;
        rows.into_iter()
            .map(|row| {
                let words = match (&key, row.words) {
                    (Some(key), Some(sealed)) => Some(read_words(key, case, &row.step, &sealed)?),
                    _ => None,
                };
                Ok(CustodyStep { step: row.step, words })
            })
            .collect()
    }

    /// Verifies the custody of a case: every step, every word that is still there, and that none is missing at the end.
    /// Returns how many steps there are, or the first that does not fit.
    ///
    /// # Errors
    /// When the database fails. A broken chain is no error.
    pub async fn verify_custody(&self, case: CaseId) -> Result<Result<u64, Broken>, StoreError> {
        let wanted = self.custody_length(case).await?;
        let rows: Vec<StepRow> = on!(self, |c| {
            sqlx::query_as("select * from custody_events where case_id = $1 order by sequence")
                .bind(case.0)
                .fetch_all(c)
                .await?
        });
        let key = self.sealed_key(case.0, SealedKind::Case).await?;
        let changed = rows.iter().find(|row| match (&key, &row.words) {
            (Some(key), Some(sealed)) => read_words(key, case, &row.step, sealed).is_err(),
            _ => false,
        });
        if let Some(changed) = changed {
            return Ok(Err(Broken { sequence: changed.step.sequence }));
        }
        Ok(match verify(rows.iter().map(|row| &row.step)) {
            Ok((last, _)) if last == wanted => Ok(last),
            Ok((last, _)) => Err(Broken { sequence: last.min(wanted) + 1 }),
            Err(broken) => Err(broken),
        })
    }

    async fn custody_length(&self, case: CaseId) -> Result<u64, StoreError> {
        let length: Option<i64> = on!(self, |c| {
            sqlx::query_scalar("select custody from cases where id = $1")
                .bind(case.0)
                .fetch_optional(c)
                .await?
        });
        Ok(length.ok_or(StoreError::NoSuch("case"))?.unsigned_abs())
    }
}

/// Opens the words of a step, and looks whether they are those that it commits to.
fn read_words(
    key: &evidence::SealKey,
    case: CaseId,
    step: &Step,
    sealed: &[u8],
) -> Result<String, StoreError> {
    let bytes = opened(key, &place(case, step.sequence), sealed)?;
    let (own, words) = bytes.split_first_chunk::<KEY>().ok_or_else(|| unreadable("a step of custody"))?;
    let words = String::from_utf8(words.to_vec()).map_err(|_| unreadable("a step of custody"))?;
    if commit(own, &words) == step.commitment { Ok(words) } else { Err(unreadable("a step of custody")) }
}

impl Change {
    /// Notes that files were handed over, each with a step in the chain of its case; those that are gone are left out.
    pub(crate) async fn hand_items_over(
        &mut self,
        items: &[EvidenceId],
        to_whom: &str,
    ) -> Result<Vec<Said>, StoreError> {
        let taken = Taken { act: Act::HandOver, words: to_whom };
        let mut said = Vec::with_capacity(items.len());
        for item in items {
            let case = match self.item_within(*item).await {
                Ok((_, case)) => case,
                Err(StoreError::NoSuch(_)) => continue,
                Err(error) => return Err(error),
            };
            said.push(self.take_step(case, *item, taken).await?);
        }
        Ok(said)
    }

    /// Adds a step. The row of the case is locked by it, so that two steps cannot take the same place. What is handed over
    /// need not be kept here for as long.
    pub(crate) async fn take_step(
        &mut self,
        case: CaseId,
        item: EvidenceId,
        taken: Taken<'_>,
    ) -> Result<Said, StoreError> {
        let sequence: Option<i64> = within!(self.tx, |c| {
            sqlx::query_scalar("update cases set custody = custody + 1 where id = $1 returning custody")
                .bind(case.0)
                .fetch_optional(c)
                .await?
        });
        let before = sequence.ok_or(StoreError::NoSuch("case"))?.unsigned_abs() - 1;
        let previous: Option<Vec<u8>> = within!(self.tx, |c| {
            sqlx::query_scalar("select hash from custody_events where case_id = $1 and sequence = $2")
                .bind(case.0)
                .bind(before as i64)
                .fetch_optional(c)
                .await?
        });
        let own: [u8; KEY] = random(&*self.store().0.chance);
        let step = Step::after(
            (before, previous.map_or(START, fixed)),
            Step {
                case: *case.0.as_bytes(),
                sequence: 0,
                at: self.now(),
                by: self.by().to_string(),
                act: taken.act,
                item: *item.0.as_bytes(),
                commitment: commit(&own, taken.words),
                previous: START,
                hash: START,
            },
        );
        let key = self.key_within(case.0, SealedKind::Case).await?;
        let words = [own.as_slice(), taken.words.as_bytes()].concat();
        let sealed =
            key.map(|key| self.store().sealed(&key, &place(case, step.sequence), &words)).transpose()?;
        self.insert_step(case, item, &step, sealed).await?;
        if taken.act == Act::HandOver {
            self.evidence_handed_over(case).await?;
        }
        let told =
            json!({ "act": step.act.name(), "step": step.sequence, "hash": HEXLOWER.encode(&step.hash) });
        Ok(Said::of_case(Deed::CustodyTaken, Noun::Evidence, item, case.0, case).with(told))
    }

    async fn insert_step(
        &mut self,
        case: CaseId,
        item: EvidenceId,
        step: &Step,
        words: Option<Vec<u8>>,
    ) -> Result<(), StoreError> {
        within!(self.tx, |c| {
            sqlx::query(
                "insert into custody_events (case_id, sequence, at, actor, act, item, words, commitment, previous, hash)
                 values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            )
            .bind(case.0)
            .bind(step.sequence as i64)
            .bind(Moment::from(step.at))
            .bind(&step.by)
            .bind(step.act.name())
            .bind(item.0)
            .bind(words)
            .bind(step.commitment.to_vec())
            .bind(step.previous.to_vec())
            .bind(step.hash.to_vec())
            .execute(c)
            .await?;
        });
        Ok(())
    }
}
