//! Rows of plain tables: which of them are one entity.

mod automatic;
mod candidates;
mod compare;
mod estimate;
mod grouping;
mod model;
mod prepared;
mod record;
mod score;
mod table;

use rustc_hash::FxHashMap;

pub use automatic::{propose, propose_named_by};
pub use candidates::{LARGEST_BLOCK, LARGEST_WORD_BLOCK, MOST_PAIRS_OF_A_RULE};
pub use model::{Comparison, Kind, LONGEST_MODEL, MOST_COMPARED, MOST_RULES, Model, ModelFault, Part, Rule};
pub use score::{Step, Waterfall};
pub use table::{BadRow, LONGEST_CELL, MOST_BAD_ROWS, MOST_COLUMNS, MOST_ROWS, Table};

use crate::parallel;
use candidates::{Border, Found, Pair, rows_of};
use compare::Comparer;
use grouping::Scored;
use prepared::Prepared;
use score::Weights;

/// Links this far below even odds are kept for the grouping, in bits.
const KEPT_FROM: f32 = -12.0;

/// A link between two rows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RowLink {
    /// The lower row, counted from 0.
    pub left: u32,
    /// The higher row. Rows of a second table follow those of the first.
    pub right: u32,
    /// The score in bits with the prior: 0 is even odds.
    pub score: f32,
}

/// What came out.
pub struct Linked {
    /// For each row the first row of its group; a row alone is its own group.
    pub groups: Vec<u32>,
    /// Links at or above the threshold, by row.
    pub links: Vec<RowLink>,
    /// The model with every figure that was used.
    pub model: Model,
    /// How many pairs were compared.
    pub compared: usize,
    /// What was left out, in words.
    pub notes: Vec<String>,
    columns: Vec<Prepared>,
}

/// Finds the rows of one table that are one entity. A model without figures is estimated; `threads` changes the time
/// and never the result.
pub fn dedupe(table: &Table, model: &Model, threads: usize) -> Linked {
    link(table, model, None, threads)
}

/// Finds for the rows of one table those of a second that are the same entity.
pub fn match_tables(left: &Table, right: &Table, model: &Model, threads: usize) -> Linked {
    let both = left.followed_by(right);
    link(&both, model, Some(left.rows()), threads)
}

fn link(table: &Table, model: &Model, border: Border, threads: usize) -> Linked {
    let mut model = model.clone();
    let mut notes = table.notes().to_vec();
    model.comparisons.retain(|c| {
        let there = table.column(&c.column).is_some();
        if !there {
            notes.push(format!("the table has no column `{}`: it was not compared", c.column));
        }
        there
    });
    let compared: Vec<_> =
        model.comparisons.iter().filter_map(|c| Some((table.column(&c.column)?, c.kind))).collect();
    let columns = parallel::each(threads, compared.len(), |at| Prepared::of(compared[at].0, compared[at].1));
    let names: Vec<String> = model.comparisons.iter().map(|c| c.column.clone()).collect();
    let found: Vec<Found> = parallel::each(threads, model.rules.len(), |rule| {
        candidates::of_rule(&columns, &names, &model.rules[rule], border)
    });
    let left_out: usize = found.iter().map(|f| f.left_out).sum();
    if left_out > 0 {
        notes.push(format!("{left_out} rows stood in blocks of more than {LARGEST_BLOCK} and were not held against each other there"));
    }
    if !model.is_estimated() {
        estimate::fill(&mut model, &columns, &found, border, threads);
    }
    let pairs = candidates::union(&found, threads);
    drop(found);
    let scored = scores(&mut model, &columns, &pairs, table.rows(), border, threads);
    let threshold = model.threshold as f32;
    let weights = Weights::of(&model, &columns);
    let groups = if border.is_some() && model.one_to_one {
        grouping::one_to_one(&scored, table.rows(), threshold)
    } else {
        grouping::by_average(&scored, table.rows(), threshold, &columns, &weights, border, threads)
    };
    let links = scored
        .iter()
        .filter(|(_, score)| *score >= threshold)
        .map(|(pair, score)| RowLink {
            left: (pair >> 32) as u32,
            right: (pair & 0xFFFF_FFFF) as u32,
            score: *score,
        })
        .collect();
    Linked { groups, links, compared: pairs.len(), model, notes, columns }
}

/// Scores all candidates; estimates the prior on the way if the model has none.
fn scores(
    model: &mut Model,
    columns: &[Prepared],
    pairs: &[Pair],
    rows: usize,
    border: Border,
    threads: usize,
) -> Vec<Scored> {
    let weights = Weights::of(model, columns);
    let parts = pairs.len().div_ceil(1 << 17);
    let bare: Vec<Vec<f32>> = parallel::each(threads, parts, |part| {
        let mut comparer = Comparer::of(columns);
        pairs[part << 17..pairs.len().min((part + 1) << 17)]
            .iter()
            .map(|pair| {
                let (left, right) = rows_of(*pair);
                weights.weight(comparer.pattern(left, right), left, right)
            })
            .collect()
    });
    let bare: Vec<f32> = bare.into_iter().flatten().collect();
    if model.prior.is_none() {
        let mut tenths: FxHashMap<i32, f64> = FxHashMap::default();
        for weight in &bare {
            *tenths.entry((weight * 4.0) as i32).or_default() += 1.0;
        }
        let mut histogram: Vec<(f32, f64)> = tenths.into_iter().map(|(t, n)| (t as f32 / 4.0, n)).collect();
        histogram.sort_by(|a, b| a.0.total_cmp(&b.0));
        model.prior = Some(estimate::prior(&histogram, rows, border));
    }
    let prior = model.prior.unwrap_or(0.5);
    let prior = (prior / (1.0 - prior)).log2() as f32;
    pairs
        .iter()
        .zip(bare)
        .map(|(pair, weight)| (*pair, weight + prior))
        .filter(|(_, s)| *s >= KEPT_FROM)
        .collect()
}

impl Linked {
    /// How the score of two rows came about, whether they were candidates or not; nothing if there is no such row.
    pub fn waterfall(&self, left: u32, right: u32) -> Option<Waterfall> {
        let rows = self.groups.len();
        let (left, right) = (left as usize, right as usize);
        (left < rows && right < rows)
            .then(|| Weights::of(&self.model, &self.columns).waterfall(&self.model, left, right))
    }
}
