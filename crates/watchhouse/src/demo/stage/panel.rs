//! The stage as the pretend control panel sees and changes it.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;
use std::sync::{Arc, PoisonError};

use checkup::{Kind, Record, RecordName};
use terms::DomainName;
use web::stage::{
    Keeper, LONGEST_STAGED_FILE, MOST_STAGED_FILES, MOST_STAGED_NAMES, MOST_STAGED_RECORDS, Part,
    StageChange, StageRefusal, StageSet, StagedName, StagedRecord, WELL_KNOWN, is_staged_path,
};

use super::answers::policy;
use super::{Stage, computers};
use crate::demo::firm::{Firm, firm_of};
use crate::demo::zones::mix::{Behaviour, mistakes};
use crate::demo::zones::providers::is_of_the_city;
use crate::demo::zones::record::Data;
use crate::demo::zones::{Seal, Zone, zone_with};

/// Kinds of record that stand there by themselves.
const FIXED: [Kind; 4] = [Kind::Ns, Kind::Soa, Kind::Dnskey, Kind::Ds];

impl StageSet for Stage {
    fn name(&self, name: &DomainName) -> Option<StagedName> {
        let firm = self.firm_named(name)?;
        let zone = self.names().zone_of(&firm.apex);
        let shown = zone.clone().unwrap_or_else(|| Arc::new(self.drawn_zone(&firm)));
        let record = |(owner, data): (&str, &Data)| {
            let record = data.seen()?;
            let is_fixed = FIXED.contains(&record.kind());
            Some(StagedRecord { owner: RecordName::parse(owner).ok()?, record, is_fixed })
        };
        let records = zone.iter().flat_map(|zone| zone.records().filter_map(record)).collect();
        let computers = computers_of(&shown);
        Some(StagedName {
            apex: RecordName::parse(&firm.apex).ok()?,
            name_host: name_host(&shown),
            records,
            files: self.files(&firm, &shown),
            parts: self.parts(&firm, zone.as_deref(), &shown, &computers),
            is_changed: self.is_changed(&firm, &computers),
            computers,
        })
    }

    fn change(&self, name: &DomainName, change: StageChange) -> Result<(), StageRefusal> {
        let firm = self.firm_named(name).ok_or(StageRefusal::NoSuchName)?;
        self.make_room(&firm)?;
        match change {
            StageChange::Add(owner, record) => self.in_zone(&firm, |zone| add(zone, &owner, &record)),
            StageChange::Remove(owner, record) => self.in_zone(&firm, |zone| remove(zone, &owner, &record)),
            StageChange::Replace(both) => {
                let [(old_owner, old), (owner, record)] = *both;
                self.in_zone(&firm, |zone| {
                    remove(zone, &old_owner, &old)?;
                    add(zone, &owner, &record)
                })
            }
            StageChange::PutFile { path, text } => self.put_file(&firm, path, text),
            StageChange::RemoveFile(path) => self.remove_file(&firm, path),
            StageChange::Mend(good) => {
                self.mend(&firm, &good.into_iter().collect());
                Ok(())
            }
            StageChange::PutBack => {
                let zone = self.names().zone_of(&firm.apex);
                for address in zone.iter().flat_map(|zone| computers_of(zone)) {
                    self.put_back_computer(address);
                }
                self.names().put_back(&firm.apex);
                self.sites.write().unwrap_or_else(PoisonError::into_inner).remove(&firm.number);
                Ok(())
            }
        }
    }
}

impl Stage {
    fn firm_named(&self, name: &DomainName) -> Option<Firm> {
        firm_of(self.names().seed(), name.registrable().as_ascii())
    }

    fn drawn_zone(&self, firm: &Firm) -> Zone {
        let seed = self.names().seed();
        zone_with(seed, firm, &mistakes(seed, firm.number))
    }

    /// Remembers that something is changed here.
    fn make_room(&self, firm: &Firm) -> Result<(), StageRefusal> {
        let mut sites = self.sites.write().unwrap_or_else(PoisonError::into_inner);
        if !sites.contains_key(&firm.number) && sites.len() >= MOST_STAGED_NAMES {
            return Err(StageRefusal::TooManyNames);
        }
        sites.entry(firm.number).or_default();
        Ok(())
    }

    fn is_changed(&self, firm: &Firm, computers: &[IpAddr]) -> bool {
        let sites = self.sites.read().unwrap_or_else(PoisonError::into_inner);
        let changed = self.computers.read().unwrap_or_else(PoisonError::into_inner);
        sites.contains_key(&firm.number) || computers.iter().any(|address| changed.contains_key(address))
    }

    fn in_zone(
        &self,
        firm: &Firm,
        change: impl FnOnce(&mut Zone) -> Result<(), StageRefusal>,
    ) -> Result<(), StageRefusal> {
        let zone = self.names().zone_of(&firm.apex).ok_or(StageRefusal::NoSuchName)?;
        let mut zone = Zone::clone(&zone);
        change(&mut zone)?;
        self.names().put(zone);
        Ok(())
    }

    /// The files that lie on the firm's site, put there or from the beginning.
    fn files(&self, firm: &Firm, zone: &Zone) -> Vec<(String, String)> {
        let site = self.site(firm.number);
        let mut files: BTreeMap<String, Option<String>> = BTreeMap::new();
        files.insert(format!("{WELL_KNOWN}security.txt"), self.contact(firm, &site));
        let policy_host = zone.records().find_map(|(owner, _)| owner.strip_prefix("mta-sts."));
        files.insert(
            format!("{WELL_KNOWN}mta-sts.txt"),
            policy_host.and_then(|domain| policy(domain, zone, &site)),
        );
        let sites = self.sites.read().unwrap_or_else(PoisonError::into_inner);
        files.extend(sites.get(&firm.number).map(|changed| changed.files.clone()).unwrap_or_default());
        files.into_iter().filter_map(|(path, text)| Some((path, text?))).collect()
    }

    fn put_file(&self, firm: &Firm, path: String, text: String) -> Result<(), StageRefusal> {
        if !is_staged_path(&path) {
            return Err(StageRefusal::Path);
        }
        if text.len() > LONGEST_STAGED_FILE {
            return Err(StageRefusal::FileTooLong);
        }
        let mut sites = self.sites.write().unwrap_or_else(PoisonError::into_inner);
        let files = &mut sites.entry(firm.number).or_default().files;
        if !files.contains_key(&path) && files.len() >= MOST_STAGED_FILES {
            return Err(StageRefusal::TooManyFiles);
        }
        files.insert(path, Some(text));
        Ok(())
    }

    fn remove_file(&self, firm: &Firm, path: String) -> Result<(), StageRefusal> {
        let zone = self.names().zone_of(&firm.apex).ok_or(StageRefusal::NoSuchName)?;
        if !self.files(firm, &zone).iter().any(|(known, _)| *known == path) {
            return Err(StageRefusal::Gone);
        }
        let mut sites = self.sites.write().unwrap_or_else(PoisonError::into_inner);
        sites.entry(firm.number).or_default().files.insert(path, None);
        Ok(())
    }

    /// What there is to be in order, and whether it is.
    fn parts(
        &self,
        firm: &Firm,
        zone: Option<&Zone>,
        shown: &Zone,
        computers: &[IpAddr],
    ) -> Vec<(Part, bool)> {
        let site = self.site(firm.number);
        let in_order = |part| computers.iter().all(|address| self.is_in_order(*address, part));
        let has_site =
            shown.records().any(|(_, data)| matches!(data, Data::A(_) | Data::Aaaa(_) | Data::Cname(_)));
        let has_mail = !mail_computers(shown).is_empty();
        let part = |part: Part| {
            let (is_there, is_good) = match (part, part.keeper()) {
                (Part::Rented, _) => (true, zone.is_some() && site.is_good(part)),
                (Part::Answering, _) => (zone.is_some(), shown.behaviour == Behaviour::Answering),
                (Part::Sealed, _) => (zone.is_some() && shown.seal != Seal::None, shown.seal != Seal::Broken),
                (_, Keeper::Name) => (zone.is_some(), site.is_good(part)),
                (_, Keeper::Website) => (zone.is_some() && has_site, site.is_good(part)),
                (Part::MailEncryption | Part::OwnMailOnly, _) => (zone.is_some() && has_mail, in_order(part)),
                (_, Keeper::Computers) => (zone.is_some() && !computers.is_empty(), in_order(part)),
            };
            is_there.then_some((part, is_good))
        };
        Part::ALL.into_iter().filter_map(part).collect()
    }

    /// Puts exactly these parts in order, of all that there are.
    fn mend(&self, firm: &Firm, good: &BTreeSet<Part>) {
        let rented = self.names().zone_of(&firm.apex);
        let zone = match (rented, good.contains(&Part::Rented)) {
            (Some(zone), _) => Some(Zone::clone(&zone)),
            (None, true) => Some(self.drawn_zone(firm)),
            (None, false) => None,
        };
        let Some(mut zone) = zone else { return };
        let shown = Zone::clone(&zone);
        let computers = computers_of(&shown);
        let there: Vec<Part> =
            self.parts(firm, Some(&zone), &shown, &computers).into_iter().map(|(part, _)| part).collect();
        zone.behaviour = match (zone.behaviour, good.contains(&Part::Answering)) {
            (_, true) => Behaviour::Answering,
            (Behaviour::Answering, false) => Behaviour::Broken,
            (already, false) => already,
        };
        if zone.seal != Seal::None {
            zone.seal = if good.contains(&Part::Sealed) { Seal::Sound } else { Seal::Broken };
        }
        self.names().put(zone);
        let set = |all: &mut BTreeSet<Part>, part: Part| {
            if good.contains(&part) {
                all.insert(part)
            } else {
                all.remove(&part)
            };
        };
        let mut site = self.site(firm.number).good;
        for part in there.iter().filter(|part| part.keeper() != Keeper::Computers) {
            set(&mut site, *part);
        }
        let mut sites = self.sites.write().unwrap_or_else(PoisonError::into_inner);
        sites.entry(firm.number).or_default().good = Some(site);
        drop(sites);
        let of_computers = || there.iter().filter(|part| part.keeper() == Keeper::Computers);
        for address in computers {
            let mut now: BTreeSet<Part> =
                Part::ALL.into_iter().filter(|part| self.is_in_order(address, *part)).collect();
            of_computers().for_each(|part| set(&mut now, *part));
            self.put_in_order(address, now);
        }
    }
}

/// The company that keeps a zone's records, as its name servers tell.
pub(super) fn name_host(zone: &Zone) -> String {
    let server = zone.records().find_map(|(_, data)| match data {
        Data::Ns(server) => Some(server.as_str()),
        _ => None,
    });
    let name = server.and_then(|server| server.split('.').nth(1)).unwrap_or("somebody");
    let (head, tail) = name.split_at(1);
    head.to_ascii_uppercase() + tail
}

/// The computers of firms that a zone's addresses point at.
fn computers_of(zone: &Zone) -> Vec<IpAddr> {
    let all: BTreeSet<IpAddr> = zone
        .records()
        .filter_map(|(_, data)| address(data))
        .filter(|at| computers::is_of_firms(*at))
        .collect();
    all.into_iter().collect()
}

/// Those among them that take the firm's mail.
fn mail_computers(zone: &Zone) -> Vec<IpAddr> {
    let servers: BTreeSet<&str> = zone
        .records()
        .filter_map(|(_, data)| match data {
            Data::Mx(_, server) => Some(server.as_str()),
            _ => None,
        })
        .collect();
    let own = zone.records().filter(|(owner, _)| servers.contains(owner));
    own.filter_map(|(_, data)| address(data)).filter(|at| computers::is_of_firms(*at)).collect()
}

fn address(data: &Data) -> Option<IpAddr> {
    match data {
        Data::A(address) => Some(IpAddr::V4(*address)),
        Data::Aaaa(address) => Some(IpAddr::V6(*address)),
        _ => None,
    }
}

fn add(zone: &mut Zone, owner: &RecordName, record: &Record) -> Result<(), StageRefusal> {
    let apex = RecordName::parse(&zone.apex).map_err(|_| StageRefusal::NoSuchName)?;
    let data = Data::typed(record).ok_or(StageRefusal::Gone)?;
    if !owner.is_within(&apex) {
        return Err(StageRefusal::NotWithin);
    }
    if let Some(address) = address(&data)
        && !is_of_the_city(address)
    {
        return Err(StageRefusal::ForeignAddress);
    }
    if zone.records().any(|(known, there)| known == owner.as_str() && *there == data) {
        return Err(StageRefusal::AlreadyThere);
    }
    let is_alias = matches!(data, Data::Cname(_));
    let clashes = |(known, there): (&str, &Data)| {
        known == owner.as_str() && (is_alias || matches!(there, Data::Cname(_)))
    };
    if zone.records().any(clashes) {
        return Err(StageRefusal::AliasBesideOthers);
    }
    if zone.records().count() >= MOST_STAGED_RECORDS {
        return Err(StageRefusal::TooManyRecords);
    }
    zone.add(owner.as_str(), data);
    Ok(())
}

fn remove(zone: &mut Zone, owner: &RecordName, record: &Record) -> Result<(), StageRefusal> {
    // Compared as they are shown: how a text is cut into pieces is nobody's business.
    let found = zone.records().find_map(|(known, data)| {
        let same = known == owner.as_str() && data.seen().as_ref() == Some(record);
        (same && !FIXED.contains(&record.kind())).then(|| data.clone())
    });
    match found {
        Some(data) => {
            zone.remove(owner.as_str(), &data);
            Ok(())
        }
        None => Err(StageRefusal::Gone),
    }
}
