//! Identities at providers of single sign-on: issuer and subject are the key, never the address.

use centre::ledger::Actor;
use terms::{PersonId, Timestamp};

use crate::{Person, Store, StoreError};

impl Store {
    /// The person whose identity this is.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn person_with_identity(
        &self,
        issuer: &str,
        subject: &str,
    ) -> Result<Option<Person>, StoreError> {
        unimplemented!()
    }

    /// The identities of a person: issuer, subject, since when.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn identities_of(
        &self,
        person: PersonId,
    ) -> Result<Vec<(String, String, Timestamp)>, StoreError> {
        unimplemented!()
    }

    /// Links an identity to a person, and ends their sessions.
    ///
    /// # Errors
    /// When the identity is somebody else's.
    pub async fn link_identity(
        &self,
        person: PersonId,
        issuer: &str,
        subject: &str,
        by: &Actor,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        unimplemented!()
    }

    /// Takes an identity away from a person, and ends their sessions.
    ///
    /// # Errors
    /// When the person has no such identity.
    pub async fn unlink_identity(
        &self,
        person: PersonId,
        issuer: &str,
        subject: &str,
        by: &Actor,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        unimplemented!()
    }
}
