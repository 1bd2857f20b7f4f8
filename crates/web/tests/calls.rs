//! Is this caller really you? Both sides of a call, guesses, and the codes of letters.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where it cannot go on"
)]

mod house;

use axum::http::{Method, StatusCode};
use centre::account::Account;
use centre::call_check::{CALL_MINUTES, MISSES_OF_A_STORM};
use centre::roles::Role;
use house::{Browser, Firm, House, SeenPage};
use jiff::SignedDuration;

/// Why the officer rings in these stories, and how it is read.
const WHY: [(&str, &str); 1] = [("reason", "visit")];
const READ: &str = "We want to find a day to come and see you.";
const UNKNOWN: &str = "We do not know this code";

fn code_on(page: &SeenPage) -> String {
    let at = page.body.find("wh-code\">").unwrap_or_else(|| panic!("no code: {}", page.text()));
    let shown = &page.body[at..page.body[at..].find("</p>").unwrap() + at];
    let shown = shown.rsplit('>').next().unwrap();
    assert!(shown.chars().all(|sign| sign.is_ascii_digit() || sign == ' '), "{shown:?}");
    shown.to_owned()
}

/// The officer begins a call with this firm; returns the page with the code.
async fn rings(officer: &mut Browser, firm: &Firm) -> SeenPage {
    let page = officer.get(&format!("/desk/members/{}", firm.organisation)).await;
    let page = officer.submit(&page, "Get a code for this call", &WHY).await;
    assert!(page.address.starts_with("/desk/calls/"), "{}: {}", page.address, page.text());
    page
}

/// Somebody types a code at the address that was said on the telephone.
async fn types(browser: &mut Browser, code: &str) -> SeenPage {
    let page = browser.get("/verify").await;
    browser.submit(&page, "Check the code", &[("code", code)]).await
}

async fn asks(browser: &mut Browser, code: &str) -> SeenPage {
    let body = serde_json::json!({ "code": code }).to_string();
    let headers = [("content-type", "application/json"), ("accept", "application/json")];
    browser.ask(Method::POST, "/api/v1/caller-checks", &headers, Some(body.into())).await
}

#[tokio::test]
async fn whoever_is_rung_sees_that_it_is_us_and_the_officer_sees_that_they_saw() {
    let house = House::open().await;
    let (firm, mut anna) = house.member("Anna's Bakery", "anna@bakery.example").await;
    let mut officer = house.sign_in_as(Role::ContactOfficer).await;
    let call = rings(&mut officer, &firm).await;
    let text = call.text();
    for said in ["The code for this call", "localhost:8080/verify", "Waiting for them to type it", READ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    house.wait(SignedDuration::from_mins(5));
    let mut rung = house.visitor();
    let page = types(&mut rung, &code_on(&call).replace(' ', "-")).await;
    let text = page.text();
    assert_eq!(page.status, StatusCode::OK);
    for said in [
        "Yes, this call is ours",
        "A contact officer of London Watchhouse",
        "today at 10:00",
        "Anna's Bakery",
        READ,
        "We never ask for a password or a code.",
        "If something feels wrong",
        "020 7946 0150",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    assert!(!text.contains("Pat"), "what the officer is called is the officer's to say: {text}");
    assert_eq!(page.header("cache-control"), "no-store");

    let page = officer.get(&call.address).await;
    assert!(page.text().contains("Confirmed at 10:05"), "{}", page.text());
    assert!(!page.body.contains("wh-code"), "a code that is used up is not shown");
    let page = officer.get(&format!("/desk/members/{}", firm.organisation)).await;
    assert!(
        page.text().contains("Contact officer rang Anna's Bakery; confirmed at 10:05"),
        "{}",
        page.text()
    );
    assert!(page.text().contains("Call checked by whoever was rung"), "{}", page.text());
    let page = anna.get("/firm/call-code").await;
    assert!(page.text().contains(&format!("We rang you. {READ} Checked today at 10:05.")), "{}", page.text());
    let page = anna.get("/firm/history").await;
    assert!(page.text().contains("You checked that the call was ours"), "{}", page.text());
}

#[tokio::test]
async fn whatever_is_wrong_about_a_code_the_answer_is_the_same() {
    let house = House::open().await;
    let firm = house.firm("Bakery", "anna@bakery.example").await;
    let (_, mut other) = house.member("Tailor", "tom@tailor.example").await;
    let mut officer = house.sign_in_as(Role::ContactOfficer).await;
    let mut answers = Vec::new();

    let used = code_on(&rings(&mut officer, &firm).await);
    assert!(types(&mut house.visitor(), &used).await.text().contains("Yes, this call is ours"));
    answers.push(("used", types(&mut house.visitor(), &used).await));

    let replaced = code_on(&rings(&mut officer, &firm).await);
    let now = code_on(&rings(&mut officer, &firm).await);
    answers.push(("of the call before", types(&mut house.visitor(), &replaced).await));
    answers.push(("made up", types(&mut house.visitor(), "123 456 789").await));
    answers.push(("no code at all", types(&mut house.visitor(), "<b>let me in</b>").await));
    let foreign = types(&mut other, &now).await;
    assert!(foreign.text().contains(UNKNOWN), "a call to another firm: {}", foreign.text());

    house.wait(SignedDuration::from_mins(CALL_MINUTES));
    answers.push(("at its minute", types(&mut house.visitor(), &now).await));
    let call = rings(&mut officer, &firm).await;
    house.wait(SignedDuration::from_secs(CALL_MINUTES * 60 + 1));
    answers.push(("one second past it", types(&mut house.visitor(), &code_on(&call)).await));
    assert!(officer.get(&call.address).await.text().contains("Nobody confirmed it in time"));

    let (_, first) = &answers[0];
    for said in [UNKNOWN, "Put the phone down", "Ring us on this number", "020 7946 0150", "We never ask"] {
        assert!(first.text().contains(said), "{said}: {}", first.text());
    }
    for (which, page) in &answers {
        assert_eq!(page.body, first.body, "{which}");
        assert_eq!(page.status, StatusCode::OK, "{which}");
    }
    let empty = types(&mut house.visitor(), "  ").await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.text().contains("Type the code first."), "{}", empty.text());
}

#[tokio::test]
async fn a_guesser_hits_the_limit_and_nobody_else_does() {
    let house = House::open().await;
    let firm = house.firm("Bakery", "anna@bakery.example").await;
    let mut officer = house.sign_in_as(Role::OutreachOfficer).await;
    let code = code_on(&rings(&mut officer, &firm).await);
    let mut guesser = house.visitor();
    for guess in 0..10 {
        let page = types(&mut guesser, &format!("00000000{guess}")).await;
        assert!(page.text().contains(UNKNOWN), "{guess}: {}", page.text());
    }
    for _ in 0..3 {
        let page = types(&mut guesser, &code).await;
        assert_eq!(page.status, StatusCode::TOO_MANY_REQUESTS, "even the right one is not looked at");
        assert!(page.text().contains("You can type the next one in a minute"), "{}", page.text());
        assert!(page.text().contains("020 7946 0150"), "{}", page.text());
    }
    assert_eq!(asks(&mut guesser, &code).await.status, StatusCode::TOO_MANY_REQUESTS, "nor by a program");
    house.wait(SignedDuration::from_mins(1));
    assert!(types(&mut guesser, "000000011").await.text().contains(UNKNOWN), "one a minute");
    assert_eq!(types(&mut guesser, "000000012").await.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(types(&mut house.visitor(), &code).await.text().contains("Yes, this call is ours"));
}

#[tokio::test]
async fn a_storm_from_many_networks_makes_codes_longer_and_genuine_firms_come_through() {
    let house = House::open().await;
    let firm = house.firm("Bakery", "anna@bakery.example").await;
    let mut officer = house.sign_in_as(Role::ContactOfficer).await;
    let short = code_on(&rings(&mut officer, &firm).await);
    let mut guesses = 0;
    while guesses < MISSES_OF_A_STORM {
        let mut one_of_many = house.visitor();
        for _ in 0..10 {
            one_of_many.post("/verify", &[("code", &format!("9{guesses:08}"))]).await;
            guesses += 1;
        }
    }
    let page = types(&mut house.visitor(), &short).await;
    assert!(page.text().contains(UNKNOWN), "{}", page.text());
    assert!(page.text().contains("only a long code with 12 digits works"), "{}", page.text());
    assert!(officer.get("/desk/calls").await.text().contains("Every new code has twelve digits"));
    let long = code_on(&rings(&mut officer, &firm).await);
    assert_eq!(long.replace(' ', "").len(), 12);
    assert!(types(&mut house.visitor(), &long).await.text().contains("Yes, this call is ours"));
}

#[tokio::test]
async fn a_firm_shows_the_desk_that_it_is_the_firm() {
    let house = House::open().await;
    let (firm, mut anna) = house.member("Anna's Bakery", "anna@bakery.example").await;
    let tailor = house.firm("Tailor", "tom@tailor.example").await;
    let mut officer = house.sign_in_as(Role::ContactOfficer).await;
    let page = anna.get("/firm/call-code").await;
    assert!(page.text().contains("Someone rang you and wants a code? Do not tell it."), "{}", page.text());
    let page = anna.submit(&page, "Make a code", &[]).await;
    let code = code_on(&page);
    assert!(page.text().contains("It works until today at 10:10."), "{}", page.text());
    assert!(types(&mut house.visitor(), &code).await.text().contains(UNKNOWN), "it is no code of ours");

    let record = officer.get(&format!("/desk/members/{}", tailor.organisation)).await;
    let page = officer.submit(&record, "Check their code", &[("code", &code)]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "somebody says that they are the tailor");
    assert!(page.text().contains("This code does not show who they are."), "{}", page.text());

    house.wait(SignedDuration::from_mins(3));
    let record = officer.get(&format!("/desk/members/{}", firm.organisation)).await;
    let page = officer.submit(&record, "Check their code", &[("code", &code)]).await;
    let text = page.text();
    for said in ["They are who they say", "Sam Owner of Anna's Bakery", "Confirmed at 10:03"] {
        assert!(text.contains(said), "{said}: {text}");
    }
    let again = officer.submit(&record, "Check their code", &[("code", &code)]).await;
    assert!(again.text().contains("This code does not show who they are."), "once: {}", again.text());
    let page = anna.get("/firm/call-code").await;
    assert!(
        page.text().contains("We know that it is you. The code came in today at 10:03."),
        "{}",
        page.text()
    );
    assert!(!page.body.contains("wh-code\""), "{}", page.body);

    let mut colleague = house.sign_in_as(Role::ContactOfficer).await;
    let theirs = officer.get("/desk/calls").await;
    assert_eq!(theirs.status, StatusCode::OK);
    let made = rings(&mut officer, &firm).await;
    let refused = colleague.get(&made.address).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN, "the code of a call is its officer's");
    assert!(!refused.body.contains("wh-code\""));
}

#[tokio::test]
async fn an_officer_who_types_guesses_hits_the_limit_too() {
    let house = House::open().await;
    let mut officer = house.sign_in_as(Role::ContactOfficer).await;
    let page = officer.get("/desk/calls").await;
    for guess in 0..10 {
        let page = officer.submit(&page, "Check their code", &[("code", &format!("00000000{guess}"))]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let page = officer.submit(&page, "Check their code", &[("code", "000000011")]).await;
    assert_eq!(page.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(page.text().contains("Wait 1 minute"), "{}", page.text());
}

#[tokio::test]
async fn a_call_about_a_case_and_one_to_nobody_we_know_tell_no_more_than_they_must() {
    let house = House::open().await;
    let report = house.report("false-bill", Account::default()).await;
    let mut officer = house.sign_in_as(Role::ContactOfficer).await;
    let case = format!("/desk/cases/{}", report.case);
    let page = officer.get(&case).await;
    let page = officer.submit(&page, "Get a code for this call", &[("reason", "asked")]).await;
    let answer = types(&mut house.visitor(), &code_on(&page)).await.text();
    assert!(answer.contains("Someone who told us what happened to them"), "{answer}");
    assert!(answer.contains("You asked us to ring you."), "{answer}");
    assert!(!answer.contains(&report.reference.to_string()) && !answer.contains("Ana"), "{answer}");
    let page = officer.get(&case).await;
    assert!(page.text().contains("rang whoever told us of a case; confirmed at 10:00"), "{}", page.text());

    let page = officer.get("/desk/calls").await;
    let page = officer.submit(&page, "Get a code for this call", &[("reason", "warning")]).await;
    let answer = types(&mut house.visitor(), &code_on(&page)).await.text();
    assert!(answer.contains("Someone who is not a member"), "{answer}");
    assert_eq!(
        officer
            .post("/desk/calls", &[("reason", "because"), ("form_token", &officer.form_token().unwrap())])
            .await
            .status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn a_program_gets_the_answer_of_the_page() {
    let house = House::open().await;
    let firm = house.firm("Bakery", "anna@bakery.example").await;
    let mut officer = house.sign_in_as(Role::ContactOfficer).await;
    let code = code_on(&rings(&mut officer, &firm).await);
    let mut program = house.visitor();
    let told = asks(&mut program, &code).await.json();
    assert_eq!(told["is_ours"], true);
    assert_eq!(
        told["call"],
        serde_json::json!({
            "role": "contact_officer", "began_at": "2026-11-21T10:00:00Z", "called": "Bakery", "why": READ,
        })
    );
    assert_eq!(told["letter"], serde_json::Value::Null);
    let told = asks(&mut program, &code).await.json();
    assert_eq!((told["is_ours"].clone(), told["call"].clone()), (false.into(), serde_json::Value::Null));
    assert_eq!(told["ring_us"], "020 7946 0150");
    assert!(told["then"][0].as_str().unwrap().contains("Put the phone down"), "{told}");
    let page = program
        .ask(
            Method::POST,
            "/api/v1/caller-checks",
            &[("content-type", "application/json")],
            Some("{\"cod\":1}".into()),
        )
        .await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_letter_can_be_checked_by_the_code_at_its_end() {
    let house = House::open().await;
    house.firm("Bakery", "anna@bakery.example").await;
    let mut anna = house.visitor();
    let page = anna.get("/sign-in").await;
    let field =
        page.forms().into_iter().flat_map(|form| form.names).find(|name| name.contains("mail")).unwrap();
    anna.submit(&page, "Send me a code", &[(&field, "anna@bakery.example")]).await;
    let letter = house.letter_to("anna@bakery.example").await;
    let end =
        format!("Type {}/verify yourself, and there the code of this letter.\nLetter code: M", house::ORIGIN);
    assert!(letter.text.contains(&end), "{}", letter.text);
    let code = letter.text.lines().last().unwrap().strip_prefix("Letter code: ").unwrap().to_owned();
    let answer = types(&mut house.visitor(), &format!(" {} ", code.to_lowercase())).await.text();
    for said in
        ["Yes, this letter is from us", "A letter to help you sign in", "a…@b…y.example", "21 November 2026"]
    {
        assert!(answer.contains(said), "{said}: {answer}");
    }
    let told = asks(&mut house.visitor(), &code).await.json();
    assert_eq!(
        (told["is_ours"].clone(), told["letter"]["to"].clone()),
        (true.into(), "a…@b…y.example".into())
    );
    let last = if code.ends_with('0') { "1" } else { "0" };
    let wrong = format!("{}{last}", &code[..code.len() - 1]);
    assert!(types(&mut house.visitor(), &wrong).await.text().contains(UNKNOWN));
    house.wait(SignedDuration::from_hours(24 * 90));
    assert!(types(&mut house.visitor(), &code).await.text().contains(UNKNOWN), "after ninety days");
}
