//! The partners' window: what was handed over to one's own body, and what became of the reports that it brought in.
//!
//! Somebody of a body sees the packs that were sent to that body here, and of each what is in the pack: nothing of the case.

mod one;
mod report_form;
mod reports;
mod written;

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use centre::hand_over::Recipient;
use store::{Noun, Pack, PackState, Seen};

pub(crate) use one::{answer, keep, package, show, summary};
pub(crate) use report_form::{bring, form};
pub(crate) use reports::reports;

use crate::app::App;
use crate::caller::Caller;
use crate::face::components::Cell;
use crate::face::house::{DataTable, EmptyState};
use crate::face::{Chrome, Page};
use crate::handing;
use crate::pages::desk::members::link;
use crate::pages::desk::{frame, told, words};
use crate::problem::Problem;

/// Lines on the page.
pub(crate) const LINES: u32 = 200;

#[derive(Template)]
#[template(path = "partner/list.html")]
struct ListPage {
    chrome: Chrome,
    packs: Option<DataTable>,
    nothing: EmptyState,
}

/// `GET /partner`
///
/// # Errors
/// When the store fails, or whoever asks belongs to no body.
pub(crate) async fn list(State(app): State<Arc<App>>, caller: Caller) -> Result<Response, Problem> {
    let body = caller.person()?.body.clone();
    let mut rows = Vec::new();
    if body.is_some() {
        for pack in packs_of(&app, &caller).await? {
            rows.push(row(&app, &pack).await?);
        }
    }
    let to = body.as_ref().map_or_else(|| "you".to_owned(), |body| handing::name_of(&app, body));
    let page = ListPage {
        chrome: frame(&app, &caller, format!("Handed over to {to}"), "/partner"),
        packs: (!rows.is_empty()).then(|| DataTable {
            id: "packs".to_owned(),
            caption: "The newest first".to_owned(),
            columns: ["Reference", "What it is", "How it stands", "Sent", "Answer due"]
                .map(Into::into)
                .to_vec(),
            rows,
        }),
        nothing: nothing(body.is_some()),
    };
    Ok(Page::new(page).into_response())
}

fn nothing(has_body: bool) -> EmptyState {
    let (title, text) = if has_body {
        (
            "Nothing was handed over to you",
            "When the centre hands something over, it stands here. You see what is in it and no more.",
        )
    } else {
        (
            "Your account belongs to no body",
            "What is handed over goes to bodies. Ask the centre to add your account to yours.",
        )
    };
    EmptyState { title: title.into(), text: text.into(), ..EmptyState::default() }
}

/// The packs of the caller's body; that the list was looked at is in the ledger first.
///
/// # Errors
/// When the store fails, the look could not be logged, or whoever asks belongs to no body.
pub(crate) async fn packs_of(app: &App, caller: &Caller) -> Result<Vec<Pack>, Problem> {
    let body = own_body(caller)?;
    let seen = Seen { organisation: None, noun: Noun::List, object: "what was handed over".to_owned() };
    app.store.log_read(&caller.actor(), &seen, &format!("of {body}"), app.now()).await.map_err(told)?;
    Ok(app.store.packs_of_body(&body, LINES).await?)
}

/// The body to which whoever asks belongs.
///
/// # Errors
/// [`Problem::not_found`] for whoever belongs to none.
pub(crate) fn own_body(caller: &Caller) -> Result<String, Problem> {
    caller.person()?.body.clone().ok_or_else(Problem::not_found)
}

async fn row(app: &App, pack: &Pack) -> Result<Vec<Cell>, Problem> {
    let due = pack.reply_due.filter(|_| pack.state == PackState::Sent);
    Ok(vec![
        Cell::from(link(&format!("/partner/hand-overs/{}", pack.id), &reference_of(app, pack).await?)),
        Cell::from(kind_of(pack)),
        Cell::from(handing::words::state(pack.state)),
        Cell::from(pack.sent_at.map_or(String::new(), |at| words::moment(app, at))),
        Cell::from(due.map_or(String::new(), |at| handing::words::due(app, at))),
    ])
}

/// The reference under which body and centre know it.
pub(crate) async fn reference_of(app: &App, pack: &Pack) -> Result<String, Problem> {
    let case = app.store.case(pack.case).await?.ok_or_else(Problem::not_found)?;
    Ok(case.reference.to_string())
}

pub(crate) fn kind_of(pack: &Pack) -> &'static str {
    match pack.recipient.parse() {
        Ok(Recipient::Police) => "Package for the police",
        Ok(Recipient::Support) => "Somebody who may want support",
        Ok(Recipient::ItProvider) => "Brief for IT help",
        Ok(Recipient::Platform) => "Something to take down",
        _ => "Hand-over",
    }
}
