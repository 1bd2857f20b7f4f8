//! Links the sets of a folder (`records.csv[.gz]`, `truth.csv[.gz]`) with the automatic model and prints the figures.
//! `tables [--threads N] [--model] SET…`
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::type_complexity,
    missing_docs,
    reason = "a measure, not the house"
)]

mod measure;

use std::collections::HashMap;
use std::time::Instant;

use measure::{cpu_seconds, peak, read};

use linking::tables::{Table, dedupe, match_tables, propose};

fn main() {
    let mut threads = 2;
    let mut show_model = false;
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--threads" => threads = arguments.next().unwrap().parse().unwrap(),
            "--model" => show_model = true,
            set => run(set, threads, show_model),
        }
    }
}

fn run(set: &str, threads: usize, show_model: bool) {
    let begun = Instant::now();
    let cpu = cpu_seconds();
    let (records, truth_column) = if set.ends_with(".csv") {
        (std::fs::read(set).unwrap(), Some("truth"))
    } else {
        (read(&format!("{set}/records.csv.gz")), None)
    };
    let mut table = Table::read_csv(&records);
    drop(records);
    let truth: Vec<String> = match truth_column {
        Some(column) => {
            let truth = (0..table.rows()).map(|row| table.cell(row, column).to_owned()).collect();
            table = table.without(column);
            truth
        }
        None => {
            let truth = Table::read_csv(&read(&format!("{set}/truth.csv.gz")));
            let of: HashMap<&str, &str> =
                (0..truth.rows()).map(|r| (truth.cell(r, "id"), truth.cell(r, "cluster"))).collect();
            (0..table.rows())
                .map(|r| of.get(table.cell(r, "id")).copied().unwrap_or_default().to_owned())
                .collect()
        }
    };
    let loaded = cpu_seconds();
    let sources: Vec<String> = ["a", "b"].map(str::to_owned).to_vec();
    let two = !set.ends_with(".csv")
        && (0..table.rows()).any(|r| table.cell(r, "source") == "b")
        && (0..table.rows()).all(|r| sources.iter().any(|s| s == table.cell(r, "source")));
    let (linked, truth, truth_sources) = if two {
        let (left, right) = (table.only("source", "a"), table.only("source", "b"));
        let model = propose(&table);
        let order: Vec<String> = ["a", "b"]
            .iter()
            .flat_map(|s| {
                (0..table.rows())
                    .filter(|r| table.cell(*r, "source") == *s)
                    .map(|r| truth[r].clone())
                    .collect::<Vec<_>>()
            })
            .collect();
        let border = left.rows();
        (match_tables(&left, &right, &model, threads), order, Some(border))
    } else {
        (dedupe(&table, &propose(&table), threads), truth, None)
    };
    let rows = truth.len();
    println!(
        "== {set}: {rows} rows, {} compared, {} links; {:.1} s wall, {:.2} CPU s ({:.2} reading), peak {:.2} GiB",
        linked.compared,
        linked.links.len(),
        begun.elapsed().as_secs_f64(),
        cpu_seconds() - cpu,
        loaded - cpu,
        peak()
    );
    for note in &linked.notes {
        println!("   note: {note}");
    }
    if show_model {
        println!("{}", linked.model.to_toml().unwrap());
    }
    figures(&linked.groups, &truth, truth_sources);
    let right = linked.links.iter().filter(|l| truth[l.left as usize] == truth[l.right as usize]).count();
    println!("   links: {} of {} right", right, linked.links.len());
}

fn figures(groups: &[u32], truth: &[String], border: Option<usize>) {
    let mut both: HashMap<(u32, &str), (u64, u64)> = HashMap::new();
    let (mut by_group, mut by_truth): (HashMap<u32, (u64, u64)>, HashMap<&str, (u64, u64)>) =
        Default::default();
    for (row, (group, truth)) in groups.iter().zip(truth).enumerate() {
        let second = border.is_some_and(|b| row >= b);
        let add = |cell: &mut (u64, u64)| if second { cell.1 += 1 } else { cell.0 += 1 };
        add(both.entry((*group, truth)).or_default());
        add(by_group.entry(*group).or_default());
        add(by_truth.entry(truth).or_default());
    }
    let pairs = |n: &(u64, u64)| if border.is_some() { n.0 * n.1 } else { n.0 * (n.0.max(1) - 1) / 2 };
    let (tp, pp, tt): (u64, u64, u64) = (
        both.values().map(pairs).sum(),
        by_group.values().map(pairs).sum(),
        by_truth.values().map(pairs).sum(),
    );
    let (p, r) = (tp as f64 / pp.max(1) as f64, tp as f64 / tt.max(1) as f64);
    let all = |n: &(u64, u64)| (n.0 + n.1) as f64;
    let (mut bp, mut br) = (0.0, 0.0);
    for ((group, truth), n) in &both {
        bp += all(n) * all(n) / all(&by_group[group]);
        br += all(n) * all(n) / all(&by_truth[truth]);
    }
    let (bp, br) = (bp / groups.len() as f64, br / groups.len() as f64);
    let f = |a: f64, b: f64| if a + b > 0.0 { 2.0 * a * b / (a + b) } else { 0.0 };
    println!(
        "   groups: pairs P {p:.4} R {r:.4} F1 {:.4}; B3 P {bp:.4} R {br:.4} F1 {:.4}; largest {}",
        f(p, r),
        f(bp, br),
        by_group.values().map(|n| n.0 + n.1).max().unwrap_or(0)
    );
}
