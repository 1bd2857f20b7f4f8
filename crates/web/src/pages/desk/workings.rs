//! How the centre's own work goes: reconcilers, backups, the outbox, the ledger.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use centre::policy::Act;
use data_encoding::HEXLOWER;
use serde::Deserialize;
use store::{Letter, LetterState, Line, Progress};

use super::asked::Asked;
use super::imports::Pressed;
use super::lines::deed;
use super::members::link;
use super::words::{self, Names};
use super::{frame, may, news, told};
use crate::app::App;
use crate::caller::Caller;
use crate::face::components::{
    Cell, NotificationBanner, PageStep, Pagination, SummaryList, SummaryRow, Table, Tag,
};
use crate::face::content::Content;
use crate::face::house::{Column, DataTable, Stat, Stats};
use crate::face::{Chrome, Page};
use crate::problem::Problem;
use crate::sent::Sent;

/// Given-up letters on the page.
const LETTERS: u32 = 50;
/// Weeks in which somebody did not find their problem, on the page.
const WEEKS: u32 = 12;
/// Entries of the ledger on the page.
const ENTRIES: u32 = 25;

#[derive(Template)]
#[template(path = "desk/workings.html")]
struct WorkingsPage {
    chrome: Chrome,
    news: Option<NotificationBanner>,
    readiness: Table,
    work: DataTable,
    outbox: Stats,
    given_up: Option<DataTable>,
    missing: Option<DataTable>,
    head: SummaryList,
    entries: DataTable,
    older: Pagination,
    version: &'static str,
}

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct WorkingsAsked {
    done: String,
    before: Option<u64>,
}

/// Shows how the work goes.
///
/// # Errors
/// When the store fails.
pub async fn show(
    State(app): State<Arc<App>>,
    caller: Caller,
    Asked(asked): Asked<WorkingsAsked>,
) -> Result<Response, Problem> {
    let chrome = frame(&app, &caller, "Workings", "/desk/workings");
    let steers = may(caller.role, Act::SteerWorkings);
    let progress = app.store.progress().await?;
    let letters = app.store.letters(None, Some(LetterState::GivenUp), None, LETTERS).await?;
    let lines = app.store.ledger_lines(asked.before, ENTRIES).await?;
    let page = WorkingsPage {
        news: done(&asked.done).map(news),
        readiness: readiness(&app).await,
        work: work_table(&app, &chrome, &progress, steers),
        outbox: outbox(&app).await?,
        given_up: (!letters.is_empty()).then(|| letters_table(&app, &letters)),
        missing: missing(&app).await?,
        head: head(&app).await?,
        entries: entries_table(&app, &lines).await?,
        older: older(&lines),
        version: app.facts.version,
        chrome,
    };
    Ok(Page::new(page).into_response())
}

fn done(what: &str) -> Option<&'static str> {
    match what {
        "stop" => Some("The work is stopped."),
        "start" => Some("The work runs again."),
        "hasten" => Some("The work is due now."),
        "again" => Some("The letter is tried again."),
        _ => None,
    }
}

async fn readiness(app: &App) -> Table {
    let all = app.readiness.readiness().await;
    let row = |one: &crate::ports::Readiness| {
        let tag = if one.works {
            Tag { classes: "govuk-tag--green".into(), ..Tag::from("works") }
        } else {
            Tag { classes: "govuk-tag--red".into(), ..Tag::from("does not work") }
        };
        vec![Cell::from(one.what.as_str()), Content::from(tag).into(), Cell::from(one.says.as_str())]
    };
    Table {
        caption: "What has to work, the newest backup among it".to_owned(),
        caption_classes: "govuk-table__caption--m".into(),
        head: ["What", "Verdict", "How it stands"].map(Cell::from).to_vec(),
        rows: all.iter().map(row).collect(),
        first_cell_is_header: true,
        ..Table::default()
    }
}

#[derive(Template)]
#[template(path = "desk/_steer.html")]
struct Steer<'a> {
    chrome: &'a Chrome,
    name: &'a str,
    stopped: bool,
}

fn work_table(app: &App, chrome: &Chrome, progress: &[Progress], steers: bool) -> DataTable {
    let mut columns: Vec<Column> =
        ["Work", "State", "Last result", "Last run", "Next due"].map(Into::into).to_vec();
    columns.push(Column { is_numeric: true, ..Column::from("Runs") });
    if steers {
        columns.push("Steer".into());
    }
    DataTable {
        id: "work".to_owned(),
        caption: "The centre's own work".to_owned(),
        columns,
        rows: progress.iter().map(|one| work_row(app, chrome, one, steers)).collect(),
    }
}

fn work_row(app: &App, chrome: &Chrome, one: &Progress, steers: bool) -> Vec<Cell> {
    let (state, colour) = match one {
        Progress { stopped: true, .. } => ("stopped", "govuk-tag--yellow"),
        Progress { error: Some(_), .. } => ("failed", "govuk-tag--red"),
        Progress { holder: Some(_), .. } => ("running", "govuk-tag--blue"),
        Progress { finished_at: None, .. } => ("not run yet", "govuk-tag--grey"),
        _ => ("well", "govuk-tag--green"),
    };
    let result = one.error.as_deref().or(one.result.as_deref()).unwrap_or_default();
    let last = one.finished_at.or(one.started_at).map_or("never".to_owned(), |at| words::distance(app, at));
    let due =
        if one.stopped { "not while it is stopped".to_owned() } else { words::distance(app, one.due_at) };
    let mut cells = vec![
        Cell::from(one.name.replace(['_', '-'], " ")),
        Content::from(Tag { classes: colour.into(), ..Tag::from(state) }).into(),
        Cell::from(result),
        Cell::from(last),
        Cell::from(due),
        Cell::number(words::number(one.runs)),
    ];
    if steers {
        cells.push(Content::of(&Steer { chrome, name: &one.name, stopped: one.stopped }).into());
    }
    cells
}

async fn outbox(app: &App) -> Result<Stats, Problem> {
    let counts = app.store.letter_counts().await?;
    let label = |state| match state {
        LetterState::Waiting => "waiting",
        LetterState::Leased => "being sent",
        LetterState::Sent => "sent",
        LetterState::GivenUp => "given up",
    };
    let stat = |(state, count): &(LetterState, u64)| Stat {
        number: words::number(*count),
        label: label(*state).into(),
        ..Stat::default()
    };
    Ok(Stats { items: counts.iter().map(stat).collect() })
}

/// Letters without the address in full: it is shown on the letter's own page, where the read is logged.
fn letters_table(app: &App, letters: &[Letter]) -> DataTable {
    let row = |letter: &Letter| {
        let host = letter.recipient.rsplit('@').next().unwrap_or_default();
        vec![
            link(&format!("/desk/letters/{}", letter.id), &letter.cause.replace('_', " ")).into(),
            Cell::from(host),
            Cell::from(words::distance(app, letter.queued_at)),
            Cell::number(letter.tries),
            Cell::from(letter.last_error.as_deref().unwrap_or_default()),
        ]
    };
    let mut columns: Vec<Column> = ["Letter", "To somebody at", "Queued"].map(Into::into).to_vec();
    columns.push(Column { is_numeric: true, ..Column::from("Tries") });
    columns.push("What the mail server said".into());
    DataTable {
        id: "given-up".to_owned(),
        caption: "Letters that were given up".to_owned(),
        columns,
        rows: letters.iter().map(row).collect(),
    }
}

/// How often somebody did not find their problem in Help now: where it grows, the list lacks something.
async fn missing(app: &App) -> Result<Option<DataTable>, Problem> {
    let weeks = app.store.missing_problems(WEEKS).await?;
    let row = |(week, how_often): &(jiff::civil::Date, u64)| {
        vec![Cell::from(week.strftime("%-d %B %Y").to_string()), Cell::number(words::number(*how_often))]
    };
    Ok((!weeks.is_empty()).then(|| DataTable {
        id: "missing-problems".to_owned(),
        caption: "Help now: problem not on the list".to_owned(),
        columns: vec!["Week from Monday".into(), Column { is_numeric: true, ..Column::from("How often") }],
        rows: weeks.iter().map(row).collect(),
    }))
}

async fn head(app: &App) -> Result<SummaryList, Problem> {
    let Some(signed) = app.store.ledger_head().await? else {
        let rows = vec![SummaryRow::new("Signed head", "none yet; the first is signed with the next backup")];
        return Ok(SummaryList { rows, ..SummaryList::default() });
    };
    let signed_at = signed.head.at;
    let rows = vec![
        SummaryRow::new("Entries", words::number(signed.head.sequence)),
        SummaryRow::new("Hash of the last", HEXLOWER.encode(&signed.head.hash)),
        SummaryRow::new(
            "Signed",
            format!("{} ({})", words::moment(app, signed_at), words::distance(app, signed_at)),
        ),
        SummaryRow::new("With the key", HEXLOWER.encode(&signed.public_key)),
    ];
    Ok(SummaryList { rows, ..SummaryList::default() })
}

async fn entries_table(app: &App, lines: &[Line]) -> Result<DataTable, Problem> {
    let names = Names::of(app, lines.iter().map(|line| &line.by)).await?;
    let row = |line: &Line| {
        vec![
            Cell::from(words::number(line.sequence)),
            Cell::from(words::moment(app, line.at)),
            Cell::from(names.who(&line.by)),
            Cell::from(deed(line.deed)),
            Cell::from(line.noun.name().replace('_', " ")),
        ]
    };
    Ok(DataTable {
        id: "ledger-entries".to_owned(),
        caption: "Newest entries of the ledger".to_owned(),
        columns: ["Entry", "When", "Who", "What", "To what"].map(Into::into).to_vec(),
        rows: lines.iter().map(row).collect(),
    })
}

fn older(lines: &[Line]) -> Pagination {
    let more = lines.last().filter(|line| lines.len() == ENTRIES as usize && line.sequence > 1);
    Pagination {
        next: more.map(|line| PageStep {
            href: format!("/desk/workings?before={}#ledger", line.sequence),
            text: "Older entries".into(),
            ..PageStep::default()
        }),
        label: "Older entries of the ledger".to_owned(),
        ..Pagination::default()
    }
}

/// Stops a kind of work.
///
/// # Errors
/// When there is no such work, or the store fails.
pub async fn stop(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(work): Path<String>,
    Sent(Pressed {}): Sent<Pressed>,
) -> Result<Redirect, Problem> {
    app.store.stop_work(&work, &caller.actor(), app.now()).await.map_err(told)?;
    Ok(Redirect::to("/desk/workings?done=stop"))
}

/// Lets a kind of work run again.
///
/// # Errors
/// When there is no such work, or the store fails.
pub async fn start(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(work): Path<String>,
    Sent(Pressed {}): Sent<Pressed>,
) -> Result<Redirect, Problem> {
    app.store.start_work(&work, &caller.actor(), app.now()).await.map_err(told)?;
    Ok(Redirect::to("/desk/workings?done=start"))
}

/// Makes a kind of work due now.
///
/// # Errors
/// When there is no such work, or the store fails.
pub async fn hasten(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(work): Path<String>,
    Sent(Pressed {}): Sent<Pressed>,
) -> Result<Redirect, Problem> {
    app.store.hasten_work(&work, &caller.actor(), app.now()).await.map_err(told)?;
    Ok(Redirect::to("/desk/workings?done=hasten"))
}
