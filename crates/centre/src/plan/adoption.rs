//! Whether an action was done: said by the firm, seen by us, and still so half a year later.
//! What is said is never counted as seen.

use serde::{Deserialize, Serialize};
use terms::Timestamp;

/// From first seen to sustained, in days: one day-180 question apart.
pub const DAYS_UNTIL_SUSTAINED: i64 = 180;
const SECONDS_OF_A_DAY: i64 = 24 * 60 * 60;

/// What became known about an action, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "what", content = "at")]
pub enum AdoptionEvent {
    /// The firm said that it is done.
    SaidDone(Timestamp),
    /// The firm took that back.
    SaidNotDone(Timestamp),
    /// A look found it mended.
    SeenMended(Timestamp),
    /// A look found it again.
    SeenBack(Timestamp),
}

/// How far an action has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "state", content = "since")]
pub enum Adoption {
    /// Nothing is known.
    #[default]
    NotYet,
    /// The firm says that it is done, since then.
    Said(Timestamp),
    /// We saw it, without a break since then.
    Seen(Timestamp),
    /// We saw it [`DAYS_UNTIL_SUSTAINED`] days or more apart without a break; since the first.
    Sustained(Timestamp),
}

impl Adoption {
    /// The state after an event. Events come in the order of time; one older than the state
    /// changes nothing, so a late message cannot undo what was seen since.
    pub fn after(self, event: AdoptionEvent) -> Self {
        use AdoptionEvent::{SaidDone, SaidNotDone, SeenBack, SeenMended};
        match (self, event) {
            (Self::Said(since) | Self::Seen(since) | Self::Sustained(since), event) if event.at() < since => {
                self
            }
            (Self::NotYet, SaidDone(at)) => Self::Said(at),
            (Self::NotYet | Self::Said(_), SeenMended(at)) => Self::Seen(at),
            (Self::Seen(since), SeenMended(at)) if is_half_a_year(since, at) => Self::Sustained(since),
            (_, SeenBack(_)) | (Self::Said(_), SaidNotDone(_)) => Self::NotYet,
            // Our own eyes outweigh what is said; a second yes adds nothing.
            (state, SaidDone(_) | SaidNotDone(_) | SeenMended(_)) => state,
        }
    }

    /// The state after all events, in the order of time.
    pub fn of(events: impl IntoIterator<Item = AdoptionEvent>) -> Self {
        let mut events: Vec<_> = events.into_iter().collect();
        events.sort_by_key(AdoptionEvent::at);
        events.into_iter().fold(Self::NotYet, Self::after)
    }
}

impl AdoptionEvent {
    /// When it became known.
    pub fn at(&self) -> Timestamp {
        match self {
            Self::SaidDone(at) | Self::SaidNotDone(at) | Self::SeenMended(at) | Self::SeenBack(at) => *at,
        }
    }
}

fn is_half_a_year(since: Timestamp, at: Timestamp) -> bool {
    at.as_second() - since.as_second() >= DAYS_UNTIL_SUSTAINED * SECONDS_OF_A_DAY
}

#[cfg(test)]
mod tests {
    use super::*;
    use AdoptionEvent::{SaidDone, SaidNotDone, SeenBack, SeenMended};
    use proptest::prelude::*;

    fn day(n: i64) -> Timestamp {
        Timestamp::from_second(n * SECONDS_OF_A_DAY).unwrap()
    }

    #[test]
    fn said_becomes_seen_becomes_sustained() {
        assert_eq!(Adoption::of([]), Adoption::NotYet);
        assert_eq!(Adoption::of([SaidDone(day(1))]), Adoption::Said(day(1)));
        assert_eq!(Adoption::of([SaidDone(day(1)), SeenMended(day(2))]), Adoption::Seen(day(2)));
        let looks = [SeenMended(day(2)), SeenMended(day(100)), SeenMended(day(181))];
        assert_eq!(Adoption::of(looks), Adoption::Seen(day(2)));
        assert_eq!(
            Adoption::of(looks.into_iter().chain([SeenMended(day(182))])),
            Adoption::Sustained(day(2))
        );
    }

    #[test]
    fn what_comes_back_starts_again() {
        let story = [SeenMended(day(0)), SeenBack(day(90)), SeenMended(day(100)), SeenMended(day(200))];
        assert_eq!(Adoption::of(story), Adoption::Seen(day(100)));
        assert_eq!(
            Adoption::of([SeenMended(day(0)), SeenMended(day(180)), SeenBack(day(181))]),
            Adoption::NotYet
        );
        assert_eq!(Adoption::of([SaidDone(day(0)), SeenBack(day(1))]), Adoption::NotYet);
    }

    #[test]
    fn words_do_not_undo_what_was_seen() {
        assert_eq!(Adoption::of([SeenMended(day(0)), SaidNotDone(day(1))]), Adoption::Seen(day(0)));
        assert_eq!(Adoption::of([SaidDone(day(0)), SaidNotDone(day(1))]), Adoption::NotYet);
        assert_eq!(Adoption::of([SaidDone(day(0)), SaidDone(day(9))]), Adoption::Said(day(0)));
        assert_eq!(Adoption::Seen(day(5)).after(SeenBack(day(4))), Adoption::Seen(day(5)));
    }

    proptest! {
        #[test]
        fn nothing_is_sustained_that_was_only_said(days in proptest::collection::vec(0..1000_i64, 0..20)) {
            let said = days.iter().map(|d| SaidDone(day(*d)));
            prop_assert!(Adoption::of(said) <= Adoption::Said(day(1000)));
        }
    }
}
