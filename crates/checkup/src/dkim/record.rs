//! One key for the seal on mail, read after RFC 6376 (3.6.1), RFC 8301 and RFC 8463.

use data_encoding::BASE64_NOPAD;

use super::key::rsa_bits;
use crate::tags;

/// The fewest bits that a signer should use (RFC 8301, 3.2).
const ENOUGH_BITS: usize = 2048;
/// The length of an Ed25519 key (RFC 8463, 4.2).
const ED25519_BYTES: usize = 32;

/// What a key comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DkimKey {
    /// Strong enough.
    Good,
    /// An RSA key of too few bits, or one for SHA-1 only.
    Weak(String),
    /// Taken back: the `p` tag is there and empty.
    Revoked,
    /// It cannot be used; with why.
    Broken(String),
}

/// Reads a text at a name below `_domainkey`. None where it is not meant as a key at all, as with the text of
/// a wildcard.
pub fn parse_dkim(text: &str) -> Option<DkimKey> {
    let version = tags::of(text).next().filter(|(name, _)| *name == "v").map(|(_, version)| version);
    let key = tags::value(text, "p");
    let meant = match version {
        Some(version) => version.to_ascii_uppercase().starts_with("DKIM"),
        None => key.is_some(),
    };
    if !meant {
        return None;
    }
    let broken = |why: &str| Some(DkimKey::Broken(why.to_owned()));
    if version.is_some_and(|version| version != "DKIM1") {
        return broken("its version is not DKIM1");
    }
    if tags::any_twice(text) {
        return broken("a part of it stands twice");
    }
    let Some(key) = key else { return broken("it has no key in it") };
    let key: String = key.chars().filter(|c| !c.is_ascii_whitespace()).collect();
    if key.is_empty() {
        return Some(DkimKey::Revoked);
    }
    if tags::value(text, "s").is_some_and(|services| !listed(services, &["*", "email"])) {
        return broken("it is not for mail");
    }
    let Ok(bytes) = BASE64_NOPAD.decode(key.trim_end_matches('=').as_bytes()) else {
        return broken("the key cannot be read");
    };
    let kind = tags::value(text, "k").unwrap_or("rsa");
    let only_sha1 = tags::value(text, "h").is_some_and(|hashes| !listed(hashes, &["sha256"]));
    Some(match kind {
        "ed25519" if bytes.len() == ED25519_BYTES => DkimKey::Good,
        "rsa" => match rsa_bits(&bytes) {
            Some(bits) if bits < ENOUGH_BITS => DkimKey::Weak(format!("{bits} bits")),
            Some(_) if only_sha1 => DkimKey::Weak("for SHA-1 only".to_owned()),
            Some(_) => DkimKey::Good,
            None => return broken("the key cannot be read"),
        },
        "ed25519" => return broken("the key has a wrong length"),
        _ => return broken("nobody knows this kind of key"),
    })
}

/// Is one of these words in a list with colons?
fn listed(list: &str, words: &[&str]) -> bool {
    list.split(':').any(|word| words.contains(&word.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The two keys of RFC 8463, appendix A.2.
    const ED25519: &str = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";
    const RSA_1024: &str = "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDkHlOQoBTzWRiGs5V6NpP3idY6Wk08a5qhdR6wy5bd\
                            OKb2jLQiY/J16JYi0Qvx/byYzCNb3W91y3FutACDfzwQ/BC/e/8uBsCR+yz1Lxj+PL6lHvqMKrM3rG4h\
                            stT5QjvHO9PzoxZyVYLzBfO2EeC3Ip3G+2kryOTIKT+l/K4w3QIDAQAB";

    #[test]
    fn keys_of_the_standard_read() {
        assert_eq!(parse_dkim(&format!("v=DKIM1; k=ed25519; p={ED25519}")), Some(DkimKey::Good));
        let weak = Some(DkimKey::Weak("1024 bits".to_owned()));
        assert_eq!(parse_dkim(&format!("v=DKIM1; k=rsa; p={RSA_1024}")), weak);
        assert_eq!(parse_dkim(&format!("k=rsa; p={RSA_1024}")), weak);
        assert_eq!(parse_dkim(&format!("p={} {}", &RSA_1024[..40], &RSA_1024[40..])), weak);
        assert_eq!(parse_dkim("v=DKIM1; p="), Some(DkimKey::Revoked));
    }

    #[test]
    fn what_cannot_be_used_is_told_with_its_reason() {
        let broken = |text: &str| match parse_dkim(text) {
            Some(DkimKey::Broken(why)) => why,
            other => format!("{other:?}"),
        };
        assert_eq!(broken("v=DKIM1; k=rsa; p=MIIBIjANBgkqh###notbase64"), "the key cannot be read");
        assert_eq!(broken("v=DKIM1; k=rsa; p=MIIB"), "the key cannot be read");
        assert_eq!(broken("v=DKIM1; k=ed25519; p=MIIB"), "the key has a wrong length");
        assert_eq!(broken("v=DKIM1; k=dsa; p=MIIB"), "nobody knows this kind of key");
        assert_eq!(broken("v=DKIM2; p=MIIB"), "its version is not DKIM1");
        assert_eq!(broken("v=DKIM1; k=rsa"), "it has no key in it");
        assert_eq!(broken("v=DKIM1; p=MIIB; p="), "a part of it stands twice");
        assert_eq!(broken(&format!("v=DKIM1; s=tlsrpt; p={RSA_1024}")), "it is not for mail");
    }

    #[test]
    fn other_texts_are_no_keys() {
        for text in ["v=spf1 -all", "v=DMARC1; p=none", "", "site-verification=x", "t=y; o=~"] {
            assert_eq!(parse_dkim(text), None, "{text}");
        }
    }
}
