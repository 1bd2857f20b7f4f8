//! The way down from the root to the zone that answers (RFC 1034, 5.3.3), telling each zone no more of the
//! name than it needs (RFC 9156).

use std::sync::Arc;
use std::time::Duration;

use checkup::Outcome;

use super::Recursion;
use super::asking::FAILURE_KEPT;
use super::errand::Errand;
use super::referral::{Delegation, MOST_ADDRESSES, Told, delegation, way};
use super::shelf::Found as Kept;
use super::zone::{Cut, Failure, Found, Said, Zone};
use crate::dns::message::Message;
use crate::dns::name::Name;
use crate::dns::numbers::{flag, kind};

/// The most steps down for one name, zones and names between zones together.
pub(super) const MOST_STEPS: usize = 24;
/// The most labels that are held back one by one; then the whole name is told (RFC 9156, 2.3).
pub(super) const MOST_MINIMISED: usize = 10;
/// Bounds of the time that a zone's place is kept, in seconds. Short, so that a firm that moves its name sees
/// the move soon.
const ZONE_KEPT: (u32, u32) = (60, 900);
/// How long it is kept that no zone begins at a name.
const SAME_KEPT: Duration = Duration::from_secs(300);

/// Where the way down stands.
struct Descent {
    zone: Arc<Zone>,
    /// So many labels of the name are known not to begin a zone below this one.
    passed: usize,
    minimised: usize,
}

impl Descent {
    fn enter(&mut self, zone: Arc<Zone>) {
        self.passed = zone.name.depth();
        self.zone = zone;
    }

    /// The next name to look at on the way to `name`. Names that begin with an underscore are made for
    /// records, so no zone is expected there.
    fn next(&self, name: &Name) -> Name {
        if self.minimised >= MOST_MINIMISED {
            return name.clone();
        }
        let between = (self.passed + 1..name.depth()).map(|depth| name.last(depth));
        between.into_iter().find(|between| !between.is_scoped()).unwrap_or_else(|| name.clone())
    }
}

impl Recursion {
    /// Finds what the zone that answers for a name says of it. CNAME records are followed within its message
    /// only.
    pub(super) async fn find(&self, name: &Name, wanted: u16, errand: &Errand) -> Result<Found, Failure> {
        let zone = self.nearest(name, wanted);
        let mut descent = Descent { passed: zone.name.depth(), zone, minimised: 0 };
        for _ in 0..MOST_STEPS {
            let next = descent.next(name);
            let zone = descent.zone.clone();
            if next == *name {
                match self.ask_whole(&zone, name, wanted, errand).await? {
                    Step::Down(zone) => descent.enter(zone),
                    Step::Said(said) => return Ok(self.found(&zone, *said, name, wanted, errand).await),
                }
                continue;
            }
            descent.minimised += 1;
            match self.cut(&zone, &next, errand).await {
                Cut::Zone(below) => descent.enter(below),
                Cut::Same => descent.passed = next.depth(),
                Cut::Failed(failure) => return Err(failure),
            }
        }
        Err(Failure::of(Outcome::ServerFailed))
    }

    async fn found(&self, zone: &Arc<Zone>, said: Said, name: &Name, wanted: u16, errand: &Errand) -> Found {
        let way = way(&said.message, &said.told, &zone.name, name, wanted);
        let verdict = self.judge(zone, &said, &way, wanted, errand).await;
        Found { message: said.message, way, verdict, server: said.server }
    }

    /// The deepest zone that is known above a name or at it; for DS, above it.
    pub(super) fn nearest(&self, name: &Name, wanted: u16) -> Arc<Zone> {
        let mut here = if wanted == kind::DS { name.parent() } else { Some(name.clone()) };
        while let Some(name) = here.filter(|name| !name.is_root()) {
            if let Some(Cut::Zone(zone)) = self.zones.get(&name) {
                return zone;
            }
            here = name.parent();
        }
        self.root.clone()
    }

    /// Asks a zone the whole question. The first question about a name that may begin a zone of its own goes
    /// alone, so that many questions about one name do not all ask the zone above.
    async fn ask_whole(
        &self,
        zone: &Arc<Zone>,
        name: &Name,
        wanted: u16,
        errand: &Errand,
    ) -> Result<Step, Failure> {
        if *name == zone.name || name.is_scoped() || wanted == kind::DS {
            return self.step(zone, name, wanted, errand).await;
        }
        match errand.shared(self.zones.find(name, errand.is_deep())).await {
            Kept::Known(Cut::Zone(below)) => Ok(Step::Down(below)),
            Kept::Known(Cut::Failed(failure)) => Err(failure),
            Kept::Known(Cut::Same) | Kept::Busy => self.step(zone, name, wanted, errand).await,
            Kept::Ours(learning) => {
                let step = self.step(zone, name, wanted, errand).await;
                match &step {
                    Ok(Step::Said(_)) => learning.learned(Cut::Same, SAME_KEPT),
                    Err(failure) if !failure.spent => learning.learned(Cut::Failed(*failure), FAILURE_KEPT),
                    // A zone was put in its place already.
                    Ok(Step::Down(_)) | Err(_) => drop(learning),
                }
                step
            }
        }
    }

    async fn step(
        &self,
        zone: &Arc<Zone>,
        name: &Name,
        wanted: u16,
        errand: &Errand,
    ) -> Result<Step, Failure> {
        let said = self.ask_zone(zone, name, wanted, errand).await?;
        match &said.told {
            Told::Referral(below) => {
                let below = below.clone();
                Ok(Step::Down(self.enter(zone, below, &said, errand).await))
            }
            _ => Ok(Step::Said(Box::new(said))),
        }
    }

    /// What lies at a name between a zone and the name that is wanted.
    pub(super) async fn cut(&self, zone: &Arc<Zone>, name: &Name, errand: &Errand) -> Cut {
        match errand.shared(self.zones.find(name, errand.is_deep())).await {
            Kept::Known(cut) => cut,
            Kept::Busy => self.look_for_cut(zone, name, errand).await,
            Kept::Ours(learning) => {
                let cut = self.look_for_cut(zone, name, errand).await;
                match &cut {
                    Cut::Same => learning.learned(Cut::Same, SAME_KEPT),
                    Cut::Failed(failure) if !failure.spent => learning.learned(cut.clone(), FAILURE_KEPT),
                    // A zone was put in its place already.
                    Cut::Zone(_) | Cut::Failed(_) => drop(learning),
                }
                cut
            }
        }
    }

    async fn look_for_cut(&self, zone: &Arc<Zone>, name: &Name, errand: &Errand) -> Cut {
        let said = match self.ask_zone(zone, name, kind::NS, errand).await {
            Ok(said) => said,
            // Some servers fail at names between: the whole name is asked for instead (RFC 9156, 2.3).
            Err(failure) if !failure.spent && failure.outcome == Outcome::ServerFailed => return Cut::Same,
            Err(failure) => return Cut::Failed(failure),
        };
        match &said.told {
            Told::Referral(below) => {
                let below = below.clone();
                Cut::Zone(self.enter(zone, below, &said, errand).await)
            }
            // The same servers answer for the zone below as well.
            Told::Answer => match own_start(&said.message, zone, name, self.port) {
                Some(below) => Cut::Zone(self.enter(zone, below, &said, errand).await),
                None => Cut::Same,
            },
            // Where a name is said not to exist and the whole name does all the same, the whole name wins.
            Told::Nothing | Told::NoSuchName | Told::Lame => Cut::Same,
        }
    }

    /// Goes down into a zone, and keeps its place.
    pub(super) async fn enter(
        &self,
        above: &Arc<Zone>,
        below: Delegation,
        said: &Said,
        errand: &Errand,
    ) -> Arc<Zone> {
        let (trust, half) = self.trust_below(above, &below.name, said, errand).await;
        let time = Duration::from_secs(below.ttl.clamp(ZONE_KEPT.0, ZONE_KEPT.1).into());
        let zone = Arc::new(Zone { name: below.name.clone(), servers: below.servers, trust, half });
        self.zones.put(below.name, Cut::Zone(zone.clone()), time);
        zone
    }
}

/// What one step came to.
pub(super) enum Step {
    Down(Arc<Zone>),
    Said(Box<Said>),
}

/// The start of a zone that the servers of the zone above answer for themselves: its NS records stand in the
/// answer. Servers without glue are those that were asked.
fn own_start(message: &Message, above: &Zone, name: &Name, port: u16) -> Option<Delegation> {
    if !message.head.has(flag::AUTHORITATIVE) {
        return None;
    }
    let mut below = delegation(&message.answers, &message.additional, &above.name, name, port)?;
    let asked: Vec<_> = above.servers.iter().flat_map(|server| server.addresses.iter().copied()).collect();
    for server in &mut below.servers {
        let same = above.servers.iter().find(|known| known.name == server.name);
        if server.addresses.is_empty()
            && let Some(same) = same
        {
            server.addresses.clone_from(&same.addresses);
        }
    }
    if below.servers.iter().all(|server| server.addresses.is_empty())
        && let Some(first) = below.servers.first_mut()
    {
        first.addresses = asked.into_iter().take(MOST_ADDRESSES).collect();
    }
    Some(below)
}

#[cfg(test)]
mod tests {
    use std::net::SocketAddr;

    use super::*;
    use crate::dns::name::tests::name;
    use crate::dns::recursion::asking::root;

    fn next(passed: usize, minimised: usize, of: &str) -> Name {
        let hints: [SocketAddr; 0] = [];
        let zone = Arc::new(root(&hints, Arc::from([])));
        Descent { zone, passed, minimised }.next(&name(of))
    }

    #[test]
    fn a_name_is_told_label_by_label_and_past_a_limit_as_a_whole() {
        assert_eq!(next(0, 0, "a.b.example"), name("example"));
        assert_eq!(next(1, 1, "a.b.example"), name("b.example"));
        assert_eq!(next(1, MOST_MINIMISED - 1, "a.b.example"), name("b.example"));
        assert_eq!(next(1, MOST_MINIMISED, "a.b.example"), name("a.b.example"));
        assert_eq!(next(2, 2, "_smtp._tls.b.example"), name("_smtp._tls.b.example"));
        assert_eq!(next(2, 2, "r1._dmarc.b.example"), name("r1._dmarc.b.example"));
    }
}
