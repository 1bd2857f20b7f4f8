//! A letter to the person who helps: written, sent, answered without an account, looked at again, told.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where it cannot go on"
)]

mod house;

use axum::http::StatusCode;
use centre::ledger::Actor;
use house::{Browser, Firm, House, SeenPage, a_beginner, over, pastes_the_rule};
use jiff::SignedDuration;
use store::Deed;
use web::telling::{CAUSE, Writer, tell};

const DMARC: &str = "You do not tell others to refuse forged mail";
const SPF: &str = "You do not say who may send mail for you";

/// A bakery whose name was looked at, and its owner's browser.
async fn bakery(house: &House) -> (Firm, Browser) {
    named(house, "Anna's Bakery").await
}

async fn named(house: &House, firm: &str) -> (Firm, Browser) {
    a_beginner(house, "bakery.example");
    let firm = house.firm_with(firm, "anna@bakery.example", Some("bakery.example")).await;
    let mut anna = house.browser_for(firm.person).await;
    let asset = house.app.store.assets_of(firm.organisation).await.unwrap()[0].id;
    let page = anna.get(&format!("/firm/domains/{asset}")).await;
    let page = anna.submit(&page, "Look now", &[]).await;
    over(&mut anna, page).await;
    (firm, anna)
}

/// Writes the letter with all that is open for the person who looks after the name; returns its page.
async fn writes(anna: &mut Browser) -> SeenPage {
    let page = anna.get("/firm/errands?for=mend-dmarc-missing").await;
    let page = anna.submit(&page, "Write the letter", &[]).await;
    assert!(page.address.starts_with("/firm/errands/"), "{}: {}", page.address, page.text());
    page
}

fn link_on(page: &SeenPage) -> String {
    let at = page.body.find("/errand/").unwrap_or_else(|| panic!("no link: {}", page.text()));
    page.body[at..].chars().take_while(|sign| sign.is_ascii_alphanumeric() || *sign == '/').collect()
}

/// The place of the point with this title on the helper's page.
fn place_of(page: &SeenPage, title: &str) -> usize {
    let heading = format!("Your answer: {title}");
    let at = page.text();
    assert!(at.contains(&heading), "{heading}: {at}");
    (1..)
        .find(|place| {
            let field = page.body.find(&format!("name=\"answer-{place}\"")).unwrap();
            page.body[..field]
                .rfind(&heading)
                .is_some_and(|found| !page.body[found..field].contains("</section>"))
        })
        .unwrap()
}

async fn done(helper: &mut Browser, page: &SeenPage, title: &str) -> SeenPage {
    let answer = format!("answer-{}", place_of(page, title));
    let page = helper.submit(page, "Send my answers", &[(&answer, "done")]).await;
    over(helper, page).await
}

#[tokio::test]
async fn from_the_step_to_the_letter_to_the_answer_to_the_look_that_sees_it() {
    let house = House::open().await;
    let (firm, mut anna) = bakery(&house).await;
    let page = anna.get("/firm").await;
    assert!(page.links().contains(&"/firm/errands?for=mend-dmarc-missing".to_owned()), "{:?}", page.links());
    let letter = writes(&mut anna).await;
    let text = letter.text();
    for said in [
        "What Anna's Bakery asks you to do",
        "Sam Owner, Anna's Bakery",
        "the person who looks after your web name",
        DMARC,
        "v=DMARC1; p=none; rua=mailto:dmarc-reports@bakery.example",
        "bakery.example",
        "Please by: 27 November 2026",
        "21 November 2026, 10:00",
        "Do not go to p=reject in one leap.",
        "Send no passwords",
        "We never ask for a password, a code or money.",
    ] {
        assert!(text.contains(said), "{said:?} is not in {text}");
    }
    let pdf = anna.get(&format!("{}/letter.pdf", letter.address)).await;
    assert_eq!(pdf.header("content-type"), "application/pdf");
    assert!(pdf.body.starts_with("%PDF-1."), "{:?}", &pdf.body[..20]);
    let print = anna.get(&format!("{}/print", letter.address)).await;
    assert!(print.text().contains("v=DMARC1; p=none"));

    // Somebody else, without an account.
    let mut helper = house.visitor();
    let link = link_on(&letter);
    let page = helper.get(&link).await;
    assert_eq!((page.status, page.header("cache-control")), (StatusCode::OK, "no-store"));
    assert!(page.text().contains("It is not in order yet."), "{}", page.text());
    pastes_the_rule(&house, "bakery.example");
    house.wait(SignedDuration::from_hours(2));
    let page = done(&mut helper, &page, DMARC).await;
    let text = page.text();
    assert!(text.contains("Thank you. Anna's Bakery sees your answers."), "{text}");
    assert!(text.contains("We looked again today at 12:00: this is in order now."), "{text}");
    let actions = house.app.store.actions_of(firm.organisation).await.unwrap();
    let kept = actions.iter().find(|action| action.action == "mend-dmarc-missing").unwrap();
    assert_eq!((kept.said_at, kept.seen_at), (Some(house.now()), Some(house.now())));

    let mut anna = house.browser_for(firm.person).await;
    let text = anna.get(&letter.address).await.text();
    assert!(
        text.contains("They say that it is done. We looked again today at 12:00: this is in order"),
        "{text}"
    );
    let text = anna.get("/firm").await.text();
    assert!(text.contains(&format!("We saw that these points are done {DMARC}")), "{text}");
    assert!(text.contains("Letter to the person who looks after your web name"), "{text}");
    let text = anna.get("/firm/history").await.text();
    assert!(
        text.contains("A person who helps you answered today at 12:00 · By the form or a link"),
        "{text}"
    );
    let looked = house.app.store.who_looked_at(firm.organisation, 99).await.unwrap();
    assert!(looked.iter().all(|line| line.by == Actor::Visitor) && looked.len() >= 3, "{looked:?}");
    let mut manager = house.sign_in_as(centre::roles::Role::Manager).await;
    let text = manager.get(&format!("/desk/members/{}", firm.organisation)).await.text();
    assert!(text.contains(&format!("{DMARC} we saw it done")), "{text}");
    assert!(text.contains("Helper answered"), "{text}");
}

#[tokio::test]
async fn what_is_said_to_be_done_and_is_not_is_told_so() {
    let house = House::open().await;
    let (firm, mut anna) = bakery(&house).await;
    let letter = writes(&mut anna).await;
    let mut helper = house.visitor();
    let page = helper.get(&link_on(&letter)).await;
    house.wait(SignedDuration::from_hours(2));
    let page = done(&mut helper, &page, DMARC).await;
    let text = page.text();
    assert!(
        text.contains("We looked again today at 12:00 and still see it. Name servers may take up to a day."),
        "{text}"
    );
    let actions = house.app.store.actions_of(firm.organisation).await.unwrap();
    let kept = actions.iter().find(|action| action.action == "mend-dmarc-missing").unwrap();
    assert_eq!((kept.said_at, kept.seen_at), (Some(house.now()), None), "said is never seen");
}

#[tokio::test]
async fn an_answer_needs_its_reason_or_its_day_and_what_was_typed_stays() {
    let house = House::open().await;
    let (firm, mut anna) = bakery(&house).await;
    let letter = writes(&mut anna).await;
    let mut helper = house.visitor();
    let page = helper.get(&link_on(&letter)).await;
    let entry = house.newest_entry().await;
    let none = helper.submit(&page, "Send my answers", &[]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(none.text().contains("Press an answer for one point at least."), "{}", none.text());
    let (dmarc, spf) = (place_of(&page, DMARC), place_of(&page, SPF));
    let (a, b) = (format!("answer-{dmarc}"), format!("answer-{spf}"));
    let because = format!("because-{dmarc}");
    let [day, month, year] = ["day", "month", "year"].map(|part| format!("until-{spf}-{part}"));
    let wrong =
        [(a.as_str(), "cannot"), (&because, ""), (&b, "until"), (&day, "31"), (&month, "2"), (&year, "2027")];
    let slips = helper.submit(&page, "Send my answers", &wrong).await;
    let text = slips.text();
    assert!(text.contains("Say in one line why you cannot do it."), "{text}");
    assert!(text.contains("Type a day that there is"), "{text}");
    let kept = slips.form("Send my answers").fields;
    assert!(kept.contains(&(day.clone(), "31".to_owned())), "{kept:?}");
    let right = [
        (a.as_str(), "cannot"),
        (&because, "<b>the web firm</b> has the log-in"),
        (&b, "until"),
        (&day, "4"),
        (&month, "12"),
        (&year, "2026"),
    ];
    let page = helper.submit(&slips, "Send my answers", &right).await;
    let text = page.text();
    assert!(text.contains("You cannot do it: <b>the web firm</b> has the log-in"), "{text}");
    assert!(text.contains("You need until 4 December 2026."), "{text}");
    assert!(!page.body.contains("<b>the web firm"), "words of strangers stay words");
    assert!(house.newest_entry().await > entry);
    let mut anna = house.browser_for(firm.person).await;
    let text = anna.get(&letter.address).await.text();
    assert!(text.contains("They cannot do it. They say: <b>the web firm</b> has the log-in"), "{text}");
    assert!(text.contains("They need until 4 December 2026."), "{text}");
    assert!(text.contains("All of it is answered."), "{text}");
    assert_eq!(house.look.looks_at("bakery.example").len(), 1, "only what is done is looked at again");
}

#[tokio::test]
async fn the_letter_goes_by_mail_with_our_words_and_harmless_names() {
    let house = House::open().await;
    let (_, mut anna) = named(&house, "Win at http://evil.example <b>#now</b>").await;
    let letter = writes(&mut anna).await;
    let page = anna.submit(&letter, "Send the letter", &[("to", "nobody")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.text().contains("Type the e-mail address"), "{}", page.text());
    let page = anna.submit(&letter, "Send the letter", &[("to", "it@helper.example")]).await;
    assert!(page.text().contains("The letter is on its way."), "{}", page.text());
    let sent = house.letter_to("it@helper.example").await;
    assert_eq!(sent.subject, "A request from a firm that you help");
    assert!(!sent.text.contains("evil.example") && !sent.text.contains("<b>"), "{}", sent.text);
    for said in [
        "Sam Owner of Win at http evil example b now b asks you",
        "Value: v=DMARC1; p=none; rua=mailto:dmarc-reports@bakery.example",
        "Then do nothing.",
        &format!("{}{}", house::ORIGIN, link_on(&letter)),
        &format!("{}/verify", house::ORIGIN),
    ] {
        assert!(sent.text.contains(said), "{said:?} is not in {}", sent.text);
    }
    for _ in 0..2 {
        anna.submit(&letter, "Send the letter", &[("to", "it@helper.example")]).await;
    }
    let page = anna.submit(&letter, "Send the letter", &[("to", "it@helper.example")]).await;
    assert!(page.text().contains("This address got all the letters from us"), "{}", page.text());
    for number in 0..2 {
        anna.submit(&letter, "Send the letter", &[("to", &format!("it{number}@helper.example"))]).await;
    }
    let page = anna.submit(&letter, "Send the letter", &[("to", "more@helper.example")]).await;
    assert!(page.text().contains("You sent 5 letters today"), "{}", page.text());
}

#[tokio::test]
async fn a_link_that_is_wrong_taken_back_used_up_or_old_has_a_kind_page() {
    let house = House::open().await;
    let (firm, mut anna) = bakery(&house).await;
    let mut helper = house.visitor();
    for wrong in ["/errand/aaaaaaaaaaaaaaaaaaaaaaaaaa", "/errand/x", "/errand/%00%2e%2e"] {
        let page = helper.get(wrong).await;
        assert!(page.text().contains("There is no letter behind this link"), "{wrong}: {}", page.text());
        let page = helper.post(wrong, &[("answer-1", "done")]).await;
        assert!(page.text().contains("There is no letter behind this link"), "{wrong}: {}", page.text());
    }
    let letter = writes(&mut anna).await;
    let link = link_on(&letter);
    let shown = "Anna's Bakery";
    assert!(helper.get(&link.to_uppercase().replace("/ERRAND/", "/errand/")).await.text().contains(shown));
    anna.submit(&letter, "Take this letter back", &[]).await;
    for page in [helper.get(&link).await, helper.post(&link, &[("answer-1", "done")]).await] {
        assert!(page.text().contains("The firm took this letter back"), "{}", page.text());
        assert!(!page.text().contains(shown) && !page.text().contains("bakery.example"), "{}", page.text());
    }

    let link = link_on(&writes(&mut anna).await);
    house.wait(SignedDuration::from_hours(24 * 90));
    assert!(helper.get(&link).await.text().contains("This link has run out"));
    let mut anna = house.browser_for(firm.person).await;
    let page = anna.get("/firm/errands").await;
    assert!(page.text().contains("The link in this letter has run out."), "{}", page.text());

    house.look.has_texts("bakery.example", &["v=spf1 mx ~all"]);
    let asset = house.app.store.assets_of(firm.organisation).await.unwrap()[0].id;
    let page = anna.get(&format!("/firm/domains/{asset}")).await;
    let page = anna.submit(&page, "Look now", &[]).await;
    over(&mut anna, page).await;
    // Without mail and address records the name asks for other things: only what the letter asked for counts.
    a_beginner(&house, "bakery.example");
    house.wait(SignedDuration::from_hours(1));
    let page = anna.get(&format!("/firm/domains/{asset}")).await;
    let page = anna.submit(&page, "Look now", &[]).await;
    over(&mut anna, page).await;
    let page = anna.get("/firm/errands?for=mend-dmarc-missing").await;
    let only: Vec<(String, String)> = page
        .form("Write the letter")
        .fields
        .into_iter()
        .filter(|(_, v)| v.ends_with(".dmarc-missing"))
        .collect();
    let page = anna.submit(&page, "Write the letter", &[("point", &only[0].1)]).await;
    let link = link_on(&page);
    pastes_the_rule(&house, "bakery.example");
    house.wait(SignedDuration::from_hours(1));
    let page = helper.get(&link).await;
    let page = done(&mut helper, &page, DMARC).await;
    assert!(page.text().contains("All of this is in order"), "{}", page.text());
}

#[tokio::test]
async fn opening_a_link_is_written_down_first_and_changes_no_answer() {
    let house = House::open().await;
    let (firm, mut anna) = bakery(&house).await;
    let link = link_on(&writes(&mut anna).await);
    let mut machine = house.visitor();
    machine.get(&link).await;
    machine.get(&format!("{link}/letter.pdf")).await;
    let errand = house.app.store.errands_of(firm.organisation, 1).await.unwrap().remove(0);
    assert!(errand.points.iter().all(|point| point.answer.is_none()));
    assert_eq!(errand.opened_at, Some(house.now()));
    let looked = house.app.store.who_looked_at(firm.organisation, 9).await.unwrap();
    assert_eq!(looked.iter().filter(|line| line.deed == Deed::Read).count(), 2);
    house
        .sabotage("create trigger full before insert on ledger begin select raise(abort, 'no room'); end")
        .await;
    let page = machine.get(&link).await;
    assert_eq!(page.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert!(!page.text().contains("Anna's Bakery"), "{}", page.text());
}

#[tokio::test]
async fn nobody_else_sees_a_firms_letters() {
    let house = House::open().await;
    let (_, mut anna) = bakery(&house).await;
    let letter = writes(&mut anna).await;
    let (_, mut other) = house.member("Other Ltd", "sam@other.example").await;
    for rest in ["", "/print", "/letter.pdf"] {
        let page = other.get(&format!("{}{rest}", letter.address)).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{rest}");
    }
    for rest in ["/mail", "/take-back"] {
        let page = other.post(&format!("{}{rest}", letter.address), &[("to", "a@b.example")]).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{rest}");
    }
    let foreign = anna.get("/firm/errands").await;
    let fields = foreign.form("Write the letter").fields;
    let point = fields.iter().find(|(name, _)| name == "point").unwrap();
    other.get("/firm/errands").await;
    let page = other.post("/firm/errands", &[("helper", "name_host"), ("point", &point.1)]).await;
    assert!(page.text().contains("There is nothing to ask for right now."), "{}", page.text());
}

#[tokio::test]
async fn an_answer_comes_with_the_weeks_letter_and_not_with_one_of_its_own() {
    let house = House::open().await;
    let (firm, mut anna) = bakery(&house).await;
    let writer = Writer { origin: house::ORIGIN.to_owned(), centre: "London Watchhouse".to_owned() };
    let by = Actor::Reconciler("watching".to_owned());
    let round = async || tell(&house.app.store, firm.organisation, &writer, &by, house.now()).await.unwrap();
    assert!(round().await, "the findings are new");
    let link = link_on(&writes(&mut anna).await);
    let mut helper = house.visitor();
    let page = helper.get(&link).await;
    let (answer, because) =
        (format!("answer-{}", place_of(&page, DMARC)), format!("because-{}", place_of(&page, DMARC)));
    let fields = [(answer.as_str(), "cannot"), (because.as_str(), "no log-in")];
    helper.submit(&page, "Send my answers", &fields).await;
    house.wait(SignedDuration::from_hours(24 * 6));
    assert!(!round().await, "one letter a week");
    house.wait(SignedDuration::from_hours(24));
    assert_eq!(house.app.store.members_to_tell(None, 9, house.now()).await.unwrap(), [firm.organisation]);
    assert!(round().await);
    let letters = house.letters().await;
    let told = letters.iter().find(|letter| letter.cause == CAUSE).unwrap();
    let line = format!(
        "- the person who looks after your web name says about \"{DMARC}\" at bakery.example: They cannot do it. They say: no log-in"
    );
    assert!(told.text.contains(&line), "{}", told.text);
    assert!(told.text.contains("Read all they said, and what we see: http://localhost:8080/firm/errands"));
    assert!(!round().await, "nothing is told twice");
}
