//! People: contacts of members, and accounts of staff and partners, in one table.

use centre::ledger::Actor;
use centre::roles::Role;
use terms::{EmailAddress, OrganisationId, PersonId, PhoneNumber, PlainLine, Timestamp};

use crate::{NewLetter, Secret, Store, StoreError};

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
        unimplemented!()
    }

    /// The person with this id.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn person(&self, id: PersonId) -> Result<Option<Person>, StoreError> {
        unimplemented!()
    }

    /// The people with this address, in any case: one mailbox may serve several organisations.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn people_with_email(&self, email: &EmailAddress) -> Result<Vec<Person>, StoreError> {
        unimplemented!()
    }

    /// Everybody who has an account and is no contact of a member, by name.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn accounts(&self) -> Result<Vec<Person>, StoreError> {
        unimplemented!()
    }

    /// Whether any manager can sign in: while none can, the set-up page is open.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn has_a_manager(&self) -> Result<bool, StoreError> {
        unimplemented!()
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
        unimplemented!()
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
        unimplemented!()
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
        unimplemented!()
    }

    /// Takes a contact out of a member, with their sessions and ways of signing in.
    ///
    /// # Errors
    /// When it is the member's last contact: the member leaves instead.
    pub async fn remove_contact(&self, id: PersonId, by: &Actor, now: Timestamp) -> Result<(), StoreError> {
        unimplemented!()
    }

    /// Names a contact the member's cyber warden; whoever was it is a contact again.
    ///
    /// # Errors
    /// When the person is no contact of a member.
    pub async fn name_warden(&self, id: PersonId, by: &Actor, now: Timestamp) -> Result<(), StoreError> {
        unimplemented!()
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
        unimplemented!()
    }

    /// Takes a person's right away, from the next request on, and ends their sessions and tokens.
    ///
    /// # Errors
    /// When it is the last manager.
    pub async fn revoke(&self, id: PersonId, by: &Actor, now: Timestamp) -> Result<(), StoreError> {
        unimplemented!()
    }

    /// Gives a person's right back.
    ///
    /// # Errors
    /// When there is no such person.
    pub async fn restore_person(&self, id: PersonId, by: &Actor, now: Timestamp) -> Result<(), StoreError> {
        unimplemented!()
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
        unimplemented!()
    }
}
