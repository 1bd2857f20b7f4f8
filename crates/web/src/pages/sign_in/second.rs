//! The second factor after a password: a code from the app, or a recovery code.
//!
//! A code has six digits, so tries of one person go one after another and slowly. Whoever tries
//! has shown the right password already; nobody else can make somebody wait here.

use std::sync::Arc;

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse, Redirect, Response};
use jiff::SignedDuration;
use serde::Deserialize;
use store::{Factors, Rule};
use terms::PersonId;
use tokio::sync::Semaphore;

use super::{come_in, local_path, may_come_in, one_time, then_in, way_on};
use crate::app::App;
use crate::caller::Caller;
use crate::face::components::{ErrorSummary, Input};
use crate::face::{Chrome, Page};
use crate::pace;
use crate::pages::Faults;
use crate::pages::frame;
use crate::problem::Problem;
use crate::sent::Sent;

/// Tries of one person: about 8,600 a day, of a million codes.
const TRYING: Rule =
    Rule { every: SignedDuration::from_secs(10), burst: 5, longest_wait: SignedDuration::from_secs(10) };
/// So many lines; people share one by the first byte of their id.
const LINES: usize = 64;
static LINE: [Semaphore; LINES] = [const { Semaphore::const_new(1) }; LINES];

#[derive(Template)]
#[template(path = "sign_in/second.html")]
struct SecondPage {
    chrome: Chrome,
    summary: Option<ErrorSummary>,
    code: Input,
    then: String,
}

/// The form with the code.
#[derive(Deserialize)]
pub(crate) struct Tried {
    #[serde(default)]
    code: String,
    #[serde(default)]
    then: String,
}

/// Somebody who has shown their password in this session, and nothing else.
fn half_way(caller: &Caller) -> Result<PersonId, Redirect> {
    match caller.half_way {
        Some((person, Factors::PasswordOnly)) => Ok(person),
        _ => Err(Redirect::to("/sign-in/staff")),
    }
}

/// `GET /sign-in/second`
pub(crate) async fn show(State(app): State<Arc<App>>, caller: Caller, RawQuery(query): RawQuery) -> Response {
    match half_way(&caller) {
        Ok(_) => page(&app, &caller, &then_in(query.as_deref()), &Faults::default()),
        Err(elsewhere) => elsewhere.into_response(),
    }
}

fn page(app: &App, caller: &Caller, then: &str, faults: &Faults) -> Response {
    let mut chrome = frame(app, caller, "Enter the code from your app", "/sign-in");
    chrome.has_error = !faults.is_empty();
    let page = SecondPage {
        summary: faults.summary(),
        code: Input {
            name: "code".to_owned(),
            label: "Code".into(),
            hint: Some("6 digits from your app, or one of your recovery codes.".into()),
            error: faults.at("code"),
            inputmode: "numeric".to_owned(),
            autocomplete: "one-time-code".to_owned(),
            spellcheck: Some(false),
            classes: "govuk-input--width-10 govuk-input--extra-letter-spacing".into(),
            ..Input::default()
        },
        then: local_path(&app.facts, then).unwrap_or_default(),
        chrome,
    };
    Page::new(page).with_status(faults.status()).into_response()
}

/// `POST /sign-in/second`
pub(crate) async fn give(
    State(app): State<Arc<App>>,
    caller: Caller,
    Sent(form): Sent<Tried>,
) -> Result<Response, Problem> {
    let id = match half_way(&caller) {
        Ok(id) => id,
        Err(elsewhere) => return Ok(elsewhere.into_response()),
    };
    let is_right = {
        let line = &LINE[usize::from(id.0.as_bytes()[0]) % LINES];
        let _turn = line.acquire().await.map_err(Problem::broken)?;
        pace::wait(&app, "second factor of", &id.to_string(), TRYING).await;
        one_time::shown(&app.store, id, &form.code, app.now()).await?
    };
    let person = app.store.person(id).await?.filter(|p| may_come_in(p, app.now()));
    let person = person.ok_or_else(Problem::not_found)?;
    if is_right {
        let to = way_on(&app.facts, &form.then, person.role);
        return come_in(&app, &caller, &person, Factors::PasswordAndCode, &to).await;
    }
    let words =
        "That code did not work. Each code works once, and for about a minute. Wait for the next one.";
    Ok(page(&app, &caller, &form.then, &Faults::of("code", words)))
}
