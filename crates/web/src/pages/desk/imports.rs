//! Lists of prospects on their way in: sent, looked at, applied or thrown away.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use centre::export;
use centre::prospects;
use serde::Deserialize;
use store::{Import, ImportState, Noun, RowState, Seen, StagedRow, StoreError};
use terms::{ImportId, PlainLine};

use super::asked::Asked;
use super::import_rows::{bad_line, counts, rows_table, staged};
use super::members::link;
use super::pictures::csv_file;
use super::upload::{FILE_FIELD, SentFile};
use super::words::{self, Names};
use super::{frame, mistake, news, told};
use crate::app::App;
use crate::caller::Caller;
use crate::face::components::{
    Breadcrumbs, Button, Cell, Crumb, ErrorMessage, ErrorSummary, FileUpload, Hint, Label,
    NotificationBanner, PageStep, Pagination,
};
use crate::face::content::Attributes;
use crate::face::house::{DataTable, EmptyState, Stats};
use crate::face::{Chrome, Page};
use crate::problem::Problem;
use crate::sent::Sent;

/// A list that nobody applied is thrown away after so many days.
const DAYS_STAGED: u32 = 14;
/// Lists on the page of lists.
const LISTS: u32 = 50;
/// Rows of a preview on one page.
pub const ROWS: u32 = 100;
/// The longest name of a list, in characters; a longer one is cut.
const LONGEST_NAME: usize = 200;
#[derive(Template)]
#[template(path = "desk/imports.html")]
struct ImportsPage {
    chrome: Chrome,
    news: Option<NotificationBanner>,
    mistake: Option<ErrorSummary>,
    file: FileUpload,
    table: Option<DataTable>,
    nothing: EmptyState,
}

/// What the address of the page of lists asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ListsAsked {
    done: String,
}

/// Shows the newest lists and the form that takes another.
///
/// # Errors
/// When the store fails.
pub async fn list(
    State(app): State<Arc<App>>,
    caller: Caller,
    Asked(asked): Asked<ListsAsked>,
) -> Result<Response, Problem> {
    let news = (asked.done == "discarded").then(|| news("The list is thrown away."));
    lists_page(&app, &caller, news, None).await
}

async fn lists_page(
    app: &App,
    caller: &Caller,
    news: Option<NotificationBanner>,
    wrong: Option<&str>,
) -> Result<Response, Problem> {
    let lists = app.store.imports(LISTS).await?;
    let names = Names::of(app, lists.iter().map(|list| &list.made_by)).await?;
    let mut chrome = frame(app, caller, "Lists in", "/desk/imports");
    chrome.has_error = wrong.is_some();
    let status = if wrong.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let page = ImportsPage {
        chrome,
        news,
        mistake: wrong.map(|words| mistake(FILE_FIELD, words)),
        file: FileUpload {
            name: FILE_FIELD.to_owned(),
            label: Label { text: "A list of firms".into(), classes: "govuk-label--m".into(), ..Label::default() },
            hint: Some(Hint {
                text: "A CSV file of up to 4 MB and 20,000 rows. The first line names the columns: name, postcode, and where known borough, sector, size, contact, email, phone, website. You see what each row becomes before anything is kept.".into(),
                ..Hint::default()
            }),
            error: wrong.map(|words| ErrorMessage { text: words.into(), ..ErrorMessage::default() }),
            attributes: Attributes::from([("accept", ".csv,text/csv,text/plain")]),
            ..FileUpload::default()
        },
        table: (!lists.is_empty()).then(|| lists_table(app, &names, &lists)),
        nothing: EmptyState {
            title: "No list has come in yet".into(),
            text: "A list of firms from a council or a market becomes prospects here.".into(),
            ..EmptyState::default()
        },
    };
    Ok(Page::new(page).with_status(status).into_response())
}

fn state(list: &Import) -> &'static str {
    match list.state {
        ImportState::Staged => "Waits for a decision",
        ImportState::Applied => "Applied",
        ImportState::Discarded => "Thrown away",
    }
}

pub(super) fn rows_in(list: &Import, state: RowState) -> u64 {
    list.rows.iter().find(|(s, _)| *s == state).map_or(0, |(_, count)| *count)
}

fn lists_table(app: &App, names: &Names, lists: &[Import]) -> DataTable {
    let row = |list: &Import| {
        let count = |state| Cell::number(words::number(rows_in(list, state)));
        vec![
            link(&format!("/desk/imports/{}", list.id), &list.name).into(),
            state(list).into(),
            count(RowState::Good),
            count(RowState::Known),
            count(RowState::Bad),
            count(RowState::Applied),
            names.who(&list.made_by).into(),
            words::moment(app, list.made_at).into(),
        ]
    };
    let numeric = |name: &str| crate::face::house::Column { is_numeric: true, ..name.into() };
    DataTable {
        id: "lists".to_owned(),
        caption: "Lists".to_owned(),
        columns: vec![
            "List".into(),
            "State".into(),
            numeric("Good"),
            numeric("Known"),
            numeric("Bad"),
            numeric("Applied"),
            "Brought by".into(),
            "When".into(),
        ],
        rows: lists.iter().map(row).collect(),
    }
}

/// Takes a list in as a preview.
///
/// # Errors
/// When the form is not ours, or the store fails. A file that is no list comes back with what to do.
pub async fn stage(State(app): State<Arc<App>>, caller: Caller, file: SentFile) -> Result<Response, Problem> {
    if file.bytes.is_empty() {
        return lists_page(&app, &caller, None, Some("Choose the file with the list first.")).await;
    }
    let region = Arc::clone(&app.region);
    let bytes = file.bytes;
    let read = tokio::task::spawn_blocking(move || prospects::read(&bytes, &region)).await;
    let preview = match read.map_err(Problem::broken)? {
        Ok(preview) => preview,
        Err(error) => return lists_page(&app, &caller, None, Some(&error.to_string())).await,
    };
    let headings: Vec<String> = preview.columns.iter().map(|column| column.heading.clone()).collect();
    let rows: Vec<StagedRow> = preview.rows.iter().map(staged).collect();
    let name = list_name(&file.name)?;
    let id = app
        .store
        .stage_import(&name, &headings, &rows, DAYS_STAGED, &caller.actor(), app.now())
        .await
        .map_err(told)?;
    Ok(Redirect::to(&format!("/desk/imports/{id}")).into_response())
}

/// A file's name as a list's name: the last part of a path, and plain words where it cannot be shown.
fn list_name(file: &str) -> Result<PlainLine, Problem> {
    let last = file.rsplit(['/', '\\']).next().unwrap_or_default();
    let short: String = last.chars().take(LONGEST_NAME).collect();
    PlainLine::parse(&short).or_else(|_| PlainLine::parse("A list without a name")).map_err(Problem::broken)
}

#[derive(Template)]
#[template(path = "desk/import.html")]
struct ImportPage {
    chrome: Chrome,
    crumbs: Breadcrumbs,
    news: Option<NotificationBanner>,
    path: String,
    state: &'static str,
    about: String,
    counts: Stats,
    is_staged: bool,
    good: u64,
    has_bad: bool,
    table: Option<DataTable>,
    pages: Pagination,
}

/// What the address of a list asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct RowsAsked {
    done: String,
    rows: String,
    after: u32,
}

/// Shows what the rows of a list become.
///
/// # Errors
/// When there is no such list, or the read could not be logged.
pub async fn show(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(id): Path<ImportId>,
    Asked(asked): Asked<RowsAsked>,
) -> Result<Response, Problem> {
    let list = logged(&app, &caller, id, "preview").await?;
    let only: Option<RowState> = asked.rows.parse().ok();
    let rows = app.store.import_rows(id, only, asked.after, ROWS).await?;
    let names = Names::of(&app, [&list.made_by]).await?;
    let path = format!("/desk/imports/{id}");
    let news = (asked.done == "applied").then(|| {
        news(&format!(
            "{} added. {} known already and left out.",
            words::counted(rows_in(&list, RowState::Applied), "prospect was", "prospects were"),
            words::counted(rows_in(&list, RowState::Known), "row was", "rows were"),
        ))
    });
    let more = rows.last().filter(|_| rows.len() == ROWS as usize).map(|row| row.line);
    let next = more.map(|line| PageStep {
        href: format!("{path}?rows={}&after={line}", only.map_or("", RowState::name)),
        ..PageStep::default()
    });
    let is_staged = list.state == ImportState::Staged;
    let page = ImportPage {
        chrome: frame(&app, &caller, list.name.clone(), &path),
        crumbs: Breadcrumbs {
            items: vec![Crumb::new("Lists in", "/desk/imports"), Crumb::new(list.name.as_str(), "")],
            ..Breadcrumbs::default()
        },
        news,
        state: state(&list),
        about: about(&app, &names, &list),
        counts: counts(&path, &list),
        is_staged,
        good: rows_in(&list, RowState::Good),
        has_bad: rows_in(&list, RowState::Bad) > 0,
        table: (!rows.is_empty()).then(|| rows_table(&app, &rows)),
        pages: Pagination { next, label: "Rows of the list".to_owned(), ..Pagination::default() },
        path,
    };
    Ok(Page::new(page).into_response())
}

async fn logged(app: &App, caller: &Caller, id: ImportId, why: &str) -> Result<Import, Problem> {
    let list = app.store.import(id).await?.ok_or_else(Problem::not_found)?;
    let seen = Seen { organisation: None, noun: Noun::Import, object: id.to_string() };
    app.store.log_read(&caller.actor(), &seen, why, app.now()).await.map_err(told)?;
    Ok(list)
}

fn about(app: &App, names: &Names, list: &Import) -> String {
    let brought = format!("Brought by {} on {}.", names.who(&list.made_by), words::moment(app, list.made_at));
    match (list.state, list.applied_at) {
        (ImportState::Staged, _) => {
            format!(
                "{brought} Thrown away by itself on {}, if nobody applies it.",
                words::day(app, list.expires_at)
            )
        }
        (ImportState::Applied, Some(at)) => format!("{brought} Applied on {}.", words::moment(app, at)),
        _ => brought,
    }
}

/// The bad rows as CSV, to be mended and sent again: the list's own columns, then line and reason.
///
/// # Errors
/// When there is no such list, or the read could not be logged.
pub async fn bad_rows(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(id): Path<ImportId>,
) -> Result<Response, Problem> {
    let list = logged(&app, &caller, id, "bad rows as CSV").await?;
    let headings = list.headings.iter().map(String::as_str).chain(["line", "what to mend"]);
    let mut file = format!("{}{}", export::BYTE_ORDER_MARK, export::line(headings));
    let mut after = 0;
    loop {
        let rows = app.store.import_rows(id, Some(RowState::Bad), after, ROWS).await?;
        for row in &rows {
            file.push_str(&bad_line(&list, row));
        }
        match rows.last() {
            Some(last) if rows.len() == ROWS as usize => after = last.line,
            _ => break,
        }
    }
    csv_file("rows-to-mend.csv", file)
}

/// A button with nothing but its token.
#[derive(Debug, Deserialize)]
pub struct Pressed {}

/// Makes prospects of the good rows, all of them or none.
///
/// # Errors
/// When there is no such list, or somebody decided about it already.
pub async fn apply(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(id): Path<ImportId>,
    Sent(Pressed {}): Sent<Pressed>,
) -> Result<Redirect, Problem> {
    app.store.apply_import(id, &caller.actor(), app.now()).await.map_err(decided)?;
    Ok(Redirect::to(&format!("/desk/imports/{id}?done=applied")))
}

/// The door has seen that there is such a list: when the store finds none that waits, somebody was quicker.
fn decided(error: StoreError) -> Problem {
    match error {
        StoreError::NoSuch(_) => {
            Problem::clash("Somebody has decided about this list already. Load it again.")
        }
        other => told(other),
    }
}

/// Throws a list away.
///
/// # Errors
/// When there is no such list, or somebody decided about it already.
pub async fn discard(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(id): Path<ImportId>,
    Sent(Pressed {}): Sent<Pressed>,
) -> Result<Redirect, Problem> {
    app.store.discard_import(id, &caller.actor(), app.now()).await.map_err(decided)?;
    Ok(Redirect::to("/desk/imports?done=discarded"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_called_as_its_file_is() {
        let name = |file: &str| list_name(file).unwrap().to_string();
        assert_eq!(name("C:\\lists\\market traders.csv"), "market traders.csv");
        assert_eq!(name("../../etc/passwd"), "passwd");
        assert_eq!(name("\u{202e}"), "A list without a name");
        assert_eq!(name(&"a".repeat(LONGEST_NAME + 5)).len(), LONGEST_NAME);
    }
}
