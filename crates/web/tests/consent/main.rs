//! How close we look: proving a name, saying yes, taking it back, being left alone, the shared budget, the switch.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where it cannot go on"
)]

#[path = "../house/mod.rs"]
mod house;

mod left_alone;
mod proving;

use checkup::{Level, Record};
use house::{Browser, Firm, House, over};
use jiff::SignedDuration;
use store::Asset;

/// A firm with a name that exists.
async fn bakery(house: &House) -> (Firm, Browser, Asset) {
    house.look.has("bakery.example", &[Record::A("192.0.2.10".parse().unwrap())]);
    let firm = house.firm_with("Anna's Bakery", "anna@home.example", Some("bakery.example")).await;
    let anna = house.browser_for(firm.person).await;
    let asset = house.app.store.assets_of(firm.organisation).await.unwrap().remove(0);
    (firm, anna, asset)
}

fn at(asset: &Asset, rest: &str) -> String {
    format!("/firm/domains/{}{rest}", asset.id)
}

/// The line that the page tells the member to paste.
async fn line_of(browser: &mut Browser, asset: &Asset) -> String {
    let text = browser.get(&at(asset, "/prove")).await.text();
    let line = text.split(' ').find(|word| word.starts_with("watchhouse-check="));
    line.unwrap_or_else(|| panic!("no line: {text}")).to_owned()
}

/// Puts the line where it belongs and presses the button.
async fn proves(house: &House, browser: &mut Browser, asset: &Asset) {
    let line = line_of(browser, asset).await;
    house.look.has_texts(&format!("_watchhouse-check.{}", asset.domain), &[&line]);
    let page = browser.get(&at(asset, "/prove")).await;
    let page = browser.submit(&page, "We have done it, look now", &[]).await;
    assert!(page.text().contains("Thank you. We saw it. The name is yours."), "{}", page.text());
}

const YES: [(&str, &str); 4] =
    [("days", "30"), ("capacity", "owner"), ("signer", "Anna Baker"), ("sure", "yes")];

async fn says_yes(browser: &mut Browser, asset: &Asset) {
    let page = browser.get(&at(asset, "/closer-look")).await;
    let page = browser.submit(&page, "Say yes", &YES).await;
    assert!(page.text().contains("You have said yes Anna Baker said yes today"), "{}", page.text());
}

/// Presses "Look now" and waits until it is over; how close this look went.
async fn looks(house: &House, browser: &mut Browser, asset: &Asset) -> Level {
    let before = house.look.looks_at(asset.domain.as_ascii()).len();
    let page = browser.get(&at(asset, "")).await;
    let page = browser.submit(&page, "Look now", &[]).await;
    over(browser, page).await;
    let looks = house.look.looks_at(asset.domain.as_ascii());
    assert_eq!(looks.len(), before + 1, "one press is one look");
    looks[before]
}

fn an_hour() -> SignedDuration {
    SignedDuration::from_hours(1)
}
