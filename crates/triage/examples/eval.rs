//! The measuring of verdicts: four-way answers by source, cost, signals, speed.
//!
//! `cargo run --release -p triage --example eval -- --labels labels.csv --messages FOLDER [--view raw|neutral|inline] [--half a|b]
//! [--show scam-missed|ham-doubted|scam-genuine N] [--sms sms.csv]`
//!
//! The labels have the columns `file,label,subtype,source`; files are looked for below the folder.
#![allow(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a tool at a terminal: it prints, and ends with a sentence where its input is missing"
)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Instant;

use message::Came;
use triage::{BrandBook, Examination, Grouping, NoRecords, Setting, Verdict, examine};

#[derive(Clone)]
struct Row {
    file: String,
    label: String,
    source: String,
}

struct Answer {
    row: Row,
    said: Examination,
    micros: u128,
}

fn main() {
    let options = Options::read();
    let book = std::fs::read_to_string("regions/london/brands.toml").unwrap_or_default();
    let (book, bad) = BrandBook::parse(&book);
    for entry in bad {
        println!("brand book: {entry}");
    }
    let own = ["example.org".to_owned()];
    let setting =
        Setting { book: &book, own: &own, now: 1_793_613_600, eyes: &enclosures::Blind, records: &NoRecords };
    // The first look builds the automaton of phrases.
    let _ = examine(b"From: a@example.org\r\n\r\nHello", Came::Saved, &setting);
    let (messages, came) = match &options.sms {
        Some(file) => (texts(file), Came::Words),
        None => (mails(&options), if options.view == "inline" { Came::SentToUs } else { Came::Saved }),
    };
    let cpu = cpu_seconds();
    let mut answers: Vec<Answer> = messages
        .into_iter()
        .map(|(row, bytes)| {
            let begun = Instant::now();
            let said = examine(&bytes, came, &setting);
            Answer { row, said, micros: begun.elapsed().as_micros() }
        })
        .collect();
    let cpu = cpu_seconds() - cpu;
    let waves = waves(&answers);
    if let Some(half) = &options.half {
        let mut at = 0;
        answers.retain(|_| {
            at += 1;
            waves[at - 1].is_multiple_of(2) == (half == "a")
        });
    }
    speed(&answers, cpu);
    confusion(&answers);
    if options.half.is_none() {
        intervals(&answers, &waves);
    }
    cost(&answers);
    if options.signals {
        signals(&answers);
    }
    show(&answers, &options);
}

struct Options {
    labels: PathBuf,
    messages: PathBuf,
    sms: Option<PathBuf>,
    view: String,
    half: Option<String>,
    show: Option<(String, usize)>,
    signals: bool,
    english: bool,
}

impl Options {
    fn read() -> Self {
        let all: Vec<String> = std::env::args().collect();
        let value = |name: &str, then: usize| {
            all.iter().position(|each| each == name).and_then(|at| all.get(at + then)).cloned()
        };
        Self {
            labels: value("--labels", 1).unwrap_or_else(|| "labels.csv".into()).into(),
            messages: value("--messages", 1).unwrap_or_else(|| ".".into()).into(),
            sms: value("--sms", 1).map(PathBuf::from),
            view: value("--view", 1).unwrap_or_else(|| "neutral".into()),
            half: value("--half", 1),
            show: value("--show", 1)
                .map(|what| (what, value("--show", 2).and_then(|n| n.parse().ok()).unwrap_or(20))),
            signals: all.iter().any(|each| each == "--signals"),
            english: all.iter().any(|each| each == "--english"),
        }
    }
}

fn mails(options: &Options) -> Vec<(Row, Vec<u8>)> {
    let mut rows = rows(&options.labels);
    rows.sort_by(|a, b| a.file.cmp(&b.file));
    rows.into_iter()
        .filter_map(|row| {
            let bytes = std::fs::read(options.messages.join(&row.file)).ok()?;
            if options.english && !is_english(&bytes) {
                return None;
            }
            let bytes = if options.view == "neutral" { neutral(&bytes) } else { bytes };
            Some((row, bytes))
        })
        .collect()
}

fn rows(labels: &Path) -> Vec<Row> {
    let mut reader = csv::Reader::from_path(labels).expect("the labels can be read");
    let headers = reader.headers().expect("a first line").clone();
    let at = |name: &str| headers.iter().position(|each| each == name).expect("the column is there");
    let (file, label, source) = (at("file"), at("label"), at("source"));
    reader
        .records()
        .filter_map(Result::ok)
        .map(|record| Row {
            file: record[file].into(),
            label: record[label].into(),
            source: record[source].into(),
        })
        .collect()
}

fn texts(file: &Path) -> Vec<(Row, Vec<u8>)> {
    let mut reader = csv::Reader::from_path(file).expect("the messages can be read");
    reader
        .records()
        .filter_map(Result::ok)
        .enumerate()
        .map(|(at, record)| {
            let row = Row { file: format!("sms {at}"), label: record[0].into(), source: record[2].into() };
            (row, record[1].as_bytes().to_vec())
        })
        .collect()
}

/// Header lines in which the receiving system tells its own verdict are dropped, so that nobody scores by reading the answer.
fn neutral(bytes: &[u8]) -> Vec<u8> {
    const TELLING: &[&str] = &[
        "x-spam",
        "x-ms-exchange",
        "x-forefront",
        "x-microsoft",
        "x-sid",
        "x-ms-",
        "x-incomingheadercount",
        "x-eop",
        "x-message-info",
        "x-message-delivery",
        "x-mailman",
        "x-bogosity",
        "x-virus",
        "x-amavis",
        "x-rspamd",
    ];
    let mut out = Vec::with_capacity(bytes.len());
    let mut dropping = false;
    let mut lines = bytes.split_inclusive(|b| *b == b'\n');
    for line in lines.by_ref() {
        if line.trim_ascii().is_empty() {
            out.extend_from_slice(line);
            break;
        }
        if !line.starts_with(b" ") && !line.starts_with(b"\t") {
            let start = String::from_utf8_lossy(&line[..line.len().min(40)]).to_ascii_lowercase();
            dropping = TELLING.iter().any(|name| start.starts_with(name));
        }
        if !dropping {
            out.extend_from_slice(line);
        }
    }
    for line in lines {
        out.extend_from_slice(line);
    }
    out
}

/// Whether a message's words are English, by its most common words.
fn is_english(bytes: &[u8]) -> bool {
    let reading = message::read(bytes, Came::Saved);
    let text = format!("{} {}", reading.headers.subject, reading.body.text).to_lowercase();
    let words: Vec<&str> =
        text.split(|s: char| !s.is_alphabetic()).filter(|w| !w.is_empty()).take(600).collect();
    let common = [
        "the", "and", "you", "your", "to", "of", "for", "is", "this", "with", "in", "we", "have", "on",
        "that", "it",
    ];
    let hits = words.iter().filter(|word| common.contains(word)).count();
    hits * 100 >= words.len() * 12
}

fn waves(answers: &[Answer]) -> Vec<u32> {
    let mut grouping = Grouping::new();
    for answer in answers {
        grouping.add(&answer.said.keys);
    }
    (0..answers.len() as u32).map(|at| grouping.group(at)).collect()
}

fn confusion(answers: &[Answer]) {
    println!(
        "\n{:<8} {:<14} {:>6} {:>7} {:>7} {:>7} {:>7}   doubted",
        "label", "source", "n", "scam", "suspic", "can't", "genuine"
    );
    let mut table: BTreeMap<(String, String), [usize; 4]> = BTreeMap::new();
    for answer in answers {
        for source in [answer.row.source.clone(), "~ all".into()] {
            table.entry((answer.row.label.clone(), source)).or_default()[answer.said.verdict as usize] += 1;
        }
    }
    for ((label, source), counts) in &table {
        let n: usize = counts.iter().sum();
        let share = |count: usize| 100.0 * count as f64 / n as f64;
        print!("{label:<8} {source:<14} {n:>6}");
        for count in counts {
            print!(" {:>6.2}%", share(*count));
        }
        println!("   {:.4}", (counts[0] + counts[1]) as f64 / n as f64);
    }
}

/// 95 % intervals by drawing whole waves anew.
fn intervals(answers: &[Answer], waves: &[u32]) {
    let mut groups: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (at, wave) in waves.iter().enumerate() {
        groups.entry(*wave).or_default().push(at);
    }
    let groups: Vec<Vec<usize>> = groups.into_values().collect();
    let mut seed = 1_u64;
    let mut draw = || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % groups.len()
    };
    let mut recall = Vec::new();
    let mut ham = Vec::new();
    for _ in 0..500 {
        let (mut scams, mut doubted, mut hams, mut wrong) = (0, 0, 0, 0);
        for _ in 0..groups.len() {
            for at in &groups[draw()] {
                let answer = &answers[*at];
                let bad = answer.said.verdict <= Verdict::Suspicious;
                match answer.row.label.as_str() {
                    "scam" => {
                        scams += 1;
                        doubted += usize::from(bad);
                    }
                    "ham" => {
                        hams += 1;
                        wrong += usize::from(bad);
                    }
                    _ => {}
                }
            }
        }
        recall.push(doubted as f64 / f64::from(scams.max(1)));
        ham.push(wrong as f64 / f64::from(hams.max(1)));
    }
    for (name, mut values) in [("scam doubted", recall), ("ham doubted", ham)] {
        values.sort_by(f64::total_cmp);
        println!(
            "{name}: 95 % between {:.4} and {:.4} ({} waves drawn anew 500 times)",
            values[12],
            values[487],
            groups.len()
        );
    }
}

fn cost(answers: &[Answer]) {
    let price = |label: &str, verdict: Verdict| match (label, verdict) {
        ("scam", Verdict::LooksGenuine) => 20.0,
        ("ham", Verdict::Scam) => 10.0,
        ("scam", Verdict::CannotTell) => 3.0,
        ("ham", Verdict::Suspicious) => 2.0,
        ("ham", Verdict::CannotTell) | ("scam", Verdict::Suspicious) => 0.5,
        _ => 0.0,
    };
    let mean = |label: &str| {
        let all: Vec<f64> =
            answers.iter().filter(|a| a.row.label == label).map(|a| price(label, a.said.verdict)).collect();
        all.iter().sum::<f64>() / all.len().max(1) as f64
    };
    let (scam, ham) = (mean("scam"), mean("ham"));
    print!("cost per 1,000:");
    for share in [0.1, 0.5, 0.9] {
        print!("  {:.0} at {:.0} % scams", 1_000.0 * (share * scam + (1.0 - share) * ham), share * 100.0);
    }
    println!();
}

fn signals(answers: &[Answer]) {
    println!("\n{:<36} {:>6} {:>6} {:>9}", "signal", "scam", "ham", "precision");
    let mut table: BTreeMap<&str, [usize; 2]> = BTreeMap::new();
    for entry in triage::catalogue() {
        table.insert(entry.id, [0, 0]);
    }
    for answer in answers {
        let at = match answer.row.label.as_str() {
            "scam" => 0,
            "ham" => 1,
            _ => continue,
        };
        for reason in answer.said.reasons.iter().chain(&answer.said.details) {
            if let Some(counts) = table.get_mut(reason.signal.as_str()) {
                counts[at] += 1;
            }
        }
    }
    for (id, [scam, ham]) in table {
        println!("{id:<36} {scam:>6} {ham:>6} {:>9.3}", scam as f64 / (scam + ham).max(1) as f64);
    }
}

fn speed(answers: &[Answer], cpu: f64) {
    let mut times: Vec<u128> = answers.iter().map(|answer| answer.micros).collect();
    times.sort_unstable();
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize] as f64 / 1_000.0;
    println!(
        "{} messages, {:.2} CPU s; ms: p50 {:.2}, p95 {:.2}, p99 {:.2}, most {:.2}; peak memory {} MB",
        answers.len(),
        cpu,
        at(0.5),
        at(0.95),
        at(0.99),
        at(1.0),
        peak_megabytes()
    );
    if let Some(worst) = answers.iter().max_by_key(|answer| answer.micros) {
        println!("worst: {}", worst.row.file);
    }
}

fn cpu_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    fields.iter().skip(11).take(2).filter_map(|f| f.parse::<f64>().ok()).sum::<f64>() / 100.0
}

fn peak_megabytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|kb| kb.parse::<u64>().ok()).unwrap_or(0) / 1024
}

fn show(answers: &[Answer], options: &Options) {
    let Some((what, most)) = &options.show else { return };
    let chosen = |answer: &&Answer| {
        let (label, verdict) = (answer.row.label.as_str(), answer.said.verdict);
        match what.as_str() {
            "scam-missed" => label == "scam" && verdict >= Verdict::CannotTell,
            "scam-genuine" => label == "scam" && verdict == Verdict::LooksGenuine,
            "ham-doubted" => label == "ham" && verdict <= Verdict::Suspicious,
            "ham-scam" => label == "ham" && verdict == Verdict::Scam,
            other => answer.row.file.contains(other),
        }
    };
    for answer in answers.iter().filter(chosen).take(*most) {
        let said = &answer.said;
        println!(
            "\n{} {} {:?} {} | {} | {} | {}",
            answer.row.file,
            answer.row.source,
            said.verdict,
            said.score,
            said.sender,
            said.subject,
            said.excerpt
        );
        for reason in said.reasons.iter().chain(&said.details) {
            println!("     {:>4} {} {}", reason.weight, reason.signal, reason.sentence);
        }
    }
}
