//! One-time sign-in codes by e-mail.
//!
//! A try counts against the *ticket* of the browser that asked, never against the address: a stranger's
//! wrong tries use up the stranger's own. So many tickets may ask as want to; what keeps guessing hopeless
//! is that each ticket has few tries, and that codes grow longer while an address is asked for too often.
//! All tickets of an ordinary hour together guess right in one of a million hours; beyond that the codes have
//! twelve digits. Whoever asked before keeps the code and the tries they had, and nobody is turned away.

use centre::ledger::Actor;
use jiff::SignedDuration;
use terms::edge::random;
use terms::{EmailAddress, Timestamp};

use crate::cells::{Cells as _, from_row};
use crate::change::{Change, Said, Unsaid, Whose};
use crate::db::{Tx, within};
use crate::keys::new_digits;
use crate::moment::{Moment, earlier, later};
use crate::{Deed, NewLetter, Noun, Person, Queued, Secret, Store, StoreError};

/// Digits of a code on an ordinary day: 20 tickets an hour with five tries each guess one in a million.
pub const CODE_DIGITS: usize = 8;
/// Digits while more tickets ask than [`MOST_TICKETS_AN_HOUR`]: a thousand tries in every second of an hour
/// guess one in a quarter of a million.
pub const LONG_CODE_DIGITS: usize = 12;
/// Addresses, codes and tickets are hashed apart from other secrets.
const ADDRESS: &str = "address";
const CODE: &str = "code";
const TICKET: &str = "ticket";

/// So long a code works.
pub const CODE_MINUTES: i64 = 15;
/// So many codes of one ticket live at one time; the oldest makes room.
pub const MOST_LIVE_CODES: usize = 3;
/// So often a ticket can try a code.
pub const MOST_TRIES: i64 = 5;
/// So many tickets of one address get codes of [`CODE_DIGITS`] within an hour.
pub const MOST_TICKETS_AN_HOUR: i64 = 20;
/// A mailbox gets one letter with a code within this time; who asks meanwhile shares its code.
pub const ONE_CODE_LETTER_IN: SignedDuration = SignedDuration::from_secs(60);
/// The same while many tickets ask, so that a flood of them does not become a flood of letters.
pub const ONE_LONG_CODE_LETTER_IN: SignedDuration = SignedDuration::from_mins(5);
/// So long tickets are counted, and kept after their code has ended.
pub(crate) const TICKETS_COUNT: SignedDuration = SignedDuration::from_hours(1);

/// What asking for a code came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AskedCode {
    /// A letter with a new code is on its way.
    Letter(Queued),
    /// A letter went a moment ago: its code is good for this ticket too.
    Shared,
}

/// What trying a code came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodeAnswer {
    /// It was right, and is used up.
    Right,
    /// It was wrong, used up, of another ticket, or its time is over.
    Wrong,
    /// This ticket tried each of its live codes too often; ask for a new one.
    TriedTooOften,
}

/// A code that a letter carries, as it is kept.
struct Live {
    code_hash: Vec<u8>,
    expires_at: Timestamp,
    digits: i64,
}
from_row!(Live, |row| Live {
    code_hash: row.bytes("code_hash")?,
    expires_at: row.moment("expires_at")?,
    digits: row.number("digits")?,
});

/// Who asks for a code, as it is kept.
struct Asker {
    email_hash: Vec<u8>,
    ticket_hash: Vec<u8>,
    now: Timestamp,
}

impl Store {
    /// Gives the ticket a code for an address that belongs to somebody: the one of a letter that went a moment
    /// ago, or a new one, whose letter is queued in the same transaction. For an address that belongs to nobody,
    /// do not call this; answer the same. `ticket` is the random secret of the browser that asks.
    ///
    /// # Errors
    /// When nobody has the address.
    pub async fn ask_for_code(
        &self,
        email: &EmailAddress,
        ticket: &Secret,
        by: &Actor,
        now: Timestamp,
        letter: impl FnOnce(&Secret) -> NewLetter + Send,
    ) -> Result<AskedCode, StoreError> {
        let person =
            self.people_with_email(email).await?.into_iter().next().ok_or(StoreError::NoSuch("person"))?;
        let asker = self.asker(email, ticket, now);
        let mut change = self.change(by, now).await?;
        change.asks_alone(&person).await?;
        let is_crowded = change.tickets_of_the_hour(&asker).await? >= MOST_TICKETS_AN_HOUR;
        let (digits, gap) = if is_crowded {
            (LONG_CODE_DIGITS, ONE_LONG_CODE_LETTER_IN)
        } else {
            (CODE_DIGITS, ONE_CODE_LETTER_IN)
        };
        if let Some(live) = change.newest_code(&asker, digits, gap).await? {
            self.give(&mut change, &asker, &live).await?;
            change.commit_unsaid(Unsaid::Ceremony).await?;
            return Ok(AskedCode::Shared);
        }
        let code = new_digits(digits, &*self.0.chance);
        let live = Live {
            code_hash: self.code_hash(email, &code),
            expires_at: later(now, SignedDuration::from_mins(CODE_MINUTES)),
            digits: digits as i64,
        };
        self.give(&mut change, &asker, &live).await?;
        let queued = change.queue(&letter(&code)).await?;
        let whose = Whose { person: person.id, organisation: person.organisation };
        change.commit(Said::of_person(Deed::CodeSent, Noun::Person, person.id, whose)).await?;
        Ok(AskedCode::Letter(queued))
    }

    /// Gives the ticket this code, unless it has it; its oldest code but [`MOST_LIVE_CODES`] ends.
    async fn give(&self, change: &mut Change, asker: &Asker, live: &Live) -> Result<(), StoreError> {
        let id = uuid::Builder::from_random_bytes(random(&*self.0.chance)).into_uuid();
        within!(change.tx, |c| {
            // The newest but one stay, so that with this one there are as many as may live.
            sqlx::query(
                "update sign_in_codes set used_at = $1
                 where email_hash = $2 and ticket_hash = $3 and used_at is null and code_hash <> $4 and id not in
                 (select id from sign_in_codes where email_hash = $2 and ticket_hash = $3 and used_at is null
                  and code_hash <> $4 order by made_at desc, id limit $5)",
            )
            .bind(Moment::from(asker.now))
            .bind(&asker.email_hash)
            .bind(&asker.ticket_hash)
            .bind(&live.code_hash)
            .bind(MOST_LIVE_CODES as i64 - 1)
            .execute(&mut *c)
            .await?;
            sqlx::query(
                "insert into sign_in_codes (id, email_hash, ticket_hash, code_hash, digits, made_at, expires_at, tries)
                 select $1, $2, $3, $4, $5, $6, $7, 0 where not exists
                 (select 1 from sign_in_codes where email_hash = $2 and ticket_hash = $3 and code_hash = $4)",
            )
            .bind(id)
            .bind(&asker.email_hash)
            .bind(&asker.ticket_hash)
            .bind(&live.code_hash)
            .bind(live.digits)
            .bind(Moment::from(asker.now))
            .bind(Moment::from(live.expires_at))
            .execute(c)
            .await?;
        });
        Ok(())
    }

    /// Tries a code. Every try counts against all live codes of the ticket, and of no other; a right one works once,
    /// and ends every code of the address. A right code also confirms the address for whoever has it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn try_code(
        &self,
        email: &EmailAddress,
        ticket: &Secret,
        code: &Secret,
        now: Timestamp,
    ) -> Result<CodeAnswer, StoreError> {
        let asker = self.asker(email, ticket, now);
        let code_hash = self.code_hash(email, code);
        let mut change = self.change(&Actor::Visitor, now).await?;
        let (live, tried) = change.count_try(&asker).await?;
        let right = tried > 0 && change.use_up(&asker, code_hash).await?;
        if right {
            change.end_codes_and_confirm(&asker, email).await?;
        }
        change.commit_unsaid(Unsaid::Try).await?;
        Ok(if right {
            CodeAnswer::Right
        } else if live > 0 && tried == 0 {
            CodeAnswer::TriedTooOften
        } else {
            CodeAnswer::Wrong
        })
    }

    fn asker(&self, email: &EmailAddress, ticket: &Secret, now: Timestamp) -> Asker {
        let hash = |kind, secret| self.0.keys.hash(kind, secret);
        Asker { email_hash: hash(ADDRESS, &email.folded()), ticket_hash: hash(TICKET, ticket.reveal()), now }
    }

    /// The code is hashed with its address: a code of one is no code of another. Blanks do not count.
    fn code_hash(&self, email: &EmailAddress, code: &Secret) -> Vec<u8> {
        let digits: String = code.reveal().chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
        self.0.keys.hash(CODE, &format!("{} {digits}", email.folded()))
    }
}

impl Change {
    /// Two who ask for one person at one moment go one after the other, so that tickets are counted rightly.
    /// SQLite has one writer anyway.
    async fn asks_alone(&mut self, person: &Person) -> Result<(), StoreError> {
        if let Tx::Postgres(tx) = &mut self.tx {
            sqlx::query("/* postgres */ select 1 from people where id = $1 for update")
                .bind(person.id.0)
                .execute(&mut **tx)
                .await?;
        }
        Ok(())
    }

    /// How many tickets were given a code of [`CODE_DIGITS`] within the last hour.
    async fn tickets_of_the_hour(&mut self, asker: &Asker) -> Result<i64, StoreError> {
        Ok(within!(self.tx, |c| {
            sqlx::query_scalar(
                "select count(*) from sign_in_codes where email_hash = $1 and made_at > $2 and digits <= $3",
            )
            .bind(&asker.email_hash)
            .bind(Moment::from(earlier(asker.now, TICKETS_COUNT)))
            .bind(CODE_DIGITS as i64)
            .fetch_one(c)
            .await?
        }))
    }

    /// The code of the newest letter, where it has so many digits and went within `gap`.
    async fn newest_code(
        &mut self,
        asker: &Asker,
        digits: usize,
        gap: SignedDuration,
    ) -> Result<Option<Live>, StoreError> {
        let sent_after = earlier(asker.now, gap);
        Ok(within!(self.tx, |c| {
            sqlx::query_as(
                "select code_hash, expires_at, digits from sign_in_codes
                 where email_hash = $1 and used_at is null and expires_at > $2 and digits >= $3
                 order by expires_at desc, id limit 1",
            )
            .bind(&asker.email_hash)
            .bind(Moment::from(later(sent_after, SignedDuration::from_mins(CODE_MINUTES))))
            .bind(digits as i64)
            .fetch_optional(c)
            .await?
        }))
    }

    /// Counts one try; returns how many codes of the ticket live, and how many of them could still be tried.
    async fn count_try(&mut self, asker: &Asker) -> Result<(i64, u64), StoreError> {
        Ok(within!(self.tx, |c| {
            let live: i64 = sqlx::query_scalar(
                "select count(*) from sign_in_codes
                 where email_hash = $1 and ticket_hash = $2 and used_at is null and expires_at > $3",
            )
            .bind(&asker.email_hash)
            .bind(&asker.ticket_hash)
            .bind(Moment::from(asker.now))
            .fetch_one(&mut *c)
            .await?;
            let tried = sqlx::query(
                "update sign_in_codes set tries = tries + 1
                 where email_hash = $1 and ticket_hash = $2 and used_at is null and expires_at > $3 and tries < $4",
            )
            .bind(&asker.email_hash)
            .bind(&asker.ticket_hash)
            .bind(Moment::from(asker.now))
            .bind(MOST_TRIES)
            .execute(c)
            .await?
            .rows_affected();
            (live, tried)
        }))
    }

    /// Uses the code up, if it is one of the ticket's.
    async fn use_up(&mut self, asker: &Asker, code_hash: Vec<u8>) -> Result<bool, StoreError> {
        Ok(within!(self.tx, |c| {
            sqlx::query(
                "update sign_in_codes set used_at = $1 where email_hash = $2 and ticket_hash = $3 and code_hash = $4
                 and used_at is null and expires_at > $1 and tries <= $5",
            )
            .bind(Moment::from(asker.now))
            .bind(&asker.email_hash)
            .bind(&asker.ticket_hash)
            .bind(code_hash)
            .bind(MOST_TRIES)
            .execute(c)
            .await?
            .rows_affected()
                > 0
        }))
    }

    async fn end_codes_and_confirm(&mut self, asker: &Asker, email: &EmailAddress) -> Result<(), StoreError> {
        within!(self.tx, |c| {
            sqlx::query("update sign_in_codes set used_at = $1 where email_hash = $2 and used_at is null")
                .bind(Moment::from(asker.now))
                .bind(&asker.email_hash)
                .execute(&mut *c)
                .await?;
            sqlx::query(
                "update people set confirmed_at = $1 where email_folded = $2 and confirmed_at is null",
            )
            .bind(Moment::from(asker.now))
            .bind(email.folded())
            .execute(c)
            .await?;
        });
        Ok(())
    }
}
