//! What goes wrong at the door, told so that the reader knows what to do next: as a page for
//! people, as RFC 9457 JSON for programs.

use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use crate::app::App;

/// Something that stops a request. Says what happened and what to do; never what is inside.
#[derive(Debug)]
pub struct Problem {
    /// HTTP status.
    pub status: StatusCode,
    /// What happened, in a few words.
    pub title: &'static str,
    /// What the reader can do next.
    pub what_to_do: String,
    /// What only the log is told.
    pub cause: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl Problem {
    fn new(status: StatusCode, title: &'static str, what_to_do: impl Into<String>) -> Self {
        Self { status, title, what_to_do: what_to_do.into(), cause: None }
    }

    /// There is no such page or record, or none that the asker may know of: the answer is the same.
    pub fn not_found() -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            "We cannot find that page",
            "Check the address, or start again from the home page.",
        )
    }

    /// The asker may know that this exists but not use it.
    pub fn refused() -> Self {
        Self::new(
            StatusCode::FORBIDDEN,
            "This is not part of your job here",
            "If you need it, ask a manager of the centre.",
        )
    }

    /// Nobody is signed in.
    pub fn sign_in_first() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "Sign in first", "Sign in, then try again.")
    }

    /// The request came from another site, or the form is too old to be trusted.
    pub fn not_from_our_page() -> Self {
        Self::new(
            StatusCode::FORBIDDEN,
            "We could not be sure that this came from our page",
            "Go back, load the page again and send it once more. Nothing was changed.",
        )
    }

    /// The request cannot be read.
    pub fn unreadable(what_to_do: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "We could not read what was sent", what_to_do)
    }

    /// The request is understood, but its content does not fit.
    pub fn does_not_fit(what_to_do: impl Into<String>) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "Something needs a change", what_to_do)
    }

    /// What was sent clashes with what is there by now.
    pub fn clash(what_to_do: impl Into<String>) -> Self {
        Self::new(StatusCode::CONFLICT, "This has changed since you looked", what_to_do)
    }

    /// More was sent than we take.
    pub fn too_large(what_to_do: impl Into<String>) -> Self {
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "That is more than we can take", what_to_do)
    }

    /// Something was asked for too often; in so many minutes there is a turn again.
    pub fn too_often(minutes: i64) -> Self {
        let unit = if minutes == 1 { "minute" } else { "minutes" };
        Self::new(
            StatusCode::TOO_MANY_REQUESTS,
            "That was asked for very often",
            format!("Wait {minutes} {unit}, then try again."),
        )
    }

    /// The address is right, the method is not.
    pub fn wrong_method() -> Self {
        Self::new(
            StatusCode::METHOD_NOT_ALLOWED,
            "That cannot be done here",
            "Start again from the home page.",
        )
    }

    /// Something broke on our side. The cause goes to the log and nowhere else.
    pub fn broken(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        let mut problem = Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "Something broke on our side",
            "Nothing that we told you is lost. Please try again in a few minutes.",
        );
        problem.cause = Some(cause.into());
        problem
    }

    /// Something that we need is away for a moment.
    pub fn busy() -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "We are very busy", "Please try again in a minute.")
    }

    /// Renders for whoever asked: a page, or JSON for the programming interface.
    pub fn answer(self, app: &App, to_program: bool) -> Response {
        if let Some(cause) = &self.cause {
            tracing::error!(status = self.status.as_u16(), cause = %cause, "request failed");
        }
        if to_program { self.as_json() } else { crate::pages::problem::page(app, &self) }
    }

    fn as_json(&self) -> Response {
        #[derive(Serialize)]
        struct Details<'a> {
            r#type: &'static str,
            status: u16,
            title: &'a str,
            detail: &'a str,
        }
        let details = Details {
            r#type: "about:blank",
            status: self.status.as_u16(),
            title: self.title,
            detail: &self.what_to_do,
        };
        let body = serde_json::to_vec(&details).unwrap_or_default();
        (self.status, [(header::CONTENT_TYPE, "application/problem+json")], body).into_response()
    }
}

/// Whether the asker is a program: it uses the programming interface or asks for JSON only.
pub fn is_program(path: &str, headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|v| v.to_str().ok()).unwrap_or_default();
    path.starts_with("/api/") || (accept.contains("json") && !accept.contains("text/html"))
}

/// A handler's problem is shown as a page; the door turns it into JSON for programs.
impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = self.status;
        let mut response = status.into_response();
        response.extensions_mut().insert(std::sync::Arc::new(self));
        response
    }
}

impl From<store::StoreError> for Problem {
    fn from(error: store::StoreError) -> Self {
        Self::broken(error)
    }
}
