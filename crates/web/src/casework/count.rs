//! What cases add to the figures of reports.

use centre::ledger::Actor;
use centre::tally::{Facts, tally};
use store::{CaseToCount, CountedFrom, NewReportSummary, SummaryCell};

use super::written::read;
use crate::app::App;
use crate::problem::Problem;

/// Counts cases whose part in the figures is old, at most so many. Returns how many; nothing of them is shown to anybody.
///
/// # Errors
/// When the store fails.
pub async fn count_cases(app: &App, from: CountedFrom, limit: u32) -> Result<u32, Problem> {
    let due = app.store.cases_to_count(from, app.now(), limit).await?;
    let mut summaries = Vec::with_capacity(due.len());
    for one in &due {
        summaries.push(count(app, one).await?);
    }
    let by = Actor::Reconciler("report-figures".to_owned());
    app.store.keep_summaries(&summaries, &by, app.now()).await?;
    Ok(u32::try_from(due.len()).unwrap_or(u32::MAX))
}

async fn count(app: &App, one: &CaseToCount) -> Result<NewReportSummary, Problem> {
    let (events, _) = read(&app.store.events_of_case(one.case).await?)?;
    let facts = Facts {
        problem: &one.problem,
        borough: &one.borough,
        channel: &one.channel,
        received_at: one.received_at,
        by_day: one.by_day,
    };
    let tally = tally(facts, &events, &app.desk.book, &app.desk.calendar, app.now());
    let cells = tally.cells.into_iter().map(|cell| SummaryCell {
        lens: cell.lens.name().to_owned(),
        period: cell.period,
        word: cell.word,
        how_many: i64::from(cell.how_many),
        pence: i64::try_from(cell.pence).unwrap_or(i64::MAX),
    });
    Ok(NewReportSummary {
        case: one.case,
        events: one.events,
        changed_at: one.changed_at,
        again_at: tally.again_at,
        cells: cells.collect(),
    })
}
