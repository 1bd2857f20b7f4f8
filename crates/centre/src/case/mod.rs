//! Cases: managed work about one or more reports, from "received" to an outcome.
//!
//! A case is the list of its events and nothing else. [`Case::after`] folds the list into how things stand; [`may`] says
//! whether a deed is possible now, and if not, what to do instead; [`crate::clock`] reads the same list. Nothing is
//! counted along the way, so that a list that is told again, or only up to a day, gives the same answer.
//!
//! The fold believes what is written: what may be written is decided before, by [`may`], with the case as it is inside
//! the transaction that writes.
//!
//! Merging lays a cover over the case and touches nothing below it. What happens meanwhile (the reporter may write at
//! any time) goes on below; taking the cover off shows the case as if it had never been merged.

mod deed;
mod deed_words;
mod may;
mod may_pack;
mod pack;
mod queue;
mod refusal;
mod step;
mod tracker;
mod who;
mod words;

#[cfg(test)]
pub(crate) mod tests;

use jiff::civil::Date;
use terms::{CaseId, EvidenceId, PackId, PersonId, Timestamp};

use crate::clock::Duty;
use crate::named_values::named_values;
use crate::roles::Role;

pub use deed::{Actor, Deed, Event, Ground, Holder, Triage, UnreadableEvent};
pub use deed_words::STRUCK;
pub use may::{may, may_merge};
pub use pack::{Consent, Pack, PackStep};
pub use queue::{Due, Queued, Rank, deadline_in_words, rank};
pub use refusal::Refusal;
pub(crate) use step::is_word_of_a_person;
pub use tracker::{HandOverSeen, HandOverStands, Next, Tracker, hand_overs, tracker};
pub use words::{
    CheckIn, CheckInResult, Class, Flag, LONGEST_WORD, Ladder, NoWord, Outcome, Severity, Urgency, Wish, Word,
};

named_values! {
    /// How far a case has come.
    Stage, "stage of a case" {
        /// It arrived; nobody has looked.
        Received = "received",
        /// Somebody said how bad it is.
        Triaged = "triaged",
        /// One person has it in hand.
        Assigned = "assigned",
        /// That person has begun.
        InProgress = "in_progress",
        /// It goes on when the reporter answers.
        WaitingReporter = "waiting_reporter",
        /// It goes on when somebody else answers.
        WaitingThirdParty = "waiting_third_party",
        /// The work is done.
        Resolved = "resolved",
        /// Nothing is left to do.
        Closed = "closed",
        /// It was nothing for us.
        Rejected = "rejected",
    }
}

impl Stage {
    /// Whether the work is over, unless the case is reopened.
    pub fn is_finished(self) -> bool {
        matches!(self, Self::Resolved | Self::Closed | Self::Rejected)
    }

    /// Whether it waits for somebody outside.
    pub fn is_waiting(self) -> bool {
        matches!(self, Self::WaitingReporter | Self::WaitingThirdParty)
    }
}

/// How a case stands, for whoever looks at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It stands for itself.
    At(Stage),
    /// It goes on in another case.
    DuplicateOf(CaseId),
}

/// A hold: while it lasts, nothing of the case is erased. Two people ask and agree, at the beginning and at the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Hold {
    /// There is none.
    #[default]
    None,
    /// This person asked for it.
    Asked(PersonId),
    /// It holds.
    Held,
    /// It holds, and this person asked to end it.
    LiftAsked(PersonId),
}

impl Hold {
    /// Whether erasing is forbidden. From the first person's word on: what was erased cannot be held any more.
    pub fn forbids_erasing(self) -> bool {
        self != Self::None
    }
}

/// An outcome with what was noted of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Noted {
    /// What.
    pub outcome: Outcome,
    /// Money stopped or returned, in pence.
    pub pence: Option<u64>,
    /// Since when it is known.
    pub at: Timestamp,
}

/// A check-in with the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FollowUp {
    /// Which.
    pub check_in: CheckIn,
    /// The day that was agreed, where one was.
    pub on: Option<Date>,
    /// When it was made.
    pub made_at: Option<Timestamp>,
}

/// A duty of the member or of a body, as far as we know of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DutyKept {
    /// Which.
    pub duty: Duty,
    /// Since when it runs.
    pub since: Timestamp,
    /// When it was done.
    pub done_at: Option<Timestamp>,
    /// Whether it turned out not to apply.
    pub is_dropped: bool,
}

/// A case as its events leave it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Case {
    /// When it was received; none before that.
    pub received_at: Option<Timestamp>,
    /// The version of the policy of clocks that it was opened under.
    pub policy: u32,
    /// Class, severity and urgency now: by the rules until a person has set them.
    pub triage: Option<Triage>,
    /// When a person, or the machine upwards, set them first.
    pub triaged_at: Option<Timestamp>,
    stage: Option<Stage>,
    /// Who has it in hand.
    pub holder: Option<Holder>,
    /// The case that it goes on in, and since when.
    pub merged: Option<(CaseId, Timestamp)>,
    /// Cases that go on in this one.
    pub children: Vec<CaseId>,
    /// What the machine thinks it is.
    pub suggested: Option<Word>,
    /// What an officer says it is.
    pub corrected: Option<Word>,
    /// Who read it first, as what, and when.
    pub read: Option<(Role, Timestamp)>,
    /// When the first steps were shown.
    pub first_steps_at: Option<Timestamp>,
    /// What the person wants.
    pub wishes: Vec<Wish>,
    /// Packs, in the order in which they were decided.
    pub packs: Vec<Pack>,
    /// What concerns somebody's safety.
    pub flags: Vec<Flag>,
    /// Whether it is kept from erasing.
    pub hold: Hold,
    /// What came of it.
    pub outcomes: Vec<Noted>,
    /// Whether it helped others.
    pub helped_others: bool,
    /// When we promised to ring.
    pub call_back: Option<Timestamp>,
    /// Since when the reporter waits for an answer to what they wrote.
    pub unanswered_since: Option<Timestamp>,
    /// Check-ins that were agreed or made.
    pub follow_ups: Vec<FollowUp>,
    /// Duties that run, or ran.
    pub duties: Vec<DutyKept>,
    /// Evidence that was sealed.
    pub evidence: Vec<EvidenceId>,
    /// The moment of the newest event.
    pub newest_at: Option<Timestamp>,
}

impl Case {
    /// The case after all these events, in the order in which they were written down.
    pub fn after(events: &[Event]) -> Self {
        let mut case = Self::default();
        for event in events {
            case.step(event);
        }
        case
    }

    /// How far it has come, whether or not it is merged.
    pub fn stage(&self) -> Stage {
        self.stage.unwrap_or(Stage::Received)
    }

    /// How it stands.
    pub fn state(&self) -> State {
        self.merged.map_or(State::At(self.stage()), |(parent, _)| State::DuplicateOf(parent))
    }

    /// The person who has it in hand.
    pub fn held_by(&self) -> Option<PersonId> {
        match self.holder {
            Some(Holder::Person(person)) => Some(person),
            _ => None,
        }
    }

    /// What it is: as corrected, or else as suggested.
    pub fn category(&self) -> Option<&Word> {
        self.corrected.as_ref().or(self.suggested.as_ref())
    }

    /// Whether this outcome is noted.
    pub fn has(&self, outcome: Outcome) -> bool {
        self.outcomes.iter().any(|noted| noted.outcome == outcome)
    }

    /// The pack with this id.
    pub fn pack(&self, id: PackId) -> Option<&Pack> {
        self.packs.iter().find(|pack| pack.id == id)
    }
}
