//! Links the reports of a folder (`reports.csv.gz`, `truth_reports.csv.gz`, `truth_mentions.csv.gz`) and prints the figures.
//! `reports [--threads N] [--live N] [--model] [--without-wording] [--wrong] FOLDER…`
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::type_complexity,
    missing_docs,
    reason = "a measure, not the house"
)]

mod measure;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::time::Instant;

use linking::reports::{Evidence, Linker, read_csv};
use linking::tables::Table;
use measure::{cpu_seconds, peak, read};

fn main() {
    let mut threads = 2;
    let mut live = 0;
    let mut show_model = false;
    let mut left_out = Vec::new();
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--threads" => threads = arguments.next().unwrap().parse().unwrap(),
            "--live" => live = arguments.next().unwrap().parse().unwrap(),
            "--model" => show_model = true,
            "--wrong" => {}
            "--without-wording" => left_out = vec![Evidence::Wording, Evidence::Quote],
            folder => run(folder, threads, live, show_model, &left_out),
        }
    }
}

fn run(folder: &str, threads: usize, live: usize, show_model: bool, left_out: &[Evidence]) {
    let bytes = read(&format!("{folder}/reports.csv.gz"));
    let (begun, cpu) = (Instant::now(), cpu_seconds());
    let batch = read_csv(&bytes);
    drop(bytes);
    let loaded = cpu_seconds();
    let held_back = batch.reports.len() - live.min(batch.reports.len());
    let mut linker = Linker::learn_without(&batch.reports[..held_back], left_out, threads);
    println!(
        "== {folder}: {} reports ({} bad rows); {:.1} s wall, {:.2} CPU s ({:.2} reading the file), peak {:.2} GiB; model {}",
        linker.len(),
        batch.bad,
        begun.elapsed().as_secs_f64(),
        cpu_seconds() - cpu,
        loaded - cpu,
        peak(),
        linker.model().fingerprint()
    );
    if show_model {
        println!("{}", linker.model().to_toml().unwrap());
    }
    if live > 0 {
        let (mut added, mut settled) = (Vec::new(), Vec::new());
        for report in &batch.reports[held_back..] {
            let begun = Instant::now();
            linker.add(report).unwrap();
            added.push(begun.elapsed().as_secs_f64() * 1e3);
            let begun = Instant::now();
            linker.settle();
            settled.push(begun.elapsed().as_secs_f64() * 1e3);
        }
        for (what, mut took) in [("links told", added), ("networks formed anew", settled)] {
            let whole: f64 = took.iter().sum();
            took.sort_by(f64::total_cmp);
            println!(
                "   live, {what}: {live} reports, {:.0} a second, median {:.3} ms, p99 {:.3} ms, longest {:.1} ms",
                live as f64 / whole * 1e3,
                took[took.len() / 2],
                took[took.len() * 99 / 100],
                took[took.len() - 1]
            );
        }
    }
    figures(folder, &linker);
}

fn figures(folder: &str, linker: &Linker) {
    let truth = Table::read_csv(&read(&format!("{folder}/truth_reports.csv.gz")));
    let of: HashMap<String, &str> = (0..truth.rows())
        .map(|r| (truth.cell(r, "report_id").to_uppercase(), truth.cell(r, "network_id")))
        .collect();
    let networks = linker.networks();
    let mut group: HashMap<&str, u64> = HashMap::new();
    for (number, members) in &networks {
        group.extend(members.iter().map(|m| (*m, *number)));
    }
    let (mut both, mut by_group, mut by_truth): (
        HashMap<(u64, &str), u64>,
        HashMap<u64, u64>,
        HashMap<&str, u64>,
    ) = Default::default();
    let mut alone = u64::MAX;
    for (id, truth) in &of {
        let label = group.get(id.as_str()).copied().unwrap_or_else(|| {
            alone -= 1;
            alone
        });
        *both.entry((label, truth)).or_default() += 1;
        *by_group.entry(label).or_default() += 1;
        *by_truth.entry(truth).or_default() += 1;
    }
    let pairs = |n: &u64| n * (n - 1) / 2;
    let (tp, pp, tt): (u64, u64, u64) = (
        both.values().map(pairs).sum(),
        by_group.values().map(pairs).sum(),
        by_truth.values().map(pairs).sum(),
    );
    let (p, r) = (tp as f64 / pp.max(1) as f64, tp as f64 / tt.max(1) as f64);
    let (mut bp, mut br) = (0.0, 0.0);
    for ((g, t), n) in &both {
        bp += (n * n) as f64 / by_group[g] as f64;
        br += (n * n) as f64 / by_truth[t] as f64;
    }
    let (bp, br) = (bp / of.len() as f64, br / of.len() as f64);
    let f = |a: f64, b: f64| if a + b > 0.0 { 2.0 * a * b / (a + b) } else { 0.0 };
    let mut parts: BTreeMap<u64, Vec<(u64, &str)>> = BTreeMap::new();
    for ((g, t), n) in &both {
        if by_truth[t] >= 10 && *n >= 10.min(by_truth[t] / 2) {
            parts.entry(*g).or_default().push((*n, t));
        }
    }
    let mut joins: Vec<_> = parts.into_iter().filter(|(_, p)| p.len() > 1).collect();
    joins.iter_mut().for_each(|(_, p)| p.sort_by(|a, b| b.cmp(a)));
    println!(
        "   pairs P {p:.4} R {r:.4} F1 {:.4}; B3 P {bp:.4} R {br:.4} F1 {:.4}; networks {}, largest {}; joins of two of ten or more: {}",
        f(p, r),
        f(bp, br),
        networks.len(),
        by_group.values().max().unwrap(),
        joins.len()
    );
    for (g, p) in joins.iter().take(8) {
        println!("      {} reports: {:?}", by_group[g], &p[..p.len().min(4)]);
        let members = |t: &str| {
            networks
                .iter()
                .find(|n| n.0 == *g)
                .unwrap()
                .1
                .iter()
                .filter(|m| of[**m] == t)
                .copied()
                .collect::<Vec<_>>()
        };
        let mut told: Vec<String> = Vec::new();
        for a in members(p[0].1) {
            for b in members(p[1].1) {
                let why = linker.explain_link(a, b).unwrap();
                if why.linked {
                    told.push(format!(
                        "{:.1} {:?}",
                        why.score,
                        why.shared
                            .iter()
                            .filter(|s| !s.hub)
                            .map(|s| (s.kind.word(), &s.key, s.reports, s.weight))
                            .collect::<Vec<_>>()
                    ));
                }
            }
        }
        told.sort();
        told.dedup();
        told.iter().take(5).for_each(|t| println!("         {t}"));
    }
    if !std::env::args().any(|argument| argument == "--wrong") {
        return;
    }
    let (mut right, mut wrong): (BTreeMap<String, (u32, u32)>, HashSet<(String, String)>) =
        Default::default();
    for id in of.keys() {
        for link in linker.links_of(id).into_iter().filter(|l| l.other > *id) {
            let told = linker.explain_link(id, &link.other).unwrap();
            let mut kinds: Vec<&str> = told.shared.iter().filter(|s| !s.hub).map(|s| s.kind.word()).collect();
            kinds.sort_unstable();
            let cell = right.entry(kinds.join("+")).or_default();
            if of[id] == of[&link.other] {
                cell.0 += 1
            } else {
                cell.1 += 1;
                wrong.insert((id.clone(), link.other));
            }
        }
    }
    let mut kinds: Vec<_> = right.into_iter().collect();
    kinds.sort_by_key(|k| std::cmp::Reverse(k.1.1));
    for k in kinds.iter().take(14) {
        println!("      {k:?}");
    }
    println!("      all right {} wrong {}", kinds.iter().map(|k| k.1.0).sum::<u32>(), wrong.len());
    let mut wrong: Vec<_> = wrong.into_iter().collect();
    wrong.sort();
    for (a, b) in wrong.iter().step_by(wrong.len() / 12 + 1) {
        let told = linker.explain_link(a, b).unwrap();
        println!(
            "      {:.1} {:?} {:?}",
            told.score,
            told.shared
                .iter()
                .map(|s| (s.kind.word(), s.key.as_str(), s.reports, s.weight))
                .collect::<Vec<_>>(),
            told.circumstances
        );
    }
}
