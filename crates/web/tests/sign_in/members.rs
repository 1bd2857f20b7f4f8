//! Members: a code by e-mail, and nothing that tells who has an account.

use centre::roles::Role;
use jiff::SignedDuration;
use store::Factors;

use crate::house::{Browser, House, SeenPage};

/// The code in the newest letter to an address.
async fn code_for(house: &House, address: &str) -> String {
    let letters = house.app.store.letters(Some(address), None, None, 9).await.unwrap();
    let letter = letters.iter().find(|l| l.cause == "sign_in_code").unwrap();
    letter.text.split("your code is ").nth(1).unwrap().lines().next().unwrap().to_owned()
}

async fn ask_for_code(browser: &mut Browser, address: &str, then: &str) -> SeenPage {
    let page = browser.get(&format!("/sign-in?then={then}")).await;
    browser.submit(&page, "Send me a code", &[("email", address)]).await
}

#[tokio::test]
async fn a_member_comes_in_with_the_code_from_the_letter() {
    let house = House::open().await;
    house.firm("The Corner Shop", "sam@shop.example").await;
    let mut browser = house.visitor();
    let page = ask_for_code(&mut browser, "sam@shop.example", "%2Faccount").await;
    assert_eq!(page.status, 200);
    assert!(page.text().contains("Look at your e-mail"), "{}", page.text());
    let letters = house.letters().await;
    let letter = letters.iter().find(|l| l.cause == "sign_in_code").unwrap();
    assert_eq!(letter.subject, "Your sign-in");
    assert!(letter.text.contains("We never ask for this code. Not by phone"), "{}", letter.text);
    let code = code_for(&house, "sam@shop.example").await;
    let page = browser.submit(&page, "Sign in", &[("code", &code)]).await;
    assert_eq!(page.address, "/account");
    assert!(page.text().contains("Signed in as Sam Owner"), "{}", page.text());
}

#[tokio::test]
async fn a_known_and_an_unknown_address_get_the_same_answer() {
    let house = House::open().await;
    house.firm("The Corner Shop", "known@shop.example").await;
    house.account(Role::Manager, "staff@shop.example").await;
    let probe = |address: &'static str| {
        let mut browser = house.visitor();
        async move {
            let asked = std::time::Instant::now();
            let page = ask_for_code(&mut browser, address, "").await;
            let took = asked.elapsed();
            let wrong = browser.submit(&page, "Sign in", &[("code", "000000")]).await;
            let ticket = browser.cookies["watchhouse-asked"].clone();
            let headers = format!("{:?}", page.headers).replace(&ticket, "TICKET");
            let bodies = [page.body, wrong.body].map(|body| body.replace(address, "ADDRESS"));
            (page.status, wrong.status, headers, bodies, took)
        }
    };
    let known = probe("known@shop.example").await;
    for other in ["nobdy@shop.example", "staff@shop.example"] {
        let other = probe(other).await;
        assert_eq!((known.0, known.1), (other.0, other.1));
        assert_eq!(known.2, other.2);
        assert_eq!(known.3, other.3);
        let apart = known.4.abs_diff(other.4);
        assert!(apart.as_millis() < 150, "the times are {apart:?} apart");
    }
    assert_eq!(house.letter_to("staff@shop.example").await.cause, "sign_in_other_door");
    let letters = house.letters().await;
    assert!(letters.iter().all(|l| l.recipient != "nobdy@shop.example"));
}

#[tokio::test]
async fn a_code_works_once_and_for_a_quarter_of_an_hour() {
    let house = House::open().await;
    house.firm("The Corner Shop", "sam@shop.example").await;
    let mut first = house.visitor();
    let page = ask_for_code(&mut first, "sam@shop.example", "").await;
    let code = code_for(&house, "sam@shop.example").await;
    first.submit(&page, "Sign in", &[("code", &code)]).await;
    assert!(first.cookies.contains_key("watchhouse"));

    let mut second = house.visitor();
    let again = second.submit(&page, "Sign in", &[("code", &code)]).await;
    assert_eq!(again.status, 422);
    assert!(again.text().contains("That code did not work."), "{}", again.text());
    assert!(second.cookies.is_empty());

    house.wait(SignedDuration::from_mins(2));
    let page = ask_for_code(&mut second, "sam@shop.example", "").await;
    let code = code_for(&house, "sam@shop.example").await;
    house.wait(SignedDuration::from_mins(16));
    let late = second.submit(&page, "Sign in", &[("code", &code)]).await;
    assert_eq!(late.status, 422);
}

#[tokio::test]
async fn a_mailbox_is_not_flooded_with_codes() {
    let house = House::open().await;
    house.firm("The Corner Shop", "sam@shop.example").await;
    let mut browser = house.visitor();
    for _ in 0..4 {
        ask_for_code(&mut browser, "sam@shop.example", "").await;
        ask_for_code(&mut house.visitor(), "sam@shop.example", "").await;
    }
    let codes = |letters: Vec<store::Letter>| letters.iter().filter(|l| l.cause == "sign_in_code").count();
    assert_eq!(codes(house.letters().await), 1);
    house.wait(SignedDuration::from_secs(61));
    ask_for_code(&mut browser, "sam@shop.example", "").await;
    assert_eq!(codes(house.letters().await), 2);
}

#[tokio::test]
async fn a_stranger_who_tries_codes_spends_none_of_the_owners_tries() {
    let house = House::open().await;
    house.firm("The Corner Shop", "sam@shop.example").await;
    let (mut owner, mut stranger) = (house.visitor(), house.visitor());
    // The stranger is first: the letter of the minute goes because of them.
    let theirs = ask_for_code(&mut stranger, "sam@shop.example", "").await;
    let page = ask_for_code(&mut owner, "sam@shop.example", "%2Faccount").await;
    let code = code_for(&house, "sam@shop.example").await;
    for _ in 0..8 {
        stranger.submit(&theirs, "Sign in", &[("code", "0000 0000")]).await;
    }
    let shut = stranger.submit(&theirs, "Sign in", &[("code", &code)]).await;
    assert_eq!(shut.status, 422);
    assert!(shut.text().contains("That code did not work."), "{}", shut.text());
    let mistyped = owner.submit(&page, "Sign in", &[("code", "1111 1111")]).await;
    let page = owner.submit(&mistyped, "Sign in", &[("code", &code)]).await;
    assert_eq!(page.address, "/account", "{}", page.text());
}

#[tokio::test]
async fn whoever_asks_twice_can_type_the_code_of_either_letter() {
    let house = House::open().await;
    house.firm("The Corner Shop", "sam@shop.example").await;
    let mut browser = house.visitor();
    ask_for_code(&mut browser, "sam@shop.example", "").await;
    let first = code_for(&house, "sam@shop.example").await;
    house.wait(SignedDuration::from_secs(61));
    let page = ask_for_code(&mut browser, "sam@shop.example", "%2Faccount").await;
    assert_ne!(code_for(&house, "sam@shop.example").await, first);
    let page = browser.submit(&page, "Sign in", &[("code", &first)]).await;
    assert_eq!(page.address, "/account", "{}", page.text());
}

#[tokio::test]
async fn a_ticket_that_is_none_of_ours_is_replaced() {
    let house = House::open().await;
    for odd in ["short", &"a".repeat(44), &"a".repeat(4_000), &format!("{}!", "a".repeat(42))] {
        let mut browser = house.visitor();
        browser.cookies.insert("watchhouse-asked".to_owned(), odd.to_owned());
        ask_for_code(&mut browser, "sam@shop.example", "").await;
        assert_ne!(browser.cookies["watchhouse-asked"], *odd);
    }
    let (mut browser, ours) = (house.visitor(), "a".repeat(43));
    browser.cookies.insert("watchhouse-asked".to_owned(), ours.clone());
    ask_for_code(&mut browser, "sam@shop.example", "").await;
    assert_eq!(browser.cookies["watchhouse-asked"], ours);
}

#[tokio::test]
async fn one_mailbox_of_two_firms_is_asked_for_which_one() {
    let house = House::open().await;
    house.firm("The Corner Shop", "sam@shop.example").await;
    house.firm("Corner Cabs", "sam@shop.example").await;
    let mut browser = house.visitor();
    let page = ask_for_code(&mut browser, "sam@shop.example", "%2Faccount").await;
    let code = code_for(&house, "sam@shop.example").await;
    let page = browser.submit(&page, "Sign in", &[("code", &code)]).await;
    assert!(
        page.text().contains("For which firm do you come? The Corner Shop Corner Cabs"),
        "{}",
        page.text()
    );
    let page = browser.submit(&page, "Sign in", &[]).await;
    assert_eq!(page.status, 422);
    let stranger = house.firm("Another", "other@other.example").await;
    let page = browser.submit(&page, "Sign in", &[("person", &stranger.person.to_string())]).await;
    assert_eq!(page.status, 422);
    let second = page.body.match_indices("name=\"person\"").count();
    assert_eq!(second, 2);
    let value =
        page.body.split("type=\"radio\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let page = browser.submit(&page, "Sign in", &[("person", &value)]).await;
    assert_eq!(page.address, "/account");
}

#[tokio::test]
async fn an_address_that_is_none_is_said_to_be_none_and_nothing_typed_is_lost() {
    let house = House::open().await;
    let mut browser = house.visitor();
    let page = ask_for_code(&mut browser, "sam at shop", "").await;
    assert_eq!(page.status, 422);
    assert!(page.text().contains("There is a problem Type an e-mail address"), "{}", page.text());
    assert!(page.body.contains("value=\"sam at shop\""));
}

#[tokio::test]
async fn whoever_is_led_on_stays_in_the_house() {
    let house = House::open().await;
    house.firm("The Corner Shop", "sam@shop.example").await;
    for astray in
        ["%2F%2Fevil.example", "%5C%5Cevil.example", "https:%2F%2Fevil.example", "%2F%5Cevil.example"]
    {
        house.wait(SignedDuration::from_mins(2));
        let mut browser = house.visitor();
        browser.follows = false;
        let page = ask_for_code(&mut browser, "sam@shop.example", astray).await;
        assert!(!page.body.contains("evil"), "{astray}");
        let code = code_for(&house, "sam@shop.example").await;
        let fields = [("email", "sam@shop.example"), ("code", code.as_str()), ("then", "//evil.example/")];
        let page = browser.post("/sign-in/code", &fields).await;
        assert_eq!(page.header("location"), "/firm", "{astray}");
    }
}

#[tokio::test]
async fn a_session_that_was_planted_opens_nothing_after_signing_in() {
    let house = House::open().await;
    let (firm, mut owner) = house.member("The Corner Shop", "sam@shop.example").await;
    let planted = house.browser_with(firm.person, Factors::Email).await;
    // The victim's browser carries a session that somebody else knows, and signs in over it.
    let mut victim = planted.clone();
    let page = victim.get("/sign-in").await;
    let page = victim.submit(&page, "Send me a code", &[("email", "sam@shop.example")]).await;
    let code = code_for(&house, "sam@shop.example").await;
    victim.submit(&page, "Sign in", &[("code", &code)]).await;
    assert_eq!(victim.get("/account").await.address, "/account");
    assert_ne!(victim.cookies, planted.cookies);
    let mut attacker = planted;
    assert!(attacker.get("/account").await.address.starts_with("/sign-in"));
    assert_eq!(owner.get("/account").await.address, "/account");
}

#[tokio::test]
async fn signing_out_ends_the_session_and_clears_the_browser() {
    let house = House::open().await;
    let (_, mut browser) = house.member("The Corner Shop", "sam@shop.example").await;
    let copy = browser.clone();
    let page = browser.get("/account").await;
    browser.follows = false;
    let gone = browser.submit(&page, "Sign out", &[]).await;
    assert_eq!(gone.status, 303);
    assert_eq!(gone.header("clear-site-data"), "\"cache\", \"cookies\", \"storage\"");
    assert!(browser.cookies.is_empty());
    let mut copy = copy;
    assert!(copy.get("/account").await.address.starts_with("/sign-in"));
}

#[tokio::test]
async fn signing_out_everywhere_ends_every_session() {
    let house = House::open().await;
    let (firm, mut browser) = house.member("The Corner Shop", "sam@shop.example").await;
    let mut other = house.browser_for(firm.person).await;
    let page = browser.get("/account").await;
    browser.submit(&page, "Sign out everywhere", &[]).await;
    for browser in [&mut browser, &mut other] {
        assert!(browser.get("/account").await.address.starts_with("/sign-in?then=%2Faccount"));
    }
}

#[tokio::test]
async fn a_revoked_member_is_out_with_the_next_request() {
    let house = House::open().await;
    let (firm, mut browser) = house.member("The Corner Shop", "sam@shop.example").await;
    assert_eq!(browser.get("/account").await.address, "/account");
    let by = centre::ledger::Actor::CommandLine;
    house.app.store.revoke(firm.person, &by, house.now()).await.unwrap();
    assert!(browser.get("/account").await.address.starts_with("/sign-in"));
    let mut again = house.browser_with(firm.person, Factors::Email).await;
    assert!(again.get("/account").await.address.starts_with("/sign-in"));
}

#[tokio::test]
async fn a_session_ends_when_nobody_uses_it() {
    let house = House::open().await;
    let (_, mut browser) = house.member("The Corner Shop", "sam@shop.example").await;
    house.wait(SignedDuration::from_hours(23));
    assert_eq!(browser.get("/account").await.address, "/account");
    house.wait(SignedDuration::from_hours(25));
    assert!(browser.get("/account").await.address.starts_with("/sign-in"));
}

#[tokio::test]
async fn a_form_without_the_token_of_its_session_is_refused() {
    let house = House::open().await;
    let (_, mut browser) = house.member("The Corner Shop", "sam@shop.example").await;
    let entry = house.newest_entry().await;
    for token in ["", "AAAAAAAAAAAAAAAAAAAAAAAA"] {
        let page = browser.post("/account/sign-out-everywhere", &[("form_token", token)]).await;
        assert_eq!(page.status, 403);
    }
    assert_eq!(house.newest_entry().await, entry);
}
