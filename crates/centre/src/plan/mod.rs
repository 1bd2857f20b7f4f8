//! What a firm should do next: at most three actions, the most harm avoided for a minute first.
//!
//! Titles and remedies stand elsewhere: those of checks in the engine's catalogue, those of
//! questions in the message files under `action-<name>`.

mod adoption;

use serde::{Deserialize, Serialize};
use terms::{Finding, Severity};

use crate::named_values::named_values;

pub use adoption::{Adoption, AdoptionEvent, DAYS_UNTIL_SUSTAINED};

/// The most actions that a firm is shown at once: a longer list is read and not done.
pub const MOST_ACTIONS: usize = 3;

named_values! {
    /// What we ask every firm, because no look from outside can see it.
    Question, "question" {
        /// Two-step sign-in on the e-mail account.
        TwoStepOnMail = "two_step_on_mail",
        /// Copies of the files that matter, kept apart and tried out.
        Backups = "backups",
        /// Updates that install themselves.
        Updates = "updates",
        /// A password manager, so that no password is used twice.
        PasswordManager = "password_manager",
        /// A second look, by phone, before bank details are changed.
        RingBeforePaying = "ring_before_paying",
    }
}

impl Question {
    /// How much a missing yes matters, and how many minutes the remedy takes.
    fn weight(self) -> (Severity, u16) {
        match self {
            Self::TwoStepOnMail => (Severity::Urgent, 10),
            Self::RingBeforePaying => (Severity::Urgent, 15),
            Self::Backups => (Severity::Urgent, 60),
            Self::Updates => (Severity::Important, 20),
            Self::PasswordManager => (Severity::Important, 45),
        }
    }
}

named_values! {
    /// What a firm answered.
    Answer, "answer" {
        /// It is so.
        Yes = "yes",
        /// It is not so.
        No = "no",
        /// Nobody there knows. Not known is never good: it becomes a question for the IT person.
        DontKnow = "dont_know",
    }
}

/// What a firm answered to a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct StandingAnswer {
    /// What was asked.
    pub question: Question,
    /// What was said. The last one given counts.
    pub answer: Answer,
}

/// What an action is about. Its text is its name in files and forms.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActionKey {
    /// Mend what a check found; the check's id.
    Mend(String),
    /// Do what a question asks for.
    Do(Question),
}

impl std::fmt::Display for ActionKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Mend(check) => write!(f, "mend-{check}"),
            Self::Do(question) => write!(f, "do-{question}"),
        }
    }
}

impl std::str::FromStr for ActionKey {
    type Err = crate::membership::UnknownName;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let unknown = || Self::Err { what: "action", text: text.chars().take(40).collect() };
        let is_check_id = |id: &str| {
            !id.is_empty() && id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        };
        match text.split_once('-') {
            Some(("mend", check)) if is_check_id(check) => Ok(Self::Mend(check.to_owned())),
            Some(("do", question)) => question.parse().map(Self::Do).map_err(|_| unknown()),
            _ => Err(unknown()),
        }
    }
}

/// Why an action stands on the plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// We saw it ourselves.
    Seen,
    /// The firm said that it is not so.
    SaidNo,
    /// The firm does not know.
    NotKnown,
    /// We have not asked yet.
    NotAsked,
}

/// One action on the plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Action {
    /// What it is about.
    pub key: ActionKey,
    /// How much it matters.
    pub severity: Severity,
    /// Why it stands here.
    pub reason: Reason,
    /// How long it takes.
    pub minutes: u16,
}

/// The plan: at most [`MOST_ACTIONS`], the best use of the next minutes first.
///
/// `minutes_for` tells how long the remedy of a check takes, as its catalogue says. `is_done`
/// tells what the firm says it has done already: such an action makes room for the next one
/// until a look shows otherwise.
pub fn actions(
    findings: &[Finding],
    answers: &[StandingAnswer],
    minutes_for: impl Fn(&str) -> u16,
    is_done: impl Fn(&ActionKey) -> bool,
) -> Vec<Action> {
    let mut actions: Vec<Action> = Vec::new();
    for finding in findings.iter().filter(|f| f.severity != Severity::Note) {
        let key = ActionKey::Mend(finding.check.clone());
        match actions.iter_mut().find(|a| a.key == key) {
            Some(known) => known.severity = known.severity.min(finding.severity),
            None => actions.push(Action {
                key,
                severity: finding.severity,
                reason: Reason::Seen,
                minutes: minutes_for(&finding.check),
            }),
        }
    }
    actions.extend(Question::ALL.iter().filter_map(|question| action_for(*question, answers)));
    actions.retain(|action| !is_done(&action.key));
    actions.sort_by(|a, b| {
        worth(b).cmp(&worth(a)).then_with(|| a.reason.cmp(&b.reason)).then_with(|| a.key.cmp(&b.key))
    });
    actions.truncate(MOST_ACTIONS);
    actions
}

fn action_for(question: Question, answers: &[StandingAnswer]) -> Option<Action> {
    let last = answers.iter().rev().find(|a| a.question == question).map(|a| a.answer);
    let reason = match last {
        Some(Answer::Yes) => return None,
        Some(Answer::No) => Reason::SaidNo,
        Some(Answer::DontKnow) => Reason::NotKnown,
        None => Reason::NotAsked,
    };
    let (severity, minutes) = question.weight();
    Some(Action { key: ActionKey::Do(question), severity, reason, minutes })
}

/// Harm avoided for each hour of effort. An urgent thing that takes an hour still comes before
/// a thing worth doing that takes five minutes: the steps are far apart on purpose. What we
/// only suppose, because nobody was asked or nobody knows, counts half of what is certain.
fn worth(action: &Action) -> u32 {
    let harm = match action.severity {
        Severity::Urgent => 20_000,
        Severity::Important => 2_500,
        Severity::WorthDoing => 200,
        Severity::Note => 0,
    };
    let certain = match action.reason {
        Reason::Seen | Reason::SaidNo => 2,
        Reason::NotKnown | Reason::NotAsked => 1,
    };
    harm * certain / u32::from(action.minutes.clamp(5, 120))
}

#[cfg(test)]
mod tests;
