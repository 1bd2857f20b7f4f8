//! Receipts that were shown. A page that is sent twice shows the words twice; a page that somebody else sends again hours
//! later, on the same machine, does not.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use jiff::SignedDuration;
use terms::{ReportId, Timestamp};

/// For so long after the first time the same words are shown again: a double tap, a page that was loaded anew.
pub const SHOWN_AGAIN_MINUTES: i64 = 10;
/// So many are remembered; what is older than a day goes first, and then all.
pub const MOST_REMEMBERED: usize = 50_000;
/// What was shown longer ago than this need not be remembered by itself: its draft's cookie is gone with the browser.
const REMEMBERED_HOURS: i64 = 24;

/// Receipts that were shown, each with when it was first.
#[derive(Debug, Default)]
pub struct ShownReceipts(Mutex<HashMap<ReportId, Timestamp>>);

impl ShownReceipts {
    /// Whether the words of this report may be shown now; remembers that they are.
    pub fn may_show(&self, report: ReportId, now: Timestamp) -> bool {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= MOST_REMEMBERED {
            let day = SignedDuration::from_hours(REMEMBERED_HOURS);
            all.retain(|_, first| now.duration_since(*first) < day);
        }
        if all.len() >= MOST_REMEMBERED {
            all.clear();
        }
        let first = *all.entry(report).or_insert(now);
        now.duration_since(first) < SignedDuration::from_mins(SHOWN_AGAIN_MINUTES)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_shown_for_some_minutes_and_then_no_more() {
        let shown = ShownReceipts::default();
        let report = ReportId("00000000000000000000000000000001".parse().unwrap());
        let at = |minutes: i64| Timestamp::from_second(1_800_000_000 + 60 * minutes).unwrap();
        assert!(shown.may_show(report, at(0)));
        assert!(shown.may_show(report, at(SHOWN_AGAIN_MINUTES - 1)));
        assert!(!shown.may_show(report, at(SHOWN_AGAIN_MINUTES)));
        assert!(!shown.may_show(report, at(SHOWN_AGAIN_MINUTES + 600)));
    }
}
