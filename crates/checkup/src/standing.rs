//! How a promise stands, from what stands against it.

use terms::{Promise, PromiseState, Severity};

use crate::case::Report;
use crate::catalogue::{self, Entry};
use crate::judgement::Standing;

/// One promise. Not kept when an urgent or important finding stands; partly when only
/// worth-doing ones do; notes never lower it; and what could not be seen is never good.
pub(crate) fn of(promise: Promise, report: &Report) -> Standing {
    let entries = || catalogue::all().filter(move |entry| entry.promise == promise);
    let first = |severities: &[Severity]| {
        entries().find(|entry| severities.contains(&entry.severity) && report.seen(entry.id).is_some())
    };
    let gap = entries().find_map(|entry| report.reason(entry.id));
    let (state, reason) = if let Some(entry) = first(&[Severity::Urgent, Severity::Important]) {
        (PromiseState::NotKept, sentence(entry))
    } else if let Some(entry) = first(&[Severity::WorthDoing]) {
        let mut reason = sentence(entry);
        if gap.is_some() {
            reason.push_str(" We could not check everything.");
        }
        (PromiseState::Partly, reason)
    } else if !is_looked_at(promise) {
        (PromiseState::CouldNotCheck, "We do not look at this yet.".to_owned())
    } else if let Some(gap) = gap {
        (PromiseState::CouldNotCheck, gap.words().to_owned())
    } else if first(&[Severity::Note]).is_some() {
        (PromiseState::Kept, "We looked, and it holds. You can make it a little stronger.".to_owned())
    } else {
        (PromiseState::Kept, "We looked, and found nothing to mend.".to_owned())
    };
    Standing { promise, state, reason }
}

/// Public records alone can show a fault of the website; they can never show that it is safe, and
/// they say nothing about what is open to the internet.
fn is_looked_at(promise: Promise) -> bool {
    matches!(promise, Promise::MailIsYours | Promise::NameIsYours)
}

fn sentence(entry: &Entry) -> String {
    format!("{}.", entry.title)
}
