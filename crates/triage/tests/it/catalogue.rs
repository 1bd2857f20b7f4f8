//! Every entry of the catalogue has a message that must set it off and one that must not.

use std::collections::BTreeMap;

use triage::{Family, catalogue};

use crate::house::{Came, look};

const FILES: &[&str] = &[
    include_str!("../catalogue/identity.txt"),
    include_str!("../catalogue/authentication.txt"),
    include_str!("../catalogue/links.txt"),
    include_str!("../catalogue/ask.txt"),
    include_str!("../catalogue/pressure.txt"),
    include_str!("../catalogue/story.txt"),
    include_str!("../catalogue/money.txt"),
    include_str!("../catalogue/enclosures.txt"),
    include_str!("../catalogue/form.txt"),
];

/// Signals whose messages hold bytes that a text file cannot: `tests/it/catalogue.rs` makes them below.
const MADE: &[&str] = &["enclosures.macro", "enclosures.locked", "links.in-code"];

struct Case {
    id: String,
    fires: bool,
    message: String,
}

fn cases() -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    for line in FILES.iter().flat_map(|file| file.split_inclusive('\n')) {
        if let Some(title) = line.strip_prefix("== ") {
            let (id, kind) = title.trim().split_once(' ').unwrap();
            cases.push(Case { id: id.to_owned(), fires: kind == "fires", message: String::new() });
        } else if let Some(case) = cases.last_mut() {
            case.message.push_str(line);
        }
    }
    cases
}

fn fired(message: &str) -> Vec<String> {
    let (came, message) = match message.strip_prefix("(words)\n") {
        Some(words) => (Came::Words, words.to_owned()),
        None => {
            let mut message = message.to_owned();
            if !message.contains("\nTo: ") {
                message.insert_str(0, "To: Shop <shop@northgate.example>\n");
            }
            if !message.contains("\nDate: ") && !message.starts_with("Date: ") {
                message.insert_str(0, "Date: Mon, 02 Nov 2026 09:00:00 +0000\n");
            }
            (Came::Saved, message)
        }
    };
    let said = look(message.replace('\n', "\r\n").as_bytes(), came);
    said.reasons.iter().chain(&said.details).map(|reason| reason.signal.clone()).collect()
}

#[test]
fn each_signal_is_set_off_by_its_message_and_not_by_its_twin() {
    let mut wrong = Vec::new();
    for case in cases() {
        let fired = fired(&case.message);
        if fired.contains(&case.id) != case.fires {
            wrong.push(format!(
                "{} {} but saw {fired:?}",
                case.id,
                if case.fires { "must fire" } else { "must not fire" }
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_signal_is_without_both() {
    let mut seen: BTreeMap<String, [bool; 2]> = BTreeMap::new();
    for case in cases() {
        seen.entry(case.id).or_default()[usize::from(case.fires)] = true;
    }
    let without: Vec<&str> = catalogue()
        .iter()
        .map(|entry| entry.id)
        .filter(|id| !MADE.contains(id) && seen.get(*id) != Some(&[true, true]))
        .collect();
    assert!(without.is_empty(), "{without:?}");
}

#[test]
fn an_entry_says_its_family_its_weight_and_when_it_keeps_quiet() {
    for entry in catalogue() {
        let (family, _) = entry.id.split_once('.').unwrap();
        assert_eq!(family, format!("{:?}", entry.family).to_lowercase(), "{}", entry.id);
        assert!(entry.weight > 0 && entry.weight <= 150, "{}", entry.id);
        assert!(!entry.unless.is_empty(), "{}", entry.id);
        assert!(Family::ALL.contains(&entry.family));
    }
}
