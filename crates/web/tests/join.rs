//! Joining: one page, one letter, one press; what is wrong is told, and nothing typed is lost.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where it cannot go on"
)]

mod house;

use house::{Browser, House, SeenPage};
use jiff::SignedDuration;

const GOOD: [(&str, &str); 9] = [
    ("name", "Anna's Bakery"),
    ("postcode", "e10 1aa"),
    ("sector", "I"),
    ("size", "micro"),
    ("contact_name", "Anna Baker"),
    ("email", "anna@bakery.example"),
    ("phone", "07700 900123"),
    ("domain", "https://www.bakery.example/"),
    ("undertakings_accepted", "yes"),
];

/// The good form with one answer changed.
fn but(field: &'static str, value: &'static str) -> Vec<(&'static str, &'static str)> {
    GOOD.iter().map(|(name, good)| (*name, if *name == field { value } else { *good })).collect()
}

async fn join(browser: &mut Browser, fields: &[(&str, &str)]) -> SeenPage {
    let form = browser.get("/join").await;
    browser.submit(&form, "Join", fields).await
}

/// The path of the link in the newest letter to this address.
async fn link_to(house: &House, address: &str) -> String {
    let letter = house.letter_to(address).await;
    let link = letter.text.lines().map(str::trim).find(|line| line.starts_with(house::ORIGIN)).unwrap();
    link.trim_start_matches(house::ORIGIN).to_owned()
}

#[tokio::test]
async fn form_letter_press_and_in() {
    let house = House::open().await;
    let mut anna = house.visitor();
    let page = join(&mut anna, &GOOD).await;
    assert_eq!(page.address, "/join/sent");
    assert!(page.text().contains("Check your e-mail"), "{}", page.text());
    let letter = house.letter_to("anna@bakery.example").await;
    assert_eq!(letter.subject, "Please confirm that you want to join");
    assert!(letter.text.contains("Anna's Bakery"), "{}", letter.text);
    assert!(letter.text.contains("/verify"), "{}", letter.text);
    let link = link_to(&house, "anna@bakery.example").await;
    let page = anna.get(&link).await;
    assert!(
        page.text().contains("Hello Anna Baker. You asked for Anna's Bakery to join."),
        "{}",
        page.text()
    );
    assert!(anna.cookies.is_empty(), "reading a link signs nobody in");
    let page = anna.submit(&page, "Yes, join", &[]).await;
    assert_eq!(page.address, "/firm");
    assert!(page.text().contains("Hello, Anna Baker"), "{}", page.text());
    let again = house.visitor().get(&link).await;
    assert!(again.text().contains("You have used this link already"), "{}", again.text());
}

#[tokio::test]
async fn two_presses_of_the_button_make_one_firm() {
    let house = House::open().await;
    let mut anna = house.visitor();
    let form = anna.get("/join").await;
    let (mut one, mut two) = (anna.clone(), anna.clone());
    let (a, b) = tokio::join!(one.submit(&form, "Join", &GOOD), two.submit(&form, "Join", &GOOD));
    let c = anna.submit(&form, "Join", &GOOD).await;
    assert!([a, b, c].iter().all(|page| page.address == "/join/sent"));
    assert_eq!(house.letters().await.len(), 1);
    let joined = house.app.store.ledger_lines(None, 100).await.unwrap();
    let joined = joined.iter().filter(|line| line.deed == store::Deed::OrganisationJoined).count();
    assert_eq!(joined, 1);
}

#[tokio::test]
async fn an_empty_form_says_everything_at_once_and_first_things_first() {
    let house = House::open().await;
    let page = join(&mut house.visitor(), &[]).await;
    assert_eq!(page.status, 422);
    let text = page.text();
    let mut from = 0;
    for told in [
        "There is a problem",
        "Type the name of your firm.",
        "Type your postcode, for example",
        "Choose what your firm does.",
        "Choose how many people work with you.",
        "Type your own name.",
        "Type your e-mail address, for example",
        "Then tick the box.",
    ] {
        from += text[from..].find(told).unwrap_or_else(|| panic!("{told:?} not after {from}: {text}"));
    }
    for field in ["name", "postcode", "sector", "size", "contact_name", "email", "undertakings_accepted"] {
        assert!(page.body.contains(&format!("href=\"#{field}\"")), "{field}");
        assert!(page.body.contains(&format!("id=\"{field}\"")), "{field}");
    }
}

#[tokio::test]
async fn nothing_typed_is_lost() {
    let house = House::open().await;
    let page = join(&mut house.visitor(), &but("email", "anna")).await;
    assert_eq!(page.status, 422);
    let fields = page.form("Join").fields;
    for (name, value) in but("email", "anna") {
        assert!(fields.contains(&(name.to_owned(), value.to_owned())), "{name}: {fields:?}");
    }
}

#[tokio::test]
async fn a_firm_from_elsewhere_is_told_kindly_where_to_go() {
    let house = House::open().await;
    let page = join(&mut house.visitor(), &but("postcode", "EH1 1AA")).await;
    assert!(page.text().contains("Only firms in London can join here. Most other regions have a centre too"));
}

#[tokio::test]
async fn a_postcode_in_two_boroughs_is_asked_about() {
    let house = House::open().await;
    let region = &house.app.region;
    let worth = centre::membership::SHARE_WORTH_ASKING;
    let (outcode, shares) = region
        .outcodes()
        .find(|(_, shares)| shares.iter().filter(|share| share.share >= worth).count() > 1)
        .unwrap();
    let postcode = format!("{outcode} 1AA");
    let mut fields: Vec<(&str, &str)> =
        GOOD.iter().filter(|(name, _)| *name != "postcode").copied().collect();
    fields.push(("postcode", &postcode));
    let mut anna = house.visitor();
    let page = join(&mut anna, &fields).await;
    assert!(page.text().contains("Choose yours."), "{}", page.text());
    let page = anna.submit(&page, "Join", &[("borough", shares[1].borough.as_str())]).await;
    assert_eq!(page.address, "/join/sent");
}

#[tokio::test]
async fn a_known_address_gets_the_same_answer() {
    let house = House::open().await;
    let first = join(&mut house.visitor(), &GOOD).await;
    let second = join(&mut house.visitor(), &but("name", "Another Firm")).await;
    assert_eq!((first.status, first.text()), (second.status, second.text()));
}

#[tokio::test]
async fn a_link_that_is_wrong_or_old_says_so_and_signs_nobody_in() {
    let house = House::open().await;
    let mut anna = house.visitor();
    let page = anna.get("/join/confirm/nonsense").await;
    assert!(page.text().contains("This link does not work any more"), "{}", page.text());
    let page = anna.post("/join/confirm/nonsense", &[]).await;
    assert!(page.text().contains("This link does not work any more"), "{}", page.text());
    join(&mut anna, &GOOD).await;
    let link = link_to(&house, "anna@bakery.example").await;
    house.wait(SignedDuration::from_hours(centre::membership::HOURS_TO_CONFIRM + 1));
    let page = anna.post(&link, &[]).await;
    assert!(page.text().contains("This link does not work any more"), "{}", page.text());
    assert!(anna.cookies.is_empty());
}

#[tokio::test]
async fn a_form_without_its_key_is_not_taken() {
    let house = House::open().await;
    for once in ["", "short", "gggggggggggggggggggggggggggggggg"] {
        let mut fields = GOOD.to_vec();
        fields.push(("once", once));
        assert_eq!(house.visitor().post("/join", &fields).await.status, 400, "{once}");
    }
}
