//! For those who keep the centre running: does it live, and is it of use?

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use crate::app::App;

/// `GET /healthz`: the process answers. Nothing else is looked at, so that a database that is
/// away does not get the process killed.
pub(crate) async fn alive() -> &'static str {
    "alive\n"
}

/// `GET /readyz`: everything that has to work, and whether it does; 503 while something does not.
pub(crate) async fn ready(State(app): State<Arc<App>>) -> Response {
    let all = app.readiness.readiness().await;
    let status = if all.iter().all(|r| r.works) { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, Json(all)).into_response()
}
