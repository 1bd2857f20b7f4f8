//! How fast a city's index is, how much memory it takes, what it finds, and how often it cries wolf.
//!
//! `city [FIRMS] [NAMES]` builds an index of a million made-up firms and holds five million made-up new names
//! against it. `city recall FIRMS < pairs` reads lines of `kind firm name` and tells for each kind how many names
//! the index of so many firms finds; `benches/lookalikes_recall.py` makes such pairs. `city sample MANY` prints
//! names of made-up firms.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a bench stops where it cannot go on"
)]

mod names;

use std::collections::BTreeMap;
use std::io::{BufRead as _, Write as _};
use std::time::Instant;

use lookalikes::{Index, Lines, TOLD_FROM};
use names::Draw;
use terms::DomainName;

const SEED: u64 = 2026;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number =
        |at: usize, usual: usize| arguments.get(at).and_then(|text| text.parse().ok()).unwrap_or(usual);
    let mut out = std::io::stdout().lock();
    match arguments.first().map(String::as_str) {
        Some("sample") => {
            for name in Draw(SEED + 1).names(number(1, 200)) {
                writeln!(out, "{name}").expect("output");
            }
        }
        Some("recall") => recall(number(1, 10_000), &mut out),
        _ => speed(number(0, 1_000_000), number(1, 5_000_000), &mut out),
    }
}

/// The most memory that this process ever had, in megabytes, as Linux tells.
fn peak_memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|rest| rest.split_whitespace().next()?.parse::<u64>().ok()).unwrap_or_default() / 1024
}

/// The processor time that this process used so far, in seconds, as Linux tells in hundredths.
fn processor_time() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let behind_name = stat.rsplit_once(") ").map(|(_, rest)| rest).unwrap_or_default();
    let ticks = behind_name.split_whitespace().skip(11).take(2).filter_map(|field| field.parse::<f64>().ok());
    ticks.sum::<f64>() / 100.0
}

fn speed(firms: usize, new: usize, out: &mut impl std::io::Write) {
    let made = Draw(SEED).names(firms);
    let (started, before) = (Instant::now(), processor_time());
    let index = Index::build(made).expect("an index");
    let (clock, work) = (started.elapsed().as_secs_f64(), processor_time() - before);
    let (many, packed) = (index.len(), index.bytes() >> 20);
    writeln!(out, "{many} firms indexed in {clock:.2} s ({work:.2} s of processor), {packed} MB packed")
        .expect("output");
    let mut draw = Draw(SEED + 7);
    let (mut told, mut light, mut ours, mut names, mut worst) = (0_u64, 0_u64, 0_u64, 0_u64, 0);
    let mut causes: BTreeMap<String, u64> = BTreeMap::new();
    let (mut seconds, mut worked) = (0.0, 0.0);
    while names < new as u64 {
        let piece: String = (0..500_000).map(|_| format!("{}\n", draw.name())).collect();
        let (started, before) = (Instant::now(), processor_time());
        let (mut lines, mut seen) = (Lines::new(), Vec::new());
        lines.feed(piece.as_bytes(), |name| seen.push(name));
        let threads = std::thread::available_parallelism().unwrap_or(std::num::NonZeroUsize::MIN);
        for hits in index.hits_of_all(&seen, threads) {
            worst = worst.max(hits.len());
            match hits.first() {
                Some(hit) if hit.weight >= TOLD_FROM => {
                    told += 1;
                    let kinds: Vec<&str> = hit.kinds.iter().map(|kind| kind.name()).collect();
                    *causes.entry(kinds.join(" ")).or_default() += 1;
                }
                Some(_) => light += 1,
                None => {}
            }
        }
        seconds += started.elapsed().as_secs_f64();
        worked += processor_time() - before;
        names += lines.names();
        ours +=
            piece.lines().filter_map(|l| DomainName::parse_bare(l).ok()).filter(|n| index.holds(n)).count()
                as u64;
    }
    let (by_clock, by_work) = (names as f64 / seconds, names as f64 / worked);
    writeln!(
        out,
        "{names} new names: {by_clock:.0} a second by the clock, {by_work:.0} a second of processor"
    )
    .expect("output");
    let share = |many: u64| 100.0 * many as f64 / names as f64;
    writeln!(
        out,
        "{:.3} % told, {:.3} % too light to tell, {:.3} % are firms' own, {worst} hits at most",
        share(told),
        share(light),
        share(ours)
    )
    .expect("output");
    let mut causes: Vec<(String, u64)> = causes.into_iter().collect();
    causes.sort_by_key(|(_, many)| std::cmp::Reverse(*many));
    for (kinds, many) in causes.iter().take(8) {
        writeln!(out, "    {:.3} % {kinds}", share(*many)).expect("output");
    }
    writeln!(out, "{} MB at most, the list of names included", peak_memory()).expect("output");
}

/// What one kind came to.
#[derive(Default)]
struct Count {
    all: u64,
    found: u64,
    told: u64,
    missed: Vec<String>,
}

fn recall(firms: usize, out: &mut impl std::io::Write) {
    let pairs: Vec<String> = std::io::stdin().lock().lines().map(|line| line.expect("a line")).collect();
    let parts = |line: &str| -> Option<(String, DomainName, DomainName)> {
        let mut words = line.split_whitespace();
        let kind = words.next()?.to_owned();
        Some((kind, DomainName::parse_bare(words.next()?).ok()?, DomainName::parse_bare(words.next()?).ok()?))
    };
    let sample = pairs.iter().filter_map(|line| Some(parts(line)?.1));
    let index = Index::build(Draw(SEED).names(firms).into_iter().chain(sample)).expect("an index");
    let mut counts: BTreeMap<String, Count> = BTreeMap::new();
    let (mut unread, mut ours) = (0, 0);
    for line in &pairs {
        let Some((kind, firm, name)) = parts(line) else {
            unread += 1;
            continue;
        };
        if index.holds(&name) {
            ours += 1;
            continue;
        }
        let hits = index.hits(&name);
        let hit = hits.iter().find(|hit| hit.firm == firm.as_ascii());
        let count = counts.entry(kind).or_default();
        count.all += 1;
        count.found += u64::from(hit.is_some());
        count.told += u64::from(hit.is_some_and(|hit| hit.weight >= TOLD_FROM));
        if hit.is_none_or(|hit| hit.weight < TOLD_FROM) && count.missed.len() < 8 {
            let weight = hit.map_or("not found".to_owned(), |hit| hit.weight.to_string());
            count.missed.push(format!("{} {} ({weight})", firm.to_unicode(), name.to_unicode()));
        }
    }
    for (kind, count) in &counts {
        let share = |many: u64| 100.0 * many as f64 / count.all.max(1) as f64;
        writeln!(
            out,
            "{kind:<14} {:>9} names {:>8.3} % found {:>8.3} % told",
            count.all,
            share(count.found),
            share(count.told)
        )
        .expect("output");
        for missed in &count.missed {
            writeln!(out, "    {missed}").expect("output");
        }
    }
    writeln!(out, "{ours} names are another firm's own; {unread} lines could not be read as names")
        .expect("output");
}
