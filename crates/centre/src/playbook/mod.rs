//! What to do, step by step: playbooks in CACAO 2.0 (OASIS Committee Specification 01, 27 November 2023).
//!
//! A narrow profile of it. Steps are `start`, `action`, `playbook-action`, `parallel`, `if-condition`,
//! `switch-condition` and `end`; a `while-condition` is refused, so that every walk ends. Commands are
//! `manual`: a person does them. A command of any other kind, in a playbook from elsewhere, is kept as
//! text, marked, and never run by anything here. Each step but `end` is reached by one way only, so
//! that a playbook reads like a sheet of paper.
//!
//! Three audiences stand as agents: whoever reports, the contact team, and whoever looks after the
//! member's computers. What CACAO has no place for stands in one extension ([`EXTENSION`]): when a step
//! is due, how many minutes it takes, whom to call, and translations. What of it means what is told in
//! `content/README.md`. Start reading at [`Playbook::read`]; [`Playbook::walk`] gives the steps in order.

mod check;
mod json;
mod read;
mod shelf;
mod walk;
mod write;

use std::collections::BTreeMap;

use crate::named_values::named_values;

pub use read::{
    LARGEST_FILE, LONGEST_TEXT, LONGEST_WAIT, MOST_AGENTS, MOST_COMMANDS, MOST_LABELS, MOST_LANGUAGES,
    MOST_STEPS, ReadPlaybook,
};
pub use shelf::{MOST_PLAYBOOKS, Playbooks};
pub use walk::{Line, Only};

/// The extension of ours: the key under which a step, an agent or a playbook carries it.
pub const EXTENSION: &str = "extension-definition--5f0c2d4e-6a1b-4c3d-9e8f-0a1b2c3d4e5f";
/// Who made our playbooks: a STIX identity.
pub const AUTHOR: &str = "identity--8b7a6c5d-4e3f-4a2b-8c1d-0e9f8a7b6c5d";

named_values! {
    /// For whom a step is.
    Audience, "audience" {
        /// Whoever reports: a member, anybody.
        Reporter = "reporter",
        /// The people of the centre.
        ContactTeam = "contact_team",
        /// Whoever looks after the member's computers.
        Technician = "technician",
    }
}

impl Audience {
    /// The id of the agent that stands for this audience in every playbook of ours.
    pub fn agent(self) -> &'static str {
        match self {
            Self::Reporter => "individual--1c9a4f60-52b1-4d0e-9a77-3f1e5b6a7c01",
            Self::ContactTeam => "group--1c9a4f60-52b1-4d0e-9a77-3f1e5b6a7c02",
            Self::Technician => "organization--1c9a4f60-52b1-4d0e-9a77-3f1e5b6a7c03",
        }
    }

    /// The audience that this agent stands for; none for an agent of somebody else's playbook.
    pub fn of_agent(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|audience| audience.agent() == id)
    }
}

named_values! {
    /// When a step is due.
    When, "when" {
        /// In the first hour: on the card.
        FirstHour = "first_hour",
        /// On the first day.
        FirstDay = "first_day",
        /// When it is calm again.
        Afterwards = "afterwards",
    }
}

named_values! {
    /// A question whose answer changes what to do; in a playbook a variable, `__in_danger__` and so on.
    Question, "question" {
        /// Is anybody in danger?
        Danger = "danger",
        /// Has money gone in the last day?
        Money = "money",
        /// Is it still happening?
        Now = "now",
        /// Is it somebody whom they know?
        Known = "known",
    }
}

impl Question {
    /// The variable of a playbook that holds the answer: `yes`, `no` or `unknown`.
    pub fn variable(self) -> &'static str {
        match self {
            Self::Danger => "__in_danger__",
            Self::Money => "__money_gone__",
            Self::Now => "__still_happening__",
            Self::Known => "__known_person__",
        }
    }
}

named_values! {
    /// An answer to a [`Question`].
    Answer, "answer" {
        /// Yes.
        Yes = "yes",
        /// No.
        No = "no",
        /// Not asked yet, or the person does not know.
        Unknown = "unknown",
    }
}

/// The answers to the four questions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answers([Answer; 4]);

impl Default for Answers {
    fn default() -> Self {
        Self([Answer::Unknown; 4])
    }
}

impl Answers {
    fn place(question: Question) -> usize {
        match question {
            Question::Danger => 0,
            Question::Money => 1,
            Question::Now => 2,
            Question::Known => 3,
        }
    }

    /// The answer to a question.
    pub fn to(self, question: Question) -> Answer {
        self.0[Self::place(question)]
    }

    /// Whether the answer is yes.
    pub fn is_yes(self, question: Question) -> bool {
        self.to(question) == Answer::Yes
    }

    /// The same answers with this one given.
    #[must_use]
    pub fn with(mut self, question: Question, answer: Answer) -> Self {
        self.0[Self::place(question)] = answer;
        self
    }
}

/// On what a branch depends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    /// On an answer to one of the four questions.
    Answered(Question, Answer),
    /// On something that only a person can judge: the words of the playbook.
    Judged(String),
}

/// One thing that a person does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Command {
    /// What to do.
    pub text: String,
    /// Its activity in the vocabulary of CACAO, for example `restrict-access`.
    pub activity: Option<String>,
    /// The kind of command that it was in a playbook from elsewhere, for example `bash`. It is kept as
    /// text to read and is never run.
    pub never_run: Option<String>,
}

/// What a step is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StepKind {
    /// Where the playbook begins.
    Start,
    /// Where the playbook or a branch of it ends.
    End,
    /// Something to do.
    Action {
        /// Its commands, at least one.
        commands: Vec<Command>,
        /// The id of the agent who does it.
        agent: String,
    },
    /// Go through another playbook.
    OtherPlaybook {
        /// Its id.
        playbook: String,
        /// The version that is meant, where one is.
        version: Option<String>,
    },
    /// Branches that go on side by side.
    Parallel {
        /// The first step of each.
        branches: Vec<String>,
    },
    /// One branch or the other.
    If {
        /// On what it depends.
        condition: Condition,
        /// The first step if it is so.
        yes: String,
        /// The first step if it is not so.
        no: Option<String>,
    },
    /// One of several branches.
    Switch {
        /// On what it depends.
        on: Switch,
        /// The first step for each value.
        cases: BTreeMap<String, String>,
    },
}

/// On what a `switch-condition` depends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Switch {
    /// On the answer to one of the four questions.
    Answer(Question),
    /// On something that only a person can judge: the words of the playbook.
    Judged(String),
}

/// The words of a step in another language.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Translation {
    /// In place of the name.
    pub name: String,
    /// In place of the text of its commands.
    pub text: String,
    /// In place of the reason.
    pub why: String,
}

/// One step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Its id in CACAO, for example `action--…`.
    pub id: String,
    /// What to do in a few words.
    pub name: String,
    /// Why.
    pub why: String,
    /// What it is.
    pub kind: StepKind,
    /// The step after it.
    pub next: Option<String>,
    /// When it is due.
    pub when: Option<When>,
    /// How long it takes, in minutes.
    pub minutes: Option<u16>,
    /// Whom to call: the id of a body of the region pack.
    pub call: Option<String>,
    /// Its words in other languages, by tag (BCP 47).
    pub translations: BTreeMap<String, Translation>,
}

impl Step {
    /// The text of all its commands.
    pub fn text(&self) -> String {
        let StepKind::Action { commands, .. } = &self.kind else { return String::new() };
        commands.iter().map(|command| command.text.as_str()).collect::<Vec<_>>().join(" ")
    }

    /// For whom it is; none for a step that nobody does, or for an agent of somebody else's playbook.
    pub fn audience(&self) -> Option<Audience> {
        match &self.kind {
            StepKind::Action { agent, .. } => Audience::of_agent(agent),
            _ => None,
        }
    }

    /// Its words in a language, where the playbook has them.
    pub fn in_language(&self, tag: &str) -> Option<&Translation> {
        let primary = |tag: &str| tag.split('-').next().unwrap_or("").to_ascii_lowercase();
        let exact = self.translations.get(tag);
        exact.or_else(|| {
            self.translations.iter().find(|(own, _)| primary(own) == primary(tag)).map(|(_, t)| t)
        })
    }
}

/// What kind of agent does a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agent {
    /// `individual`, `group` or `organization`; in playbooks from elsewhere also others.
    pub kind: String,
    /// Who it is, in words.
    pub name: String,
}

/// A playbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Playbook {
    /// Its name in the house: the name of its file without the ending, for example `ransomware`.
    pub name: String,
    /// Its id in CACAO. Together with `modified` it names one version, which a case pins.
    pub id: String,
    /// What people call it.
    pub title: String,
    /// What it is for.
    pub description: String,
    /// Who made it: a STIX identity.
    pub created_by: String,
    /// When it was first made, as RFC 3339 with Z.
    pub created: String,
    /// When this version was made, as RFC 3339 with Z.
    pub modified: String,
    /// Whether nobody should use it any more.
    pub revoked: bool,
    /// From when it is right.
    pub valid_from: Option<String>,
    /// Until when it is right.
    pub valid_until: Option<String>,
    /// Its types in the vocabulary of CACAO, for example `mitigation`.
    pub types: Vec<String>,
    /// Its activities in the vocabulary of CACAO.
    pub activities: Vec<String>,
    /// Further words about it; ours name the RSIT type.
    pub labels: Vec<String>,
    /// Playbooks that it was made from.
    pub derived_from: Vec<String>,
    /// The highest group of people who may see it (TLP 2.0), for example `TLP:CLEAR`.
    pub tlp: Option<Tlp>,
    /// Who does what, by id.
    pub agents: BTreeMap<String, Agent>,
    /// The id of its first step.
    pub start: String,
    /// Where it goes on when something goes wrong, where it says so.
    pub exception: Option<String>,
    /// Its steps, by id.
    pub steps: BTreeMap<String, Step>,
}

/// Who may see a playbook, as it says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tlp {
    /// Id of the marking.
    pub id: String,
    /// `TLP:CLEAR`, `TLP:GREEN`, `TLP:AMBER`, `TLP:AMBER+STRICT` or `TLP:RED`.
    pub level: String,
    /// Who set it.
    pub created_by: String,
    /// When.
    pub created: String,
}

#[cfg(test)]
mod tests;
