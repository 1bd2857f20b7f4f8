//! The data of records, read from their bytes (RFC 1035, 3.3; RFC 4034; RFC 6698; RFC 8659).

use std::net::{Ipv4Addr, Ipv6Addr};

use checkup::{Kind, LONGEST_TEXT, Record, RecordName, Signature};
use terms::Timestamp;

use super::name::Name;
use super::numbers::kind;

/// The only protocol that a DNSKEY may name (RFC 4034, 2.1.2).
const PROTOCOL: u8 = 3;
/// The fixed part of an RRSIG, in bytes (RFC 4034, 3.1).
const FIXED: usize = 18;

/// The number of a kind (IANA registry).
pub(crate) fn number(kind: Kind) -> u16 {
    match kind {
        Kind::A => kind::A,
        Kind::Aaaa => kind::AAAA,
        Kind::Ns => kind::NS,
        Kind::Mx => kind::MX,
        Kind::Txt => kind::TXT,
        Kind::Caa => kind::CAA,
        Kind::Ds => kind::DS,
        Kind::Cname => kind::CNAME,
        Kind::Spf => kind::SPF,
        Kind::Soa => kind::SOA,
        Kind::Dnskey => kind::DNSKEY,
        Kind::Tlsa => kind::TLSA,
        Kind::Ptr => kind::PTR,
    }
}

/// What data came to.
pub(crate) enum Content {
    /// A record.
    Record(Record),
    /// A text of more bytes than we keep.
    TooLong,
    /// Not data of this kind.
    Nonsense,
}

/// Reads the data of a record of this kind.
pub(crate) fn content(kind: Kind, data: &[u8]) -> Content {
    if matches!(kind, Kind::Txt | Kind::Spf | Kind::Caa | Kind::Tlsa) && is_too_long(kind, data) {
        return Content::TooLong;
    }
    let read = match kind {
        Kind::A => <[u8; 4]>::try_from(data).ok().map(|bytes| Record::A(Ipv4Addr::from(bytes))),
        Kind::Aaaa => <[u8; 16]>::try_from(data).ok().map(|bytes| Record::Aaaa(Ipv6Addr::from(bytes))),
        Kind::Ns => record_name(data).map(Record::Ns),
        Kind::Cname => record_name(data).map(Record::Cname),
        Kind::Mx => mail_server(data),
        Kind::Txt => strings(data).map(Record::Txt),
        Kind::Spf => strings(data).map(Record::Spf),
        Kind::Caa => certificates(data),
        Kind::Ds => ds(data),
        Kind::Dnskey => dnskey(data),
        Kind::Soa => start_of_zone(data),
        Kind::Tlsa => certificate(data),
        Kind::Ptr => record_name(data).map(Record::Ptr),
    };
    read.map_or(Content::Nonsense, Content::Record)
}

/// Is there more text in it than is kept? Lengths of strings do not count.
fn is_too_long(kind: Kind, data: &[u8]) -> bool {
    let around = match kind {
        Kind::Caa => 2 + data.get(1).map_or(0, |length| usize::from(*length)),
        Kind::Tlsa => 3,
        _ => lengths(data),
    };
    data.len().saturating_sub(around) > LONGEST_TEXT
}

/// How many bytes of a text record are lengths.
fn lengths(mut data: &[u8]) -> usize {
    let mut count = 0;
    while let Some((length, rest)) = data.split_first() {
        count += 1;
        data = rest.get(usize::from(*length)..).unwrap_or_default();
    }
    count
}

fn record_name(data: &[u8]) -> Option<RecordName> {
    let name = Name::read(data)?;
    if name.as_bytes().len() == data.len() { name.to_record_name() } else { None }
}

fn mail_server(data: &[u8]) -> Option<Record> {
    let (preference, host) = data.split_first_chunk()?;
    Some(Record::Mx { preference: u16::from_be_bytes(*preference), host: record_name(host)? })
}

fn certificates(data: &[u8]) -> Option<Record> {
    let [flags, length, rest @ ..] = data else { return None };
    let (tag, value) = rest.split_at_checked(usize::from(*length))?;
    let right = !tag.is_empty() && tag.iter().all(u8::is_ascii_alphanumeric);
    right.then(|| Record::Caa { critical: flags & 0x80 != 0, tag: text(tag), value: text(value) })
}

fn certificate(data: &[u8]) -> Option<Record> {
    let [usage, selector, matching, data @ ..] = data else { return None };
    Some(Record::Tlsa { usage: *usage, selector: *selector, matching: *matching, data: hex(data) })
}

fn start_of_zone(data: &[u8]) -> Option<Record> {
    let primary = Name::read(data)?;
    let rest = data.get(primary.as_bytes().len()..)?;
    let mailbox = Name::read(rest)?;
    let rest = rest.get(mailbox.as_bytes().len()..)?;
    let number = |at: usize| Some(u32::from_be_bytes(rest.get(at..at + 4)?.try_into().ok()?));
    Some(Record::Soa {
        primary: primary.to_record_name()?,
        mailbox: mailbox.to_record_name()?,
        numbers: [number(0)?, number(4)?, number(8)?, number(12)?, number(16)?],
    })
}

/// A text, one byte as one character (ISO 8859-1).
fn text(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    add_text(&mut text, bytes);
    text
}

fn add_text(text: &mut String, bytes: &[u8]) {
    match std::str::from_utf8(bytes).ok().filter(|ascii| ascii.is_ascii()) {
        Some(ascii) => text.push_str(ascii),
        None => text.extend(bytes.iter().map(|byte| char::from(*byte))),
    }
}

/// Joins character strings (RFC 1035, 3.3.14).
fn strings(mut bytes: &[u8]) -> Option<String> {
    let mut joined = String::with_capacity(bytes.len());
    while let Some((length, rest)) = bytes.split_first() {
        let (string, rest) = rest.split_at_checked(usize::from(*length))?;
        add_text(&mut joined, string);
        bytes = rest;
    }
    Some(joined)
}

/// A DS record (RFC 4034, 5.1).
fn ds(bytes: &[u8]) -> Option<Record> {
    match bytes {
        [high, low, algorithm, digest_type, digest @ ..] if !digest.is_empty() => Some(Record::Ds {
            key_tag: u16::from_be_bytes([*high, *low]),
            algorithm: *algorithm,
            digest_type: *digest_type,
            digest: hex(digest),
        }),
        _ => None,
    }
}

/// A DNSKEY record (RFC 4034, 2.1).
fn dnskey(bytes: &[u8]) -> Option<Record> {
    match bytes {
        [high, low, PROTOCOL, algorithm, key @ ..] if !key.is_empty() => Some(Record::Dnskey {
            flags: u16::from_be_bytes([*high, *low]),
            algorithm: *algorithm,
            key: hex(key),
        }),
        _ => None,
    }
}

/// An RRSIG record (RFC 4034, 3.1). Its moments are seconds of a clock that turns over in 2106.
pub(crate) fn signature(bytes: &[u8]) -> Option<Signature> {
    let number = |at: usize| Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
    let short = |at: usize| Some(u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?));
    let moment = |at: usize| Timestamp::from_second(i64::from(number(at)?)).ok();
    let rest = bytes.get(FIXED..)?;
    let signer = Name::read(rest)?;
    let signature = rest.get(signer.as_bytes().len()..).filter(|signature| !signature.is_empty())?;
    Some(Signature {
        covers: short(0)?,
        algorithm: *bytes.get(2)?,
        labels: *bytes.get(3)?,
        original_ttl: number(4)?,
        expires: moment(8)?,
        begins: moment(12)?,
        key_tag: short(16)?,
        signer: signer.to_record_name()?,
        signature: hex(signature),
    })
}

/// Bytes as hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_is_read_to_its_last_byte() {
        let mut bytes = vec![0, 6, 13, 2, 0, 0, 14, 16, 0, 0, 0, 90, 0, 0, 0, 30, 0x30, 0x39];
        bytes.extend_from_slice(b"\x06bakery\x07example\x00\xab\xcd");
        let read = signature(&bytes).unwrap();
        assert_eq!((read.covers, read.algorithm, read.labels, read.original_ttl), (6, 13, 2, 3_600));
        assert_eq!((read.expires.as_second(), read.begins.as_second(), read.key_tag), (90, 30, 12_345));
        assert_eq!((read.signer.as_str(), read.signature.as_str()), ("bakery.example", "abcd"));
        for cut in 0..bytes.len() - 1 {
            assert_eq!(signature(&bytes[..cut]), None, "{cut}");
        }
    }

    #[test]
    fn keys_and_their_halves_need_something_in_them() {
        assert_eq!(ds(&[0x30, 0x39, 13, 2]), None);
        assert_eq!(ds(&[0x30, 0x39, 13, 2, 0xff]).unwrap().to_string(), "12345 13 2 ff");
        assert_eq!(dnskey(&[1, 1, 3, 13]), None);
        assert_eq!(dnskey(&[1, 1, 2, 13, 1]), None, "another protocol");
        assert_eq!(dnskey(&[1, 1, 3, 13, 1]).unwrap().to_string(), "257 3 13 01");
    }
}
