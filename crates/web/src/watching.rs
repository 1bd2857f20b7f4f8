//! Findings from look to look: what a look says of each check, what is remembered of it, and which findings count.
//!
//! The engine looks and `centre::watching` remembers; neither knows the other, and here they meet.

use centre::watching::{Certainty, Seen, Watched, after, look_again_at};
use checkup::catalogue::{Entry, entry};
use checkup::{Judgement, Level};
use store::WatchedFinding;
use terms::{AssetId, Finding, Timestamp};

use crate::looking::next_night;

/// What one look says of one check. `fresh` is how close this look itself went: what an earlier one saw from closer
/// by tells nothing new.
pub fn seen(judgement: &Judgement, fresh: Level, check: &str) -> Seen {
    let is_seen = |entry: &&Entry| entry.level <= fresh && entry.is_of_a_look();
    let Some(entry) = entry(check).filter(is_seen) else { return Seen::Unseen };
    let certainty = if entry.is_certain() { Certainty::Record } else { Certainty::Visit };
    match judgement.findings.iter().find(|finding| finding.check == check) {
        Some(finding) => Seen::Failing(finding.severity, certainty),
        None if judgement.not_checked.iter().any(|gap| gap.check == check) => Seen::Unseen,
        None => Seen::Good,
    }
}

/// What is remembered of a domain's findings after a look that was kept at `now`.
pub fn after_look(
    known: &[WatchedFinding],
    judgement: &Judgement,
    fresh: Level,
    now: Timestamp,
) -> Vec<WatchedFinding> {
    let watched: Vec<Watched> = known.iter().map(|finding| finding.watched.clone()).collect();
    let found = judgement.findings.iter().map(|finding| finding.check.as_str());
    let remembered = after(&watched, found, |check| seen(judgement, fresh, check), now);
    let words = |check: &str| {
        let now = judgement.findings.iter().find(|finding| finding.check == check).map(|f| f.seen.clone());
        let before = || known.iter().find(|known| known.watched.check == check).map(|f| f.seen.clone());
        now.or_else(before).unwrap_or_default()
    };
    remembered.into_iter().map(|watched| WatchedFinding { seen: words(&watched.check), watched }).collect()
}

/// What is said of a finding that no look has been able to see for weeks.
pub const OUT_OF_SIGHT: &str =
    "We saw something wrong here some weeks ago. We have not been able to look again since.";

/// The look told from the findings that count at `now`: pages, plan and promises rest on this. What is out of sight is neither
/// found nor good: it could not be checked.
pub fn counted(judgement: &Judgement, findings: &[WatchedFinding], now: Timestamp) -> Judgement {
    let is_out_of_sight = |finding: &&WatchedFinding| finding.watched.is_out_of_sight(now);
    let open = findings.iter().filter(|f| f.watched.is_open() && !is_out_of_sight(f)).filter_map(|finding| {
        let watched = &finding.watched;
        Some(Finding {
            check: watched.check.clone(),
            severity: watched.severity,
            promise: entry(&watched.check)?.promise,
            seen: finding.seen.clone(),
        })
    });
    let waiting = findings.iter().filter(|finding| finding.watched.is_waiting());
    let waiting: Vec<&str> = waiting.map(|finding| finding.watched.check.as_str()).collect();
    let told = judgement.counting(&open.collect::<Vec<_>>(), &waiting);
    let lost = findings.iter().filter(is_out_of_sight);
    lost.fold(told, |told, finding| told.with_gap(&finding.watched.check, OUT_OF_SIGHT))
}

/// When a domain is looked at next: an hour after something was met once, else at its own place in the next night.
/// What a second look could not see waits for the night too.
pub fn next_look(asset: AssetId, findings: &[WatchedFinding], now: Timestamp) -> Timestamp {
    let again = findings.iter().filter_map(|finding| look_again_at(std::slice::from_ref(&finding.watched)));
    let night = next_night(asset, now);
    again.filter(|at| *at > now).min().map_or(night, |at| at.min(night))
}

#[cfg(test)]
mod tests {
    use checkup::{Answers, NotChecked, SEEN_ONCE, judge};
    use jiff::SignedDuration;
    use terms::{DomainName, Promise, PromiseState, Severity};

    use super::*;

    fn at(hours: i64) -> Timestamp {
        "2026-03-10T09:00:00Z".parse::<Timestamp>().unwrap() + SignedDuration::from_hours(hours)
    }

    /// A look that saw these findings, and could not see those.
    fn look(found: &[&str], unseen: &[&str]) -> Judgement {
        let domain = DomainName::parse("bakery.example").unwrap();
        let mut judgement = judge(&domain, &Answers::new(), Level::Visitor, at(0));
        let finding = |check: &&str| {
            let entry = entry(check).unwrap();
            Finding {
                check: (*check).to_owned(),
                severity: entry.severity,
                promise: entry.promise,
                seen: format!("what {check} saw"),
            }
        };
        let gap = |check: &&str| NotChecked { check: (*check).to_owned(), reason: String::new() };
        judgement.findings = found.iter().map(finding).collect();
        judgement.not_checked = unseen.iter().map(gap).collect();
        judgement
    }

    const CERT: &str = "web-cert-expired";

    #[test]
    fn a_look_that_did_not_go_so_close_says_nothing() {
        let looked = look(&[CERT, "spf-missing"], &["dmarc-missing"]);
        assert_eq!(seen(&looked, Level::Records, CERT), Seen::Unseen);
        assert_eq!(seen(&looked, Level::Visitor, CERT), Seen::Failing(Severity::Urgent, Certainty::Visit));
        let record = seen(&looked, Level::Records, "spf-missing");
        assert!(matches!(record, Seen::Failing(_, Certainty::Record)), "{record:?}");
        assert_eq!(seen(&looked, Level::Records, "dmarc-missing"), Seen::Unseen);
        assert_eq!(seen(&looked, Level::Visitor, "web-no-https"), Seen::Good);
        assert_eq!(seen(&looked, Level::Consented, "a-check-of-another-release"), Seen::Unseen);
        let alike = look(&["lookalike-mail"], &[]);
        assert_eq!(
            seen(&alike, Level::Consented, "lookalike-mail"),
            Seen::Unseen,
            "no look at the name sees it"
        );
    }

    #[test]
    fn what_was_met_once_is_looked_at_again_in_an_hour_and_counts_then() {
        let asset: AssetId = format!("{:032x}", 7).parse().unwrap();
        let first = look(&[CERT], &[]);
        let once = after_look(&[], &first, Level::Visitor, at(0));
        let counted_once = counted(&first, &once, at(0));
        assert!(!counted_once.found(CERT));
        assert!(counted_once.not_checked.iter().any(|gap| gap.check == CERT && gap.reason == SEEN_ONCE));
        assert_eq!(next_look(asset, &once, at(0)), at(1));

        let unseen = after_look(&once, &look(&[], &[CERT]), Level::Visitor, at(1));
        assert_eq!(next_look(asset, &unseen, at(1)), next_night(asset, at(1)), "not again and again");
        let twice = after_look(&once, &first, Level::Visitor, at(1));
        assert!(counted(&first, &twice, at(1)).found(CERT));
        assert_eq!(next_look(asset, &twice, at(1)), next_night(asset, at(1)));
        assert!(after_look(&once, &look(&[], &[]), Level::Visitor, at(1)).is_empty());
    }

    #[test]
    fn what_a_night_of_records_does_not_see_stands_with_its_words() {
        let first = look(&[CERT], &[]);
        let twice =
            after_look(&after_look(&[], &first, Level::Visitor, at(0)), &first, Level::Visitor, at(1));
        let night = look(&[], &[]);
        let remembered = after_look(&twice, &night, Level::Records, at(20));
        assert_eq!(remembered, twice);
        let counted = counted(&night, &remembered, at(20));
        assert_eq!(counted.findings[0].seen, "what web-cert-expired saw");
        assert_eq!(
            after_look(&remembered, &night, Level::Visitor, at(40))[0].watched.closed_at,
            Some(at(40))
        );
    }

    #[test]
    fn what_cannot_be_seen_for_weeks_is_neither_found_nor_good() {
        let first = look(&[CERT], &[]);
        let twice =
            after_look(&after_look(&[], &first, Level::Visitor, at(0)), &first, Level::Visitor, at(1));
        let night = look(&[], &[]);
        let weeks = 1 + centre::watching::SEEN_TOO_LONG_AGO / 3600;
        assert!(counted(&night, &twice, at(weeks - 1)).found(CERT));
        let later = counted(&night, &twice, at(weeks));
        assert!(!later.found(CERT));
        assert!(later.not_checked.iter().any(|gap| gap.check == CERT && gap.reason == OUT_OF_SIGHT));
        let promise = later.promises.iter().find(|standing| standing.promise == Promise::WebsiteIsSafe);
        assert_ne!(promise.unwrap().state, PromiseState::Kept);
    }
}
