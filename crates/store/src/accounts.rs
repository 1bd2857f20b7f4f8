//! Accounts of staff and partners: made, changed, ended. There is always a manager.

use centre::ledger::Actor;
use centre::roles::Role;
use jiff::SignedDuration;
use serde_json::json;
use terms::{EmailAddress, PersonId, PlainLine, Timestamp};
use uuid::Uuid;

use crate::change::{Change, Said, Whose};
use crate::db::{Tx, on, within};
use crate::moment::Moment;
use crate::{Deed, LinkPurpose, Noun, Person, Secret, Store, StoreError};

/// A new account of somebody of the centre or at a partner.
#[derive(Debug, Clone)]
pub struct NewAccount {
    /// Their name.
    pub name: PlainLine,
    /// Where mail reaches them.
    pub email: EmailAddress,
    /// What they are to the centre; not a role of a member.
    pub role: Role,
    /// The partner body's code.
    pub body: Option<String>,
    /// The borough to which they are limited.
    pub remit: Option<String>,
    /// When their right ends by itself.
    pub expires_at: Option<Timestamp>,
}

impl Store {
    /// Everybody who has an account and is no contact of a member, by name.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn accounts(&self) -> Result<Vec<Person>, StoreError> {
        Ok(on!(self, |c| {
            sqlx::query_as("select * from people where organisation is null order by lower(name), id")
                .fetch_all(c)
                .await?
        }))
    }

    /// Whether there is a manager whose right stands: while there is none, the set-up page is open.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn has_a_manager(&self) -> Result<bool, StoreError> {
        let id: Option<Uuid> = on!(self, |c| {
            sqlx::query_scalar("select id from people where role = 'manager' and revoked_at is null limit 1")
                .fetch_optional(c)
                .await?
        });
        Ok(id.is_some())
    }

    /// Adds an account, with a set-up link that works for `days`. No letter: whoever adds the account hands the
    /// link over, or sends it with [`Store::queue_letter`].
    ///
    /// # Errors
    /// When the role is one of a member, or the address has an account already.
    pub async fn add_account(
        &self,
        new: &NewAccount,
        days: u32,
        by: &Actor,
        now: Timestamp,
    ) -> Result<(PersonId, Secret), StoreError> {
        if new.role.is_of_a_member() || new.role == Role::Visitor {
            return Err(StoreError::NotAllowed("an account has a role of the centre or of a partner"));
        }
        let mut change = self.change(by, now).await?;
        // One row that every new account locks: two with one address cannot slip past each other.
        change.lock_accounts().await?;
        let taken: Option<Uuid> = within!(change.tx, |c| {
            sqlx::query_scalar("select id from people where email_folded = $1 and organisation is null")
                .bind(new.email.folded())
                .fetch_optional(c)
                .await?
        });
        if taken.is_some() {
            return Err(StoreError::NotAllowed("somebody with this address has an account already"));
        }
        let person = PersonId::random(&*self.0.chance);
        within!(change.tx, |c| {
            sqlx::query(
                "insert into people (id, name, email, email_folded, role, body, remit, created_at, expires_at)
                 values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            )
            .bind(person.0)
            .bind(new.name.as_str())
            .bind(new.email.to_string())
            .bind(new.email.folded())
            .bind(new.role.name())
            .bind(&new.body)
            .bind(&new.remit)
            .bind(Moment::from(now))
            .bind(new.expires_at.map(Moment::from))
            .execute(c)
            .await?;
        });
        let lives = SignedDuration::from_hours(24 * i64::from(days));
        let link = change.insert_link(person, LinkPurpose::SetUp, lives).await?;
        let said =
            Said::of_person(Deed::AccountAdded, Noun::Person, person, Whose { person, organisation: None })
                .with(json!({ "name": new.name, "email": new.email, "role": new.role, "body": new.body,
                          "remit": new.remit, "expires_at": new.expires_at }));
        change.commit(said).await?;
        Ok((person, link))
    }

    /// Changes an account's role and ends every session of theirs.
    ///
    /// # Errors
    /// When the role is one of a member, or the last manager would be none.
    pub async fn change_role(
        &self,
        id: PersonId,
        role: Role,
        by: &Actor,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        if role.is_of_a_member() || role == Role::Visitor {
            return Err(StoreError::NotAllowed("an account has a role of the centre or of a partner"));
        }
        let mut change = self.change(by, now).await?;
        change.lock_accounts().await?;
        let was = change.known_person(id).await?;
        if was.organisation.is_some() {
            return Err(StoreError::NotAllowed("a contact of a member has no other role"));
        }
        if role != Role::Manager {
            change.keep_a_manager_without(&was).await?;
        }
        within!(change.tx, |c| {
            sqlx::query("update people set role = $1 where id = $2")
                .bind(role.name())
                .bind(id.0)
                .execute(c)
                .await?;
        });
        change.end_sessions(id).await?;
        let whose = Whose { person: id, organisation: None };
        let said = Said::of_person(Deed::RoleChanged, Noun::Person, id, whose)
            .with(json!({ "was": was.role, "is": role }));
        change.commit(said).await?;
        Ok(())
    }

    /// Takes a person's right away, from the next request on, and ends their sessions and tokens.
    ///
    /// # Errors
    /// When it is the last manager.
    pub async fn revoke(&self, id: PersonId, by: &Actor, now: Timestamp) -> Result<(), StoreError> {
        let mut change = self.change(by, now).await?;
        change.lock_accounts().await?;
        let was = change.known_person(id).await?;
        change.keep_a_manager_without(&was).await?;
        within!(change.tx, |c| {
            sqlx::query("update people set revoked_at = $1 where id = $2 and revoked_at is null")
                .bind(Moment::from(now))
                .bind(id.0)
                .execute(&mut *c)
                .await?;
            sqlx::query("update api_tokens set revoked_at = $1 where person = $2 and revoked_at is null")
                .bind(Moment::from(now))
                .bind(id.0)
                .execute(&mut *c)
                .await?;
            sqlx::query("delete from mailed_links where person = $1").bind(id.0).execute(c).await?;
        });
        change.end_sessions(id).await?;
        let whose = Whose { person: id, organisation: was.organisation };
        change.commit(Said::of_person(Deed::PersonRevoked, Noun::Person, id, whose)).await?;
        Ok(())
    }

    /// Gives a person's right back.
    ///
    /// # Errors
    /// When there is no such person.
    pub async fn restore_person(&self, id: PersonId, by: &Actor, now: Timestamp) -> Result<(), StoreError> {
        let mut change = self.change(by, now).await?;
        let whose = change.whose(id).await?;
        within!(change.tx, |c| {
            sqlx::query("update people set revoked_at = null where id = $1").bind(id.0).execute(c).await?;
        });
        change.commit(Said::of_person(Deed::PersonRestored, Noun::Person, id, whose)).await?;
        Ok(())
    }

    /// Takes every way of signing in from an account, ends its sessions, and makes a new set-up link
    /// (`watchhouse user reset`).
    ///
    /// # Errors
    /// When there is no such person.
    pub async fn reset_account(
        &self,
        id: PersonId,
        days: u32,
        by: &Actor,
        now: Timestamp,
    ) -> Result<Secret, StoreError> {
        let mut change = self.change(by, now).await?;
        let whose = change.whose(id).await?;
        change.delete_ways_in(&[id]).await?;
        let lives = SignedDuration::from_hours(24 * i64::from(days));
        let link = change.insert_link(id, LinkPurpose::SetUp, lives).await?;
        let said = Said::of_person(Deed::LinkMade, Noun::Person, id, whose)
            .with(json!({ "purpose": LinkPurpose::SetUp, "ways_in": "taken away" }));
        change.commit(said).await?;
        Ok(link)
    }
}

impl Change {
    /// Whoever loses the right to manage must not be the last who has it.
    async fn keep_a_manager_without(&mut self, person: &Person) -> Result<(), StoreError> {
        if person.role != Role::Manager || person.revoked_at.is_some() {
            return Ok(());
        }
        let others: i64 = within!(self.tx, |c| {
            sqlx::query_scalar(
                "select count(*) from people where role = 'manager' and revoked_at is null and id <> $1",
            )
            .bind(person.id.0)
            .fetch_one(c)
            .await?
        });
        if others == 0 {
            return Err(StoreError::NotAllowed("this is the last manager; make somebody else one first"));
        }
        Ok(())
    }

    /// On PostgreSQL, lets no other change of accounts happen before the commit.
    async fn lock_accounts(&mut self) -> Result<(), StoreError> {
        if let Tx::Postgres(tx) = &mut self.tx {
            sqlx::query("/* postgres */ select pg_advisory_xact_lock(9001)").execute(&mut **tx).await?;
        }
        Ok(())
    }
}
