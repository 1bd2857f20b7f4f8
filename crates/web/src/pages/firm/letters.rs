//! Letters about findings: the last one, and how to stop them.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use centre::clock_words::date_in_words;
use terms::Timestamp;

use super::Firm;
use crate::app::App;
use crate::caller::Caller;
use crate::face::components::Button;
use crate::face::words::FluentValue;
use crate::face::{Chrome, Page};
use crate::pages::frame;
use crate::problem::Problem;
use crate::sent::{Nothing, Sent};

#[derive(Template)]
#[template(path = "firm/letters.html")]
struct LettersPage {
    chrome: Chrome,
    how_it_stands: String,
    action: &'static str,
    button: Button,
}

/// `GET /firm/letters`
pub(crate) async fn show(State(app): State<Arc<App>>, caller: Caller) -> Result<Response, Problem> {
    let firm = Firm::of(&app, &caller).await?;
    let words = firm.words;
    let letters = app.store.finding_letters(firm.id).await?;
    let on = |id: &str, at: Timestamp| {
        let date = date_in_words(app.region.time_zone.to_datetime(at).date());
        words.say_with(id, &[("date", FluentValue::from(date))])
    };
    let how_it_stands = match (letters.stopped_at, letters.told_at) {
        (Some(stopped), _) => on("watching-letters-stopped", stopped),
        (None, Some(told)) => on("watching-letters-last", told),
        (None, None) => words.say("watching-letters-none-yet").into_owned(),
    };
    let (action, button) = match letters.stopped_at {
        Some(_) => ("/firm/letters/go-on", "watching-letters-go-on"),
        None => ("/firm/letters/stop", "watching-letters-stop"),
    };
    let page = LettersPage {
        chrome: frame(&app, &caller, words.say("watching-letters-title"), "/firm/letters"),
        how_it_stands,
        action,
        button: Button::secondary(words.say(button)),
    };
    Ok(Page::new(page).into_response())
}

/// `POST /firm/letters/stop`: no more letters about findings.
pub(crate) async fn stop(
    State(app): State<Arc<App>>,
    caller: Caller,
    Sent(Nothing {}): Sent<Nothing>,
) -> Result<Response, Problem> {
    set(&app, &caller, true).await
}

/// `POST /firm/letters/go-on`: letters about findings again.
pub(crate) async fn go_on(
    State(app): State<Arc<App>>,
    caller: Caller,
    Sent(Nothing {}): Sent<Nothing>,
) -> Result<Response, Problem> {
    set(&app, &caller, false).await
}

async fn set(app: &App, caller: &Caller, stopped: bool) -> Result<Response, Problem> {
    let firm = Firm::of(app, caller).await?;
    app.store.stop_finding_letters(firm.id, stopped, &caller.actor(), firm.now).await?;
    Ok(Redirect::to("/firm/letters").into_response())
}
