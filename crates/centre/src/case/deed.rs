//! What happens to a case: events, each with its moment, who did it, and the deed.
//!
//! A deed is written down as a stable word with fields. Long words of people (notes, messages, accounts) are kept
//! apart under the case's own key and are named here by their id; what stands here in a line can be struck with
//! [`Event::forgotten`], and neither state nor clocks change by it.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use terms::{CaseId, EvidenceId, PackId, PersonId, PlainLine, TextId, Timestamp};

use super::words::{CheckIn, CheckInResult, Class, Flag, Outcome, Severity, Urgency, Wish, Word};
use crate::clock::Duty;
use crate::roles::Role;

/// One event of a case. Events are kept in the order in which they were written down; a moment before that of the event
/// in front counts as that event's moment, so that a machine's clock that was set back rewrites nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Event {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub by: Actor,
    /// What.
    pub deed: Deed,
}

/// What is written down is no event that this release knows.
#[derive(Debug, thiserror::Error)]
#[error("this entry of the case cannot be read; a newer release may have written it ({0})")]
pub struct UnreadableEvent(#[source] serde_json::Error);

/// Who did something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "who", rename_all = "snake_case", deny_unknown_fields)]
pub enum Actor {
    /// The person who reported, with or without a name.
    Reporter {},
    /// Somebody of the centre.
    Officer {
        /// Who.
        person: PersonId,
        /// As what.
        role: Role,
    },
    /// Somebody at a partner body.
    Partner {
        /// The body's word in the region pack.
        body: Word,
    },
    /// The program by itself, by fixed rules.
    Machine {},
}

impl Actor {
    /// The person of the centre, if it is one.
    pub fn officer(&self) -> Option<(PersonId, Role)> {
        match self {
            Self::Officer { person, role } => Some((*person, *role)),
            _ => None,
        }
    }
}

/// Who has a case in hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Holder {
    /// One person.
    Person(PersonId),
    /// Nobody yet: it stands in a queue.
    Queue(Word),
}

/// What triage sets: three things that are never merged into one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Triage {
    /// Which service level.
    pub class: Class,
    /// How much harm.
    pub severity: Severity,
    /// How soon something can still be done.
    pub urgency: Urgency,
}

/// On what ground a pack may leave the house.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ground {
    /// The person says yes to it.
    Consent,
    /// The law allows or demands it without a yes: somebody's life or a child's safety.
    Law,
}

/// What was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "word", rename_all = "snake_case", deny_unknown_fields)]
pub enum Deed {
    /// The report arrived. Pins the policy of clocks and says what the fixed rules make of the first answers.
    Received {
        /// The version of the policy in force.
        policy: u32,
        /// What the rules say until a person has looked.
        first: Triage,
    },
    /// The first steps were shown or sent.
    FirstStepsShown {},
    /// Somebody of the centre read it.
    Read {},
    /// Class, severity and urgency were set.
    Triaged {
        /// To what.
        to: Triage,
        /// Why, where somebody said.
        because: Option<PlainLine>,
    },
    /// The machine thinks it is this.
    CategorySuggested {
        /// The category.
        category: Word,
        /// Why it thinks so.
        because: PlainLine,
    },
    /// An officer says it is this. The machine's guess stays beside it.
    CategoryCorrected {
        /// The category.
        category: Word,
    },
    /// Somebody took it.
    Taken {},
    /// Whoever held it gave it on, within the centre.
    HandedOver {
        /// To whom.
        to: Holder,
        /// The note for the next.
        note: TextId,
    },
    /// A note for ourselves.
    NoteAdded {
        /// Its words.
        text: TextId,
    },
    /// A message went to the reporter. One by the machine counts for no clock.
    MessageOut {
        /// Its words.
        text: TextId,
    },
    /// The reporter wrote.
    MessageIn {
        /// Its words.
        text: TextId,
    },
    /// We promised to ring.
    CallBackAgreed {
        /// At this moment.
        on: Timestamp,
    },
    /// We rang, or were rung.
    CallMade {
        /// Whether we spoke with the reporter.
        reached: bool,
    },
    /// It goes on when the reporter answers.
    WaitingForReporter {
        /// What is waited for.
        because: PlainLine,
    },
    /// It goes on when somebody else answers.
    WaitingForThirdParty {
        /// What is waited for.
        because: PlainLine,
    },
    /// It goes on.
    Resumed {},
    /// What the person wants, told for the first time or anew. The newest counts; the older stay in the history.
    WishTold {
        /// What.
        wishes: Vec<Wish>,
        /// In their own words, where there are some.
        text: Option<TextId>,
    },
    /// A pack shall go to a body.
    PackDecided {
        /// Which.
        pack: PackId,
        /// To which body.
        to: Word,
        /// On what ground.
        ground: Ground,
    },
    /// The person says yes to a pack.
    PackConsented {
        /// Which.
        pack: PackId,
    },
    /// The person says no to it, or takes the yes back.
    ConsentWithdrawn {
        /// Which.
        pack: PackId,
    },
    /// It will not be sent.
    PackDropped {
        /// Which.
        pack: PackId,
        /// Why.
        because: PlainLine,
    },
    /// It was sent, or the person sent it and told us the reference.
    PackSent {
        /// Which.
        pack: PackId,
        /// Under what reference the body knows it.
        reference: PlainLine,
    },
    /// The body takes it on.
    PackAccepted {
        /// Which.
        pack: PackId,
    },
    /// The body does not take it on.
    PackDeclined {
        /// Which.
        pack: PackId,
        /// Why.
        because: PlainLine,
    },
    /// The body tells what became of it.
    PackReturned {
        /// Which.
        pack: PackId,
        /// What became of it.
        outcome: Outcome,
    },
    /// It is the same as another case and goes on there.
    MergedInto {
        /// The case in which it goes on.
        parent: CaseId,
        /// Why.
        because: PlainLine,
    },
    /// It is not the same after all.
    Unmerged {
        /// Why.
        because: PlainLine,
    },
    /// Another case goes on in this one.
    TookIn {
        /// The other.
        child: CaseId,
    },
    /// It goes its own way again.
    LetGo {
        /// The other.
        child: CaseId,
    },
    /// Somebody's safety is concerned.
    FlagRaised {
        /// How.
        flag: Flag,
    },
    /// It is not, or no longer.
    FlagLifted {
        /// Which.
        flag: Flag,
        /// Why.
        because: PlainLine,
    },
    /// Somebody asks that nothing of this case is erased.
    HoldAsked {
        /// Why.
        because: PlainLine,
    },
    /// A second person agrees.
    HoldConfirmed {},
    /// Somebody asks to end the hold.
    HoldLiftAsked {
        /// Why.
        because: PlainLine,
    },
    /// A second person agrees.
    HoldLiftConfirmed {},
    /// Something came of it.
    OutcomeAdded {
        /// What.
        outcome: Outcome,
        /// Money stopped or returned, in pence.
        pence: Option<u64>,
        /// Why; no action possible needs it.
        because: Option<PlainLine>,
    },
    /// An outcome was noted wrongly.
    OutcomeWithdrawn {
        /// Which.
        outcome: Outcome,
        /// Why.
        because: PlainLine,
    },
    /// A report of this case served to warn or help others.
    HelpedOthers {},
    /// The work is done.
    Resolved {},
    /// Nothing is left to do.
    Closed {},
    /// It is nothing for us, or nothing at all.
    Rejected {
        /// Why.
        because: PlainLine,
    },
    /// It goes on after all.
    Reopened {
        /// Why.
        because: PlainLine,
    },
    /// We shall ask how the person is, on this day.
    FollowUpDue {
        /// Which time.
        check_in: CheckIn,
        /// The day.
        on: Date,
    },
    /// We asked how the person is.
    FollowUpMade {
        /// Which time.
        check_in: CheckIn,
        /// What came of it.
        result: CheckInResult,
    },
    /// A duty of somebody's runs.
    DutyBegun {
        /// Which.
        duty: Duty,
        /// Since when: when they became aware, when they paid, when they reported.
        since: Timestamp,
    },
    /// It was done.
    DutyDone {
        /// Which.
        duty: Duty,
        /// When.
        on: Timestamp,
    },
    /// It does not apply.
    DutyDropped {
        /// Which.
        duty: Duty,
        /// Why.
        because: PlainLine,
    },
    /// Evidence was sealed.
    EvidenceAdded {
        /// Which.
        evidence: EvidenceId,
    },
}

impl Event {
    /// Reads an event as it is written down (JSON).
    ///
    /// # Errors
    /// [`UnreadableEvent`], which names the word or field that is not known.
    pub fn read(json: &str) -> Result<Self, UnreadableEvent> {
        serde_json::from_str(json).map_err(UnreadableEvent)
    }
}
