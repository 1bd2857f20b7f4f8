//! Groups of messages, kept as they come in.
//!
//! Each message is tied to at most a few earlier ones, each tie with its reason; a group is what ties connect. Taking a tie
//! away and connecting anew gives the groups as if it had never been, so a merge is undone exactly.

use std::collections::HashMap;

use super::keys::{HASHES, likeness};
use crate::examination::CampaignKeys;

/// Messages of one key that are compared with a new one, newest first.
pub const MOST_BUCKET: usize = 6;
/// Minima in one band: two messages that share a band are compared.
const BAND: usize = 3;
/// From this likeness on, in hundredths, words are the same words.
const ALIKE_FROM: u32 = 40;
/// Of two messages that share a skeleton, words must be alike from here.
const ALIKE_WITH_SKELETON: u32 = 25;
/// A key that so many messages have, whose words differ, is no key of one wave.
const COMMON_FROM: u32 = 2_000;

/// Why two messages belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// So many hundredths of their words are the same.
    SameWords(u32),
    /// The same template with words alike.
    SameTemplate(u32),
    /// An exact key of both.
    SameKey(String),
}

impl Why {
    /// In words.
    #[must_use]
    pub fn sentence(&self) -> String {
        match self {
            Self::SameWords(percent) => format!("{percent} % the same words"),
            Self::SameTemplate(percent) => format!("the same template, and {percent} % the same words"),
            Self::SameKey(key) => match key.split_once(':') {
                Some(("host", _)) => "the same web host".to_owned(),
                Some(("page", _)) => "the same web page".to_owned(),
                Some(("phone", _)) => "the same phone number".to_owned(),
                Some(("wallet", _)) => "the same wallet".to_owned(),
                Some(("reply", _)) => "the same address for answers".to_owned(),
                _ => "the same key".to_owned(),
            },
        }
    }
}

/// A tie between two messages, by their places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tie {
    /// The later one.
    pub message: u32,
    /// The earlier one.
    pub to: u32,
    /// Why.
    pub why: Why,
}

/// Groups of messages.
#[derive(Default)]
pub struct Grouping {
    words: Vec<Option<Box<[u32; HASHES]>>>,
    bulk: Vec<bool>,
    parent: Vec<u32>,
    tie: Vec<Vec<(u32, u8, u32)>>,
    names: Vec<String>,
    keys: HashMap<u64, Bucket>,
    undone: std::collections::HashSet<(u32, u32)>,
}

#[derive(Default, Clone, Copy)]
struct Bucket {
    newest: [u32; MOST_BUCKET],
    count: u32,
}

impl Grouping {
    /// No messages yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// How many messages it holds.
    #[must_use]
    pub fn len(&self) -> usize {
        self.parent.len()
    }

    /// Whether it holds none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.parent.is_empty()
    }

    /// Takes a message in and ties it to earlier ones; the answer is its place.
    pub fn add(&mut self, keys: &CampaignKeys) -> u32 {
        let at = self.parent.len() as u32;
        self.parent.push(at);
        self.bulk.push(keys.genuine_bulk);
        self.words.push(<[u32; HASHES]>::try_from(keys.words.as_slice()).ok().map(Box::new));
        self.tie.push(Vec::new());
        for (key, kind) in buckets(keys) {
            let bucket = self.keys.entry(key).or_default();
            let seen = *bucket;
            bucket.newest[(seen.count as usize) % MOST_BUCKET] = at;
            bucket.count += 1;
            for earlier in seen.newest.iter().take(seen.count as usize).copied() {
                if let Some(why) = self.why(at, earlier, &kind, seen.count) {
                    self.join(at, earlier, why);
                }
            }
        }
        at
    }

    /// The group of a message: the place of its first member.
    #[must_use]
    pub fn group(&self, message: u32) -> u32 {
        let mut at = message;
        while let Some(parent) = self.parent.get(at as usize).filter(|parent| **parent != at) {
            at = *parent;
        }
        at
    }

    /// Why a message was put where it is: its ties to earlier ones.
    pub fn ties(&self, message: u32) -> impl Iterator<Item = Tie> {
        self.tie.get(message as usize).into_iter().flatten().map(move |(to, kind, value)| Tie {
            message,
            to: *to,
            why: match kind {
                0 => Why::SameWords(*value),
                1 => Why::SameTemplate(*value),
                _ => Why::SameKey(self.names.get(*value as usize).cloned().unwrap_or_default()),
            },
        })
    }

    /// Takes a tie away and connects all messages anew: the groups are as if it had never been.
    pub fn untie(&mut self, message: u32, to: u32) {
        self.undone.insert((message, to));
        if let Some(ties) = self.tie.get_mut(message as usize) {
            ties.retain(|(other, _, _)| *other != to);
        }
        for at in 0..self.parent.len() as u32 {
            self.parent[at as usize] = at;
        }
        for at in 0..self.tie.len() as u32 {
            for tie in 0..self.tie[at as usize].len() {
                let other = self.tie[at as usize][tie].0;
                self.connect(at, other);
            }
        }
    }

    fn why(&self, at: u32, earlier: u32, kind: &Kind<'_>, count: u32) -> Option<Why> {
        // Genuine bulk and everything else never meet in one group.
        if self.bulk[at as usize] != self.bulk[earlier as usize] || self.undone.contains(&(at, earlier)) {
            return None;
        }
        let alike = match (&self.words[at as usize], &self.words[earlier as usize]) {
            (Some(one), Some(other)) => likeness(&one[..], &other[..]),
            _ => None,
        };
        match kind {
            Kind::Band => alike.filter(|alike| *alike >= ALIKE_FROM).map(Why::SameWords),
            Kind::Skeleton => alike.filter(|alike| *alike >= ALIKE_WITH_SKELETON).map(Why::SameTemplate),
            Kind::Exact(key) => (count < COMMON_FROM
                || alike.is_some_and(|alike| alike >= ALIKE_WITH_SKELETON))
            .then(|| Why::SameKey((*key).to_owned())),
        }
    }

    fn join(&mut self, at: u32, earlier: u32, why: Why) {
        if self.group(at) == self.group(earlier) {
            return;
        }
        let (kind, value) = match why {
            Why::SameWords(percent) => (0, percent),
            Why::SameTemplate(percent) => (1, percent),
            Why::SameKey(key) => {
                self.names.push(key);
                (2, (self.names.len() - 1) as u32)
            }
        };
        self.tie[at as usize].push((earlier, kind, value));
        self.connect(at, earlier);
    }

    fn connect(&mut self, one: u32, other: u32) {
        let (one, other) = (self.root(one), self.root(other));
        let (first, later) = (one.min(other), one.max(other));
        self.parent[later as usize] = first;
    }

    /// The group, with the way there made short.
    fn root(&mut self, message: u32) -> u32 {
        let root = self.group(message);
        let mut at = message;
        while self.parent[at as usize] != root {
            at = std::mem::replace(&mut self.parent[at as usize], root);
        }
        root
    }
}

enum Kind<'a> {
    Band,
    Skeleton,
    Exact(&'a str),
}

fn buckets(keys: &CampaignKeys) -> Vec<(u64, Kind<'_>)> {
    let mut all = Vec::with_capacity(keys.words.len() / BAND + 1 + keys.exact.len());
    for (band, minima) in keys.words.chunks_exact(BAND).enumerate() {
        all.push((hash(&(0_u8, band, minima)), Kind::Band));
    }
    if let Some(skeleton) = keys.skeleton {
        all.push((hash(&(1_u8, skeleton)), Kind::Skeleton));
    }
    for key in &keys.exact {
        all.push((hash(&(2_u8, key)), Kind::Exact(key)));
    }
    all
}

fn hash(value: &impl std::hash::Hash) -> u64 {
    use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};
    BuildHasherDefault::<DefaultHasher>::default().hash_one(value)
}
