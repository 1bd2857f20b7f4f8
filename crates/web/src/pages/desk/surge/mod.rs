//! Surge mode: when very many write at once. The desk says so to everybody, answers whole waves with one text, and tells what
//! to do about what goes round.

mod board;
mod reply;

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use store::GroupReply;
use terms::PersonId;

pub use board::{add_advice, end_advice, off, on};
pub use reply::{LONGEST_REPLY, send, show as show_reply};

use super::asked::Asked;
use super::{frame, mistake, news, words};
use crate::app::App;
use crate::board::{Notice, Surge, surge_line};
use crate::caller::Caller;
use crate::face::components::{
    Button, Cell, ErrorMessage, ErrorSummary, Hint, Input, Label, NotificationBanner, Textarea,
};
use crate::face::house::{Column, DataTable};
use crate::face::words::Words;
use crate::face::{Chrome, Page};
use crate::problem::Problem;

/// Texts that the page lists, the newest first.
const MOST_REPLIES: u32 = 20;

/// A piece of advice, ready to be read.
struct Told {
    title: String,
    text: String,
    since: String,
    key: i64,
}

#[derive(Template)]
#[template(path = "desk/surge.html")]
struct SurgePage {
    chrome: Chrome,
    news: Option<NotificationBanner>,
    mistake: Option<ErrorSummary>,
    is_on: bool,
    since: String,
    reason: String,
    public_line: Option<String>,
    fields: [Input; 3],
    waves: Vec<(String, String)>,
    problems: Vec<(String, String)>,
    replies: Option<DataTable>,
    advice: Vec<Told>,
    advice_title: Input,
    advice_text: Textarea,
}

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct SurgeAsked {
    done: String,
}

/// What was wrong in which field, and what had been typed.
#[derive(Debug, Default)]
pub(super) struct Slip {
    pub(super) field: &'static str,
    pub(super) words: &'static str,
    pub(super) typed: Vec<(&'static str, String)>,
}

impl Slip {
    fn typed(&self, field: &str) -> String {
        self.typed.iter().find(|(name, _)| *name == field).map(|(_, text)| text.clone()).unwrap_or_default()
    }
}

/// `GET /desk/surge`
///
/// # Errors
/// When the store fails.
pub async fn show(
    State(app): State<Arc<App>>,
    caller: Caller,
    Asked(asked): Asked<SurgeAsked>,
) -> Result<Response, Problem> {
    let told = match asked.done.as_str() {
        "on" => Some("Surge mode is on. The public sees the line below."),
        "off" => Some("Surge mode is off."),
        "sent" => Some("The text is on its way. The table below shows how many have it."),
        "advice" => Some("The public page shows it now."),
        "ended" => Some("It does not stand on the public page any more."),
        _ => None,
    };
    page(&app, &caller, told.map(news), None).await
}

pub(super) async fn page(
    app: &App,
    caller: &Caller,
    news: Option<NotificationBanner>,
    slip: Option<Slip>,
) -> Result<Response, Problem> {
    let mut chrome = frame(app, caller, "Surge mode", "/desk/surge");
    chrome.has_error = slip.is_some();
    let status = if slip.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let notice = app.board.notice();
    let replies = app.store.group_replies(MOST_REPLIES).await?;
    let surge = notice.surge.as_ref();
    let (waves, problems) =
        if surge.is_some() { reply::choices(app, caller).await? } else { Default::default() };
    let slip = slip.unwrap_or_default();
    let page = SurgePage {
        news,
        mistake: (!slip.field.is_empty()).then(|| mistake(slip.field, slip.words)),
        is_on: surge.is_some(),
        since: surge.map(|surge| words::moment(app, surge.since)).unwrap_or_default(),
        reason: surge.map(|surge| surge.reason.to_string()).unwrap_or_default(),
        public_line: surge_line(app, Words::default()),
        fields: fields(&slip, surge),
        waves,
        problems,
        replies: if replies.is_empty() { None } else { Some(table(app, &replies).await?) },
        advice: told(app, &notice),
        advice_title: field(
            &slip,
            "title",
            "What goes round",
            "For example: a letter about a parcel that costs 2 pounds.",
        ),
        advice_text: Textarea {
            name: "text".to_owned(),
            label: Label { text: "What to do, in plain words".into(), ..Label::default() },
            hint: Some(Hint { text: "Short sentences. No name of anybody.".into(), ..Hint::default() }),
            error: error(&slip, "text"),
            value: slip.typed("text"),
            rows: Some(4),
            ..Textarea::default()
        },
        chrome,
    };
    Ok(Page::new(page).with_status(status).into_response())
}

fn error(slip: &Slip, field: &str) -> Option<ErrorMessage> {
    (slip.field == field).then(|| ErrorMessage { text: slip.words.into(), ..ErrorMessage::default() })
}

fn field(slip: &Slip, name: &'static str, label: &str, hint: &str) -> Input {
    Input {
        name: name.to_owned(),
        label: Label { text: label.into(), ..Label::default() },
        hint: Some(Hint { text: hint.into(), ..Hint::default() }),
        error: error(slip, name),
        value: Some(slip.typed(name)),
        ..Input::default()
    }
}

/// The form as it was typed, or else as surge mode stands.
fn fields(slip: &Slip, surge: Option<&Surge>) -> [Input; 3] {
    let mut fields = empty_fields(slip);
    if let Some(surge) = surge.filter(|_| slip.field.is_empty()) {
        let expected = surge.expected.as_ref().map(ToString::to_string).unwrap_or_default();
        for (field, value) in
            fields.iter_mut().zip([surge.reason.to_string(), surge.says.to_string(), expected])
        {
            field.value = Some(value);
        }
    }
    fields
}

fn empty_fields(slip: &Slip) -> [Input; 3] {
    [
        field(slip, "reason", "Why, for the desk", "It stands in the ledger. The public does not see it."),
        field(
            slip,
            "says",
            "What the public sees, in one line",
            "For example: Very many people tell us about a false bill from one firm.",
        ),
        field(
            slip,
            "expected",
            "How long answers take, as you expect it",
            "For example: about 4 hours. When it can be measured, the measured time is shown instead. You can leave it out.",
        ),
    ]
}

fn told(app: &App, notice: &Notice) -> Vec<Told> {
    let one = |advice: &crate::board::Advice| Told {
        title: advice.title.to_string(),
        text: advice.text.clone(),
        since: words::day(app, advice.since),
        key: advice.since.as_microsecond(),
    };
    notice.advice.iter().map(one).collect()
}

async fn table(app: &App, replies: &[GroupReply]) -> Result<DataTable, Problem> {
    let mut rows = Vec::with_capacity(replies.len());
    for reply in replies {
        rows.push(row(app, reply, name_of(app, reply.person).await?));
    }
    let number = |name: &str| Column { is_numeric: true, ..Column::from(name) };
    Ok(DataTable {
        id: "replies".to_owned(),
        caption: "One text to many, the newest first".to_owned(),
        columns: vec![
            "When".into(),
            "To whom".into(),
            "By".into(),
            "Text".into(),
            number("Sent"),
            number("Waiting"),
            number("Not possible"),
            "State".into(),
        ],
        rows,
    })
}

async fn name_of(app: &App, person: PersonId) -> Result<String, Problem> {
    let found = app.store.person(person).await?;
    Ok(found.map_or_else(|| "somebody who left".to_owned(), |person| person.name.to_string()))
}

fn row(app: &App, reply: &GroupReply, by: String) -> Vec<Cell> {
    let state = match reply.finished_at {
        Some(at) => format!("finished {}", words::moment(app, at)),
        None => "goes on by itself".to_owned(),
    };
    vec![
        Cell::from(words::moment(app, reply.at)),
        Cell::from(reply.whom.as_str()),
        Cell::from(by),
        Cell::from(reply.words.as_str()),
        Cell::number(words::number(reply.sent)),
        Cell::number(words::number(reply.waiting)),
        Cell::number(words::number(reply.skipped)),
        Cell::from(state),
    ]
}
