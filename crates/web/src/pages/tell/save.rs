//! Saving what is typed while it is typed: the script's own door, which answers in a few words of JSON.

use std::sync::Arc;

use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::json;
use store::{SavedDraft, Secret, StoreError};

use super::typed::{NEWER, Typed, VERSION};
use super::{form, parts, read, taken, token_of};
use crate::api::body::as_json;
use crate::app::App;
use crate::caller::Caller;
use crate::pace;
use crate::problem::Problem;

/// What a save came to, or why nothing could be saved now.
pub(crate) async fn keep(
    app: &App,
    token: &Secret,
    typed: &Typed,
    over_newer: bool,
) -> Result<SavedDraft, StoreError> {
    let seen = typed.get(if over_newer { NEWER } else { VERSION }).parse().unwrap_or(0);
    let draft = typed.to_draft();
    match app.store.save_draft(token, seen, &draft, app.now()).await {
        // It was thrown away or erased meanwhile: what is on the page begins anew.
        Err(StoreError::NoSuch(_)) => app.store.save_draft(token, 0, &draft, app.now()).await,
        outcome => outcome,
    }
}

/// `POST /help/{problem}/tell/draft`
pub(crate) async fn save(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(id): Path<String>,
    request: Request,
) -> Result<Response, Problem> {
    let problem = taken(&app, &id)?;
    let found = token_of(&app, request.headers());
    let mut came = parts::read(&app, request).await?;
    came.typed.problem.clone_from(&problem.id);
    pace::wait(&app, "typing", &caller.network, pace::TYPING).await;
    let _turn = match app.counter.saving.turn().await {
        Ok(turn) => turn,
        Err(after) => return Ok(super::come_back(after)),
    };
    let token = found.unwrap_or_else(|| app.store.new_draft_token());
    let saved = keep(&app, &token, &came.typed, false).await.map_err(told)?;
    let (status, answer) = match saved {
        SavedDraft::Saved(version) => (StatusCode::OK, json!({ "state": "saved", "version": version })),
        SavedDraft::Newer(version) => (StatusCode::CONFLICT, json!({ "state": "newer", "version": version })),
        SavedDraft::Sent => (StatusCode::CONFLICT, json!({ "state": "sent" })),
    };
    form::with_token(&app, &token, as_json(status, answer.to_string()).into_response())
}

/// A fault of the store as whoever types is told it.
pub(crate) fn told(error: StoreError) -> Problem {
    match error {
        StoreError::TooMuch(why) => Problem::too_large(format!("{}.", capital(why))),
        StoreError::NotAllowed(why) => Problem::clash(format!("{}.", capital(why))),
        StoreError::NoSuch(_) => Problem::not_found(),
        error if error.is_passing() => Problem::busy(),
        error => error.into(),
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

/// Whether two states of a form tell the same.
pub(crate) fn is_same(a: &Typed, b: &Typed) -> bool {
    read::answers(a) == read::answers(b) && a.to_draft() == b.to_draft()
}
