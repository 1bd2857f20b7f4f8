//! The desk: staff find a member, read, write, give, take out; and nobody else gets in.

#![allow(clippy::unwrap_used, reason = "a test stops where it cannot go on")]

mod house;

use axum::http::StatusCode;
use centre::ledger::Actor;
use centre::policy::{Act, Decision, Relation, decide};
use centre::roles::Role;
use house::{Browser, House};
use jiff::SignedDuration;
use store::{
    By, Deed, MOST_TRIES_TO_SEND, NewFundedPlaces, NewLetter, SeedOrganisation, SizeBand, Standing, Tier,
};
use terms::{EmailAddress, PlainLine};

fn line(text: &str) -> PlainLine {
    PlainLine::parse(text).unwrap()
}

/// Whether a page of the desk has a form that changes something.
fn asks(page: &house::SeenPage) -> bool {
    page.forms().iter().any(|form| form.method == "post" && form.action.starts_with("/desk"))
}

/// A city with so many members in each of these boroughs.
async fn settle(house: &House, boroughs: &[(&str, usize)]) {
    let mut all = Vec::new();
    for (code, members) in boroughs {
        for number in 0..*members {
            let name = format!("Bakery {code} {number:03}");
            all.push(SeedOrganisation {
                standing: Standing::Member,
                name: line(&name),
                postcode: "E1 6AN".parse().unwrap(),
                borough: (*code).to_owned(),
                sector: "I".to_owned(),
                size: SizeBand::Micro,
                tier: Tier::Core,
                undertakings: "1".to_owned(),
                joined_at: house.now(),
                confirmed_at: Some(house.now()),
                last_contact_at: None,
                people: vec![(
                    line("Sam Owner"),
                    EmailAddress::parse(&format!("sam{number}@{}.example", code.to_lowercase())).unwrap(),
                    None,
                    false,
                )],
                domain: None,
                visited_at: None,
                findings: (vec![], None),
                notes: vec![],
                actions: vec![],
            });
        }
    }
    house.app.store.seed(&all, &Actor::CommandLine, house.now()).await.unwrap();
}

async fn places(house: &House, count: u32) {
    let new =
        NewFundedPlaces { funder: line("The Harbour Fund"), borough: None, sector: None, places: count };
    house.app.store.add_funded_places(&new, &Actor::CommandLine, house.now()).await.unwrap();
}

#[tokio::test]
async fn staff_find_a_member_write_a_note_give_a_place_and_take_the_list() {
    let house = House::open().await;
    let firm = house.firm_with("Corner Bakery", "sam@corner.example", Some("corner.example")).await;
    house.firm("Tea Rooms", "kim@tea.example").await;
    places(&house, 1).await;
    let mut manager = house.sign_in_as(Role::Manager).await;

    let desk = manager.get("/desk").await;
    assert_eq!(desk.status, StatusCode::OK, "{}", desk.text());
    let found = manager.submit(&desk, "Search", &[("words", "corn bak")]).await;
    assert!(
        found.text().contains("Corner Bakery") && !found.text().contains("Tea Rooms"),
        "{}",
        found.text()
    );

    let path = format!("/desk/members/{}", firm.organisation);
    assert!(found.links().contains(&path));
    let page = manager.get(&path).await;
    for words in ["Corner Bakery", "sam@corner.example", "corner.example", &firm.reference.to_string()] {
        assert!(page.text().contains(words), "{words}: {}", page.text());
    }
    let looked = house.app.store.who_looked_at(firm.organisation, 5).await.unwrap();
    assert_eq!(looked[0].deed, Deed::Read);

    let given = [("words", "Rang; they will turn codes on."), ("in_touch", "yes")];
    let page = manager.submit(&page, "Keep the note", &given).await;
    assert!(
        page.text().contains("The note is kept.") && page.text().contains("Rang; they will turn codes on.")
    );
    let kept = house.app.store.organisation(firm.organisation).await.unwrap().unwrap();
    assert_eq!(kept.last_contact_at, Some(house.now()));

    let page = manager.submit(&page, "Give this place", &[]).await;
    assert!(page.text().contains("Paid by The Harbour Fund"), "{}", page.text());

    let list = manager.get("/desk/members?words=corner").await;
    let file = list.links().into_iter().find(|link| link.starts_with("/desk/members.csv")).unwrap();
    let csv = manager.get(&file).await;
    assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8; header=present");
    assert_eq!(csv.header("content-disposition"), "attachment; filename=\"members-2026-11-21.csv\"");
    let lines: Vec<&str> = csv.body.lines().collect();
    assert_eq!(lines.len(), 2);
    assert!(
        lines[1].starts_with("\"Corner Bakery\",\"member\",\"funded\",\"Tower Hamlets\",\"E1 6AN\""),
        "{}",
        lines[1]
    );
    assert!(
        lines[1].contains("\"Sam Owner\",\"sam@corner.example\",\"\",\"corner.example\",\"not looked at\"")
    );
    let logged = house.app.store.ledger_lines(None, 1).await.unwrap().remove(0);
    assert_eq!((logged.deed, logged.object.as_str()), (Deed::Read, "members"));
}

#[tokio::test]
async fn the_same_note_sent_twice_is_kept_once_and_an_empty_one_comes_back() {
    let house = House::open().await;
    let firm = house.firm("Corner Bakery", "sam@corner.example").await;
    let mut officer = house.sign_in_as(Role::ContactOfficer).await;
    let page = officer.get(&format!("/desk/members/{}", firm.organisation)).await;
    for _ in 0..2 {
        let page = officer.submit(&page, "Keep the note", &[("words", "Once.")]).await;
        assert_eq!(page.status, StatusCode::OK);
    }
    assert_eq!(house.app.store.notes_of(firm.organisation, 10).await.unwrap().len(), 1);

    let back = officer.submit(&page, "Keep the note", &[("words", "  ")]).await;
    assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(back.text().contains("Type the note first."));
    for (length, status) in [(store::LONGEST_NOTE, 200), (store::LONGEST_NOTE + 1, 422)] {
        let fresh = officer.get(&format!("/desk/members/{}", firm.organisation)).await;
        let words = "é".repeat(length);
        let back = officer.submit(&fresh, "Keep the note", &[("words", &words)]).await;
        assert_eq!(back.status.as_u16(), status, "{length}");
        assert!(back.body.contains(&words), "what was typed is not lost");
    }
}

#[tokio::test]
async fn of_two_who_give_the_last_place_one_is_told_that_none_is_left() {
    let house = House::open().await;
    let (one, other) =
        (house.firm("One Ltd", "a@one.example").await, house.firm("Other Ltd", "b@other.example").await);
    places(&house, 1).await;
    let mut officer = house.sign_in_as(Role::OutreachOfficer).await;
    let first = officer.get(&format!("/desk/members/{}", one.organisation)).await;
    let second = officer.get(&format!("/desk/members/{}", other.organisation)).await;
    let given = officer.submit(&first, "Give this place", &[]).await;
    assert!(given.text().contains("The funded place is given."));
    let late = officer.submit(&second, "Give this place", &[]).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.text().contains("There is a problem"), "{}", late.text());
    assert!(late.text().contains("There is no open place left"), "{}", late.text());
}

#[tokio::test]
async fn no_exported_cell_runs_as_a_formula() {
    let house = House::open().await;
    for name in ["=HYPERLINK(\"//x.example\")", "+1 Cafe", "@home", "-bakery"] {
        house.firm(name, "sam@corner.example").await;
    }
    let mut analyst = house.sign_in_as(Role::Analyst).await;
    let csv = analyst.get("/desk/members.csv").await;
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(csv.body.as_bytes());
    let mut rows = 0;
    for record in reader.records() {
        rows += 1;
        for cell in &record.unwrap() {
            assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell}");
        }
    }
    assert_eq!(rows, 5);
}

#[tokio::test]
async fn the_list_is_paged_to_its_end_and_back_with_everything_in_the_address() {
    let house = House::open().await;
    settle(&house, &[("E09000030", 120), ("E09000001", 7)]).await;
    let mut officer = house.sign_in_as(Role::ContactOfficer).await;
    let mut page = officer.get("/desk/members?borough=E09000030&contact=never").await;
    assert!(page.text().contains("Members: 50 of 120"), "{}", page.text());
    let mut seen = Vec::new();
    loop {
        seen.extend(
            page.links()
                .into_iter()
                .filter(|link| link.strip_prefix("/desk/members/").is_some_and(|id| id.len() == 32)),
        );
        let next = page.links().into_iter().find(|link| {
            link.contains("from=")
                && page.body.contains(&format!("href=\"{}\" rel=\"next\"", link.replace('&', "&#38;")))
        });
        let Some(next) = next else { break };
        assert!(next.contains("borough=E09000030") && next.contains("contact=never"), "{next}");
        page = officer.get(&next).await;
    }
    assert_eq!(seen.len(), 120);
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 120, "no member stands on two pages");
    assert!(page.body.contains("rel=\"prev\""));

    for (search, words) in [
        ("borough=E0900000X", "There is no such borough"),
        ("promise=good", "There is no such promise"),
        ("standing=left", "There is no such standing"),
        ("contact=7", "There is no such contact"),
    ] {
        let refused = officer.get(&format!("/desk/members?{search}")).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{search}");
        assert!(refused.text().contains(words), "{search}: {}", refused.text());
    }
    let nobody = officer.get("/desk/members?words=zebra").await;
    assert!(nobody.text().contains("Nobody fits this search"));
}

#[tokio::test]
async fn the_doors_of_the_desk_open_by_role() {
    let house = House::open().await;
    let firm = house.firm("Corner Bakery", "sam@corner.example").await;
    let member = format!("/desk/members/{}", firm.organisation);
    let pages = [
        ("/desk", Act::SearchMembers),
        ("/desk/members", Act::SearchMembers),
        ("/desk/members.csv", Act::ExportMembers),
        (&*member, Act::SeeMember),
        ("/desk/funded-places", Act::GiveFundedPlace),
        ("/desk/imports", Act::ImportProspects),
        ("/desk/workings", Act::SeeWorkings),
        ("/city", Act::SeeCityFigures),
    ];
    for role in Role::ALL {
        let mut browser = house.sign_in_as(role).await;
        browser.follows = false;
        for (path, act) in pages {
            let relation = if path == member { Relation::Foreign } else { Relation::Own };
            let expected = match decide(role, act, relation) {
                Decision::Allow => 200,
                Decision::AskToSignIn => 303,
                Decision::NotFound => 404,
                Decision::Refuse => 403,
            };
            assert_eq!(browser.get(path).await.status.as_u16(), expected, "{role} {path}");
        }
    }
}

#[tokio::test]
async fn ids_of_nothing_are_not_found_and_leave_no_trace() {
    let house = House::open().await;
    let mut manager = house.sign_in_as(Role::Manager).await;
    let nothing = "0123456789abcdef0123456789abcdef";
    let before = house.newest_entry().await;
    for path in [
        format!("/desk/members/{nothing}"),
        format!("/desk/domains/{nothing}"),
        format!("/desk/imports/{nothing}"),
        format!("/desk/letters/{nothing}"),
        "/desk/members/7".to_owned(),
        "/desk/members/%2e%2e".to_owned(),
    ] {
        assert_eq!(manager.get(&path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(house.newest_entry().await, before);
}

#[tokio::test]
async fn a_form_without_the_sessions_token_changes_nothing() {
    let house = House::open().await;
    let firm = house.firm("Corner Bakery", "sam@corner.example").await;
    let mut manager = house.sign_in_as(Role::Manager).await;
    let path = format!("/desk/members/{}/notes", firm.organisation);
    let refused = manager.post(&path, &[("words", "x"), ("once", "k"), ("form_token", "stolen")]).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert!(house.app.store.notes_of(firm.organisation, 5).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_manager_adds_and_closes_funded_places_and_others_only_see_them() {
    let house = House::open().await;
    let mut manager = house.sign_in_as(Role::Manager).await;
    let page = manager.get("/desk/funded-places").await;
    let wrong =
        manager.submit(&page, "Add the places", &[("funder", "City Fund"), ("places", "10001")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text().contains("a number from 1 to 10,000") && wrong.body.contains("City Fund"));
    let added = manager
        .submit(&wrong, "Add the places", &[("places", "10000"), ("borough", "E09000030"), ("sector", "I")])
        .await;
    assert!(added.text().contains("The places are added."), "{}", added.text());
    assert!(added.text().contains("in Tower Hamlets"), "{}", added.text());

    let mut officer = house.sign_in_as(Role::ContactOfficer).await;
    let seen = officer.get("/desk/funded-places").await;
    assert!(seen.text().contains("City Fund") && !asks(&seen), "{}", seen.text());

    let place = house.app.store.funded_places().await.unwrap().remove(0);
    let close = format!("/desk/funded-places/{}/close", place.id);
    let closed = manager.submit(&added, &close, &[]).await;
    assert!(closed.text().contains("The places are closed."), "{}", closed.text());
}

#[tokio::test]
async fn a_manager_steers_the_work_and_tries_a_letter_again() {
    let house = House::open().await;
    let store = &house.app.store;
    store.know_reconciler("nightly_backup", house.now()).await.unwrap();
    let letter = NewLetter {
        recipient: EmailAddress::parse("sam@corner.example").unwrap(),
        confirmed: true,
        organisation: None,
        subject: "Your code".to_owned(),
        text: "The code is 123456.".to_owned(),
        cause: "sign_in_code".to_owned(),
    };
    store.queue_letter(&letter, &Actor::Visitor, house.now()).await.unwrap();
    for _ in 0..MOST_TRIES_TO_SEND {
        house.wait(SignedDuration::from_hours(48));
        for held in store.lease_letters("a", SignedDuration::from_mins(5), 5, house.now()).await.unwrap() {
            store.letter_failed(held.id, "a", "mailbox full", false, house.now()).await.unwrap();
        }
    }
    let mut manager = house.sign_in_as(Role::Manager).await;
    let page = manager.get("/desk/workings").await;
    for words in ["nightly backup", "sign in code", "corner.example", "mailbox full", "it answers"] {
        assert!(page.text().contains(words), "{words}: {}", page.text());
    }
    assert!(!page.body.contains("sam@corner.example"), "the address is on the letter's own page");
    let stopped = manager.submit(&page, "/desk/workings/nightly_backup/stop", &[]).await;
    assert!(
        stopped.text().contains("The work is stopped.") && stopped.text().contains("not while it is stopped")
    );
    let started = manager.submit(&stopped, "/desk/workings/nightly_backup/start", &[]).await;
    assert!(started.text().contains("The work runs again."));

    let href = page.links().into_iter().find(|link| link.starts_with("/desk/letters/")).unwrap();
    let letter = manager.get(&href).await;
    assert!(letter.text().contains("sam@corner.example") && !letter.body.contains("123456"));
    let again = manager.submit(&letter, "Try again", &[]).await;
    assert!(again.text().contains("The letter is tried again."));

    let mut analyst = house.sign_in_as(Role::Analyst).await;
    assert!(!asks(&analyst.get("/desk/workings").await), "an analyst sees and does not steer");
    let unknown = manager.get("/desk/workings").await;
    let token = unknown.forms()[0].fields[0].1.clone();
    let missing = manager.post("/desk/workings/nothing/stop", &[("form_token", &token)]).await;
    assert_eq!(missing.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_domain_shows_what_was_found_and_the_read_is_kept() {
    let house = House::open().await;
    let firm = house.firm_with("Corner Bakery", "sam@corner.example", Some("corner.example")).await;
    let asset = house.app.store.assets_of(firm.organisation).await.unwrap().remove(0);
    let mut officer = house.sign_in_as(Role::ContactOfficer).await;
    let path = format!("/desk/domains/{}", asset.id);
    assert!(officer.get(&path).await.text().contains("Nobody has looked at this domain yet."));

    house.look.has_texts("corner.example", &["v=spf1 -all", "<script>alert(1)</script>"]);
    let look = house.app.look.look(&asset.domain, checkup::Level::Records).await;
    let promises = terms::Promise::ALL.map(|p| (p, look.judgement.standing(p))).to_vec();
    let new = store::NewCheck {
        asset: asset.id,
        answers: serde_json::to_string(&look.answers).unwrap(),
        judgement: serde_json::to_string(&look.judgement).unwrap(),
        summary: store::CheckSummary { promises, ..Default::default() },
        due_at: house.now(),
        visited: false,
        findings: vec![],
    };
    house.app.store.save_check(&new, &Actor::CommandLine, house.now()).await.unwrap();
    let page = officer.get(&path).await;
    assert!(
        page.text().contains("The four promises") && page.text().contains("What was found"),
        "{}",
        page.text()
    );
    assert!(!page.body.contains("<script>alert"), "records of strangers are shown as text");
    assert!(page.links().contains(&format!("{path}/promises.csv")));
    let csv = officer.get(&format!("{path}/promises.csv")).await;
    assert_eq!(csv.status, StatusCode::OK);
    let looked = house.app.store.who_looked_at(firm.organisation, 5).await.unwrap();
    assert_eq!(looked[0].noun, store::Noun::Asset);
}

async fn city_page(browser: &mut Browser) -> (String, String) {
    let page = browser.get("/city").await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    (page.text(), browser.get("/city/boroughs.csv").await.body)
}

#[tokio::test]
async fn the_city_hides_small_boroughs_and_a_second_one_with_them() {
    let house = House::open().await;
    settle(&house, &[("E09000030", 40), ("E09000001", 3), ("E09000012", 12), ("E09000033", 30)]).await;
    let mut funder = house.sign_in_as(Role::Funder).await;
    let (text, csv) = city_page(&mut funder).await;
    assert!(text.contains("London has 85 members"), "{text}");
    let row =
        |name: &str| csv.lines().find(|line| line.starts_with(&format!("\"{name}\""))).unwrap().to_owned();
    assert!(row("City of London").starts_with("\"City of London\",\"not shown\""), "three firms");
    assert!(row("Hackney").starts_with("\"Hackney\",\"not shown\""), "the next smallest goes with it");
    assert!(row("Tower Hamlets").starts_with("\"Tower Hamlets\",\"40\""));
    assert!(row("Westminster").starts_with("\"Westminster\",\"30\""));
    assert!(row("The whole city").starts_with("\"The whole city\",\"85\""));
    let counted = house.app.store.counts(Standing::Member, By::Borough).await.unwrap();
    assert_eq!(counted.len(), 4);
}

#[tokio::test]
async fn a_partner_bound_to_a_borough_sees_it_beside_the_city_and_nothing_else() {
    let house = House::open().await;
    settle(&house, &[("E09000030", 40), ("E09000012", 12), ("E09000033", 30)]).await;
    let account = store::NewAccount {
        name: line("Lee Council"),
        email: EmailAddress::parse("lee@council.example").unwrap(),
        role: Role::CouncilPartner,
        body: None,
        remit: Some("E09000012".to_owned()),
        expires_at: None,
    };
    let (person, _) =
        house.app.store.add_account(&account, 7, &Actor::CommandLine, house.now()).await.unwrap();
    let mut partner = house.browser_for(person).await;
    let (text, csv) = city_page(&mut partner).await;
    assert!(text.contains("You see your own borough beside the whole city."));
    assert!(
        text.contains("Hackney") && !text.contains("Westminster") && !text.contains("Tower Hamlets"),
        "{text}"
    );
    assert_eq!(csv.lines().count(), 3, "headings, the borough, the city");
    assert_eq!(partner.get("/city/sectors.csv").await.status, StatusCode::NOT_FOUND);
}
