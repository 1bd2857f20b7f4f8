//! Who reads a member's record is written down first; where that cannot be done, nothing is shown.

#![allow(clippy::unwrap_used, reason = "a test stops where it cannot go on")]

mod house;

use axum::http::StatusCode;
use centre::roles::Role;
use house::{House, SeenPage};

/// Words that only the member's record has.
const OF_THE_MEMBER: [&str; 6] =
    ["Corner Bakery", "Sam Owner", "sam@corner.example", "corner.example", "E1 6AN", "WH-"];

fn tells_of_the_member(page: &SeenPage) -> Option<&'static str> {
    OF_THE_MEMBER.into_iter().find(|word| page.body.contains(word))
}

#[tokio::test]
async fn where_a_read_cannot_be_logged_nothing_of_the_member_is_shown() {
    let house = House::open().await;
    let firm = house.firm_with("Corner Bakery", "sam@corner.example", Some("corner.example")).await;
    let asset = house.app.store.assets_of(firm.organisation).await.unwrap().remove(0).id;
    let (officer, mut browser) = house.somebody(Role::Manager).await.unwrap();
    let by = centre::ledger::Actor::Person(officer);
    let ends = house.now() + jiff::SignedDuration::from_hours(1);
    let scopes = ["members.read".to_owned()];
    let name = terms::PlainLine::parse("a program").unwrap();
    let (_, token) =
        house.app.store.make_api_token(officer, &name, &scopes, ends, &by, house.now()).await.unwrap();
    let mut program = house.visitor();
    program.bearer = Some(token.reveal().to_owned());
    let pages = [
        format!("/desk/members/{}", firm.organisation),
        format!("/desk/domains/{asset}"),
        "/desk/members.csv".to_owned(),
    ];
    let interface = format!("/api/v1/members/{}", firm.organisation);
    for path in &pages {
        let page = browser.get(path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert!(tells_of_the_member(&page).is_some(), "{path}");
    }
    assert!(tells_of_the_member(&program.get(&interface).await).is_some());

    house
        .sabotage("create trigger full before insert on ledger begin select raise(abort, 'no room'); end")
        .await;
    let entry = house.newest_entry().await;
    for path in &pages {
        let page = browser.get(path).await;
        assert_eq!(page.status, StatusCode::INTERNAL_SERVER_ERROR, "{path}");
        assert_eq!(tells_of_the_member(&page), None, "{path}: {}", page.body);
        let text = page.text();
        assert!(text.contains("Something broke on our side"), "{path}: {text}");
        assert!(text.contains("Please try again in a few minutes."), "{path}: {text}");
        assert!(text.contains("Start from the home page"), "{path}: {text}");
        assert!(!text.contains("no room"), "what is inside is for the log: {text}");
    }
    let answer = program.get(&interface).await;
    assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert_eq!(tells_of_the_member(&answer), None, "{}", answer.body);
    assert_eq!(
        answer.json()["detail"],
        "Nothing that we told you is lost. Please try again in a few minutes."
    );
    assert_eq!(house.newest_entry().await, entry);

    house.sabotage("drop trigger full").await;
    assert!(tells_of_the_member(&browser.get(&pages[0]).await).is_some(), "mended, it shows again");
}
