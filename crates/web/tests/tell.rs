//! Telling us what happened, once: the form, drafts and files, and the receipt.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where it cannot go on"
)]

mod house;
mod tell_kit;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use centre::case::Wish;
use centre::ledger::Actor;
use centre::playbook::Question;
use centre::roles::Role;
use futures_util::stream;
use house::{House, guide};
use jiff::SignedDuration;
use store::Manner;
use tell_kit::{Part, account_of, open, receipt_words, reference, send_parts, tell_us};
use tower::ServiceExt;

const HATE: &str = "/help/hate/tell";
const LOCKED: &str = "/help/locked/tell";
const JSON: &[(&str, &str)] = &[("content-type", "application/json"), ("accept", "application/json")];

#[tokio::test]
async fn each_card_has_one_way_to_tell_us_and_what_touches_a_child_has_none() {
    let house = House::open().await;
    let mut visitor = house.visitor();
    for problem in guide().problems.all() {
        let card = visitor.get(&format!("/help/{}?money=yes", problem.id)).await;
        let href = format!("/help/{}/tell?money=yes", problem.id);
        let ways = card.links().into_iter().filter(|link| link.contains("/tell")).collect::<Vec<_>>();
        if problem.is_signpost_only() {
            assert!(ways.is_empty(), "{}", problem.id);
            assert_eq!(visitor.get(&href).await.status, StatusCode::NOT_FOUND, "{href}");
        } else {
            assert_eq!(ways, [href.as_str()]);
            let form = visitor.get(&href).await;
            assert_eq!(form.status, 200, "{href}");
            assert!(form.body.contains("name=\"p1_amount\""), "money went: {href}");
            assert_eq!(form.header("cache-control"), "no-store");
        }
    }
    assert_eq!(visitor.get("/help/no-such-thing/tell").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_is_sent_about_a_child_is_refused_before_it_is_read() {
    let house = House::open().await;
    for path in ["/help/child/tell", "/help/child/tell/draft", "/help/child-contact/tell"] {
        let read = Arc::new(AtomicBool::new(false));
        let seen = Arc::clone(&read);
        let body = Body::from_stream(stream::once(async move {
            seen.store(true, Ordering::Relaxed);
            Ok::<_, std::io::Error>("happened=words")
        }));
        let request = Request::builder()
            .method("POST")
            .uri(path)
            .header("origin", house::ORIGIN)
            .header("sec-fetch-site", "same-origin")
            .header("content-type", "application/x-www-form-urlencoded")
            .body(body)
            .unwrap();
        let answer = web::routes::site(house.app.clone()).open().oneshot(request).await.unwrap();
        assert_eq!(answer.status(), StatusCode::NOT_FOUND, "{path}");
        assert!(!read.load(Ordering::Relaxed), "{path} read what was sent");
    }
    let mut program = house.visitor();
    let body = r#"{"problem":"child","manner":"anonymous","account":{"happened":"words"}}"#;
    let answer = program.ask(Method::POST, "/api/v1/reports", JSON, Some(body.into())).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn ransomware_at_seven_forty_from_the_card_to_the_receipt_and_the_tracker() {
    let house = House::open().await;
    let mut visitor = house.visitor();
    let card = visitor.get("/help/locked?now=yes").await;
    let way = card.links().into_iter().find(|link| link.contains("/tell")).unwrap();
    let receipt = tell_us(
        &mut visitor,
        &way,
        &[
            ("happened", "The till says pay.\nWe pulled the plug at 07:35."),
            ("hit", "The till"),
            ("asked_for", "5,000"),
            ("details_seen", "yes"),
            ("details_of", "300"),
            ("noticed-day", "21"),
            ("noticed-month", "11"),
            ("wishes", "work_again"),
            ("name", "Ana Perera"),
            ("phone", "020 7946 0123"),
            ("email", "ana@copperkettle.example"),
            ("mail_me", "yes"),
        ],
    )
    .await;
    assert_eq!(receipt.status, 200, "{}", receipt.text());
    let text = receipt.text();
    assert!(text.contains("We have it. Thank you."), "{text}");
    assert!(text.contains("A person of our team gets in touch with you."), "{text}");
    assert!(text.contains("at the latest"), "{text}");
    assert!(text.contains("tell the data watchdog"), "{text}");
    let (report, account) = account_of(&house, &reference(&receipt)).await;
    assert_eq!((report.manner, report.channel.as_str()), (Manner::Named, "web"));
    assert_eq!(account.happened, "The till says pay.\nWe pulled the plug at 07:35.");
    assert_eq!(account.yes, [Question::Now]);
    assert_eq!(account.asked_for.unwrap().to_string(), "£5,000");
    assert_eq!((account.details_of, account.noticed), (Some(300), Some(jiff::civil::date(2026, 11, 21))));
    assert_eq!(account.wishes, [Wish::WorkAgain]);
    // The letter has the number and not the words.
    let letter = house.letter_to("ana@copperkettle.example").await;
    let words = receipt_words(&receipt);
    assert!(letter.text.contains(&reference(&receipt)), "{}", letter.text);
    assert!(!letter.text.contains(&words) && !letter.text.contains(words.split(' ').next().unwrap()));
    // Hours later, another browser.
    let mut later = house.visitor();
    let tracker = open(&mut later, &words).await;
    let text = tracker.text();
    assert!(text.contains(&reference(&receipt)), "{text}");
    assert!(text.contains("No one has read it yet."), "{text}");
    assert!(text.contains("I want to be able to work again"), "{text}");
}

#[tokio::test]
async fn almost_everything_may_be_missing_but_not_all_of_it() {
    let house = House::open().await;
    let mut visitor = house.visitor();
    let nothing = tell_us(&mut visitor, LOCKED, &[("name", "Ana")]).await;
    assert_eq!(nothing.status, 422);
    assert!(nothing.text().contains("Tell us in a few words what happened."), "{}", nothing.text());
    assert!(nothing.body.contains("value=\"Ana\""), "what was typed is still there");
    let number = visitor.submit(&nothing, "Send", &[("phone", "020 7946 0123")]).await;
    assert!(number.text().contains("We have it."), "{}", number.text());
    // Without a name there is nobody to ring.
    let mut nameless = house.visitor();
    let nobody = tell_us(&mut nameless, LOCKED, &[("phone", "020 7946 0123"), ("manner", "anonymous")]).await;
    assert_eq!(nobody.status, 422);
    let mut with_file = house.visitor();
    with_file.get(LOCKED).await;
    let sent = send_parts(
        &mut with_file,
        LOCKED,
        &[Part::file("screen.png", b"\x89PNG\r\n\x1a\nscreen"), Part::text("do", "send")],
    )
    .await;
    assert!(sent.text().contains("We have it."), "{}", sent.text());
}

#[tokio::test]
async fn what_cannot_be_understood_is_said_at_its_field_and_everything_typed_stays() {
    let house = House::open().await;
    let mut visitor = house.visitor();
    let wrong = tell_us(
        &mut visitor,
        "/help/false-bill/tell",
        &[
            ("happened", "It was a false bill."),
            ("p1_amount", "a lot"),
            ("p1_day-day", "31"),
            ("p1_day-month", "2"),
            ("email", "not an address"),
            ("wishes", "money_back"),
        ],
    )
    .await;
    assert_eq!(wrong.status, 422);
    for said in
        ["Write the sum in pounds", "Write the day and the month in numbers", "Check the e-mail address"]
    {
        assert!(wrong.text().contains(said), "{said}");
    }
    for kept in ["It was a false bill.", "value=\"a lot\"", "value=\"31\"", "value=\"not an address\""] {
        assert!(wrong.body.contains(kept), "{kept}");
    }
    // And it is saved: another tab of the same browser has it.
    let again = visitor.get("/help/false-bill/tell").await;
    assert!(again.body.contains("It was a false bill."), "{}", again.text());
}

#[tokio::test]
async fn lines_that_are_too_long_or_too_many_go_to_the_story_and_nothing_is_lost() {
    let house = House::open().await;
    let mut visitor = house.visitor();
    let long = format!("https://social.example/{}", "x".repeat(400));
    let many: Vec<String> = (0..45).map(|n| format!("https://post.example/{n}")).collect();
    let places = format!("{long}\n{}", many.join("\n"));
    let page = tell_us(&mut visitor, HATE, &[("platform", "Chirper"), ("places", &places)]).await;
    let (report, account) = account_of(&house, &reference(&page)).await;
    assert_eq!((report.manner, account.places.len()), (Manner::Sensitive, 40));
    assert!(account.happened.contains(&long) && account.happened.contains("https://post.example/44"));
    assert_eq!(account.places[0].platform.as_ref().unwrap().as_str(), "Chirper");
}

#[tokio::test]
async fn the_longest_story_is_taken_and_one_letter_more_is_told_and_kept() {
    let house = House::open().await;
    let mut visitor = house.visitor();
    let most = centre::account::LONGEST_HAPPENED;
    let long = tell_us(&mut visitor, LOCKED, &[("happened", &"é".repeat(most + 1))]).await;
    assert_eq!(long.status, 422);
    assert!(long.text().contains("This is too long for us."));
    let kept = visitor.get(LOCKED).await;
    assert!(kept.body.contains(&"é".repeat(most + 1)));
    let fits = visitor.submit(&kept, "Send", &[("happened", &"é".repeat(most))]).await;
    assert!(fits.text().contains("We have it."), "{}", fits.text());
}

#[tokio::test]
async fn a_draft_lives_in_one_browser_alone_and_is_thrown_away_with_one_press() {
    let house = House::open().await;
    let mut visitor = house.visitor();
    let form = visitor.get(HATE).await;
    let cookie = form.header("set-cookie").to_owned();
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"), "{cookie}");
    assert!(!cookie.contains("Max-Age") && !cookie.contains("Expires"), "{cookie}");
    assert!(!form.body.contains(visitor.cookies["watchhouse-draft"].as_str()), "the page does not have it");
    let saved = visitor.submit(&form, "Save and go on later", &[("happened", "So it began.")]).await;
    assert!(saved.text().contains("Saved. Leave this browser open"), "{}", saved.text());
    assert!(visitor.get(HATE).await.body.contains("So it began."));
    assert!(!house.visitor().get(HATE).await.body.contains("So it began."));
    // Somebody chose the wrong card first: the words go along.
    assert!(visitor.get(LOCKED).await.body.contains("So it began."));
    let form = visitor.get(HATE).await;
    let thrown = visitor.submit(&form, "Throw it away", &[]).await;
    assert!(thrown.text().contains("It is thrown away"), "{}", thrown.text());
    assert!(!visitor.cookies.contains_key("watchhouse-draft"));
    assert!(!visitor.get(HATE).await.body.contains("So it began."));
}

#[tokio::test]
async fn typing_is_saved_and_a_newer_copy_elsewhere_is_told_and_not_written_over() {
    let house = House::open().await;
    let mut one = house.visitor();
    let first = one.get(LOCKED).await;
    let mut two = one.clone();
    let json = one.post("/help/locked/tell/draft", &[("happened", "One"), ("version", "0")]).await.json();
    assert_eq!((json["state"].as_str(), json["version"].as_u64()), (Some("saved"), Some(1)));
    let late = two.post("/help/locked/tell/draft", &[("happened", "Two"), ("version", "0")]).await;
    assert_eq!((late.status.as_u16(), late.json()["state"].as_str()), (409, Some("newer")));
    let told = two.submit(&first, "Save and go on later", &[("happened", "Two")]).await;
    assert_eq!(told.status, 409);
    assert!(told.text().contains("There is a newer copy of this"), "{}", told.text());
    assert!(told.body.contains("Two"), "what is on the page stays");
    assert!(one.get(LOCKED).await.body.contains("One"), "and what was saved stays too");
    let sent = two.submit(&first, "Send", &[("happened", "Two")]).await;
    assert_eq!(sent.status, 409, "sending does not write over it either");
    let kept = two.submit(&told, "Keep what is on this page", &[]).await;
    assert_eq!(kept.status, 200, "{}", kept.text());
    assert!(one.get(LOCKED).await.body.contains("Two"));
}

#[tokio::test]
async fn sent_twice_it_is_one_report_with_the_same_words_and_later_the_words_are_gone() {
    let house = House::open().await;
    let mut visitor = house.visitor();
    let form = visitor.get(LOCKED).await;
    let mut other = visitor.clone();
    let press = [("happened", "The screen says pay.")];
    let (a, b) = tokio::join!(visitor.submit(&form, "Send", &press), other.submit(&form, "Send", &press));
    assert_eq!((reference(&a), receipt_words(&a)), (reference(&b), receipt_words(&b)));
    let back = visitor.submit(&form, "Send", &press).await;
    assert_eq!(reference(&back), reference(&a));
    assert_eq!(house.app.store.queue(&store::QueueFilter::default(), None, 50).await.unwrap().len(), 1);
    // Whoever loads the form anew learns that it was sent.
    let again = visitor.get(LOCKED).await;
    assert!(again.text().contains("You have sent this"), "{}", again.text());
    let shown = visitor.submit(&again, "Show what I got for it", &[]).await;
    assert_eq!(receipt_words(&shown), receipt_words(&a));
    house.wait(SignedDuration::from_mins(web::counter::SHOWN_AGAIN_MINUTES));
    let late = visitor.submit(&again, "Show what I got for it", &[]).await;
    assert!(late.text().contains("cannot show them again. Did you lose them?"), "{}", late.text());
    assert!(!late.body.contains(&receipt_words(&a)));
    let anew = visitor.get("/help/locked/tell?new=yes").await;
    assert!(anew.body.contains("name=\"happened\""));
    let second = visitor.submit(&anew, "Send", &press).await;
    assert_ne!(reference(&second), reference(&a));
}

#[tokio::test]
async fn of_a_delicate_problem_the_tab_says_nothing_and_there_is_a_way_out() {
    let house = House::open().await;
    let mut visitor = house.visitor();
    let form = visitor.get(HATE).await;
    assert!(form.body.contains("<title>Help now"), "{}", form.body.lines().nth(4).unwrap());
    assert!(form.body.contains("govuk-exit-this-page"));
    assert!(form.body.contains("value=\"sensitive\" checked"), "with care unless they choose otherwise");
    assert!(!form.body.contains("name=\"mail_me\""), "no letter by itself");
    let receipt = visitor.submit(&form, "Send", &[("happened", "They wrote it on our page.")]).await;
    assert!(receipt.body.contains("<title>Help now"));
    let text = receipt.text();
    assert!(text.contains("Some people get it taken down"), "{text}");
    assert!(!text.contains("a crime"), "we do not say what the law says: {text}");
    assert!(house.letters().await.is_empty());
    let plain = house.visitor().get(LOCKED).await;
    assert!(plain.body.contains("<title>Tell us what happened"));
}

#[tokio::test]
async fn hate_told_without_a_name_and_the_words_open_the_way_back() {
    let house = House::open().await;
    let mut visitor = house.visitor();
    let receipt = tell_us(
        &mut visitor,
        HATE,
        &[
            ("happened", "They post about our mosque."),
            ("platform", "Chirper"),
            ("places", "https://chirper.example/p/1"),
            ("strands", "religion"),
            ("safe_now", "no"),
            ("whose", "other"),
            ("written_by", "Sunrise community group"),
            ("manner", "anonymous"),
            ("name", "Nobody Shall Know"),
            ("wishes", "taken_down"),
        ],
    )
    .await;
    let (report, account) = account_of(&house, &reference(&receipt)).await;
    assert_eq!(report.manner, Manner::Anonymous);
    assert_eq!(report.received_at.to_string(), "2026-11-21T12:00:00Z", "only the day");
    assert_eq!(account.written_by.unwrap().as_str(), "Sunrise community group");
    let reader = Actor::Reconciler("test".to_owned());
    let reporter = house.app.store.reporter_for(&reader, report.id, "test", house.now()).await.unwrap();
    assert_eq!(reporter, None);
    let words = receipt_words(&receipt).to_uppercase().replace(' ', ", ");
    let mut later = house.visitor();
    let page = open(&mut later, &words).await;
    assert_eq!(page.address, "/report");
    let cookie = later.cookies["watchhouse-own"].clone();
    assert!(words.split(", ").all(|word| !cookie.to_uppercase().contains(word)), "{cookie}");
    assert!(page.text().contains("answers you on your page"), "nobody to ring: {}", page.text());
    assert!(page.text().contains("I want it taken down"), "{}", page.text());
    assert!(!page.text().contains("sorry. You can ring"), "{}", page.text());
}

#[tokio::test]
async fn a_signed_in_member_is_known_by_name_and_by_nothing_when_nameless() {
    let house = House::open().await;
    let mut member = house.sign_in_as(Role::MemberContact).await;
    let named = tell_us(&mut member, LOCKED, &[("happened", "Locked."), ("name", "Ana")]).await;
    let (report, _) = account_of(&house, &reference(&named)).await;
    let kept = house.app.store.case(report.case).await.unwrap().unwrap();
    assert_eq!(kept.place.rule, store::RetentionRule::Member);
    let form = member.get("/help/hate/tell?new=yes").await;
    let nameless = member.submit(&form, "Send", &[("happened", "Hate."), ("manner", "anonymous")]).await;
    let (report, _) = account_of(&house, &reference(&nameless)).await;
    let kept = house.app.store.case(report.case).await.unwrap().unwrap();
    assert_eq!(kept.place.rule, store::RetentionRule::Citizen);
    let forged = member.post(LOCKED, &[("happened", "x"), ("do", "send"), ("form_token", "token")]).await;
    assert_eq!(forged.status, 403);
}
