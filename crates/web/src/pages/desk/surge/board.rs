//! Switching surge mode, and what the public is told.

use std::sync::Arc;

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use terms::PlainLine;

use super::{Slip, page};
use crate::app::App;
use crate::board::{Advice, LONGEST_ADVICE, MOST_ADVICE, Surge, set_advice, set_surge};
use crate::caller::Caller;
use crate::problem::Problem;
use crate::sent::Sent;

/// Surge mode as it was sent.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct OnSent {
    reason: String,
    says: String,
    expected: String,
}

/// `POST /desk/surge/on`: switches it on, or changes what the public sees while it is.
///
/// # Errors
/// When the store fails. What cannot be read comes back with the words kept.
pub async fn on(
    State(app): State<Arc<App>>,
    caller: Caller,
    Sent(sent): Sent<OnSent>,
) -> Result<Response, Problem> {
    let since = app.board.notice().surge.as_ref().map_or_else(|| app.now(), |surge| surge.since);
    match read(&sent) {
        Ok((reason, says, expected)) => {
            let surge = Surge { since, reason, says, expected };
            set_surge(&app, Some(&surge), &caller.actor()).await?;
            Ok(Redirect::to("/desk/surge?done=on").into_response())
        }
        Err((field, words)) => {
            let typed = vec![("reason", sent.reason), ("says", sent.says), ("expected", sent.expected)];
            page(&app, &caller, None, Some(Slip { field, words, typed })).await
        }
    }
}

type Lines = (PlainLine, PlainLine, Option<PlainLine>);

fn read(sent: &OnSent) -> Result<Lines, (&'static str, &'static str)> {
    let reason = PlainLine::parse(&sent.reason).map_err(|_| ("reason", "Type why, in one line."))?;
    let says =
        PlainLine::parse(&sent.says).map_err(|_| ("says", "Type what the public sees, in one line."))?;
    let expected = match sent.expected.trim() {
        "" => None,
        text => Some(
            PlainLine::parse(text)
                .map_err(|_| ("expected", "Type a short time, for example: about 4 hours."))?,
        ),
    };
    Ok((reason, says, expected))
}

/// `POST /desk/surge/off`
///
/// # Errors
/// When the store fails.
pub async fn off(
    State(app): State<Arc<App>>,
    caller: Caller,
    Sent(_): Sent<OnSent>,
) -> Result<Redirect, Problem> {
    set_surge(&app, None, &caller.actor()).await?;
    Ok(Redirect::to("/desk/surge?done=off"))
}

/// Advice as it was sent.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct AdviceSent {
    title: String,
    text: String,
}

/// `POST /desk/surge/advice`: one more piece of advice on the public page.
///
/// # Errors
/// When the store fails. What cannot be read comes back with the words kept.
pub async fn add_advice(
    State(app): State<Arc<App>>,
    caller: Caller,
    Sent(sent): Sent<AdviceSent>,
) -> Result<Response, Problem> {
    let mut all = app.board.notice().advice.clone();
    let title = PlainLine::parse(&sent.title);
    let text = sent.text.trim();
    let wrong = match &title {
        Err(_) => Some(("title", "Type what goes round, in one line.")),
        Ok(_) if text.is_empty() || text.chars().count() > LONGEST_ADVICE => {
            Some(("text", "Type what to do, in up to 600 letters."))
        }
        Ok(_) if all.len() >= MOST_ADVICE => {
            Some(("title", "Five pieces are enough. End one of them first."))
        }
        Ok(_) => None,
    };
    if let (Ok(title), None) = (title, wrong) {
        all.insert(0, Advice { since: app.now(), title, text: text.to_owned() });
        set_advice(&app, &all, &caller.actor()).await?;
        return Ok(Redirect::to("/desk/surge?done=advice").into_response());
    }
    let (field, words) = wrong.unwrap_or(("title", "Type what goes round, in one line."));
    let typed = vec![("title", sent.title), ("text", sent.text)];
    page(&app, &caller, None, Some(Slip { field, words, typed })).await
}

/// Which piece of advice ends.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct EndSent {
    key: i64,
}

/// `POST /desk/surge/advice/end`
///
/// # Errors
/// When the store fails.
pub async fn end_advice(
    State(app): State<Arc<App>>,
    caller: Caller,
    Sent(sent): Sent<EndSent>,
) -> Result<Redirect, Problem> {
    let mut all = app.board.notice().advice.clone();
    all.retain(|advice| advice.since.as_microsecond() != sent.key);
    set_advice(&app, &all, &caller.actor()).await?;
    Ok(Redirect::to("/desk/surge?done=ended"))
}
