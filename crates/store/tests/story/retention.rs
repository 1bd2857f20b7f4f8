//! What is over is erased, what two people hold is not, and every chain verifies as before.

use centre::ledger::{Actor, Verdict};
use store::{
    CITIZEN_MONTHS, CasePlace, DAYS_AFTER_HAND_OVER, DAYS_TO_CONFIRM_A_HOLD, DueErasure, DueOf,
    EVIDENCE_MONTHS, Keys, MEMBER_MONTHS, NewReport, POLICE_REVIEW_MONTHS, Place, ReceivedReport,
    RetentionRule, SPAM_DAYS, Store, StoreError, Taken, WARNING_DAYS, restore,
};
use terms::Timestamp;

use crate::accounts_of_events::{blobs_in, event, kept_file, new_report, officer, place, reading, received};
use crate::world::{DAY, World, at, chance, on_both, scratch};

fn robot() -> Actor {
    Actor::Reconciler("retention".into())
}

/// A report with a file and a mailbox, whose case was closed on the first day.
pub async fn closed(world: &World, rule: RetentionRule) -> ReceivedReport {
    let file = kept_file(world, "letter.txt", b"Pay by noon. zebrafinch", 0).await;
    let new = NewReport { files: vec![file], mailbox: true, ..new_report(world) };
    let taken = received(world, &new, 10).await;
    let over = CasePlace { closed_at: Some(at(DAY)), rule, ..place("closed") };
    world
        .store
        .append_to_case(taken.case, 1, &[event("closed", DAY)], &over, &officer(1), at(DAY))
        .await
        .unwrap();
    taken
}

async fn due(world: &World, until: Timestamp) -> Vec<DueErasure> {
    let due = world.store.due_for_erasure(until, until, 99).await.unwrap();
    due.into_iter().filter(|due| !matches!(due.of, DueOf::Mailbox(_))).collect()
}

#[test]
fn how_long_things_are_kept_is_as_the_centre_says() {
    let closed: Timestamp = "2026-11-30T10:00:00Z".parse().unwrap();
    for (rule, words, files) in [
        (RetentionRule::Spam, "2026-12-30T10:00:00Z", "2026-12-30T10:00:00Z"),
        (RetentionRule::Citizen, "2027-11-30T10:00:00Z", "2027-05-30T10:00:00Z"),
        (RetentionRule::Member, "2028-11-30T10:00:00Z", "2027-05-30T10:00:00Z"),
        (RetentionRule::Police, "2027-11-30T10:00:00Z", "2027-11-30T10:00:00Z"),
    ] {
        assert_eq!(rule.erase_at(closed), words.parse().unwrap(), "{rule}");
        assert_eq!(rule.destroy_evidence_at(closed), files.parse().unwrap(), "{rule}");
    }
    assert_eq!(
        (SPAM_DAYS, CITIZEN_MONTHS, MEMBER_MONTHS, POLICE_REVIEW_MONTHS, EVIDENCE_MONTHS),
        (30, 12, 24, 12, 6)
    );
    assert_eq!(WARNING_DAYS, [30, 7]);
}

#[tokio::test]
async fn what_is_due_is_told_ahead_and_what_the_police_have_is_asked_first() {
    on_both(async |world| {
        let citizen = closed(&world, RetentionRule::Citizen).await;
        let police = closed(&world, RetentionRule::Police).await;
        let words = RetentionRule::Citizen.erase_at(at(DAY));
        let files = RetentionRule::Citizen.destroy_evidence_at(at(DAY));
        assert_eq!(due(&world, at(100 * DAY)).await, []);
        let first = due(&world, files).await;
        assert_eq!(
            first,
            [DueErasure { of: DueOf::Evidence(citizen.case), due_at: files, ask_first: false }]
        );
        let all = due(&world, words).await;
        assert_eq!(all.iter().filter(|due| due.ask_first).count(), 2, "{all:?}");
        assert!(all.contains(&DueErasure { of: DueOf::Case(citizen.case), due_at: words, ask_first: false }));
        assert!(all.contains(&DueErasure { of: DueOf::Case(police.case), due_at: words, ask_first: true }));
        let warned = world.store.due_for_erasure(words, at(330 * DAY), 99).await.unwrap();
        assert!(warned.iter().any(|due| due.of == DueOf::Case(citizen.case) && due.due_at > at(330 * DAY)));
        world.end().await;
    })
    .await;
}

#[tokio::test]
async fn erasing_leaves_problem_borough_and_month_and_chains_that_verify() {
    on_both(async |world| {
        let store = &world.store;
        let taken = closed(&world, RetentionRule::Citizen).await;
        let other = closed(&world, RetentionRule::Citizen).await;
        store.write_message(taken.report, "zebrafinch", &officer(1), at(DAY)).await.unwrap();
        store.account_for(&officer(1), taken.report, "zebrafinch", at(DAY)).await.unwrap();
        let when = RetentionRule::Citizen.erase_at(at(DAY));
        let erased = store.erase_case(taken.case, &robot(), when).await.unwrap();
        assert_eq!((erased.reports, erased.items), (1, 1));
        assert!(erased.payloads >= 4, "{erased:?}");
        let report = store.report(taken.report).await.unwrap().unwrap();
        assert_eq!((report.problem.as_str(), report.borough.as_str()), ("card-fraud", "E09000028"));
        assert_eq!(report.received_at.to_string(), "2026-11-01T12:00:00Z", "the month alone");
        assert_eq!(report.erased_at, Some(when));
        assert_eq!(store.account_for(&officer(1), taken.report, "x", when).await.unwrap(), None);
        assert_eq!(store.reporter_for(&officer(1), taken.report, "x", when).await.unwrap(), None);
        assert_eq!(store.mailbox_behind(taken.receipt.as_ref().unwrap(), when).await.unwrap(), None);
        let item = &store.items_of_report(taken.report).await.unwrap()[0];
        assert!(item.facts.is_none() && item.destroyed_at == Some(when));
        assert!(store.item_for(&officer(1), item.id, reading(), true, when).await.is_err());
        let record = store.case_for(&officer(1), taken.case, "x", when).await.unwrap().unwrap();
        assert!(
            record.case.erased_at == Some(when) && record.events.iter().all(|event| event.body.is_none())
        );
        assert_eq!(store.verify_custody(taken.case).await.unwrap(), Ok(2));
        assert!(store.custody_of(taken.case).await.unwrap().iter().all(|step| step.words.is_none()));
        assert_eq!(blobs_in(&world.folder).len(), 1, "the other's file is still there");
        assert!(store.account_for(&officer(1), other.report, "x", when).await.unwrap().is_some());
        let late =
            store.append_to_case(taken.case, 2, &[event("note", 0)], &place("x"), &officer(1), when).await;
        assert!(matches!(late, Err(StoreError::NotAllowed(_))), "{late:?}");
        assert!(store.erase_case(taken.case, &robot(), when).await.is_err(), "once is enough");
        assert!(!due(&world, when).await.iter().any(|due| due.of == DueOf::Case(taken.case)));
        let Verdict::Whole { erased, .. } = store.verify_ledger().await.unwrap() else { panic!("broken") };
        assert!(erased > 0);
        world.end().await;
    })
    .await;
}

#[tokio::test]
async fn an_open_case_is_not_erased_and_files_go_before_words() {
    on_both(async |world| {
        let store = &world.store;
        let open = received(&world, &new_report(&world), 10).await;
        assert!(matches!(
            store.erase_case(open.case, &robot(), at(DAY)).await,
            Err(StoreError::NotAllowed(_))
        ));
        assert!(matches!(
            store.destroy_evidence(open.case, &robot(), at(DAY)).await,
            Err(StoreError::NotAllowed(_))
        ));
        let taken = closed(&world, RetentionRule::Member).await;
        let when = RetentionRule::Member.destroy_evidence_at(at(DAY));
        assert_eq!(store.destroy_evidence(taken.case, &robot(), when).await.unwrap(), 1);
        assert_eq!(due(&world, when).await, []);
        assert!(store.account_for(&officer(1), taken.report, "x", when).await.unwrap().is_some());
        let steps = store.custody_of(taken.case).await.unwrap();
        assert_eq!(steps.last().unwrap().step.act, evidence::custody::Act::Destroy);
        assert_eq!(
            (blobs_in(&world.folder).len(), store.verify_custody(taken.case).await.unwrap()),
            (0, Ok(2))
        );
        world.end().await;
    })
    .await;
}

#[tokio::test]
async fn what_was_handed_over_need_not_be_kept_here_for_long() {
    on_both(async |world| {
        let store = &world.store;
        let taken = closed(&world, RetentionRule::Citizen).await;
        let item = store.items_of_report(taken.report).await.unwrap()[0].id;
        let police = Taken { act: evidence::custody::Act::HandOver, words: "police" };
        store.note_custody(item, police, &officer(1), at(2 * DAY)).await.unwrap();
        let sooner = due(&world, at((2 + DAYS_AFTER_HAND_OVER) * DAY)).await;
        assert_eq!(sooner.iter().map(|due| due.of).collect::<Vec<_>>(), [DueOf::Evidence(taken.case)]);
        world.end().await;
    })
    .await;
}

#[tokio::test]
async fn a_hold_of_two_people_keeps_everything_until_two_people_lift_it() {
    on_both(async |world| {
        let store = &world.store;
        let taken = closed(&world, RetentionRule::Citizen).await;
        let (anna, bela, carl) = (officer(1), officer(2), officer(3));
        let when = RetentionRule::Citizen.erase_at(at(DAY));
        let hold = store.ask_for_hold(taken.case, "a court asked", &anna, when).await.unwrap();
        assert!(store.ask_for_hold(taken.case, "again", &bela, when).await.is_err());
        let refused = async || store.erase_case(taken.case, &robot(), when).await;
        assert!(
            matches!(refused().await, Err(StoreError::NotAllowed(_))),
            "it stands while the second is looked for"
        );
        for nobody in [&anna, &Actor::Visitor, &robot(), &Actor::CommandLine] {
            assert!(store.confirm_hold(hold, nobody, when).await.is_err(), "{nobody}");
        }
        store.confirm_hold(hold, &bela, when).await.unwrap();
        assert!(store.confirm_hold(hold, &carl, when).await.is_err(), "once is enough");
        let years = at(3_000 * DAY);
        assert_eq!(store.due_for_erasure(years, years, 99).await.unwrap(), []);
        for act in ["words", "files", "mailbox"] {
            let outcome = match act {
                "words" => store.erase_case(taken.case, &robot(), years).await.is_err(),
                "files" => store.destroy_evidence(taken.case, &robot(), years).await.is_err(),
                _ => store.erase_mailbox(taken.report, &robot(), years).await.is_err(),
            };
            assert!(outcome, "{act}");
        }
        assert!(store.lift_hold(hold, &bela, years).await.is_err(), "nobody asked for it");
        store.ask_to_lift_hold(hold, &bela, years).await.unwrap();
        assert!(store.lift_hold(hold, &bela, years).await.is_err(), "one person twice is not two");
        assert!(refused().await.is_err());
        store.lift_hold(hold, &carl, years).await.unwrap();
        let told = &store.holds_on(taken.case).await.unwrap()[0];
        assert_eq!((told.why.as_deref(), &told.asked_by), (Some("a court asked"), &anna));
        assert_eq!(told.confirmed, Some((bela.clone(), when)));
        assert_eq!((told.lifting.clone(), told.lifted.clone()), (Some((bela, years)), Some((carl, years))));
        store.erase_case(taken.case, &robot(), years).await.unwrap();
        world.end().await;
    })
    .await;
}

#[tokio::test]
async fn a_hold_that_nobody_confirms_ends_by_itself() {
    on_both(async |world| {
        let store = &world.store;
        let taken = closed(&world, RetentionRule::Citizen).await;
        let when = 500 * DAY;
        store.ask_for_hold(taken.case, "perhaps", &officer(1), at(when)).await.unwrap();
        let last = at(when + DAYS_TO_CONFIRM_A_HOLD * DAY);
        assert!(store.erase_case(taken.case, &robot(), last).await.is_err());
        let after = at(when + DAYS_TO_CONFIRM_A_HOLD * DAY + 1);
        assert!(!due(&world, after).await.is_empty());
        store.ask_for_hold(taken.case, "after all", &officer(1), after).await.unwrap();
        assert!(due(&world, after).await.is_empty(), "another may be asked for");
        world.end().await;
    })
    .await;
}

#[tokio::test]
async fn what_was_erased_cannot_be_read_in_an_older_backup_brought_back() {
    on_both(async |world| {
        let store = &world.store;
        let (erased, kept) =
            (closed(&world, RetentionRule::Citizen).await, closed(&world, RetentionRule::Member).await);
        let folder = scratch("forgets");
        let old = store.back_up(&folder, 9, at(2 * DAY)).await.unwrap();
        let when = RetentionRule::Citizen.erase_at(at(DAY));
        store.erase_case(erased.case, &robot(), when).await.unwrap();
        store.back_up(&folder, 9, when).await.unwrap();
        store.back_up(&folder, 9, when + jiff::SignedDuration::from_secs(60)).await.unwrap();
        let keys: Vec<_> = std::fs::read_dir(&folder).unwrap().flatten().map(|entry| entry.path()).collect();
        let keys = keys.iter().filter(|path| path.extension().is_some_and(|end| end == "keys")).count();
        assert_eq!(keys, store::KEY_BACKUPS_KEPT, "older keys are gone");
        assert_eq!(blobs_in(&folder).len(), 1);

        let data = scratch("remembers");
        for key in ["master.key", "identity.key"] {
            std::fs::copy(world.folder.join(key), data.join(key)).unwrap();
        }
        let place = Place::Folder(data.clone());
        assert_eq!(restore(&old.file, &place, &data).await.unwrap().files, 1);
        let again = Store::open(place, Keys::open(&data, &*chance(9)).unwrap(), chance(9)).await.unwrap();
        let report = again.report(erased.report).await.unwrap().unwrap();
        assert_eq!(report.erased_at, None, "the backup is from before");
        assert_eq!(again.account_for(&officer(1), erased.report, "x", when).await.unwrap(), None);
        assert_eq!(again.reporter_for(&officer(1), erased.report, "x", when).await.unwrap(), None);
        let item = &again.items_of_report(erased.report).await.unwrap()[0];
        assert!(item.facts.is_none());
        assert!(again.account_for(&officer(1), kept.report, "x", when).await.unwrap().is_some());
        assert!(again.reporter_for(&officer(1), kept.report, "x", when).await.unwrap().is_some());
        again.close().await;
        world.end().await;
    })
    .await;
}
