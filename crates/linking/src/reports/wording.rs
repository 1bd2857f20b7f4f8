//! Wording as evidence: sentences without their names and numbers, and words of the offender that are quoted.

use std::hash::Hasher;

use observables::Mention;
use rustc_hash::FxHasher;

use super::evidence::{Evidence, Place, Role, Value};

/// The most sentences and quotes of a narrative that are looked at.
pub const MOST_SENTENCES: usize = 64;
/// A sentence with fewer words says too little.
const FEWEST_WORDS: usize = 12;
/// A quote with fewer words says too little.
const FEWEST_QUOTED: usize = 3;
/// The longest quote, in bytes.
const LONGEST_QUOTE: usize = 160;

/// Adds the wording of a narrative. `names` are the names that the form tells: they are evidence of their own, and a
/// sentence is the same without them.
pub(crate) fn read(text: &str, mentions: &[Mention], names: &[&str], values: &mut Vec<Value>) {
    let names: Vec<String> = names.iter().flat_map(|n| n.split_whitespace()).map(plain).collect();
    let mut seen = 0;
    let mut start = 0;
    for (at, letter) in text.char_indices().chain([(text.len(), '.')]) {
        let ends = matches!(letter, '!' | '?' | '\n') || (letter == '.' && ends_sentence(text, at));
        if !ends || seen >= MOST_SENTENCES {
            continue;
        }
        seen += 1;
        if !mentions.iter().any(|m| is_identifier(m) && m.written.start < at && m.written.end > start) {
            sentence(text, start, at, &names, values);
        }
        start = (at + letter.len_utf8()).min(text.len());
    }
    quotes(text, values);
}

/// Sums and deadlines are part of a script; what identifies stands in sentences of its own.
fn is_identifier(mention: &Mention) -> bool {
    !matches!(mention.kind, observables::Kind::Amount | observables::Kind::Deadline)
}

fn ends_sentence(text: &str, at: usize) -> bool {
    text.get(at + 1..).is_none_or(|rest| rest.is_empty() || rest.starts_with(char::is_whitespace))
}

fn sentence(text: &str, start: usize, end: usize, names: &[String], values: &mut Vec<Value>) {
    let whole = text.get(start..end).unwrap_or_default();
    // What follows `, which` is the reporter's own remark.
    let script = whole.find(", which ").and_then(|at| whole.get(..at)).unwrap_or(whole);
    let mut hasher = FxHasher::default();
    let mut words = 0;
    for word in script.split_whitespace() {
        let plain = plain(word);
        if plain.is_empty() || plain.bytes().any(|b| b.is_ascii_digit()) || names.contains(&plain) {
            continue;
        }
        hasher.write(plain.as_bytes());
        hasher.write_u8(b' ');
        words += 1;
    }
    if words >= FEWEST_WORDS {
        let key = format!("{:016x}", hasher.finish());
        let place = Place::Narrative(start as u32, (start + script.len()) as u32);
        values.push(Value { kind: Evidence::Wording, key, role: Role::Offender, place });
    }
}

fn plain(word: &str) -> String {
    word.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn quotes(text: &str, values: &mut Vec<Value>) {
    let mut open: Option<usize> = None;
    let mut found = 0;
    let bytes = text.as_bytes();
    for (at, _) in bytes.iter().enumerate().filter(|(_, b)| matches!(b, b'\'' | b'"')) {
        let before = at
            .checked_sub(1)
            .and_then(|b| bytes.get(b))
            .is_none_or(|b| b.is_ascii_whitespace() || *b == b'(');
        match open {
            None if before => open = Some(at),
            None => {}
            Some(from) if at - from > LONGEST_QUOTE => open = before.then_some(at),
            Some(from) => {
                let inside = text.get(from + 1..at).unwrap_or_default();
                let after = bytes.get(at + 1).is_none_or(|b| !b.is_ascii_alphanumeric());
                if !after {
                    continue;
                }
                open = None;
                if inside.split_whitespace().count() >= FEWEST_QUOTED && found < MOST_SENTENCES {
                    found += 1;
                    let key = inside.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
                    let place = Place::Narrative(from as u32 + 1, at as u32);
                    values.push(Value { kind: Evidence::Quote, key, role: Role::Offender, place });
                }
            }
        }
    }
}
