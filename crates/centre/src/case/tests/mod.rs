//! The course of a case, told by examples; and what must hold for every history.

pub(crate) mod histories;

mod course;
mod every_history;
mod merging;
mod queue;
mod refusals;
mod tracker;

use std::sync::OnceLock;

use jiff::civil::Date;
use terms::{CaseId, EvidenceId, PackId, PersonId, PlainLine, TextId, Timestamp};

use super::{Actor, Case, Class, Deed, Event, Ground, Outcome, Severity, Triage, Urgency, Word};
use crate::calendar::Calendar;
use crate::region::tests::london;
use crate::roles::Role;

pub(crate) fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub(crate) fn line(text: &str) -> PlainLine {
    PlainLine::parse(text).unwrap()
}

pub(crate) fn word(text: &str) -> Word {
    Word::parse(text).unwrap()
}

macro_rules! ids {
    ($($name:ident $id:ident)*) => {$(
        pub(crate) fn $name(number: u8) -> $id {
            format!("{:032x}", 0xA000_u128 + u128::from(number)).parse().unwrap()
        }
    )*};
}

ids! { person PersonId text TextId pack PackId case_id CaseId evidence EvidenceId }

pub(crate) fn officer(number: u8) -> Actor {
    Actor::Officer { person: person(number), role: Role::ContactOfficer }
}

pub(crate) fn manager() -> Actor {
    Actor::Officer { person: person(99), role: Role::Manager }
}

pub(crate) fn reporter() -> Actor {
    Actor::Reporter {}
}

pub(crate) fn machine() -> Actor {
    Actor::Machine {}
}

pub(crate) fn partner(body: &str) -> Actor {
    Actor::Partner { body: word(body) }
}

pub(crate) fn triage(class: Class, severity: Severity) -> Triage {
    Triage { class, severity, urgency: Urgency::Today }
}

pub(crate) fn received(class: Class, severity: Severity) -> Deed {
    Deed::Received { policy: 1, first: triage(class, severity) }
}

pub(crate) fn triaged(class: Class, severity: Severity) -> Deed {
    Deed::Triaged { to: triage(class, severity), because: Some(line("after a call")) }
}

pub(crate) fn message_out() -> Deed {
    Deed::MessageOut { text: text(1) }
}

pub(crate) fn message_in() -> Deed {
    Deed::MessageIn { text: text(2) }
}

pub(crate) fn decided(number: u8, to: &str) -> Deed {
    Deed::PackDecided { pack: pack(number), to: word(to), ground: Ground::Consent }
}

pub(crate) fn sent(number: u8) -> Deed {
    Deed::PackSent { pack: pack(number), reference: line("CR-2041") }
}

pub(crate) fn outcome(outcome: Outcome) -> Deed {
    Deed::OutcomeAdded { outcome, pence: None, because: None }
}

pub(crate) fn waiting() -> Deed {
    Deed::WaitingForReporter { because: line("the invoice") }
}

pub(crate) fn reopened() -> Deed {
    Deed::Reopened { because: line("it began again") }
}

pub(crate) fn merged(into: u8) -> Deed {
    Deed::MergedInto { parent: case_id(into), because: line("the same letter") }
}

pub(crate) fn unmerged() -> Deed {
    Deed::Unmerged { because: line("another letter after all") }
}

/// Events of one story, each with its moment.
pub(crate) fn story<const N: usize>(events: [(&str, Actor, Deed); N]) -> Vec<Event> {
    events.into_iter().map(|(moment, by, deed)| Event { at: at(moment), by, deed }).collect()
}

/// The case after a story in which every deed was possible at its time.
pub(crate) fn lived<const N: usize>(events: [(&str, Actor, Deed); N]) -> Case {
    let mut case = Case::default();
    for event in story(events) {
        assert_eq!(super::may(&case, &event.deed, &event.by), Ok(()), "{event:?}");
        case.step(&event);
    }
    case
}

/// London's calendar, read once.
pub(crate) fn calendar() -> &'static Calendar {
    static LONDON: OnceLock<Calendar> = OnceLock::new();
    LONDON.get_or_init(|| Calendar::of(&london()))
}

pub(crate) fn day(text: &str) -> Date {
    text.parse().unwrap()
}
