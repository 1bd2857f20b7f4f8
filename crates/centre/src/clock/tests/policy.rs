use super::*;
use crate::case::{CheckIn, Class, Severity};
use crate::clock::{MOST_DAYS, MOST_HOURS, MOST_MINUTES, PolicyBook, PolicyFault, Within};

#[test]
fn the_proposed_policy_can_be_put_into_force_and_written_down() {
    let policy = Policy::proposed();
    assert_eq!(policy.faults(), []);
    let json = serde_json::to_string(&policy).unwrap();
    assert!(json.contains(r#""live_incident":{"acknowledge":{"within":{"minutes":1}}"#), "{json}");
    assert_eq!(serde_json::from_str::<Policy>(&json).unwrap(), policy);
}

#[test]
fn a_policy_that_leaves_something_out_or_asks_for_nothing_is_refused() {
    let faults = |change: fn(&mut Policy)| {
        let mut policy = Policy::proposed();
        change(&mut policy);
        policy.faults().iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(
        faults(|policy| {
            policy.version = 0;
            policy.classes.remove(&Class::Hate);
            policy.severities.remove(&Severity::P4);
        }),
        [
            "the version is 0; versions begin with 1",
            "the class hate has no targets; every class needs them",
            "the severity p4 has no targets; every severity needs them",
        ]
    );
    assert_eq!(
        faults(|policy| {
            let targets = policy.classes.get_mut(&Class::Urgent).unwrap();
            targets.human = Target::open_minutes(0);
            targets.follow_up = vec![CheckIn::Day3, CheckIn::Day3];
        }),
        ["the target human has no time; give it at least a minute", "a class has a check-in twice; keep one"]
    );
    assert_eq!(
        faults(|policy| policy.severities.get_mut(&Severity::P2).unwrap().resolve = Target::open_days(20)),
        ["p2 has longer for resolve than p3; more harm may never wait longer"]
    );
}

#[test]
fn a_target_of_a_year_is_allowed_and_no_longer_one() {
    let fault = |target| with_target(Kind::Human, target).faults().first().copied();
    let at_most = |hours| Target { within: Within::OpenDays(1), at_most_hours: Some(hours) };
    for (fits, too_long) in [
        (Target::minutes(MOST_MINUTES), Target::minutes(MOST_MINUTES + 1)),
        (Target::open_minutes(MOST_MINUTES), Target::open_minutes(MOST_MINUTES + 1)),
        (Target::open_days(MOST_DAYS), Target::open_days(MOST_DAYS + 1)),
        (at_most(MOST_HOURS), at_most(MOST_HOURS + 1)),
    ] {
        assert_eq!(fault(fits), None);
        assert_eq!(fault(too_long), Some(PolicyFault::TooLong(Kind::Human)));
    }
    assert_eq!(fault(at_most(0)), Some(PolicyFault::NoTime(Kind::Human)));
}

#[test]
fn a_case_is_opened_under_the_policy_of_its_day() {
    let of = |version, day: &str| Policy { version, in_force: day.parse().unwrap(), ..Policy::proposed() };
    let book = PolicyBook::new(vec![of(1, "2026-01-01"), of(3, "2026-06-01")]).unwrap();
    let on = |day: &str| book.on(day.parse().unwrap()).map(|policy| policy.version);
    assert_eq!((on("2025-12-31"), on("2026-05-31"), on("2026-06-01")), (Some(1), Some(1), Some(3)));
    assert_eq!(book.version(3).map(|policy| policy.version), Some(3));
    assert_eq!(book.version(2), None);
    for wrong in
        [vec![of(2, "2026-01-01"), of(2, "2026-06-01")], vec![of(1, "2026-06-01"), of(2, "2026-06-01")]]
    {
        assert_eq!(PolicyBook::new(wrong), Err(vec![PolicyFault::NotInOrder(2)]));
    }
    assert_eq!(PolicyBook::new(Vec::new()), Err(vec![PolicyFault::NoPolicy]));
}
