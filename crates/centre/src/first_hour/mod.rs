//! The first-hour card: what to do now, in order, for one problem and the answers to four questions.
//!
//! The order is the rule: danger before money, money before everything else, and whoever is hurt by
//! somebody they know gets another script, which never says "just block them". Steps come from the
//! playbook; the few lines that no playbook may lack are [`Rule`]s, whose words stand in the message
//! files under `card-<name>`. What touches a child has no steps: the card shows whom to turn to.
//! Nothing here knows who asks, and nothing is kept.

mod guide;

use jiff::{SignedDuration, Timestamp};

use crate::named_values::named_values;
use crate::playbook::{Answer, Answers, Audience, Question, Step, When};
use crate::problem::{Duty, Problem, Urgency};
use crate::routes_today::Trouble;

pub use guide::Guide;

/// So long after finding out the data protection authority must know (UK GDPR, article 33).
pub const REGULATOR_WITHIN: SignedDuration = SignedDuration::from_hours(72);

named_values! {
    /// A line that a card has whatever its playbook says.
    Rule, "rule" {
        /// Get to a safe place.
        GetSafe = "get-safe",
        /// Ring 999.
        RingEmergency = "ring-emergency",
        /// Ring the bank before anything else.
        RingBank = "ring-bank",
        /// Your safety comes before any computer.
        SafetyFirst = "safety-first",
        /// Do not just block somebody you know: they notice, and proof goes.
        NotJustBlock = "not-just-block",
        /// Use a phone that they never had in their hands.
        SaferPhone = "safer-phone",
        /// Save what they wrote and write down dates.
        KeepProof = "keep-proof",
    }
}

impl Rule {
    /// How long it takes, in minutes.
    pub fn minutes(self) -> u16 {
        match self {
            Self::GetSafe | Self::RingEmergency | Self::SafetyFirst | Self::NotJustBlock => 1,
            Self::SaferPhone => 5,
            Self::RingBank | Self::KeepProof => 10,
        }
    }

    /// Whom to call: the id of a body of the region pack.
    pub fn call(self) -> Option<&'static str> {
        match self {
            Self::RingEmergency => Some("emergency"),
            Self::RingBank => Some("bank"),
            _ => None,
        }
    }
}

/// One thing to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CardStep<'g> {
    /// A line of the house.
    Rule(Rule),
    /// A step of the playbook.
    Step(&'g Step),
}

impl CardStep<'_> {
    /// How long it takes, in minutes; 0 where nobody can say.
    pub fn minutes(&self) -> u16 {
        match self {
            Self::Rule(rule) => rule.minutes(),
            Self::Step(step) => step.minutes.unwrap_or(0),
        }
    }

    /// Whom to call: the id of a body of the region pack.
    pub fn call(&self) -> Option<&str> {
        match self {
            Self::Rule(rule) => rule.call(),
            Self::Step(step) => step.call.as_deref(),
        }
    }
}

/// Which script the card follows, and whoever speaks with the person too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Script {
    /// Nobody whom the person knows, as far as they said.
    Ordinary,
    /// Somebody whom the person knows: safety and proof first, nothing that they would notice.
    KnownPerson,
    /// It touches a child: the way is shown, nothing is asked and nothing is taken.
    Signpost,
}

/// How the card begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Emergency {
    /// Somebody is in danger: 999, and the rest when they are safe.
    Now,
    /// The test stands first all the same: "Is anybody in danger? Ring 999."
    AskedFirst,
}

/// The card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card<'g> {
    /// How it begins.
    pub emergency: Emergency,
    /// Which script it follows.
    pub script: Script,
    /// How urgent it is, with the answers.
    pub urgency: Urgency,
    /// What the person does now, in order.
    pub steps: Vec<CardStep<'g>>,
    /// What whoever looks after the computers does in the first hour and on the first day.
    pub technician: Vec<&'g Step>,
    /// What the person does on the first day.
    pub day: Vec<&'g Step>,
    /// What the person does when it is calm again.
    pub afterwards: Vec<&'g Step>,
    /// Whom to turn to: ids of bodies of the region pack, the first one first.
    pub ring: Vec<String>,
    /// Duties and rights with a clock.
    pub duties: Vec<Duty>,
}

impl<'g> Card<'g> {
    /// The card for a problem and these answers.
    pub fn of(guide: &'g Guide, problem: &Problem, answers: Answers) -> Self {
        if problem.is_signpost_only() {
            return Self::signpost(problem.trouble);
        }
        let playbook = problem.playbook.as_deref().and_then(|name| guide.playbooks.get(name));
        let steps =
            |audience, when| playbook.map(|p| p.steps_for(audience, when, answers)).unwrap_or_default();
        let first = steps(Audience::Reporter, When::FirstHour);
        let mut technician = steps(Audience::Technician, When::FirstHour);
        technician.extend(steps(Audience::Technician, When::FirstDay));
        let is_known = answers.is_yes(Question::Known);
        let steps_now = ordered(first, answers);
        Self {
            emergency: if answers.is_yes(Question::Danger) { Emergency::Now } else { Emergency::AskedFirst },
            script: if is_known { Script::KnownPerson } else { Script::Ordinary },
            urgency: urgency(problem.urgency, answers),
            ring: whom_to_ring(problem, &steps_now, answers),
            duties: duties(problem, answers),
            steps: steps_now,
            technician,
            day: steps(Audience::Reporter, When::FirstDay),
            afterwards: steps(Audience::Reporter, When::Afterwards),
        }
    }

    fn signpost(trouble: Trouble) -> Self {
        Self {
            emergency: Emergency::AskedFirst,
            script: Script::Signpost,
            urgency: Urgency::Child,
            steps: Vec::new(),
            technician: Vec::new(),
            day: Vec::new(),
            afterwards: Vec::new(),
            ring: trouble.body_ids().iter().map(|id| (*id).to_owned()).collect(),
            duties: Vec::new(),
        }
    }

    /// How long the steps of now take together, in minutes.
    pub fn minutes(&self) -> u32 {
        self.steps.iter().map(|step| u32::from(step.minutes())).sum()
    }
}

/// The steps in the order that saves most: people, then money, then the script for somebody known, then the playbook.
fn ordered<'g>(first: Vec<&'g Step>, answers: Answers) -> Vec<CardStep<'g>> {
    let mut steps: Vec<CardStep<'g>> = Vec::new();
    if answers.is_yes(Question::Danger) {
        steps.extend([Rule::GetSafe, Rule::RingEmergency].map(CardStep::Rule));
    }
    let is_bank = |step: &&Step| step.call.as_deref() == Some("bank");
    let (bank, rest): (Vec<&Step>, Vec<&Step>) = first.into_iter().partition(is_bank);
    if answers.is_yes(Question::Money) && bank.is_empty() {
        steps.push(CardStep::Rule(Rule::RingBank));
    }
    if answers.is_yes(Question::Money) {
        steps.extend(bank.iter().copied().map(CardStep::Step));
    }
    if answers.is_yes(Question::Known) {
        let script = [Rule::SafetyFirst, Rule::NotJustBlock, Rule::SaferPhone, Rule::KeepProof];
        steps.extend(script.map(CardStep::Rule));
    }
    if !answers.is_yes(Question::Money) {
        steps.extend(bank.into_iter().map(CardStep::Step));
    }
    steps.extend(rest.into_iter().map(CardStep::Step));
    steps
}

/// An answer can make it more urgent and never less.
fn urgency(usual: Urgency, answers: Answers) -> Urgency {
    if answers.is_yes(Question::Danger) || usual == Urgency::Safety {
        return Urgency::Safety;
    }
    if answers.is_yes(Question::Money) {
        return Urgency::Money;
    }
    if answers.is_yes(Question::Now) && usual != Urgency::Money { Urgency::Live } else { usual }
}

fn whom_to_ring(problem: &Problem, steps: &[CardStep<'_>], answers: Answers) -> Vec<String> {
    let mut ring: Vec<&str> = steps.iter().filter_map(CardStep::call).collect();
    if answers.is_yes(Question::Danger) {
        ring.insert(0, "emergency");
    }
    ring.extend(problem.trouble.body_ids());
    if answers.is_yes(Question::Known) {
        ring.push("police-101");
        ring.extend(problem.is_delicate.then_some("stalking-helpline"));
    }
    if !problem.who.business {
        ring.extend(Trouble::Person.body_ids());
    }
    // Report Fraud would only send them on.
    let is_for_police = !problem.trouble.is_for_report_fraud();
    let mut seen: Vec<String> = Vec::new();
    for id in ring.into_iter().filter(|id| !(is_for_police && *id == "report-fraud")) {
        if !seen.iter().any(|known| known == id) {
            seen.push(id.to_owned());
        }
    }
    seen
}

fn duties(problem: &Problem, answers: Answers) -> Vec<Duty> {
    let mut duties = problem.duties.clone();
    if answers.to(Question::Money) == Answer::Yes && !duties.contains(&Duty::ClaimFromBank) {
        duties.insert(0, Duty::ClaimFromBank);
    }
    duties
}

impl Duty {
    /// Until when it is due for somebody who finds out at `found`; none where another date counts.
    pub fn due(self, found: Timestamp) -> Option<Timestamp> {
        match self {
            Self::TellRegulator => found.checked_add(REGULATOR_WITHIN).ok(),
            Self::TellPeople | Self::ClaimFromBank | Self::TellInsurer => None,
        }
    }

    /// Where it is written.
    pub fn source(self) -> &'static str {
        match self {
            Self::TellRegulator => "UK GDPR, article 33",
            Self::TellPeople => "UK GDPR, article 34",
            Self::ClaimFromBank => {
                "Payment Systems Regulator, reimbursement of push payment scams, from 7 October 2024"
            }
            Self::TellInsurer => "The terms of the policy",
        }
    }
}

#[cfg(test)]
pub(crate) mod tests;
