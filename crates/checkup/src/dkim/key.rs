//! How strong is an RSA key? Its length is read from its DER encoding (RFC 3279, 2.3.1; RFC 8017, A.1.1).

/// rsaEncryption, 1.2.840.113549.1.1.1.
const RSA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01];

const INTEGER: u8 = 0x02;
const BIT_STRING: u8 = 0x03;
const OBJECT_ID: u8 = 0x06;
const SEQUENCE: u8 = 0x30;

/// The number of bits of an RSA key: of a SubjectPublicKeyInfo, as nearly everybody writes it, or of a bare
/// RSAPublicKey, as the first text of the standard had it. None where the bytes are neither.
pub(super) fn rsa_bits(der: &[u8]) -> Option<usize> {
    let (outer, rest) = element(der, SEQUENCE)?;
    if !rest.is_empty() {
        return None;
    }
    match element(outer, SEQUENCE) {
        Some((algorithm, rest)) => {
            let (id, _) = element(algorithm, OBJECT_ID)?;
            let (bits, rest) = element(rest, BIT_STRING)?;
            let (0, key) = bits.split_first()? else { return None };
            let (key, behind) = element(key, SEQUENCE)?;
            if id == RSA && rest.is_empty() && behind.is_empty() { modulus_bits(key) } else { None }
        }
        None => modulus_bits(outer),
    }
}

/// The length of the first of two numbers, the modulus; the second is the exponent.
fn modulus_bits(key: &[u8]) -> Option<usize> {
    let (modulus, rest) = element(key, INTEGER)?;
    let (exponent, rest) = element(rest, INTEGER)?;
    if !rest.is_empty() || exponent.iter().all(|byte| *byte == 0) {
        return None;
    }
    let bytes: &[u8] = modulus.strip_prefix(&[0]).unwrap_or(modulus);
    let first = *bytes.first()?;
    let bits = bytes.len() * 8 - first.leading_zeros() as usize;
    (bits > 0).then_some(bits)
}

/// The content of the first element, if it has this tag, and what is behind it.
fn element(bytes: &[u8], tag: u8) -> Option<(&[u8], &[u8])> {
    let (found, bytes) = bytes.split_first()?;
    let (length, bytes) = bytes.split_first()?;
    let (length, bytes) = match length {
        0..=0x7f => (usize::from(*length), bytes),
        // Two bytes of length are 64 kB; no key in a text of DNS is longer.
        0x81 | 0x82 => {
            let (long, bytes) = bytes.split_at_checked(usize::from(length & 0x0f))?;
            (long.iter().fold(0, |sum, byte| sum << 8 | usize::from(*byte)), bytes)
        }
        _ => return None,
    };
    let (content, rest) = bytes.split_at_checked(length)?;
    (*found == tag).then_some((content, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn der(tag: u8, content: &[u8]) -> Vec<u8> {
        let length = u16::try_from(content.len()).unwrap().to_be_bytes();
        [&[tag, 0x82][..], &length, content].concat()
    }

    fn bare(bytes: usize) -> Vec<u8> {
        let modulus = [&[0][..], &vec![0xc1; bytes]].concat();
        der(SEQUENCE, &[der(INTEGER, &modulus), der(INTEGER, &[1, 0, 1])].concat())
    }

    fn wrapped(bytes: usize) -> Vec<u8> {
        let algorithm = der(SEQUENCE, &der(OBJECT_ID, RSA));
        der(SEQUENCE, &[algorithm, der(BIT_STRING, &[&[0][..], &bare(bytes)].concat())].concat())
    }

    #[test]
    fn the_length_of_a_key_is_read_in_both_writings() {
        assert_eq!(rsa_bits(&bare(128)), Some(1024));
        assert_eq!(rsa_bits(&wrapped(256)), Some(2048));
        assert_eq!(rsa_bits(&wrapped(512)), Some(4096));
    }

    #[test]
    fn a_key_with_a_missing_or_a_spare_byte_is_none() {
        let whole = wrapped(256);
        for end in 0..whole.len() {
            assert_eq!(rsa_bits(&whole[..end]), None, "{end}");
        }
        assert_eq!(rsa_bits(&[&whole[..], &[0]].concat()), None);
        assert_eq!(rsa_bits(&[]), None);
        assert_eq!(rsa_bits(&[0x30, 0x84, 0xff, 0xff, 0xff, 0xff]), None);
    }
}
