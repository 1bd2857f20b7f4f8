//! The records of DNSSEC, read from their bytes (RFC 4034). The codec knows them only with a validator
//! that we do not take.

use checkup::{Record, RecordName, Signature};
use hickory_proto::rr::Name;
use hickory_proto::serialize::binary::{BinDecodable, BinDecoder};
use terms::Timestamp;

/// The number of DS (IANA registry).
pub(super) const TYPE_DS: u16 = 43;
/// The number of RRSIG.
pub(super) const TYPE_RRSIG: u16 = 46;
/// The number of DNSKEY.
pub(super) const TYPE_DNSKEY: u16 = 48;
/// The only protocol that a DNSKEY may name (RFC 4034, 2.1.2).
const PROTOCOL: u8 = 3;
/// The fixed part of an RRSIG, in bytes (RFC 4034, 3.1).
const FIXED: usize = 18;

/// A DS record (RFC 4034, 5.1).
pub(super) fn ds(bytes: &[u8]) -> Option<Record> {
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
pub(super) fn dnskey(bytes: &[u8]) -> Option<Record> {
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
pub(super) fn signature(bytes: &[u8]) -> Option<Signature> {
    let number = |at: usize| Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
    let short = |at: usize| Some(u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?));
    let moment = |at: usize| Timestamp::from_second(i64::from(number(at)?)).ok();
    let rest = bytes.get(FIXED..)?;
    let mut decoder = BinDecoder::new(rest);
    let signer = Name::read(&mut decoder).ok()?;
    let signature = rest.get(decoder.index()..).filter(|signature| !signature.is_empty())?;
    Some(Signature {
        covers: short(0)?,
        algorithm: *bytes.get(2)?,
        labels: *bytes.get(3)?,
        original_ttl: number(4)?,
        expires: moment(8)?,
        begins: moment(12)?,
        key_tag: short(16)?,
        signer: RecordName::from_labels(signer.iter()).ok()?,
        signature: hex(signature),
    })
}

/// Bytes as hexadecimal digits.
pub(super) fn hex(bytes: &[u8]) -> String {
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
