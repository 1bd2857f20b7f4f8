//! What is promised: targets by class and severity, as dated data with a version.
//!
//! A centre edits a copy, checks it with [`Policy::faults`] and puts it into force under a new version. A case keeps
//! the version that it was opened under.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::case::{CheckIn, Class, Severity, Triage};

use super::Kind;

/// The most minutes of a target: a year of them.
pub const MOST_MINUTES: u32 = 366 * 24 * 60;
/// The most days of a target.
pub const MOST_DAYS: u16 = 366;
/// The most hours that [`Target::at_most_hours`] takes.
pub const MOST_HOURS: u16 = 24 * 366;

/// How the time of a target is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Within {
    /// Minutes as they pass, day and night.
    Minutes(u32),
    /// Minutes of our hours: the clock stands still while nobody is there.
    OpenMinutes(u32),
    /// The end of our hours so many of our days later; the day itself does not count. 0: the end of our hours on the same
    /// day, or on our next day when that is over.
    OpenDays(u16),
}

/// One target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Target {
    /// How long.
    pub within: Within,
    /// And so many hours at most as they pass, day and night, whatever the calendar says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_most_hours: Option<u16>,
}

/// What a class of cases is promised.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClassTargets {
    /// First steps shown.
    pub acknowledge: Target,
    /// A person speaks or writes.
    pub human: Target,
    /// The next word of a person after the last.
    pub update: Target,
    /// When we ask again how they are.
    pub follow_up: Vec<CheckIn>,
}

/// What the harm of a case demands of us.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeverityTargets {
    /// From the decision until a pack is sent.
    pub hand_over: Target,
    /// From triage until the work is done.
    pub resolve: Target,
}

/// All targets of a centre, from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// Its version; later ones are higher.
    pub version: u32,
    /// The first day on which cases are opened under it.
    pub in_force: Date,
    /// By class.
    pub classes: BTreeMap<Class, ClassTargets>,
    /// By severity.
    pub severities: BTreeMap<Severity, SeverityTargets>,
}

/// What is wrong with a policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PolicyFault {
    /// Versions begin with 1.
    #[error("the version is 0; versions begin with 1")]
    NoVersion,
    /// A class has no targets.
    #[error("the class {0} has no targets; every class needs them")]
    ClassMissing(Class),
    /// A severity has no targets.
    #[error("the severity {0} has no targets; every severity needs them")]
    SeverityMissing(Severity),
    /// A target of no time can never be met.
    #[error("the target {0} has no time; give it at least a minute")]
    NoTime(Kind),
    /// A target of years is none.
    #[error("the target {0} is longer than a year; shorten it")]
    TooLong(Kind),
    /// More harm, more time.
    #[error("{worse} has longer for {kind} than {milder}; more harm may never wait longer")]
    WorseWaitsLonger {
        /// Which target.
        kind: Kind,
        /// The worse severity.
        worse: Severity,
        /// The milder.
        milder: Severity,
    },
    /// A check-in stands twice.
    #[error("a class has a check-in twice; keep one")]
    CheckInTwice(Class),
    /// Versions and days go up together.
    #[error(
        "version {0} does not follow on the one before by number and day; give it a higher number and a later day"
    )]
    NotInOrder(u32),
    /// There is none at all.
    #[error("there is no policy; keep at least one")]
    NoPolicy,
}

impl Target {
    /// Minutes as they pass.
    pub const fn minutes(minutes: u32) -> Self {
        Self { within: Within::Minutes(minutes), at_most_hours: None }
    }

    /// Minutes of our hours.
    pub const fn open_minutes(minutes: u32) -> Self {
        Self { within: Within::OpenMinutes(minutes), at_most_hours: None }
    }

    /// The end of our hours so many of our days later.
    pub const fn open_days(days: u16) -> Self {
        Self { within: Within::OpenDays(days), at_most_hours: None }
    }

    fn fault(self, kind: Kind) -> Option<PolicyFault> {
        let (is_nothing, is_long) = match self.within {
            Within::Minutes(minutes) | Within::OpenMinutes(minutes) => (minutes == 0, minutes > MOST_MINUTES),
            Within::OpenDays(days) => (false, days > MOST_DAYS),
        };
        if is_nothing || self.at_most_hours == Some(0) {
            Some(PolicyFault::NoTime(kind))
        } else if is_long || self.at_most_hours.is_some_and(|hours| hours > MOST_HOURS) {
            Some(PolicyFault::TooLong(kind))
        } else {
            None
        }
    }

    /// Whether it is longer than another that is counted in the same way. Unlike things are not compared.
    fn is_longer_than(self, other: Self) -> bool {
        match (self.within, other.within) {
            (Within::Minutes(a), Within::Minutes(b)) | (Within::OpenMinutes(a), Within::OpenMinutes(b)) => {
                a > b
            }
            (Within::OpenDays(a), Within::OpenDays(b)) => a > b,
            _ => false,
        }
    }
}

impl Policy {
    /// The levels that we propose to a centre; each edits its own. What a person must do is counted in the centre's own
    /// hours, because nothing else can be promised by a centre that sleeps.
    pub fn proposed() -> Self {
        use Target as T;
        let at_once = T::minutes(1);
        let of_class = |human, update, follow_up: &[CheckIn]| ClassTargets {
            acknowledge: at_once,
            human,
            update,
            follow_up: follow_up.to_vec(),
        };
        let of_severity = |hand_over, days| SeverityTargets { hand_over, resolve: T::open_days(days) };
        let hate = T { within: Within::OpenDays(0), at_most_hours: Some(24) };
        let both = [CheckIn::Day3, CheckIn::Day14];
        Self {
            version: 1,
            in_force: jiff::civil::date(2026, 11, 21),
            classes: BTreeMap::from([
                (Class::LiveIncident, of_class(T::open_minutes(15), T::open_minutes(2 * 60), &both)),
                (Class::MoneyGone, of_class(T::open_minutes(30), T::open_days(0), &both)),
                (Class::Urgent, of_class(T::open_minutes(2 * 60), T::open_days(1), &[CheckIn::Day14])),
                (Class::Standard, of_class(T::open_days(1), T::open_days(5), &[])),
                (Class::Hate, of_class(hate, T::open_days(5), &both)),
            ]),
            severities: BTreeMap::from([
                (Severity::P1, of_severity(T::open_minutes(4 * 60), 2)),
                (Severity::P2, of_severity(T::open_days(1), 5)),
                (Severity::P3, of_severity(T::open_days(3), 15)),
                (Severity::P4, of_severity(T::open_days(5), 30)),
            ]),
        }
    }

    /// The target of a clock for a case that is triaged so; follow-ups have days instead.
    pub fn target(&self, kind: Kind, triage: Triage) -> Option<Target> {
        let of_class = self.classes.get(&triage.class);
        let of_severity = self.severities.get(&triage.severity);
        match kind {
            Kind::Acknowledge => of_class.map(|targets| targets.acknowledge),
            Kind::Human => of_class.map(|targets| targets.human),
            Kind::Update => of_class.map(|targets| targets.update),
            Kind::HandOver => of_severity.map(|targets| targets.hand_over),
            Kind::Resolve => of_severity.map(|targets| targets.resolve),
            Kind::FollowUp => None,
        }
    }

    /// The check-ins that a class is promised.
    pub fn check_ins(&self, class: Class) -> &[CheckIn] {
        self.classes.get(&class).map_or(&[], |targets| targets.follow_up.as_slice())
    }

    /// Everything that is wrong with it; empty when it can be put into force.
    pub fn faults(&self) -> Vec<PolicyFault> {
        let mut faults = Vec::new();
        faults.extend((self.version == 0).then_some(PolicyFault::NoVersion));
        for class in Class::ALL {
            match self.classes.get(class) {
                None => faults.push(PolicyFault::ClassMissing(*class)),
                Some(targets) => {
                    faults.extend(targets.acknowledge.fault(Kind::Acknowledge));
                    faults.extend(targets.human.fault(Kind::Human));
                    faults.extend(targets.update.fault(Kind::Update));
                    let again = |(place, day): (usize, &CheckIn)| targets.follow_up[..place].contains(day);
                    if targets.follow_up.iter().enumerate().any(again) {
                        faults.push(PolicyFault::CheckInTwice(*class));
                    }
                }
            }
        }
        for severity in Severity::ALL {
            match self.severities.get(severity) {
                None => faults.push(PolicyFault::SeverityMissing(*severity)),
                Some(targets) => {
                    faults.extend(targets.hand_over.fault(Kind::HandOver));
                    faults.extend(targets.resolve.fault(Kind::Resolve));
                }
            }
        }
        faults.extend(self.wrong_way_round());
        faults
    }

    fn wrong_way_round(&self) -> Vec<PolicyFault> {
        let rows: Vec<_> = self.severities.iter().collect();
        let mut faults = Vec::new();
        for pair in rows.windows(2) {
            let [(worse, strict), (milder, loose)] = pair else { continue };
            let mut compare = |kind, a: Target, b: Target| {
                if a.is_longer_than(b) {
                    faults.push(PolicyFault::WorseWaitsLonger { kind, worse: **worse, milder: **milder });
                }
            };
            compare(Kind::HandOver, strict.hand_over, loose.hand_over);
            compare(Kind::Resolve, strict.resolve, loose.resolve);
        }
        faults
    }
}

/// Every policy that a centre ever had, in order: old cases are read by the one that they were opened under.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyBook(Vec<Policy>);

impl PolicyBook {
    /// A book of these policies, the oldest first.
    ///
    /// # Errors
    /// Every [`PolicyFault`] of each, and one where number and day do not go up together.
    pub fn new(policies: Vec<Policy>) -> Result<Self, Vec<PolicyFault>> {
        let mut faults: Vec<_> = policies.iter().flat_map(Policy::faults).collect();
        faults.extend(policies.is_empty().then_some(PolicyFault::NoPolicy));
        for pair in policies.windows(2) {
            if let [before, after] = pair
                && (before.version >= after.version || before.in_force >= after.in_force)
            {
                faults.push(PolicyFault::NotInOrder(after.version));
            }
        }
        if faults.is_empty() { Ok(Self(policies)) } else { Err(faults) }
    }

    /// The policy of a version.
    pub fn version(&self, version: u32) -> Option<&Policy> {
        self.0.iter().find(|policy| policy.version == version)
    }

    /// The policy under which a case is opened on a day; before the first day, the first.
    pub fn on(&self, day: Date) -> Option<&Policy> {
        self.0.iter().rev().find(|policy| policy.in_force <= day).or(self.0.first())
    }
}
