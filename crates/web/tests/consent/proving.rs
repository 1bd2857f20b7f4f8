//! From the line that is pasted to the yes that is taken back.

use checkup::Level;
use jiff::SignedDuration;

use crate::house::{self, Browser, House, SeenPage};
use crate::{YES, an_hour, at, bakery, line_of, looks, proves, says_yes};

#[tokio::test]
async fn a_line_and_a_yes_bring_us_closer_and_taking_it_back_does_at_the_next_look() {
    let house = House::open().await;
    let (_, mut anna, asset) = bakery(&house).await;
    assert_eq!(looks(&house, &mut anna, &asset).await, Level::Visitor);
    let page = anna.get(&at(&asset, "")).await;
    assert!(page.links().contains(&at(&asset, "/prove")), "{:?}", page.links());

    // Nothing is there yet, and the page says so without alarm.
    let page = anna.get(&at(&asset, "/prove")).await;
    assert_eq!(page.body.matches("class=\"wh-next\"").count(), 1);
    assert!(page.text().contains("You have not shown it yet."), "{}", page.text());
    assert!(page.text().contains("Name _watchhouse-check Value watchhouse-check="), "{}", page.text());
    let page = anna.submit(&page, "We have done it, look now", &[]).await;
    assert!(page.text().contains("We did not find it yet."), "{}", page.text());

    // Without the proof there is nothing to sign.
    let page = anna.get(&at(&asset, "/closer-look")).await;
    assert!(page.text().contains("First show us that the name is yours."), "{}", page.text());
    let refused = anna.post(&at(&asset, "/closer-look"), &YES).await;
    assert!(refused.text().contains("First show us that the name is yours."), "{}", refused.text());

    proves(&house, &mut anna, &asset).await;
    let page = anna.get(&at(&asset, "/closer-look")).await;
    let slips = anna.submit(&page, "Say yes", &[("signer", "Anna Baker")]).await;
    assert_eq!(slips.status, 422);
    for told in
        ["Choose for how long.", "Choose what you are to the firm.", "Tick the box if you want to say yes."]
    {
        assert!(slips.text().contains(told), "{told}: {}", slips.text());
    }
    says_yes(&mut anna, &asset).await;
    assert_eq!(looks(&house, &mut anna, &asset).await, Level::Consented);
    assert_eq!(
        looks(&house, &mut anna, &asset).await,
        Level::Records,
        "once an hour, and a visit a moment ago"
    );
    house.wait(an_hour());
    assert_eq!(looks(&house, &mut anna, &asset).await, Level::Consented);

    let page = anna.get(&at(&asset, "/closer-look")).await;
    let page = anna.submit(&page, "Take it back", &[]).await;
    assert!(
        page.text().contains("Earlier Anna Baker, from 21 November 2026 until 21 November 2026"),
        "{}",
        page.text()
    );
    house.wait(an_hour());
    assert_eq!(looks(&house, &mut anna, &asset).await, Level::Visitor);
    let text = anna.get("/firm/history").await.text();
    for told in [
        "We saw that a name is yours",
        "A closer look was agreed to",
        "The yes to a closer look was taken back",
    ] {
        assert!(text.contains(told), "{told}: {text}");
    }
}

#[tokio::test]
async fn the_proof_is_looked_for_again_within_the_hour_before_each_closer_look() {
    let house = House::open().await;
    let (_, mut anna, asset) = bakery(&house).await;
    proves(&house, &mut anna, &asset).await;
    says_yes(&mut anna, &asset).await;
    let asked = || house.look.asked.lock().unwrap().len();
    let before = asked();
    assert_eq!(looks(&house, &mut anna, &asset).await, Level::Consented);
    assert_eq!(asked(), before, "it was seen a moment ago");
    house.wait(an_hour());
    assert_eq!(looks(&house, &mut anna, &asset).await, Level::Consented);
    assert_eq!(asked(), before + 2, "the record, and a name that nobody could know");

    // The name was sold: the line is gone, and so is what rests on it.
    house.look.has_texts("_watchhouse-check.bakery.example", &[]);
    house.wait(an_hour());
    assert_eq!(looks(&house, &mut anna, &asset).await, Level::Visitor);
    let page = anna.get(&at(&asset, "/prove")).await;
    assert!(page.text().contains("The line is gone."), "{}", page.text());

    // And where nobody answers, we do not guess.
    house.look.has_texts("_watchhouse-check.bakery.example", &[&line_of(&mut anna, &asset).await]);
    proves(&house, &mut anna, &asset).await;
    house.wait(an_hour());
    house.look.falls_silent();
    assert_eq!(looks(&house, &mut anna, &asset).await, Level::Visitor);
    assert!(
        house.app.store.asset(asset.id).await.unwrap().unwrap().proved_at.is_some(),
        "not seen is not gone"
    );
}

#[tokio::test]
async fn a_zone_that_answers_everything_proves_nothing() {
    let house = House::open().await;
    let (_, mut anna, asset) = bakery(&house).await;
    let line = line_of(&mut anna, &asset).await;
    house.look.answers_everything_with("bakery.example", &[&line]);
    let page = anna.get(&at(&asset, "/prove")).await;
    let page = anna.submit(&page, "We have done it, look now", &[]).await;
    assert!(page.text().contains("Your name gives the same line for each name below it."), "{}", page.text());
    assert_eq!(house.app.store.asset(asset.id).await.unwrap().unwrap().proved_at, None);
    // A zone that answers everything with something else is fine, if the line stands at its own name.
    house.look.answers_everything_with("bakery.example", &["v=spf1 -all"]);
    proves(&house, &mut anna, &asset).await;
}

#[tokio::test]
async fn another_member_can_neither_use_my_line_nor_my_proof() {
    let house = House::open().await;
    let (_, mut anna, asset) = bakery(&house).await;
    proves(&house, &mut anna, &asset).await;
    let sly = house.firm_with("Sly Ltd", "sly@sly.example", Some("bakery.example")).await;
    let mut sly_browser = house.browser_for(sly.person).await;
    let theirs = house.app.store.assets_of(sly.organisation).await.unwrap().remove(0);
    assert_ne!(line_of(&mut sly_browser, &theirs).await, line_of(&mut anna, &asset).await);
    let page = sly_browser.get(&at(&theirs, "/prove")).await;
    let page = sly_browser.submit(&page, "We have done it, look now", &[]).await;
    assert!(page.text().contains("We found something there, but not this line."), "{}", page.text());
    assert_eq!(house.app.store.asset(theirs.id).await.unwrap().unwrap().proved_at, None);
    for path in ["/prove", "/closer-look"] {
        assert_eq!(sly_browser.get(&at(&asset, path)).await.status, 404, "{path}");
    }
    assert_eq!(sly_browser.post(&at(&asset, "/closer-look"), &YES).await.status, 404);
}

#[tokio::test]
async fn a_yes_ends_by_itself() {
    let house = House::open().await;
    let (firm, mut anna, asset) = bakery(&house).await;
    proves(&house, &mut anna, &asset).await;
    says_yes(&mut anna, &asset).await;
    house.wait(SignedDuration::from_hours(24 * 30) - SignedDuration::from_secs(1));
    let mut anna = house.browser_for(firm.person).await;
    assert_eq!(looks(&house, &mut anna, &asset).await, Level::Consented);
    house.wait(an_hour());
    assert_eq!(looks(&house, &mut anna, &asset).await, Level::Visitor);
    let page = anna.get(&at(&asset, "/closer-look")).await;
    assert!(
        page.text().contains("Earlier Anna Baker, from 21 November 2026 until 21 December 2026"),
        "{}",
        page.text()
    );
    assert!(page.forms().iter().any(|form| form.buttons.iter().any(|b| b.0 == "Say yes")));
}

#[tokio::test]
async fn a_file_on_the_website_proves_too() {
    let house = House::open().await;
    let (_, mut anna, asset) = bakery(&house).await;
    let text = anna.get(&at(&asset, "/prove")).await.text();
    assert!(text.contains("https://bakery.example/.well-known/watchhouse-check.txt"), "{text}");
    let line =
        text.split(' ').filter(|word| word.starts_with("watchhouse-check=")).nth(1).unwrap().to_owned();
    let file = at(&asset, "/prove/file");
    let told = async |anna: &mut Browser| anna.post(&file, &[]).await.text();
    assert!(told(&mut anna).await.contains("We could not look just now."), "nobody answers there");
    house.look.has_file("bakery.example", 301, &line);
    assert!(
        told(&mut anna).await.contains("We found something there, but not this line."),
        "a redirect is not followed"
    );
    house.look.has_file("bakery.example", 200, &format!("<html>{line}</html>"));
    assert!(told(&mut anna).await.contains("We found something there, but not this line."));
    house.look.has_file("bakery.example", 200, &format!("{line}\n"));
    assert!(told(&mut anna).await.contains("Thank you. We saw it."));
    assert!(
        anna.get(&at(&asset, "/prove"))
            .await
            .text()
            .contains("We know that it is yours. We last saw it today")
    );
}

#[tokio::test]
async fn the_postmaster_can_say_yes_for_an_hour() {
    let house = House::open().await;
    let (_, mut anna, asset) = bakery(&house).await;
    let page = anna.get(&at(&asset, "/prove")).await;
    let page = anna.submit(&page, "Send the letter", &[]).await;
    assert!(
        page.text().contains("If postmaster@bakery.example takes mail, our letter is there soon."),
        "{}",
        page.text()
    );
    let page = anna.submit(&page, "Send the letter", &[]).await;
    assert!(
        page.text().contains("We sent a letter to postmaster@bakery.example less than a day ago."),
        "{}",
        page.text()
    );
    let letter = house.letter_to("postmaster@bakery.example").await;
    assert!(
        letter.text.contains("a firm has told us that bakery.example is its own: Anna's Bakery."),
        "{}",
        letter.text
    );
    let link = letter.text.lines().map(str::trim).find(|line| line.contains("/prove/")).unwrap();
    let link = link.trim_start_matches(house::ORIGIN).to_owned();

    let mut postmaster = house.visitor();
    let page = postmaster.get(&link).await;
    assert!(page.text().contains("Is bakery.example yours?"), "{}", page.text());
    assert_eq!(
        house.app.store.asset(asset.id).await.unwrap().unwrap().proved_at,
        None,
        "a mail program opened it"
    );
    let page = postmaster.submit(&page, "Yes, it is theirs", &[]).await;
    assert!(page.text().contains("Thank you The firm can go on now."), "{}", page.text());
    assert!(postmaster.get(&link).await.text().contains("This link is over"));
    assert!(postmaster.get("/prove/made-up").await.text().contains("This link is over"));

    says_yes(&mut anna, &asset).await;
    assert_eq!(looks(&house, &mut anna, &asset).await, Level::Consented);
    house.wait(an_hour());
    assert_eq!(
        looks(&house, &mut anna, &asset).await,
        Level::Visitor,
        "no machine can ask the postmaster again"
    );
}

#[tokio::test]
async fn many_members_who_claim_one_name_ask_it_ten_times_a_minute_at_most() {
    let house = House::open().await;
    let before = house.look.looked.lock().unwrap().len();
    for number in 0..15 {
        let email = format!("sly{number}@sly.example");
        let firm = house.firm_with(&format!("Sly {number} Ltd"), &email, Some("victim.example")).await;
        let mut sly = house.browser_for(firm.person).await;
        let asset = house.app.store.assets_of(firm.organisation).await.unwrap().remove(0);
        let page = sly.get(&at(&asset, "/prove")).await;
        let page = sly.submit(&page, "We have done it, look now", &[]).await;
        let told = if number < 10 { "We did not find it yet." } else { "We asked a few times just now." };
        assert!(page.text().contains(told), "{number}: {}", page.text());
    }
    assert_eq!(house.look.asked.lock().unwrap().len(), 10, "one question for each claim, ten in a minute");
    assert_eq!(house.look.looked.lock().unwrap().len(), before, "a claim alone looks at nothing");
}

async fn asks(program: &mut Browser, path: &str, way: &str) -> SeenPage {
    let headers = [("content-type", "application/json"), ("origin", "")];
    let body = serde_json::json!({ "way": way }).to_string();
    program.ask(axum::http::Method::POST, path, &headers, Some(body.into_bytes())).await
}

#[tokio::test]
async fn programs_of_a_member_can_prove_and_cannot_sign() {
    let house = House::open().await;
    let (firm, _, asset) = bakery(&house).await;
    let mut program = house.visitor();
    let scopes: Vec<String> = web::scopes::SCOPES.iter().map(|scope| scope.name.to_owned()).collect();
    let (name, by) = (terms::PlainLine::parse("robot").unwrap(), centre::ledger::Actor::Person(firm.person));
    let until = house.now() + SignedDuration::from_hours(24);
    let made = house.app.store.make_api_token(firm.person, &name, &scopes, until, &by, house.now()).await;
    program.bearer = Some(made.unwrap().1.reveal().to_owned());
    let path = format!("/api/v1/firm/domains/{}/proof", asset.id);
    let proof = program.get(&path).await.json();
    assert_eq!(proof["record_name"], "_watchhouse-check.bakery.example");
    assert_eq!(proof["proved_at"], serde_json::Value::Null);
    let looked = asks(&mut program, &path, "records").await.json();
    assert_eq!(looked["verdict"], "not-there");
    house.look.has_texts("_watchhouse-check.bakery.example", &[proof["record_text"].as_str().unwrap()]);
    let looked = asks(&mut program, &path, "records").await.json();
    assert_eq!(looked["verdict"], "proved");
    assert_eq!(program.get(&path).await.json()["seen_at"], "2026-11-21T10:00:00Z");
    for way in ["mail", "", "everything"] {
        let refused = asks(&mut program, &path, way).await;
        assert_eq!(refused.status, 422, "{way}");
    }
}
