//! Merging covers a case and changes nothing below.

use proptest::prelude::*;

use super::histories::{history, throws};
use super::*;
use crate::case::{Stage, State};
use crate::clock::{Kind, Policy, Standing, clocks};

fn without_merging(events: Vec<Event>) -> Vec<Event> {
    let is_merging = |deed: &Deed| matches!(deed, Deed::MergedInto { .. } | Deed::Unmerged { .. });
    events.into_iter().filter(|event| !is_merging(&event.deed)).collect()
}

fn covered(events: &[Event], from: usize, until: usize) -> Vec<Event> {
    let by = officer(2);
    let mut with = events.to_vec();
    let moment = |place: usize| with[..place].last().map_or(with[0].at, |event| event.at);
    let (first, last) = (moment(from), moment(until));
    with.insert(until, Event { at: last, by: by.clone(), deed: unmerged() });
    with.insert(from, Event { at: first, by, deed: merged(9) });
    with
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn a_case_that_was_unmerged_is_as_if_it_had_never_been_merged(
        throws in throws(),
        ends in (any::<prop::sample::Index>(), any::<prop::sample::Index>()),
    ) {
        let plain = without_merging(history(at("2026-03-26T08:00:00Z"), &throws));
        let (a, b) = (ends.0.index(plain.len()) + 1, ends.1.index(plain.len()) + 1);
        let merged = covered(&plain, a.min(b), a.max(b));
        prop_assert_eq!(Case::after(&merged), Case::after(&plain));
        let policy = Policy::proposed();
        let now = at("2026-04-20T12:00:00Z");
        prop_assert_eq!(
            clocks(&merged, &policy, calendar(), now),
            clocks(&plain, &policy, calendar(), now)
        );
        // Both the merging and the unmerging stay in the history.
        prop_assert_eq!(merged.len(), plain.len() + 2);
    }

    #[test]
    fn while_merged_no_clock_runs(throws in throws()) {
        let mut events = history(at("2026-10-22T08:00:00Z"), &throws);
        let last = events.last().unwrap().at;
        events.push(Event { at: last, by: officer(1), deed: merged(9) });
        for reading in clocks(&events, &Policy::proposed(), calendar(), at("2026-12-01T09:00:00Z")) {
            prop_assert!(!reading.is_open(), "{reading:?}");
        }
    }
}

#[test]
fn the_stage_is_there_again_after_the_cover_is_taken_off() {
    let begin = [
        ("2026-01-05T09:00:00Z", reporter(), received(Class::Urgent, Severity::P2)),
        ("2026-01-05T09:01:00Z", officer(1), triaged(Class::Urgent, Severity::P2)),
        ("2026-01-05T09:02:00Z", officer(1), Deed::Taken {}),
        ("2026-01-05T09:03:00Z", officer(1), waiting()),
        ("2026-01-05T09:10:00Z", officer(2), merged(9)),
    ];
    let mut case = lived(begin);
    assert_eq!(case.state(), State::DuplicateOf(case_id(9)));
    for (moment, by, deed) in
        [("2026-01-05T10:00:00Z", reporter(), message_in()), ("2026-01-06T10:00:00Z", officer(2), unmerged())]
    {
        case.step(&Event { at: at(moment), by, deed });
    }
    // The reporter answered meanwhile: that is not lost.
    assert_eq!(case.state(), State::At(Stage::InProgress));
    assert_eq!(case.held_by(), Some(person(1)));
}

#[test]
fn a_merged_case_no_longer_presses() {
    let events = story([
        ("2026-01-05T09:00:00Z", reporter(), received(Class::Urgent, Severity::P2)),
        ("2026-01-05T09:10:00Z", officer(2), merged(9)),
    ]);
    let readings = clocks(&events, &Policy::proposed(), calendar(), at("2026-01-09T09:00:00Z"));
    let human = readings.iter().find(|reading| reading.clock.kind == Kind::Human).unwrap();
    assert_eq!(human.standing, Standing::Ended { at: at("2026-01-05T09:10:00Z"), was_late: false });
}
