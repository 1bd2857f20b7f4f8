//! The invented providers that the city's firms are with: web hosts, mail providers, senders of
//! newsletters, receivers of reports. Their addresses are of the ranges for documentation
//! (RFC 5737, RFC 3849), so that nothing here points at anybody.

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::mix::HOSTS;
use super::record::Data;
use super::zone::Zone;

/// The web hosts.
pub const HOST_NAMES: [&str; HOSTS] = [
    "pennyhost",
    "northquay",
    "tallship",
    "brightrack",
    "cellarcloud",
    "lanternhost",
    "hillserve",
    "plainweb",
];

/// An office suite with mail, the city's most used.
pub const SUITE: &str = "deskmate.example";
/// A mail provider.
pub const LETTERBOX: &str = "letterbox.example";
/// A maker of web shops.
pub const SHOPS: &str = "stallfront.example";
/// Reads DMARC reports for whoever asks.
pub const REPORTS: &str = "reportreader.example";
/// Reads DMARC reports, but says so of nobody.
pub const NO_REPORTS: &str = "reportlost.example";
/// Publishes DMARC records for its customers.
pub const POLICIES: &str = "policyhost.example";
/// Has a mail server and no SPF record.
pub const NO_SPF: &str = "forgetful.example";
/// Includes itself.
pub const CIRCLE: &str = "carousel.example";
/// Keeps the list of all names of the invented world, and answers about them (RDAP).
pub const REGISTRY: &str = "registry.example";
/// Where it answers.
pub const REGISTRY_ADDRESS: Ipv4Addr = Ipv4Addr::new(192, 0, 2, 1);
/// The one computer with an IPv6 address, for documentation only (RFC 3849).
pub const NEW_ADDRESS: Ipv6Addr = Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0x80);
/// How many customers' records the policy host has.
pub const HOSTED_POLICIES: usize = 20;

/// Senders of newsletters and invoices, each with the look-ups that including it costs
/// (itself counted).
pub const SENDERS: [(&str, usize); 8] = [
    ("postcart.example", 1),
    ("billwing.example", 1),
    ("newsvane.example", 1),
    ("ticketbell.example", 2),
    ("surveyjar.example", 2),
    ("parcelnote.example", 3),
    ("bookslot.example", 1),
    ("mailtower.example", 4),
];

/// The name servers of a host's customers.
pub fn name_servers(host: usize) -> Vec<String> {
    let host = HOST_NAMES[host % HOSTS];
    vec![format!("ns1.{host}.example"), format!("ns2.{host}.example")]
}

/// An address of a host's network, for documentation only.
pub fn address(host: usize, machine: usize) -> Ipv4Addr {
    Ipv4Addr::new(203, 0, 113, (host % HOSTS * 32 + machine % 32) as u8)
}

/// Is the address one of those that the invented city uses, all of which belong to nobody (RFC 5737, RFC 3849)?
pub fn is_of_the_city(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => matches!(v4.octets(), [192, 0, 2, _] | [198, 51, 100, _] | [203, 0, 113, _]),
        IpAddr::V6(v6) => v6.segments()[..2] == [0x2001, 0xdb8],
    }
}

/// All zones of providers, by name.
pub fn zones() -> BTreeMap<String, Zone> {
    let mut zones: Vec<Zone> = (0..HOSTS).map(host).collect();
    zones.extend([suite(), letterbox(), shops(), policies(), no_spf(), circle(), registry()]);
    zones.extend([report_reader(REPORTS, true), report_reader(NO_REPORTS, false)]);
    zones.extend(SENDERS.iter().enumerate().map(|(place, (name, cost))| sender(place, name, *cost)));
    zones.into_iter().map(|zone| (zone.apex.clone(), zone)).collect()
}

fn plain(apex: &str) -> Zone {
    Zone::new(apex, &name_servers(3))
}

fn host(place: usize) -> Zone {
    let name = HOST_NAMES[place];
    let apex = format!("{name}.example");
    let mut zone = Zone::new(&apex, &name_servers(place));
    for (machine, label) in ["ns1", "ns2", "mx1", "mx2", "web"].into_iter().enumerate() {
        zone.add(&format!("{label}.{apex}"), Data::A(address(place, machine)));
    }
    let network = address(place, 0);
    zone.add(
        &format!("spf.{apex}"),
        Data::txt(&format!("v=spf1 ip4:{network}/27 include:relay.{apex} ~all")),
    );
    zone.add(&format!("relay.{apex}"), Data::txt(&format!("v=spf1 ip4:198.51.100.{}/28 ?all", place * 16)));
    zone
}

fn suite() -> Zone {
    let mut zone = plain(SUITE);
    zone.add(&format!("spf.{SUITE}"), Data::txt("v=spf1 ip4:192.0.2.0/26 ip6:2001:db8:5::/48 -all"));
    zone.add(&format!("*.mail.{SUITE}"), Data::A(Ipv4Addr::new(192, 0, 2, 25)));
    zone.add(&format!("autodiscover.{SUITE}"), Data::A(Ipv4Addr::new(192, 0, 2, 26)));
    zone
}

fn letterbox() -> Zone {
    let mut zone = plain(LETTERBOX);
    let mut includes = String::new();
    for number in 1..=3_u8 {
        zone.add(&format!("in{number}.{LETTERBOX}"), Data::A(Ipv4Addr::new(192, 0, 2, 64 + number)));
        let net = 64 + u16::from(number) * 16;
        zone.add(
            &format!("net{number}.{LETTERBOX}"),
            Data::txt(&format!("v=spf1 ip4:192.0.2.{net}/28 ~all")),
        );
        includes += &format!("include:net{number}.{LETTERBOX} ");
    }
    zone.add(&format!("spf.{LETTERBOX}"), Data::txt(&format!("v=spf1 {includes}~all")));
    zone
}

fn shops() -> Zone {
    let mut zone = plain(SHOPS);
    zone.add(&format!("shops.{SHOPS}"), Data::A(Ipv4Addr::new(192, 0, 2, 200)));
    zone
}

fn report_reader(name: &str, says_so: bool) -> Zone {
    let mut zone = plain(name);
    zone.add(name, Data::Mx(10, format!("mx.{name}")));
    zone.add(&format!("mx.{name}"), Data::A(Ipv4Addr::new(192, 0, 2, 210)));
    if says_so {
        zone.add(&format!("*._report._dmarc.{name}"), Data::txt("v=DMARC1"));
    }
    zone
}

fn policies() -> Zone {
    let mut zone = plain(POLICIES);
    for customer in 0..HOSTED_POLICIES {
        let record = format!("v=DMARC1; p=quarantine; rua=mailto:r{customer}@{REPORTS}");
        zone.add(&format!("c{customer}._dmarc.{POLICIES}"), Data::txt(&record));
    }
    zone
}

fn no_spf() -> Zone {
    let mut zone = plain(NO_SPF);
    zone.add(&format!("mail.{NO_SPF}"), Data::A(Ipv4Addr::new(192, 0, 2, 220)));
    zone
}

fn registry() -> Zone {
    let mut zone = plain(REGISTRY);
    zone.add(&format!("rdap.{REGISTRY}"), Data::A(REGISTRY_ADDRESS));
    zone
}

fn circle() -> Zone {
    let mut zone = plain(CIRCLE);
    zone.add(&format!("a.{CIRCLE}"), Data::txt(&format!("v=spf1 include:b.{CIRCLE} -all")));
    zone.add(&format!("b.{CIRCLE}"), Data::txt(&format!("v=spf1 include:a.{CIRCLE} -all")));
    zone
}

fn sender(place: usize, name: &str, cost: usize) -> Zone {
    let mut zone = plain(name);
    let mut includes = String::new();
    for part in 1..cost {
        zone.add(
            &format!("part{part}.{name}"),
            Data::txt(&format!("v=spf1 ip4:198.51.100.{} -all", 128 + place * 8 + part)),
        );
        includes += &format!("include:part{part}.{name} ");
    }
    let own = 128 + place * 8;
    zone.add(&format!("spf.{name}"), Data::txt(&format!("v=spf1 ip4:198.51.100.{own}/29 {includes}-all")));
    zone.add(&format!("mx.{name}"), Data::A(Ipv4Addr::new(198, 51, 100, (own + 5) as u8)));
    zone.add(&format!("dkim.{name}"), Data::txt(super::extras::SENDER_KEY));
    zone
}
