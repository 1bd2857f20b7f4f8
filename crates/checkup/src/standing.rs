//! How a promise stands, from what stands against it.

use terms::{Promise, PromiseState, Severity};

use crate::case::Report;
use crate::catalogue::Entry;
use crate::judgement::Standing;
use crate::level::Level;

/// What is added where a part could not be seen.
pub(crate) const NOT_EVERYTHING: &str = " We could not check everything.";

/// One promise. Not kept when an urgent or important finding stands; partly when only
/// worth-doing ones do; notes never lower it; and what could not be seen is never good.
pub(crate) fn of(promise: Promise, level: Level, report: &Report) -> Standing {
    // What was found counts, however far the look was meant to go.
    let first = |severities: &[Severity]| {
        let mut failing = report.failing().filter(|(entry, ..)| entry.promise == promise);
        failing.find(|(_, severity, _)| severities.contains(severity)).map(|(entry, ..)| entry)
    };
    let mut missing = report.missing().filter(|(entry, _)| entry.promise == promise && entry.level <= level);
    let gap = missing.next().map(|(_, gap)| gap);
    let (state, reason) = if let Some(entry) = first(&[Severity::Urgent, Severity::Important]) {
        (PromiseState::NotKept, sentence(entry))
    } else if let Some(entry) = first(&[Severity::WorthDoing]) {
        let mut reason = sentence(entry);
        if gap.is_some() {
            reason.push_str(NOT_EVERYTHING);
        }
        (PromiseState::Partly, reason)
    } else if level < needs(promise) {
        (PromiseState::CouldNotCheck, not_looked_at(promise).to_owned())
    } else if let Some(gap) = gap {
        (PromiseState::CouldNotCheck, gap.words().to_owned())
    } else if let Some(remark) = report.remarked(promise) {
        (PromiseState::Kept, remark.to_owned())
    } else if first(&[Severity::Note]).is_some() {
        (PromiseState::Kept, "We looked, and it holds. You can make it a little stronger.".to_owned())
    } else {
        (PromiseState::Kept, "We looked, and found nothing to mend.".to_owned())
    };
    Standing { promise, state, reason }
}

/// How close a look has to go before it can call a promise kept. Public records can show a fault of the
/// website; they can never show that it is safe, and they say nothing about what is open to the internet.
fn needs(promise: Promise) -> Level {
    match promise {
        Promise::MailIsYours | Promise::NameIsYours => Level::Records,
        Promise::WebsiteIsSafe => Level::Visitor,
        Promise::NothingDangerousOpen => Level::Consented,
    }
}

fn not_looked_at(promise: Promise) -> &'static str {
    match needs(promise) {
        Level::Consented => "We look at this only when you say yes.",
        Level::Records | Level::Visitor => "This look did not visit your website.",
    }
}

pub(crate) fn sentence(entry: &Entry) -> String {
    format!("{}.", entry.title)
}
