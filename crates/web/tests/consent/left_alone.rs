//! Whoever wants to be left alone is, a name has a pace that everybody shares, and one switch stops it all.

use centre::roles::Role;
use checkup::{Level, Record};
use jiff::SignedDuration;

use crate::house::{self, House};
use crate::{at, bakery, looks, over};

#[tokio::test]
async fn an_opted_out_name_is_never_looked_at_again() {
    let house = House::open().await;
    let (_, mut anna, asset) = bakery(&house).await;
    assert_eq!(looks(&house, &mut anna, &asset).await, Level::Visitor);
    let mut owner = house.visitor();
    let page = owner.get("/looking").await;
    assert!(page.text().contains("Watchhouse (+http://localhost:8080/looking)"), "{}", page.text());
    assert!(page.text().contains("192.0.2.200"), "{}", page.text());
    let wish = [("name", "bakery.example"), ("how", "records")];
    let page = owner.submit(&page, "Leave this name alone", &wish).await;
    assert!(page.text().contains("We did not find the record yet."), "{}", page.text());
    assert_eq!(house.app.store.wishes(9).await.unwrap(), []);
    house.look.has_texts("_watchhouse-stay-away.bakery.example", &["stay away"]);
    let page = owner.submit(&page, "Leave this name alone", &wish).await;
    assert!(page.text().contains("It is noted. We leave bakery.example alone, for ever."), "{}", page.text());

    // Neither the member, nor anybody, nor a name below, nor the record's end, nor years bring us back.
    house.look.has_texts("_watchhouse-stay-away.bakery.example", &[]);
    house.wait(SignedDuration::from_hours(24 * 400));
    let (looked, asked) = (house.look.looked.lock().unwrap().len(), house.look.asked.lock().unwrap().len());
    let mut anna =
        house.browser_for(house.app.store.people_of(asset.organisation).await.unwrap()[0].id).await;
    let page = anna.get(&at(&asset, "")).await;
    assert!(
        page.text().contains("We leave this name alone Its owner asked us not to look at it."),
        "{}",
        page.text()
    );
    let page = anna.post(&at(&asset, "/look"), &[]).await;
    over(&mut anna, page).await;
    for name in ["bakery.example", "shop.bakery.example"] {
        let mut somebody = house.visitor();
        let page = somebody.post("/check", &[("domain", name)]).await;
        let page = over(&mut somebody, page).await;
        assert!(page.text().contains("We leave this name alone"), "{}", page.text());
    }
    let page = anna.post(&at(&asset, "/prove/records"), &[]).await;
    assert!(page.text().contains("Wait a minute"), "{}", page.text());
    assert_eq!(house.look.looked.lock().unwrap().len(), looked);
    assert_eq!(house.look.asked.lock().unwrap().len(), asked);
}

#[tokio::test]
async fn a_letter_to_the_name_can_make_us_stay_away_and_tells_nobody_anything() {
    let house = House::open().await;
    let mut owner = house.visitor();
    let page = owner.get("/looking").await;
    let mut answers = Vec::new();
    for _ in 0..5 {
        let wish = [("name", "www.shop.example"), ("how", "abuse")];
        answers.push(owner.submit(&page, "Leave this name alone", &wish).await.text());
    }
    assert!(answers[0].contains("If that mailbox takes mail, our letter is there soon."), "{}", answers[0]);
    assert!(answers.iter().all(|answer| *answer == answers[0]), "the answer is always the same");
    let letters = house.app.store.letters(Some("abuse@shop.example"), None, None, 9).await.unwrap();
    assert_eq!(letters.len(), 3, "and nobody is bombed");
    let link =
        letters[0].text.lines().map(str::trim).find(|line| line.contains("/looking/stay-away/")).unwrap();
    let link = link.trim_start_matches(house::ORIGIN).to_owned();
    let page = owner.get(&link).await;
    assert!(page.text().contains("Leave shop.example alone?"), "{}", page.text());
    assert_eq!(house.app.store.wishes(9).await.unwrap(), [], "a mail program opened it");
    let page = owner.submit(&page, "Yes, leave it alone", &[]).await;
    assert!(page.text().contains("We leave shop.example alone, for ever."), "{}", page.text());
    assert!(house.app.store.stays_away(&"shop.example".parse().unwrap()).await.unwrap());
    house.wait(SignedDuration::from_hours(24));
    assert!(owner.get(&link).await.text().contains("This link is over"));

    for (wish, told) in [
        ([("name", ""), ("how", "records")], "Type your web name, for example bakery.co.uk."),
        ([("name", "co.uk"), ("how", "records")], "That is just the end of a web name."),
        ([("name", "a.example"), ("how", "")], "Choose one."),
        ([("name", "a.example"), ("how", "root")], "Choose one."),
    ] {
        let page = owner.post("/looking/stay-away", &wish).await;
        assert_eq!(page.status, 422);
        assert!(
            page.text().contains(told.split(',').next().unwrap()) || page.text().contains(told),
            "{}",
            page.text()
        );
    }
}

#[tokio::test]
async fn a_name_is_visited_once_in_some_minutes_whoever_asks() {
    let house = House::open().await;
    house.look.has("victim.example", &[Record::A("192.0.2.10".parse().unwrap())]);
    for asker in 0..4 {
        let mut somebody = house.visitor();
        let name = if asker % 2 == 0 { "victim.example" } else { "shop.victim.example" };
        let page = somebody.post("/check", &[("domain", name)]).await;
        over(&mut somebody, page).await;
    }
    let levels: Vec<Level> = house.look.looked.lock().unwrap().iter().map(|(_, level)| *level).collect();
    assert_eq!(levels, [Level::Visitor, Level::Records, Level::Records, Level::Records]);
    house.wait(SignedDuration::from_mins(5));
    let mut somebody = house.visitor();
    let page = somebody.post("/check", &[("domain", "victim.example")]).await;
    over(&mut somebody, page).await;
    assert_eq!(house.look.looks_at("victim.example").last(), Some(&Level::Visitor));
}

#[tokio::test]
async fn one_switch_stops_everything_and_only_a_manager_holds_it() {
    let house = House::open().await;
    let (_, mut anna, asset) = bakery(&house).await;
    let mut officer = house.sign_in_as(Role::ContactOfficer).await;
    let page = officer.get("/desk/looking").await;
    assert!(page.text().contains("Nobody has asked us to stay away"), "{}", page.text());
    assert!(!page.forms().iter().any(|form| form.action == "/desk/looking/stop"));
    assert_eq!(officer.post("/desk/looking/stop", &[("why", "for fun")]).await.status, 403);

    let mut manager = house.sign_in_as(Role::Manager).await;
    let page = manager.get("/desk/looking").await;
    let slip = manager.submit(&page, "Stop all looking", &[]).await;
    assert_eq!(slip.status, 422);
    let page = manager.submit(&page, "Stop all looking", &[("why", "a server complained")]).await;
    assert!(page.text().contains("All looking is stopped since"), "{}", page.text());
    assert!(page.text().contains("a server complained"), "{}", page.text());
    assert!(anna.get(&at(&asset, "")).await.text().contains("We have stopped all looks for now."));
    let mut somebody = house.visitor();
    let page = somebody.post("/check", &[("domain", "bakery.example")]).await;
    let page = over(&mut somebody, page).await;
    assert!(page.text().contains("We have stopped all looks for now."), "{}", page.text());
    assert_eq!(house.look.looks_at("bakery.example"), []);

    let page = manager.get("/desk/looking").await;
    let page = manager.submit(&page, "Let looking go on", &[]).await;
    assert!(page.text().contains("Looking goes on."), "{}", page.text());
    assert_eq!(looks(&house, &mut anna, &asset).await, Level::Visitor);
}

#[tokio::test]
async fn the_desk_notes_who_rings_and_looks_up_a_target() {
    let house = House::open().await;
    let mut somebody = house.visitor();
    let page = somebody.post("/check", &[("domain", "shop.example")]).await;
    over(&mut somebody, page).await;
    let mut officer = house.sign_in_as(Role::ContactOfficer).await;
    let page = officer.get("/desk/looking?target=www.shop.example").await;
    assert!(page.text().contains("Visits since we remember it 1"), "{}", page.text());
    assert!(page.text().contains("Asked us to stay away no"), "{}", page.text());
    for (place, asked_by, told) in [
        ("10.0.0.0/2", "Sam", "Type a name such as bakery.example"),
        ("shop.example", " ", "Say who asked, in one line."),
    ] {
        let slip = officer
            .submit(&page, "Leave it alone, for ever", &[("place", place), ("asked_by", asked_by)])
            .await;
        assert_eq!(slip.status, 422);
        assert!(slip.text().contains(told), "{}", slip.text());
    }
    for place in ["192.0.2.0/24", "shop.example"] {
        let wish = [("place", place), ("asked_by", "Sam Shop, by telephone"), ("reason", "too many calls")];
        let page = officer.submit(&page, "Leave it alone, for ever", &wish).await;
        assert!(page.text().contains("It is noted."), "{}", page.text());
        assert!(page.text().contains("too many calls"), "{}", page.text());
    }
    let page = officer.get("/desk/looking?target=shop.example").await;
    assert!(page.text().contains("Asked us to stay away yes"), "{}", page.text());
    assert_eq!(house.app.store.networks_to_avoid().await.unwrap().len(), 1);
}
