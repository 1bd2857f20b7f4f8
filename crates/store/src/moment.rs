//! How a moment is stored: whole microseconds since 1970, as one integer.
//!
//! Text timestamps print the fraction of a second only when there is one, so `…:00.5Z` sorts before
//! `…:00Z`; an integer sorts as time does on both databases, and reads back exactly.

use jiff::tz::TimeZone;
use sqlx::encode::IsNull;
use sqlx::error::BoxDynError;
use sqlx::{Database, Decode, Encode, Type};
use terms::Timestamp;

/// A moment as a column: microseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Moment(pub(crate) i64);

// By hand: sqlx's macros would have both databases' drivers built a second time, for the compiler.
impl<DB: Database> Type<DB> for Moment
where
    i64: Type<DB>,
{
    fn type_info() -> DB::TypeInfo {
        <i64 as Type<DB>>::type_info()
    }

    fn compatible(of: &DB::TypeInfo) -> bool {
        <i64 as Type<DB>>::compatible(of)
    }
}

impl<'q, DB: Database> Encode<'q, DB> for Moment
where
    i64: Encode<'q, DB>,
{
    fn encode_by_ref(&self, to: &mut DB::ArgumentBuffer) -> Result<IsNull, BoxDynError> {
        self.0.encode_by_ref(to)
    }
}

impl<'r, DB: Database> Decode<'r, DB> for Moment
where
    i64: Decode<'r, DB>,
{
    fn decode(value: DB::ValueRef<'r>) -> Result<Self, BoxDynError> {
        i64::decode(value).map(Self)
    }
}

impl From<Timestamp> for Moment {
    fn from(at: Timestamp) -> Self {
        Self(at.as_microsecond())
    }
}

impl Moment {
    /// The moment as the house's time. A number out of range, which no program wrote, becomes the nearest end.
    pub(crate) fn timestamp(self) -> Timestamp {
        let nearest = if self.0 < 0 { Timestamp::MIN } else { Timestamp::MAX };
        Timestamp::from_microsecond(self.0).unwrap_or(nearest)
    }
}

/// The moment `by` after `at`; at the end of time it stays there.
pub(crate) fn later(at: Timestamp, by: jiff::SignedDuration) -> Timestamp {
    at.saturating_add(by).unwrap_or(at)
}

/// The moment `by` before `at`.
pub(crate) fn earlier(at: Timestamp, by: jiff::SignedDuration) -> Timestamp {
    at.saturating_sub(by).unwrap_or(at)
}

/// A moment of which only the day may be kept: noon of that day, by the centre's own calendar.
pub(crate) fn only_the_day(at: Timestamp, zone: &TimeZone) -> Timestamp {
    let noon = at.to_zoned(zone.clone()).date().at(12, 0, 0, 0);
    noon.to_zoned(zone.clone()).map_or(at, |noon| noon.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_sort_within_one_second_and_read_back() {
        let half: Timestamp = "2026-11-21T10:00:00.5Z".parse().unwrap();
        let full: Timestamp = "2026-11-21T10:00:00Z".parse().unwrap();
        assert!(Moment::from(full) < Moment::from(half));
        assert_eq!(Moment::from(half).timestamp(), half);
        assert_eq!(Moment(i64::MAX).timestamp(), Timestamp::MAX);
    }

    #[test]
    fn of_a_day_only_the_day_is_left() {
        let london = TimeZone::get("Europe/London").unwrap();
        for (at, noon) in [
            ("2026-06-02T23:30:00Z", "2026-06-03T11:00:00Z"),
            ("2026-06-03T22:59:59Z", "2026-06-03T11:00:00Z"),
            ("2026-11-21T00:00:00Z", "2026-11-21T12:00:00Z"),
        ] {
            assert_eq!(only_the_day(at.parse().unwrap(), &london), noon.parse().unwrap(), "{at}");
        }
    }
}
