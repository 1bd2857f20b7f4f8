//! Records of the demonstration, before they become bytes.

use std::net::{Ipv4Addr, Ipv6Addr};

use checkup::{Record as Seen, RecordName};
use data_encoding::HEXLOWER;

/// The longest character-string of a TXT record (RFC 1035, section 3.3).
const LONGEST_STRING: usize = 255;

/// Serial, refresh, retry, expire and minimum of every zone, the last four in seconds.
pub const SOA_NUMBERS: [u32; 5] = [1, 7_200, 3_600, 1_209_600, 300];

/// The kinds of record that the city publishes. Every other kind gets "no such record".
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// IPv4 address.
    A,
    /// IPv6 address.
    Aaaa,
    /// Who may issue certificates (RFC 8659).
    Caa,
    /// Alias.
    Cname,
    /// Fingerprint of a zone's key, in the zone above (RFC 4034, section 5).
    Ds,
    /// A zone's key (RFC 4034, section 2).
    Dnskey,
    /// Where mail goes.
    Mx,
    /// Name server.
    Ns,
    /// Start of authority.
    Soa,
    /// The abandoned record type for SPF (RFC 7208, section 3.1).
    Spf,
    /// Text.
    Txt,
    /// Anything else.
    Other,
}

/// What a record says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Data {
    /// IPv4 address.
    A(Ipv4Addr),
    /// IPv6 address.
    Aaaa(Ipv6Addr),
    /// Whether a company that does not know the tag must not issue, tag and value.
    Caa(bool, String, String),
    /// The name that is meant.
    Cname(String),
    /// Key tag, algorithm, digest type, digest.
    Ds(u16, u8, u8, Vec<u8>),
    /// Flags, protocol, algorithm, key.
    Dnskey(u16, u8, u8, Vec<u8>),
    /// Preference and host; the empty host is "no mail" (RFC 7505).
    Mx(u16, String),
    /// Host.
    Ns(String),
    /// The zone; the other fields are the same everywhere.
    Soa(String),
    /// Text in the abandoned type.
    Spf(Vec<Vec<u8>>),
    /// Text, cut as it was published.
    Txt(Vec<Vec<u8>>),
}

/// One record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Whose it is: lower case, no dot at the end.
    pub owner: String,
    /// What it says.
    pub data: Data,
}

impl Data {
    /// A text record, cut where DNS demands it.
    pub fn txt(text: &str) -> Self {
        Self::Txt(text.as_bytes().chunks(LONGEST_STRING).map(<[u8]>::to_vec).collect())
    }

    /// Its kind.
    pub fn kind(&self) -> Kind {
        match self {
            Self::A(_) => Kind::A,
            Self::Aaaa(_) => Kind::Aaaa,
            Self::Caa(..) => Kind::Caa,
            Self::Cname(_) => Kind::Cname,
            Self::Ds(..) => Kind::Ds,
            Self::Dnskey(..) => Kind::Dnskey,
            Self::Mx(..) => Kind::Mx,
            Self::Ns(_) => Kind::Ns,
            Self::Soa(_) => Kind::Soa,
            Self::Spf(_) => Kind::Spf,
            Self::Txt(_) => Kind::Txt,
        }
    }

    /// The record as the engine sees it; none where a name in it is no name.
    pub fn seen(&self) -> Option<Seen> {
        let name = |text: &str| RecordName::parse(if text.is_empty() { "." } else { text }).ok();
        let joined = |pieces: &[Vec<u8>]| pieces.concat().into_iter().map(char::from).collect::<String>();
        Some(match self {
            Self::A(address) => Seen::A(*address),
            Self::Aaaa(address) => Seen::Aaaa(*address),
            Self::Ns(host) => Seen::Ns(name(host)?),
            Self::Mx(preference, host) => Seen::Mx { preference: *preference, host: name(host)? },
            Self::Txt(pieces) => Seen::Txt(joined(pieces)),
            Self::Spf(pieces) => Seen::Spf(joined(pieces)),
            Self::Caa(critical, tag, value) => {
                Seen::Caa { critical: *critical, tag: tag.clone(), value: value.clone() }
            }
            Self::Ds(key_tag, algorithm, digest_type, digest) => Seen::Ds {
                key_tag: *key_tag,
                algorithm: *algorithm,
                digest_type: *digest_type,
                digest: HEXLOWER.encode(digest),
            },
            Self::Cname(target) => Seen::Cname(name(target)?),
            Self::Dnskey(flags, _, algorithm, key) => {
                Seen::Dnskey { flags: *flags, algorithm: *algorithm, key: HEXLOWER.encode(key) }
            }
            Self::Soa(zone) => Seen::Soa {
                primary: name(&format!("ns1.{zone}"))?,
                mailbox: name(&format!("hostmaster.{zone}"))?,
                numbers: SOA_NUMBERS,
            },
        })
    }

    /// A record that somebody typed; none of a kind that nobody can type.
    pub fn typed(record: &Seen) -> Option<Self> {
        let bare = |name: &RecordName| name.as_str().to_owned();
        Some(match record {
            Seen::A(address) => Self::A(*address),
            Seen::Aaaa(address) => Self::Aaaa(*address),
            Seen::Cname(target) => Self::Cname(bare(target)),
            Seen::Mx { preference, host } => Self::Mx(*preference, bare(host)),
            Seen::Txt(text) => Self::txt(text),
            Seen::Caa { critical, tag, value } => Self::Caa(*critical, tag.clone(), value.clone()),
            _ => return None,
        })
    }

    /// The text of a text record, its pieces joined as readers join them.
    pub fn text(&self) -> Option<String> {
        match self {
            Self::Txt(pieces) => Some(String::from_utf8_lossy(&pieces.concat()).into_owned()),
            _ => None,
        }
    }
}
