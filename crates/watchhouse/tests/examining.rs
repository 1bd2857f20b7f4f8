//! Messages of strangers are examined by a process of its own, which can do nothing else, and whose end is the end of one message.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops where it cannot go on")]

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use message::Came;
use triage::Checked;
use watchhouse::examine::{Asked, write};
use watchhouse::examining::Examiner;
use watchhouse::shut_in::{Room, work_shut_in};
use web::ports::{Examine as _, Examinee, NotExamined};

const LONG: Duration = Duration::from_secs(60);

fn program() -> PathBuf {
    env!("CARGO_BIN_EXE_watchhouse").into()
}

fn message(bytes: &[u8]) -> Examinee {
    Examinee {
        bytes: bytes.to_vec(),
        came: Came::Words,
        own: vec!["firm.example".to_owned()],
        now: "2026-11-21T10:00:00Z".parse().unwrap(),
    }
}

/// A made-up child: a line of shell in place of the program.
fn shell(line: &str, longest: Duration) -> Examiner {
    Examiner::by("/bin/sh".into(), &["-c", line], longest)
}

#[tokio::test]
async fn a_message_comes_back_examined() {
    let examiner = Examiner::by(program(), &["examine"], LONG);
    let found = examiner.examine(message(b"Your parcel waits at parcel.example")).await.unwrap();
    assert_eq!(found.authentication.checked, Checked::NotChecked);
    assert!(!found.excerpt.contains("parcel.example"), "{}", found.excerpt);
    let large = vec![b'x'; 5_000_000];
    let large = examiner.examine(message(&large)).await;
    assert!(large.is_ok(), "a large one goes through the pipe: {large:?}");
    let empty = examiner.examine(message(b"")).await;
    assert!(empty.is_ok(), "an empty one too: {empty:?}");
}

#[tokio::test]
async fn many_that_are_examined_at_once_have_memory_enough_each() {
    const AT_ONCE: usize = 6;
    let each = (0..AT_ONCE).map(|_| {
        tokio::spawn(async {
            let examiner = Examiner::by(program(), &["examine"], LONG);
            for _ in 0..AT_ONCE {
                let found = examiner.examine(message(b"")).await;
                assert!(found.is_ok(), "{found:?}");
            }
        })
    });
    for each in each.collect::<Vec<_>>() {
        each.await.unwrap();
    }
}

#[tokio::test]
async fn a_child_that_is_killed_eats_memory_hangs_or_answers_rubbish_is_one_message_without_an_answer() {
    let killed = shell("kill -9 $$", LONG);
    assert_eq!(killed.examine(message(b"x")).await, Err(NotExamined::Broke));
    let hungry = shell("ulimit -v 100000; head -c 400000000 /dev/zero | tail", LONG);
    assert!(hungry.examine(message(b"x")).await.is_err());
    let rubbish = shell("echo '{\"verdict\":\"moon\"}'", LONG);
    assert_eq!(rubbish.examine(message(b"x")).await, Err(NotExamined::Rubbish));
    let endless = shell("cat /dev/zero", LONG);
    assert!(endless.examine(message(b"x")).await.is_err(), "what never ends is cut");
    let began = Instant::now();
    let hangs = shell("exec sleep 600", Duration::from_millis(300));
    assert_eq!(hangs.examine(message(b"x")).await, Err(NotExamined::TooLong));
    assert!(began.elapsed() < Duration::from_secs(30), "{:?}", began.elapsed());
    let missing = Examiner::by("/nowhere/at/all".into(), &[], LONG);
    assert_eq!(missing.examine(message(b"x")).await, Err(NotExamined::NotStarted));
    let examiner = Examiner::by(program(), &["examine"], LONG);
    assert!(examiner.examine(message(b"the next one")).await.is_ok());
}

#[test]
fn what_is_no_request_ends_the_child_with_a_failure() {
    let mut child = Command::new(program())
        .arg("examine")
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), b"no line\n").unwrap();
    assert!(!child.wait_with_output().unwrap().status.success());
}

/// Whoever is shut in can think and write, and nothing else. The test shuts a copy of itself in.
#[test]
fn whoever_is_shut_in_opens_no_file_no_socket_no_process_and_eats_no_memory() {
    const INSIDE: &str = "WATCHHOUSE_TEST_SHUT_IN";
    if std::env::var_os(INSIDE).is_none() {
        let me = std::env::current_exe().unwrap();
        let name = "whoever_is_shut_in_opens_no_file_no_socket_no_process_and_eats_no_memory";
        let done = Command::new(me)
            .args([name, "--exact", "--nocapture", "--test-threads=1"])
            .env(INSIDE, "yes")
            .output()
            .unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stdout));
        return;
    }
    work_shut_in(Room { memory: 2 << 30, seconds: 20 }, tries_to_get_out).unwrap();
}

/// How deep the work may go: far more than the stack that a process begins with.
fn deep(levels: u32) -> u64 {
    let here = std::hint::black_box([u64::from(levels); 128]);
    if levels == 0 { 0 } else { deep(levels - 1) + here[64] }
}

fn tries_to_get_out() {
    assert!(std::fs::File::open("/etc/passwd").is_err());
    assert!(std::fs::write("/tmp/watchhouse-shut-in", b"x").is_err());
    assert!(std::net::UdpSocket::bind("127.0.0.1:0").is_err());
    #[allow(clippy::disallowed_methods, reason = "the test is the process that tries to get out")]
    let got_out = std::net::TcpStream::connect("127.0.0.1:9");
    assert!(got_out.is_err());
    assert!(Command::new("/bin/true").status().is_err());
    assert!(Vec::<u8>::new().try_reserve_exact(3 << 30).is_err());
    assert_eq!(deep(4_000), 8_002_000, "its stack is there before the limits are");
    assert_eq!((0..1_000_u64).map(|n| n * n).sum::<u64>(), 332_833_500, "it can still think");
}

#[test]
fn the_command_says_what_it_thinks_of_files_folders_mailboxes_and_the_standard_input() {
    let folder = std::env::temp_dir().join(format!("watchhouse-triage-{}", std::process::id()));
    std::fs::create_dir_all(folder.join("deeper")).unwrap();
    std::fs::write(folder.join("one.txt"), "Your parcel waits").unwrap();
    std::fs::write(
        folder.join("deeper/box.mbox"),
        "From a@b.example Sat\nSubject: one\n\nx\n\nFrom c Sun\nSubject: two\n\ny\n",
    )
    .unwrap();
    let run = Command::new(program()).args(["triage", "--now", "1790000000"]).arg(&folder).output().unwrap();
    let lines: Vec<serde_json::Value> = run
        .stdout
        .split(|byte| *byte == b'\n')
        .filter(|line| !line.is_empty())
        .map(|line| serde_json::from_slice(line).unwrap())
        .collect();
    assert_eq!(lines.len(), 3, "{}", String::from_utf8_lossy(&run.stdout));
    assert!(lines.iter().all(|line| line["examination"]["rules"].is_u64()));
    assert!(run.status.success());
    let gone = Command::new(program()).args(["triage", "/nowhere/at/all"]).output().unwrap();
    assert!(!gone.status.success());
    let mut child = Command::new(program())
        .args(["triage", "-", "--came", "words"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), b"Is this real?").unwrap();
    assert!(String::from_utf8_lossy(&child.wait_with_output().unwrap().stdout).contains("\"file\":\"-\""));
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn a_request_is_a_line_and_then_the_message() {
    let mut pipe = Vec::new();
    let asked = Asked { came: "saved".to_owned(), now: 7, ..Asked::default() };
    write(&asked, b"x", &mut pipe).unwrap();
    assert_eq!(String::from_utf8(pipe).unwrap(), "{\"came\":\"saved\",\"now\":7,\"own\":[]}\nx");
}
