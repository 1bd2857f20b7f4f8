//! The warning list for everybody: a page, plain text and JSON, each the same for every reader; and the way to say that an entry
//! is wrong.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use serde_json::json;
use store::{LONGEST_APPEAL, ListedWarning, StoreError};
use terms::DomainName;

use crate::app::App;
use crate::caller::Caller;
use crate::face::components::{Button, ErrorSummary, Input, Textarea};
use crate::face::words::Words;
use crate::face::{Chrome, Page};
use crate::pace;
use crate::pages::desk::asked::Asked;
use crate::pages::{Faults, frame};
use crate::problem::Problem;
use crate::sent::Sent;

/// Entries that are told at most.
const MOST: u32 = 5_000;

struct Row {
    shown: String,
    why: String,
    until: String,
}

#[derive(Template)]
#[template(path = "real/warnings.html")]
struct WarningsPage {
    chrome: Chrome,
    errors: Option<ErrorSummary>,
    is_heard: bool,
    rows: Vec<Row>,
    domain: Input,
    words: Textarea,
    button: Button,
}

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct WarningsAsked {
    heard: String,
}

/// `GET /warnings`
pub(crate) async fn show(
    State(app): State<Arc<App>>,
    caller: Caller,
    Asked(asked): Asked<WarningsAsked>,
) -> Result<Response, Problem> {
    page(&app, &caller, !asked.heard.is_empty(), &AppealSent::default(), &Faults::default()).await
}

async fn page(
    app: &App,
    caller: &Caller,
    is_heard: bool,
    sent: &AppealSent,
    faults: &Faults,
) -> Result<Response, Problem> {
    let words = Words::default();
    let listed = app.store.listed_warnings(app.now(), MOST).await?;
    let chrome = frame(app, caller, words.say("warnings-title"), "/warnings");
    let page = WarningsPage {
        errors: faults.summary(),
        is_heard,
        rows: listed
            .iter()
            .map(|one| Row {
                shown: shown(one),
                why: one.why.clone(),
                until: crate::pages::desk::words::day(app, one.expires_at),
            })
            .collect(),
        domain: Input {
            name: "domain".to_owned(),
            label: words.say("warnings-appeal-domain").into_owned().into(),
            error: faults.at("domain"),
            value: Some(sent.domain.clone()),
            autocomplete: "off".to_owned(),
            ..Input::default()
        },
        words: Textarea {
            name: "words".to_owned(),
            label: words.say("warnings-appeal-words").into_owned().into(),
            error: faults.at("words"),
            value: sent.words.clone(),
            rows: Some(4),
            ..Textarea::default()
        },
        button: Button::submit(words.say("warnings-appeal-button")),
        chrome: Chrome { has_error: !faults.is_empty(), ..chrome },
    };
    Ok(Page::new(page).with_status(faults.status()).into_response())
}

fn shown(one: &ListedWarning) -> String {
    one.domain.to_unicode().replace('.', "[.]")
}

fn feed(kind: &'static str, body: String) -> Response {
    ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "public, max-age=300")], body).into_response()
}

/// `GET /warnings.txt`: one address a line, as filters read it.
pub(crate) async fn text(State(app): State<Arc<App>>) -> Result<Response, Problem> {
    let listed = app.store.listed_warnings(app.now(), MOST).await?;
    let mut body = format!("# Warning list of {}\n", app.facts.centre_name);
    for one in &listed {
        body.push_str(one.domain.as_ascii());
        body.push('\n');
    }
    Ok(feed("text/plain; charset=utf-8", body))
}

/// `GET /warnings.json`
pub(crate) async fn json(State(app): State<Arc<App>>) -> Result<Response, Problem> {
    let listed = app.store.listed_warnings(app.now(), MOST).await?;
    let entry = |one: &ListedWarning| json!({ "domain": one.domain.as_ascii(), "why": one.why, "listed": one.listed_at, "until": one.expires_at });
    let body =
        json!({ "centre": app.facts.centre_name, "warnings": listed.iter().map(entry).collect::<Vec<_>>() });
    Ok(feed("application/json", format!("{body}\n")))
}

/// What somebody says of an entry.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct AppealSent {
    domain: String,
    words: String,
}

/// `POST /warnings/appeal`
pub(crate) async fn appeal(
    State(app): State<Arc<App>>,
    caller: Caller,
    Sent(sent): Sent<AppealSent>,
) -> Result<Response, Problem> {
    let say = Words::default();
    pace::wait(&app, "appeal", &caller.network, pace::COUNTING).await;
    let mut faults = Faults::default();
    let domain = DomainName::parse(&sent.domain.replace("[.]", "."));
    if domain.is_err() {
        faults.add("domain", say.say("warnings-fault-domain"));
    }
    let said = sent.words.trim().chars().count();
    if said == 0 || said > LONGEST_APPEAL {
        faults.add("words", say.say("warnings-fault-words"));
    }
    if let (Ok(domain), true) = (domain, faults.is_empty()) {
        match app.store.appeal_warning(&domain, &sent.words, &caller.actor(), app.now()).await {
            Ok(_) => return Ok(Redirect::to("/warnings?heard=yes").into_response()),
            Err(StoreError::NoSuch(_)) => faults.add("domain", say.say("warnings-fault-not-listed")),
            Err(error) => return Err(error.into()),
        }
    }
    page(&app, &caller, false, &sent, &faults).await
}
