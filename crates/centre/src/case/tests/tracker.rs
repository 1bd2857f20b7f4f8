use proptest::prelude::*;

use super::histories::{history, throws};
use super::*;
use crate::case::{CheckIn, Flag, HandOverStands, Next, Tracker, tracker};
use crate::clock::{Policy, clocks};

fn seen(events: &[Event], now: &str) -> Tracker {
    let readings = clocks(events, &Policy::proposed(), calendar(), at(now));
    tracker(&Case::after(events), &readings, at(now)).unwrap()
}

#[test]
fn the_reporter_sees_each_step_of_a_hand_over() {
    let mut events = story([
        ("2026-01-05T09:00:00Z", reporter(), received(Class::MoneyGone, Severity::P1)),
        ("2026-01-05T09:00:00Z", machine(), Deed::FirstStepsShown {}),
    ]);
    let at_first = seen(&events, "2026-01-05T09:10:00Z");
    assert_eq!((at_first.read, at_first.next), (None, Next::PersonSpeaks));
    assert_eq!(at_first.by, Some(at("2026-01-05T09:30:00Z")));
    assert!(!at_first.is_late);
    assert!(seen(&events, "2026-01-05T09:31:00Z").is_late);

    let bank = || word("bank");
    let mut then = |moment: &str, by: Actor, deed: Deed| {
        events.extend(story([(moment, by, deed)]));
        seen(&events, moment)
    };
    then("2026-01-05T09:11:00Z", officer(1), Deed::Read {});
    then("2026-01-05T09:12:00Z", officer(1), triaged(Class::MoneyGone, Severity::P1));
    let spoke = then("2026-01-05T09:13:00Z", officer(1), Deed::CallMade { reached: true });
    assert_eq!(spoke.read, Some((Role::ContactOfficer, at("2026-01-05T09:11:00Z"))));
    assert_eq!((spoke.next, spoke.by), (Next::News, Some(at("2026-01-05T18:00:00Z"))));
    let asked = then("2026-01-05T09:14:00Z", officer(1), decided(1, "bank"));
    assert_eq!(
        (asked.next, asked.hand_overs[0].stands),
        (Next::YourYes(bank()), HandOverStands::WaitsForYou)
    );
    let yes = then("2026-01-05T09:15:00Z", reporter(), Deed::PackConsented { pack: pack(1) });
    assert_eq!((yes.next, yes.by), (Next::WeHandOver(bank()), Some(at("2026-01-05T13:15:00Z"))));
    let gone = then("2026-01-05T09:20:00Z", officer(1), sent(1));
    assert_eq!((gone.next, gone.hand_overs[0].stands), (Next::News, HandOverStands::Sent));
    let taken = then("2026-01-05T10:20:00Z", partner("bank"), Deed::PackAccepted { pack: pack(1) });
    assert_eq!(taken.hand_overs[0].stands, HandOverStands::Accepted);
    let returned = Deed::PackReturned { pack: pack(1), outcome: Outcome::MoneyStopped };
    let back = then("2026-01-05T12:20:00Z", partner("bank"), returned);
    assert_eq!(back.hand_overs[0].stands, HandOverStands::Returned(Outcome::MoneyStopped));
    then("2026-01-05T12:21:00Z", officer(1), Deed::Taken {});
    then("2026-01-05T12:21:00Z", officer(1), outcome(Outcome::MoneyStopped));
    let over = then("2026-01-05T12:22:00Z", officer(1), Deed::Resolved {});
    assert!(over.is_finished);
    assert_eq!(over.outcomes, [Outcome::MoneyStopped]);
    assert_eq!((over.next, over.by), (Next::WeAsk(CheckIn::Day3), Some(at("2026-01-08T18:00:00Z"))));
}

#[test]
fn what_the_law_lets_us_hand_over_without_a_yes_is_not_shown() {
    let events = story([
        ("2026-01-05T09:00:00Z", reporter(), received(Class::Hate, Severity::P1)),
        ("2026-01-05T09:01:00Z", machine(), Deed::FlagRaised { flag: Flag::Coercion }),
        (
            "2026-01-05T09:02:00Z",
            officer(1),
            Deed::PackDecided { pack: pack(1), to: word("police"), ground: Ground::Law },
        ),
        ("2026-01-05T09:03:00Z", officer(1), sent(1)),
    ]);
    let page = serde_json::to_string(&seen(&events, "2026-01-05T09:10:00Z")).unwrap();
    assert!(!page.contains("police") && !page.contains("coercion"), "{page}");
}

#[test]
fn a_merged_report_is_looked_at_with_others() {
    let events = story([
        ("2026-01-05T09:00:00Z", reporter(), received(Class::Standard, Severity::P3)),
        ("2026-01-05T09:10:00Z", officer(1), merged(9)),
    ]);
    assert_eq!(seen(&events, "2026-01-05T09:20:00Z").next, Next::TogetherWithOthers);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn the_page_names_no_person_no_case_and_nothing_that_somebody_wrote(throws in throws()) {
        let events = history(at("2026-01-05T09:00:00Z"), &throws);
        let page = seen(&events, "2026-01-14T09:00:00Z");
        let shown = format!("{page:?} {}", serde_json::to_string(&page).unwrap());
        prop_assert!(!shown.contains("somebody wrote"), "{shown}");
        // Every id of these stories has these digits in it.
        prop_assert!(!shown.contains("0000a0"), "{shown}");
        for flag in Flag::ALL {
            prop_assert!(!shown.contains(flag.name()), "{shown}");
        }
    }
}
