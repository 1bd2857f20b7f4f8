use super::*;
use crate::case::{Due, Flag, Rank, deadline_in_words, rank};
use crate::clock::{Policy, clocks};

const NOW: &str = "2026-01-05T09:40:00Z"; // a Monday; open from 08:00 to 18:00

fn queued(events: &[Event], now: &str) -> Option<(Rank, String)> {
    let calendar = calendar();
    let readings = clocks(events, &Policy::proposed(), calendar, at(now));
    let queued = rank(&Case::after(events), &readings, at(now))?;
    let words =
        queued.due.map_or("nothing due".to_owned(), |due| deadline_in_words(&due, at(now), calendar.zone()));
    Some((queued.rank, words))
}

fn came_in(moment: &str, class: Class, severity: Severity) -> Vec<Event> {
    story([(moment, reporter(), received(class, severity)), (moment, machine(), Deed::FirstStepsShown {})])
}

#[test]
fn deadlines_are_told_in_words() {
    let live = came_in("2026-01-05T09:50:00Z", Class::LiveIncident, Severity::P1);
    assert_eq!(queued(&live, "2026-01-05T09:55:00Z").unwrap().1, "call back by 10:05 today");
    assert_eq!(queued(&live, "2026-01-05T10:06:00Z").unwrap().1, "call back: late since 10:05 today");
    let at_night = came_in("2026-01-05T21:00:00Z", Class::LiveIncident, Severity::P1);
    assert_eq!(queued(&at_night, "2026-01-05T21:05:00Z").unwrap().1, "call back by 08:15 tomorrow");
    let mut decided_today = came_in("2026-01-05T09:00:00Z", Class::Standard, Severity::P1);
    decided_today.extend(story([
        ("2026-01-05T09:01:00Z", officer(1), triaged(Class::Standard, Severity::P1)),
        ("2026-01-05T09:02:00Z", officer(1), message_out()),
        ("2026-01-05T09:03:00Z", officer(1), decided(1, "report-fraud")),
        ("2026-01-05T09:03:00Z", officer(1), Deed::PackConsented { pack: pack(1) }),
    ]));
    assert_eq!(queued(&decided_today, NOW).unwrap().1, "hand over to report-fraud by 13:03 today");
}

#[test]
fn an_agreed_call_counts_like_a_clock() {
    let mut events = came_in("2026-01-05T09:00:00Z", Class::Standard, Severity::P3);
    let on = at("2026-01-05T11:30:00Z");
    events.extend(story([("2026-01-05T09:05:00Z", reporter(), Deed::CallBackAgreed { on })]));
    assert_eq!(queued(&events, NOW).unwrap().1, "call back as agreed by 11:30 today");
    assert_eq!(Due::nearest(&Case::after(&events), &[]).map(|due| (due.kind, due.at)), Some((None, on)));
}

#[test]
fn harm_comes_first_then_the_nearest_clock() {
    let first = |a: &[Event], b: &[Event]| queued(a, NOW).unwrap().0 < queued(b, NOW).unwrap().0;
    let early_and_small = came_in("2026-01-05T08:00:00Z", Class::Standard, Severity::P4);
    let late_and_large = came_in("2026-01-05T09:39:00Z", Class::LiveIncident, Severity::P1);
    assert!(first(&late_and_large, &early_and_small));
    let sooner = came_in("2026-01-05T09:00:00Z", Class::Urgent, Severity::P2);
    let later = came_in("2026-01-05T09:30:00Z", Class::Urgent, Severity::P2);
    assert!(first(&sooner, &later));
    // Somebody's safety comes before everything.
    let mut flagged = early_and_small.clone();
    flagged.extend(story([("2026-01-05T09:01:00Z", reporter(), Deed::FlagRaised { flag: Flag::SelfHarm })]));
    assert!(first(&flagged, &late_and_large));
}

#[test]
fn what_is_late_climbs_one_step_and_no_more() {
    let late = came_in("2026-01-02T09:00:00Z", Class::Urgent, Severity::P3);
    let fresh = |severity| came_in("2026-01-05T09:39:00Z", Class::Urgent, severity);
    let rank = |events: &[Event]| queued(events, NOW).unwrap().0;
    assert!(rank(&late) < rank(&fresh(Severity::P2)));
    assert!(rank(&fresh(Severity::P1)) < rank(&late));
}

#[test]
fn a_merged_or_finished_case_leaves_the_queue_until_somebody_writes() {
    let mut events = came_in("2026-01-05T08:10:00Z", Class::Standard, Severity::P4);
    events.extend(story([
        ("2026-01-05T08:20:00Z", officer(1), triaged(Class::Standard, Severity::P4)),
        ("2026-01-05T08:21:00Z", officer(1), Deed::Taken {}),
        ("2026-01-05T08:22:00Z", officer(1), message_out()),
    ]));
    let mut joined = events.clone();
    joined.extend(story([("2026-01-05T08:30:00Z", officer(1), merged(9))]));
    assert_eq!(queued(&joined, NOW), None);
    events.extend(story([
        ("2026-01-05T08:30:00Z", officer(1), outcome(Outcome::Reported)),
        ("2026-01-05T08:31:00Z", officer(1), Deed::Resolved {}),
    ]));
    assert_eq!(queued(&events, NOW), None);
    events.extend(story([("2026-01-05T09:00:00Z", reporter(), message_in())]));
    assert_eq!(queued(&events, NOW).unwrap().1, "nothing due");
}
