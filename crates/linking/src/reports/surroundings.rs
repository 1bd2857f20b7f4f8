//! The surroundings of a report: its links, and those of them by which it can come into a network.

use rustc_hash::FxHashMap;

use super::cores::Edge;
use super::index::{Index, Number};
use super::model::Model;
use super::pairs;

/// The links of a report at or above the model's threshold.
pub(crate) fn links_of(index: &Index, model: &Model, report: Number) -> Vec<Edge> {
    pairs::of_report(index, report)
        .into_iter()
        .map(|other| {
            let (left, right) = (report.min(other), report.max(other));
            Edge { left, right, score: pairs::score(index, model, left, right) }
        })
        .filter(|edge| f64::from(edge.score) >= model.link_from)
        .collect()
}

/// So many bits above the threshold a link stands by itself.
const STRONG: f32 = 4.0;

/// The links by which a report can come into a network: all strong ones, or else its best. What is left stays a lead.
pub(crate) fn elected(index: &Index, model: &Model, report: Number) -> Vec<Edge> {
    elect(index, model, report, &links_of(index, model, report))
}

fn elect(index: &Index, model: &Model, report: Number, links: &[Edge]) -> Vec<Edge> {
    let strong = |edge: &&Edge| edge.score >= model.link_from as f32 + STRONG;
    let elected: Vec<Edge> = links.iter().filter(strong).copied().collect();
    if !elected.is_empty() {
        return elected;
    }
    let print = |edge: &Edge| index.reports[other_of(edge, report) as usize].print;
    let best = links.iter().max_by(|a, b| a.score.total_cmp(&b.score).then_with(|| print(a).cmp(&print(b))));
    best.copied().into_iter().collect()
}

pub(crate) fn other_of(edge: &Edge, report: Number) -> Number {
    if edge.left == report { edge.right } else { edge.left }
}

/// Links that were worked out while networks are formed.
pub(crate) struct Nearby<'a> {
    index: &'a Index,
    model: &'a Model,
    known: FxHashMap<Number, (Vec<Edge>, Vec<Edge>)>,
}

impl<'a> Nearby<'a> {
    pub(crate) fn new(index: &'a Index, model: &'a Model) -> Self {
        Self { index, model, known: FxHashMap::default() }
    }

    fn of(&mut self, report: Number) -> &(Vec<Edge>, Vec<Edge>) {
        let (index, model) = (self.index, self.model);
        self.known.entry(report).or_insert_with(|| {
            let links = links_of(index, model, report);
            let elected = elect(index, model, report, &links);
            (links, elected)
        })
    }

    pub(crate) fn links(&mut self, report: Number) -> Vec<Edge> {
        self.of(report).0.clone()
    }

    /// The links of a report that it or the other elects.
    pub(crate) fn held(&mut self, report: Number) -> Vec<Edge> {
        let (links, mut held) = self.of(report).clone();
        for edge in links {
            let elects = |edges: &[Edge]| edges.iter().any(|e| (e.left, e.right) == (edge.left, edge.right));
            if !elects(&held) && elects(&self.of(other_of(&edge, report)).1) {
                held.push(edge);
            }
        }
        held
    }
}
