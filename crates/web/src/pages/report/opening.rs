//! Saying the words, and shutting the report again.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Redirect, Response};
use data_encoding::BASE64URL_NOPAD;
use evidence::{LONGEST_TYPED, Receipt, ReceiptFault};
use serde::Deserialize;
use terms::edge::random;

use super::{own, tracker};
use crate::app::App;
use crate::caller::Caller;
use crate::cookie::Cookie;
use crate::counter::OpenReport;
use crate::face::components::{Button, ErrorSummary, Textarea};
use crate::face::words::{FluentValue, Words};
use crate::face::{Chrome, Page};
use crate::pace;
use crate::pages::home::Line;
use crate::pages::tell::come_back;
use crate::pages::{Faults, frame};
use crate::problem::Problem;
use crate::sent::{Nothing, Sent};

/// The words as somebody typed them.
#[derive(Debug, Deserialize)]
pub(crate) struct Said {
    #[serde(default)]
    words: String,
}

#[derive(Template)]
#[template(path = "report/open.html")]
struct OpenPage {
    chrome: Chrome,
    errors: Option<ErrorSummary>,
    words: Textarea,
    button: Button,
    line: Line,
}

/// `GET /report`: the report that stands open, or the question for its words.
pub(crate) async fn show(
    State(app): State<Arc<App>>,
    caller: Caller,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    match own(&app, &headers).await? {
        Some(own) => tracker::page(&app, &caller, &own, &Faults::default()).await,
        None => Ok(ask(&app, &caller, "", &Faults::default())),
    }
}

/// `POST /report`: the words.
pub(crate) async fn open(
    State(app): State<Arc<App>>,
    caller: Caller,
    Sent(said): Sent<Said>,
) -> Result<Response, Problem> {
    let words = Words::default();
    let receipt = match Receipt::parse(&said.words) {
        Ok(receipt) => receipt,
        Err(fault) => {
            let faults = Faults::of("words", in_words(words, &fault));
            return Ok(ask(&app, &caller, &said.words, &faults));
        }
    };
    pace::wait(&app, "receipt", &caller.network, pace::SAYING_WORDS).await;
    let _turn = match app.counter.looking_up.turn().await {
        Ok(turn) => turn,
        Err(after) => return Ok(come_back(after)),
    };
    let Some(mailbox) = app.store.mailbox_behind(&receipt, app.now()).await? else {
        let faults = Faults::of("words", words.say("yours-words-nothing"));
        return Ok(ask(&app, &caller, &said.words, &faults));
    };
    let secret = BASE64URL_NOPAD.encode(&random::<32>(&*app.chance));
    app.counter.open.open(&secret, OpenReport { report: mailbox.report }, app.now());
    let cookie = Cookie::OwnReport.set_for_now(&app.facts, &secret)?;
    Ok(([(header::SET_COOKIE, cookie)], Redirect::to("/report")).into_response())
}

/// `POST /report/close`
pub(crate) async fn close(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Sent(Nothing {}): Sent<Nothing>,
) -> Result<Response, Problem> {
    if let Some(secret) = Cookie::OwnReport.of(&app.facts, &headers) {
        app.counter.open.shut(secret);
    }
    let cookie = Cookie::OwnReport.clear(&app.facts)?;
    Ok(([(header::SET_COOKIE, cookie)], Redirect::to("/report")).into_response())
}

fn ask(app: &App, caller: &Caller, typed: &str, faults: &Faults) -> Response {
    let words = Words::default();
    let frame = frame(app, caller, words.say("yours-title"), "/report");
    let page = OpenPage {
        chrome: Chrome { exit_this_page: true, has_error: !faults.is_empty(), ..frame },
        errors: faults.summary(),
        words: Textarea {
            name: "words".to_owned(),
            label: words.say("yours-words").into_owned().into(),
            hint: Some(words.say("yours-words-hint").as_ref().into()),
            value: if typed.len() <= LONGEST_TYPED { typed.to_owned() } else { String::new() },
            error: faults.at("words"),
            rows: Some(3),
            spellcheck: Some(false),
            autocomplete: "off".to_owned(),
            ..Textarea::default()
        },
        button: Button::submit(words.say("yours-words-button")),
        line: Line::of(app, words, app.now()),
    };
    Page::new(page).with_status(faults.status()).into_response()
}

/// Where to look for the slip.
/// What is wrong with words that were typed, in plain words.
pub(crate) fn in_words(words: Words, fault: &ReceiptFault) -> String {
    match fault {
        ReceiptFault::Count { found } => {
            let found = FluentValue::from(u32::try_from(*found).unwrap_or(u32::MAX));
            words.say_with("yours-words-count", &[("found", found)])
        }
        ReceiptFault::Unknown(unknown) => {
            let Some(first) = unknown.first() else {
                return words.say("yours-words-do-not-fit").into_owned();
            };
            let place = FluentValue::from(u32::try_from(first.place).unwrap_or(0));
            let near = FluentValue::from(first.near.join(", "));
            let id = if first.near.is_empty() { "yours-words-unknown" } else { "yours-words-near" };
            words.say_with(id, &[("place", place), ("near", near)])
        }
        ReceiptFault::DoesNotFit => words.say("yours-words-do-not-fit").into_owned(),
    }
}
