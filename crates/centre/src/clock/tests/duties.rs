use proptest::prelude::*;

use super::*;
use crate::case::Case;
use crate::case::tests::*;
use crate::case::{Class, Deed, Severity};
use crate::clock::{Duty, DutyStanding, Term, duties, duty_rule};

fn with_duty(duty: Duty, since: &str) -> Vec<Event> {
    story([
        ("2026-01-02T12:00:00Z", reporter(), received(Class::LiveIncident, Severity::P1)),
        ("2026-01-02T12:00:00Z", reporter(), Deed::DutyBegun { duty, since: at(since) }),
    ])
}

fn explained(duty: Duty, since: &str, now: &str) -> String {
    let calendar = nine_to_five();
    duties(&Case::after(&with_duty(duty, since)), &calendar, at(now))[0].explain(&calendar)
}

#[test]
fn each_duty_has_its_term_its_source_and_its_date() {
    assert_eq!(
        explained(Duty::TellIco, "2026-01-02T10:00:00Z", "2026-01-02T12:00:00Z"),
        "You found out on 2 January 2026, 10:00; the rule gives 72 hours, nights and weekends too; so by 5 January \
         2026, 10:00. Rule: UK GDPR, article 33, since 25 May 2018."
    );
    assert_eq!(
        explained(Duty::BankDecides, "2026-03-31T10:00:00Z", "2026-03-31T12:00:00Z"),
        "The bank got your claim on 31 March 2026, 11:00; the rule gives 5 working days; so by the end of 9 April \
         2026. Rule: Payment Systems Regulator, reimbursement of push payments, since 7 October 2024."
    );
    assert_eq!(
        explained(Duty::ClaimPayment, "2026-01-31T10:00:00Z", "2026-03-31T12:00:00Z"),
        "The last payment left on 31 January 2026, 10:00; the rule gives 13 months; so by the end of 28 February 2027. \
         Rule: Payment Systems Regulator, reimbursement of push payments, since 7 October 2024."
    );
    assert_eq!(
        explained(Duty::VictimToldEnhanced, "2026-01-02T10:00:00Z", "2026-01-02T12:00:00Z"),
        "The police decided on 2 January 2026, 10:00; the rule gives 1 working day; so by the end of 5 January 2026. \
         Rule: Victims' Code, right 6, enhanced rights, since 1 April 2021."
    );
}

#[test]
fn a_duty_takes_no_notice_of_what_we_wait_for() {
    let calendar = nine_to_five();
    let mut events = with_duty(Duty::TellIco, "2026-01-02T10:00:00Z");
    events.extend(story([
        ("2026-01-02T13:00:00Z", officer(1), triaged(Class::Standard, Severity::P4)),
        ("2026-01-02T13:00:00Z", officer(1), Deed::Taken {}),
        ("2026-01-02T13:00:00Z", officer(1), waiting()),
        ("2026-01-02T14:00:00Z", officer(1), merged(3)),
    ]));
    let standing = |events: &[Event], now: &str| duties(&Case::after(events), &calendar, at(now))[0].standing;
    assert_eq!(standing(&events, "2026-01-05T10:00:00Z"), DutyStanding::Running);
    assert_eq!(standing(&events, "2026-01-05T10:00:01Z"), DutyStanding::Late);
    let done = |on: &str| Deed::DutyDone { duty: Duty::TellIco, on: at(on) };
    let with = |deed: Deed| {
        let mut events = events.clone();
        events.extend(story([("2026-01-06T09:00:00Z", reporter(), deed)]));
        events
    };
    assert_eq!(standing(&with(done("2026-01-04T09:00:00Z")), "2026-01-06T10:00:00Z"), DutyStanding::Done);
    assert_eq!(standing(&with(done("2026-01-05T10:01:00Z")), "2026-01-06T10:00:00Z"), DutyStanding::DoneLate);
    let dropped = Deed::DutyDropped { duty: Duty::TellIco, because: line("no people's data in it") };
    assert!(duties(&Case::after(&with(dropped)), &calendar, at("2026-01-06T10:00:00Z")).is_empty());
}

#[test]
fn a_rule_does_not_reach_back_before_its_first_day() {
    assert!(duty_rule(Duty::ClaimPayment, day("2024-10-06")).is_none());
    assert!(duty_rule(Duty::ClaimPayment, day("2024-10-07")).is_some());
    for duty in Duty::ALL {
        let rule = duty_rule(*duty, day("2026-11-21")).unwrap();
        assert!(!rule.source.is_empty() && rule.since < rule.checked, "{duty}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn working_days_agree_with_a_walk_over_the_days(minute in 0..2_000_000_u32, days in 1..12_u16) {
        let calendar = nine_to_five();
        let start = at("2024-06-01T00:00:00Z");
        let since = start.checked_add(jiff::SignedDuration::from_mins(i64::from(minute))).unwrap();
        let due = Term::WorkingDays(days).ends(since, &calendar).unwrap();
        // Minute by minute: how many working days came to their end after the day of `since`?
        let mut tick = almanac::tick(since) + 1;
        let first = almanac::local_day(almanac::tick(since));
        let (mut ended, mut last) = (0, first);
        loop {
            let today = almanac::local_day(tick);
            if today != last {
                ended += u16::from(last != first && almanac::is_working_day(last));
                if ended == days {
                    break;
                }
                last = today;
            }
            tick += 1;
        }
        prop_assert_eq!(almanac::moment(tick), due);
    }

    #[test]
    fn seventy_two_hours_are_seventy_two_hours(minute in 0..2_000_000_u32) {
        let start = at("2024-06-01T00:00:00Z");
        let since = start.checked_add(jiff::SignedDuration::from_mins(i64::from(minute))).unwrap();
        let due = Term::Hours(72).ends(since, &nine_to_five()).unwrap();
        prop_assert_eq!(due.as_second() - since.as_second(), 72 * 3_600);
    }
}
