//! Why a deed is not possible now, and what to do instead.

use terms::{CaseId, PersonId};

use super::Stage;
use super::words::{Flag, Outcome};

/// Why not. Each says in its sentence what to do next. Names of people and references of cases are not known here: they
/// stand in the fields, for the page to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// There is no report yet.
    #[error("nothing was received yet; write down the report first")]
    NotReceived,
    /// It was received before.
    #[error("this report was received before; look at the case that there is")]
    AlreadyReceived,
    /// The program may not do this by itself.
    #[error("only a person may do this; leave it for an officer")]
    NotForTheMachine,
    /// Only a guess of the machine is a suggestion.
    #[error("a suggestion is the machine's; say what it is with a correction")]
    ForTheMachine,
    /// The reporter may not do this.
    #[error("only the centre can do this; send us a message")]
    NotForTheReporter,
    /// A partner may not do this.
    #[error("a partner answers for what was handed over to it; send the centre a message for the rest")]
    NotForAPartner,
    /// Only those who work in the centre's name may.
    #[error("only officers of the centre may do this; ask the duty officer")]
    NotStaff,
    /// It goes on in another case.
    #[error("this case goes on in another; work there, or unmerge this one first")]
    Merged(CaseId),
    /// It is merged with nothing.
    #[error("this case stands for itself; there is nothing to unmerge")]
    NotMerged,
    /// A case cannot go on in itself.
    #[error("this is the same case; choose the other one")]
    SameCase,
    /// Other cases go on in this one.
    #[error("other cases go on in this one; merge it the other way round, or let them go first")]
    HasChildren,
    /// The other goes on in this one already.
    #[error("that case goes on in this one already; there is nothing to do")]
    ChildAlready,
    /// The other does not go on in this one.
    #[error("that case does not go on in this one; look where it was merged into")]
    NoSuchChild,
    /// The work is over.
    #[error("this case is finished; reopen it with a reason first")]
    Finished(Stage),
    /// The work is not over.
    #[error("this case is open; there is nothing to reopen")]
    NotFinished,
    /// It must be resolved before it is closed.
    #[error("the work is not done yet; resolve the case before you close it")]
    NotResolved,
    /// Somebody else has it.
    #[error("somebody else has this case; ask them to hand it over, or ask a manager")]
    HeldBy(PersonId),
    /// The asker has it.
    #[error("you have this case already; go on")]
    AlreadyYours,
    /// Nobody has it.
    #[error("nobody has this case; take it first")]
    NobodyHolds,
    /// It is there already.
    #[error("the case is there already; choose somebody else, or another queue")]
    SameHolder,
    /// Nobody said how bad it is.
    #[error("nobody said yet how bad this is; set class, severity and urgency first")]
    NotTriaged,
    /// The machine may raise and never lower.
    #[error("the rules say that this is worse; only a person may lower it, with a reason")]
    WouldLower,
    /// A reason is missing.
    #[error("say why: others must be able to follow this later")]
    NeedsAReason,
    /// It waits for nobody.
    #[error("this case waits for nobody; there is nothing to resume")]
    NotWaiting,
    /// It waits for that already.
    #[error("this case waits for that already; write a message if you want to remind them")]
    AlreadyWaiting,
    /// No outcome was noted.
    #[error("no outcome is noted; add what came of it first, even if nothing could be done")]
    NoOutcome,
    /// Noted before.
    #[error("this outcome is noted already; there is nothing to add")]
    OutcomeAlready(Outcome),
    /// Not noted.
    #[error("this outcome is not noted; there is nothing to take back")]
    NoSuchOutcome(Outcome),
    /// Something that was promised to go was not sent.
    #[error("something was to be handed over and was not sent; send it, or drop it with a reason")]
    PackWaits,
    /// There is no such pack.
    #[error("this case has no such hand-over; look at its list")]
    NoSuchPack,
    /// There is one with this id.
    #[error("this hand-over was decided before; look at the case's list")]
    PackAlready,
    /// The person was not asked, or said no.
    #[error("the person has not said yes to this hand-over; ask them first")]
    NoConsent,
    /// The person said yes before.
    #[error("the person has said yes to this hand-over already; go on")]
    ConsentAlready,
    /// It needs no consent, or none was given.
    #[error("there is no yes to take back for this hand-over; drop it if it must not go")]
    NoConsentToWithdraw,
    /// It has left, or was dropped.
    #[error("this hand-over was sent or dropped before; decide a new one if something more must go")]
    PackGone,
    /// It has not been sent, or was answered.
    #[error("this hand-over waits for no answer; look how it stands")]
    NoAnswerDue,
    /// It went to another body.
    #[error("this was handed over to another body; only that body answers for it")]
    NotYourPack,
    /// Raised before.
    #[error("this flag is up already; go on with its script")]
    FlagAlready(Flag),
    /// Not raised.
    #[error("this flag is not up; there is nothing to lift")]
    NoSuchFlag(Flag),
    /// Only those who answer for safety.
    #[error("only the safeguarding lead or a manager lifts a flag; ask them")]
    ForTheLead,
    /// Somebody asked for it before, or it holds already.
    #[error("this was asked before; a second person confirms it")]
    HoldAlready,
    /// There is none.
    #[error("this case is not held; there is nothing to confirm or lift")]
    NoHold,
    /// Two people are needed.
    #[error("a second person must agree; ask a colleague")]
    NeedsASecondPerson,
    /// Made before.
    #[error("this check-in was made already; there is nothing to do")]
    CheckInMade,
    /// It does not run.
    #[error("this duty does not run here; begin it first with its moment")]
    NoSuchDuty,
}
