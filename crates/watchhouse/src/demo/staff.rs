//! The people of the centre and of its partners in the demonstration, one at least of each role.

use centre::ledger::Actor;
use centre::roles::Role;
use store::{NewAccount, Store, StoreError};
use terms::{EmailAddress, PersonId, PlainLine, Timestamp};

use super::people::CENTRE_DOMAIN;

/// How long set-up links of the demonstration work, in days. Nobody needs them: sign-in is one click.
const LINK_DAYS: u32 = 1;

/// Name, mailbox, role, partner body, borough.
type Someone = (&'static str, &'static str, Role, Option<&'static str>, Option<&'static str>);

const STAFF: &[Someone] = &[
    ("Esther Fairlowe", "manager", Role::Manager, None, None),
    ("Kwame Dunbeck", "desk", Role::ContactOfficer, None, None),
    ("Niamh Larkvane", "desk.north", Role::ContactOfficer, None, None),
    ("Ravi Thornwick", "rounds", Role::OutreachOfficer, None, None),
    ("Zofia Penquist", "rounds.east", Role::OutreachOfficer, None, None),
    ("Milan Harrowdene", "lab", Role::Analyst, None, None),
    ("Ruth Everthwaite", "supervisor", Role::Supervisor, None, None),
    ("Imani Kescombe", "safeguarding", Role::SafeguardingLead, None, None),
    ("Leon Ingmantle", "student", Role::Student, None, None),
    ("Gloria Marhollow", "volunteer", Role::Volunteer, None, None),
    ("Paolo Wexover", "provider", Role::Provider, None, None),
    ("Sorcha Rosskeld", "police", Role::PolicePartner, Some("metropolitan-police"), None),
    ("Tariq Northnock", "council", Role::CouncilPartner, Some("council-hackney"), Some("E09000012")),
    ("Priya Quillfeather", "university", Role::AcademicPartner, None, None),
    ("Anton Caldersby", "funder", Role::Funder, None, None),
];

/// Adds an account for each and returns the people who write notes about members.
///
/// # Errors
/// When the database fails.
pub async fn add(store: &Store, now: Timestamp) -> Result<Vec<PersonId>, StoreError> {
    let mut officers = Vec::new();
    for (name, mailbox, role, body, remit) in STAFF {
        let address = format!("{mailbox}@{CENTRE_DOMAIN}");
        let (Ok(name), Ok(email)) = (PlainLine::parse(name), EmailAddress::parse(&address)) else { continue };
        let new = NewAccount {
            name,
            email,
            role: *role,
            body: body.map(str::to_owned),
            remit: remit.map(str::to_owned),
            expires_at: None,
        };
        let (person, _link) = store.add_account(&new, LINK_DAYS, &Actor::CommandLine, now).await?;
        if matches!(role, Role::ContactOfficer | Role::OutreachOfficer) {
            officers.push(person);
        }
    }
    Ok(officers)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_somebody_of_each_role_that_has_an_account_of_its_own() {
        for role in Role::ALL {
            let has = STAFF.iter().any(|(_, _, r, _, _)| *r == role);
            assert_eq!(has, role != Role::Visitor && !role.is_of_a_member(), "{role}");
        }
    }

    #[test]
    fn their_bodies_and_boroughs_are_of_london() {
        let region = crate::region::read(None).expect("London is built in");
        for (name, mailbox, _, body, borough) in STAFF {
            assert!(PlainLine::parse(name).is_ok());
            assert!(EmailAddress::parse(&format!("{mailbox}@{CENTRE_DOMAIN}")).is_ok());
            assert!(body.is_none_or(|body| region.body(body).is_some()), "{body:?}");
            assert!(borough.is_none_or(|code| region.boroughs.iter().any(|b| b.code.as_str() == code)));
        }
    }
}
