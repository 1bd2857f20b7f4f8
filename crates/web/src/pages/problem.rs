//! The page for everything that stops a request: what happened, what to do, whom to ring.

use askama::Template;
use axum::response::{IntoResponse, Response};

use crate::app::App;
use crate::face::{Chrome, Page};
use crate::problem::Problem;

#[derive(Template)]
#[template(path = "problem.html")]
struct ProblemPage<'a> {
    chrome: Chrome,
    problem: &'a Problem,
}

/// Renders the page.
pub(crate) fn page(app: &App, problem: &Problem) -> Response {
    let chrome = super::bare_frame(app, problem.title, "");
    Page::new(ProblemPage { chrome, problem }).with_status(problem.status).into_response()
}
