//! One playbook: its versions, and its text to be changed.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use store::PlaybookVersion;

use super::as_text;
use super::draft::Draft;
use crate::app::App;
use crate::caller::Caller;
use crate::face::components::{
    Button, Cell, ErrorMessage, ErrorSummary, ErrorSummaryItem, Hint, Input, Label, NotificationBanner,
    Textarea,
};
use crate::face::content::Content;
use crate::face::house::DataTable;
use crate::face::{Chrome, Page};
use crate::pages::desk::asked::Asked;
use crate::pages::desk::words::{self, Names};
use crate::pages::desk::{frame, news};
use crate::problem::Problem;

#[derive(Template)]
#[template(path = "desk/playbook.html")]
struct PlaybookPage {
    chrome: Chrome,
    news: Option<NotificationBanner>,
    mistake: Option<ErrorSummary>,
    name: String,
    version: String,
    whose: String,
    is_own: bool,
    seen: u64,
    why: Input,
    text: Textarea,
    cards: Vec<(String, Content)>,
    notes: Vec<String>,
    versions: Option<DataTable>,
}

/// What stands in the form.
#[derive(Debug, Default)]
pub(super) struct Typed {
    pub(super) why: String,
    pub(super) text: Option<String>,
    /// Faults of the text; then those of other fields.
    pub(super) faults: Vec<String>,
    pub(super) why_is_missing: bool,
}

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct PlaybookAsked {
    done: String,
}

/// `GET /desk/playbooks/{name}`
///
/// # Errors
/// When there is no such playbook.
pub async fn show(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(name): Path<String>,
    Asked(asked): Asked<PlaybookAsked>,
) -> Result<Response, Problem> {
    let told = match asked.done.as_str() {
        "changed" => {
            Some(news("The new version counts from now on. Cases that are here already stay with theirs."))
        }
        "restored" => Some(news("The delivered version counts again. Ours are kept.")),
        _ => None,
    };
    page(&app, &caller, &name, told, Typed::default(), None).await
}

/// The page, with what was typed, what is wrong with it, and how it would look.
pub(super) async fn page(
    app: &App,
    caller: &Caller,
    name: &str,
    news: Option<NotificationBanner>,
    typed: Typed,
    draft: Option<&Draft>,
) -> Result<Response, Problem> {
    let guide = app.guide.guide();
    let playbook = guide.playbooks.get(name).ok_or_else(Problem::not_found)?;
    let versions = app.store.playbook_versions(name).await?;
    let newest = versions.first();
    let own = newest.filter(|version| version.body.is_some());
    let mut chrome = frame(app, caller, playbook.title.as_str(), "/desk/playbooks");
    chrome.has_error = !typed.faults.is_empty() || typed.why_is_missing;
    let status = if chrome.has_error { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let page = PlaybookPage {
        news,
        mistake: mistakes(&typed),
        name: name.to_owned(),
        version: playbook.modified.clone(),
        whose: own.map_or_else(
            || "as it was delivered".to_owned(),
            |version| format!("our own, since {}", words::moment(app, version.at)),
        ),
        is_own: own.is_some(),
        seen: newest.map_or(0, |version| version.sequence),
        why: why(&typed),
        text: text(&typed, || as_text(playbook)),
        cards: draft.map(|draft| draft.cards(app)).unwrap_or_default(),
        notes: draft.map(|draft| draft.notes.clone()).unwrap_or_default(),
        versions: if versions.is_empty() { None } else { Some(table(app, &versions).await?) },
        chrome,
    };
    Ok(Page::new(page).with_status(status).into_response())
}

fn mistakes(typed: &Typed) -> Option<ErrorSummary> {
    let of_text = typed.faults.iter().map(|fault| ErrorSummaryItem::of_field("text", fault.as_str()));
    let of_why = typed.why_is_missing.then(|| ErrorSummaryItem::of_field("why", WHY));
    let items: Vec<ErrorSummaryItem> = of_text.chain(of_why).collect();
    (!items.is_empty()).then(|| ErrorSummary { items, ..ErrorSummary::default() })
}

const WHY: &str = "Type why you change it, in one line.";

fn why(typed: &Typed) -> Input {
    Input {
        name: "why".to_owned(),
        label: Label { text: "Why you change it".into(), ..Label::default() },
        hint: Some(Hint { text: "It is kept with the version.".into(), ..Hint::default() }),
        error: typed.why_is_missing.then(|| ErrorMessage { text: WHY.into(), ..ErrorMessage::default() }),
        value: Some(typed.why.clone()),
        ..Input::default()
    }
}

fn text(typed: &Typed, as_it_is: impl Fn() -> String) -> Textarea {
    let wrong = match typed.faults.len() {
        0 => None,
        1 => Some("One thing must be put right; it stands at the top.".to_owned()),
        many => Some(format!("{many} things must be put right; they stand at the top.")),
    };
    Textarea {
        name: "text".to_owned(),
        label: Label { text: "The playbook as CACAO 2.0 (JSON)".into(), ..Label::default() },
        hint: Some(Hint {
            text: "Its id stays as it is. The version is set when it is put into force.".into(),
            ..Hint::default()
        }),
        error: wrong.map(|text| ErrorMessage { text: text.into(), ..ErrorMessage::default() }),
        value: typed.text.clone().unwrap_or_else(as_it_is),
        rows: Some(24),
        spellcheck: Some(false),
        ..Textarea::default()
    }
}

async fn table(app: &App, versions: &[PlaybookVersion]) -> Result<DataTable, Problem> {
    let names = Names::of(app, versions.iter().map(|version| &version.by)).await?;
    let row = |version: &PlaybookVersion| {
        let what = if version.body.is_some() {
            version.modified.clone()
        } else {
            "the delivered one again".to_owned()
        };
        vec![
            Cell::from(what),
            Cell::from(words::moment(app, version.at)),
            Cell::from(names.who(&version.by)),
            Cell::from(version.why.as_str()),
        ]
    };
    Ok(DataTable {
        id: "versions".to_owned(),
        caption: "What was put into force, the newest first".to_owned(),
        columns: vec!["Version".into(), "Counts since".into(), "By".into(), "Why".into()],
        rows: versions.iter().map(row).collect(),
    })
}

/// `GET /desk/playbooks/{name}/playbook.json`: the version that counts, as CACAO 2.0 for other centres.
///
/// # Errors
/// When there is no such playbook.
pub async fn export(State(app): State<Arc<App>>, Path(name): Path<String>) -> Result<Response, Problem> {
    let guide = app.guide.guide();
    let playbook = guide.playbooks.get(&name).ok_or_else(Problem::not_found)?;
    let file =
        HeaderValue::from_str(&format!("attachment; filename=\"{name}.json\"")).map_err(Problem::broken)?;
    let head = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/json")),
        (header::CONTENT_DISPOSITION, file),
    ];
    Ok((head, as_text(playbook)).into_response())
}
