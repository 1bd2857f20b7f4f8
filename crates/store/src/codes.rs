//! One-time sign-in codes by e-mail.

use centre::ledger::Actor;
use jiff::SignedDuration;
use terms::edge::random;
use terms::{EmailAddress, Timestamp};

use crate::change::{Said, Unsaid, Whose};
use crate::db::within;
use crate::keys::new_digits;
use crate::moment::{Moment, later};
use crate::{Deed, NewLetter, Noun, Queued, Secret, Store, StoreError};

/// Digits of a code: with five tries and three codes, one guess in some 67,000 is right.
const CODE_DIGITS: usize = 6;
/// Addresses and codes are hashed apart from other secrets.
const ADDRESS: &str = "address";
const CODE: &str = "code";

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
        let person =
            self.people_with_email(email).await?.into_iter().next().ok_or(StoreError::NoSuch("person"))?;
        let mut change = self.change(by, now).await?;
        let code = new_digits(CODE_DIGITS, &*self.0.chance);
        let email_hash = self.0.keys.hash(ADDRESS, &email.folded());
        let code_hash = self.code_hash(email, &code);
        within!(change.tx, |c| {
            // The newest but one stay, so that with this one there are as many as may live.
            sqlx::query(
                "delete from sign_in_codes where email_hash = $1 and id not in
                 (select id from sign_in_codes where email_hash = $1 and used_at is null order by made_at desc, id limit $2)",
            )
            .bind(&email_hash)
            .bind(MOST_LIVE_CODES as i64 - 1)
            .execute(&mut *c)
            .await?;
            sqlx::query(
                "insert into sign_in_codes (id, email_hash, code_hash, made_at, expires_at, tries) values ($1, $2, $3, $4, $5, 0)",
            )
            .bind(uuid::Builder::from_random_bytes(random(&*self.0.chance)).into_uuid())
            .bind(&email_hash)
            .bind(code_hash)
            .bind(Moment::from(now))
            .bind(Moment::from(later(now, SignedDuration::from_mins(CODE_MINUTES))))
            .execute(c)
            .await?;
        });
        let queued = change.queue(&NewLetter { organisation: person.organisation, ..letter(&code) }).await?;
        let whose = Whose { person: person.id, organisation: person.organisation };
        change.commit(Said::of_person(Deed::CodeSent, Noun::Person, person.id, whose)).await?;
        Ok(queued)
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
        let email_hash = self.0.keys.hash(ADDRESS, &email.folded());
        let code_hash = self.code_hash(email, code);
        let mut change = self.change(&Actor::Visitor, now).await?;
        let (live, tried, right) = within!(change.tx, |c| {
            let live: i64 = sqlx::query_scalar(
                "select count(*) from sign_in_codes where email_hash = $1 and used_at is null and expires_at > $2",
            )
            .bind(&email_hash)
            .bind(Moment::from(now))
            .fetch_one(&mut *c)
            .await?;
            let tried = sqlx::query(
                "update sign_in_codes set tries = tries + 1
                 where email_hash = $1 and used_at is null and expires_at > $2 and tries < $3",
            )
            .bind(&email_hash)
            .bind(Moment::from(now))
            .bind(MOST_TRIES)
            .execute(&mut *c)
            .await?
            .rows_affected();
            let right = tried > 0
                && sqlx::query(
                    "update sign_in_codes set used_at = $1
                     where email_hash = $2 and code_hash = $3 and used_at is null and expires_at > $1 and tries <= $4",
                )
                .bind(Moment::from(now))
                .bind(&email_hash)
                .bind(code_hash)
                .bind(MOST_TRIES)
                .execute(&mut *c)
                .await?
                .rows_affected()
                    > 0;
            if right {
                sqlx::query("delete from sign_in_codes where email_hash = $1 and used_at is null")
                    .bind(&email_hash)
                    .execute(&mut *c)
                    .await?;
                sqlx::query(
                    "update people set confirmed_at = $1 where email_folded = $2 and confirmed_at is null",
                )
                .bind(Moment::from(now))
                .bind(email.folded())
                .execute(c)
                .await?;
            }
            (live, tried, right)
        });
        change.commit_unsaid(Unsaid::Try).await?;
        Ok(if right {
            CodeAnswer::Right
        } else if live > 0 && tried == 0 {
            CodeAnswer::TriedTooOften
        } else {
            CodeAnswer::Wrong
        })
    }
}

impl Store {
    /// The code is hashed with its address: a code of one is no code of another. Blanks do not count.
    fn code_hash(&self, email: &EmailAddress, code: &Secret) -> Vec<u8> {
        let digits: String = code.reveal().chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
        self.0.keys.hash(CODE, &format!("{} {digits}", email.folded()))
    }
}
