//! The invented people of the city: at firms, at the centre, at partners.

use terms::{EmailAddress, PhoneNumber, PlainLine};

use super::draw::Draw;
use super::words::{FAMILY_HEAD, FAMILY_TAIL, GIVEN};

/// The domain of the centre's own people in the demonstration.
pub const CENTRE_DOMAIN: &str = "watchhouse.example";

/// Somebody who does not exist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Somebody {
    /// Given and family name.
    pub name: PlainLine,
    /// Their mailbox.
    pub email: EmailAddress,
    /// A number that Ofcom keeps free for plays and films.
    pub phone: PhoneNumber,
}

/// Somebody with a mailbox at `domain`; `None` only if the word lists held unusable words.
pub fn somebody(draw: &mut Draw, domain: &str) -> Option<Somebody> {
    let given = draw.one(GIVEN);
    let family = format!("{}{}", draw.one(FAMILY_HEAD), draw.one(FAMILY_TAIL));
    let mailbox = match draw.below(3) {
        0 => given.to_ascii_lowercase(),
        1 => format!("{}.{}", given.to_ascii_lowercase(), family.to_ascii_lowercase()),
        _ => format!("{}{}", &given[..1].to_ascii_lowercase(), family.to_ascii_lowercase()),
    };
    Some(Somebody {
        name: PlainLine::parse(&format!("{given} {family}")).ok()?,
        email: EmailAddress::parse(&format!("{mailbox}@{domain}")).ok()?,
        phone: phone(draw)?,
    })
}

/// A London or mobile number of the ranges for drama (Ofcom: 020 7946 0000 to 0999, 07700 900000 to 900999).
fn phone(draw: &mut Draw) -> Option<PhoneNumber> {
    let last = draw.below(1_000);
    let number =
        if draw.percent(60.0) { format!("07700 900{last:03}") } else { format!("020 7946 0{last:03}") };
    PhoneNumber::parse(&number).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everybody_has_a_name_a_reserved_mailbox_and_a_number_for_plays() {
        for number in 0..500 {
            let one = somebody(&mut Draw::of(7, "people", number), "lantern.test").expect("usable words");
            assert!(one.email.domain().as_ascii().ends_with(".test"));
            let phone = one.phone.to_string().replace(' ', "");
            assert!(phone.contains("79460") || phone.contains("7700900"), "{phone}");
        }
    }
}
