//! What DNS said: records with the way to them, when, by whom, and how it ended.

use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::question::{Kind, Question, RecordName};

/// The most records of one answer that are kept. A firm with more has a fault of another sort.
pub const MOST_RECORDS: usize = 200;
/// The longest text of one TXT record that is kept, in bytes: eight times what RFC 7208 (3.4)
/// calls sensible.
pub const LONGEST_TEXT: usize = 4_096;
/// The longest way from one name to the next by CNAME that is followed.
pub const LONGEST_CHAIN: usize = 8;

/// One record's content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Record {
    /// An IPv4 address.
    A(Ipv4Addr),
    /// An IPv6 address.
    Aaaa(Ipv6Addr),
    /// A name server.
    Ns(RecordName),
    /// A mail server.
    Mx {
        /// Smaller is tried first.
        preference: u16,
        /// The server's name; the root means "no mail here" (RFC 7505).
        host: RecordName,
    },
    /// A text, its strings joined (RFC 7208, 3.3). Each byte is one character (ISO 8859-1), so
    /// that what was sent can be told exactly.
    Txt(String),
    /// Who may issue certificates.
    Caa {
        /// A company that does not know the tag must not issue.
        critical: bool,
        /// `issue`, `issuewild`, `iodef` or another.
        tag: String,
        /// The tag's value, bytes as in [`Record::Txt`].
        value: String,
    },
    /// The parent's half of the seal.
    Ds {
        /// Which key.
        key_tag: u16,
        /// The key's algorithm (IANA registry).
        algorithm: u8,
        /// The digest's algorithm (IANA registry).
        digest_type: u8,
        /// The digest of the key, in hexadecimal. Empty in looks that were kept before it was read.
        #[serde(default)]
        digest: String,
    },
    /// "Look there instead".
    Cname(RecordName),
    /// A text in the retired type 99, as [`Record::Txt`].
    Spf(String),
    /// The start of the zone.
    Soa {
        /// The first name server.
        primary: RecordName,
        /// Whom to write to, the first dot for an at sign.
        mailbox: RecordName,
        /// Serial, refresh, retry, expire and minimum.
        numbers: [u32; 5],
    },
    /// A key of the zone.
    Dnskey {
        /// 256 for a key of the zone, 257 for one that the parent's half points at (RFC 4034, 2.1.1).
        flags: u16,
        /// The key's algorithm (IANA registry).
        algorithm: u8,
        /// The key, in hexadecimal.
        key: String,
    },
    /// The certificate that a server must show (RFC 6698).
    Tlsa {
        /// 2 an issuer, 3 the server's own; 0 and 1 are not used for mail (RFC 7672).
        usage: u8,
        /// 0 the whole certificate, 1 its key.
        selector: u8,
        /// 0 the thing itself, 1 its SHA-256, 2 its SHA-512.
        matching: u8,
        /// What has to match, in hexadecimal.
        data: String,
    },
    /// The name of an address.
    Ptr(RecordName),
}

impl Record {
    /// The kind of this record.
    pub fn kind(&self) -> Kind {
        match self {
            Self::A(_) => Kind::A,
            Self::Aaaa(_) => Kind::Aaaa,
            Self::Ns(_) => Kind::Ns,
            Self::Mx { .. } => Kind::Mx,
            Self::Txt(_) => Kind::Txt,
            Self::Caa { .. } => Kind::Caa,
            Self::Ds { .. } => Kind::Ds,
            Self::Cname(_) => Kind::Cname,
            Self::Spf(_) => Kind::Spf,
            Self::Soa { .. } => Kind::Soa,
            Self::Dnskey { .. } => Kind::Dnskey,
            Self::Tlsa { .. } => Kind::Tlsa,
            Self::Ptr(_) => Kind::Ptr,
        }
    }
}

impl fmt::Display for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::A(address) => write!(f, "{address}"),
            Self::Aaaa(address) => write!(f, "{address}"),
            Self::Ns(name) | Self::Cname(name) | Self::Ptr(name) => write!(f, "{name}"),
            Self::Mx { preference, host } => write!(f, "{preference} {host}"),
            Self::Txt(text) | Self::Spf(text) => f.write_str(&inert(text)),
            Self::Caa { critical, tag, value } => {
                write!(f, "{} {} \"{}\"", if *critical { 128 } else { 0 }, inert(tag), inert(value))
            }
            Self::Ds { key_tag, algorithm, digest_type, digest } => {
                write!(f, "{}", format!("{key_tag} {algorithm} {digest_type} {digest}").trim_end())
            }
            Self::Soa { primary, mailbox, numbers: [serial, refresh, retry, expire, minimum] } => {
                write!(f, "{primary} {mailbox} {serial} {refresh} {retry} {expire} {minimum}")
            }
            Self::Dnskey { flags, algorithm, key } => write!(f, "{flags} 3 {algorithm} {key}"),
            Self::Tlsa { usage, selector, matching, data } => {
                write!(f, "{usage} {selector} {matching} {data}")
            }
        }
    }
}

/// A stranger's text with everything that is not printable ASCII written as `\ddd`, as zone
/// files do, so that it can be shown anywhere as plain text.
pub fn inert(text: &str) -> String {
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return text.to_owned();
    }
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            ' '..='~' => shown.push(c),
            _ => shown.push_str(&format!("\\{:03}", u32::from(c))),
        }
    }
    shown
}

/// A signature over the records of an answer (RRSIG, RFC 4034, 3.1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    /// The kind that it covers, as a number (IANA registry).
    pub covers: u16,
    /// The key's algorithm (IANA registry).
    pub algorithm: u8,
    /// How many labels the owner's name had when it was signed.
    pub labels: u8,
    /// The records' time to live when they were signed, in seconds.
    pub original_ttl: u32,
    /// Good until.
    pub expires: Timestamp,
    /// Good from.
    pub begins: Timestamp,
    /// Which key.
    pub key_tag: u16,
    /// The zone whose key it is.
    pub signer: RecordName,
    /// The signature, in hexadecimal.
    pub signature: String,
}

/// How a question ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Records of the wanted kind came.
    Records,
    /// The name is there and has no record of this kind.
    NoRecords,
    /// The name does not exist (NXDOMAIN).
    NoSuchName,
    /// The server said that it failed (SERVFAIL).
    ServerFailed,
    /// The server would not answer (REFUSED and its kin).
    Refused,
    /// Nothing came before the deadline.
    TimedOut,
    /// There was no way to the server.
    Unreachable,
    /// Something came that is no answer to the question, or breaks the rules of DNS.
    Malformed,
}

impl Outcome {
    /// Did DNS tell us how things are? Everything else is "could not check".
    pub fn tells(self) -> bool {
        matches!(self, Self::Records | Self::NoRecords | Self::NoSuchName)
    }

    /// The outcome in plain words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Records => "records came",
            Self::NoRecords => "no record of this kind",
            Self::NoSuchName => "no such name",
            Self::ServerFailed => "the server said that it failed",
            Self::Refused => "the server would not answer",
            Self::TimedOut => "no answer in time",
            Self::Unreachable => "the server could not be reached",
            Self::Malformed => "the answer made no sense",
        }
    }
}

/// The answer to one question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// What was asked.
    pub question: Question,
    /// How it ended.
    pub outcome: Outcome,
    /// The records of the wanted kind, at most [`MOST_RECORDS`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub records: Vec<Record>,
    /// The names that CNAME records led to, in order, at most [`LONGEST_CHAIN`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<RecordName>,
    /// The signatures over the records; kept for SOA and DNSKEY only, where seals are judged.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub signatures: Vec<Signature>,
    /// Records were left out because there were too many or too long ones.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub cut: bool,
    /// The resolver vouches for the seal (the AD bit).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub sealed: bool,
    /// The server follows CNAME records itself (the RA bit); from one that does not, the rest
    /// of the way has to be asked for.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub recursive: bool,
    /// When it was asked.
    pub asked_at: Timestamp,
    /// Who answered, or should have: address and port.
    pub server: String,
    /// How long it took, in milliseconds.
    pub milliseconds: u32,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_strangers_text_is_shown_inert() {
        assert_eq!(inert("a\u{1b}[2J<b>\u{e9}"), "a\\027[2J<b>\\233");
    }
}
