//! Explanation: how a score came about, why a network holds together and where it would break, and what is missing
//! between two reports that are not linked. Every figure comes from the model that is stored, so that a replay gives
//! the same.

use super::cores::Edge;
use super::evidence::{Evidence, Place};
use super::index::Number;
use super::linker::Linker;
use super::model::name_level;
use super::pairs;
use super::strength::HUB;

/// One value that two reports share.
#[derive(Debug, Clone, PartialEq)]
pub struct Shared {
    /// What it is.
    pub kind: Evidence,
    /// The key under which both were found.
    pub key: String,
    /// How many reports hold it.
    pub reports: usize,
    /// Whether it is a hub, a placeholder or somebody else's: it counts nothing.
    pub hub: bool,
    /// What it counts, in bits.
    pub weight: f64,
    /// Where it stood in the first report and in the second.
    pub places: (Place, Place),
}

/// How the score of two reports came about: prior, shared values and circumstances add up to the score.
#[derive(Debug, Clone, PartialEq)]
pub struct LinkExplained {
    /// The references of the two.
    pub reports: (String, String),
    /// What is known before anything is compared, in bits.
    pub prior: f64,
    /// What both hold, the strongest first.
    pub shared: Vec<Shared>,
    /// What else was compared: a name, the two values in words, and what it counts. Less than 0 counts against.
    pub circumstances: Vec<(&'static str, String, f64)>,
    /// The sum, in bits; 0 is even odds.
    pub score: f64,
    /// Whether that is a link by this model: the score is high enough, and at least one value is in common. Circumstances
    /// alone never link.
    pub linked: bool,
    /// Bits that are missing to a link; 0 where nothing but a value in common is missing.
    pub missing: f64,
    /// The fingerprint of the model.
    pub model: String,
}

/// Why a network holds together.
#[derive(Debug, Clone, PartialEq)]
pub struct NetworkExplained {
    /// Its number.
    pub network: u64,
    /// The references of its reports.
    pub reports: Vec<String>,
    /// The values that hold it together: kind, key, in how many of its reports, in how many reports of all.
    pub holds: Vec<(Evidence, String, usize, usize)>,
    /// The weakest place: what would have to be cut, and the smaller part that would fall off.
    pub cut: Option<Cut>,
    /// Links to reports of other networks: leads, never merged.
    pub bridges: Vec<(String, String, f64)>,
}

/// The cut that would split a network with the least effort.
#[derive(Debug, Clone, PartialEq)]
pub struct Cut {
    /// The links that would have to be cut: references and scores.
    pub links: Vec<(String, String, f64)>,
    /// Their sum in bits.
    pub weight: f64,
    /// The references of the smaller part.
    pub falls_off: Vec<String>,
}

/// The most links that are told of a network's cut.
const MOST_TOLD: usize = 200;
/// The largest network whose weakest place is looked for.
pub const LARGEST_CUT: usize = 500;

impl Linker {
    /// How the score of two reports came about, linked or not; nothing if one is not there.
    pub fn explain_link(&self, left: &str, right: &str) -> Option<LinkExplained> {
        let (a, b) = (self.index.number_of(left)?, self.index.number_of(right)?);
        let prior = self.model.prior as f32;
        let mut shared = Vec::new();
        let mut persona = false;
        self.index.shared(a, b, |value| {
            let posting = &self.index.values[value as usize];
            let hub = posting.strength <= HUB;
            persona |= !hub && posting.kind == Evidence::Persona;
            shared.push(Shared {
                kind: posting.kind,
                key: self.index.key(value).to_owned(),
                reports: posting.reports.len(),
                hub,
                weight: if hub { 0.0 } else { f64::from(pairs::weight(posting.strength, prior)) },
                places: (self.place(a, value), self.place(b, value)),
            });
        });
        shared.sort_by(|x, y| y.weight.total_cmp(&x.weight).then_with(|| x.key.cmp(&y.key)));
        let score = f64::from(pairs::score(&self.index, &self.model, a, b));
        let in_common = shared.iter().any(|s: &Shared| !s.hub);
        Some(LinkExplained {
            reports: (left.to_owned(), right.to_owned()),
            prior: f64::from(prior),
            shared,
            circumstances: self.circumstances(a, b, persona),
            score,
            linked: in_common && score >= self.model.link_from,
            missing: (self.model.link_from - score).max(0.0),
            model: self.model.fingerprint(),
        })
    }

    fn place(&self, report: Number, value: Number) -> Place {
        let kept = &self.index.reports[report as usize];
        kept.values
            .binary_search(&value)
            .ok()
            .and_then(|at| kept.places.get(at).copied())
            .unwrap_or(Place::Field)
    }

    fn circumstances(&self, a: Number, b: Number, persona: bool) -> Vec<(&'static str, String, f64)> {
        let (left, right) = (&self.index.reports[a as usize], &self.index.reports[b as usize]);
        let words = &self.index.words;
        let both = |x: u32, y: u32| format!("{} / {}", words.value(x), words.value(y));
        let mut told = vec![(
            "class of crime",
            both(left.crime, right.crime),
            f64::from(self.model.crime_weight(words, left.crime, right.crime)),
        )];
        let apart =
            left.day.zip(right.day).map_or("not known".to_owned(), |(x, y)| x.abs_diff(y).to_string());
        told.push(("days apart", apart, f64::from(self.model.days_weight(left.day, right.day))));
        if !persona {
            let weight = self.model.brand_weight(words, left.brand, right.brand);
            told.push(("brand", both(left.brand, right.brand), f64::from(weight)));
            if name_level(left.name, right.name).is_some() {
                let weight = self.model.name_weight(left.name, right.name);
                told.push(("name", both(left.name.1, right.name.1), f64::from(weight)));
            }
        }
        told
    }

    /// Why a network holds together and where it would break; nothing if there is no such network.
    pub fn explain_network(&self, network: u64) -> Option<NetworkExplained> {
        let members = self.networks.members(network)?;
        let id = |report: Number| self.index.reports[report as usize].id.clone();
        let told = |edge: &Edge| (id(edge.left), id(edge.right), f64::from(edge.score));
        let mut holds: Vec<(Evidence, String, usize, usize)> = self
            .counted(members)
            .into_iter()
            .filter(|(value, count)| *count > 1 && self.index.values[*value as usize].strength > HUB)
            .map(|(value, count)| {
                let posting = &self.index.values[value as usize];
                (posting.kind, self.index.key(value).to_owned(), count, posting.reports.len())
            })
            .collect();
        holds.sort_by(|a, b| b.2.cmp(&a.2).then_with(|| (a.0, &a.1).cmp(&(b.0, &b.1))));
        let edges = self.edges_within(members);
        let mut bridges: Vec<Edge> = members.iter().flat_map(|m| self.bridges_of(*m)).collect();
        bridges.sort_by(|a, b| {
            b.score.total_cmp(&a.score).then_with(|| (a.left, a.right).cmp(&(b.left, b.right)))
        });
        bridges.dedup();
        let cut = (members.len() <= LARGEST_CUT).then(|| weakest(members, &edges)).flatten();
        Some(NetworkExplained {
            network,
            reports: members.iter().map(|m| id(*m)).collect(),
            holds,
            cut: cut.map(|(side, weight)| Cut {
                links: edges
                    .iter()
                    .filter(|e| side.binary_search(&e.left).is_ok() != side.binary_search(&e.right).is_ok())
                    .take(MOST_TOLD)
                    .map(told)
                    .collect(),
                weight,
                falls_off: side.iter().map(|m| id(*m)).collect(),
            }),
            bridges: bridges.iter().take(MOST_TOLD).map(told).collect(),
        })
    }

    /// How many of some reports hold each value, by value.
    pub(crate) fn counted(&self, members: &[Number]) -> Vec<(Number, usize)> {
        let mut values: Vec<Number> =
            members.iter().flat_map(|m| self.index.reports[*m as usize].values.iter().copied()).collect();
        values.sort_unstable();
        values.chunk_by(|a, b| a == b).map(|same| (same[0], same.len())).collect()
    }

    fn edges_within(&self, members: &[Number]) -> Vec<Edge> {
        let mut edges: Vec<Edge> = members.iter().flat_map(|m| self.edges_of(*m)).collect();
        edges.retain(|e| members.binary_search(&e.left).is_ok() && members.binary_search(&e.right).is_ok());
        edges.sort_by_key(|e| (e.left, e.right));
        edges.dedup();
        edges
    }
}

/// The cut of least weight (Stoer and Wagner 1997): the smaller side, sorted, and the sum of the links across.
fn weakest(members: &[Number], edges: &[Edge]) -> Option<(Vec<Number>, f64)> {
    let count = members.len();
    if count < 2 {
        return None;
    }
    let place = |report: Number| members.binary_search(&report).unwrap_or(0);
    let mut weights = vec![vec![0.0_f64; count]; count];
    for edge in edges {
        let (a, b) = (place(edge.left), place(edge.right));
        let weight = f64::from(edge.score).clamp(0.0, 100.0);
        weights[a][b] += weight;
        weights[b][a] += weight;
    }
    let mut merged: Vec<Vec<usize>> = (0..count).map(|at| vec![at]).collect();
    let mut open: Vec<usize> = (0..count).collect();
    let mut best: Option<(Vec<usize>, f64)> = None;
    while open.len() > 1 {
        let (last, before, weight) = phase(&open, &weights);
        if best.as_ref().is_none_or(|(_, least)| weight < *least) {
            best = Some((merged[last].clone(), weight));
        }
        let moved = std::mem::take(&mut merged[last]);
        merged[before].extend(moved);
        let row = weights[last].clone();
        for (at, weight) in row.into_iter().enumerate() {
            weights[before][at] += weight;
            weights[at][before] = weights[before][at];
        }
        open.retain(|at| *at != last);
    }
    let (side, weight) = best?;
    let smaller: Vec<usize> =
        if side.len() * 2 <= count { side } else { (0..count).filter(|at| !side.contains(at)).collect() };
    let mut smaller: Vec<Number> = smaller.into_iter().map(|at| members[at]).collect();
    smaller.sort_unstable();
    Some((smaller, weight))
}

/// One phase: the last two in the order of adjacency, and the weight that holds the last.
fn phase(open: &[usize], weights: &[Vec<f64>]) -> (usize, usize, f64) {
    let mut held: Vec<f64> = vec![0.0; weights.len()];
    let mut left: Vec<usize> = open.to_vec();
    let (mut last, mut before, mut weight) = (0, 0, 0.0);
    while !left.is_empty() {
        let mut at = 0;
        for candidate in 1..left.len() {
            if held[left[candidate]] > held[left[at]] {
                at = candidate;
            }
        }
        let taken = left.remove(at);
        (before, last, weight) = (last, taken, held[taken]);
        for other in &left {
            held[*other] += weights[taken][*other];
        }
    }
    (last, before, weight)
}
