//! What packs are built from.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use terms::{EvidenceId, PlainLine, Timestamp};

use crate::account::Account;
use crate::case::{Actor, Case, Deed, Event, Wish};

/// Whoever gave an account, as far as they are known.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Person {
    /// Their name.
    pub name: Option<PlainLine>,
    /// Their e-mail address.
    pub email: Option<String>,
    /// Their telephone number.
    pub phone: Option<String>,
    /// Their firm.
    pub organisation: Option<PlainLine>,
    /// How and when they may be reached safely.
    pub safe_contact: Option<PlainLine>,
}

/// A file that came with the account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenItem {
    /// Which.
    pub id: EvidenceId,
    /// What it is, in words.
    pub kind: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// SHA-256 of the original, as 64 hexadecimal digits.
    pub sha256: String,
    /// How its sender called it.
    pub name: String,
    /// The day on which it came.
    pub kept: Date,
}

/// One step of the timeline: a day, and what happened. Roles, never people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// The day.
    pub on: Date,
    /// What happened.
    pub what: String,
}

/// Everything from which packs are built. Nothing of it leaves but through the types of the recipients.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// What was said.
    pub account: Account,
    /// By whom; nobody for an anonymous report.
    pub person: Person,
    /// What they chose from the list of problems.
    pub problem: String,
    /// The day on which it was received.
    pub received: Date,
    /// Where, in words.
    pub borough: Option<String>,
    /// What they want now.
    pub wishes: Vec<Wish>,
    /// What they sent.
    pub items: Vec<SeenItem>,
    /// What was done.
    pub timeline: Vec<Step>,
    /// References of other reports that belong to the case.
    pub linked: Vec<String>,
}

/// What was done in a case, for a body outside: the steps that matter to it, each by a role. No officer's name, no note, no
/// message, no flag, and nothing of what went to other bodies but that it went.
pub fn timeline(case: &Case, events: &[Event], zone: &TimeZone) -> Vec<Step> {
    let day = |at: Timestamp| zone.to_datetime(at).date();
    let mut steps: Vec<Step> = Vec::new();
    for event in events {
        if let Some(what) = step(case, event) {
            let step = Step { on: day(event.at), what };
            if steps.last() != Some(&step) {
                steps.push(step);
            }
        }
    }
    steps
}

fn step(case: &Case, event: &Event) -> Option<String> {
    let who = match &event.by {
        Actor::Reporter {} => "the person".to_owned(),
        Actor::Officer { role, .. } => format!("a {} of the centre", role.spoken().to_lowercase()),
        Actor::Partner { .. } => "a partner body".to_owned(),
        Actor::Machine {} => "the centre's program".to_owned(),
    };
    let said = match &event.deed {
        Deed::Received { .. } => "the report was received".to_owned(),
        Deed::FirstStepsShown {} => "first steps were shown to the person".to_owned(),
        Deed::Read {} => format!("{who} read the report"),
        Deed::Triaged { to, .. } => {
            format!("{who} set severity {}, urgency {}", to.severity, to.urgency.name().replace('_', " "))
        }
        Deed::Taken {} => format!("{who} took the case"),
        Deed::MessageOut { .. } if event.by.officer().is_some() => format!("{who} wrote to the person"),
        Deed::MessageIn { .. } => "the person wrote to the centre".to_owned(),
        Deed::CallMade { reached: true } => format!("{who} spoke with the person"),
        Deed::EvidenceAdded { .. } => "a file was sealed".to_owned(),
        Deed::PackSent { pack, .. } if case.pack(*pack).is_some() => "a body was told".to_owned(),
        Deed::OutcomeAdded { outcome, .. } => format!("noted: {}", outcome.name().replace('_', " ")),
        _ => return None,
    };
    Some(said)
}
