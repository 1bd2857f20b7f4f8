//! What became of the reports that a body brought in: how far, and the rungs. No words of anybody.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use centre::case::{Case, Stage, State as CaseState};
use store::{Noun, Seen};

use super::{LINES, own_body};
use crate::app::App;
use crate::caller::Caller;
use crate::casework::peek;
use crate::face::components::{Button, Cell};
use crate::face::house::{DataTable, EmptyState};
use crate::face::{Chrome, Page};
use crate::handing;
use crate::pages::desk::{frame, told, words};
use crate::problem::Problem;

#[derive(Template)]
#[template(path = "partner/reports.html")]
struct ReportsPage {
    chrome: Chrome,
    reports: Option<DataTable>,
    nothing: EmptyState,
}

/// `GET /partner/reports`. That the list was looked at is in the ledger first.
///
/// # Errors
/// When the store fails, or whoever asks belongs to no body.
pub(crate) async fn reports(State(app): State<Arc<App>>, caller: Caller) -> Result<Response, Problem> {
    let body = own_body(&caller)?;
    let seen = Seen { organisation: None, noun: Noun::List, object: "reports of a partner".to_owned() };
    app.store.log_read(&caller.actor(), &seen, &format!("of {body}"), app.now()).await.map_err(told)?;
    let mut rows = Vec::new();
    for report in app.store.reports_of_partner(&body, LINES).await? {
        let case = peek(&app, report.case).await?.case;
        rows.push(vec![
            Cell::from(report.reference.to_string()),
            Cell::from(words::day(&app, report.received_at)),
            Cell::from(stage(&case)),
            Cell::from(became(&case)),
        ]);
    }
    let page = ReportsPage {
        chrome: frame(&app, &caller, "Reports you brought", "/partner/reports"),
        reports: (!rows.is_empty()).then(|| DataTable {
            id: "reports".to_owned(),
            caption: "By the reference that you kept, the newest first".to_owned(),
            columns: ["Reference", "Day", "How far it is", "What came of it"].map(Into::into).to_vec(),
            rows,
        }),
        nothing: EmptyState {
            title: "You have brought no report".into(),
            text: "When somebody tells you of hate or abuse, you can bring it to us for them.".into(),
            ..EmptyState::default()
        },
    };
    Ok(Page::new(page).into_response())
}

fn stage(case: &Case) -> &'static str {
    match case.state() {
        CaseState::DuplicateOf(_) => "looked at together with other reports",
        CaseState::At(Stage::Received) => "received",
        CaseState::At(Stage::Triaged | Stage::Assigned) => "read",
        CaseState::At(Stage::InProgress) => "worked on",
        CaseState::At(Stage::WaitingReporter) => "waits for the person",
        CaseState::At(Stage::WaitingThirdParty) => "waits for another body",
        CaseState::At(Stage::Resolved | Stage::Closed | Stage::Rejected) => "finished",
    }
}

fn became(case: &Case) -> String {
    let all: Vec<&str> = case.outcomes.iter().map(|noted| handing::words::outcome(noted.outcome)).collect();
    all.join("; ")
}
