//! Sessions: who is at the other end of a request.

use centre::call_check::{CALLS_REMEMBERED_DAYS, LETTER_CODE_DAYS};
use centre::ledger::Actor;
use centre::roles::Role;
use jiff::SignedDuration;
use serde_json::json;
use terms::{PersonId, Timestamp};
use uuid::Uuid;

use crate::cells::{Cells as _, from_row};
use crate::change::{Said, Unsaid};
use crate::codes::TICKETS_COUNT;
use crate::db::{on, within};
use crate::keys::new_token;
use crate::moment::{Moment, earlier};
use crate::{Deed, Factors, Noun, Person, Secret, Store, StoreError};

/// Tokens of sessions are hashed apart from other secrets.
const SESSION: &str = "session";
/// So long the keys of requests that were done are kept, and links that were used.
const ONCE_DAYS: i64 = 7;
/// So long letters are kept after they were sent or given up.
const LETTER_DAYS: i64 = LETTER_CODE_DAYS;

/// How long a session lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionLimits {
    /// Without a request.
    pub idle: SignedDuration,
    /// In all.
    pub absolute: SignedDuration,
}

/// Whether the person may still come in at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Right {
    /// Yes.
    Good,
    /// It was taken away.
    Revoked,
    /// It had an end, and that has passed.
    Expired,
}

/// A session that lives, and whose it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Session {
    /// Who; their role, organisation, body and remit as they are now.
    pub person: Person,
    /// Whether they may still come in.
    pub right: Right,
    /// With what they have shown who they are.
    pub factors: Factors,
    /// When it began.
    pub opened_at: Timestamp,
    /// When it was last seen; written at most once a minute.
    pub seen_at: Timestamp,
    /// When they last showed a factor: what matters most asks again after some minutes.
    pub proved_at: Timestamp,
}

impl Store {
    /// Begins a session. The token is new each time; one that was there before the sign-in opens nothing.
    /// `old` is the session that it takes the place of, if there was one.
    ///
    /// # Errors
    /// When there is no such person.
    pub async fn open_session(
        &self,
        person: PersonId,
        factors: Factors,
        old: Option<&Secret>,
        by: &Actor,
        now: Timestamp,
    ) -> Result<Secret, StoreError> {
        let mut change = self.change(by, now).await?;
        let whose = change.whose(person).await?;
        let token = new_token(&*self.0.chance);
        let hash = self.0.keys.hash(SESSION, token.reveal());
        let old = old.map(|old| self.0.keys.hash(SESSION, old.reveal()));
        within!(change.tx, |c| {
            if let Some(old) = old {
                sqlx::query("delete from sessions where token_hash = $1").bind(old).execute(&mut *c).await?;
            }
            sqlx::query(
                "insert into sessions (token_hash, person, factors, opened_at, seen_at, proved_at)
                 values ($1, $2, $3, $4, $4, $4)",
            )
            .bind(hash)
            .bind(person.0)
            .bind(factors.name())
            .bind(Moment::from(now))
            .execute(c)
            .await?;
        });
        let said =
            Said::of_person(Deed::SignedIn, Noun::Person, person, whose).with(json!({ "factors": factors }));
        change.commit(said).await?;
        Ok(token)
    }

    /// The session with this token, if it lives. One query; asked on every request. `limits` is asked
    /// with the person's role as it is now.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn session(
        &self,
        token: &Secret,
        now: Timestamp,
        limits: impl Fn(Role) -> SessionLimits + Send,
    ) -> Result<Option<Session>, StoreError> {
        let hash = self.0.keys.hash(SESSION, token.reveal());
        let found: Option<Session> = on!(self, |c| {
            sqlx::query_as(
                "select p.*, s.factors, s.opened_at, s.seen_at, s.proved_at
                 from sessions s join people p on p.id = s.person where s.token_hash = $1",
            )
            .bind(hash)
            .fetch_optional(c)
            .await?
        });
        let Some(mut session) = found else { return Ok(None) };
        let limits = limits(session.person.role);
        let over = now.duration_since(session.seen_at) > limits.idle
            || now.duration_since(session.opened_at) > limits.absolute;
        session.right = right_of(&session.person, now);
        Ok((!over).then_some(session))
    }

    /// Keeps that a session was used now. Writes only when the last time is a minute old.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn touch_session(
        &self,
        token: &Secret,
        session: &Session,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        if now.duration_since(session.seen_at) < SignedDuration::from_mins(1) {
            return Ok(());
        }
        let hash = self.0.keys.hash(SESSION, token.reveal());
        let mut change = self.change(&Actor::Person(session.person.id), now).await?;
        within!(change.tx, |c| {
            sqlx::query("update sessions set seen_at = $1 where token_hash = $2 and seen_at < $1")
                .bind(Moment::from(now))
                .bind(hash)
                .execute(c)
                .await?;
        });
        change.commit_unsaid(Unsaid::LastUse).await
    }

    /// Ends a session. One that is not there has ended.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn close_session(&self, token: &Secret, by: &Actor, now: Timestamp) -> Result<(), StoreError> {
        let hash = self.0.keys.hash(SESSION, token.reveal());
        let mut change = self.change(by, now).await?;
        let person: Option<Uuid> = within!(change.tx, |c| {
            sqlx::query_scalar("delete from sessions where token_hash = $1 returning person")
                .bind(hash)
                .fetch_optional(c)
                .await?
        });
        let Some(person) = person.map(PersonId) else { return change.commit_unsaid(Unsaid::Nothing).await };
        let whose = change.whose(person).await?;
        change.commit(Said::of_person(Deed::SignedOut, Noun::Person, person, whose)).await?;
        Ok(())
    }

    /// Ends every session of a person. Returns how many.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn close_all_of(
        &self,
        person: PersonId,
        by: &Actor,
        now: Timestamp,
    ) -> Result<u64, StoreError> {
        let mut change = self.change(by, now).await?;
        let whose = change.whose(person).await?;
        let ended = change.end_sessions(person).await?;
        let said = Said::of_person(Deed::SignedOutEverywhere, Noun::Person, person, whose)
            .with(json!({ "sessions": ended }));
        change.commit(said).await?;
        Ok(ended)
    }

    /// How many sessions of a person there are, and when each was opened and last seen; newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn sessions_of(
        &self,
        person: PersonId,
    ) -> Result<Vec<(Factors, Timestamp, Timestamp)>, StoreError> {
        let rows: Vec<SessionTimes> = on!(self, |c| {
            sqlx::query_as(
                "select factors, opened_at, seen_at from sessions where person = $1 order by opened_at desc",
            )
            .bind(person.0)
            .fetch_all(c)
            .await?
        });
        Ok(rows.into_iter().map(|row| (row.0, row.1, row.2)).collect())
    }

    /// Takes out what has outlived its use: sessions not seen for `idle`, codes, links and ceremonies past their
    /// end, and keys of requests done more than a week ago. Returns how many rows.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn sweep(&self, idle: SignedDuration, now: Timestamp) -> Result<u64, StoreError> {
        let mut change = self.change(&Actor::CommandLine, now).await?;
        let week = earlier(now, SignedDuration::from_hours(24 * ONCE_DAYS));
        let letters = earlier(now, SignedDuration::from_hours(24 * LETTER_DAYS));
        let calls = earlier(now, SignedDuration::from_hours(24 * CALLS_REMEMBERED_DAYS));
        let mut swept = 0;
        for (statement, before) in [
            ("delete from sessions where seen_at < $1", earlier(now, idle)),
            // A ticket counts for an hour, also when its code has ended.
            ("delete from sign_in_codes where expires_at < $1", earlier(now, TICKETS_COUNT)),
            ("delete from mailed_links where expires_at < $1", week),
            ("delete from ceremonies where expires_at < $1", now),
            ("delete from once_keys where at < $1", week),
            ("delete from call_checks where made_at < $1", calls),
            // Only the span that runs and the one before count.
            ("delete from call_misses where began_at < $1", earlier(now, SignedDuration::from_hours(1))),
            ("delete from letters where state in ('sent', 'given_up') and queued_at < $1", letters),
        ] {
            swept += within!(change.tx, |c| {
                sqlx::query(statement).bind(Moment::from(before)).execute(c).await?.rows_affected()
            });
        }
        change.commit_unsaid(Unsaid::Sweep).await?;
        Ok(swept)
    }
}

from_row!(Session, |row| Session {
    person: sqlx::FromRow::from_row(row)?,
    // Asked of the person when the time is known.
    right: Right::Good,
    factors: row.word("factors")?,
    opened_at: row.moment("opened_at")?,
    seen_at: row.moment("seen_at")?,
    proved_at: row.moment("proved_at")?,
});

struct SessionTimes(Factors, Timestamp, Timestamp);
from_row!(SessionTimes, |row| SessionTimes(
    row.word("factors")?,
    row.moment("opened_at")?,
    row.moment("seen_at")?
));

/// Whether a person may come in at this moment.
pub(crate) fn right_of(person: &Person, now: Timestamp) -> Right {
    if person.revoked_at.is_some() {
        Right::Revoked
    } else if person.expires_at.is_some_and(|end| end <= now) {
        Right::Expired
    } else {
        Right::Good
    }
}
