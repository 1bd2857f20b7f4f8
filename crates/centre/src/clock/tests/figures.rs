use jiff::SignedDuration;

use super::*;
use crate::case::tests::*;
use crate::case::{Class, Deed, Severity};
use crate::clock::{Figure, PolicyBook, Quarter, figures};

fn case_with(received_at: &str, words: &[&str]) -> Vec<Event> {
    let mut events = story([(received_at, reporter(), received(Class::Urgent, Severity::P2))]);
    for moment in words {
        events.extend(story([(*moment, officer(1), message_out())]));
    }
    events
}

fn quarter_of(day_text: &str, kind: Kind, cases: &[Vec<Event>]) -> Figure {
    let book = PolicyBook::new(vec![Policy::proposed()]).unwrap();
    let told = figures(cases.iter().map(Vec::as_slice), &book, &nine_to_five(), Quarter::of(day(day_text)));
    told.into_iter().find(|figure| figure.kind == kind).unwrap()
}

#[test]
fn a_quarter_counts_what_was_kept_and_what_was_not() {
    let mut dropped = case_with("2026-02-02T09:00:00Z", &[]);
    dropped.extend(story([("2026-02-02T09:30:00Z", officer(1), merged(9))]));
    let cases = [
        case_with("2026-02-02T09:00:00Z", &["2026-02-02T09:20:00Z"]),
        case_with("2026-02-02T09:00:00Z", &["2026-02-02T10:00:00Z"]),
        case_with("2026-02-02T09:00:00Z", &["2026-02-02T15:00:00Z"]), // four hours too late
        case_with("2026-02-02T09:00:00Z", &[]),                       // never
        dropped,
    ];
    let human = quarter_of("2026-01-15", Kind::Human, &cases);
    assert_eq!((human.in_time, human.late, human.ended, human.left_out), (2, 2, 1, 0));
    assert_eq!(human.percent(), Some(50));
    assert_eq!(human.median, Some(SignedDuration::from_mins(20)));
    let before = quarter_of("2025-12-31", Kind::Human, &cases);
    assert_eq!((before.in_time, before.late, before.percent()), (0, 0, None));
}

#[test]
fn what_runs_out_in_one_quarter_and_is_met_in_the_next_is_late_in_the_first() {
    // 30 June is a Tuesday. Two of our hours end on 30 June at 17:00 and on 1 July at 10:00.
    let cases = [
        case_with("2026-06-30T14:00:00Z", &["2026-07-01T08:30:00Z"]),
        case_with("2026-06-30T15:00:00Z", &["2026-07-01T08:30:00Z"]),
    ];
    let (spring, summer) =
        (quarter_of("2026-06-30", Kind::Human, &cases), quarter_of("2026-07-01", Kind::Human, &cases));
    assert_eq!((spring.in_time, spring.late), (0, 1));
    assert_eq!((summer.in_time, summer.late), (1, 0));
}

#[test]
fn two_short_messages_make_no_figure_better() {
    let steady = case_with("2026-02-02T09:00:00Z", &["2026-02-02T09:20:00Z", "2026-02-03T09:00:00Z"]);
    let padded = case_with(
        "2026-02-02T09:00:00Z",
        &["2026-02-02T09:20:00Z", "2026-02-02T09:21:00Z", "2026-02-02T09:22:00Z", "2026-02-09T09:00:00Z"],
    );
    let update = quarter_of("2026-02-15", Kind::Update, &[padded]);
    assert_eq!((update.in_time, update.late), (0, 1));
    // Its second update was in time; the third is not written, and counts against it too.
    let update = quarter_of("2026-02-15", Kind::Update, &[steady]);
    assert_eq!((update.in_time, update.late), (0, 1));
}

#[test]
fn a_case_of_an_unknown_policy_is_left_out_and_said_to_be() {
    let mut events = case_with("2026-02-02T09:00:00Z", &[]);
    if let Deed::Received { policy, .. } = &mut events[0].deed {
        *policy = 7;
    }
    let human = quarter_of("2026-02-15", Kind::Human, &[events]);
    assert_eq!((human.late, human.left_out), (0, 1));
}

#[test]
fn quarters_begin_and_end_on_the_clock_of_the_place() {
    let bounds = |text: &str| {
        let (from, until) = Quarter::of(day(text)).bounds(&nine_to_five()).unwrap();
        (from.to_string(), until.to_string())
    };
    let owned = |from: &str, until: &str| (from.to_owned(), until.to_owned());
    assert_eq!(bounds("2026-03-31"), owned("2026-01-01T00:00:00Z", "2026-03-31T23:00:00Z"));
    assert_eq!(bounds("2026-12-31"), owned("2026-09-30T23:00:00Z", "2027-01-01T00:00:00Z"));
}
