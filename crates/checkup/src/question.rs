//! What can be asked of DNS: a name, a kind of record, and whether seals are to be ignored.

use std::fmt;
use std::net::IpAddr;

use serde::{Deserialize, Serialize};
use terms::DomainName;

/// The longest name in its dotted form (RFC 1035, 2.3.4, without the root dot).
pub const LONGEST_NAME: usize = 253;
/// The longest label (RFC 1035, 2.3.4).
pub const LONGEST_LABEL: usize = 63;
/// Room for most names.
const USUAL_NAME: usize = 40;

/// A name that can own records. Wider than [`DomainName`]: `_dmarc.bakery.example` and the slips
/// that people make in SPF lists are names as well. Lower case, printable ASCII, no root dot;
/// the root itself prints as `.`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RecordName(String);

/// The text cannot be a name in DNS, or not one that we would ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RecordNameError;

impl fmt::Display for RecordNameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("this is not a name that can own records")
    }
}
impl std::error::Error for RecordNameError {}

impl RecordName {
    /// Reads a dotted name; a dot at the end is taken away, `.` alone is the root.
    ///
    /// # Errors
    /// [`RecordNameError`] for an empty or overlong label, an overlong name, or a character that
    /// is not printable ASCII (a backslash counts as one: we never guess at escapes).
    pub fn parse(text: &str) -> Result<Self, RecordNameError> {
        if text == "." {
            return Ok(Self(String::new()));
        }
        let text = text.strip_suffix('.').unwrap_or(text);
        if is_name(text) { Ok(Self(text.to_ascii_lowercase())) } else { Err(RecordNameError) }
    }

    /// Reads a name from the labels of a DNS message.
    ///
    /// # Errors
    /// [`RecordNameError`] where a label holds a dot or a byte that is not printable ASCII.
    pub fn from_labels<'a>(labels: impl Iterator<Item = &'a [u8]>) -> Result<Self, RecordNameError> {
        let mut text = String::with_capacity(USUAL_NAME);
        for label in labels {
            let right = |b: &u8| b.is_ascii_graphic() && *b != b'\\' && *b != b'.';
            if label.is_empty() || label.len() > LONGEST_LABEL || !label.iter().all(right) {
                return Err(RecordNameError);
            }
            if !text.is_empty() {
                text.push('.');
            }
            text.push_str(std::str::from_utf8(label).map_err(|_| RecordNameError)?);
        }
        text.make_ascii_lowercase();
        if text.len() > LONGEST_NAME { Err(RecordNameError) } else { Ok(Self(text)) }
    }

    /// A name that a macro made (RFC 7208, 7.3), in which blanks may stand. Nobody has to be able to type it.
    pub(crate) fn of_macro(text: &str) -> Option<Self> {
        let text = text.strip_suffix('.').unwrap_or(text);
        let right = |label: &str| {
            (1..=LONGEST_LABEL).contains(&label.len())
                && label.bytes().all(|b| (b.is_ascii_graphic() || b == b' ') && b != b'\\')
        };
        let fits = text.len() <= LONGEST_NAME && text.split('.').all(right);
        fits.then(|| Self(text.to_ascii_lowercase()))
    }

    /// The name at which the name of an address stands (RFC 1035, 3.5; RFC 3596, 2.5).
    pub(crate) fn reverse_of(address: IpAddr) -> Self {
        let name = match address {
            IpAddr::V4(v4) => {
                let [a, b, c, d] = v4.octets();
                format!("{d}.{c}.{b}.{a}.in-addr.arpa")
            }
            IpAddr::V6(v6) => {
                let digits = v6.octets().into_iter().rev().flat_map(|octet| [octet & 15, octet >> 4]);
                digits.map(|digit| format!("{digit:x}.")).collect::<String>() + "ip6.arpa"
            }
        };
        Self(name)
    }

    /// The name in dotted form without the root dot; empty for the root.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Is this the root? A mail server of that name means "no mail here" (RFC 7505).
    pub fn is_root(&self) -> bool {
        self.0.is_empty()
    }

    /// The labels from left to right.
    pub fn labels(&self) -> impl Iterator<Item = &str> {
        self.0.split('.').filter(|label| !label.is_empty())
    }

    /// The name with one more label in front, where that still fits.
    pub fn with_label(&self, label: &str) -> Option<Self> {
        let mut text = String::with_capacity(label.len() + 1 + self.0.len());
        text.push_str(label);
        if !self.is_root() {
            text.push('.');
            text.push_str(&self.0);
        }
        text.make_ascii_lowercase();
        is_name(&text).then_some(Self(text))
    }

    /// The name above this one; none above a single label.
    pub fn parent(&self) -> Option<Self> {
        self.0.split_once('.').map(|(_, rest)| Self(rest.to_owned()))
    }

    /// Is this name `other`, or a name below it?
    pub fn is_within(&self, other: &Self) -> bool {
        other.is_root()
            || self.0.strip_suffix(&other.0).is_some_and(|front| front.is_empty() || front.ends_with('.'))
    }
}

/// Is this a dotted name of labels that we would ask for? The root is none.
fn is_name(text: &str) -> bool {
    let mut label = 0;
    for byte in text.bytes() {
        if byte == b'.' && label > 0 {
            label = 0;
        } else if byte != b'.' && byte.is_ascii_graphic() && byte != b'\\' && label < LONGEST_LABEL {
            label += 1;
        } else {
            return false;
        }
    }
    label > 0 && text.len() <= LONGEST_NAME
}

impl From<&DomainName> for RecordName {
    fn from(name: &DomainName) -> Self {
        Self(name.as_ascii().to_owned())
    }
}

impl TryFrom<String> for RecordName {
    type Error = RecordNameError;
    fn try_from(text: String) -> Result<Self, RecordNameError> {
        Self::parse(&text).or_else(|error| Self::of_macro(&text).ok_or(error))
    }
}

impl From<RecordName> for String {
    fn from(name: RecordName) -> Self {
        name.to_string()
    }
}

impl fmt::Display for RecordName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.is_root() { "." } else { &self.0 })
    }
}

impl fmt::Debug for RecordName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

/// A kind of record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Kind {
    /// An IPv4 address (RFC 1035).
    A,
    /// An IPv6 address (RFC 3596).
    Aaaa,
    /// A name server (RFC 1035).
    Ns,
    /// A mail server (RFC 1035, 7505).
    Mx,
    /// Free text: SPF and DMARC live here (RFC 1035).
    Txt,
    /// Who may issue certificates (RFC 8659).
    Caa,
    /// The parent's half of the seal (RFC 4034).
    Ds,
    /// "Look there instead" (RFC 1035).
    Cname,
    /// The retired type 99, where some lists still stand (RFC 7208, 3.1).
    Spf,
    /// The start of the zone (RFC 1035).
    Soa,
    /// The zone's keys (RFC 4034), with the signatures over them.
    Dnskey,
    /// The certificate that a server must show (RFC 6698).
    Tlsa,
    /// The name of an address (RFC 1035).
    Ptr,
}

impl Kind {
    /// All kinds, for tests and tables.
    pub const ALL: [Self; 13] = [
        Self::A,
        Self::Aaaa,
        Self::Ns,
        Self::Mx,
        Self::Txt,
        Self::Caa,
        Self::Ds,
        Self::Cname,
        Self::Spf,
        Self::Soa,
        Self::Dnskey,
        Self::Tlsa,
        Self::Ptr,
    ];

    /// The name that DNS people use.
    pub fn word(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::Aaaa => "AAAA",
            Self::Ns => "NS",
            Self::Mx => "MX",
            Self::Txt => "TXT",
            Self::Caa => "CAA",
            Self::Ds => "DS",
            Self::Cname => "CNAME",
            Self::Spf => "SPF",
            Self::Soa => "SOA",
            Self::Dnskey => "DNSKEY",
            Self::Tlsa => "TLSA",
            Self::Ptr => "PTR",
        }
    }
}

/// One question to DNS.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Question {
    /// The name whose records are wanted.
    pub name: RecordName,
    /// The kind of record that is wanted.
    pub kind: Kind,
    /// Ask the resolver not to check seals (the CD bit, RFC 4035, 3.2.2). When a name fails with
    /// checking and answers without, its seal is broken.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub ignoring_seals: bool,
}

impl Question {
    /// The ordinary question.
    pub fn new(name: RecordName, kind: Kind) -> Self {
        Self { name, kind, ignoring_seals: false }
    }

    /// The same question with seals ignored.
    pub fn ignoring_seals(name: RecordName, kind: Kind) -> Self {
        Self { name, kind, ignoring_seals: true }
    }
}

impl fmt::Display for Question {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seals = if self.ignoring_seals { " (ignoring seals)" } else { "" };
        write!(f, "{} {}{seals}", self.name, self.kind.word())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limits_are_those_of_dns() {
        let label = "a".repeat(LONGEST_LABEL);
        assert!(RecordName::parse(&format!("{label}.example")).is_ok());
        assert!(RecordName::parse(&format!("{label}a.example")).is_err());
        let name = format!("{label}.{label}.{label}.{}", "a".repeat(LONGEST_NAME - 192));
        assert!(RecordName::parse(&name).is_ok());
        assert!(RecordName::parse(&format!("{name}a")).is_err());
        assert!(RecordName::parse(&name).unwrap().with_label("x").is_none());
    }

    #[test]
    fn slips_of_people_are_names_too_but_not_everything_is() {
        assert!(RecordName::parse("spf.a.exampleinclude:spf.b.example").is_ok());
        for text in ["", "a..b", "a b", "a\\b", "caf\u{e9}.example", "a\u{0}b"] {
            assert!(RecordName::parse(text).is_err(), "{text:?}");
        }
        assert!(RecordName::parse(".").unwrap().is_root());
        assert_eq!(RecordName::parse("A.Example.").unwrap().to_string(), "a.example");
    }

    #[test]
    fn an_address_has_a_name_of_its_own() {
        let reverse = |address: &str| RecordName::reverse_of(address.parse().unwrap()).to_string();
        assert_eq!(reverse("192.0.2.10"), "10.2.0.192.in-addr.arpa");
        assert_eq!(
            reverse("2001:db8::567:89ab"),
            "b.a.9.8.7.6.5.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa"
        );
        assert!(RecordName::parse(&reverse("2001:db8::1")).is_ok());
    }

    #[test]
    fn within_means_the_same_name_or_one_below() {
        let name = |text| RecordName::parse(text).unwrap();
        assert!(name("a.b.example").is_within(&name("b.example")));
        assert!(name("b.example").is_within(&name("b.example")));
        assert!(!name("ab.example").is_within(&name("b.example")));
        assert!(name("b.example").is_within(&name(".")));
    }
}
