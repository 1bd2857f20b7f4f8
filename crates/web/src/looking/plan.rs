//! A member's plan, and what a look tells about the actions in it.

use std::collections::BTreeMap;

use centre::plan::{ActionKey, Answer as Said, DAYS_UNTIL_SUSTAINED, Question, StandingAnswer, actions};
use checkup::{Judgement, Level};
use jiff::SignedDuration;
use store::{Action, Adoption};
use terms::{Finding, Timestamp};

/// So long a "we have done it" counts although a look still finds the old state: a changed
/// record takes up to two days to be known everywhere.
pub const WORD_COUNTS_FOR: SignedDuration = SignedDuration::from_hours(48);
/// Minutes of a remedy whose check the catalogue no longer knows.
const MINUTES_UNKNOWN: u16 = 30;

/// The plan: at most three actions. What a member says it has done makes room for the next.
pub fn plan(looks: &[Judgement], known: &[Action]) -> Vec<ActionKey> {
    let findings: Vec<Finding> = looks.iter().flat_map(|look| look.findings.iter().cloned()).collect();
    let said: BTreeMap<String, bool> =
        known.iter().map(|action| (action.action.clone(), action.said_at.is_some())).collect();
    let is_done = |key: &ActionKey| said.get(&key.to_string()).copied().unwrap_or(false);
    let answers: Vec<StandingAnswer> = Question::ALL
        .iter()
        .filter(|question| is_done(&ActionKey::Do(**question)))
        .map(|question| StandingAnswer { question: *question, answer: Said::Yes })
        .collect();
    let minutes =
        |check: &str| checkup::catalogue::entry(check).map_or(MINUTES_UNKNOWN, |entry| entry.remedy.minutes);
    actions(&findings, &answers, minutes, is_done).into_iter().map(|action| action.key).collect()
}

/// How close a look has to go to see whether an action is done.
pub(super) fn closeness(action: &Action) -> Level {
    match action.action.parse() {
        Ok(ActionKey::Mend(check)) => {
            checkup::catalogue::entry(&check).map_or(Level::Records, |entry| entry.level)
        }
        _ => Level::Records,
    }
}

/// What the looks tell about an action.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum News {
    /// Nothing new.
    None,
    /// It is done, as far as this.
    Now(Adoption),
    /// It was said or seen to be done, and is not.
    NotAfterAll,
}

pub(super) fn news_of(action: &Action, looks: &[Judgement], now: Timestamp) -> News {
    let Ok(ActionKey::Mend(check)) = action.action.parse() else { return News::None };
    if looks.iter().any(|look| look.found(&check)) {
        let word_is_old = action.said_at.is_some_and(|said| now.duration_since(said) > WORD_COUNTS_FOR);
        // Our own eyes outweigh what was said and what was seen before: what came back starts anew.
        return if word_is_old || action.seen_at.is_some() { News::NotAfterAll } else { News::None };
    }
    let close = closeness(action);
    let unseen =
        |look: &Judgement| look.level < close || look.not_checked.iter().any(|gap| gap.check == check);
    if looks.is_empty() || looks.iter().any(unseen) {
        return News::None;
    }
    // What went out of the plan unsaid may have gone with a domain that was taken out.
    let is_ours_to_see = action.dropped_at.is_none() || action.said_at.is_some();
    match (action.seen_at, action.sustained_at) {
        (None, _) if is_ours_to_see => News::Now(Adoption::Seen),
        (Some(seen), None) if is_half_a_year(seen, now) => News::Now(Adoption::Sustained),
        _ => News::None,
    }
}

fn is_half_a_year(seen: Timestamp, now: Timestamp) -> bool {
    now.duration_since(seen) >= SignedDuration::from_hours(24 * DAYS_UNTIL_SUSTAINED)
}

#[cfg(test)]
mod tests {
    use super::*;
    use checkup::Answers;
    use terms::{DomainName, Promise, Severity};

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn judgement(found: &[&str], unseen: &[&str]) -> Judgement {
        let domain = DomainName::parse("bakery.example").unwrap();
        let mut judgement =
            checkup::judge(&domain, &Answers::new(), Level::Records, at("2026-03-10T09:00:00Z"));
        let finding = |check: &&str| Finding {
            check: (*check).to_owned(),
            severity: Severity::Important,
            promise: Promise::MailIsYours,
            seen: String::new(),
        };
        let gap = |check: &&str| checkup::NotChecked {
            check: (*check).to_owned(),
            reason: "No answer came in time.".to_owned(),
        };
        judgement.findings = found.iter().map(finding).collect();
        judgement.not_checked = unseen.iter().map(gap).collect();
        judgement
    }

    fn action(key: &str, said: Option<&str>, seen: Option<&str>) -> Action {
        Action {
            action: key.to_owned(),
            place: 1,
            added_at: at("2026-01-01T09:00:00Z"),
            said_at: said.map(at),
            seen_at: seen.map(at),
            sustained_at: None,
            dropped_at: None,
        }
    }

    const NOW: &str = "2026-03-10T09:00:00Z";

    #[test]
    fn what_is_gone_was_done_and_what_was_not_seen_was_not() {
        let open = action("mend-spf-missing", None, None);
        let told = |looks: &[Judgement]| news_of(&open, looks, at(NOW));
        assert_eq!(told(&[judgement(&[], &[])]), News::Now(Adoption::Seen));
        assert_eq!(told(&[judgement(&["spf-missing"], &[])]), News::None);
        assert_eq!(told(&[judgement(&[], &["spf-missing"])]), News::None);
        assert_eq!(told(&[judgement(&[], &[]), judgement(&["spf-missing"], &[])]), News::None);
        assert_eq!(told(&[]), News::None);
        let gone = Action { dropped_at: Some(at(NOW)), ..open.clone() };
        assert_eq!(news_of(&gone, &[judgement(&[], &[])], at(NOW)), News::None);
    }

    #[test]
    fn half_a_year_after_it_was_seen_it_is_sustained() {
        let seen =
            |when| news_of(&action("mend-spf-missing", None, Some(when)), &[judgement(&[], &[])], at(NOW));
        assert_eq!(seen("2025-09-11T09:00:00Z"), News::Now(Adoption::Sustained));
        assert_eq!(seen("2025-09-12T09:00:00Z"), News::None);
    }

    #[test]
    fn a_word_counts_for_two_days_against_what_we_see() {
        let said = |when| {
            let still = [judgement(&["spf-missing"], &[])];
            news_of(&action("mend-spf-missing", Some(when), None), &still, at(NOW))
        };
        assert_eq!(said("2026-03-08T09:00:00Z"), News::None);
        assert_eq!(said("2026-03-08T08:59:59Z"), News::NotAfterAll);
    }

    #[test]
    fn what_was_seen_to_be_done_and_came_back_starts_anew() {
        let back = |said, seen| {
            news_of(&action("mend-spf-missing", said, seen), &[judgement(&["spf-missing"], &[])], at(NOW))
        };
        assert_eq!(back(None, Some("2026-01-01T09:00:00Z")), News::NotAfterAll);
        assert_eq!(back(Some(NOW), Some(NOW)), News::NotAfterAll);
        assert_eq!(back(None, None), News::None);
    }

    #[test]
    fn what_is_said_to_be_done_makes_room() {
        let looks = [judgement(&["spf-missing"], &[])];
        let told = |known: &[Action]| {
            plan(&looks, known).iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(told(&[]), "do-two_step_on_mail do-ring_before_paying mend-spf-missing");
        let known =
            [action("do-two_step_on_mail", Some(NOW), None), action("mend-spf-missing", Some(NOW), None)];
        assert_eq!(told(&known), "do-ring_before_paying do-backups do-updates");
    }
}
