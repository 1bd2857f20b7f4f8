//! The measuring of waves: seeds are changed as senders change them, mixed with letters that are no scam, and grouped.
//!
//! `cargo run --release -p triage --example waves -- --labels labels.csv --messages FOLDER [--most 30000]`
//!
//! Printed: pairwise precision, recall and F1, adjusted Rand index, groups that mix scam and ham, time and memory.
#![allow(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a tool at a terminal: it prints, and ends with a sentence where its input is missing"
)]

use std::collections::HashMap;
use std::time::Instant;

use message::Came;
use triage::{BrandBook, CampaignKeys, Grouping, NoRecords, Setting, examine};

const SEEDS: usize = 200;

fn main() {
    let all: Vec<String> = std::env::args().collect();
    let value = |name: &str| all.iter().position(|each| each == name).and_then(|at| all.get(at + 1)).cloned();
    let labels = value("--labels").expect("--labels FILE");
    let folder = value("--messages").expect("--messages FOLDER");
    let most: usize = value("--most").and_then(|n| n.parse().ok()).unwrap_or(30_000);
    let book = BrandBook::parse(&std::fs::read_to_string("regions/london/brands.toml").unwrap_or_default()).0;
    let setting =
        Setting { book: &book, own: &[], now: 1_793_613_600, eyes: &enclosures::Blind, records: &NoRecords };
    let keys = |bytes: &[u8]| examine(bytes, Came::Saved, &setting).keys;

    let (mut seeds, mut items) = (Vec::new(), Vec::new());
    let mut reader = csv::Reader::from_path(&labels).expect("the labels can be read");
    let rows: Vec<(String, String)> =
        reader.records().filter_map(Result::ok).map(|row| (row[0].to_owned(), row[1].to_owned())).collect();
    for (file, label) in rows {
        let Ok(bytes) = std::fs::read(format!("{folder}/{file}")) else { continue };
        match label.as_str() {
            "ham" => items.push((None, keys(&bytes))),
            "scam" => seeds.push(bytes),
            _ => {}
        }
    }
    let ham = items.len();
    let seeds = apart(seeds, &keys);
    println!("{} seeds, {ham} letters that are no scam", seeds.len());
    let mut chance = Chance(7);
    let begun = Instant::now();
    for (wave, (subject, body)) in seeds.iter().enumerate() {
        let copies = if most > 100_000 { (most - ham) / seeds.len() } else { 5 + chance.below(196) };
        for copy in 0..copies {
            if items.len() >= most {
                break;
            }
            let bytes = changed(subject, body, copy, &mut chance);
            items.push((Some(wave as u32), keys(&bytes)));
        }
    }
    println!("{} messages read in {:.1} s", items.len(), begun.elapsed().as_secs_f64());
    // The order in which they come in is by chance.
    for at in (1..items.len()).rev() {
        items.swap(at, chance.below(at + 1));
    }
    measure(&items);
}

fn measure(items: &[(Option<u32>, CampaignKeys)]) {
    let mut grouping = Grouping::new();
    let begun = Instant::now();
    for (_, keys) in items {
        grouping.add(keys);
    }
    let took = begun.elapsed().as_secs_f64();
    let mut pairs: HashMap<(u32, Option<u32>), u64> = HashMap::new();
    let (mut groups, mut waves): (HashMap<u32, u64>, HashMap<Option<u32>, u64>) = Default::default();
    for (at, (wave, _)) in items.iter().enumerate().filter(|(_, (wave, _))| wave.is_some()) {
        let group = grouping.group(at as u32);
        *pairs.entry((group, *wave)).or_default() += 1;
        *groups.entry(group).or_default() += 1;
        *waves.entry(*wave).or_default() += 1;
    }
    let two = |n: &u64| (*n as f64) * (*n as f64 - 1.0) / 2.0;
    let (both, grouped, truth): (f64, f64, f64) =
        (pairs.values().map(two).sum(), groups.values().map(two).sum(), waves.values().map(two).sum());
    let (precision, recall) = (both / grouped.max(1.0), both / truth.max(1.0));
    let n: u64 = groups.values().sum();
    let chance = grouped * truth / two(&n).max(1.0);
    let rand = (both - chance) / ((grouped + truth) / 2.0 - chance).max(f64::MIN_POSITIVE);
    let mut kinds: HashMap<u32, [bool; 2]> = HashMap::new();
    for (at, (wave, _)) in items.iter().enumerate() {
        kinds.entry(grouping.group(at as u32)).or_default()[usize::from(wave.is_some())] = true;
    }
    let mixed = kinds.values().filter(|kinds| kinds[0] && kinds[1]).count();
    println!(
        "{} messages grouped in {took:.2} s; pairwise precision {precision:.4}, recall {recall:.4}, F1 {:.4}; adjusted Rand {rand:.4}; groups that mix scam and ham: {mixed}; peak memory {} MB",
        items.len(),
        2.0 * precision * recall / (precision + recall).max(f64::MIN_POSITIVE),
        peak_megabytes()
    );
}

/// Seeds of which no two belong to one wave already, and which have words enough to be changed.
fn apart(all: Vec<Vec<u8>>, keys: &dyn Fn(&[u8]) -> CampaignKeys) -> Vec<(String, String)> {
    let mut seeds: Vec<(String, String)> = Vec::new();
    let mut taken: Vec<CampaignKeys> = Vec::new();
    for bytes in &all {
        let reading = message::read(bytes, Came::Saved);
        let words = reading.body.text.split_whitespace().count();
        let (subject, body) = (reading.headers.subject, reading.body.text);
        if !(40..600).contains(&words) {
            continue;
        }
        // As the copies will look: what shares a sixth of its words with another seed is of its wave already.
        let seed = keys(&changed(&subject, &body, 0, &mut Chance(1)));
        let apart = |other: &CampaignKeys| {
            triage::likeness(&seed.words, &other.words).is_some_and(|alike| alike < 15)
        };
        if taken.iter().all(apart) && !seed.words.is_empty() {
            taken.push(seed);
            seeds.push((subject, body));
        }
        if seeds.len() >= SEEDS {
            break;
        }
    }
    seeds
}

struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit.max(1)
    }

    /// A host that no two letters share.
    fn host(&mut self) -> String {
        format!("host{:x}{:x}.example.net", self.below(1 << 30), self.below(1 << 30))
    }
}

const SYNONYMS: &[(&str, &str)] = &[
    ("urgent", "pressing"),
    ("money", "cash"),
    ("payment", "pay-out"),
    ("account", "profile"),
    ("now", "today"),
    ("please", "kindly"),
    ("click", "press"),
    ("help", "assist"),
    ("great", "big"),
    ("fund", "sum"),
    ("contact", "reach"),
    ("send", "forward"),
    ("reply", "answer"),
    ("information", "details"),
    ("offer", "deal"),
    ("free", "complimentary"),
];
const NAMES: &[&str] = &["Alex", "Sam", "Maria", "Chidi", "Olga", "Wei", "Fatima", "John", "Petra", "Luis"];

/// A seed, changed as senders change their letters.
fn changed(subject: &str, body: &str, copy: usize, chance: &mut Chance) -> Vec<u8> {
    let mut parts: Vec<String> = body.split("\n\n").map(str::to_owned).collect();
    if parts.len() > 2 && chance.below(3) == 0 {
        let (a, b) = (chance.below(parts.len()), chance.below(parts.len()));
        parts.swap(a, b);
    }
    let mut text = String::new();
    for word in parts.join("\n\n").split_inclusive(char::is_whitespace) {
        text.push_str(&changed_word(word, copy, chance));
    }
    let name = NAMES[chance.below(NAMES.len())];
    let host = chance.host();
    let subject: String = if chance.below(4) == 0 {
        format!("{name}, a note for you")
    } else {
        format!("{subject} {}", chance.below(99_999))
    };
    let subject = subject.replace(['\r', '\n'], " ");
    format!(
        "From: {name} <{name}{}@{host}>\nTo: {}@northgate.example\nSubject: {subject}\nDate: Mon, 02 Nov 2026 10:00:00 +0000\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\nHello {name},\n{text}\nhttps://{host}/{}\n{name}\n",
        chance.below(9_999), NAMES[chance.below(NAMES.len())].to_lowercase(), chance.below(9_999_999)
    )
    .into_bytes()
}

fn changed_word(word: &str, copy: usize, chance: &mut Chance) -> String {
    let bare = word.trim();
    let lower = bare.to_lowercase();
    if bare.contains("://") {
        return word.replace(bare, &format!("https://{}/{copy}", chance.host()));
    }
    if bare.chars().any(|sign| sign.is_ascii_digit()) {
        return word.replace(bare, &chance.below(999_999).to_string());
    }
    if let Some((_, other)) = SYNONYMS.iter().find(|(one, _)| *one == lower)
        && chance.below(2) == 0
    {
        return word.replace(bare, other);
    }
    match chance.below(60) {
        0 => word.replacen('a', "а", 1),
        1 if bare.len() > 3 && bare.is_ascii() => format!("{}\u{200b}{}", &word[..2], &word[2..]),
        2 => word.replacen('o', "о", 1),
        3 => String::new(),
        _ => word.to_owned(),
    }
}

fn peak_megabytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|kb| kb.parse::<u64>().ok()).unwrap_or(0) / 1024
}
