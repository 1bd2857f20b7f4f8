//! One question to a zone: which of its servers, in which order, and where they are.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use checkup::Outcome;
use terms::edge::random;

use super::Recursion;
use super::errand::Errand;
use super::exchange::Trouble;
use super::referral::{MOST_ADDRESSES, Told, address, told};
use super::shelf::Found as Kept;
use super::zone::{Failure, Said, Trust, Verdict, Zone};
use crate::dns::name::Name;
use crate::dns::numbers::{code, kind};
use crate::dns::seal::Ds;

/// The most tries of one question at the servers of one zone, lost packets included.
pub(super) const MOST_TRIES: usize = 8;
/// The most name servers whose addresses are looked up for one question to a zone (NXNSAttack).
pub(super) const MOST_SEARCHES: usize = 3;
/// How often the servers that were silent are asked once more.
const SECOND_ROUNDS: u32 = 2;
/// How long a failure is kept (RFC 9520, 3.2, allows from one second to five minutes).
pub(super) const FAILURE_KEPT: Duration = Duration::from_secs(5);
/// Bounds of the time that the address of a name server is kept, in seconds.
const ADDRESS_KEPT: (u32, u32) = (30, 3_600);

/// The servers of a zone, as one question goes round them.
#[derive(Default)]
struct Rota {
    addresses: Vec<SocketAddr>,
    passed: Vec<SocketAddr>,
    silent: Vec<SocketAddr>,
    searched: Vec<Name>,
    second_rounds: u32,
    worst: Option<Outcome>,
}

impl Rota {
    /// Notes a trouble. A server that says that it fails tells more than one that says nothing.
    fn note(&mut self, outcome: Outcome) {
        let weight = |outcome: Outcome| match outcome {
            Outcome::ServerFailed => 3,
            Outcome::Malformed => 2,
            Outcome::TimedOut => 1,
            _ => 0,
        };
        if self.worst.is_none_or(|worst| weight(outcome) > weight(worst)) {
            self.worst = Some(outcome);
        }
    }

    /// Lets the silent ones be asked once more: packets get lost.
    fn go_round_again(&mut self) -> bool {
        if self.silent.is_empty() || self.second_rounds >= SECOND_ROUNDS {
            return false;
        }
        self.second_rounds += 1;
        let silent = std::mem::take(&mut self.silent);
        self.passed.retain(|address| !silent.contains(address));
        true
    }
}

impl Recursion {
    /// Asks the servers of a zone until one of them answers for it.
    pub(super) async fn ask_zone(
        &self,
        zone: &Zone,
        name: &Name,
        kind: u16,
        errand: &Errand,
    ) -> Result<Said, Failure> {
        let signatures = matches!(zone.trust, Trust::Sealed(_)) || kind == kind::SOA || kind == kind::DNSKEY;
        let mut rota = Rota::default();
        for _ in 0..MOST_TRIES {
            if errand.is_over() {
                rota.note(Outcome::TimedOut);
                break;
            }
            let Some(address) = self.next_server(zone, &mut rota, errand).await else { break };
            rota.passed.push(address);
            let server = self.servers.at(address);
            match self.exchange(&server, name, kind, signatures, errand).await {
                Ok(message) => match told(&message, &zone.name, name, kind, self.port) {
                    Told::Lame => {
                        if message.code != code::NO_ERROR {
                            server.refused();
                        }
                        rota.note(Outcome::ServerFailed);
                    }
                    told => {
                        server.served();
                        return Ok(Said { message, told, server: address });
                    }
                },
                Err(Trouble::Silent) => {
                    let [chance] = random(&*self.chance);
                    server.silent(chance);
                    rota.silent.push(address);
                    rota.note(Outcome::TimedOut);
                }
                Err(Trouble::Unreachable) => rota.note(Outcome::Unreachable),
                Err(Trouble::Nonsense) => rota.note(Outcome::Malformed),
                Err(Trouble::Spent) => return Err(Failure::spent()),
            }
        }
        // A zone whose servers are nowhere fails as one whose servers fail.
        Err(Failure::of(rota.worst.unwrap_or(Outcome::ServerFailed)))
    }

    /// The most promising server that was not asked yet; looks up addresses where none is left.
    async fn next_server(&self, zone: &Zone, rota: &mut Rota, errand: &Errand) -> Option<SocketAddr> {
        loop {
            self.list(zone, rota);
            if let Some(address) = self.best(rota) {
                return Some(address);
            }
            let unknown =
                zone.servers.iter().map(|server| &server.name).find(|name| self.is_unknown(zone, name, rota));
            match unknown {
                Some(name) if rota.searched.len() < MOST_SEARCHES => {
                    rota.searched.push(name.clone());
                    let found = Box::pin(self.addresses_of(name, errand)).await;
                    rota.addresses.extend(found.iter().copied());
                }
                _ if rota.go_round_again() => {}
                _ => return None,
            }
        }
    }

    /// Puts down what is known of the zone's servers.
    fn list(&self, zone: &Zone, rota: &mut Rota) {
        if !rota.addresses.is_empty() {
            return;
        }
        for server in &zone.servers {
            if server.addresses.is_empty() {
                let known = self.addresses.get(&server.name);
                rota.addresses.extend(known.iter().flat_map(|known| known.iter().copied()));
            } else {
                rota.addresses.extend(&server.addresses);
            }
        }
    }

    fn is_unknown(&self, zone: &Zone, name: &Name, rota: &Rota) -> bool {
        let server = zone.servers.iter().find(|server| server.name == *name);
        server.is_some_and(|server| server.addresses.is_empty())
            && !rota.searched.contains(name)
            && self.addresses.get(name).is_none_or(|known| known.is_empty())
    }

    fn best(&self, rota: &mut Rota) -> Option<SocketAddr> {
        let mut best = None;
        for address in &rota.addresses {
            if rota.passed.contains(address)
                || !self.lines.rule().allows(*address)
                || !self.is_in_reach(address.ip())
            {
                continue;
            }
            let [chance] = random(&*self.chance);
            let Some(rank) = self.servers.at(*address).rank(chance) else {
                rota.worst.get_or_insert(Outcome::TimedOut);
                continue;
            };
            if best.is_none_or(|(least, _)| rank < least) {
                best = Some((rank, *address));
            }
        }
        best.map(|(_, address)| address)
    }

    /// The addresses of a name server that no referral told; none where they cannot be found.
    async fn addresses_of(&self, server: &Name, errand: &Errand) -> Arc<[SocketAddr]> {
        let none = || Arc::from([]);
        let Some(_search) = errand.search(server) else { return none() };
        let learning = match errand.shared(self.addresses.find(server, true)).await {
            Kept::Known(known) => return known,
            Kept::Ours(learning) => Some(learning),
            Kept::Busy => None,
        };
        match self.look_up(server, errand).await {
            Ok((addresses, seconds)) => {
                let time = Duration::from_secs(seconds.clamp(ADDRESS_KEPT.0, ADDRESS_KEPT.1).into());
                if let Some(learning) = learning {
                    learning.learned(addresses.clone(), time);
                }
                addresses
            }
            Err(failure) => {
                if let Some(learning) = learning.filter(|_| !failure.spent && !errand.is_over()) {
                    learning.learned(none(), FAILURE_KEPT);
                }
                none()
            }
        }
    }

    async fn look_up(&self, server: &Name, errand: &Errand) -> Result<(Arc<[SocketAddr]>, u32), Failure> {
        let mut seconds = ADDRESS_KEPT.0;
        for kind in [kind::A, kind::AAAA] {
            let found = self.find(server, kind, errand).await?;
            seconds = found.way.ttl;
            if found.verdict == Verdict::Broken {
                continue;
            }
            // A name server's name is no alias (RFC 2181, 10.3).
            let own = found.message.answers.iter().filter(|record| record.name == *server);
            let addresses: Vec<SocketAddr> = own
                .filter_map(address)
                .map(|address| SocketAddr::new(address, self.port))
                .take(MOST_ADDRESSES)
                .collect();
            if !addresses.is_empty() {
                return Ok((addresses.into(), seconds));
            }
        }
        Ok((Arc::from([]), seconds))
    }
}

/// The servers of the root, and the trust that all other trust hangs on.
pub(super) fn root(hints: &[SocketAddr], anchors: Arc<[Ds]>) -> Zone {
    let servers =
        hints.iter().map(|hint| super::referral::NameServer { name: Name::root(), addresses: vec![*hint] });
    let trust = if anchors.is_empty() { Trust::Open } else { Trust::Sealed(anchors) };
    Zone { name: Name::root(), servers: servers.collect(), trust, half: None }
}
