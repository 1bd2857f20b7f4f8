//! Macros in lists of senders (RFC 7208, section 7): their grammar, and what they become for one mail.

use std::net::IpAddr;

use crate::question::{LONGEST_NAME, RecordName};

/// Where a macro stands: some letters belong to explanations only (RFC 7208, 7.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// In a list.
    Name,
    /// In the words for a refused sender, where blanks are allowed too.
    Words,
}

/// A piece of a text with macros.
enum Piece<'a> {
    Plain(&'a str),
    Expand(Macro<'a>),
}

/// `%{` letter, how many parts from the right, turned round or not, delimiters `}`.
struct Macro<'a> {
    letter: u8,
    parts: Option<usize>,
    reversed: bool,
    delimiters: &'a str,
}

/// Are these visible ASCII, and does each `%` start a macro: `%%`, `%_`, `%-` or `%{…}`?
pub(super) fn macros_are_right(text: &str, place: Place) -> bool {
    pieces(text, place).is_some()
}

fn pieces(text: &str, place: Place) -> Option<Vec<Piece<'_>>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find('%') {
        pieces.push(Piece::Plain(rest.get(..at)?));
        let after = rest.get(at + 1..)?;
        let (piece, length) = match after.bytes().next()? {
            b'%' => (Piece::Plain("%"), 1),
            b'_' => (Piece::Plain(" "), 1),
            b'-' => (Piece::Plain("%20"), 1),
            b'{' => {
                let (inner, _) = after.get(1..)?.split_once('}')?;
                (Piece::Expand(read(inner, place)?), inner.len() + 2)
            }
            _ => return None,
        };
        pieces.push(piece);
        rest = after.get(length..)?;
    }
    pieces.push(Piece::Plain(rest));
    let is_right = |b: u8| b.is_ascii_graphic() || b == b' ' && place == Place::Words;
    text.bytes().all(is_right).then_some(pieces)
}

fn read(inner: &str, place: Place) -> Option<Macro<'_>> {
    let letter = inner.bytes().next()?;
    let letters: &[u8] = match place {
        Place::Name => b"slodiphv",
        Place::Words => b"slodiphvcrt",
    };
    let rest = inner.get(1..).filter(|_| letters.contains(&letter.to_ascii_lowercase()))?;
    let after = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = rest.get(..rest.len() - after.len())?;
    let parts = match digits {
        "" => None,
        // More parts than a name can have are all parts.
        digits => match digits.trim_start_matches('0') {
            "" => return None,
            number => Some(number.parse().unwrap_or(usize::MAX)),
        },
    };
    let delimiters = after.strip_prefix(['r', 'R']);
    let (reversed, delimiters) = (delimiters.is_some(), delimiters.unwrap_or(after));
    let right = delimiters.bytes().all(|b| b".-+,/_=".contains(&b));
    right.then_some(Macro { letter, parts, reversed, delimiters })
}

/// What macros stand for.
pub(super) struct Meaning<'a> {
    pub(super) ip: IpAddr,
    /// The part of the sender in front of the at sign.
    pub(super) local: &'a str,
    /// The part behind it.
    pub(super) sender_domain: &'a str,
    /// The name whose list is read.
    pub(super) domain: &'a RecordName,
    pub(super) helo: &'a str,
    /// The receiver's own name.
    pub(super) receiver: &'a str,
    pub(super) now: jiff::Timestamp,
    /// The proven name of the address; asked for only where a macro needs it.
    pub(super) proven: &'a str,
}

/// Does a text need the proven name of the address?
pub(super) fn needs_proven_name(text: &str) -> bool {
    text.contains("%{p") || text.contains("%{P")
}

/// The text with its macros expanded; none where its grammar is wrong.
pub(super) fn expand(text: &str, place: Place, meaning: &Meaning<'_>) -> Option<String> {
    let mut expanded = String::new();
    for piece in pieces(text, place)? {
        match piece {
            Piece::Plain(plain) => expanded.push_str(plain),
            Piece::Expand(found) => expanded.push_str(&found.value(meaning)),
        }
    }
    Some(expanded)
}

/// A name with its macros expanded. A name that is too long loses labels from its left (RFC 7208, 7.3); none
/// where even so it cannot be a name.
pub(super) fn expand_name(text: &str, meaning: &Meaning<'_>) -> Option<RecordName> {
    let expanded = expand(text, Place::Name, meaning)?;
    let mut name = expanded.strip_suffix('.').unwrap_or(&expanded);
    while name.len() > LONGEST_NAME {
        name = name.split_once('.')?.1;
    }
    RecordName::of_macro(name)
}

impl Macro<'_> {
    fn value(&self, meaning: &Meaning<'_>) -> String {
        let value = match self.letter.to_ascii_lowercase() {
            b's' => format!("{}@{}", meaning.local, meaning.sender_domain),
            b'l' => meaning.local.to_owned(),
            b'o' => meaning.sender_domain.to_owned(),
            b'd' => meaning.domain.as_str().to_owned(),
            b'i' => dotted(meaning.ip),
            b'p' => meaning.proven.to_owned(),
            b'v' => if meaning.ip.is_ipv4() { "in-addr" } else { "ip6" }.to_owned(),
            b'h' => meaning.helo.to_owned(),
            b'c' => meaning.ip.to_string(),
            b'r' => meaning.receiver.to_owned(),
            _ => meaning.now.as_second().to_string(),
        };
        let delimiters = if self.delimiters.is_empty() { "." } else { self.delimiters };
        let mut parts: Vec<&str> = value.split(|c| delimiters.contains(c)).collect();
        if self.reversed {
            parts.reverse();
        }
        let first = parts.len().saturating_sub(self.parts.unwrap_or(usize::MAX));
        let value = parts.get(first..).unwrap_or_default().join(".");
        if self.letter.is_ascii_uppercase() { escaped(&value) } else { value }
    }
}

/// An address as names of addresses are built: numbers, or for IPv6 single digits, with dots.
fn dotted(ip: IpAddr) -> String {
    match ip {
        IpAddr::V4(ip) => ip.to_string(),
        IpAddr::V6(ip) => {
            let digits = ip.octets().into_iter().flat_map(|octet| [octet >> 4, octet & 15]);
            let digits: Vec<String> = digits.map(|digit| format!("{digit:X}")).collect();
            digits.join(".")
        }
    }
}

/// Everything but the unreserved characters of an address on the web is escaped (RFC 3986, 2.3).
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                escaped.push(char::from(byte))
            }
            other => escaped.push_str(&format!("%{other:02X}")),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expanded(text: &str, ip: &str) -> String {
        let domain = RecordName::parse("email.example.com").unwrap();
        let meaning = Meaning {
            ip: ip.parse().unwrap(),
            local: "strong-bad",
            sender_domain: "email.example.com",
            domain: &domain,
            helo: "mx.example.org",
            receiver: "mx.example.net",
            now: jiff::Timestamp::UNIX_EPOCH,
            proven: "mx.example.org",
        };
        expand(text, Place::Name, &meaning).unwrap()
    }

    #[test]
    fn the_examples_of_the_standard_expand() {
        for (text, value) in [
            ("%{s}", "strong-bad@email.example.com"),
            ("%{o}", "email.example.com"),
            ("%{d4}", "email.example.com"),
            ("%{d2}", "example.com"),
            ("%{dr}", "com.example.email"),
            ("%{d2r}", "example.email"),
            ("%{l-}", "strong.bad"),
            ("%{lr-}", "bad.strong"),
            ("%{l1r-}", "strong"),
            ("%{ir}.%{v}._spf.%{d2}", "3.2.0.192.in-addr._spf.example.com"),
            ("%{lr-}.lp.%{ir}.%{v}._spf.%{d2}", "bad.strong.lp.3.2.0.192.in-addr._spf.example.com"),
        ] {
            assert_eq!(expanded(text, "192.0.2.3"), value, "{text}");
        }
        assert_eq!(
            expanded("%{ir}.%{v}._spf.%{d2}", "2001:db8::cb01"),
            "1.0.B.C.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.B.D.0.1.0.0.2.ip6._spf.example.com"
        );
    }

    #[test]
    fn letters_of_explanations_and_counts_of_nothing_are_slips() {
        for text in ["%{c}", "%{d0}", "%{x}", "%{}", "%", "%a", "%{d", "%{d!}", "a b"] {
            assert!(!macros_are_right(text, Place::Name), "{text}");
        }
        assert!(macros_are_right("from %{c} at %{t}", Place::Words));
        assert!(macros_are_right("%{d99999999999999999999}", Place::Name));
    }
}
