//! Whether a deed about a pack is possible now.

use super::Case;
use super::deed::{Actor, Deed};
use super::pack::{self, Consent, Pack, PackStep};
use super::refusal::Refusal;

/// Whether `by` may do this to the pack that the deed names.
pub(super) fn may(case: &Case, deed: &Deed, by: &Actor) -> Result<(), Refusal> {
    let known = pack::of(deed).and_then(|id| case.pack(id));
    let pack = match (deed, known) {
        (Deed::PackDecided { .. }, None) => return Ok(()),
        (Deed::PackDecided { .. }, Some(_)) => return Err(Refusal::PackAlready),
        (_, None) => return Err(Refusal::NoSuchPack),
        (_, Some(pack)) => pack,
    };
    match deed {
        Deed::PackConsented { .. } => may_consent(pack),
        Deed::ConsentWithdrawn { .. } => may_withdraw(pack),
        Deed::PackDropped { .. } => must_wait(pack),
        Deed::PackSent { .. } => {
            must_wait(pack)?;
            if pack.consent.lets_go() { Ok(()) } else { Err(Refusal::NoConsent) }
        }
        _ => may_answer(pack, deed, by),
    }
}

fn must_wait(pack: &Pack) -> Result<(), Refusal> {
    if pack.is_waiting() { Ok(()) } else { Err(Refusal::PackGone) }
}

fn may_consent(pack: &Pack) -> Result<(), Refusal> {
    if pack.consent.lets_go() {
        return Err(Refusal::ConsentAlready);
    }
    must_wait(pack)
}

/// A yes can be taken back after the pack was sent: it cannot be fetched, and whoever has it must be told.
fn may_withdraw(pack: &Pack) -> Result<(), Refusal> {
    match (pack.consent, pack.step) {
        (_, PackStep::Dropped) => Err(Refusal::PackGone),
        (Consent::Asked | Consent::Given, _) => Ok(()),
        (Consent::NotNeeded | Consent::Withdrawn, _) => Err(Refusal::NoConsentToWithdraw),
    }
}

/// The body answers itself, or an officer writes down what it said. Who declined may still take it on; who took it on
/// may hand it back.
fn may_answer(pack: &Pack, deed: &Deed, by: &Actor) -> Result<(), Refusal> {
    if let Actor::Partner { body } = by
        && *body != pack.to
    {
        return Err(Refusal::NotYourPack);
    }
    match (deed, pack.step) {
        (Deed::PackAccepted { .. }, PackStep::Sent | PackStep::Declined)
        | (Deed::PackDeclined { .. }, PackStep::Sent | PackStep::Accepted)
        | (Deed::PackReturned { .. }, PackStep::Sent | PackStep::Accepted) => Ok(()),
        _ => Err(Refusal::NoAnswerDue),
    }
}
