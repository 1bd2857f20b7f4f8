//! My firm: the whole way of a member, and every wall around it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where it cannot go on"
)]

mod house;

use centre::ledger::Actor;
use house::{Browser, Firm, House, SeenPage, a_beginner, over, pastes_the_rule};
use jiff::SignedDuration;
use store::{AddedAsset, Seen};
use terms::AssetId;

async fn asset_of(house: &House, firm: &Firm) -> AssetId {
    house.app.store.assets_of(firm.organisation).await.unwrap()[0].id
}

/// Looks at a firm's first domain, as its owner does.
async fn look(house: &House, browser: &mut Browser, firm: &Firm) -> SeenPage {
    let asset = asset_of(house, firm).await;
    let page = browser.get(&format!("/firm/domains/{asset}")).await;
    let page = browser.submit(&page, "Look now", &[]).await;
    over(browser, page).await
}

#[tokio::test]
async fn from_the_first_check_to_leaving() {
    let house = House::open().await;
    a_beginner(&house, "bakery.example");
    let mut anna = house.visitor();

    let page = anna.post("/check", &[("domain", "bakery.example")]).await;
    let page = over(&mut anna, page).await;
    let join = page.links().into_iter().find(|link| link.starts_with("/join?")).unwrap();
    let form = anna.get(&join).await;
    let fields = [
        ("name", "Anna's Bakery"),
        ("postcode", "E10 1AA"),
        ("sector", "I"),
        ("size", "micro"),
        ("contact_name", "Anna Baker"),
        ("email", "anna@bakery.example"),
        ("undertakings_accepted", "yes"),
    ];
    assert!(form.form("Join").fields.contains(&("domain".to_owned(), "bakery.example".to_owned())));
    anna.submit(&form, "Join", &fields).await;
    let letter = house.letter_to("anna@bakery.example").await;
    let link = letter.text.lines().map(str::trim).find(|line| line.contains("/join/confirm/")).unwrap();
    let page = anna.get(link.trim_start_matches(house::ORIGIN)).await;
    let page = anna.submit(&page, "Yes, join", &[]).await;
    assert_eq!(page.address, "/firm");

    // The first look began by itself; when it is over the page has something to say.
    let mut page = page;
    for _ in 0..200 {
        page = anna.get("/firm").await;
        if page.text().contains("We looked today") && !page.text().contains("This takes a few seconds") {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    let text = page.text();
    assert_eq!(page.body.matches("class=\"wh-next\"").count(), 1, "{text}");
    assert_eq!(page.body.matches("class=\"wh-promise ").count(), 4, "{text}");
    assert!(text.contains("Turn on sign-in in two steps"), "{text}");
    assert!(text.contains("You do not tell others to refuse forged mail"), "{text}");
    let steps = page.forms().iter().filter(|form| form.action.ends_with("/done")).count();
    assert_eq!(steps, 3, "at most three steps: {text}");

    // Said makes room for the next; a look sees that it is done.
    house.wait(SignedDuration::from_hours(1));
    let page = anna.submit(&page, "/firm/actions/mend-dmarc-missing/done", &[]).await;
    let text = page.text();
    assert!(text.contains("told us that these points are done"), "{text}");
    assert!(
        !page.forms().iter().any(|form| form.action == "/firm/actions/mend-dmarc-missing/done"),
        "{text}"
    );
    pastes_the_rule(&house, "bakery.example");
    let domains = anna.get("/firm/domains").await;
    let domain = domains.links().into_iter().find(|link| link.starts_with("/firm/domains/")).unwrap();
    let page = anna.get(&domain).await;
    let page = anna.submit(&page, "Look now", &[]).await;
    let page = over(&mut anna, page).await;
    assert_eq!(page.address, domain);
    let text = page.text();
    assert!(text.contains("Mended: You do not tell others to refuse forged mail"), "{text}");
    assert!(text.contains("How your promises stood"), "{text}");
    let csv = anna.get(&format!("{domain}/history.csv")).await;
    assert!(csv.body.contains("Mail in your name is yours"), "{}", csv.body);
    let text = anna.get("/firm").await.text();
    assert!(text.contains("We saw that these points are done You do not tell others"), "{text}");

    let text = anna.get("/firm/history").await.text();
    for told in
        ["Your firm asked to join", "Your firm became a member", "We looked at a web name", "Anna Baker"]
    {
        assert!(text.contains(told), "{told}: {text}");
    }
    let about = anna.get("/firm/about-you").await.text();
    assert!(about.contains("anna@bakery.example"), "{about}");
    let file = anna.get("/firm/export").await;
    assert!(file.header("content-disposition").starts_with("attachment; filename=\"WH-"), "{file:?}");
    assert_eq!(file.json()["organisation"]["name"], "Anna's Bakery");

    let page = anna.get("/firm/leave").await;
    assert!(page.text().contains("All names, addresses and numbers of your people."), "{}", page.text());
    let page = anna.get("/firm/leave/sure").await;
    let unsure = anna.submit(&page, "Leave now", &[]).await;
    assert_eq!(unsure.status, 422);
    let page = anna.submit(&unsure, "Leave now", &[("sure", "yes")]).await;
    assert_eq!(page.address, "/left");
    assert!(page.text().contains("Your data is erased."), "{}", page.text());
    assert!(anna.get("/firm").await.address.starts_with("/sign-in"));
    assert!(
        house
            .app
            .store
            .people_with_email(&terms::EmailAddress::parse("anna@bakery.example").unwrap())
            .await
            .unwrap()
            .is_empty()
    );
    house.app.store.checkpoint(house.now()).await.unwrap();
    let verdict = house.app.store.verify_ledger().await.unwrap();
    assert!(matches!(verdict, centre::ledger::Verdict::Whole { .. }), "{verdict:?}");
}

#[tokio::test]
async fn nobody_who_is_not_signed_in_sees_any_of_it() {
    let house = House::open().await;
    let firm = house.firm_with("Bakery", "anna@bakery.example", Some("bakery.example")).await;
    let asset = asset_of(&house, &firm).await;
    let mut visitor = house.visitor();
    for path in [
        "/firm".to_owned(),
        "/firm/details".to_owned(),
        "/firm/people".to_owned(),
        format!("/firm/people/{}", firm.person),
        "/firm/domains".to_owned(),
        format!("/firm/domains/{asset}"),
        "/firm/history".to_owned(),
        "/firm/about-you".to_owned(),
        "/firm/export".to_owned(),
        "/firm/leave".to_owned(),
    ] {
        let page = visitor.get(&path).await;
        assert!(page.address.starts_with("/sign-in?then="), "{path}: {}", page.address);
    }
}

#[tokio::test]
async fn what_belongs_to_another_firm_is_not_there() {
    let house = House::open().await;
    let other = house.firm_with("Butcher", "bo@butcher.example", Some("butcher.example")).await;
    let asset = asset_of(&house, &other).await;
    let (_, mut anna) = house.member("Bakery", "anna@bakery.example").await;
    anna.get("/firm").await;
    let before = house.newest_entry().await;
    for path in [
        format!("/firm/people/{}", other.person),
        format!("/firm/people/{}/remove", other.person),
        format!("/firm/domains/{asset}"),
        format!("/firm/domains/{asset}/history.csv"),
        format!("/firm/domains/{asset}/remove"),
        format!("/firm/domains/{asset}/looks/00000000000000000000000000000000"),
    ] {
        let page = anna.get(&path).await;
        assert_eq!(page.status, 404, "{path}");
        assert!(!page.text().contains("butcher"), "{path}");
    }
    for path in [
        format!("/firm/people/{}", other.person),
        format!("/firm/people/{}/warden", other.person),
        format!("/firm/people/{}/remove", other.person),
        format!("/firm/domains/{asset}/look"),
        format!("/firm/domains/{asset}/remove"),
    ] {
        anna.get("/firm/people").await;
        assert_eq!(anna.post(&path, &[("name", "X"), ("email", "x@x.example")]).await.status, 404, "{path}");
    }
    assert_eq!(house.newest_entry().await, before, "nothing was changed");
}

#[tokio::test]
async fn a_look_of_one_domain_is_not_shown_under_another() {
    let house = House::open().await;
    a_beginner(&house, "bakery.example");
    let firm = house.firm_with("Bakery", "anna@bakery.example", Some("bakery.example")).await;
    let mut anna = house.browser_for(firm.person).await;
    let first = asset_of(&house, &firm).await;
    let second: AddedAsset = {
        let domain = "cakes.example".parse().unwrap();
        let by = Actor::Person(firm.person);
        house.app.store.add_asset(firm.organisation, &domain, &by, house.now()).await.unwrap()
    };
    let AddedAsset::Added(second) = second else { panic!("{second:?}") };
    anna.follows = false;
    anna.get(&format!("/firm/domains/{first}")).await;
    let page = anna.post(&format!("/firm/domains/{first}/look"), &[]).await;
    let look = page.header("location").rsplit('/').next().unwrap().to_owned();
    let page = anna.get(&format!("/firm/domains/{second}/looks/{look}/live")).await;
    assert_eq!(page.status, 404);
    assert_eq!(house.visitor().get(&format!("/check/looks/{look}")).await.status, 404);
}

#[tokio::test]
async fn details_are_put_right_and_slips_are_told() {
    let house = House::open().await;
    let (firm, mut anna) = house.member("Bakery", "anna@bakery.example").await;
    let page = anna.get("/firm/details").await;
    let slip = anna.submit(&page, "Save", &[("name", ""), ("postcode", "nowhere")]).await;
    assert_eq!(slip.status, 422);
    assert!(slip.text().contains("Type the name of your firm."), "{}", slip.text());
    let page = anna.submit(&slip, "Save", &[("name", "Anna's Bakery"), ("postcode", "E10 1AA")]).await;
    assert_eq!(page.address, "/firm");
    let known = house.app.store.organisation(firm.organisation).await.unwrap().unwrap();
    assert_eq!(known.name, "Anna's Bakery");
    assert_eq!(known.postcode.unwrap().to_string(), "E10 1AA");
}

#[tokio::test]
async fn a_further_person_comes_in_by_a_letter() {
    let house = House::open().await;
    let (_, mut anna) = house.member("Bakery", "anna@bakery.example").await;
    let page = anna.get("/firm/people").await;
    let slip = anna.submit(&page, "Add and send the letter", &[("name", ""), ("email", "x")]).await;
    assert_eq!(slip.status, 422);
    let given = [("name", "Bo Helper"), ("email", "bo@bakery.example")];
    let page = anna.submit(&slip, "Add and send the letter", &given).await;
    assert!(page.text().contains("Has not confirmed yet"), "{}", page.text());
    let again = anna.submit(&page, "Add and send the letter", &given).await;
    assert!(again.text().contains("is in your firm already"), "{}", again.text());

    let letter = house.letter_to("bo@bakery.example").await;
    assert!(letter.text.contains("Sam Owner says that you are a contact of Bakery"), "{}", letter.text);
    let link = letter.text.lines().map(str::trim).find(|line| line.contains("/join/contact/")).unwrap();
    let mut bo = house.visitor();
    let page = bo.get(link.trim_start_matches(house::ORIGIN)).await;
    let page = bo.submit(&page, "Yes, that is right", &[]).await;
    assert!(page.text().contains("Hello, Bo Helper"), "{}", page.text());
}

#[tokio::test]
async fn a_warden_is_named_and_a_person_taken_out_is_out_at_once() {
    let house = House::open().await;
    let (firm, mut anna) = house.member("Bakery", "anna@bakery.example").await;
    let bo = house.contact_of(&firm, "Bo Helper", "bo@bakery.example").await;
    let mut bo_browser = house.browser_for(bo).await;
    assert_eq!(bo_browser.get("/firm").await.status, 200);
    let page = anna.get(&format!("/firm/people/{bo}")).await;
    let page = anna.submit(&page, "Make this person cyber warden", &[]).await;
    assert!(page.text().contains("bo@bakery.example Cyber warden"), "{}", page.text());
    let page = anna.get(&format!("/firm/people/{bo}/remove")).await;
    assert!(page.text().contains("Take Bo Helper out?"), "{}", page.text());
    let page = anna.submit(&page, "Take out", &[]).await;
    assert!(!page.text().contains("Bo Helper"), "{}", page.text());
    assert!(bo_browser.get("/firm").await.address.starts_with("/sign-in"));
    let last = anna.get(&format!("/firm/people/{}/remove", firm.person)).await;
    assert_eq!(last.address, "/firm/leave", "the last person leaves with the firm");
}

#[tokio::test]
async fn domains_come_and_go_and_slips_are_told() {
    let house = House::open().await;
    a_beginner(&house, "bakery.example");
    let (firm, mut anna) = house.member("Bakery", "anna@bakery.example").await;
    let page = anna.get("/firm/domains").await;
    let slip = anna.submit(&page, "Add and look now", &[("domain", "bakery")]).await;
    assert_eq!(slip.status, 422);
    let page = anna.submit(&slip, "Add and look now", &[("domain", "www.bakery.example")]).await;
    let page = over(&mut anna, page).await;
    assert!(page.text().contains("What we saw for bakery.example"), "{}", page.text());
    let page = anna.get(&format!("{}/remove", page.address)).await;
    let page = anna.submit(&page, "Take out", &[]).await;
    assert!(!page.text().contains("bakery.example"), "{}", page.text());
    let actions = house.app.store.actions_of(firm.organisation).await.unwrap();
    let mend = actions.iter().find(|action| action.action.starts_with("mend-")).unwrap();
    assert!(mend.dropped_at.is_some() && mend.seen_at.is_none(), "gone, but not mended: {mend:?}");
}

#[tokio::test]
async fn said_and_not_yet_after_all() {
    let house = House::open().await;
    let (_, mut anna) = house.member("Bakery", "anna@bakery.example").await;
    let page = anna.get("/firm").await;
    let page = anna.submit(&page, "/firm/actions/do-two_step_on_mail/done", &[]).await;
    assert!(page.text().contains("told us that these points are done"), "{}", page.text());
    let page = anna.submit(&page, "/firm/actions/do-two_step_on_mail/not-yet", &[]).await;
    assert!(!page.text().contains("told us that these points are done"), "{}", page.text());
    for action in ["mend-nothing", "do-nothing", "x"] {
        for end in ["done", "not-yet"] {
            let page = anna.post(&format!("/firm/actions/{action}/{end}"), &[]).await;
            assert_eq!(page.status, 404, "{action} {end}");
            anna.get("/firm").await;
        }
    }
}

#[tokio::test]
async fn who_looked_is_told_by_role_and_never_by_name() {
    let house = House::open().await;
    let (firm, mut anna) = house.member("Bakery", "anna@bakery.example").await;
    let (officer, _) = house.account(centre::roles::Role::ContactOfficer, "pat@centre.example").await;
    house.app.store.member_for(&Actor::Person(officer), firm.organisation, house.now()).await.unwrap();
    let seen = Seen {
        organisation: Some(firm.organisation),
        noun: store::Noun::Organisation,
        object: firm.organisation.to_string(),
    };
    house.app.store.log_read(&Actor::Person(officer), &seen, "A test", house.now()).await.unwrap();
    let text = anna.get("/firm/about-you").await.text();
    assert!(text.contains("One of our people (contact officer)"), "{text}");
    assert!(!text.contains("Pat Contact"), "{text}");
}

#[tokio::test]
async fn a_form_without_the_sessions_token_changes_nothing() {
    let house = House::open().await;
    let (_, mut anna) = house.member("Bakery", "anna@bakery.example").await;
    anna.get("/firm").await;
    let before = house.newest_entry().await;
    for path in ["/firm/details", "/firm/people", "/firm/domains", "/firm/leave"] {
        let page = anna.post(path, &[("form_token", "wrong"), ("sure", "yes")]).await;
        assert_eq!(page.status, 403, "{path}");
    }
    assert_eq!(house.newest_entry().await, before);
}

#[tokio::test]
async fn a_look_that_finds_the_same_again_is_kept_without_news() {
    let house = House::open().await;
    a_beginner(&house, "bakery.example");
    let firm = house.firm_with("Bakery", "anna@bakery.example", Some("bakery.example")).await;
    let mut anna = house.browser_for(firm.person).await;
    // What a visit met counts when a second one meets it again: only then are all findings told.
    for _ in 0..2 {
        look(&house, &mut anna, &firm).await;
        house.wait(SignedDuration::from_hours(24));
        anna = house.browser_for(firm.person).await;
    }
    let page = look(&house, &mut anna, &firm).await;
    assert!(!page.text().contains("What has changed"), "{}", page.text());
    let checks = house.app.store.checks_of(asset_of(&house, &firm).await, 10).await.unwrap();
    assert_eq!(checks.iter().map(|check| check.changed).collect::<Vec<_>>(), [true, false, false]);
}
