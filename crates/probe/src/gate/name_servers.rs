//! The gate to name servers: where a referral may send us, and where not.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;

use tokio::net::{TcpStream, UdpSocket};

use super::special::special;
use super::wishes::Wishes;

/// Where packets to name servers may go. A referral is a stranger's word: without this rule, whoever owns
/// a name could point us into the network that we stand in.
#[derive(Debug, Clone)]
pub(crate) struct NameServerRule {
    hints: Arc<[SocketAddr]>,
    loopback: bool,
    wishes: Wishes,
}

impl NameServerRule {
    /// The rule for recursion from these hints. The operator's own hints pass whatever they are; with a
    /// hint on loopback, the world to look at is on this machine, and loopback addresses pass too.
    /// Whoever wishes to be left alone gets no packet.
    pub(crate) fn new(hints: &[SocketAddr], wishes: Wishes) -> Self {
        let loopback = hints.iter().any(|hint| hint.ip().is_loopback());
        Self { hints: hints.into(), loopback, wishes }
    }

    /// May a packet go there?
    pub(crate) fn allows(&self, server: SocketAddr) -> bool {
        let is_somewhere = special(server.ip()).is_none()
            || (self.loopback && server.ip().is_loopback())
            || self.hints.contains(&server);
        is_somewhere && self.wishes.check_address(server.ip()).is_ok()
    }

    fn check(&self, server: SocketAddr) -> io::Result<()> {
        if self.allows(server) {
            return Ok(());
        }
        Err(io::Error::new(io::ErrorKind::PermissionDenied, "no name server that we may ask is there"))
    }
}

/// A datagram socket to many name servers. Each packet is checked on its way out.
#[derive(Debug)]
pub(crate) struct Datagrams {
    socket: UdpSocket,
    rule: NameServerRule,
}

impl Datagrams {
    /// Opens a socket of this family at a port that the system draws by chance.
    ///
    /// # Errors
    /// What the system says when it gives none.
    pub(crate) fn open(like: IpAddr, rule: NameServerRule) -> io::Result<Self> {
        let any = match like {
            IpAddr::V4(_) => IpAddr::V4(Ipv4Addr::UNSPECIFIED),
            IpAddr::V6(_) => IpAddr::V6(Ipv6Addr::UNSPECIFIED),
        };
        let socket = std::net::UdpSocket::bind(SocketAddr::new(any, 0))?;
        socket.set_nonblocking(true)?;
        Ok(Self { socket: UdpSocket::from_std(socket)?, rule })
    }

    /// Sends, if the rule allows it.
    ///
    /// # Errors
    /// `PermissionDenied` when the rule does not, and what the system says.
    pub(crate) async fn send(&self, bytes: &[u8], server: SocketAddr) -> io::Result<()> {
        self.rule.check(server)?;
        self.socket.send_to(bytes, server).await.map(|_| ())
    }

    /// Waits until something came.
    pub(crate) async fn readable(&self) -> io::Result<()> {
        self.socket.readable().await
    }

    /// Takes one datagram that is there already.
    pub(crate) fn take(&self, buffer: &mut [u8]) -> io::Result<(usize, SocketAddr)> {
        self.socket.try_recv_from(buffer)
    }
}

/// A stream to a name server, for answers that do not fit into a datagram.
///
/// # Errors
/// `PermissionDenied` when the rule does not allow it, and what the system says.
#[expect(clippy::disallowed_methods, reason = "this is the gate")]
pub(crate) async fn stream(server: SocketAddr, rule: &NameServerRule) -> io::Result<TcpStream> {
    rule.check(server)?;
    let stream = TcpStream::connect(server).await?;
    stream.set_nodelay(true)?;
    Ok(stream)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gate::OptOut;

    fn at(address: &str) -> SocketAddr {
        SocketAddr::new(address.parse().unwrap(), 53)
    }

    #[test]
    fn a_referral_into_our_own_network_leads_nowhere() {
        let rule = NameServerRule::new(&[at("198.41.0.4")], Wishes::default());
        for inside in [
            "0.0.0.0",
            "10.0.0.1",
            "100.64.0.1",
            "127.0.0.1",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.8",
            "192.0.2.1",
            "192.168.1.1",
            "198.18.0.1",
            "198.19.255.255",
            "203.0.113.1",
            "224.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:10.0.0.1",
            "::ffff:8.8.8.8",
            "64:ff9b::a00:1",
            "64:ff9b:1::1",
            "100::1",
            "2001::1",
            "2001:db8::1",
            "2002:a00:1::",
            "3fff::1",
            "5f00::1",
            "fc00::1",
            "fd00::1",
            "fe80::1",
            "ff02::1",
        ] {
            assert!(!rule.allows(at(inside)), "{inside}");
        }
        for outside in
            ["9.9.9.9", "172.32.0.1", "192.0.1.1", "198.20.0.1", "2001:500:1::53", "2a00::1", "2620:fe::fe"]
        {
            assert!(rule.allows(at(outside)), "{outside}");
        }
    }

    #[test]
    fn whoever_asked_to_be_left_alone_gets_no_packet_and_neither_does_anybody_while_all_is_stopped() {
        let wishes = Wishes::default();
        let rule = NameServerRule::new(&[at("198.41.0.4")], wishes.clone());
        wishes.stay_away(OptOut::Network("9.9.9.0/24".parse().unwrap())).unwrap();
        assert!(!rule.allows(at("9.9.9.9")) && rule.allows(at("9.9.10.9")));
        wishes.stop();
        assert!(!rule.allows(at("9.9.10.9")) && !rule.allows(at("198.41.0.4")));
        wishes.go_on();
        assert!(rule.allows(at("198.41.0.4")) && !rule.allows(at("9.9.9.9")), "the wish stays");
    }

    #[test]
    fn the_operators_hints_pass_and_with_one_on_loopback_all_of_loopback() {
        let office = NameServerRule::new(&[at("10.0.0.53")], Wishes::default());
        assert!(office.allows(at("10.0.0.53")));
        for other in ["10.0.0.54", "127.0.0.1"] {
            assert!(!office.allows(at(other)), "{other}");
        }
        let here = NameServerRule::new(&[at("127.0.0.1")], Wishes::default());
        assert!(here.allows(at("127.0.0.9")) && here.allows(at("::1")));
        assert!(!here.allows(at("10.0.0.53")) && !here.allows(at("::ffff:127.0.0.1")));
    }
}
