//! `watchhouse lookalikes` and the work of the same name, with the real program.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where it cannot go on"
)]

mod program;

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, SystemTime};

use centre::ledger::Actor;
use checkup::{Answer, Answers, Approach, Kind, Level, Observation, Outcome, Question, Record, RecordName};
use program::{Said, Scratch, run, watchhouse};
use store::{Keys, Place, SeedOrganisation, SizeBand, Standing, Store, Tier};
use terms::edge::Clock;
use terms::{AssetId, DomainName, EmailAddress, PlainLine, Postcode, Timestamp};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::sync::watch;
use watchhouse::edge::{SystemChance, SystemClock};
use watchhouse::work::{
    AFTER_A_FAILURE, BETWEEN_PULLS, Lookalikes, NewNames, SETTLED_AFTER, Workshop, keep_doing,
};
use web::ports::{AskForProof, Later, LookAtLookalike, LookedAtLookalike};

/// How long a test waits for something to come true.
const PATIENCE: Duration = Duration::from_secs(20);

async fn open(folder: &Path) -> Store {
    let keys = Keys::open(folder, &SystemChance).unwrap();
    Store::open(Place::Folder(folder.to_owned()), keys, Arc::new(SystemChance)).await.unwrap()
}

/// A centre with one member, `hartleybakery.example`.
async fn with_a_member(folder: &Path) -> (Store, AssetId) {
    let store = open(folder).await;
    let now = SystemClock.now();
    let seed = SeedOrganisation {
        standing: Standing::Member,
        name: PlainLine::parse("Hartley Bakery").unwrap(),
        postcode: Postcode::parse("SE1 9GF").unwrap(),
        borough: "E09000028".to_owned(),
        sector: "I".to_owned(),
        size: SizeBand::Micro,
        tier: Tier::Core,
        undertakings: "1".to_owned(),
        joined_at: now,
        confirmed_at: Some(now),
        last_contact_at: None,
        people: vec![(
            PlainLine::parse("Anna Hartley").unwrap(),
            EmailAddress::parse("anna@hartleybakery.example").unwrap(),
            None,
            true,
        )],
        domain: Some((DomainName::parse_bare("hartleybakery.example").unwrap(), Vec::new())),
        visited_at: None,
        findings: (Vec::new(), None),
        notes: Vec::new(),
        actions: Vec::new(),
    };
    let ids = store.seed(&[seed], &Actor::CommandLine, now).await.unwrap();
    let asset = store.assets_of(ids[0]).await.unwrap()[0].id;
    (store, asset)
}

fn with_input(command: &mut Command, input: &[u8]) -> Said {
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(input).unwrap();
    let output = child.wait_with_output().unwrap();
    Said {
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
        code: output.status.code().unwrap_or(-1),
    }
}

const LIST: &[u8] =
    b"hartley-bakery.example\nshop.example,2026-11-21\n\xff\xfe\nHARTLEYBAKERY-PAY.example. 300 IN NS x\n\
    hartleybakery.example\nbad\x1bline\n[\"*.hart1eybakery.example\",\"other.example\"]\n";

#[test]
fn a_list_is_held_against_another_and_what_looks_alike_is_printed() {
    let scratch = Scratch::new();
    let firms = scratch.write("firms.txt", "hartleybakery.example\nquill.example\n");
    let firms = firms.display().to_string();
    let args = ["lookalikes", "watch", "--from", "-", "--print", "--firms", &firms];
    let told = with_input(watchhouse().args(args), LIST);
    let expected = "hartley-bakery.example looks like hartleybakery.example (75): hyphen_added\n\
        hartleybakery-pay.example looks like hartleybakery.example (85): words_added\n\
        hart1eybakery.example looks like hartleybakery.example (80): alike_letters\n\
        6 names were held against 2 names: 3 look like one of them.\n\
        2 of 7 lines could not be read:\n  \
          line 3: \u{fffd}\u{fffd}: the line is not UTF-8 text\n  \
          line 6: bad\\u{1b}line: That has signs in it that a web address cannot have. Type only the name, for example bakery.co.uk.\n";
    assert_eq!((told.out.as_str(), told.code), (expected, 2), "{}", told.err);
    let json = with_input(watchhouse().args(args).arg("--json"), b"hartley-bakery.example\n");
    assert_eq!(
        json.out,
        "{\"name\":\"hartley-bakery.example\",\"like\":\"hartleybakery.example\",\"weight\":75,\"kinds\":[\"hyphen_added\"]}\n"
    );
    assert_eq!(json.code, 0);
}

#[tokio::test]
async fn a_list_is_kept_for_the_member_and_known_names_are_not_new() {
    let scratch = Scratch::new();
    let (store, asset) = with_a_member(&scratch.0).await;
    store.close().await;
    let data = scratch.0.display().to_string();
    let list = scratch.path("list.txt");
    std::fs::write(&list, LIST).unwrap();
    let list = list.display().to_string();
    let args = ["lookalikes", "watch", "--from", &list, "--data", &data];
    let told = run(&args);
    assert!(
        told.out.starts_with("6 names were held against 1 members' names: 3 are new and look like one of them, 0 were known.\n2 of 7 lines"),
        "{told:?}"
    );
    assert_eq!(told.code, 2);
    assert!(run(&args).out.contains(": 0 are new and look like one of them, 3 were known."));
    let store = open(&scratch.0).await;
    let names: Vec<String> =
        store.lookalikes_of(asset).await.unwrap().iter().map(|kept| kept.name.to_string()).collect();
    assert_eq!(names, ["hartleybakery-pay.example", "hart1eybakery.example", "hartley-bakery.example"]);
    store.close().await;
}

#[test]
fn errors_say_what_to_do() {
    let nowhere =
        run(&["lookalikes", "watch", "--from", "/no/such/list", "--print", "--firms", "/no/such/list"]);
    assert!(nowhere.err.contains("the list /no/such/list cannot be read"), "{nowhere:?}");
    assert!(
        nowhere.err.contains("what to do: Name a file that this user may read, or - for standard input.")
    );
    let many = run(&["lookalikes", "of", "hartleybakery.example", "--limit", "4001"]);
    assert!(many.err.contains("write a number from 1 to 4000"), "{many:?}");
    let none = run(&["lookalikes", "of", "hartleybakery"]);
    assert_eq!((none.code, none.out.contains("A web address has a dot in it")), (2, true), "{none:?}");
}

#[test]
fn the_likeliest_names_are_listed_without_a_packet() {
    let told = run(&["lookalikes", "of", "hartleybakery.co.uk", "--list", "--limit", "3"]);
    assert_eq!(told.out.lines().count(), 3, "{told:?}");
    assert!(told.out.lines().all(|line| line.contains("hartleybakery")), "{told:?}");
    let all = run(&["lookalikes", "of", "hartleybakery.co.uk", "--list", "--limit", "4000"]);
    assert!(all.out.contains("hartleybakery.com (70): it has a different ending\n"), "{}", all.out);
}

/// Somebody has `hartleybakery-pay.example`, with mail; nobody has any other name.
struct World;

fn answer(question: &Question) -> Answer {
    let name = |text: &str| RecordName::parse(text).unwrap();
    let is_there = question.name == name("hartleybakery-pay.example");
    let records = match question.kind {
        Kind::Ns if is_there => vec![Record::Ns(name("ns1.seller.example"))],
        Kind::Mx if is_there => vec![Record::Mx { preference: 1, host: name("mx.seller.example") }],
        _ => vec![],
    };
    let outcome = match (is_there, records.is_empty()) {
        (false, _) => Outcome::NoSuchName,
        (true, true) => Outcome::NoRecords,
        (true, false) => Outcome::Records,
    };
    Answer {
        question: question.clone(),
        outcome,
        records,
        aliases: vec![],
        signatures: vec![],
        cut: false,
        sealed: false,
        recursive: true,
        asked_at: SystemClock.now(),
        server: "192.0.2.53:53".to_owned(),
        milliseconds: 1,
    }
}

impl LookAtLookalike for World {
    fn look_at_lookalike<'a>(&'a self, name: &'a DomainName, _: Level) -> Later<'a, LookedAtLookalike> {
        Box::pin(async move {
            let mut answers = Answers::new();
            loop {
                let wanted = checkup::lookalike::next(name, &answers, Level::Records);
                if wanted.is_empty() {
                    return LookedAtLookalike { answers, level: Level::Records };
                }
                answers.extend(wanted.questions.iter().map(answer));
            }
        })
    }
}

impl AskForProof for World {
    fn ask<'a>(&'a self, question: &'a Question) -> Later<'a, Answer> {
        Box::pin(async move { answer(question) })
    }

    fn approach<'a>(&'a self, approach: &'a Approach) -> Later<'a, Observation> {
        panic!("this work dials nobody by itself: {approach}")
    }

    fn reads_files(&self) -> bool {
        false
    }
}

/// Puts a list into the folder of names, written so long ago that it is whole.
fn put(folder: &Path, name: &str, list: &[u8]) {
    std::fs::create_dir_all(folder).unwrap();
    let path = folder.join(name);
    std::fs::write(&path, list).unwrap();
    let written = SystemTime::from(SystemClock.now() - SETTLED_AFTER - SETTLED_AFTER);
    std::fs::File::options().append(true).open(path).unwrap().set_modified(written).unwrap();
}

#[tokio::test]
async fn lists_in_the_folder_are_read_once_and_what_they_hold_is_looked_at() {
    let scratch = Scratch::new();
    let (store, asset) = with_a_member(&scratch.0).await;
    let folder = scratch.path("names");
    put(&folder, "today.txt", LIST);
    put(&folder, "tomorrow.txt.part", b"hartleybakery-login.example\n");
    let (stop, stopping) = watch::channel(false);
    let workshop =
        Workshop { store: store.clone(), clock: Arc::new(SystemClock), holder: "one".to_owned(), stopping };
    let world = Arc::new(World);
    let work = Arc::new(Lookalikes {
        folder: folder.clone(),
        feed: None,
        world: world.clone(),
        proofs: world,
        chance: Arc::new(SystemChance),
        per_second: 1_000,
    });
    let doing = tokio::spawn(keep_doing(workshop, work));
    let result = tokio::time::timeout(PATIENCE, async {
        loop {
            let rows = store.progress().await.unwrap();
            let work = rows.into_iter().find(|row| row.name == "lookalikes");
            let done = work.and_then(|row| row.result.or(row.error));
            if done.is_some() {
                return done;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    });
    let result = result.await.unwrap();
    assert!(
        format!("{result:?}").contains(
            "1 lists were read: 6 names, 3 new hits, 2 bad lines. 3 names that look like a member's were looked at."
        ),
        "{result:?}"
    );
    let mut files: Vec<String> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    files.sort();
    assert_eq!(files, ["today.txt.bad", "today.txt.done", "tomorrow.txt.part"]);
    let bad = std::fs::read_to_string(folder.join("today.txt.bad")).unwrap();
    assert_eq!(bad.lines().count(), 2, "{bad}");
    let kept = store.lookalikes_of(asset).await.unwrap();
    let verdicts: Vec<(String, String)> =
        kept.iter().map(|kept| (kept.name.to_string(), kept.verdict.clone())).collect();
    assert_eq!(verdicts[0], ("hartleybakery-pay.example".to_owned(), "mail".to_owned()));
    assert!(verdicts[1..].iter().all(|(_, verdict)| verdict == "not_there"), "{verdicts:?}");
    let found = store.findings_of(asset).await.unwrap();
    assert!(found.iter().any(|f| f.watched.check == "lookalike-mail" && f.watched.is_open()));
    let _moment: Timestamp = kept[0].looked_at.unwrap();
    stop.send_replace(true);
    doing.await.unwrap();
    store.close().await;
}

/// A host that answers like this, one answer after the other, and counts how often it was asked.
async fn feed(answers: Vec<String>) -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}/new.txt", listener.local_addr().unwrap());
    let asked = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&asked);
    tokio::spawn(async move {
        for answer in answers {
            let (mut stream, _) = listener.accept().await.unwrap();
            counted.fetch_add(1, Ordering::SeqCst);
            let _length = stream.read(&mut [0; 4_096]).await.unwrap();
            stream.write_all(answer.as_bytes()).await.unwrap();
        }
    });
    (address, asked)
}

#[tokio::test]
async fn a_feed_is_asked_every_six_hours_and_its_list_is_put_where_lists_are_read() {
    let scratch = Scratch::new();
    let folder = scratch.path("names");
    let list = "HTTP/1.1 200 OK\r\netag: \"one\"\r\ncontent-length: 27\r\n\r\nhartleybakery-pay.example\r\n";
    let broken = "HTTP/1.1 503 Later\r\ncontent-length: 0\r\n\r\n";
    let same = "HTTP/1.1 304 Not Modified\r\n\r\n";
    let (address, asked) = feed([list, broken, same, list].map(str::to_owned).to_vec()).await;
    let names = NewNames::at(&address).unwrap();
    let began = SystemClock.now();
    let pulled = async |after| names.pull_if_due(&folder, began + after).await.unwrap();
    let lists = || {
        let all = std::fs::read_dir(&folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap());
        all.filter(|name| !name.starts_with('.')).collect::<Vec<_>>()
    };
    let (pause, short) = (BETWEEN_PULLS, jiff::SignedDuration::from_secs(1));
    assert_eq!(pulled(jiff::SignedDuration::ZERO).await, "The feed brought a new list. ");
    let [only] = lists().try_into().unwrap();
    assert!(only.starts_with("feed-20") && only.ends_with("Z.txt"), "{only}");
    assert_eq!(std::fs::read_to_string(folder.join(&only)).unwrap(), "hartleybakery-pay.example\r\n");

    assert_eq!(pulled(pause - short).await, "", "it is not time");
    assert_eq!(asked.load(Ordering::SeqCst), 1);
    let failed = pulled(pause).await;
    assert!(failed.contains("No list came from the feed: the feed answers with status 503."), "{failed}");
    assert_eq!(pulled(pause + AFTER_A_FAILURE - short).await, "");
    assert_eq!(pulled(pause + AFTER_A_FAILURE).await, "", "nothing new");
    assert_eq!(asked.load(Ordering::SeqCst), 3);
    assert_eq!(lists(), [only], "a list that broke off leaves nothing");

    let other = NewNames::at(&address.replace("new.txt", "other.txt")).unwrap();
    let now = began + pause + AFTER_A_FAILURE;
    assert_eq!(
        other.pull_if_due(&folder, now).await.unwrap(),
        "The feed brought a new list. ",
        "another feed"
    );
}
