//! What fixed rules make of an account until a person has looked: how bad, how soon, what kind, and whose safety.
//!
//! The rules may only err upwards: a person lowers what they set too high, with a reason.

use terms::{Money, PlainLine};

use super::Account;
use crate::case::{Class, Flag, Severity, Triage, Urgency, Word};
use crate::playbook::{Answer, Question};
use crate::problem::{self, Problem};
use crate::routes_today::Trouble;

/// From this sum on a loss is much for a small firm.
pub const MUCH: Money = Money::pounds(10_000);

/// What the rules say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct First {
    /// Class, severity and urgency.
    pub triage: Triage,
    /// The kind of incident that it seems to be.
    pub category: Option<(Word, PlainLine)>,
    /// What concerns somebody's safety.
    pub flags: Vec<Flag>,
}

/// What the rules make of an account about this problem.
pub fn first(problem: &Problem, account: &Account) -> First {
    let answers = account.answers();
    let is_in_danger = answers.is_yes(Question::Danger) || account.safe_now == Some(Answer::No);
    let (class, severity, urgency) = usual(problem);
    let mut triage = Triage { class, severity, urgency };
    if answers.is_yes(Question::Now) && class != Class::Hate {
        triage = worse(triage, Triage { class: Class::LiveIncident, severity, urgency: Urgency::Now });
    }
    if answers.is_yes(Question::Money) {
        let gone = Triage { class: Class::MoneyGone, severity: Severity::P2, urgency: Urgency::Now };
        triage = worse(triage, gone);
    }
    if account.lost() >= MUCH {
        triage.severity = triage.severity.min(Severity::P2);
    }
    if is_in_danger {
        triage.severity = Severity::P1;
        triage.urgency = Urgency::Now;
    }
    First { triage, category: category(problem), flags: flags(problem, account, is_in_danger) }
}

fn usual(problem: &Problem) -> (Class, Severity, Urgency) {
    let is_hate = problem.trouble == Trouble::Hate;
    match problem.urgency {
        problem::Urgency::Live => (Class::LiveIncident, Severity::P2, Urgency::Now),
        problem::Urgency::Money => (Class::MoneyGone, Severity::P2, Urgency::Now),
        problem::Urgency::Urgent => (Class::Urgent, Severity::P3, Urgency::Today),
        problem::Urgency::Standard => (Class::Standard, Severity::P4, Urgency::ThisWeek),
        problem::Urgency::Safety | problem::Urgency::Child if is_hate => {
            (Class::Hate, Severity::P3, Urgency::Today)
        }
        problem::Urgency::Safety | problem::Urgency::Child => (Class::Urgent, Severity::P2, Urgency::Today),
    }
}

/// The worse of each of the three.
fn worse(a: Triage, b: Triage) -> Triage {
    Triage {
        class: if a.class.promise() <= b.class.promise() { a.class } else { b.class },
        severity: a.severity.min(b.severity),
        urgency: a.urgency.min(b.urgency),
    }
}

fn category(problem: &Problem) -> Option<(Word, PlainLine)> {
    let word = Word::parse(&problem.incident.name().replace(' ', "-")).ok()?;
    let because = format!("They chose the problem \u{201c}{}\u{201d}", problem.title);
    let short: String = because.chars().take(terms::LONGEST_LINE).collect();
    Some((word, PlainLine::parse(&short).ok()?))
}

fn flags(problem: &Problem, account: &Account, is_in_danger: bool) -> Vec<Flag> {
    let is_known = account.answers().is_yes(Question::Known);
    let mut flags = Vec::new();
    if problem.trouble == Trouble::Stalked || (problem.is_delicate && is_known) {
        flags.push(Flag::Stalking);
    }
    if is_known && is_in_danger {
        flags.push(Flag::Coercion);
    }
    flags
}
