//! Setting the centre up while nobody can sign in: how to make the first manager.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};

use super::frame;
use crate::app::App;
use crate::caller::Caller;
use crate::face::{Chrome, Page};
use crate::problem::Problem;

#[derive(Template)]
#[template(path = "set_up.html")]
struct SetUpPage {
    chrome: Chrome,
}

/// `GET /set-up`: there only while no manager can sign in, and never in a demonstration.
pub(crate) async fn show(State(app): State<Arc<App>>, caller: Caller) -> Result<Response, Problem> {
    if app.facts.demonstration || app.store.has_a_manager().await? {
        return Err(Problem::not_found());
    }
    let chrome = frame(&app, &caller, "Set up this centre", "/set-up");
    Ok(Page::new(SetUpPage { chrome }).into_response())
}
