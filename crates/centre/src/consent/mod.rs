//! How close a look may go: what the law (Computer Misuse Act 1990, section 1) and good manners ask of us.
//!
//! Public records may be read by anybody. A visit, as one ordinary customer would come by, needs no leave, but a
//! pace that holds across everybody who asks. What goes beyond a visit needs two things at the same moment:
//! a proof, not older than [`PROOF_HOLDS`], that the name is the member's own, and an authority that was signed,
//! covers the name and is open. Whoever asked us to stay away is left alone for ever, and one switch stops
//! all looking. [`permit`] is the only place that decides it.

mod authority;
mod proof;
mod stay_away;
#[cfg(test)]
mod tests;

use jiff::{SignedDuration, Timestamp};
use terms::DomainName;

pub use authority::{AUTHORITY_WORDS, Authority, Capacity, LONGEST_WINDOW_DAYS, WINDOWS_DAYS};
pub use proof::{
    FILE_PATH, FileTold, MAIL_LIVES, MAIL_PACE, MAILBOX, ProofToken, RECORD_LABEL, RecordsTold, Verdict, Way,
    of_file, of_records, sibling_label,
};
pub use stay_away::{
    Network, NetworkError, STAY_AWAY_LABEL, STAY_AWAY_TEXT, StayAway, asks_us_to_stay_away, names_above,
};

/// So long after it was last seen a proof of control holds.
pub const PROOF_HOLDS: SignedDuration = SignedDuration::from_hours(1);
/// One visit to a target in this time, whoever asks.
pub const VISIT_PACE: SignedDuration = SignedDuration::from_mins(5);
/// One closer look at a target in this time, whoever asks.
pub const CLOSER_PACE: SignedDuration = SignedDuration::from_hours(1);
/// The nightly work visits a member's name once in this time; in the other nights it reads records.
/// A little less than a week, so that the same night of the week counts.
pub const NIGHTLY_VISIT_PACE: SignedDuration = SignedDuration::from_hours(6 * 24 + 12);
/// So many questions about proofs a target is asked in [`QUESTIONS_SPAN`], whoever asks.
pub const MOST_QUESTIONS: u32 = 10;
/// The span of [`MOST_QUESTIONS`].
pub const QUESTIONS_SPAN: SignedDuration = SignedDuration::from_mins(1);

/// How close we go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reach {
    /// We do not look at all.
    Nothing,
    /// Public records only.
    Records,
    /// As one ordinary visitor would come by.
    Visitor,
    /// What only the owner's yes allows.
    Consented,
}

/// For whom a look is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asker<'a> {
    /// Somebody at the public door.
    Anybody,
    /// A member, for a name in its own list.
    Member {
        /// When a proof of control was last seen.
        proof_seen: Option<Timestamp>,
        /// The newest authority for the name.
        authority: Option<&'a Authority>,
    },
    /// The centre, for the name of a public body: nobody there said yes, so its public records are read and nothing of
    /// it is visited.
    PublicBody,
}

/// Why a look is made now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    /// Somebody waits for it.
    Pressed,
    /// It is this name's turn in the night; the member's name was last visited then.
    Night(Option<Timestamp>),
    /// Nothing but its public records is wanted.
    Records,
}

/// What was done to a target lately, across everybody.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Target {
    /// The last visit.
    pub visited_at: Option<Timestamp>,
    /// The last closer look.
    pub closer_at: Option<Timestamp>,
}

/// Everything that counts for a permit.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// The name.
    pub name: &'a DomainName,
    /// For whom.
    pub asker: Asker<'a>,
    /// All looking is stopped.
    pub stopped: bool,
    /// The owner of the name asked us to stay away.
    pub stays_away: bool,
    /// What was done to the target lately.
    pub target: Target,
}

/// Why a look goes no closer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reason {
    /// All looking is stopped.
    AllStopped,
    /// The owner asked us to stay away.
    StaysAway,
    /// Nobody has proved that the name is theirs.
    NotProved,
    /// It was proved, and not seen again within [`PROOF_HOLDS`].
    ProofTooOld,
    /// Nobody has signed.
    NotSigned,
    /// What was signed does not cover this name.
    NotCovered,
    /// The time that was signed for has not come.
    NotYetOpen,
    /// The time that was signed for is over.
    Over,
    /// What was signed was taken back.
    Withdrawn,
    /// A closer look was made less than [`CLOSER_PACE`] ago.
    LookedCloserJustNow,
    /// A visit was made less than [`VISIT_PACE`] ago.
    VisitedJustNow,
    /// The night's visit is not due yet.
    VisitNotDue,
}

/// How close a look may go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Permit {
    /// What consent allows, the pace and the age of the proof left aside. What was seen earlier may be shown up to
    /// here: a proof that is known to be gone, or a yes that is over, locks it.
    pub consent: Reach,
    /// How close to go this time.
    pub reach: Reach,
    /// Why not closer, what weighs most first.
    pub reasons: Vec<Reason>,
}

impl Permit {
    fn nothing(reason: Reason) -> Self {
        Self { consent: Reach::Nothing, reach: Reach::Nothing, reasons: vec![reason] }
    }
}

/// Decides how close a look may go now.
pub fn permit(known: &Known<'_>, wish: Wish, now: Timestamp) -> Permit {
    if known.stopped {
        return Permit::nothing(Reason::AllStopped);
    }
    if known.stays_away {
        return Permit::nothing(Reason::StaysAway);
    }
    let (consent, mut reach, mut reasons) = match known.asker {
        Asker::Anybody => (Reach::Visitor, Reach::Visitor, Vec::new()),
        Asker::Member { proof_seen, authority } => {
            let missing = missing(known.name, proof_seen, authority, now);
            let consent = match missing.as_slice() {
                [] | [Reason::ProofTooOld] => Reach::Consented,
                _ => Reach::Visitor,
            };
            (consent, if missing.is_empty() { Reach::Consented } else { Reach::Visitor }, missing)
        }
        Asker::PublicBody => (Reach::Records, Reach::Records, Vec::new()),
    };
    if wish == Wish::Records {
        // Nothing keeps it from going closer, so that nothing is looked for that would let it.
        return Permit { consent, reach: Reach::Records, reasons: Vec::new() };
    }
    if let Wish::Night(visited_at) = wish
        && is_within(visited_at, NIGHTLY_VISIT_PACE, now)
    {
        reach = Reach::Records;
        reasons.push(Reason::VisitNotDue);
    }
    if reach == Reach::Consented && is_within(known.target.closer_at, CLOSER_PACE, now) {
        reach = Reach::Visitor;
        reasons.push(Reason::LookedCloserJustNow);
    }
    // Whoever owns the name and signed for more is not held by the pace that protects it from strangers.
    if reach == Reach::Visitor && is_within(known.target.visited_at, VISIT_PACE, now) {
        reach = Reach::Records;
        reasons.push(Reason::VisitedJustNow);
    }
    Permit { consent, reach, reasons }
}

/// What is missing for a closer look.
fn missing(
    name: &DomainName,
    proof_seen: Option<Timestamp>,
    authority: Option<&Authority>,
    now: Timestamp,
) -> Vec<Reason> {
    let proof = match proof_seen {
        None => Some(Reason::NotProved),
        Some(_) if is_within(proof_seen, PROOF_HOLDS, now) => None,
        Some(_) => Some(Reason::ProofTooOld),
    };
    let signed = match authority {
        None => Some(Reason::NotSigned),
        Some(authority) => authority.why_not(name, now),
    };
    proof.into_iter().chain(signed).collect()
}

/// Whether `at` lies less than `span` back. A moment in the future is a clock that was set back: for a
/// pace it counts as just now, and a proof that we saw ourselves loses nothing by it.
fn is_within(at: Option<Timestamp>, span: SignedDuration, now: Timestamp) -> bool {
    at.is_some_and(|at| now.duration_since(at) < span)
}
