//! One account of events, told once: the form behind each card of Help now. Few questions, and all of them may be left out.
//!
//! What is typed is saved as it is typed, under a token that only this browser has; files stream through the store's
//! sealing; sending makes a report, a case and the words of a receipt in one act, once, however often it is pressed.
//! Start reading at [`send`]; then `parts.rs` (what comes in), `read.rs` (what it means) and `receipt.rs`.

mod asks;
mod busy;
mod fields;
mod form;
mod letter;
pub(crate) mod parts;
pub(crate) mod read;
mod receipt;
mod save;
mod send;
pub(crate) mod typed;

use axum::http::HeaderMap;
use centre::problem::Problem as Trouble;
use store::Secret;

use crate::app::App;
use crate::cookie::Cookie;
use crate::problem::Problem;

pub(crate) use asks::Asks;
pub(crate) use busy::come_back;
pub(crate) use fields::Maker;
pub(crate) use form::{FileSeen, file_faults, seen};
pub(crate) use save::{save as save_draft, told as told_by_store};
pub(crate) use send::{receive_from, send, show};

/// The length of a token as the store makes it; what has another length is none of ours.
const TOKEN_LENGTH: usize = 43;

/// The problem, if something of it is taken at all. What touches a child is signposted and has no such page.
pub(crate) fn taken<'a>(app: &'a App, id: &str) -> Result<&'a Trouble, Problem> {
    let problem = app.guide.problems().get(id).ok_or_else(Problem::not_found)?;
    if problem.is_signpost_only() { Err(Problem::not_found()) } else { Ok(problem) }
}

/// The token that this browser has, if it is one of ours.
pub(crate) fn token_of(app: &App, headers: &HeaderMap) -> Option<Secret> {
    read_token(Cookie::Draft.of(&app.facts, headers)?)
}

/// A token as somebody sent it.
pub(crate) fn read_token(text: &str) -> Option<Secret> {
    let is_ours = text.len() == TOKEN_LENGTH
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    is_ours.then(|| Secret::presented(text))
}
