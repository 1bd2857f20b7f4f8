//! Computers that belong to firms which host many sites, recognised by the names and addresses that those firms
//! tell their customers to point at. What is open on such a computer is theirs to look after.
//!
//! Only what is always shared is here. A computer that a firm rents as a whole stands in the same provider's
//! house under other addresses, and is the firm's own.

use std::net::{IpAddr, Ipv4Addr};

use terms::DomainName;

use crate::providers;
use crate::question::RecordName;

/// A firm that hosts many sites on shared computers.
struct Host {
    name: &'static str,
    /// What the names end in that its customers point at.
    targets: &'static [&'static str],
    /// Its shared addresses: the first of a block and how many bits are fixed. From each firm's own help pages.
    blocks: &'static [([u8; 4], u8)],
}

const HOSTS: [Host; 17] = [
    Host { name: "Amazon CloudFront", targets: &["cloudfront.net"], blocks: &[] },
    Host {
        name: "Blogger",
        targets: &["ghs.google.com", "ghs.googlehosted.com"],
        blocks: &[([216, 239, 32, 0], 21)],
    },
    Host {
        name: "Cloudflare",
        targets: &["cdn.cloudflare.net", "pages.dev"],
        blocks: &[
            ([103, 21, 244, 0], 22),
            ([103, 22, 200, 0], 22),
            ([103, 31, 4, 0], 22),
            ([104, 16, 0, 0], 13),
            ([104, 24, 0, 0], 14),
            ([108, 162, 192, 0], 18),
            ([131, 0, 72, 0], 22),
            ([141, 101, 64, 0], 18),
            ([162, 158, 0, 0], 15),
            ([172, 64, 0, 0], 13),
            ([173, 245, 48, 0], 20),
            ([188, 114, 96, 0], 20),
            ([190, 93, 240, 0], 20),
            ([197, 234, 240, 0], 22),
            ([198, 41, 128, 0], 17),
        ],
    },
    Host { name: "Fastly", targets: &["fastly.net", "fastlylb.net"], blocks: &[([151, 101, 0, 0], 16)] },
    Host { name: "GitHub Pages", targets: &["github.io"], blocks: &[([185, 199, 108, 0], 22)] },
    Host {
        name: "GoDaddy Website Builder",
        targets: &[],
        blocks: &[([76, 223, 105, 230], 32), ([13, 248, 243, 5], 32)],
    },
    Host { name: "Heroku", targets: &["herokudns.com", "herokuapp.com"], blocks: &[] },
    Host { name: "HubSpot", targets: &["hubspot.net", "hs-sites.com"], blocks: &[] },
    Host {
        name: "Microsoft Azure",
        targets: &["azurewebsites.net", "azurestaticapps.net", "azureedge.net"],
        blocks: &[],
    },
    Host { name: "Netlify", targets: &["netlify.app", "netlify.com"], blocks: &[([75, 2, 60, 5], 32)] },
    Host { name: "Shopify", targets: &["myshopify.com"], blocks: &[([23, 227, 38, 0], 24)] },
    Host {
        name: "Squarespace",
        targets: &["squarespace.com"],
        blocks: &[([198, 185, 159, 144], 31), ([198, 49, 23, 144], 31)],
    },
    Host { name: "Vercel", targets: &["vercel-dns.com", "vercel.app"], blocks: &[([76, 76, 21, 0], 24)] },
    Host { name: "Webflow", targets: &["webflow.com"], blocks: &[([198, 202, 211, 1], 32)] },
    Host { name: "Weebly", targets: &["weebly.com"], blocks: &[([199, 34, 228, 0], 22)] },
    Host { name: "Wix", targets: &["wixdns.net", "wixsite.com"], blocks: &[([185, 230, 60, 0], 22)] },
    Host { name: "WordPress.com", targets: &["wordpress.com"], blocks: &[([192, 0, 78, 0], 24)] },
];

/// The firm that hosts many sites on this computer, by the names that led there and its address.
pub(crate) fn of(aliases: &[&RecordName], address: IpAddr) -> Option<&'static str> {
    let leads = |host: &Host| {
        let ends = |alias: &str, target: &str| {
            alias.strip_suffix(target).is_some_and(|front| front.is_empty() || front.ends_with('.'))
        };
        aliases.iter().any(|alias| host.targets.iter().any(|target| ends(alias.as_str(), target)))
    };
    let holds = |host: &Host| match address {
        IpAddr::V4(address) => host.blocks.iter().any(|block| is_in(address, *block)),
        IpAddr::V6(_) => false,
    };
    HOSTS.iter().find(|host| leads(host) || holds(host)).map(|host| host.name)
}

/// Parts of names that those who let computers as a whole give to them, and makers of lines to theirs: what is called so
/// is in nobody's hands but the firm's. In lower case.
const LET_AS_A_WHOLE: [&str; 12] = [
    "vps", "vserver", "dedi", "cloud", "member", "client", "customer", "static", "dynamic", "dsl", "host-",
    "ip-",
];

/// Does a computer's own name say that it is one of the firm which answers for the name of the site? That firm
/// then hosts the site, most likely on a computer that many share. Names that tell the address by its numbers, or that
/// are made for computers let as a whole, tell nothing of the kind.
pub(crate) fn is_named_by_the_host<'a>(
    mut names: impl Iterator<Item = &'a RecordName>,
    address: IpAddr,
    name_servers: &[String],
    own: &DomainName,
) -> bool {
    let Some(host) = providers::host_of(None, name_servers, own) else { return false };
    names.any(|name| {
        let Ok(full) = DomainName::parse_bare(name.as_str()) else { return false };
        let (front, ..) = full.parts();
        full.registrable().as_ascii() == host
            && !front.is_empty()
            && !LET_AS_A_WHOLE.iter().any(|part| front.contains(part))
            && !tells_by_numbers(front, address)
    })
}

/// Do the numbers of an address stand in a name, each at least once?
fn tells_by_numbers(front: &str, address: IpAddr) -> bool {
    let IpAddr::V4(address) = address else { return front.chars().filter(char::is_ascii_digit).count() > 8 };
    let numbers: Vec<&str> = front.split(|c: char| !c.is_ascii_digit()).collect();
    address.octets().iter().all(|octet| numbers.contains(&octet.to_string().as_str()))
}

fn is_in(address: Ipv4Addr, (first, bits): ([u8; 4], u8)) -> bool {
    let mask = u32::MAX.checked_shl(32 - u32::from(bits)).unwrap_or(0);
    u32::from(address) & mask == u32::from(Ipv4Addr::from(first)) & mask
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shared_computer_is_known_by_name_or_address() {
        let by_address = |address: &str| of(&[], address.parse().unwrap());
        assert_eq!(by_address("23.227.38.65"), Some("Shopify"));
        assert_eq!(by_address("198.185.159.145"), Some("Squarespace"));
        assert_eq!(by_address("198.185.159.146"), None);
        assert_eq!(by_address("104.31.255.255"), None);
        assert_eq!(by_address("104.27.255.255"), Some("Cloudflare"));
        assert_eq!(by_address("192.0.2.10"), None);
        assert_eq!(by_address("2001:db8::1"), None);
        let by_name = |alias: &str| {
            let alias = RecordName::parse(alias).unwrap();
            of(&[&alias], "192.0.2.1".parse().unwrap())
        };
        assert_eq!(by_name("shops.myshopify.com"), Some("Shopify"));
        assert_eq!(by_name("notmyshopify.com"), None);
    }

    #[test]
    fn every_block_starts_where_its_fixed_bits_end() {
        for (first, bits) in HOSTS.iter().flat_map(|host| host.blocks) {
            let mask = u32::MAX.checked_shl(32 - u32::from(*bits)).unwrap_or(0);
            let start = u32::from(Ipv4Addr::from(*first));
            assert_eq!(start & mask, start, "{first:?}/{bits}");
        }
        assert!(HOSTS.iter().all(|host| !host.targets.is_empty() || !host.blocks.is_empty()));
    }
}
