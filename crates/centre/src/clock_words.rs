//! Moments in words, on the clock of the place: "today at 10:05", "in 3 days".
//!
//! Each value keeps its parts, so that pages in other languages can say it their own way;
//! printed, it is English for the middle of a sentence.

use std::fmt;

use jiff::civil::{Date, Time, Weekday};
use jiff::tz::TimeZone;
use terms::Timestamp;

/// Within so many days ahead the name of the day is enough.
const DAYS_NAMED: i32 = 6;

/// A day as seen from another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Day {
    /// The day before.
    Yesterday,
    /// The same.
    Today,
    /// The day after.
    Tomorrow,
    /// One of the next six days.
    Weekday(Weekday),
    /// Any other, in the same year.
    Date(Date),
    /// Any other, in another year.
    DateOfYear(Date),
}

impl Day {
    /// How `day` is called on the day `today`.
    pub fn of(day: Date, today: Date) -> Self {
        match days_between(today, day) {
            -1 => Self::Yesterday,
            0 => Self::Today,
            1 => Self::Tomorrow,
            2..=DAYS_NAMED => Self::Weekday(day.weekday()),
            _ if day.year() == today.year() => Self::Date(day),
            _ => Self::DateOfYear(day),
        }
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Yesterday => f.write_str("yesterday"),
            Self::Today => f.write_str("today"),
            Self::Tomorrow => f.write_str("tomorrow"),
            Self::Weekday(day) => write!(f, "on {}", weekday_name(*day)),
            Self::Date(date) => write!(f, "on {} {}", weekday_name(date.weekday()), date.strftime("%-d %B")),
            Self::DateOfYear(date) => write!(f, "on {}", date.strftime("%-d %B %Y")),
        }
    }
}

/// The English name of a day of the week.
pub fn weekday_name(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "Monday",
        Weekday::Tuesday => "Tuesday",
        Weekday::Wednesday => "Wednesday",
        Weekday::Thursday => "Thursday",
        Weekday::Friday => "Friday",
        Weekday::Saturday => "Saturday",
        Weekday::Sunday => "Sunday",
    }
}

/// Days from one date to another; minus before.
fn days_between(from: Date, to: Date) -> i32 {
    from.until(to).map_or(i32::MAX, |span| span.get_days())
}

/// A moment on the clock of a place, as seen from now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// The day.
    pub day: Day,
    /// The time on the wall clock.
    pub time: Time,
}

impl Moment {
    /// The moment `at`, as it is said at `now` in the place of `zone`.
    pub fn of(at: Timestamp, now: Timestamp, zone: &TimeZone) -> Self {
        let (at, now) = (zone.to_datetime(at), zone.to_datetime(now));
        Self { day: Day::of(at.date(), now.date()), time: at.time() }
    }
}

/// `today at 10:05`
impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at {:02}:{:02}", self.day, self.time.hour(), self.time.minute())
    }
}

/// A distance in time, told in one unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Distance {
    /// Less than a minute either way.
    Now,
    /// In this many minutes; minus: ago.
    Minutes(i64),
    /// In this many hours.
    Hours(i64),
    /// In this many days by the calendar.
    Days(i64),
}

impl Distance {
    /// How far `at` is from `now`: minutes up to an hour, hours within the same or the next
    /// 24, then days as a calendar counts them (from late Monday to early Wednesday is 2).
    /// Hours and minutes are cut, never rounded up: a deadline is not farther than it is.
    pub fn of(at: Timestamp, now: Timestamp, zone: &TimeZone) -> Self {
        let minutes = at.duration_since(now).as_mins();
        match minutes.abs() {
            0 => Self::Now,
            1..60 => Self::Minutes(minutes),
            60..1440 => Self::Hours(minutes / 60),
            _ => {
                let (at, now) = (zone.to_datetime(at), zone.to_datetime(now));
                Self::Days(i64::from(days_between(now.date(), at.date())))
            }
        }
    }
}

/// `in 3 days`, `2 hours ago`
impl fmt::Display for Distance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (number, unit) = match self {
            Self::Now => return f.write_str("now"),
            Self::Minutes(n) => (*n, "minute"),
            Self::Hours(n) => (*n, "hour"),
            Self::Days(n) => (*n, "day"),
        };
        let many = if number.abs() == 1 { "" } else { "s" };
        if number < 0 {
            write!(f, "{} {unit}{many} ago", number.unsigned_abs())
        } else {
            write!(f, "in {number} {unit}{many}")
        }
    }
}

/// A date as people write it: `5 January 2026`.
pub fn date_in_words(date: Date) -> String {
    date.strftime("%-d %B %Y").to_string()
}

/// The day and time of a moment in full, for records: `5 January 2026, 09:00`.
pub fn moment_in_full(at: Timestamp, zone: &TimeZone) -> String {
    zone.to_datetime(at).strftime("%-d %B %Y, %H:%M").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn london() -> TimeZone {
        TimeZone::get("Europe/London").unwrap()
    }

    fn said(at: &str, now: &str) -> (String, String) {
        let (at, now) = (at.parse().unwrap(), now.parse().unwrap());
        (Moment::of(at, now, &london()).to_string(), Distance::of(at, now, &london()).to_string())
    }

    fn check(at: &str, now: &str, moment: &str, distance: &str) {
        assert_eq!(said(at, now), (moment.to_owned(), distance.to_owned()), "{at} seen at {now}");
    }

    #[test]
    fn near_moments_are_told_by_the_day() {
        let now = "2026-01-05T09:30:00Z"; // a Monday
        check("2026-01-05T10:05:00Z", now, "today at 10:05", "in 35 minutes");
        check("2026-01-05T09:30:59Z", now, "today at 09:30", "now");
        check("2026-01-05T07:20:00Z", now, "today at 07:20", "2 hours ago");
        check("2026-01-06T09:00:00Z", now, "tomorrow at 09:00", "in 23 hours");
        check("2026-01-04T09:00:00Z", now, "yesterday at 09:00", "1 day ago");
        check("2026-01-08T09:00:00Z", now, "on Thursday at 09:00", "in 3 days");
        check("2026-01-11T09:00:00Z", now, "on Sunday at 09:00", "in 6 days");
        check("2026-01-12T09:00:00Z", now, "on Monday 12 January at 09:00", "in 7 days");
        check("2025-12-31T09:00:00Z", now, "on 31 December 2025 at 09:00", "5 days ago");
    }

    #[test]
    fn the_clock_is_that_of_the_place_on_both_sides_of_a_change() {
        // 29 March 2026, 01:00 UTC: London's clocks go forward.
        check("2026-03-29T00:59:00Z", "2026-03-29T00:30:00Z", "today at 00:59", "in 29 minutes");
        check("2026-03-29T01:00:00Z", "2026-03-29T00:30:00Z", "today at 02:00", "in 30 minutes");
        // 25 October 2026, 01:00 UTC: they go back, and 01:30 comes twice.
        check("2026-10-25T00:30:00Z", "2026-10-25T00:00:00Z", "today at 01:30", "in 30 minutes");
        check("2026-10-25T01:30:00Z", "2026-10-25T00:30:00Z", "today at 01:30", "in 1 hour");
        // Half an hour before midnight UTC in summer is the next day in London.
        check("2026-07-01T23:30:00Z", "2026-07-01T12:00:00Z", "tomorrow at 00:30", "in 11 hours");
    }

    #[test]
    fn days_are_counted_by_the_calendar() {
        check("2026-01-07T08:00:00Z", "2026-01-05T23:00:00Z", "on Wednesday at 08:00", "in 2 days");
        // The week in which the clocks change is a week.
        check("2026-04-01T09:00:00Z", "2026-03-25T10:00:00Z", "on Wednesday 1 April at 10:00", "in 7 days");
    }

    #[test]
    fn dates_for_records_are_written_in_full() {
        assert_eq!(date_in_words(jiff::civil::date(2026, 1, 5)), "5 January 2026");
        assert_eq!(moment_in_full("2026-06-01T08:00:00Z".parse().unwrap(), &london()), "1 June 2026, 09:00");
    }
}
