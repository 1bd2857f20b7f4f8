//! A month of the calendar, in which a cohort is counted.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use terms::Timestamp;

/// A month: `2026-11`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month(Date);

/// The text is no month.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("write a month as year and month, for example 2026-11")]
pub struct MonthError;

impl Month {
    /// The month of a moment, on the clock of the place.
    pub fn of(at: Timestamp, time_zone: &TimeZone) -> Self {
        Self(time_zone.to_datetime(at).date().first_of_month())
    }

    /// The month before.
    #[must_use]
    pub fn before(self) -> Self {
        Self(self.0.yesterday().unwrap_or(self.0).first_of_month())
    }

    /// The month after.
    #[must_use]
    pub fn after(self) -> Self {
        Self(self.0.last_of_month().tomorrow().unwrap_or(self.0))
    }

    /// When it begins, on the clock of the place.
    pub fn begins(self, time_zone: &TimeZone) -> Timestamp {
        self.0.to_zoned(time_zone.clone()).map_or(Timestamp::MIN, |zoned| zoned.timestamp())
    }

    /// The month in words: `November 2026`.
    pub fn words(self) -> String {
        self.0.strftime("%B %Y").to_string()
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.strftime("%Y-%m"))
    }
}

impl FromStr for Month {
    type Err = MonthError;
    fn from_str(text: &str) -> Result<Self, MonthError> {
        let is_plain = text.len() == 7 && text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
        let date = is_plain.then(|| format!("{text}-01").parse::<Date>().ok()).flatten();
        date.map(Self).ok_or(MonthError)
    }
}

impl TryFrom<String> for Month {
    type Error = MonthError;
    fn try_from(text: String) -> Result<Self, MonthError> {
        text.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_that_of_the_place_and_has_neighbours() {
        let london = TimeZone::get("Europe/London").unwrap();
        // In summer, the clocks of London are an hour ahead.
        let month = Month::of("2026-07-31T23:30:00Z".parse().unwrap(), &london);
        assert_eq!(month.to_string(), "2026-08");
        assert_eq!(month.begins(&london).to_string(), "2026-07-31T23:00:00Z");
        assert_eq!(
            (month.before().to_string(), month.after().to_string()),
            ("2026-07".into(), "2026-09".into())
        );
        assert_eq!("2026-01".parse::<Month>().unwrap().before().to_string(), "2025-12");
        assert_eq!(month.words(), "August 2026");
        for bad in ["", "2026", "2026-13", "2026-1", "2026-11-01", "+026-11"] {
            assert_eq!(bad.parse::<Month>(), Err(MonthError), "{bad}");
        }
    }
}
