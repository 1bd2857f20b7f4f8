//! Networks with numbers that last: on a merge the oldest number stays, on a split the largest part keeps it.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::index::{Index, Number};

/// What became of a network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// A new network of so many reports.
    Formed {
        /// Its number.
        network: u64,
        /// Its reports.
        reports: usize,
    },
    /// It has other reports than before.
    Changed {
        /// Its number.
        network: u64,
        /// Its reports now.
        reports: usize,
    },
    /// It became part of an older one.
    Merged {
        /// The number that is no more.
        network: u64,
        /// The number that stays.
        into: u64,
    },
    /// A part of it became a network of its own.
    Split {
        /// The network from which the part came.
        network: u64,
        /// The number of the part.
        new: u64,
    },
    /// It is no network any more.
    Ended {
        /// Its number.
        network: u64,
    },
}

#[derive(Debug, Clone, Default)]
pub(crate) struct Networks {
    members: BTreeMap<u64, Vec<Number>>,
    of: FxHashMap<Number, u64>,
    last: u64,
}

impl Networks {
    pub(crate) fn all(&self) -> impl Iterator<Item = (u64, &[Number])> {
        self.members.iter().map(|(number, members)| (*number, members.as_slice()))
    }

    pub(crate) fn of(&self, report: Number) -> Option<u64> {
        self.of.get(&report).copied()
    }

    pub(crate) fn members(&self, network: u64) -> Option<&[Number]> {
        self.members.get(&network).map(Vec::as_slice)
    }

    /// Puts `groups` in the place of all networks of `reports`.
    pub(crate) fn replace(
        &mut self,
        index: &Index,
        reports: &[Number],
        mut groups: Vec<Vec<Number>>,
    ) -> Vec<Event> {
        let print = |group: &[Number]| group.iter().map(|r| index.reports[*r as usize].print).min();
        groups.sort_by_cached_key(|group| (std::cmp::Reverse(group.len()), print(group)));
        let mut before: BTreeMap<u64, Vec<Number>> = BTreeMap::new();
        for report in reports {
            if let Some(network) = self.of.remove(report)
                && let Some(members) = self.members.remove(&network)
            {
                before.insert(network, members);
            }
        }
        for report in before.values().flatten() {
            self.of.remove(report);
        }
        let (heirs, origins) = heirs(&before, &groups);
        let mut events = Vec::new();
        for (at, group) in groups.into_iter().enumerate() {
            let inherited = heirs.get(&at).map(Vec::as_slice).unwrap_or_default();
            let number = match inherited.first() {
                Some(oldest) => {
                    let merged = inherited[1..].iter().map(|n| Event::Merged { network: *n, into: *oldest });
                    events.extend(merged);
                    if before.get(oldest) != Some(&group) {
                        events.push(Event::Changed { network: *oldest, reports: group.len() });
                    }
                    *oldest
                }
                None => {
                    self.last += 1;
                    events.push(match origins.get(&at) {
                        Some(network) => Event::Split { network: *network, new: self.last },
                        None => Event::Formed { network: self.last, reports: group.len() },
                    });
                    self.last
                }
            };
            for report in &group {
                self.of.insert(*report, number);
            }
            self.members.insert(number, group);
        }
        let ended = before.keys().filter(|n| !heirs.values().flatten().any(|h| h == *n));
        events.extend(ended.map(|network| Event::Ended { network: *network }));
        events
    }
}

type Heirs = (FxHashMap<usize, Vec<u64>>, FxHashMap<usize, u64>);

/// Which numbers each group inherits, the oldest first, and from which network a group without one came.
fn heirs(before: &BTreeMap<u64, Vec<Number>>, groups: &[Vec<Number>]) -> Heirs {
    let mut group_of: FxHashMap<Number, usize> = FxHashMap::default();
    for (at, group) in groups.iter().enumerate() {
        for report in group {
            group_of.insert(*report, at);
        }
    }
    let mut heirs: FxHashMap<usize, Vec<u64>> = FxHashMap::default();
    let mut origins: FxHashMap<usize, u64> = FxHashMap::default();
    for (network, members) in before {
        let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
        for at in members.iter().filter_map(|m| group_of.get(m)) {
            *counts.entry(*at).or_default() += 1;
            origins.entry(*at).or_insert(*network);
        }
        // Groups stand by size, so that of two equal parts the one in the larger group inherits.
        let largest = counts.iter().max_by_key(|(at, count)| (**count, std::cmp::Reverse(**at)));
        if let Some((at, _)) = largest {
            heirs.entry(*at).or_default().push(*network);
        }
    }
    (heirs, origins)
}
