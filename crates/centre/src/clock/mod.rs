//! Clocks: what was promised, by when, and whether it was kept.
//!
//! A clock is a pure function of the case's events, the policy that the case was opened under, the centre's calendar and
//! the moment it is looked at. Nothing is counted along the way: pauses, reopening and a change of severity are read
//! from the whole history each time, so that no total can be wrong because a step was forgotten.
//!
//! Merging ends the clocks of the case that goes on elsewhere; unmerging shows them as if it had not happened, because
//! the person waited all the same. A change of class or severity counts anew from the start of the clock, and the
//! reading says so. What was met is judged by the triage at that moment: a later change makes nothing late that was
//! in time.
//!
//! [`duties`] are apart: they are of the law and of schemes, run whatever we do, and never pause.

mod duty;
mod explain;
mod figures;
mod policy;
mod reading;
mod replay;
mod rounds;
mod timeline;

#[cfg(test)]
mod tests;

use crate::named_values::named_values;

pub use duty::{Bearer, DUTY_RULES, Duty, DutyReading, DutyRule, DutyStanding, Term, duties, duty_rule};
pub use explain::hours_in_words;
pub use figures::{Figure, Quarter, Verdict, figures, verdicts_of};
pub use policy::{
    ClassTargets, MOST_DAYS, MOST_HOURS, MOST_MINUTES, Policy, PolicyBook, PolicyFault, SeverityTargets,
    Target, Within,
};
pub use reading::{Change, Goal, Reading, Standing, clocks};
pub use rounds::{About, Pause};
pub use timeline::{DAYS_COUNTED, Measure};

named_values! {
    /// The kinds of promises that have a clock.
    Kind, "kind of clock" {
        /// The first steps are shown.
        Acknowledge = "acknowledge",
        /// A person speaks with the reporter, or writes.
        Human = "human",
        /// The next word of a person after the last.
        Update = "update",
        /// A pack that was decided is sent.
        HandOver = "hand_over",
        /// The work is done.
        Resolve = "resolve",
        /// We ask how the person is.
        FollowUp = "follow_up",
    }
}

named_values! {
    /// What starts a clock.
    Start, "start of a clock" {
        /// The report arrives.
        Received = "received",
        /// A person of the centre spoke or wrote to the reporter.
        LastWord = "last_word",
        /// A pack is decided.
        PackDecided = "pack_decided",
        /// Somebody says how bad it is.
        Triaged = "triaged",
    }
}

named_values! {
    /// What stops a clock.
    Stop, "stop of a clock" {
        /// The first steps are shown.
        FirstSteps = "first_steps",
        /// A person of the centre speaks or writes to the reporter.
        Word = "word",
        /// The pack is sent, and the reference is known.
        PackSent = "pack_sent",
        /// The case is resolved.
        Resolved = "resolved",
        /// The check-in is made.
        CheckInMade = "check_in_made",
    }
}

named_values! {
    /// Why a clock stands still.
    Cause, "cause of a pause" {
        /// The reporter owes an answer.
        Reporter = "reporter",
        /// Somebody else owes an answer.
        ThirdParty = "third_party",
        /// The person has not said yes to the pack.
        Consent = "consent",
        /// The case was finished, and reopened later.
        Finished = "finished",
    }
}

/// At these shares of the time, in percent, a clock warns.
pub const WARN_AT: [u8; 2] = [50, 80];

/// One kind of promise: what starts, stops and pauses its clock, and when it warns. How long it has stands in the
/// [`Policy`], and when people are there in the [`crate::calendar::Calendar`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clock {
    /// Which promise.
    pub kind: Kind,
    /// What starts it.
    pub start: Start,
    /// What stops it.
    pub stop: Stop,
    /// What it stands still for.
    pub pauses: &'static [Cause],
    /// Shares of the time at which it warns, in percent, the smaller first.
    pub warn_at: [u8; 2],
}

const fn clock(kind: Kind, start: Start, stop: Stop, pauses: &'static [Cause]) -> Clock {
    Clock { kind, start, stop, pauses, warn_at: WARN_AT }
}

/// The clocks of a case.
pub static CLOCKS: [Clock; 6] = [
    clock(Kind::Acknowledge, Start::Received, Stop::FirstSteps, &[Cause::Finished]),
    clock(Kind::Human, Start::Received, Stop::Word, &[Cause::Finished]),
    clock(Kind::Update, Start::LastWord, Stop::Word, &[Cause::Reporter, Cause::Finished]),
    clock(Kind::HandOver, Start::PackDecided, Stop::PackSent, &[Cause::Consent, Cause::Finished]),
    clock(
        Kind::Resolve,
        Start::Triaged,
        Stop::Resolved,
        &[Cause::Reporter, Cause::ThirdParty, Cause::Finished],
    ),
    clock(Kind::FollowUp, Start::Received, Stop::CheckInMade, &[]),
];
