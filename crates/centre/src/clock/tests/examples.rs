use jiff::SignedDuration;
use jiff::civil::Weekday;

use super::*;
use crate::case::tests::*;
use crate::case::{CheckIn, CheckInResult, Class, Deed, Outcome, Severity};
use crate::clock::{Cause, Within};

fn report(moment: &str) -> Vec<Event> {
    story([(moment, reporter(), received(Class::Standard, Severity::P3))])
}

fn human_due(target: Target, calendar: &Calendar, moment: &str) -> String {
    due(Kind::Human, &report(moment), &with_target(Kind::Human, target), calendar, moment)
}

#[test]
fn minutes_of_ours_stand_still_over_night_weekend_and_holiday() {
    let calendar = nine_to_five();
    let two_hours = Target::open_minutes(120);
    for (received, due) in [
        ("2026-01-05T09:00:00Z", "2026-01-05T11:00:00Z"), // Monday
        ("2026-01-05T03:00:00Z", "2026-01-05T11:00:00Z"),
        ("2026-01-05T16:00:00Z", "2026-01-06T10:00:00Z"),
        ("2026-01-05T15:00:00Z", "2026-01-05T17:00:00Z"), // the end of our hours is still in time
        ("2026-01-09T18:40:00Z", "2026-01-12T11:00:00Z"), // Friday evening
        ("2026-12-24T16:30:00Z", "2026-12-29T10:30:00Z"), // over Christmas, with its substitute day
        ("2026-04-02T15:00:00Z", "2026-04-07T09:00:00Z"), // over Easter, in summer time
        ("2028-02-28T16:00:00Z", "2028-02-29T10:00:00Z"), // a leap day is a working day
    ] {
        assert_eq!(human_due(two_hours, &calendar, received), due, "{received}");
    }
}

#[test]
fn working_days_end_with_our_hours() {
    let calendar = nine_to_five();
    for (days, received, due) in [
        (1, "2026-01-05T09:00:00Z", "2026-01-06T17:00:00Z"),
        (1, "2026-01-05T07:00:00Z", "2026-01-06T17:00:00Z"),
        (1, "2026-01-09T18:40:00Z", "2026-01-12T17:00:00Z"),
        (1, "2026-01-10T12:00:00Z", "2026-01-12T17:00:00Z"), // Saturday: Monday is the next day
        (5, "2026-03-30T09:00:00Z", "2026-04-08T16:00:00Z"), // two days of Easter between
        (0, "2026-01-05T09:00:00Z", "2026-01-05T17:00:00Z"), // the same day
        (0, "2026-01-05T17:00:00Z", "2026-01-06T17:00:00Z"), // it is over
        (0, "2026-01-09T18:40:00Z", "2026-01-12T17:00:00Z"),
    ] {
        assert_eq!(human_due(Target::open_days(days), &calendar, received), due, "{days} from {received}");
    }
}

#[test]
fn hours_that_pass_are_hours_across_both_clock_changes() {
    let day = Target::minutes(24 * 60);
    // From Saturday 12:00 to Sunday 13:00 on the wall, and to Sunday 11:00.
    assert_eq!(human_due(day, &nine_to_five(), "2026-03-28T12:00:00Z"), "2026-03-29T12:00:00Z");
    assert_eq!(human_due(day, &nine_to_five(), "2026-10-24T11:00:00Z"), "2026-10-25T11:00:00Z");
}

#[test]
fn a_night_shift_has_the_hours_that_there_are() {
    let nights = with_hours(&[Weekday::Sunday], "00:00-06:00");
    let six_hours = Target::open_minutes(6 * 60);
    // Five hours on the night that loses one, so that an hour of the next Sunday is needed.
    assert_eq!(human_due(six_hours, &nights, "2026-03-28T12:00:00Z"), "2026-04-05T00:00:00Z");
    // Seven on the night that gains one.
    assert_eq!(human_due(six_hours, &nights, "2026-10-24T12:00:00Z"), "2026-10-25T05:00:00Z");
}

#[test]
fn at_most_holds_where_the_calendar_would_give_more() {
    let target = Target { within: Within::OpenDays(0), at_most_hours: Some(24) };
    assert_eq!(human_due(target, &nine_to_five(), "2026-01-05T10:00:00Z"), "2026-01-05T17:00:00Z");
    assert_eq!(human_due(target, &nine_to_five(), "2026-01-09T18:00:00Z"), "2026-01-10T18:00:00Z");
}

#[test]
fn a_centre_that_is_never_open_promises_nothing_it_can_be_late_with() {
    let never = Calendar::new(london().time_zone, WeekHours::default(), Vec::new());
    let reading = reading(
        Kind::Human,
        &report("2026-01-05T09:00:00Z"),
        &with_target(Kind::Human, Target::open_minutes(5)),
        &never,
        "2027-01-05T09:00:00Z",
    );
    assert_eq!((reading.due, reading.standing), (None, Standing::Running));
}

#[test]
fn a_clock_warns_at_half_and_at_four_fifths_and_is_late_after_its_last_moment() {
    let policy = with_target(Kind::Human, Target::open_minutes(100));
    let events = report("2026-01-05T09:00:00Z");
    for (now, standing) in [
        ("2026-01-05T09:49:59Z", Standing::Running),
        ("2026-01-05T09:50:00Z", Standing::Warned(50)),
        ("2026-01-05T10:19:59Z", Standing::Warned(50)),
        ("2026-01-05T10:20:00Z", Standing::Warned(80)),
        ("2026-01-05T10:40:00Z", Standing::Warned(80)),
        ("2026-01-05T10:40:01Z", Standing::Late),
    ] {
        assert_eq!(reading(Kind::Human, &events, &policy, &nine_to_five(), now).standing, standing, "{now}");
    }
}

#[test]
fn what_the_machine_sends_is_no_human_contact() {
    let events = story([
        ("2026-01-05T09:00:00Z", reporter(), received(Class::Urgent, Severity::P2)),
        ("2026-01-05T09:00:30Z", machine(), Deed::FirstStepsShown {}),
        ("2026-01-05T09:01:00Z", machine(), message_out()),
        ("2026-01-05T09:20:00Z", officer(1), Deed::CallMade { reached: false }),
        ("2026-01-05T09:40:00Z", officer(1), Deed::CallMade { reached: true }),
    ]);
    let met =
        |kind| reading(kind, &events, &Policy::proposed(), &nine_to_five(), "2026-01-05T12:00:00Z").standing;
    let took = |seconds| SignedDuration::from_secs(seconds);
    assert_eq!(
        met(Kind::Acknowledge),
        Standing::Met { at: at("2026-01-05T09:00:30Z"), took: took(30), in_time: true }
    );
    assert_eq!(
        met(Kind::Human),
        Standing::Met { at: at("2026-01-05T09:40:00Z"), took: took(40 * 60), in_time: true }
    );
}

#[test]
fn waiting_for_the_reporter_pauses_update_and_resolve_and_nothing_else() {
    let events = story([
        ("2026-01-05T09:00:00Z", reporter(), received(Class::Standard, Severity::P1)),
        ("2026-01-05T09:00:00Z", officer(1), triaged(Class::Standard, Severity::P1)),
        ("2026-01-05T09:00:00Z", officer(1), Deed::Taken {}),
        ("2026-01-05T09:30:00Z", officer(1), waiting()),
    ]);
    let policy = Policy::proposed();
    let paused = Standing::Paused { since: at("2026-01-05T09:30:00Z"), cause: Cause::Reporter };
    let standing = |kind| reading(kind, &events, &policy, &nine_to_five(), "2026-01-05T12:00:00Z").standing;
    assert_eq!(standing(Kind::Resolve), paused);
    assert_eq!(standing(Kind::Human), Standing::Running);
    let mut told = events.clone();
    told.insert(3, story([("2026-01-05T09:10:00Z", officer(1), message_out())]).remove(0));
    told.insert(4, story([("2026-01-05T09:10:00Z", officer(1), decided(1, "bank"))]).remove(0));
    let standing = |kind| reading(kind, &told, &policy, &nine_to_five(), "2026-01-05T12:00:00Z").standing;
    assert_eq!(standing(Kind::Update), paused);
    // A pack waits for the yes, whatever else is waited for.
    let asked = Standing::Paused { since: at("2026-01-05T09:10:00Z"), cause: Cause::Consent };
    assert_eq!(standing(Kind::HandOver), asked);
}

#[test]
fn a_pause_moves_the_deadline_by_its_part_of_our_hours() {
    let mut events = story([
        ("2026-01-05T09:00:00Z", reporter(), received(Class::Standard, Severity::P3)),
        ("2026-01-05T09:00:00Z", officer(1), triaged(Class::Standard, Severity::P3)),
        ("2026-01-05T09:00:00Z", officer(1), Deed::Taken {}),
        ("2026-01-05T16:00:00Z", officer(1), waiting()),
        ("2026-01-06T10:00:00Z", reporter(), message_in()),
    ]);
    let policy = with_target(Kind::Resolve, Target::open_minutes(600));
    // Two of our hours were paused: from 16 to 17 and from 9 to 10.
    let resolve =
        |events: &[Event]| due(Kind::Resolve, events, &policy, &nine_to_five(), "2026-01-06T10:00:00Z");
    assert_eq!(resolve(&events), "2026-01-06T13:00:00Z");
    // The other way: waiting for somebody else pauses the work, and not what we owe the reporter.
    events.truncate(3);
    events.extend(story([
        ("2026-01-05T09:00:00Z", officer(1), message_out()),
        ("2026-01-05T16:00:00Z", officer(1), Deed::WaitingForThirdParty { because: line("the provider") }),
        ("2026-01-06T10:00:00Z", officer(1), Deed::Resumed {}),
    ]));
    assert_eq!(resolve(&events), "2026-01-06T13:00:00Z");
    let policy = with_target(Kind::Update, Target::open_minutes(600));
    assert_eq!(
        due(Kind::Update, &events, &policy, &nine_to_five(), "2026-01-06T10:00:00Z"),
        "2026-01-06T11:00:00Z"
    );
}

#[test]
fn a_reopened_case_goes_on_with_the_time_it_had_left() {
    let events = story([
        ("2026-01-05T09:00:00Z", reporter(), received(Class::Standard, Severity::P3)),
        ("2026-01-05T09:00:00Z", officer(1), triaged(Class::Standard, Severity::P3)),
        ("2026-01-05T09:00:00Z", officer(1), Deed::Taken {}),
        ("2026-01-05T11:00:00Z", officer(1), outcome(Outcome::Reported)),
        ("2026-01-05T11:00:00Z", officer(1), Deed::Resolved {}),
        ("2026-01-07T11:00:00Z", officer(1), Deed::Closed {}),
        ("2026-01-12T09:00:00Z", officer(1), reopened()),
        ("2026-01-12T10:00:00Z", officer(1), Deed::Resolved {}),
    ]);
    let policy = with_target(Kind::Resolve, Target::open_minutes(240));
    let resolve = |events: &[Event], now| reading(Kind::Resolve, events, &policy, &nine_to_five(), now);
    let took = |hours| SignedDuration::from_hours(hours);
    assert_eq!(
        resolve(&events[..5], "2026-01-08T09:00:00Z").standing,
        Standing::Met { at: at("2026-01-05T11:00:00Z"), took: took(2), in_time: true }
    );
    // Two of its four hours were used; the week in which it was finished does not count.
    let again = resolve(&events[..7], "2026-01-12T09:30:00Z");
    assert_eq!(again.due, Some(at("2026-01-12T11:00:00Z")));
    assert_eq!(again.left, SignedDuration::from_mins(90));
    assert_eq!(
        resolve(&events, "2026-01-12T12:00:00Z").standing,
        Standing::Met { at: at("2026-01-12T10:00:00Z"), took: took(3), in_time: true }
    );
}

#[test]
fn a_change_of_severity_counts_anew_from_the_start_and_says_so() {
    let mut events = report("2026-01-05T09:00:00Z");
    let later = "2026-01-05T12:00:00Z";
    assert_eq!(
        due(Kind::Human, &events, &Policy::proposed(), &nine_to_five(), later),
        "2026-01-06T17:00:00Z"
    );
    events.extend(story([("2026-01-05T11:30:00Z", officer(1), triaged(Class::Urgent, Severity::P2))]));
    let human = reading(Kind::Human, &events, &Policy::proposed(), &nine_to_five(), later);
    assert_eq!((human.due, human.standing), (Some(at("2026-01-05T11:00:00Z")), Standing::Late));
    assert_eq!(human.change.map(|change| change.at), Some(at("2026-01-05T11:30:00Z")));
}

#[test]
fn what_was_met_in_time_stays_so_when_the_case_is_raised_later() {
    let events = story([
        ("2026-01-05T09:00:00Z", reporter(), received(Class::Standard, Severity::P3)),
        ("2026-01-05T12:00:00Z", officer(1), message_out()),
        ("2026-01-05T14:00:00Z", officer(1), triaged(Class::LiveIncident, Severity::P1)),
    ]);
    let human = reading(Kind::Human, &events, &Policy::proposed(), &nine_to_five(), "2026-01-05T15:00:00Z");
    assert!(matches!(human.standing, Standing::Met { in_time: true, .. }), "{human:?}");
    // The next word is owed under the new class.
    assert_eq!(
        due(Kind::Update, &events, &Policy::proposed(), &nine_to_five(), "2026-01-05T15:00:00Z"),
        "2026-01-05T14:00:00Z"
    );
}

#[test]
fn each_word_begins_the_next_update() {
    let events = story([
        ("2026-01-05T09:00:00Z", reporter(), received(Class::LiveIncident, Severity::P1)),
        ("2026-01-05T09:10:00Z", officer(1), message_out()),
        ("2026-01-05T10:10:00Z", officer(1), message_out()),
        ("2026-01-05T12:30:00Z", officer(1), message_out()),
    ]);
    let readings = clocks(&events, &Policy::proposed(), &nine_to_five(), at("2026-01-05T13:00:00Z"));
    let updates: Vec<_> = readings
        .iter()
        .filter(|reading| reading.clock.kind == Kind::Update)
        .map(|reading| match reading.standing {
            Standing::Met { in_time, .. } => Some(in_time),
            _ => None,
        })
        .collect();
    assert_eq!(updates, [Some(true), Some(false), None]);
}

#[test]
fn we_ask_again_on_day_three_and_fourteen_or_as_agreed() {
    let mut events =
        story([("2026-01-07T09:00:00Z", reporter(), received(Class::LiveIncident, Severity::P1))]);
    let check_ins = |events: &[Event]| -> Vec<_> {
        clocks(events, &Policy::proposed(), &nine_to_five(), at("2026-01-08T09:00:00Z"))
            .into_iter()
            .filter(|reading| reading.clock.kind == Kind::FollowUp)
            .map(|reading| (reading.about, reading.due.unwrap().to_string()))
            .collect()
    };
    // The third day is a Saturday: we ask on Monday.
    assert_eq!(
        check_ins(&events),
        [
            (About::CheckIn(CheckIn::Day3), "2026-01-12T17:00:00Z".to_owned()),
            (About::CheckIn(CheckIn::Day14), "2026-01-21T17:00:00Z".to_owned()),
        ]
    );
    events.extend(story([(
        "2026-01-08T09:00:00Z",
        officer(1),
        Deed::FollowUpDue { check_in: CheckIn::Day3, on: day("2026-01-09") },
    )]));
    assert_eq!(check_ins(&events)[0].1, "2026-01-09T17:00:00Z");
    // Nobody answered: it is still owed. And it is owed when the case is finished.
    let made = |result| Deed::FollowUpMade { check_in: CheckIn::Day3, result };
    events.extend(story([("2026-01-09T09:00:00Z", officer(1), made(CheckInResult::NoAnswer))]));
    let asked = |events: &[Event]| {
        let readings = clocks(events, &Policy::proposed(), &nine_to_five(), at("2026-01-09T12:00:00Z"));
        readings.into_iter().find(|reading| reading.clock.kind == Kind::FollowUp).unwrap()
    };
    assert!(asked(&events).is_open());
    events.extend(story([("2026-01-09T10:00:00Z", officer(1), made(CheckInResult::Spoke))]));
    assert!(matches!(asked(&events).standing, Standing::Met { in_time: true, .. }));
}

#[test]
fn what_comes_later_does_not_count() {
    let events = story([
        ("2026-01-05T09:00:00Z", reporter(), received(Class::Urgent, Severity::P2)),
        ("2026-01-05T10:00:00Z", officer(1), message_out()),
    ]);
    assert!(clocks(&events, &Policy::proposed(), &nine_to_five(), at("2026-01-05T08:59:59Z")).is_empty());
    let human = reading(Kind::Human, &events, &Policy::proposed(), &nine_to_five(), "2026-01-05T09:59:00Z");
    assert!(human.is_open());
}
