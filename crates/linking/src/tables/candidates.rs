//! Which pairs of rows are worth comparing: rows that agree in what a rule names. Blocks that are too large to tell
//! anything are left out and counted.

use super::model::{Part, Rule};
use super::prepared::{Content, Prepared, beginnings};
use crate::dictionary::MISSING;
use crate::parallel;

/// The largest block whose pairs are all candidates.
pub const LARGEST_BLOCK: usize = 1_000;
/// The largest block under one word of a text.
pub const LARGEST_WORD_BLOCK: usize = 60;
/// The most pairs that one rule may bring.
pub const MOST_PAIRS_OF_A_RULE: usize = 60_000_000;

/// Where the rows of the second table begin, if two tables are matched: only pairs across are candidates then.
pub(crate) type Border = Option<usize>;

/// A pair of rows, the lower in the upper half.
pub(crate) type Pair = u64;

pub(crate) fn pair(left: u32, right: u32) -> Pair {
    u64::from(left.min(right)) << 32 | u64::from(left.max(right))
}

pub(crate) fn rows_of(pair: Pair) -> (usize, usize) {
    ((pair >> 32) as usize, (pair & 0xFFFF_FFFF) as usize)
}

/// What a rule brought.
pub(crate) struct Found {
    /// The pairs, sorted, each once.
    pub(crate) pairs: Vec<Pair>,
    /// Rows in blocks that were too large.
    pub(crate) left_out: usize,
}

/// Part of a column as numbers: for each row, or for each row several.
pub(crate) enum Keys {
    One(Vec<u32>),
    Each,
}

pub(crate) fn keys(column: &Prepared, part: Part) -> Keys {
    match (part, &column.content) {
        (Part::Each, Content::Words(_)) => Keys::Each,
        (Part::Beginning, _) => {
            let numbers = beginnings(column);
            Keys::One(column.codes.iter().map(|code| numbers[*code as usize]).collect())
        }
        _ => Keys::One(column.codes.clone()),
    }
}

/// All pairs of a rule.
pub(crate) fn of_rule(columns: &[Prepared], names: &[String], rule: &Rule, border: Border) -> Found {
    let mut keyed: Vec<(u64, u32)> = Vec::new();
    let rows = columns.first().map_or(0, |c| c.codes.len());
    let mut mixed: Vec<u64> = vec![0x5851_F42D_4C95_7F2D; rows];
    let mut each = None;
    for (name, part) in &rule.agree {
        let Some(at) = names.iter().position(|n| n == name) else {
            return Found { pairs: Vec::new(), left_out: 0 };
        };
        match keys(&columns[at], *part) {
            Keys::Each if each.is_none() => each = Some(at),
            Keys::Each => {}
            Keys::One(numbers) => {
                for (mix, number) in mixed.iter_mut().zip(numbers) {
                    *mix = if number == MISSING || *mix == 0 { 0 } else { stir(*mix, number) };
                }
            }
        }
    }
    let words = each.and_then(|at| match &columns[at].content {
        Content::Words(words) => Some((words, &columns[at].codes)),
        _ => None,
    });
    for (row, mix) in mixed.iter().enumerate().filter(|(_, mix)| **mix != 0) {
        match words {
            None => keyed.push((*mix, row as u32)),
            Some((words, codes)) => {
                for word in words.of[codes[row] as usize].iter() {
                    if words.counts[*word as usize] as usize <= LARGEST_WORD_BLOCK || rule.agree.len() > 1 {
                        keyed.push((stir(*mix, *word), row as u32));
                    }
                }
            }
        }
    }
    keyed.sort_unstable();
    blocks(&keyed, border)
}

fn stir(mix: u64, number: u32) -> u64 {
    let mut h = (mix ^ u64::from(number)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    h ^= h >> 32;
    h = h.wrapping_mul(0xD6E8_FEB8_6659_FD93);
    (h ^ (h >> 29)) | 1
}

fn blocks(keyed: &[(u64, u32)], border: Border) -> Found {
    let mut found = Found { pairs: Vec::new(), left_out: 0 };
    for block in keyed.chunk_by(|a, b| a.0 == b.0) {
        if block.len() < 2 {
            continue;
        }
        if block.len() > LARGEST_BLOCK || found.pairs.len() > MOST_PAIRS_OF_A_RULE {
            found.left_out += block.len();
            continue;
        }
        for (at, (_, left)) in block.iter().enumerate() {
            let across = |right: u32| border.is_none_or(|b| (*left as usize) < b && right as usize >= b);
            found
                .pairs
                .extend(block[at + 1..].iter().filter(|r| across(r.1)).map(|(_, right)| pair(*left, *right)));
        }
    }
    found.pairs.sort_unstable();
    found.pairs.dedup();
    found
}

/// The pairs of all rules together, sorted, each once.
pub(crate) fn union(found: &[Found], threads: usize) -> Vec<Pair> {
    let mut lists: Vec<Vec<Pair>> = found.iter().map(|f| f.pairs.clone()).collect();
    while lists.len() > 1 {
        let halves = lists.len().div_ceil(2);
        lists = parallel::each(threads, halves, |at| match (lists.get(2 * at), lists.get(2 * at + 1)) {
            (Some(a), Some(b)) => merge(a, b),
            (Some(a), None) => a.clone(),
            _ => Vec::new(),
        });
    }
    lists.pop().unwrap_or_default()
}

fn merge(a: &[Pair], b: &[Pair]) -> Vec<Pair> {
    let mut out = Vec::with_capacity(a.len() + b.len());
    let (mut i, mut j) = (0, 0);
    while i < a.len() && j < b.len() {
        let least = a[i].min(b[j]);
        i += usize::from(a[i] == least);
        j += usize::from(b[j] == least);
        out.push(least);
    }
    out.extend_from_slice(&a[i..]);
    out.extend_from_slice(&b[j..]);
    out
}
