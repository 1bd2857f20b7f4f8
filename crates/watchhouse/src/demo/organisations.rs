//! The city's firms as the store takes them: members, those who never confirmed, prospects.

use std::collections::BTreeMap;
use std::sync::Arc;

use centre::ledger::Actor;
use centre::plan::ActionKey;
use centre::region::{Borough, Region};
use checkup::{Judgement, Level};
use jiff::SignedDuration;
use store::{MOST_ACTIONS, SeedCheck, SeedOrganisation, SizeBand, Standing, Tier};
use terms::{DomainName, Outcode, PersonId, PlainLine, Postcode, Timestamp};

use super::draw::Draw;
use super::findings::findings_after;
use super::firm::{Firm, firm};
use super::looks::{look, visit};
use super::notes::NOTES;
use super::people::somebody;
use super::stage::Stage;
use super::zones::mix::{When, mistakes, mistakes_at};
use super::zones::{Names, used_name};
use web::looking::{plan, summary, without_what_always_changes};

/// How far back the centre's history goes, in days: eighteen months.
const HISTORY_DAYS: usize = 548;
/// So long before the last look the hosts were visited for the first time: the centre visits once a week.
const VISITED_BEFORE: SignedDuration = SignedDuration::from_hours(6 * 24 + 13);
/// Firms in a hundred without a domain of their own.
const WITHOUT_DOMAIN: f64 = 7.0;
/// Firms in a hundred, of those that mended something, whose letter about it is still to be written.
const MENDED_AND_NOT_TOLD: f64 = 4.0;
/// The mail provider of firms without a domain.
const BORROWED_MAIL: &str = "letterbox.example";
/// How many prospects there are for a hundred members.
pub const PROSPECTS_PERCENT: u64 = 12;
/// How many of a thousand asked to join today and did not confirm yet.
const UNCONFIRMED_PER_MILLE: f64 = 3.0;

/// Everything that a firm's record follows from.
pub struct Town<'a> {
    /// The city.
    pub region: &'a Region,
    /// The names and hosts as they are.
    pub now: Stage,
    /// The names as they were when each firm joined.
    pub then: Names,
    /// Who of the centre writes notes.
    pub officers: &'a [PersonId],
    /// The moment at which the demonstration begins.
    pub at: Timestamp,
    outcodes: BTreeMap<String, Vec<Outcode>>,
}

impl<'a> Town<'a> {
    /// The town of a seed at a moment.
    pub fn new(region: &'a Region, seed: u64, officers: &'a [PersonId], at: Timestamp) -> Self {
        let mut outcodes: BTreeMap<String, Vec<Outcode>> = BTreeMap::new();
        for (outcode, shares) in region.outcodes() {
            if let Some(most) = shares.first() {
                outcodes.entry(most.borough.to_string()).or_default().push(outcode.clone());
            }
        }
        let now = Stage::new(Arc::new(Names::new(seed)), at);
        Self { region, now, then: Names::at_joining(seed), officers, at, outcodes }
    }

    /// The firm with this number as a member, or as one of those few who did not confirm yet.
    pub fn member(&self, number: u64) -> Option<SeedOrganisation> {
        let mut draw = self.draw("member", number);
        let unconfirmed = draw.percent(UNCONFIRMED_PER_MILLE / 10.0);
        let standing = if unconfirmed { Standing::Unconfirmed } else { Standing::Member };
        let days = if unconfirmed { 1 } else { draw.between(2, HISTORY_DAYS) };
        let joined_at = self.ago(&mut draw, days);
        let mut organisation = self.organisation(number, standing, joined_at)?;
        if unconfirmed {
            organisation.domain = None;
            return Some(organisation);
        }
        organisation.confirmed_at = Some(joined_at + SignedDuration::from_mins(draw.between(2, 300) as i64));
        organisation.tier = draw.weighted(&[(Tier::Core, 88.0), (Tier::Paid, 12.0)]);
        self.add_contact(&mut organisation, &mut draw);
        self.add_notes(&mut organisation, &mut draw, days);
        let seed = self.seed();
        let has_mended = mistakes_at(seed, number, When::AtJoining) != mistakes(seed, number);
        self.add_check_ups(&mut organisation, &mut draw, has_mended);
        Some(organisation)
    }

    /// The firm with this number as a prospect: known, not asked to join.
    pub fn prospect(&self, number: u64) -> Option<SeedOrganisation> {
        let mut draw = self.draw("prospect", number);
        let days = draw.between(2, 90);
        let came_in = self.ago(&mut draw, days);
        let mut organisation = self.organisation(number, Standing::Prospect, came_in)?;
        organisation.domain = organisation.domain.map(|(domain, _)| (domain, Vec::new()));
        organisation.undertakings = String::new();
        Some(organisation)
    }

    fn seed(&self) -> u64 {
        self.now.names().seed()
    }

    fn draw(&self, subject: &str, number: u64) -> Draw {
        Draw::of(self.seed(), subject, number)
    }

    fn organisation(
        &self,
        number: u64,
        standing: Standing,
        joined_at: Timestamp,
    ) -> Option<SeedOrganisation> {
        let mut draw = self.draw("organisation", number);
        let firm = firm(self.seed(), number);
        let borough = self.borough(&mut draw);
        let domain = (!draw.percent(WITHOUT_DOMAIN)).then(|| self.domain(&firm)).flatten();
        let mail_at = domain.as_ref().map_or(BORROWED_MAIL, DomainName::as_ascii).to_owned();
        let contact = somebody(&mut draw, &mail_at)?;
        let phone = draw.percent(80.0).then_some(contact.phone);
        Some(SeedOrganisation {
            standing,
            name: PlainLine::parse(&firm.name).ok()?,
            postcode: self.postcode(&mut draw, borough)?,
            borough: borough.code.to_string(),
            sector: self.sector(&firm)?,
            size: draw.weighted(&[
                (SizeBand::SoleTrader, 34.0),
                (SizeBand::Micro, 48.0),
                (SizeBand::Small, 14.5),
                (SizeBand::Medium, 3.5),
            ]),
            tier: Tier::Core,
            undertakings: centre::membership::UNDERTAKINGS_VERSION.to_string(),
            joined_at,
            confirmed_at: None,
            last_contact_at: None,
            people: vec![(contact.name, contact.email, phone, draw.percent(55.0))],
            domain: domain.map(|domain| (domain, Vec::new())),
            visited_at: None,
            findings: (Vec::new(), None),
            notes: Vec::new(),
            actions: Vec::new(),
        })
    }

    /// A second contact for some, with a mailbox of their own.
    fn add_contact(&self, organisation: &mut SeedOrganisation, draw: &mut Draw) {
        let Some((_, first, _, _)) = organisation.people.first() else { return };
        let mail_at = first.domain().as_ascii().to_owned();
        let second = draw.percent(25.0).then(|| somebody(draw, &mail_at)).flatten();
        let second = second.filter(|second| second.email != *first);
        organisation.people.extend(second.map(|one| (one.name, one.email, None, false)));
    }

    fn add_notes(&self, organisation: &mut SeedOrganisation, draw: &mut Draw, days: usize) {
        let many = draw.weighted(&[(0, 55.0), (1, 25.0), (2, 13.0), (3, 7.0)]);
        for _ in 0..many {
            let before = draw.between(1, days.max(2) - 1);
            let (at, words) = (self.ago(draw, before), draw.one(NOTES));
            if let (false, true) = (self.officers.is_empty(), at > organisation.joined_at) {
                organisation.notes.push((at, Actor::Person(draw.one(self.officers)), words.to_owned()));
            }
        }
        organisation.notes.sort_by_key(|(at, ..)| *at);
        organisation.last_contact_at = organisation.notes.last().map(|(at, ..)| *at);
    }

    /// The check-up on joining, a visit a week ago and one of last night, judged by the engine, and the plan. What a
    /// firm mended was in its records; its hosts have been visited only of late.
    fn add_check_ups(&self, organisation: &mut SeedOrganisation, draw: &mut Draw, has_mended: bool) {
        let joined_at = organisation.joined_at;
        let Some((domain, checks)) = &mut organisation.domain else { return };
        let last_night = (self.at - SignedDuration::from_hours(draw.between(3, 12) as i64)).max(joined_at);
        let between = last_night.duration_since(joined_at).as_secs();
        let mended_at = joined_at + SignedDuration::from_secs(between * draw.between(20, 80) as i64 / 100);
        let visited_at = (last_night - VISITED_BEFORE).max(mended_at);
        let (answers, now) = visit(&self.now, domain, last_night);
        organisation.visited_at = Some(last_night);
        // The same records and hosts give the same judgement at every moment, so they are judged and written once.
        let visited = without_facts(now.clone());
        let in_records = without_facts(checkup::judge(domain, &answers, Level::Records, last_night));
        let as_seen = |judgement: &Judgement, at| Judgement { judged_at: at, ..judgement.clone() };
        let Some(answers) = written(&answers) else { return };
        // Of some who mended something nobody has told yet that it is seen.
        let told_until = if draw.percent(MENDED_AND_NOT_TOLD) { mended_at } else { self.at };
        let mut looks = Vec::new();
        if has_mended {
            let (first_answers, first) = look(&self.then, domain, joined_at);
            let Some(first_answers) = written(&first_answers) else { return };
            looks.push((joined_at, first_answers, without_facts(first)));
            looks.push((mended_at, answers.clone(), as_seen(&in_records, mended_at)));
        } else {
            looks.push((joined_at, answers.clone(), as_seen(&in_records, joined_at)));
        }
        looks.push((visited_at, answers.clone(), as_seen(&visited, visited_at)));
        let mut walked: Vec<_> = looks.iter().map(|(at, _, seen)| (*at, seen)).collect();
        walked.push((last_night, &now));
        organisation.findings = findings_after(&walked, if has_mended { told_until } else { self.at });
        if let (true, Some((_, _, before))) = (has_mended, looks.first()) {
            let mended = before.findings.iter().find(|old| !now.found(&old.check));
            let key = mended.map(|old| ActionKey::Mend(old.check.clone()).to_string());
            organisation.actions.extend(key.map(|key| (key, Some(mended_at), Some(mended_at))));
        }
        checks.extend(looks.into_iter().filter_map(|(at, answers, seen)| seed_check(at, answers, &seen)));
        checks.extend(seed_check(last_night, answers, &now));
        let room = MOST_ACTIONS - organisation.actions.len();
        for key in plan(&[now], &[]).into_iter().take(room) {
            let said = draw.percent(8.0).then_some(last_night);
            organisation.actions.push((key.to_string(), said, None));
        }
    }

    fn ago(&self, draw: &mut Draw, days: usize) -> Timestamp {
        // Firms write in the day: between eight and eight.
        let day = self.at.as_second().div_euclid(86_400) - days as i64;
        let second = day * 86_400 + draw.between(8 * 3_600, 20 * 3_600) as i64;
        Timestamp::from_second(second).unwrap_or(self.at).min(self.at)
    }

    fn borough(&self, draw: &mut Draw) -> &'a Borough {
        let boroughs = &self.region.boroughs;
        let weights: Vec<_> =
            boroughs.iter().enumerate().map(|(place, b)| (place, f64::from(b.active_enterprises))).collect();
        &boroughs[draw.weighted(&weights)]
    }

    /// A postcode of the borough whose second half is invented.
    fn postcode(&self, draw: &mut Draw, borough: &Borough) -> Option<Postcode> {
        const LETTERS: &[char] = &['A', 'B', 'D', 'E', 'F', 'G', 'H', 'J', 'L', 'N', 'P', 'Q', 'R', 'S', 'T'];
        let outcodes = self.outcodes.get(borough.code.as_str())?;
        let outcode = draw.one(outcodes);
        Postcode::parse(&format!("{outcode} {}{}{}", draw.below(10), draw.one(LETTERS), draw.one(LETTERS)))
            .ok()
    }

    fn sector(&self, firm: &Firm) -> Option<String> {
        let has = |sector: &&centre::region::Sector| {
            sector.divisions.iter().any(|d| d.number == firm.trade.division)
        };
        self.region.sectors.iter().find(has).map(|sector| sector.letter.to_string())
    }

    fn domain(&self, firm: &Firm) -> Option<DomainName> {
        DomainName::parse_bare(&used_name(firm, &mistakes(self.seed(), firm.number))).ok()
    }
}

/// A judgement as it is kept of a check-up before the last one: nobody reads its single records any more, and they are
/// the larger part.
fn without_facts(mut judgement: Judgement) -> Judgement {
    judgement.facts = Vec::new();
    judgement
}

/// Answers as they are kept.
fn written(answers: &checkup::Answers) -> Option<String> {
    serde_json::to_string(&without_what_always_changes(answers)).ok()
}

/// A check-up as it is kept.
fn seed_check(at: Timestamp, answers: String, judgement: &Judgement) -> Option<SeedCheck> {
    let summary = summary(judgement);
    Some(SeedCheck { at, answers, judgement: serde_json::to_string(judgement).ok()?, summary })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn town(region: &Region) -> Town<'_> {
        Town::new(region, 7, &[], "2026-11-20T09:00:00Z".parse().expect("a time"))
    }

    #[test]
    fn the_same_seed_gives_the_same_city() {
        let region = crate::region::read(None).expect("London is built in");
        let (one, other) = (town(&region), town(&region));
        for number in 0..60 {
            assert_eq!(format!("{:?}", one.member(number)), format!("{:?}", other.member(number)));
        }
    }

    #[test]
    fn every_firm_has_a_place_a_sector_a_contact_and_a_believable_history() {
        let region = crate::region::read(None).expect("London is built in");
        let town = town(&region);
        let members: Vec<_> = (0..300).map(|n| town.member(n).expect("every number is a firm")).collect();
        for member in &members {
            let joined = member.joined_at;
            assert!(joined < town.at && joined > town.at - SignedDuration::from_hours(24 * 560));
            assert!(member.notes.iter().all(|(at, ..)| *at > joined));
            if let Some((_, checks)) = &member.domain {
                assert!(checks.is_sorted_by_key(|check| check.at), "{:?}", member.name);
                assert!(checks.iter().all(|check| check.at >= joined && check.at <= town.at));
            }
            assert!(member.actions.len() <= MOST_ACTIONS);
            let (findings, last_letter) = &member.findings;
            for watched in findings.iter().map(|finding| &finding.watched) {
                assert!(watched.first_seen >= joined && watched.last_seen <= town.at, "{watched:?}");
                assert!(watched.told_at <= *last_letter && watched.told_mended_at <= *last_letter);
                assert!(watched.told_at.is_none_or(|told| told > watched.first_seen && told <= town.at));
                assert!(watched.told_mended_at <= Some(town.at) && watched.closed_at <= Some(town.at));
            }
            assert!(member.actions.iter().all(|(key, ..)| key.parse::<ActionKey>().is_ok()));
            assert!(region.boroughs.iter().any(|b| b.code.as_str() == member.borough));
        }
        let without_domain = members.iter().filter(|m| m.domain.is_none()).count();
        assert!((5..45).contains(&without_domain), "{without_domain} of 300 have no domain");
        let mended = members.iter().filter(|m| m.actions.iter().any(|a| a.2.is_some())).count();
        assert!(mended > 30, "{mended} of 300 have mended something");
        let some = |is: fn(&centre::watching::Watched) -> bool| {
            members.iter().flat_map(|member| &member.findings.0).filter(|f| is(&f.watched)).count()
        };
        assert!(some(|watched| watched.is_open() && watched.told_at.is_some()) > 300);
        assert!(some(|watched| watched.told_mended_at.is_some()) > 30);
        let waits = |member: &&SeedOrganisation| {
            let due = |f: &store::WatchedFinding| centre::watching::due(&f.watched, town.at);
            let due = member.findings.0.iter().filter_map(due).collect();
            centre::watching::letter(due, member.findings.1, town.at).is_some()
        };
        let waiting = members.iter().filter(waits).count();
        assert!(waiting < 30, "{waiting} of 300 get a letter as soon as the demonstration begins");
        let boroughs: std::collections::BTreeSet<_> = members.iter().map(|m| &m.borough).collect();
        assert!(boroughs.len() > 25, "only {} boroughs", boroughs.len());
    }
}
