//! Check my business: a name is looked at, and becomes four promises and one next thing.

pub(crate) mod in_words;
pub mod looks;
pub(crate) mod progress;
pub(crate) mod result;

use std::sync::Arc;

use askama::Template;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use terms::{DomainName, DomainNameError};

use self::looks::{LookId, Looks, Seen, Stage};
use self::result::ResultView;
use super::frame;
use crate::app::App;
use crate::caller::Caller;
use crate::face::components::{Button, ErrorMessage, ErrorSummary, ErrorSummaryItem, Hint, Input, Label};
use crate::face::words::Words;
use crate::face::{Chrome, Page};
use crate::pace;
use crate::problem::Problem;
use crate::sent::Sent;

/// The field of the form, and its id.
const FIELD: &str = "domain";

/// What was typed.
#[derive(Debug, Deserialize, Default)]
#[serde(default)]
pub(crate) struct CheckForm {
    domain: String,
}

#[derive(Template)]
#[template(path = "check/form.html")]
struct CheckPage {
    chrome: Chrome,
    errors: Option<ErrorSummary>,
    input: Input,
    button: Button,
}

#[derive(Template)]
#[template(path = "check/result.html")]
struct ResultPage {
    chrome: Chrome,
    view: ResultView,
    domain: String,
    again: Button,
}

#[derive(Template)]
#[template(path = "check/failed.html")]
struct FailedPage {
    chrome: Chrome,
    domain: String,
    again: Button,
}

/// `GET /check`
pub(crate) async fn show(
    State(app): State<Arc<App>>,
    caller: Caller,
    form: Result<Query<CheckForm>, QueryRejection>,
) -> Response {
    let form = form.map(|Query(form)| form).unwrap_or_default();
    form_page(frame(&app, &caller, Words::default().say("check-title"), "/check"), &form.domain, None)
}

/// `POST /check`: begins a look.
pub(crate) async fn begin(
    State(app): State<Arc<App>>,
    caller: Caller,
    Sent(form): Sent<CheckForm>,
) -> Result<Response, Problem> {
    let domain = match DomainName::parse(&form.domain) {
        Ok(domain) => domain,
        Err(error) => {
            let chrome = frame(&app, &caller, Words::default().say("check-title"), "/check");
            return Ok(form_page(chrome, &form.domain, Some(error)));
        }
    };
    pace::wait(&app, "look", &caller.network, pace::LOOKING).await;
    let id = app.looks.begin(&app, domain, None)?;
    Ok(Redirect::to(&address(id)).into_response())
}

/// `GET /check/looks/{look}`: how far it is, or what came of it.
pub(crate) async fn look(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let (id, seen) = public_look(&app.looks, &app, &id)?;
    let name = seen.domain.to_unicode();
    let chrome = frame(&app, &caller, name.clone(), &address(id));
    let stage = seen.stage.borrow().clone();
    let again = Button::secondary(chrome.say("check-again"));
    Ok(match stage {
        Stage::UnderWay if seen.stage.has_changed().is_ok() => {
            progress::page(chrome, &seen, format!("{}/live", address(id)), address(id))
        }
        Stage::Over(look) => {
            let view = ResultView::of(&look.judgement, chrome.words, &app.region.time_zone);
            let domain = seen.domain.as_ascii().to_owned();
            Page::new(ResultPage { chrome, view, domain, again }).into_response()
        }
        Stage::UnderWay | Stage::Failed => {
            Page::new(FailedPage { chrome, domain: seen.domain.as_ascii().to_owned(), again }).into_response()
        }
    })
}

/// `GET /check/looks/{look}/live`: the events of a look.
pub(crate) async fn live(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let (id, seen) = public_look(&app.looks, &app, &id)?;
    let chrome = frame(&app, &caller, String::new(), "/check");
    Ok(progress::events(&chrome, seen, address(id)))
}

fn address(id: LookId) -> String {
    format!("/check/looks/{id}")
}

/// A look of anybody. A member's look is shown to the member only, on its own pages.
fn public_look(looks: &Looks, app: &App, id: &str) -> Result<(LookId, Seen), Problem> {
    let id: LookId = id.parse().map_err(|_| Problem::not_found())?;
    let seen = looks.get(id, app.now()).filter(|seen| seen.asset.is_none());
    Ok((id, seen.ok_or_else(Problem::not_found)?))
}

fn form_page(mut chrome: Chrome, typed: &str, error: Option<DomainNameError>) -> Response {
    let words = chrome.words;
    let told = error.map(|error| words.say(message_id(error)));
    chrome.has_error = told.is_some();
    let status = if told.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let errors = told.clone().map(|told| ErrorSummary {
        items: vec![ErrorSummaryItem::of_field(FIELD, told)],
        ..ErrorSummary::default()
    });
    let input = domain_input(words, typed, told.map(|told| ErrorMessage::from(told.into_owned())));
    let button = Button::submit(words.say("check-button"));
    Page::new(CheckPage { chrome, errors, input, button }).with_status(status).into_response()
}

/// The one field of the form. Phones neither correct nor capitalise a name of a machine.
pub(crate) fn domain_input(words: Words, typed: &str, error: Option<ErrorMessage>) -> Input {
    Input {
        name: FIELD.to_owned(),
        label: Label {
            classes: "govuk-label--m".into(),
            ..Label::from(words.say("check-field").into_owned())
        },
        hint: Some(Hint::from(words.say("check-field-hint").into_owned())),
        error,
        value: (!typed.is_empty()).then(|| typed.to_owned()),
        autocapitalize: "none".to_owned(),
        autocomplete: "url".to_owned(),
        inputmode: "url".to_owned(),
        spellcheck: Some(false),
        ..Input::default()
    }
}

/// The message of a name that could not be read.
pub(crate) fn message_id(error: DomainNameError) -> &'static str {
    match error {
        DomainNameError::Empty => "check-error-empty",
        DomainNameError::TooLong => "check-error-too-long",
        DomainNameError::NoDot => "check-error-no-dot",
        DomainNameError::Number => "check-error-number",
        DomainNameError::Malformed => "check-error-malformed",
        DomainNameError::OnlyASuffix => "check-error-only-a-suffix",
    }
}
