//! Seals of DNS (RFC 4033 to 4035): is a set of records signed by the key that it should be signed by?
//!
//! Nothing here asks a question or knows a clock. RSA with SHA-256 and SHA-512, ECDSA on P-256 and P-384 and
//! Ed25519 are checked (RFC 8624); a zone with other algorithms only counts as one without a seal.

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

use ring::digest::{SHA256, SHA384, digest};
use ring::signature::{
    ECDSA_P256_SHA256_FIXED, ECDSA_P384_SHA384_FIXED, ED25519,
    RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY, RSA_PKCS1_1024_8192_SHA512_FOR_LEGACY_USE_ONLY,
    RsaPublicKeyComponents, UnparsedPublicKey,
};

use super::message::Rr;
use super::name::Name;
use super::numbers::kind;

pub(crate) mod denial;
#[cfg(test)]
pub(crate) mod tests;

const RSA_SHA256: u8 = 8;
const RSA_SHA512: u8 = 10;
const ECDSA_P256: u8 = 13;
const ECDSA_P384: u8 = 14;
const ED25519_: u8 = 15;
const DIGEST_SHA256: u8 = 2;
const DIGEST_SHA384: u8 = 4;
/// The most bytes of an RSA modulus. A longer one costs us more than it costs whoever sent it.
const LONGEST_MODULUS: usize = 512;
/// The most keys of one tag and the most signatures over one set that are tried (CVE-2023-50387).
pub(crate) const MOST_TRIED: usize = 4;
/// The most signatures that are remembered as good.
const MOST_REMEMBERED: usize = 100_000;

/// The parent's half of a seal (RFC 4034, 5.1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Ds {
    pub(crate) key_tag: u16,
    pub(crate) algorithm: u8,
    pub(crate) digest_type: u8,
    pub(crate) digest: Box<[u8]>,
}

impl Ds {
    pub(crate) fn read(data: &[u8]) -> Option<Self> {
        let [high, low, algorithm, digest_type, digest @ ..] = data else { return None };
        let key_tag = u16::from_be_bytes([*high, *low]);
        Some(Self { key_tag, algorithm: *algorithm, digest_type: *digest_type, digest: digest.into() })
    }

    /// Can a seal hang on it? One whose digest is SHA-1 is known and too weak for that (RFC 9905): a zone
    /// that has no other counts as one without a seal.
    pub(crate) fn is_usable(&self) -> bool {
        let length = match self.digest_type {
            DIGEST_SHA256 => 32,
            DIGEST_SHA384 => 48,
            _ => return false,
        };
        is_known(self.algorithm) && self.digest.len() == length
    }

    /// Is it the digest of this key of this zone?
    pub(crate) fn is_of(&self, zone: &Name, key: &Key) -> bool {
        if self.key_tag != key.tag || self.algorithm != key.algorithm {
            return false;
        }
        let algorithm = match self.digest_type {
            DIGEST_SHA256 => &SHA256,
            DIGEST_SHA384 => &SHA384,
            _ => return false,
        };
        let made = digest(algorithm, &[zone.as_bytes(), &key.data].concat());
        *made.as_ref() == *self.digest
    }
}

fn is_known(algorithm: u8) -> bool {
    matches!(algorithm, RSA_SHA256 | RSA_SHA512 | ECDSA_P256 | ECDSA_P384 | ED25519_)
}

/// A key of a zone (RFC 4034, 2.1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Key {
    pub(crate) tag: u16,
    pub(crate) algorithm: u8,
    data: Box<[u8]>,
}

impl Key {
    /// Reads a key. None where it is no key of a zone, was revoked (RFC 5011), or is of an algorithm that
    /// we do not check.
    pub(crate) fn read(data: &[u8]) -> Option<Self> {
        let [high, low, 3, algorithm, _, ..] = data else { return None };
        let is_of_a_zone = high & 1 == 1 && low & 0x80 == 0;
        (is_of_a_zone && is_known(*algorithm)).then(|| Self {
            tag: key_tag(data),
            algorithm: *algorithm,
            data: data.into(),
        })
    }

    fn made(&self, signature: &[u8], bytes: &[u8]) -> bool {
        let key = self.data.get(4..).unwrap_or_default();
        let point = || [&[4][..], key].concat();
        let checked = match self.algorithm {
            RSA_SHA256 | RSA_SHA512 => {
                let Some((e, n)) = rsa(key) else { return false };
                let how = if self.algorithm == RSA_SHA256 {
                    &RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY
                } else {
                    &RSA_PKCS1_1024_8192_SHA512_FOR_LEGACY_USE_ONLY
                };
                RsaPublicKeyComponents { n, e }.verify(how, bytes, signature)
            }
            ECDSA_P256 => UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point()).verify(bytes, signature),
            ECDSA_P384 => UnparsedPublicKey::new(&ECDSA_P384_SHA384_FIXED, point()).verify(bytes, signature),
            ED25519_ => UnparsedPublicKey::new(&ED25519, key).verify(bytes, signature),
            _ => return false,
        };
        checked.is_ok()
    }
}

/// Exponent and modulus (RFC 3110, 2), zeros in front taken away.
fn rsa(key: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = match key {
        [0, high, low, rest @ ..] => (usize::from(u16::from_be_bytes([*high, *low])), rest),
        [length, rest @ ..] => (usize::from(*length), rest),
        [] => return None,
    };
    let (e, n) = rest.split_at_checked(length)?;
    let bare = |number: &'_ [u8]| number.iter().take_while(|byte| **byte == 0).count();
    let (e, n) = (e.get(bare(e)..)?, n.get(bare(n)..)?);
    (n.len() <= LONGEST_MODULUS).then_some((e, n))
}

/// The tag of a key (RFC 4034, appendix B).
fn key_tag(data: &[u8]) -> u16 {
    let sum: u32 = data
        .iter()
        .enumerate()
        .map(|(at, byte)| if at % 2 == 0 { u32::from(*byte) << 8 } else { u32::from(*byte) })
        .sum();
    u16::try_from((sum + (sum >> 16)) & 0xffff).unwrap_or_default()
}

/// A signature (RFC 4034, 3.1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Seal<'a> {
    pub(crate) covers: u16,
    pub(crate) algorithm: u8,
    pub(crate) labels: usize,
    original_ttl: [u8; 4],
    expires: u32,
    begins: u32,
    key_tag: u16,
    pub(crate) signer: Name,
    fixed: &'a [u8],
    signature: &'a [u8],
}

impl<'a> Seal<'a> {
    pub(crate) fn read(data: &'a [u8]) -> Option<Self> {
        let (fixed, rest) = data.split_at_checked(18)?;
        let signer = Name::read(rest)?;
        let &[a, b, algorithm, labels, ..] = fixed else { return None };
        let long = |at: usize| Some(u32::from_be_bytes(fixed.get(at..at + 4)?.try_into().ok()?));
        Some(Self {
            covers: u16::from_be_bytes([a, b]),
            algorithm,
            labels: usize::from(labels),
            original_ttl: long(4)?.to_be_bytes(),
            expires: long(8)?,
            begins: long(12)?,
            key_tag: u16::from_be_bytes(fixed.get(16..18)?.try_into().ok()?),
            fixed,
            signature: rest.get(signer.as_bytes().len()..)?,
            signer,
        })
    }

    /// Is it good at this second? Moments count round a circle of 2^32 (RFC 1982).
    fn is_timely(&self, now: u32) -> bool {
        let ahead = |from: u32, to: u32| to.wrapping_sub(from) <= u32::MAX / 2;
        ahead(self.begins, now) && ahead(now, self.expires)
    }

    /// The bytes that it was made over (RFC 4034, 3.1.8.1).
    fn signed_bytes(&self, set: &Set<'_>) -> Option<Vec<u8>> {
        let depth = set.name.depth();
        let owner =
            if self.labels < depth { set.name.last(self.labels).below(b"*")? } else { set.name.clone() };
        let mut data: Vec<&[u8]> = set.records.iter().map(|record| &*record.data).collect();
        data.sort_unstable();
        data.dedup();
        let mut bytes = [self.fixed, self.signer.as_bytes()].concat();
        for data in data {
            bytes.extend_from_slice(owner.as_bytes());
            bytes.extend_from_slice(&set.kind.to_be_bytes());
            bytes.extend_from_slice(&[0, 1]);
            bytes.extend_from_slice(&self.original_ttl);
            bytes.extend_from_slice(&u16::try_from(data.len()).ok()?.to_be_bytes());
            bytes.extend_from_slice(data);
        }
        Some(bytes)
    }
}

/// Records of one name and kind, and the signatures that came with them.
#[derive(Debug, Clone)]
pub(crate) struct Set<'a> {
    pub(crate) name: &'a Name,
    pub(crate) kind: u16,
    pub(crate) records: Vec<&'a Rr>,
    pub(crate) seals: Vec<Seal<'a>>,
}

impl<'a> Set<'a> {
    /// The records of a name and kind in a section.
    pub(crate) fn of(section: &'a [Rr], name: &'a Name, kind: u16) -> Self {
        let mut set = Self { name, kind, records: Vec::new(), seals: Vec::new() };
        for record in section.iter().filter(|record| record.name == *name) {
            if record.kind == kind {
                set.records.push(record);
            } else if record.kind == kind::RRSIG
                && let Some(seal) = Seal::read(&record.data).filter(|seal| seal.covers == kind)
            {
                set.seals.push(seal);
            }
        }
        set
    }

    /// Did its records grow out of a wildcard? Then the name itself must not exist.
    fn has_room_for(&self, seal: &Seal<'_>) -> bool {
        let own = self.name.depth() - usize::from(self.name.labels().next() == Some(b"*"));
        seal.labels <= own
    }
}

/// A set whose signature holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Good {
    /// The name that the wildcard stands right below, where the records grew out of one.
    pub(crate) wildcard_of: Option<Name>,
}

/// Checks signatures, and remembers which were good: the same ones come again and again.
#[derive(Default)]
pub(crate) struct Checker {
    remembered: Mutex<HashSet<[u8; 32]>>,
}

impl Checker {
    /// Is the set signed by one of the zone's keys, at this second? `may_check` is asked before each check that
    /// costs something.
    pub(crate) fn check(
        &self,
        set: &Set<'_>,
        zone: &Name,
        keys: &[Key],
        now: u32,
        may_check: impl Fn() -> bool,
    ) -> Option<Good> {
        let right = |seal: &&Seal<'_>| {
            seal.signer == *zone && set.name.is_within(zone) && set.has_room_for(seal) && seal.is_timely(now)
        };
        if set.records.is_empty() {
            return None;
        }
        for seal in set.seals.iter().filter(right).take(MOST_TRIED) {
            let fitting =
                keys.iter().filter(|key| key.tag == seal.key_tag && key.algorithm == seal.algorithm);
            let bytes = seal.signed_bytes(set)?;
            for key in fitting.take(MOST_TRIED) {
                if self.made(key, &bytes, seal.signature, &may_check) {
                    let grown =
                        seal.labels < set.name.depth() - usize::from(set.name.labels().next() == Some(b"*"));
                    return Some(Good { wildcard_of: grown.then(|| set.name.last(seal.labels)) });
                }
            }
        }
        None
    }

    fn made(&self, key: &Key, bytes: &[u8], signature: &[u8], may_check: &impl Fn() -> bool) -> bool {
        let whole = digest(&SHA256, &[&key.data, signature, bytes].concat());
        let Ok(mark) = <[u8; 32]>::try_from(whole.as_ref()) else { return false };
        if self.remembered.lock().unwrap_or_else(PoisonError::into_inner).contains(&mark) {
            return true;
        }
        let good = may_check() && key.made(signature, bytes);
        if good {
            let mut remembered = self.remembered.lock().unwrap_or_else(PoisonError::into_inner);
            if remembered.len() >= MOST_REMEMBERED {
                remembered.clear();
            }
            remembered.insert(mark);
        }
        good
    }
}
