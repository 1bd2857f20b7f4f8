//! Too many at once: said at once, in plain words, with what was typed still on the page and a time to come back.

use std::time::Duration;

use askama::Template;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use centre::problem::Problem as Trouble;

use super::form::chrome;
use super::typed::Typed;
use crate::app::App;
use crate::caller::Caller;
use crate::face::components::Button;
use crate::face::words::FluentValue;
use crate::face::{Chrome, Page};
use crate::pages::home::Line;
use crate::problem::Problem;

#[derive(Template)]
#[template(path = "tell/busy.html")]
struct BusyPage {
    chrome: Chrome,
    text: String,
    action: String,
    again: Vec<(String, String)>,
    button: Button,
    line: Line,
}

/// A problem that says when to come back.
pub(crate) fn come_back(after: Duration) -> Response {
    let mut response = Problem::busy().into_response();
    response.headers_mut().insert(header::RETRY_AFTER, seconds(after));
    response
}

fn seconds(after: Duration) -> HeaderValue {
    HeaderValue::from(after.as_secs())
}

/// The page for whoever wanted to send: everything typed stands in it, and one press sends it again. Asks no database.
pub(crate) fn page(
    app: &App,
    caller: &Caller,
    problem: &Trouble,
    typed: &Typed,
    after: Duration,
) -> Response {
    let frame = chrome(app, caller, problem, "tell-busy-title");
    let words = frame.words;
    let seconds_left = FluentValue::from(u32::try_from(after.as_secs()).unwrap_or(u32::MAX));
    let mut again = typed.again();
    again.push((super::typed::VERSION.to_owned(), typed.get(super::typed::VERSION).to_owned()));
    let page = BusyPage {
        text: words.say_with("tell-busy-text", &[("seconds", seconds_left)]),
        action: format!("/help/{}/tell", problem.id),
        again,
        button: Button {
            name: "do".to_owned(),
            value: "send".to_owned(),
            ..Button::submit(words.say("tell-busy-again"))
        },
        line: Line::of(app, words, app.now()),
        chrome: frame,
    };
    let mut response = Page::new(page).with_status(StatusCode::SERVICE_UNAVAILABLE).into_response();
    response.headers_mut().insert(header::RETRY_AFTER, seconds(after));
    response
}
