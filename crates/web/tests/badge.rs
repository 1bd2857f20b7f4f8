//! The badge: off until it is wanted, shown while promises are kept, and silent when there is no current check.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where it cannot go on"
)]

mod house;

use axum::http::StatusCode;
use centre::consent::{Reach, Way};
use centre::ledger::Actor;
use checkup::{Answers, Level};
use house::{Browser, Firm, House, SeenPage};
use jiff::SignedDuration;
use store::DueAsset;
use terms::{Promise, PromiseState};
use web::looking::keep_look;
use web::ports::Look;

async fn bakery(house: &House) -> (Firm, Browser) {
    let firm = house.firm_with("Anna's <Bakery>", "anna@bakery.example", Some("bakery.example")).await;
    let browser = house.browser_for(firm.person).await;
    (firm, browser)
}

async fn asset_of(house: &House, firm: &Firm) -> store::Asset {
    house.app.store.assets_of(firm.organisation).await.unwrap().remove(0)
}

async fn proves(house: &House, firm: &Firm) {
    let (asset, by) = (asset_of(house, firm).await, Actor::CommandLine);
    house.app.store.ask_proof(asset.id, Way::Records, &by, house.now()).await.unwrap();
    house.app.store.mark_proof(asset.id, Way::Records, true, &by, house.now()).await.unwrap();
}

/// Keeps a visit after which every promise but one stands as this, and that one as it is when we were not let look.
async fn looks(house: &House, firm: &Firm, state: PromiseState) {
    let asset = asset_of(house, firm).await;
    let mut judgement = checkup::judge(&asset.domain, &Answers::new(), Level::Visitor, house.now());
    judgement.findings.clear();
    judgement.not_checked.clear();
    for standing in &mut judgement.promises {
        standing.state = match standing.promise {
            Promise::MailIsYours => state,
            Promise::NothingDangerousOpen => PromiseState::CouldNotCheck,
            _ => PromiseState::Kept,
        };
    }
    if state != PromiseState::Kept {
        judgement.findings.push(terms::Finding {
            check: "dmarc-missing".into(),
            severity: terms::Severity::Important,
            promise: Promise::MailIsYours,
            seen: String::new(),
        });
    }
    let look = Look { answers: Answers::new(), judgement };
    let due = DueAsset { id: asset.id, organisation: firm.organisation, domain: asset.domain };
    let by = Actor::Reconciler("recheck".to_owned());
    keep_look(&house.app.store, &due, &look, Reach::Visitor, &by, house.now()).await.unwrap();
}

async fn on(anna: &mut Browser) -> String {
    let page = anna.get("/firm/badge").await;
    let page = anna.submit(&page, "Switch the badge on", &[]).await;
    page.links()
        .into_iter()
        .find(|link| link.starts_with("/badge/"))
        .unwrap_or_else(|| panic!("{}", page.text()))
}

fn is_neutral(picture: &SeenPage) -> bool {
    assert_eq!(picture.status, StatusCode::OK);
    assert_eq!(picture.header("content-type"), "image/svg+xml");
    assert_eq!(picture.header("cross-origin-resource-policy"), "cross-origin");
    assert_eq!(picture.header("cache-control"), "public, max-age=300");
    picture.body.contains("No current check")
}

#[tokio::test]
async fn a_badge_is_off_until_it_is_wanted_and_ends_by_itself() {
    let house = House::open().await;
    let (firm, mut anna) = bakery(&house).await;
    let text = anna.get("/firm/badge").await.text();
    assert!(text.contains("It is switched off. No one sees it."), "{text}");
    assert!(text.contains("First show that each of your web names is yours."), "{text}");
    proves(&house, &firm).await;
    looks(&house, &firm, PromiseState::Kept).await;
    let address = on(&mut anna).await;
    let text = anna.get("/firm/badge").await.text();
    assert!(text.contains("It counts until 5 December 2026"), "{text}");
    let origin = house::ORIGIN;
    let line = format!(
        "<a href=\"{origin}{address}\"><img src=\"{origin}{address}.svg\" alt=\"Checked by London Watchhouse\" width=\"240\" height=\"72\"></a>"
    );
    assert!(text.contains(&line), "{text}");
    assert!(!address.contains(&firm.organisation.to_string()) && !address.contains("WH-"), "{address}");

    let mut somebody = house.visitor();
    let picture = somebody.get(&format!("{address}.svg")).await;
    assert!(
        !is_neutral(&picture) && picture.body.contains("counts until 5 December 2026"),
        "{}",
        picture.body
    );
    assert!(picture.body.contains("Anna&#39;s &lt;Bakery&gt; keeps its promises"), "{}", picture.body);
    let page = somebody.get(&address).await;
    let text = page.text();
    for said in [
        "Anna's <Bakery>: checked by London Watchhouse",
        "bakery.example",
        "We looked on 21 November 2026",
        "This counts until 5 December 2026",
        "It does not mean that the firm cannot be attacked.",
        "We did not look at what is open to the internet.",
    ] {
        assert!(text.contains(said), "{said:?} is not in {text}");
    }
    assert_eq!(page.body.matches("class=\"wh-promise ").count(), 3, "what was not looked at is not shown");

    house.wait(SignedDuration::from_hours(24 * 14));
    assert!(is_neutral(&somebody.get(&format!("{address}.svg")).await));
    let text = somebody.get(&address).await.text();
    assert!(text.contains("There is no current check of Anna's <Bakery>"), "{text}");
    assert!(text.contains("That is no bad sign."), "{text}");
}

#[tokio::test]
async fn a_promise_that_is_not_kept_makes_it_silent_and_never_red() {
    let house = House::open().await;
    let (firm, mut anna) = bakery(&house).await;
    proves(&house, &firm).await;
    looks(&house, &firm, PromiseState::Kept).await;
    let address = on(&mut anna).await;
    house.wait(SignedDuration::from_hours(1));
    looks(&house, &firm, PromiseState::NotKept).await;
    let mut somebody = house.visitor();
    assert!(is_neutral(&somebody.get(&format!("{address}.svg")).await));
    let text = somebody.get(&address).await.text();
    for shaming in ["forged", "refuse", "Important", "Not kept"] {
        assert!(!text.contains(shaming), "{shaming}: {text}");
    }
    let text = anna.get("/firm/badge").await.text();
    assert!(text.contains("One of your promises is not kept yet."), "{text}");
}

#[tokio::test]
async fn one_that_is_off_and_one_that_never_was_look_the_same() {
    let house = House::open().await;
    let (firm, mut anna) = bakery(&house).await;
    proves(&house, &firm).await;
    looks(&house, &firm, PromiseState::Kept).await;
    let address = on(&mut anna).await;
    let page = anna.get("/firm/badge").await;
    anna.submit(&page, "Switch the badge off", &[]).await;
    let mut somebody = house.visitor();
    let nowhere = format!("/badge/{}", "0".repeat(32));
    let (off, never) = (somebody.get(&address).await, somebody.get(&nowhere).await);
    assert_eq!((off.status, &off.body), (StatusCode::NOT_FOUND, &never.body));
    assert_eq!(never.status, off.status);
    assert!(off.text().contains("There is no badge here"), "{}", off.text());
    let (off, never) =
        (somebody.get(&format!("{address}.svg")).await, somebody.get(&format!("{nowhere}.svg")).await);
    assert!(is_neutral(&off) && off.body == never.body);
    let mut anna = house.browser_for(firm.person).await;
    assert_eq!(on(&mut anna).await, address, "what was pasted works again");
}
