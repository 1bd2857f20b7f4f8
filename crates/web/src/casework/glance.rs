//! What the desk sees of a case without opening it: how bad, how soon, what kind, and what is due. No account, no name, no
//! word that anybody wrote: whoever needs those opens the case, and that read is logged.

use centre::case::{Case, Due, Severity, Stage, State, Triage, Urgency, Word};
use centre::clock::Reading;
use terms::{CaseId, PersonId, Reference, Timestamp};

use super::open::peek;
use crate::app::App;
use crate::problem::Problem;

/// A case as the queue shows it.
#[derive(Debug, Clone)]
pub struct Glance {
    /// Which.
    pub id: CaseId,
    /// What people call it.
    pub reference: Reference,
    /// How it stands.
    pub state: State,
    /// Class, severity and urgency.
    pub triage: Option<Triage>,
    /// What kind it is: as corrected, or else as suggested.
    pub category: Option<Word>,
    /// Whether a person said so.
    pub is_corrected: bool,
    /// The problem of its first report.
    pub problem: String,
    /// The borough of its first report; empty when it is not known.
    pub borough: String,
    /// Who holds it.
    pub holder: Option<PersonId>,
    /// When it was received.
    pub received_at: Timestamp,
    /// Of what only the day is kept.
    pub by_day: bool,
    /// What is due next.
    pub due: Option<Due>,
    /// Whether somebody's safety is flagged.
    pub is_flagged: bool,
    /// Whether the reporter waits for an answer.
    pub is_unanswered: bool,
    /// So many other cases go on in this one.
    pub children: usize,
}

impl Glance {
    /// What the desk sees of a case at a moment.
    pub fn of(kept: &store::Case, case: &Case, readings: &[Reading], first: Option<&store::Report>) -> Self {
        Self {
            id: kept.id,
            reference: kept.reference.clone(),
            state: case.state(),
            triage: case.triage,
            category: case.category().cloned(),
            is_corrected: case.corrected.is_some(),
            problem: first.map(|report| report.problem.clone()).unwrap_or_default(),
            borough: first.map(|report| report.borough.clone()).unwrap_or_default(),
            holder: case.held_by(),
            received_at: case.received_at.unwrap_or(kept.opened_at),
            by_day: kept.by_day,
            due: Due::nearest(case, readings),
            is_flagged: !case.flags.is_empty(),
            is_unanswered: case.unanswered_since.is_some(),
            children: case.children.len(),
        }
    }

    /// Whether what is due is late.
    pub fn is_late(&self, now: Timestamp) -> bool {
        self.due.as_ref().is_some_and(|due| due.at < now)
    }

    /// How much harm.
    pub fn severity(&self) -> Severity {
        self.triage.map_or(Severity::P4, |triage| triage.severity)
    }

    /// How soon something can still be done.
    pub fn urgency(&self) -> Urgency {
        self.triage.map_or(Urgency::CanWait, |triage| triage.urgency)
    }

    /// How far it has come.
    pub fn stage(&self) -> Option<Stage> {
        match self.state {
            State::At(stage) => Some(stage),
            State::DuplicateOf(_) => None,
        }
    }
}

/// Glances at cases, in their order.
///
/// # Errors
/// When the store fails.
pub async fn glances(app: &App, cases: &[store::Case]) -> Result<Vec<Glance>, Problem> {
    let mut glances = Vec::with_capacity(cases.len());
    for kept in cases {
        let opened = peek(app, kept.id).await?;
        glances.push(Glance::of(&opened.kept, &opened.case, &opened.readings, opened.reports.first()));
    }
    Ok(glances)
}
