//! The linker: takes reports one by one or all at once, keeps networks with lasting numbers, and tells what changed.
//! Which reports stand together depends on the reports, the model and what analysts said, and on nothing else: not on
//! the order of arrival, nor on how it was cut into portions, nor on the number of threads.

use rustc_hash::FxHashSet;

use super::cores::{self, Edge, Said};
use super::evidence::{Evidence, Value};
use super::index::{Index, Number};
use super::judgement::Judgement;
use super::learn;
use super::model::{Model, size_of};
use super::networks::{Event, Networks};
use super::pairs;
use super::reading;
use super::report::Report;
use super::strength::{self, HUB, RARE};
use super::surroundings::{Nearby, elected, links_of, other_of};
use crate::parallel;
use crate::sets::Sets;

/// The most reports that one linker holds.
pub const MOST_REPORTS: usize = 200_000_000;

/// Links reports.
#[derive(Debug, Clone)]
pub struct Linker {
    pub(crate) index: Index,
    pub(crate) model: Model,
    pub(crate) said: Said,
    pub(crate) networks: Networks,
    /// Reports whose surroundings changed since networks were last formed.
    pub(crate) touched: FxHashSet<Number>,
    pub(crate) judgements: Vec<Judgement>,
    pub(crate) last_judgement: u64,
}

/// Why a report was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// A report with this reference is there already.
    #[error("a report with this reference is there already: nothing was changed")]
    Known,
    /// There is no room.
    #[error("the linker is full")]
    Full,
}

/// A link of a report, as it is shown to whoever takes the report.
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    /// The reference of the other report.
    pub other: String,
    /// The score in bits; 0 is even odds.
    pub score: f64,
}

impl Linker {
    /// A linker without reports.
    pub fn new(model: Model) -> Self {
        Self {
            index: Index::default(),
            model,
            said: Said::default(),
            networks: Networks::default(),
            touched: FxHashSet::default(),
            judgements: Vec::new(),
            last_judgement: 0,
        }
    }

    /// Takes many reports at once, learns a model from them and forms the networks. Reports that are there twice are
    /// taken once.
    pub fn learn(reports: &[Report], threads: usize) -> Self {
        Self::learn_without(reports, &[], threads)
    }

    /// As [`Linker::learn`], with kinds of evidence left out: what would we know without wording?
    pub fn learn_without(reports: &[Report], left_out: &[Evidence], threads: usize) -> Self {
        Self::learn_but(reports, left_out, |_| (), threads)
    }

    /// As [`Linker::learn`], with networks formed from this score on, in bits, whatever was learnt.
    pub fn learn_linking_from(reports: &[Report], link_from: f64, threads: usize) -> Self {
        Self::learn_but(reports, &[], |model| model.link_from = link_from, threads)
    }

    fn learn_but(
        reports: &[Report],
        left_out: &[Evidence],
        change: impl FnOnce(&mut Model),
        threads: usize,
    ) -> Self {
        let mut linker = Self::new(Model::default().without(left_out));
        linker.file_all(reports, threads);
        linker.model = learn::learn(&linker.index).without(left_out);
        change(&mut linker.model);
        linker.form_all(threads);
        linker
    }

    /// Takes many reports at once with a model that is there already.
    pub fn with_model(reports: &[Report], model: Model, threads: usize) -> Self {
        let mut linker = Self::new(model);
        linker.file_all(reports, threads);
        linker.form_all(threads);
        linker
    }

    fn file_all(&mut self, reports: &[Report], threads: usize) {
        const PORTION: usize = 1 << 15;
        for portion in reports.chunks(PORTION) {
            let read: Vec<Vec<Vec<Value>>> = parallel::each(threads, portion.len().div_ceil(512), |part| {
                portion[part * 512..portion.len().min((part + 1) * 512)].iter().map(reading::read).collect()
            });
            for (report, read) in portion.iter().zip(read.iter().flatten()) {
                if self.index.number_of(&report.id).is_none() && self.index.reports.len() < MOST_REPORTS {
                    let number = self.index.file(report, read, &self.model.left_out);
                    for at in 0..self.index.reports[number as usize].values.len() {
                        let value = self.index.reports[number as usize].values[at];
                        self.index.values[value as usize].reports.push(number);
                    }
                }
            }
        }
        self.index.order_all(threads);
    }

    /// Works out strengths, links and networks of everything anew.
    fn form_all(&mut self, threads: usize) {
        const PART: usize = 1 << 12;
        let (index, model) = (&self.index, &self.model);
        let values = index.values.len();
        let strengths = parallel::each(threads, values.div_ceil(PART), |part| {
            (part * PART..values.min((part + 1) * PART))
                .map(|value| strength::of(index, model, value as Number))
                .collect::<Vec<i16>>()
        });
        for (posting, strength) in self.index.values.iter_mut().zip(strengths.into_iter().flatten()) {
            posting.strength = strength;
        }
        let (index, model) = (&self.index, &self.model);
        let count = index.reports.len();
        let edges = parallel::each(threads, count.div_ceil(PART), |part| {
            let mut edges = Vec::new();
            for report in part * PART..count.min((part + 1) * PART) {
                edges.extend(elected(index, model, report as Number));
            }
            edges
        });
        let mut edges: Vec<Edge> = edges.into_iter().flatten().collect();
        edges.extend(self.said.edges());
        edges.sort_unstable_by(|a, b| {
            (a.left, a.right).cmp(&(b.left, b.right)).then(b.score.total_cmp(&a.score))
        });
        edges.dedup_by_key(|e| (e.left, e.right));
        let all: Vec<Number> = (0..count as Number).collect();
        self.regroup(&all, edges, threads);
        self.touched.clear();
    }

    /// Forms the groups of whole components and tells what changed.
    fn regroup(&mut self, reports: &[Number], edges: Vec<Edge>, threads: usize) -> Vec<Event> {
        let components = components(reports, edges);
        let (index, model, said) = (&self.index, &self.model, &self.said);
        let portion = components.len().div_ceil(64).max(1);
        let formed: Vec<Vec<Vec<Vec<Number>>>> =
            parallel::each(threads, components.len().div_ceil(portion), |part| {
                components[part * portion..components.len().min((part + 1) * portion)]
                    .iter()
                    .map(|edges| cores::form(index, model, said, edges.clone()))
                    .collect()
            });
        let groups = formed.into_iter().flatten().flatten().filter(|g| g.len() > 1).collect();
        self.networks.replace(&self.index, reports, groups)
    }

    /// Takes a report. What it is linked with is told at once; networks are formed anew by [`Linker::settle`].
    ///
    /// # Errors
    /// If a report with this reference is there already, or there is no room.
    pub fn add(&mut self, report: &Report) -> Result<Vec<Link>, Refused> {
        if self.index.number_of(&report.id).is_some() {
            return Err(Refused::Known);
        }
        if self.index.reports.len() >= MOST_REPORTS {
            return Err(Refused::Full);
        }
        let read = reading::read(report);
        let number = self.index.file(report, &read, &self.model.left_out);
        self.enter(number, &read);
        Ok(self.links(number))
    }

    fn enter(&mut self, number: Number, read: &[Value]) {
        self.touched.insert(number);
        let mut changed: Vec<Number> = self.index.reports[number as usize].values.to_vec();
        for value in changed.clone() {
            let at = self.index.enter(value, number);
            let reports = &self.index.values[value as usize].reports;
            let count = reports.len();
            let linked = pairs::links(&self.index, value);
            if linked && count == pairs::ALL_PAIRS + 1 {
                self.touched.extend(reports);
            } else if linked && count > pairs::ALL_PAIRS {
                let near = at.saturating_sub(pairs::NEIGHBOURS)..count.min(at + pairs::NEIGHBOURS + 1);
                self.touched.extend(&reports[near]);
            }
            if count > 1 && count <= RARE + 1 && size_of(count) != size_of(count - 1)
                || count == RARE + 1
                || count == 2
            {
                for report in reports {
                    changed.extend_from_slice(&self.index.reports[*report as usize].values);
                }
            }
        }
        // A value told as somebody else's may lose its strength by that.
        changed.extend(
            read.iter()
                .filter(|v| v.role != super::evidence::Role::Offender)
                .filter_map(|v| self.index.value_number(v.kind, &v.key)),
        );
        changed.sort_unstable();
        changed.dedup();
        for value in changed {
            self.weigh(value);
        }
    }

    /// Works out the strength of a value anew; if it moved, its reports are touched.
    pub(crate) fn weigh(&mut self, value: Number) {
        let now = strength::of(&self.index, &self.model, value);
        let posting = &mut self.index.values[value as usize];
        let before = std::mem::replace(&mut posting.strength, now);
        if now != before && (now > HUB || before > HUB) && posting.reports.len() > 1 {
            self.touched.extend(&posting.reports);
        }
    }

    /// Forms the networks anew in which something changed, and tells what became of them.
    pub fn settle(&mut self) -> Vec<Event> {
        let touched = std::mem::take(&mut self.touched);
        let mut nearby = Nearby::new(&self.index, &self.model);
        // Whom a touched report elects may have changed, and with it the surroundings of those it is linked with.
        let mut open: Vec<Number> = touched.iter().copied().collect();
        for report in &touched {
            open.extend(nearby.links(*report).iter().map(|e| other_of(e, *report)));
        }
        let mut seen: FxHashSet<Number> = FxHashSet::default();
        let mut edges = Vec::new();
        while let Some(report) = open.pop() {
            if !seen.insert(report) {
                continue;
            }
            let mut held = nearby.held(report);
            held.extend(self.said.links_of(report));
            for edge in held {
                let other = other_of(&edge, report);
                if !seen.contains(&other) {
                    open.push(other);
                    edges.push(edge);
                }
            }
        }
        let mut reports: Vec<Number> = seen.into_iter().collect();
        reports.sort_unstable();
        self.regroup(&reports, edges, 1)
    }

    /// The links of a report, the strongest first; none if it is not there.
    pub fn links_of(&self, id: &str) -> Vec<Link> {
        self.index.number_of(id).map(|number| self.links(number)).unwrap_or_default()
    }

    pub(crate) fn edges_of(&self, report: Number) -> Vec<Edge> {
        links_of(&self.index, &self.model, report)
    }

    pub(crate) fn bridges_of(&self, report: Number) -> Vec<Edge> {
        let network = self.networks.of(report);
        let mut edges = self.edges_of(report);
        edges.retain(|e| {
            let other = if e.left == report { e.right } else { e.left };
            network.is_none() || self.networks.of(other) != network
        });
        edges
    }

    fn links(&self, number: Number) -> Vec<Link> {
        let mut links: Vec<Link> = links_of(&self.index, &self.model, number)
            .into_iter()
            .map(|edge| {
                let other = if edge.left == number { edge.right } else { edge.left };
                Link { other: self.index.reports[other as usize].id.clone(), score: f64::from(edge.score) }
            })
            .collect();
        links.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.other.cmp(&b.other)));
        links
    }

    /// The model that the scores rest on.
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// How many reports there are.
    pub fn len(&self) -> usize {
        self.index.reports.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.index.reports.is_empty()
    }

    /// The networks of two or more reports: each a number and the references of its reports, sorted.
    pub fn networks(&self) -> Vec<(u64, Vec<&str>)> {
        self.networks
            .all()
            .map(|(number, members)| {
                let mut ids: Vec<&str> =
                    members.iter().map(|m| self.index.reports[*m as usize].id.as_str()).collect();
                ids.sort_unstable();
                (number, ids)
            })
            .collect()
    }

    /// The number of the network in which a report stands.
    pub fn network_of(&self, id: &str) -> Option<u64> {
        self.networks.of(self.index.number_of(id)?)
    }
}

/// Parts links by connected component.
fn components(reports: &[Number], edges: Vec<Edge>) -> Vec<Vec<Edge>> {
    let place = |report: Number| reports.binary_search(&report).unwrap_or(0) as u32;
    let mut sets = Sets::of(reports.len());
    for edge in &edges {
        sets.join(place(edge.left), place(edge.right));
    }
    let mut by_set: Vec<(u32, Edge)> = edges.into_iter().map(|e| (sets.find(place(e.left)), e)).collect();
    by_set.sort_by_key(|(set, edge)| (*set, edge.left, edge.right));
    by_set.chunk_by(|a, b| a.0 == b.0).map(|part| part.iter().map(|(_, edge)| *edge).collect()).collect()
}

impl Said {
    /// The links that an analyst made.
    pub(crate) fn edges(&self) -> impl Iterator<Item = Edge> {
        let mut all: Vec<(Number, Number)> = self.same.iter().copied().collect();
        all.sort_unstable();
        all.into_iter().map(|(left, right)| Edge { left, right, score: f32::MAX })
    }

    pub(crate) fn links_of(&self, report: Number) -> impl Iterator<Item = Edge> {
        self.edges().filter(move |e| e.left == report || e.right == report)
    }
}
