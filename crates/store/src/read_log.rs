//! The log of reads: every look at a sensitive record stands in the ledger before the record is shown.
//!
//! Looks that come while others are being written share the next commit. A disk takes some milliseconds to make a
//! commit safe, whether it holds one entry or a hundred.

use std::sync::{Mutex, MutexGuard, PoisonError};

use centre::ledger::Actor;
use serde_json::json;
use terms::{OrganisationId, Timestamp};
use tokio::sync::oneshot;

use crate::change::Said;
use crate::{Deed, Noun, Store, StoreError};

/// The most looks that share one commit.
const MOST_TOGETHER: usize = 100;

/// A sensitive record that was read: names what the ledger says.
#[derive(Debug, Clone)]
pub struct Seen {
    /// Whose record; `None` for lists and exports.
    pub organisation: Option<OrganisationId>,
    /// What kind of record.
    pub noun: Noun,
    /// Its id, or the name of the list.
    pub object: String,
}

/// The looks that wait for their entry, and whether somebody writes.
#[derive(Default)]
pub(crate) struct ReadLog(Mutex<Queue>);

#[derive(Default)]
struct Queue {
    waiting: Vec<Look>,
    somebody_writes: bool,
}

/// Somebody waits to see a record.
struct Look {
    by: Actor,
    now: Timestamp,
    said: Said,
    written: oneshot::Sender<Result<(), StoreError>>,
}

impl ReadLog {
    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes a place in the queue. True when nobody writes, and whoever asks has to.
    fn wait(&self, look: Look) -> bool {
        let mut queue = self.queue();
        queue.waiting.push(look);
        !std::mem::replace(&mut queue.somebody_writes, true)
    }

    /// Those whose turn it is. Without any, nobody writes any more.
    fn next(&self) -> Vec<Look> {
        let mut queue = self.queue();
        let many = queue.waiting.len().min(MOST_TOGETHER);
        queue.somebody_writes = many > 0;
        queue.waiting.drain(..many).collect()
    }
}

impl Store {
    /// Logs that a sensitive record is about to be read. Commits before it returns: no entry, no record.
    ///
    /// # Errors
    /// When the entry could not be written; the record must not be shown then.
    pub async fn log_read(
        &self,
        by: &Actor,
        seen: &Seen,
        why: &str,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let said = match seen.organisation {
            Some(organisation) => Said::of(Deed::Read, seen.noun, &seen.object, organisation),
            None => Said::of_centre(Deed::Read, seen.noun, &seen.object),
        };
        self.log_look(by, said.with(json!({ "why": why })), now).await
    }

    /// As [`Store::log_read`], for what is said otherwise.
    pub(crate) async fn log_look(&self, by: &Actor, said: Said, now: Timestamp) -> Result<(), StoreError> {
        let (written, answer) = oneshot::channel();
        let look = Look { by: by.clone(), now, said, written };
        if self.0.read_log.wait(look) {
            // A task of its own: whoever began may go away, and the others still wait.
            tokio::spawn(write_looks(self.clone()));
        }
        answer.await.unwrap_or(Err(StoreError::NotLogged))
    }

    /// Writes entries of these looks with one commit, if it can.
    async fn write_together(&self, looks: &[Look]) -> Result<(), StoreError> {
        let Some((first, rest)) = looks.split_first() else { return Ok(()) };
        let said = |look: &Look| look.said.clone().then(look.now, Some(look.by.clone()));
        let rest = rest.iter().map(said).collect();
        self.change(&first.by, first.now).await?.commit_all(said(first), rest).await?;
        Ok(())
    }
}

/// Writes until nobody waits any more.
async fn write_looks(store: Store) {
    let _turn = Turn(store.clone());
    loop {
        let looks = store.0.read_log.next();
        if looks.is_empty() {
            return;
        }
        let together = store.write_together(&looks).await;
        for look in looks {
            // What failed for all is tried for each, so that each hears its own reason.
            let outcome = match together {
                Ok(()) => Ok(()),
                Err(_) => store.write_together(std::slice::from_ref(&look)).await,
            };
            // Who asked may have gone away; the entry stands all the same.
            let _gone = look.written.send(outcome);
        }
    }
}

/// The turn of whoever writes: a task that ends in a panic gives it back, so that the next look is written.
struct Turn(Store);

impl Drop for Turn {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.0.0.read_log.queue().somebody_writes = false;
        }
    }
}
