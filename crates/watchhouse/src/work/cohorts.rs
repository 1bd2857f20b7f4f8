//! Cohorts are counted: all members, and the public bodies of the region. What should be: every month since the first
//! look has its counts, this month those of today.

use std::collections::BTreeSet;

use centre::cohort::{CountedFirm, MEMBERS, Month, PUBLIC_BODIES, Picture, UNKNOWN, levers};
use centre::ledger::Actor;
use checkup::providers::host_of;
use jiff::SignedDuration;
use jiff::tz::TimeZone;
use serde::Deserialize;
use store::{CohortAsset, CohortMember, CohortMonth, Standing, StoreError};
use terms::{DomainName, Finding, Promise, PromiseState, Timestamp};

use super::turn::Ended;
use super::{Reconciler, Run, Turn};

/// How old the counts of this month may grow.
const AGE: SignedDuration = SignedDuration::from_hours(20);
/// How often it is looked whether they are too old.
const INTERVAL: SignedDuration = SignedDuration::from_mins(10);
/// How far back months are counted that were not.
const MOST_MONTHS: usize = 24;
/// Domains read from the store at one time.
const A_PAGE: u32 = 500;

/// Counts cohorts.
pub struct CountCohorts {
    /// In which months begin.
    pub time_zone: TimeZone,
}

impl Reconciler for CountCohorts {
    fn name(&self) -> &'static str {
        "cohorts"
    }

    fn next(&self, now: Timestamp) -> Timestamp {
        now + INTERVAL
    }

    fn run<'a>(&'a self, turn: &'a Turn) -> Run<'a> {
        Box::pin(async move {
            let mut counted = 0_u32;
            for (cohort, standing) in [(MEMBERS, Standing::Member), (PUBLIC_BODIES, Standing::PublicBody)] {
                let Some(first) = turn.store().first_look(standing).await? else { continue };
                let known = turn.store().cohort_months().await?;
                for month in self.due(cohort, first, &known, turn.now()) {
                    let picture = self.count(turn, standing, month).await?;
                    let by = Actor::Reconciler(self.name().to_owned());
                    turn.store().keep_picture(cohort, month, &picture, &by, turn.now()).await?;
                    counted += 1;
                }
            }
            Ok(format!("{counted} months were counted."))
        })
    }
}

impl CountCohorts {
    /// The months that are to be counted, the oldest first.
    fn due(&self, cohort: &str, first: Timestamp, known: &[CohortMonth], now: Timestamp) -> Vec<Month> {
        let (first, this) = (Month::of(first, &self.time_zone), Month::of(now, &self.time_zone));
        let back = std::iter::successors(Some(this), |month| Some(month.before()));
        let months: BTreeSet<Month> = back.take(MOST_MONTHS).take_while(|month| *month >= first).collect();
        let is_due = |month: &Month| {
            let of = known.iter().find(|one| one.cohort == cohort && one.month == *month);
            let end = month.after().begins(&self.time_zone);
            of.is_none_or(|one| {
                one.counted_at < end.min(now) && (now >= end || now.duration_since(one.counted_at) >= AGE)
            })
        };
        months.into_iter().filter(is_due).collect()
    }

    async fn count(&self, turn: &Turn, standing: Standing, month: Month) -> Result<Picture, Ended> {
        let (from, until) = (month.begins(&self.time_zone), month.after().begins(&self.time_zone));
        let mut picture = Picture::default();
        let mut after = None;
        loop {
            turn.step().await?;
            let page: Result<_, StoreError> =
                turn.store().cohort_page(standing, after, from, until, A_PAGE).await;
            let page = page?;
            let Some(last) = page.last() else { break };
            after = Some(last.id);
            for member in &page {
                picture.count(&counted(member), cohort::is_default);
            }
        }
        picture.fold_rare();
        Ok(picture)
    }
}

/// As much of a kept judgement as is counted.
#[derive(Debug, Deserialize)]
struct Judged {
    findings: Vec<Finding>,
    setting: Setting,
}

#[derive(Debug, Deserialize)]
struct Setting {
    domain: DomainName,
    name_host: Option<String>,
    mail_provider: Option<String>,
    name_servers: Vec<String>,
    mail_servers: Vec<String>,
}

/// How promises stood at one look.
type States = Vec<(Promise, PromiseState)>;

/// A firm as it is counted: of several domains the worst state counts, and the providers of the first.
fn counted(member: &CohortMember) -> CountedFirm {
    let judged: Vec<Judged> =
        member.assets.iter().filter_map(|asset| serde_json::from_str(&asset.judgement).ok()).collect();
    let hosts = judged.first().map(|judged| {
        let setting = &judged.setting;
        let host =
            |known: &Option<String>, servers: &[String]| host_of(known.as_deref(), servers, &setting.domain);
        (host(&setting.mail_provider, &setting.mail_servers), host(&setting.name_host, &setting.name_servers))
    });
    let (mail_provider, name_host) = hosts.unwrap_or_default();
    let findings: Vec<Finding> = judged.into_iter().flat_map(|judged| judged.findings).collect();
    let states = |of: fn(&CohortAsset) -> Option<&States>| {
        Promise::ALL.map(|promise| {
            let states = member.assets.iter().filter_map(of).flatten();
            states.filter(|(one, _)| *one == promise).map(|(_, state)| *state).min()
        })
    };
    let before = states(|asset| asset.before.as_ref());
    let was_seen = before.iter().any(Option::is_some);
    CountedFirm {
        borough: member.borough.clone(),
        sector: member.sector.clone(),
        size: member.size.clone(),
        mail_provider: mail_provider.unwrap_or_else(|| UNKNOWN.to_owned()),
        name_host: name_host.unwrap_or_else(|| UNKNOWN.to_owned()),
        promises: states(|asset| Some(&asset.promises)).map(known),
        before: was_seen.then(|| before.map(known)),
        levers: levers(&findings),
    }
}

fn known(state: Option<PromiseState>) -> PromiseState {
    state.unwrap_or(PromiseState::CouldNotCheck)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn month(text: &str, counted_at: &str) -> CohortMonth {
        CohortMonth {
            cohort: MEMBERS.into(),
            month: text.parse().unwrap(),
            firms: 1,
            counted_at: at(counted_at),
        }
    }

    #[test]
    fn every_month_since_the_first_look_is_counted_and_the_last_again_when_it_is_over() {
        let count = CountCohorts { time_zone: TimeZone::UTC };
        let due = |known: &[CohortMonth]| {
            let due = count.due(MEMBERS, at("2026-09-10T00:00:00Z"), known, at("2026-11-02T12:00:00Z"));
            due.iter().map(ToString::to_string).collect::<Vec<_>>()
        };
        assert_eq!(due(&[]), ["2026-09", "2026-10", "2026-11"]);
        let whole = month("2026-09", "2026-10-01T03:00:00Z");
        let half = month("2026-10", "2026-10-31T03:00:00Z");
        let fresh = month("2026-11", "2026-11-02T01:00:00Z");
        assert_eq!(due(&[whole.clone(), half.clone(), fresh.clone()]), ["2026-10"]);
        let old = month("2026-11", "2026-11-01T01:00:00Z");
        let ended = month("2026-10", "2026-11-01T00:00:00Z");
        assert_eq!(due(&[whole, ended, old]), ["2026-11"]);
        let long_ago = count.due(MEMBERS, at("2001-01-01T00:00:00Z"), &[], at("2026-11-02T12:00:00Z"));
        assert_eq!(long_ago.len(), MOST_MONTHS);
    }

    #[test]
    fn of_two_domains_the_worse_one_counts() {
        let asset = |state, before| CohortAsset {
            promises: vec![(Promise::MailIsYours, state)],
            judgement: String::new(),
            before: Some(vec![(Promise::MailIsYours, before)]),
        };
        let member = CohortMember {
            id: terms::OrganisationId(Default::default()),
            borough: "E09000030".into(),
            sector: "G".into(),
            size: "micro".into(),
            assets: vec![
                asset(PromiseState::Kept, PromiseState::Kept),
                asset(PromiseState::Partly, PromiseState::NotKept),
            ],
        };
        let firm = counted(&member);
        let unknown = PromiseState::CouldNotCheck;
        assert_eq!(firm.promises, [PromiseState::Partly, unknown, unknown, unknown]);
        assert_eq!(firm.before.map(|before| before[0]), Some(PromiseState::NotKept));
        assert_eq!(firm.mail_provider, UNKNOWN);
    }
}
