//! The outbox: mail is kept before it is sent, so that none is lost.
//!
//! A letter is queued in the transaction of what caused it. A sender leases it, hands it to the mail server, and
//! says so. Between the server's answer and our keeping it lies the one moment in which a crash sends a letter
//! twice; the Message-ID is fixed at queue time, so that mail programs see one.

use centre::ledger::Actor;
use jiff::SignedDuration;
use serde_json::json;
use sqlx::QueryBuilder;
use terms::{EmailAddress, LetterId, OrganisationId, Timestamp};

use crate::cells::{Cells as _, from_row};
use crate::change::{Change, Said, Unsaid};
use crate::db::{Tx, on, within};
use crate::moment::{Moment, earlier};
use crate::{Deed, LetterState, Noun, Store, StoreError};

/// What stands after the `@` of a Message-ID while nobody set `mail.host`.
const NO_HOST: &str = "watchhouse.invalid";

/// So many letters a day an address gets that nobody confirmed: our forms must not bomb anybody.
pub const UNCONFIRMED_LETTERS_A_DAY: i64 = 3;

/// A letter to queue.
#[derive(Debug, Clone)]
pub struct NewLetter {
    /// To whom.
    pub recipient: EmailAddress,
    /// Whether somebody showed that the address is theirs.
    pub confirmed: bool,
    /// About which organisation; it is erased with it. Joining, adding a contact and sending a code set it themselves.
    pub organisation: Option<OrganisationId>,
    /// The subject; must tell nothing that a passer-by should not read.
    pub subject: String,
    /// The text. The letter's code is put at its end when it is queued.
    pub text: String,
    /// Why it is sent, in one word, for example `sign_in_code`.
    pub cause: String,
}

impl NewLetter {
    /// What the ledger says of it when nothing else caused it.
    pub(crate) fn said(&self, id: LetterId) -> Said {
        let said = match self.organisation {
            Some(organisation) => Said::of(Deed::LetterQueued, Noun::Letter, id, organisation),
            None => Said::of_centre(Deed::LetterQueued, Noun::Letter, id),
        };
        said.with(json!({ "cause": self.cause }))
    }
}

/// What queueing came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Queued {
    /// It will be sent.
    Queued(LetterId),
    /// The address got [`UNCONFIRMED_LETTERS_A_DAY`] in the last day and is not confirmed: it gets none.
    OverBudget,
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
        let mut change = self.change(by, now).await?;
        let queued = change.queue(letter).await?;
        let Queued::Queued(id) = queued else {
            change.commit_unsaid(Unsaid::Nothing).await?;
            return Ok(queued);
        };
        change.commit(letter.said(id)).await?;
        Ok(queued)
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
        let folded = recipient.map(str::to_ascii_lowercase);
        let before = before.map_or(i64::MAX, |at| Moment::from(at).0);
        let rows: Vec<LetterRow> = on!(self, |c| {
            let mut query = QueryBuilder::new("select * from letters where queued_at < ");
            query.push_bind(before);
            if let Some(folded) = &folded {
                query.push(" and recipient_folded = ").push_bind(folded);
            }
            if let Some(state) = state {
                query.push(" and state = ").push_bind(state.name());
            }
            query.push(" order by queued_at desc, id desc limit ").push_bind(i64::from(limit));
            query.build_query_as().fetch_all(c).await?
        });
        rows.into_iter().map(|row| self.show_letter(row)).collect()
    }

    /// The letter with this id.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn letter(&self, id: LetterId) -> Result<Option<Letter>, StoreError> {
        let row: Option<LetterRow> = on!(self, |c| {
            sqlx::query_as("select * from letters where id = $1").bind(id.0).fetch_optional(c).await?
        });
        row.map(|row| self.show_letter(row)).transpose()
    }

    /// How many letters there are in each state, in the order of [`LetterState::ALL`].
    ///
    /// # Errors
    /// When the database fails.
    pub async fn letter_counts(&self) -> Result<Vec<(LetterState, u64)>, StoreError> {
        let rows: Vec<StateCount> = on!(self, |c| {
            sqlx::query_as("select state, count(*) as how_many from letters group by state")
                .fetch_all(c)
                .await?
        });
        let count = |state| rows.iter().find(|row| row.0 == state).map_or(0, |row| row.1);
        Ok(LetterState::ALL.iter().map(|state| (*state, count(*state))).collect())
    }
}

pub(crate) struct LetterRow {
    pub(crate) id: LetterId,
    pub(crate) recipient: String,
    pub(crate) subject: String,
    pub(crate) sealed: Option<Vec<u8>>,
    pub(crate) message_id: String,
    pub(crate) cause: String,
    pub(crate) state: LetterState,
    pub(crate) queued_at: Timestamp,
    pub(crate) due_at: Timestamp,
    pub(crate) tries: u32,
    pub(crate) sent_at: Option<Timestamp>,
    pub(crate) last_error: Option<String>,
}
from_row!(LetterRow, |row| LetterRow {
    id: LetterId(row.uuid("id")?),
    recipient: row.text("recipient")?,
    subject: row.text("subject")?,
    sealed: row.maybe_bytes("sealed")?,
    message_id: row.text("message_id")?,
    cause: row.text("cause")?,
    state: row.word("state")?,
    queued_at: row.moment("queued_at")?,
    due_at: row.moment("due_at")?,
    tries: row.count("tries")?,
    sent_at: row.maybe_moment("sent_at")?,
    last_error: row.maybe_text("last_error")?,
});

struct StateCount(LetterState, u64);
from_row!(StateCount, |row| StateCount(row.word("state")?, row.number("how_many")?.unsigned_abs()));

impl Store {
    pub(crate) fn letter_text(&self, id: LetterId, sealed: Option<&[u8]>) -> Result<String, StoreError> {
        let Some(sealed) = sealed else { return Ok(String::new()) };
        let text = self.0.keys.unseal(id.to_string().as_bytes(), sealed)?;
        String::from_utf8(text).map_err(|e| StoreError::Unreadable(e.to_string()))
    }

    fn show_letter(&self, row: LetterRow) -> Result<Letter, StoreError> {
        Ok(Letter {
            id: row.id,
            text: self.letter_text(row.id, row.sealed.as_deref())?,
            recipient: row.recipient,
            subject: row.subject,
            cause: row.cause,
            state: row.state,
            queued_at: row.queued_at,
            due_at: row.due_at,
            sent_at: row.sent_at,
            tries: row.tries,
            last_error: row.last_error,
        })
    }
}

impl Change {
    /// Queues a letter inside the transaction of what caused it.
    pub(crate) async fn queue(&mut self, letter: &NewLetter) -> Result<Queued, StoreError> {
        let folded = letter.recipient.folded();
        if !letter.confirmed && self.letters_of_a_day(&folded).await? >= UNCONFIRMED_LETTERS_A_DAY {
            return Ok(Queued::OverBudget);
        }
        let store = self.store().clone();
        let id = LetterId::random(&*store.0.chance);
        let text = store.with_code(id, &letter.text);
        let sealed = store.0.keys.seal(id.to_string().as_bytes(), text.as_bytes(), &*store.0.chance)?;
        let code_hash = store.hash_of_letter_code(id);
        let now = Moment::from(self.now());
        within!(self.tx, |c| {
            let host: Option<String> =
                sqlx::query_scalar("select value from settings where name = 'mail.host'")
                    .fetch_optional(&mut *c)
                    .await?;
            let host = host.and_then(|json| serde_json::from_str::<String>(&json).ok());
            sqlx::query(
                "insert into letters (id, recipient, recipient_folded, organisation, subject, sealed, message_id, cause,
                     state, queued_at, due_at, tries, leased_until, code_hash)
                 values ($1, $2, $3, $4, $5, $6, $7, $8, 'waiting', $9, $9, 0, 0, $10)",
            )
            .bind(id.0)
            .bind(letter.recipient.to_string())
            .bind(folded)
            .bind(letter.organisation.map(|organisation| organisation.0))
            .bind(&letter.subject)
            .bind(sealed)
            .bind(format!("{id}@{}", host.as_deref().unwrap_or(NO_HOST)))
            .bind(&letter.cause)
            .bind(now)
            .bind(code_hash)
            .execute(c)
            .await?;
        });
        Ok(Queued::Queued(id))
    }

    /// How many letters an address got in the last day. On PostgreSQL the address is locked until the commit, so
    /// that many forms at one moment do not get past the count.
    async fn letters_of_a_day(&mut self, folded: &str) -> Result<i64, StoreError> {
        if let Tx::Postgres(tx) = &mut self.tx {
            sqlx::query("/* postgres */ select pg_advisory_xact_lock(9002, hashtext($1))")
                .bind(folded)
                .execute(&mut **tx)
                .await?;
        }
        let since = Moment::from(earlier(self.now(), SignedDuration::from_hours(24)));
        Ok(within!(self.tx, |c| {
            sqlx::query_scalar("select count(*) from letters where recipient_folded = $1 and queued_at > $2")
                .bind(folded)
                .bind(since)
                .fetch_one(c)
                .await?
        }))
    }
}
