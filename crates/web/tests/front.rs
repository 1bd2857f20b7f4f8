//! The doors that everybody finds: what they say, that they ask nothing, and that they keep nothing.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where it cannot go on"
)]

mod house;

use house::House;
use jiff::SignedDuration;

const PAGES: [&str; 13] = [
    "/",
    "/help",
    "/help/locked",
    "/help/bank-letter",
    "/real",
    "/verify",
    "/about",
    "/privacy",
    "/accessibility",
    "/terms",
    "/check",
    "/join",
    "/looking",
];

#[tokio::test]
async fn every_door_opens_for_everybody_and_sets_no_cookie() {
    let house = House::open().await;
    let before = house.newest_entry().await;
    let mut visitor = house.visitor();
    for path in PAGES {
        let page = visitor.get(path).await;
        assert_eq!(page.status, 200, "{path}");
        assert_eq!(page.header("set-cookie"), "", "{path}");
        assert!(page.text().contains("We never ask for a password"), "{path}");
        assert_eq!(page.body.matches("<h1").count(), 1, "{path}");
    }
    assert_eq!(house.newest_entry().await, before);
}

#[tokio::test]
async fn every_link_of_the_front_leads_somewhere() {
    let house = House::open().await;
    let mut visitor = house.visitor();
    for path in PAGES {
        for link in visitor.get(path).await.links() {
            if !link.starts_with('/') || link.starts_with("/sign-in") {
                continue;
            }
            let (link, _) = link.split_once('#').unwrap_or((&link, ""));
            assert_eq!(visitor.get(link).await.status, 200, "{link} on {path}");
        }
    }
}

#[tokio::test]
async fn home_shows_four_doors_and_one_next_thing() {
    let house = House::open().await;
    let home = house.visitor().get("/").await;
    for door in ["/help", "/real", "/check", "/join"] {
        assert!(home.links().iter().any(|link| link == door), "{door}");
    }
    assert_eq!(home.body.matches("class=\"wh-next\"").count(), 1);
}

#[tokio::test]
async fn home_says_whether_somebody_is_there() {
    let house = House::open().await; // a Saturday
    let text = house.visitor().get("/").await.text();
    assert!(text.contains("We open again on Monday at 08:00."), "{text}");
    house.wait(SignedDuration::from_hours(48));
    let text = house.visitor().get("/").await.text();
    assert!(text.contains("Someone is here until 18:00."), "{text}");
}

#[tokio::test]
async fn real_says_what_to_do_today() {
    let house = House::open().await;
    let page = house.visitor().get("/real").await;
    let links = page.links();
    assert!(links.iter().any(|link| link == "mailto:report@phishing.gov.uk"), "{links:?}");
    assert!(links.iter().any(|link| link == "sms:7726"), "{links:?}");
    assert!(links.iter().any(|link| link == "/verify"), "{links:?}");
    assert!(page.body.contains("enctype=\"multipart/form-data\""), "it can be asked at once");
}

#[tokio::test]
async fn both_sides_of_membership_stand_side_by_side() {
    let house = House::open().await;
    let text = house.visitor().get("/terms").await.text();
    assert!(text.contains("What we do for you You have a real person to ask"), "{text}");
    assert!(text.contains("What you do Tell us when your name, place or contact changes."), "{text}");
}

#[tokio::test]
async fn security_txt_is_as_rfc_9116_wants_it() {
    let house = House::open().await;
    let answer = house.visitor().get("/.well-known/security.txt").await;
    assert_eq!(answer.header("content-type"), "text/plain; charset=utf-8");
    assert_eq!(
        answer.body,
        "Contact: mailto:help@watchhouse.example\nExpires: 2027-05-20T10:00:00Z\nPreferred-Languages: en\n\
         Canonical: http://localhost:8080/.well-known/security.txt\nPolicy: http://localhost:8080/about\n"
    );
}

#[tokio::test]
async fn robots_stay_out_of_what_belongs_to_somebody() {
    let house = House::open().await;
    let answer = house.visitor().get("/robots.txt").await;
    for path in ["/firm", "/check/looks/", "/join/confirm/"] {
        assert!(answer.body.contains(&format!("Disallow: {path}\n")), "{}", answer.body);
    }
}
