//! Recursion: asks the servers of the names themselves, from the root down, and believes nobody.
//!
//! Start at [`Recursion::ask`]. `descent.rs` finds the zone that answers, `asking.rs` picks its servers,
//! `exchange.rs` speaks to one of them, `referral.rs` reads what it tells, `trust.rs` checks the seals. What one
//! question may cost stands in `errand.rs`, what a server may be asked in `pace.rs`.

use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::sync::Arc;

use checkup::{Answer, Kind, LONGEST_CHAIN, Outcome, Question, RecordName};
use ring::hmac;
use terms::edge::{Chance, Clock, random};
use tokio::sync::Semaphore;

use self::errand::{Errand, LONGEST_ERRAND};
use self::lines::Lines;
use self::pace::Servers;
use self::referral::End;
use self::shelf::Shelf;
use self::zone::{Cut, Failure, Found, Trust, Verdict, Zone};
use super::content;
use super::name::Name;
use super::seal::{Checker, Ds, Key};
use super::wire::{self, Reply};
use crate::gate::Wishes;
use crate::gate::name_servers::NameServerRule;

mod asking;
mod descent;
mod errand;
mod exchange;
mod lines;
mod pace;
pub(crate) mod referral;
mod roots;
mod shelf;
mod trust;
mod zone;

pub use errand::MOST_PACKETS;
pub use pace::DEFAULT_A_SECOND;
pub use roots::TrustAnchor;

/// The most questions that are in flight at the same time, to all servers together.
const MOST_IN_FLIGHT: usize = 4_096;
/// The most streams at the same time.
const MOST_STREAMS: usize = 64;
/// The most zones, addresses of servers and sets of keys that are kept. A city's names and the companies
/// that they rent from fit.
const MOST_ZONES: usize = 50_000;
const MOST_SERVERS_FOUND: usize = 20_000;
const MOST_ZONES_WITH_KEYS: usize = 20_000;
/// The most answers about other people's names that are kept.
const MOST_ANSWERS: usize = 50_000;
/// Bounds of the time that such an answer is kept, in seconds.
const ANSWER_KEPT: (u32, u32) = (30, 3_600);

/// Where recursion begins and how polite it is.
#[derive(Debug, Clone)]
pub struct RecursionRules {
    /// The servers of the root, with their ports. Name servers on the way are asked at the port of the first.
    /// With one of them on loopback, loopback addresses count as name servers.
    pub roots: Vec<SocketAddr>,
    /// The keys of the root. Without any, no seal is checked.
    pub anchors: Vec<TrustAnchor>,
    /// The most questions a second to one server address; no limit without it.
    pub most_a_second: Option<NonZeroU32>,
    /// Mix the case of letters (draft-vixie-dnsext-dns0x20).
    pub mixed_case: bool,
    /// Whose servers get no packet from us, and the switch that stops all.
    pub wishes: Wishes,
}

impl Default for RecursionRules {
    /// The internet: the root servers and root keys of IANA, and a polite pace.
    fn default() -> Self {
        Self {
            roots: roots::servers(),
            anchors: roots::anchors(),
            most_a_second: NonZeroU32::new(DEFAULT_A_SECOND),
            mixed_case: true,
            wishes: Wishes::default(),
        }
    }
}

/// Keys of a zone, and the halves above that they fit. None where they do not hold.
type KeysOf = (Arc<[Ds]>, Option<Arc<[Key]>>);

/// Asks from the root down.
pub(super) struct Recursion {
    root: Arc<Zone>,
    port: u16,
    mixed_case: bool,
    lines: Lines,
    servers: Servers,
    in_flight: Semaphore,
    streams: Semaphore,
    zones: Shelf<Name, Cut>,
    addresses: Shelf<Name, Arc<[SocketAddr]>>,
    keys: Shelf<Name, KeysOf>,
    answers: Shelf<Question, Answer>,
    v6_again: Shelf<(), ()>,
    checker: Checker,
    secret: hmac::Key,
    clock: Arc<dyn Clock>,
    chance: Arc<dyn Chance>,
}

/// A reply, who gave it, and how many seconds it may be kept.
pub(super) struct Heard {
    pub(super) reply: Reply,
    pub(super) server: Option<SocketAddr>,
    pub(super) seconds: u32,
}

impl Heard {
    fn bare(outcome: Outcome, server: Option<SocketAddr>) -> Self {
        Self { reply: Reply { recursive: true, ..Reply::bare(outcome) }, server, seconds: 0 }
    }
}

impl Recursion {
    /// Makes ready to ask. None without a root.
    pub(super) fn new(rules: RecursionRules, clock: Arc<dyn Clock>, chance: Arc<dyn Chance>) -> Option<Self> {
        let port = rules.roots.first()?.port();
        let anchors: Arc<[Ds]> = rules.anchors.into_iter().map(|anchor| anchor.0).collect();
        let secret: [u8; 32] = random(&*chance);
        Some(Self {
            root: Arc::new(asking::root(&rules.roots, anchors)),
            port,
            mixed_case: rules.mixed_case,
            lines: Lines::new(NameServerRule::new(&rules.roots, rules.wishes)),
            servers: Servers::new(rules.most_a_second),
            in_flight: Semaphore::new(MOST_IN_FLIGHT),
            streams: Semaphore::new(MOST_STREAMS),
            zones: Shelf::of(MOST_ZONES),
            addresses: Shelf::of(MOST_SERVERS_FOUND),
            keys: Shelf::of(MOST_ZONES_WITH_KEYS),
            answers: Shelf::of(MOST_ANSWERS),
            v6_again: Shelf::of(1),
            checker: Checker::default(),
            secret: hmac::Key::new(hmac::HMAC_SHA256, &secret),
            clock,
            chance,
        })
    }

    /// Asks one question. What goes wrong on the way is its outcome.
    pub(super) async fn ask(&self, question: &Question) -> Heard {
        let errand = Errand::new();
        let heard = exchange::within(LONGEST_ERRAND, self.follow(question, &errand)).await;
        heard.unwrap_or_else(|| Heard::bare(Outcome::TimedOut, None))
    }

    /// An answer about other people's names that is kept from before.
    pub(super) fn kept(&self, question: &Question) -> Option<Answer> {
        self.answers.get(question)
    }

    /// Keeps an answer for as long as its records say, within bounds.
    pub(super) fn keep(&self, answer: &Answer, heard_for: u32) {
        if answer.outcome.tells() {
            let seconds = heard_for.clamp(ANSWER_KEPT.0, ANSWER_KEPT.1);
            let time = std::time::Duration::from_secs(seconds.into());
            self.answers.put(answer.question.clone(), answer.clone(), time);
        }
    }

    /// Goes from the name along its CNAME records, across zones, to the end of the way.
    async fn follow(&self, question: &Question, errand: &Errand) -> Heard {
        let start = Name::from(&question.name);
        if question.kind == Kind::Ds
            && let Some(heard) = self.half_at(&start, question, errand).await
        {
            return heard;
        }
        let mut road = Road { aliases: Vec::new(), sealed: !question.ignoring_seals, seconds: u32::MAX };
        let mut here = start;
        loop {
            let found = match self.find(&here, content::number(question.kind), errand).await {
                Ok(found) => found,
                Err(failure) => return Heard::bare(failure.outcome, None),
            };
            let server = Some(found.server);
            if found.verdict == Verdict::Broken && !question.ignoring_seals {
                return Heard::bare(Outcome::ServerFailed, server);
            }
            match road.go(&found, question) {
                Some(Turn::On(next)) => here = next,
                Some(Turn::Arrived(reply)) => {
                    return Heard { reply, server, seconds: road.seconds };
                }
                None => return Heard::bare(Outcome::Malformed, server),
            }
        }
    }

    /// The DS records at a name that begins a zone come with the referral to it, so that nobody has to be asked
    /// twice.
    async fn half_at(&self, name: &Name, question: &Question, errand: &Errand) -> Option<Heard> {
        let above = self.zone_above(name, errand).await.ok()?;
        if !matches!(above.trust, Trust::Sealed(_)) {
            return None;
        }
        let Cut::Zone(zone) = self.cut(&above, name, errand).await else { return None };
        let half = zone.half.as_ref().filter(|_| zone.name == *name)?;
        let mut reply = wire::records(&half.records, name, Kind::Ds)?;
        reply.sealed = half.sealed && !question.ignoring_seals;
        reply.recursive = true;
        let seconds = half.records.iter().map(|record| record.ttl).min().unwrap_or_default();
        Some(Heard { reply, server: Some(half.server), seconds })
    }

    /// The zone that the name right above this one is in, where it is known already or begins at that name.
    async fn zone_above(&self, name: &Name, errand: &Errand) -> Result<Arc<Zone>, Failure> {
        let parent = name.parent().ok_or(Failure::of(Outcome::NoRecords))?;
        let mut zone = self.nearest(&parent, 0);
        for depth in zone.name.depth() + 1..=parent.depth() {
            match self.cut(&zone, &parent.last(depth), errand).await {
                Cut::Zone(below) => zone = below,
                Cut::Same => {}
                Cut::Failed(failure) => return Err(failure),
            }
        }
        Ok(zone)
    }
}

/// The way along CNAME records so far.
struct Road {
    aliases: Vec<RecordName>,
    sealed: bool,
    seconds: u32,
}

enum Turn {
    On(Name),
    Arrived(Reply),
}

impl Road {
    /// Goes along what one zone said. None where the way is too long or leads to no name.
    fn go(&mut self, found: &Found, question: &Question) -> Option<Turn> {
        self.sealed &= found.verdict == Verdict::Sealed;
        self.seconds = self.seconds.min(found.way.ttl);
        for name in found.way.names.iter().skip(1) {
            if self.aliases.len() == LONGEST_CHAIN {
                return None;
            }
            let alias = name.to_record_name()?;
            let closed = alias == question.name || self.aliases.contains(&alias);
            self.aliases.push(alias);
            if closed {
                return Some(Turn::Arrived(self.arrive(Reply::bare(Outcome::NoRecords))));
            }
        }
        let last = found.way.last();
        let reply = match found.way.end {
            // A name that leads nowhere, and to no other name, has nothing of the kind.
            End::Elsewhere if found.way.names.len() > 1 => return Some(Turn::On(last)),
            End::Records => wire::records(&found.message.answers, &last, question.kind)?,
            End::NoSuchName => Reply::bare(Outcome::NoSuchName),
            End::NoRecords | End::Elsewhere => Reply::bare(Outcome::NoRecords),
        };
        Some(Turn::Arrived(self.arrive(reply)))
    }

    fn arrive(&mut self, reply: Reply) -> Reply {
        Reply { aliases: std::mem::take(&mut self.aliases), sealed: self.sealed, recursive: true, ..reply }
    }
}

#[cfg(test)]
mod tests;
