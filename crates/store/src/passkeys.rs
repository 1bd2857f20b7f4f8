//! Passkeys (WebAuthn level 3): the credential as its library writes it, and its id to find it by.

use centre::ledger::Actor;
use serde_json::json;
use terms::{PasskeyId, PersonId, PlainLine, Timestamp};

use crate::cells::{Cells as _, from_row};
use crate::change::{Said, Unsaid};
use crate::db::{on, within};
use crate::moment::Moment;
use crate::{Deed, Noun, Store, StoreError};

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
        let id = PasskeyId::random(&*self.0.chance);
        let mut change = self.change(by, now).await?;
        let whose = change.whose(person).await?;
        let rows = within!(change.tx, |c| {
            sqlx::query(
                "insert into passkeys (id, person, credential_id, credential, name, made_at)
                 values ($1, $2, $3, $4, $5, $6) on conflict (credential_id) do nothing",
            )
            .bind(id.0)
            .bind(person.0)
            .bind(credential_id)
            .bind(credential)
            .bind(name.as_str())
            .bind(Moment::from(now))
            .execute(c)
            .await?
            .rows_affected()
        });
        if rows == 0 {
            return Err(StoreError::NotAllowed("this passkey is registered already"));
        }
        change.end_sessions(person).await?;
        let said =
            Said::of_person(Deed::PasskeyAdded, Noun::Passkey, id, whose).with(json!({ "name": name }));
        change.commit(said).await?;
        Ok(id)
    }

    /// The passkeys of a person, oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn passkeys_of(&self, person: PersonId) -> Result<Vec<Passkey>, StoreError> {
        Ok(on!(self, |c| {
            sqlx::query_as("select * from passkeys where person = $1 order by made_at, id")
                .bind(person.0)
                .fetch_all(c)
                .await?
        }))
    }

    /// The passkey with the authenticator's id.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn passkey_with(&self, credential_id: &[u8]) -> Result<Option<Passkey>, StoreError> {
        Ok(on!(self, |c| {
            sqlx::query_as("select * from passkeys where credential_id = $1")
                .bind(credential_id)
                .fetch_optional(c)
                .await?
        }))
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
        let mut change = self.change(&Actor::Visitor, now).await?;
        let rows = within!(change.tx, |c| {
            sqlx::query("update passkeys set credential = $1, used_at = $2 where id = $3")
                .bind(credential)
                .bind(Moment::from(now))
                .bind(id.0)
                .execute(c)
                .await?
                .rows_affected()
        });
        if rows == 0 {
            return Err(StoreError::NoSuch("passkey"));
        }
        change.commit_unsaid(Unsaid::LastUse).await
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
        let mut change = self.change(by, now).await?;
        let whose = change.whose(person).await?;
        let rows = within!(change.tx, |c| {
            sqlx::query("delete from passkeys where id = $1 and person = $2")
                .bind(id.0)
                .bind(person.0)
                .execute(c)
                .await?
                .rows_affected()
        });
        if rows == 0 {
            return Err(StoreError::NoSuch("passkey"));
        }
        change.end_sessions(person).await?;
        change.commit(Said::of_person(Deed::PasskeyRemoved, Noun::Passkey, id, whose)).await?;
        Ok(())
    }
}

from_row!(Passkey, |row| Passkey {
    id: PasskeyId(row.uuid("id")?),
    person: PersonId(row.uuid("person")?),
    credential_id: row.bytes("credential_id")?,
    credential: row.text("credential")?,
    name: row.typed("name")?,
    made_at: row.moment("made_at")?,
    used_at: row.maybe_moment("used_at")?,
});
