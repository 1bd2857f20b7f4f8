//! The names of the demonstration city as a validating resolver would see them.
//!
//! [`resolve`] answers one question from the seed alone; nothing is kept between questions.
//! The embedded name server puts the same answers on the wire ([`super::name_server`]), and
//! the city's first check-ups are judged from them without a packet.

mod dmarc;
mod extras;
pub mod lookalikes;
pub mod mix;
pub mod providers;
pub mod record;
mod spf;
mod web_and_mail;
mod zone;

pub use zone::{Seal, Zone, firm_zone, used_name, zone_with};

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use record::{Data, Kind, Record};

/// Aliases that are followed before the resolver gives up, as resolvers do.
pub const MOST_ALIASES: usize = 9;

/// How a reply ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The name exists; there may be no record of the kind.
    Answered,
    /// The name does not exist.
    NoSuchName,
    /// The resolver could not find out: a dead or broken server, a broken seal, a circle of aliases.
    Failed,
    /// The server does not want to answer.
    Refused,
    /// Nothing comes back.
    Silent,
}

/// What a resolver says to one question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// How it ended.
    pub outcome: Outcome,
    /// Aliases on the way, then the records asked for.
    pub records: Vec<Record>,
    /// The zone whose start of authority goes with "no such name" and "no such record".
    pub authority: Option<String>,
    /// Whether every step was proved by DNSSEC.
    pub secure: bool,
}

/// All names of one seed.
pub struct Names {
    seed: u64,
    when: mix::When,
    providers: BTreeMap<String, Arc<Zone>>,
    /// The firm's zone that was made last: a check-up asks many questions of one.
    newest: Mutex<Option<Arc<Zone>>>,
    /// Zones that somebody changed, by name.
    changed: RwLock<BTreeMap<String, Arc<Zone>>>,
}

impl Names {
    /// The names of the city of `seed`.
    pub fn new(seed: u64) -> Self {
        let providers = providers::zones().into_iter().map(|(name, zone)| (name, Arc::new(zone)));
        Self {
            seed,
            when: mix::When::Now,
            providers: providers.collect(),
            newest: Mutex::new(None),
            changed: RwLock::default(),
        }
    }

    /// The same names as they were when each firm joined.
    pub fn at_joining(seed: u64) -> Self {
        Self { when: mix::When::AtJoining, ..Self::new(seed) }
    }

    /// The seed that everything follows from.
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// Puts a zone in the place of the one that follows from the seed.
    pub fn put(&self, zone: Zone) {
        let mut changed = self.changed.write().unwrap_or_else(PoisonError::into_inner);
        changed.insert(zone.apex.clone(), Arc::new(zone));
    }

    /// Takes such a zone away: the one that follows from the seed counts again.
    pub fn put_back(&self, apex: &str) {
        self.changed.write().unwrap_or_else(PoisonError::into_inner).remove(apex);
    }

    /// Answers `kind` records of `name` (lower case, no dot at the end) as a validating
    /// resolver does. With `unchecked` (the CD bit, RFC 4035 section 3.2.2) broken seals are let through.
    pub fn resolve(&self, name: &str, kind: Kind, unchecked: bool) -> Reply {
        let mut reply =
            Reply { outcome: Outcome::Answered, records: Vec::new(), authority: None, secure: true };
        let mut name = name.to_owned();
        for _ in 0..MOST_ALIASES {
            let step = self.step(&name, kind, unchecked);
            reply.secure &= step.secure;
            reply.outcome = step.outcome;
            reply.authority = step.authority;
            let alias = match step.records.first() {
                Some(Record { data: Data::Cname(target), .. }) if kind != Kind::Cname => Some(target.clone()),
                _ => None,
            };
            reply.records.extend(step.records);
            match alias {
                Some(target) => name = target,
                None if matches!(reply.outcome, Outcome::Answered | Outcome::NoSuchName) => return reply,
                None => return Reply { records: Vec::new(), secure: false, ..reply },
            }
        }
        Reply { outcome: Outcome::Failed, records: Vec::new(), authority: None, secure: false }
    }

    /// One name, no alias followed.
    fn step(&self, name: &str, kind: Kind, unchecked: bool) -> Reply {
        let bare = |outcome| Reply { outcome, records: Vec::new(), authority: None, secure: false };
        let Some(top) = name.rsplit('.').next().filter(|top| matches!(*top, "test" | "example")) else {
            // Names of the real world are none of ours to answer for.
            return bare(Outcome::Refused);
        };
        let Some(zone) = self.zone_of(name) else {
            let outcome = if name == top { Outcome::Answered } else { Outcome::NoSuchName };
            return Reply { outcome, records: Vec::new(), authority: Some(top.to_owned()), secure: true };
        };
        if kind == Kind::Ds && name == zone.apex {
            // The seal's fingerprint stands in the zone above, which is sound.
            let records = zone.fingerprint().map(|data| Record { owner: name.to_owned(), data });
            let authority = records.is_none().then(|| top.to_owned());
            return Reply {
                outcome: Outcome::Answered,
                records: records.into_iter().collect(),
                authority,
                secure: true,
            };
        }
        match (zone.behaviour, zone.seal) {
            (mix::Behaviour::Broken, _) => return bare(Outcome::Failed),
            (mix::Behaviour::Refusing, _) => return bare(Outcome::Refused),
            (mix::Behaviour::Silent, _) => return bare(Outcome::Silent),
            (mix::Behaviour::Answering, Seal::Broken) if !unchecked => return bare(Outcome::Failed),
            (mix::Behaviour::Answering, _) => {}
        }
        let secure = zone.seal == Seal::Sound && !unchecked;
        let (outcome, records) = zone.look_up(name, kind);
        let authority = records.is_empty().then(|| zone.apex.clone());
        Reply { outcome, records, authority, secure }
    }

    /// The zone that a name belongs to: a provider's, or that of the firm that registered it.
    pub fn zone_of(&self, name: &str) -> Option<Arc<Zone>> {
        let mut labels = name.rsplitn(3, '.');
        let (top, registered) = (labels.next()?, labels.next()?);
        let apex = format!("{registered}.{top}");
        if let Some(zone) = self.providers.get(&apex) {
            return Some(Arc::clone(zone));
        }
        if let Some(zone) = self.changed.read().unwrap_or_else(PoisonError::into_inner).get(&apex) {
            return Some(Arc::clone(zone));
        }
        let mut newest = self.newest.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(zone) = newest.as_ref().filter(|zone| zone.apex == apex) {
            return Some(Arc::clone(zone));
        }
        let Some(firm) = super::firm::firm_of(self.seed, &apex) else {
            return lookalikes::zone(self.seed, &apex).map(Arc::new);
        };
        let zone = Arc::new(firm_zone(self.seed, &firm, self.when)?);
        *newest = Some(Arc::clone(&zone));
        Some(zone)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::firm::firm;
    use mix::{Behaviour, MailCase, Mistakes, SpfCase, WebCase, mistakes};

    const SEED: u64 = 7;

    fn first_with(wanted: impl Fn(&Mistakes) -> bool) -> (String, Mistakes) {
        let all = (0..200_000).map(|n| (firm(SEED, n), mistakes(SEED, n)));
        let (firm, mistakes) = all.into_iter().find(|(_, m)| wanted(m)).expect("the city has one of each");
        (firm.apex, mistakes)
    }

    fn plain(m: &Mistakes) -> bool {
        m.behaviour == Behaviour::Answering && m.registered && !m.only_a_shop && m.seal == Seal::None
    }

    #[test]
    fn names_that_nobody_registered_do_not_exist_and_others_are_refused() {
        let names = Names::new(SEED);
        assert_eq!(names.resolve("nobody-here.test", Kind::A, false).outcome, Outcome::NoSuchName);
        assert_eq!(names.resolve("test", Kind::Soa, false).outcome, Outcome::Answered);
        assert_eq!(names.resolve("gov.uk", Kind::A, false).outcome, Outcome::Refused);
        let (apex, _) = first_with(|m| !m.registered);
        assert_eq!(names.resolve(&apex, Kind::Ns, false).outcome, Outcome::NoSuchName);
    }

    #[test]
    fn a_broken_seal_fails_unless_the_asker_looks_behind_it() {
        let names = Names::new(SEED);
        let (apex, _) =
            first_with(|m| m.seal == Seal::Broken && m.registered && m.behaviour == Behaviour::Answering);
        assert_eq!(names.resolve(&apex, Kind::Ns, false).outcome, Outcome::Failed);
        let behind = names.resolve(&apex, Kind::Ns, true);
        assert_eq!((behind.outcome, behind.secure), (Outcome::Answered, false));
        let fingerprint = names.resolve(&apex, Kind::Ds, false);
        assert_eq!((fingerprint.records.len(), fingerprint.secure), (1, true));
    }

    #[test]
    fn a_sound_seal_is_told() {
        let names = Names::new(SEED);
        let (apex, _) =
            first_with(|m| m.seal == Seal::Sound && m.registered && m.behaviour == Behaviour::Answering);
        assert!(names.resolve(&apex, Kind::Ns, false).secure);
        let (apex, _) = first_with(plain);
        assert!(!names.resolve(&apex, Kind::Ns, false).secure);
        assert_eq!(names.resolve(&apex, Kind::Ds, false).records, []);
    }

    #[test]
    fn aliases_are_followed_to_the_end_or_to_nothing() {
        let names = Names::new(SEED);
        let (apex, _) = first_with(|m| plain(m) && m.web == WebCase::DanglingAlias);
        let reply = names.resolve(&format!("www.{apex}"), Kind::A, false);
        assert_eq!((reply.outcome, reply.records.len()), (Outcome::NoSuchName, 1));
        let (apex, _) = first_with(|m| plain(m) && m.web == WebCase::AliasCircle);
        assert_eq!(names.resolve(&format!("www.{apex}"), Kind::A, false).outcome, Outcome::Failed);
    }

    #[test]
    fn what_a_firm_publishes_fits_the_mistake_drawn_for_it() {
        let names = Names::new(SEED);
        let (apex, _) = first_with(|m| plain(m) && m.mail == MailCase::Refused);
        let mx = names.resolve(&apex, Kind::Mx, false).records;
        assert_eq!(mx, [Record { owner: apex, data: Data::Mx(0, String::new()) }]);
        let (apex, _) = first_with(|m| plain(m) && m.spf == SpfCase::TwoRecords);
        let texts = names.resolve(&apex, Kind::Txt, false).records;
        let spf = texts.iter().filter(|r| r.data.text().is_some_and(|t| t.starts_with("v=spf1 "))).count();
        assert_eq!(spf, 2);
    }

    #[test]
    fn dead_servers_fail_refuse_or_stay_silent() {
        let names = Names::new(SEED);
        for (behaviour, outcome) in [
            (Behaviour::Broken, Outcome::Failed),
            (Behaviour::Refusing, Outcome::Refused),
            (Behaviour::Silent, Outcome::Silent),
        ] {
            let (apex, _) = first_with(|m| m.registered && m.behaviour == behaviour);
            assert_eq!(names.resolve(&apex, Kind::A, false).outcome, outcome);
        }
    }
}
