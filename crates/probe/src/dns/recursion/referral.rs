//! What a name server's message tells: an answer, nothing, or where to go on. Pure: bytes in, word out.
//!
//! A server is believed about names within the zone that it was asked for, and about nothing else.

use std::net::{IpAddr, SocketAddr};

use checkup::LONGEST_CHAIN;

use crate::dns::message::{Message, Rr};
use crate::dns::name::Name;
use crate::dns::numbers::{code, flag, kind};
use crate::dns::wire::alias;

/// The most name servers of one zone that are kept (the root has as many).
pub(crate) const MOST_NAME_SERVERS: usize = 13;
/// The most addresses of one name server that are kept.
pub(crate) const MOST_ADDRESSES: usize = 6;

/// A name server of a zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NameServer {
    pub(crate) name: Name,
    /// As the zone above told; none where it has to be looked up.
    pub(crate) addresses: Vec<SocketAddr>,
}

/// Where a zone begins, and who answers for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Delegation {
    pub(crate) name: Name,
    pub(crate) servers: Vec<NameServer>,
    pub(crate) ttl: u32,
}

/// What a message tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Told {
    /// Records at the name, or where it leads by CNAME.
    Answer,
    /// The name is there without such records.
    Nothing,
    /// The name is not there.
    NoSuchName,
    /// Another zone begins on the way to the name.
    Referral(Delegation),
    /// The server fails, refuses, or knows nothing of the zone.
    Lame,
}

/// Reads what a message from a server of `zone` tells about a name. Servers found on the way are asked at
/// this port.
pub(crate) fn told(message: &Message, zone: &Name, name: &Name, wanted: u16, port: u16) -> Told {
    if !matches!(message.code, code::NO_ERROR | code::NO_SUCH_NAME) {
        return Told::Lame;
    }
    // Whoever only passes on what others say does not answer for the zone.
    let passes_on = message.head.has(flag::RECURSION_AVAILABLE) && !message.head.has(flag::AUTHORITATIVE);
    let is_answer =
        |record: &Rr| record.name == *name && (record.kind == wanted || record.kind == kind::CNAME);
    if message.answers.iter().any(is_answer) {
        return if passes_on { Told::Lame } else { Told::Answer };
    }
    let has_start = message.authority.iter().any(|record| {
        record.kind == kind::SOA && record.name.is_within(zone) && name.is_within(&record.name)
    });
    let speaks = message.head.has(flag::AUTHORITATIVE) || (has_start && !passes_on);
    if message.code == code::NO_SUCH_NAME {
        return if speaks { Told::NoSuchName } else { Told::Lame };
    }
    match delegation(&message.authority, &message.additional, zone, name, port) {
        // The zone above answers for DS; a server that sends us down has none.
        Some(delegation) if wanted == kind::DS && delegation.name == *name => Told::Nothing,
        Some(delegation) if !has_start => Told::Referral(delegation),
        _ if speaks => Told::Nothing,
        _ => Told::Lame,
    }
}

/// The zone that begins between `zone` and the name, by the NS records of a section.
pub(crate) fn delegation(
    section: &[Rr],
    additional: &[Rr],
    zone: &Name,
    name: &Name,
    port: u16,
) -> Option<Delegation> {
    let leads_down = |record: &&Rr| {
        record.kind == kind::NS
            && record.name != *zone
            && record.name.is_within(zone)
            && name.is_within(&record.name)
    };
    let below =
        section.iter().filter(leads_down).map(|record| &record.name).max_by_key(|name| name.depth())?;
    let mut servers: Vec<NameServer> = Vec::new();
    let mut ttl = u32::MAX;
    for record in section.iter().filter(|record| record.kind == kind::NS && record.name == *below) {
        let Some(server) = Name::read(&record.data) else { continue };
        ttl = ttl.min(record.ttl);
        if servers.iter().all(|known| known.name != server) {
            let addresses = glue(additional, zone, &server, port);
            servers.push(NameServer { name: server, addresses });
        }
    }
    // Those that can be asked at once come first, and stay when there are too many.
    servers.sort_by_key(|server| server.addresses.is_empty());
    servers.truncate(MOST_NAME_SERVERS);
    Some(Delegation { name: below.clone(), servers, ttl })
}

/// The addresses of a name server that came along. Only of servers within the zone that was asked: of all
/// others its servers know no more than anybody.
fn glue(additional: &[Rr], zone: &Name, server: &Name, port: u16) -> Vec<SocketAddr> {
    if !server.is_within(zone) {
        return Vec::new();
    }
    let addresses = additional.iter().filter(|record| record.name == *server).filter_map(address);
    let mut addresses: Vec<SocketAddr> =
        addresses.map(|address| SocketAddr::new(address, port)).take(MOST_ADDRESSES).collect();
    addresses.dedup();
    addresses
}

/// The address in a record.
pub(crate) fn address(record: &Rr) -> Option<IpAddr> {
    match record.kind {
        kind::A => <[u8; 4]>::try_from(&*record.data).ok().map(IpAddr::from),
        kind::AAAA => <[u8; 16]>::try_from(&*record.data).ok().map(IpAddr::from),
        _ => None,
    }
}

/// How the way through one message ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// With records of the wanted kind.
    Records,
    /// With a name that has none.
    NoRecords,
    /// With a name that is not there.
    NoSuchName,
    /// With a name that has to be asked for anew.
    Elsewhere,
}

/// The way from a name through the CNAME records of one message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Way {
    /// The names that it passes, the one that was asked for first and the last one last.
    pub(crate) names: Vec<Name>,
    pub(crate) end: End,
    /// How long it may be kept, in seconds.
    pub(crate) ttl: u32,
}

impl Way {
    /// Where it ends.
    pub(crate) fn last(&self) -> Name {
        self.names.last().cloned().unwrap_or_else(Name::root)
    }
}

/// Follows CNAME records as far as this message from a server of `zone` may be believed.
pub(crate) fn way(message: &Message, told: &Told, zone: &Name, name: &Name, wanted: u16) -> Way {
    let mut way = Way { names: vec![name.clone()], end: End::Elsewhere, ttl: u32::MAX };
    let mut here = name.clone();
    loop {
        let wanted_here = |record: &&Rr| record.name == here && record.kind == wanted;
        let ttl = message.answers.iter().filter(wanted_here).map(|record| record.ttl).min();
        if let Some(ttl) = ttl {
            way.ttl = way.ttl.min(ttl);
            way.end = End::Records;
            return way;
        }
        let next = if wanted == kind::CNAME { None } else { alias(&message.answers, &here) };
        let Some(next) = next else { break };
        let passed = way.names.contains(&next) || way.names.len() > LONGEST_CHAIN;
        let ttls = message.answers.iter().filter(|record| record.name == here && record.kind == kind::CNAME);
        way.ttl = way.ttl.min(ttls.map(|record| record.ttl).min().unwrap_or_default());
        way.names.push(next.clone());
        if passed || !next.is_within(zone) {
            return way;
        }
        here = next;
    }
    let start =
        message.authority.iter().find(|record| record.kind == kind::SOA && here.is_within(&record.name));
    // A negative answer is kept as long as its zone says (RFC 2308, 5).
    let least = start
        .and_then(|start| start.data.last_chunk().map(|bytes| u32::from_be_bytes(*bytes).min(start.ttl)));
    way.ttl = way.ttl.min(least.unwrap_or_default());
    way.end = match (message.code, told) {
        (code::NO_SUCH_NAME, _) => End::NoSuchName,
        (_, Told::Answer) if start.is_none() => End::Elsewhere,
        _ => End::NoRecords,
    };
    way
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dns::message::{Asked, HEADER, Manner, query};
    use crate::dns::name::tests::name;

    fn record(owner: &str, kind: u16, data: &[u8]) -> Rr {
        Rr { name: name(owner), kind, ttl: 60, data: data.into() }
    }

    fn ns(owner: &str, server: &str) -> Rr {
        record(owner, kind::NS, name(server).as_bytes())
    }

    fn message(flags: u16, sections: [Vec<Rr>; 3]) -> Message {
        let asked = Asked { name: name("bakery.example").as_bytes().into(), kind: kind::A };
        let bytes = query(1, &asked, Manner { flags: flags | flag::RESPONSE, ..Manner::default() });
        assert!(bytes.len() > HEADER);
        let [answers, authority, additional] = sections;
        Message { answers, authority, additional, ..Message::read(&bytes).unwrap() }
    }

    fn told_by_example(message: &Message) -> Told {
        told(message, &name("example"), &name("bakery.example"), kind::A, 53)
    }

    #[test]
    fn glue_is_believed_within_the_zone_that_was_asked_and_nowhere_else() {
        let referral = message(
            0,
            [
                vec![],
                vec![ns("bakery.example", "ns.host.test"), ns("bakery.example", "ns1.bakery.example")],
                vec![
                    record("ns.host.test", kind::A, &[192, 0, 2, 66]),
                    record("ns1.bakery.example", kind::A, &[192, 0, 2, 1]),
                    record("bank.example", kind::A, &[192, 0, 2, 66]),
                ],
            ],
        );
        let Told::Referral(delegation) = told_by_example(&referral) else { panic!("a referral") };
        let near =
            NameServer { name: name("ns1.bakery.example"), addresses: vec!["192.0.2.1:53".parse().unwrap()] };
        assert_eq!(delegation.servers, [near, NameServer { name: name("ns.host.test"), addresses: vec![] }]);
    }

    #[test]
    fn a_referral_leads_down_or_it_is_lame() {
        for aside in ["example", "test", ".", "other.example", "www.bakery.example"] {
            let owner = Rr {
                name: Name::from(&checkup::RecordName::parse(aside).unwrap()),
                ..ns("x", "ns.host.test")
            };
            let message = message(0, [vec![], vec![owner], vec![]]);
            assert_eq!(told_by_example(&message), Told::Lame, "{aside}");
        }
    }

    #[test]
    fn what_a_server_says_is_told_apart() {
        let soa = || {
            record("example", kind::SOA, &[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9])
        };
        let a = || record("bakery.example", kind::A, &[192, 0, 2, 1]);
        let empty = || [vec![], vec![], vec![]];
        let cases = [
            (message(flag::AUTHORITATIVE, [vec![a()], vec![], vec![]]), Told::Answer),
            (message(0, [vec![a()], vec![], vec![]]), Told::Answer),
            (message(flag::RECURSION_AVAILABLE, [vec![a()], vec![], vec![]]), Told::Lame),
            (message(flag::AUTHORITATIVE, empty()), Told::Nothing),
            (message(0, empty()), Told::Lame),
            (message(0, [vec![], vec![soa()], vec![]]), Told::Nothing),
            (message(code::NO_SUCH_NAME | flag::AUTHORITATIVE, empty()), Told::NoSuchName),
            (message(code::NO_SUCH_NAME, empty()), Told::Lame),
            (message(code::FAILED, empty()), Told::Lame),
            (message(5, empty()), Told::Lame),
        ];
        for (message, expected) in cases {
            assert_eq!(told_by_example(&message), expected, "{message:?}");
        }
    }

    #[test]
    fn only_so_many_name_servers_and_addresses_are_kept() {
        let with = |servers: usize, addresses: usize| {
            let authority =
                (0..servers).map(|n| ns("bakery.example", &format!("ns{n}.bakery.example"))).collect();
            let additional = (0..addresses)
                .map(|n| record("ns0.bakery.example", kind::A, &[192, 0, 2, n as u8]))
                .collect();
            let Told::Referral(delegation) = told_by_example(&message(0, [vec![], authority, additional]))
            else {
                panic!("a referral")
            };
            (delegation.servers.len(), delegation.servers[0].addresses.len())
        };
        assert_eq!(with(MOST_NAME_SERVERS, MOST_ADDRESSES), (MOST_NAME_SERVERS, MOST_ADDRESSES));
        assert_eq!(with(MOST_NAME_SERVERS + 1, MOST_ADDRESSES + 1), (MOST_NAME_SERVERS, MOST_ADDRESSES));
    }

    #[test]
    fn a_way_ends_where_the_server_may_not_be_believed_any_more() {
        let cname = |from: &str, to: &str| record(from, kind::CNAME, name(to).as_bytes());
        let answers = vec![
            cname("bakery.example", "a.bakery.example"),
            cname("a.bakery.example", "shop.host.test"),
            record("shop.host.test", kind::A, &[192, 0, 2, 66]),
        ];
        let message = message(flag::AUTHORITATIVE, [answers, vec![], vec![]]);
        let way = way(&message, &Told::Answer, &name("example"), &name("bakery.example"), kind::A);
        assert_eq!(way.end, End::Elsewhere);
        assert_eq!(way.last(), name("shop.host.test"));
    }
}
