//! Which reports are held against each other, and the score of a pair.

use super::evidence::Evidence;
use super::index::{Index, Number};
use super::model::Model;
use super::strength::HUB;

/// Up to so many reports of a value are all held against each other.
pub const ALL_PAIRS: usize = 24;
/// In a longer list each report is held against so many before and behind it.
pub const NEIGHBOURS: usize = 12;

/// A score from which every further bit says the same.
const CEILING: f32 = 30.0;

/// Whether a value brings candidates.
pub(crate) fn links(index: &Index, value: Number) -> bool {
    index.values[value as usize].strength > HUB
}

/// How far from each other in the list of a value reports may stand.
pub(crate) fn reach(count: usize) -> usize {
    if count <= ALL_PAIRS { count } else { NEIGHBOURS }
}

/// The candidates of one report, each once, sorted.
pub(crate) fn of_report(index: &Index, report: Number) -> Vec<Number> {
    let mut found = Vec::new();
    for value in index.reports[report as usize].values.iter().filter(|v| links(index, **v)) {
        let reports = &index.values[*value as usize].reports;
        let order = index.order(report);
        let at = reports.partition_point(|other| index.order(*other) < order);
        let reach = reach(reports.len());
        found.extend_from_slice(&reports[at.saturating_sub(reach)..reports.len().min(at + reach + 1)]);
    }
    found.sort_unstable();
    found.dedup();
    found.retain(|other| *other != report);
    found
}

/// The score of two reports in bits with the prior; 0 is even odds.
pub(crate) fn score(index: &Index, model: &Model, left: Number, right: Number) -> f32 {
    let (mut quarters, mut count, mut persona) = (0_i32, 0_u16, false);
    index.shared(left, right, |value| {
        let posting = &index.values[value as usize];
        if posting.strength > HUB {
            persona |= posting.kind == Evidence::Persona;
            quarters += i32::from(posting.strength);
            count += 1;
        }
    });
    // Summed as whole numbers, so that the order in which values were met leaves no trace.
    let prior = model.prior as f32;
    let sum = prior + quarters as f32 / 4.0 - f32::from(count) * prior;
    (sum + index.circumstances(model, left, right, persona)).min(CEILING)
}

/// What a shared value adds to the prior. Strengths that link are far above it.
pub(crate) fn weight(strength: i16, prior: f32) -> f32 {
    f32::from(strength) / 4.0 - prior
}
