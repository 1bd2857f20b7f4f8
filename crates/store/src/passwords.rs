//! Passwords with one-time codes (RFC 6238), and the recovery codes for when both are lost.

use centre::ledger::Actor;
use terms::{PersonId, Timestamp};

use crate::cells::{Cells as _, from_row};
use crate::change::{Said, Unsaid};
use crate::db::{on, within};
use crate::keys::new_digits;
use crate::moment::Moment;
use crate::question::{Question, ready};
use crate::{Deed, Noun, Secret, Store, StoreError};

/// Digits of a recovery code: too many to be guessed, few enough to be written on paper.
const RECOVERY_DIGITS: usize = 12;

/// So many recovery codes are made at one time.
pub const RECOVERY_CODES: usize = 10;

/// The secret from which one-time codes are made, and the last step that was used.
#[derive(Clone)]
pub struct OneTimeSecret {
    /// The shared secret.
    pub secret: Vec<u8>,
    /// The last time step whose code was used; codes of it and of those before are spent.
    pub last_step: i64,
}

impl Store {
    /// The hash of a person's password, as a PHC string.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn password_of(&self, person: PersonId) -> Result<Option<String>, StoreError> {
        Ok(on!(self, |c| {
            sqlx::query_scalar("select phc from passwords where person = $1")
                .bind(person.0)
                .fetch_optional(c)
                .await?
        }))
    }

    /// Sets a person's password hash, and ends their sessions: open a new one at once.
    ///
    /// # Errors
    /// When there is no such person.
    pub async fn set_password(
        &self,
        person: PersonId,
        phc: &str,
        by: &Actor,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let mut statement = Question::new("insert into passwords (person, phc, changed_at) values (");
        statement
            .value(person.0)
            .say(", ")
            .value(phc)
            .say(", ")
            .value(Moment::from(now))
            .say(") on conflict (person) do update set phc = excluded.phc, changed_at = excluded.changed_at");
        self.change_way_in(person, statement, Deed::PasswordSet, by, now).await
    }

    /// Takes a person's password away, and ends their sessions.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn remove_password(
        &self,
        person: PersonId,
        by: &Actor,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let mut statement = Question::new("delete from passwords where person = ");
        statement.value(person.0);
        self.change_way_in(person, statement, Deed::PasswordRemoved, by, now).await
    }

    /// The secret of a person's one-time codes, opened.
    ///
    /// # Errors
    /// When it cannot be opened with this centre's keys.
    pub async fn one_time_secret_of(&self, person: PersonId) -> Result<Option<OneTimeSecret>, StoreError> {
        let row: Option<SealedRow> = on!(self, |c| {
            sqlx::query_as("select sealed, last_step from one_time_secrets where person = $1")
                .bind(person.0)
                .fetch_optional(c)
                .await?
        });
        row.map(|row| {
            let secret = self.0.keys.unseal(&place_of(person), &row.0)?;
            Ok(OneTimeSecret { secret, last_step: row.1 })
        })
        .transpose()
    }

    /// Sets the secret of a person's one-time codes, sealed; `step` is the time step of the code that proved it.
    /// Ends their sessions: open a new one at once.
    ///
    /// # Errors
    /// When there is no such person.
    pub async fn set_one_time_secret(
        &self,
        person: PersonId,
        secret: &[u8],
        step: i64,
        by: &Actor,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let sealed = self.0.keys.seal(&place_of(person), secret, &*self.0.chance)?;
        let mut statement =
            Question::new("insert into one_time_secrets (person, sealed, last_step, made_at) values (");
        statement.value(person.0).say(", ").value(sealed).say(", ").value(step);
        statement.say(", ").value(Moment::from(now)).say(
            ") on conflict (person) do update set sealed = excluded.sealed, last_step = excluded.last_step,
             made_at = excluded.made_at",
        );
        self.change_way_in(person, statement, Deed::OneTimeCodesSet, by, now).await
    }

    /// Takes a person's one-time codes away, and ends their sessions.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn remove_one_time_secret(
        &self,
        person: PersonId,
        by: &Actor,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let mut statement = Question::new("delete from one_time_secrets where person = ");
        statement.value(person.0);
        self.change_way_in(person, statement, Deed::OneTimeCodesRemoved, by, now).await
    }

    /// Changes a way in of a person: whoever is in by the old one has to come in again.
    async fn change_way_in(
        &self,
        person: PersonId,
        statement: Question,
        deed: Deed,
        by: &Actor,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let mut change = self.change(by, now).await?;
        let whose = change.whose(person).await?;
        within!(change.tx, |c| {
            ready!(sqlx::query, statement).execute(c).await?;
        });
        change.end_sessions(person).await?;
        change.commit(Said::of_person(deed, Noun::Person, person, whose)).await?;
        Ok(())
    }

    /// Spends the code of a time step, and every one before. False when it was spent already, also when
    /// two try at one moment.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn spend_one_time_step(&self, person: PersonId, step: i64) -> Result<bool, StoreError> {
        let mut change = self.change(&Actor::Visitor, Timestamp::UNIX_EPOCH).await?;
        let rows = within!(change.tx, |c| {
            sqlx::query("update one_time_secrets set last_step = $1 where person = $2 and last_step < $1")
                .bind(step)
                .bind(person.0)
                .execute(c)
                .await?
                .rows_affected()
        });
        change.commit_unsaid(Unsaid::Try).await?;
        Ok(rows == 1)
    }

    /// Makes new recovery codes; the old ones stop working. They are shown once.
    ///
    /// # Errors
    /// When there is no such person.
    pub async fn make_recovery_codes(
        &self,
        person: PersonId,
        by: &Actor,
        now: Timestamp,
    ) -> Result<Vec<Secret>, StoreError> {
        let mut change = self.change(by, now).await?;
        let whose = change.whose(person).await?;
        let codes: Vec<Secret> =
            (0..RECOVERY_CODES).map(|_| new_digits(RECOVERY_DIGITS, &*self.0.chance)).collect();
        within!(change.tx, |c| {
            sqlx::query("delete from recovery_codes where person = $1")
                .bind(person.0)
                .execute(&mut *c)
                .await?;
            for code in &codes {
                sqlx::query("insert into recovery_codes (person, code_hash, made_at) values ($1, $2, $3)")
                    .bind(person.0)
                    .bind(self.recovery_hash(person, code))
                    .bind(Moment::from(now))
                    .execute(&mut *c)
                    .await?;
            }
        });
        change.commit(Said::of_person(Deed::RecoveryCodesMade, Noun::Person, person, whose)).await?;
        Ok(codes)
    }

    /// Uses a recovery code up. False when it is not one of the person's, or was used.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn use_recovery_code(
        &self,
        person: PersonId,
        code: &Secret,
        by: &Actor,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let mut change = self.change(by, now).await?;
        let whose = change.whose(person).await?;
        let rows = within!(change.tx, |c| {
            sqlx::query(
                "update recovery_codes set used_at = $1 where person = $2 and code_hash = $3 and used_at is null",
            )
            .bind(Moment::from(now))
            .bind(person.0)
            .bind(self.recovery_hash(person, code))
            .execute(c)
            .await?
            .rows_affected()
        });
        if rows == 0 {
            change.commit_unsaid(Unsaid::Try).await?;
            return Ok(false);
        }
        change.commit(Said::of_person(Deed::RecoveryCodeUsed, Noun::Person, person, whose)).await?;
        Ok(true)
    }

    /// How many recovery codes a person has left.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn recovery_codes_left(&self, person: PersonId) -> Result<u64, StoreError> {
        let left: i64 = on!(self, |c| {
            sqlx::query_scalar("select count(*) from recovery_codes where person = $1 and used_at is null")
                .bind(person.0)
                .fetch_one(c)
                .await?
        });
        Ok(left.unsigned_abs())
    }
}

struct SealedRow(Vec<u8>, i64);
from_row!(SealedRow, |row| SealedRow(row.bytes("sealed")?, row.number("last_step")?));

/// A secret is sealed to its person: put into another's row it does not open.
fn place_of(person: PersonId) -> Vec<u8> {
    format!("one-time secret of {person}").into_bytes()
}

impl Store {
    /// Blanks and hyphens that somebody types between the digits do not count.
    fn recovery_hash(&self, person: PersonId, code: &Secret) -> Vec<u8> {
        let digits: String = code.reveal().chars().filter(char::is_ascii_digit).collect();
        self.0.keys.hash("recovery code", &format!("{person} {digits}"))
    }
}
