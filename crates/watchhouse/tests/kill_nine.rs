//! `kill -9` in the middle of writes: no acknowledged write is lost, and the centre is back at once.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test stops where it cannot go on"
)]

mod program;
mod writer;

use std::io::{BufRead, BufReader};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use program::Scratch;

/// How often the writer is killed.
const KILLS: u32 = 100;
/// How long it may take to be back, from start to the first answer.
const BACK_IN: Duration = Duration::from_secs(2);

#[test]
fn the_writer_that_is_killed() {
    writer::write_if_told();
}

#[test]
fn a_hundred_kills_lose_no_acknowledged_write() {
    let kills = if std::env::var_os("WATCHHOUSE_TEST_QUICK").is_some() { KILLS / 10 } else { KILLS };
    let scratch = Scratch::new();
    let (mut acknowledged, mut slowest) = (0, Duration::ZERO);
    for kill in 0..kills {
        // Not random but spread: from during the opening to far into the writes.
        let after = Duration::from_millis(u64::from(kill * 37 % 160));
        let (have, last, back) = one_life(&scratch, after);
        assert!(have >= acknowledged, "life {kill}: {acknowledged} were acknowledged and {have} are there");
        acknowledged = acknowledged.max(last);
        slowest = slowest.max(back);
    }
    println!("{kills} kills, {acknowledged} acknowledged writes, 0 lost, back in {slowest:?} at most");
    assert!(acknowledged > u64::from(kills), "the writer hardly wrote: {acknowledged} in {kills} lives");
    assert!(slowest <= BACK_IN, "it took {slowest:?} to be back");
    let runtime = tokio::runtime::Runtime::new().unwrap();
    assert_eq!(runtime.block_on(writer::is_whole(&scratch.0, acknowledged)), Ok(()));
}

/// One life of the writer: what it found, what it acknowledged last, and how long it took to open.
fn one_life(scratch: &Scratch, after: Duration) -> (u64, u64, Duration) {
    let began = Instant::now();
    let mut child = writer::command(&scratch.0, u64::MAX / 2).spawn().unwrap();
    let out = child.stdout.take().unwrap();
    let (lines, heard) = mpsc::channel();
    let reader = std::thread::spawn(move || {
        for line in BufReader::new(out).lines().map_while(Result::ok) {
            let _unheard = lines.send(line);
        }
    });
    let number = |line: &str, word: &str| line.strip_prefix(word)?.trim().parse::<u64>().ok();
    let deadline = Duration::from_secs(30);
    let have = loop {
        let line = heard.recv_timeout(deadline).expect("the writer says what it has");
        if let Some(have) = number(&line, "HAVE ") {
            break have;
        }
    };
    let back = began.elapsed();
    std::thread::sleep(after);
    child.kill().unwrap();
    child.wait().unwrap();
    reader.join().unwrap();
    let last = heard.try_iter().filter_map(|line| number(&line, "ACK ")).max().unwrap_or(have);
    (have, last, back)
}
