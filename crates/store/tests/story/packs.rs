//! What is handed over is frozen, moves with its case, is seen by nobody unlogged, and goes with its case.

use centre::hand_over::package::PackageKey;
use evidence::custody::Act;
use store::{
    Appended, CasePlace, Deed, MOST_PACKS, Manner, MoreOfCase, NewPack, NewReport, Owner, PackMove,
    PackState, ReceivedReport, RetentionRule, StoreError, Thing,
};
use terms::{EvidenceId, PackId, PersonId};
use uuid::Uuid;

use crate::accounts_of_events::{event, kept_file, new_report, officer, place, received};
use crate::world::{DAY, World, at, on_both};

const CONTENT: &str = r#"{"who":"Nora Field zebrafinch"}"#;
const POLICE: &str = "metropolitan-police";

fn id(n: u128) -> PackId {
    PackId(Uuid::from_u128(n))
}

fn new(taken: &ReceivedReport, n: u128) -> PackMove<'static> {
    let (id, report) = (id(n), taken.report);
    let (body, recipient, ground) = (POLICE, "police", "consent");
    PackMove::Decide(NewPack { id, report, body, recipient, ground, content: CONTENT })
}

fn sending(n: u128, in_window: bool) -> PackMove<'static> {
    PackMove::Send {
        pack: id(n),
        reference: "CR 4711 zebrafinch",
        in_window,
        reply_due: at(3 * DAY),
        enclosed: &[],
        to_whom: "",
    }
}

/// Moves a pack with an event of its case.
async fn moved(
    world: &World,
    taken: &ReceivedReport,
    step: &PackMove<'_>,
    restricted: bool,
) -> Result<Appended, StoreError> {
    let seen = world.store.case(taken.case).await.unwrap().unwrap().events;
    let place = CasePlace { restricted, holder: Some(holder()), ..place("in_progress") };
    let events = [event("pack_moved", 30)];
    let more = MoreOfCase { case: taken.case, seen, events: &events, place: &place };
    world.store.move_pack(&more, step, &officer(1), at(30)).await
}

fn holder() -> PersonId {
    PersonId(Uuid::from_u128(1))
}

#[tokio::test]
async fn a_pack_is_frozen_sent_and_answered_and_each_look_is_logged_first() {
    on_both(async |world| {
        let store = &world.store;
        let taken = received(&world, &new_report(&world), 10).await;
        moved(&world, &taken, &new(&taken, 7), false).await.unwrap();
        let kept = store.pack(id(7)).await.unwrap().unwrap();
        assert_eq!((kept.state, kept.in_window, kept.sent_at), (PackState::Decided, false, None));
        assert_eq!(store.owner_of(Thing::Pack(id(7))).await.unwrap(), None, "nobody outside knows of it");
        assert!(store.packs_of_body(POLICE, 9).await.unwrap().is_empty());

        moved(&world, &taken, &sending(7, true), false).await.unwrap();
        let owner = store.owner_of(Thing::Pack(id(7))).await.unwrap();
        assert_eq!(owner, Some(Owner::Body(POLICE.to_owned())));
        assert_eq!(store.packs_of_body(POLICE, 9).await.unwrap()[0].id, id(7));
        assert!(store.packs_of_body("british-transport-police", 9).await.unwrap().is_empty());
        let again = moved(&world, &taken, &sending(7, true), false).await;
        assert!(matches!(again, Err(StoreError::NoSuch(_))), "{again:?}");

        let (seen, content) = store.pack_for(&officer(5), id(7), "to read", at(40)).await.unwrap().unwrap();
        assert_eq!(content.as_deref(), Some(CONTENT));
        assert_eq!(seen.reference.as_deref(), Some("CR 4711 zebrafinch"));
        let lines = store.ledger_of_case(taken.case, 99).await.unwrap();
        assert!(lines.iter().any(|line| line.deed == Deed::Read && line.by == officer(5)));
        for deed in [Deed::HandOverFrozen, Deed::HandOverSent] {
            assert_eq!(lines.iter().filter(|line| line.deed == deed).count(), 1, "{deed}");
        }

        let answer = PackMove::Answer { pack: id(7), state: PackState::Accepted };
        moved(&world, &taken, &answer, false).await.unwrap();
        let packs = store.packs_of_case(taken.case).await.unwrap();
        assert_eq!((packs.len(), packs[0].state), (1, PackState::Accepted));
        assert_eq!(packs[0].answered_at, Some(at(30)));
        world.end().await;
    })
    .await;
}

#[tokio::test]
async fn files_that_go_with_a_pack_get_their_step_in_the_same_act_and_none_where_it_does_not_leave() {
    on_both(async |world| {
        let store = &world.store;
        let files = vec![kept_file(&world, "bill.pdf", b"%PDF-1.7", 5).await];
        let taken = received(&world, &NewReport { files, ..new_report(&world) }, 10).await;
        let item = store.items_of_report(taken.report).await.unwrap()[0].id;
        let gone = EvidenceId(Uuid::from_u128(99));
        let enclosed = [gone, item];
        let (pack, reference, to_whom) = (id(7), "CR 4711", "to the police, CR 4711");
        let reply_due = at(3 * DAY);
        let leaves =
            PackMove::Send { pack, reference, in_window: true, reply_due, enclosed: &enclosed, to_whom };
        let handed = async || {
            let steps = store.custody_of(taken.case).await.unwrap();
            steps.into_iter().filter(|step| step.step.act == Act::HandOver).collect::<Vec<_>>()
        };

        assert!(moved(&world, &taken, &leaves, false).await.is_err(), "nothing was decided yet");
        assert!(handed().await.is_empty(), "what did not leave was in nobody's hand");

        moved(&world, &taken, &new(&taken, 7), false).await.unwrap();
        moved(&world, &taken, &leaves, false).await.unwrap();
        let steps = handed().await;
        assert_eq!(steps.len(), 1, "a file that is gone has no step");
        assert_eq!(steps[0].words.as_deref(), Some(to_whom));
        assert_eq!(steps[0].step.item, *item.0.as_bytes());
        assert!(store.verify_custody(taken.case).await.unwrap().is_ok());
        world.end().await;
    })
    .await;
}

#[tokio::test]
async fn what_waits_for_an_answer_is_told_but_not_of_cases_for_few() {
    on_both(async |world| {
        let store = &world.store;
        let waiting = async |all: bool, who: u128| {
            store.packs_waiting(all, PersonId(Uuid::from_u128(who)), 9).await.unwrap().len()
        };
        let taken = received(&world, &new_report(&world), 10).await;
        moved(&world, &taken, &new(&taken, 7), false).await.unwrap();
        assert_eq!(waiting(true, 1).await, 0);
        moved(&world, &taken, &sending(7, false), true).await.unwrap();
        assert_eq!((waiting(true, 9).await, waiting(false, 1).await, waiting(false, 9).await), (1, 1, 0));
        assert_eq!(store.owner_of(Thing::Pack(id(7))).await.unwrap(), None, "it left another way");
        moved(&world, &taken, &PackMove::Answer { pack: id(7), state: PackState::Declined }, true)
            .await
            .unwrap();
        assert_eq!(waiting(true, 9).await, 0);
        world.end().await;
    })
    .await;
}

#[tokio::test]
async fn a_pack_and_its_event_are_one_act_and_there_is_a_limit() {
    on_both(async |world| {
        let store = &world.store;
        let taken = received(&world, &new_report(&world), 10).await;
        let other = received(&world, &new_report(&world), 20).await;
        let before = store.case(taken.case).await.unwrap().unwrap().events;
        // A report of another case, a pack that is not there, words that are none.
        assert!(moved(&world, &taken, &new(&other, 7), false).await.is_err());
        assert!(moved(&world, &taken, &PackMove::Drop(id(7)), false).await.is_err());
        let PackMove::Decide(good) = new(&taken, 7) else { panic!("no decision") };
        for bad in [NewPack { body: "Not a word", ..good }, NewPack { content: "{", ..good }] {
            assert!(moved(&world, &taken, &PackMove::Decide(bad), false).await.is_err());
        }
        assert_eq!(store.case(taken.case).await.unwrap().unwrap().events, before);
        assert_eq!(world.count("packs").await, 0);
        let places = place("in_progress");
        let behind = MoreOfCase { case: taken.case, seen: 0, events: &[event("x", 1)], place: &places };
        let outcome = store.move_pack(&behind, &new(&taken, 7), &officer(1), at(30)).await.unwrap();
        assert_eq!(outcome, Appended::Behind(before));
        for n in 0..MOST_PACKS {
            moved(&world, &taken, &new(&taken, n as u128 + 1), false).await.unwrap();
        }
        let one_more = moved(&world, &taken, &new(&taken, 1_000), false).await;
        assert!(matches!(one_more, Err(StoreError::TooMuch(_))), "{one_more:?}");
        world.end().await;
    })
    .await;
}

#[tokio::test]
async fn a_subject_is_told_of_it_and_it_goes_with_its_case() {
    on_both(async |world| {
        let store = &world.store;
        let taken = received(&world, &new_report(&world), 10).await;
        moved(&world, &taken, &new(&taken, 7), false).await.unwrap();
        moved(&world, &taken, &new(&taken, 8), false).await.unwrap();
        moved(&world, &taken, &sending(7, true), false).await.unwrap();
        moved(&world, &taken, &PackMove::Drop(id(8)), false).await.unwrap();
        let (_, dropped) = store.pack_for(&officer(1), id(8), "to read", at(40)).await.unwrap().unwrap();
        assert_eq!(dropped, None, "what was dropped is gone");
        let all = store.everything_about_report(&officer(1), taken.report, at(50)).await.unwrap();
        assert_eq!(all["packs"][0]["holds"]["who"], "Nora Field zebrafinch");
        assert_eq!(all["packs"][0]["reference"], "CR 4711 zebrafinch");

        let seen = store.case(taken.case).await.unwrap().unwrap().events;
        let over = CasePlace { closed_at: Some(at(DAY)), rule: RetentionRule::Citizen, ..place("closed") };
        store
            .append_to_case(taken.case, seen, &[event("closed", DAY)], &over, &officer(1), at(DAY))
            .await
            .unwrap();
        store.note_partner(taken.report, "council-hackney", &officer(1), at(60)).await.unwrap();
        store.erase_case(taken.case, &officer(1), at(400 * DAY)).await.unwrap();
        let (gone, content) = store.pack_for(&officer(1), id(7), "x", at(401 * DAY)).await.unwrap().unwrap();
        assert_eq!((gone.state, gone.reference, content), (PackState::Sent, None, None));
        assert_eq!(world.count("partner_reports").await, 0);
        world.end().await;
    })
    .await;
}

#[tokio::test]
async fn a_body_finds_the_reports_that_it_brought_and_a_copy_of_the_database_does_not_tell_which_body() {
    on_both(async |world| {
        let store = &world.store;
        let mine = received(&world, &new_report(&world), 10).await;
        let anonymous = NewReport { manner: Manner::Anonymous, ..new_report(&world) };
        let quiet = received(&world, &anonymous, 20).await;
        for report in [mine.report, quiet.report, quiet.report] {
            store.note_partner(report, "council-hackney", &officer(3), at(30)).await.unwrap();
        }
        let found = store.reports_of_partner("council-hackney", 9).await.unwrap();
        assert_eq!(found.len(), 2);
        assert!(store.reports_of_partner("council-camden", 9).await.unwrap().is_empty());
        let lines = store.ledger_of_case(quiet.case, 99).await.unwrap();
        assert!(lines.iter().all(|line| line.by != officer(3)), "nobody is known to have brought it");
        world.end().await;
    })
    .await;
}

#[tokio::test]
async fn packages_are_signed_with_a_key_that_signs_nothing_else() {
    on_both(async |world| {
        let key: PackageKey = world.store.package_key();
        assert_eq!(key.public(), world.store.package_key().public());
        assert_ne!(key.public(), world.store.keys().public_key());
        world.end().await;
    })
    .await;
}
