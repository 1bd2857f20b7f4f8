//! Coming back with the words of a receipt: how it stands, the mailbox, yes and no, being forgotten; and the same for programs.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where it cannot go on"
)]

mod house;
mod tell_kit;

use axum::http::Method;
use centre::account::Account;
use centre::case::{Deed, Ground, Word};
use house::{Browser, House};
use jiff::SignedDuration;
use tell_kit::{Part, account_of, desk, multipart, officer, open};
use terms::PackId;
use web::casework::{Saying, peek, tell};

const JSON: &[(&str, &str)] = &[("content-type", "application/json"), ("accept", "application/json")];

#[tokio::test]
async fn slips_in_the_words_are_pointed_at_and_guesses_open_nothing() {
    let house = House::open().await;
    let report = house.anonymous_report("hate", Account::default()).await;
    let words: Vec<&str> = report.receipt.as_ref().unwrap().words().to_vec();
    let mut visitor = house.visitor();
    let few = open(&mut visitor, &words[..9].join(" ")).await;
    assert_eq!(few.status, 422);
    assert!(few.text().contains("There must be eleven words. We see 9."), "{}", few.text());
    let mut slip: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
    slip[3] = format!("{}x", slip[3]);
    let slip = open(&mut visitor, &slip.join(" ")).await;
    assert!(slip.text().contains("Check word number 4. Could it be one of these:"), "{}", slip.text());
    let mut swapped = words.clone();
    swapped.swap(0, 1);
    let swapped = open(&mut visitor, &swapped.join(" ")).await;
    assert_eq!(swapped.status, 422, "{}", swapped.text());
    let other = evidence::Receipt::from_secret(&[9; 32]).words().join(" ");
    let nothing = open(&mut visitor, &other).await;
    assert_eq!(nothing.status, 422);
    assert!(nothing.text().contains("Nothing is kept under these words."));
    assert!(!visitor.cookies.contains_key("watchhouse-own"));
    let right = open(&mut visitor, &words.join("-")).await;
    assert!(right.text().contains(&report.reference.to_string()));
    house.wait(SignedDuration::from_mins(web::counter::IDLE_MINUTES));
    assert!(visitor.get("/report").await.text().contains("Type in the eleven words"), "it is shut again");
}

#[tokio::test]
async fn the_mailbox_goes_both_ways_and_the_desk_s_words_are_data() {
    let house = House::open().await;
    let report = house.anonymous_report("hate", Account::default()).await;
    let words = report.receipt.as_ref().unwrap().words().join(" ");
    desk(&house, report.case, Deed::Read {}).await;
    let out = Saying { words: None, ..Saying::with_words(&house.app, "", |text| Deed::MessageOut { text }) };
    let evil = "See <script>alert(1)</script> https://evil.example/\u{202e}gpj\nBye";
    let message = Some((report.report, evil));
    tell(&house.app, &officer(), report.case, &[out], message).await.unwrap().unwrap();
    let mut visitor = house.visitor();
    let page = open(&mut visitor, &words).await;
    assert!(page.text().contains("It was read by one of our desk officers"), "{}", page.text());
    assert!(page.body.contains("&#60;script&#62;") && !page.body.contains("<script>alert"));
    assert!(!page.links().iter().any(|link| link.contains("evil.example")));
    assert!(page.body.contains("⟨U+202E⟩"));
    let empty = visitor.submit(&page, "Send the message", &[("message", " ")]).await;
    assert_eq!(empty.status, 422);
    let sent = visitor.submit(&page, "Send the message", &[("message", "It came again.\nToday.")]).await;
    assert!(sent.text().contains("You wrote today It came again. Today."), "{}", sent.text());
    let called = visitor.submit(&sent, "Ask for a call", &[("call", "after 4, 020 7946 0000")]).await;
    assert!(called.text().contains("Please ring me: after 4, 020 7946 0000"), "{}", called.text());
    let opened = peek(&house.app, report.case).await.unwrap();
    let written = opened.events.iter().filter(|event| matches!(event.deed, Deed::MessageIn { .. }));
    assert_eq!(written.map(|event| event.at.to_string()).collect::<Vec<_>>(), ["2026-11-21T12:00:00Z"; 2]);
}

#[tokio::test]
async fn a_wish_is_changed_and_a_hand_over_waits_for_a_yes_of_its_own() {
    let house = House::open().await;
    let report = house.report("false-bill", Account::default()).await;
    let words = report.receipt.as_ref().unwrap().words().join(" ");
    let pack = PackId("000000000000000000000000000000aa".parse().unwrap());
    desk(&house, report.case, Deed::Taken {}).await;
    let to = Word::parse("report-fraud").unwrap();
    desk(&house, report.case, Deed::PackDecided { pack, to, ground: Ground::Consent }).await;
    let mut visitor = house.visitor();
    let page = open(&mut visitor, &words).await;
    assert!(page.text().contains("We would like to pass it on to: Report Fraud"), "{}", page.text());
    assert!(page.links().contains(&format!("/report/packs/{pack}")), "{:?}", page.links());
    let yes = visitor.post(&format!("/report/packs/{pack}/yes"), &[]).await;
    assert!(yes.text().contains("You said yes. We send it soon."), "{}", yes.text());
    let back = visitor.post(&format!("/report/packs/{pack}/no"), &[]).await;
    assert!(!back.text().contains("You said yes."), "{}", back.text());
    let opened = peek(&house.app, report.case).await.unwrap();
    assert_eq!(opened.case.pack(pack).unwrap().consent, centre::case::Consent::Withdrawn);
    let again = visitor.post(&format!("/report/packs/{pack}/no"), &[]).await;
    assert_eq!(again.status, 409, "{}", again.text());
    let wish = [("wishes", "no_police"), ("wish", "I want my shop back")];
    let changed = visitor.submit(&page, "Keep this", &wish).await;
    for line in ["I do not want the police to be told", "I want my shop back"] {
        assert!(changed.text().contains(line), "{line}: {}", changed.text());
    }
}

#[tokio::test]
async fn whoever_is_late_says_sorry_and_what_came_of_it_is_told() {
    let house = House::open().await;
    let report = house.report("locked", Account::default()).await;
    let words = report.receipt.as_ref().unwrap().words().join(" ");
    let mut visitor = house.visitor();
    open(&mut visitor, &words).await;
    house.wait(SignedDuration::from_mins(25));
    let soon = visitor.get("/report").await.text();
    assert!(soon.contains("This happens on Monday at 08:15 at the latest."), "{soon}");
    house.wait(SignedDuration::from_hours(48));
    let late = open(&mut visitor, &words).await.text();
    assert!(late.contains("We said today at 08:15. We are late, and we are sorry."), "{late}");
    desk(&house, report.case, Deed::Taken {}).await;
    desk(&house, report.case, Deed::HelpedOthers {}).await;
    let came = centre::case::Outcome::MoneyReturned;
    desk(&house, report.case, Deed::OutcomeAdded { outcome: came, pence: Some(100), because: None }).await;
    let page = visitor.get("/report").await.text();
    assert!(
        page.contains("Money came back.") && page.contains("Your report has helped other people."),
        "{page}"
    );
}

#[tokio::test]
async fn a_mailbox_is_erased_for_good_and_a_page_is_closed() {
    let house = House::open().await;
    let report = house.anonymous_report("hate", Account::default()).await;
    let words = report.receipt.as_ref().unwrap().words().join(" ");
    let (mut one, mut two) = (house.visitor(), house.visitor());
    let page = open(&mut one, &words).await;
    open(&mut two, &words).await;
    let closed = one.submit(&page, "Close my page", &[]).await;
    assert!(closed.text().contains("Type in the eleven words"));
    assert_eq!(one.post("/report/message", &[("message", "x")]).await.address, "/report");
    open(&mut one, &words).await;
    let ask = one.get("/report/forget").await;
    let gone = one.submit(&ask, "Yes, erase it", &[]).await;
    assert!(gone.text().contains("It is erased"), "{}", gone.text());
    assert!(two.get("/report").await.text().contains("Type in the eleven words"), "everywhere");
    assert!(open(&mut one, &words).await.text().contains("Nothing is kept under these words."));
}

#[tokio::test]
async fn programs_tell_with_the_same_rules_and_files_come_first() {
    let house = House::open().await;
    let mut program = house.visitor();
    let (kind, body) = multipart(&[Part::file("bill.txt", b"Pay to 00-00-00")]);
    let headers = [("content-type", kind.as_str()), ("accept", "application/json")];
    let files = program.ask(Method::POST, "/api/v1/reports/files", &headers, Some(body.clone())).await;
    assert_eq!(files.status, 201, "{}", files.body);
    let files = files.json();
    assert_eq!(
        (files["files"][0]["kind"].as_str(), files["files"][0]["bytes"].as_u64()),
        (Some("text"), Some(15))
    );
    let draft = files["draft"].as_str().unwrap();
    let report = serde_json::json!({
        "problem": "false-bill", "manner": "sensitive", "draft": draft, "borough": "E09000028",
        "account": { "yes": ["money"], "paid": [{ "amount": 420_050, "way": "transfer", "day": null, "time": null, "to": null, "account": null }] },
        "reporter": { "name": "Ana Perera", "phone": "020 7946 0123" },
    });
    let send = async |program: &mut Browser, report: &serde_json::Value| {
        program.ask(Method::POST, "/api/v1/reports", JSON, Some(report.to_string().into())).await
    };
    let first = send(&mut program, &report).await;
    assert_eq!(first.status, 201, "{}", first.body);
    let again = send(&mut program, &report).await;
    assert_eq!(again.status, 200);
    assert_eq!(again.json()["reference"], first.json()["reference"]);
    let late = [("content-type", kind.as_str()), ("accept", "application/json"), ("watchhouse-draft", draft)];
    let late = program.ask(Method::POST, "/api/v1/reports/files", &late, Some(body)).await;
    assert_eq!(late.status, 409, "{}", late.body);
    let words = first.json()["receipt"].as_str().unwrap().to_owned();
    let own = [("accept", "application/json"), ("watchhouse-receipt", words.as_str())];
    let own = program.ask(Method::GET, "/api/v1/reports/own", &own, None).await;
    assert_eq!(own.status, 200, "{}", own.body);
    assert_eq!(own.json()["received"], "today");
    let none =
        program.ask(Method::GET, "/api/v1/reports/own", &[("watchhouse-receipt", "a b c")], None).await;
    assert_eq!(none.status, 404);
    for (wrong, field) in [("problem", "no-such"), ("manner", "secret"), ("borough", "E99")] {
        let mut report = report.clone();
        report[wrong] = field.into();
        report["draft"] = serde_json::Value::Null;
        assert!(send(&mut program, &report).await.status.is_client_error(), "{wrong}");
    }
    let empty = serde_json::json!({ "problem": "locked", "manner": "named", "account": {} });
    assert_eq!(send(&mut program, &empty).await.status, 422);
    let (_, account) = account_of(&house, first.json()["reference"].as_str().unwrap()).await;
    assert_eq!(account.lost().to_string(), "£4,200.50");
}
