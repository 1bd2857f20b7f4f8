//! The city by promise, by provider and by public body: what is shown to whom.

#![allow(clippy::unwrap_used, reason = "a test stops where it cannot go on")]

mod house;

use axum::http::StatusCode;
use centre::cohort::{CountedFirm, HostKind, Lever, MEMBERS, Picture, UNKNOWN};
use centre::ledger::Actor;
use centre::roles::Role;
use house::House;
use store::{Deed, NewAccount, NewPublicBody};
use terms::{DomainName, EmailAddress, PlainLine, Promise, PromiseState};

fn firm(borough: &str, mail: PromiseState, host: &str, better: bool) -> CountedFirm {
    let seen = PromiseState::CouldNotCheck;
    CountedFirm {
        borough: borough.into(),
        sector: "G".into(),
        size: "micro".into(),
        mail_provider: UNKNOWN.into(),
        name_host: host.into(),
        promises: [mail, seen, seen, PromiseState::Kept],
        before: better.then_some([PromiseState::NotKept; 4]),
        levers: match mail {
            PromiseState::Kept => vec![],
            _ => vec![Lever { promise: Promise::MailIsYours, check: "dmarc-missing".into(), alone: true }],
        },
    }
}

/// Tower Hamlets and Westminster are large; the City of London is small.
async fn count(house: &House, cohort: &str, month: &str, kept: usize) {
    let mut picture = Picture::default();
    for (borough, firms) in [("E09000030", 40), ("E09000033", 30), ("E09000012", 20), ("E09000001", 3)] {
        for number in 0..firms {
            let state = if number < kept { PromiseState::Kept } else { PromiseState::NotKept };
            let host = if number % 2 == 0 { "Namehouse" } else { "pennyhost.example" };
            picture.count(&firm(borough, state, host, number < 8), |_, kind| kind == HostKind::Name);
        }
    }
    picture.fold_rare();
    let month = month.parse().unwrap();
    house.app.store.keep_picture(cohort, month, &picture, &Actor::CommandLine, house.now()).await.unwrap();
}

#[tokio::test]
async fn the_city_tells_how_promises_stand_and_hides_the_small() {
    let house = House::open().await;
    let mut funder = house.sign_in_as(Role::Funder).await;
    let page = funder.get("/city/promises").await;
    assert!(page.text().contains("Nothing was counted yet."), "{}", page.text());
    count(&house, MEMBERS, "2026-10", 6).await;
    count(&house, MEMBERS, "2026-11", 10).await;
    let page = funder.get("/city/promises").await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    // 10 of 40, 30 and 20, and 3 of 3: 33 of 93.
    assert!(
        page.text().contains("Members in November 2026: 35 in 100 of 93 that could be checked keep"),
        "{}",
        page.text()
    );
    assert!(
        page.text().contains("From 23 in 100 in October 2026 to 35 in 100 in November 2026."),
        "{}",
        page.text()
    );
    let file = funder.get("/city/promises.csv?month=2026-11").await;
    let row = |name: &str| {
        file.body.lines().find(|line| line.starts_with(&format!("\"{name}\""))).unwrap().to_owned()
    };
    assert_eq!(row("Tower Hamlets"), "\"Tower Hamlets\",\"40\",\"10\",\"0\",\"30\",\"0\",\"25\",\"8\",\"0\"");
    assert!(row("City of London").starts_with("\"City of London\",\"not shown\",\"not shown\""));
    assert!(row("Hackney").starts_with("\"Hackney\",\"not shown\""), "the next smallest goes with it");
    assert!(
        page.links().iter().any(|link| link.starts_with("/city/promises-months.csv?")),
        "{:?}",
        page.links()
    );
    let months = funder.get("/city/promises-months.csv").await;
    assert!(months.body.contains("\"2026-10\",\"23\",\"93\""), "{}", months.body);
    assert_eq!(
        funder.get("/city/promises?by=name_host").await.status,
        StatusCode::BAD_REQUEST,
        "that is for staff"
    );
    assert_eq!(funder.get("/city/promises?promise=luck").await.status, StatusCode::BAD_REQUEST);
    assert_eq!(funder.get("/desk/city").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_council_sees_its_own_borough_and_its_own_bodies() {
    let house = House::open().await;
    count(&house, MEMBERS, "2026-11", 10).await;
    let store = &house.app.store;
    for (id, name, borough) in
        [("one", "Eastmere Council", "E09000033"), ("two", "Wexbourne Council", "E09000030")]
    {
        let body = NewPublicBody {
            id: id.into(),
            name: PlainLine::parse(name).unwrap(),
            kind: "council".into(),
            borough: borough.into(),
            domain: DomainName::parse(&format!("{id}.example")).unwrap(),
        };
        store.know_public_body(&body, &Actor::CommandLine, house.now()).await.unwrap();
    }
    let account = NewAccount {
        name: PlainLine::parse("Lee Council").unwrap(),
        email: EmailAddress::parse("lee@council.example").unwrap(),
        role: Role::CouncilPartner,
        body: None,
        remit: Some("E09000033".to_owned()),
        expires_at: None,
    };
    let (person, _) = store.add_account(&account, 7, &Actor::CommandLine, house.now()).await.unwrap();
    let mut partner = house.browser_for(person).await;
    let file = partner.get("/city/promises.csv").await;
    assert_eq!(file.body.lines().count(), 3, "headings, the borough, all together: {}", file.body);
    assert!(file.body.contains("Westminster") && !file.body.contains("Tower Hamlets"));
    let sectors = partner.get("/city/promises.csv?by=sector").await;
    assert_eq!(sectors.body.lines().count(), 2, "{}", sectors.body);
    let page = partner.get("/desk/city/public-bodies").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(
        page.text().contains("Eastmere Council") && !page.text().contains("Wexbourne"),
        "{}",
        page.text()
    );
    assert!(page.text().contains("Never checked"), "what was not seen is not good: {}", page.text());

    let mut analyst = house.sign_in_as(Role::Analyst).await;
    let page = analyst.get("/desk/city/public-bodies").await;
    assert!(page.text().contains("Eastmere Council") && page.text().contains("Wexbourne Council"));
    let file = analyst.get("/desk/city/public-bodies.csv").await;
    assert!(
        file.body.contains("\"Eastmere Council\",\"Council\",\"one.example\",\"Never checked\""),
        "{}",
        file.body
    );
    let lines = store.ledger_lines(None, 20).await.unwrap();
    let read = lines.iter().filter(|line| line.deed == Deed::Read && line.object == "public-bodies").count();
    assert_eq!(read, 3, "who read it is kept: two pages and a file");
    let mut officer = house.sign_in_as(Role::ContactOfficer).await;
    assert_eq!(officer.get("/desk/city/public-bodies").await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn staff_see_what_one_provider_could_change_the_largest_first() {
    let house = House::open().await;
    count(&house, MEMBERS, "2026-11", 10).await;
    count(&house, "shops", "2026-11", 0).await;
    let mut analyst = house.sign_in_as(Role::Analyst).await;
    let page = analyst.get("/desk/city/providers").await;
    // Of 40, 30, 20: 30, 20 and 10 lack it, half of them at each host.
    let sentence = "One default at Namehouse would move 30 firms of its 47 firms among members: ";
    assert!(page.text().contains(sentence), "{}", page.text());
    let file = analyst.get("/desk/city/providers.csv?cohort=shops").await;
    let lines: Vec<&str> = file.body.lines().collect();
    assert!(lines[1].starts_with("\"Namehouse\",\"Answers for their name\""), "{}", file.body);
    assert!(lines[1].contains("\"dmarc-missing\",\"Mail is yours\",\"47\",\"0\",\"47\""), "{}", lines[1]);
    assert!(lines[2].starts_with("\"pennyhost.example\""), "{}", lines[2]);
    let page = analyst.get("/desk/city?by=name_host&cohort=shops").await;
    assert!(page.text().contains("pennyhost.example") && page.text().contains("shops"), "{}", page.text());
    assert_eq!(analyst.get("/desk/city?cohort=nobodys").await.status, StatusCode::NOT_FOUND);
    let mut funder = house.sign_in_as(Role::Funder).await;
    assert_eq!(funder.get("/desk/city/providers").await.status, StatusCode::NOT_FOUND);
}
