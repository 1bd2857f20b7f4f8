//! One question to one server: by datagram, in the manner that the server understands, and by stream where
//! that is called for.

use std::io;
use std::net::IpAddr;
use std::time::Duration;

use ring::hmac;
use terms::edge::random;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::time::{Instant, timeout, timeout_at};

use super::Recursion;
use super::errand::{Errand, STREAM_COST};
use super::lines::{Came, Wanted, read};
use super::pace::{Manners, Server};
use crate::dns::message::{Asked, Head, Manner, Message, query};
use crate::dns::name::Name;
use crate::dns::numbers::code;
use crate::dns::wire::mix;
use crate::gate::name_servers;

/// The most datagrams to one server for one question, each in another manner than the one before.
const MOST_MANNERS: usize = 5;
/// How long a stream may take, from the call to the last byte.
const STREAM_TIME: Duration = Duration::from_millis(1_500);
/// How long IPv6 is left alone after the machine had no way out by it.
const V6_REST: Duration = Duration::from_secs(600);
/// The bounds of a server's half of a cookie (RFC 7873, 4).
const COOKIE_LENGTHS: std::ops::RangeInclusive<usize> = 8..=32;

/// Why an exchange came to nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Trouble {
    /// Nothing came in time.
    Silent,
    /// There is no way to the server.
    Unreachable,
    /// What came made no sense.
    Nonsense,
    /// The question has cost enough.
    Spent,
}

/// What a datagram came to.
enum Step {
    Done(Message),
    Again,
    ByStream { folds: bool },
}

impl Recursion {
    /// Asks one server one question.
    pub(super) async fn exchange(
        &self,
        server: &Server,
        name: &Name,
        kind: u16,
        signatures: bool,
        errand: &Errand,
    ) -> Result<Message, Trouble> {
        for _ in 0..MOST_MANNERS {
            match self.by_datagram(server, name, kind, signatures, errand).await? {
                Step::Done(message) => return Ok(message),
                Step::Again => {}
                Step::ByStream { folds } => {
                    let said = self.by_stream(server, name, kind, signatures, errand).await;
                    if !folds {
                        return said;
                    }
                    server.folds_case();
                    if said.is_ok() {
                        return said;
                    }
                }
            }
        }
        Err(Trouble::Nonsense)
    }

    async fn by_datagram(
        &self,
        server: &Server,
        name: &Name,
        kind: u16,
        signatures: bool,
        errand: &Errand,
    ) -> Result<Step, Trouble> {
        let (manners, folds) = server.manners();
        let mixed = self.mixed_case && !folds;
        let asked = self.asked(name, kind, mixed);
        let ours = self.cookie_for(server.address.ip());
        let theirs = server.cookie().filter(|_| manners == Manners::Full);
        let cookie = [&ours[..], theirs.as_deref().unwrap_or_default()].concat();
        let manner = Manner {
            flags: 0,
            edns: manners != Manners::Plain,
            signatures,
            cookie: (manners == Manners::Full).then_some(&cookie),
        };
        if !errand.pay(1) {
            return Err(Trouble::Spent);
        }
        self.wait_for_turn(server, errand).await?;
        let wanted = Wanted {
            server: server.address,
            asked,
            exact_case: mixed,
            cookie: Some(ours),
            must_have_cookie: theirs.is_some(),
        };
        let sent = self.send_and_wait(server, wanted, manner, errand).await;
        if sent == Err(Trouble::Silent) && theirs.is_some() {
            // It may have lost its memory of cookies: the next try does not insist on one.
            server.keep_cookie(None);
        }
        Ok(match sent? {
            Sent::Truncated => Step::ByStream { folds: false },
            Sent::Folded => Step::ByStream { folds: true },
            Sent::Whole(message) => {
                self.learn_cookie(server, &message, ours);
                match message.code {
                    code::BAD_COOKIE if theirs.is_some() || server.cookie().is_none() => {
                        Step::ByStream { folds: false }
                    }
                    code::BAD_COOKIE => Step::Again,
                    code::FORMAT | code::NOT_IMPLEMENTED | code::BAD_VERSION if manners != Manners::Plain => {
                        server.simplify(manners);
                        Step::Again
                    }
                    _ => Step::Done(*message),
                }
            }
        })
    }

    fn asked(&self, name: &Name, kind: u16, mixed: bool) -> Asked {
        let mut bytes: Box<[u8]> = name.as_bytes().into();
        if mixed {
            let bits: [u8; 32] = random(&*self.chance);
            let mut count = 0;
            mix(&mut bytes, |label| {
                for byte in label {
                    let bit =
                        bits.get(count / 8 % bits.len()).is_some_and(|bits| bits >> (count % 8) & 1 == 1);
                    if bit {
                        byte.make_ascii_uppercase();
                    }
                    count += 1;
                }
            });
        }
        Asked { name: bytes, kind }
    }

    /// Waits until politeness lets the question go. What it waits is not counted against the question.
    async fn wait_for_turn(&self, server: &Server, errand: &Errand) -> Result<(), Trouble> {
        let [chance] = random(&*self.chance);
        let wait = server.take_turn(chance);
        if !wait.is_zero() {
            tokio::time::sleep(wait).await;
            errand.put_off(wait);
        }
        if errand.is_over() { Err(Trouble::Silent) } else { Ok(()) }
    }

    async fn send_and_wait(
        &self,
        server: &Server,
        wanted: Wanted,
        manner: Manner<'_>,
        errand: &Errand,
    ) -> Result<Sent, Trouble> {
        let queued = Instant::now();
        let _place = self.in_flight.acquire().await.map_err(|_| Trouble::Silent)?;
        let _there = server.places.acquire().await.map_err(|_| Trouble::Silent)?;
        errand.put_off(queued.elapsed());
        let asked = wanted.asked.clone();
        let ticket = self.lines.take_place(wanted, &*self.chance);
        let mut ticket = ticket.map_err(|_| Trouble::Unreachable)?;
        let sent = Instant::now();
        if let Err(error) = ticket.send(&query(ticket.id, &asked, manner)).await {
            self.note_no_way(server.address.ip(), &error);
            return Err(Trouble::Unreachable);
        }
        let until = (sent + server.patience()).min(errand.deadline());
        let came = timeout_at(until, ticket.came()).await;
        if came.is_ok() {
            server.answered(sent.elapsed());
        }
        match came {
            Ok(Some(Came::Whole(message))) => Ok(Sent::Whole(message)),
            Ok(Some(Came::Truncated)) => Ok(Sent::Truncated),
            Ok(Some(Came::Folded)) => Ok(Sent::Folded),
            Ok(None) => Err(Trouble::Unreachable),
            Err(_) if ticket.heard_nonsense() => Err(Trouble::Nonsense),
            Err(_) => Err(Trouble::Silent),
        }
    }

    /// The same question by stream (RFC 7766).
    async fn by_stream(
        &self,
        server: &Server,
        name: &Name,
        kind: u16,
        signatures: bool,
        errand: &Errand,
    ) -> Result<Message, Trouble> {
        if !errand.pay(STREAM_COST) {
            return Err(Trouble::Spent);
        }
        self.wait_for_turn(server, errand).await?;
        let queued = Instant::now();
        let _place = self.streams.acquire().await.map_err(|_| Trouble::Silent)?;
        errand.put_off(queued.elapsed());
        let asked = self.asked(name, kind, false);
        let wanted = Wanted {
            server: server.address,
            asked,
            exact_case: false,
            cookie: None,
            must_have_cookie: false,
        };
        let until = (Instant::now() + STREAM_TIME).min(errand.deadline());
        let (manners, _) = server.manners();
        let manner = Manner { flags: 0, edns: manners != Manners::Plain, signatures, cookie: None };
        let said = timeout_at(until, self.speak(server, &wanted, manner)).await;
        match said {
            Ok(Ok(message)) => message.ok_or(Trouble::Nonsense),
            Ok(Err(_)) => Err(Trouble::Unreachable),
            Err(_) => Err(Trouble::Silent),
        }
    }

    async fn speak(
        &self,
        server: &Server,
        wanted: &Wanted,
        manner: Manner<'_>,
    ) -> io::Result<Option<Message>> {
        let mut stream = name_servers::stream(server.address, self.lines.rule()).await?;
        let id = u16::from_be_bytes(random(&*self.chance));
        let bytes = query(id, &wanted.asked, manner);
        // A query has at most some 300 bytes.
        let length = u16::try_from(bytes.len()).unwrap_or_default();
        stream.write_all(&[&length.to_be_bytes()[..], &bytes].concat()).await?;
        let length = stream.read_u16().await?;
        let mut reply = vec![0; usize::from(length)];
        stream.read_exact(&mut reply).await?;
        let head = Head::read(&reply).filter(|head| head.id == id && head.is_reply());
        Ok(head.and_then(|head| match read(&reply, &head, wanted) {
            Some(Ok(Came::Whole(message))) => Some(*message),
            _ => None,
        }))
    }

    /// Our half of the cookie for a server: it tells no server what another one knows (RFC 9018, 3).
    fn cookie_for(&self, server: IpAddr) -> [u8; 8] {
        let tag = match server {
            IpAddr::V4(address) => hmac::sign(&self.secret, &address.octets()),
            IpAddr::V6(address) => hmac::sign(&self.secret, &address.octets()),
        };
        tag.as_ref().first_chunk().copied().unwrap_or_default()
    }

    fn learn_cookie(&self, server: &Server, message: &Message, ours: [u8; 8]) {
        let shown = message.edns.as_ref().and_then(|edns| edns.cookie.as_deref());
        let theirs = shown.and_then(|cookie| cookie.strip_prefix(&ours));
        if let Some(theirs) = theirs.filter(|theirs| COOKIE_LENGTHS.contains(&theirs.len())) {
            server.keep_cookie(Some(theirs.into()));
        }
    }

    /// A machine without a way out by IPv6 is told so at once, and for a while does not try again.
    fn note_no_way(&self, address: IpAddr, error: &io::Error) {
        let no_way = [io::ErrorKind::NetworkUnreachable, io::ErrorKind::AddrNotAvailable];
        if address.is_ipv6() && no_way.contains(&error.kind()) {
            self.v6_again.put((), (), V6_REST);
        }
    }

    /// Can this address be asked from this machine, as far as we know?
    pub(super) fn is_in_reach(&self, address: IpAddr) -> bool {
        address.is_ipv4() || self.v6_again.get(&()).is_none()
    }
}

/// What a datagram brought.
#[derive(Debug, PartialEq, Eq)]
enum Sent {
    Whole(Box<Message>),
    Truncated,
    Folded,
}

/// Ends a question that has taken longer than any may.
pub(super) async fn within<T>(time: Duration, work: impl Future<Output = T>) -> Option<T> {
    timeout(time, work).await.ok()
}
