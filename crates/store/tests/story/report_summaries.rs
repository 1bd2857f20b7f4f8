//! Figures are sums over cases that move by differences; playbooks that the centre changed are kept for good.

use centre::ledger::Actor;
use store::{CasePlace, CountedFrom, Manner, NewReport, NewReportSummary, PlaybookVersion, SummaryCell};

use crate::accounts_of_events::{event, new_report, officer, place, received};
use crate::world::{DAY, HOUR, World, at, on_both};

fn cell(lens: &str, word: &str, how_many: i64, pence: i64) -> SummaryCell {
    SummaryCell { lens: lens.into(), period: "2026-11".into(), word: word.into(), how_many, pence }
}

async fn counted(world: &World, cells: impl Fn(u64) -> Vec<SummaryCell>, seconds: i64) -> usize {
    let due = world.store.cases_to_count(CountedFrom::LastTime, at(seconds), 99).await.unwrap();
    let summaries: Vec<_> = due
        .iter()
        .map(|one| NewReportSummary {
            case: one.case,
            events: one.events,
            changed_at: one.changed_at,
            again_at: Some(at(50 * DAY)),
            cells: cells(one.events),
        })
        .collect();
    let by = Actor::Reconciler("report-figures".into());
    world.store.keep_summaries(&summaries, &by, at(seconds)).await.unwrap();
    due.len()
}

async fn sums(world: &World, lens: &str) -> Vec<(String, u64, u64)> {
    let counts = world.store.report_counts(lens, "2026-01", "2026-12").await.unwrap();
    counts.into_iter().map(|count| (count.word, count.how_many, count.pence)).collect()
}

#[tokio::test]
async fn a_sum_is_what_its_cases_add_whatever_happens_to_them_in_between() {
    on_both(async |world| {
        let store = &world.store;
        let one = received(&world, &new_report(&world), 10).await;
        let quiet = NewReport { manner: Manner::Anonymous, ..new_report(&world) };
        let two = received(&world, &quiet, 20).await;
        let due = store.cases_to_count(CountedFrom::LastTime, at(30), 99).await.unwrap();
        let first = due.iter().find(|due| due.case == one.case).unwrap();
        assert_eq!(
            (first.problem.as_str(), first.channel.as_str(), first.received_at, first.by_day),
            ("card-fraud", "web", at(10), false)
        );
        assert!(due.iter().find(|due| due.case == two.case).unwrap().by_day);
        let cells = |events| match events {
            1 => vec![cell("problem", "card-fraud", 1, 0)],
            _ => vec![cell("problem", "card-fraud", 1, 0), cell("outcome", "money_returned", 1, 90_000)],
        };
        assert_eq!(counted(&world, cells, 40).await, 2);
        assert_eq!(counted(&world, cells, 50).await, 0, "nothing changed");
        assert_eq!(sums(&world, "problem").await, [("card-fraud".to_owned(), 2, 0)]);
        assert_eq!(sums(&world, "outcome").await, []);

        let again = [event("moved", HOUR)];
        store.append_to_case(two.case, 1, &again, &place("new"), &officer(1), at(HOUR)).await.unwrap();
        assert_eq!(counted(&world, cells, HOUR + 10).await, 1);
        assert_eq!(sums(&world, "problem").await, [("card-fraud".to_owned(), 2, 0)], "counted once");
        assert_eq!(sums(&world, "outcome").await, [("money_returned".to_owned(), 1, 90_000)]);
        assert_eq!(store.report_periods("outcome").await.unwrap(), ["2026-11"]);
        let behind = store.cases_behind(("outcome", "2026-11", "money_returned"), false, 9).await.unwrap();
        assert_eq!(behind, [(two.case, two.reference.clone())]);
        assert!(store.cases_behind(("outcome", "2026-11", "money%"), true, 9).await.unwrap().is_empty());
        assert!(
            store.cases_behind(("outcome", "2026-11", "moneyXreturned"), true, 9).await.unwrap().is_empty()
        );

        let hidden = CasePlace { restricted: true, ..place("new") };
        store.append_to_case(two.case, 2, &again, &hidden, &officer(1), at(2 * HOUR)).await.unwrap();
        assert!(
            store.cases_behind(("outcome", "2026-11", "money_returned"), false, 9).await.unwrap().is_empty()
        );
        assert_eq!(counted(&world, |_| vec![], 3 * HOUR).await, 1);
        assert_eq!(sums(&world, "problem").await, [("card-fraud".to_owned(), 1, 0)]);
        assert_eq!(sums(&world, "outcome").await, [], "what is taken back is not there any more");
        // When a clock ran out they are looked at again, without any event.
        assert_eq!(store.cases_to_count(CountedFrom::LastTime, at(50 * DAY), 99).await.unwrap().len(), 2);
        world.end().await;
    })
    .await;
}

#[tokio::test]
async fn a_case_that_is_written_later_with_an_earlier_moment_is_counted_in_the_end() {
    on_both(async |world| {
        received(&world, &new_report(&world), 10 * DAY).await;
        assert_eq!(counted(&world, |_| vec![], 10 * DAY).await, 1);
        let late = received(&world, &new_report(&world), DAY).await;
        assert_eq!(counted(&world, |_| vec![], 10 * DAY).await, 0, "nobody looks so far back each minute");
        let due = world.store.cases_to_count(CountedFrom::FirstDay, at(10 * DAY), 99).await.unwrap();
        assert_eq!(due.iter().map(|due| due.case).collect::<Vec<_>>(), [late.case]);
        world.end().await;
    })
    .await;
}

#[tokio::test]
async fn every_version_of_a_playbook_is_kept_and_the_newest_counts() {
    on_both(async |world| {
        let store = &world.store;
        let version = |body: Option<&str>, seconds: i64| PlaybookVersion {
            name: "ransomware".into(),
            sequence: 0,
            modified: format!("version at {seconds}"),
            body: body.map(str::to_owned),
            why: "a better step".into(),
            by: officer(1),
            at: at(seconds),
        };
        assert!(store.put_playbook_in_force(&version(Some("{}"), 10), 0, at(10)).await.unwrap());
        assert!(
            !store.put_playbook_in_force(&version(Some("{}"), 20), 0, at(20)).await.unwrap(),
            "somebody was faster"
        );
        assert!(store.put_playbook_in_force(&version(None, 30), 1, at(30)).await.unwrap());
        let in_force = store.playbooks_in_force().await.unwrap();
        assert_eq!(
            in_force.iter().map(|one| (one.sequence, one.body.is_some())).collect::<Vec<_>>(),
            [(2, false)]
        );
        let all = store.playbook_versions("ransomware").await.unwrap();
        assert_eq!(all.iter().map(|one| one.sequence).collect::<Vec<_>>(), [2, 1]);
        assert_eq!(store.playbook_at("ransomware", at(5)).await.unwrap(), None);
        assert_eq!(store.playbook_at("ransomware", at(29)).await.unwrap().unwrap().modified, "version at 10");
        assert_eq!(store.playbook_at("ransomware", at(31)).await.unwrap().unwrap().body, None);
        world.end().await;
    })
    .await;
}
