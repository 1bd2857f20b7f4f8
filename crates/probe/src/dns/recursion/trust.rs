//! Whether an answer is sealed down from the root (RFC 4035, 5).

use std::sync::Arc;
use std::time::Duration;

use super::Recursion;
use super::asking::FAILURE_KEPT;
use super::errand::Errand;
use super::referral::{End, Way};
use super::shelf::Found as Kept;
use super::zone::{Half, Said, Trust, Verdict, Zone};
use crate::dns::message::{Message, Rr};
use crate::dns::name::Name;
use crate::dns::numbers::kind;
use crate::dns::seal::denial::{Denial, NoDs, Proof};
use crate::dns::seal::{Ds, Key, Seal, Set};

/// The most keys of one zone that are kept.
pub(super) const MOST_KEYS: usize = 16;
/// The most DS records at one name that are kept.
const MOST_HALVES: usize = 16;
/// The most sets of a proof that are read.
const MOST_LINKS: usize = 8;
/// Bounds of the time that a zone's keys are kept, in seconds.
const KEYS_KEPT: (u32, u32) = (60, 3_600);
/// How long it is kept that a zone's keys do not hold (RFC 4035, 4.7).
const BROKEN_KEPT: Duration = Duration::from_secs(30);

impl Recursion {
    /// How much an answer counts.
    pub(super) async fn judge(
        &self,
        zone: &Arc<Zone>,
        said: &Said,
        way: &Way,
        wanted: u16,
        errand: &Errand,
    ) -> Verdict {
        match &zone.trust {
            Trust::Open => Verdict::Open,
            Trust::Broken => Verdict::Broken,
            Trust::Sealed(_) => {
                let Some(keys) = self.keys(zone, errand).await else { return Verdict::Broken };
                let verdict = self.weigh(zone, &keys, &said.message, way, wanted, errand);
                if verdict == Verdict::Broken && !is_signed_by(&said.message, &zone.name) {
                    return self.seek_zone_between(zone, said, way, wanted, errand).await;
                }
                verdict
            }
        }
    }

    /// Checks every part of an answer with the keys of one zone.
    fn weigh(
        &self,
        zone: &Zone,
        keys: &[Key],
        message: &Message,
        way: &Way,
        wanted: u16,
        errand: &Errand,
    ) -> Verdict {
        let denial = self.denial(zone, keys, message, errand);
        let aliases = way.names.len() - 1;
        let mut verdict = Verdict::Sealed;
        for (number, name) in way.names.iter().enumerate() {
            let kind = if number < aliases { kind::CNAME } else { wanted };
            let proof = if number < aliases || way.end == End::Records {
                self.holds(zone, keys, message, &denial, name, kind, errand)
            } else {
                match way.end {
                    End::NoRecords => denial.of_kind(name, wanted),
                    End::NoSuchName => denial.of_name(name),
                    End::Records | End::Elsewhere => Proof::Holds,
                }
            };
            match proof {
                Proof::Holds => {}
                Proof::Open => verdict = Verdict::Open,
                Proof::Fails => return Verdict::Broken,
            }
        }
        verdict
    }

    /// Is a set of the answer section signed?
    #[expect(clippy::too_many_arguments, reason = "all of them are the one answer that is weighed")]
    fn holds(
        &self,
        zone: &Zone,
        keys: &[Key],
        message: &Message,
        denial: &Denial,
        name: &Name,
        kind: u16,
        errand: &Errand,
    ) -> Proof {
        let set = Set::of(&message.answers, name, kind);
        match self.checker.check(&set, &zone.name, keys, self.second(), || errand.pay_check()) {
            Some(good) => {
                good.wildcard_of.map_or(Proof::Holds, |encloser| denial.of_closer_name(name, &encloser))
            }
            None if kind == kind::CNAME && self.is_made_by_dname(zone, keys, message, name, errand) => {
                Proof::Holds
            }
            None => Proof::Fails,
        }
    }

    /// A DNAME record makes CNAME records that nobody signs (RFC 6672, 5.3.1).
    fn is_made_by_dname(
        &self,
        zone: &Zone,
        keys: &[Key],
        message: &Message,
        name: &Name,
        errand: &Errand,
    ) -> bool {
        let above =
            |record: &&Rr| record.kind == kind::DNAME && name.is_within(&record.name) && record.name != *name;
        let Some(dname) = message.answers.iter().find(above) else { return false };
        let set = Set::of(&message.answers, &dname.name, kind::DNAME);
        let front = name.as_bytes().len() - dname.name.as_bytes().len();
        let made = [name.as_bytes().get(..front).unwrap_or_default(), &dname.data].concat();
        let alias = message.answers.iter().find(|record| record.kind == kind::CNAME && record.name == *name);
        alias.is_some_and(|alias| *alias.data == *made)
            && self
                .checker
                .check(&set, &zone.name, keys, self.second(), || errand.pay_check())
                .is_some_and(|good| good.wildcard_of.is_none())
    }

    /// The proofs of an authority section, those whose signatures hold.
    fn denial(&self, zone: &Zone, keys: &[Key], message: &Message, errand: &Errand) -> Denial {
        let mut denial = Denial::of(&zone.name);
        let links = message.authority.iter().filter(|record| matches!(record.kind, kind::NSEC | kind::NSEC3));
        for record in links.take(MOST_LINKS) {
            let set = Set::of(&message.authority, &record.name, record.kind);
            let good = self.checker.check(&set, &zone.name, keys, self.second(), || errand.pay_check());
            if good.is_some_and(|good| good.wildcard_of.is_none()) {
                denial.add(record);
            }
        }
        denial
    }

    /// The keys of a sealed zone. None where they do not hold, or cannot be had.
    pub(super) async fn keys(&self, zone: &Arc<Zone>, errand: &Errand) -> Option<Arc<[Key]>> {
        let Trust::Sealed(halves) = &zone.trust else { return None };
        match errand.shared(self.keys.find(&zone.name, errand.is_deep())).await {
            // A zone may have moved to another key since.
            Kept::Known((known, keys)) if known == *halves => keys,
            Kept::Known(_) | Kept::Busy => self.ask_keys(zone, halves, errand).await.map(|(keys, _)| keys),
            Kept::Ours(learning) => {
                let asked = self.ask_keys(zone, halves, errand).await;
                let time = match &asked {
                    Some((_, seconds)) => Duration::from_secs(u64::from(*seconds)),
                    None if errand.is_over() => FAILURE_KEPT,
                    None => BROKEN_KEPT,
                };
                let keys = asked.map(|(keys, _)| keys);
                learning.learned((halves.clone(), keys.clone()), time);
                keys
            }
        }
    }

    async fn ask_keys(&self, zone: &Zone, halves: &[Ds], errand: &Errand) -> Option<(Arc<[Key]>, u32)> {
        let said = self.ask_zone(zone, &zone.name, kind::DNSKEY, errand).await.ok()?;
        let set = Set::of(&said.message.answers, &zone.name, kind::DNSKEY);
        let keys: Vec<Key> =
            set.records.iter().filter_map(|record| Key::read(&record.data)).take(MOST_KEYS).collect();
        let fits = |key: &&Key| halves.iter().any(|half| half.is_of(&zone.name, key));
        let entry: Vec<Key> = keys.iter().filter(fits).cloned().collect();
        self.checker.check(&set, &zone.name, &entry, self.second(), || errand.pay_check())?;
        let seconds = set.records.iter().map(|record| record.ttl).min().unwrap_or_default();
        Some((keys.into(), seconds.clamp(KEYS_KEPT.0, KEYS_KEPT.1)))
    }

    /// How much a zone counts that the zone above refers to, and what that one has of DS there.
    pub(super) async fn trust_below(
        &self,
        above: &Arc<Zone>,
        name: &Name,
        said: &Said,
        errand: &Errand,
    ) -> (Trust, Option<Half>) {
        match &above.trust {
            Trust::Open => return (Trust::Open, None),
            Trust::Broken => return (Trust::Broken, None),
            Trust::Sealed(_) => {}
        }
        let Some(keys) = self.keys(above, errand).await else { return (Trust::Broken, None) };
        if let Some(found) = self.half(above, &keys, name, said, errand) {
            return found;
        }
        // The referral does not tell, so the zone above is asked.
        match self.ask_zone(above, name, kind::DS, errand).await {
            Ok(said) => self.half(above, &keys, name, &said, errand).unwrap_or((Trust::Broken, None)),
            Err(_) => (Trust::Broken, None),
        }
    }

    /// What a message of the zone above proves about DS at a name where another zone begins.
    fn half(
        &self,
        above: &Zone,
        keys: &[Key],
        name: &Name,
        said: &Said,
        errand: &Errand,
    ) -> Option<(Trust, Option<Half>)> {
        let message = &said.message;
        let in_answer = message.answers.iter().any(|record| record.kind == kind::DS && record.name == *name);
        let section = if in_answer { &message.answers } else { &message.authority };
        let set = Set::of(section, name, kind::DS);
        let half = |records, sealed| Some(Half { records, sealed, server: said.server });
        if set.records.is_empty() {
            let denial = self.denial(above, keys, message, errand);
            // Opt-out leaves it open whether the zone is there at all; that there is no seal is certain enough.
            let sealed = denial.of_kind(name, kind::DS) == Proof::Holds;
            return (denial.of_seal(name) == NoDs::OpenZone).then(|| (Trust::Open, half(Vec::new(), sealed)));
        }
        let good = self.checker.check(&set, &above.name, keys, self.second(), || errand.pay_check())?;
        if good.wildcard_of.is_some() {
            return None;
        }
        let records: Vec<Rr> = set.records.iter().take(MOST_HALVES).map(|record| (*record).clone()).collect();
        let usable: Vec<Ds> =
            records.iter().filter_map(|record| Ds::read(&record.data)).filter(Ds::is_usable).collect();
        let trust = if usable.is_empty() { Trust::Open } else { Trust::Sealed(usable.into()) };
        Some((trust, half(records, true)))
    }

    /// The answer is not signed by the zone that was asked: perhaps its servers answer for a zone below as
    /// well, and did not say so. Looks for that zone by its DS records (RFC 4035, 5.2).
    async fn seek_zone_between(
        &self,
        zone: &Arc<Zone>,
        said: &Said,
        way: &Way,
        wanted: u16,
        errand: &Errand,
    ) -> Verdict {
        let Some(name) = way.names.first() else { return Verdict::Broken };
        let Some(keys) = self.keys(zone, errand).await else { return Verdict::Broken };
        let deepest = if wanted == kind::DS { name.depth().saturating_sub(1) } else { name.depth() };
        for depth in zone.name.depth() + 1..=deepest {
            let here = name.last(depth);
            let Ok(told) = self.ask_zone(zone, &here, kind::DS, errand).await else { return Verdict::Broken };
            match self.half(zone, &keys, &here, &told, errand) {
                Some((Trust::Open, _)) => return Verdict::Open,
                Some((trust @ Trust::Sealed(_), half)) => {
                    let below = Arc::new(Zone { name: here, servers: zone.servers.clone(), trust, half });
                    let Some(keys) = self.keys(&below, errand).await else { return Verdict::Broken };
                    return self.weigh(&below, &keys, &said.message, way, wanted, errand);
                }
                Some((Trust::Broken, _)) => return Verdict::Broken,
                None => {
                    let denial = self.denial(zone, &keys, &told.message, errand);
                    if denial.of_seal(&here) != NoDs::NoZone {
                        return Verdict::Broken;
                    }
                }
            }
        }
        Verdict::Broken
    }

    /// The second that it is now, as signatures count.
    fn second(&self) -> u32 {
        // The count turns over in 2106, and so does the comparison.
        u32::try_from(self.clock.now().as_second().rem_euclid(1 << 32)).unwrap_or_default()
    }
}

/// Did this zone sign any of it?
fn is_signed_by(message: &Message, zone: &Name) -> bool {
    let signatures =
        message.answers.iter().chain(&message.authority).filter(|record| record.kind == kind::RRSIG);
    signatures.filter_map(|record| Seal::read(&record.data)).any(|seal| seal.signer == *zone)
}
