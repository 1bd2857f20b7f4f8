//! People of the centre: two factors, from the set-up link on.

use axum::http::Method;
use centre::roles::Role;
use data_encoding::BASE32_NOPAD;
use jiff::SignedDuration;
use totp_rs::Builder;

use crate::house::{Browser, House, SeenPage};

const PASSWORD: &str = "three blue teapots";

/// The code that an app shows now.
fn app_code(secret: &[u8], house: &House) -> String {
    let seconds = u64::try_from(house.now().as_second()).unwrap();
    Builder::new().with_secret(secret.to_vec()).build_noncompliant().generate(seconds).to_string()
}

/// The secret that a page shows for typing.
fn secret_on(page: &SeenPage) -> Vec<u8> {
    let text = page.body.split("<code>").nth(1).unwrap().split("</code>").next().unwrap();
    BASE32_NOPAD.decode(text.replace(' ', "").as_bytes()).unwrap()
}

/// Sets an account up with password and app, from its link. Returns secret, recovery codes and browser.
async fn set_up(house: &House, role: Role, email: &str) -> (Vec<u8>, Vec<String>, Browser) {
    let (_, link) = house.account(role, email).await;
    let mut browser = house.visitor();
    let page = browser.get(&format!("/set-up/{}", link.reveal())).await;
    let page = browser.submit(&page, "Start", &[]).await;
    assert_eq!(page.address, "/sign-in/first", "{}", page.text());
    let page = browser.get("/sign-in/first/password").await;
    let secret = secret_on(&page);
    assert!(page.body.contains("<svg"), "there is a picture to scan");
    let code = app_code(&secret, house);
    let page = browser.submit(&page, "Save", &[("password", PASSWORD), ("code", &code)]).await;
    assert!(page.text().contains("Write these down now."), "{}", page.text());
    let codes = page.body.split("<code>").skip(1).map(|p| p.split("</code>").next().unwrap().to_owned());
    (secret, codes.collect(), browser)
}

async fn give_password(browser: &mut Browser, email: &str, password: &str) -> SeenPage {
    let page = browser.get("/sign-in/staff").await;
    browser.submit(&page, "Go on", &[("email", email), ("password", password)]).await
}

#[tokio::test]
async fn a_set_up_link_is_used_by_the_button_and_once() {
    let house = House::open().await;
    let (_, link) = house.account(Role::Manager, "pat@centre.example").await;
    let path = format!("/set-up/{}", link.reveal());
    let mut browser = house.visitor();
    for _ in 0..2 {
        let page = browser.get(&path).await;
        assert!(page.text().contains("Hello Pat Manager."), "{}", page.text());
    }
    let page = browser.get(&path).await;
    browser.submit(&page, "Start", &[]).await;
    let mut second = house.visitor();
    assert_eq!(second.get(&path).await.status, 404);
    assert_eq!(second.post(&path, &[]).await.status, 404);
    assert!(second.cookies.is_empty());
    assert_eq!(second.get("/set-up/nonsense").await.status, 404);
}

#[tokio::test]
async fn a_set_up_link_opens_nothing_but_the_set_up() {
    let house = House::open().await;
    let (_, link) = house.account(Role::Manager, "pat@centre.example").await;
    let mut browser = house.visitor();
    let page = browser.get(&format!("/set-up/{}", link.reveal())).await;
    browser.submit(&page, "Start", &[]).await;
    for path in ["/account", "/staff", "/account/password"] {
        assert!(browser.get(path).await.address.starts_with("/sign-in?then="), "{path}");
    }
    assert_eq!(browser.get("/sign-in/second").await.address, "/sign-in/staff");
}

#[tokio::test]
async fn a_password_alone_opens_nothing_but_the_page_that_asks_for_the_code() {
    let house = House::open().await;
    set_up(&house, Role::Manager, "pat@centre.example").await;
    let mut browser = house.visitor();
    let page = give_password(&mut browser, "pat@centre.example", PASSWORD).await;
    assert!(page.address.starts_with("/sign-in/second"), "{}", page.text());
    for path in ["/account", "/staff"] {
        assert!(browser.get(path).await.address.starts_with("/sign-in?then="), "{path}");
    }
    assert_eq!(browser.get("/sign-in/first").await.address, "/sign-in/staff");
    assert_eq!(browser.post("/sign-in/first/passkey/begin", &[]).await.status, 401);
}

#[tokio::test]
async fn password_and_code_let_in_and_the_code_works_once() {
    let house = House::open().await;
    let (secret, ..) = set_up(&house, Role::Manager, "pat@centre.example").await;
    house.wait(SignedDuration::from_mins(2));
    let code = app_code(&secret, &house);
    let mut browser = house.visitor();
    let page = give_password(&mut browser, "pat@centre.example", PASSWORD).await;
    browser.submit(&page, "Sign in", &[("code", &code)]).await;
    let page = browser.get("/staff").await;
    assert!(page.text().contains("Signed in as Pat Manager"), "{}", page.text());

    let mut replay = house.visitor();
    let page = give_password(&mut replay, "pat@centre.example", PASSWORD).await;
    let page = replay.submit(&page, "Sign in", &[("code", &code)]).await;
    assert_eq!(page.status, 422);
    assert!(page.text().contains("That code did not work."), "{}", page.text());
}

#[tokio::test]
async fn the_code_that_set_the_app_up_is_spent() {
    let house = House::open().await;
    let (secret, ..) = set_up(&house, Role::Manager, "pat@centre.example").await;
    let mut browser = house.visitor();
    let page = give_password(&mut browser, "pat@centre.example", PASSWORD).await;
    let page = browser.submit(&page, "Sign in", &[("code", &app_code(&secret, &house))]).await;
    assert_eq!(page.status, 422);
}

#[tokio::test]
async fn a_recovery_code_stands_in_once() {
    let house = House::open().await;
    let (_, codes, _) = set_up(&house, Role::Manager, "pat@centre.example").await;
    assert_eq!(codes.len(), store::RECOVERY_CODES);
    let mut browser = house.visitor();
    let page = give_password(&mut browser, "pat@centre.example", PASSWORD).await;
    browser.submit(&page, "Sign in", &[("code", &codes[3])]).await;
    assert!(browser.get("/account").await.text().contains("You have 9 recovery codes left."));

    let mut replay = house.visitor();
    let page = give_password(&mut replay, "pat@centre.example", PASSWORD).await;
    let page = replay.submit(&page, "Sign in", &[("code", &codes[3])]).await;
    assert_eq!(page.status, 422);
}

#[tokio::test]
async fn wrong_password_unknown_address_and_a_members_address_get_one_answer() {
    let house = House::open().await;
    set_up(&house, Role::Manager, "pat@centre.example").await;
    house.firm("The Corner Shop", "sam@centre.example").await;
    let mut answers = vec![];
    for (email, password) in [
        ("pat@centre.example", "three blue teapotz"),
        ("nob@centre.example", PASSWORD),
        ("sam@centre.example", PASSWORD),
    ] {
        let mut browser = house.visitor();
        let page = give_password(&mut browser, email, password).await;
        assert_eq!(page.status, 422);
        assert!(!page.body.contains(password), "a password never comes back");
        assert!(browser.cookies.is_empty());
        answers.push((format!("{:?}", page.headers), page.body.replace(email, "ADDRESS")));
    }
    assert_eq!(answers[0], answers[1]);
    assert_eq!(answers[0], answers[2]);
}

#[tokio::test]
async fn a_weak_password_is_told_why_and_the_app_stays_the_same() {
    let house = House::open().await;
    let (_, link) = house.account(Role::Analyst, "pat@centre.example").await;
    let mut browser = house.visitor();
    let page = browser.get(&format!("/set-up/{}", link.reveal())).await;
    browser.submit(&page, "Start", &[]).await;
    let page = browser.get("/sign-in/first/password").await;
    let secret = secret_on(&page);
    let page = browser.submit(&page, "Save", &[("password", "password1234"), ("code", "12")]).await;
    assert_eq!(page.status, 422);
    let text = page.text();
    assert!(text.contains("Many people use this password"), "{text}");
    assert!(text.contains("That is not the code that the app shows now."), "{text}");
    assert_eq!(secret_on(&page), secret);
    assert!(!page.body.contains("password1234"));
}

#[tokio::test]
async fn what_matters_most_asks_again_after_ten_minutes() {
    let house = House::open().await;
    let mut manager = house.sign_in_as(Role::Manager).await;
    let page = manager.get("/staff").await;
    house.wait(SignedDuration::from_mins(11));
    let entry = house.newest_entry().await;
    let fields = [("name", "Ada Example"), ("email", "ada@centre.example"), ("role", "analyst")];
    let page = manager.submit(&page, "Add", &fields).await;
    assert_eq!(page.address, "/sign-in/staff?then=%2Fstaff");
    assert!(page.text().contains("Show that it is still you"), "{}", page.text());
    assert_eq!(house.newest_entry().await, entry);
    assert!(manager.get("/account/password").await.address.starts_with("/sign-in/staff"));
}

#[tokio::test]
async fn new_recovery_codes_end_the_old_ones() {
    let house = House::open().await;
    let (_, old, mut browser) = set_up(&house, Role::Manager, "pat@centre.example").await;
    let page = browser.get("/account").await;
    let page = browser.submit(&page, "Make new recovery codes", &[]).await;
    assert!(page.text().contains("Write these down now."), "{}", page.text());
    let mut other = house.visitor();
    let page = give_password(&mut other, "pat@centre.example", PASSWORD).await;
    let page = other.submit(&page, "Sign in", &[("code", &old[0])]).await;
    assert_eq!(page.status, 422);
}

#[tokio::test]
async fn the_only_way_in_cannot_be_taken_away() {
    let house = House::open().await;
    let (_, _, mut browser) = set_up(&house, Role::Manager, "pat@centre.example").await;
    let page = browser.get("/account").await;
    let page = browser.submit(&page, "Take password and app away", &[]).await;
    assert_eq!(page.status, 422);
    assert!(page.text().contains("This is your only way in."), "{}", page.text());
}

#[tokio::test]
async fn changing_the_password_ends_every_other_session() {
    let house = House::open().await;
    let (_, _, mut browser) = set_up(&house, Role::Manager, "pat@centre.example").await;
    let mut other = browser.clone();
    let page = browser.get("/account/password").await;
    let code = app_code(&secret_on(&page), &house);
    let given = [("password", "four green teapots"), ("code", code.as_str())];
    let page = browser.submit(&page, "Save", &given).await;
    assert!(page.text().contains("Write these down now."), "{}", page.text());
    assert_eq!(browser.get("/account").await.address, "/account");
    assert!(other.get("/account").await.address.starts_with("/sign-in"));
}

#[tokio::test]
async fn members_have_no_password() {
    let house = House::open().await;
    let (_, mut browser) = house.member("The Corner Shop", "sam@shop.example").await;
    assert_eq!(browser.get("/account/password").await.status, 404);
    let page = browser.get("/account").await;
    assert!(!page.text().contains("Password"), "{}", page.text());
}

#[tokio::test]
async fn a_password_of_any_length_is_answered() {
    let house = House::open().await;
    let mut browser = house.visitor();
    let long = "x".repeat(60_000);
    let page = give_password(&mut browser, "pat@centre.example", &long).await;
    assert_eq!(page.status, 422);
    let longer = "x".repeat(70_000);
    let page = give_password(&mut browser, "pat@centre.example", &longer).await;
    assert_eq!(page.status, 413);
    let page = browser.ask(Method::POST, "/sign-in/password", &[], Some(vec![0xff; 9])).await;
    assert_eq!(page.status, 400);
}

/// Slowed, never silenced: whatever somebody else tries, the right person comes in.
#[tokio::test]
async fn no_number_of_wrong_passwords_locks_anybody_out() {
    let house = House::open().await;
    let (secret, ..) = set_up(&house, Role::Manager, "pat@centre.example").await;
    for _ in 0..10 {
        let page = give_password(&mut house.visitor(), "pat@centre.example", "wrong wrong wrong").await;
        assert_eq!(page.status, 422);
    }
    house.wait(SignedDuration::from_mins(1));
    let mut browser = house.visitor();
    let page = give_password(&mut browser, "pat@centre.example", PASSWORD).await;
    let page = browser.submit(&page, "Sign in", &[("code", &app_code(&secret, &house))]).await;
    assert_ne!(page.status, 422);
    assert_eq!(browser.get("/staff").await.address, "/staff");
}
