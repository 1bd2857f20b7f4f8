//! What changed between two looks at the same name.

use serde::{Deserialize, Serialize};
use terms::Finding;

use crate::catalogue;
use crate::judgement::Judgement;

/// The difference between two looks.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changes {
    /// Found before, looked for again, and gone.
    pub mended: Vec<Finding>,
    /// Found now and not before.
    pub new: Vec<Finding>,
    /// Found before and still there, or not to be seen this time: unknown is never mended.
    pub still: Vec<Finding>,
}

/// Compares a look with an earlier one.
pub fn compare(before: &Judgement, after: &Judgement) -> Changes {
    let too_close = |check: &str| catalogue::entry(check).is_some_and(|entry| entry.level > after.level);
    let unseen = |check: &str| too_close(check) || after.not_checked.iter().any(|gap| gap.check == check);
    let mut changes = Changes::default();
    for finding in &before.findings {
        match after.findings.iter().find(|now| now.check == finding.check) {
            Some(now) => changes.still.push(now.clone()),
            None if unseen(&finding.check) => changes.still.push(finding.clone()),
            None => changes.mended.push(finding.clone()),
        }
    }
    // What only a closer look can see is no news of the firm when the earlier look did not go so close.
    let could_see = |check: &str| catalogue::entry(check).is_none_or(|entry| entry.level <= before.level);
    let is_new = |now: &&Finding| !before.found(&now.check) && could_see(&now.check);
    changes.new = after.findings.iter().filter(is_new).cloned().collect();
    changes
}
