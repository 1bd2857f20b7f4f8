//! What no packet may ever show: looked at from inside.

use std::net::{Ipv4Addr, UdpSocket};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use terms::Timestamp;

use super::referral::{Delegation, NameServer};
use super::*;
use crate::dns::name::tests::name;

struct Still;
impl Clock for Still {
    fn now(&self) -> Timestamp {
        Timestamp::UNIX_EPOCH
    }
}

struct Counted(AtomicU64);
impl Chance for Counted {
    fn fill(&self, bytes: &mut [u8]) {
        for byte in bytes {
            let x = self.0.fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::Relaxed);
            *byte = (x >> 56) as u8;
        }
    }
}

/// Recursion on the internet, at another port than that of DNS: a packet would go to nobody's name server.
fn recursion(port: u16) -> Recursion {
    let rules = RecursionRules {
        roots: vec![SocketAddr::new(Ipv4Addr::new(240, 0, 0, 1).into(), port)],
        anchors: vec![],
        most_a_second: None,
        mixed_case: false,
        wishes: Wishes::default(),
    };
    Recursion::new(rules, Arc::new(Still), Arc::new(Counted(AtomicU64::new(1)))).unwrap()
}

/// Places where no name server of the internet can be.
const INSIDE: [&str; 12] = [
    "127.0.0.1",
    "127.0.0.53",
    "10.0.0.1",
    "169.254.169.254",
    "192.168.1.1",
    "0.0.0.0",
    "255.255.255.255",
    "[::1]",
    "[::]",
    "[fd00::1]",
    "[::ffff:10.0.0.1]",
    "[::ffff:127.0.0.1]",
];

#[tokio::test]
async fn a_referral_into_our_own_network_causes_no_packet() {
    let listeners = ["127.0.0.1:0", "0.0.0.0:0"].map(|at| UdpSocket::bind(at).unwrap());
    for listener in &listeners {
        listener.set_nonblocking(true).unwrap();
        let port = listener.local_addr().unwrap().port();
        let recursion = recursion(port);
        let inside = INSIDE.iter().map(|address| format!("{address}:{port}").parse().unwrap()).collect();
        let zone = Zone {
            name: name("bakery.example"),
            servers: vec![NameServer { name: name("ns.bakery.example"), addresses: inside }],
            trust: Trust::Open,
            half: None,
        };
        recursion.zones.put(name("bakery.example"), Cut::Zone(Arc::new(zone)), Duration::from_secs(60));
        let question = Question::new(RecordName::parse("bakery.example").unwrap(), Kind::A);
        let heard = recursion.ask(&question).await;
        assert_eq!(heard.reply.outcome, Outcome::ServerFailed);
        assert_eq!(heard.server, None, "nobody was asked");
        let mut buffer = [0; 64];
        assert!(listener.recv_from(&mut buffer).is_err(), "a packet came");
    }
}

#[tokio::test]
async fn the_last_lock_is_the_socket_itself() {
    let listener = UdpSocket::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let recursion = recursion(port);
    for inside in INSIDE {
        let server = recursion.servers.at(format!("{inside}:{port}").parse().unwrap());
        let said = recursion.exchange(&server, &name("bakery.example"), 1, false, &Errand::new()).await;
        assert!(said.is_err(), "{inside}");
        let stream = crate::gate::name_servers::stream(server.address, recursion.lines.rule()).await;
        assert_eq!(stream.unwrap_err().kind(), std::io::ErrorKind::PermissionDenied, "{inside}");
    }
    listener.set_nonblocking(true).unwrap();
    assert!(listener.recv_from(&mut [0; 64]).is_err(), "a packet came");
}

#[tokio::test]
async fn a_zone_is_kept_in_bounds_whatever_its_owner_says() {
    let recursion = recursion(53);
    let said = zone::Said {
        message: crate::dns::message::Message::read(&[0, 1, 0x80, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 1])
            .unwrap(),
        told: referral::Told::Nothing,
        server: "192.0.2.1:53".parse().unwrap(),
    };
    tokio::time::pause();
    for (ttl, kept) in [(0, 60), (u32::MAX, 900)] {
        let below = Delegation { name: name("bakery.example"), servers: vec![], ttl };
        recursion.enter(&recursion.root, below, &said, &Errand::new()).await;
        tokio::time::advance(Duration::from_secs(kept - 1)).await;
        assert_eq!(recursion.nearest(&name("bakery.example"), 1).name, name("bakery.example"));
        tokio::time::advance(Duration::from_secs(1)).await;
        assert!(recursion.nearest(&name("bakery.example"), 1).name.is_root());
    }
}
