//! Sessions: who is at the other end of a request.

use centre::ledger::Actor;
use centre::roles::Role;
use jiff::SignedDuration;
use terms::{PersonId, Timestamp};

use crate::{Factors, Person, Secret, Store, StoreError};

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
        unimplemented!()
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
        unimplemented!()
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
        unimplemented!()
    }

    /// Ends a session. One that is not there has ended.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn close_session(&self, token: &Secret, by: &Actor, now: Timestamp) -> Result<(), StoreError> {
        unimplemented!()
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
        unimplemented!()
    }

    /// How many sessions of a person there are, and when each was opened and last seen; newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn sessions_of(
        &self,
        person: PersonId,
    ) -> Result<Vec<(Factors, Timestamp, Timestamp)>, StoreError> {
        unimplemented!()
    }

    /// Takes out what has outlived its use: sessions not seen for `idle`, codes, links and ceremonies past their
    /// end, and keys of requests done more than a week ago. Returns how many rows.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn sweep(&self, idle: SignedDuration, now: Timestamp) -> Result<u64, StoreError> {
        unimplemented!()
    }
}
