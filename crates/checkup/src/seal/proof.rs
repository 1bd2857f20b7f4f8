//! Does the seal hold: from the parent's half to the zone's keys, and from these to what the zone says
//! (RFC 4035, 5)?

use jiff::Timestamp;
use ring::{digest, signature};
use serde::{Deserialize, Serialize};

use super::wire;
use crate::answer::{Answer, Record, Signature};
use crate::question::RecordName;

/// The most signatures of one name that are tried. Key tags are short, and a hostile zone can give many keys
/// the same one.
pub const MOST_PROOFS: usize = 16;
/// The flag of a key that belongs to a zone (RFC 4034, 2.1.1).
const ZONE_KEY: u16 = 0x0100;

/// Why a seal is broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SealFault {
    /// There is no signature where one belongs.
    NoSignature,
    /// A signature does not fit what it is over.
    WrongSignature,
    /// The parent's half points at a key that the zone does not have.
    NoMatchingKey,
    /// The signatures are good from a later time.
    NotYetValid,
    /// The signatures ran out.
    Expired,
}

/// What a seal comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Verdict {
    Holds,
    Broken(SealFault, String),
    /// Made with a method that we do not know; whoever else does not know it takes the name for unsealed.
    UnknownMethod,
    /// More keys and signatures than we try.
    TooMuch,
}

struct Key {
    tag: u16,
    algorithm: u8,
    /// The key itself.
    key: Vec<u8>,
    /// The content of its record.
    content: Vec<u8>,
}

/// Judges the seal of a zone at a moment.
pub(super) fn judge(
    zone: &RecordName,
    halves: &[Record],
    keys: &Answer,
    start: &Answer,
    now: Timestamp,
) -> Verdict {
    let all = zone_keys(&keys.records);
    let mut known = false;
    let mut anchored: Vec<&Key> = Vec::new();
    for half in halves {
        let Record::Ds { key_tag, algorithm, digest_type, digest } = half else { continue };
        let Some(method) = digest_method(*digest_type).filter(|_| is_known(*algorithm)) else { continue };
        known = true;
        let fits = |key: &&Key| {
            let content = [wire::name(zone).as_slice(), &key.content].concat();
            key.tag == *key_tag
                && key.algorithm == *algorithm
                && wire::hex(digest::digest(method, &content).as_ref()).eq_ignore_ascii_case(digest)
        };
        anchored.extend(all.iter().filter(fits));
    }
    if !known || halves.iter().any(|half| matches!(half, Record::Ds { digest, .. } if digest.is_empty())) {
        return Verdict::UnknownMethod;
    }
    if anchored.is_empty() {
        let seen = format!("none of its {} keys fits the half that the parent holds", all.len());
        return Verdict::Broken(SealFault::NoMatchingKey, seen);
    }
    let mut tries = MOST_PROOFS;
    match holds(zone, keys, "the keys", &anchored, now, &mut tries) {
        Verdict::Holds => {
            let all: Vec<&Key> = all.iter().collect();
            holds(zone, start, "the zone", &all, now, &mut tries)
        }
        other => other,
    }
}

fn zone_keys(records: &[Record]) -> Vec<Key> {
    let keys = records.iter().filter_map(|record| match record {
        Record::Dnskey { flags, algorithm, key } if flags & ZONE_KEY != 0 => {
            let content = wire::dnskey(*flags, *algorithm, key)?;
            let key = wire::unhex(key)?;
            Some(Key { tag: wire::key_tag(&content), algorithm: *algorithm, key, content })
        }
        _ => None,
    });
    keys.collect()
}

/// Is one of the signatures over an answer good, by one of these keys? Otherwise the most telling fault.
fn holds(
    zone: &RecordName,
    answer: &Answer,
    what: &str,
    keys: &[&Key],
    now: Timestamp,
    tries: &mut usize,
) -> Verdict {
    let labels = zone.labels().count();
    let mut worst = (SealFault::NoSignature, format!("there is no signature over {what}"));
    let mut unknown = false;
    for signature in &answer.signatures {
        let ours = signature.signer == *zone && usize::from(signature.labels) == labels;
        let by =
            keys.iter().filter(|key| key.tag == signature.key_tag && key.algorithm == signature.algorithm);
        let mut fault = (SealFault::WrongSignature, format!("the signature over {what} does not fit"));
        for key in by.filter(|_| ours) {
            if *tries == 0 {
                return Verdict::TooMuch;
            }
            *tries -= 1;
            match is_right(zone, answer, signature, key) {
                Some(true) => match out_of_date(signature, what, now) {
                    None => return Verdict::Holds,
                    Some(late) => fault = late,
                },
                Some(false) => {}
                None => unknown = true,
            }
        }
        if fault.0 > worst.0 {
            worst = fault;
        }
    }
    if unknown && worst.0 <= SealFault::WrongSignature {
        return Verdict::UnknownMethod;
    }
    Verdict::Broken(worst.0, worst.1)
}

fn out_of_date(signature: &Signature, what: &str, now: Timestamp) -> Option<(SealFault, String)> {
    if signature.expires < now {
        return Some((
            SealFault::Expired,
            format!("the signature over {what} ran out at {}", signature.expires),
        ));
    }
    let early = signature.begins > now;
    early.then(|| {
        (SealFault::NotYetValid, format!("the signature over {what} is good only from {}", signature.begins))
    })
}

/// None where the method, or the key's length, is one that we cannot check.
fn is_right(zone: &RecordName, answer: &Answer, seal: &Signature, key: &Key) -> Option<bool> {
    let Some(message) = wire::signed(zone, &answer.records, seal) else { return Some(false) };
    let Some(bytes) = wire::unhex(&seal.signature) else { return Some(false) };
    let rsa = |method: &signature::RsaParameters| {
        let (exponent, modulus) = rsa_parts(&key.key)?;
        // What is shorter or longer is not wrong, only past what the library checks.
        (1024..=8192).contains(&(modulus.len() * 8)).then_some(())?;
        Some(
            signature::RsaPublicKeyComponents { n: modulus, e: exponent }
                .verify(method, &message, &bytes)
                .is_ok(),
        )
    };
    let plain = |method: &'static dyn signature::VerificationAlgorithm, key: &[u8]| {
        Some(signature::UnparsedPublicKey::new(method, key).verify(&message, &bytes).is_ok())
    };
    // The curves' keys stand in DNS without the byte that says "uncompressed" (RFC 6605, 4).
    let point = || [&[4], key.key.as_slice()].concat();
    match key.algorithm {
        5 | 7 => rsa(&signature::RSA_PKCS1_1024_8192_SHA1_FOR_LEGACY_USE_ONLY),
        8 => rsa(&signature::RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY),
        10 => rsa(&signature::RSA_PKCS1_1024_8192_SHA512_FOR_LEGACY_USE_ONLY),
        13 => plain(&signature::ECDSA_P256_SHA256_FIXED, &point()),
        14 => plain(&signature::ECDSA_P384_SHA384_FIXED, &point()),
        15 => plain(&signature::ED25519, &key.key),
        _ => None,
    }
}

/// Exponent and modulus of a key as it stands in DNS (RFC 3110, 2).
fn rsa_parts(key: &[u8]) -> Option<(&[u8], &[u8])> {
    let (first, rest) = key.split_first()?;
    let (length, rest) = match first {
        0 => {
            let (long, rest) = rest.split_at_checked(2)?;
            (usize::from(*long.first()?) << 8 | usize::from(*long.get(1)?), rest)
        }
        short => (usize::from(*short), rest),
    };
    let (exponent, modulus) = rest.split_at_checked(length)?;
    let bare = |mut bytes: &'_ [u8]| {
        while let Some(rest) = bytes.strip_prefix(&[0]) {
            bytes = rest;
        }
        bytes.len()
    };
    let (e, n) = (bare(exponent), bare(modulus));
    Some((exponent.get(exponent.len() - e..)?, modulus.get(modulus.len() - n..)?))
}

/// Methods of the registry that we can check; who knows none of a name's methods takes it for unsealed.
fn is_known(algorithm: u8) -> bool {
    matches!(algorithm, 5 | 7 | 8 | 10 | 13 | 14 | 15)
}

fn digest_method(number: u8) -> Option<&'static digest::Algorithm> {
    match number {
        1 => Some(&digest::SHA1_FOR_LEGACY_USE_ONLY),
        2 => Some(&digest::SHA256),
        4 => Some(&digest::SHA384),
        _ => None,
    }
}
