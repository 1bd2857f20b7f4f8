//! The 72-hour file of a breach, by one command.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops where it cannot go on")]

mod program;

use std::sync::Arc;

use centre::ledger::Actor;
use program::{Scratch, run};
use store::{CasePlace, Keys, Manner, NewCaseEvent, NewReport, Place, RetentionRule, Store};
use terms::PersonId;
use terms::edge::Clock;
use watchhouse::edge::{SystemChance, SystemClock};

/// A centre whose officer read two reports.
async fn centre(scratch: &Scratch, officer: &Actor) -> String {
    let keys = Keys::open(&scratch.0, &SystemChance).unwrap();
    let store = Store::open(Place::Folder(scratch.0.clone()), keys, Arc::new(SystemChance)).await.unwrap();
    let now = SystemClock.now();
    for number in 0..2 {
        let report = NewReport {
            token: store.new_draft_token(),
            manner: Manner::Named,
            reporter: None,
            member: None,
            channel: "web".to_owned(),
            problem: "false-bill".to_owned(),
            borough: String::new(),
            observables: Vec::new(),
            account: format!("{{\"happened\":\"canary {number}\"}}"),
            files: Vec::new(),
            mailbox: true,
            place: CasePlace {
                state: "received".to_owned(),
                severity: "p3".to_owned(),
                harm: 1,
                due_at: None,
                holder: None,
                restricted: false,
                rule: RetentionRule::Citizen,
                closed_at: None,
            },
            events: vec![NewCaseEvent { at: now, deed: "received".to_owned(), body: "{}".to_owned() }],
        };
        let received = store.receive_report(&report, &Actor::Visitor, now).await.unwrap();
        store.account_for(officer, received.report, "desk", SystemClock.now()).await.unwrap();
    }
    store.close().await;
    scratch.0.display().to_string()
}

#[tokio::test]
async fn one_command_tells_what_was_read_by_whom_and_until_when_the_regulator_must_know() {
    let scratch = Scratch::new();
    let officer = Actor::Person(PersonId("000000000000000000000000000000a1".parse().unwrap()));
    let data = centre(&scratch, &officer).await;
    let to = scratch.0.join("breach").display().to_string();
    let aware = ["--since", "2020-01-01T00:00:00Z", "--aware", "2026-11-27T10:00:00Z"];
    let said = run(&[
        &["breach-file"],
        aware.as_slice(),
        &["--by", &officer.to_string(), "--to", &to, "--data", &data],
    ]
    .concat());
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(said.out.contains("2026-11-30T10:00:00Z"), "{}", said.out);
    let text = std::fs::read_to_string(scratch.0.join("breach/breach.txt")).unwrap();
    assert!(text.contains(&format!("{officer}: 2 looks, 0 changes")), "{text}");
    assert!(text.contains("- report: 2") && text.contains("The ledger is whole"), "{text}");
    let entries = std::fs::read_to_string(scratch.0.join("breach/entries.csv")).unwrap();
    assert_eq!(entries.lines().count(), 3, "{entries}");
    assert!(!text.contains("canary") && !entries.contains("canary"));
    // What is there is never written over.
    let again = run(&[&["breach-file"], aware.as_slice(), &["--to", &to, "--data", &data]].concat());
    assert!(again.code != 0 && again.err.contains("not there yet"), "{}", again.err);
}

#[test]
fn moments_the_wrong_way_round_are_told() {
    let scratch = Scratch::new();
    let data = scratch.0.display().to_string();
    let said = run(&[
        "breach-file",
        "--since",
        "2026-02-01T00:00:00Z",
        "--until",
        "2026-01-01T00:00:00Z",
        "--to",
        "x",
        "--data",
        &data,
    ]);
    assert!(said.code != 0 && said.err.contains("after the last"), "{}", said.err);
}
