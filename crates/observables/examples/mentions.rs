//! Reads texts from the standard input and writes their mentions, for `benches/observables.py`.
//!
//! Each line in is JSON: `{"id": …, "texts": [[field or null, text], …]}`. Each line out is JSON: the id and the mentions,
//! each with the index of its text. With `--speed SECONDS` the whole input is plain text, and bytes a second are told.

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a program for measuring speaks on its terminal"
)]

use std::io::{BufRead, Read, Write};
use std::time::{Duration, Instant};

use observables::{Chain, Kind, Platform, read, read_field};
use serde_json::{Value, json};

fn main() {
    let mut arguments = std::env::args().skip(1);
    if arguments.next().as_deref() == Some("--speed") {
        let seconds = arguments.next().and_then(|s| s.parse().ok()).unwrap_or(3);
        return speed(Duration::from_secs(seconds));
    }
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        let line: Value = serde_json::from_str(&line.unwrap()).unwrap();
        let mut mentions = Vec::new();
        for (index, text) in line["texts"].as_array().unwrap().iter().enumerate() {
            let words = text[1].as_str().unwrap();
            let found = match text[0].as_str().and_then(field) {
                Some(kind) => read_field(kind, words),
                None => read(words),
            };
            mentions.extend(found.into_iter().map(|one| {
                let registrable = one.registrable();
                json!({"text": index, "kind": one.kind.word(), "value": one.value, "key": one.key(), "name": registrable,
                       "account": one.british_account(), "start": one.written.start, "end": one.written.end,
                       "form": one.form, "check": one.check, "placeholder": one.placeholder})
            }));
        }
        writeln!(out, "{}", json!({"id": line["id"], "mentions": mentions})).unwrap();
    }
}

fn field(name: &str) -> Option<Kind> {
    Some(match name {
        "phone" => Kind::Phone,
        "email" => Kind::Email,
        "url" => Kind::Url,
        "account" => Kind::SortCodeAccount,
        "wallet" => Kind::Wallet(Chain::Bitcoin),
        "handle" => Kind::Handle(Platform::Unsaid),
        "ip" => Kind::Ip,
        "device" => Kind::Device,
        _ => return None,
    })
}

fn speed(at_least: Duration) {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text).unwrap();
    let begun = Instant::now();
    let (mut bytes, mut mentions) = (0, 0);
    while begun.elapsed() < at_least {
        for part in text.lines() {
            mentions += read(part).len();
        }
        bytes += text.len();
    }
    let seconds = begun.elapsed().as_secs_f64();
    let megabytes = bytes as f64 / 1e6 / seconds;
    println!("{megabytes:.1} MB/s, {:.0} mentions/s", mentions as f64 / seconds);
}
