//! The letters of joining: each says who writes, why, and that doing nothing is fine.

use store::{NewLetter, NewMember, Secret};
use terms::{EmailAddress, OrganisationId};

use crate::face::words::{FluentValue, Words};

/// The letter with the link that confirms a membership.
pub(super) fn confirm_letter(
    new: &NewMember,
    organisation: OrganisationId,
    link: &str,
    origin: &str,
    centre: &str,
) -> NewLetter {
    let words = Words::default();
    let gaps = [
        ("name", FluentValue::from(new.contact.name.as_str())),
        ("firm", FluentValue::from(new.name.as_str())),
        ("link", FluentValue::from(format!("{origin}/join/confirm/{link}"))),
        ("centre", FluentValue::from(centre)),
        ("origin", FluentValue::from(origin)),
    ];
    NewLetter {
        recipient: new.contact.email.clone(),
        confirmed: false,
        organisation: Some(organisation),
        subject: words.say_with("join-letter-subject", &gaps),
        text: words.say_with("join-letter-text", &gaps),
        cause: "confirm_membership".to_owned(),
    }
}

/// What a letter to a further contact says: who added whom to what.
pub(crate) struct ContactLetter<'a> {
    /// The new contact's name.
    pub(crate) name: &'a str,
    /// Where it goes.
    pub(crate) email: &'a EmailAddress,
    /// Who added them.
    pub(crate) by: &'a str,
    /// The firm and its name.
    pub(crate) organisation: OrganisationId,
    /// The firm's name.
    pub(crate) firm: &'a str,
    /// The house.
    pub(crate) origin: &'a str,
    /// The house's name.
    pub(crate) centre: &'a str,
}

/// The letter with the link that confirms a further contact.
pub(crate) fn contact_letter(about: &ContactLetter<'_>, link: &Secret) -> NewLetter {
    let words = Words::default();
    let gaps = [
        ("name", FluentValue::from(about.name)),
        ("by", FluentValue::from(about.by)),
        ("firm", FluentValue::from(about.firm)),
        ("link", FluentValue::from(format!("{}/join/contact/{}", about.origin, link.reveal()))),
        ("centre", FluentValue::from(about.centre)),
        ("origin", FluentValue::from(about.origin)),
    ];
    NewLetter {
        recipient: about.email.clone(),
        confirmed: false,
        organisation: Some(about.organisation),
        subject: words.say_with("join-contact-letter-subject", &gaps),
        text: words.say_with("join-contact-letter-text", &gaps),
        cause: "confirm_contact".to_owned(),
    }
}
