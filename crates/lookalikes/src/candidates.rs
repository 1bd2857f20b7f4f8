//! The other direction: the names that look most like one name, for a single member on demand.

use std::collections::BTreeSet;

use terms::DomainName;

use crate::compare::{Firm, likeness};
use crate::endings::NEAR;
use crate::kind::Kind;
use crate::label::Label;
use crate::words;

/// The most candidates of one name.
pub const MOST_CANDIDATES: usize = 4_000;

/// A name that somebody could register to look like a firm's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The name.
    pub name: DomainName,
    /// In what it looks like the firm's.
    pub kinds: Vec<Kind>,
    /// How much weight that has, from 0 to 100.
    pub weight: u8,
}

/// Pairs of plain letters that look alike: what stands in the firm's name, and what is written instead.
const PAIRS: [(&str, &str); 22] = [
    ("o", "0"),
    ("0", "o"),
    ("l", "1"),
    ("l", "i"),
    ("i", "1"),
    ("i", "l"),
    ("1", "l"),
    ("m", "rn"),
    ("rn", "m"),
    ("m", "nn"),
    ("w", "vv"),
    ("vv", "w"),
    ("d", "cl"),
    ("cl", "d"),
    ("u", "v"),
    ("v", "u"),
    ("g", "q"),
    ("q", "g"),
    ("n", "m"),
    ("b", "d"),
    ("e", "c"),
    ("k", "lc"),
];

/// Signs that pass for a plain letter so well that registries of shared endings see them abused.
const SIGNS: [(char, &str); 16] = [
    ('a', "аàáä"),
    ('c', "сç"),
    ('e', "еèéë"),
    ('h', "һ"),
    ('i', "іíï"),
    ('j', "ј"),
    ('k', "κ"),
    ('l', "ӏł"),
    ('n', "ñń"),
    ('o', "оöóø"),
    ('p', "р"),
    ('s', "ѕš"),
    ('u', "üú"),
    ('x', "х"),
    ('y', "уý"),
    ('z', "žż"),
];

/// Endings whose registry takes plain letters only (Nominet's registration rules).
fn takes_plain_letters_only(ending: &str) -> bool {
    ending == "uk" || ending.ends_with(".uk")
}

/// The names that look most like this one, the heaviest first, at most `limit` and never more than
/// [`MOST_CANDIDATES`]. They may be registered or not; nobody was asked.
pub fn candidates(name: &DomainName, limit: usize) -> Vec<Candidate> {
    let own_name = name.registrable();
    let own = Label::of(&own_name);
    let firm = Firm {
        registered: own.registered,
        letters: &own.letters,
        readable: own.readable,
        ordinary: words::are_ordinary(&own.letters),
    };
    let mut seen_before = BTreeSet::new();
    let mut found = Vec::new();
    for text in texts(&own) {
        let Ok(candidate) = DomainName::parse_bare(&text) else { continue };
        let label = Label::of(&candidate);
        let Some(likeness) = likeness(firm, &label, &label.joined()) else { continue };
        if seen_before.insert(candidate.clone()) {
            found.push(Candidate { name: candidate, kinds: likeness.kinds, weight: likeness.weight });
        }
    }
    found.sort_by(|a, b| b.weight.cmp(&a.weight).then_with(|| a.name.cmp(&b.name)));
    found.truncate(limit.min(MOST_CANDIDATES));
    found
}

/// All texts that may be lookalikes; some are no names, some are the name itself.
fn texts(own: &Label<'_>) -> Vec<String> {
    let (own_label, ending) = own.registered.split_once('.').unwrap_or((own.registered, ""));
    let mut texts: Vec<String> =
        NEAR.iter().filter(|other| **other != ending).map(|other| format!("{own_label}.{other}")).collect();
    for word in words::to_add() {
        for joint in ["-", ""] {
            texts.push(format!("{own_label}{joint}{word}.{ending}"));
            texts.push(format!("{word}{joint}{own_label}.{ending}"));
            if ending != "com" {
                texts.push(format!("{own_label}{joint}{word}.com"));
            }
        }
    }
    // A label that cannot be read as plain letters has no letters to change.
    let Some(letters) = std::str::from_utf8(&own.letters).ok().filter(|_| own.readable) else { return texts };
    let mut labels = Vec::new();
    edited(letters, &mut labels);
    alike(letters, &mut labels);
    if !takes_plain_letters_only(ending) {
        signs(letters, &mut labels);
    }
    texts.extend(labels.into_iter().map(|label| format!("{label}.{ending}")));
    texts
}

/// The label with one letter left out, swapped, changed or added, and with a hyphen or dot.
fn edited(label: &str, labels: &mut Vec<String>) {
    for at in 0..label.len() {
        let (before, rest) = label.split_at(at);
        let (letter, after) = rest.split_at(1);
        labels.push(format!("{before}{after}"));
        if let Some(next) = after.get(..1) {
            labels.push(format!("{before}{next}{letter}{}", &after[1..]));
        }
        for sign in ('a'..='z').chain('0'..='9') {
            labels.push(format!("{before}{sign}{after}"));
            labels.push(format!("{before}{sign}{rest}"));
        }
        if at > 0 {
            labels.push(format!("{before}-{rest}"));
            labels.push(format!("{before}.{rest}"));
        }
        if matches!(letter, "s" | "x" | "z") {
            labels.push(format!("{before}{letter}es{after}"));
        }
    }
    labels.extend(('a'..='z').chain('0'..='9').map(|sign| format!("{label}{sign}")));
    labels.push(label.replace('-', ""));
}

/// The label with one or all of its letters replaced by ones that look alike.
fn alike(label: &str, labels: &mut Vec<String>) {
    for (own, other) in PAIRS {
        for (at, _) in label.match_indices(own) {
            labels.push(format!("{}{other}{}", &label[..at], &label[at + own.len()..]));
        }
        labels.push(label.replace(own, other));
    }
}

/// The label with one of its letters replaced by a sign of another alphabet.
fn signs(label: &str, labels: &mut Vec<String>) {
    for (at, letter) in label.char_indices() {
        for sign in SIGNS.iter().filter(|(own, _)| *own == letter).flat_map(|(_, signs)| signs.chars()) {
            labels.push(format!("{}{sign}{}", &label[..at], &label[at + 1..]));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str) -> DomainName {
        DomainName::parse_bare(text).unwrap()
    }

    #[test]
    fn the_likeliest_come_first_and_there_are_so_many_and_no_more() {
        let all = candidates(&name("hartleybakery.co.uk"), usize::MAX);
        assert!(all.len() > 500 && all.len() <= MOST_CANDIDATES, "{}", all.len());
        assert!(all.is_sorted_by(|a, b| a.weight >= b.weight));
        assert_eq!(candidates(&name("hartleybakery.co.uk"), 30), all[..30]);
        let has = |text: &str| all.iter().any(|candidate| candidate.name == name(text));
        for text in
            ["hartleybakery.com", "hart1eybakery.co.uk", "hartley-bakery.co.uk", "hartleybakery-pay.co.uk"]
        {
            assert!(has(text), "{text}");
        }
        assert!(!has("hartleybakery.co.uk"));
        // The longest label has the most candidates.
        let longest = name(&format!("{}.com", "lmow".repeat(15)));
        assert_eq!(candidates(&longest, usize::MAX).len(), MOST_CANDIDATES);
    }

    #[test]
    fn signs_of_other_alphabets_only_where_a_registry_takes_them() {
        let foreign = |text: &str| {
            candidates(&name(text), usize::MAX)
                .iter()
                .any(|candidate| candidate.name.as_ascii().contains("xn--"))
        };
        assert!(foreign("hartley.com"));
        assert!(!foreign("hartley.co.uk"));
    }
}
