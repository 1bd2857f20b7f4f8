use super::*;
use crate::case::{Consent, Hold, Holder, PackStep, Stage, State, Wish};

const P1: Severity = Severity::P1;
const P3: Severity = Severity::P3;

#[test]
fn a_case_goes_from_received_to_closed() {
    let mut seen = Vec::new();
    let mut case = Case::default();
    for event in story([
        ("2026-01-05T07:40:00Z", reporter(), received(Class::LiveIncident, P1)),
        ("2026-01-05T07:40:00Z", machine(), Deed::FirstStepsShown {}),
        ("2026-01-05T08:02:00Z", officer(1), Deed::Read {}),
        ("2026-01-05T08:03:00Z", officer(1), triaged(Class::LiveIncident, P1)),
        ("2026-01-05T08:04:00Z", officer(1), Deed::Taken {}),
        ("2026-01-05T08:06:00Z", officer(1), Deed::CallMade { reached: true }),
        ("2026-01-05T08:30:00Z", officer(1), waiting()),
        ("2026-01-05T09:00:00Z", reporter(), message_in()),
        ("2026-01-05T09:10:00Z", officer(1), Deed::WaitingForThirdParty { because: line("their provider") }),
        ("2026-01-05T11:00:00Z", officer(1), Deed::Resumed {}),
        ("2026-01-06T11:00:00Z", officer(1), outcome(Outcome::SystemRestored)),
        ("2026-01-06T11:01:00Z", officer(1), Deed::Resolved {}),
        ("2026-01-09T11:00:00Z", officer(2), Deed::Closed {}),
    ]) {
        assert_eq!(crate::case::may(&case, &event.deed, &event.by), Ok(()), "{event:?}");
        case.step(&event);
        if seen.last() != Some(&case.stage().name()) {
            seen.push(case.stage().name());
        }
    }
    assert_eq!(
        seen,
        [
            "received",
            "triaged",
            "assigned",
            "in_progress",
            "waiting_reporter",
            "in_progress",
            "waiting_third_party",
            "in_progress",
            "resolved",
            "closed"
        ]
    );
    assert_eq!(case.read.map(|(role, _)| role), Some(Role::ContactOfficer));
}

#[test]
fn an_officer_may_take_a_case_before_anybody_has_judged_it() {
    let case = lived([
        ("2026-01-05T09:00:00Z", reporter(), received(Class::Urgent, P3)),
        ("2026-01-05T09:01:00Z", officer(1), Deed::Taken {}),
    ]);
    assert_eq!((case.stage(), case.held_by()), (Stage::Received, Some(person(1))));
    let case = lived([
        ("2026-01-05T09:00:00Z", reporter(), received(Class::Urgent, P3)),
        ("2026-01-05T09:01:00Z", officer(1), Deed::Taken {}),
        ("2026-01-05T09:02:00Z", officer(1), triaged(Class::Urgent, P3)),
    ]);
    assert_eq!(case.stage(), Stage::Assigned);
}

#[test]
fn a_hand_over_moves_the_case_in_one_act() {
    let case = lived([
        ("2026-01-05T09:00:00Z", reporter(), received(Class::Urgent, P3)),
        ("2026-01-05T09:01:00Z", officer(1), triaged(Class::Urgent, P3)),
        ("2026-01-05T09:02:00Z", officer(1), Deed::Taken {}),
        ("2026-01-05T09:03:00Z", officer(1), message_out()),
        (
            "2026-01-05T18:00:00Z",
            officer(1),
            Deed::HandedOver { to: Holder::Person(person(2)), note: text(7) },
        ),
    ]);
    assert_eq!((case.stage(), case.held_by()), (Stage::Assigned, Some(person(2))));
}

#[test]
fn a_case_that_waits_goes_on_waiting_in_other_hands() {
    let case = lived([
        ("2026-01-05T09:00:00Z", reporter(), received(Class::Urgent, P3)),
        ("2026-01-05T09:01:00Z", officer(1), triaged(Class::Urgent, P3)),
        ("2026-01-05T09:02:00Z", officer(1), Deed::Taken {}),
        ("2026-01-05T09:03:00Z", officer(1), waiting()),
        (
            "2026-01-05T18:00:00Z",
            officer(1),
            Deed::HandedOver { to: Holder::Queue(word("night")), note: text(7) },
        ),
        ("2026-01-05T19:00:00Z", officer(2), Deed::Taken {}),
    ]);
    assert_eq!((case.stage(), case.held_by()), (Stage::WaitingReporter, Some(person(2))));
}

#[test]
fn both_the_guess_and_its_correction_are_kept() {
    let guess = Deed::CategorySuggested { category: word("fraud/phishing"), because: line("a false page") };
    let case = lived([
        ("2026-01-05T09:00:00Z", reporter(), received(Class::Standard, P3)),
        ("2026-01-05T09:00:01Z", machine(), guess.clone()),
        ("2026-01-05T09:30:00Z", officer(1), Deed::CategoryCorrected { category: word("fraud/masquerade") }),
        ("2026-01-05T09:31:00Z", machine(), guess),
    ]);
    assert_eq!(case.suggested, Some(word("fraud/phishing")));
    assert_eq!(case.category(), Some(&word("fraud/masquerade")));
}

#[test]
fn a_pack_goes_with_a_yes_and_comes_back_with_an_outcome() {
    let case = lived([
        ("2026-01-05T09:00:00Z", reporter(), received(Class::MoneyGone, P1)),
        ("2026-01-05T09:05:00Z", officer(1), decided(1, "bank")),
        ("2026-01-05T09:06:00Z", reporter(), Deed::PackConsented { pack: pack(1) }),
        ("2026-01-05T09:08:00Z", officer(1), sent(1)),
        ("2026-01-05T10:00:00Z", partner("bank"), Deed::PackAccepted { pack: pack(1) }),
        ("2026-01-05T10:05:00Z", reporter(), Deed::ConsentWithdrawn { pack: pack(1) }),
        (
            "2026-01-06T10:00:00Z",
            partner("bank"),
            Deed::PackReturned { pack: pack(1), outcome: Outcome::MoneyStopped },
        ),
    ]);
    let told = case.pack(pack(1)).unwrap();
    assert_eq!(told.step, PackStep::Returned(Outcome::MoneyStopped));
    assert_eq!(told.consent, Consent::Withdrawn);
}

#[test]
fn a_body_that_declined_may_still_take_it_on() {
    let declined = Deed::PackDeclined { pack: pack(1), because: line("not our customer") };
    let case = lived([
        ("2026-01-05T09:00:00Z", reporter(), received(Class::MoneyGone, P1)),
        ("2026-01-05T09:05:00Z", officer(1), decided(1, "bank")),
        ("2026-01-05T09:06:00Z", reporter(), Deed::PackConsented { pack: pack(1) }),
        ("2026-01-05T09:08:00Z", officer(1), sent(1)),
        ("2026-01-05T10:00:00Z", partner("bank"), declined),
        ("2026-01-05T11:00:00Z", partner("bank"), Deed::PackAccepted { pack: pack(1) }),
    ]);
    assert_eq!(case.packs[0].step, PackStep::Accepted);
}

#[test]
fn two_people_hold_and_two_people_let_go() {
    let because = || line("the police asked");
    let case = lived([
        ("2026-01-05T09:00:00Z", reporter(), received(Class::Standard, P3)),
        ("2026-01-05T10:00:00Z", officer(1), Deed::HoldAsked { because: because() }),
    ]);
    assert!(case.hold.forbids_erasing());
    let case = lived([
        ("2026-01-05T09:00:00Z", reporter(), received(Class::Standard, P3)),
        ("2026-01-05T10:00:00Z", officer(1), Deed::HoldAsked { because: because() }),
        ("2026-01-05T11:00:00Z", officer(2), Deed::HoldConfirmed {}),
        ("2026-02-05T10:00:00Z", officer(2), Deed::HoldLiftAsked { because: because() }),
        ("2026-02-05T11:00:00Z", officer(1), Deed::HoldLiftConfirmed {}),
    ]);
    assert_eq!(case.hold, Hold::None);
}

#[test]
fn a_reopened_case_goes_back_to_whoever_had_it() {
    let case = lived([
        ("2026-01-05T09:00:00Z", reporter(), received(Class::Standard, P3)),
        ("2026-01-05T09:01:00Z", officer(1), triaged(Class::Standard, P3)),
        ("2026-01-05T09:02:00Z", officer(1), Deed::Taken {}),
        ("2026-01-05T09:03:00Z", officer(1), outcome(Outcome::Reported)),
        ("2026-01-05T09:04:00Z", officer(1), Deed::Resolved {}),
        ("2026-01-07T09:00:00Z", officer(2), reopened()),
    ]);
    assert_eq!((case.stage(), case.held_by()), (Stage::Assigned, Some(person(1))));
    let case = lived([
        ("2026-01-05T09:00:00Z", reporter(), received(Class::Standard, P3)),
        ("2026-01-05T09:01:00Z", officer(1), Deed::Rejected { because: line("an advert") }),
        ("2026-01-07T09:00:00Z", officer(2), reopened()),
    ]);
    assert_eq!(case.state(), State::At(Stage::Received));
}

#[test]
fn the_newest_wish_counts() {
    let wish = |wishes: &[Wish]| Deed::WishTold { wishes: wishes.to_vec(), text: None };
    let case = lived([
        ("2026-01-05T09:00:00Z", reporter(), received(Class::Hate, P3)),
        ("2026-01-05T09:01:00Z", reporter(), wish(&[Wish::PoliceAct])),
        ("2026-01-06T09:01:00Z", officer(1), wish(&[Wish::TakenDown, Wish::NoPolice])),
    ]);
    assert_eq!(case.wishes, [Wish::TakenDown, Wish::NoPolice]);
}

#[test]
fn seven_rungs_for_hate_and_eleven_outcomes_for_fraud() {
    let rungs: Vec<_> = Outcome::ALL.iter().filter_map(|outcome| outcome.rung()).collect();
    assert_eq!(rungs, [1, 2, 3, 4, 5, 6, 7]);
    assert_eq!(Outcome::ALL.len() - rungs.len(), 11);
}

#[test]
fn a_clock_of_the_machine_that_was_set_back_rewrites_nothing() {
    let case = Case::after(&story([
        ("2026-01-05T09:00:00Z", reporter(), received(Class::Standard, P3)),
        ("2026-01-05T08:00:00Z", officer(1), triaged(Class::Standard, P3)),
    ]));
    assert_eq!(case.triaged_at, Some(at("2026-01-05T09:00:00Z")));
}

#[test]
fn a_word_has_eighty_signs_at_most() {
    assert!(Word::parse(&"a".repeat(80)).is_ok());
    for text in [&"a".repeat(81), "", "Report Fraud", "bänk"] {
        assert!(Word::parse(text).is_err(), "{text}");
    }
}
