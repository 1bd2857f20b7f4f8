//! The real program, open: what it answers, what it logs, how it closes.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where it cannot go on"
)]

mod program;

use std::time::{Duration, Instant};

use program::{Scratch, ask, get, open, run};

#[test]
fn an_empty_centre_opens_at_once_and_closes_in_order() {
    let scratch = Scratch::new();
    let data = scratch.path("data");
    let house = open(&data, &[]);
    assert!(house.opened_in < Duration::from_secs(2), "it took {:?}", house.opened_in);
    assert!(get(house.address, "/healthz").starts_with("HTTP/1.1 200 OK"));
    let ready = get(house.address, "/readyz");
    assert!(ready.starts_with("HTTP/1.1 200 OK"), "{ready}");
    assert!(
        ready.contains("{\"what\":\"store\",\"works\":true,\"says\":\"The records answer.\"}"),
        "{ready}"
    );
    let began = Instant::now();
    let (code, log) = house.stop();
    assert_eq!(code, 0, "{log}");
    assert!(began.elapsed() < Duration::from_secs(10), "it took {:?} to close", began.elapsed());
    assert!(log.contains("the centre is closed"), "{log}");
    assert!(data.join("ledger-head.json").is_file(), "the head of the ledger was not written");
    let folder = data.display().to_string();
    let verified = run(&["ledger", "verify", "--data", &folder]);
    assert!(verified.out.starts_with("The ledger is whole: "), "{}{}", verified.out, verified.err);
}

#[test]
fn a_snapshot_is_taken_while_the_centre_is_open_verified_alone_and_brought_back() {
    let scratch = Scratch::new();
    let data = scratch.path("data").display().to_string();
    let house = open(&scratch.path("data"), &[]);
    run(&["user", "add", "anna@watchhouse.example", "--data", &data]);
    let to = scratch.path("safe").display().to_string();
    let taken = run(&["backup", &to, "--data", &data]);
    assert_eq!(taken.code, 0, "{}", taken.err);
    let snapshot = taken.out.lines().next().unwrap().to_owned();
    let verified = run(&["ledger", "verify", &snapshot]);
    assert!(verified.out.starts_with("The ledger is whole: "), "{}{}", verified.out, verified.err);
    house.kill();
    let refused = run(&["restore", &snapshot, "--data", &data]);
    assert!(refused.code == 1 && refused.err.contains("is not empty"), "{}{}", refused.out, refused.err);
    let new = scratch.path("new").display().to_string();
    let restored = run(&["restore", &snapshot, "--data", &new]);
    assert!(
        restored.out.contains("Put the files master.key and identity.key that belong to it into"),
        "{}{}",
        restored.out,
        restored.err
    );
    for key in ["master.key", "identity.key"] {
        std::fs::copy(scratch.path("data").join(key), scratch.path("new").join(key)).unwrap();
    }
    let listed = run(&["user", "list", "--data", &new]);
    assert!(listed.out.contains("anna@watchhouse.example"), "{}{}", listed.out, listed.err);
    let damaged = std::fs::read(&snapshot).unwrap();
    let half = scratch.path("half.db");
    std::fs::write(&half, &damaged[..damaged.len() / 2]).unwrap();
    assert_ne!(run(&["ledger", "verify", &half.display().to_string()]).code, 0);
}

#[test]
fn one_data_folder_has_one_server() {
    let scratch = Scratch::new();
    let data = scratch.path("data").display().to_string();
    let house = open(&scratch.path("data"), &[]);
    let second = run(&["serve", "--listen", "127.0.0.1:0", "--data", &data]);
    assert_eq!(
        second.err.lines().filter(|line| !line.starts_with('{')).collect::<Vec<_>>(),
        [
            format!("watchhouse: another centre is open on the data folder {data}"),
            "  what to do: Stop that one first, or name another folder with --data.".to_owned(),
        ]
    );
    house.kill();
    assert!(
        get(open(&scratch.path("data"), &[]).address, "/healthz").contains("alive"),
        "a killed one holds nothing"
    );
}

#[test]
fn accounts_are_made_and_ended_while_the_centre_is_open() {
    let scratch = Scratch::new();
    let data = scratch.path("data").display().to_string();
    let _house = open(&scratch.path("data"), &[]);
    let user = |args: &[&str]| run(&[&["user"], args, &["--data", &data]].concat());
    let added = user(&["add", "anna@watchhouse.example", "--name", "Anna Larkbeck"]);
    assert!(
        added
            .out
            .starts_with("manager anna@watchhouse.example can set up the account within 3 days, once, at:\n"),
        "{}{}",
        added.out,
        added.err
    );
    let link = added.out.lines().last().unwrap().to_owned();
    assert!(link.starts_with("http://localhost:8080/set-up/"), "{link}");
    let again = user(&["reset", "anna@watchhouse.example"]);
    assert!(again.code == 0 && !again.out.contains(&link), "{}{}", again.out, again.err);
    let listed = user(&["list"]);
    assert_eq!(listed.out, "manager            active   Anna Larkbeck <anna@watchhouse.example>\n");
    assert_eq!(user(&["revoke", "nobody@watchhouse.example"]).code, 1);
    let last = user(&["revoke", "anna@watchhouse.example"]);
    assert_eq!(last.code, 1, "the last manager cannot be taken away: {}", last.out);
    let second = user(&["add", "ben@watchhouse.example", "--role", "contact_officer"]);
    assert_eq!(second.code, 0, "{}", second.err);
    assert!(user(&["revoke", "ben@watchhouse.example"]).out.contains("cannot come in any more"));
    assert_eq!(user(&["add", "eve@watchhouse.example", "--role", "emperor"]).code, 2);
}

#[test]
fn nothing_of_what_people_send_is_in_the_log() {
    let scratch = Scratch::new();
    let house = open(&scratch.path("data"), &["--set", "log.level=trace"]);
    for round in 0..100 {
        let head = format!(
            "POST /join/canary-path-{round}?word=canary-query HTTP/1.1\r\nCookie: session=canary-cookie\r\n\
             Authorization: Bearer canary-token\r\nUser-Agent: canary-agent\r\nContent-Type: application/x-www-form-urlencoded"
        );
        let answer = ask(house.address, &head, "name=canary-body&email=canary%40bakery.example").unwrap();
        assert!(!answer.starts_with("HTTP/1.1 2"), "{answer}");
    }
    let (_, log) = house.stop();
    assert!(log.contains("the centre is open"), "there is a log at all");
    assert!(!log.contains("canary"), "{log}");
}

#[test]
fn figures_are_on_an_address_of_their_own() {
    let scratch = Scratch::new();
    let house = open(&scratch.path("data"), &["--metrics", "127.0.0.1:0"]);
    let log = std::iter::repeat_with(|| {
        std::thread::sleep(Duration::from_millis(50));
        house.log()
    });
    let line = log
        .take(40)
        .find_map(|log| log.lines().find(|line| line.contains("figures are shown")).map(str::to_owned));
    let line = line.expect("the log tells where the figures are");
    let address =
        line.split("\"listen\":\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap().parse().unwrap();
    // The first runs of the centre's work take a moment.
    let shown = std::iter::repeat_with(|| {
        std::thread::sleep(Duration::from_millis(100));
        get(address, "/metrics")
    });
    let shown = shown
        .take(50)
        .find(|text| text.contains("reconciler_runs_total") && text.contains("reconciler=\"expiry\""));
    let shown = shown.expect("the figures tell of the work");
    assert!(shown.contains("reconciler=\"expiry\""), "{shown}");
    assert!(!get(house.address, "/metrics").starts_with("HTTP/1.1 200"), "the pages do not show them");
}

#[test]
fn a_stop_switch_in_the_settings_stops_the_work() {
    let scratch = Scratch::new();
    let house = open(&scratch.path("data"), &["--set", "stop.recheck=true"]);
    let readings = std::iter::repeat_with(|| {
        std::thread::sleep(Duration::from_millis(50));
        get(house.address, "/readyz")
    });
    let told = readings.take(40).find(|text| text.contains("\"recheck\""));
    assert!(
        told.expect("work is told")
            .contains("{\"what\":\"recheck\",\"works\":true,\"says\":\"Somebody stopped it.\"}")
    );
}
