//! `watchhouse city` with the real program, against the demonstration's names on loopback.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where it cannot go on"
)]

mod program;

use std::collections::BTreeSet;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::process::Stdio;
use std::sync::Arc;
use std::time::{Duration, Instant};

use centre::consent::StayAway;
use centre::ledger::Actor;
use program::{Said, Scratch, said, watchhouse};
use store::{Keys, NewWish, Place, Store, WishWay};
use terms::edge::Clock as _;
use tokio::net::UdpSocket;
use watchhouse::demo::firm::firm;
use watchhouse::demo::name_server::NameServer;
use watchhouse::demo::zones::Names;
use watchhouse::demo::zones::mix::{Behaviour, mistakes};
use watchhouse::edge::{SystemChance, SystemClock};

const SEED: u64 = 7;

async fn names() -> NameServer {
    let at = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
    NameServer::start(Arc::new(Names::new(SEED)), at).await.unwrap()
}

/// So many firms whose servers answer: silent ones are looked at elsewhere, and would only take time here.
fn firms(count: usize) -> Vec<String> {
    let answers = |number: &u64| mistakes(SEED, *number).behaviour == Behaviour::Answering;
    (0..).filter(answers).map(|number| firm(SEED, number).apex).take(count).collect()
}

/// A list as somebody would write it, with a few lines that are none.
fn list(count: usize) -> String {
    let mut text = "domain,borough,sic,size,cohort\n".to_owned();
    for (place, name) in firms(count).iter().enumerate() {
        let borough = ["Hackney", "Camden"][place % 2];
        text.push_str(&format!("{name},{borough},G,micro,shops\n"));
        if place == 2 {
            text.push_str("bakery,Hackney,G,micro,shops\n=cmd|calc,x,x,x,x\n");
        }
    }
    text
}

fn check(list: &Path, to: &Path, resolver: &str, more: &[&str]) -> std::process::Command {
    let mut command = watchhouse();
    command.args(["city", "check", "--from"]).arg(list).arg("--to").arg(to);
    command.args(["--resolver", resolver]).args(more);
    command
}

async fn run(mut command: std::process::Command) -> Said {
    tokio::task::spawn_blocking(move || said(&mut command)).await.unwrap()
}

/// The rows of a table without the moment of the look, which differs between two runs.
fn rows(folder: &Path, name: &str) -> Vec<String> {
    let text = std::fs::read_to_string(folder.join(name)).unwrap();
    let moment = |cell: &&str| !(cell.len() > 18 && cell.contains("T") && cell.ends_with("Z\""));
    text.lines().map(|line| line.split(',').filter(moment).collect::<Vec<_>>().join(",")).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_is_looked_at_and_what_is_no_firm_is_told() {
    let scratch = Scratch::new();
    let server = names().await;
    let resolver = server.address().to_string();
    let path = scratch.write("shops.csv", &list(40));
    let to = scratch.path("run");
    let told = run(check(&path, &to, &resolver, &[])).await;
    assert_eq!(told.code, 2, "{told:?}");
    assert!(told.out.starts_with("40 names were looked at; "), "{}", told.out);
    assert!(told.out.contains("2 lines were left out;"), "{}", told.out);
    let left_out = std::fs::read_to_string(to.join("left-out.csv")).unwrap();
    assert!(left_out.contains("\"5\",\"A web address has a dot in it"), "{left_out}");
    assert!(left_out.contains("\"'=cmd|calc,x,x,x,x\""), "a formula is no formula any more: {left_out}");
    let promises = rows(&to, "promises.csv");
    assert_eq!(promises.len(), 41, "a heading and forty firms");
    let first = firms(1).remove(0);
    assert!(promises[1].contains("\"Hackney\",\"G\",\"micro\",\"shops\""), "{}", promises[1]);
    assert!(promises[1].starts_with(&format!("\"2\",\"{}\"", terms::DomainName::parse(&first).unwrap())));
    assert!(to.join("promises.parquet").is_file() && to.join("findings.parquet").is_file());
    assert!(
        !std::fs::read_dir(&to).unwrap().any(|f| f.unwrap().path().extension().is_some_and(|e| e == "part"))
    );

    // The same list again asks nobody, another list is refused.
    drop(server);
    let again = run(check(&path, &to, &resolver, &[])).await;
    assert!(again.out.contains("goes on: 40 of 40 names were looked at."), "{}", again.out);
    let other = scratch.write("other.txt", "bakery.example\n");
    let refused = run(check(&other, &to, &resolver, &[])).await;
    assert_eq!(refused.code, 1);
    assert!(refused.err.contains("holds a run over another list"), "{}", refused.err);
    assert!(refused.err.contains("what to do: Name another folder with --to"), "{}", refused.err);
}

#[tokio::test(flavor = "multi_thread")]
async fn better_rules_judge_old_answers_with_no_port_open() {
    let scratch = Scratch::new();
    let server = names().await;
    let path = scratch.write("shops.csv", &list(60));
    let to = scratch.path("run");
    run(check(&path, &to, &server.address().to_string(), &[])).await;
    drop(server);
    std::fs::remove_file(&path).unwrap();
    let read = |name: &str| std::fs::read(to.join(name)).unwrap();
    let files = ["promises.csv", "findings.csv", "promises.parquet", "findings.parquet"];
    let before: Vec<Vec<u8>> = files.iter().map(|name| read(name)).collect();
    for name in files {
        std::fs::remove_file(to.join(name)).unwrap();
    }
    let mut command = watchhouse();
    command.args(["city", "judge"]).arg(&to);
    let told = run(command).await;
    assert_eq!(told.code, 0, "{told:?}");
    assert!(told.out.starts_with("60 names were looked at; "), "{}", told.out);
    for (name, before) in files.iter().zip(before) {
        assert!(read(name) == before, "{name} differs from what the run itself wrote");
    }
    let mut command = watchhouse();
    command.args(["city", "judge"]).arg(&to).arg("--before").arg(scratch.path("earlier"));
    let no_earlier = run(command).await;
    assert!(no_earlier.err.contains("there is no run in"), "{}", no_earlier.err);
    let mut command = watchhouse();
    command.args(["city", "judge"]).arg(&scratch.0);
    let none = run(command).await;
    assert!(none.err.contains("there is no run in"), "{}", none.err);
}

/// What a journal holds.
struct Kept {
    lines: Vec<u64>,
    late: BTreeSet<u64>,
}

impl Kept {
    fn of(folder: &Path) -> Self {
        let (mut lines, mut late) = (Vec::new(), BTreeSet::new());
        cohort::Journal::open(&folder.join("answers.journal"), |line| lines.push(line)).unwrap();
        lines.sort_unstable();
        let mut ordered = cohort::Ordered::open(&folder.join("answers.journal")).unwrap();
        for placed in ordered.looks.clone() {
            let look = ordered.look(placed).unwrap();
            let answers = look.answers(&ordered.shared);
            if answers.iter().any(|answer| answer.outcome == checkup::Outcome::TimedOut) {
                late.insert(placed.line);
            }
        }
        Self { lines, late }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_that_is_killed_again_and_again_comes_to_the_same() {
    const FIRMS: usize = 900;
    let scratch = Scratch::new();
    let server = names().await;
    let resolver = server.address().to_string();
    let path = scratch.write("shops.csv", &list(FIRMS));
    let (whole, broken) = (scratch.path("whole"), scratch.path("broken"));
    let told = run(check(&path, &whole, &resolver, &["--format", "csv"])).await;
    assert!(told.out.starts_with("900 names"), "{told:?}");

    let journal = broken.join("answers.journal");
    let length = || std::fs::metadata(&journal).map_or(0, |data| data.len());
    let mut kills = 0;
    for life in 0..12 {
        let before = length();
        let mut command = check(&path, &broken, &resolver, &["--format", "csv", "--rate", "300"]);
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        // Killed once it has kept something more, at another moment each time.
        for _ in 0..600 {
            tokio::time::sleep(Duration::from_millis(20)).await;
            if length() > before.max(8) || child.try_wait().unwrap().is_some() {
                break;
            }
        }
        tokio::time::sleep(Duration::from_millis(37 * life)).await;
        let is_over = child.try_wait().unwrap().is_some();
        child.kill().unwrap();
        child.wait().unwrap();
        if is_over {
            break;
        }
        kills += 1;
        if life % 3 == 2 {
            // As a power cut would leave it: the last block is torn.
            let file = std::fs::OpenOptions::new().write(true).open(&journal).unwrap();
            file.set_len(length().saturating_sub(5).max(8)).unwrap();
        }
    }
    assert!(kills >= 2, "the run was over before it could be killed");
    let told = run(check(&path, &broken, &resolver, &["--format", "csv"])).await;
    assert!(told.out.contains("900 names were looked at; "), "{}", told.out);
    // On a busy machine a question may come too late in one of the runs; such names are known, and left aside.
    let (of_whole, of_broken) = (Kept::of(&whole), Kept::of(&broken));
    assert_eq!(of_whole.lines, of_broken.lines, "every name is there, and once");
    assert_eq!(of_whole.lines.len(), FIRMS);
    let late: BTreeSet<u64> = of_whole.late.union(&of_broken.late).copied().collect();
    assert!(late.len() < FIRMS / 2, "{} names were answered too late", late.len());
    for name in ["promises.csv", "findings.csv", "left-out.csv"] {
        let in_time = |folder: &Path| {
            let line = |row: &String| row.split('"').nth(1).and_then(|line| line.parse::<u64>().ok());
            let mut rows = rows(folder, name);
            rows.retain(|row| line(row).is_none_or(|line| !late.contains(&line)));
            rows
        };
        assert_eq!(in_time(&whole), in_time(&broken), "{name} after {kills} kills");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn counts_of_a_list_are_kept_as_a_cohort_and_members_are_looked_at_as_in_the_night() {
    let scratch = Scratch::new();
    let data = scratch.path("data");
    // A centre with members, made and closed again.
    let centre = program::open(&data, &["--demo", "--members", "30", "--seed", "7"]);
    centre.stop();
    let server = names().await;
    let resolver = server.address().to_string();
    let path = scratch.write("shops.csv", &list(30));
    let data_text = data.display().to_string();
    let told =
        run(check(&path, &scratch.path("run"), &resolver, &["--store", "shops", "--data", &data_text])).await;
    assert!(told.out.contains("are kept as the cohort shops."), "{told:?}");
    let reserved = run(check(&path, &scratch.path("run"), &resolver, &["--store", "members"])).await;
    assert!(reserved.err.contains("the centre counts `members`"), "{}", reserved.err);

    let mut command = watchhouse();
    command.args(["city", "check", "--from", "members", "--resolver", &resolver, "--data", &data_text]);
    let told = run(command).await;
    assert_eq!(told.code, 0, "{told:?}");
    assert!(told.out.contains("domains of members were looked at; "), "{}", told.out);
    assert!(!told.out.starts_with("0 domains"), "{}", told.out);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_asked_to_be_left_alone_is_in_no_run_and_when_all_looking_is_stopped_there_is_none() {
    let scratch = Scratch::new();
    let data = scratch.path("data");
    std::fs::create_dir(&data).unwrap();
    let keys = Keys::open(&data, &SystemChance).unwrap();
    let store = Store::open(Place::Folder(data.clone()), keys, Arc::new(SystemChance)).await.unwrap();
    let (by, now) = (Actor::CommandLine, SystemClock.now());
    let quiet = firms(1).remove(0);
    let wish = NewWish {
        place: StayAway::Name(terms::DomainName::parse(&quiet).unwrap()),
        way: WishWay::Staff,
        asked_by: terms::PlainLine::parse("Its owner").unwrap(),
        reason: None,
    };
    store.keep_away(&wish, &by, now).await.unwrap();

    let server = names().await;
    let resolver = server.address().to_string();
    let path = scratch.write("shops.txt", &format!("{}\nshop.{quiet}\n", firms(6).join("\n")));
    let to = scratch.path("run");
    let data = data.display().to_string();
    let told = run(check(&path, &to, &resolver, &["--data", &data])).await;
    assert!(told.out.starts_with("5 names were looked at; "), "{}", told.out);
    assert!(told.out.contains("2 names were left alone, as their owners wish."), "{}", told.out);
    assert_eq!(told.code, 0, "{told:?}");
    let promises = std::fs::read_to_string(to.join("promises.csv")).unwrap();
    assert!(!promises.contains(&quiet), "{promises}");

    store.stop_looking(&terms::PlainLine::parse("A fault").unwrap(), &by, now).await.unwrap();
    store.close().await;
    let told = run(check(&path, &scratch.path("other"), &resolver, &["--data", &data])).await;
    assert_eq!(told.code, 1, "{told:?}");
    assert!(told.err.contains("all looking is stopped"), "{}", told.err);
}

/// Passes questions on, but loses those about one name for a while, as a full network does.
async fn loses(lost_for: Duration, about: String, server: SocketAddr) -> SocketAddr {
    let front = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let address = front.local_addr().unwrap();
    let label = about.split('.').next().unwrap().to_ascii_lowercase();
    tokio::spawn(async move {
        let (mut began, mut packet) = (None, [0; 4096]);
        loop {
            let (length, from) = front.recv_from(&mut packet).await.unwrap();
            let question = packet[..length].to_ascii_lowercase();
            let is_about = question.windows(label.len()).any(|seen| seen == label.as_bytes());
            if is_about && began.get_or_insert_with(Instant::now).elapsed() < lost_for {
                continue;
            }
            let back = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
            back.send_to(&packet[..length], server).await.unwrap();
            let mut answer = [0; 4096];
            if let Ok(Ok(length)) = tokio::time::timeout(Duration::from_secs(2), back.recv(&mut answer)).await
            {
                front.send_to(&answer[..length], from).await.unwrap();
            }
        }
    });
    address
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_that_gave_no_answer_in_time_has_a_second_turn() {
    let scratch = Scratch::new();
    let server = names().await;
    let late = firms(3).remove(1);
    // As long as a question waits for its answer.
    let front = loses(probe::QUESTION_DEADLINE, late.clone(), server.address()).await;
    let path = scratch.write("shops.txt", &firms(3).join("\n"));
    let to = scratch.path("run");
    let told = run(check(&path, &to, &front.to_string(), &[])).await;
    assert!(told.out.starts_with("3 names were looked at; "), "{}", told.out);
    let kept = Kept::of(&to);
    assert_eq!(kept.lines.len(), 3);
    assert!(kept.late.is_empty(), "its second turn was answered: {:?}", kept.late);
}
