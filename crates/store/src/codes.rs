//! One-time sign-in codes by e-mail.

use centre::ledger::Actor;
use terms::{EmailAddress, Timestamp};

use crate::{NewLetter, Queued, Secret, Store, StoreError};

/// So long a code works.
pub const CODE_MINUTES: i64 = 15;
/// So many codes of one address live at one time; the oldest makes room.
pub const MOST_LIVE_CODES: usize = 3;
/// So often a code can be tried.
pub const MOST_TRIES: i64 = 5;

/// What trying a code came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodeAnswer {
    /// It was right, and is used up.
    Right,
    /// It was wrong, used up, or its time is over.
    Wrong,
    /// Every live code was tried too often; ask for a new one.
    TriedTooOften,
}

impl Store {
    /// Makes a code of six digits for an address that belongs to somebody, and queues its letter in the same
    /// transaction. For an address that belongs to nobody, do not call this; answer the same.
    ///
    /// # Errors
    /// When nobody has the address.
    pub async fn send_code(
        &self,
        email: &EmailAddress,
        by: &Actor,
        now: Timestamp,
        letter: impl FnOnce(&Secret) -> NewLetter + Send,
    ) -> Result<Queued, StoreError> {
        unimplemented!()
    }

    /// Tries a code. Every try counts against all live codes of the address; a right one works once. A right code
    /// also confirms the address for whoever has it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn try_code(
        &self,
        email: &EmailAddress,
        code: &Secret,
        now: Timestamp,
    ) -> Result<CodeAnswer, StoreError> {
        unimplemented!()
    }
}
