//! The officer's desk: the queue, one case on one screen, and every deed that can be done next.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where it cannot go on"
)]

mod house;

use axum::http::StatusCode;
use centre::account::Account;
use centre::case::{Deed, Flag, Outcome, Stage};
use centre::playbook::{Answer, Answers, Question};
use centre::roles::Role;
use house::{Browser, House, SeenPage};
use jiff::SignedDuration;
use store::ReceivedReport;
use terms::PlainLine;
use web::casework::{Saying, Who, peek, tell};

fn told(question: Question) -> Account {
    Account::default().answering(Answers::default().with(question, Answer::Yes))
}

fn case(report: &ReceivedReport) -> String {
    format!("/desk/cases/{}", report.case)
}

async fn stage(house: &House, report: &ReceivedReport) -> Stage {
    peek(&house.app, report.case).await.unwrap().case.stage()
}

async fn officer(house: &House) -> Browser {
    house.sign_in_as(Role::ContactOfficer).await
}

fn ok(page: &SeenPage) -> String {
    assert_eq!(page.status, StatusCode::OK, "{}: {}", page.address, page.text());
    page.text()
}

#[tokio::test]
async fn the_queue_says_in_words_what_is_due_and_names_no_reporter() {
    let house = House::open().await;
    let quiet = house.report("strange-mail", Account::default()).await;
    let loud = house.report("false-bill", told(Question::Danger)).await;
    let mut ana = officer(&house).await;
    let text = ok(&ana.get("/desk/queue").await);
    assert!(text.contains("2 cases in the queue, none of them is late."), "{text}");
    let place = |report: &ReceivedReport| text.find(&report.reference.to_string()).unwrap();
    assert!(place(&loud) < place(&quiet));
    assert!(text.contains("call back by"), "{text}");
    assert!(text.contains("1 worst") && text.contains("Now"), "severity and urgency stand apart: {text}");
    assert!(text.contains("we think: False name: somebody plays another"), "{text}");
    assert!(text.contains("I paid a bill, and it was a trick"), "{text}");
    assert!(text.contains("nobody yet") && text.contains("Received"), "{text}");
    for name in ["Ana Perera", "ana@copperkettle.example"] {
        assert!(!text.contains(name), "{name} stands in the queue: {text}");
    }
    house.wait(SignedDuration::from_hours(24 * 10));
    let mut ana = officer(&house).await;
    let text = ok(&ana.get("/desk/queue").await);
    assert!(
        text.contains("2 cases in the queue, 2 late.") && text.contains("Late. call back: late since"),
        "{text}"
    );
}

#[tokio::test]
async fn filters_show_mine_nobodys_and_a_state() {
    let house = House::open().await;
    let first = house.report("false-bill", Account::default()).await;
    let second = house.report("strange-mail", Account::default()).await;
    let mut ana = officer(&house).await;
    let page = ana.get("/desk/queue").await;
    let page = ana.submit(&page, "Take the next one", &[]).await;
    assert!(ok(&page).contains("This case is yours now."));
    assert_eq!(page.address, format!("{}?done=take", case(&first)));
    for (filter, has, has_not) in [("held=mine", &first, &second), ("held=nobody", &second, &first)] {
        let text = ok(&ana.get(&format!("/desk/queue?{filter}")).await);
        assert!(text.contains(&has.reference.to_string()), "{filter}: {text}");
        assert!(!text.contains(&has_not.reference.to_string()), "{filter}: {text}");
    }
    let text = ok(&ana.get("/desk/queue?state=waiting_reporter").await);
    assert!(text.contains("No case fits"), "{text}");
    assert_eq!(ana.get("/desk/queue?state=nonsense").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = ana.get("/desk/queue").await;
    ana.submit(&page, "Take the next one", &[]).await;
    let page = ana.get("/desk/queue").await;
    assert!(ok(&ana.submit(&page, "Take the next one", &[]).await).contains("every case has somebody"));
}

#[tokio::test]
async fn the_queue_goes_on_page_by_page_and_misses_nobody() {
    let house = House::open().await;
    let mut all = Vec::new();
    for _ in 0..26 {
        all.push(house.report("strange-mail", Account::default()).await.reference.to_string());
    }
    let mut ana = officer(&house).await;
    let first = ana.get("/desk/queue").await;
    let next = first.links().into_iter().find(|link| link.contains("after=")).unwrap();
    let seen = format!("{} {}", first.text(), ana.get(&next).await.text());
    assert!(all.iter().all(|reference| seen.matches(reference.as_str()).count() == 1));
}

#[tokio::test]
async fn of_two_officers_who_take_one_case_at_one_moment_one_has_it_and_the_other_is_told_who() {
    let house = House::open().await;
    let report = house.report("false-bill", Account::default()).await;
    let (mut ana, mut ben) = (officer(&house).await, officer(&house).await);
    let (a, b) = (ana.get(&case(&report)).await, ben.get(&case(&report)).await);
    let (a, b) = tokio::join!(ana.submit(&a, "Take this case", &[]), ben.submit(&b, "Take this case", &[]));
    let mut states = [a.status, b.status];
    states.sort();
    assert_eq!(states, [StatusCode::OK, StatusCode::CONFLICT]);
    let refused = if a.status == StatusCode::CONFLICT { a } else { b }.text();
    assert!(refused.contains("Somebody else has this case") && refused.contains("It is Pat"), "{refused}");
    let (mut cy, mut di) = (officer(&house).await, officer(&house).await);
    let other = house.report("false-bill", Account::default()).await;
    let third = house.report("false-bill", Account::default()).await;
    let (c, d) = (cy.get("/desk/queue").await, di.get("/desk/queue").await);
    let (c, d) =
        tokio::join!(cy.submit(&c, "Take the next one", &[]), di.submit(&d, "Take the next one", &[]));
    assert_ne!(c.address, d.address, "each gets a case of their own");
    for report in [&other, &third] {
        assert!(peek(&house.app, report.case).await.unwrap().case.held_by().is_some());
    }
}

#[tokio::test]
async fn a_case_is_on_one_screen_and_its_read_is_in_the_ledger_first() {
    let house = House::open().await;
    let account = Account {
        happened: "The bill had another account number.".to_owned(),
        traces: vec![PlainLine::parse("billing@copper-kettle.example").unwrap()],
        ..told(Question::Money)
    };
    let report = house.report("false-bill", account).await;
    let mut ana = officer(&house).await;
    let before = house.newest_entry().await;
    let text = ok(&ana.get(&case(&report)).await);
    assert!(house.newest_entry().await > before);
    for words in [
        "Ana Perera",
        "Safe way to reach them",
        "The bill had another account number.",
        "billing@copper-kettle.example",
        "Not known yet: ask",
        "How much went, when, how, and to which account?",
        "What to do, step by step",
        "Bank first",
        "We think: False name: somebody plays another. They chose the problem",
        "What we promised",
        "we promise",
        "Claim the payment back from the bank (the reporter's)",
        "They want: not said yet: ask",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert!(!text.contains("Has money left in the last day? Is"), "what was told is not asked again: {text}");
    let opened = peek(&house.app, report.case).await.unwrap();
    assert_eq!(opened.case.read.map(|(role, _)| role), Some(Role::ContactOfficer));
    house
        .sabotage("create trigger full before insert on ledger begin select raise(abort, 'no room'); end")
        .await;
    let page = ana.get(&case(&report)).await;
    assert_eq!(page.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert!(!page.body.contains("Ana Perera"));
}

#[tokio::test]
async fn an_officer_takes_triages_corrects_writes_hands_over_and_resolves() {
    let house = House::open().await;
    let report = house.report("strange-mail", told(Question::Now)).await;
    let mut ana = officer(&house).await;
    let (ben, mut bens) = house.somebody(Role::ContactOfficer).await.unwrap();
    let page = ana.get(&case(&report)).await;
    let page = ana.submit(&page, "Take this case", &[]).await;

    // Lower needs a reason, and nothing that was chosen is lost.
    let lower = [("severity", "p4"), ("urgency", "can_wait"), ("class", "standard")];
    let page = ana.submit(&page, "Keep how bad and how soon", &lower).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.text().contains("This is lower than before. Say why"), "{}", page.text());
    assert!(page.body.contains(r#"<option value="can_wait" selected>"#), "what was chosen is lost");
    let page =
        ana.submit(&page, "Keep how bad and how soon", &[("triage_because", "Nothing was pressed")]).await;
    assert!(ok(&page).contains("How bad and how soon is kept."));
    assert_eq!(stage(&house, &report).await, Stage::Assigned);

    let page = ana.submit(&page, "Keep what it is", &[("category", "fraud/phishing")]).await;
    let text = ok(&page);
    assert!(text.contains("An officer says: Phishing for passwords or cards"), "{text}");
    assert!(text.contains("We think:"), "the machine's word stays beside it: {text}");

    let page = ana.submit(&page, "Send to the reporter", &[("message", "")]).await;
    assert!(page.text().contains("Type the message first."));
    let page = ana.submit(&page, "Send to the reporter", &[("message", "We have read it.")]).await;
    let text = ok(&page);
    assert!(
        text.contains("The message is in the reporter's mailbox.") && text.contains("We have read it."),
        "{text}"
    );
    let letter = house.letter_to("ana@copperkettle.example").await;
    assert!(!letter.text.contains("We have read it."), "{}", letter.text);
    assert!(letter.text.contains(&report.reference.to_string()));

    let page = ana.submit(&page, "Keep the note", &[("note", "Spoke with the bank's desk.")]).await;
    assert!(ok(&page).contains("Only the centre sees it."));
    let hand = [("to", ben.to_string()), ("hand_over_note", "Ring on Monday.".to_owned())];
    let hand: Vec<(&str, &str)> = hand.iter().map(|(k, v)| (*k, v.as_str())).collect();
    let page = ana.submit(&page, "Hand over", &hand).await;
    let text = ok(&page);
    assert!(text.contains("Handed over to Pat") && text.contains("Ring on Monday."), "{text}");

    // Longer than a mailbox takes: told at the field, and not lost.
    let long = "é".repeat(10_001);
    let longer = ana.submit(&page, "Send to the reporter", &[("message", long.as_str())]).await;
    assert!(longer.text().contains("Send it as two messages.") && longer.body.contains(&long));

    // Whoever gave it on cannot end it.
    let page = ana.submit(&page, "Resolve: the work is done", &[]).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    let page = bens.get(&case(&report)).await;
    let page = bens.submit(&page, "Resolve: the work is done", &[]).await;
    assert!(page.text().contains("No outcome is noted; add what came of it first"), "{}", page.text());
    let page = bens.submit(&page, "Note this outcome", &[("outcome", "money_stopped")]).await;
    assert!(page.text().contains("Write how much money, in pounds."));
    let page = bens.submit(&page, "Note this outcome", &[("pounds", "1,250.50")]).await;
    assert!(ok(&page).contains("Money stopped on its way: £1,250.50"), "{}", page.text());
    let page = bens.submit(&page, "Resolve: the work is done", &[]).await;
    assert!(ok(&page).contains("The case is resolved."));
    let page = bens.submit(&page, "Close the case", &[]).await;
    assert!(ok(&page).contains("The case is closed."));
    let page = bens.submit(&page, "Reopen the case", &[("reopen_because", "They wrote again")]).await;
    assert!(ok(&page).contains("The case goes on."));
    let opened = peek(&house.app, report.case).await.unwrap();
    assert_eq!(opened.case.outcomes.first().map(|noted| noted.pence), Some(Some(125_050)));
}

#[tokio::test]
async fn a_refusal_is_a_sentence_on_the_page_and_what_was_typed_is_still_there() {
    let house = House::open().await;
    let report = house.report("false-bill", Account::default()).await;
    let (mut ana, mut ben) = (officer(&house).await, officer(&house).await);
    let page = ana.get(&case(&report)).await;
    ana.submit(&page, "Take this case", &[]).await;
    let page = ben.get(&case(&report)).await;
    let words = "A long note for whoever takes it on.";
    let page = ben.submit(&page, "Hand over", &[("to", "queue"), ("hand_over_note", words)]).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    let text = page.text();
    assert!(text.contains("This is not possible now") && text.contains("ask them to hand it over"), "{text}");
    assert!(text.contains("Nothing that you typed is lost") && text.contains(words), "{text}");
    let page = ben.submit(&page, "Let it wait", &[("for", "reporter"), ("wait_because", "a picture")]).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
}

/// A button, what is filled in, and what is said when it was done.
type DeedOfForm<'a> = (&'a str, &'a [(&'a str, &'a str)], &'a str);

#[tokio::test]
async fn every_deed_has_its_form() {
    let house = House::open().await;
    let report = house.report("false-bill", Account::default()).await;
    let mut ana = officer(&house).await;
    let mut page = ana.get(&case(&report)).await;
    page = ana.submit(&page, "Take this case", &[]).await;
    let triage = [("severity", "p2"), ("urgency", "now"), ("class", "money_gone")];
    let deeds: [DeedOfForm<'_>; 13] = [
        ("Keep how bad and how soon", &triage, "How bad and how soon is kept."),
        (
            "Promise this call",
            &[("slot", "own"), ("call_day", "2026-11-23"), ("call_time", "10:05")],
            "The call is promised.",
        ),
        ("Note the call", &[("reached", "no"), ("call_note", "Rang twice.")], "The call is noted."),
        ("Let it wait", &[("for", "third_party"), ("wait_because", "The bank's answer")], "The case waits."),
        ("Go on with it", &[], "The case goes on."),
        ("Keep the wish", &[("wish", "money_back"), ("wish_words", "My money back")], "The wish is kept."),
        ("Keep the duty", &[("duty", "bank_decides"), ("duty_step", "begun")], "The duty is noted."),
        ("Keep the duty", &[("duty", "bank_decides"), ("duty_step", "done")], "The duty is noted."),
        (
            "Keep the check-in",
            &[("check_in", "day_3"), ("result", "spoke"), ("stress", "much")],
            "The check-in is noted.",
        ),
        ("Note this outcome", &[("outcome", "reported")], "The outcome is noted."),
        (
            "Take it back",
            &[("withdraw", "reported"), ("withdraw_because", "It was not sent")],
            "The outcome is taken back.",
        ),
        ("It helped to warn others", &[], "this report helped others"),
        ("Reject", &[("reject_because", "It was an advert")], "The case is rejected."),
    ];
    for (button, fields, done) in deeds {
        page = ana.submit(&page, button, fields).await;
        assert!(ok(&page).contains(done), "{button}: {}", page.text());
    }
    let text = page.text();
    for words in
        ["Call promised", "Stress: much", "They want: the money back", "My money back", "The bank's answer"]
    {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert_eq!(stage(&house, &report).await, Stage::Rejected);
}

#[tokio::test]
async fn a_safety_flag_stands_on_top_and_closes_the_case_to_all_but_few() {
    let house = House::open().await;
    let report = house.report("strange-mail", Account::default()).await;
    let (mut ana, mut ben) = (officer(&house).await, officer(&house).await);
    let mut lead = house.sign_in_as(Role::SafeguardingLead).await;
    let page = ana.get(&case(&report)).await;
    let page = ana.submit(&page, "Take this case", &[]).await;
    let page = ana.submit(&page, "Raise the flag", &[("flag", "stalking")]).await;
    let text = ok(&page);
    assert!(text.contains("Somebody follows or watches the person."), "{text}");
    assert!(text.contains("Never say \u{201c}just block them\u{201d}"), "the script changes: {text}");
    assert!(text.contains("after the safety script above"), "{text}");
    assert_eq!(ben.get(&case(&report)).await.status, StatusCode::NOT_FOUND);
    let reference = report.reference.to_string();
    assert!(!ben.get("/desk/queue").await.text().contains(&reference));
    assert!(ana.get("/desk/queue").await.text().contains(&reference), "a holder sees its own");
    let page = lead.get(&case(&report)).await;
    let page =
        lead.submit(&page, "Lift the flag", &[("unflag", "stalking"), ("unflag_because", "Settled")]).await;
    assert!(ok(&page).contains("The flag is down."));
    assert_eq!(ben.get(&case(&report)).await.status, StatusCode::OK);
    // Whoever raises a flag on what they do not hold is let out politely.
    let other = house.report("strange-mail", Account::default()).await;
    let page = ben.get(&case(&other)).await;
    let page = ben.submit(&page, "Raise the flag", &[("flag", "self_harm")]).await;
    assert!(ok(&page).contains("it is no longer open to you"), "{}", page.text());
}

#[tokio::test]
async fn no_letter_goes_to_somebody_whose_mail_may_be_read() {
    let house = House::open().await;
    let delicate = house.report("hate", Account::default()).await;
    let mut lead = house.sign_in_as(Role::SafeguardingLead).await;
    let page = lead.get(&case(&delicate)).await;
    let text = ok(&page);
    assert!(text.contains("A charge is rare."), "what can be expected is said: {text}");
    assert!(text.contains("Rung 1: the person is safe") && !text.contains("Money came back"), "{text}");
    assert!(!text.contains("is it a crime?"), "not unless the centre's setting says so");
    lead.submit(&page, "Send to the reporter", &[("message", "Hello.")]).await;
    assert!(house.letters().await.iter().all(|letter| letter.recipient != "ana@copperkettle.example"));
    let by = centre::ledger::Actor::CommandLine;
    let yes = serde_json::Value::Bool(true);
    house.app.store.set_setting("desk.hate_crime_mark", &yes, &by, house.now()).await.unwrap();
    let page = lead.get(&case(&delicate)).await;
    let page = lead.submit(&page, "Keep this mark", &[("crime", "police_decide")]).await;
    assert!(ok(&page).contains("The person never sees it."));
}

#[tokio::test]
async fn drafts_begin_a_message_and_say_what_we_never_ask_for() {
    let house = House::open().await;
    let report = house.report("false-bill", Account::default()).await;
    let mut ana = officer(&house).await;
    let page = ana.get(&format!("{}?draft=bank", case(&report))).await;
    let text = ok(&page);
    assert!(
        text.contains("Please ring 159") && text.contains("never ask for a password, a code or a payment"),
        "{text}"
    );
    let page = ana.submit(&page, "Send to the reporter", &[]).await;
    assert!(ok(&page).contains("To the reporter, by Pat"), "{}", page.text());
}

#[tokio::test]
async fn steps_of_the_playbook_are_ticked_and_the_version_is_pinned() {
    let house = House::open().await;
    let report = house.report("false-bill", Account::default()).await;
    let mut ana = officer(&house).await;
    let page = ana.get(&case(&report)).await;
    assert!(page.text().contains("Version of 27 November 2026."), "{}", page.text());
    let step = page.form("Keep the steps").fields.iter().find(|(name, _)| name == "known").unwrap().1.clone();
    let page = ana.submit(&page, "Keep the steps", &[("step", &step)]).await;
    assert!(ok(&page).contains("1 of 9 done") && page.text().contains("done by Pat"), "{}", page.text());
    let run = house.app.store.playbook_of_case(report.case).await.unwrap().unwrap();
    assert_eq!((run.ticks.len(), run.modified.get(..10)), (1, Some("2026-11-27")));
}

#[tokio::test]
async fn cases_are_merged_by_reference_and_parted_with_a_reason() {
    let house = House::open().await;
    let first = house.report("false-bill", Account::default()).await;
    let second = house.report("false-bill", Account::default()).await;
    let mut ana = officer(&house).await;
    let page = ana.get(&case(&second)).await;
    let wrong = [("parent", "WH-0000-00"), ("merge_because", "Same account")];
    let page = ana.submit(&page, "Merge into that case", &wrong).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.body.contains("WH-0000-00"), "what was typed is lost");
    let itself = second.reference.to_string();
    let page = ana.submit(&page, "Merge into that case", &[("parent", &itself)]).await;
    assert!(page.text().contains("This is the same case"), "{}", page.text());
    let into = first.reference.to_string();
    let page = ana.submit(&page, "Merge into that case", &[("parent", &into)]).await;
    let text = ok(&page);
    assert!(text.contains("This case goes on in") && text.contains(&into), "{text}");
    assert!(ok(&ana.get(&case(&first)).await).contains(&second.reference.to_string()));
    let page = ana.submit(&page, "Part them", &[("unmerge_because", "Another firm")]).await;
    assert!(ok(&page).contains("This case stands for itself again."));
}

#[tokio::test]
async fn a_report_by_telephone_has_the_same_shape_and_its_receipt_is_read_out_once() {
    let house = House::open().await;
    let mut ana = officer(&house).await;
    let page = ana.get("/desk/report").await;
    assert!(ok(&page).contains("I paid a bill, and it was a trick"));
    let page = ana.get("/desk/report?problem=false-bill").await;
    assert!(ok(&page).contains("Read this out: the first hour"), "{}", page.text());
    let fields = [
        ("money", "yes"),
        ("happened", "They sent a false bill."),
        ("amount", "1,200"),
        ("paid_on", "2026-11-20"),
        ("traces", "billing@example.com\n020 7946 0000"),
        ("wish", "money_back"),
        ("name", "Sam Owner"),
        ("phone", "12"),
        ("borough", "E09000030"),
    ];
    let page = ana.submit(&page, "Receive this report", &fields).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        page.body.contains("They sent a false bill.") && page.body.contains("Sam Owner"),
        "typed words are lost"
    );
    let page = ana.submit(&page, "Receive this report", &[("phone", "020 7946 0000")]).await;
    let text = ok(&page);
    assert!(text.contains("They are shown now and never again."), "{text}");
    let case = page.links().into_iter().find(|link| link.starts_with("/desk/cases/")).unwrap();
    let text = ok(&ana.get(&case).await);
    for words in
        ["by telephone", "They sent a false bill.", "£1,200", "the money back", "Sam Owner", "Tower Hamlets"]
    {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert_eq!(ana.get("/desk/report?problem=child").await.status, StatusCode::OK);
    assert!(
        ana.get("/desk/report?problem=child").await.forms().iter().all(|form| form.action != "/desk/report")
    );
}

#[tokio::test]
async fn a_shift_ends_with_one_note_for_all_that_is_held() {
    let house = House::open().await;
    let mut ana = officer(&house).await;
    let (ben, mut bens) = house.somebody(Role::ContactOfficer).await.unwrap();
    let mut held = Vec::new();
    for _ in 0..3 {
        held.push(house.report("false-bill", Account::default()).await);
        let page = ana.get("/desk/queue").await;
        ana.submit(&page, "Take the next one", &[]).await;
    }
    let page = ana.get("/desk/shift").await;
    let page = ana.submit(&page, "Hand all of them over", &[("to", "queue")]).await;
    assert!(page.text().contains("Write a note for whoever comes."));
    let to = ben.to_string();
    let fields = [("to", to.as_str()), ("hand_over_note", "Ring the first one at ten.")];
    let page = ana.submit(&page, "Hand all of them over", &fields).await;
    let text = ok(&page);
    assert!(text.contains("3 cases were handed over") && text.contains("You hold no open case"), "{text}");
    for report in &held {
        assert_eq!(peek(&house.app, report.case).await.unwrap().case.held_by(), Some(ben));
        assert!(bens.get(&case(report)).await.text().contains("Ring the first one at ten."));
    }
}

#[tokio::test]
async fn the_rota_says_who_is_there_and_offers_calls_in_our_hours() {
    let house = House::open().await;
    let (ana, mut anas) = house.somebody(Role::ContactOfficer).await.unwrap();
    let mut ben = officer(&house).await;
    let page = anas.get("/desk/rota").await;
    assert!(ok(&page).contains("Nobody is on the rota"));
    let me = ana.to_string();
    let fields = [("person", me.as_str()), ("day", "2026-11-23"), ("from", "09:00"), ("until", "11:00")];
    let page = anas.submit(&page, "Put on the rota", &fields).await;
    assert!(ok(&page).contains("The shift is on the rota."), "{}", page.text());
    let report = house.report("false-bill", Account::default()).await;
    let text = ok(&anas.get(&case(&report)).await);
    assert!(text.contains("Monday at 09:00") && text.contains("Monday at 10:30"), "{text}");
    assert!(!text.contains("Monday at 11:00"), "nobody is there: {text}");
    let starts =
        page.form("/desk/rota/off").fields.iter().find(|(name, _)| name == "starts").unwrap().1.clone();
    ben.get("/desk/rota").await;
    let refused = ben.post("/desk/rota/off", &[("person", &me), ("starts", &starts)]).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN, "only one's own, but for a manager");
    let page = anas.get("/desk/rota").await;
    assert!(ok(&anas.submit(&page, "/desk/rota/off", &[]).await).contains("The shift is off the rota."));
}

#[tokio::test]
async fn the_desk_leads_to_the_queue_first() {
    let house = House::open().await;
    house.report("false-bill", Account::default()).await;
    let mut ana = officer(&house).await;
    let page = ana.get("/desk").await;
    let text = ok(&page);
    assert!(text.contains("1 case in the queue, none of them is late."), "{text}");
    assert!(text.find("Open the queue") < text.find("Find a member"), "{text}");
    assert!(
        text.find("The next case, by harm and clock.") < text.find("Search, filter, sort and open."),
        "{text}"
    );
    let mut rounds = house.sign_in_as(Role::OutreachOfficer).await;
    assert!(!rounds.get("/desk").await.text().contains("in the queue"));
    assert_eq!(rounds.get("/desk/queue").await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn programs_see_the_queue_and_work_a_case_with_a_token() {
    let house = House::open().await;
    let report = house.report("false-bill", told(Question::Money)).await;
    let (person, _) = house.somebody(Role::ContactOfficer).await.unwrap();
    let by = centre::ledger::Actor::Person(person);
    let ends = house.now() + SignedDuration::from_hours(1);
    let scopes = ["queue.read", "cases.read", "cases.work"].map(str::to_owned);
    let name = PlainLine::parse("a program").unwrap();
    let (_, token) =
        house.app.store.make_api_token(person, &name, &scopes, ends, &by, house.now()).await.unwrap();
    let mut program = house.visitor();
    program.bearer = Some(token.reveal().to_owned());
    let queue = program.get("/api/v1/queue").await.json();
    assert_eq!(queue["cases"][0]["reference"], report.reference.to_string());
    assert_eq!(queue["cases"][0]["class"], "money_gone");
    let path = format!("/api/v1/cases/{}", report.case);
    let body = |words: &str| Some(serde_json::json!({ "words": words }).to_string().into_bytes());
    let json = [("content-type", "application/json"), ("accept", "application/json")];
    let post = axum::http::Method::POST;
    let taken = program.ask(post.clone(), &format!("{path}/take"), &json, None).await;
    assert_eq!((taken.status, taken.json()["holder"].clone()), (StatusCode::OK, person.to_string().into()));
    let again = program.ask(post.clone(), &format!("{path}/take"), &json, None).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    assert_eq!(again.json()["detail"], "You have this case already; go on.");
    for (what, words) in [("note", "A note."), ("message", "Hello.")] {
        let answer = program.ask(post.clone(), &format!("{path}/{what}"), &json, body(words)).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{what}: {}", answer.body);
    }
    let whole = program.get(&path).await;
    assert_eq!(whole.json()["accounts"][0]["account"]["yes"][0], "money");
    assert!(!whole.body.contains("Ana Perera"), "who gave it stands here nowhere");
}

#[tokio::test]
async fn an_anonymous_report_is_answered_in_its_mailbox_and_told_by_its_day() {
    let house = House::open().await;
    let report = house.anonymous_report("false-bill", Account::default()).await;
    let mut ana = officer(&house).await;
    let page = ana.get(&case(&report)).await;
    let text = ok(&page);
    assert!(text.contains("Nobody is named. Answer in the mailbox"), "{text}");
    assert!(text.contains("Received 21 November 2026, by the web form"), "{text}");
    let before = house.letters().await.len();
    let page = ana.submit(&page, "Send to the reporter", &[("message", "Hello.")]).await;
    ok(&page);
    assert_eq!(house.letters().await.len(), before);
}

#[tokio::test]
async fn a_message_of_the_reporter_is_shown_and_marks_the_queue() {
    let house = House::open().await;
    let report = house.report("false-bill", Account::default()).await;
    let text = terms::TextId::random(&*house.app.chance);
    let saying = Saying::from(Deed::MessageIn { text });
    let words = Some((report.report, "Is there any news?"));
    tell(&house.app, &Who::reporter(), report.case, &[saying], words).await.unwrap().unwrap();
    let mut ana = officer(&house).await;
    assert!(ok(&ana.get("/desk/queue").await).contains("They wrote, and wait for an answer"));
    let text = ok(&ana.get(&case(&report)).await);
    assert!(text.contains("From the reporter") && text.contains("Is there any news?"), "{text}");
    assert!(text.contains("Message from the reporter"), "{text}");
    let opened = peek(&house.app, report.case).await.unwrap();
    assert!(!opened.case.has(Outcome::Reported) && !opened.case.flags.contains(&Flag::Child));
}
