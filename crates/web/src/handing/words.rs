//! Words of hand-overs for staff and partners.

use centre::case::{Consent, Ground, Ladder, Outcome, PackStep};
use centre::clock_words::date_in_words;
use jiff::SignedDuration;
use store::PackState;
use terms::Timestamp;

use crate::app::App;

/// How far a pack is, for staff.
pub(crate) fn step(step: PackStep, consent: Consent) -> String {
    match (step, consent) {
        (PackStep::Decided, Consent::Asked) => "waits for the person's yes".to_owned(),
        (PackStep::Decided, Consent::Withdrawn) => "the person said no: drop it".to_owned(),
        (PackStep::Decided, _) => "may go".to_owned(),
        (PackStep::Dropped, _) => "dropped".to_owned(),
        (PackStep::Sent, Consent::Withdrawn) => "sent; the person took the yes back: tell them".to_owned(),
        (PackStep::Sent, _) => "sent, no answer yet".to_owned(),
        (PackStep::Accepted, _) => "taken on".to_owned(),
        (PackStep::Declined, _) => "not taken on".to_owned(),
        (PackStep::Returned(found), _) => format!("came back: {}", outcome(found)),
    }
}

/// How far a pack is, for the body that has it.
pub(crate) fn state(state: PackState) -> &'static str {
    match state {
        PackState::Decided => "not sent yet",
        PackState::Dropped => "dropped",
        PackState::Sent => "waits for your answer",
        PackState::Accepted => "you took it on",
        PackState::Declined => "you did not take it on",
        PackState::Returned => "you told what became of it",
    }
}

/// The day by whose end an answer is due.
pub(crate) fn due(app: &App, at: Timestamp) -> String {
    // An answer is due at the midnight that ends a day: the moment before it is still that day.
    let before = at.checked_sub(SignedDuration::from_secs(1)).unwrap_or(at);
    date_in_words(app.region.time_zone.to_datetime(before).date())
}

/// A ground in words.
pub(crate) fn ground(ground: Ground) -> &'static str {
    match ground {
        Ground::Consent => "The person's yes",
        Ground::Law => "The law, without asking",
    }
}

/// An outcome in words.
pub(crate) fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::MoneyStopped => "The money was stopped",
        Outcome::MoneyReturned => "The money came back",
        Outcome::TakenDown => "The account, site or number is gone",
        Outcome::SystemRestored => "The system works again",
        Outcome::DataNotified => "Those whose data it was were told",
        Outcome::AdviserEngaged => "An adviser works on it",
        Outcome::Reported => "It was reported where it belongs",
        Outcome::Investigated => "It is being investigated",
        Outcome::Charged => "Somebody was charged",
        Outcome::VictimSupported => "The victim has support",
        Outcome::NoActionPossible => "Nothing can be done",
        Outcome::HateSafe => "The person is safe",
        Outcome::HateHeard => "The person was heard",
        Outcome::HateRemoved => "The content was removed",
        Outcome::HateSupported => "The person has support",
        Outcome::HateRestored => "Made good: an apology, a meeting",
        Outcome::HateSanctioned => "Sanctioned: a warning, an order, a referral",
        Outcome::HateCharged => "Charged or convicted",
    }
}

/// The outcomes of one list.
pub(crate) fn outcomes(ladder: Ladder) -> impl Iterator<Item = Outcome> {
    Outcome::ALL.iter().copied().filter(move |outcome| outcome.ladder() == ladder)
}
