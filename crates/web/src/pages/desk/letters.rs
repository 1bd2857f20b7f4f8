//! One letter in the outbox: where it is, and trying again what was given up.
//!
//! The text is not shown: it may hold a code or a link that signs somebody in.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use centre::policy::Act;
use store::{Letter, LetterState, Noun, Seen};
use terms::LetterId;

use super::imports::Pressed;
use super::{frame, may, told, words};
use crate::app::App;
use crate::caller::Caller;
use crate::face::components::{Breadcrumbs, Button, Crumb, SummaryList, SummaryRow};
use crate::face::{Chrome, Page};
use crate::problem::Problem;
use crate::sent::Sent;

#[derive(Template)]
#[template(path = "desk/letter.html")]
struct LetterPage {
    chrome: Chrome,
    crumbs: Breadcrumbs,
    about: SummaryList,
    again: Option<String>,
}

/// Shows where a letter is. The read is in the ledger first.
///
/// # Errors
/// When there is no such letter, or the read could not be logged.
pub async fn show(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(id): Path<LetterId>,
) -> Result<Response, Problem> {
    let letter = app.store.letter(id).await?.ok_or_else(Problem::not_found)?;
    let seen = Seen { organisation: None, noun: Noun::Letter, object: id.to_string() };
    app.store.log_read(&caller.actor(), &seen, "letter on the workings", app.now()).await.map_err(told)?;
    let can_try = letter.state == LetterState::GivenUp && may(caller.role, Act::SteerWorkings);
    let page = LetterPage {
        chrome: frame(&app, &caller, "Letter", "/desk/workings/letter"),
        crumbs: Breadcrumbs {
            items: vec![Crumb::new("Workings", "/desk/workings"), Crumb::new("Letter", "")],
            ..Breadcrumbs::default()
        },
        about: about(&app, &letter),
        again: can_try.then(|| format!("/desk/letters/{id}/again")),
    };
    Ok(Page::new(page).into_response())
}

fn about(app: &App, letter: &Letter) -> SummaryList {
    let state = match letter.state {
        LetterState::Waiting => "waits for its turn",
        LetterState::Leased => "is being sent",
        LetterState::Sent => "was sent",
        LetterState::GivenUp => "was given up",
    };
    let mut rows = vec![
        SummaryRow::new("To", letter.recipient.as_str()),
        SummaryRow::new("Subject", letter.subject.as_str()),
        SummaryRow::new("Why", letter.cause.replace('_', " ")),
        SummaryRow::new("State", state),
        SummaryRow::new("Queued", words::moment(app, letter.queued_at)),
        SummaryRow::new("Tries", letter.tries.to_string()),
    ];
    if let Some(at) = letter.sent_at {
        rows.push(SummaryRow::new("Sent", words::moment(app, at)));
    } else if letter.state == LetterState::Waiting {
        rows.push(SummaryRow::new("Next try", words::distance(app, letter.due_at)));
    }
    if let Some(error) = &letter.last_error {
        rows.push(SummaryRow::new("The mail server said", error.as_str()));
    }
    SummaryList { rows, ..SummaryList::default() }
}

/// Tries a letter again that was given up.
///
/// # Errors
/// When there is no such letter, or it was not given up.
pub async fn try_again(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(id): Path<LetterId>,
    Sent(Pressed {}): Sent<Pressed>,
) -> Result<Redirect, Problem> {
    app.store.try_letter_again(id, &caller.actor(), app.now()).await.map_err(told)?;
    Ok(Redirect::to("/desk/workings?done=again#letters"))
}
