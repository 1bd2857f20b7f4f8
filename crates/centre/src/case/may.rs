//! Whether a deed is possible now.

use terms::{CaseId, PersonId};

use super::deed::{Actor, Deed, Holder, Triage};
use super::refusal::Refusal;
use super::{Case, Hold, Stage, may_pack, pack, who};
use crate::roles::Role;

/// Whether `by` may do this to the case as it is now. Who may see the case at all is decided in [`crate::policy`]; this
/// is about the course of things. Asked inside the transaction that writes the event, so that of two officers who take
/// a case at the same moment one is refused.
///
/// # Errors
/// [`Refusal`], whose sentence says what to do instead.
pub fn may(case: &Case, deed: &Deed, by: &Actor) -> Result<(), Refusal> {
    who::may_ever(deed, by)?;
    match (deed, case.received_at) {
        (Deed::Received { .. }, None) => return Ok(()),
        (Deed::Received { .. }, Some(_)) => return Err(Refusal::AlreadyReceived),
        (_, None) => return Err(Refusal::NotReceived),
        (_, Some(_)) => {}
    }
    if let Some((parent, _)) = case.merged
        && !who::passes_a_merge(deed)
    {
        return Err(Refusal::Merged(parent));
    }
    if case.stage().is_finished() && !who::passes_a_finish(deed) {
        return Err(Refusal::Finished(case.stage()));
    }
    if pack::of(deed).is_some() {
        return may_pack::may(case, deed, by);
    }
    match deed {
        Deed::Triaged { to, because } => may_triage(case, *to, because.is_some(), by),
        Deed::CategorySuggested { .. } if by.officer().is_some() => Err(Refusal::ForTheMachine),
        Deed::Taken {} => may_take(case, by),
        Deed::HandedOver { to, .. } => may_hand_over(case, to, by),
        Deed::WaitingForReporter { .. }
        | Deed::WaitingForThirdParty { .. }
        | Deed::Resumed {}
        | Deed::Resolved {}
        | Deed::Closed {}
        | Deed::Rejected { .. }
        | Deed::Reopened { .. } => may_move(case, deed, by),
        Deed::MergedInto { .. } | Deed::Unmerged { .. } | Deed::TookIn { .. } | Deed::LetGo { .. } => {
            may_join(case, deed)
        }
        Deed::HoldAsked { .. }
        | Deed::HoldConfirmed {}
        | Deed::HoldLiftAsked { .. }
        | Deed::HoldLiftConfirmed {} => may_hold(case, deed, by),
        other => may_note(case, other, by),
    }
}

/// Whether a case may go on in another: asked with both, before [`Deed::MergedInto`] is written into the one and
/// [`Deed::TookIn`] into the other, in one transaction.
///
/// # Errors
/// [`Refusal`], whose sentence says what to do instead.
pub fn may_merge(child: (CaseId, &Case), parent: (CaseId, &Case)) -> Result<(), Refusal> {
    if child.0 == parent.0 {
        return Err(Refusal::SameCase);
    }
    for (_, case) in [child, parent] {
        if let Some((into, _)) = case.merged {
            return Err(Refusal::Merged(into));
        }
        if case.received_at.is_none() {
            return Err(Refusal::NotReceived);
        }
        if case.stage().is_finished() {
            return Err(Refusal::Finished(case.stage()));
        }
    }
    if child.1.children.is_empty() { Ok(()) } else { Err(Refusal::HasChildren) }
}

fn may_triage(case: &Case, to: Triage, has_reason: bool, by: &Actor) -> Result<(), Refusal> {
    let Some(now) = case.triage else { return Ok(()) };
    let lowers =
        to.severity > now.severity || to.urgency > now.urgency || to.class.promise() > now.class.promise();
    match by {
        Actor::Machine {} if lowers => Err(Refusal::WouldLower),
        _ if lowers && !has_reason => Err(Refusal::NeedsAReason),
        _ => Ok(()),
    }
}

fn may_take(case: &Case, by: &Actor) -> Result<(), Refusal> {
    match (case.held_by(), by.officer()) {
        (None, _) => Ok(()),
        (Some(holder), Some((person, _))) if holder == person => Err(Refusal::AlreadyYours),
        (Some(holder), _) => Err(Refusal::HeldBy(holder)),
    }
}

fn may_hand_over(case: &Case, to: &Holder, by: &Actor) -> Result<(), Refusal> {
    must_hold(case, by)?;
    if case.holder.as_ref() == Some(to) { Err(Refusal::SameHolder) } else { Ok(()) }
}

/// Whoever has the case in hand moves it; a manager can, for somebody who is ill.
fn must_hold(case: &Case, by: &Actor) -> Result<(), Refusal> {
    match (case.held_by(), by.officer()) {
        (_, Some((_, Role::Manager))) => Ok(()),
        (Some(holder), Some((person, _))) if holder == person => Ok(()),
        (Some(holder), _) => Err(Refusal::HeldBy(holder)),
        (None, _) => Err(Refusal::NobodyHolds),
    }
}

fn may_move(case: &Case, deed: &Deed, by: &Actor) -> Result<(), Refusal> {
    let stage = case.stage();
    match deed {
        Deed::Reopened { .. } if stage.is_finished() => return Ok(()),
        Deed::Reopened { .. } => return Err(Refusal::NotFinished),
        // Closing is a tidying-up: whoever is there may do it.
        Deed::Closed {} if stage == Stage::Resolved => return Ok(()),
        Deed::Closed {} if stage.is_finished() => return Err(Refusal::Finished(stage)),
        Deed::Closed {} => return Err(Refusal::NotResolved),
        Deed::Rejected { .. } if case.held_by().is_none() => return must_have_nothing_waiting(case),
        _ => must_hold(case, by)?,
    }
    match deed {
        Deed::Rejected { .. } => must_have_nothing_waiting(case),
        _ if stage == Stage::Received => Err(Refusal::NotTriaged),
        Deed::Resumed {} if stage.is_waiting() => Ok(()),
        Deed::Resumed {} => Err(Refusal::NotWaiting),
        Deed::WaitingForReporter { .. } if stage == Stage::WaitingReporter => Err(Refusal::AlreadyWaiting),
        Deed::WaitingForThirdParty { .. } if stage == Stage::WaitingThirdParty => {
            Err(Refusal::AlreadyWaiting)
        }
        Deed::Resolved {} if case.outcomes.is_empty() => Err(Refusal::NoOutcome),
        Deed::Resolved {} => must_have_nothing_waiting(case),
        _ => Ok(()),
    }
}

/// Nobody is pointed somewhere and forgotten: what was to go has gone, or somebody said why not.
fn must_have_nothing_waiting(case: &Case) -> Result<(), Refusal> {
    if case.packs.iter().any(pack::Pack::is_waiting) { Err(Refusal::PackWaits) } else { Ok(()) }
}

fn may_join(case: &Case, deed: &Deed) -> Result<(), Refusal> {
    match deed {
        Deed::MergedInto { .. } if !case.children.is_empty() => Err(Refusal::HasChildren),
        Deed::MergedInto { .. } => must_have_nothing_waiting(case),
        Deed::Unmerged { .. } if case.merged.is_none() => Err(Refusal::NotMerged),
        Deed::TookIn { child } if case.children.contains(child) => Err(Refusal::ChildAlready),
        Deed::LetGo { child } if !case.children.contains(child) => Err(Refusal::NoSuchChild),
        _ => Ok(()),
    }
}

fn may_hold(case: &Case, deed: &Deed, by: &Actor) -> Result<(), Refusal> {
    let second = |first: PersonId| match by.officer() {
        Some((person, _)) if person != first => Ok(()),
        _ => Err(Refusal::NeedsASecondPerson),
    };
    match (deed, case.hold) {
        (Deed::HoldAsked { .. }, Hold::None) | (Deed::HoldLiftAsked { .. }, Hold::Held | Hold::Asked(_)) => {
            Ok(())
        }
        (Deed::HoldAsked { .. }, _) | (Deed::HoldConfirmed {}, Hold::Held) => Err(Refusal::HoldAlready),
        (Deed::HoldConfirmed {}, Hold::Asked(first) | Hold::LiftAsked(first))
        | (Deed::HoldLiftConfirmed {}, Hold::LiftAsked(first)) => second(first),
        (Deed::HoldLiftAsked { .. }, Hold::LiftAsked(_)) => Err(Refusal::HoldAlready),
        _ => Err(Refusal::NoHold),
    }
}

fn may_note(case: &Case, deed: &Deed, by: &Actor) -> Result<(), Refusal> {
    match deed {
        Deed::OutcomeAdded { outcome, because: None, .. } if outcome.needs_a_reason() => {
            Err(Refusal::NeedsAReason)
        }
        Deed::OutcomeAdded { outcome, .. } if case.has(*outcome) => Err(Refusal::OutcomeAlready(*outcome)),
        Deed::OutcomeWithdrawn { outcome, .. } if !case.has(*outcome) => {
            Err(Refusal::NoSuchOutcome(*outcome))
        }
        // A finished case keeps at least one.
        Deed::OutcomeWithdrawn { .. } if case.stage().is_finished() && case.outcomes.len() == 1 => {
            Err(Refusal::NoOutcome)
        }
        Deed::FlagRaised { flag } if case.flags.contains(flag) => Err(Refusal::FlagAlready(*flag)),
        Deed::FlagLifted { flag, .. } if !case.flags.contains(flag) => Err(Refusal::NoSuchFlag(*flag)),
        Deed::FlagLifted { .. } => match by.officer() {
            Some((_, Role::SafeguardingLead | Role::Manager)) => Ok(()),
            _ => Err(Refusal::ForTheLead),
        },
        Deed::FollowUpDue { check_in, .. } | Deed::FollowUpMade { check_in, .. }
            if case.follow_ups.iter().any(|known| known.check_in == *check_in && known.made_at.is_some()) =>
        {
            Err(Refusal::CheckInMade)
        }
        Deed::DutyDone { duty, .. } | Deed::DutyDropped { duty, .. }
            if !case
                .duties
                .iter()
                .any(|kept| kept.duty == *duty && kept.done_at.is_none() && !kept.is_dropped) =>
        {
            Err(Refusal::NoSuchDuty)
        }
        _ => Ok(()),
    }
}
