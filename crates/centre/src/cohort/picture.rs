//! The counts of one cohort in one month.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use terms::{Promise, PromiseState};

use super::Lens;
use super::lever::{HostKind, Lever, LeverCount};
use crate::small_cells::SMALLEST_SHOWN;

/// The code of those whose place, trade or provider we do not know.
pub const UNKNOWN: &str = "";

/// The most cells of a picture, four for each code: past it, new codes are counted with the unknown ones.
const MOST_CELLS: usize = 400_000;

/// One firm as it is counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountedFirm {
    /// The borough's code, or [`UNKNOWN`].
    pub borough: String,
    /// The sector's code, or [`UNKNOWN`].
    pub sector: String,
    /// The size band's name, or [`UNKNOWN`].
    pub size: String,
    /// The company that takes its mail, or [`UNKNOWN`].
    pub mail_provider: String,
    /// The company that answers for its name, or [`UNKNOWN`].
    pub name_host: String,
    /// How each promise stands, in the order of [`Promise::ALL`].
    pub promises: [PromiseState; 4],
    /// How each stood at the end of the month before; none for a firm that was not looked at then.
    pub before: Option<[PromiseState; 4]>,
    /// What stands between it and its promises.
    pub levers: Vec<Lever>,
}

/// How many firms there are of each state, and how many moved since the month before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Counts {
    /// The promise is kept.
    pub kept: u64,
    /// Only worth-doing things stand against it.
    pub partly: u64,
    /// It is not kept.
    pub not_kept: u64,
    /// We could not see.
    pub could_not_check: u64,
    /// It stands better than in the month before.
    pub better: u64,
    /// It stands worse.
    pub worse: u64,
}

impl Counts {
    /// How many firms.
    pub fn firms(&self) -> u64 {
        [self.kept, self.partly, self.not_kept, self.could_not_check]
            .iter()
            .fold(0, |sum, count| sum.saturating_add(*count))
    }

    /// How many were looked at and could be judged.
    pub fn judged(&self) -> u64 {
        self.firms().saturating_sub(self.could_not_check)
    }

    /// How many in 100 of those that could be judged keep the promise; none where there is nobody.
    pub fn kept_in_100(&self) -> Option<u64> {
        in_100(self.kept, self.judged())
    }

    /// The four states, in the order in which tables show them.
    pub fn states(&self) -> [u64; 4] {
        [self.kept, self.partly, self.not_kept, self.could_not_check]
    }

    fn add(&mut self, other: &Self) {
        let Self { kept, partly, not_kept, could_not_check, better, worse } = other;
        self.kept += kept;
        self.partly += partly;
        self.not_kept += not_kept;
        self.could_not_check += could_not_check;
        self.better += better;
        self.worse += worse;
    }

    fn count(&mut self, now: PromiseState, before: Option<PromiseState>) {
        let state = match now {
            PromiseState::Kept => &mut self.kept,
            PromiseState::Partly => &mut self.partly,
            PromiseState::NotKept => &mut self.not_kept,
            PromiseState::CouldNotCheck => &mut self.could_not_check,
        };
        *state += 1;
        match before.and_then(rung).zip(rung(now)) {
            Some((before, now)) if now > before => self.better += 1,
            Some((before, now)) if now < before => self.worse += 1,
            _ => {}
        }
    }
}

/// Rounded to the nearest; wide enough that no count of firms can overflow.
pub(super) fn in_100(part: u64, whole: u64) -> Option<u64> {
    let hundreds = u128::from(part) * 100 + u128::from(whole) / 2;
    hundreds.checked_div(u128::from(whole)).and_then(|share| u64::try_from(share).ok())
}

/// What we could not see neither rises nor falls.
fn rung(state: PromiseState) -> Option<u8> {
    match state {
        PromiseState::NotKept => Some(0),
        PromiseState::Partly => Some(1),
        PromiseState::Kept => Some(2),
        PromiseState::CouldNotCheck => None,
    }
}

/// The counts of one cohort in one month, exact: nothing in it is hidden yet. Show it through
/// [`super::shown_rows`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Picture {
    /// How many firms were counted.
    pub firms: u64,
    /// By lens, code and promise.
    pub cells: BTreeMap<(Lens, String, Promise), Counts>,
    /// What a provider's default could move: by kind of provider, provider, promise and check.
    pub levers: BTreeMap<(HostKind, String, Promise, String), LeverCount>,
}

impl Picture {
    /// Counts a firm. `is_default` says whether a check looks at something that a provider of this kind sets for all
    /// its customers.
    pub fn count(&mut self, firm: &CountedFirm, is_default: impl Fn(&str, HostKind) -> bool) {
        self.firms += 1;
        for lens in Lens::ALL {
            let code = self.code_with_room(firm, *lens);
            for (place, promise) in Promise::ALL.into_iter().enumerate() {
                let Some(now) = firm.promises.get(place) else { continue };
                let before = firm.before.as_ref().and_then(|before| before.get(place)).copied();
                self.cells.entry((*lens, code.clone(), promise)).or_default().count(*now, before);
            }
        }
        for lever in &firm.levers {
            for kind in HostKind::ALL {
                let provider = code(firm, kind.lens());
                if provider == UNKNOWN || !is_default(&lever.check, *kind) {
                    continue;
                }
                let key = (*kind, provider.to_owned(), lever.promise, lever.check.clone());
                let count = self.levers.entry(key).or_default();
                if lever.alone { count.alone += 1 } else { count.main += 1 }
            }
        }
    }

    /// Counts providers with few firms together with those that we do not know: a name that only one firm uses tells who
    /// it is. To be called once, when all firms are counted.
    pub fn fold_rare(&mut self) {
        let few: BTreeSet<(Lens, String)> = self
            .cells
            .iter()
            .filter(|((lens, code, _), counts)| {
                matches!(lens, Lens::MailProvider | Lens::NameHost)
                    && code != UNKNOWN
                    && counts.firms() < SMALLEST_SHOWN
            })
            .map(|((lens, code, _), _)| (*lens, code.clone()))
            .collect();
        for (lens, code) in &few {
            for promise in Promise::ALL {
                if let Some(counts) = self.cells.remove(&(*lens, code.clone(), promise)) {
                    self.cells.entry((*lens, UNKNOWN.to_owned(), promise)).or_default().add(&counts);
                }
            }
        }
        self.levers.retain(|(kind, provider, ..), _| !few.contains(&(kind.lens(), provider.clone())));
    }

    /// A provider that is new when there are very many already is counted with the unknown ones.
    fn code_with_room(&self, firm: &CountedFirm, lens: Lens) -> String {
        let code = code(firm, lens);
        let is_new = |code: &str| !self.cells.contains_key(&(lens, code.to_owned(), Promise::MailIsYours));
        if self.cells.len() >= MOST_CELLS && is_new(code) { UNKNOWN.to_owned() } else { code.to_owned() }
    }

    /// The rows of one table, in order of their codes.
    pub fn rows(&self, lens: Lens, promise: Promise) -> Vec<(String, Counts)> {
        let of = self.cells.iter().filter(|((l, _, p), _)| *l == lens && *p == promise);
        of.map(|((_, code, _), counts)| (code.clone(), *counts)).collect()
    }

    /// All firms together.
    pub fn city(&self, promise: Promise) -> Counts {
        self.cells.get(&(Lens::City, UNKNOWN.to_owned(), promise)).copied().unwrap_or_default()
    }
}

fn code(firm: &CountedFirm, lens: Lens) -> &str {
    match lens {
        Lens::City => UNKNOWN,
        Lens::Borough => &firm.borough,
        Lens::Sector => &firm.sector,
        Lens::Size => &firm.size,
        Lens::MailProvider => &firm.mail_provider,
        Lens::NameHost => &firm.name_host,
    }
}
