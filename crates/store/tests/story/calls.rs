//! Calls that both sides can check, and letters that end with a code.

use centre::call_check::{
    CALL_DIGITS, CALL_MINUTES, CALLS_REMEMBERED_DAYS, LETTER_CODE_DAYS, LONG_CALL_DIGITS, MISSES_OF_A_STORM,
    MOST_LIVE_CALLS, Reason, STORM_MINUTES, Side, Standing, TypedCode, read_code,
};
use centre::ledger::Actor;
use centre::roles::Role;
use jiff::SignedDuration;
use store::{CallCheck, CalledParty, Deed, Owner, Queued, RetentionRule, StoreError, Thing};
use terms::{CallCheckId, CaseId, OrganisationId, PersonId};
use uuid::Uuid;

use crate::accounts_of_events::{new_report, received};
use crate::retention::closed;
use crate::world::{DAY, World, at, letter, on_both};

const MINUTE: i64 = 60;

fn officer(number: u128) -> (PersonId, Role) {
    (PersonId(Uuid::from_u128(number)), Role::ContactOfficer)
}

/// Officer 1 rings; returns the code that they say.
async fn rings(world: &World, with: CalledParty, seconds: i64) -> (CallCheckId, String) {
    let id = world.store.begin_call(with, Reason::Finding, officer(1), at(seconds)).await.unwrap();
    (id, said(world, id).await)
}

async fn said(world: &World, id: CallCheckId) -> String {
    let check = check(world, id).await;
    world.store.call_code(&check).reveal().to_owned()
}

async fn check(world: &World, id: CallCheckId) -> CallCheck {
    world.store.call_check(id).await.unwrap().unwrap()
}

/// Somebody with no account types it.
async fn types(world: &World, code: &str, seconds: i64) -> Option<CallCheck> {
    world.store.hear_call_code(Side::Ours, code, None, &Actor::Visitor, at(seconds)).await.unwrap()
}

async fn newest_deed(world: &World, firm: OrganisationId) -> Deed {
    world.store.timeline(firm, None, 1).await.unwrap()[0].deed
}

#[tokio::test]
async fn a_code_of_a_call_works_once_within_its_minutes() {
    on_both(async |world| {
        let (firm, _) = world.member("Kiosk", 0).await;
        let (id, code) = rings(&world, CalledParty::Organisation(firm), 100).await;
        assert_eq!(code.len(), CALL_DIGITS);
        assert_eq!(said(&world, id).await, code, "the page can be loaded again");
        assert_eq!(newest_deed(&world, firm).await, Deed::CallBegun);
        assert_eq!(check(&world, id).await.standing(at(101)), Standing::Waiting);

        let heard = types(&world, &code, 160).await.expect("it is ours");
        assert_eq!((heard.id, heard.organisation, heard.reason), (id, Some(firm), Some(Reason::Finding)));
        assert_eq!(
            (heard.made_at, heard.role, heard.used_at),
            (at(100), Role::ContactOfficer, Some(at(160)))
        );
        assert_eq!(heard, check(&world, id).await, "what is told is what is kept");
        assert_eq!(newest_deed(&world, firm).await, Deed::CallConfirmed);
        assert_eq!(types(&world, &code, 161).await, None, "a code that is played again fails");
        assert_eq!(check(&world, id).await.used_at, Some(at(160)));
        world.end().await;
    })
    .await;
}

#[tokio::test]
async fn a_code_is_over_at_its_minute_and_one_second_past_it() {
    on_both(async |world| {
        for (seconds, works) in
            [(CALL_MINUTES * 60 - 1, true), (CALL_MINUTES * 60, false), (CALL_MINUTES * 60 + 1, false)]
        {
            let (_, code) = rings(&world, CalledParty::Somebody, 0).await;
            assert_eq!(types(&world, &code, seconds).await.is_some(), works, "{seconds}");
        }
        world.end().await;
    })
    .await;
}

#[tokio::test]
async fn a_code_of_another_call_of_the_other_side_or_of_another_firm_fails() {
    on_both(async |world| {
        let (kiosk, anna) = world.member("Kiosk", 0).await;
        let (tailor, _) = world.member("Tailor", 0).await;
        let (first, old) = rings(&world, CalledParty::Organisation(kiosk), 100).await;
        let (_, new) = rings(&world, CalledParty::Organisation(kiosk), 120).await;
        assert_ne!(old, new);
        assert_eq!(types(&world, &old, 130).await, None, "the officer is in another call by now");
        assert_eq!(check(&world, first).await.standing(at(130)), Standing::Replaced);

        let by = Actor::Person(anna);
        let as_member = async |code: &str, firm| {
            world.store.hear_call_code(Side::Ours, code, Some(firm), &by, at(140)).await.unwrap()
        };
        assert_eq!(as_member(&new, tailor).await, None, "the call was to another firm");
        assert!(as_member(&new, kiosk).await.is_some());

        let theirs = world.store.make_call_code(kiosk, (anna, Role::MemberContact), at(200)).await.unwrap();
        let theirs = said(&world, theirs).await;
        assert_eq!(types(&world, &theirs, 201).await, None, "a firm's code is no code of ours");
        let (_, ours) = rings(&world, CalledParty::Somebody, 202).await;
        let desk = Actor::Person(officer(1).0);
        let hear = async |code: &str, firm| {
            world.store.hear_call_code(Side::Theirs, code, firm, &desk, at(203)).await.unwrap()
        };
        assert_eq!(hear(&ours, None).await, None, "nor the other way round");
        assert_eq!(hear(&theirs, Some(tailor)).await, None, "somebody says that they are the tailor");
        let heard = hear(&theirs, Some(kiosk)).await.expect("it is the kiosk");
        assert_eq!((heard.organisation, heard.made_by, heard.reason), (Some(kiosk), anna, None));
        assert_eq!(hear(&theirs, Some(kiosk)).await, None, "once");
        assert_eq!(newest_deed(&world, kiosk).await, Deed::CallCodeHeard);
        world.end().await;
    })
    .await;
}

#[tokio::test]
async fn the_code_of_a_call_is_its_officers_and_a_firms_code_the_firms() {
    on_both(async |world| {
        let (kiosk, anna) = world.member("Kiosk", 0).await;
        let (id, _) = rings(&world, CalledParty::Organisation(kiosk), 1).await;
        let owner = async |id| world.store.owner_of(Thing::Call(id)).await.unwrap();
        assert_eq!(owner(id).await, Some(Owner::Person(officer(1).0, None)));
        let theirs = world.store.make_call_code(kiosk, (anna, Role::CyberWarden), at(2)).await.unwrap();
        assert_eq!(owner(theirs).await, Some(Owner::Organisation(kiosk)));
        let code = said(&world, theirs).await;
        let desk = Actor::Person(officer(2).0);
        world.store.hear_call_code(Side::Theirs, &code, None, &desk, at(3)).await.unwrap().unwrap();
        assert_eq!(owner(theirs).await, Some(Owner::Person(officer(2).0, None)));
        assert_eq!(owner(CallCheckId(Uuid::nil())).await, None);
        let nowhere = OrganisationId(Uuid::nil());
        let none =
            world.store.begin_call(CalledParty::Organisation(nowhere), Reason::Visit, officer(1), at(4));
        assert!(matches!(none.await, Err(StoreError::NoSuch("organisation"))));
        world.end().await;
    })
    .await;
}

#[tokio::test]
async fn so_many_calls_live_at_one_time_and_no_two_have_one_code() {
    on_both(async |world| {
        let mut codes = std::collections::BTreeSet::new();
        let begin = async |number: usize, seconds| {
            let who = officer(number as u128 + 1);
            world.store.begin_call(CalledParty::Somebody, Reason::Asked, who, at(seconds)).await
        };
        for number in 0..MOST_LIVE_CALLS {
            codes.insert(said(&world, begin(number, 10).await.unwrap()).await);
        }
        assert_eq!(codes.len(), MOST_LIVE_CALLS);
        assert!(matches!(begin(MOST_LIVE_CALLS, 11).await, Err(StoreError::NotAllowed(_))));
        begin(0, 12).await.expect("a new code in place of one's own");
        begin(MOST_LIVE_CALLS, 10 + CALL_MINUTES * 60).await.expect("those of before are over");
        world.end().await;
    })
    .await;
}

#[tokio::test]
async fn a_storm_of_guesses_makes_codes_longer_and_locks_nobody_out() {
    on_both(async |world| {
        // The beginning of a span, so that the story knows which guesses count together.
        let span = STORM_MINUTES * MINUTE;
        let start = span - at(0).as_second().rem_euclid(span);
        let (_, short) = rings(&world, CalledParty::Somebody, start).await;
        for guess in 1..MISSES_OF_A_STORM {
            assert_eq!(types(&world, &format!("{guess:09}"), start + 1).await, None);
        }
        assert!(!world.store.is_storm_of_codes(at(start + 1)).await.unwrap(), "one is missing");
        assert!(types(&world, &short, start + 2).await.is_some(), "up to then short codes count");

        let (_, short) = rings(&world, CalledParty::Somebody, start + 3).await;
        assert_eq!(short.len(), CALL_DIGITS);
        // A code that nobody knows and that was not of a call counts with them.
        world.store.code_missed(&Actor::Visitor, at(start + 4)).await.unwrap();
        assert!(world.store.is_storm_of_codes(at(start + 4)).await.unwrap());
        assert_eq!(types(&world, &short, start + 5).await, None, "in a storm a short code does not count");
        let (_, long) = rings(&world, CalledParty::Somebody, start + 6).await;
        assert_eq!(long.len(), LONG_CALL_DIGITS);
        assert!(types(&world, &long, start + 7).await.is_some(), "whoever has a new one comes through");

        let told: Vec<i64> = world
            .store
            .ledger_lines(None, 100)
            .await
            .unwrap()
            .iter()
            .filter(|line| line.deed == Deed::CallCodeMissed)
            .map(|line| line.payload["misses"].as_i64().unwrap())
            .collect();
        assert_eq!(told, [32, 16, 8, 4, 2, 1], "counted, and of what was typed nothing");

        assert!(world.store.is_storm_of_codes(at(start + 2 * span - 1)).await.unwrap());
        assert!(!world.store.is_storm_of_codes(at(start + 2 * span)).await.unwrap(), "and it is over");
        let (_, short) = rings(&world, CalledParty::Somebody, start + 2 * span).await;
        assert_eq!(short.len(), CALL_DIGITS);
        world.end().await;
    })
    .await;
}

#[tokio::test]
async fn no_code_lies_in_the_database() {
    on_both(async |world| {
        let (firm, anna) = world.member("Kiosk", 0).await;
        let (_, ours) = rings(&world, CalledParty::Organisation(firm), 1).await;
        let theirs = world.store.make_call_code(firm, (anna, Role::MemberContact), at(1)).await.unwrap();
        let theirs = said(&world, theirs).await;
        types(&world, "123123123", 2).await;
        let everything = world.store.everything_about(firm).await.unwrap().to_string();
        assert!(everything.contains("\"calls\""), "{everything}");
        for code in [ours.as_str(), theirs.as_str(), "123123123"] {
            assert!(!everything.contains(code));
            for line in world.store.ledger_lines(None, 100).await.unwrap() {
                assert!(!line.payload.to_string().contains(code), "{line:?}");
            }
        }
        world.end().await;
    })
    .await;
}

#[tokio::test]
async fn a_call_is_remembered_so_long_and_goes_with_its_firm() {
    on_both(async |world| {
        let (kiosk, _) = world.member("Kiosk", 0).await;
        let (tailor, _) = world.member("Tailor", 0).await;
        rings(&world, CalledParty::Organisation(kiosk), 1).await;
        rings(&world, CalledParty::Organisation(tailor), 2).await;
        assert_eq!(world.store.calls_by(officer(1).0, 10).await.unwrap().len(), 2);
        world.store.leave(kiosk, &Actor::Visitor, at(3)).await.unwrap();
        assert!(world.store.calls_with(kiosk, 10).await.unwrap().is_empty());
        types(&world, "1", 4).await;
        let idle = SignedDuration::from_hours(1);
        world.store.sweep(idle, at(2 + CALLS_REMEMBERED_DAYS * DAY)).await.unwrap();
        assert_eq!(world.store.calls_with(tailor, 10).await.unwrap().len(), 1);
        assert_eq!(world.count("call_misses").await, 0, "counts of an hour ago are of no use");
        world.store.sweep(idle, at(3 + CALLS_REMEMBERED_DAYS * DAY)).await.unwrap();
        assert!(world.store.calls_with(tailor, 10).await.unwrap().is_empty());
        world.end().await;
    })
    .await;
}

#[tokio::test]
async fn a_call_about_a_case_is_told_with_the_report_and_goes_with_its_words() {
    on_both(async |world| {
        let store = &world.store;
        let taken = closed(&world, RetentionRule::Citizen).await;
        let (id, code) = rings(&world, CalledParty::Case(taken.case), DAY).await;
        assert!(types(&world, &code, DAY + 1).await.is_some());
        let kept = store.calls_about(taken.case, 10).await.unwrap();
        assert_eq!((kept.len(), kept[0].id, kept[0].organisation), (1, id, None));
        let all =
            store.everything_about_report(&Actor::CommandLine, taken.report, at(DAY + 2)).await.unwrap();
        assert_eq!(all["calls"][0]["reason"], "finding");
        let nowhere = CalledParty::Case(CaseId(Uuid::nil()));
        let none = store.begin_call(nowhere, Reason::Report, officer(1), at(DAY + 3)).await;
        assert!(matches!(none, Err(StoreError::NoSuch("case"))));
        store.erase_case(taken.case, &Actor::CommandLine, at(400 * DAY)).await.unwrap();
        assert!(store.calls_about(taken.case, 10).await.unwrap().is_empty());
        world.end().await;
    })
    .await;
}

#[tokio::test]
async fn what_is_no_code_at_all_is_counted_with_the_others() {
    on_both(async |world| {
        for second in 0..MISSES_OF_A_STORM {
            assert!(!world.store.is_storm_of_codes(at(second)).await.unwrap(), "{second}");
            world.store.code_missed(&Actor::Visitor, at(second)).await.unwrap();
        }
        assert!(world.store.is_storm_of_codes(at(MISSES_OF_A_STORM)).await.unwrap());
        world.end().await;
    })
    .await;
}

/// The code at the end of a letter, as a program reads it.
fn code_at_the_end(text: &str) -> String {
    let line = text.lines().last().unwrap();
    let code = line.strip_prefix("Letter code: ").unwrap_or_else(|| panic!("no code: {text}"));
    let Some(TypedCode::Letter(code)) = read_code(code) else { panic!("{code}") };
    code
}

#[tokio::test]
async fn every_letter_ends_with_a_code_that_is_known_for_its_days() {
    on_both(async |world| {
        let (store, by) = (&world.store, Actor::CommandLine);
        let mut codes = Vec::new();
        for number in 0..2 {
            let Queued::Queued(id) =
                store.queue_letter(&letter("anna@far.example", "Good news.\n\n"), &by, at(1)).await.unwrap()
            else {
                panic!("{number}")
            };
            let text = store.letter(id).await.unwrap().unwrap().text;
            assert!(text.starts_with("Good news.\n\nLetter code: M"), "{text}");
            codes.push(code_at_the_end(&text));
        }
        assert_ne!(codes[0], codes[1], "each letter has its own");
        let known = store.letter_with_code(&codes[0], at(2)).await.unwrap().unwrap();
        assert_eq!((known.recipient.as_str(), known.at), ("anna@far.example", at(1)));
        let again = store.letter_with_code(&codes[0], at(3)).await.unwrap();
        assert_eq!(again, Some(known), "a letter is shown around");
        for sent in store.lease_letters("one", SignedDuration::from_mins(1), 10, at(60)).await.unwrap() {
            store.letter_sent(sent.id, "one", false, at(61)).await.unwrap();
        }
        let sent = store.letter_with_code(&codes[0], at(62)).await.unwrap().unwrap();
        assert_eq!(sent.at, at(61), "the day is that on which it was sent");
        let last = LETTER_CODE_DAYS * DAY;
        assert!(store.letter_with_code(&codes[1], at(last)).await.unwrap().is_some());
        assert_eq!(store.letter_with_code(&codes[1], at(1 + last)).await.unwrap(), None, "it is too old");
        for wrong in ["", "M00000000000", &codes[0][1..]] {
            assert_eq!(store.letter_with_code(wrong, at(62)).await.unwrap(), None, "{wrong}");
        }
        world.end().await;
    })
    .await;
}

#[tokio::test]
async fn what_a_letter_says_before_its_code_is_said_by_the_house() {
    on_both(async |world| {
        let (store, by) = (&world.store, Actor::CommandLine);
        store.end_letters_with("Type it at centre.example/verify.\nLetter code: {code}".to_owned());
        store.end_letters_with("never".to_owned());
        let Queued::Queued(id) =
            store.queue_letter(&letter("a@far.example", "x {code}"), &by, at(1)).await.unwrap()
        else {
            panic!()
        };
        let text = store.letter(id).await.unwrap().unwrap().text;
        assert!(text.starts_with("x {code}\n\nType it at centre.example/verify.\nLetter code: M"), "{text}");
        code_at_the_end(&text);
        world.end().await;
    })
    .await;
}

#[tokio::test]
async fn calls_about_a_case_stand_with_it_the_newest_first() {
    on_both(async |world| {
        let case = received(&world, &new_report(&world), 0).await.case;
        let (first, _) = rings(&world, CalledParty::Case(case), 100).await;
        let (second, _) = rings(&world, CalledParty::Case(case), 100 + MINUTE).await;
        rings(&world, CalledParty::Somebody, 300).await;
        let about: Vec<CallCheckId> =
            world.store.calls_about(case, 9).await.unwrap().into_iter().map(|check| check.id).collect();
        assert_eq!(about, [second, first]);
        assert_eq!(world.store.calls_about(case, 1).await.unwrap().len(), 1);
        world.end().await;
    })
    .await;
}
