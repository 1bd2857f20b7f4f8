//! Names, records and signatures as the bytes that are signed (RFC 4034, 6).

use crate::answer::{Record, Signature};
use crate::question::RecordName;

const CLASS_IN: [u8; 2] = [0, 1];
/// Always 3 (RFC 4034, 2.1.2).
const PROTOCOL: u8 = 3;
/// The type number of SOA (RFC 1035).
const SOA: u16 = 6;
/// The type number of DNSKEY (RFC 4034).
const DNSKEY: u16 = 48;

/// Bytes from hexadecimal; none where the text is none.
pub(crate) fn unhex(text: &str) -> Option<Vec<u8>> {
    data_encoding::HEXLOWER_PERMISSIVE.decode(text.as_bytes()).ok()
}

/// Bytes as hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(bytes)
}

/// A name, each label after its length.
pub(super) fn name(name: &RecordName) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(name.as_str().len() + 2);
    for label in name.labels() {
        bytes.push(u8::try_from(label.len()).unwrap_or(u8::MAX));
        bytes.extend(label.bytes());
    }
    bytes.push(0);
    bytes
}

/// The number of the type and the content of a record that seals are judged by.
fn content(record: &Record) -> Option<(u16, Vec<u8>)> {
    match record {
        Record::Dnskey { flags, algorithm, key } => Some((DNSKEY, dnskey(*flags, *algorithm, key)?)),
        Record::Soa { primary, mailbox, numbers } => {
            let numbers = numbers.iter().flat_map(|number| number.to_be_bytes());
            Some((SOA, [name(primary), name(mailbox)].concat().into_iter().chain(numbers).collect()))
        }
        _ => None,
    }
}

/// The content of a DNSKEY record.
pub(super) fn dnskey(flags: u16, algorithm: u8, key: &str) -> Option<Vec<u8>> {
    let flags = flags.to_be_bytes();
    Some([&[flags[0], flags[1], PROTOCOL, algorithm], unhex(key)?.as_slice()].concat())
}

/// The tag of a key (RFC 4034, appendix B).
pub(super) fn key_tag(dnskey: &[u8]) -> u16 {
    let sum = dnskey.iter().enumerate().fold(0_u32, |sum, (place, byte)| {
        sum.wrapping_add(if place % 2 == 0 { u32::from(*byte) << 8 } else { u32::from(*byte) })
    });
    u16::try_from((sum + (sum >> 16)) & 0xffff).unwrap_or_default()
}

/// What a signature is made over (RFC 4034, 3.1.8.1): its own fields, then all records in canonical form and
/// order. None where a record is not of the kind that it covers.
pub(super) fn signed(owner: &RecordName, records: &[Record], signature: &Signature) -> Option<Vec<u8>> {
    let moment = |at: jiff::Timestamp| u32::try_from(at.as_second() & 0xffff_ffff).ok();
    let mut bytes = Vec::new();
    bytes.extend(signature.covers.to_be_bytes());
    bytes.push(signature.algorithm);
    bytes.push(signature.labels);
    bytes.extend(signature.original_ttl.to_be_bytes());
    bytes.extend(moment(signature.expires)?.to_be_bytes());
    bytes.extend(moment(signature.begins)?.to_be_bytes());
    bytes.extend(signature.key_tag.to_be_bytes());
    bytes.extend(name(&signature.signer));
    let owner = name(owner);
    let mut contents = Vec::with_capacity(records.len());
    for record in records {
        let (kind, content) = content(record)?;
        if kind != signature.covers {
            return None;
        }
        contents.push(content);
    }
    contents.sort();
    contents.dedup();
    for content in contents {
        bytes.extend(&owner);
        bytes.extend(signature.covers.to_be_bytes());
        bytes.extend(CLASS_IN);
        bytes.extend(signature.original_ttl.to_be_bytes());
        bytes.extend(u16::try_from(content.len()).ok()?.to_be_bytes());
        bytes.extend(content);
    }
    Some(bytes)
}
