//! A clock in one plain sentence, so that everybody can follow the sum.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use terms::Timestamp;

use super::policy::{Target, Within};
use super::reading::{Change, Goal, Reading, Standing};
use super::rounds::Pause;
use super::timeline::DAYS_COUNTED;
use super::{Cause, Start};
use crate::calendar::Calendar;
use crate::case::Triage;
use crate::clock_words::weekday_name;
use crate::region::Shift;

/// Moments closer together than this many days are told by the name of the day.
const DAYS_NAMED: i32 = 7;
/// So many holidays are named; more are counted.
const HOLIDAYS_NAMED: usize = 3;

impl Reading {
    /// The sum in one sentence: `Received Friday 18:40; we promise 2 hours 40 minutes; our hours are weekdays 9 to 17,
    /// without 25 December; so by Monday 11:40.`
    pub fn explain(&self, calendar: &Calendar, now: Timestamp) -> String {
        let tell = Teller::of(self, calendar.zone(), now);
        let mut parts = vec![format!("{} {}", started(self.clock.start), tell.moment(self.start))];
        parts.push(match self.goal {
            Goal::Within(target) => format!("we promise {}", promised(target)),
            Goal::OnDay(day) => format!("we promise to ask by the end of {}", tell.day(day)),
        });
        if self.counts_our_hours() {
            parts.push(format!("our hours are {}{}", hours_in_words(calendar), self.without(calendar)));
            parts.extend(self.unknown_year(calendar));
        }
        parts.extend(self.change.map(|change| changed(change, &tell)));
        parts.extend(self.pauses.iter().map(|pause| paused(*pause, &tell)));
        parts.push(self.end(&tell));
        parts.join("; ") + "."
    }

    fn counts_our_hours(&self) -> bool {
        match self.goal {
            Goal::Within(target) => !matches!(target.within, Within::Minutes(_)),
            Goal::OnDay(_) => true,
        }
    }

    fn end(&self, tell: &Teller<'_>) -> String {
        let Some(due) = self.due else {
            return "so there is no time: by our calendar nobody is ever there".to_owned();
        };
        let by = tell.moment(due);
        match self.standing {
            Standing::Running | Standing::Warned(_) => format!("so by {by}"),
            Standing::Paused { .. } => format!("so by {by}, if it went on now"),
            Standing::Late => format!("so by {by}, and that has passed"),
            Standing::Met { at, in_time: true, .. } => {
                format!("so by {by}; done {}, in time", tell.moment(at))
            }
            Standing::Met { at, .. } => format!("so by {by}; done {}, too late", tell.moment(at)),
            Standing::Ended { at, was_late: false } => format!("so by {by}; it ended {}", tell.moment(at)),
            Standing::Ended { at, .. } => format!("so by {by}; it ended {}, too late", tell.moment(at)),
        }
    }

    /// A sum over a year whose holidays are not in the pack may be wrong, and says so.
    fn unknown_year(&self, calendar: &Calendar) -> Option<String> {
        let last = calendar.zone().to_datetime(self.due?).date();
        let is_unknown = !calendar.knows_year_of(last);
        is_unknown.then(|| format!("the public holidays of {} are not known yet", last.year()))
    }

    /// The holidays that were left out on the way.
    fn without(&self, calendar: &Calendar) -> String {
        let Some(due) = self.due else { return String::new() };
        let date = |at| calendar.zone().to_datetime(at).date();
        let (first, last) = (date(self.start), date(due));
        let days = (0..i64::from(DAYS_COUNTED)).map_while(|days| first.checked_add(days.days()).ok());
        let is_left_out =
            |day: &Date| calendar.holiday(*day).is_some() && calendar.hours().shift(day.weekday()).is_some();
        let left_out: Vec<_> = days
            .take_while(|day| *day <= last)
            .filter(is_left_out)
            .map(|day| day.strftime("%-d %B").to_string())
            .collect();
        match left_out.as_slice() {
            [] => String::new(),
            [one] => format!(", without {one}"),
            many if many.len() > HOLIDAYS_NAMED => format!(", without {} public holidays", many.len()),
            [first @ .., last] => format!(", without {} and {last}", first.join(", ")),
        }
    }
}

/// Tells moments of one sentence, all in the same way.
struct Teller<'a> {
    zone: &'a TimeZone,
    today: Date,
    days_are_named: bool,
}

impl<'a> Teller<'a> {
    fn of(reading: &Reading, zone: &'a TimeZone, now: Timestamp) -> Self {
        let date = |at| zone.to_datetime(at).date();
        let ends = match reading.standing {
            Standing::Met { at, .. } | Standing::Ended { at, .. } => Some(at),
            _ => None,
        };
        let told: Vec<_> =
            [Some(reading.start), reading.due, ends, Some(now)].into_iter().flatten().map(date).collect();
        let (first, last) = (told.iter().min(), told.iter().max());
        let days = first
            .zip(last)
            .map_or(i32::MAX, |(first, last)| first.until(*last).map_or(i32::MAX, |span| span.get_days()));
        Self { zone, today: date(now), days_are_named: days < DAYS_NAMED }
    }

    /// `Friday 18:40`, `Friday 2 January 18:40`, `Friday 2 January 2026 18:40`
    fn moment(&self, at: Timestamp) -> String {
        let at = self.zone.to_datetime(at);
        format!("{} {:02}:{:02}", self.day(at.date()), at.hour(), at.minute())
    }

    fn day(&self, day: Date) -> String {
        let name = weekday_name(day.weekday());
        if self.days_are_named {
            name.to_owned()
        } else if day.year() == self.today.year() {
            format!("{name} {}", day.strftime("%-d %B"))
        } else {
            format!("{name} {}", day.strftime("%-d %B %Y"))
        }
    }
}

fn started(start: Start) -> &'static str {
    match start {
        Start::Received => "Received",
        Start::LastWord => "Last heard from us",
        Start::PackDecided => "Decided",
        Start::Triaged => "First judged",
    }
}

fn promised(target: Target) -> String {
    let within = match target.within {
        Within::Minutes(minutes) => format!("{}, day and night", length(minutes)),
        Within::OpenMinutes(minutes) => length(minutes),
        Within::OpenDays(0) => "the same day".to_owned(),
        Within::OpenDays(1) => "1 working day".to_owned(),
        Within::OpenDays(days) => format!("{days} working days"),
    };
    match target.at_most_hours {
        Some(hours) => format!("{within}, and {} at most", length(u32::from(hours) * 60)),
        None => within,
    }
}

fn length(minutes: u32) -> String {
    let many = |count: u32, unit: &str| match count {
        1 => format!("1 {unit}"),
        count => format!("{count} {unit}s"),
    };
    match (minutes / 60, minutes % 60) {
        (0, minutes) => many(minutes, "minute"),
        (hours, 0) => many(hours, "hour"),
        (hours, minutes) => format!("{} {}", many(hours, "hour"), many(minutes, "minute")),
    }
}

fn changed(change: Change, tell: &Teller<'_>) -> String {
    format!(
        "counted anew from the start {}, when it went from {} to {}",
        tell.moment(change.at),
        triage(change.from),
        triage(change.to)
    )
}

fn triage(triage: Triage) -> String {
    format!("{} {}", triage.class.name().replace('_', " "), triage.severity.name().to_uppercase())
}

fn paused(pause: Pause, tell: &Teller<'_>) -> String {
    let why = match pause.cause {
        Cause::Reporter => "the reporter's answer was awaited",
        Cause::ThirdParty => "somebody else's answer was awaited",
        Cause::Consent => "the reporter had not said yes",
        Cause::Finished => "the case was finished",
    };
    match pause.until {
        Some(until) => {
            format!("it stood still from {} to {} while {why}", tell.moment(pause.from), tell.moment(until))
        }
        None => format!("it stands still since {} while {why}", tell.moment(pause.from)),
    }
}

/// The hours of a centre: `weekdays 9 to 17`, `Monday to Thursday 8 to 18, Friday 8 to 16:30`.
pub fn hours_in_words(calendar: &Calendar) -> String {
    let mut runs: Vec<(Weekday, Weekday, Shift)> = Vec::new();
    for (day, shift) in calendar.hours().days() {
        let Some(shift) = shift else { continue };
        match runs.last_mut() {
            Some((_, last, same)) if *same == shift && last.next() == day => *last = day,
            _ => runs.push((day, day, shift)),
        }
    }
    let told: Vec<_> =
        runs.into_iter().map(|(from, to, shift)| format!("{} {}", days(from, to), times(shift))).collect();
    if told.is_empty() { "never".to_owned() } else { told.join(", ") }
}

fn days(from: Weekday, to: Weekday) -> String {
    match (from, to) {
        (Weekday::Monday, Weekday::Sunday) => "every day".to_owned(),
        (Weekday::Monday, Weekday::Friday) => "weekdays".to_owned(),
        (from, to) if from == to => weekday_name(from).to_owned(),
        (from, to) => format!("{} to {}", weekday_name(from), weekday_name(to)),
    }
}

fn times(shift: Shift) -> String {
    let time = |minutes: u16| match (minutes / 60, minutes % 60) {
        (hour, 0) => hour.to_string(),
        (hour, minute) => format!("{hour}:{minute:02}"),
    };
    format!("{} to {}", time(shift.from), time(shift.until))
}
