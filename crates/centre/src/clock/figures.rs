//! How often each promise was kept in a quarter: the figures that a centre publishes.
//!
//! A round counts once: in the quarter in which it was met in time, or in which its time ran out. What was not met by
//! then counts as late, whatever came later. What ended before its time (a duplicate, a pack that was dropped) is
//! neither and is told apart. Of updates, a case counts once a quarter, and as kept only when every one was in time:
//! two short messages in a row make no figure better.

use jiff::civil::Date;
use jiff::{SignedDuration, ToSpan};
use terms::Timestamp;

use super::reading::{Reading, Standing, clocks};
use super::{Kind, PolicyBook};
use crate::calendar::Calendar;
use crate::case::{Deed, Event};

/// A quarter of a year on the clock of the place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Quarter {
    year: i16,
    /// 0 to 3.
    number: i8,
}

/// As people write it in tables: `2026-Q4`.
impl std::fmt::Display for Quarter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-Q{}", self.year, self.number + 1)
    }
}

/// How often one kind of promise was kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// Which.
    pub kind: Kind,
    /// So many were kept in time.
    pub in_time: u64,
    /// So many were not.
    pub late: u64,
    /// So many ended before their time and were neither.
    pub ended: u64,
    /// Half of those that were met in time took no longer than this, in the time that their clocks count.
    pub median: Option<SignedDuration>,
    /// Cases that could not be judged, because their policy is not in the book. The same for every kind.
    pub left_out: u64,
}

impl Figure {
    /// The share that was kept, in whole percent, cut and never rounded up. None when there was nothing to keep.
    pub fn percent(&self) -> Option<u64> {
        (self.in_time * 100).checked_div(self.in_time + self.late)
    }
}

impl Quarter {
    /// The quarter in which a day lies.
    pub fn of(day: Date) -> Self {
        Self { year: day.year(), number: (day.month() - 1) / 3 }
    }

    /// The next quarter.
    #[must_use]
    pub fn after(self) -> Self {
        if self.number == 3 {
            Self { year: self.year.saturating_add(1), number: 0 }
        } else {
            Self { number: self.number + 1, ..self }
        }
    }

    /// Its first moment, and the first after it.
    pub fn bounds(self, calendar: &Calendar) -> Option<(Timestamp, Timestamp)> {
        let first = Date::new(self.year, self.number * 3 + 1, 1).ok()?;
        let next = first.checked_add(3.months()).ok()?;
        Some((calendar.end_of(first.yesterday().ok()?)?, calendar.end_of(next.yesterday().ok()?)?))
    }
}

/// What a round comes to in a quarter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// It ended before its time and is neither kept nor late.
    Ended,
    /// It was kept, and took so long in the time that its clock counts.
    InTime(SignedDuration),
    /// It was not kept.
    Late,
}

/// How often each promise was kept in a quarter, over many cases, each given as its list of events. What happened later
/// is not looked at, so that the figure of a quarter is the same whenever it is told.
pub fn figures<'e>(
    cases: impl IntoIterator<Item = &'e [Event]>,
    book: &PolicyBook,
    calendar: &Calendar,
    quarter: Quarter,
) -> Vec<Figure> {
    let mut verdicts: Vec<(Kind, Verdict)> = Vec::new();
    let mut left_out = 0;
    for events in cases {
        match verdicts_of(events, book, calendar, quarter, Timestamp::MAX) {
            Some(of_case) => verdicts.extend(of_case),
            None => left_out += 1,
        }
    }
    Kind::ALL.iter().map(|kind| figure(*kind, &verdicts, left_out)).collect()
}

/// What one case adds to the figures of a quarter, as far as it is certain at `now`. None where its policy is not in the
/// book.
pub fn verdicts_of(
    events: &[Event],
    book: &PolicyBook,
    calendar: &Calendar,
    quarter: Quarter,
    now: Timestamp,
) -> Option<Vec<(Kind, Verdict)>> {
    let policy = events.iter().find_map(|event| match event.deed {
        Deed::Received { policy, .. } => book.version(policy),
        _ => None,
    });
    let (from, until) = quarter.bounds(calendar)?;
    let last = until.checked_sub(SignedDuration::from_micros(1)).unwrap_or(until);
    Some(of_case(&clocks(events, policy?, calendar, last.min(now)), from, until))
}

fn figure(kind: Kind, verdicts: &[(Kind, Verdict)], left_out: u64) -> Figure {
    let mut figure = Figure { kind, in_time: 0, late: 0, ended: 0, median: None, left_out };
    let mut took = Vec::new();
    for (_, verdict) in verdicts.iter().filter(|(of, _)| *of == kind) {
        match verdict {
            Verdict::Ended => figure.ended += 1,
            Verdict::Late => figure.late += 1,
            Verdict::InTime(time) => {
                figure.in_time += 1;
                took.push(*time);
            }
        }
    }
    took.sort();
    figure.median = took.get(took.len().saturating_sub(1) / 2).copied();
    figure
}

fn of_case(readings: &[Reading], from: Timestamp, until: Timestamp) -> Vec<(Kind, Verdict)> {
    let verdicts = readings.iter().filter_map(|reading| {
        let (at, verdict) = verdict(reading)?;
        (from <= at && at < until).then_some((reading.clock.kind, verdict))
    });
    let (updates, mut others): (Vec<_>, Vec<_>) = verdicts.partition(|(kind, _)| *kind == Kind::Update);
    // The worst of a case's updates speaks for it; among those in time, the slowest.
    others.extend(updates.into_iter().max_by_key(|(_, verdict)| *verdict));
    others
}

/// What became of a round, and the moment that decides in which quarter it counts.
fn verdict(reading: &Reading) -> Option<(Timestamp, Verdict)> {
    match reading.standing {
        Standing::Met { at, took, in_time: true } => Some((at, Verdict::InTime(took))),
        Standing::Met { in_time: false, .. } | Standing::Late | Standing::Ended { was_late: true, .. } => {
            reading.due.map(|due| (due, Verdict::Late))
        }
        Standing::Ended { at, was_late: false } => Some((at, Verdict::Ended)),
        Standing::Running | Standing::Warned(_) | Standing::Paused { .. } => None,
    }
}
