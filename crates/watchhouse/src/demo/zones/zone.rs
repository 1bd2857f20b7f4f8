//! One zone: its records, how its servers behave, and how a name in it is looked up.

use std::collections::BTreeMap;

use super::Outcome;
use super::mix::{Behaviour, Mistakes, When, mistakes_at};
use super::providers;
use super::record::{Data, Kind, Record};
use super::{dmarc, extras, spf, web_and_mail};
use crate::demo::draw::Draw;
use crate::demo::firm::Firm;

/// Whether a zone is sealed by DNSSEC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seal {
    /// It is not.
    None,
    /// It is, and the proof holds.
    Sound,
    /// It is, and the proof does not hold: resolvers that check see nothing of the zone.
    Broken,
}

/// One zone.
#[derive(Debug, Clone)]
pub struct Zone {
    /// The name at its top.
    pub apex: String,
    /// How its servers behave.
    pub behaviour: Behaviour,
    /// Whether it is sealed.
    pub seal: Seal,
    records: BTreeMap<String, Vec<Data>>,
}

impl Zone {
    /// A zone with its start of authority and its name servers.
    pub fn new(apex: &str, name_servers: &[String]) -> Self {
        let mut zone = Self {
            apex: apex.to_owned(),
            behaviour: Behaviour::Answering,
            seal: Seal::None,
            records: BTreeMap::new(),
        };
        zone.add(apex, Data::Soa(apex.to_owned()));
        for server in name_servers {
            zone.add(apex, Data::Ns(server.clone()));
        }
        zone
    }

    /// Adds a record of `owner`.
    pub fn add(&mut self, owner: &str, data: Data) {
        self.records.entry(owner.to_owned()).or_default().push(data);
    }

    /// Takes a record of `owner` away. Whether it was there.
    pub fn remove(&mut self, owner: &str, data: &Data) -> bool {
        let Some(all) = self.records.get_mut(owner) else { return false };
        let Some(place) = all.iter().position(|known| known == data) else { return false };
        all.remove(place);
        if all.is_empty() {
            self.records.remove(owner);
        }
        true
    }

    /// Every record with its owner, those of the name itself first.
    pub fn records(&self) -> impl Iterator<Item = (&str, &Data)> {
        let own = |owner: &str| owner == self.apex;
        let all =
            || self.records.iter().flat_map(|(owner, all)| all.iter().map(|data| (owner.as_str(), data)));
        all().filter(move |(owner, _)| own(owner)).chain(all().filter(move |(owner, _)| !own(owner)))
    }

    /// Whether `owner` has a record of this kind.
    pub fn has(&self, owner: &str, kind: Kind) -> bool {
        self.records.get(owner).is_some_and(|all| all.iter().any(|data| data.kind() == kind))
    }

    /// The fingerprint of the zone's key, as it stands in the zone above.
    pub fn fingerprint(&self) -> Option<Data> {
        let number =
            self.apex.bytes().fold(7_u16, |sum, byte| sum.wrapping_mul(31).wrapping_add(u16::from(byte)));
        (self.seal != Seal::None).then(|| Data::Ds(number, 13, 2, number.to_be_bytes().repeat(16)))
    }

    /// The records of `name`: its own, those of a wildcard (RFC 4592), or its alias.
    pub fn look_up(&self, name: &str, kind: Kind) -> (Outcome, Vec<Record>) {
        let Some(own) = self.records.get(name).or_else(|| self.wildcard(name)) else {
            let ending = format!(".{name}");
            let between = self.records.keys().any(|owner| owner.ends_with(&ending));
            return (if between { Outcome::Answered } else { Outcome::NoSuchName }, Vec::new());
        };
        let is_alias = own.iter().any(|data| data.kind() == Kind::Cname);
        let wanted = if is_alias { Kind::Cname } else { kind };
        let records = own.iter().filter(|data| data.kind() == wanted);
        let records = records.map(|data| Record { owner: name.to_owned(), data: data.clone() });
        (Outcome::Answered, records.collect())
    }

    /// The wildcard of the nearest ancestor that exists.
    fn wildcard(&self, name: &str) -> Option<&Vec<Data>> {
        let ending = format!(".{name}");
        if self.records.keys().any(|owner| owner.ends_with(&ending)) {
            return None;
        }
        let mut rest = name;
        while let Some((_, parent)) = rest.split_once('.') {
            let below = format!(".{parent}");
            let exists =
                self.records.contains_key(parent) || self.records.keys().any(|o| o.ends_with(&below));
            if exists {
                return self.records.get(&format!("*.{parent}"));
            }
            rest = parent;
        }
        None
    }
}

/// The zone of a firm, or `None` when its name was never registered.
pub fn firm_zone(seed: u64, firm: &Firm, when: When) -> Option<Zone> {
    let mistakes = mistakes_at(seed, firm.number, when);
    mistakes.registered.then(|| zone_with(seed, firm, &mistakes))
}

/// The zone of a firm with these mistakes, as if its name were registered.
pub fn zone_with(seed: u64, firm: &Firm, mistakes: &Mistakes) -> Zone {
    let mut servers = providers::name_servers(mistakes.host);
    let mut draw = Draw::of(seed, "zone", firm.number);
    if draw.percent(3.0) {
        servers.truncate(1);
    }
    let mut zone = Zone::new(&firm.apex, &servers);
    zone.behaviour = mistakes.behaviour;
    zone.seal = mistakes.seal;
    if zone.seal != Seal::None {
        zone.add(&firm.apex, Data::Dnskey(257, 3, 13, vec![0x5a; 64]));
    }
    let used = used_name(firm, mistakes);
    web_and_mail::website(&mut zone, &mut Draw::of(seed, "web", firm.number), firm, mistakes);
    web_and_mail::mail(&mut zone, &mut Draw::of(seed, "mail", firm.number), &used, firm, mistakes);
    spf::publish(&mut zone, &mut Draw::of(seed, "spf", firm.number), &used, firm, mistakes);
    dmarc::publish(&mut zone, &mut Draw::of(seed, "dmarc", firm.number), firm, mistakes);
    extras::publish(&mut zone, &mut Draw::of(seed, "extras", firm.number), &used, firm, mistakes);
    zone
}

/// The name that the firm gives to others: its apex, or `shop.` below it.
pub fn used_name(firm: &Firm, mistakes: &Mistakes) -> String {
    if mistakes.only_a_shop { format!("shop.{}", firm.apex) } else { firm.apex.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zone() -> Zone {
        let mut zone = Zone::new("firm.test", &["ns1.host.example".to_owned()]);
        zone.add("*.firm.test", Data::txt("anything"));
        zone.add("a.b.firm.test", Data::txt("deep"));
        zone
    }

    fn outcome(name: &str) -> (Outcome, usize) {
        let (outcome, records) = zone().look_up(name, Kind::Txt);
        (outcome, records.len())
    }

    #[test]
    fn wildcards_stand_for_names_that_do_not_exist_and_for_no_others() {
        assert_eq!(outcome("new.firm.test"), (Outcome::Answered, 1));
        assert_eq!(outcome("new.new.firm.test"), (Outcome::Answered, 1));
        assert_eq!(outcome("b.firm.test"), (Outcome::Answered, 0), "an empty name between two others exists");
        assert_eq!(
            outcome("new.b.firm.test"),
            (Outcome::NoSuchName, 0),
            "the nearest ancestor has no wildcard"
        );
        assert_eq!(outcome("firm.test"), (Outcome::Answered, 0));
    }
}
