//! Reads every message of a folder or of an mbox and prints a line of JSON for each, then speed on the error stream.
//!
//! `cargo run --release -p message --example read -- [--sent|--words] [--brief] [--parser-alone] PATH…`

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::unwrap_used,
    reason = "a command line for measuring"
)]

use std::path::{Path, PathBuf};
use std::time::Instant;

use message::{Came, Reading};

/// The allocator of the program.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    let mut came = Came::Saved;
    let mut brief = false;
    let mut alone = false;
    let mut paths = Vec::new();
    for word in std::env::args().skip(1) {
        match word.as_str() {
            "--sent" => came = Came::SentToUs,
            "--words" => came = Came::Words,
            "--parser-alone" => alone = true,
            "--brief" => brief = true,
            _ => gather(Path::new(&word), &mut paths),
        }
    }
    paths.sort();
    let mut micros: Vec<u128> = Vec::new();
    let mut bytes = 0;
    for path in paths {
        let Ok(held) = std::fs::read(&path) else { continue };
        let begin = Instant::now();
        if alone {
            std::hint::black_box(mail_parser::MessageParser::default().parse(&held));
            micros.push(begin.elapsed().as_micros());
            bytes += held.len();
            continue;
        }
        let reading = message::read(&held, came);
        let took = begin.elapsed().as_micros();
        micros.push(took);
        bytes += held.len();
        if !brief {
            println!("{}", line(&path, &reading, took));
        }
    }
    let total: u128 = micros.iter().sum();
    let count = micros.len();
    micros.sort_unstable();
    let at = |share: f64| {
        micros
            .get(((count as f64 * share) as usize).min(count.saturating_sub(1)))
            .copied()
            .unwrap_or_default()
    };
    eprintln!(
        "{count} messages, {bytes} bytes, {:.0} a second, micros p50 {} p95 {} p99 {} worst {}",
        count as f64 / (total.max(1) as f64 / 1e6),
        at(0.5),
        at(0.95),
        at(0.99),
        at(1.0)
    );
}

fn gather(path: &Path, paths: &mut Vec<PathBuf>) {
    if path.is_dir() {
        for entry in std::fs::read_dir(path).unwrap().flatten() {
            gather(&entry.path(), paths);
        }
    } else {
        paths.push(path.to_owned());
    }
}

fn line(path: &Path, reading: &Reading, micros: u128) -> serde_json::Value {
    serde_json::json!({
        "file": path.file_name().map(|name| name.to_string_lossy()),
        "way": format!("{:?}", reading.way),
        "kept": format!("{:?}", reading.kept),
        "name": reading.headers.from.first().map(|from| &from.name),
        "from": reading.headers.from.first().map(|from| &from.address),
        "subject": reading.headers.subject,
        "text": reading.body.text.len(),
        "begins": reading.body.text.chars().take(120).collect::<String>(),
        "history": reading.body.history.len(),
        "hidden": reading.body.hidden.iter().map(|hidden| format!("{:?} {}", hidden.how, hidden.text.chars().take(80).collect::<String>())).collect::<Vec<_>>(),
        "links": reading.links.len(),
        "pictures": reading.body.pictures,
        "enclosures": reading.enclosures.iter().map(|held| format!("{} {} {}", held.declared, held.name, held.bytes.len())).collect::<Vec<_>>(),
        "flags": reading.flags.iter().map(|flag| format!("{flag:?}")).collect::<Vec<_>>(),
        "hops": reading.headers.hops.len(),
        "results": reading.headers.results.len(),
        "note": reading.reporter.as_ref().map(|reporter| reporter.note.chars().take(200).collect::<String>()),
        "micros": micros as u64,
    })
}
