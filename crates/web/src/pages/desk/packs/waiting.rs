//! Nobody is pointed somewhere and forgotten: hand-overs that nobody has answered, with whom to ring.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use centre::roles::Role;

use super::{address, link};
use crate::app::App;
use crate::caller::Caller;
use crate::face::components::Cell;
use crate::face::house::{DataTable, EmptyState};
use crate::face::{Chrome, Page};
use crate::handing::{self, ring};
use crate::pages::desk::{frame, words};
use crate::problem::Problem;

/// Lines on the page.
const LINES: u32 = 200;

#[derive(Template)]
#[template(path = "desk/packs/waiting.html")]
struct WaitingPage {
    chrome: Chrome,
    waiting: Option<DataTable>,
    nothing: EmptyState,
}

/// `GET /desk/packs/waiting`. Cases that touch somebody's safety are among them for those who answer for it, and for whoever
/// holds them.
///
/// # Errors
/// When the store fails.
pub(crate) async fn waiting(State(app): State<Arc<App>>, caller: Caller) -> Result<Response, Problem> {
    let all = matches!(caller.role, Role::SafeguardingLead | Role::Manager);
    let packs = app.store.packs_waiting(all, caller.person()?.person, LINES).await?;
    let mut rows = Vec::with_capacity(packs.len());
    for pack in &packs {
        let case = app.store.case(pack.case).await?;
        let reference = case.map_or_else(String::new, |case| case.reference.to_string());
        rows.push(row(&app, pack, &reference));
    }
    let page = WaitingPage {
        chrome: frame(&app, &caller, "Handed over, and not answered", "/desk/packs/waiting"),
        waiting: (!rows.is_empty()).then(|| DataTable {
            id: "waiting".to_owned(),
            caption: "Whoever has waited longest stands first".to_owned(),
            columns: ["Case", "To", "Sent", "Answer due", "Whom to ask"].map(Into::into).to_vec(),
            rows,
        }),
        nothing: EmptyState {
            title: "Nothing waits for an answer".into(),
            text: "Everything that was handed over has been answered.".into(),
            ..EmptyState::default()
        },
    };
    Ok(Page::new(page).into_response())
}

fn row(app: &App, pack: &store::Pack, reference: &str) -> Vec<Cell> {
    let due = pack.reply_due.map_or(String::new(), |at| {
        let late = if at < app.now() { ", late" } else { "" };
        format!("{}{late}", handing::words::due(app, at))
    });
    vec![
        Cell::from(link(&format!("{}/{}", address(pack.case), pack.id), reference)),
        Cell::from(handing::name_of(app, &pack.body)),
        Cell::from(pack.sent_at.map_or(String::new(), |at| words::moment(app, at))),
        Cell::from(due),
        Cell::from(ring(app, &pack.body).unwrap_or_else(|| "ask the person".to_owned())),
    ]
}
