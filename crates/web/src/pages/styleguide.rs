//! Every component in every state, on one living page.

use std::sync::Arc;

use axum::extract::State;
use axum::response::{IntoResponse, Response};

use super::frame;
use crate::app::App;
use crate::caller::Caller;
use crate::face::{Page, styleguide};

/// `GET /styleguide`
pub(crate) async fn show(State(app): State<Arc<App>>, caller: Caller) -> Response {
    Page::new(styleguide::page(frame(&app, &caller, "", "/styleguide"))).into_response()
}
