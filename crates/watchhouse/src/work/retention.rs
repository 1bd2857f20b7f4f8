//! What was told goes when its time is over: drafts that nobody touched, mailboxes, files and words of closed cases. What the
//! police have waits until somebody has asked them. On the way a share of the sealed files is looked at, whether each is
//! still what was kept.

use std::sync::Mutex;

use centre::ledger::Actor;
use jiff::SignedDuration;
use store::{DueErasure, DueOf, StoreError};
use terms::{EvidenceId, Timestamp};

use super::{Ended, Reconciler, Run, Turn};

/// Things that are taken out in one batch.
const AT_ONCE: u32 = 200;
/// Sealed files that are looked at in one run.
const FILES_LOOKED_AT: u32 = 500;

/// Erases what is due, and looks after what is kept.
#[derive(Default)]
pub struct Retain {
    /// The last file that was looked at: the next run goes on behind it.
    looked_at: Mutex<Option<EvidenceId>>,
}

/// What one run did.
#[derive(Debug, Default)]
struct Gone {
    drafts: u64,
    mailboxes: u64,
    files: u64,
    cases: u64,
    messages: u64,
}

impl Reconciler for Retain {
    fn name(&self) -> &'static str {
        "retention"
    }

    fn next(&self, now: Timestamp) -> Timestamp {
        now + SignedDuration::from_hours(1)
    }

    fn run<'a>(&'a self, turn: &'a Turn) -> Run<'a> {
        Box::pin(async move {
            let by = Actor::Reconciler(self.name().to_owned());
            let mut gone = Gone::default();
            loop {
                let drafts = turn.store().erase_old_drafts(AT_ONCE, turn.now()).await?;
                gone.drafts += drafts;
                turn.step().await?;
                if drafts < u64::from(AT_ONCE) {
                    break;
                }
            }
            erase_what_is_due(turn, &by, &mut gone).await?;
            loop {
                let (files, messages) = turn.store().erase_old_messages(AT_ONCE, &by, turn.now()).await?;
                gone.files += files;
                gone.messages += messages;
                turn.step().await?;
                if files + messages == 0 {
                    break;
                }
            }
            let swept = turn.store().sweep_blobs(turn.now()).await?;
            turn.step().await?;
            let (good, bad) = self.look_at_files(turn).await?;
            if !bad.is_empty() {
                let ids: Vec<String> = bad.iter().map(ToString::to_string).collect();
                return Err(Ended::Stumbled(format!(
                    "{} sealed files are missing or were changed: {}. Bring them back from a backup.",
                    bad.len(),
                    ids.join(", ")
                )));
            }
            Ok(format!(
                "{} drafts, {} mailboxes, {} files, {} messages and the words of {} cases were erased; {} stray files were swept out; \
                 {good} sealed files were looked at and are whole.",
                gone.drafts,
                gone.mailboxes,
                gone.files,
                gone.messages,
                gone.cases,
                swept.orphans + swept.half_done
            ))
        })
    }
}

/// Batch by batch, until a batch holds nothing that may go.
async fn erase_what_is_due(turn: &Turn, by: &Actor, gone: &mut Gone) -> Result<(), Ended> {
    loop {
        let due = turn.store().due_for_erasure(turn.now(), turn.now(), AT_ONCE).await?;
        let may_go: Vec<&DueErasure> = due.iter().filter(|due| !due.ask_first).collect();
        if may_go.is_empty() {
            return Ok(());
        }
        let mut went = 0;
        for each in may_go {
            went += u64::from(erase(turn, each.of, by, gone).await?);
            turn.step().await?;
        }
        // What a hold kept in the last moment is not asked for again in this run.
        if went == 0 {
            return Ok(());
        }
    }
}

/// Erases one thing. Whatever a person did in the last moment (a hold, a reopened case) is a rule of the house and no fault.
async fn erase(turn: &Turn, of: DueOf, by: &Actor, gone: &mut Gone) -> Result<bool, Ended> {
    let (store, now) = (turn.store(), turn.now());
    let done = match of {
        DueOf::Mailbox(report) => {
            store.erase_mailbox(report, by, now).await.inspect(|was| gone.mailboxes += u64::from(*was))
        }
        DueOf::Evidence(case) => store.destroy_evidence(case, by, now).await.map(|files| {
            gone.files += files;
            true
        }),
        DueOf::Case(case) => store.erase_case(case, by, now).await.map(|erased| {
            gone.cases += 1;
            gone.files += erased.items;
            true
        }),
    };
    match done {
        Ok(was) => Ok(was),
        Err(StoreError::NotAllowed(_) | StoreError::NoSuch(_)) => Ok(false),
        Err(other) => Err(other.into()),
    }
}

impl Retain {
    /// Looks at the next files, in a ring. Returns how many are whole, and those that are not.
    async fn look_at_files(&self, turn: &Turn) -> Result<(u64, Vec<EvidenceId>), Ended> {
        let after = *self.looked_at.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let (good, bad, last) = turn.store().check_items(after, FILES_LOOKED_AT).await?;
        let is_whole_round = good + (bad.len() as u64) < u64::from(FILES_LOOKED_AT);
        let next = if is_whole_round { None } else { last };
        *self.looked_at.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = next;
        Ok((good, bad))
    }
}
