//! Domain names as a firm knows them: out of a pasted address bar, an e-mail address or a
//! name with accents comes one name in its two spellings.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::registrable_part;

/// The longest text that is looked at: longer than any address bar, shorter than an attack.
pub const LONGEST_INPUT: usize = 2_048;
/// The longest name in its dotted form (RFC 1035, 2.3.4, without the root dot).
pub const LONGEST_NAME: usize = 253;
/// The longest label (RFC 1035, 2.3.4).
pub const LONGEST_LABEL: usize = 63;

/// Why a text is not a domain name. Each variant's message says what to do next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DomainNameError {
    /// Nothing was typed.
    #[error("Type your web address or e-mail address, for example bakery.co.uk.")]
    Empty,
    /// Longer than [`LONGEST_INPUT`].
    #[error("That is too long to be a web address. Type only the name, for example bakery.co.uk.")]
    TooLong,
    /// One word without a dot.
    #[error("A web address has a dot in it, for example bakery.co.uk.")]
    NoDot,
    /// An address of numbers.
    #[error("That is a number address. Type the name instead, for example bakery.co.uk.")]
    Number,
    /// Characters that no name can hold.
    #[error(
        "That has signs in it that a web address cannot have. Type only the name, for example bakery.co.uk."
    )]
    Malformed,
    /// An ending under which names are sold, such as `co.uk`.
    #[error("That is only the ending of a web address. Type the whole name, for example bakery.co.uk.")]
    OnlyASuffix,
}

/// A domain name below a public suffix, in lower case, without the root dot.
///
/// Equality, order and storage use the ASCII spelling (A-labels, RFC 5890); people are shown
/// [`DomainName::to_unicode`].
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct DomainName(String);

impl DomainName {
    /// Reads a name out of what people paste: a bare name, a web address with scheme, port and
    /// path, or an e-mail address. A leading `www.` is taken away.
    ///
    /// # Errors
    /// [`DomainNameError`], whose message says what to do next.
    pub fn parse(text: &str) -> Result<Self, DomainNameError> {
        let host = host_part(text)?;
        let name = Self::parse_bare(host)?;
        match name.0.strip_prefix("www.") {
            Some(rest) if has_registrable_part(rest) => Ok(Self(rest.to_owned())),
            _ => Ok(name),
        }
    }

    /// Reads a bare name and nothing else.
    ///
    /// # Errors
    /// [`DomainNameError`], whose message says what to do next.
    pub fn parse_bare(text: &str) -> Result<Self, DomainNameError> {
        let text = text.trim().trim_end_matches('.');
        if text.is_empty() {
            return Err(DomainNameError::Empty);
        }
        if text.len() > LONGEST_INPUT {
            return Err(DomainNameError::TooLong);
        }
        if text.parse::<std::net::Ipv4Addr>().is_ok() || text.contains(':') || text.starts_with('[') {
            return Err(DomainNameError::Number);
        }
        let ascii = idna::domain_to_ascii_cow(text.as_bytes(), idna::AsciiDenyList::STD3)
            .map_err(|_| DomainNameError::Malformed)?
            .into_owned();
        check_labels(&ascii)?;
        if !has_registrable_part(&ascii) {
            return Err(DomainNameError::OnlyASuffix);
        }
        Ok(Self(ascii))
    }

    /// The spelling that DNS uses.
    pub fn as_ascii(&self) -> &str {
        &self.0
    }

    /// The spelling that people read. A name that cannot be shown safely stays in ASCII.
    pub fn to_unicode(&self) -> String {
        match idna::domain_to_unicode(&self.0) {
            (text, Ok(())) => text,
            _ => self.0.clone(),
        }
    }

    /// The part that its owner registered: `shop.bakery.co.uk` gives `bakery.co.uk`.
    pub fn registrable(&self) -> Self {
        Self(registrable_part(&self.0).unwrap_or(&self.0).to_owned())
    }

    /// The name in three: what its owner put in front, the one label that was registered, and the ending
    /// under which such names are sold. `a.shop.bakery.co.uk` gives `a.shop`, `bakery` and `co.uk`.
    pub fn parts(&self) -> (&str, &str, &str) {
        let registered = registrable_part(&self.0).unwrap_or(&self.0);
        let (label, ending) = registered.split_once('.').unwrap_or((registered, ""));
        let front = self.0.strip_suffix(registered).unwrap_or_default().trim_end_matches('.');
        (front, label, ending)
    }
}

/// The host in a pasted text: what stands between scheme or mailbox and port, path or query.
fn host_part(text: &str) -> Result<&str, DomainNameError> {
    let text = text.trim().trim_matches(|c| matches!(c, '<' | '>' | '"' | '\'' | ',' | ';'));
    if text.is_empty() {
        return Err(DomainNameError::Empty);
    }
    if text.len() > LONGEST_INPUT {
        return Err(DomainNameError::TooLong);
    }
    let rest = text.split_once("://").map_or(text, |(_, rest)| rest);
    let rest = rest.strip_prefix("mailto:").unwrap_or(rest);
    let rest = rest.split(['/', '?', '#', '\\']).next().unwrap_or_default();
    let rest = rest.rsplit_once('@').map_or(rest, |(_, host)| host);
    match rest.rsplit_once(':') {
        Some((host, port)) if !host.contains(':') && port.bytes().all(|b| b.is_ascii_digit()) => Ok(host),
        _ => Ok(rest),
    }
}

fn check_labels(ascii: &str) -> Result<(), DomainNameError> {
    if ascii.len() > LONGEST_NAME {
        return Err(DomainNameError::TooLong);
    }
    if !ascii.contains('.') {
        return Err(DomainNameError::NoDot);
    }
    let label_is_right = |label: &str| {
        (1..=LONGEST_LABEL).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    if !ascii.split('.').all(label_is_right) {
        return Err(DomainNameError::Malformed);
    }
    let last_is_number = ascii.rsplit('.').next().is_some_and(|l| l.bytes().all(|b| b.is_ascii_digit()));
    if last_is_number { Err(DomainNameError::Number) } else { Ok(()) }
}

fn has_registrable_part(ascii: &str) -> bool {
    registrable_part(ascii).is_some()
}

impl fmt::Display for DomainName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for DomainName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DomainName({})", self.0)
    }
}

impl FromStr for DomainName {
    type Err = DomainNameError;
    fn from_str(text: &str) -> Result<Self, DomainNameError> {
        Self::parse(text)
    }
}

impl TryFrom<String> for DomainName {
    type Error = DomainNameError;
    fn try_from(text: String) -> Result<Self, DomainNameError> {
        Self::parse_bare(&text)
    }
}

impl From<DomainName> for String {
    fn from(name: DomainName) -> Self {
        name.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(typed: &str, expected: &str) {
        assert_eq!(DomainName::parse(typed).map(|n| n.0), Ok(expected.to_owned()), "{typed}");
    }

    #[test]
    fn a_name_is_found_in_whatever_people_paste() {
        check("bakery.co.uk", "bakery.co.uk");
        check("  WWW.Bakery.CO.UK. ", "bakery.co.uk");
        check("https://www.bakery.co.uk:8443/shop?x=1#top", "bakery.co.uk");
        check("mailto:anna@bakery.co.uk", "bakery.co.uk");
        check("<anna@bakery.co.uk>", "bakery.co.uk");
        check("http://user:secret@bakery.co.uk/", "bakery.co.uk");
        check("shop.bakery.co.uk", "shop.bakery.co.uk");
        check("bücher.example", "xn--bcher-kva.example");
        check("café。example", "xn--caf-dma.example");
        check("www.co.uk", "www.co.uk");
    }

    #[test]
    fn what_is_not_a_name_says_what_to_do() {
        for (typed, error) in [
            ("", DomainNameError::Empty),
            ("bakery", DomainNameError::NoDot),
            ("127.0.0.1", DomainNameError::Number),
            ("http://[::1]/", DomainNameError::Number),
            ("10.1", DomainNameError::Number),
            ("co.uk", DomainNameError::OnlyASuffix),
            ("bak ery.co.uk", DomainNameError::Malformed),
            ("bakery..co.uk", DomainNameError::Malformed),
            ("-bakery.co.uk", DomainNameError::Malformed),
            ("bak_ery.co.uk", DomainNameError::Malformed),
            ("bakery.co.uk\0", DomainNameError::Malformed),
        ] {
            assert_eq!(DomainName::parse(typed), Err(error), "{typed}");
        }
    }

    #[test]
    fn the_limits_are_those_of_dns() {
        let label = "a".repeat(LONGEST_LABEL);
        assert!(DomainName::parse(&format!("{label}.example")).is_ok());
        assert!(DomainName::parse(&format!("{label}a.example")).is_err());
        assert_eq!(DomainName::parse(&"a".repeat(LONGEST_INPUT + 1)), Err(DomainNameError::TooLong));
    }

    #[test]
    fn the_owner_registered_the_part_below_the_suffix() {
        let name = DomainName::parse("a.shop.bakery.co.uk").unwrap();
        assert_eq!(name.registrable().as_ascii(), "bakery.co.uk");
        assert_eq!(DomainName::parse("bücher.example").unwrap().to_unicode(), "bücher.example");
        assert_eq!(name.parts(), ("a.shop", "bakery", "co.uk"));
        assert_eq!(DomainName::parse("bakery.example").unwrap().parts(), ("", "bakery", "example"));
    }

    proptest! {
        #[test]
        fn any_text_is_answered_and_what_is_read_reads_back(text in "\\PC{0,80}") {
            if let Ok(name) = DomainName::parse(&text) {
                prop_assert_eq!(DomainName::parse_bare(name.as_ascii()), Ok(name));
            }
        }
    }
}
