//! Clocks by examples that a person can follow, and against a model that goes about it in another way.

mod agreement;
mod almanac;
mod duties;
mod examples;
mod explaining;
mod figures;
mod model;
mod policy;

use std::sync::OnceLock;

use jiff::civil::Weekday;

use super::{About, Kind, Policy, Reading, Standing, Target, clocks};
use crate::calendar::Calendar;
use crate::case::Event;
use crate::case::tests::at;
use crate::region::tests::london;
use crate::region::{Region, Shift, WeekHours};

/// London's calendar, with people there on weekdays from 9 to 17.
fn nine_to_five() -> Calendar {
    with_hours(
        &[Weekday::Monday, Weekday::Tuesday, Weekday::Wednesday, Weekday::Thursday, Weekday::Friday],
        "09:00-17:00",
    )
}

fn with_hours(days: &[Weekday], hours: &str) -> Calendar {
    static LONDON: OnceLock<Region> = OnceLock::new();
    let region = LONDON.get_or_init(london);
    let hours = WeekHours::on(days, Shift::parse(hours).unwrap());
    Calendar::new(region.time_zone.clone(), hours, region.holidays.clone())
}

/// The proposed policy with one target of every class and severity changed.
fn with_target(kind: Kind, target: Target) -> Policy {
    let mut policy = Policy::proposed();
    for targets in policy.classes.values_mut() {
        match kind {
            Kind::Acknowledge => targets.acknowledge = target,
            Kind::Human => targets.human = target,
            Kind::Update => targets.update = target,
            _ => {}
        }
    }
    for targets in policy.severities.values_mut() {
        match kind {
            Kind::HandOver => targets.hand_over = target,
            Kind::Resolve => targets.resolve = target,
            _ => {}
        }
    }
    policy
}

/// The newest round of one clock.
fn reading(kind: Kind, events: &[Event], policy: &Policy, calendar: &Calendar, now: &str) -> Reading {
    let readings = clocks(events, policy, calendar, at(now));
    readings.into_iter().rfind(|reading| reading.clock.kind == kind).unwrap()
}

/// By when one clock is due, in UTC.
fn due(kind: Kind, events: &[Event], policy: &Policy, calendar: &Calendar, now: &str) -> String {
    reading(kind, events, policy, calendar, now).due.map_or("never".to_owned(), |due| due.to_string())
}
