//! `kill -9` of the whole running centre while people tell what happened: what was received is there after the restart, and an
//! account that is sent again, because nobody knew whether it had arrived, is received once.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test stops where it cannot go on"
)]

mod program;

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use program::{Scratch, ask, open, run};

/// How often the centre is killed.
const KILLS: u32 = 20;
/// People who tell at the same time.
const WRITERS: u32 = 3;
/// The longest that people go on telling in one life.
const LIFE: Duration = Duration::from_millis(900);

/// Which account: in which life, by whom, and which of theirs.
type Which = (u32, u32, u32);

/// An account under a token that its sender made, so that it is known again.
fn tell(address: SocketAddr, (life, writer, n): Which) -> Option<(u16, String)> {
    let token = format!("{life:011}{writer:011}{n:011}AAAAAAAAAA");
    let head = format!(
        "POST /api/v1/reports HTTP/1.1\r\nContent-Type: application/json\r\nX-Forwarded-For: 10.{life}.{writer}.{}",
        n % 250
    );
    let body = format!(
        r#"{{"problem":"false-bill","manner":"named","draft":"{token}","account":{{"happened":"Bill {n}."}}}}"#
    );
    let answer = ask(address, &head, &body).ok()?;
    let status = answer.split(' ').nth(1)?.parse().ok()?;
    let (_, rest) = answer.split_once(r#""reference":""#)?;
    Some((status, rest.split_once('"')?.0.to_owned()))
}

/// Tells until the centre is gone. What was answered, and whose answer never came.
fn tell_again_and_again(
    address: SocketAddr,
    life: u32,
    writer: u32,
    until: Instant,
) -> (Vec<(Which, String)>, Option<Which>) {
    let mut told = Vec::new();
    for n in 0.. {
        if Instant::now() > until + Duration::from_secs(5) {
            break;
        }
        match tell(address, (life, writer, n)) {
            Some((201, reference)) => told.push(((life, writer, n), reference)),
            Some(other) => panic!("a new account was answered with {other:?}"),
            None => return (told, Some((life, writer, n))),
        }
    }
    (told, None)
}

#[test]
fn what_was_received_is_there_after_every_kill_and_what_is_sent_again_is_received_once() {
    let kills = if std::env::var_os("WATCHHOUSE_TEST_QUICK").is_some() { KILLS / 4 } else { KILLS };
    let scratch = Scratch::new();
    let data = scratch.path("data");
    let args = ["--set", "web.behind-proxy=true", "--set", "resolver.address=127.0.0.1:9"];
    let mut told: BTreeMap<Which, String> = BTreeMap::new();
    let (mut unsure, mut arrived) = (Vec::new(), 0);
    for life in 0..kills {
        let house = open(&data, &args);
        for which in unsure.drain(..) {
            let (status, reference) = tell(house.address, which).unwrap();
            arrived += u32::from(status == 200);
            told.insert(which, reference);
        }
        for (which, reference) in told.iter().rev().take(6) {
            let again = tell(house.address, *which);
            assert_eq!(
                again,
                Some((200, reference.clone())),
                "life {life}: {which:?} is lost, or there twice"
            );
        }
        let until = Instant::now() + LIFE.mul_f64(f64::from(1 + life * 7 % 20) / 20.0);
        let address = house.address;
        let writers: Vec<_> = (0..WRITERS)
            .map(|writer| std::thread::spawn(move || tell_again_and_again(address, life, writer, until)))
            .collect();
        std::thread::sleep(until.saturating_duration_since(Instant::now()));
        house.kill();
        for writer in writers {
            let (answered, last) = writer.join().unwrap();
            told.extend(answered);
            unsure.extend(last);
        }
    }
    let house = open(&data, &args);
    for (which, reference) in &told {
        let again = tell(house.address, *which);
        assert_eq!(again, Some((200, reference.clone())), "{which:?} is lost, or there twice");
    }
    house.kill();
    println!(
        "{kills} kills, {} accounts received, 0 lost, 0 there twice; {arrived} had arrived though nobody was told",
        told.len()
    );
    assert!(told.len() > kills as usize, "people hardly told: {}", told.len());
    let ledger = run(&["--data", data.to_str().unwrap(), "ledger", "verify"]);
    assert_eq!(ledger.code, 0, "{}{}", ledger.out, ledger.err);
}
