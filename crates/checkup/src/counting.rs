//! What of a look counts. A finding that was met once may have been a bad moment; one that stood the last
//! time and could not be seen now is not mended. Whoever remembers findings from look to look says which
//! count, and the judgement is told anew from those.

use std::cmp::Ordering;

use terms::{Finding, Promise, PromiseState, Severity};

use crate::catalogue;
use crate::judgement::{Judgement, NotChecked, Standing};
use crate::standing::{NOT_EVERYTHING, sentence};

/// What is said of a finding that was met once and waits for a second look.
pub const SEEN_ONCE: &str = "We saw this once. We look again before we count it.";

impl Judgement {
    /// The same look, told from the findings that count: those in `open`, whether this look saw them or not.
    /// Checks in `waiting` were met once, and count as not checked. Promises on which nothing
    /// changes by this stand as they were.
    #[must_use]
    pub fn counting(&self, open: &[Finding], waiting: &[&str]) -> Self {
        let mut counted = self.clone();
        counted.findings = open.to_vec();
        counted.findings.sort_by_key(|finding| {
            catalogue::entry(&finding.check).map(|entry| catalogue::place(entry, finding.severity))
        });
        let is_told = |gap: &NotChecked| {
            waiting.contains(&gap.check.as_str()) || open.iter().any(|finding| finding.check == gap.check)
        };
        counted.not_checked.retain(|gap| !is_told(gap));
        counted.not_checked.extend(
            waiting
                .iter()
                .map(|check| NotChecked { check: (*check).to_owned(), reason: SEEN_ONCE.to_owned() }),
        );
        counted.not_checked.sort_by(|a, b| by_place(&a.check, &b.check));
        let promises = self.promises.iter().map(|standing| counted.stands(standing, self)).collect();
        counted.promises = promises;
        counted.next = counted.findings.first().and_then(|f| catalogue::remedy(&f.check, &counted.setting));
        counted
    }

    /// The same, with something that could not be seen and that no look at the name itself sees: a promise that would
    /// be kept without it could not be checked.
    #[must_use]
    pub fn with_gap(mut self, check: &str, reason: &str) -> Self {
        let Some(entry) = catalogue::entry(check).filter(|entry| !self.found(entry.id)) else { return self };
        self.not_checked.push(NotChecked { check: entry.id.to_owned(), reason: reason.to_owned() });
        self.not_checked.sort_by(|a, b| by_place(&a.check, &b.check));
        for standing in self.promises.iter_mut().filter(|standing| standing.promise == entry.promise) {
            match standing.state {
                PromiseState::Kept => {
                    standing.state = PromiseState::CouldNotCheck;
                    standing.reason = reason.to_owned();
                }
                PromiseState::Partly if !standing.reason.ends_with(NOT_EVERYTHING) => {
                    standing.reason.push_str(NOT_EVERYTHING);
                }
                PromiseState::Partly | PromiseState::NotKept | PromiseState::CouldNotCheck => {}
            }
        }
        self
    }

    /// How a promise stands now that other findings count than those that the look itself saw.
    fn stands(&self, before: &Standing, look: &Self) -> Standing {
        let promise = before.promise;
        let waits = self.gaps(promise).find(|gap| gap.reason == SEEN_ONCE);
        if waits.is_none() && self.findings_against(promise).eq(look.findings_against(promise)) {
            return before.clone();
        }
        let worst = |severities: &[Severity]| {
            let mut found = self.findings.iter().filter(|finding| finding.promise == promise);
            let first = found.find(|finding| severities.contains(&finding.severity));
            first.and_then(|finding| catalogue::entry(&finding.check)).map(sentence)
        };
        let (state, reason) = if let Some(reason) = worst(&[Severity::Urgent, Severity::Important]) {
            (PromiseState::NotKept, reason)
        } else if let Some(mut reason) = worst(&[Severity::WorthDoing]) {
            if self.gaps(promise).next().is_some() {
                reason.push_str(NOT_EVERYTHING);
            }
            (PromiseState::Partly, reason)
        } else {
            // What was seen and does not count is no reason to call a promise kept.
            let gap = waits.or_else(|| self.gaps(promise).next());
            let reason = gap.map_or(SEEN_ONCE, |gap| gap.reason.as_str());
            (PromiseState::CouldNotCheck, reason.to_owned())
        };
        Standing { promise, state, reason }
    }

    /// What stands against a promise. Notes never lower one.
    fn findings_against(&self, promise: Promise) -> impl Iterator<Item = (&str, Severity)> {
        let against = self.findings.iter().filter(move |finding| finding.promise == promise);
        let against = against.filter(|finding| finding.severity != Severity::Note);
        against.map(|finding| (finding.check.as_str(), finding.severity))
    }

    fn gaps(&self, promise: Promise) -> impl Iterator<Item = &NotChecked> {
        let is_against =
            move |check: &str| catalogue::entry(check).is_some_and(|entry| entry.promise == promise);
        self.not_checked.iter().filter(move |gap| is_against(&gap.check))
    }
}

fn by_place(one: &str, other: &str) -> Ordering {
    let place = |check: &str| catalogue::all().position(|entry| entry.id == check).unwrap_or(usize::MAX);
    place(one).cmp(&place(other))
}

#[cfg(test)]
mod tests {
    use terms::DomainName;

    use super::*;
    use crate::{Answers, Level, judge};

    fn finding(check: &str) -> Finding {
        let entry = catalogue::entry(check).unwrap();
        Finding {
            check: check.to_owned(),
            severity: entry.severity,
            promise: entry.promise,
            seen: String::new(),
        }
    }

    /// A visit that saw these findings, and all else in order.
    fn visit(found: &[&str]) -> Judgement {
        let domain = DomainName::parse("bakery.example").unwrap();
        let now = "2026-03-10T09:00:00Z".parse().unwrap();
        let mut judgement = judge(&domain, &Answers::new(), Level::Visitor, now);
        judgement.not_checked.clear();
        judgement.findings = found.iter().map(|check| finding(check)).collect();
        for standing in &mut judgement.promises {
            standing.state = PromiseState::Kept;
            standing.reason = "We looked, and found nothing to mend.".to_owned();
        }
        judgement
    }

    fn told(judgement: &Judgement, promise: Promise) -> (PromiseState, &str) {
        let standing = judgement.promises.iter().find(|standing| standing.promise == promise).unwrap();
        (standing.state, standing.reason.as_str())
    }

    #[test]
    fn what_was_met_once_does_not_count_and_is_not_good_either() {
        let counted = visit(&["web-cert-expired"]).counting(&[], &["web-cert-expired"]);
        assert!(!counted.found("web-cert-expired"));
        assert_eq!(counted.not_checked[0].reason, "We saw this once. We look again before we count it.");
        assert_eq!(told(&counted, Promise::WebsiteIsSafe), (PromiseState::CouldNotCheck, SEEN_ONCE));
        assert_eq!(told(&counted, Promise::MailIsYours).0, PromiseState::Kept);
        assert_eq!(counted.next, None);
    }

    #[test]
    fn what_stood_and_was_not_seen_this_time_stands() {
        let mut look = visit(&["spf-missing"]);
        look.not_checked.push(NotChecked { check: "web-cert-expired".to_owned(), reason: String::new() });
        let open = [finding("spf-missing"), finding("web-cert-expired")];
        let counted = look.counting(&open, &[]);
        let order: Vec<&str> = counted.findings.iter().map(|finding| finding.check.as_str()).collect();
        assert_eq!(order, ["web-cert-expired", "spf-missing"]);
        assert!(counted.not_checked.is_empty());
        assert_eq!(told(&counted, Promise::WebsiteIsSafe).0, PromiseState::NotKept);
        assert_eq!(counted.next.unwrap().check, "web-cert-expired");
    }

    #[test]
    fn another_finding_of_the_same_promise_keeps_its_weight() {
        let look = visit(&["web-cert-expired", "web-hsts-missing"]);
        let counted = look.counting(&[finding("web-hsts-missing")], &["web-cert-expired"]);
        let (state, reason) = told(&counted, Promise::WebsiteIsSafe);
        let severity = catalogue::entry("web-hsts-missing").unwrap().severity;
        assert_eq!(severity, Severity::WorthDoing);
        assert_eq!(state, PromiseState::Partly);
        assert!(reason.ends_with(" We could not check everything."), "{reason}");
    }

    #[test]
    fn where_all_that_was_seen_counts_nothing_changes() {
        let look = visit(&["spf-missing"]);
        let counted = look.counting(&look.findings, &[]);
        assert_eq!((counted.promises, counted.findings), (look.promises, look.findings));
    }

    #[test]
    fn a_note_lowers_nothing_and_a_gap_is_never_good() {
        let look = visit(&[]);
        let noted = look.counting(&[finding("lookalike-registered")], &[]);
        assert_eq!(told(&noted, Promise::NameIsYours).0, PromiseState::Kept);
        assert!(noted.found("lookalike-registered"));

        let gap = noted.clone().with_gap("lookalike-mail", "We could not look.");
        assert_eq!(told(&gap, Promise::NameIsYours), (PromiseState::CouldNotCheck, "We could not look."));
        assert_eq!(told(&gap, Promise::MailIsYours).0, PromiseState::Kept);
        assert_eq!(gap.not_checked.len(), 1);

        let open = look.counting(&[finding("lookalike-mail")], &[]).with_gap("lookalike-mail", "x");
        assert_eq!(told(&open, Promise::NameIsYours).0, PromiseState::NotKept);
        assert!(open.not_checked.is_empty(), "what is found was seen");
    }

    #[test]
    fn records_are_certain_and_visits_are_not() {
        let certain = |check: &str| catalogue::entry(check).unwrap().is_certain();
        assert!(certain("spf-missing") && certain("domain-expiring"));
        assert!(!certain("web-cert-expired") && !certain("open-rdp") && !certain("dns-broken"));
    }
}
