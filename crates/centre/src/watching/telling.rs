//! When a member is told: a change once, at once if it is urgent, and otherwise with one letter a week;
//! what stays undone is told again after months, the sooner the more it matters.

use serde::{Deserialize, Serialize};
use terms::{Severity, Timestamp};

use super::Watched;

const DAY: i64 = 24 * 60 * 60;
/// An urgent finding that stands is told again after two months, in seconds.
pub const AGAIN_URGENT: i64 = 61 * DAY;
/// An important one after four months.
pub const AGAIN_IMPORTANT: i64 = 122 * DAY;
/// One that is worth doing after eighteen months.
pub const AGAIN_WORTH_DOING: i64 = 548 * DAY;
/// So much time lies between two letters, unless something is urgent.
pub const BETWEEN_LETTERS: i64 = 7 * DAY;

/// What there is to tell about a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// It is there, and the member has not heard of it.
    New,
    /// It is there still, long after the member heard of it.
    Still,
    /// It is mended, and the member had heard of it.
    Mended,
}

/// One thing to tell. The order is the order in a letter: what is new first, and of that the most pressing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Item {
    /// What there is to tell.
    pub what: What,
    /// How much it matters.
    pub severity: Severity,
    /// The check's id.
    pub check: String,
}

/// A letter to a member: what is in it, the most pressing first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// It goes today because something new in it is urgent.
    pub is_urgent: bool,
    /// What it tells, in its order.
    pub items: Vec<Item>,
}

/// What there is to tell about one finding now. Notes are never told by letter: they stand on the page. Nor is told that
/// something stands which nobody has been able to see for weeks.
pub fn due(watched: &Watched, now: Timestamp) -> Option<Item> {
    if watched.is_out_of_sight(now) {
        return None;
    }
    let item = |what| Item { check: watched.check.clone(), severity: watched.severity, what };
    let again = repeat_after(watched.severity)?;
    match (watched.told_at, watched.is_open()) {
        (None, true) => Some(item(What::New)),
        (Some(told), true) if now.as_second() - told.as_second() >= again => Some(item(What::Still)),
        (Some(_), false) if watched.closed_at.is_some() && watched.told_mended_at.is_none() => {
            Some(item(What::Mended))
        }
        _ => None,
    }
}

/// The letter that is due to a member, if one is; `last` is when the one before was written.
pub fn letter(due: Vec<Item>, last: Option<Timestamp>, now: Timestamp) -> Option<Letter> {
    let is_urgent = due.iter().any(|item| item.what == What::New && item.severity == Severity::Urgent);
    if due.is_empty() || !(is_urgent || is_time(last, now)) {
        return None;
    }
    let mut items = due;
    items.sort();
    Some(Letter { is_urgent, items })
}

/// Whether the week since the last letter is over.
pub fn is_time(last: Option<Timestamp>, now: Timestamp) -> bool {
    last.is_none_or(|last| now.as_second() - last.as_second() >= BETWEEN_LETTERS)
}

fn repeat_after(severity: Severity) -> Option<i64> {
    match severity {
        Severity::Urgent => Some(AGAIN_URGENT),
        Severity::Important => Some(AGAIN_IMPORTANT),
        Severity::WorthDoing => Some(AGAIN_WORTH_DOING),
        Severity::Note => None,
    }
}
