//! Carries approaches out: one short, bounded conversation with one address each.
//!
//! Start reading at [`Scout::approach`]; each kind of conversation has a file of its own. What comes back is what was
//! seen, and how it ended; nothing is judged here.

mod certificate;
mod doors;
mod files;
mod greeting;
mod hello;
mod http;
mod policy;
mod proof;
mod rdap;
mod relay;
mod roots;
mod secure;
mod smtp;
mod tls;
mod transfer;
mod web;

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use checkup::{Approach, Observation, Reached, RecordName, Sight};
use terms::edge::{Chance, Clock};
use terms::{DomainName, EmailAddress};
use tokio::time::{Instant, timeout_at};

pub use self::doors::DOORS;
pub use self::files::MOST_PATHS;
pub use self::http::LONGEST_BODY;
pub use self::roots::{Roots, RootsError};
pub use self::smtp::{LONGEST_LINE, MOST_LINES};
use crate::dns::Asker;
use crate::gate::{Gate, NotDialled, Refusal, Visit};

/// How long an approach may take once it is its turn.
pub const APPROACH_DEADLINE: Duration = Duration::from_secs(20);
/// How long those with many connections may take: with a pause between two, a list of ports takes its time.
pub const LONG_APPROACH_DEADLINE: Duration = Duration::from_secs(50);
/// How long a part of an answer is waited for before the rest of the deadline is kept for the next part.
const PART: Duration = Duration::from_secs(12);

/// Who we are, said to each host in the words of its protocol.
#[derive(Debug, Clone)]
pub struct Introduction {
    /// The name of our browser, always the same, with the page that explains who looks, why, and how to be left
    /// alone: `Watchhouse (+https://centre.example/looking)`.
    pub agent: String,
    /// The name of the machine that looks, as mail servers want to hear it.
    pub host: DomainName,
    /// The address that answers for it; a relay would be offered a letter from it to it.
    pub mailbox: EmailAddress,
}

/// Carries approaches out. Cheap to clone; clones share the gate.
#[derive(Clone)]
pub struct Scout(Arc<Inner>);

#[derive(Clone)]
struct Inner {
    gate: Gate,
    roots: Roots,
    clock: Arc<dyn Clock>,
    chance: Arc<dyn Chance>,
    introduction: Introduction,
    asker: Option<Asker>,
    registry: Option<rdap::Registry>,
}

impl Scout {
    /// A scout behind a gate, with the companies that it trusts as browsers do.
    pub fn open(
        gate: Gate,
        roots: Roots,
        introduction: Introduction,
        clock: Arc<dyn Clock>,
        chance: Arc<dyn Chance>,
    ) -> Self {
        Self(Arc::new(Inner { gate, roots, clock, chance, introduction, asker: None, registry: None }))
    }

    /// Lets the scout find registries by DNS. Without, what a registry says is never known.
    #[must_use]
    pub fn asking(self, asker: Asker) -> Self {
        Self(Arc::new(Inner { asker: Some(asker), ..(*self.0).clone() }))
    }

    /// Has one registry asked about every name, as a world on this machine has it. Without, IANA's list tells which.
    #[must_use]
    pub fn with_registry(self, host: RecordName) -> Self {
        Self(Arc::new(Inner { registry: Some(rdap::Registry::of_everything(host)), ..(*self.0).clone() }))
    }

    /// The gate that it dials through.
    pub fn gate(&self) -> &Gate {
        &self.0.gate
    }

    /// Carries out one approach. Never fails: what went wrong on the way is how it ended.
    pub async fn approach(&self, approach: &Approach) -> Observation {
        let at = self.0.clock.now();
        let mut sight = Sight::Nothing;
        let (began, ended) = self.visit(approach, &mut sight).await;
        let milliseconds = u32::try_from(began.elapsed().as_millis()).unwrap_or(u32::MAX);
        let reached = ended.unwrap_or_else(|reached| reached);
        Observation { of: approach.clone(), reached, sight, at, milliseconds }
    }

    /// Waits for the turn, then holds the conversation within its deadline. The wait is not part of the time that it took.
    async fn visit(&self, approach: &Approach, sight: &mut Sight) -> (Instant, Result<Reached, Reached>) {
        if let Approach::Registration { domain } = approach {
            let began = Instant::now();
            let talk = self.registration(domain, sight);
            return (began, in_time(talk, began + APPROACH_DEADLINE).await);
        }
        let Some(address) = approach.address() else { return (Instant::now(), Err(Reached::NotAllowed)) };
        if let Err(refusal) = self.may_approach(approach) {
            return (Instant::now(), Err(refusal));
        }
        let visit = match self.0.gate.visit(address).await {
            Ok(visit) => visit,
            Err(refusal) => return (Instant::now(), Err(refused(refusal))),
        };
        let began = Instant::now();
        let long = matches!(approach, Approach::OpenDoors { .. } | Approach::ExposedFiles { .. });
        let deadline = if long { LONG_APPROACH_DEADLINE } else { APPROACH_DEADLINE };
        (began, in_time(self.talk(approach, address, &visit, sight), began + deadline).await)
    }

    async fn talk(
        &self,
        approach: &Approach,
        address: IpAddr,
        visit: &Visit,
        sight: &mut Sight,
    ) -> Result<Reached, Reached> {
        match approach {
            Approach::Page { host, .. } => self.page(visit, host, sight).await,
            Approach::SecurePage { host, .. } => self.secure_page(visit, host, sight).await,
            Approach::MailPolicy { domain, .. } => self.mail_policy(visit, domain, sight).await,
            Approach::MailServer { host, .. } => self.mail_server(visit, host, sight).await,
            Approach::ZoneTransfer { zone, .. } => self.zone_transfer(visit, zone, sight).await,
            Approach::ProofFile { host, .. } => self.proof_file(visit, host, sight).await,
            Approach::OldTls { host, .. } => self.old_tls(visit, host, sight).await,
            Approach::ExposedFiles { host, .. } => self.exposed_files(visit, host, sight).await,
            Approach::OpenDoors { .. } => self.open_doors(visit, address, sight).await,
            Approach::MailRelay { .. } => self.mail_relay(visit, sight).await,
            Approach::Registration { .. } => Err(Reached::NotAllowed),
        }
    }

    /// Are all names of the approach names of hosts, and none of somebody who asked us to stay away?
    fn may_approach(&self, approach: &Approach) -> Result<(), Reached> {
        let names: Vec<&RecordName> = match approach {
            Approach::Page { host, .. }
            | Approach::SecurePage { host, .. }
            | Approach::MailServer { host, .. }
            | Approach::OldTls { host, .. }
            | Approach::ProofFile { host, .. }
            | Approach::ExposedFiles { host, .. }
            | Approach::MailRelay { host, .. } => vec![host],
            Approach::MailPolicy { domain, .. } => vec![domain],
            Approach::ZoneTransfer { zone, server, .. } => vec![zone, server],
            Approach::OpenDoors { .. } | Approach::Registration { .. } => vec![],
        };
        let right = |name: &&RecordName| is_host(name) && self.0.gate.check_name(name).is_ok();
        if names.iter().all(right) { Ok(()) } else { Err(Reached::NotAllowed) }
    }
}

/// Can this be the name of a host? Records hold slips that can own records and must not stand in a request.
fn is_host(name: &RecordName) -> bool {
    !name.is_root()
        && name.as_str().bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_'))
        // A last label of digits alone would be read as an address by others.
        && !name.labels().last().is_some_and(|last| last.bytes().all(|b| b.is_ascii_digit()))
}

async fn in_time(
    talk: impl Future<Output = Result<Reached, Reached>>,
    deadline: Instant,
) -> Result<Reached, Reached> {
    timeout_at(deadline, talk).await.unwrap_or(Err(Reached::TimedOut))
}

/// What a refusal of the gate comes to.
fn refused(refusal: Refusal) -> Reached {
    match refusal {
        Refusal::Often => Reached::Later,
        Refusal::Stopped
        | Refusal::Special(_)
        | Refusal::OtherWorld
        | Refusal::KeptAway
        | Refusal::Port(_) => Reached::NotAllowed,
    }
}

/// What a dial without a line comes to.
fn not_dialled(error: NotDialled) -> Reached {
    match error {
        NotDialled::Refusal(refusal) => refused(refusal),
        NotDialled::Io(error) => broken(&error),
    }
}

/// What a broken line comes to.
fn broken(error: &std::io::Error) -> Reached {
    match error.kind() {
        std::io::ErrorKind::ConnectionRefused => Reached::Refused,
        std::io::ErrorKind::TimedOut => Reached::TimedOut,
        // The host sent, or wanted to have, more than one approach is good for.
        std::io::ErrorKind::QuotaExceeded => Reached::Malformed,
        _ => Reached::Unreachable,
    }
}

/// Hands a stranger's bytes to each reader that is our own.
#[cfg(feature = "fuzzing")]
pub(crate) fn read_for_fuzzing(bytes: &[u8]) {
    transfer::read_for_fuzzing(bytes);
    rdap::read_for_fuzzing(bytes);
    doors::read_for_fuzzing(bytes);
    certificate::read(bytes);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_in_records_are_no_names_of_hosts() {
        let host = |text: &str| is_host(&RecordName::parse(text).unwrap());
        assert!(host("www.bakery.example") && host("_dmarc.bakery.example") && host("xn--caf-dma.example"));
        for slip in
            [".", "spf:bakery.example", "a/b.example", "127.0.0.1", "1", "0x7f.1", "a@b.example", "[::1]"]
        {
            assert!(!host(slip), "{slip}");
        }
    }
}
