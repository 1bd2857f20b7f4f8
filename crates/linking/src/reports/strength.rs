//! The hub model: how much a value links. It is told by diversity, not by a cap: a value whose reports have nothing
//! else in common loses its weight, and the telephone of a ring with hundreds of reports keeps it. A value's strength
//! depends on its own reports and on the model alone, so that a new report changes little.

use super::evidence::Evidence;
use super::index::{Index, Number};
use super::model::Model;

/// Pairs of a value's reports that are looked at.
pub(crate) const LOOKED_AT: usize = 96;
/// What the kind of the value says counts as much as so many pairs.
pub(crate) const AS_MANY_PAIRS: f64 = 2.0;
/// Another value in common counts in this only if it is in so many reports at most.
pub(crate) const RARE: usize = 16;
/// At this strength a value is a hub: it links nothing any more.
pub(crate) const HUB: i16 = -4 * 2;
/// The greatest strength.
const STRONGEST: i16 = 4 * 7;

/// The strength of a value in quarters of a bit.
pub(crate) fn of(index: &Index, model: &Model, value: Number) -> i16 {
    let posting = &index.values[value as usize];
    let count = posting.reports.len();
    if posting.cut || is_not_the_offenders(posting.otherwise, count) {
        return i16::MIN;
    }
    if count < 2 {
        return quarters(model.share(posting.kind, 2));
    }
    let first = model.share(posting.kind, count).clamp(1e-4, 0.9999);
    let evidence = sample(index, model, value);
    // Reports that follow each other are no independent pairs: as many count as there are reports, less one.
    let counted = ((count - 1) as f64).min(32.0);
    let mut share = first;
    for _ in 0..6 {
        let odds = (share / (1.0 - share)).log2();
        let mean = evidence.iter().map(|e| crate::chance(odds + f64::from(*e))).sum::<f64>()
            / evidence.len().max(1) as f64;
        share = ((AS_MANY_PAIRS * first + counted * mean) / (AS_MANY_PAIRS + counted)).clamp(1e-4, 0.9999);
    }
    quarters(share)
}

fn quarters(share: f64) -> i16 {
    let quarters = (4.0 * (share / (1.0 - share)).log2()).round() as i16;
    // Half bits are fine enough, and a strength that does not move leaves its reports alone.
    (quarters & !1).min(STRONGEST)
}

/// More often the victim's, a helper's or a placeholder than the offender's.
fn is_not_the_offenders(otherwise: [u32; 3], count: usize) -> bool {
    let others: u32 = otherwise.iter().sum();
    others as usize > count
}

/// What else pairs of the value's reports have in common, in bits.
fn sample(index: &Index, model: &Model, value: Number) -> Vec<f32> {
    let reports = &index.values[value as usize].reports;
    let count = reports.len();
    let mut evidence = Vec::with_capacity(LOOKED_AT);
    if count * (count - 1) / 2 <= LOOKED_AT {
        for (at, left) in reports.iter().enumerate() {
            for right in &reports[at + 1..] {
                evidence.push(besides(index, model, *left, *right, value));
            }
        }
        return evidence;
    }
    // Pairs drawn over the whole list by a fixed rule: neighbours in time would flatter it.
    for (left, right) in drawn(count, LOOKED_AT).filter(|(left, right)| left != right) {
        evidence.push(besides(index, model, reports[left], reports[right], value));
    }
    evidence
}

/// Pairs of places of a list, drawn by a fixed rule all over it: shares of its length by the golden ratio and the
/// square root of two, so that one report more moves none of them far.
pub(crate) fn drawn(count: usize, most: usize) -> impl Iterator<Item = (usize, usize)> {
    let place = move |share: f64| ((share.fract() * count as f64) as usize).min(count - 1);
    (1..=most).map(move |draw| {
        let draw = draw as f64;
        (place(draw * 0.618_033_988_749_895), place(draw * std::f64::consts::SQRT_2))
    })
}

/// What two reports have in common besides one value. Only what is fixed by the two and by the sizes of short lists.
fn besides(index: &Index, model: &Model, left: Number, right: Number, value: Number) -> f32 {
    let mut others = 0_i32; // in thousandths, so that the order of summing leaves no trace
    let mut persona = index.values[value as usize].kind == Evidence::Persona;
    index.shared(left, right, |other| {
        let posting = &index.values[other as usize];
        if other == value || posting.reports.len() > RARE || posting.cut {
            return;
        }
        persona |= posting.kind == Evidence::Persona;
        let share = model.share(posting.kind, posting.reports.len());
        others += (((share / (1.0 - share)).log2() - model.prior) * 1_000.0) as i32;
    });
    let circumstances = index.circumstances(model, left, right, persona);
    (circumstances + (others as f32 / 1_000.0).min(9.0)).clamp(-8.0, 12.0)
}
