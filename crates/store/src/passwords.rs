//! Passwords with one-time codes (RFC 6238), and the recovery codes for when both are lost.

use centre::ledger::Actor;
use terms::{PersonId, Timestamp};

use crate::{Secret, Store, StoreError};

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
        unimplemented!()
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
        unimplemented!()
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
        unimplemented!()
    }

    /// The secret of a person's one-time codes, opened.
    ///
    /// # Errors
    /// When it cannot be opened with this centre's keys.
    pub async fn one_time_secret_of(&self, person: PersonId) -> Result<Option<OneTimeSecret>, StoreError> {
        unimplemented!()
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
        unimplemented!()
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
        unimplemented!()
    }

    /// Spends the code of a time step, and every one before. False when it was spent already, also when
    /// two try at one moment.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn spend_one_time_step(&self, person: PersonId, step: i64) -> Result<bool, StoreError> {
        unimplemented!()
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
        unimplemented!()
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
        unimplemented!()
    }

    /// How many recovery codes a person has left.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn recovery_codes_left(&self, person: PersonId) -> Result<u64, StoreError> {
        unimplemented!()
    }
}
