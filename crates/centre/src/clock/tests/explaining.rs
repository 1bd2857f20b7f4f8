use jiff::civil::Weekday;

use super::*;
use crate::case::tests::*;
use crate::case::{Class, Deed, Outcome, Severity};
use crate::clock::{Within, hours_in_words};

fn human(target: Target, received_at: &str, now: &str) -> String {
    let events = story([(received_at, reporter(), received(Class::Standard, Severity::P3))]);
    let calendar = nine_to_five();
    reading(Kind::Human, &events, &with_target(Kind::Human, target), &calendar, now)
        .explain(&calendar, at(now))
}

#[test]
fn the_sum_is_one_plain_sentence() {
    assert_eq!(
        human(Target::open_minutes(160), "2026-01-09T18:40:00Z", "2026-01-10T09:00:00Z"),
        "Received Friday 18:40; we promise 2 hours 40 minutes; our hours are weekdays 9 to 17; so by Monday 11:40."
    );
    // Christmas Day is a Friday, and Monday is the substitute for Boxing Day.
    assert_eq!(
        human(Target::open_minutes(160), "2026-12-24T18:40:00Z", "2026-12-24T19:00:00Z"),
        "Received Thursday 18:40; we promise 2 hours 40 minutes; our hours are weekdays 9 to 17, without 25 December \
         and 28 December; so by Tuesday 11:40."
    );
    assert_eq!(
        human(Target::open_days(1), "2025-12-24T18:40:00Z", "2025-12-24T19:00:00Z"),
        "Received Wednesday 18:40; we promise 1 working day; our hours are weekdays 9 to 17, without 25 December and \
         26 December; so by Monday 17:00."
    );
    assert_eq!(
        human(Target::minutes(30), "2026-01-09T18:40:00Z", "2026-01-09T18:41:00Z"),
        "Received Friday 18:40; we promise 30 minutes, day and night; so by Friday 19:10."
    );
    assert_eq!(
        human(
            Target { within: Within::OpenDays(0), at_most_hours: Some(24) },
            "2026-01-09T18:40:00Z",
            "2026-01-11T18:41:00Z"
        ),
        "Received Friday 18:40; we promise the same day, and 24 hours at most; our hours are weekdays 9 to 17; so by \
         Saturday 18:40, and that has passed."
    );
}

#[test]
fn moments_that_are_far_apart_have_their_date() {
    assert_eq!(
        human(Target::open_days(15), "2025-12-29T10:00:00Z", "2025-12-30T09:00:00Z"),
        "Received Monday 29 December 10:00; we promise 15 working days; our hours are weekdays 9 to 17, without \
         1 January; so by Tuesday 20 January 2026 17:00."
    );
}

#[test]
fn pauses_changes_and_ends_are_told() {
    let events = story([
        ("2026-01-05T09:00:00Z", reporter(), received(Class::Standard, Severity::P4)),
        ("2026-01-05T09:00:00Z", officer(1), triaged(Class::Standard, Severity::P4)),
        ("2026-01-05T09:00:00Z", officer(1), Deed::Taken {}),
        ("2026-01-05T10:00:00Z", officer(1), waiting()),
        ("2026-01-06T10:00:00Z", reporter(), message_in()),
        ("2026-01-06T12:00:00Z", officer(1), triaged(Class::Standard, Severity::P1)),
        ("2026-01-06T15:00:00Z", officer(1), outcome(Outcome::Reported)),
        ("2026-01-06T16:00:00Z", officer(1), Deed::Resolved {}),
    ]);
    let calendar = nine_to_five();
    let told = |events: &[Event], now: &str| {
        reading(Kind::Resolve, events, &Policy::proposed(), &calendar, now).explain(&calendar, at(now))
    };
    assert_eq!(
        told(&events, "2026-01-06T17:00:00Z"),
        "First judged Monday 09:00; we promise 2 working days; our hours are weekdays 9 to 17; counted anew from the \
         start Tuesday 12:00, when it went from standard P4 to standard P1; it stood still from Monday 10:00 to Tuesday \
         10:00 while the reporter's answer was awaited; so by Wednesday 17:00; done Tuesday 16:00, in time."
    );
    let mut short = events[..4].to_vec();
    short[1].deed = triaged(Class::Standard, Severity::P1);
    assert_eq!(
        told(&short, "2026-01-05T11:00:00Z"),
        "First judged Monday 09:00; we promise 2 working days; our hours are weekdays 9 to 17; it stands still since \
         Monday 10:00 while the reporter's answer was awaited; so by Wednesday 17:00, if it went on now."
    );
}

#[test]
fn a_year_whose_holidays_are_not_known_is_said_to_be() {
    assert_eq!(
        human(Target::open_minutes(30), "2029-03-29T09:00:00Z", "2029-03-29T09:01:00Z"),
        "Received Thursday 10:00; we promise 30 minutes; our hours are weekdays 9 to 17; the public holidays of 2029 are \
         not known yet; so by Thursday 10:30."
    );
}

#[test]
fn hours_are_told_as_people_say_them() {
    let weekdays =
        [Weekday::Monday, Weekday::Tuesday, Weekday::Wednesday, Weekday::Thursday, Weekday::Friday];
    assert_eq!(hours_in_words(&with_hours(&weekdays, "08:30-18:00")), "weekdays 8:30 to 18");
    assert_eq!(hours_in_words(&with_hours(&weekdays[..4], "09:00-17:00")), "Monday to Thursday 9 to 17");
    assert_eq!(
        hours_in_words(&with_hours(&[Weekday::Monday, Weekday::Saturday], "10:00-13:00")),
        "Monday 10 to 13, Saturday 10 to 13"
    );
    assert_eq!(hours_in_words(&with_hours(&[], "10:00-13:00")), "never");
}
