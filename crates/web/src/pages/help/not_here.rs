//! "My problem is not here": counted by the week, and nothing else about whoever presses it.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};

use crate::app::App;
use crate::caller::Caller;
use crate::face::words::Words;
use crate::face::{Chrome, Page};
use crate::pace;
use crate::pages::doors::lines;
use crate::pages::frame;
use crate::pages::home::Line;
use crate::problem::Problem;
use crate::sent::{Nothing, Sent};

#[derive(Template)]
#[template(path = "help/not_here.html")]
struct NotHerePage {
    chrome: Chrome,
    texts: Vec<String>,
    line: Line,
}

/// `GET /help/not-here`
pub(crate) async fn show(State(app): State<Arc<App>>, caller: Caller) -> Response {
    let words = Words::default();
    let chrome = frame(&app, &caller, words.say("help-not-here-title"), "/help/not-here");
    let page = NotHerePage {
        chrome: Chrome { exit_this_page: true, ..chrome },
        texts: lines(&words, "help-not-here-text"),
        line: Line::of(&app, words, app.now()),
    };
    Page::new(page).into_response()
}

/// `POST /help/not-here`: one more in this week.
pub(crate) async fn count(
    State(app): State<Arc<App>>,
    caller: Caller,
    Sent(Nothing {}): Sent<Nothing>,
) -> Result<Redirect, Problem> {
    pace::wait(&app, "not here", &caller.network, pace::COUNTING).await;
    let now = app.now();
    let week = centre::problem::week_of(app.region.time_zone.to_datetime(now).date());
    app.store.count_missing_problem(week, now).await?;
    Ok(Redirect::to("/help/not-here"))
}
