//! Help now: the card before any form, what answers change, the letter to the bank, and what is never taken.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where it cannot go on"
)]

mod house;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::body::Body;
use axum::http::{Request, StatusCode};
use centre::roles::Role;
use futures_util::stream;
use house::{House, SeenPage, guide, london};
use jiff::SignedDuration;
use tower::ServiceExt;

/// The steps of now in their order, as somebody reads them.
fn steps(page: &SeenPage) -> Vec<String> {
    let now = page.body.split("id=\"now-do\"").nth(1).unwrap().split("id=\"ring\"").next().unwrap();
    let titles = now.split("__title").skip(1).map(|rest| {
        let from = rest.find('>').unwrap() + 1;
        rest[from..].split('<').next().unwrap().to_owned()
    });
    titles.collect()
}

#[tokio::test]
async fn the_first_tap_shows_every_problem_and_the_second_its_card() {
    let house = House::open().await;
    let mut visitor = house.visitor();
    let help = visitor.get("/help").await;
    assert!(help.text().contains("Is someone in danger? Ring 999 now."), "{}", help.text());
    for problem in guide().problems.all() {
        let href = format!("/help/{}", problem.id);
        assert!(help.links().contains(&href), "{href}");
        let card = visitor.get(&href).await;
        assert_eq!(card.status, 200, "{href}");
        assert!(card.body.contains("govuk-exit-this-page"), "{href}");
        assert_eq!(card.header("cache-control"), "no-store", "{href}");
        assert_eq!(card.header("set-cookie"), "", "{href}");
        assert!(card.forms().is_empty(), "a card asks nothing: {href}");
    }
    assert_eq!(visitor.get("/help/no-such-thing").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_locked_computer_at_seven_forty_without_an_account() {
    let house = House::open().await;
    let card = house.visitor().get("/help/locked").await;
    let steps = steps(&card);
    assert_eq!(steps[0], "Cut it off from the network");
    assert!(steps.contains(&"Leave it on, and take a photo".to_owned()), "{steps:?}");
    let text = card.text();
    assert!(text.contains("All of it takes about"), "{text}");
    assert!(card.links().contains(&"tel:+443001232040".to_owned()), "{:?}", card.links());
    // Saturday 21 November, 10:00, and three days.
    assert!(text.contains("If you found out just now, the time is up on Tuesday at 10:00."), "{text}");
    assert!(text.contains("For whoever looks after your computers"), "{text}");
}

#[tokio::test]
async fn answers_are_taps_and_change_the_card() {
    let house = House::open().await;
    let mut visitor = house.visitor();
    let help = visitor.get("/help").await;
    let tap = help.links().into_iter().find(|link| link.starts_with("/help?money=yes")).unwrap();
    let help = visitor.get(tap.split('#').next().unwrap()).await;
    assert!(help.text().contains("Ring your bank before you read on."), "{}", help.text());
    let card = help.links().into_iter().find(|link| link.starts_with("/help/mailbox?")).unwrap();
    assert_eq!(card, "/help/mailbox?money=yes");
    let card = visitor.get(&card).await;
    assert_eq!(steps(&card)[0], "Ring your bank on 159");
    assert!(card.links().contains(&"/help/bank-letter".to_owned()));
    // A chosen answer can be taken back.
    assert!(card.links().contains(&"/help/mailbox".to_owned()), "{:?}", card.links());
}

#[tokio::test]
async fn danger_comes_before_all_else() {
    let house = House::open().await;
    let card = house.visitor().get("/help/false-bill?danger=yes&money=yes").await;
    assert_eq!(steps(&card)[..2], ["Get to a safe place", "Ring 999"]);
}

#[tokio::test]
async fn somebody_known_is_never_just_blocked() {
    let house = House::open().await;
    let card = house.visitor().get("/help/account?known=yes").await;
    let text = card.text();
    assert!(text.contains("Do not just block them"), "{text}");
    assert!(text.contains("these steps are careful ones"), "{text}");
    assert_eq!(steps(&card)[0], "Your safety comes first");
}

#[tokio::test]
async fn what_is_delicate_does_not_stand_in_the_title_of_the_tab() {
    let house = House::open().await;
    let mut visitor = house.visitor();
    for problem in guide().problems.all() {
        let page = visitor.get(&format!("/help/{}", problem.id)).await;
        let title = page.body.split("<title>").nth(1).unwrap().split("</title>").next().unwrap().to_owned();
        if problem.is_delicate {
            assert_eq!(title, "Help now – London Watchhouse", "{}", problem.id);
        }
        assert!(page.text().contains(&problem.title), "{}", problem.id);
    }
}

#[tokio::test]
async fn people_search_in_their_own_words_and_lose_no_answer() {
    let house = House::open().await;
    let mut visitor = house.visitor();
    let help = visitor.get("/help?known=yes").await;
    let found = visitor.submit(&help, "Find", &[("words", "my ex follows me everywhere")]).await;
    assert!(found.text().contains("We found these"), "{}", found.text());
    assert!(found.links().contains(&"/help/followed?known=yes".to_owned()), "{:?}", found.links());
    let nothing = visitor.get("/help?words=zzzz").await;
    assert!(nothing.text().contains("Look through the list."), "{}", nothing.text());
    let hostile = visitor.get("/help?words=%3Cscript%3Ealert(1)%3C/script%3E&danger=%22%3E").await;
    assert_eq!(hostile.status, 200);
    assert!(!hostile.body.contains("<script>alert"), "{}", hostile.body);
}

#[tokio::test]
async fn old_links_into_the_page_still_lead_somewhere() {
    let house = House::open().await;
    let help = house.visitor().get("/help").await;
    for anchor in [
        "danger",
        "money",
        "now",
        "locked",
        "known",
        "password",
        "account",
        "fake-site",
        "details",
        "child",
        "person",
        "us",
        "what-happened",
    ] {
        assert_eq!(help.body.matches(&format!("id=\"{anchor}\"")).count(), 1, "{anchor}");
    }
}

#[tokio::test]
async fn what_touches_a_child_is_signposted_and_asks_nothing() {
    let house = House::open().await;
    let mut visitor = house.visitor();
    for (problem, bodies) in [
        ("child", &["https://report.iwf.org.uk", "tel:999"][..]),
        ("child-contact", &["https://www.ceop.police.uk", "tel:999"]),
        ("child-threatened", &["https://www.ceop.police.uk", "tel:999"]),
    ] {
        let page = visitor.get(&format!("/help/{problem}?money=yes&known=yes")).await;
        for body in bodies {
            assert!(page.links().iter().any(|link| link == body), "{problem}: {:?}", page.links());
        }
        assert!(page.forms().is_empty(), "{problem}");
        for field in ["<input", "<textarea", "<select", "<form", "type=\"file\""] {
            assert!(!page.body.contains(field), "{problem} has {field}");
        }
        assert!(page.text().contains("We take nothing of this kind"), "{problem}");
        assert!(!page.links().iter().any(|link| link.contains("money=yes")), "no answer travels on");
    }
}

/// A body that tells whether anybody asked for the first byte of it.
fn watched(was_read: &Arc<AtomicBool>) -> Body {
    let was_read = was_read.clone();
    Body::from_stream(stream::once(async move {
        was_read.store(true, Ordering::SeqCst);
        Ok::<_, std::convert::Infallible>("a canary that nobody may read")
    }))
}

#[tokio::test]
async fn whatever_is_sent_to_a_card_is_refused_and_not_read() {
    let house = House::open().await;
    let before = house.newest_entry().await;
    let router = web::routes::site(house.app.clone()).open();
    for path in ["/help/child", "/help/child-contact", "/help/child-threatened", "/help/locked", "/help"] {
        for method in ["POST", "PUT", "PATCH", "DELETE"] {
            let was_read = Arc::new(AtomicBool::new(false));
            let request = Request::builder()
                .method(method)
                .uri(path)
                .header("origin", house::ORIGIN)
                .header("content-type", "multipart/form-data; boundary=x")
                .body(watched(&was_read))
                .unwrap();
            let answer = router.clone().oneshot(request).await.unwrap();
            assert_eq!(answer.status(), StatusCode::METHOD_NOT_ALLOWED, "{method} {path}");
            assert!(!was_read.load(Ordering::SeqCst), "{method} {path}");
        }
    }
    assert_eq!(house.newest_entry().await, before);
}

const PAID: [(&str, &str); 13] = [
    ("happened", "tricked"),
    ("claimant", "micro_firm"),
    ("way", "transfer"),
    ("p1_amount", "4,200.50"),
    ("p1_day-day", "20"),
    ("p1_day-month", "11"),
    ("p1_day-year", "2026"),
    ("p1_time", "16:10"),
    ("p1_to", "Bright Roofs"),
    ("name", "Ada Example"),
    ("firm", "Corner Bakery"),
    ("bank", "Example Bank"),
    ("story", "A bill came.\nI paid it."),
];

#[tokio::test]
async fn a_false_bill_of_yesterday_becomes_a_letter_and_a_statement_and_nothing_is_kept() {
    let house = House::open().await;
    let before = house.newest_entry().await;
    let mut visitor = house.visitor();
    let card = visitor.get("/help/false-bill?money=yes").await;
    assert!(card.links().contains(&"/help/bank-letter".to_owned()));
    let form = visitor.get("/help/bank-letter").await;
    assert!(form.text().contains("We keep nothing of what you type here."), "{}", form.text());
    let ready = visitor.submit(&form, "Write the letter", &PAID).await;
    assert_eq!(ready.status, 200, "{}", ready.text());
    let text = ready.text();
    for said in [
        "We think you may claim this money back.",
        "Statement of facts",
        "£4,200.50 on 20 November 2026 at 16:10 to Bright Roofs",
        "£85,000",
        // Saturday: five working days are over on the next Friday.
        "That is until 27 November 2026",
        "20 December 2027",
        "Ada Example",
        "A bill came.",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    assert_eq!(ready.header("cache-control"), "no-store");
    assert_eq!(ready.header("set-cookie"), "");
    let form = visitor.submit(&ready, "Change something", &[]).await;
    assert_eq!(form.status, 200, "{}", form.text());
    let typed = form.form("Write the letter");
    for (name, value) in PAID {
        assert!(typed.fields.contains(&(name.to_owned(), value.to_owned())), "{name}: {:?}", typed.fields);
    }
    assert_eq!(house.newest_entry().await, before, "nothing was written down");
}

#[tokio::test]
async fn a_form_that_is_wrong_says_what_to_mend_and_keeps_every_word() {
    let house = House::open().await;
    let mut visitor = house.visitor();
    let form = visitor.get("/help/bank-letter").await;
    let given = [
        ("p1_amount", "a lot"),
        ("p1_day-day", "31"),
        ("p1_day-month", "2"),
        ("p1_day-year", "2026"),
        ("p1_time", "late"),
        ("story", "They said <b>hurry</b>"),
    ];
    let page = visitor.submit(&form, "Write the letter", &given).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    let text = page.text();
    for said in [
        "Choose how the money went",
        "Choose who paid",
        "Choose which way the money went",
        "Write the amount in pounds",
        "Write the day with numbers",
        "Write the time as 16:10",
        "Write your name",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    let again = page.form("Write the letter");
    for (name, value) in given {
        assert!(again.fields.contains(&(name.to_owned(), value.to_owned())), "{name}: {:?}", again.fields);
    }
    let ahead = [("p1_amount", "10"), ("p1_day-day", "22"), ("p1_day-month", "11"), ("p1_day-year", "2026")];
    let page = visitor.submit(&form, "Write the letter", &ahead).await;
    assert!(page.text().contains("This day has not come yet."), "{}", page.text());
}

#[tokio::test]
async fn a_card_payment_gets_the_cards_own_rules() {
    let house = House::open().await;
    let mut visitor = house.visitor();
    let form = visitor.get("/help/bank-letter").await;
    let mut given = PAID.to_vec();
    given[2] = ("way", "card");
    let page = visitor.submit(&form, "Write the letter", &given).await;
    let text = page.text();
    assert!(text.contains("We think the newest rules do not cover this."), "{text}");
    assert!(text.contains("chargeback") && !text.contains("Last day to claim"), "{text}");
}

#[tokio::test]
async fn a_problem_that_is_not_here_is_counted_by_the_week_and_shown_to_staff() {
    let house = House::open().await;
    let before = house.newest_entry().await;
    let mut visitor = house.visitor();
    for _ in 0..3 {
        let help = visitor.get("/help").await;
        let page = visitor.submit(&help, "My problem is not here", &[]).await;
        assert!(page.text().contains("We count nothing else about you."), "{}", page.text());
    }
    house.wait(SignedDuration::from_hours(24 * 7));
    visitor.post("/help/not-here", &[]).await;
    assert_eq!(house.newest_entry().await, before, "a count is no entry");
    let weeks = house.app.store.missing_problems(12).await.unwrap();
    let told: Vec<_> = weeks.iter().map(|(week, count)| (week.to_string(), *count)).collect();
    assert_eq!(told, [("2026-11-23".to_owned(), 1), ("2026-11-16".to_owned(), 3)]);
    let mut manager = house.sign_in_as(Role::Manager).await;
    let text = manager.get("/desk/workings").await.text();
    assert!(text.contains("Help now: problem not on the list"), "{text}");
    assert!(text.contains("16 November 2026 3"), "{text}");
}

#[tokio::test]
async fn another_site_cannot_press_the_button() {
    let house = House::open().await;
    let mut other = house.visitor();
    other.origin = "https://elsewhere.example".to_owned();
    assert_eq!(other.post("/help/not-here", &[]).await.status, StatusCode::FORBIDDEN);
    assert_eq!(other.post("/help/bank-letter", &PAID).await.status, StatusCode::FORBIDDEN);
    assert!(house.app.store.missing_problems(12).await.unwrap().is_empty());
}

#[tokio::test]
async fn nobody_is_named_who_is_not_in_the_region_pack() {
    let london = london();
    assert!(guide().unknown_bodies(&london).is_empty());
}

#[tokio::test]
async fn a_program_takes_a_playbook_along() {
    let house = House::open().await;
    let mut visitor = house.visitor();
    let all = visitor.get("/api/v1/help").await.json();
    assert_eq!(all["problems"].as_array().unwrap().len(), guide().problems.all().len());
    let one = visitor.get("/api/v1/help/playbooks/ransomware").await.json();
    assert_eq!(one, guide().playbooks.get("ransomware").unwrap().to_cacao());
    assert_eq!(visitor.get("/api/v1/help/playbooks/no-such").await.status, StatusCode::NOT_FOUND);
}
