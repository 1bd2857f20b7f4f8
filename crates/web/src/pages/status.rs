//! How the desk is doing, for everybody: whether somebody is there, how long answers take, what goes round now. Nothing here
//! is about a person.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};

use super::desk::words::{day, moment};
use super::frame;
use super::home::Line;
use crate::app::App;
use crate::board::{DAYS_MEASURED, Notice, surge_line};
use crate::caller::Caller;
use crate::face::words::{FluentValue, Words};
use crate::face::{Chrome, Page};
use crate::problem::Problem;

/// A piece of advice, ready to be read.
struct Told {
    title: String,
    text: String,
    since: String,
}

#[derive(Template)]
#[template(path = "status/status.html")]
struct StatusPage {
    chrome: Chrome,
    line: Line,
    surge: Option<(String, String)>,
    advice: Vec<Told>,
    answers: String,
}

/// `GET /status`
///
/// # Errors
/// Never in practice.
pub(crate) async fn show(State(app): State<Arc<App>>, caller: Caller) -> Result<Response, Problem> {
    let words = Words::default();
    let notice = app.board.notice();
    let since = notice.surge.as_ref().map(|surge| FluentValue::from(moment(&app, surge.since)));
    let since = since.map(|since| words.say_with("status-surge-since", &[("since", since)]));
    let told = notice.advice.iter().map(|advice| Told {
        title: advice.title.to_string(),
        text: advice.text.clone(),
        since: words.say_with("status-advice-since", &[("day", FluentValue::from(day(&app, advice.since)))]),
    });
    let page = StatusPage {
        line: Line::of(&app, words, app.now()),
        surge: surge_line(&app, words).zip(since),
        advice: told.collect(),
        answers: answers(&notice, words),
        chrome: frame(&app, &caller, words.say("status-title"), "/status"),
    };
    Ok(Page::new(page).into_response())
}

fn answers(notice: &Notice, words: Words) -> String {
    match (notice.answers, notice.surge.as_ref().and_then(|surge| surge.expected.as_ref())) {
        (Some(span), _) => {
            let days = FluentValue::from(u32::try_from(DAYS_MEASURED).unwrap_or_default());
            let time = FluentValue::from(span.in_words());
            words.say_with("status-answers-measured", &[("days", days), ("time", time)])
        }
        (None, Some(expected)) => {
            words.say_with("status-answers-expected", &[("time", FluentValue::from(expected.as_str()))])
        }
        (None, None) => words.say("status-answers-few").into_owned(),
    }
}
