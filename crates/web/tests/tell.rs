//! Telling us what happened, once: the form, drafts and files, the receipt, and coming back with its words.
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
use centre::account::Account;
use centre::case::{Deed, Ground, Wish, Word};
use centre::ledger::Actor;
use centre::playbook::Question;
use centre::roles::Role;
use futures_util::stream;
use house::{Browser, House, SeenPage, guide};
use jiff::SignedDuration;
use store::Manner;
use tell_kit::{Part, multipart, receipt_words, send_parts};
use terms::{PackId, PersonId, PlainLine};
use tower::ServiceExt;
use web::casework::{Saying, Who, peek, tell};

const HATE: &str = "/help/hate/tell";
const LOCKED: &str = "/help/locked/tell";

async fn account_of(house: &House, reference: &str) -> (store::Report, Account) {
    let reference = terms::Reference::parse(reference).unwrap();
    let report = house.app.store.report_by_reference(&reference).await.unwrap().unwrap();
    let reader = Actor::Reconciler("test".to_owned());
    let text = house.app.store.account_for(&reader, report.id, "test", house.now()).await.unwrap().unwrap();
    (report, Account::read(&text).unwrap())
}

fn reference(page: &SeenPage) -> String {
    let text = page.text();
    let at = text.find("WH-").unwrap_or_else(|| panic!("no reference: {text}"));
    text[at..].split_whitespace().next().unwrap().to_owned()
}

async fn tell_us(visitor: &mut Browser, path: &str, fields: &[(&str, &str)]) -> SeenPage {
    let form = visitor.get(path).await;
    assert_eq!(form.status, 200, "{path}");
    visitor.submit(&form, "Send", fields).await
}

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

const JSON: &[(&str, &str)] = &[("content-type", "application/json"), ("accept", "application/json")];

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

async fn open(browser: &mut Browser, words: &str) -> SeenPage {
    let page = browser.get("/report").await;
    browser.submit(&page, "Open my page", &[("words", words)]).await
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

fn officer() -> Who {
    let person = PersonId("00000000000000000000000000000001".parse().unwrap());
    let case = centre::case::Actor::Officer { person, role: Role::ContactOfficer };
    Who { case, ledger: Actor::Person(person) }
}

async fn desk(house: &House, case: terms::CaseId, deed: Deed) {
    tell(&house.app, &officer(), case, &[deed.into()], None).await.unwrap().unwrap();
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
    let line = PlainLine::parse("token").unwrap();
    let forged =
        member.post(LOCKED, &[("happened", "x"), ("do", "send"), ("form_token", line.as_str())]).await;
    assert_eq!(forged.status, 403);
}
