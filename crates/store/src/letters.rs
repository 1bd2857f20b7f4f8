//! The outbox: mail is kept before it is sent, so that none is lost.
//!
//! A letter is queued in the transaction of what caused it. A sender leases it, hands it to the mail server, and
//! says so. Between the server's answer and our keeping it lies the one moment in which a crash sends a letter
//! twice; the Message-ID is fixed at queue time, so that mail programs see one.

use centre::ledger::Actor;
use jiff::SignedDuration;
use terms::{EmailAddress, LetterId, OrganisationId, Timestamp};

use crate::{LetterState, Store, StoreError};

/// So many letters a day an address gets that nobody confirmed: our forms must not bomb anybody.
pub const UNCONFIRMED_LETTERS_A_DAY: i64 = 3;
/// So often a letter is tried before it is given up.
pub const MOST_TRIES_TO_SEND: i64 = 10;

/// A letter to queue.
#[derive(Debug, Clone)]
pub struct NewLetter {
    /// To whom.
    pub recipient: EmailAddress,
    /// Whether somebody showed that the address is theirs.
    pub confirmed: bool,
    /// About which organisation; it is erased with it.
    pub organisation: Option<OrganisationId>,
    /// The subject; must tell nothing that a passer-by should not read.
    pub subject: String,
    /// The text.
    pub text: String,
    /// Why it is sent, in one word, for example `sign_in_code`.
    pub cause: String,
}

/// What queueing came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Queued {
    /// It will be sent.
    Queued(LetterId),
    /// The address got [`UNCONFIRMED_LETTERS_A_DAY`] in the last day and is not confirmed: it gets none.
    OverBudget,
}

/// A letter that a sender holds.
#[derive(Debug, Clone)]
pub struct LetterToSend {
    /// Its id.
    pub id: LetterId,
    /// To whom.
    pub recipient: EmailAddress,
    /// The subject.
    pub subject: String,
    /// The text.
    pub text: String,
    /// The Message-ID without its angle brackets: the same at every try.
    pub message_id: String,
    /// How often it was tried before.
    pub tries: u32,
}

/// A letter as the pages show it.
#[derive(Debug, Clone, PartialEq)]
pub struct Letter {
    /// Its id.
    pub id: LetterId,
    /// To whom.
    pub recipient: String,
    /// The subject.
    pub subject: String,
    /// The text; empty once it was sent, but in a demonstration.
    pub text: String,
    /// Why it was sent.
    pub cause: String,
    /// Where it is.
    pub state: LetterState,
    /// When it was queued.
    pub queued_at: Timestamp,
    /// When it is tried next.
    pub due_at: Timestamp,
    /// When it was sent.
    pub sent_at: Option<Timestamp>,
    /// How often it was tried.
    pub tries: u32,
    /// What the mail server said at the last failure.
    pub last_error: Option<String>,
}

impl Store {
    /// Queues a letter that has no other cause. `host` is the part after the `@` of its Message-ID;
    /// set once with [`Store::set_setting`] as `mail.host`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn queue_letter(
        &self,
        letter: &NewLetter,
        by: &Actor,
        now: Timestamp,
    ) -> Result<Queued, StoreError> {
        unimplemented!()
    }

    /// Leases letters that are due, oldest first. No letter is held by two; a lease that ran out makes it free again.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn lease_letters(
        &self,
        holder: &str,
        lease: SignedDuration,
        limit: u32,
        now: Timestamp,
    ) -> Result<Vec<LetterToSend>, StoreError> {
        unimplemented!()
    }

    /// The mail server took it. Its text is erased, unless `keep_text` (a demonstration shows it). False when the
    /// lease was lost meanwhile.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn letter_sent(
        &self,
        id: LetterId,
        holder: &str,
        keep_text: bool,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        unimplemented!()
    }

    /// It could not be sent. It waits longer after each try, and is given up after [`MOST_TRIES_TO_SEND`], or at once when
    /// `for_good`. Returns where it is now.
    ///
    /// # Errors
    /// When the lease was lost, or the database fails.
    pub async fn letter_failed(
        &self,
        id: LetterId,
        holder: &str,
        why: &str,
        for_good: bool,
        now: Timestamp,
    ) -> Result<LetterState, StoreError> {
        unimplemented!()
    }

    /// The newest letters, those before `before`; of one address, of one state, or of all.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn letters(
        &self,
        recipient: Option<&str>,
        state: Option<LetterState>,
        before: Option<Timestamp>,
        limit: u32,
    ) -> Result<Vec<Letter>, StoreError> {
        unimplemented!()
    }

    /// The letter with this id.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn letter(&self, id: LetterId) -> Result<Option<Letter>, StoreError> {
        unimplemented!()
    }

    /// How many letters there are in each state, in the order of [`LetterState::ALL`].
    ///
    /// # Errors
    /// When the database fails.
    pub async fn letter_counts(&self) -> Result<Vec<(LetterState, u64)>, StoreError> {
        unimplemented!()
    }

    /// Tries a letter again that was given up.
    ///
    /// # Errors
    /// When there is no such letter, or it was not given up.
    pub async fn try_letter_again(&self, id: LetterId, by: &Actor, now: Timestamp) -> Result<(), StoreError> {
        unimplemented!()
    }
}
