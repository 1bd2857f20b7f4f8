//! Passkeys (WebAuthn level 3): the credential as its library writes it, and its id to find it by.

use centre::ledger::Actor;
use terms::{PasskeyId, PersonId, PlainLine, Timestamp};

use crate::{Store, StoreError};

/// A passkey of a person.
#[derive(Debug, Clone, PartialEq)]
pub struct Passkey {
    /// Our id of it.
    pub id: PasskeyId,
    /// Whose.
    pub person: PersonId,
    /// The authenticator's id of it.
    pub credential_id: Vec<u8>,
    /// The credential as JSON; public key and counter, nothing secret.
    pub credential: String,
    /// What its owner calls it.
    pub name: PlainLine,
    /// When it was added.
    pub made_at: Timestamp,
    /// When it was last used.
    pub used_at: Option<Timestamp>,
}

impl Store {
    /// Adds a passkey, and ends every session of the person: open a new one at once.
    ///
    /// # Errors
    /// When there is no such person, or the credential is somebody's already.
    pub async fn add_passkey(
        &self,
        person: PersonId,
        credential_id: &[u8],
        credential: &str,
        name: &PlainLine,
        by: &Actor,
        now: Timestamp,
    ) -> Result<PasskeyId, StoreError> {
        unimplemented!()
    }

    /// The passkeys of a person, oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn passkeys_of(&self, person: PersonId) -> Result<Vec<Passkey>, StoreError> {
        unimplemented!()
    }

    /// The passkey with the authenticator's id.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn passkey_with(&self, credential_id: &[u8]) -> Result<Option<Passkey>, StoreError> {
        unimplemented!()
    }

    /// Keeps that a passkey was used, with its new counter. Writes no entry: the session that it opens does.
    ///
    /// # Errors
    /// When there is no such passkey.
    pub async fn passkey_used(
        &self,
        id: PasskeyId,
        credential: &str,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        unimplemented!()
    }

    /// Takes a passkey away from its person, and ends their sessions.
    ///
    /// # Errors
    /// When the person has no such passkey.
    pub async fn remove_passkey(
        &self,
        person: PersonId,
        id: PasskeyId,
        by: &Actor,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        unimplemented!()
    }
}
