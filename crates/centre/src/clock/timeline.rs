//! The arithmetic of time that runs: all hours or ours, less the time in which a clock stands still.

use jiff::civil::Date;
use jiff::{SignedDuration, ToSpan};
use terms::Timestamp;

use super::policy::{Target, Within};
use crate::calendar::Calendar;
use crate::named_values::named_values;

/// So many days a calendar is counted through, pauses included. What is not reached by then has no deadline.
pub const DAYS_COUNTED: u16 = 2_000;

named_values! {
    /// Which time counts.
    Measure, "measure of time" {
        /// Day and night.
        AllHours = "all_hours",
        /// Only while somebody is there.
        OurHours = "our_hours",
    }
}

/// From a moment to the next, the end not included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stretch {
    pub(super) from: Timestamp,
    pub(super) until: Timestamp,
}

impl Stretch {
    fn length(self) -> SignedDuration {
        self.until.duration_since(self.from)
    }
}

/// Time as one clock counts it.
pub(super) struct Running<'a> {
    calendar: &'a Calendar,
    measure: Measure,
    start: Timestamp,
    /// In order, and none touches the next.
    holds: Vec<Stretch>,
}

impl<'a> Running<'a> {
    /// Time from `start`, less the stretches in which the clock stands still. They may overlap.
    pub(super) fn new(calendar: &'a Calendar, measure: Measure, start: Timestamp, holds: &[Stretch]) -> Self {
        let mut sorted: Vec<_> = holds.iter().copied().filter(|hold| hold.from < hold.until).collect();
        sorted.sort_by_key(|hold| hold.from);
        let mut joined: Vec<Stretch> = Vec::new();
        for hold in sorted {
            match joined.last_mut() {
                Some(last) if hold.from <= last.until => last.until = last.until.max(hold.until),
                _ => joined.push(hold),
            }
        }
        Self { calendar, measure, start, holds: joined }
    }

    /// How much of it has run at a moment.
    pub(super) fn elapsed(&self, until: Timestamp) -> SignedDuration {
        self.stretches()
            .take_while(|stretch| stretch.from < until)
            .map(|stretch| Stretch { until: stretch.until.min(until), ..stretch }.length())
            .fold(SignedDuration::ZERO, SignedDuration::saturating_add)
    }

    /// The first moment at which so much has run.
    pub(super) fn moment_after(&self, amount: SignedDuration) -> Option<Timestamp> {
        let mut left = amount;
        for stretch in self.stretches() {
            let length = stretch.length();
            if length >= left {
                return stretch.from.checked_add(left).ok();
            }
            left = left.saturating_sub(length);
        }
        None
    }

    /// The end of our hours, so many of our days later. A day counts when the clock ran as the doors closed.
    fn close_after(&self, days: u16) -> Option<Timestamp> {
        let first = self.calendar.zone().to_datetime(self.start).date();
        let mut left = days.max(1);
        for (day, opening) in self.openings() {
            let close = opening.until;
            let is_too_early = close <= self.start || (days > 0 && day == first);
            if is_too_early || self.holds.iter().any(|hold| hold.from < close && close <= hold.until) {
                continue;
            }
            left -= 1;
            if left == 0 {
                return Some(close);
            }
        }
        None
    }

    fn stretches(&self) -> impl Iterator<Item = Stretch> {
        let holds = &self.holds;
        let base: Box<dyn Iterator<Item = Stretch> + '_> = match self.measure {
            Measure::AllHours => {
                Box::new(std::iter::once(Stretch { from: self.start, until: Timestamp::MAX }))
            }
            Measure::OurHours => Box::new(self.openings().map(|(_, opening)| opening)),
        };
        let start = self.start;
        base.map(move |stretch| Stretch { from: stretch.from.max(start), ..stretch })
            .filter(|stretch| stretch.from < stretch.until)
            .flat_map(move |stretch| without(stretch, holds))
    }

    fn openings(&self) -> impl Iterator<Item = (Date, Stretch)> {
        let first = self.calendar.zone().to_datetime(self.start).date();
        openings_from(self.calendar, first)
    }
}

/// The days on which somebody is there, from a day on.
fn openings_from(calendar: &Calendar, first: Date) -> impl Iterator<Item = (Date, Stretch)> {
    (0..i64::from(DAYS_COUNTED)).filter_map(move |days| {
        let day = first.checked_add(days.days()).ok()?;
        let (from, until) = calendar.opening_of(day)?;
        (from < until).then_some((day, Stretch { from, until }))
    })
}

/// What is left of a stretch.
fn without(stretch: Stretch, holds: &[Stretch]) -> Vec<Stretch> {
    let mut left = Vec::new();
    let mut from = stretch.from;
    for hold in holds.iter().filter(|hold| hold.until > stretch.from && hold.from < stretch.until) {
        if from < hold.from {
            left.push(Stretch { from, until: hold.from });
        }
        from = from.max(hold.until);
    }
    if from < stretch.until {
        left.push(Stretch { from, until: stretch.until });
    }
    left
}

/// By when, and in which time it was counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Deadline {
    pub(super) at: Timestamp,
    pub(super) measure: Measure,
}

/// The deadline of a target from `start`, with the stretches in which the clock stands still. None where the calendar
/// does not reach so far.
pub(super) fn deadline(
    target: Target,
    start: Timestamp,
    holds: &[Stretch],
    calendar: &Calendar,
) -> Option<Deadline> {
    let ours = Running::new(calendar, Measure::OurHours, start, holds);
    let all = Running::new(calendar, Measure::AllHours, start, holds);
    let minutes = |minutes: u32| SignedDuration::from_mins(i64::from(minutes));
    let within = match target.within {
        Within::Minutes(amount) => (all.moment_after(minutes(amount)), Measure::AllHours),
        Within::OpenMinutes(amount) => (ours.moment_after(minutes(amount)), Measure::OurHours),
        Within::OpenDays(days) => (ours.close_after(days), Measure::OurHours),
    };
    let at_most = target
        .at_most_hours
        .and_then(|hours| all.moment_after(SignedDuration::from_hours(i64::from(hours))))
        .map(|at| Deadline { at, measure: Measure::AllHours });
    let within = within.0.map(|at| Deadline { at, measure: within.1 });
    within.into_iter().chain(at_most).min_by_key(|deadline| deadline.at)
}

/// The deadline of a thing that is due on a day: the end of our hours on that day, or on the next on which we are there.
pub(super) fn deadline_on(day: Date, calendar: &Calendar) -> Option<Deadline> {
    let (_, opening) = openings_from(calendar, day).next()?;
    Some(Deadline { at: opening.until, measure: Measure::OurHours })
}
