//! Addresses that are none of the public internet's.
//!
//! The two registries of IANA (RFC 6890) are the list; each of their entries is refused, the few
//! "globally reachable" ones included, because no firm's host lives there. What the registries leave out is
//! refused by rule: multicast (RFC 5771), and all of IPv6 outside the one block from which addresses are
//! given to hosts (2000::/3, RFC 4291, 2.4). With that, every form that carries an IPv4 address within
//! (mapped, compatible, translated, NAT64, 6to4, Teredo) is refused whatever it carries.

use std::net::IpAddr;
use std::sync::LazyLock;

use ipnet::{IpNet, Ipv4Net, Ipv6Net};

/// Multicast (RFC 5771).
const MULTICAST: Ipv4Net = Ipv4Net::new_assert(std::net::Ipv4Addr::new(224, 0, 0, 0), 4);
/// The block of IPv6 from which addresses are given to hosts (RFC 4291, 2.4).
const GIVEN_TO_HOSTS: Ipv6Net = Ipv6Net::new_assert(std::net::Ipv6Addr::new(0x2000, 0, 0, 0, 0, 0, 0, 0), 3);

static REGISTRIES: LazyLock<Vec<Special>> = LazyLock::new(|| {
    let texts = [
        include_str!("../../data/special-purpose-ipv4.csv"),
        include_str!("../../data/special-purpose-ipv6.csv"),
    ];
    texts.into_iter().flat_map(read).flatten().collect()
});

/// A block of addresses with a purpose of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Special {
    /// The block.
    pub network: IpNet,
    /// What it is for, in the registry's words.
    pub purpose: String,
}

/// The purpose of an address that is none of the public internet's; none for an ordinary one.
pub fn special(address: IpAddr) -> Option<&'static str> {
    if let Some(entry) = REGISTRIES.iter().find(|entry| entry.network.contains(&address)) {
        return Some(&entry.purpose);
    }
    match address {
        IpAddr::V4(address) if MULTICAST.contains(&address) => Some("Multicast"),
        IpAddr::V6(address) if !GIVEN_TO_HOSTS.contains(&address) => Some("Not given to hosts"),
        _ => None,
    }
}

/// The rows of a registry; an error for each block that cannot be read. A first cell may name several
/// blocks, each with a footnote mark.
fn read(text: &'static str) -> Vec<Result<Special, ipnet::AddrParseError>> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let mut blocks = Vec::new();
    for row in reader.records().flatten() {
        let purpose = row.get(1).unwrap_or_default().trim_matches('"').to_owned();
        for block in row.get(0).unwrap_or_default().split(',') {
            let bare = block.split('[').next().unwrap_or_default().trim();
            blocks.push(bare.parse().map(|network| Special { network, purpose: purpose.clone() }));
        }
    }
    blocks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_both_registries_is_understood() {
        let v4 = read(include_str!("../../data/special-purpose-ipv4.csv"));
        let v6 = read(include_str!("../../data/special-purpose-ipv6.csv"));
        assert_eq!((v4.len(), v6.len()), (26, 25));
        for block in v4.into_iter().chain(v6) {
            let block = block.expect("a block of addresses");
            assert_eq!(block.network.trunc(), block.network, "{block:?}");
            assert!(!block.purpose.is_empty(), "{block:?}");
        }
    }

    #[test]
    fn the_first_and_the_last_address_of_each_block_are_special_and_the_neighbours_are_judged_apart() {
        for block in REGISTRIES.iter() {
            for address in [block.network.network(), block.network.broadcast()] {
                assert!(special(address).is_some(), "{address} of {block:?}");
            }
        }
        let neighbours = [
            "9.255.255.255",
            "11.0.0.0",
            "100.63.255.255",
            "100.128.0.0",
            "126.255.255.255",
            "128.0.0.0",
            "169.253.255.255",
            "169.255.0.0",
            "172.15.255.255",
            "172.32.0.0",
            "192.0.1.0",
            "192.0.3.0",
            "192.167.255.255",
            "192.169.0.0",
            "198.17.255.255",
            "198.20.0.0",
            "223.255.255.255",
            "2001:200::",
            "2001:db7:ffff::",
            "2001:db9::",
            "2003::",
            "3ffe::1",
            "2a00::1",
        ];
        for address in neighbours {
            assert_eq!(special(address.parse().unwrap()), None, "{address}");
        }
    }

    #[test]
    fn forms_that_carry_an_address_within_are_refused_whatever_they_carry() {
        let forms = [
            "::ffff:127.0.0.1",                     // mapped
            "::ffff:192.168.0.1",                   // mapped
            "::ffff:11.22.33.44",                   // mapped, a public one within
            "::127.0.0.1",                          // compatible
            "::11.22.33.44",                        // compatible
            "::ffff:0:127.0.0.1",                   // translated (RFC 2765)
            "64:ff9b::127.0.0.1",                   // NAT64
            "64:ff9b::11.22.33.44",                 // NAT64
            "64:ff9b:1::a00:1",                     // NAT64 of one's own
            "2002:7f00:1::",                        // 6to4
            "2002:b16:212c::1",                     // 6to4
            "2001:0:7f00:1::",                      // Teredo
            "2001:0:4136:e378:8000:63bf:3fff:fdd2", // Teredo
        ];
        for form in forms {
            assert!(special(form.parse().unwrap()).is_some(), "{form}");
        }
    }

    #[test]
    fn multicast_site_local_and_unassigned_addresses_are_refused_though_no_registry_lists_them() {
        for address in ["224.0.0.1", "239.255.255.255", "ff02::1", "fec0::1", "::2", "4000::1", "1fff::1"] {
            assert!(special(address.parse().unwrap()).is_some(), "{address}");
        }
    }
}
