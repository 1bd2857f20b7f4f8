//! Ten times as many as usual at once: none is lost, and whoever cannot be taken at once is told when to come back.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where it cannot go on"
)]

mod house;
mod tell_kit;

use std::time::{Duration, Instant};

use axum::http::Method;
use house::House;
use tell_kit::{Part, multipart, receipt_words};
use web::counter::SENDING;

const LOCKED: &str = "/help/locked/tell";

/// Fills the lane for sending: whoever comes now is told to come back.
async fn fill(house: &House) -> (Vec<web::counter::Turn>, Vec<tokio::task::JoinHandle<()>>) {
    let mut turns = Vec::new();
    for _ in 0..SENDING.at_one_time {
        turns.push(house.app.counter.sending.turn().await.unwrap());
    }
    let wait = || {
        let app = house.app.clone();
        tokio::spawn(async move { drop(app.counter.sending.turn().await) })
    };
    let waiting = (0..SENDING.most_waiting).map(|_| wait()).collect();
    tokio::time::sleep(Duration::from_millis(100)).await;
    (turns, waiting)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_cannot_be_taken_is_told_at_once_and_nothing_typed_is_lost() {
    let house = House::open().await;
    let mut visitor = house.visitor();
    let form = visitor.get(LOCKED).await;
    let typed = [("happened", "The screen says \"pay\"\n& more."), ("name", "Ana"), ("wishes", "work_again")];
    let (turns, waiting) = fill(&house).await;
    let began = Instant::now();
    let busy = visitor.submit(&form, "Send", &typed).await;
    let took = began.elapsed();
    assert_eq!(busy.status, 503);
    assert!(took < Duration::from_millis(50), "told after {took:?}");
    assert_eq!(busy.header("retry-after"), SENDING.come_back_after.as_secs().to_string());
    assert!(busy.text().contains("Please press the button in 30 seconds."), "{}", busy.text());
    let mut program = house.visitor();
    let body = r#"{"problem":"locked","manner":"named","account":{"happened":"x"}}"#;
    let headers = [("content-type", "application/json"), ("accept", "application/json")];
    let answer = program.ask(Method::POST, "/api/v1/reports", &headers, Some(body.into())).await;
    assert_eq!((answer.status.as_u16(), answer.header("retry-after")), (503, "30"));
    drop(turns);
    for one in waiting {
        one.await.unwrap();
    }
    let sent = visitor.submit(&busy, "Send it again", &[]).await;
    assert!(sent.text().contains("We have it."), "{}", sent.text());
    let reports = house.app.store.queue(&store::QueueFilter::default(), None, 10).await.unwrap();
    let report = house.app.store.reports_of_case(reports[0].id).await.unwrap()[0].id;
    let reader = centre::ledger::Actor::Reconciler("test".to_owned());
    let account = house.app.store.account_for(&reader, report, "test", house.now()).await.unwrap().unwrap();
    assert!(account.contains(r#"The screen says \"pay\"\n& more."#), "{account}");
    assert!(account.contains("work_again"), "{account}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn files_are_safe_when_sending_has_to_wait() {
    let house = House::open().await;
    let mut visitor = house.visitor();
    visitor.get(LOCKED).await;
    let (turns, _waiting) = fill(&house).await;
    let (kind, body) = multipart(&[
        Part::text("happened", "With a photo."),
        Part::file("screen.png", b"\x89PNG\r\n\x1a\n"),
        Part::text("do", "send"),
    ]);
    let busy = visitor.ask(Method::POST, LOCKED, &[("content-type", &kind)], Some(body)).await;
    assert_eq!(busy.status, 503);
    drop(turns);
    tokio::time::sleep(Duration::from_millis(100)).await;
    let sent = visitor.submit(&busy, "Send it again", &[]).await;
    assert!(sent.text().contains("We have it."), "{}", sent.text());
    let cases = house.app.store.queue(&store::QueueFilter::default(), None, 10).await.unwrap();
    assert_eq!(house.app.store.verify_custody(cases[0].id).await.unwrap(), Ok(1), "with its file");
}

/// So many send at once; each who is told to come back does. Every one has a receipt of its own at the end.
async fn burst(house: &House, many: usize) -> (usize, Vec<Duration>, Vec<Duration>) {
    let mut sending = Vec::new();
    for number in 0..many {
        let mut visitor = house.visitor();
        let form = visitor.get(LOCKED).await;
        sending.push(tokio::spawn(async move {
            let story = format!("Report number {number}.");
            let (mut served, mut told) = (Vec::new(), Vec::new());
            loop {
                let began = Instant::now();
                let page = visitor.submit(&form, "Send", &[("happened", &story)]).await;
                let took = began.elapsed();
                if page.status == 200 {
                    served.push(took);
                    return (receipt_words(&page), served, told);
                }
                assert_eq!(page.status, 503, "{}", page.text());
                told.push(took);
                // As the page says, only sooner: a test does not wait half a minute.
                tokio::time::sleep(Duration::from_secs(3)).await;
            }
        }));
    }
    let (mut words, mut served, mut told) = (std::collections::BTreeSet::new(), Vec::new(), Vec::new());
    for one in sending {
        let (own, took, refused) = one.await.unwrap();
        words.insert(own);
        served.extend(took);
        told.extend(refused);
    }
    served.sort();
    told.sort();
    (words.len(), served, told)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_a_burst_none_is_lost() {
    let house = House::open().await;
    let (received, ..) = burst(&house, 60).await;
    assert_eq!(received, 60);
    let cases = house.app.store.queue(&store::QueueFilter::default(), None, 200).await.unwrap();
    assert_eq!(cases.len(), 60);
}

/// Measured by hand: `cargo nextest run --test tell_burst --run-ignored all measured --no-capture`.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "a measurement"]
async fn a_burst_of_four_hundred_measured() {
    let house = House::open().await;
    let began = Instant::now();
    let (received, served, told) = burst(&house, 400).await;
    let at = |times: &[Duration], part: usize| {
        times.get((times.len() * part / 100).min(times.len().saturating_sub(1))).copied()
    };
    println!(
        "{received} of 400 received in {:?}; served p50 {:?} p99 {:?}; {} told to come back, p50 {:?} p99 {:?}",
        began.elapsed(),
        at(&served, 50),
        at(&served, 99),
        told.len(),
        at(&told, 50),
        at(&told, 99),
    );
    assert_eq!(received, 400);
}
