//! Waves and surges: cases that belong together are found, merged and parted; one text goes to many; the public sees how the
//! desk is doing.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test stops where it cannot go on, and prints what it measured"
)]

mod house;

use axum::http::StatusCode;
use centre::account::{Account, Paid};
use centre::case::{Deed, State};
use centre::ledger::Actor;
use centre::playbook::{Answer, Answers, Question};
use centre::roles::Role;
use house::House;
use jiff::SignedDuration;
use store::{GroupReply, ReceivedReport};
use terms::{CaseId, Money, PlainLine};
use web::casework::group::go_on;
use web::casework::{count_cases, peek};
use web::pages::desk::waves::found;

fn line(text: &str) -> PlainLine {
    PlainLine::parse(text).unwrap()
}

/// A bill whose money goes to this account.
fn bill(account: &str) -> Account {
    let paid = Paid {
        amount: Money::pounds(400),
        way: None,
        day: None,
        time: None,
        to: None,
        account: Some(line(account)),
    };
    Account { paid: vec![paid], ..Account::default() }
}

async fn wave_of(house: &House, many: usize) -> Vec<ReceivedReport> {
    let mut reports = Vec::new();
    for number in 0..many {
        house.wait(SignedDuration::from_mins(1));
        let spelling = if number % 2 == 0 { "12-34-56 12345678" } else { "123456 / 1234 5678" };
        reports.push(house.report("false-bill", bill(spelling)).await);
    }
    reports
}

async fn replies(house: &House) -> Vec<GroupReply> {
    house.app.store.group_replies(9).await.unwrap()
}

async fn messages(house: &House, report: &ReceivedReport) -> Vec<String> {
    let receipt = report.receipt.clone().unwrap();
    let mailbox = house.app.store.mailbox_behind(&receipt, house.now()).await.unwrap().unwrap();
    mailbox.messages.into_iter().map(|message| message.words).collect()
}

fn reference(report: &ReceivedReport) -> String {
    report.reference.to_string()
}

#[tokio::test]
async fn cases_that_name_one_account_are_a_wave_and_the_most_urgent_takes_the_others_in() {
    let house = House::open().await;
    let quiet = wave_of(&house, 3).await;
    let danger = Answers::default().with(Question::Danger, Answer::Yes);
    let loud = house.report("false-bill", bill("123456 12345678").answering(danger)).await;
    house.report("false-bill", bill("65-43-21 12345678")).await;
    let mut officer = house.sign_in_as(Role::ContactOfficer).await;
    let page = officer.get("/desk/waves").await;
    assert!(
        page.text().contains("We think these belong together, because all 4 name the same bank account."),
        "{}",
        page.text()
    );
    assert!(page.text().contains(&format!(
        "{} would take the others in. It is the most urgent of them (P1",
        reference(&loud)
    )));
    assert!(!page.text().contains("12345678"), "the value itself stands in the accounts only");

    let page = officer.submit(&page, &format!("Merge all 3 into {}", reference(&loud)), &[]).await;
    assert!(page.text().contains("3 cases are merged."), "{}", page.text());
    assert!(page.text().contains("We see no wave now"), "{}", page.text());
    for report in &quiet {
        assert_eq!(peek(&house.app, report.case).await.unwrap().case.state(), State::DuplicateOf(loud.case));
    }
    let fields = [("case", quiet[1].case.to_string())];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let page = officer.post("/desk/waves/unmerge", &fields).await;
    assert!(page.text().contains("The merge is taken back."), "{}", page.text());
    assert_eq!(peek(&house.app, quiet[1].case).await.unwrap().case.merged, None);
    assert!(
        page.text().contains("all 2 name the same bank account"),
        "it is suggested again: {}",
        page.text()
    );
}

#[tokio::test]
async fn those_that_are_ticked_are_merged_and_a_wave_that_changed_is_looked_at_again() {
    let house = House::open().await;
    let reports = wave_of(&house, 4).await;
    let mut officer = house.sign_in_as(Role::ContactOfficer).await;
    let (waves, _) = found(&house.app, false).await.unwrap();
    let members: Vec<CaseId> = waves[0].members.iter().map(|member| member.case).collect();
    let (parent, first, second) = (members[0].to_string(), members[1].to_string(), members[2].to_string());
    let page = officer.get("/desk/waves").await;
    assert_eq!(page.status, StatusCode::OK);
    let none = officer.post("/desk/waves/merge", &[("parent", &parent)]).await;
    assert!(none.text().contains("Choose at least one case to merge."), "{}", none.text());
    let some =
        officer.post("/desk/waves/merge", &[("parent", &parent), ("case", &first), ("case", &second)]).await;
    assert!(some.text().contains("2 cases are merged."), "{}", some.text());
    let stale = officer.post("/desk/waves/merge", &[("parent", &second), ("all", "yes")]).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    assert!(stale.text().contains("This wave has changed."), "{}", stale.text());
    // A case that is no part of the wave is not merged by writing its id into the form.
    let other = house.report("strange-mail", Account::default()).await.case.to_string();
    officer.get("/desk/waves").await;
    let foreign = officer.post("/desk/waves/merge", &[("parent", &parent), ("case", &other)]).await;
    assert!(foreign.text().contains("Choose at least one case to merge."), "{}", foreign.text());
    assert_eq!(reports.len(), 4);
}

#[tokio::test]
async fn whose_safety_is_flagged_is_in_no_wave_that_others_see() {
    let house = House::open().await;
    let reports = wave_of(&house, 2).await;
    let flag = web::casework::Saying::from(Deed::FlagRaised { flag: centre::case::Flag::Stalking });
    web::casework::tell(&house.app, &web::casework::Who::machine("rules"), reports[0].case, &[flag], None)
        .await
        .unwrap()
        .unwrap();
    let mut officer = house.sign_in_as(Role::ContactOfficer).await;
    assert!(officer.get("/desk/waves").await.text().contains("We see no wave now"));
    let mut lead = house.sign_in_as(Role::SafeguardingLead).await;
    let page = lead.get("/desk/waves").await;
    assert!(page.text().contains("all 2 name the same bank account"), "{}", page.text());
    assert!(
        page.forms().iter().all(|form| form.buttons.iter().all(|button| !button.0.starts_with("Merge all")))
    );
    let refused =
        lead.post("/desk/waves/merge", &[("parent", &reports[0].case.to_string()), ("all", "yes")]).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_case_page_says_whether_its_values_were_seen_before() {
    let house = House::open().await;
    let reports = wave_of(&house, 2).await;
    let alone = house.report("false-bill", bill("99-99-99 99999999")).await;
    let seen = house.app.store.seen_before(reports[1].case, false, 9).await.unwrap();
    assert_eq!(
        seen.iter().map(|one| (one.case, one.kind)).collect::<Vec<_>>(),
        [(reports[0].case, centre::wave::Kind::Account)]
    );
    assert!(house.app.store.seen_before(alone.case, false, 9).await.unwrap().is_empty());
    let mut officer = house.sign_in_as(Role::ContactOfficer).await;
    let page = officer.get(&format!("/desk/cases/{}", reports[1].case)).await;
    assert!(page.text().contains("Seen before"), "{}", page.text());
    assert!(page.text().contains(&reports[0].reference.to_string()), "{}", page.text());
    let quiet = officer.get(&format!("/desk/cases/{}", alone.case)).await;
    assert!(!quiet.text().contains("Seen before"), "{}", quiet.text());
}

async fn surge_on(house: &House) -> house::Browser {
    let mut officer = house.sign_in_as(Role::ContactOfficer).await;
    let page = officer.get("/desk/surge").await;
    let page = officer
        .submit(
            &page,
            "Switch surge mode on",
            &[
                ("reason", "A wave of bills"),
                ("says", "Very many people tell us about a false bill"),
                ("expected", "about 4 hours"),
            ],
        )
        .await;
    assert!(page.text().contains("Surge mode is on."), "{}", page.text());
    officer
}

#[tokio::test]
async fn while_a_surge_lasts_everybody_sees_one_plain_line_and_afterwards_nobody_does() {
    let house = House::open().await;
    let mut visitor = house.visitor();
    let line = "Very many people tell us about a false bill. We think answers take about 4 hours now.";
    assert!(!visitor.get("/help/false-bill").await.text().contains("Very many"));
    let mut officer = surge_on(&house).await;
    for path in ["/help/false-bill", "/help/false-bill/tell", "/status"] {
        let page = visitor.get(path).await;
        assert!(page.text().contains(line), "{path}: {}", page.text());
        assert!(!page.text().contains("A wave of bills"), "the reason is the desk's");
    }
    let status = visitor.get("/api/v1/status").await.json();
    assert_eq!((status["open"].as_bool(), status["surge"].as_str()), (Some(false), Some(line)));
    assert_eq!(status["answers_within_minutes"], serde_json::Value::Null);
    let page = officer.get("/desk/surge").await;
    let page = officer.submit(&page, "Switch surge mode off", &[]).await;
    assert!(page.text().contains("Surge mode is off."), "{}", page.text());
    assert!(!visitor.get("/status").await.text().contains("Very many people tell us"));
    assert_eq!(visitor.get("/api/v1/status").await.json()["surge"], serde_json::Value::Null);
}

#[tokio::test]
async fn what_is_missing_is_said_and_what_was_typed_is_kept() {
    let house = House::open().await;
    let mut officer = house.sign_in_as(Role::ContactOfficer).await;
    let page = officer.get("/desk/surge").await;
    let page = officer.submit(&page, "Switch surge mode on", &[("reason", ""), ("says", "Many write")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.text().contains("Type why, in one line.") && page.body.contains("value=\"Many write\""));
    assert!(house.app.board.notice().surge.is_none());
    let page = officer.get("/desk/surge").await;
    let page = officer
        .submit(&page, "Put it on the public page", &[("title", "A false letter"), ("text", "")])
        .await;
    assert!(page.text().contains("Type what to do, in up to 600 letters."), "{}", page.text());
    let page = officer
        .submit(
            &page,
            "Put it on the public page",
            &[("title", "A false letter"), ("text", "Do not pay it. Throw it away.")],
        )
        .await;
    assert!(page.text().contains("The public page shows it now."), "{}", page.text());
    let mut visitor = house.visitor();
    assert!(visitor.get("/status").await.text().contains("A false letter Do not pay it. Throw it away."));
    let mut outreach = house.sign_in_as(Role::OutreachOfficer).await;
    assert_eq!(outreach.get("/desk/surge").await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn one_text_goes_to_a_whole_wave_once_each_and_stops_every_clock_of_a_person() {
    let house = House::open().await;
    let reports = wave_of(&house, 3).await;
    let mut officer = surge_on(&house).await;
    let (waves, _) = found(&house.app, false).await.unwrap();
    let address = format!("/desk/surge/reply?to=wave-{}", waves[0].members[0].case);
    let page = officer.get(&address).await;
    assert!(page.text().contains("3 people"), "{}", page.text());
    let words = "Do not pay the bill again. We ring each of you by tomorrow at 17:00.";
    let sent = officer.submit(&page, "Send it to all of them", &[("text", words)]).await;
    assert!(sent.text().contains("The text is on its way."), "{}", sent.text());
    // The same form once more: nothing goes out twice.
    officer.submit(&page, "Send it to all of them", &[("text", words)]).await;
    let all = replies(&house).await;
    assert_eq!((all.len(), all[0].sent, all[0].waiting, all[0].skipped), (1, 3, 0, 0));
    assert!(all[0].finished_at.is_some());
    for report in &reports {
        assert_eq!(messages(&house, report).await, [words]);
        let opened = peek(&house.app, report.case).await.unwrap();
        let out = opened.events.iter().filter(|event| matches!(event.deed, Deed::MessageOut { .. }));
        assert_eq!(out.count(), 1);
        let human =
            opened.readings.iter().find(|reading| reading.clock.kind == centre::clock::Kind::Human).unwrap();
        assert!(matches!(human.standing, centre::clock::Standing::Met { .. }), "{:?}", human.standing);
    }
}

#[tokio::test]
async fn a_text_that_was_cut_off_goes_on_and_nobody_gets_it_twice() {
    let house = House::open().await;
    let reports = wave_of(&house, 5).await;
    let (person, _) = house.somebody(Role::ContactOfficer).await.unwrap();
    let new = store::NewGroupReply {
        once: "a-key-of-the-form".into(),
        person,
        role: Role::ContactOfficer.name().into(),
        whom: "The wave".into(),
        words: "We have read what you wrote.".into(),
        to: reports.iter().map(|report| (report.case, report.report)).collect(),
    };
    house.app.store.order_group_reply(&new, &Actor::Person(person), house.now()).await.unwrap();
    let reply = replies(&house).await.remove(0);
    assert_eq!(go_on(&house.app, &reply, 2).await.unwrap(), 2);
    // The program dies after a message was kept and before it was marked: as if it had never been marked.
    house.sabotage("update group_reply_reports set state = 'waiting'").await;
    // Two go on at one moment.
    let (one, other) = tokio::join!(go_on(&house.app, &reply, 10), go_on(&house.app, &reply, 10));
    assert_eq!((one.unwrap(), other.unwrap()), (5, 5));
    assert_eq!(go_on(&house.app, &reply, 10).await.unwrap(), 0);
    for report in &reports {
        assert_eq!(messages(&house, report).await.len(), 1, "{}", reference(report));
    }
    assert_eq!(replies(&house).await[0].sent, 5);
}

#[tokio::test]
async fn whoever_has_no_mailbox_any_more_stops_nobody_else() {
    let house = House::open().await;
    let reports = wave_of(&house, 3).await;
    house.app.store.erase_mailbox(reports[0].report, &Actor::CommandLine, house.now()).await.unwrap();
    let mut officer = surge_on(&house).await;
    let page = officer.get("/desk/surge/reply?to=problem-false-bill").await;
    let page = officer.submit(&page, "Send it to all of them", &[("text", "We know of this bill.")]).await;
    assert_eq!(page.status, StatusCode::OK);
    let all = replies(&house).await;
    assert_eq!((all[0].sent, all[0].skipped), (2, 1));
    officer.get("/desk/surge").await;
    let page = officer.get("/desk/surge").await;
    officer.submit(&page, "Switch surge mode off", &[]).await;
    let off = officer.get("/desk/surge/reply?to=problem-false-bill").await;
    assert_eq!(off.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn how_long_answers_take_is_measured_and_said_only_of_enough_of_them() {
    let house = House::open().await;
    let reports = wave_of(&house, 5).await;
    house.wait(SignedDuration::from_mins(25));
    let mut officer = surge_on(&house).await;
    let mut visitor = house.visitor();
    let page = officer.get("/desk/surge/reply?to=problem-false-bill").await;
    officer.submit(&page, "Send it to all of them", &[("text", "We know of this bill.")]).await;
    while count_cases(&house.app, store::CountedFrom::LastTime, 100).await.unwrap() > 0 {}
    web::board::refresh(&house.app).await.unwrap();
    let status = visitor.get("/status").await;
    assert!(status.text().contains("half of our answers came within 27 minutes"), "{}", status.text());
    assert_eq!(visitor.get("/api/v1/status").await.json()["answers_within_minutes"], 27);
    assert_eq!(reports.len(), 5);
    // Fifteen days on there are none to measure.
    house.wait(SignedDuration::from_hours(24 * 15));
    web::board::refresh(&house.app).await.unwrap();
    assert_eq!(visitor.get("/api/v1/status").await.json()["answers_within_minutes"], serde_json::Value::Null);
}

/// Half a thousand reports of one wave in an hour, among a hundred of others. Run with `--run-ignored only`.
#[tokio::test]
#[ignore = "takes a minute: five hundred receipts are stretched"]
async fn five_hundred_reports_in_an_hour_are_one_wave_with_the_most_urgent_first() {
    let house = House::open().await;
    let began = std::time::Instant::now();
    for number in 0..500 {
        house.wait(SignedDuration::from_secs(7));
        let mut account =
            bill(if number % 3 == 0 { "12-34-56 12345678" } else { "GB29 NWBK 6016 1331 9268 19" });
        account.traces = vec![line("billing@evil-supplier.example")];
        if number == 377 {
            account = account.answering(Answers::default().with(Question::Danger, Answer::Yes));
        }
        house.report("false-bill", account).await;
        if number % 5 == 0 {
            house.report("strange-mail", bill(&format!("20-20-20 {:08}", number))).await;
        }
    }
    let received = began.elapsed();
    let began = std::time::Instant::now();
    let (waves, _) = found(&house.app, false).await.unwrap();
    let grouped = began.elapsed();
    assert_eq!((waves.len(), waves[0].members.len()), (1, 500));
    let mut officer = house.sign_in_as(Role::ContactOfficer).await;
    let began = std::time::Instant::now();
    let page = officer.get("/desk/waves").await;
    let shown = began.elapsed();
    assert!(page.text().contains("500 cases") && page.text().contains("P1"), "{}", page.text());
    let first = waves[0].members[0].reference.to_string();
    let opened = peek(&house.app, waves[0].members[0].case).await.unwrap();
    assert_eq!(opened.kept.place.severity, "p1");
    let began = std::time::Instant::now();
    let page = officer.submit(&page, &format!("Merge all 499 into {first}"), &[]).await;
    let merged = began.elapsed();
    assert!(page.text().contains("100 cases are merged. 399 of the wave are left"), "{}", page.text());
    println!(
        "600 reports received in {received:?} ({:.0} ms each), grouped in {grouped:?}, page in {shown:?}, 100 merged in {merged:?}",
        received.as_millis() as f64 / 600.0
    );
}
