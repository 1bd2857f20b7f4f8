//! From links to groups.

use std::collections::BTreeMap;

use terms::CaseId;

use super::{Kind, Strength};

/// That an account of a case names a value. The value itself is not here: its mark is enough to tell it from others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// In which case.
    pub case: CaseId,
    /// What kind of value.
    pub kind: Kind,
    /// The same for equal values, and for no others.
    pub mark: Vec<u8>,
}

/// A value that cases have in common.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Share {
    /// What kind of value.
    pub kind: Kind,
    /// Its mark.
    pub mark: Vec<u8>,
    /// Who names it, in the order of their ids; two at least.
    pub cases: Vec<CaseId>,
}

/// Cases that we think belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wave {
    /// The cases, in the order of their ids; two at least.
    pub cases: Vec<CaseId>,
    /// What holds them together: strong values first, then what most of them name.
    pub shares: Vec<Share>,
    /// How strong it holds: [`Strength::Strong`] only where strong values alone hold all of them together.
    pub strength: Strength,
}

impl Wave {
    /// Why we think so, in a sentence.
    pub fn because(&self) -> String {
        let Some(first) = self.shares.first() else { return "Nothing holds them together.".to_owned() };
        let all = self.cases.len();
        let who = match first.cases.len() {
            many if many == all => format!("all {all}"),
            many => format!("{many} of these {all}"),
        };
        let others = self.shares.len() - 1;
        let more = match others {
            0 => String::new(),
            1 => "; one more value links them".to_owned(),
            _ => format!("; {others} more values link them"),
        };
        let rule = first.kind.rule();
        format!(
            "We think these belong together, because {who} name the same {}{more}. {}",
            rule.what, rule.because
        )
    }
}

/// The groups that shared values make of cases. Each case is in one group at most.
pub fn waves(seen: &[Seen]) -> Vec<Wave> {
    let mut named: BTreeMap<(Kind, &[u8]), Vec<CaseId>> = BTreeMap::new();
    for one in seen {
        named.entry((one.kind, &one.mark)).or_default().push(one.case);
    }
    let mut shares: Vec<Share> = Vec::new();
    for ((kind, mark), mut cases) in named {
        cases.sort();
        cases.dedup();
        if cases.len() > 1 {
            shares.push(Share { kind, mark: mark.to_vec(), cases });
        }
    }
    let (mut all, mut strong) = (Groups::default(), Groups::default());
    for share in &shares {
        all.join(&share.cases);
        if share.kind.rule().strength == Strength::Strong {
            strong.join(&share.cases);
        }
    }
    let mut waves: BTreeMap<CaseId, Wave> = BTreeMap::new();
    for case in all.members() {
        let wave = waves.entry(all.head(case)).or_insert_with(|| Wave {
            cases: Vec::new(),
            shares: Vec::new(),
            strength: Strength::Strong,
        });
        wave.cases.push(case);
    }
    for share in shares {
        if let Some(wave) = share.cases.first().and_then(|case| waves.get_mut(&all.head(*case))) {
            wave.shares.push(share);
        }
    }
    let finished = waves.into_values().map(|mut wave| {
        let head = wave.cases.first().map(|case| strong.head(*case));
        if !wave.cases.iter().all(|case| Some(strong.head(*case)) == head) {
            wave.strength = Strength::Good;
        }
        wave.shares.sort_by_key(|share| (share.kind.rule().strength, std::cmp::Reverse(share.cases.len())));
        wave
    });
    finished.collect()
}

/// Cases that are joined step by step; each group is known by its smallest id.
#[derive(Default)]
struct Groups(BTreeMap<CaseId, CaseId>);

impl Groups {
    fn head(&self, case: CaseId) -> CaseId {
        let mut at = case;
        while let Some(above) = self.0.get(&at).filter(|above| **above != at) {
            at = *above;
        }
        at
    }

    fn join(&mut self, cases: &[CaseId]) {
        let Some(head) = cases.iter().map(|case| self.head(*case)).min() else { return };
        for case in cases {
            let old = self.head(*case);
            self.0.insert(old, head);
            // Short ways: a wave of thousands is joined in about as many steps.
            self.0.insert(*case, head);
        }
    }

    fn members(&self) -> Vec<CaseId> {
        self.0.keys().copied().collect()
    }
}
