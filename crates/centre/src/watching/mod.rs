//! What is remembered of a domain's findings from look to look, and when a member is told.
//!
//! A public record is certain: what one look reads there counts at once. A visit may have met a bad
//! moment: what it finds counts when a second look, an hour or more later, finds it again. One good look
//! closes either. What could not be seen changes nothing. Everything here follows from the looks alone, so
//! that looking twice at the same moment, or being told of an old look late, does no harm.

mod alike;
mod telling;

use serde::{Deserialize, Serialize};
use terms::{Severity, Timestamp};

pub use alike::{Alike, OF_LOOKALIKES, after_lookalikes};
pub use telling::{
    AGAIN_IMPORTANT, AGAIN_URGENT, AGAIN_WORTH_DOING, BETWEEN_LETTERS, Item, Letter, What, due, is_time,
    letter,
};

/// So much time lies between two failing visits before they count as two, in seconds.
pub const BETWEEN_FAILING_LOOKS: i64 = 60 * 60;

/// What no look has seen for so long, in seconds, counts neither as standing nor as mended: a name that cannot be read any
/// more, or one that a firm took back from closer looks. Five of the weekly visits lie in it.
pub const SEEN_TOO_LONG_AGO: i64 = 35 * 24 * 60 * 60;

/// How sure one look can be of what it found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Certainty {
    /// Read in a public record: it stands there.
    Record,
    /// Met on a visit: it may have been a bad moment.
    Visit,
}

/// What one look says about one check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seen {
    /// It fails, and so much it matters.
    Failing(Severity, Certainty),
    /// It was looked at and is as it should be.
    Good,
    /// It could not be seen, or this look did not go so close.
    Unseen,
}

/// One finding of one domain, remembered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Watched {
    /// The check's id.
    pub check: String,
    /// How much it mattered when it was seen last.
    pub severity: Severity,
    /// When it was seen first, this time round.
    pub first_seen: Timestamp,
    /// When it was seen last.
    pub last_seen: Timestamp,
    /// Since when it counts; none while only one visit has met it.
    pub opened_at: Option<Timestamp>,
    /// Since when it is mended.
    pub closed_at: Option<Timestamp>,
    /// When the member was told last that it is there.
    pub told_at: Option<Timestamp>,
    /// When the member was told that it is mended.
    pub told_mended_at: Option<Timestamp>,
}

impl Watched {
    fn begun(check: &str, severity: Severity, certainty: Certainty, at: Timestamp) -> Self {
        Self {
            check: check.to_owned(),
            severity,
            first_seen: at,
            last_seen: at,
            opened_at: (certainty == Certainty::Record).then_some(at),
            closed_at: None,
            told_at: None,
            told_mended_at: None,
        }
    }

    /// Does it count now?
    pub fn is_open(&self) -> bool {
        self.opened_at.is_some() && self.closed_at.is_none()
    }

    /// Was it met once, and is waited for a second look?
    pub fn is_waiting(&self) -> bool {
        self.opened_at.is_none() && self.closed_at.is_none()
    }

    /// Did it count, and has no look been able to see it for [`SEEN_TOO_LONG_AGO`]? Names like the member's are looked at in
    /// their own time, which is longer.
    pub fn is_out_of_sight(&self, now: Timestamp) -> bool {
        self.is_open()
            && !OF_LOOKALIKES.contains(&self.check.as_str())
            && now.as_second() - self.last_seen.as_second() >= SEEN_TOO_LONG_AGO
    }

    fn failing(mut self, severity: Severity, certainty: Certainty, at: Timestamp) -> Self {
        if self.closed_at.is_some() {
            return Self::begun(&self.check, severity, certainty, at);
        }
        let is_second = at.as_second() - self.first_seen.as_second() >= BETWEEN_FAILING_LOOKS;
        if self.opened_at.is_none() && (is_second || certainty == Certainty::Record) {
            self.opened_at = Some(at);
        }
        self.severity = severity;
        self.last_seen = at;
        self
    }
}

/// What is remembered after a look at the moment `at`. `seen` answers for every check; `checks` names
/// those that could be new.
///
/// A look older than what is remembered of a check changes nothing of it.
pub fn after<'a>(
    known: &[Watched],
    checks: impl IntoIterator<Item = &'a str>,
    seen: impl Fn(&str) -> Seen,
    at: Timestamp,
) -> Vec<Watched> {
    let mut remembered: Vec<Watched> =
        known.iter().filter_map(|watched| step(watched, seen(&watched.check), at)).collect();
    for check in checks {
        if let Seen::Failing(severity, certainty) = seen(check)
            && !known.iter().any(|watched| watched.check == check)
        {
            remembered.push(Watched::begun(check, severity, certainty, at));
        }
    }
    remembered
}

fn step(watched: &Watched, seen: Seen, at: Timestamp) -> Option<Watched> {
    let newest = watched.closed_at.map_or(watched.last_seen, |closed| closed.max(watched.last_seen));
    if at < newest {
        return Some(watched.clone());
    }
    match seen {
        Seen::Unseen => Some(watched.clone()),
        Seen::Failing(severity, certainty) => Some(watched.clone().failing(severity, certainty, at)),
        // Met once and never again: it was a bad moment, and nobody needs to hear of it.
        Seen::Good if watched.is_waiting() => None,
        Seen::Good if watched.closed_at.is_some() => Some(watched.clone()),
        Seen::Good => Some(Watched { closed_at: Some(at), ..watched.clone() }),
    }
}

/// When to look again because something was met once; none when nothing waits.
pub fn look_again_at(watched: &[Watched]) -> Option<Timestamp> {
    let waiting = watched.iter().filter(|watched| watched.is_waiting());
    let moment = |first: Timestamp| Timestamp::from_second(first.as_second() + BETWEEN_FAILING_LOOKS).ok();
    waiting.filter_map(|watched| moment(watched.first_seen)).min()
}

#[cfg(test)]
mod tests;
