//! The badge: what a member may show when its promises are kept, and when it stops counting by itself.
//!
//! The rule. Each of the member's names was shown to be its own, and was looked at in the last [`COUNTS_FOR_DAYS`] days.
//! Mail in its name, its website and its name are promises that any look can check: all three must be *kept* at every
//! name, and "could not check" is not kept. What is open to the internet we look at only with a member's yes: with it,
//! that promise must be kept too; without it, nothing may stand against it, and the page of the badge says that we did
//! not look. A badge never says less than good: without a current check it says just that.

use jiff::SignedDuration;
use terms::{Promise, PromiseState, Timestamp};

/// So many days after a look the badge still counts. A visit is due each week, and one may fail.
pub const COUNTS_FOR_DAYS: i64 = 14;

/// How one name of a member stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameStands {
    /// Since when it is shown to be the member's own.
    pub proved_at: Option<Timestamp>,
    /// When it was last looked at as a visitor sees it.
    pub looked_at: Option<Timestamp>,
    /// Whether the look went as close as only a member's yes allows.
    pub looked_closer: bool,
    /// How its promises stand.
    pub promises: Vec<(Promise, PromiseState)>,
}

/// Why there is no current badge, the first thing to do first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lacks {
    /// The member has no name.
    NoName,
    /// A name was not shown to be the member's own.
    Proof,
    /// A name was not looked at lately.
    Look,
    /// A promise is not kept.
    Promise,
    /// A promise could not be checked.
    Check,
}

/// What a badge says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Current {
    /// When the oldest of the looks was that it rests on.
    pub looked_at: Timestamp,
    /// Until when it counts.
    pub until: Timestamp,
    /// Whether what is open to the internet was looked at, at every name.
    pub looked_closer: bool,
}

/// Whether a member's badge counts at `now`, and until when.
///
/// # Errors
/// [`Lacks`]: the first thing that is missing.
pub fn current(names: &[NameStands], now: Timestamp) -> Result<Current, Lacks> {
    if let Some(lacks) = names.iter().filter_map(|name| lacks(name, now)).min() {
        return Err(lacks);
    }
    let looked_at = names.iter().filter_map(|name| name.looked_at).min().ok_or(Lacks::NoName)?;
    Ok(Current {
        looked_at,
        until: until(looked_at),
        looked_closer: names.iter().all(|name| name.looked_closer),
    })
}

fn until(looked_at: Timestamp) -> Timestamp {
    looked_at.checked_add(SignedDuration::from_hours(24 * COUNTS_FOR_DAYS)).unwrap_or(Timestamp::MAX)
}

fn lacks(name: &NameStands, now: Timestamp) -> Option<Lacks> {
    if name.proved_at.is_none() {
        return Some(Lacks::Proof);
    }
    if name.looked_at.is_none_or(|at| until(at) <= now) {
        return Some(Lacks::Look);
    }
    let worst = Promise::ALL.iter().filter_map(|promise| promise_lacks(name, *promise));
    worst.min()
}

fn promise_lacks(name: &NameStands, promise: Promise) -> Option<Lacks> {
    let state = name.promises.iter().find(|(of, _)| *of == promise).map(|(_, state)| *state);
    match state.unwrap_or(PromiseState::CouldNotCheck) {
        PromiseState::Kept => None,
        PromiseState::NotKept | PromiseState::Partly => Some(Lacks::Promise),
        PromiseState::CouldNotCheck if promise == Promise::NothingDangerousOpen && !name.looked_closer => {
            None
        }
        PromiseState::CouldNotCheck => Some(Lacks::Check),
    }
}

#[cfg(test)]
mod tests;
