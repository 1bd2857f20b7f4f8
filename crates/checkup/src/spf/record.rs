//! One list of senders, read strictly after the grammar of RFC 7208, section 12.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::macros::{Place, macros_are_right};
use crate::question::RecordName;

/// What a term says of those whom it matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Qualifier {
    /// `+`, or nothing: may send.
    Pass,
    /// `-`: must not send.
    Fail,
    /// `~`: should not send.
    SoftFail,
    /// `?`: nothing is said.
    Neutral,
}

/// The name that a term looks up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// The name at which the list stands.
    Own,
    /// Another name.
    Name(RecordName),
    /// A name made of the mail at hand, as written; nobody can look it up beforehand (RFC 7208, section 7).
    Macro(String),
}

/// How many leading bits of an address have to be the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lengths {
    /// Of an IPv4 address, at most 32.
    pub v4: u8,
    /// Of an IPv6 address, at most 128.
    pub v6: u8,
}

/// One mechanism.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mechanism {
    /// Everybody.
    All,
    /// Whoever another list lets pass.
    Include(Target),
    /// The addresses of a name.
    A(Target, Lengths),
    /// The mail servers of a name.
    Mx(Target, Lengths),
    /// Whoever has a reverse name there; not to be used (RFC 7208, 5.5).
    Ptr(Target),
    /// Everybody, if a name exists.
    Exists(Target),
    /// A range of addresses, IPv4 or IPv6: those whose leading bits are the same.
    Addresses(IpAddr, u8),
}

/// A list of senders that reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spf {
    /// The terms in order, with what they say.
    pub terms: Vec<(Qualifier, Mechanism)>,
    /// The list to read instead when no term matches.
    pub redirect: Option<Target>,
    /// Where the words for a refused sender stand.
    pub explanation: Option<Target>,
}

/// The term at which a list stops making sense.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpfSlip(pub String);

/// The words for senders (RFC 7208, 5).
const MECHANISMS: [&str; 8] = ["all", "include", "a", "mx", "ip4", "ip6", "exists", "ptr"];

/// Is this text meant as a list of senders (RFC 7208, 4.5)?
pub(crate) fn is_spf(text: &str) -> bool {
    let version = text.as_bytes().get(..6).is_some_and(|start| start.eq_ignore_ascii_case(b"v=spf1"));
    version && matches!(text.as_bytes().get(6), None | Some(b' '))
}

/// Is this text a list of senders to a person's eye, though not to a receiver's?
pub(crate) fn is_nearly_spf(text: &str) -> bool {
    let bare: String =
        text.chars().filter(|c| c.is_ascii_alphanumeric()).take(5).collect::<String>().to_ascii_lowercase();
    let spf = bare.starts_with("vspf") || bare.starts_with("spf1");
    let in_another_text = || {
        let lower = text.to_ascii_lowercase();
        ["v=spf1 ", "include:", "ip4:"].iter().filter(|sign| lower.contains(**sign)).count() >= 2
    };
    !is_spf(text) && (spf || in_another_text())
}

/// Reads a list of senders. The whole list is read: a slip behind `all` makes it void as well
/// (RFC 7208, 4.6).
///
/// # Errors
/// [`SpfSlip`] with the first term that breaks the grammar.
pub fn parse_spf(text: &str) -> Result<Spf, SpfSlip> {
    let mut terms = text.split(' ').filter(|term| !term.is_empty());
    let version = terms.next().unwrap_or_default();
    if !is_spf(text) {
        return Err(SpfSlip(version.to_owned()));
    }
    let mut list = Spf { terms: Vec::new(), redirect: None, explanation: None };
    for term in terms {
        let slip = || SpfSlip(term.to_owned());
        match modifier(term) {
            Some(("redirect", value)) if list.redirect.is_none() => {
                list.redirect = Some(domain_spec(value).ok_or_else(slip)?);
            }
            Some(("exp", value)) if list.explanation.is_none() => {
                list.explanation = Some(domain_spec(value).ok_or_else(slip)?);
            }
            Some(("redirect" | "exp", _)) => return Err(slip()),
            Some((_, value)) if macros_are_right(value, Place::Name) => {}
            Some(_) => return Err(slip()),
            None => list.terms.push(mechanism(term).ok_or_else(slip)?),
        }
    }
    Ok(list)
}

/// `name=value`, the name in lower case where it is one that we know.
fn modifier(term: &str) -> Option<(&'static str, &str)> {
    let (name, value) = term.split_once('=')?;
    let letters = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.');
    if !name.bytes().next()?.is_ascii_alphabetic() || !name.bytes().all(letters) {
        return None;
    }
    let known = ["redirect", "exp"].into_iter().find(|known| name.eq_ignore_ascii_case(known));
    Some((known.unwrap_or("another"), value))
}

fn mechanism(term: &str) -> Option<(Qualifier, Mechanism)> {
    let (qualifier, rest) = match term.as_bytes().first()? {
        b'+' => (Qualifier::Pass, &term[1..]),
        b'-' => (Qualifier::Fail, &term[1..]),
        b'~' => (Qualifier::SoftFail, &term[1..]),
        b'?' => (Qualifier::Neutral, &term[1..]),
        _ => (Qualifier::Pass, term),
    };
    let end = rest.find([':', '/']).unwrap_or(rest.len());
    let (name, argument) = rest.split_at(end);
    let given = argument.strip_prefix(':');
    let known = MECHANISMS.into_iter().find(|known| known.eq_ignore_ascii_case(name))?;
    let mechanism = match known {
        "all" if argument.is_empty() => Mechanism::All,
        "include" => Mechanism::Include(domain_spec(given?)?),
        "exists" => Mechanism::Exists(domain_spec(given?)?),
        "a" => target_and_lengths(argument).map(|(target, lengths)| Mechanism::A(target, lengths))?,
        "mx" => target_and_lengths(argument).map(|(target, lengths)| Mechanism::Mx(target, lengths))?,
        "ptr" if argument.is_empty() => Mechanism::Ptr(Target::Own),
        "ptr" => Mechanism::Ptr(domain_spec(given?)?),
        "ip4" => addresses(given?, 32, |text| text.parse::<Ipv4Addr>().ok().map(IpAddr::from))?,
        "ip6" => addresses(given?, 128, |text| text.parse::<Ipv6Addr>().ok().map(IpAddr::from))?,
        _ => return None,
    };
    Some((qualifier, mechanism))
}

fn addresses(text: &str, most: u8, read: impl Fn(&str) -> Option<IpAddr>) -> Option<Mechanism> {
    let (address, length) = text.split_once('/').map_or((text, None), |(a, l)| (a, Some(l)));
    Some(Mechanism::Addresses(read(address)?, length_up_to(length, most)?))
}

/// `[":" domain-spec] ["/" length] ["//" length]`.
fn target_and_lengths(argument: &str) -> Option<(Target, Lengths)> {
    let (argument, v6) = argument.split_once("//").map_or((argument, None), |(a, l)| (a, Some(l)));
    let (name, v4) = match argument.rsplit_once('/') {
        // A slash before anything but a number is a part of the name.
        Some((name, length)) if length.bytes().all(|b| b.is_ascii_digit()) => (name, Some(length)),
        _ => (argument, None),
    };
    let lengths = Lengths { v4: length_up_to(v4, 32)?, v6: length_up_to(v6, 128)? };
    let target = match name.strip_prefix(':') {
        Some(name) => domain_spec(name)?,
        None if name.is_empty() => Target::Own,
        None => return None,
    };
    Some((target, lengths))
}

/// A length as written; the whole address where none is.
fn length_up_to(text: Option<&str>, most: u8) -> Option<u8> {
    let Some(text) = text else { return Some(most) };
    let plain = !text.starts_with('+') && (text == "0" || !text.starts_with('0'));
    text.parse().ok().filter(|length| plain && *length <= most)
}

/// A name, possibly with macros (RFC 7208, 7.1). What ends in a macro may become any name; else
/// the last label has to be one that a top-level name can have.
fn domain_spec(text: &str) -> Option<Target> {
    if !macros_are_right(text, Place::Name) || text.is_empty() {
        return None;
    }
    if text.ends_with('}') {
        return Some(Target::Macro(text.to_owned()));
    }
    let text = text.strip_suffix('.').unwrap_or(text);
    let (_, top) = text.rsplit_once('.')?;
    let right = !top.is_empty()
        && top.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        && !top.starts_with('-')
        && !top.ends_with('-')
        && !top.bytes().all(|b| b.is_ascii_digit());
    if !right {
        return None;
    }
    if text.contains('%') {
        Some(Target::Macro(text.to_owned()))
    } else {
        super::target(text).map(Target::Name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn reads(text: &str) {
        assert!(parse_spf(text).is_ok(), "{text}: {:?}", parse_spf(text));
    }

    #[track_caller]
    fn slips(text: &str, at: &str) {
        assert_eq!(parse_spf(text), Err(SpfSlip(at.to_owned())), "{text}");
    }

    #[test]
    fn lists_as_firms_write_them_read() {
        reads("v=spf1");
        reads("V=SPF1 IP4:192.0.2.1 -ALL");
        reads("v=spf1  a mx/24 a:b.example/24//64 ip6:2001:db8::/32 ?all ");
        reads("v=spf1 exists:%{ir}.%{v}._spf.%{d2} -all");
        reads("v=spf1 include:a.example redirect=b.example exp=why.%{d} note=this");
        reads("v=spf1 a:%{d/} ptr:b.example -all");
        reads("v=spf1 a:odd:but/right.example -all");
    }

    #[test]
    fn a_slip_is_told_with_its_term() {
        slips("v=spf1 include: spf.b.example -all", "include:");
        slips("v=spf1 inlcude:b.example -all", "inlcude:b.example");
        slips("v=spf1 ip4:192.0.2.256 -all", "ip4:192.0.2.256");
        slips("v=spf1 ip4:192.0.2.1/33 -all", "ip4:192.0.2.1/33");
        slips("v=spf1 ip6:192.0.2.1 -all", "ip6:192.0.2.1");
        slips("v=spf1 192.0.2.1 -all", "192.0.2.1");
        slips("v=spf1 -all all:x", "all:x");
        slips("v=spf1 redirect=a.example redirect=b.example", "redirect=b.example");
        slips("v=spf1 a:b.123 -all", "a:b.123");
        slips("v=spf1 exists:%{z}.example -all", "exists:%{z}.example");
        slips("v=spf1 a/033 -all", "a/033");
        slips("v=spf1 a/x -all", "a/x");
        slips("v=spf1 a:b.example/ -all", "a:b.example/");
        slips("v=spf1 -all exp=%{r}.b.example", "exp=%{r}.b.example");
        slips("v=spf1 \u{e9} -all", "\u{e9}");
    }

    #[test]
    fn a_receiver_and_a_person_see_different_things() {
        for text in ["v=spf1;a -all", "v=spf2 a", "vspf1 a", "\"v=spf1 a -all\"", " v=spf1 -all", "v=spf 1 a"]
        {
            assert!(!is_spf(text) && is_nearly_spf(text), "{text}");
        }
        for text in ["v=spf1", "v=spf1 -all", "V=SPF1 -all"] {
            assert!(is_spf(text) && !is_nearly_spf(text), "{text}");
        }
        for text in ["v=spf10", "spf2.0/pra -all", "site-verification=spf", "v=DMARC1; p=none"] {
            assert!(!is_spf(text), "{text}");
        }
        assert!(!is_nearly_spf("spf2.0/pra -all"));
    }
}
