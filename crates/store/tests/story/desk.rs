//! What the desk keeps beside its cases: playbooks at work, marks, the rota, and warnings of deadlines.

use jiff::SignedDuration;
use store::{
    CasePlace, ClockWarning, HeldBy, LONGEST_SHIFT, LONGEST_STEP, MoreOfCase, NewReport, QueueFilter, Shift,
    StoreError,
};
use terms::{CaseId, PersonId};
use uuid::Uuid;

use crate::accounts_of_events::{event, new_report, officer, place, received};
use crate::world::{World, at, letter, on_both};

async fn case(world: &World, place: CasePlace) -> CaseId {
    received(world, &NewReport { place, ..new_report(world) }, 0).await.case
}

#[tokio::test]
async fn a_case_keeps_the_playbook_that_it_began_with_and_a_step_is_ticked_once() {
    on_both(async |world| {
        let store = &world.store;
        let id = case(&world, place("new")).await;
        assert_eq!(store.playbook_of_case(id).await.unwrap(), None);
        let none = store.tick_step(id, "action--1", true, &officer(1), at(1)).await;
        assert!(matches!(none, Err(StoreError::NoSuch(_))), "{none:?}");
        store.begin_playbook(id, "playbook--1", "2026-11-27", &officer(1), at(2)).await.unwrap();
        store.begin_playbook(id, "playbook--1", "2027-01-01", &officer(2), at(3)).await.unwrap();
        for (by, seconds) in [(1, 4), (2, 5)] {
            store.tick_step(id, "action--1", true, &officer(by), at(seconds)).await.unwrap();
        }
        store.tick_step(id, "action--2", true, &officer(2), at(6)).await.unwrap();
        let run = store.playbook_of_case(id).await.unwrap().unwrap();
        assert_eq!((run.modified.as_str(), run.begun_at), ("2026-11-27", at(2)));
        let ticks: Vec<_> = run.ticks.iter().map(|t| (t.step.as_str(), t.by.clone(), t.at)).collect();
        assert_eq!(ticks, [("action--1", officer(1), at(4)), ("action--2", officer(2), at(6))]);
        for _ in 0..2 {
            store.tick_step(id, "action--1", false, &officer(1), at(7)).await.unwrap();
        }
        assert_eq!(store.playbook_of_case(id).await.unwrap().unwrap().ticks.len(), 1);
        let step = |length| "s".repeat(length);
        assert!(store.tick_step(id, &step(LONGEST_STEP), true, &officer(1), at(8)).await.is_ok());
        assert!(store.tick_step(id, &step(LONGEST_STEP + 1), true, &officer(1), at(8)).await.is_err());
        world.end().await;
    })
    .await;
}

#[tokio::test]
async fn the_newest_word_for_a_mark_counts() {
    on_both(async |world| {
        let store = &world.store;
        let id = case(&world, place("new")).await;
        assert_eq!(store.mark_of_case(id, "crime").await.unwrap(), None);
        for value in ["crime", "police_decide"] {
            store.mark_case(id, "crime", value, &officer(1), at(1)).await.unwrap();
        }
        assert_eq!(store.mark_of_case(id, "crime").await.unwrap().as_deref(), Some("police_decide"));
        world.end().await;
    })
    .await;
}

#[tokio::test]
async fn the_rota_tells_who_is_there_and_takes_only_people_of_the_centre() {
    on_both(async |world| {
        let store = &world.store;
        let new = store::NewAccount {
            name: crate::world::line("Kit Officer"),
            email: crate::world::email("kit@centre.example"),
            role: centre::roles::Role::ContactOfficer,
            body: None,
            remit: None,
            expires_at: None,
        };
        let (person, _) = store.add_account(&new, 1, &officer(9), at(0)).await.unwrap();
        let hour = 3_600;
        let shift = |from: i64, until: i64| Shift { person, starts_at: at(from), ends_at: at(until) };
        store.add_to_rota(shift(hour, 5 * hour), &officer(9), at(1)).await.unwrap();
        store.add_to_rota(shift(hour, 6 * hour), &officer(9), at(2)).await.unwrap();
        assert_eq!(store.rota(at(2 * hour), at(2 * hour + 1)).await.unwrap(), [shift(hour, 6 * hour)]);
        assert!(store.rota(at(6 * hour), at(9 * hour)).await.unwrap().is_empty());
        assert!(store.rota(at(0), at(hour)).await.unwrap().is_empty());
        let longest = shift(20 * hour, (20 + LONGEST_SHIFT) * hour);
        assert!(store.add_to_rota(longest, &officer(9), at(3)).await.is_ok());
        let longer = Shift { ends_at: longest.ends_at + SignedDuration::from_secs(1), ..longest };
        assert!(store.add_to_rota(longer, &officer(9), at(3)).await.is_err());
        assert!(store.add_to_rota(shift(hour, hour), &officer(9), at(3)).await.is_err());
        let (_, member) = world.member("Corner Bakery", 10).await;
        let theirs = Shift { person: member, ..shift(hour, 2 * hour) };
        assert!(store.add_to_rota(theirs, &officer(9), at(11)).await.is_err());
        store.take_off_rota(person, at(hour), &officer(9), at(12)).await.unwrap();
        assert!(store.take_off_rota(person, at(hour), &officer(9), at(12)).await.is_err());
        world.end().await;
    })
    .await;
}

#[tokio::test]
async fn a_case_goes_late_once_and_is_put_into_its_new_place() {
    on_both(async |world| {
        let store = &world.store;
        let due = |seconds| CasePlace { due_at: Some(at(seconds)), ..place("new") };
        let id = case(&world, due(100)).await;
        let later = case(&world, due(200)).await;
        assert!(store.cases_gone_late(at(100), 10).await.unwrap().is_empty());
        let late: Vec<_> = store.cases_gone_late(at(150), 10).await.unwrap().iter().map(|c| c.id).collect();
        assert_eq!(late, [id]);
        let near = store.cases_due_between(at(150), at(300), 10).await.unwrap();
        assert_eq!(near.iter().map(|case| case.id).collect::<Vec<_>>(), [later]);
        assert_eq!(store.queue_counts(false, at(150)).await.unwrap(), (2, 1));
        let higher = CasePlace { harm: 1, ..due(100) };
        assert!(!store.place_case_anew(id, 7, &higher, &officer(1), at(150)).await.unwrap());
        assert!(store.place_case_anew(id, 1, &higher, &officer(1), at(150)).await.unwrap());
        assert_eq!(store.case(id).await.unwrap().unwrap().place.harm, 1);
        assert!(store.cases_gone_late(at(160), 10).await.unwrap().is_empty());
        let (rang, place) = ([event("rang", 170)], due(180));
        let more = MoreOfCase { case: id, seen: 1, events: &rang, place: &place };
        store.append_together(&[more], None, &officer(1), at(170)).await.unwrap();
        assert_eq!(store.cases_gone_late(at(190), 10).await.unwrap().len(), 1);
        world.end().await;
    })
    .await;
}

#[tokio::test]
async fn nobody_is_warned_of_a_deadline_twice() {
    on_both(async |world| {
        let store = &world.store;
        let id = case(&world, place("new")).await;
        let warning = |share| ClockWarning { case: id, due_at: at(100), share };
        let warn = async |warnings: &[ClockWarning]| {
            let text = |_: &[ClockWarning]| letter("kit@centre.example", "soon");
            store.warn_of_clocks(warnings, text, &officer(1), at(50)).await.unwrap()
        };
        let before = world.count("letters").await;
        assert_eq!(warn(&[warning(50)]).await, [warning(50)]);
        assert_eq!(warn(&[warning(50), warning(80)]).await, [warning(80)]);
        assert!(warn(&[warning(50), warning(80)]).await.is_empty());
        assert_eq!(world.count("letters").await, before + 2);
        world.end().await;
    })
    .await;
}

#[tokio::test]
async fn a_holder_sees_their_own_guarded_case_in_the_queue() {
    on_both(async |world| {
        let store = &world.store;
        let holder = PersonId(Uuid::from_u128(1));
        let guarded = CasePlace { restricted: true, holder: Some(holder), ..place("new") };
        let id = case(&world, guarded).await;
        let seen = async |reader: Option<PersonId>| {
            let filter = QueueFilter { held: HeldBy::Anybody, reader, ..QueueFilter::default() };
            store.queue(&filter, None, 10).await.unwrap().iter().map(|case| case.id).collect::<Vec<_>>()
        };
        assert!(seen(None).await.is_empty());
        assert_eq!(seen(Some(holder)).await, [id]);
        world.end().await;
    })
    .await;
}
