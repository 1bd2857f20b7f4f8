//! The figures of a model: among different rows from frequencies and a fixed sample, among same rows by expectation
//! and maximisation over counted patterns (Winkler 1988; Fellegi and Sunter 1969). The cost does not depend on how
//! many pairs there are once they are counted.

use rustc_hash::FxHashMap;

use super::candidates::{Border, Found, rows_of};
use super::compare::Comparer;
use super::model::Model;
use super::prepared::{Content, Prepared};
use crate::parallel;

/// Pairs drawn for the shares among different rows.
const DRAWN: usize = 1 << 18;
/// Pairs of a rule that a session learns from.
const LEARNT_FROM: usize = 100_000;
/// Rounds of expectation and maximisation.
const ROUNDS: usize = 40;
/// The least share of a level.
const LEAST: f64 = 1e-6;

/// How often each pattern of agreement was met.
pub(crate) type Histogram = Vec<(u64, f64)>;

pub(crate) fn level_in(pattern: u64, column: usize) -> usize {
    (pattern >> (4 * column) & 15) as usize
}

/// Fills in what the model does not say yet.
pub(crate) fn fill(model: &mut Model, columns: &[Prepared], found: &[Found], border: Border, threads: usize) {
    let drawn = among_different(columns, border, threads);
    let known: Vec<bool> = model.comparisons.iter().map(|c| !c.among_same.is_empty()).collect();
    for ((comparison, shares), known) in model.comparisons.iter_mut().zip(drawn).zip(&known) {
        if !known {
            comparison.among_different = shares;
        }
    }
    let sums = sessions(model, columns, found, threads);
    for ((comparison, sum), known) in model.comparisons.iter_mut().zip(sums).zip(&known) {
        if !known {
            comparison.among_same = shares_of(&sum, comparison.kind.levels().len());
        }
    }
}

/// The share of each level among pairs drawn at random; that of "same" exactly, from frequencies.
fn among_different(columns: &[Prepared], border: Border, threads: usize) -> Vec<Vec<f64>> {
    let rows = columns.first().map_or(0, |c| c.codes.len());
    let counted = parallel::each(threads, 16, |part| {
        let mut comparer = Comparer::of(columns);
        let mut counts = vec![[0_u32; 16]; columns.len()];
        for draw in 0..DRAWN / 16 {
            let (left, right) = drawn((part * (DRAWN / 16) + draw) as u64, rows, border);
            if left != right && left < rows && right < rows {
                let pattern = comparer.pattern(left, right);
                for (at, count) in counts.iter_mut().enumerate() {
                    count[level_in(pattern, at)] += 1;
                }
            }
        }
        counts
    });
    columns
        .iter()
        .enumerate()
        .map(|(at, column)| {
            let levels = column.kind.levels().len();
            let counts: Vec<f64> = (1..=levels)
                .map(|level| counted.iter().map(|c| f64::from(c[at][level])).sum::<f64>() + 0.5)
                .collect();
            let all: f64 = counts.iter().sum();
            let mut shares: Vec<f64> = counts.iter().map(|c| c / all).collect();
            if !matches!(column.content, Content::Words(_)) || column.kind == super::model::Kind::Words {
                let same = same_by_chance(column, border).clamp(LEAST, 0.99);
                let rest: f64 = shares[1..].iter().sum();
                shares[0] = same;
                shares[1..].iter_mut().for_each(|share| *share *= (1.0 - same) / rest.max(LEAST));
            }
            shares.iter().map(|share| share.clamp(LEAST, 1.0)).collect()
        })
        .collect()
}

/// Two rows drawn by a fixed rule (SplitMix64): the same for every run.
fn drawn(draw: u64, rows: usize, border: Border) -> (usize, usize) {
    let number = |n: u64| {
        let mut z = n.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) as usize
    };
    let (a, b) = (number(2 * draw), number(2 * draw + 1));
    match border {
        Some(border) if border > 0 && border < rows => (a % border, border + b % (rows - border)),
        _ => (a % rows.max(1), b % rows.max(1)),
    }
}

/// How often two rows agree by chance: the sum of the squared frequencies.
fn same_by_chance(column: &Prepared, border: Border) -> f64 {
    match border {
        None => {
            let n = column.present as f64;
            let same: f64 = column.counts.iter().skip(1).map(|c| f64::from(*c) * (f64::from(*c) - 1.0)).sum();
            same / (n * (n - 1.0)).max(1.0)
        }
        Some(border) => {
            let mut left: Vec<u32> = vec![0; column.counts.len()];
            column.codes.iter().take(border).for_each(|code| left[*code as usize] += 1);
            let both = left.iter().zip(&column.counts).skip(1);
            let same: f64 = both.map(|(l, all)| f64::from(*l) * f64::from(all - l)).sum();
            let there = border as f64 - f64::from(left.first().copied().unwrap_or(0));
            same / (there * (column.present as f64 - there)).max(1.0)
        }
    }
}

/// For each rule a session of its own over the columns that it does not fix. Gives, for each column, the expected
/// number of pairs of one entity at each level.
fn sessions(model: &Model, columns: &[Prepared], found: &[Found], threads: usize) -> Vec<[f64; 16]> {
    let learnt = parallel::each(threads, found.len(), |rule| {
        let pairs = &found[rule].pairs;
        let step = pairs.len().div_ceil(LEARNT_FROM).max(1);
        let mut comparer = Comparer::of(columns);
        let mut counts: FxHashMap<u64, f64> = FxHashMap::default();
        for pair in pairs.iter().step_by(step) {
            let (left, right) = rows_of(*pair);
            *counts.entry(comparer.pattern(left, right)).or_default() += 1.0;
        }
        let mut histogram: Histogram = counts.into_iter().collect();
        histogram.sort_unstable_by_key(|(pattern, _)| *pattern);
        let free: Vec<bool> = model
            .comparisons
            .iter()
            .map(|c| !model.rules[rule].agree.iter().any(|(name, _)| *name == c.column))
            .collect();
        session(model, &histogram, &free)
    });
    let mut sums = vec![[0.0; 16]; columns.len()];
    for of_rule in learnt {
        for (sum, more) in sums.iter_mut().zip(of_rule) {
            sum.iter_mut().zip(more).for_each(|(s, m)| *s += m);
        }
    }
    sums
}

fn session(model: &Model, histogram: &Histogram, free: &[bool]) -> Vec<[f64; 16]> {
    let mut same: Vec<Vec<f64>> =
        model.comparisons.iter().map(|c| first_guess(c.kind.levels().len())).collect();
    let mut prior = 0.3;
    let mut sums = vec![[0.0; 16]; free.len()];
    for _ in 0..ROUNDS {
        sums = vec![[0.0; 16]; free.len()];
        let (mut expected, mut all) = (0.0, 0.0);
        for (pattern, count) in histogram {
            let mut odds = prior / (1.0 - prior);
            for at in (0..free.len()).filter(|at| free[*at]) {
                let level = level_in(*pattern, at);
                if level > 0 {
                    odds *= same[at][level - 1] / model.comparisons[at].among_different[level - 1];
                }
            }
            let weight = count * odds / (1.0 + odds);
            expected += weight;
            all += count;
            for at in (0..free.len()).filter(|at| free[*at]) {
                sums[at][level_in(*pattern, at)] += weight;
            }
        }
        prior = (expected / f64::max(all, 1.0)).clamp(1e-4, 0.999);
        for at in (0..free.len()).filter(|at| free[*at]) {
            same[at] = shares_of(&sums[at], same[at].len());
        }
    }
    sums
}

fn first_guess(levels: usize) -> Vec<f64> {
    let rest = 0.2 / (levels - 1).max(1) as f64;
    (0..levels).map(|level| if level == 0 { 0.8 } else { rest }).collect()
}

/// Shares out of sums, each a little more than nothing.
fn shares_of(sums: &[f64; 16], levels: usize) -> Vec<f64> {
    let all: f64 = sums[1..=levels].iter().sum::<f64>() + 0.2 * levels as f64;
    sums[1..=levels].iter().map(|sum| ((sum + 0.2) / all).clamp(LEAST, 1.0)).collect()
}

/// The share of all pairs that belong together, such that the expected number over the candidates is itself.
pub(crate) fn prior(weights: &[(f32, f64)], rows: usize, border: Border) -> f64 {
    let all = match border {
        Some(border) => border as f64 * (rows - border) as f64,
        None => rows as f64 * (rows as f64 - 1.0) / 2.0,
    };
    let mut prior = 1.0 / rows.max(2) as f64;
    for _ in 0..ROUNDS {
        let odds = (prior / (1.0 - prior)).log2();
        let expected: f64 =
            weights.iter().map(|(weight, count)| count / (1.0 + (-(f64::from(*weight) + odds)).exp2())).sum();
        prior = (expected / all.max(1.0)).clamp(1e-12, 0.5);
    }
    prior
}
