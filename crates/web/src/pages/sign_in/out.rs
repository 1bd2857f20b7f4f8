//! Going out: here, or everywhere.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Redirect, Response};

use crate::app::{App, Facts};
use crate::caller::Caller;
use crate::cookie::Cookie;
use crate::problem::Problem;
use crate::sent::{Nothing, Sent};

/// What a browser throws away when somebody goes: nothing of them stays on a shared machine.
const CLEAR_SITE_DATA: HeaderName = HeaderName::from_static("clear-site-data");
/// Cache, cookies and storage, which is everything.
const EVERYTHING: HeaderValue = HeaderValue::from_static("\"cache\", \"cookies\", \"storage\"");

/// `POST /sign-out`: ends this session.
pub(crate) async fn here(
    State(app): State<Arc<App>>,
    caller: Caller,
    Sent(_): Sent<Nothing>,
) -> Result<Response, Problem> {
    if let Some(session) = &caller.session {
        app.store.close_session(session, &caller.actor(), app.now()).await?;
    }
    gone(&app.facts)
}

/// `POST /account/sign-out-everywhere`: ends every session of the person, this one too.
pub(crate) async fn everywhere(
    State(app): State<Arc<App>>,
    caller: Caller,
    Sent(_): Sent<Nothing>,
) -> Result<Response, Problem> {
    app.store.close_all_of(caller.person()?.person, &caller.actor(), app.now()).await?;
    gone(&app.facts)
}

fn gone(facts: &Facts) -> Result<Response, Problem> {
    let headers = [(header::SET_COOKIE, Cookie::Session.clear(facts)?), (CLEAR_SITE_DATA, EVERYTHING)];
    Ok((headers, Redirect::to("/")).into_response())
}
