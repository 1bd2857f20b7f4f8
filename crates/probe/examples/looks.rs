//! Looks at names as `watchhouse check --json` does, without the rest of the house, so that what is measured is built in a
//! minute: `benches/checkup_agreement.py` and `benches/beside_checkdmarc.py` take it as their `--program`.
//!
//! `cargo run --release -p probe --example looks -- check --json (--resolver ADDR:PORT | --recurse --root ADDR [--anchor DS]
//! [--per-second 0]) (NAME… | -)`: one line of JSON for each name, in order.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a tool for measuring stops where it cannot go on, and is its own edge"
)]

use std::collections::BTreeMap;
use std::io::Write;
use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::sync::Arc;

use checkup::{Judgement, Level};
use probe::{Asker, RecursionRules, Round, TrustAnchor};
use ring::rand::SecureRandom as _;
use serde::Serialize;
use terms::edge::{Chance, Clock};
use terms::{DomainName, Timestamp};
use tokio::task::JoinSet;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// How many names are looked at at the same time, as the program does it.
const AT_ONCE: usize = 96;

struct Machine(ring::rand::SystemRandom);
impl Clock for Machine {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}
impl Chance for Machine {
    fn fill(&self, bytes: &mut [u8]) {
        self.0.fill(bytes).unwrap();
    }
}

#[derive(Default)]
struct Args {
    resolver: Option<SocketAddr>,
    roots: Vec<SocketAddr>,
    anchors: Vec<TrustAnchor>,
    per_second: u32,
    names: Vec<String>,
}

fn address(text: &str) -> SocketAddr {
    text.parse().unwrap_or_else(|_| SocketAddr::new(text.parse().unwrap(), 53))
}

fn args() -> Args {
    let mut args = Args::default();
    let mut typed = std::env::args().skip(1);
    while let Some(word) = typed.next() {
        let mut value = || typed.next().unwrap();
        match word.as_str() {
            "check" | "--json" | "--recurse" => {}
            "--resolver" => args.resolver = Some(address(&value())),
            "--root" => args.roots.push(address(&value())),
            "--anchor" => args.anchors.push(TrustAnchor::parse(&value()).unwrap()),
            "--per-second" => args.per_second = value().parse().unwrap(),
            "-" => args.names.extend(std::io::stdin().lines().map(|line| line.unwrap().trim().to_owned())),
            name => args.names.push(name.to_owned()),
        }
    }
    args
}

async fn asker(args: &Args) -> Asker {
    let machine = Arc::new(Machine(ring::rand::SystemRandom::new()));
    if let Some(resolver) = args.resolver {
        return Asker::open(&[resolver], machine.clone(), machine).await.unwrap();
    }
    let rules = RecursionRules {
        roots: args.roots.clone(),
        anchors: args.anchors.clone(),
        most_a_second: NonZeroU32::new(args.per_second),
        ..RecursionRules::default()
    };
    Asker::recursing(rules, machine.clone(), machine).unwrap()
}

#[derive(Serialize)]
struct Line<'a> {
    typed: &'a str,
    asked: usize,
    #[serde(flatten)]
    judgement: &'a Judgement,
}

async fn look(round: Round, typed: String) -> String {
    let domain = DomainName::parse(&typed).unwrap_or_else(|error| panic!("{typed}: {error}"));
    let look = round.look(&domain, Level::Records).await;
    let judgement = checkup::judge(&domain, &look.answers, look.level, look.ended_at);
    let line = Line { typed: &typed, asked: look.answers.len(), judgement: &judgement };
    serde_json::to_string(&line).unwrap() + "\n"
}

#[tokio::main]
async fn main() {
    let args = args();
    let round = asker(&args).await.round();
    let mut names = args.names.into_iter().filter(|name| !name.is_empty()).enumerate();
    let (mut tasks, mut ready, mut written) = (JoinSet::new(), BTreeMap::new(), 0);
    let mut out = std::io::stdout().lock();
    loop {
        while tasks.len() < AT_ONCE
            && let Some((number, name)) = names.next()
        {
            let round = round.clone();
            tasks.spawn(async move { (number, look(round, name).await) });
        }
        let Some(done) = tasks.join_next().await else { break };
        let (number, text) = done.unwrap();
        ready.insert(number, text);
        while let Some(text) = ready.remove(&written) {
            out.write_all(text.as_bytes()).unwrap();
            written += 1;
        }
    }
}
