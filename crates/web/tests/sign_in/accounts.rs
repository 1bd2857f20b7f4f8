//! Accounts of staff and partners, tokens, and forms that come from elsewhere.

use axum::http::Method;
use centre::ledger::Actor;
use centre::roles::Role;
use jiff::SignedDuration;
use store::Factors;
use web::Kind;

use crate::house::{House, ORIGIN};

#[tokio::test]
async fn a_manager_adds_somebody_and_hands_the_link_over() {
    let house = House::open().await;
    let mut manager = house.sign_in_as(Role::Manager).await;
    let page = manager.get("/staff").await;
    let fields = [
        ("name", "Ada Example"),
        ("email", "ada@council.example"),
        ("role", "council_partner"),
        ("remit", "E09000012"),
        ("expires", "2027-03-31"),
        ("send", "yes"),
    ];
    let page = manager.submit(&page, "Add", &fields).await;
    let text = page.text();
    assert!(text.contains("This link is shown once. It sets up the account of Ada Example."), "{text}");
    let link = page.body.split("<code>").nth(1).unwrap().split("</code>").next().unwrap();
    let letter = house.letter_to("ada@council.example").await;
    assert!(letter.text.contains(link), "{}", letter.text);
    let list = manager.get("/staff").await.text();
    assert!(
        list.contains("Ada Example Council partner ada@council.example Hackney Ends on 31 March 2027"),
        "{list}"
    );

    let mut ada = house.visitor();
    let page = ada.get(link.strip_prefix(ORIGIN).unwrap()).await;
    assert!(page.text().contains("Hello Ada Example."), "{}", page.text());
}

#[tokio::test]
async fn a_form_with_faults_loses_nothing_that_was_typed() {
    let house = House::open().await;
    let mut manager = house.sign_in_as(Role::Manager).await;
    let page = manager.get("/staff").await;
    let fields = [
        ("name", "Ada Example"),
        ("email", "ada at council"),
        ("role", "council_partner"),
        ("expires", "2020-01-01"),
    ];
    let page = manager.submit(&page, "Add", &fields).await;
    assert_eq!(page.status, 422);
    let text = page.text();
    for fault in
        ["There is a problem", "Type an e-mail address", "Choose the borough", "That day has passed."]
    {
        assert!(text.contains(fault), "{fault}: {text}");
    }
    for typed in ["value=\"Ada Example\"", "value=\"ada at council\"", "value=\"2020-01-01\""] {
        assert!(page.body.contains(typed), "{typed}");
    }
    let twice = [("name", "Ada"), ("email", "ada@centre.example"), ("role", "analyst")];
    let page = manager.submit(&page, "Add", &[&twice[..], &[("expires", "")]].concat()).await;
    assert_eq!(page.status, 200, "{}", page.text());
    let page = manager.get("/staff").await;
    let page = manager.submit(&page, "Add", &twice).await;
    assert_eq!(page.status, 422, "one address has one account");
}

#[tokio::test]
async fn whoever_is_revoked_is_out_with_the_next_request_and_comes_back_when_restored() {
    let house = House::open().await;
    let mut manager = house.sign_in_as(Role::Manager).await;
    let (id, mut analyst) = house.somebody(Role::Analyst).await.unwrap();
    assert_eq!(analyst.get("/account").await.address, "/account");
    let page = manager.get(&format!("/staff/{id}")).await;
    let page = manager.submit(&page, "Take the right away", &[]).await;
    assert!(page.text().contains("Revoked on 21 November 2026"), "{}", page.text());
    assert!(analyst.get("/account").await.address.starts_with("/sign-in"));
    let page = manager.submit(&page, "Give the right back", &[]).await;
    assert!(page.text().contains("Can sign in"), "{}", page.text());
    assert_eq!(house.browser_for(id).await.get("/account").await.address, "/account");
}

#[tokio::test]
async fn the_last_manager_stays() {
    let house = House::open().await;
    let (id, mut manager) = house.somebody(Role::Manager).await.unwrap();
    let page = manager.get(&format!("/staff/{id}")).await;
    for (button, fields) in [("Take the right away", vec![]), ("Change the role", vec![("role", "analyst")])]
    {
        let answer = manager.submit(&page, button, &fields).await;
        assert_eq!(answer.status, 422, "{button}");
        assert!(answer.text().contains("There is a problem"), "{}", answer.text());
    }
    assert_eq!(manager.get("/staff").await.status, 200);
}

#[tokio::test]
async fn a_new_role_counts_from_the_next_request_and_under_a_new_session() {
    let house = House::open().await;
    let mut manager = house.sign_in_as(Role::Manager).await;
    let (id, mut other) = house.somebody(Role::Manager).await.unwrap();
    let page = manager.get(&format!("/staff/{id}")).await;
    manager.submit(&page, "Change the role", &[("role", "analyst")]).await;
    assert!(other.get("/staff").await.address.starts_with("/sign-in"));
    assert_eq!(house.browser_for(id).await.get("/staff").await.status, 403);
}

#[tokio::test]
async fn a_reset_takes_every_way_in_and_hands_a_new_link_over() {
    let house = House::open().await;
    let mut manager = house.sign_in_as(Role::Manager).await;
    let (id, mut analyst) = house.somebody(Role::Analyst).await.unwrap();
    let page = manager.get(&format!("/staff/{id}")).await;
    let page = manager.submit(&page, "Reset the account", &[]).await;
    let link = page.body.split("<code>").nth(1).unwrap().split("</code>").next().unwrap().to_owned();
    assert!(analyst.get("/account").await.address.starts_with("/sign-in"));
    assert_eq!(house.visitor().get(link.strip_prefix(ORIGIN).unwrap()).await.status, 200);
}

#[tokio::test]
async fn contacts_of_members_are_no_accounts() {
    let house = House::open().await;
    let mut manager = house.sign_in_as(Role::Manager).await;
    let firm = house.firm("The Corner Shop", "sam@shop.example").await;
    for path in [format!("/staff/{}", firm.person), "/staff/nonsense".to_owned()] {
        assert_eq!(manager.get(&path).await.status, 404, "{path}");
    }
    manager.get("/staff").await;
    assert_eq!(manager.post(&format!("/staff/{}/revoke", firm.person), &[]).await.status, 404);
}

#[tokio::test]
async fn the_set_up_page_is_there_until_a_manager_can_sign_in() {
    let house = House::open().await;
    let page = house.visitor().get("/set-up").await;
    assert!(page.text().contains("watchhouse user add"), "{}", page.text());
    house.account(Role::Manager, "pat@centre.example").await;
    let with_link_only = house.visitor().get("/set-up").await.status;
    house.sign_in_as(Role::Manager).await;
    assert!(with_link_only == 404 || with_link_only == 200);
    let demonstration = House::open_demonstration().await;
    assert_eq!(demonstration.visitor().get("/set-up").await.status, 404);
}

#[tokio::test]
async fn a_token_is_shown_once_and_ended_by_its_owner_only() {
    let house = House::open().await;
    let mut manager = house.sign_in_as(Role::Manager).await;
    let page = manager.get("/account").await;
    let page = manager.submit(&page, "Make a key", &[("token_name", ""), ("days", "30")]).await;
    assert_eq!(page.status, 422);
    assert!(page.text().contains("Say what the key is for."), "{}", page.text());
    let given = [("token_name", "Our stock program"), ("scopes", "members.find"), ("days", "30")];
    let page = manager.submit(&page, "Make a key", &given).await;
    let secret = page.body.split("<code>").nth(1).unwrap().split("</code>").next().unwrap().to_owned();
    assert!(secret.len() > 30);
    let page = manager.get("/account").await;
    assert!(!page.body.contains(&secret));
    assert!(page.text().contains("Our stock program Works until 21 December 2026."), "{}", page.text());
    let action = page.forms().iter().map(|f| f.action.clone()).find(|a| a.ends_with("/revoke")).unwrap();

    let mut other = house.sign_in_as(Role::Manager).await;
    other.get("/account").await;
    assert_eq!(other.post(&action, &[]).await.status, 404);
    assert!(manager.get("/account").await.text().contains("Works until"));
    let page = manager.get("/account").await;
    let page = manager.submit(&page, &action, &[]).await;
    assert!(page.text().contains("Our stock program Ended on 21 November 2026."), "{}", page.text());
}

#[tokio::test]
async fn nobody_gives_a_program_more_than_they_have() {
    let house = House::open().await;
    let (_, mut member) = house.member("The Corner Shop", "sam@shop.example").await;
    let page = member.get("/account").await;
    assert!(!page.text().contains("Find members"), "{}", page.text());
    let fields = [("token_name", "Mine"), ("scopes", "members.find"), ("days", "30")];
    let page = member.post("/account/tokens", &fields).await;
    assert_eq!(page.status, 422);
}

#[tokio::test]
async fn a_right_that_has_ended_opens_nothing() {
    let house = House::open().await;
    let mut manager = house.sign_in_as(Role::Manager).await;
    let page = manager.get("/staff").await;
    let fields =
        [("name", "Ada"), ("email", "ada@centre.example"), ("role", "analyst"), ("expires", "2026-11-22")];
    manager.submit(&page, "Add", &fields).await;
    let all = house.app.store.accounts().await.unwrap();
    let ada = all.iter().find(|p| p.email.to_string() == "ada@centre.example").unwrap();
    let mut browser = house.browser_for(ada.id).await;
    assert_eq!(browser.get("/account").await.address, "/account");
    house.wait(SignedDuration::from_hours(15));
    let mut browser = house.browser_for(ada.id).await;
    assert!(browser.get("/account").await.address.starts_with("/sign-in"));
}

#[tokio::test]
async fn one_click_of_a_demonstration_opens_nothing_in_earnest() {
    let house = House::open().await;
    let (id, _) = house.somebody(Role::Manager).await.unwrap();
    let mut browser = house.browser_with(id, Factors::Demonstration).await;
    assert!(browser.get("/staff").await.address.starts_with("/sign-in"));
}

/// Cross-site request forgery: every form of every page, from elsewhere or from nowhere.
#[tokio::test]
async fn no_form_from_elsewhere_changes_anything() {
    let house = House::open().await;
    let mut manager = house.sign_in_as(Role::Manager).await;
    let (_, mut member) = house.member("The Corner Shop", "sam@shop.example").await;
    let mut visitor = house.visitor();
    let site = web::routes::site(house.app.clone());
    let unsafe_pages: Vec<_> =
        site.routes().iter().filter(|r| r.kind == Kind::Page && r.method != Method::GET).cloned().collect();
    assert!(unsafe_pages.len() > 20);
    let entry = house.newest_entry().await;
    let foreign: [&[(&str, &str)]; 5] = [
        &[("origin", "https://evil.example")],
        &[("origin", "null")],
        &[("origin", "")],
        &[("sec-fetch-site", "cross-site")],
        &[("sec-fetch-site", "same-site"), ("origin", "http://other.localhost:8080")],
    ];
    let mut tried = 0;
    for route in unsafe_pages {
        let path = route.path.replace(['{', '}'], "");
        for browser in [&mut manager, &mut member, &mut visitor] {
            for headers in foreign {
                let page = browser.ask(route.method.clone(), &path, headers, Some(vec![])).await;
                assert_eq!(page.status, 403, "{} {path} {headers:?}", route.method);
                tried += 1;
            }
        }
    }
    assert!(tried > 300);
    assert_eq!(house.newest_entry().await, entry);
}

#[tokio::test]
async fn a_session_that_was_ended_opens_no_page_at_all() {
    let house = House::open().await;
    let (id, mut manager) = house.somebody(Role::Manager).await.unwrap();
    let mut nobody = house.visitor();
    house.app.store.close_all_of(id, &Actor::Person(id), house.now()).await.unwrap();
    let site = web::routes::site(house.app.clone());
    manager.follows = false;
    nobody.follows = false;
    for route in site.routes().iter().filter(|r| r.kind == Kind::Page && r.method == Method::GET) {
        if route.path.contains("{live}") || route.path.starts_with("/sign-in/single") {
            continue;
        }
        let path = route.path.replace(['{', '}'], "");
        let ended = manager.get(&path).await;
        let never = nobody.get(&path).await;
        assert_eq!(ended.status, never.status, "{path}");
        assert_eq!(ended.header("location"), never.header("location"), "{path}");
    }
}

#[tokio::test]
async fn a_supervisor_sees_no_firm_and_is_told_why() {
    let house = House::open().await;
    let firm = house.firm("The Corner Shop", "sam@shop.example").await;
    let mut browser = house.sign_in_as(Role::Supervisor).await;
    let page = browser.get("/account").await;
    assert!(page.text().contains("You see no firms yet."), "{}", page.text());
    assert!(page.links().contains(&"/city".to_owned()));
    assert_eq!(browser.get("/city").await.status, 200);
    for shut in ["/desk", "/desk/members", &format!("/desk/members/{}", firm.organisation)] {
        let page = browser.get(shut).await;
        assert_eq!(page.status, 403, "{shut}");
        assert!(!page.body.contains("Corner Shop"), "{shut}");
    }
    let mut manager = house.sign_in_as(Role::Manager).await;
    assert!(!manager.get("/account").await.text().contains("You see no firms yet."));
}
