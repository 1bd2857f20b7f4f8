use super::*;
use crate::case::{CheckIn, CheckInResult, Flag, Hold, Holder, Refusal, may, may_merge};
use crate::clock::Duty;

fn refused(case: &Case, deed: &Deed, by: &Actor) -> String {
    may(case, deed, by).expect_err("this must be refused").to_string()
}

/// A case that officer 1 has in hand.
fn in_hand() -> Case {
    lived([
        ("2026-01-05T09:00:00Z", reporter(), received(Class::Urgent, Severity::P2)),
        ("2026-01-05T09:01:00Z", officer(1), triaged(Class::Urgent, Severity::P2)),
        ("2026-01-05T09:02:00Z", officer(1), Deed::Taken {}),
    ])
}

fn with(mut case: Case, by: Actor, deed: Deed) -> Case {
    assert_eq!(may(&case, &deed, &by), Ok(()), "{deed:?}");
    case.step(&Event { at: at("2026-01-05T12:00:00Z"), by, deed });
    case
}

#[test]
fn two_officers_never_hold_the_same_case() {
    let case = in_hand();
    assert_eq!(may(&case, &Deed::Taken {}, &officer(2)), Err(Refusal::HeldBy(person(1))));
    assert_eq!(
        refused(&case, &Deed::Taken {}, &officer(2)),
        "somebody else has this case; ask them to hand it over, or ask a manager"
    );
    assert_eq!(refused(&case, &Deed::Taken {}, &officer(1)), "you have this case already; go on");
}

#[test]
fn nobody_hands_over_what_they_do_not_hold() {
    let to_me = Deed::HandedOver { to: Holder::Person(person(2)), note: text(1) };
    let case = in_hand();
    assert_eq!(may(&case, &to_me, &officer(2)), Err(Refusal::HeldBy(person(1))));
    assert_eq!(may(&case, &to_me, &manager()), Ok(()));
    let case = with(case, officer(1), to_me.clone());
    assert_eq!(may(&case, &to_me, &officer(2)), Err(Refusal::SameHolder));
    let queued = with(case, officer(2), Deed::HandedOver { to: Holder::Queue(word("night")), note: text(1) });
    assert_eq!(refused(&queued, &to_me, &officer(1)), "nobody has this case; take it first");
}

#[test]
fn no_case_is_resolved_without_an_outcome_or_with_something_unsent() {
    let case = in_hand();
    assert_eq!(
        refused(&case, &Deed::Resolved {}, &officer(1)),
        "no outcome is noted; add what came of it first, even if nothing could be done"
    );
    let nothing = Deed::OutcomeAdded { outcome: Outcome::NoActionPossible, pence: None, because: None };
    assert_eq!(may(&case, &nothing, &officer(1)), Err(Refusal::NeedsAReason));
    let case = with(case, officer(1), outcome(Outcome::Reported));
    let case = with(case, officer(1), decided(1, "police"));
    assert_eq!(
        refused(&case, &Deed::Resolved {}, &officer(1)),
        "something was to be handed over and was not sent; send it, or drop it with a reason"
    );
    let dropped = Deed::PackDropped { pack: pack(1), because: line("they said no") };
    let case = with(case, officer(1), dropped);
    let case = with(case, officer(1), Deed::Resolved {});
    let taken_back = Deed::OutcomeWithdrawn { outcome: Outcome::Reported, because: line("it was not") };
    assert_eq!(may(&case, &taken_back, &officer(1)), Err(Refusal::NoOutcome));
}

#[test]
fn nothing_leaves_without_a_yes() {
    let case = with(in_hand(), officer(1), decided(1, "bank"));
    assert_eq!(
        refused(&case, &sent(1), &officer(1)),
        "the person has not said yes to this hand-over; ask them first"
    );
    let case = with(case, reporter(), Deed::PackConsented { pack: pack(1) });
    let case = with(case, reporter(), Deed::ConsentWithdrawn { pack: pack(1) });
    assert_eq!(may(&case, &sent(1), &officer(1)), Err(Refusal::NoConsent));
    assert_eq!(
        may(&case, &Deed::ConsentWithdrawn { pack: pack(1) }, &reporter()),
        Err(Refusal::NoConsentToWithdraw)
    );
    let by_law = Deed::PackDecided { pack: pack(2), to: word("police"), ground: Ground::Law };
    let case = with(with(case, officer(1), by_law), officer(1), sent(2));
    assert_eq!(may(&case, &sent(2), &officer(1)), Err(Refusal::PackGone));
    assert_eq!(may(&case, &sent(3), &officer(1)), Err(Refusal::NoSuchPack));
    let accepted = Deed::PackAccepted { pack: pack(2) };
    assert_eq!(may(&case, &accepted, &partner("bank")), Err(Refusal::NotYourPack));
    assert_eq!(may(&case, &accepted, &partner("police")), Ok(()));
    assert_eq!(may(&case, &Deed::Taken {}, &partner("police")), Err(Refusal::NotForAPartner));
}

#[test]
fn a_finished_case_is_reopened_first() {
    let case = with(in_hand(), officer(1), outcome(Outcome::Reported));
    let case = with(case, officer(1), Deed::Resolved {});
    assert_eq!(
        refused(&case, &Deed::Taken {}, &officer(1)),
        "this case is finished; reopen it with a reason first"
    );
    assert_eq!(may(&in_hand(), &reopened(), &officer(1)), Err(Refusal::NotFinished));
    assert_eq!(may(&in_hand(), &Deed::Closed {}, &officer(1)), Err(Refusal::NotResolved));
    // What others do and tell later is still written down.
    for (by, deed) in [
        (reporter(), message_in()),
        (officer(2), outcome(Outcome::Charged)),
        (officer(2), Deed::FollowUpMade { check_in: CheckIn::Day3, result: CheckInResult::Spoke }),
    ] {
        assert_eq!(may(&case, &deed, &by), Ok(()), "{deed:?}");
    }
}

#[test]
fn a_merged_case_is_worked_on_where_it_goes_on() {
    let case = with(in_hand(), officer(1), merged(9));
    assert_eq!(may(&case, &waiting(), &officer(1)), Err(Refusal::Merged(case_id(9))));
    assert_eq!(
        refused(&case, &Deed::Resolved {}, &officer(1)),
        "this case goes on in another; work there, or unmerge this one first"
    );
    for (by, deed) in [(reporter(), message_in()), (officer(2), message_out()), (officer(2), unmerged())] {
        assert_eq!(may(&case, &deed, &by), Ok(()), "{deed:?}");
    }
    assert_eq!(may(&in_hand(), &unmerged(), &officer(1)), Err(Refusal::NotMerged));
}

#[test]
fn merging_makes_no_chain_and_no_ring() {
    let (child, parent) = (in_hand(), in_hand());
    assert_eq!(may_merge((case_id(1), &child), (case_id(2), &parent)), Ok(()));
    assert_eq!(may_merge((case_id(1), &child), (case_id(1), &child)), Err(Refusal::SameCase));
    let gone = with(in_hand(), officer(1), merged(3));
    assert_eq!(may_merge((case_id(1), &child), (case_id(2), &gone)), Err(Refusal::Merged(case_id(3))));
    let took = with(in_hand(), officer(1), Deed::TookIn { child: case_id(5) });
    assert_eq!(may_merge((case_id(1), &took), (case_id(2), &parent)), Err(Refusal::HasChildren));
    assert_eq!(may(&took, &Deed::TookIn { child: case_id(5) }, &officer(1)), Err(Refusal::ChildAlready));
    assert_eq!(may(&parent, &Deed::LetGo { child: case_id(5) }, &officer(1)), Err(Refusal::NoSuchChild));
}

#[test]
fn the_machine_raises_and_never_lowers_or_ends() {
    let case = in_hand();
    let set = |class, severity| Deed::Triaged { to: triage(class, severity), because: None };
    assert_eq!(may(&case, &set(Class::Urgent, Severity::P1), &machine()), Ok(()));
    assert_eq!(may(&case, &set(Class::LiveIncident, Severity::P2), &machine()), Ok(()));
    for lower in [set(Class::Urgent, Severity::P3), set(Class::Standard, Severity::P2)] {
        assert_eq!(may(&case, &lower, &machine()), Err(Refusal::WouldLower));
        assert_eq!(may(&case, &lower, &officer(1)), Err(Refusal::NeedsAReason));
    }
    for deed in [Deed::Resolved {}, Deed::Closed {}, Deed::Taken {}, merged(2), outcome(Outcome::Reported)] {
        assert_eq!(may(&case, &deed, &machine()), Err(Refusal::NotForTheMachine), "{deed:?}");
    }
    let student = Actor::Officer { person: person(5), role: Role::Student };
    assert_eq!(may(&case, &Deed::Read {}, &student), Err(Refusal::NotStaff));
    assert_eq!(may(&case, &Deed::Resolved {}, &reporter()), Err(Refusal::NotForTheReporter));
}

#[test]
fn nobody_confirms_their_own_hold() {
    let case = with(in_hand(), officer(1), Deed::HoldAsked { because: line("a trial") });
    assert_eq!(
        refused(&case, &Deed::HoldConfirmed {}, &officer(1)),
        "a second person must agree; ask a colleague"
    );
    let case = with(case, officer(2), Deed::HoldConfirmed {});
    assert_eq!(may(&case, &Deed::HoldLiftConfirmed {}, &officer(1)), Err(Refusal::NoHold));
    let case = with(case, officer(2), Deed::HoldLiftAsked { because: line("it is over") });
    assert_eq!(may(&case, &Deed::HoldLiftConfirmed {}, &officer(2)), Err(Refusal::NeedsASecondPerson));
    // Whoever disagrees keeps it held.
    let case = with(case, officer(1), Deed::HoldConfirmed {});
    assert_eq!(case.hold, Hold::Held);
}

#[test]
fn flags_are_raised_by_anybody_and_lifted_by_few() {
    let raised = Deed::FlagRaised { flag: Flag::Stalking };
    let lifted = Deed::FlagLifted { flag: Flag::Stalking, because: line("a mistake") };
    assert_eq!(may(&in_hand(), &lifted, &manager()), Err(Refusal::NoSuchFlag(Flag::Stalking)));
    let case = with(in_hand(), reporter(), raised.clone());
    assert_eq!(may(&case, &raised, &officer(1)), Err(Refusal::FlagAlready(Flag::Stalking)));
    assert_eq!(may(&case, &lifted, &officer(1)), Err(Refusal::ForTheLead));
    assert_eq!(may(&case, &lifted, &manager()), Ok(()));
}

#[test]
fn what_was_done_is_not_done_again() {
    let done = Deed::DutyDone { duty: Duty::TellIco, on: at("2026-01-06T09:00:00Z") };
    assert_eq!(may(&in_hand(), &done, &reporter()), Err(Refusal::NoSuchDuty));
    let begun = Deed::DutyBegun { duty: Duty::TellIco, since: at("2026-01-05T09:00:00Z") };
    let case = with(with(in_hand(), reporter(), begun), reporter(), done.clone());
    assert_eq!(may(&case, &done, &reporter()), Err(Refusal::NoSuchDuty));
    let asked = Deed::FollowUpMade { check_in: CheckIn::Day3, result: CheckInResult::NoAnswer };
    let case = with(case, officer(1), asked);
    let spoke = Deed::FollowUpMade { check_in: CheckIn::Day3, result: CheckInResult::Spoke };
    let case = with(case, officer(1), spoke.clone());
    assert_eq!(may(&case, &spoke, &officer(1)), Err(Refusal::CheckInMade));
}

#[test]
fn before_and_after_the_report() {
    let report = received(Class::Standard, Severity::P4);
    assert_eq!(may(&Case::default(), &message_in(), &reporter()), Err(Refusal::NotReceived));
    assert_eq!(may(&in_hand(), &report, &reporter()), Err(Refusal::AlreadyReceived));
}
