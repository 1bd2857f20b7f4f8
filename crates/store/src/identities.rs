//! Identities at providers of single sign-on: issuer and subject are the key, never the address.

use centre::ledger::Actor;
use serde_json::json;
use terms::{PersonId, Timestamp};

use crate::cells::{Cells as _, from_row};
use crate::change::Said;
use crate::db::{on, within};
use crate::moment::Moment;
use crate::{Deed, Noun, Person, Store, StoreError};

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
        Ok(on!(self, |c| {
            sqlx::query_as(
                "select p.* from identities i join people p on p.id = i.person where i.issuer = $1 and i.subject = $2",
            )
            .bind(issuer)
            .bind(subject)
            .fetch_optional(c)
            .await?
        }))
    }

    /// The identities of a person: issuer, subject, since when.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn identities_of(
        &self,
        person: PersonId,
    ) -> Result<Vec<(String, String, Timestamp)>, StoreError> {
        let rows: Vec<Identity> = on!(self, |c| {
            sqlx::query_as(
                "select issuer, subject, linked_at from identities where person = $1 order by linked_at",
            )
            .bind(person.0)
            .fetch_all(c)
            .await?
        });
        Ok(rows.into_iter().map(|row| (row.0, row.1, row.2)).collect())
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
        let mut change = self.change(by, now).await?;
        let whose = change.whose(person).await?;
        let rows = within!(change.tx, |c| {
            sqlx::query(
                "insert into identities (issuer, subject, person, linked_at) values ($1, $2, $3, $4)
                 on conflict (issuer, subject) do nothing",
            )
            .bind(issuer)
            .bind(subject)
            .bind(person.0)
            .bind(Moment::from(now))
            .execute(c)
            .await?
            .rows_affected()
        });
        if rows == 0 {
            return Err(StoreError::NotAllowed("this identity belongs to an account already"));
        }
        change.end_sessions(person).await?;
        let said = Said::of_person(Deed::IdentityLinked, Noun::Person, person, whose)
            .with(json!({ "issuer": issuer }));
        change.commit(said).await?;
        Ok(())
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
        let mut change = self.change(by, now).await?;
        let whose = change.whose(person).await?;
        let rows = within!(change.tx, |c| {
            sqlx::query("delete from identities where issuer = $1 and subject = $2 and person = $3")
                .bind(issuer)
                .bind(subject)
                .bind(person.0)
                .execute(c)
                .await?
                .rows_affected()
        });
        if rows == 0 {
            return Err(StoreError::NoSuch("identity"));
        }
        change.end_sessions(person).await?;
        let said = Said::of_person(Deed::IdentityRemoved, Noun::Person, person, whose)
            .with(json!({ "issuer": issuer }));
        change.commit(said).await?;
        Ok(())
    }
}

struct Identity(String, String, Timestamp);
from_row!(Identity, |row| Identity(row.text("issuer")?, row.text("subject")?, row.moment("linked_at")?));
