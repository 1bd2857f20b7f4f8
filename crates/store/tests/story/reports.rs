//! An account of events is told once, kept whole, and read by nobody unseen.

use centre::ledger::Actor;
use jiff::tz::TimeZone;
use store::{Deed, Manner, NewReport, StoreError};
use terms::{ReportId, Timestamp};

use crate::accounts_of_events::{ACCOUNT, event, kept_file, new_report, officer, received, reporter, token};
use crate::world::{HOUR, at, line, on_both};

#[tokio::test]
async fn an_account_is_received_once_however_often_it_is_sent() {
    on_both(async |world| {
        let store = &world.store;
        let new = NewReport { mailbox: true, ..new_report(&world) };
        let first = received(&world, &new, 10).await;
        let again = received(&world, &new, 500).await;
        assert!(!first.again && again.again);
        assert_eq!(
            (first.report, first.case, &first.reference),
            (again.report, again.case, &again.reference)
        );
        assert_eq!(first.receipt, again.receipt, "whoever lost the answer gets the same words");
        let other = received(&world, &new_report(&world), 20).await;
        assert_ne!(other.reference, first.reference);
        assert_eq!(other.receipt, None);
        assert_eq!((world.count("reports").await, world.count("cases").await), (2, 2));

        let report = store.report(first.report).await.unwrap().unwrap();
        assert_eq!(
            (report.received_at, report.manner, report.problem.as_str()),
            (at(10), Manner::Named, "card-fraud")
        );
        assert_eq!(store.report_by_reference(&first.reference).await.unwrap(), Some(report.clone()));
        assert_eq!(store.reports_of_case(first.case).await.unwrap(), [report]);
        assert_eq!(store.case_by_reference(&first.reference).await.unwrap().unwrap().id, first.case);
        world.end().await;
    })
    .await;
}

#[tokio::test]
async fn what_was_said_and_who_said_it_are_read_apart_and_each_read_is_logged_before() {
    on_both(async |world| {
        let store = &world.store;
        let taken = received(&world, &new_report(&world), 10).await;
        let anna = officer(1);
        let account = store.account_for(&anna, taken.report, "call back", at(20)).await.unwrap();
        assert_eq!(account.as_deref(), Some(ACCOUNT));
        let who = store.reporter_for(&anna, taken.report, "call back", at(30)).await.unwrap();
        assert_eq!(who, Some(reporter()));
        let lines = store.ledger_of_case(taken.case, 99).await.unwrap();
        let reads: Vec<_> = lines.iter().filter(|line| line.deed == Deed::Read).collect();
        assert_eq!(reads.len(), 2);
        assert!(reads.iter().all(|line| line.by == anna && line.payload["why"] == "call back"));
        assert!(lines.iter().any(|line| line.deed == Deed::ReportReceived && line.at == at(10)));
        let nothing = ReportId(uuid::Uuid::nil());
        assert!(matches!(store.account_for(&anna, nothing, "x", at(40)).await, Err(StoreError::NoSuch(_))));
        assert!(matches!(store.reporter_for(&anna, nothing, "x", at(40)).await, Err(StoreError::NoSuch(_))));
        world.end().await;
    })
    .await;
}

#[tokio::test]
async fn of_an_anonymous_or_sensitive_report_only_the_day_is_kept_and_nobody_sent_it() {
    on_both(async |world| {
        let store = &world.store;
        store.keep_days_by(TimeZone::get("Europe/London").unwrap());
        let night: Timestamp = "2026-06-02T23:40:12.345678Z".parse().unwrap();
        let noon: Timestamp = "2026-06-03T11:00:00Z".parse().unwrap();
        for manner in [Manner::Sensitive, Manner::Anonymous] {
            let new =
                NewReport { manner, mailbox: true, events: vec![event("received", 7)], ..new_report(&world) };
            let taken = store.receive_report(&new, &officer(9), night).await.unwrap();
            let report = store.report(taken.report).await.unwrap().unwrap();
            assert_eq!(report.received_at, noon);
            let case = store.case(taken.case).await.unwrap().unwrap();
            assert!(case.by_day && case.opened_at == noon && case.changed_at == noon);
            for line in store.ledger_of_case(taken.case, 99).await.unwrap() {
                assert_eq!((line.at, &line.by), (noon, &Actor::Visitor), "{line:?}");
            }
            let events = store.events_of_case(taken.case).await.unwrap();
            assert_eq!((events[0].at, &events[0].by), (noon, &Actor::Visitor));
            let who = store.reporter_for(&officer(1), taken.report, "x", night).await.unwrap();
            assert_eq!(who.is_some(), manner == Manner::Sensitive);
            store.write_message(taken.report, "it happened again", &Actor::Visitor, night).await.unwrap();
            let mailbox = store.mailbox_behind(&taken.receipt.unwrap(), night).await.unwrap().unwrap();
            assert_eq!(mailbox.messages[0].at, noon);
            let moved = [event("wish", 8)];
            let place = crate::accounts_of_events::place("new");
            store.append_to_case(taken.case, 1, &moved, &place, &Actor::Visitor, night).await.unwrap();
            assert_eq!(store.events_of_case(taken.case).await.unwrap()[1].at, noon);
        }
        world.end().await;
    })
    .await;
}

#[tokio::test]
async fn a_member_finds_its_named_reports_and_no_copy_of_the_database_tells_which() {
    on_both(async |world| {
        let (member, _) = world.member("Kiosk", 0).await;
        let (other, _) = world.member("Other", 0).await;
        let named = NewReport { member: Some(member), ..new_report(&world) };
        let taken = received(&world, &named, 10).await;
        let quiet = NewReport { manner: Manner::Sensitive, ..named.clone() };
        received(&world, &NewReport { token: world.store.new_draft_token(), ..quiet }, 20).await;
        let found = world.store.reports_of_member(member, 9).await.unwrap();
        assert_eq!(found.iter().map(|report| report.id).collect::<Vec<_>>(), [taken.report]);
        assert_eq!(world.store.reports_of_member(other, 9).await.unwrap(), []);
        world.end().await;
    })
    .await;
}

#[tokio::test]
async fn what_is_not_an_account_is_refused_with_nothing_kept() {
    on_both(async |world| {
        let store = &world.store;
        let good = new_report(&world);
        let longest = format!("\"{}\"", "x".repeat(store::LONGEST_ACCOUNT - 2));
        let bad = [
            NewReport { token: token("1"), ..good.clone() },
            NewReport { account: "not json".into(), ..good.clone() },
            NewReport { account: format!(" {longest}"), ..good.clone() },
            NewReport { problem: "Card Fraud".into(), ..good.clone() },
            NewReport { channel: String::new(), ..good.clone() },
            NewReport { events: Vec::new(), ..good.clone() },
            NewReport { events: vec![event("x", 0); store::MOST_EVENTS_AT_ONCE + 1], ..good.clone() },
            NewReport { place: crate::accounts_of_events::place("two words"), ..good.clone() },
        ];
        for new in &bad {
            let refused = store.receive_report(new, &Actor::Visitor, at(10)).await;
            assert!(
                matches!(refused, Err(StoreError::NotAllowed(_) | StoreError::TooMuch(_))),
                "{refused:?}"
            );
        }
        for table in ["reports", "cases", "reporters", "sealed_keys", "once_keys"] {
            assert_eq!(world.count(table).await, 0, "{table}");
        }
        let events = vec![event("received", 0); store::MOST_EVENTS_AT_ONCE];
        received(&world, &NewReport { account: longest, events, ..good }, 10).await;
        world.end().await;
    })
    .await;
}

#[tokio::test]
async fn reports_that_belong_together_go_to_one_case_and_back() {
    on_both(async |world| {
        let store = &world.store;
        let first = received(&world, &new_report(&world), 10).await;
        let second = received(&world, &new_report(&world), 20).await;
        let anna = officer(1);
        store.move_reports(&[second.report], second.case, first.case, &anna, at(HOUR)).await.unwrap();
        let ids =
            |reports: Vec<store::Report>| reports.into_iter().map(|report| report.id).collect::<Vec<_>>();
        assert_eq!(ids(store.reports_of_case(first.case).await.unwrap()), [first.report, second.report]);
        assert_eq!(ids(store.reports_of_case(second.case).await.unwrap()), []);
        assert_eq!(store.case_by_reference(&second.reference).await.unwrap().unwrap().id, first.case);
        let wrong = store.move_reports(&[second.report], second.case, first.case, &anna, at(HOUR)).await;
        assert!(matches!(wrong, Err(StoreError::NoSuch(_))));
        store.move_reports(&[second.report], first.case, second.case, &anna, at(2 * HOUR)).await.unwrap();
        assert_eq!(ids(store.reports_of_case(second.case).await.unwrap()), [second.report]);
        let moved = store.ledger_of_case(first.case, 99).await.unwrap();
        assert_eq!(moved.iter().filter(|line| line.deed == Deed::ReportsMoved).count(), 2);
        world.end().await;
    })
    .await;
}

#[tokio::test]
async fn everything_about_a_report_is_told_and_the_telling_is_logged() {
    on_both(async |world| {
        let store = &world.store;
        let file = kept_file(&world, "what they wrote.txt", b"Send it today or else", 5).await;
        let new = NewReport { files: vec![file], mailbox: true, ..new_report(&world) };
        let taken = received(&world, &new, 10).await;
        store.write_message(taken.report, "Are you safe?", &officer(1), at(60)).await.unwrap();
        let all = store.everything_about_report(&officer(2), taken.report, at(HOUR)).await.unwrap();
        assert_eq!(all["account"]["money"], "1,200 pounds");
        assert_eq!(all["reporter"]["name"], line("Nora Field").to_string());
        assert_eq!(all["files"][0]["facts"]["name"], "what they wrote.txt");
        assert_eq!(all["messages"][0]["words"], "Are you safe?");
        assert_eq!(all["events"][0]["says"]["said"], "received zebrafinch");
        assert_eq!(all["custody"][0]["act"], "collect");
        let reads = store.ledger_of_case(taken.case, 99).await.unwrap();
        assert_eq!(reads.iter().filter(|line| line.deed == Deed::Read).count(), 4);
        world.end().await;
    })
    .await;
}
