//! Zones that were met on the way down from the root.

use std::net::SocketAddr;
use std::sync::Arc;

use checkup::Outcome;

use super::referral::{NameServer, Told, Way};
use crate::dns::message::{Message, Rr};
use crate::dns::name::Name;
use crate::dns::seal::Ds;

/// How much a zone's word counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Trust {
    /// The zone above says that it has no seal.
    Open,
    /// It is sealed with a key that one of these belongs to.
    Sealed(Arc<[Ds]>),
    /// It should be sealed, and the way down to it is not.
    Broken,
}

/// A zone: who answers for it, and how much that counts.
#[derive(Debug)]
pub(super) struct Zone {
    pub(super) name: Name,
    pub(super) servers: Vec<NameServer>,
    pub(super) trust: Trust,
    /// What the zone above has of DS here, where it has proved it.
    pub(super) half: Option<Half>,
}

/// The parent's half of a seal, as its referral showed it.
#[derive(Debug)]
pub(super) struct Half {
    pub(super) records: Vec<Rr>,
    /// Is it proved, or left open?
    pub(super) sealed: bool,
    pub(super) server: SocketAddr,
}

/// What lies at a name.
#[derive(Debug, Clone)]
pub(super) enum Cut {
    /// A zone begins there.
    Zone(Arc<Zone>),
    /// The zone above goes on.
    Same,
    /// Nobody could be asked.
    Failed(Failure),
}

/// Why a question came to nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Failure {
    pub(super) outcome: Outcome,
    /// The purse was empty: that says nothing about the name.
    pub(super) spent: bool,
}

impl Failure {
    pub(super) fn of(outcome: Outcome) -> Self {
        Self { outcome, spent: false }
    }

    pub(super) fn spent() -> Self {
        Self { outcome: Outcome::ServerFailed, spent: true }
    }
}

/// What a server of a zone said.
#[derive(Debug)]
pub(super) struct Said {
    pub(super) message: Message,
    pub(super) told: Told,
    pub(super) server: SocketAddr,
}

/// How much an answer counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Every part of it is sealed down from the root.
    Sealed,
    /// It has no seal, and needs none.
    Open,
    /// It needs a seal and has none that holds.
    Broken,
}

/// An answer from one zone.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) message: Message,
    pub(super) way: Way,
    pub(super) verdict: Verdict,
    pub(super) server: SocketAddr,
}
