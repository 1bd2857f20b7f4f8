//! Call checks: is this caller really us, and is this caller really the firm?
//!
//! Whoever rings says a code for this very call; whoever is rung types it where only the two can meet, and sees whose
//! call it is. An officer's code is typed at `/verify`, a firm's code at the desk. A code works once, for
//! [`CALL_MINUTES`], and is bound to who made it, for whom and why.
//!
//! # What guessing comes to
//! A guess that hits does not make a crook pass: it uses the code up, and whoever was rung is then told "we do not
//! know this code". To pass, a crook must *say* a code on the telephone that is good at that moment and was told to
//! nobody else: one try a call, at [`MOST_LIVE_CALLS`] good codes of 10^9, which is one in twenty million.
//!
//! Typing guesses is made useless all the same. A network may type ten codes at once and then one a minute. In all,
//! [`MISSES_OF_A_STORM`] wrong codes within two spans of [`STORM_MINUTES`] begin a storm: from then on only codes of
//! [`LONG_CALL_DIGITS`] digits count, and every new call gets one. Below a storm a guesser has 60 tries in ten
//! minutes: with all fifty calls live, 60 × 50 / 10^9 = 3 in a million, or 0.04 % in a whole day. In a storm from ten
//! thousand networks at once, ten thousand tries a minute hit 10^4 × 50 / 10^12 = 1 in two million a minute, or 0.07 %
//! in a whole day. Nobody is locked out by a storm: the caller begins a new check and says three digits more.
//!
//! A letter's code has 55 random bits and is not used up. A centre that sends a million letters in
//! [`LETTER_CODE_DAYS`] is hit by that same storm with 1.44 × 10^7 × 10^6 / 3.6 × 10^16 = 0.04 % in a whole day, and
//! the guesser then reads of which kind a letter was, and two letters of an address.

mod code;

#[cfg(test)]
mod tests;

use terms::Timestamp;

use crate::named_values::named_values;

pub use code::{
    LETTER_CODE_SIGNS, LONGEST_TYPED, TypedCode, in_groups_of_three, letter_code, masked, read_code,
    spoken_digits,
};

/// So many minutes a code of a call works.
pub const CALL_MINUTES: i64 = 10;
/// Digits of a code that is said on the telephone.
pub const CALL_DIGITS: usize = 9;
/// Digits while very many wrong codes come in.
pub const LONG_CALL_DIGITS: usize = 12;
/// So many calls of the centre have a code that works, at one time.
pub const MOST_LIVE_CALLS: usize = 50;
/// So many wrong codes, in all, within this span of [`STORM_MINUTES`] and the one before, are a storm.
pub const MISSES_OF_A_STORM: i64 = 60;
/// Wrong codes are counted in spans of so many minutes.
pub const STORM_MINUTES: i64 = 10;
/// So many days after it was written a letter's code is known. The letter's own row is swept out then too.
pub const LETTER_CODE_DAYS: i64 = 90;
/// So many days it is remembered which calls were checked.
pub const CALLS_REMEMBERED_DAYS: i64 = 90;

named_values! {
    /// Whose code it is.
    Side, "side" {
        /// The centre rings; the firm types the code.
        Ours = "ours",
        /// The firm speaks with the centre; the officer types the code.
        Theirs = "theirs",
    }
}

named_values! {
    /// Why the centre rings, as whoever is rung reads it. A closed list: what is shown to whoever has a code must not
    /// tell what somebody told us.
    Reason, "reason" {
        /// They told us of something.
        Report = "report",
        /// They asked to be rung.
        Asked = "asked",
        /// We saw something at their web name or mail.
        Finding = "finding",
        /// A visit.
        Visit = "visit",
        /// Their membership.
        Membership = "membership",
        /// Something that goes round.
        Warning = "warning",
    }
}

/// How a check stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// The code works and nobody has typed it.
    Waiting,
    /// The other side typed it, at this moment.
    Confirmed(Timestamp),
    /// Its time is over.
    RunOut,
    /// Whoever made it made a newer one.
    Replaced,
}

/// How a check stands at `now`. A code is dead at its minute.
pub fn standing(
    used_at: Option<Timestamp>,
    ended_at: Option<Timestamp>,
    expires_at: Timestamp,
    now: Timestamp,
) -> Standing {
    match (used_at, ended_at) {
        (Some(at), _) => Standing::Confirmed(at),
        (None, Some(_)) => Standing::Replaced,
        (None, None) if now >= expires_at => Standing::RunOut,
        (None, None) => Standing::Waiting,
    }
}

/// Whether so many wrong codes in the span and the one before are a storm.
pub fn is_storm(misses: i64) -> bool {
    misses >= MISSES_OF_A_STORM
}

/// How many digits a code has that is made now.
pub fn digits_now(misses: i64) -> usize {
    if is_storm(misses) { LONG_CALL_DIGITS } else { CALL_DIGITS }
}

/// Whether a miss is told to the ledger: the first of a span, and each time there are twice as many, so that a storm
/// of a million guesses leaves twenty entries with their number.
pub fn is_told(misses: i64) -> bool {
    misses > 0 && misses & (misses - 1) == 0
}
