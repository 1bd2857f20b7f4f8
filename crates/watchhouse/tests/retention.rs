//! What was told goes when its time is over, and not before; what the police have waits, and so does what is held.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where it cannot go on"
)]

mod program;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use centre::ledger::Actor;
use jiff::SignedDuration;
use program::Scratch;
use store::{
    CasePlace, Keys, Manner, NewCaseEvent, NewReport, Place, ReceivedReport, RetentionRule, Secret, Store,
};
use terms::edge::Clock;
use terms::{PersonId, Timestamp};
use tokio::sync::watch;
use watchhouse::edge::{SystemChance, SystemClock};
use watchhouse::work::{Retain, Workshop, keep_doing};

/// How long a test waits for something to come true.
const PATIENCE: Duration = Duration::from_secs(20);
const YEAR: SignedDuration = SignedDuration::from_hours(24 * 365);

async fn open(folder: &Path) -> Store {
    let keys = Keys::open(folder, &SystemChance).unwrap();
    Store::open(Place::Folder(folder.to_owned()), keys, Arc::new(SystemChance)).await.unwrap()
}

/// A report whose case was closed at once, so long ago.
async fn closed(store: &Store, rule: RetentionRule, ago: SignedDuration) -> ReceivedReport {
    let then = SystemClock.now() - ago;
    let mut file = store.file_arrives().await.unwrap();
    file.write(b"What stood on the screen.").await.unwrap();
    let report = NewReport {
        token: store.new_draft_token(),
        manner: Manner::Named,
        reporter: None,
        member: None,
        channel: "web".to_owned(),
        problem: "false-bill".to_owned(),
        borough: String::new(),
        observables: Vec::new(),
        account: "{}".to_owned(),
        files: vec![file.finish("screen.txt", then).await.unwrap()],
        mailbox: true,
        place: CasePlace {
            state: "closed".to_owned(),
            severity: "p3".to_owned(),
            harm: 1,
            due_at: None,
            holder: None,
            restricted: false,
            rule,
            closed_at: Some(then),
        },
        events: vec![NewCaseEvent { at: then, deed: "received".to_owned(), body: "{}".to_owned() }],
    };
    store.receive_report(&report, &Actor::Visitor, then).await.unwrap()
}

/// Does the work once and tells how it went.
async fn retain(store: &Store) -> Result<String, String> {
    let (stop, stopping) = watch::channel(false);
    let workshop = Workshop {
        store: store.clone(),
        clock: Arc::new(SystemClock),
        holder: "node-1".to_owned(),
        stopping,
    };
    store.know_reconciler("retention", SystemClock.now()).await.unwrap();
    store.hasten_work("retention", &Actor::CommandLine, SystemClock.now()).await.unwrap();
    let before = runs(store).await;
    let work = tokio::spawn(keep_doing(workshop, Arc::new(Retain::default())));
    let done = tokio::time::timeout(PATIENCE, async {
        while runs(store).await == before {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    });
    done.await.expect("the work is done in time");
    stop.send(true).unwrap();
    work.await.unwrap();
    let row = store.progress().await.unwrap().into_iter().find(|row| row.name == "retention").unwrap();
    match row.error {
        Some(error) => Err(error),
        None => Ok(row.result.unwrap()),
    }
}

async fn runs(store: &Store) -> Option<Timestamp> {
    let rows = store.progress().await.unwrap();
    rows.into_iter().find(|row| row.name == "retention").and_then(|row| row.finished_at)
}

async fn is_erased(store: &Store, report: &ReceivedReport) -> bool {
    store.report(report.report).await.unwrap().unwrap().erased_at.is_some()
}

#[tokio::test]
async fn what_is_due_goes_and_the_rest_stays() {
    let scratch = Scratch::new();
    let store = open(&scratch.0).await;
    let old = closed(&store, RetentionRule::Citizen, YEAR * 2).await;
    let young = closed(&store, RetentionRule::Citizen, SignedDuration::from_hours(24)).await;
    let with_the_police = closed(&store, RetentionRule::Police, YEAR * 2).await;
    let held = closed(&store, RetentionRule::Citizen, YEAR * 2).await;
    let who = |number: u128| Actor::Person(PersonId(format!("{number:032x}").parse().unwrap()));
    let now = SystemClock.now();
    let hold = store.ask_for_hold(held.case, "the police asked", &who(1), now).await.unwrap();
    store.confirm_hold(hold, &who(2), now).await.unwrap();
    let forgotten = store.new_draft_token();
    store.save_draft(&forgotten, 0, "{}", now - YEAR).await.unwrap();
    let typed: Secret = store.new_draft_token();
    store.save_draft(&typed, 0, "{}", now).await.unwrap();

    let said = retain(&store).await.unwrap();
    assert!(said.starts_with("1 drafts"), "{said}");
    assert!(is_erased(&store, &old).await);
    for kept in [&young, &with_the_police, &held] {
        assert!(!is_erased(&store, kept).await, "{}", kept.reference);
    }
    assert!(store.draft(&forgotten).await.unwrap().is_none());
    assert!(store.draft(&typed).await.unwrap().is_some());
    assert!(
        store.verify_custody(old.case).await.unwrap().is_ok(),
        "the chain of what was erased still verifies"
    );
    let again = retain(&store).await.unwrap();
    assert!(again.contains("the words of 0 cases"), "{again}");
}

#[tokio::test]
async fn a_sealed_file_that_is_missing_is_told() {
    let scratch = Scratch::new();
    let store = open(&scratch.0).await;
    closed(&store, RetentionRule::Citizen, SignedDuration::from_hours(1)).await;
    assert!(retain(&store).await.unwrap().contains("1 sealed files were looked at and are whole"));
    let mut folders = vec![scratch.0.join("blobs")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                std::fs::remove_file(path).unwrap();
            }
        }
    }
    let told = retain(&store).await.unwrap_err();
    assert!(told.contains("1 sealed files are missing"), "{told}");
}
