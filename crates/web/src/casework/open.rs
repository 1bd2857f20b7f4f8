//! A case, opened: its events read, folded and timed.

use centre::case::{Case, Event};
use centre::clock::{Reading, clocks};
use centre::ledger;
use store::{CaseEvent, Report, Store};
use terms::{CaseId, Timestamp};

use super::written::{Texts, read};
use crate::app::App;
use crate::problem::Problem;

/// A case as whoever works on it sees it.
pub struct Opened {
    /// Its row.
    pub kept: store::Case,
    /// The accounts that belong to it, the first first.
    pub reports: Vec<Report>,
    /// What was done, in order.
    pub events: Vec<Event>,
    /// Long words of notes and messages.
    pub texts: Texts,
    /// How it stands.
    pub case: Case,
    /// Its clocks, as they stood when it was opened.
    pub readings: Vec<Reading>,
}

impl Opened {
    fn of(
        rules: &super::Rules,
        kept: store::Case,
        reports: Vec<Report>,
        events: &[CaseEvent],
        now: Timestamp,
    ) -> Result<Self, Problem> {
        let (events, texts) = read(events)?;
        let case = Case::after(&events);
        let readings = rules.readings(&case, &events, now);
        Ok(Self { kept, reports, events, texts, case, readings })
    }
}

impl super::Rules {
    /// The clocks of a case at a moment. None where its policy is not in the book: a newer release opened it. What only the
    /// day is kept of stands at its noon, so that before noon it is read as at noon: else nothing would be due.
    pub fn readings(&self, case: &Case, events: &[Event], now: Timestamp) -> Vec<Reading> {
        let now = case.newest_at.map_or(now, |newest| now.max(newest));
        let policy = self.book.version(case.policy);
        policy.map(|policy| clocks(events, policy, &self.calendar, now)).unwrap_or_default()
    }
}

/// A case for somebody who will see it: the read is in the ledger first.
pub async fn open_for(app: &App, reader: &ledger::Actor, id: CaseId, why: &str) -> Result<Opened, Problem> {
    let now = app.now();
    let record = app.store.case_for(reader, id, why, now).await?.ok_or_else(Problem::not_found)?;
    Opened::of(&app.desk, record.case, record.reports, &record.events, now)
}

/// A case to be decided about, or to be counted: nothing of it is shown to anybody.
pub async fn peek(app: &App, id: CaseId) -> Result<Opened, Problem> {
    glimpse(&app.store, &app.desk, id, app.now()).await
}

/// The same for work in the background, which knows the records and the rules and no pages.
pub async fn glimpse(
    store: &Store,
    rules: &super::Rules,
    id: CaseId,
    now: Timestamp,
) -> Result<Opened, Problem> {
    let kept = store.case(id).await?.ok_or_else(Problem::not_found)?;
    let (events, reports) = (store.events_of_case(id).await?, store.reports_of_case(id).await?);
    Opened::of(rules, kept, reports, &events, now)
}
