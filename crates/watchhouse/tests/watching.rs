//! The work that writes letters about findings: done when due, held by its switch, and whole after `kill -9`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test stops where it cannot go on"
)]

mod program;

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use centre::ledger::{Actor, Verdict};
use centre::watching::{Certainty, Seen, after};
use jiff::SignedDuration;
use program::Scratch;
use store::{
    CheckSummary, Joined, Keys, NewCheck, NewContact, NewLetter, NewMember, Place, SizeBand, Store, Tier,
    WatchedFinding,
};
use terms::edge::Clock;
use terms::{AssetId, DomainName, EmailAddress, OrganisationId, PlainLine, Postcode, Severity, Timestamp};
use tokio::sync::watch;
use watchhouse::edge::{SystemChance, SystemClock};
use watchhouse::work::{Watch, Workshop, keep_doing};
use web::telling::{CAUSE, Writer, tell};

/// How long a test waits for something to come true.
const PATIENCE: Duration = Duration::from_secs(20);
/// The variable that turns this executable into the writer, with the folder of its store.
const FOLDER: &str = "WATCHHOUSE_TEST_LETTERS_FOLDER";
/// The variable with its member.
const FIRM: &str = "WATCHHOUSE_TEST_LETTERS_FIRM";
/// How often the writer is killed.
const KILLS: u64 = 20;

fn by() -> Actor {
    Actor::Reconciler("watching".to_owned())
}

fn writer() -> Writer {
    Writer { origin: "http://localhost:8080".to_owned(), centre: "The Watch House".to_owned() }
}

async fn open(folder: &Path) -> Store {
    let keys = Keys::open(folder, &SystemChance).unwrap();
    Store::open(Place::Folder(folder.to_owned()), keys, Arc::new(SystemChance)).await.unwrap()
}

/// A member with one domain.
async fn member(store: &Store) -> (OrganisationId, AssetId) {
    let email = EmailAddress::parse("anna@bakery.example").unwrap();
    let new = NewMember {
        once: "once".to_owned(),
        name: PlainLine::parse("Anna's Bakery").unwrap(),
        postcode: Postcode::parse("SE1 9GF").unwrap(),
        borough: "E09000028".to_owned(),
        sector: "I".to_owned(),
        size: SizeBand::Micro,
        tier: Tier::Core,
        domain: DomainName::parse("bakery.example").ok(),
        undertakings: "1".to_owned(),
        source: "website".to_owned(),
        contact: NewContact {
            name: PlainLine::parse("Anna Baker").unwrap(),
            email: email.clone(),
            phone: None,
        },
    };
    let letter = |_: &Joined| NewLetter {
        recipient: email,
        confirmed: false,
        organisation: None,
        subject: "Welcome".to_owned(),
        text: "Welcome".to_owned(),
        cause: "confirm_membership".to_owned(),
    };
    let joined = store.join(&new, &Actor::Visitor, SystemClock.now(), letter).await.unwrap();
    store.confirm(&joined.link.unwrap(), &Actor::Visitor, SystemClock.now()).await.unwrap();
    (joined.organisation, store.assets_of(joined.organisation).await.unwrap()[0].id)
}

/// A look that found the list of senders open to everybody, for the first time.
async fn look_that_found_it(store: &Store, asset: AssetId, at: Timestamp) {
    let seen = |_: &str| Seen::Failing(Severity::Urgent, Certainty::Record);
    let findings = after(&[], ["spf-allows-everyone"], seen, at);
    let check = NewCheck {
        asset,
        answers: "{}".to_owned(),
        judgement: "{}".to_owned(),
        summary: CheckSummary::default(),
        due_at: at + SignedDuration::from_hours(24),
        findings: findings
            .into_iter()
            .map(|watched| WatchedFinding { watched, seen: String::new() })
            .collect(),
        visited: false,
    };
    store.save_check(&check, &by(), at).await.unwrap();
}

async fn letters(store: &Store) -> usize {
    let letters = store.letters(Some("anna@bakery.example"), None, None, 50).await.unwrap();
    letters.iter().filter(|letter| letter.cause == CAUSE).count()
}

#[tokio::test]
async fn the_letter_is_written_when_its_work_is_due_and_not_while_it_is_stopped() {
    let scratch = Scratch::new();
    let store = open(&scratch.0).await;
    let (_, asset) = member(&store).await;
    look_that_found_it(&store, asset, SystemClock.now()).await;
    store.know_reconciler("watching", SystemClock.now()).await.unwrap();
    store.stop_work("watching", &Actor::CommandLine, SystemClock.now()).await.unwrap();
    let (stop, stopping) = watch::channel(false);
    let workshop = Workshop {
        store: store.clone(),
        clock: Arc::new(SystemClock),
        holder: "node-1".to_owned(),
        stopping,
    };
    let work = tokio::spawn(keep_doing(workshop, Arc::new(Watch { writer: writer() })));
    tokio::time::sleep(Duration::from_millis(1_500)).await;
    assert_eq!(letters(&store).await, 0, "somebody stopped it");
    store.start_work("watching", &Actor::CommandLine, SystemClock.now()).await.unwrap();
    store.hasten_work("watching", &Actor::CommandLine, SystemClock.now()).await.unwrap();
    let waited = tokio::time::timeout(PATIENCE, async {
        loop {
            let progress = store.progress().await.unwrap();
            if let Some(result) = progress.into_iter().find_map(|progress| progress.result) {
                return result;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    });
    assert_eq!(waited.await.unwrap(), "Letters about findings that were written: 1.");
    assert_eq!(letters(&store).await, 1);
    stop.send_replace(true);
    work.await.unwrap();
}

#[test]
fn the_writer_of_letters_that_is_killed() {
    let Some(folder) = std::env::var_os(FOLDER).map(PathBuf::from) else { return };
    let firm: OrganisationId = std::env::var(FIRM).unwrap().parse().unwrap();
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let store = open(&folder).await;
        let asset = store.assets_of(firm).await.unwrap()[0].id;
        let mut is_first = true;
        loop {
            look_that_found_it(&store, asset, SystemClock.now()).await;
            tell(&store, firm, &writer(), &by(), SystemClock.now()).await.unwrap();
            if std::mem::take(&mut is_first) {
                say("READY");
            }
        }
    });
}

/// One line with one system call.
fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    out.write_all(format!("\n{line}\n").as_bytes()).unwrap();
    out.flush().unwrap();
}

/// One life of the writer, until it is killed so long after it was ready.
fn one_life(folder: &Path, firm: OrganisationId, after: Duration) {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "the_writer_of_letters_that_is_killed", "--nocapture", "--test-threads=1"])
        .env(FOLDER, folder)
        .env(FIRM, firm.to_string())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let out = BufReader::new(child.stdout.take().unwrap());
    let is_ready = out.lines().map_while(Result::ok).any(|line| line == "READY");
    assert!(is_ready, "the writer opens the store");
    std::thread::sleep(after);
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn kill_nine_between_letter_and_mark_tells_nothing_twice_and_loses_nothing() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let scratch = Scratch::new();
    let (firm, asset) = runtime.block_on(async {
        let store = open(&scratch.0).await;
        let known = member(&store).await;
        store.close().await;
        known
    });
    let (mut told_before, mut told_after) = (0, 0);
    for kill in 0..KILLS {
        // Not random but spread: at every place of a round, which takes some milliseconds.
        one_life(&scratch.0, firm, Duration::from_micros(20_000 + kill * 777));
        let was_told = runtime.block_on(async {
            let store = open(&scratch.0).await;
            let finding = store.findings_of(asset).await.unwrap().remove(0).watched;
            let was_told = finding.told_at.is_some();
            let told_now = tell(&store, firm, &writer(), &by(), SystemClock.now()).await.unwrap();
            assert_eq!(told_now, !was_told, "life {kill}");
            let letters = store.letters(Some("anna@bakery.example"), None, None, 50).await.unwrap();
            let about_it = letters.iter().filter(|l| l.cause == CAUSE && l.queued_at >= finding.first_seen);
            assert_eq!(about_it.count(), 1, "life {kill}: told before: {was_told}");
            assert!(matches!(store.verify_ledger().await.unwrap(), Verdict::Whole { .. }));
            store.close().await;
            was_told
        });
        if was_told { told_before += 1 } else { told_after += 1 }
    }
    println!(
        "{KILLS} kills: {told_before} after the letter, {told_after} before it, none told twice or lost"
    );
    assert!(told_before > 0 && told_after > 0, "{told_before} after the letter, {told_after} before it");
}
