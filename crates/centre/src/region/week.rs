//! The hours of a week in which somebody is there.

use std::fmt;

use jiff::civil::Weekday;

use crate::pack::Entry;
use crate::pack::Faults;

/// The last minute of a day, as an end of a shift: midnight.
const MIDNIGHT: u16 = 24 * 60;

/// From when to when somebody is there on one day, in minutes after midnight on the wall clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shift {
    /// First minute.
    pub from: u16,
    /// First minute after; at most 1440.
    pub until: u16,
}

impl Shift {
    /// Reads `09:00-17:00`; `24:00` may be an end.
    pub fn parse(text: &str) -> Option<Self> {
        let (from, until) = text.split_once('-')?;
        let (from, until) = (minutes(from)?, minutes(until)?);
        (from < until && until <= MIDNIGHT).then_some(Self { from, until })
    }
}

fn minutes(text: &str) -> Option<u16> {
    let (hours, minutes) = text.trim().split_once(':')?;
    let two_digits = |t: &str| (t.len() == 2).then(|| t.parse::<u16>().ok()).flatten();
    let (hours, minutes) = (two_digits(hours)?, two_digits(minutes)?);
    (hours <= 24 && minutes < 60).then_some(hours * 60 + minutes)
}

impl fmt::Display for Shift {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (a, b) = (self.from, self.until);
        write!(f, "{:02}:{:02} to {:02}:{:02}", a / 60, a % 60, b / 60, b % 60)
    }
}

/// The shift of each day of a week; a day without one is closed. Public holidays are closed too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct WeekHours {
    days: [Option<Shift>; 7],
}

const DAYS: [(&str, Weekday); 7] = [
    ("monday", Weekday::Monday),
    ("tuesday", Weekday::Tuesday),
    ("wednesday", Weekday::Wednesday),
    ("thursday", Weekday::Thursday),
    ("friday", Weekday::Friday),
    ("saturday", Weekday::Saturday),
    ("sunday", Weekday::Sunday),
];

impl WeekHours {
    /// The same shift on each of the days.
    pub fn on(days: &[Weekday], shift: Shift) -> Self {
        let mut week = Self::default();
        for (slot, (_, day)) in week.days.iter_mut().zip(DAYS) {
            *slot = days.contains(&day).then_some(shift);
        }
        week
    }

    /// The shift of one day.
    pub fn shift(&self, day: Weekday) -> Option<Shift> {
        DAYS.iter().zip(self.days).find(|((_, d), _)| *d == day).and_then(|(_, shift)| shift)
    }

    /// Monday to Sunday.
    pub fn days(&self) -> impl Iterator<Item = (Weekday, Option<Shift>)> {
        DAYS.into_iter().map(|(_, day)| day).zip(self.days)
    }
}

pub(super) fn read(entry: &Entry<'_>, faults: &mut Faults<'_>) -> WeekHours {
    entry.allow_only(&DAYS.map(|(name, _)| name), faults);
    let mut week = WeekHours::default();
    for (slot, (name, _)) in week.days.iter_mut().zip(DAYS) {
        let Some(written) = entry.text(name, "write hours such as \"09:00-17:00\", or \"closed\"", faults)
        else {
            continue;
        };
        *slot = Shift::parse(&written);
        if slot.is_none() && written != "closed" {
            let message = format!("{written:?} are no hours; write \"09:00-17:00\" or \"closed\"");
            entry.fault(name, message, faults);
        }
    }
    if week.days.iter().all(Option::is_none) {
        entry.fault("monday", "the centre is never open; give at least one day its hours", faults);
    }
    week
}
