//! Where a case stands in the queue, as its row says it.

use centre::case::{Case, Deed, Event, Queued, Stage, State, rank};
use centre::clock::Reading;
use store::{CasePlace, NO_PLACE, RetentionRule};
use terms::Timestamp;

/// The word of a case that goes on in another.
pub(crate) const MERGED: &str = "merged";

/// The row's words for a case as its events leave it.
pub(super) fn place(
    case: &Case,
    events: &[Event],
    readings: &[Reading],
    rule: RetentionRule,
    now: Timestamp,
) -> CasePlace {
    let queued = rank(case, readings, now);
    let state = match case.state() {
        State::DuplicateOf(_) => MERGED,
        State::At(stage) => stage.name(),
    };
    CasePlace {
        state: state.to_owned(),
        severity: case.triage.map_or("p4", |triage| triage.severity.name()).to_owned(),
        harm: queued.as_ref().map_or(NO_PLACE, harm),
        due_at: queued.and_then(|queued| queued.due).map(|due| due.at),
        holder: case.held_by(),
        restricted: !case.flags.is_empty(),
        rule: if case.stage() == Stage::Rejected { RetentionRule::Spam } else { rule },
        closed_at: closed_at(case, events),
    }
}

/// The rank as one number, the smallest first: nobody's safety flagged, harm, urgency, nothing due. Within one number the
/// nearest deadline comes first.
fn harm(queued: &Queued) -> u32 {
    let (is_unflagged, step, urgency, has_nothing_due) = queued.rank.parts();
    u32::from(is_unflagged) * 200 + u32::from(step) * 20 + u32::from(urgency) * 2 + u32::from(has_nothing_due)
}

fn closed_at(case: &Case, events: &[Event]) -> Option<Timestamp> {
    let is_over = matches!(case.state(), State::At(Stage::Closed | Stage::Rejected));
    let ended = |event: &&Event| matches!(event.deed, Deed::Closed {} | Deed::Rejected { .. });
    if is_over { events.iter().rfind(ended).map(|event| event.at) } else { None }
}
