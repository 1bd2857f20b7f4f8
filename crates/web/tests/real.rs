//! Is this real? A message is pasted or sent as a file, kept before anything else, answered, corrected, and gathered into waves;
//! a wave becomes a word to members, an entry of the warning list, a package.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where it cannot go on"
)]

mod house;
mod tell_kit;

use axum::http::{Method, StatusCode};
use centre::roles::Role;
use house::{BREAKS, Browser, House, SeenPage};
use store::{MessageFilter, MessageState, MessageVerdict};
use tell_kit::{Part, receipt_words, send_parts};
use web::real::{Taken, examine, take_letter};

const LURE: &str = "Royal Mail: your parcel waits. Pay the fee at parcel.example/fee or we send it back today, sorry about that";

/// Sends words on the page; returns where the answer is.
async fn paste(browser: &mut Browser, words: &str) -> String {
    let form = browser.get("/real").await;
    let token =
        form.body.split("name=\"token\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let mut parts = vec![Part::text("token", token), Part::text("words", words)];
    if let Some(token) = browser.form_token() {
        parts.insert(0, Part::text("form_token", token));
    }
    let page = send_parts(browser, "/real", &parts).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    page.address
}

/// Sends a form of a page, with the token that the page gives.
async fn post(browser: &mut Browser, path: &str, fields: &[(&str, &str)]) -> SeenPage {
    browser.get(if path.starts_with("/desk") { "/desk/messages" } else { "/real" }).await;
    browser.post(path, fields).await
}

/// The answer, as soon as it is there.
async fn answer(browser: &mut Browser, at: &str) -> SeenPage {
    for _ in 0..200 {
        let page = browser.get(at).await;
        if page.header("refresh").is_empty() {
            return page;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("nobody answers")
}

#[tokio::test]
async fn a_text_is_pasted_and_the_answer_says_what_we_think_why_and_what_to_do() {
    let house = House::open().await;
    let mut browser = house.visitor();
    let at = paste(&mut browser, LURE).await;
    let page = answer(&mut browser, &at).await;
    let text = page.text();
    for said in [
        "We think this is a scam",
        "It says it is from Royal Mail, but it is not.",
        "It asks you to pay a fee.",
        "Do not answer, press or pay",
        "7726",
        "I already paid",
        "parcel[.]example",
        "We only had the words.",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    assert!(!page.body.contains("href=\"http"), "no link of the message can be pressed");
    assert!(!text.contains("reporter"), "nothing of the reporter is shown back as a sign");
    assert!(
        page.links().iter().any(|link| link.starts_with("/help/false-bill?money=yes")),
        "{:?}",
        page.links()
    );
    let paid = page.links().into_iter().find(|link| link.starts_with("/help/false-bill")).unwrap();
    let help = browser.get(&paid).await;
    let tell = help.links().into_iter().find(|link| link.contains("/tell?")).unwrap();
    let form = browser.get(&tell).await;
    assert!(
        form.body.contains("I asked you if a message is real. Its name is WH-"),
        "what is known goes along: {tell}"
    );
}

#[tokio::test]
async fn who_comes_back_with_the_words_finds_the_answer_and_can_have_it_wiped() {
    let house = House::open().await;
    let mut browser = house.visitor();
    let at = paste(&mut browser, LURE).await;
    let words = receipt_words(&answer(&mut browser, &at).await);
    let mut other = house.visitor();
    let page = post(&mut other, "/real/back", &[("words", &words)]).await;
    assert_eq!(page.address, at);
    let page = post(&mut other, "/real/back", &[("words", "one two three")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = post(&mut other, &format!("{at}/forget"), &[]).await;
    assert_eq!(page.address, "/real");
    assert_eq!(other.get(&at).await.status, StatusCode::NOT_FOUND);
    assert!(house.app.store.messages(&MessageFilter::default(), 9).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_form_that_is_sent_twice_is_one_message_and_nothing_is_lost_by_a_fault() {
    let house = House::open().await;
    let mut browser = house.visitor();
    let form = browser.get("/real").await;
    let token =
        form.body.split("name=\"token\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let parts = || vec![Part::text("token", token.clone()), Part::text("words", LURE)];
    let first = send_parts(&mut browser, "/real", &parts()).await;
    let again = send_parts(&mut browser, "/real", &parts()).await;
    assert_eq!(first.address, again.address);
    assert_eq!(house.app.store.messages(&MessageFilter::default(), 9).await.unwrap().len(), 1);
    let empty = send_parts(&mut browser, "/real", &[Part::text("words", "  ")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.text().contains("Paste the message, or choose a file."), "{}", empty.text());
    let large = vec![b'x'; evidence::MOST_ITEM_BYTES as usize + 1];
    let parts = [Part::text("words", "keep me"), Part::file("big.eml", &large)];
    let page = send_parts(&mut browser, "/real", &parts).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.body.contains("keep me"), "what was typed is still there");
}

#[tokio::test]
async fn several_things_at_once_have_an_answer_each_and_six_are_too_many() {
    let house = House::open().await;
    let mut browser = house.visitor();
    let token = house.app.store.new_draft_token();
    let mail = b"From: a@b.example\r\nSubject: newsletter\r\n\r\nour newsletter";
    let parts = |many: usize| -> Vec<Part> {
        let mut parts = vec![Part::text("token", token.reveal()), Part::text("words", "something strange")];
        parts.extend((1..many).map(|_| Part::file("saved.eml", mail)));
        parts
    };
    let page = send_parts(&mut browser, "/real", &parts(5)).await;
    let answers: Vec<String> =
        page.links().into_iter().filter(|link| link.starts_with("/real/") && link.len() > 20).collect();
    assert_eq!(answers.len(), 5, "{:?}", page.links());
    assert!(answer(&mut browser, &answers[0]).await.text().contains("We are not sure"));
    assert!(answer(&mut browser, &answers[1]).await.text().contains("It looks genuine"));
    let page = send_parts(&mut browser, "/real", &parts(6)).await;
    assert!(page.text().contains("Send five things at a time."), "{}", page.text());
}

#[tokio::test]
async fn one_that_breaks_the_engine_waits_for_a_person_and_stops_nothing() {
    let house = House::open().await;
    let mut browser = house.visitor();
    let at = paste(&mut browser, BREAKS).await;
    let page = answer(&mut browser, &at).await;
    assert!(page.text().contains("We could not open this one. Somebody will look at it."), "{}", page.text());
    let next = paste(&mut browser, LURE).await;
    assert!(answer(&mut browser, &next).await.text().contains("We think this is a scam"));
    let waits = MessageFilter { state: Some(MessageState::NotExamined), ..MessageFilter::default() };
    let left = house.app.store.messages(&waits, 9).await.unwrap();
    assert_eq!(left.len(), 1);
    assert_eq!(examine(&house.app, left[0].id).await.unwrap(), None, "it is not tried for ever");
    let mut officer = house.sign_in_as(Role::ContactOfficer).await;
    let desk = officer.get("/desk/messages").await;
    assert!(desk.text().contains("Wait for a person"), "{}", desk.text());
    let page = post(
        &mut officer,
        &format!("/desk/messages/{}/correct", left[0].id),
        &[("verdict", "scam"), ("why", "I opened it.")],
    )
    .await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    let told = browser.get(&at).await;
    assert!(
        told.text()
            .contains("One of our people looked at it and says: We think this is a scam. I opened it.")
    );
}

#[tokio::test]
async fn an_officer_corrects_and_the_machines_reasons_do_not_stand_for_another_verdict() {
    let house = House::open().await;
    let mut browser = house.visitor();
    let at = paste(&mut browser, LURE).await;
    answer(&mut browser, &at).await;
    let message = house.app.store.messages(&MessageFilter::default(), 1).await.unwrap().remove(0);
    let mut officer = house.sign_in_as(Role::Analyst).await;
    let path = format!("/desk/messages/{}", message.id);
    let page = officer.get(&path).await;
    assert!(page.text().contains("identity.claims-brand"), "{}", page.text());
    assert!(page.text().contains("parcel[.]example") && !page.text().contains("parcel.example"));
    let wrong =
        post(&mut officer, &format!("{path}/correct"), &[("verdict", "looks_genuine"), ("why", " ")]).await;
    assert_eq!(wrong.status, StatusCode::CONFLICT);
    post(&mut officer, &format!("{path}/correct"), &[("verdict", "looks_genuine"), ("why", "They rang us.")])
        .await;
    let message = house.app.store.asked_message(message.id).await.unwrap().unwrap();
    assert_eq!(
        (message.verdict, message.label),
        (Some(MessageVerdict::Scam), Some(MessageVerdict::LooksGenuine)),
        "the machine's word stays beside it"
    );
    let told = browser.get(&at).await.text();
    assert!(told.contains("It looks genuine") && !told.contains("It asks you to pay a fee."), "{told}");
}

#[tokio::test]
async fn what_is_alike_becomes_a_campaign_and_a_campaign_becomes_a_word_to_members() {
    let house = House::open().await;
    let mut browser = house.visitor();
    for number in 0..4 {
        let at = paste(&mut browser, &format!("{LURE} {number}")).await;
        answer(&mut browser, &at).await;
    }
    let (firm, mut member) = house.member("Ada's Bakery", "ada@bakery.example").await;
    let at = paste(&mut member, "Another one, to see parcel.example/now").await;
    let page = answer(&mut member, &at).await;
    assert!(page.text().contains("4 other people sent us messages like it."), "{}", page.text());
    let listed = member.get("/firm/messages").await;
    assert!(listed.text().contains("We think it is a scam"), "{}", listed.text());
    let message = house.app.store.messages_of(firm.organisation, 9).await.unwrap().remove(0);
    let opened = member.get(&format!("/firm/messages/{}", message.id)).await;
    assert_eq!(opened.address, at);

    let mut writer = house.sign_in_as(Role::ContactOfficer).await;
    let mut second = house.sign_in_as(Role::Manager).await;
    let (campaign, size) = house.app.store.campaigns(None, 9).await.unwrap().remove(0);
    assert_eq!(size, 5);
    let page = writer.get(&format!("/desk/campaigns/{}", campaign.id)).await;
    for said in [
        "5 messages",
        "Both lead to the same web address: parcel[.]example.",
        "in 100 of their words are the same.",
    ] {
        assert!(page.text().contains(said), "{said}: {}", page.text());
    }
    let form = writer.get(&format!("/desk/advisories/new?campaign={}", campaign.id)).await;
    assert!(form.body.contains("parcel[.]example"), "{}", form.body);
    let sent = [
        ("campaign", campaign.id.to_string()),
        ("title", "A parcel trick".to_owned()),
        ("body", "Do not pay.\nWe never ask.".to_owned()),
        ("borough", String::new()),
        ("sector", String::new()),
        ("days", "30".to_owned()),
    ];
    let sent: Vec<(&str, &str)> = sent.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let page = post(&mut writer, "/desk/advisories", &sent).await;
    let at = page.address.split('?').next().unwrap().to_owned();
    let own = post(&mut writer, &format!("{at}/publish"), &[]).await;
    assert_eq!(own.status, StatusCode::CONFLICT, "one person is not two");
    assert!(!member.get("/firm").await.text().contains("A parcel trick"));
    assert_eq!(post(&mut second, &format!("{at}/publish"), &[]).await.status, StatusCode::OK);
    assert!(member.get("/firm").await.text().contains("A parcel trick"));
    post(&mut writer, &format!("{at}/withdraw"), &[("why", "It is over.")]).await;
    assert!(!member.get("/firm").await.text().contains("A parcel trick"));
}

#[tokio::test]
async fn two_people_warn_of_an_address_and_whoever_it_wrongs_is_heard() {
    let house = House::open().await;
    let mut first = house.sign_in_as(Role::ContactOfficer).await;
    let mut second = house.sign_in_as(Role::Analyst).await;
    let mut anybody = house.visitor();
    let sent =
        [("domain", "bad[.]example"), ("why", "It sells parcels that are not there."), ("campaign", "")];
    assert_eq!(post(&mut first, "/desk/warnings", &sent).await.status, StatusCode::OK);
    let warning = house.app.store.warnings(9).await.unwrap().remove(0);
    let list = format!("/desk/warnings/{}/list", warning.id);
    assert_eq!(post(&mut first, &list, &[]).await.status, StatusCode::CONFLICT);
    assert!(!anybody.get("/warnings.txt").await.body.contains("bad.example"));
    assert_eq!(post(&mut second, &list, &[]).await.status, StatusCode::OK);
    assert!(anybody.get("/warnings.txt").await.body.contains("bad.example\n"));
    assert!(anybody.get("/warnings").await.text().contains("bad[.]example"));
    assert_eq!(anybody.get("/warnings.json").await.json()["warnings"][0]["domain"], "bad.example");
    let missing =
        post(&mut anybody, "/warnings/appeal", &[("domain", "good.example"), ("words", "why")]).await;
    assert!(missing.text().contains("This address is not on the list."), "{}", missing.text());
    let heard = post(
        &mut anybody,
        "/warnings/appeal",
        &[("domain", "bad[.]example"), ("words", "That is our shop.")],
    )
    .await;
    assert_eq!(heard.address, "/warnings?heard=yes");
    assert!(second.get("/desk/warnings").await.text().contains("That is our shop."));
    post(&mut second, &format!("/desk/warnings/{}/end", warning.id), &[("why", "They are right.")]).await;
    assert!(!anybody.get("/warnings.txt").await.body.contains("bad.example"));
}

#[tokio::test]
async fn a_package_names_the_thing_so_that_nobody_presses_it_and_a_person_sends_it() {
    let house = House::open().await;
    let mut browser = house.visitor();
    for number in 0..2 {
        let at = paste(&mut browser, &format!("{LURE} {number}")).await;
        answer(&mut browser, &at).await;
    }
    let mut officer = house.sign_in_as(Role::ContactOfficer).await;
    let (campaign, _) = house.app.store.campaigns(None, 9).await.unwrap().remove(0);
    let sent = [("kind", "domain"), ("value", "parcel.example")];
    let made = post(&mut officer, &format!("/desk/campaigns/{}/take-down", campaign.id), &sent).await;
    let at = made.address.split('?').next().unwrap().to_owned();
    let page = officer.get(&at).await;
    assert!(page.text().contains("Not known here: look it up."), "{}", page.text());
    let text = officer.get(&format!("{at}/package.txt")).await.body;
    assert!(
        text.contains("parcel[.]example") && !text.contains("parcel.example") && !text.contains("http"),
        "{text}"
    );
    let xarf = officer.get(&format!("{at}/package.json")).await.json();
    assert_eq!(xarf["Report"]["Source"]["Value"], "parcel[.]example");
    post(&mut officer, &format!("{at}/sent"), &[("to", "the registrar's abuse desk")]).await;
    assert!(officer.get(&at).await.text().contains("sent it to the registrar's abuse desk"));
}

#[tokio::test]
async fn programs_send_words_or_a_saved_message_and_ask_for_the_answer() {
    let house = House::open().await;
    let mut program = house.visitor();
    let body = serde_json::json!({ "words": LURE }).to_string().into_bytes();
    let kept = program
        .ask(Method::POST, "/api/v1/messages", &[("content-type", "application/json")], Some(body))
        .await;
    assert_eq!(kept.status, StatusCode::ACCEPTED, "{}", kept.body);
    let token = kept.json()["token"].as_str().unwrap().to_owned();
    let mut found = serde_json::Value::Null;
    for _ in 0..200 {
        found = program.get(&format!("/api/v1/messages/{token}")).await.json();
        if found["state"] != "received" {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    assert_eq!(found["verdict"], "scam");
    assert_eq!(found["reasons"][1], "It asks you to pay a fee.");
    assert_eq!(found["indicators"][0]["shown"], "parcel[.]example");
    let nothing = program
        .ask(Method::POST, "/api/v1/messages", &[("content-type", "message/rfc822")], Some(Vec::new()))
        .await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    let unknown = program.get("/api/v1/messages/nothing").await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_letter_that_was_kept_and_cut_off_before_its_answer_is_answered_when_it_is_taken_again_and_once() {
    let house = House::open().await;
    let letter = format!(
        "Authentication-Results: mx.centre.example; dmarc=pass header.from=bakery.example\r\n\
         From: Ana <ana@bakery.example>\r\nTo: real@centre.example\r\nSubject: Fwd: parcel\r\n\r\n{LURE}\r\n"
    );
    let ours = ["mx.centre.example".to_owned()];
    let token = || house.app.store.token_of_letter("1.letter");
    let take = async |trusted: &[String]| {
        take_letter(&house.app, token(), letter.as_bytes(), trusted).await.unwrap()
    };
    assert_eq!(take(&[]).await, Taken::Kept);
    assert_eq!(take(&ours).await, Taken::Answered);
    assert_eq!(take(&ours).await, Taken::Again);
    assert_eq!(house.app.store.messages(&MessageFilter::default(), 9).await.unwrap().len(), 1);
    assert_eq!(house.app.store.letters(Some("ana@bakery.example"), None, None, 9).await.unwrap().len(), 1);
}
