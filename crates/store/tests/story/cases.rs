//! Cases stand in the queue by harm and clock, and nobody holds one by accident.

use centre::ledger::Actor;
use jiff::SignedDuration;
use store::{Appended, CasePlace, Deed, HeldBy, NewReport, QueueFilter, StoreError};
use terms::{CaseId, PersonId};
use uuid::Uuid;

use crate::accounts_of_events::{event, new_report, officer, place, received};
use crate::world::{World, at, on_both};

fn held_by(n: u128) -> CasePlace {
    CasePlace { holder: Some(PersonId(Uuid::from_u128(n))), ..place("taken") }
}

async fn case(world: &World, place: CasePlace) -> CaseId {
    received(world, &NewReport { place, ..new_report(world) }, 0).await.case
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_who_take_a_case_at_one_moment_exactly_one_has_it() {
    on_both(async |world| {
        for round in 0..10 {
            let id = case(&world, place("new")).await;
            let take = |n: u128| {
                let store = world.store.clone();
                tokio::spawn(async move {
                    store
                        .append_to_case(id, 1, &[event("taken", 5)], &held_by(n), &officer(n), at(5))
                        .await
                        .unwrap()
                })
            };
            let (left, right) = (take(1), take(2));
            let (left, right) = (left.await.unwrap(), right.await.unwrap());
            let winner = match (left, right) {
                (Appended::Done(2), Appended::Behind(2)) => 1,
                (Appended::Behind(2), Appended::Done(2)) => 2,
                other => panic!("{}, round {round}: {other:?}", world.name),
            };
            let record = world.store.case_for(&officer(winner), id, "desk", at(6)).await.unwrap().unwrap();
            assert_eq!(record.case.place.holder, held_by(winner).holder);
            let told: Vec<_> = record.events.iter().map(|event| (event.sequence, event.by.clone())).collect();
            assert_eq!(told, [(1, Actor::Visitor), (2, officer(winner))]);
        }
        world.end().await;
    })
    .await;
}

#[tokio::test]
async fn events_are_kept_in_order_with_what_they_say() {
    on_both(async |world| {
        let store = &world.store;
        let id = case(&world, place("new")).await;
        let events = [event("taken", 30), event("rang", 20)];
        assert_eq!(
            store.append_to_case(id, 1, &events, &held_by(1), &officer(1), at(40)).await.unwrap(),
            Appended::Done(3)
        );
        assert_eq!(
            store.append_to_case(id, 1, &events, &held_by(2), &officer(2), at(41)).await.unwrap(),
            Appended::Behind(3)
        );
        let record = store.case_for(&officer(1), id, "desk", at(50)).await.unwrap().unwrap();
        let told: Vec<_> = record.events.iter().map(|event| (event.deed.as_str(), event.at)).collect();
        assert_eq!(told, [("received", at(0)), ("taken", at(30)), ("rang", at(20))]);
        assert_eq!(record.events[2].body.as_deref(), Some(r#"{"said":"rang zebrafinch"}"#));
        assert_eq!((record.case.events, record.reports.len()), (3, 1));
        let lines = store.ledger_of_case(id, 99).await.unwrap();
        assert_eq!(lines[0].deed, Deed::Read);
        assert_eq!(lines.iter().filter(|line| line.deed == Deed::CaseMoved).count(), 3);
        let nothing = CaseId(Uuid::nil());
        assert!(store.case_for(&officer(1), nothing, "desk", at(50)).await.unwrap().is_none());
        assert!(matches!(
            store.append_to_case(nothing, 0, &events, &held_by(1), &officer(1), at(50)).await,
            Err(StoreError::NoSuch("case"))
        ));
        let mut long = event("note", 1);
        long.body = format!("\"{}\"", "x".repeat(store::LONGEST_DEED - 2));
        assert!(matches!(
            store.append_to_case(id, 3, &[long.clone()], &held_by(1), &officer(1), at(60)).await,
            Ok(Appended::Done(4))
        ));
        long.body.push(' ');
        assert!(store.append_to_case(id, 4, &[long], &held_by(1), &officer(1), at(60)).await.is_err());
        let words =
            [("x".repeat(store::LONGEST_CASE_WORD), true), ("x".repeat(store::LONGEST_CASE_WORD + 1), false)];
        for (deed, good) in words {
            let event = store::NewCaseEvent { deed, ..event("note", 1) };
            let done = store.append_to_case(id, 4, &[event], &held_by(1), &officer(1), at(60)).await;
            assert_eq!(done.is_ok(), good);
        }
        world.end().await;
    })
    .await;
}

#[tokio::test]
async fn the_queue_is_by_harm_then_by_deadline_and_reads_on_where_it_stopped() {
    on_both(async |world| {
        let store = &world.store;
        let due = |harm, seconds| CasePlace { harm, due_at: Some(at(seconds)), ..place("new") };
        let a = case(&world, due(2, 100)).await;
        let b = case(&world, due(1, 900)).await;
        let c = case(&world, CasePlace { due_at: None, ..due(1, 0) }).await;
        let d = case(&world, CasePlace { holder: Some(PersonId(Uuid::from_u128(7))), ..due(1, 300) }).await;
        let e = case(&world, CasePlace { restricted: true, ..due(0, 300) }).await;
        let closed = case(&world, due(0, 1)).await;
        let over = CasePlace { closed_at: Some(at(50)), ..due(0, 1) };
        store.append_to_case(closed, 1, &[event("closed", 50)], &over, &officer(1), at(50)).await.unwrap();
        let all = QueueFilter::default();
        let ids = async |filter: &QueueFilter| {
            store.queue(filter, None, 99).await.unwrap().iter().map(|case| case.id).collect::<Vec<_>>()
        };
        assert_eq!(ids(&all).await, [d, b, c, a]);
        assert_eq!(ids(&QueueFilter { restricted: true, ..all.clone() }).await, [e, d, b, c, a]);
        assert_eq!(ids(&QueueFilter { held: HeldBy::Nobody, ..all.clone() }).await, [b, c, a]);
        let seven = HeldBy::Person(PersonId(Uuid::from_u128(7)));
        assert_eq!(ids(&QueueFilter { held: seven, ..all.clone() }).await, [d]);
        assert_eq!(ids(&QueueFilter { state: Some("waiting".into()), ..all.clone() }).await, []);
        let (mut page, mut read) = (None, Vec::new());
        loop {
            let some = store.queue(&all, page, 1).await.unwrap();
            let Some(last) = some.last() else { break };
            page = Some(last.cursor());
            read.push(last.id);
        }
        assert_eq!(read, [d, b, c, a]);
        assert_eq!(store.case(c).await.unwrap().unwrap().place.due_at, None);
        world.end().await;
    })
    .await;
}

#[tokio::test]
async fn a_closed_case_knows_when_it_is_erased_and_an_opened_one_forgets_it() {
    on_both(async |world| {
        let store = &world.store;
        let id = case(&world, place("new")).await;
        let closed = CasePlace { closed_at: Some(at(100)), ..place("closed") };
        store.append_to_case(id, 1, &[event("closed", 100)], &closed, &officer(1), at(100)).await.unwrap();
        let far = at(100) + SignedDuration::from_hours(24 * 800);
        assert_eq!(store.due_for_erasure(far, far, 9).await.unwrap().len(), 2, "its words and its files");
        store
            .append_to_case(id, 2, &[event("opened_again", 200)], &place("open"), &officer(1), at(200))
            .await
            .unwrap();
        assert_eq!(store.due_for_erasure(far, far, 9).await.unwrap(), []);
        world.end().await;
    })
    .await;
}
