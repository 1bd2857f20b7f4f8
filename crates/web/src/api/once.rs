//! `Idempotency-Key`: a program that does not know whether its request arrived sends it again with
//! the same key, and it is done once (draft-ietf-httpapi-idempotency-key-header).

use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use store::Once;

use super::body::as_json;
use crate::app::App;
use crate::caller::Caller;
use crate::pages::desk::read_key;
use crate::problem::Problem;

/// The header that carries the key.
pub const HEADER: &str = "idempotency-key";

/// The key of a request, if it has one.
#[derive(Debug, Clone)]
pub struct Key(pub Option<String>);

impl<S: Send + Sync> FromRequestParts<S> for Key {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let Some(value) = parts.headers.get(HEADER) else { return Ok(Self(None)) };
        read_key(value.to_str().unwrap_or_default()).map(|key| Self(Some(key.to_owned())))
    }
}

/// The answer of a request, kept to be given again.
#[derive(Debug, Serialize, Deserialize)]
pub struct Kept {
    status: u16,
    body: String,
}

impl Kept {
    /// An answer with a body of JSON.
    ///
    /// # Errors
    /// When the body cannot be written, which no body of this house is.
    pub fn json(status: StatusCode, body: &impl Serialize) -> Result<Self, Problem> {
        let body = serde_json::to_string(body).map_err(Problem::broken)?;
        Ok(Self { status: status.as_u16(), body })
    }

    /// An answer without a body.
    pub fn nothing() -> Self {
        Self { status: StatusCode::NO_CONTENT.as_u16(), body: String::new() }
    }

    fn answer(self) -> Response {
        as_json(StatusCode::from_u16(self.status).unwrap_or(StatusCode::OK), self.body)
    }
}

/// Does a request once for each key; without a key, each time.
///
/// # Errors
/// Those of the request, which can then be sent again with the same key; and a clash while the
/// first request with this key is still under way.
pub async fn once(
    app: &App,
    caller: &Caller,
    what: &str,
    key: &Key,
    act: impl Future<Output = Result<Kept, Problem>> + Send,
) -> Result<Response, Problem> {
    let Some(key) = &key.0 else { return Ok(act.await?.answer()) };
    let scope = format!("{} {what}", caller.actor());
    match app.store.begin_once(&scope, key, app.now()).await? {
        Once::Done(answer) => {
            let kept: Kept = serde_json::from_str(&answer).map_err(Problem::broken)?;
            return Ok(kept.answer());
        }
        Once::Begun => {
            return Err(Problem::clash(
                "A request with this key is still under way. Send it again in a moment.",
            ));
        }
        Once::First => {}
    }
    match act.await {
        Ok(kept) => {
            let answer = serde_json::to_string(&kept).map_err(Problem::broken)?;
            app.store.finish_once(&scope, key, &answer).await?;
            Ok(kept.answer())
        }
        Err(problem) => {
            app.store.forget_once(&scope, key).await?;
            Err(problem)
        }
    }
}
