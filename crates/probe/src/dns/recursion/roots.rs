//! Where recursion begins: the servers of the root, and the key that everything hangs on.

use std::net::SocketAddr;

use data_encoding::HEXUPPER_PERMISSIVE;

use crate::dns::seal::Ds;

/// The addresses of the root's servers A to M. Source: IANA, `named.root` of 18 April 2024, unchanged
/// in November 2026.
const ROOT_SERVERS: [&str; 26] = [
    "198.41.0.4:53",
    "[2001:503:ba3e::2:30]:53",
    "170.247.170.2:53",
    "[2801:1b8:10::b]:53",
    "192.33.4.12:53",
    "[2001:500:2::c]:53",
    "199.7.91.13:53",
    "[2001:500:2d::d]:53",
    "192.203.230.10:53",
    "[2001:500:a8::e]:53",
    "192.5.5.241:53",
    "[2001:500:2f::f]:53",
    "192.112.36.4:53",
    "[2001:500:12::d0d]:53",
    "198.97.190.53:53",
    "[2001:500:1::53]:53",
    "192.36.148.17:53",
    "[2001:7fe::53]:53",
    "192.58.128.30:53",
    "[2001:503:c27::2:30]:53",
    "193.0.14.129:53",
    "[2001:7fd::1]:53",
    "199.7.83.42:53",
    "[2001:500:9f::42]:53",
    "202.12.27.33:53",
    "[2001:dc3::35]:53",
];

/// The root's keys as DS records. Source: IANA, `root-anchors.xml` of 18 July 2024 (the keys of 2017
/// and 2024).
const ROOT_ANCHORS: [&str; 2] = [
    "20326 8 2 E06D44B80B8F1D39A95C0B0D7C65D08458E880409BBC683457104237C7F8EC8D",
    "38696 8 2 683D2D0ACB8C9B712A1948B27F741219298D0A450D612C483AF444A4C0FB2B16",
];

/// The servers of the internet's root.
pub(super) fn servers() -> Vec<SocketAddr> {
    ROOT_SERVERS.iter().filter_map(|server| server.parse().ok()).collect()
}

/// The keys of the internet's root.
pub(super) fn anchors() -> Vec<TrustAnchor> {
    ROOT_ANCHORS.iter().filter_map(|anchor| TrustAnchor::parse(anchor)).collect()
}

/// A key of the root that is trusted, as a DS record (RFC 4034, 5).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrustAnchor(pub(super) Ds);

impl TrustAnchor {
    /// Reads `TAG ALGORITHM DIGEST-TYPE DIGEST`, the digest in hexadecimal. Words in front, as a zone file has
    /// them (`. IN DS`), are passed over. None where it is something else.
    pub fn parse(text: &str) -> Option<Self> {
        let words: Vec<&str> =
            text.split_whitespace().skip_while(|word| word.parse::<u16>().is_err()).collect();
        let [tag, algorithm, digest_type, digest @ ..] = words.as_slice() else { return None };
        let digest = HEXUPPER_PERMISSIVE.decode(digest.concat().as_bytes()).ok()?;
        let ds = Ds {
            key_tag: tag.parse().ok()?,
            algorithm: algorithm.parse().ok()?,
            digest_type: digest_type.parse().ok()?,
            digest: digest.into(),
        };
        ds.is_usable().then_some(Self(ds))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_roots_data_is_whole() {
        assert_eq!(servers().len(), 26);
        assert_eq!(anchors().len(), 2);
    }

    #[test]
    fn an_anchor_is_read_from_the_line_of_a_zone_file() {
        let digest = "ab".repeat(32);
        let bare = TrustAnchor::parse(&format!("7 13 2 {digest}"));
        assert_eq!(bare.as_ref().map(|anchor| anchor.0.key_tag), Some(7));
        assert_eq!(TrustAnchor::parse(&format!(". IN DS 7 13 2 {digest}\n")), bare);
        for wrong in ["", "7 13 2", "7 13 2 xyz", "7 13 2 abcd", "7 5 1 ab"] {
            assert_eq!(TrustAnchor::parse(wrong), None, "{wrong}");
        }
    }
}
