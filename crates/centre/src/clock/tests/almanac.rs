//! The model's own almanac: days counted by hand, the clock changes from their rule, the holidays from the text of the
//! pack, and the doors of a desk step by step. A step has five minutes.

use std::sync::OnceLock;

use terms::Timestamp;

/// Steps in an hour and in a day.
pub(super) const HOUR: i64 = 12;
pub(super) const DAY: i64 = 24 * HOUR;
/// The first step of the tables: 1 January 2024, a Monday; and how many days they have.
const FIRST_DAY: i64 = days_from_civil(2024, 1, 1);
const DAYS: i64 = 5 * 366;
/// Days since 1 January 1970 (Hinnant's sum).
pub(super) const fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let y = if month <= 2 { year - 1 } else { year };
    let era = y.div_euclid(400);
    let of_era = y - era * 400;
    let of_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// 0 is Monday: 1 January 1970 was a Thursday.
fn weekday(day: i64) -> usize {
    usize::try_from((day + 3).rem_euclid(7)).unwrap()
}

fn last_sunday(year: i64, month: i64) -> i64 {
    let mut day = days_from_civil(year, month, 31);
    while weekday(day) != 6 {
        day -= 1;
    }
    day
}

/// Summer time is from the last Sunday of March, 01:00 UTC, to the last Sunday of October, 01:00 UTC.
fn is_summer(tick: i64) -> bool {
    (2024..2030)
        .any(|year| (last_sunday(year, 3) * DAY + HOUR..last_sunday(year, 10) * DAY + HOUR).contains(&tick))
}

fn local(tick: i64) -> i64 {
    static SUMMER: OnceLock<Vec<bool>> = OnceLock::new();
    let hours =
        SUMMER.get_or_init(|| (0..DAYS * 24).map(|hour| is_summer(FIRST_DAY * DAY + hour * HOUR)).collect());
    let hour = usize::try_from((tick - FIRST_DAY * DAY) / HOUR).unwrap();
    tick + if hours[hour] { HOUR } else { 0 }
}

pub(super) fn tick(moment: Timestamp) -> i64 {
    moment.as_second().div_euclid(300)
}

pub(super) fn moment(tick: i64) -> Timestamp {
    Timestamp::from_second(tick * 300).unwrap()
}

pub(super) fn local_day(tick: i64) -> i64 {
    local(tick).div_euclid(DAY)
}

fn is_holiday(day: i64) -> bool {
    static HOLIDAYS: OnceLock<Vec<i64>> = OnceLock::new();
    let known = HOLIDAYS.get_or_init(|| {
        let text = include_str!("../../../../../regions/london/holidays.csv");
        let days = text.lines().skip(1).map(|line| {
            let mut numbers = line[..10].split('-').map(|part| part.parse::<i64>().unwrap());
            let mut next = || numbers.next().unwrap();
            days_from_civil(next(), next(), next())
        });
        days.collect()
    });
    known.contains(&day)
}

pub(super) fn is_working_day(day: i64) -> bool {
    weekday(day) < 5 && !is_holiday(day)
}

/// Hours of a week: from and until in minutes after midnight, for each day.
pub(super) type Hours = [Option<(i64, i64)>; 7];

/// Steps in which somebody is there, and whether the doors close at a step's end.
pub(super) struct Doors {
    open: Vec<(bool, bool)>,
}

impl Doors {
    pub(super) fn of(hours: &Hours) -> Self {
        let first = FIRST_DAY * DAY;
        let steps = (0..DAYS * DAY - DAY).map(|step| {
            let wall = local(first + step);
            let (day, minute) = (wall.div_euclid(DAY), wall.rem_euclid(DAY) * 5);
            let shift = hours[weekday(day)].filter(|_| !is_holiday(day));
            let is_open = shift.is_some_and(|(from, until)| (from..until).contains(&minute));
            (is_open, is_open && shift.is_some_and(|(_, until)| minute + 5 == until))
        });
        Self { open: steps.collect() }
    }

    pub(super) fn at(&self, tick: i64) -> (bool, bool) {
        self.open[usize::try_from(tick - FIRST_DAY * DAY).unwrap()]
    }
}
