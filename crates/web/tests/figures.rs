//! Figures of reports: what is told, what is hidden so that nobody can work it out, and what a figure opens into.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test stops where it cannot go on, and prints what it measured"
)]

mod house;

use axum::http::StatusCode;
use centre::account::Account;
use centre::case::{Actor, Deed, Flag, Outcome};
use centre::ledger;
use centre::roles::Role;
use house::House;
use jiff::SignedDuration;
use store::{Manner, ReceivedReport};
use terms::PersonId;
use web::casework::{Telling, Who, count_cases, receive, tell};

async fn report(house: &House, problem: &str, borough: &str) -> ReceivedReport {
    let guide = house.app.guide.guide();
    let telling = Telling {
        token: house.app.store.new_draft_token(),
        manner: Manner::Named,
        reporter: None,
        member: None,
        channel: "web",
        problem: guide.problems.get(problem).unwrap(),
        borough: borough.to_owned(),
        account: Account::default(),
        files: Vec::new(),
    };
    receive(&house.app, telling, &ledger::Actor::Visitor).await.unwrap()
}

fn officer() -> Who {
    let person = PersonId(format!("{:032x}", 7).parse().unwrap());
    let case = Actor::Officer { person, role: Role::ContactOfficer };
    Who { case, ledger: ledger::Actor::Person(person) }
}

async fn does(house: &House, report: &ReceivedReport, deed: Deed) {
    tell(&house.app, &officer(), report.case, &[deed.into()], None).await.unwrap().unwrap();
}

async fn count(house: &House) -> u32 {
    let mut all = 0;
    loop {
        match count_cases(&house.app, store::CountedFrom::LastTime, 100).await.unwrap() {
            0 => return all,
            some => all += some,
        }
    }
}

/// Twelve, seven and three of three problems, in two boroughs.
async fn november(house: &House) -> Vec<ReceivedReport> {
    let mut all = Vec::new();
    for (problem, many, borough) in
        [("false-bill", 12, "E09000028"), ("strange-mail", 7, "E09000030"), ("card-used", 3, "")]
    {
        for _ in 0..many {
            all.push(report(house, problem, borough).await);
        }
    }
    all
}

async fn title(house: &House, problem: &str) -> String {
    house.app.guide.guide().problems.get(problem).unwrap().title.clone()
}

#[tokio::test]
async fn a_small_number_is_hidden_and_with_it_what_would_give_it_away() {
    let house = House::open().await;
    let reports = november(&house).await;
    assert_eq!(count(&house).await, 22);
    assert_eq!(count(&house).await, 0, "nothing changed");
    let mut manager = house.sign_in_as(Role::Manager).await;
    let page = manager.get("/desk/figures").await;
    let (bill, mail, card) = (
        title(&house, "false-bill").await,
        title(&house, "strange-mail").await,
        title(&house, "card-used").await,
    );
    let text = page.text();
    for shown in
        [format!("{bill} 12"), "Others, too few to name not shown".to_owned(), "November 2026 22".to_owned()]
    {
        assert!(text.contains(&shown), "{shown}: {text}");
    }
    for hidden in [&mail, &card, &"Not said".to_owned()] {
        assert!(!text.contains(hidden.as_str()), "which are few is not told: {hidden}: {text}");
    }
    assert!(text.contains("Southwark 12"), "{text}");
    let file = manager.get("/desk/figures.csv?table=problem&month=2026-11").await;
    assert!(file.body.contains("\"2026-11\",\"Others, too few to name\",\"not shown\""), "{}", file.body);
    assert!(!file.body.contains(&mail), "{}", file.body);
    assert!(file.body.contains(&format!("\"2026-11\",\"{bill}\",\"12\"")), "{}", file.body);
    assert_eq!(manager.get("/desk/figures.csv?table=nothing").await.status, StatusCode::NOT_FOUND);
    assert_eq!(manager.get("/desk/figures?month=2019-01").await.status, StatusCode::NOT_FOUND);
    assert_eq!(reports.len(), 22);
}

#[tokio::test]
async fn the_public_sees_what_is_over_and_nothing_that_still_moves() {
    let house = House::open().await;
    november(&house).await;
    count(&house).await;
    let mut visitor = house.visitor();
    let now = visitor.get("/city/reports").await;
    assert!(now.text().contains("There is no month to show yet."), "{}", now.text());
    house.wait(SignedDuration::from_hours(24 * 15));
    report(&house, "false-bill", "E09000028").await;
    count(&house).await;
    let page = visitor.get("/city/reports").await;
    let text = page.text();
    assert!(text.contains("November 2026 22") && !text.contains("December 2026"), "{text}");
    assert!(!text.contains("October to December 2026"), "the quarter runs: {text}");
    assert!(!page.links().iter().any(|href| href.contains("records")), "{:?}", page.links());
    assert_eq!(visitor.get("/city/reports?month=2026-12").await.status, StatusCode::NOT_FOUND);
    let file = visitor.get("/city/reports.csv?table=months").await;
    assert!(file.body.contains("\"2026-11\",\"22\"") && !file.body.contains("2026-12"), "{}", file.body);
    assert_eq!(
        visitor.get("/desk/figures/records?lens=problem&period=2026-11&word=false-bill").await.status,
        StatusCode::OK,
        "it is asked to sign in"
    );
    // In January the quarter is over, and its promises are told.
    house.wait(SignedDuration::from_hours(24 * 40));
    count(&house).await;
    let text = visitor.get("/city/reports").await.text();
    assert!(text.contains("First steps are shown October to December 2026 23 0 100 in 100"), "{text}");
    assert!(text.contains("One of us answers October to December 2026 0 23 0 in 100 not shown"), "{text}");
}

#[tokio::test]
async fn what_came_of_it_is_counted_with_the_money_and_opens_into_its_cases() {
    let house = House::open().await;
    let mut reports = Vec::new();
    for _ in 0..6 {
        reports.push(report(&house, "false-bill", "E09000028").await);
    }
    for report in &reports {
        let back =
            Deed::OutcomeAdded { outcome: Outcome::MoneyReturned, pence: Some(123_450), because: None };
        does(&house, report, back).await;
    }
    count(&house).await;
    let mut desk = house.sign_in_as(Role::ContactOfficer).await;
    let page = desk.get("/desk/figures").await;
    assert!(page.text().contains("Fraud and cyber: money returned 6 £7,407.00"), "{}", page.text());
    let behind = "/desk/figures/records?lens=outcome&period=2026-11&word=money_returned";
    assert!(page.links().iter().any(|href| href == behind), "{:?}", page.links());
    let records = desk.get(behind).await;
    for report in &reports {
        assert!(records.text().contains(&report.reference.to_string()), "{}", records.text());
    }
    // What is taken back is not counted any more; what touches safety is listed for few.
    let wrong = Deed::OutcomeWithdrawn {
        outcome: Outcome::MoneyReturned,
        because: terms::PlainLine::parse("It came to another").unwrap(),
    };
    does(&house, &reports[0], wrong).await;
    does(&house, &reports[1], Deed::FlagRaised { flag: Flag::Coercion }).await;
    assert_eq!(count(&house).await, 2);
    let records = desk.get(behind).await;
    assert!(!records.text().contains(&reports[0].reference.to_string()));
    assert!(!records.text().contains(&reports[1].reference.to_string()));
    assert!(desk.get("/desk/figures").await.text().contains("Fraud and cyber: money returned 5 £6,172.50"));
    let mut lead = house.sign_in_as(Role::SafeguardingLead).await;
    assert!(lead.get(behind).await.text().contains(&reports[1].reference.to_string()));
    let mut funder = house.sign_in_as(Role::Funder).await;
    let page = funder.get("/desk/figures").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(!page.links().iter().any(|href| href.contains("records")));
    assert_eq!(funder.get(behind).await.status, StatusCode::NOT_FOUND);
    let mut outreach = house.sign_in_as(Role::OutreachOfficer).await;
    assert_eq!(outreach.get("/desk/figures").await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_clock_that_runs_out_moves_the_figures_without_any_event() {
    let house = House::open().await;
    for _ in 0..5 {
        report(&house, "false-bill", "").await;
    }
    count(&house).await;
    let mut manager = house.sign_in_as(Role::Manager).await;
    assert!(!manager.get("/desk/figures").await.text().contains("One of us answers"));
    house.wait(SignedDuration::from_hours(24 * 4));
    assert_eq!(count(&house).await, 5);
    let mut manager = house.sign_in_as(Role::Manager).await;
    let text = manager.get("/desk/figures").await.text();
    assert!(text.contains("One of us answers October to December 2026 0 5 0 in 100"), "{text}");
    assert!(text.contains("What is counted : Promises, by quarter"), "{text}");
}

/// As many sums as five years of a city have, whatever the number of reports behind them.
const FIVE_YEARS: [&str; 2] = [
    "insert into report_counts (lens, period, word, how_many, pence)
     with recursive m (m) as (select 0 union all select m + 1 from m where m < 59),
       w (w) as (select 0 union all select w + 1 from w where w < 99),
       l (l) as (values ('problem'), ('borough'), ('channel'), ('outcome'), ('all'))
     select l, printf('%04d-%02d', 2022 + m / 12, 1 + m % 12), case when l = 'all' then 'all' || iif(w = 0, '', w) else 'word-' || w end,
       1 + (m * w * 7919) % 4001, 100 * w from m, w, l where m < 59",
    "insert into report_counts (lens, period, word, how_many, pence)
     with recursive q (q) as (select 0 union all select q + 1 from q where q < 19),
       w (w) as (select 0 union all select w + 1 from w where w < 599)
     select 'took', printf('%04d-Q%d', 2022 + q / 4, 1 + q % 4), 'human.' || printf('%06d', w * 15), 1 + w % 50, 0 from q, w",
];

/// Run with `--run-ignored only --no-capture`.
#[tokio::test]
#[ignore = "measures; takes half a minute"]
async fn the_page_of_figures_is_fast_with_five_years_of_sums() {
    let house = House::open().await;
    for statement in FIVE_YEARS {
        house.sabotage(statement).await;
    }
    let mut manager = house.sign_in_as(Role::Manager).await;
    let mut visitor = house.visitor();
    let mut took = Vec::new();
    for number in 0..200 {
        let began = std::time::Instant::now();
        let page = if number % 2 == 0 {
            manager.get(&format!("/desk/figures?month=2026-{:02}", 1 + number % 10)).await
        } else {
            visitor.get("/city/reports").await
        };
        took.push(began.elapsed());
        assert_eq!(page.status, StatusCode::OK);
    }
    took.sort();
    println!("page of figures: median {:?}, p99 {:?}, longest {:?}", took[100], took[197], took[199]);
    let mut reports = Vec::new();
    for _ in 0..200 {
        reports.push(report(&house, "false-bill", "E09000028").await);
    }
    let began = std::time::Instant::now();
    assert_eq!(count(&house).await, 200);
    println!("200 cases counted in {:?}", began.elapsed());
    assert!(took[197] < std::time::Duration::from_millis(500), "{:?}", took[197]);
}
