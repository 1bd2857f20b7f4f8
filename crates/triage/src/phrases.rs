//! All phrases in one automaton: built once, run once over the folded text of a message.
//!
//! A line of a phrase file is a phrase; `[group]` opens a group; `a ~ b` is a pair, `b` near behind `a`; a star at an end
//! means that a word may go on there. Phrases are folded as texts are.

use std::collections::HashMap;
use std::ops::Range;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use crate::text::fold;

/// Bytes between the two halves of a pair.
const NEAR: usize = 48;
/// Matches that are looked at in one text.
pub(crate) const MOST_MATCHES: usize = 20_000;
/// Different phrases of one group that are counted.
const MOST_DIFFERENT: usize = 8;

/// A group of phrases, by its place in the book.
pub(crate) type Group = u16;

#[derive(Clone, Copy)]
enum Use {
    Whole(Group),
    First(u32),
    Second(u32, Group),
}

struct Part {
    starts_word: bool,
    ends_word: bool,
    uses: Vec<Use>,
}

/// All phrases.
pub(crate) struct Phrases {
    machine: AhoCorasick,
    parts: Vec<Part>,
    pairs: usize,
    groups: HashMap<String, Group>,
}

/// What of one group was found.
#[derive(Debug, Clone, Default)]
pub(crate) struct Found {
    /// Where the first stood.
    pub(crate) first: Range<usize>,
    /// Different phrases, at most eight are counted.
    pub(crate) different: Vec<u32>,
}

impl Phrases {
    /// Builds the automaton of files of phrases.
    pub(crate) fn build<'a>(files: impl IntoIterator<Item = &'a str>) -> Self {
        let mut builder = Builder::default();
        for file in files {
            builder.read(file);
        }
        builder.build()
    }

    /// The group of that name.
    pub(crate) fn group(&self, name: &str) -> Option<Group> {
        self.groups.get(name).copied()
    }

    /// What a folded text holds, by group.
    pub(crate) fn scan(&self, text: &str) -> Vec<Found> {
        let mut found = vec![Found::default(); self.groups.len()];
        let mut firsts: Vec<Range<usize>> = vec![0..0; self.pairs];
        for hit in self.machine.find_overlapping_iter(text).take(MOST_MATCHES) {
            let Some(part) = self.parts.get(hit.pattern().as_usize()) else { continue };
            let span = hit.start()..hit.end();
            if !part.stands_alone(text, &span) {
                continue;
            }
            for each in &part.uses {
                match *each {
                    Use::Whole(group) => note(&mut found, group, hit.pattern().as_u32(), span.clone()),
                    Use::First(pair) => firsts[pair as usize] = span.clone(),
                    Use::Second(pair, group) => {
                        let first = &firsts[pair as usize];
                        if first.end > 0 && first.end <= span.start && span.start - first.end <= NEAR {
                            note(&mut found, group, PAIRS_FROM + pair, first.start..span.end);
                        }
                    }
                }
            }
        }
        found
    }
}

const PAIRS_FROM: u32 = 1 << 24;

fn note(found: &mut [Found], group: Group, phrase: u32, span: Range<usize>) {
    let Some(of) = found.get_mut(usize::from(group)) else { return };
    if of.different.is_empty() {
        of.first = span;
    }
    if of.different.len() < MOST_DIFFERENT && !of.different.contains(&phrase) {
        of.different.push(phrase);
    }
}

impl Part {
    fn stands_alone(&self, text: &str, span: &Range<usize>) -> bool {
        (!self.starts_word || !text[..span.start].chars().next_back().is_some_and(joins))
            && (!self.ends_word || !text[span.end..].chars().next().is_some_and(joins))
    }
}

/// Whether a sign continues a word of an alphabet that keeps words apart.
fn joins(sign: char) -> bool {
    sign.is_ascii_alphanumeric() || (sign.is_alphabetic() && sign < '\u{e00}')
}

#[derive(Default)]
struct Builder {
    patterns: Vec<String>,
    parts: Vec<Part>,
    known: HashMap<(String, bool, bool), usize>,
    pairs: u32,
    groups: HashMap<String, Group>,
}

impl Builder {
    fn read(&mut self, file: &str) {
        let mut group = 0;
        for line in file.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#')) {
            if let Some(name) = line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
                let next = self.groups.len() as Group;
                group = *self.groups.entry(name.to_owned()).or_insert(next);
            } else if let Some((first, second)) = line.split_once(" ~ ") {
                let pair = self.pairs;
                self.pairs += 1;
                self.part(first, Use::First(pair));
                self.part(second, Use::Second(pair, group));
            } else {
                self.part(line, Use::Whole(group));
            }
        }
    }

    fn part(&mut self, phrase: &str, used: Use) {
        let (starts, ends) = (phrase.starts_with('*'), phrase.ends_with('*'));
        let pattern = fold(phrase.trim_matches('*').trim(), usize::MAX).text;
        if pattern.is_empty() {
            return;
        }
        let starts_word = !starts && pattern.chars().next().is_some_and(joins);
        let ends_word = !ends && pattern.chars().next_back().is_some_and(joins);
        let at = *self.known.entry((pattern.clone(), starts_word, ends_word)).or_insert_with(|| {
            self.patterns.push(pattern);
            self.parts.push(Part { starts_word, ends_word, uses: Vec::new() });
            self.parts.len() - 1
        });
        self.parts[at].uses.push(used);
    }

    fn build(self) -> Phrases {
        let machine = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .build(&self.patterns)
            .or_else(|_| AhoCorasick::new([""; 0]));
        let Ok(machine) = machine else { unreachable!("an automaton of nothing can be built") };
        Phrases { machine, parts: self.parts, pairs: self.pairs as usize, groups: self.groups }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(file: &str, text: &str) -> bool {
        let book = Phrases::build([file]);
        let group = book.group("g").unwrap();
        !book.scan(&fold(text, 999).text)[usize::from(group)].different.is_empty()
    }

    #[test]
    fn a_phrase_stands_alone() {
        assert!(holds("[g]\nyour code", "Tell us your code, please."));
        assert!(!holds("[g]\nyour code", "Read your codebook."));
        assert!(holds("[g]\ngewonnen*", "Sie haben gewonnenes Geld"));
        assert!(holds("[g]\n口座", "あなたの口座を確認"));
    }

    #[test]
    fn a_pair_stands_near() {
        assert!(holds("[g]\naccount ~ suspended", "Your account was just suspended."));
        assert!(!holds("[g]\naccount ~ suspended", "It is suspended, your account."));
        let far = format!("account {} suspended", "x ".repeat(40));
        assert!(!holds("[g]\naccount ~ suspended", &far));
    }
}
