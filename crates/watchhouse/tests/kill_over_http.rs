//! `kill -9` of the whole running centre while people write over HTTP: whoever was told that they
//! are signed in is signed in after the restart, and the ledger is whole.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test stops where it cannot go on"
)]

mod program;

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use program::{Scratch, ask, open, run};

/// How often the centre is killed.
const KILLS: u32 = 100;
/// How long it may take to be ready again.
const BACK_IN: Duration = Duration::from_secs(2);
/// People who write at the same time.
const WRITERS: usize = 2;

#[test]
fn whoever_was_told_that_they_are_in_is_in_after_every_kill() {
    let kills = if std::env::var_os("WATCHHOUSE_TEST_QUICK").is_some() { KILLS / 10 } else { KILLS };
    let scratch = Scratch::new();
    let data = scratch.path("data");
    let (mut told, mut all, mut slowest): (Vec<String>, usize, _) = (Vec::new(), 0, Duration::ZERO);
    for kill in 0..kills {
        let house = open(&data, &["--demo", "--members", "20"]);
        let port = house.address.port();
        if kill > 0 {
            slowest = slowest.max(house.opened_in);
        }
        for cookie in told.drain(..) {
            assert!(is_in(house.address, &cookie), "life {kill}: an acknowledged sign-in is lost");
        }
        // Not random but spread: from the first write to far into the writes.
        let until = Instant::now() + Duration::from_millis(u64::from(10 + kill * 37 % 150));
        let writers: Vec<_> = (0..WRITERS)
            .map(|_| std::thread::spawn(move || sign_in_again_and_again(house_at(port), until)))
            .collect();
        std::thread::sleep(until.saturating_duration_since(Instant::now()));
        house.kill();
        told = writers.into_iter().flat_map(|writer| writer.join().unwrap()).collect();
        all += told.len();
    }
    println!("{kills} kills, {all} acknowledged writes over HTTP, 0 lost, ready in {slowest:?} at most");
    assert!(all > kills as usize, "people hardly wrote: {all} in {kills} lives");
    assert!(slowest <= BACK_IN, "it took {slowest:?} to be ready");
    let ledger = run(&["--data", data.to_str().unwrap(), "ledger", "verify"]);
    assert_eq!(ledger.code, 0, "{}{}", ledger.out, ledger.err);
}

fn house_at(port: u16) -> SocketAddr {
    SocketAddr::from(([127, 0, 0, 1], port))
}

/// Signs in until the centre is gone; the cookies that were handed out whole.
fn sign_in_again_and_again(address: SocketAddr, until: Instant) -> Vec<String> {
    let head = format!(
        "POST /demonstration/sign-in HTTP/1.1\r\nOrigin: http://localhost:{}\r\nContent-Type: application/x-www-form-urlencoded",
        address.port()
    );
    let mut cookies = Vec::new();
    while Instant::now() < until + Duration::from_millis(50) {
        match ask(address, &head, "role=manager") {
            Ok(answer) => cookies.extend(cookie_in(&answer)),
            Err(_) => break,
        }
    }
    cookies
}

fn cookie_in(answer: &str) -> Option<String> {
    let line = answer.lines().find_map(|line| line.strip_prefix("set-cookie: "))?;
    let cookie = line.split(';').next()?.to_owned();
    answer.contains("\r\n\r\n").then_some(cookie)
}

fn is_in(address: SocketAddr, cookie: &str) -> bool {
    ask(address, &format!("GET /desk HTTP/1.1\r\nCookie: {cookie}"), "").unwrap().starts_with("HTTP/1.1 200")
}
