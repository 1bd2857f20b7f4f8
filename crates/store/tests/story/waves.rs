//! What links reports is kept as hashes and goes with them; many are written to with one text, once each.

use centre::ledger::Actor;
use centre::wave::Kind;
use store::{CasePlace, NewGroupReply, NewObservable, NewReport, ReceivedReport, ReplyState, StoreError};

use crate::accounts_of_events::{event, new_report, officer, place, received};
use crate::world::{DAY, HOUR, World, at, on_both};

fn value(kind: Kind, value: &str) -> NewObservable {
    NewObservable { kind, value: value.into() }
}

async fn naming(world: &World, observables: Vec<NewObservable>, seconds: i64) -> ReceivedReport {
    received(world, &NewReport { observables, mailbox: true, ..new_report(world) }, seconds).await
}

async fn moved(world: &World, report: &ReceivedReport, place: &CasePlace, seconds: i64) {
    let seen = world.store.case(report.case).await.unwrap().unwrap().events;
    world
        .store
        .append_to_case(report.case, seen, &[event("moved", seconds)], place, &officer(1), at(seconds))
        .await
        .unwrap();
}

#[tokio::test]
async fn open_cases_that_name_one_value_are_found_and_nothing_can_be_read_back() {
    on_both(async |world| {
        let store = &world.store;
        let account = || value(Kind::Account, "12345612345678");
        let one = naming(&world, vec![account(), value(Kind::Domain, "evil.example")], 10).await;
        let two = naming(&world, vec![account(), account()], 20).await;
        naming(&world, vec![value(Kind::Phone, "12345612345678")], 30).await;
        let shared = store.shared_by_open_cases(false, 99).await.unwrap();
        let cases: Vec<_> = shared.iter().map(|row| (row.seen.case, row.seen.kind)).collect();
        assert_eq!(cases, [(two.case, Kind::Account), (one.case, Kind::Account)]);
        assert_eq!(shared[0].seen.mark, shared[1].seen.mark);
        assert_eq!((shared[0].problem.as_str(), shared[0].harm), ("card-fraud", 1));
        let text = format!("{:?}", shared[0].seen.mark);
        assert!(!text.contains("12345612345678"));
        let before = store.seen_before(two.case, false, 9).await.unwrap();
        assert_eq!(before.iter().map(|row| row.case).collect::<Vec<_>>(), [one.case]);

        moved(&world, &one, &CasePlace { restricted: true, ..place("new") }, 40).await;
        assert!(store.shared_by_open_cases(false, 99).await.unwrap().is_empty());
        assert_eq!(store.shared_by_open_cases(true, 99).await.unwrap().len(), 2);
        assert!(store.seen_before(two.case, false, 9).await.unwrap().is_empty());
        assert_eq!(store.seen_before(two.case, true, 9).await.unwrap().len(), 1);

        let closed = CasePlace { closed_at: Some(at(50)), harm: store::NO_PLACE, ..place("closed") };
        moved(&world, &two, &closed, 50).await;
        assert!(store.shared_by_open_cases(true, 99).await.unwrap().is_empty());
        assert_eq!(
            store.seen_before(one.case, false, 9).await.unwrap().len(),
            1,
            "a closed case was seen before"
        );
        store.erase_case(two.case, &Actor::CommandLine, at(800 * DAY)).await.unwrap();
        assert!(store.seen_before(one.case, true, 9).await.unwrap().is_empty());
        assert_eq!(world.count("observables").await, 3, "the values go with the report");
        let many = vec![value(Kind::Email, "a@b.example"); store::MOST_OBSERVABLES_KEPT + 1];
        let new = NewReport { observables: many, ..new_report(&world) };
        let refused = store.receive_report(&new, &Actor::Visitor, at(60)).await;
        assert!(matches!(refused, Err(StoreError::TooMuch(_))), "{refused:?}");
        world.end().await;
    })
    .await;
}

#[tokio::test]
async fn merged_cases_and_open_reports_about_a_problem_are_listed() {
    on_both(async |world| {
        let store = &world.store;
        let one = naming(&world, vec![], 10).await;
        let two = naming(&world, vec![], 20).await;
        let other = NewReport { problem: "strange-mail".into(), ..new_report(&world) };
        received(&world, &other, 30).await;
        moved(&world, &two, &CasePlace { harm: store::NO_PLACE, ..place("merged") }, 40).await;
        let merged = store.merged_cases(false, 9).await.unwrap();
        assert_eq!(merged.iter().map(|case| case.id).collect::<Vec<_>>(), [two.case]);
        let about = store.open_reports_about("card-fraud", 9).await.unwrap();
        assert_eq!(about, [(one.case, one.report), (two.case, two.report)]);
        let problems = store.problems_of_open_cases().await.unwrap();
        assert_eq!(problems, [("card-fraud".to_owned(), 2), ("strange-mail".to_owned(), 1)]);
        world.end().await;
    })
    .await;
}

#[tokio::test]
async fn a_text_to_many_is_ordered_once_and_finished_with_the_last() {
    on_both(async |world| {
        let store = &world.store;
        let one = naming(&world, vec![], 10).await;
        let two = naming(&world, vec![], 20).await;
        let person = terms::PersonId(uuid::Uuid::from_u128(7));
        let new = NewGroupReply {
            once: "key".into(),
            person,
            role: "contact_officer".into(),
            whom: "A wave".into(),
            words: " We know of it. ".into(),
            to: vec![(one.case, one.report), (two.case, two.report)],
        };
        let by = Actor::Person(person);
        let nobody = NewGroupReply { to: vec![], once: "none".into(), ..new.clone() };
        assert!(matches!(
            store.order_group_reply(&nobody, &by, at(30)).await,
            Err(StoreError::NotAllowed(_))
        ));
        let id = store.order_group_reply(&new, &by, at(40)).await.unwrap();
        assert_eq!(store.order_group_reply(&new, &by, at(50)).await.unwrap(), id);
        let open = store.unfinished_group_replies().await.unwrap();
        assert_eq!((open.len(), open[0].words.as_str(), open[0].waiting), (1, "We know of it.", 2));
        assert_ne!(open[0].text_for(one.report), open[0].text_for(two.report));
        let waiting = store.waiting_for_reply(id, 1).await.unwrap();
        assert_eq!(waiting.len(), 1);
        store.mark_reply(id, waiting[0].report, &ReplyState::Sent, &by, at(HOUR)).await.unwrap();
        let rest = store.waiting_for_reply(id, 9).await.unwrap();
        assert_eq!(rest.len(), 1);
        assert_eq!(store.unfinished_group_replies().await.unwrap().len(), 1);
        let why = ReplyState::Skipped("There is no mailbox.".into());
        store.mark_reply(id, rest[0].report, &why, &by, at(2 * HOUR)).await.unwrap();
        assert!(store.unfinished_group_replies().await.unwrap().is_empty());
        let all = store.group_replies(9).await.unwrap();
        assert_eq!((all[0].sent, all[0].skipped, all[0].finished_at), (1, 1, Some(at(2 * HOUR))));
        world.end().await;
    })
    .await;
}
