//! People: contacts of members, and accounts of staff and partners, in one table.

use centre::ledger::Actor;
use centre::roles::Role;
use jiff::SignedDuration;
use serde_json::json;
use sqlx::QueryBuilder;
use terms::{EmailAddress, OrganisationId, PersonId, PhoneNumber, PlainLine, Timestamp};
use uuid::Uuid;

use crate::cells::{Cells as _, from_row};
use crate::change::{Change, Said, Whose};
use crate::db::{Tx, on, within};
use crate::moment::Moment;
use crate::{Deed, LinkPurpose, NewLetter, Noun, Secret, Store, StoreError};

/// So long the link works that confirms a further contact.
const CONTACT_LINK_HOURS: i64 = 72;

/// Somebody who is known by name.
#[derive(Debug, Clone, PartialEq)]
pub struct Person {
    /// Their id.
    pub id: PersonId,
    /// Their name.
    pub name: PlainLine,
    /// Where mail reaches them.
    pub email: EmailAddress,
    /// Where they can be rung.
    pub phone: Option<PhoneNumber>,
    /// What they are to the centre.
    pub role: Role,
    /// Their organisation, for contacts of a member.
    pub organisation: Option<OrganisationId>,
    /// The partner body's code in the region pack, for users at partners.
    pub body: Option<String>,
    /// The borough's code to which a partner's user is limited.
    pub remit: Option<String>,
    /// When they were added.
    pub created_at: Timestamp,
    /// When they showed that the address is theirs.
    pub confirmed_at: Option<Timestamp>,
    /// When their right was taken away.
    pub revoked_at: Option<Timestamp>,
    /// When their right ends by itself.
    pub expires_at: Option<Timestamp>,
}

/// A new contact of a member.
#[derive(Debug, Clone)]
pub struct NewContact {
    /// Their name.
    pub name: PlainLine,
    /// Where mail reaches them.
    pub email: EmailAddress,
    /// Where they can be rung.
    pub phone: Option<PhoneNumber>,
}

/// What can be changed of a person.
#[derive(Debug, Clone)]
pub struct ChangedPerson {
    /// Their name.
    pub name: PlainLine,
    /// Where mail reaches them. A new address counts as not confirmed.
    pub email: EmailAddress,
    /// Where they can be rung.
    pub phone: Option<PhoneNumber>,
}

impl Store {
    /// The people of an organisation, in the order in which they came.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn people_of(&self, organisation: OrganisationId) -> Result<Vec<Person>, StoreError> {
        Ok(on!(self, |c| {
            sqlx::query_as("select * from people where organisation = $1 order by created_at, id")
                .bind(organisation.0)
                .fetch_all(c)
                .await?
        }))
    }

    /// The person with this id.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn person(&self, id: PersonId) -> Result<Option<Person>, StoreError> {
        Ok(on!(self, |c| {
            sqlx::query_as("select * from people where id = $1").bind(id.0).fetch_optional(c).await?
        }))
    }

    /// The people with this address, in any case: one mailbox may serve several organisations.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn people_with_email(&self, email: &EmailAddress) -> Result<Vec<Person>, StoreError> {
        Ok(on!(self, |c| {
            sqlx::query_as("select * from people where email_folded = $1 order by created_at, id")
                .bind(email.folded())
                .fetch_all(c)
                .await?
        }))
    }

    /// Adds a contact to a member, with the link that confirms the address and its letter.
    ///
    /// # Errors
    /// When there is no such member, or it has the address already.
    pub async fn add_contact(
        &self,
        organisation: OrganisationId,
        new: &NewContact,
        by: &Actor,
        now: Timestamp,
        letter: impl FnOnce(&Secret) -> NewLetter + Send,
    ) -> Result<PersonId, StoreError> {
        let mut change = self.change(by, now).await?;
        change.lock_organisation(organisation).await?;
        change.standing_organisation(organisation).await?;
        let taken: Option<Uuid> = within!(change.tx, |c| {
            sqlx::query_scalar("select id from people where organisation = $1 and email_folded = $2")
                .bind(organisation.0)
                .bind(new.email.folded())
                .fetch_optional(c)
                .await?
        });
        if taken.is_some() {
            return Err(StoreError::NotAllowed("somebody with this address is a contact already"));
        }
        let person = change.insert_contact(organisation, new).await?;
        change.index_words(organisation).await?;
        let lives = SignedDuration::from_hours(CONTACT_LINK_HOURS);
        let link = change.insert_link(person, LinkPurpose::ConfirmContact, lives).await?;
        change.queue(&NewLetter { organisation: Some(organisation), ..letter(&link) }).await?;
        let whose = Whose { person, organisation: Some(organisation) };
        let said = Said::of_person(Deed::ContactAdded, Noun::Person, person, whose)
            .with(json!({ "name": new.name, "email": new.email, "phone": new.phone }));
        change.commit(said).await?;
        Ok(person)
    }

    /// Changes a person's details. When the address changes, every session of theirs ends.
    ///
    /// # Errors
    /// When there is no such person.
    pub async fn change_person(
        &self,
        id: PersonId,
        changed: &ChangedPerson,
        by: &Actor,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let mut change = self.change(by, now).await?;
        let was = change.known_person(id).await?;
        let whose = Whose { person: id, organisation: was.organisation };
        let moved = was.email != changed.email;
        within!(change.tx, |c| {
            sqlx::query(
                "update people set name = $1, email = $2, email_folded = $3, phone = $4 where id = $5",
            )
            .bind(changed.name.as_str())
            .bind(changed.email.to_string())
            .bind(changed.email.folded())
            .bind(changed.phone.as_ref().map(ToString::to_string))
            .bind(id.0)
            .execute(&mut *c)
            .await?;
            if moved {
                sqlx::query("update people set confirmed_at = null where id = $1")
                    .bind(id.0)
                    .execute(c)
                    .await?;
            }
        });
        if moved {
            change.end_sessions(id).await?;
        }
        if let Some(organisation) = was.organisation {
            change.index_words(organisation).await?;
        }
        let said = Said::of_person(Deed::PersonChanged, Noun::Person, id, whose).with(json!({
            "was": { "name": was.name, "email": was.email, "phone": was.phone },
            "is": { "name": changed.name, "email": changed.email, "phone": changed.phone },
        }));
        change.commit(said).await?;
        Ok(())
    }

    /// Takes a contact out of a member, with their sessions and ways of signing in.
    ///
    /// # Errors
    /// When it is the member's last contact: the member leaves instead.
    pub async fn remove_contact(&self, id: PersonId, by: &Actor, now: Timestamp) -> Result<(), StoreError> {
        let mut change = self.change(by, now).await?;
        let whose = change.whose(id).await?;
        let organisation =
            whose.organisation.ok_or(StoreError::NotAllowed("an account is revoked, not removed"))?;
        change.lock_organisation(organisation).await?;
        let others: i64 = within!(change.tx, |c| {
            sqlx::query_scalar("select count(*) from people where organisation = $1 and id <> $2")
                .bind(organisation.0)
                .bind(id.0)
                .fetch_one(c)
                .await?
        });
        if others == 0 {
            return Err(StoreError::NotAllowed("this is the last contact; add another one first, or leave"));
        }
        within!(change.tx, |c| {
            sqlx::query(
                "delete from letters where organisation = $1 and recipient_folded =
                 (select email_folded from people where id = $2)",
            )
            .bind(organisation.0)
            .bind(id.0)
            .execute(c)
            .await?;
        });
        change.delete_people(&[id]).await?;
        change.index_words(organisation).await?;
        let (_, erased) = change.erase(id.0, Noun::Person).await?;
        let said = Said::of(Deed::PersonRemoved, Noun::Person, id, organisation);
        change.commit_all(said, vec![erased]).await?;
        Ok(())
    }

    /// Names a contact the member's cyber warden; whoever was it is a contact again.
    ///
    /// # Errors
    /// When the person is no contact of a member.
    pub async fn name_warden(&self, id: PersonId, by: &Actor, now: Timestamp) -> Result<(), StoreError> {
        let mut change = self.change(by, now).await?;
        let whose = change.whose(id).await?;
        let organisation = whose
            .organisation
            .ok_or(StoreError::NotAllowed("only a contact of a member can be its cyber warden"))?;
        change.lock_organisation(organisation).await?;
        within!(change.tx, |c| {
            sqlx::query(
                "update people set role = 'member_contact' where organisation = $1 and role = 'cyber_warden'",
            )
            .bind(organisation.0)
            .execute(&mut *c)
            .await?;
            sqlx::query("update people set role = 'cyber_warden' where id = $1")
                .bind(id.0)
                .execute(c)
                .await?;
        });
        change.commit(Said::of_person(Deed::WardenNamed, Noun::Person, id, whose)).await?;
        Ok(())
    }
}

from_row!(Person, |row| Person {
    id: PersonId(row.uuid("id")?),
    name: row.typed("name")?,
    email: row.typed("email")?,
    phone: row.maybe_typed("phone")?,
    role: row.word("role")?,
    organisation: row.maybe_uuid("organisation")?.map(OrganisationId),
    body: row.maybe_text("body")?,
    remit: row.maybe_text("remit")?,
    created_at: row.moment("created_at")?,
    confirmed_at: row.maybe_moment("confirmed_at")?,
    revoked_at: row.maybe_moment("revoked_at")?,
    expires_at: row.maybe_moment("expires_at")?,
});

impl Change {
    pub(crate) async fn insert_contact(
        &mut self,
        organisation: OrganisationId,
        new: &NewContact,
    ) -> Result<PersonId, StoreError> {
        let id = PersonId::random(&*self.store().0.chance);
        let now = Moment::from(self.now());
        within!(self.tx, |c| {
            sqlx::query(
                "insert into people (id, name, email, email_folded, phone, role, organisation, created_at)
                 values ($1, $2, $3, $4, $5, 'member_contact', $6, $7)",
            )
            .bind(id.0)
            .bind(new.name.as_str())
            .bind(new.email.to_string())
            .bind(new.email.folded())
            .bind(new.phone.as_ref().map(ToString::to_string))
            .bind(organisation.0)
            .bind(now)
            .execute(c)
            .await?;
        });
        Ok(id)
    }

    pub(crate) async fn known_person(&mut self, id: PersonId) -> Result<Person, StoreError> {
        let found: Option<Person> = within!(self.tx, |c| {
            sqlx::query_as("select * from people where id = $1").bind(id.0).fetch_optional(c).await?
        });
        found.ok_or(StoreError::NoSuch("person"))
    }

    /// On PostgreSQL, lets no other change of this organisation's people and things happen before the commit.
    /// SQLite has one writer anyway.
    pub(crate) async fn lock_organisation(&mut self, id: OrganisationId) -> Result<(), StoreError> {
        if let Tx::Postgres(tx) = &mut self.tx {
            sqlx::query("/* postgres */ select 1 from organisations where id = $1 for update")
                .bind(id.0)
                .execute(&mut **tx)
                .await?;
        }
        Ok(())
    }

    /// Ends every session of a person. Returns how many.
    pub(crate) async fn end_sessions(&mut self, person: PersonId) -> Result<u64, StoreError> {
        Ok(within!(self.tx, |c| {
            sqlx::query("delete from sessions where person = $1")
                .bind(person.0)
                .execute(c)
                .await?
                .rows_affected()
        }))
    }

    /// Deletes people's sessions, links, tokens and ways of signing in.
    pub(crate) async fn delete_ways_in(&mut self, people: &[PersonId]) -> Result<(), StoreError> {
        for table in [
            "delete from sessions where person in (",
            "delete from mailed_links where person in (",
            "delete from passkeys where person in (",
            "delete from passwords where person in (",
            "delete from one_time_secrets where person in (",
            "delete from recovery_codes where person in (",
            "delete from identities where person in (",
            "delete from ceremonies where person in (",
            "delete from api_tokens where person in (",
        ] {
            self.delete_of(table, people).await?;
        }
        Ok(())
    }

    /// Deletes people, with all that is theirs.
    pub(crate) async fn delete_people(&mut self, people: &[PersonId]) -> Result<(), StoreError> {
        self.delete_ways_in(people).await?;
        self.delete_of("delete from people where id in (", people).await
    }

    async fn delete_of(&mut self, statement: &'static str, people: &[PersonId]) -> Result<(), StoreError> {
        if people.is_empty() {
            return Ok(());
        }
        within!(self.tx, |c| {
            let mut query = QueryBuilder::new(statement);
            let mut list = query.separated(", ");
            for person in people {
                list.push_bind(person.0);
            }
            query.push(")").build().execute(c).await?;
        });
        Ok(())
    }
}
