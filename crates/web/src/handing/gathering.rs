//! Everything from which packs of a case are built, read for somebody: each read is in the ledger first.

use centre::account::Account;
use centre::hand_over::{Person, SeenItem, Source, timeline};
use centre::ledger;
use store::{EvidenceItem, Report, Reporter};
use terms::Timestamp;

use crate::app::App;
use crate::casework::Opened;
use crate::pages::desk::words::borough;
use crate::pages::tell::parts::shown;
use crate::problem::Problem;

/// Why the reads are in the ledger.
const WHY: &str = "hand-over";

/// From which account, and what is in it.
pub struct Gathered {
    /// The account from which packs are built: the first of the case that is not erased.
    pub report: Report,
    /// What packs are built from.
    pub source: Source,
}

/// Gathers it.
///
/// # Errors
/// [`Problem`] when every account of the case was erased, or a read could not be logged.
pub async fn gather(app: &App, reader: &ledger::Actor, opened: &Opened) -> Result<Gathered, Problem> {
    let report = opened.reports.iter().find(|report| report.erased_at.is_none());
    let report = report.cloned().ok_or_else(Problem::not_found)?;
    let now = app.now();
    let account = app.store.account_for(reader, report.id, WHY, now).await?.ok_or_else(Problem::not_found)?;
    let account = Account::read(&account).map_err(Problem::broken)?;
    let reporter = app.store.reporter_for(reader, report.id, WHY, now).await?;
    let items = app.store.items_of_report(report.id).await?;
    let zone = &app.region.time_zone;
    let source = Source {
        problem: problem_in_words(app, &report.problem),
        received: day(app, report.received_at),
        borough: (!report.borough.is_empty()).then(|| borough(&app.region, &report.borough)),
        wishes: opened.case.wishes.clone(),
        items: items.iter().filter_map(|item| seen(app, item)).collect(),
        timeline: timeline(&opened.case, &opened.events, zone),
        linked: linked(app, opened, &report).await?,
        person: person(reporter.unwrap_or_default()),
        account,
    };
    Ok(Gathered { report, source })
}

fn day(app: &App, at: Timestamp) -> jiff::civil::Date {
    app.region.time_zone.to_datetime(at).date()
}

fn problem_in_words(app: &App, problem: &str) -> String {
    let known = app.guide.problems().get(problem);
    known.map_or_else(|| problem.replace('-', " "), |problem| problem.title.clone())
}

/// A file that can be handed over: it is there, and not locked.
fn seen(app: &App, item: &EvidenceItem) -> Option<SeenItem> {
    let facts = item.facts.as_ref().filter(|_| item.locked_at.is_none())?;
    Some(SeenItem {
        id: item.id,
        kind: item.kind.words().to_owned(),
        bytes: item.bytes,
        sha256: facts.sha256.clone(),
        name: shown(&facts.name),
        kept: day(app, item.kept_at),
    })
}

/// References of other reports: of the case itself, and of those that go on in it.
async fn linked(app: &App, opened: &Opened, own: &Report) -> Result<Vec<String>, Problem> {
    let others = opened.reports.iter().filter(|report| report.id != own.id);
    let mut linked: Vec<String> = others.map(|report| report.reference.to_string()).collect();
    for child in &opened.case.children {
        let reports = app.store.reports_of_case(*child).await?;
        linked.extend(reports.iter().map(|report| report.reference.to_string()));
    }
    Ok(linked)
}

fn person(reporter: Reporter) -> Person {
    Person {
        name: reporter.name,
        email: reporter.email.map(|email| email.to_string()),
        phone: reporter.phone.map(|phone| phone.to_string()),
        organisation: reporter.organisation,
        safe_contact: reporter.safe_contact,
    }
}
