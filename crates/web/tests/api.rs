//! The programming interface: tokens, problems, the same rules as the pages, and its document.

#![allow(clippy::unwrap_used, reason = "a test stops where it cannot go on")]

mod house;

use std::collections::BTreeSet;

use axum::http::{Method, StatusCode};
use centre::ledger::Actor;
use centre::roles::Role;
use house::{Browser, House, SeenPage};
use jiff::SignedDuration;
use serde_json::{Value, json};
use store::MOST_ASSETS;
use terms::{ApiTokenId, PersonId, PlainLine};
use web::Kind;

const SCOPES: [&str; 6] =
    ["firm.read", "firm.change", "members.find", "members.read", "notes.write", "city.figures"];

/// A program with a token of this person, and the token's id.
async fn program(house: &House, person: PersonId) -> (Browser, ApiTokenId) {
    program_for(house, person, &SCOPES).await
}

async fn program_for(house: &House, person: PersonId, scopes: &[&str]) -> (Browser, ApiTokenId) {
    let scopes: Vec<String> = scopes.iter().map(|s| (*s).to_owned()).collect();
    let ends = house.now() + SignedDuration::from_hours(24);
    let (by, name) = (Actor::Person(person), PlainLine::parse("a test").unwrap());
    let made = house.app.store.make_api_token(person, &name, &scopes, ends, &by, house.now()).await;
    let (id, secret) = made.unwrap();
    let mut browser = house.visitor();
    browser.bearer = Some(secret.reveal().to_owned());
    (browser, id)
}

async fn staff(house: &House, role: Role) -> (Browser, ApiTokenId, PersonId) {
    let (person, _) = house.somebody(role).await.unwrap();
    let (browser, token) = program(house, person).await;
    (browser, token, person)
}

async fn send(browser: &mut Browser, method: Method, path: &str, body: &Value) -> SeenPage {
    send_once(browser, method, path, body, None).await
}

async fn send_once(
    browser: &mut Browser,
    method: Method,
    path: &str,
    body: &Value,
    key: Option<&str>,
) -> SeenPage {
    let mut headers = vec![("content-type", "application/json"), ("origin", "")];
    headers.extend(key.map(|key| ("idempotency-key", key)));
    browser.ask(method, path, &headers, Some(body.to_string().into_bytes())).await
}

fn problem(page: &SeenPage, status: u16, words: &str) {
    assert_eq!(page.status.as_u16(), status, "{}", page.body);
    assert_eq!(page.header("content-type"), "application/problem+json");
    let json = page.json();
    assert_eq!((json["status"].as_u64(), json["type"].as_str()), (Some(status.into()), Some("about:blank")));
    assert!(json["detail"].as_str().unwrap().contains(words), "{}", page.body);
}

#[tokio::test]
async fn anybody_can_have_a_domain_looked_at() {
    let house = House::open().await;
    house.look.has_texts("corner.example", &["v=spf1 +all"]);
    let mut visitor = house.visitor();
    let page =
        send(&mut visitor, Method::POST, "/api/v1/check", &json!({"domain": "https://Corner.example/x"}))
            .await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    let json = page.json();
    assert_eq!(json["domain"], "corner.example");
    assert_eq!(json["promises"].as_array().unwrap().len(), 4);
    assert!(json["next"]["title"].is_string());

    let refused =
        send(&mut visitor, Method::POST, "/api/v1/check", &json!({"domain": "no domain at all"})).await;
    problem(&refused, 422, "");
    let extra = json!({"domain": "corner.example", "deep": true});
    problem(&send(&mut visitor, Method::POST, "/api/v1/check", &extra).await, 422, "unknown field `deep`");
    let form = visitor
        .ask(Method::POST, "/api/v1/check", &[("content-type", "text/plain")], Some(b"{}".to_vec()))
        .await;
    problem(&form, 400, "application/json");
}

#[tokio::test]
async fn staff_programs_find_members_page_by_page_and_every_read_is_logged() {
    let house = House::open().await;
    for number in 0..130 {
        house.firm(&format!("Firm {number:03}"), &format!("a@firm{number}.example")).await;
    }
    let (mut desk, _, _) = staff(&house, Role::ContactOfficer).await;
    let mut path = "/api/v1/members?borough=E09000030".to_owned();
    let mut names = Vec::new();
    loop {
        let page = desk.get(&path).await.json();
        assert_eq!(page["count"], 130);
        names.extend(
            page["members"].as_array().unwrap().iter().map(|m| m["name"].as_str().unwrap().to_owned()),
        );
        let Some(next) = page["next"].as_str() else { break };
        path = format!("/api/v1/members?borough=E09000030&from={next}");
    }
    assert_eq!(names.len(), 130);
    assert!(names.is_sorted(), "by name");
    problem(&desk.get("/api/v1/members?size=huge").await, 422, "There is no such size");

    let firm = house.firm("Corner Bakery", "sam@corner.example").await;
    let before = house.newest_entry().await;
    let record = desk.get(&format!("/api/v1/members/{}", firm.organisation)).await.json();
    assert_eq!(record["contacts"][0]["email"], "sam@corner.example");
    assert!(house.newest_entry().await > before, "the read is in the ledger");
}

#[tokio::test]
async fn a_note_with_one_key_is_written_once_and_answered_the_same() {
    let house = House::open().await;
    let firm = house.firm("Corner Bakery", "sam@corner.example").await;
    let (mut desk, _, _) = staff(&house, Role::ContactOfficer).await;
    let path = format!("/api/v1/members/{}/notes", firm.organisation);
    let note = json!({"words": "Rang.", "in_touch": true});
    let first = send_once(&mut desk, Method::POST, &path, &note, Some("key-1")).await;
    assert_eq!(first.status, StatusCode::CREATED, "{}", first.body);
    let again = send_once(&mut desk, Method::POST, &path, &note, Some("key-1")).await;
    assert_eq!((again.status, &again.body), (first.status, &first.body));
    assert_eq!(house.app.store.notes_of(firm.organisation, 9).await.unwrap().len(), 1);
    assert_eq!(send(&mut desk, Method::POST, &path, &note).await.status, StatusCode::CREATED);
    assert_eq!(house.app.store.notes_of(firm.organisation, 9).await.unwrap().len(), 2);

    // Somebody else's key is their own.
    let (mut other, _, _) = staff(&house, Role::OutreachOfficer).await;
    let theirs = send_once(&mut other, Method::POST, &path, &note, Some("key-1")).await;
    assert_ne!(theirs.body, first.body);
    problem(
        &send_once(&mut desk, Method::POST, &path, &note, Some("a b")).await,
        400,
        "The key of this request",
    );
    problem(&send(&mut desk, Method::POST, &path, &json!({"words": " "})).await, 422, "A note has");
    let failed = send_once(&mut desk, Method::POST, &path, &json!({"words": ""}), Some("key-2")).await;
    problem(&failed, 422, "");
    assert_eq!(
        send_once(&mut desk, Method::POST, &path, &note, Some("key-2")).await.status,
        StatusCode::CREATED
    );
}

#[tokio::test]
async fn a_member_keeps_its_own_domains_and_reaches_no_other() {
    let house = House::open().await;
    let mine = house.firm("Corner Bakery", "sam@corner.example").await;
    let other = house.firm_with("Other Ltd", "kim@other.example", Some("other.example")).await;
    let foreign = house.app.store.assets_of(other.organisation).await.unwrap().remove(0);
    let (mut member, _) = program(&house, mine.person).await;
    assert_eq!(member.get("/api/v1/firm").await.json()["firm"]["name"], "Corner Bakery");

    let domain = json!({"domain": "corner.example"});
    let added = send(&mut member, Method::POST, "/api/v1/firm/domains", &domain).await;
    assert_eq!(added.status, StatusCode::CREATED, "{}", added.body);
    assert_eq!(send(&mut member, Method::POST, "/api/v1/firm/domains", &domain).await.status, StatusCode::OK);
    let id = added.json()["id"].as_str().unwrap().to_owned();
    let path = format!("/api/v1/firm/domains/{id}");
    assert_eq!(member.get(&path).await.json()["judgement"], Value::Null);
    assert_eq!(member.get(&format!("{path}/checks")).await.json(), json!({"checks": []}));

    let theirs = format!("/api/v1/firm/domains/{}", foreign.id);
    problem(&member.get(&theirs).await, 404, "");
    problem(&member.get(&format!("{theirs}/checks")).await, 404, "");
    problem(&send(&mut member, Method::DELETE, &theirs, &Value::Null).await, 404, "");
    problem(&member.get(&format!("/api/v1/members/{}", mine.organisation)).await, 404, "");
    assert!(house.app.store.asset(foreign.id).await.unwrap().is_some());

    for number in 1..MOST_ASSETS {
        let domain = json!({"domain": format!("shop{number}.example")});
        let added = send(&mut member, Method::POST, "/api/v1/firm/domains", &domain).await;
        assert_eq!(added.status, StatusCode::CREATED, "{number}");
    }
    let domain = json!({"domain": "one-too-many.example"});
    problem(
        &send(&mut member, Method::POST, "/api/v1/firm/domains", &domain).await,
        409,
        "A firm can have 20 domains",
    );
    assert_eq!(send(&mut member, Method::DELETE, &path, &Value::Null).await.status, StatusCode::NO_CONTENT);
    problem(&member.get(&path).await, 404, "");
}

#[tokio::test]
async fn a_token_that_is_none_or_is_over_opens_nothing() {
    let house = House::open().await;
    let (mut desk, token, person) = staff(&house, Role::Manager).await;
    assert_eq!(desk.get("/api/v1/members").await.status, StatusCode::OK);

    let mut nobody = house.visitor();
    let refused = nobody.get("/api/v1/members").await;
    problem(&refused, 401, "Sign in");
    assert_eq!(refused.header("www-authenticate"), "Bearer");
    nobody.bearer = Some("made-up".to_owned());
    problem(&nobody.get("/api/v1/members").await, 401, "");

    let (mut short, _) = program(&house, person).await;
    house.wait(SignedDuration::from_hours(25));
    problem(&short.get("/api/v1/members").await, 401, "");

    let (mut lived, lived_id) = program(&house, person).await;
    assert_eq!(lived.get("/api/v1/members").await.status, StatusCode::OK);
    let by = Actor::Person(person);
    house.app.store.revoke_api_token(person, lived_id, &by, house.now()).await.unwrap();
    problem(&lived.get("/api/v1/members").await, 401, "");
    assert_ne!(token, lived_id);
    // A session's cookie is no token: another site could borrow it.
    let mut cookie = house.browser_for(person).await;
    problem(&cookie.get("/api/v1/members").await, 401, "");
}

#[tokio::test]
async fn a_token_does_no_more_than_it_was_made_for() {
    let house = House::open().await;
    let firm = house.firm("Corner Bakery", "sam@corner.example").await;
    let (person, _) = house.somebody(Role::Manager).await.unwrap();
    let (mut finder, _) = program_for(&house, person, &["members.find"]).await;
    assert_eq!(finder.get("/api/v1/members").await.status, StatusCode::OK);
    let record = finder.get(&format!("/api/v1/members/{}", firm.organisation)).await;
    assert_eq!(record.status, StatusCode::FORBIDDEN, "{}", record.body);
}

#[tokio::test]
async fn the_city_and_the_region_are_there_for_programs() {
    let house = House::open().await;
    house.firm("Corner Bakery", "sam@corner.example").await;
    let mut visitor = house.visitor();
    let region = visitor.get("/api/v1/region").await.json();
    assert_eq!((region["name"].as_str(), region["boroughs"].as_array().unwrap().len()), (Some("London"), 33));
    let (mut funder, _, _) = staff(&house, Role::Funder).await;
    let city = funder.get("/api/v1/city").await.json();
    assert_eq!(city["city"]["members"], Value::Null, "one member is too few to show");
    assert!(city["boroughs"].as_array().unwrap().iter().all(|b| b["members"].as_u64().unwrap_or(0) == 0));
}

#[tokio::test]
async fn every_operation_is_in_the_document_and_the_other_way_round() {
    let house = House::open().await;
    let declared: BTreeSet<String> = web::routes::site(house.app.clone())
        .routes()
        .iter()
        .filter(|route| route.kind == Kind::Api)
        .map(|route| format!("{} {}", route.method, route.path))
        .collect();
    let document: Value = serde_json::from_str(&web::api::openapi().unwrap()).unwrap();
    let mut described = BTreeSet::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for method in methods.as_object().unwrap().keys() {
            described.insert(format!("{} {path}", method.to_uppercase()));
        }
    }
    assert_eq!(declared, described);
    assert_eq!(house.visitor().get("/api/v1/openapi.json").await.json(), document);
    assert_eq!(document["openapi"], "3.1.0");
}

/// Whoever changes the interface on purpose writes the new document with
/// `WATCHHOUSE_WRITE_OPENAPI=1 cargo test -p web --test api`.
#[test]
fn the_document_is_the_one_that_was_reviewed() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/openapi.json");
    let now = web::api::openapi().unwrap();
    if std::env::var_os("WATCHHOUSE_WRITE_OPENAPI").is_some() {
        std::fs::write(path, &now).unwrap();
    }
    let reviewed = std::fs::read_to_string(path).unwrap_or_default();
    assert!(reviewed == now, "the interface differs from docs/openapi.json; if that is meant, write it anew");
}
