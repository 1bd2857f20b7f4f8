//! Holds two values of a column against each other: which level of agreement. Codes are compared before letters, and
//! what was told of a pair of codes is remembered.

use super::model::Kind;
use super::prepared::{Content, Prepared, Words};
use crate::dictionary::MISSING;
use crate::strings::{jaro_winkler, slips};

/// A level of agreement counted from 1; 0 where a value is missing.
pub(crate) type Level = u8;

/// Answers are remembered in a table of this length for each column.
const REMEMBERED: usize = 1 << 15;

/// Compares rows over all columns; one for each thread.
pub(crate) struct Comparer<'a> {
    columns: &'a [Prepared],
    memory: Vec<Vec<(u64, Level)>>,
}

impl<'a> Comparer<'a> {
    pub(crate) fn of(columns: &'a [Prepared]) -> Self {
        let memory = columns
            .iter()
            .map(|c| {
                let dear = matches!(c.kind, Kind::Name | Kind::Words) || c.values.len() < 1 << 16;
                if dear && c.kind != Kind::Category { vec![(0, 0); REMEMBERED] } else { Vec::new() }
            })
            .collect();
        Self { columns, memory }
    }

    /// The levels of all columns, four bits each, the first column lowest.
    pub(crate) fn pattern(&mut self, left: usize, right: usize) -> u64 {
        let mut pattern = 0;
        for at in 0..self.columns.len() {
            let (a, b) = (self.columns[at].codes[left], self.columns[at].codes[right]);
            pattern |= u64::from(self.level(at, a, b)) << (4 * at);
        }
        pattern
    }

    fn level(&mut self, at: usize, a: u32, b: u32) -> Level {
        if a == MISSING || b == MISSING {
            return 0;
        }
        if a == b {
            return 1;
        }
        let column = &self.columns[at];
        let memory = &mut self.memory[at];
        if memory.is_empty() {
            return level_of(column, a, b);
        }
        let key = u64::from(a.min(b)) << 32 | u64::from(a.max(b));
        let slot = (key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 49) as usize % REMEMBERED;
        if memory[slot].0 == key {
            return memory[slot].1;
        }
        let level = level_of(column, a, b);
        memory[slot] = (key, level);
        level
    }
}

/// The level of two different codes that are there.
pub(crate) fn level_of(column: &Prepared, a: u32, b: u32) -> Level {
    let (left, right) = (column.values.value(a), column.values.value(b));
    match (&column.content, column.kind) {
        (Content::Dates(parts), _) => dates(left, right, parts[a as usize], parts[b as usize]),
        (Content::Numbers(numbers), _) => amounts(numbers[a as usize], numbers[b as usize]),
        (Content::Words(words), Kind::List) => {
            if rarest_in_common(words, a, b).is_some() {
                1
            } else {
                2
            }
        }
        (Content::Words(words), _) => texts(words, a, b),
        (Content::Text, Kind::Category) => 2,
        (Content::Text, Kind::Code) => numbers(left, right),
        (Content::Text, _) => names(left, right),
    }
}

fn names(left: &str, right: &str) -> Level {
    let alike = jaro_winkler(left, right);
    let short = left.len().min(right.len());
    let begins = left.starts_with(right) || right.starts_with(left);
    match alike {
        a if a >= 0.92 => 2,
        _ if begins && short >= 3 => 2,
        a if a >= 0.82 => 3,
        _ if begins => 3,
        a if a >= 0.70 => 4,
        _ => 5,
    }
}

fn numbers(left: &str, right: &str) -> Level {
    match slips(left, right, 2) {
        0 | 1 => 2,
        2 => 3,
        _ => {
            let same = left.bytes().zip(right.bytes()).take_while(|(x, y)| x == y).count();
            if same * 2 >= left.len().max(right.len()) && same >= 3 { 4 } else { 5 }
        }
    }
}

fn dates(left: &str, right: &str, a: [u16; 3], b: [u16; 3]) -> Level {
    let turned = a[0] == b[0] && a[1] == b[2] && a[2] == b[1];
    if turned || slips(left, right, 1) <= 1 {
        return 2;
    }
    let same = (0..3).filter(|part| a[*part] == b[*part]).count();
    match (same, a[0] == b[0]) {
        (2, _) => 3,
        (_, true) => 4,
        _ => 5,
    }
}

fn amounts(a: f64, b: f64) -> Level {
    let (apart, size) = ((a - b).abs(), a.abs().max(b.abs()));
    match () {
        () if apart == 0.0 => 1,
        () if apart <= 0.02 * size => 2,
        () if apart <= 0.2 * size => 3,
        () => 4,
    }
}

/// Cosine of the words, each counting by its rarity; words with a slip count nine tenths.
fn texts(words: &Words, a: u32, b: u32) -> Level {
    let (left, right) = (&words.of[a as usize], &words.of[b as usize]);
    let size = |of: &[u32]| of.iter().map(|w| f64::from(words.weight[*w as usize])).sum::<f64>();
    let (size_a, size_b) = (size(left), size(right));
    let mut common = 0.0;
    let (mut rest_a, mut rest_b) = ([MISSING; 16], [MISSING; 16]);
    let (mut count_a, mut count_b) = (0, 0);
    let (mut i, mut j) = (0, 0);
    let keep = |rest: &mut [u32; 16], count: &mut usize, word: u32| {
        if *count < 16 {
            rest[*count] = word;
            *count += 1;
        }
    };
    while i < left.len() || j < right.len() {
        match (left.get(i), right.get(j)) {
            (Some(x), Some(y)) if x == y => {
                common += f64::from(words.weight[*x as usize]);
                (i, j) = (i + 1, j + 1);
            }
            (Some(x), other) if other.is_none_or(|y| x < y) => {
                keep(&mut rest_a, &mut count_a, *x);
                i += 1;
            }
            (_, Some(y)) => {
                keep(&mut rest_b, &mut count_b, *y);
                j += 1;
            }
            _ => break,
        }
    }
    for x in &rest_a[..count_a] {
        let text = words.words.value(*x);
        let near = rest_b[..count_b].iter_mut().find(|y| {
            let other = words.words.value(**y);
            **y != MISSING && text.len().min(other.len()) >= 4 && jaro_winkler(text, other) >= 0.9
        });
        if let Some(y) = near {
            let weight = words.weight[*x as usize].min(words.weight[*y as usize]);
            common += 0.9 * f64::from(weight);
            *y = MISSING;
        }
    }
    let alike = common / (size_a * size_b).sqrt().max(1e-9);
    match alike {
        c if c >= 0.8 => 2,
        c if c >= 0.55 => 3,
        c if c >= 0.35 => 4,
        c if c >= 0.15 => 5,
        _ => 6,
    }
}

/// Of the values that two lists have in common the rarest: how many rows have it.
pub(crate) fn rarest_in_common(words: &Words, a: u32, b: u32) -> Option<u32> {
    let (left, right) = (&words.of[a as usize], &words.of[b as usize]);
    left.iter().filter(|w| right.binary_search(w).is_ok()).map(|w| words.counts[*w as usize]).min()
}
