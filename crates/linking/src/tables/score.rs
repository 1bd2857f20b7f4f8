//! Weights in bits: what agreement and disagreement count, by level and by how rare the value is; and the waterfall
//! that shows how a score came about.

use super::compare::{Comparer, rarest_in_common};
use super::estimate::level_in;
use super::model::{Kind, Model};
use super::prepared::{Content, Prepared};

/// One step of a waterfall.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// The column.
    pub column: String,
    /// What stands in the two rows, in the spelling in which they were compared.
    pub left: String,
    /// See [`Step::left`].
    pub right: String,
    /// The level of agreement in words; `nothing known` where a value is missing.
    pub level: &'static str,
    /// What it counts, in bits; more than 0 speaks for one entity.
    pub weight: f64,
}

/// How the score of a pair came about: prior and steps add up to the score.
#[derive(Debug, Clone, PartialEq)]
pub struct Waterfall {
    /// What is known before anything is compared, in bits: of how many pairs one belongs together.
    pub prior: f64,
    /// One step for each compared column, in the order of the model.
    pub steps: Vec<Step>,
    /// The sum.
    pub score: f64,
}

impl Waterfall {
    /// The chance that the pair belongs together, by this model.
    pub fn chance(&self) -> f64 {
        crate::chance(self.score)
    }
}

/// Weights of a model over prepared columns.
pub(crate) struct Weights<'a> {
    columns: &'a [Prepared],
    levels: Vec<[f32; 16]>,
    /// For each column and code what "same" counts; empty where frequency does not count.
    by_code: Vec<Vec<f32>>,
    pub(crate) prior: f32,
}

/// Rarer than this many rows is not told apart.
const RAREST: f64 = 1.5;

impl<'a> Weights<'a> {
    pub(crate) fn of(model: &Model, columns: &'a [Prepared]) -> Self {
        let mut levels = Vec::with_capacity(columns.len());
        let mut by_code = Vec::with_capacity(columns.len());
        for (comparison, column) in model.comparisons.iter().zip(columns) {
            let mut weights = [0.0; 16];
            let shares = comparison.among_same.iter().zip(&comparison.among_different);
            for (weight, (same, different)) in weights[1..].iter_mut().zip(shares) {
                *weight = (same / different).log2() as f32;
            }
            let counts = match &column.content {
                Content::Words(words) if column.kind == Kind::List => &words.counts,
                _ => &column.counts,
            };
            let same = comparison.among_same.first().copied().unwrap_or(1.0);
            let there = column.present.max(1) as f64;
            let frequent = comparison.by_frequency && !matches!(column.kind, Kind::Number);
            by_code.push(if frequent {
                counts.iter().map(|c| (same / (f64::from(*c).max(RAREST) / there)).log2() as f32).collect()
            } else {
                Vec::new()
            });
            levels.push(weights);
        }
        let prior = model.prior.unwrap_or(0.5);
        Self { columns, levels, by_code, prior: (prior / (1.0 - prior)).log2() as f32 }
    }

    /// What one column counts.
    fn step(&self, at: usize, pattern: u64, left: usize) -> f32 {
        let level = level_in(pattern, at);
        match self.by_code[at].as_slice() {
            [] => self.levels[at][level],
            _ if level != 1 => self.levels[at][level],
            by_code if self.columns[at].kind != Kind::List => by_code[self.columns[at].codes[left] as usize],
            _ => self.levels[at][1],
        }
    }

    /// What one column of a list counts: by the rarest value in common.
    fn list_step(&self, at: usize, left: usize, right: usize) -> f32 {
        let column = &self.columns[at];
        let Content::Words(words) = &column.content else { return 0.0 };
        let (a, b) = (column.codes[left], column.codes[right]);
        match rarest_in_common(words, a, b) {
            Some(count) => {
                let plain = self.levels[at][1];
                let there = column.present.max(1) as f32;
                plain.min(20.0).max((0.5 * there / (count as f32).max(RAREST as f32)).log2())
            }
            None => self.levels[at][2],
        }
    }

    /// The weight of a pair without the prior.
    pub(crate) fn weight(&self, pattern: u64, left: usize, right: usize) -> f32 {
        let mut sum = 0.0;
        for at in 0..self.columns.len() {
            sum += self.one(at, pattern, left, right);
        }
        sum
    }

    fn one(&self, at: usize, pattern: u64, left: usize, right: usize) -> f32 {
        if self.columns[at].kind == Kind::List && level_in(pattern, at) == 1 {
            self.list_step(at, left, right)
        } else {
            self.step(at, pattern, left)
        }
    }

    /// The score of a pair with the prior, compared anew.
    pub(crate) fn score(&self, comparer: &mut Comparer<'_>, left: usize, right: usize) -> f32 {
        self.prior + self.weight(comparer.pattern(left, right), left, right)
    }

    pub(crate) fn waterfall(&self, model: &Model, left: usize, right: usize) -> Waterfall {
        let pattern = Comparer::of(self.columns).pattern(left, right);
        let steps: Vec<Step> = (0..self.columns.len())
            .map(|at| {
                let column = &self.columns[at];
                let level = level_in(pattern, at);
                Step {
                    column: model.comparisons[at].column.clone(),
                    left: column.values.value(column.codes[left]).to_owned(),
                    right: column.values.value(column.codes[right]).to_owned(),
                    level: if level == 0 { "nothing known" } else { column.kind.levels()[level - 1] },
                    weight: f64::from(self.one(at, pattern, left, right)),
                }
            })
            .collect();
        let prior = f64::from(self.prior);
        let score = prior + steps.iter().map(|step| step.weight).sum::<f64>();
        Waterfall { prior, steps, score }
    }
}
