//! Playbooks that the centre changes: checked in words, looked at as the reporter would, kept for good, and taken back.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where it cannot go on"
)]

mod house;

use axum::http::StatusCode;
use centre::playbook::Playbook;
use centre::roles::Role;
use house::{Browser, House, SeenPage};
use jiff::SignedDuration;
use web::pages::desk::playbooks::playbook_at;

const PAGE: &str = "/desk/playbooks/false-order";

/// The text in the area, as the browser would send it.
fn text_of(page: &SeenPage) -> String {
    let form = page.form(PAGE);
    form.fields.iter().find(|(name, _)| name == "text").map(|(_, text)| text.clone()).unwrap()
}

async fn opened(house: &House) -> (Browser, SeenPage, String) {
    let mut manager = house.sign_in_as(Role::Manager).await;
    let page = manager.get(PAGE).await;
    let text = text_of(&page);
    (manager, page, text)
}

/// The first step that the reporter sees, and the same with other words.
fn changed(text: &str) -> (String, String) {
    let read = Playbook::read("playbooks/false-order.json", text).unwrap().playbook;
    let step = read
        .steps_for(
            centre::playbook::Audience::Reporter,
            centre::playbook::When::FirstHour,
            Default::default(),
        )
        .first()
        .map(|step| step.name.clone())
        .unwrap();
    (step.clone(), text.replacen(&format!("\"{step}\""), "\"Put the kettle on first\"", 1))
}

#[tokio::test]
async fn a_changed_playbook_counts_at_once_and_every_version_is_kept() {
    let house = House::open().await;
    let (mut manager, page, text) = opened(&house).await;
    assert!(page.text().contains("The version that counts is as it was delivered"), "{}", page.text());
    let (old, new) = changed(&text);
    let looked =
        manager.post(&format!("{PAGE}/preview"), &[("text", &new), ("why", ""), ("seen", "0")]).await;
    assert_eq!(looked.status, StatusCode::OK);
    assert!(looked.text().contains("How the reporter would see it"), "{}", looked.text());
    assert!(
        looked.text().matches("Put the kettle on first").count() > 1,
        "in the text and on the card: {}",
        looked.text()
    );
    let guide = house.app.guide.guide();
    let problem = guide.problems.all().iter().find(|p| p.playbook.as_deref() == Some("false-order")).unwrap();
    let card = format!("/help/{}", problem.id);
    let mut visitor = house.visitor();
    assert!(visitor.get(&card).await.text().contains(&old), "looking changes nothing");

    let before = house.now();
    house.wait(SignedDuration::from_hours(1));
    let mut manager = house.sign_in_as(Role::Manager).await;
    let page = manager.get(PAGE).await;
    let done =
        manager.submit(&page, "Put it into force", &[("text", &new), ("why", "People are upset")]).await;
    assert!(done.text().contains("The new version counts from now on."), "{}", done.text());
    assert!(done.text().contains("People are upset"));
    let seen = visitor.get(&card).await.text();
    assert!(seen.contains("Put the kettle on first") && !seen.contains(&old), "{seen}");
    let api = visitor.get("/api/v1/help/playbooks/false-order").await.json();
    assert_eq!(api["modified"], "2026-11-27T09:00:00.001Z");
    assert!(manager.get("/desk/playbooks").await.text().contains("ours, since 21 November 2026"));

    // A case that came before stays with its version, and another node learns of the new one.
    let pinned = playbook_at(&house.app, "false-order", before).await.unwrap().unwrap();
    assert_ne!(pinned.modified, "2026-11-27T09:00:00.001Z");
    let now = playbook_at(&house.app, "false-order", house.now()).await.unwrap().unwrap();
    assert_eq!(now.modified, "2026-11-27T09:00:00.001Z");
    let other = web::GuideShelf::new(house::guide());
    other.refresh(&house.app.store).await.unwrap();
    assert_eq!(other.guide().playbooks.get("false-order").unwrap().modified, now.modified);

    let page = manager.get(PAGE).await;
    let back = manager.submit(&page, "Let the delivered version count again", &[]).await;
    assert!(back.text().contains("The delivered version counts again."), "{}", back.text());
    assert!(visitor.get(&card).await.text().contains(&old));
    assert_eq!(house.app.store.playbook_versions("false-order").await.unwrap().len(), 2);
}

#[tokio::test]
async fn what_is_wrong_is_told_in_words_with_where_and_what_was_typed_is_kept() {
    let house = House::open().await;
    let (mut manager, page, text) = opened(&house).await;
    let bad = manager.submit(&page, "Put it into force", &[("text", "{\n not json"), ("why", "A try")]).await;
    assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(bad.text().contains("Line 2: this cannot be read as JSON"), "{}", bad.text());
    assert!(bad.body.contains("not json") && bad.body.contains("A try"));
    let page = manager.get(PAGE).await;
    let other_id = text.replacen("playbook--114a51e0", "playbook--214a51e0", 1);
    let bad = manager.submit(&page, "Put it into force", &[("text", &other_id), ("why", "A try")]).await;
    assert!(bad.text().contains("its id must stay playbook--114a51e0"), "{}", bad.text());
    let page = manager.get(PAGE).await;
    let bad = manager.submit(&page, "Put it into force", &[("text", &text), ("why", " ")]).await;
    assert!(bad.text().contains("Type why you change it, in one line."), "{}", bad.text());
    let page = manager.get(PAGE).await;
    let looping = text.replacen("\"type\": \"action\"", "\"type\": \"while-condition\"", 1);
    let bad = manager.submit(&page, "Put it into force", &[("text", &looping), ("why", "A try")]).await;
    assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", bad.text());
    assert!(house.app.store.playbook_versions("false-order").await.unwrap().is_empty());
}

#[tokio::test]
async fn of_two_who_change_one_playbook_the_second_is_told() {
    let house = House::open().await;
    let (mut first, page, text) = opened(&house).await;
    let (mut second, stale, _) = opened(&house).await;
    first.submit(&page, "Put it into force", &[("text", &text), ("why", "Mine")]).await;
    let late = second.submit(&stale, "Put it into force", &[("text", &text), ("why", "Also mine")]).await;
    assert_eq!(late.status, StatusCode::CONFLICT, "{}", late.text());
    assert!(late.text().contains("Somebody put another version into force meanwhile."), "{}", late.text());
}

#[tokio::test]
async fn a_file_goes_out_as_it_counts_and_only_a_manager_changes_it() {
    let house = House::open().await;
    let (mut manager, _, text) = opened(&house).await;
    let file = manager.get(&format!("{PAGE}/playbook.json")).await;
    assert_eq!(file.header("content-disposition"), "attachment; filename=\"false-order.json\"");
    assert_eq!(file.body, text);
    assert!(Playbook::read("playbooks/false-order.json", &file.body).is_ok());
    assert_eq!(manager.get("/desk/playbooks/no-such-thing").await.status, StatusCode::NOT_FOUND);
    let mut officer = house.sign_in_as(Role::ContactOfficer).await;
    for path in ["/desk/playbooks", PAGE] {
        assert_eq!(officer.get(path).await.status, StatusCode::FORBIDDEN, "{path}");
    }
}

#[tokio::test]
async fn the_longest_delivered_playbook_comes_back_whole_through_the_form() {
    let house = House::open().await;
    let mut manager = house.sign_in_as(Role::Manager).await;
    for playbook in house.app.guide.guide().playbooks.all() {
        let address = format!("/desk/playbooks/{}", playbook.name);
        let page = manager.get(&address).await;
        let form = page.form(&address);
        let text = form.fields.iter().find(|(name, _)| name == "text").map(|(_, text)| text.clone()).unwrap();
        let looked =
            manager.post(&format!("{address}/preview"), &[("text", &text), ("why", ""), ("seen", "0")]).await;
        assert_eq!(looked.status, StatusCode::OK, "{}: {}", playbook.name, looked.text());
    }
}
