//! When a domain is looked at next.

use jiff::SignedDuration;
use terms::{AssetId, Timestamp};

/// The night begins at this hour of the day (UTC) and the looks are spread over it.
const NIGHT_BEGINS: i64 = 21;
/// How long the night is, in seconds.
const NIGHT: i64 = 8 * 3_600;
/// A domain that was looked at less than this before its place in the night waits for the next.
const SOON: SignedDuration = SignedDuration::from_hours(6);
const SECONDS_OF_A_DAY: i64 = 86_400;

/// When a domain is looked at next: at its own place in the next night, which follows from its
/// id, so that the looks of a whole city are spread evenly.
pub fn next_night(asset: AssetId, now: Timestamp) -> Timestamp {
    let place = i64::try_from(asset.0.as_u128() % u128::from(NIGHT.unsigned_abs())).unwrap_or(0);
    let day = now.as_second().div_euclid(SECONDS_OF_A_DAY) * SECONDS_OF_A_DAY;
    let tonight = day + NIGHT_BEGINS * 3_600 + place;
    let earliest = now.as_second() + SOON.as_secs();
    let nights = (-1..=2).map(|days| tonight + days * SECONDS_OF_A_DAY);
    let next = nights.into_iter().find(|night| *night > earliest);
    let next = next.unwrap_or(tonight + 2 * SECONDS_OF_A_DAY);
    Timestamp::from_second(next).unwrap_or(now + SignedDuration::from_hours(24))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn looks_are_spread_over_the_night_and_come_back_every_night() {
        for number in [0_u128, 1, 28_799, 28_800, u128::MAX] {
            let asset: AssetId = format!("{number:032x}").parse().unwrap();
            let next = next_night(asset, at("2026-03-10T14:00:00Z"));
            assert!((6..16).contains(&next.duration_since(at("2026-03-10T14:00:00Z")).as_hours()), "{next}");
            assert_eq!(next_night(asset, next).duration_since(next).as_hours(), 24);
        }
    }
}
