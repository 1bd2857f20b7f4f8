//! From links to networks. A network is not a chain of links: the more reports stand on both sides, the more
//! independent evidence it takes to make them one. What is too little stays a bridge: shown as a lead, never merged.

use rustc_hash::{FxHashMap, FxHashSet};

use super::index::{Index, Number};
use super::model::Model;
use super::strength::HUB;

/// A link between two reports, strong enough to be shown.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Edge {
    pub(crate) left: Number,
    pub(crate) right: Number,
    pub(crate) score: f32,
}

/// What an analyst said about two reports; it wins over every score.
#[derive(Debug, Clone, Default)]
pub(crate) struct Said {
    pub(crate) same: FxHashSet<(Number, Number)>,
    pub(crate) not_same: FxHashMap<Number, Vec<Number>>,
}

/// A single value that two groups share says no more than this, in bits.
const ONE_VALUE_SAYS: f32 = 9.0;
/// Each further value that two groups share says this much; soft ones half of it.
const FURTHER_VALUE_SAYS: f32 = 4.0;
/// Times that refused links are tried again, because their groups have grown.
const ROUNDS: usize = 6;

struct Group {
    members: Vec<Number>,
    values: FxHashMap<Number, u32>,
}

/// Forms the groups of a component, each in the order of the index. Links between groups are bridges.
pub(crate) fn form(index: &Index, model: &Model, said: &Said, mut edges: Vec<Edge>) -> Vec<Vec<Number>> {
    let print = |report: Number| index.reports[report as usize].print;
    edges.sort_unstable_by(|a, b| {
        let key = |e: &Edge| (print(e.left).min(print(e.right)), print(e.left).max(print(e.right)));
        b.score.total_cmp(&a.score).then_with(|| key(a).cmp(&key(b)))
    });
    let mut reports: Vec<Number> = edges.iter().flat_map(|e| [e.left, e.right]).collect();
    reports.sort_unstable();
    reports.dedup();
    let place = |report: Number| reports.binary_search(&report).unwrap_or(0);
    let mut group_of: Vec<usize> = (0..reports.len()).collect();
    let mut groups: Vec<Group> = reports.iter().map(|report| alone(index, *report)).collect();
    for _ in 0..ROUNDS {
        let mut moved = false;
        for edge in &edges {
            let (a, b) = (group_of[place(edge.left)], group_of[place(edge.right)]);
            if a != b && may_join(index, model, said, edge, &groups[a], &groups[b]) {
                moved = true;
                let (into, from) =
                    if groups[a].members.len() >= groups[b].members.len() { (a, b) } else { (b, a) };
                let Group { members, values } = std::mem::replace(
                    &mut groups[from],
                    Group { members: Vec::new(), values: FxHashMap::default() },
                );
                for member in &members {
                    group_of[place(*member)] = into;
                }
                groups[into].members.extend(members);
                for (value, count) in values {
                    *groups[into].values.entry(value).or_default() += count;
                }
            }
        }
        if !moved {
            break;
        }
    }
    let mut formed: Vec<Vec<Number>> =
        groups.into_iter().map(|g| g.members).filter(|m| !m.is_empty()).collect();
    formed.iter_mut().for_each(|group| group.sort_unstable());
    formed
}

fn alone(index: &Index, report: Number) -> Group {
    let values = index.reports[report as usize].values.iter();
    let values = values.filter(|v| {
        let posting = &index.values[**v as usize];
        posting.reports.len() > 1 && posting.strength > HUB
    });
    Group { members: vec![report], values: values.map(|v| (*v, 1)).collect() }
}

fn may_join(index: &Index, model: &Model, said: &Said, edge: &Edge, a: &Group, b: &Group) -> bool {
    if said.keeps_apart(a, b) {
        return false;
    }
    if said.same.contains(&(edge.left.min(edge.right), edge.left.max(edge.right))) {
        return true;
    }
    let smaller = a.members.len().min(b.members.len()) as f32;
    let needed = model.link_from as f32 + model.for_each_doubling as f32 * smaller.log2();
    if smaller < 2.0 {
        return edge.score >= needed;
    }
    support(index, edge, a, b) >= needed
}

/// What speaks for two groups being one: the strongest link, and every further value that both hold.
fn support(index: &Index, edge: &Edge, a: &Group, b: &Group) -> f32 {
    let (few, many) = if a.values.len() <= b.values.len() { (a, b) } else { (b, a) };
    let mut says: Vec<f32> = few
        .values
        .keys()
        .filter(|value| many.values.contains_key(value))
        .map(|value| {
            let posting = &index.values[*value as usize];
            let half = if posting.kind.is_soft() { 0.5 } else { 1.0 };
            half * FURTHER_VALUE_SAYS * (1.0 + f32::from(posting.strength) / 20.0).clamp(0.0, 1.5)
        })
        .collect();
    says.sort_unstable_by(|x, y| y.total_cmp(x));
    edge.score.min(ONE_VALUE_SAYS) + says.iter().skip(1).sum::<f32>()
}

impl Said {
    fn keeps_apart(&self, a: &Group, b: &Group) -> bool {
        if self.not_same.is_empty() {
            return false;
        }
        let (few, many) = if a.members.len() <= b.members.len() { (a, b) } else { (b, a) };
        few.members
            .iter()
            .filter_map(|m| self.not_same.get(m))
            .flatten()
            .any(|other| many.members.contains(other))
    }
}
