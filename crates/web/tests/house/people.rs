//! The people of a story: firms with contacts, staff, partners, and how they come in.

use std::sync::atomic::Ordering;

use centre::ledger::Actor;
use centre::roles::Role;
use store::{
    Confirmed, Factors, Joined, NewAccount, NewContact, NewLetter, NewMember, Secret, SizeBand, Tier,
};
use terms::{EmailAddress, OrganisationId, PersonId, PlainLine, Reference};

use super::{Browser, House};

/// A member that a test made.
#[derive(Debug, Clone)]
pub struct Firm {
    /// Its id.
    pub organisation: OrganisationId,
    /// Its reference.
    pub reference: Reference,
    /// Its first contact.
    pub person: PersonId,
    /// The contact's address.
    pub email: EmailAddress,
}

impl House {
    /// A confirmed member with one contact; `email` may belong to several.
    pub async fn firm(&self, name: &str, email: &str) -> Firm {
        self.firm_with(name, email, None).await
    }

    /// A confirmed member with one contact and a domain.
    pub async fn firm_with(&self, name: &str, email: &str, domain: Option<&str>) -> Firm {
        let email = EmailAddress::parse(email).unwrap();
        let new = NewMember {
            once: format!("test-{}", self.names.fetch_add(1, Ordering::Relaxed)),
            name: PlainLine::parse(name).unwrap(),
            postcode: "E1 6AN".parse().unwrap(),
            borough: "E09000030".to_owned(),
            sector: "I".to_owned(),
            size: SizeBand::Micro,
            tier: Tier::Core,
            domain: domain.map(|d| d.parse().unwrap()),
            undertakings: "2026-11".to_owned(),
            source: "test".to_owned(),
            contact: NewContact {
                name: PlainLine::parse("Sam Owner").unwrap(),
                email: email.clone(),
                phone: None,
            },
        };
        let (store, by, now) = (&self.app.store, Actor::Visitor, self.now());
        let letter = plain_letter(&email);
        let with_link = |joined: &Joined| letter(joined.link.as_ref().unwrap());
        let joined = store.join(&new, &by, now, with_link).await.unwrap();
        let confirmed = store.confirm(&joined.link.unwrap(), &by, now).await.unwrap();
        assert!(!matches!(confirmed, Confirmed::NoSuchLink));
        Firm { organisation: joined.organisation, reference: joined.reference, person: joined.person, email }
    }

    /// Another contact of a firm.
    pub async fn contact_of(&self, firm: &Firm, name: &str, email: &str) -> PersonId {
        let email = EmailAddress::parse(email).unwrap();
        let new = NewContact { name: PlainLine::parse(name).unwrap(), email: email.clone(), phone: None };
        let (by, now) = (Actor::Visitor, self.now());
        self.app.store.add_contact(firm.organisation, &new, &by, now, plain_letter(&email)).await.unwrap()
    }

    /// An account of staff or of a partner, with no way to sign in yet but its set-up link.
    pub async fn account(&self, role: Role, email: &str) -> (PersonId, Secret) {
        let new = NewAccount {
            name: PlainLine::parse(&format!("Pat {}", role.spoken())).unwrap(),
            email: EmailAddress::parse(email).unwrap(),
            role,
            body: None,
            remit: None,
            expires_at: None,
        };
        self.app.store.add_account(&new, 7, &Actor::CommandLine, self.now()).await.unwrap()
    }

    /// Somebody new with this role, signed in; a visitor for [`Role::Visitor`].
    pub async fn sign_in_as(&self, role: Role) -> Browser {
        self.somebody(role).await.map_or_else(|| self.visitor(), |(_, browser)| browser)
    }

    /// Somebody new with this role, and their browser, signed in.
    pub async fn somebody(&self, role: Role) -> Option<(PersonId, Browser)> {
        let number = self.names.fetch_add(1, Ordering::Relaxed);
        let email = format!("person{number}@{}.example", role.name().replace('_', "-"));
        let person = match role {
            Role::Visitor => return None,
            Role::MemberContact | Role::CyberWarden => {
                let firm = self.firm(&format!("Firm {number} Ltd"), &email).await;
                if role == Role::CyberWarden {
                    let by = Actor::Person(firm.person);
                    self.app.store.name_warden(firm.person, &by, self.now()).await.unwrap();
                }
                firm.person
            }
            _ => self.account(role, &email).await.0,
        };
        Some((person, self.browser_for(person).await))
    }

    /// A browser in which this person is signed in, with what their role needs.
    pub async fn browser_for(&self, person: PersonId) -> Browser {
        let found = self.app.store.person(person).await.unwrap().unwrap();
        let factors = if found.role.needs_second_factor() { Factors::Passkey } else { Factors::Email };
        self.browser_with(person, factors).await
    }

    /// A browser in which this person has shown these factors.
    pub async fn browser_with(&self, person: PersonId, factors: Factors) -> Browser {
        let by = Actor::Person(person);
        let session = self.app.store.open_session(person, factors, None, &by, self.now()).await.unwrap();
        let mut browser = self.visitor();
        browser.cookies.insert(self.cookie_name().to_owned(), session.reveal().to_owned());
        browser
    }

    /// What the session cookie is called here.
    pub fn cookie_name(&self) -> &'static str {
        if self.app.facts.is_encrypted() { "__Host-watchhouse" } else { "watchhouse" }
    }

    /// A firm's first contact and their browser.
    pub async fn member(&self, name: &str, email: &str) -> (Firm, Browser) {
        let firm = self.firm(name, email).await;
        let browser = self.browser_for(firm.person).await;
        (firm, browser)
    }
}

fn plain_letter(to: &EmailAddress) -> impl FnOnce(&Secret) -> NewLetter + Send + use<> {
    let recipient = to.clone();
    move |link| NewLetter {
        recipient,
        confirmed: false,
        organisation: None,
        subject: "A letter of a test".to_owned(),
        text: format!("{}/{}", super::ORIGIN, link.reveal()),
        cause: "test".to_owned(),
    }
}
