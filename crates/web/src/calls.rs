//! Somebody types a code: is this call, or this letter, ours? One answer for the page and for programs.

use centre::call_check::{Reason, Side, TypedCode, masked, read_code};
use centre::roles::Role;
use jiff::SignedDuration;
use store::{CallCheck, KnownLetter};
use terms::Timestamp;

use crate::app::App;
use crate::caller::Caller;
use crate::face::words::{FluentValue, Words};
use crate::pace::{self, TYPING_CODES};
use crate::problem::Problem;

/// What typing a code came to.
pub(crate) enum Heard {
    /// The call is ours.
    Call(OurCall),
    /// The letter is ours.
    Letter(OurLetter),
    /// We do not know the code: wrong, used, old, or of somebody else. Never which.
    Unknown,
    /// Too many were typed from this network; so many minutes until there is a turn.
    Wait(i64),
}

/// A call of the centre, as whoever is rung may know it.
pub(crate) struct OurCall {
    /// What the caller is to the centre.
    pub(crate) role: Role,
    /// When it began.
    pub(crate) began_at: Timestamp,
    /// Why.
    pub(crate) reason: Reason,
    /// Whom it is made to.
    pub(crate) called: Called,
}

/// Whom a call is made to, as whoever has its code may know it.
pub(crate) enum Called {
    /// The firm with this name.
    Firm(String),
    /// Somebody who told us something; of whom nothing is said.
    Reporter,
    /// Somebody who is neither.
    Somebody,
}

/// A letter of the centre, as whoever has it may know it.
pub(crate) struct OurLetter {
    /// The message that says which kind.
    pub(crate) kind: &'static str,
    /// To which address, so far that its owner knows it.
    pub(crate) to: String,
    /// When we sent it.
    pub(crate) at: Timestamp,
}

/// Looks whether a code is ours. A code of a call is used up by it.
///
/// # Errors
/// When the store fails.
pub(crate) async fn hear(app: &App, caller: &Caller, text: &str) -> Result<Heard, Problem> {
    if let Some(minutes) = must_wait(app, &caller.network) {
        return Ok(Heard::Wait(minutes));
    }
    let (by, now) = (caller.actor(), app.now());
    match read_code(text) {
        Some(TypedCode::Call(digits)) => {
            // Whoever is signed in for a firm is told of calls to that firm only.
            let firm = caller.signed_in.as_ref().and_then(|person| person.organisation);
            match app.store.hear_call_code(Side::Ours, &digits, firm, &by, now).await? {
                Some(check) => our_call(app, check).await,
                None => Ok(Heard::Unknown),
            }
        }
        Some(TypedCode::Letter(code)) => match app.store.letter_with_code(&code, now).await? {
            Some(letter) => Ok(Heard::Letter(our_letter(letter))),
            None => unknown(app, caller).await,
        },
        None => unknown(app, caller).await,
    }
}

async fn unknown(app: &App, caller: &Caller) -> Result<Heard, Problem> {
    app.store.code_missed(&caller.actor(), app.now()).await?;
    Ok(Heard::Unknown)
}

/// How many minutes somebody must wait with the next code; none where there is a turn now. `who` is a network, or at the
/// desk an officer.
pub(crate) fn must_wait(app: &App, who: &str) -> Option<i64> {
    let delay = pace::turn(app, "code", who, TYPING_CODES).0;
    (delay > SignedDuration::ZERO).then(|| (delay.as_secs() + 59) / 60)
}

async fn our_call(app: &App, check: CallCheck) -> Result<Heard, Problem> {
    let Some(reason) = check.reason else { return Ok(Heard::Unknown) };
    let called = match (check.organisation, check.case) {
        (Some(firm), _) => {
            let firm = app.store.organisation(firm).await?;
            firm.map_or(Called::Somebody, |firm| Called::Firm(firm.name))
        }
        (None, Some(_)) => Called::Reporter,
        (None, None) => Called::Somebody,
    };
    Ok(Heard::Call(OurCall { role: check.role, began_at: check.made_at, reason, called }))
}

fn our_letter(letter: KnownLetter) -> OurLetter {
    OurLetter { kind: kind_of(&letter.cause), to: masked(&letter.recipient), at: letter.at }
}

/// The message that says which kind of letter it is, by why it was sent.
fn kind_of(cause: &str) -> &'static str {
    match cause {
        "sign_in_code" | "sign_in_other_door" | "set_up_link" => "caller-letter-sign-in",
        "confirm_membership" | "confirm_contact" => "caller-letter-join",
        "errand" => "caller-letter-errand",
        "proof" => "caller-letter-proof",
        "stay_away" => "caller-letter-stay-away",
        "message_answer" => "caller-letter-message",
        "message_of_desk" | "report_reference" => "caller-letter-report",
        crate::telling::CAUSE => "caller-letter-findings",
        _ => "caller-letter-other",
    }
}

/// The message that says why we ring.
pub(crate) fn reason_id(reason: Reason) -> &'static str {
    match reason {
        Reason::Report => "caller-reason-report",
        Reason::Asked => "caller-reason-asked",
        Reason::Finding => "caller-reason-finding",
        Reason::Visit => "caller-reason-visit",
        Reason::Membership => "caller-reason-membership",
        Reason::Warning => "caller-reason-warning",
    }
}

impl Called {
    /// In words.
    pub(crate) fn in_words(&self, words: Words) -> String {
        match self {
            Self::Firm(name) => name.clone(),
            Self::Reporter => words.say("caller-for-reporter").into_owned(),
            Self::Somebody => words.say("caller-for-somebody").into_owned(),
        }
    }
}

/// What stands at the end of every letter, with `{code}` where its code goes: see `Store::end_letters_with`.
pub fn letter_closing(origin: &str) -> String {
    let gaps = [("origin", FluentValue::from(origin)), ("code", FluentValue::from("{code}"))];
    Words::default().say_with("caller-letter-closing", &gaps)
}
