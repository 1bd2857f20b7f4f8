//! Which deeds are open to whom, whatever the case.

use super::deed::{Actor, Deed};
use super::refusal::Refusal;

/// Whether this kind of actor does such deeds at all.
pub(super) fn may_ever(deed: &Deed, by: &Actor) -> Result<(), Refusal> {
    match by {
        Actor::Machine {} if is_for_the_machine(deed) => Ok(()),
        Actor::Machine {} => Err(Refusal::NotForTheMachine),
        Actor::Reporter {} if is_for_the_reporter(deed) => Ok(()),
        Actor::Reporter {} => Err(Refusal::NotForTheReporter),
        Actor::Partner { .. } if is_for_a_partner(deed) => Ok(()),
        Actor::Partner { .. } => Err(Refusal::NotForAPartner),
        Actor::Officer { role, .. } if role.is_staff() => Ok(()),
        Actor::Officer { .. } => Err(Refusal::NotStaff),
    }
}

/// What fixed rules may do by themselves. No machine ends a case, lowers it, or speaks for a person.
fn is_for_the_machine(deed: &Deed) -> bool {
    matches!(
        deed,
        Deed::Received { .. }
            | Deed::FirstStepsShown {}
            | Deed::Triaged { .. }
            | Deed::CategorySuggested { .. }
            | Deed::MessageOut { .. }
            | Deed::FlagRaised { .. }
            | Deed::PackSent { .. }
            | Deed::FollowUpDue { .. }
            | Deed::DutyBegun { .. }
            | Deed::HelpedOthers {}
            | Deed::EvidenceAdded { .. }
    )
}

fn is_for_the_reporter(deed: &Deed) -> bool {
    matches!(
        deed,
        Deed::Received { .. }
            | Deed::MessageIn { .. }
            | Deed::CallBackAgreed { .. }
            | Deed::WishTold { .. }
            | Deed::PackConsented { .. }
            | Deed::ConsentWithdrawn { .. }
            | Deed::PackSent { .. }
            | Deed::FlagRaised { .. }
            | Deed::FollowUpMade { .. }
            | Deed::DutyBegun { .. }
            | Deed::DutyDone { .. }
            | Deed::EvidenceAdded { .. }
    )
}

fn is_for_a_partner(deed: &Deed) -> bool {
    matches!(
        deed,
        Deed::Received { .. }
            | Deed::PackAccepted { .. }
            | Deed::PackDeclined { .. }
            | Deed::PackReturned { .. }
    )
}

/// What may happen to a case that goes on in another: the reporter is still there, and is still written to.
pub(super) fn passes_a_merge(deed: &Deed) -> bool {
    matches!(
        deed,
        Deed::Unmerged { .. }
            | Deed::FirstStepsShown {}
            | Deed::Read {}
            | Deed::NoteAdded { .. }
            | Deed::MessageOut { .. }
            | Deed::MessageIn { .. }
            | Deed::CallBackAgreed { .. }
            | Deed::CallMade { .. }
            | Deed::WishTold { .. }
            | Deed::PackConsented { .. }
            | Deed::ConsentWithdrawn { .. }
            | Deed::PackAccepted { .. }
            | Deed::PackDeclined { .. }
            | Deed::PackReturned { .. }
            | Deed::FlagRaised { .. }
            | Deed::FlagLifted { .. }
            | Deed::HoldAsked { .. }
            | Deed::HoldConfirmed {}
            | Deed::HoldLiftAsked { .. }
            | Deed::HoldLiftConfirmed {}
            | Deed::HelpedOthers {}
            | Deed::FollowUpMade { .. }
            | Deed::DutyBegun { .. }
            | Deed::DutyDone { .. }
            | Deed::DutyDropped { .. }
            | Deed::EvidenceAdded { .. }
    )
}

/// What may happen to a case whose work is over. Answers of bodies and outcomes come months later.
pub(super) fn passes_a_finish(deed: &Deed) -> bool {
    passes_a_merge(deed)
        || matches!(
            deed,
            Deed::CategorySuggested { .. }
                | Deed::CategoryCorrected { .. }
                | Deed::OutcomeAdded { .. }
                | Deed::OutcomeWithdrawn { .. }
                | Deed::FollowUpDue { .. }
                | Deed::LetGo { .. }
                | Deed::Closed {}
                | Deed::Reopened { .. }
        )
}
