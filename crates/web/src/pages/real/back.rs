//! Coming back with the words of the receipt.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use evidence::{LONGEST_TYPED, Receipt};
use serde::Deserialize;

use super::address;
use crate::app::App;
use crate::caller::Caller;
use crate::face::components::{Button, ErrorSummary, Textarea};
use crate::face::words::Words;
use crate::face::{Chrome, Page};
use crate::pace;
use crate::pages::report::words_fault;
use crate::pages::tell::come_back;
use crate::pages::{Faults, frame};
use crate::problem::Problem;
use crate::sent::Sent;

/// The words as somebody typed them.
#[derive(Debug, Deserialize)]
pub(crate) struct Said {
    #[serde(default)]
    words: String,
}

#[derive(Template)]
#[template(path = "real/back.html")]
struct BackPage {
    chrome: Chrome,
    errors: Option<ErrorSummary>,
    words: Textarea,
    button: Button,
}

/// `GET /real/back`
pub(crate) async fn show(State(app): State<Arc<App>>, caller: Caller) -> Response {
    page(&app, &caller, "", &Faults::default())
}

/// `POST /real/back`
pub(crate) async fn find(
    State(app): State<Arc<App>>,
    caller: Caller,
    Sent(said): Sent<Said>,
) -> Result<Response, Problem> {
    let words = Words::default();
    let typed: String = said.words.chars().take(LONGEST_TYPED).collect();
    let receipt = match Receipt::parse(&typed) {
        Ok(receipt) => receipt,
        Err(fault) => {
            return Ok(page(&app, &caller, &typed, &Faults::of("words", words_fault(words, &fault))));
        }
    };
    pace::wait(&app, "receipt", &caller.network, pace::SAYING_WORDS).await;
    let _turn = match app.counter.looking_up.turn().await {
        Ok(turn) => turn,
        Err(after) => return Ok(come_back(after)),
    };
    match app.store.message_address_behind(&receipt).await? {
        Some(token) => Ok(Redirect::to(&address(&token)).into_response()),
        None => Ok(page(&app, &caller, &typed, &Faults::of("words", words.say("real-back-nothing")))),
    }
}

fn page(app: &App, caller: &Caller, typed: &str, faults: &Faults) -> Response {
    let words = Words::default();
    let chrome = frame(app, caller, words.say("real-back-title"), "/real/back");
    let page = BackPage {
        errors: faults.summary(),
        words: Textarea {
            name: "words".to_owned(),
            label: words.say("real-back-words").into_owned().into(),
            error: faults.at("words"),
            value: typed.to_owned(),
            rows: Some(3),
            autocomplete: "off".to_owned(),
            spellcheck: Some(false),
            ..Textarea::default()
        },
        button: Button::submit(words.say("real-back-button")),
        chrome: Chrome { has_error: !faults.is_empty(), ..chrome },
    };
    Page::new(page).with_status(faults.status()).into_response()
}
