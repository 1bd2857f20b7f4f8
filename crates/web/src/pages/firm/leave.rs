//! Leaving: two steps, each says exactly what goes and what stays.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::Firm;
use crate::app::App;
use crate::caller::Caller;
use crate::cookie::Cookie;
use crate::face::components::{Button, Checkboxes, Choice, ErrorSummary};
use crate::face::words::Words;
use crate::face::{Chrome, Page};
use crate::pages::{Faults, frame};
use crate::problem::Problem;
use crate::sent::Sent;

/// The field of the tick, and its id.
const SURE: &str = "sure";

#[derive(Template)]
#[template(path = "firm/leave.html")]
struct LeavePage {
    chrome: Chrome,
    go_on: Button,
}

#[derive(Template)]
#[template(path = "firm/leave_sure.html")]
struct SurePage {
    chrome: Chrome,
    errors: Option<ErrorSummary>,
    tick: Checkboxes,
    button: Button,
}

#[derive(Template)]
#[template(path = "firm/left.html")]
struct LeftPage {
    chrome: Chrome,
}

/// Whether the box was ticked.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct SureForm {
    sure: String,
}

/// `GET /firm/leave`: what goes and what stays.
pub(crate) async fn ask(State(app): State<Arc<App>>, caller: Caller) -> Result<Response, Problem> {
    let firm = Firm::of(&app, &caller).await?;
    let chrome = frame(&app, &caller, firm.words.say("firm-leave-title"), "/firm/leave");
    let go_on = Button {
        classes: "govuk-button--secondary".into(),
        ..Button::link(firm.words.say("firm-leave-go-on"), "/firm/leave/sure")
    };
    Ok(Page::new(LeavePage { chrome, go_on }).into_response())
}

/// `GET /firm/leave/sure`
pub(crate) async fn sure(State(app): State<Arc<App>>, caller: Caller) -> Result<Response, Problem> {
    let firm = Firm::of(&app, &caller).await?;
    Ok(sure_page(&app, &caller, firm.words, false))
}

/// `POST /firm/leave`: erases and signs out.
pub(crate) async fn leave(
    State(app): State<Arc<App>>,
    caller: Caller,
    Sent(form): Sent<SureForm>,
) -> Result<Response, Problem> {
    let firm = Firm::of(&app, &caller).await?;
    if form.sure != "yes" {
        return Ok(sure_page(&app, &caller, firm.words, true));
    }
    app.store.leave(firm.id, &caller.actor(), firm.now).await?;
    let cookie = Cookie::Session.clear(&app.facts)?;
    Ok(([(header::SET_COOKIE, cookie)], Redirect::to("/left")).into_response())
}

/// `GET /left`: the page after leaving.
pub(crate) async fn left(State(app): State<Arc<App>>, caller: Caller) -> Response {
    let chrome = frame(&app, &caller, Words::default().say("left-title"), "/left");
    Page::new(LeftPage { chrome }).into_response()
}

fn sure_page(app: &App, caller: &Caller, words: Words, was_sent: bool) -> Response {
    let mut chrome = frame(app, caller, words.say("firm-leave-sure-title"), "/firm/leave");
    chrome.has_error = was_sent;
    let faults =
        if was_sent { Faults::of(SURE, words.say("firm-leave-tick-missing")) } else { Faults::default() };
    let page = SurePage {
        chrome,
        errors: faults.summary(),
        tick: Checkboxes {
            name: SURE.to_owned(),
            error: faults.at(SURE),
            items: vec![Choice {
                value: "yes".to_owned(),
                text: words.say("firm-leave-tick").into(),
                ..Choice::default()
            }],
            ..Checkboxes::default()
        },
        button: Button {
            classes: "govuk-button--warning".into(),
            ..Button::submit(words.say("firm-leave-button"))
        },
    };
    Page::new(page).with_status(faults.status()).into_response()
}
