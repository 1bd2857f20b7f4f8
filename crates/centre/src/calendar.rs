//! When somebody is there: opening hours and public holidays on the clock of the place.

use jiff::ToSpan;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use terms::Timestamp;

use crate::clock_words::Moment;
use crate::region::{Holiday, Region, Shift, WeekHours};

/// How far ahead an opening is looked for, in days. No centre is closed for two months.
const DAYS_LOOKED_AHEAD: i32 = 62;

/// Whether somebody is there now, ready to be said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Opening {
    /// Somebody is there.
    Open {
        /// Until then.
        until: Timestamp,
        /// The same in words, as seen from now.
        until_in_words: Moment,
    },
    /// Nobody is there.
    Closed {
        /// The holiday that it is today, if it is one.
        holiday: Option<String>,
        /// When somebody is there again; `None` when the pack knows no opening.
        opens: Option<(Timestamp, Moment)>,
    },
}

/// Hours, holidays and the clock of one place.
#[derive(Debug, Clone)]
pub struct Calendar {
    zone: TimeZone,
    hours: WeekHours,
    holidays: Vec<Holiday>,
}

impl Calendar {
    /// The calendar of a region's centre.
    pub fn of(region: &Region) -> Self {
        Self { zone: region.time_zone.clone(), hours: region.hours, holidays: region.holidays.clone() }
    }

    /// A calendar of its own: for a desk with other hours than the centre, and for tests.
    pub fn new(zone: TimeZone, hours: WeekHours, holidays: Vec<Holiday>) -> Self {
        Self { zone, hours, holidays }
    }

    /// The clock on the wall there.
    pub fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// The hours of a week without holidays.
    pub fn hours(&self) -> &WeekHours {
        &self.hours
    }

    /// The first moment after a day by the clock on the wall.
    pub fn end_of(&self, day: Date) -> Option<Timestamp> {
        self.zone.to_ambiguous_timestamp(day.tomorrow().ok()?.to_datetime(Time::midnight())).compatible().ok()
    }

    /// The public holiday on a day.
    pub fn holiday(&self, day: Date) -> Option<&Holiday> {
        self.holidays.iter().find(|h| h.date == day)
    }

    /// Whether people work on a day: a weekday that is no public holiday. Duties with working
    /// days count these, whatever hours the centre keeps.
    pub fn is_working_day(&self, day: Date) -> bool {
        let is_weekend =
            matches!(day.weekday(), jiff::civil::Weekday::Saturday | jiff::civil::Weekday::Sunday);
        !is_weekend && self.holiday(day).is_none()
    }

    /// The day that is so many working days after this one; the day itself does not count. Where the calendar ends,
    /// the last day that it has.
    pub fn after_working_days(&self, day: Date, count: u16) -> Date {
        let (mut day, mut left) = (day, count);
        while left > 0 {
            let Ok(next) = day.tomorrow() else { return day };
            day = next;
            left -= u16::from(self.is_working_day(day));
        }
        day
    }

    /// Whether the holidays of this day's year are known. When not, opening hours and working
    /// days may be wrong, and the pack needs new ones.
    pub fn knows_year_of(&self, day: Date) -> bool {
        self.holidays.iter().any(|h| h.date.year() == day.year())
    }

    /// Whether somebody is there at `now`.
    pub fn is_open(&self, now: Timestamp) -> bool {
        let today = self.zone.to_datetime(now).date();
        self.opening_of(today).is_some_and(|(from, until)| (from..until).contains(&now))
    }

    /// When somebody is there next after `now`; `None` when the hours know no opening.
    pub fn opens_next(&self, now: Timestamp) -> Option<Timestamp> {
        let mut day = self.zone.to_datetime(now).date();
        for _ in 0..DAYS_LOOKED_AHEAD {
            if let Some((from, _)) = self.opening_of(day).filter(|(from, _)| *from > now) {
                return Some(from);
            }
            day = day.tomorrow().ok()?;
        }
        None
    }

    /// How things are at `now`, ready to be said.
    pub fn opening(&self, now: Timestamp) -> Opening {
        let today = self.zone.to_datetime(now).date();
        match self.opening_of(today).filter(|(from, until)| (*from..*until).contains(&now)) {
            Some((_, until)) => Opening::Open { until, until_in_words: Moment::of(until, now, &self.zone) },
            None => Opening::Closed {
                holiday: self.holiday(today).map(|h| h.name.clone()),
                opens: self.opens_next(now).map(|at| (at, Moment::of(at, now, &self.zone))),
            },
        }
    }

    /// From when to when somebody is there on a day; `None` when nobody is.
    pub fn opening_of(&self, day: Date) -> Option<(Timestamp, Timestamp)> {
        let shift = self.shift_of(day)?;
        let at = |minutes: u16| -> Option<Timestamp> {
            let wall = wall_time(day, minutes)?;
            // A time that the change to summer skips is read an hour later; one that comes
            // twice is read as its first coming (RFC 5545, 3.3.5).
            self.zone.to_ambiguous_timestamp(wall).compatible().ok()
        };
        Some((at(shift.from)?, at(shift.until)?))
    }

    fn shift_of(&self, day: Date) -> Option<Shift> {
        if self.holiday(day).is_some() { None } else { self.hours.shift(day.weekday()) }
    }
}

fn wall_time(day: Date, minutes: u16) -> Option<DateTime> {
    day.to_datetime(Time::midnight()).checked_add(i64::from(minutes).minutes()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::region::tests::{london, testford};
    use jiff::civil::{Weekday, date};

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn next(calendar: &Calendar, now: &str) -> String {
        calendar.opens_next(at(now)).unwrap().to_string()
    }

    #[test]
    fn doors_open_and_close_on_the_minute() {
        let calendar = Calendar::of(&london()); // 08:00 to 18:00 on weekdays
        for (now, open) in [
            ("2026-01-05T07:59:59Z", false),
            ("2026-01-05T08:00:00Z", true),
            ("2026-01-05T17:59:59Z", true),
            ("2026-01-05T18:00:00Z", false),
            ("2026-01-04T12:00:00Z", false), // Sunday
            ("2026-04-03T12:00:00Z", false), // Good Friday
        ] {
            assert_eq!(calendar.is_open(at(now)), open, "{now}");
        }
    }

    #[test]
    fn the_next_opening_skips_nights_weekends_and_holidays() {
        let calendar = Calendar::of(&london());
        assert_eq!(next(&calendar, "2026-01-05T06:00:00Z"), "2026-01-05T08:00:00Z");
        assert_eq!(next(&calendar, "2026-01-05T08:00:00Z"), "2026-01-06T08:00:00Z");
        assert_eq!(next(&calendar, "2026-01-09T19:00:00Z"), "2026-01-12T08:00:00Z");
        // From Thursday evening over the four days of Easter.
        assert_eq!(next(&calendar, "2026-04-02T18:30:00Z"), "2026-04-07T07:00:00Z");
    }

    #[test]
    fn opening_hours_keep_to_the_wall_clock_across_both_changes() {
        let calendar = Calendar::of(&london());
        // Friday before the clocks go forward on 29 March 2026; Monday is summer time.
        assert!(calendar.is_open(at("2026-03-27T08:00:00Z")));
        assert!(!calendar.is_open(at("2026-03-27T07:30:00Z")));
        assert_eq!(next(&calendar, "2026-03-27T19:00:00Z"), "2026-03-30T07:00:00Z");
        assert!(calendar.is_open(at("2026-03-30T07:00:00Z")));
        assert!(!calendar.is_open(at("2026-03-30T17:00:00Z")));
        // Friday before they go back on 25 October 2026; Monday is winter time.
        assert!(calendar.is_open(at("2026-10-23T07:00:00Z")));
        assert_eq!(next(&calendar, "2026-10-23T18:00:00Z"), "2026-10-26T08:00:00Z");
        assert!(!calendar.is_open(at("2026-10-26T07:59:00Z")));
        assert!(calendar.is_open(at("2026-10-26T17:59:00Z")));
    }

    #[test]
    fn a_night_shift_lives_through_the_hour_that_is_skipped_or_comes_twice() {
        let always = WeekHours::on(&[Weekday::Saturday, Weekday::Sunday], Shift { from: 90, until: 24 * 60 });
        let calendar = Calendar { hours: always, ..Calendar::of(&testford()) };
        // 01:30 does not exist on 29 March 2026: doors open at 02:30 summer time.
        assert_eq!(next(&calendar, "2026-03-29T00:00:00Z"), "2026-03-29T01:30:00Z");
        // 01:30 comes twice on 25 October 2026: doors open at the first.
        assert_eq!(next(&calendar, "2026-10-24T23:30:00Z"), "2026-10-25T00:30:00Z");
        assert!(calendar.is_open(at("2026-10-25T01:15:00Z")));
        // Midnight is the end of the day by the wall clock.
        assert!(calendar.is_open(at("2026-10-25T23:59:59Z")));
        assert!(!calendar.is_open(at("2026-10-26T00:00:00Z")));
    }

    #[test]
    fn the_state_is_ready_to_be_said() {
        let calendar = Calendar::of(&london());
        let Opening::Open { until_in_words, .. } = calendar.opening(at("2026-01-05T09:00:00Z")) else {
            panic!("Monday morning is open")
        };
        assert_eq!(until_in_words.to_string(), "today at 18:00");
        let Opening::Closed { holiday, opens } = calendar.opening(at("2026-12-25T09:00:00Z")) else {
            panic!("Christmas Day is closed")
        };
        assert_eq!(holiday.as_deref(), Some("Christmas Day"));
        // Boxing Day is a Saturday, so Monday is its substitute.
        assert_eq!(opens.unwrap().1.to_string(), "on Tuesday at 08:00");
    }

    #[test]
    fn a_centre_that_never_opens_is_not_searched_for_ever() {
        let calendar = Calendar { hours: WeekHours::default(), ..Calendar::of(&testford()) };
        assert_eq!(calendar.opens_next(at("2026-01-05T09:00:00Z")), None);
        assert_eq!(
            calendar.opening(at("2026-01-05T09:00:00Z")),
            Opening::Closed { holiday: None, opens: None }
        );
    }

    #[test]
    fn working_days_leave_out_weekends_and_holidays() {
        let calendar = Calendar::of(&london());
        assert!(calendar.is_working_day(date(2026, 4, 2)));
        assert!(!calendar.is_working_day(date(2026, 4, 3)));
        assert!(!calendar.is_working_day(date(2026, 4, 4)));
        assert!(calendar.knows_year_of(date(2028, 5, 1)));
        assert!(!calendar.knows_year_of(date(2029, 5, 1)));
    }
}
