//! Findings that come from names which look like a member's, and from no look at its own.
//!
//! Many names can be behind one finding. It opens at once: what stands in a public record stands there, and a copy of a
//! page is no bad moment. A name that joins those behind it begins it anew, so that the member hears of it.

use terms::{Severity, Timestamp};

use super::{Certainty, Seen, Watched, after};

/// The checks of such findings.
pub const OF_LOOKALIKES: [&str; 3] = ["lookalike-site", "lookalike-mail", "lookalike-registered"];

/// What one name that looks like the member's comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alike {
    /// The finding that it is, with how much it matters; none where it is none.
    pub is: Option<(String, Severity)>,
    /// Something of it could not be seen, and may be worse than what was.
    pub is_uncertain: bool,
    /// It became this finding, or a graver one, just now.
    pub is_new: bool,
}

/// What is remembered of such findings, when these names look like the member's at the moment `at`. `known` may hold other
/// findings; they are not given back.
pub fn after_lookalikes(known: &[Watched], alikes: &[Alike], at: Timestamp) -> Vec<Watched> {
    let behind = |check: &str| {
        let check = check.to_owned();
        alikes.iter().filter(move |alike| alike.is.as_ref().is_some_and(|(is, _)| *is == check))
    };
    let seen = |check: &str| {
        let worst = behind(check).filter_map(|alike| alike.is.as_ref()).map(|(_, severity)| *severity).min();
        match worst {
            Some(severity) => Seen::Failing(severity, Certainty::Record),
            None if alikes.iter().any(|alike| alike.is_uncertain && alike.is.is_none()) => Seen::Unseen,
            None => Seen::Good,
        }
    };
    let begins_anew = |check: &str| behind(check).any(|alike| alike.is_new);
    let known: Vec<Watched> = known
        .iter()
        .filter(|known| OF_LOOKALIKES.contains(&known.check.as_str()) && !begins_anew(&known.check))
        .cloned()
        .collect();
    after(&known, OF_LOOKALIKES, seen, at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(seconds).unwrap()
    }

    fn mail(severity: Severity, is_new: bool) -> Alike {
        Alike { is: Some(("lookalike-mail".to_owned(), severity)), is_uncertain: false, is_new }
    }

    const UNSEEN: Alike = Alike { is: None, is_uncertain: true, is_new: false };

    #[test]
    fn a_finding_opens_at_once_and_closes_when_no_name_is_behind_it() {
        let open = after_lookalikes(&[], &[mail(Severity::Important, true)], at(0));
        assert_eq!((open.len(), open[0].is_open(), open[0].severity), (1, true, Severity::Important));
        let still = after_lookalikes(&open, &[mail(Severity::Important, false), UNSEEN], at(50));
        assert_eq!((still[0].first_seen, still[0].last_seen), (at(0), at(50)));
        assert!(after_lookalikes(&still, &[UNSEEN], at(60))[0].is_open(), "what cannot be seen is not gone");
        assert_eq!(after_lookalikes(&still, &[], at(60))[0].closed_at, Some(at(60)));
    }

    #[test]
    fn a_further_name_is_told_too_and_the_worst_one_counts() {
        let mut open = after_lookalikes(&[], &[mail(Severity::Important, true)], at(0));
        open[0].told_at = Some(at(1));
        let names = [mail(Severity::Important, false), mail(Severity::Urgent, true)];
        let both = after_lookalikes(&open, &names, at(50));
        assert_eq!((both[0].told_at, both[0].first_seen, both[0].severity), (None, at(50), Severity::Urgent));
        let same = [mail(Severity::Important, false), mail(Severity::Important, false)];
        assert_eq!(after_lookalikes(&open, &same, at(50))[0].told_at, Some(at(1)));
    }

    #[test]
    fn other_findings_are_left_alone() {
        let seen = |_: &str| Seen::Failing(Severity::Important, Certainty::Record);
        let other = after(&[], ["spf-missing"], seen, at(0));
        assert!(after_lookalikes(&other, &[], at(1)).is_empty());
    }
}
