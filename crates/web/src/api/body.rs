//! What a program sends and gets: JSON in with a limit and no fields that nobody knows, JSON out
//! that nobody keeps.

use axum::body::to_bytes;
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::error::Category;

use crate::problem::Problem;

/// The largest body that is read, in bytes.
pub const LARGEST_BODY: usize = 64 * 1024;

/// A body of JSON, read into `T`.
#[derive(Debug)]
pub struct Received<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Received<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &S) -> Result<Self, Problem> {
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        if !kind.is_some_and(is_json) {
            return Err(Problem::unreadable("Send the body with the content type application/json."));
        }
        let body = to_bytes(request.into_body(), LARGEST_BODY)
            .await
            .map_err(|_| Problem::too_large("A body may have up to 65,536 bytes."))?;
        read(&body).map(Self)
    }
}

/// `application/json`, with or without parameters (RFC 9110, 8.3.1).
fn is_json(kind: &str) -> bool {
    kind.split(';').next().is_some_and(|name| name.trim().eq_ignore_ascii_case("application/json"))
}

fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, Problem> {
    serde_json::from_slice(body).map_err(|error| match error.classify() {
        Category::Data => Problem::does_not_fit(format!("The body does not fit: {error}.")),
        Category::Syntax | Category::Eof | Category::Io => {
            Problem::unreadable(format!("The body is not JSON: {error}."))
        }
    })
}

/// An answer in JSON.
#[derive(Debug)]
pub struct Answer<T>(pub StatusCode, pub T);

impl<T> Answer<T> {
    /// All is well.
    pub fn ok(body: T) -> Self {
        Self(StatusCode::OK, body)
    }
}

impl<T: Serialize> IntoResponse for Answer<T> {
    fn into_response(self) -> Response {
        match serde_json::to_string(&self.1) {
            Ok(body) => as_json(self.0, body),
            Err(error) => Problem::broken(error).into_response(),
        }
    }
}

/// Text that is JSON already.
pub(crate) fn as_json(status: StatusCode, body: String) -> Response {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/json")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    (status, headers, body).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(serde::Deserialize, Debug)]
    #[serde(deny_unknown_fields)]
    struct Asked {
        domain: String,
    }

    fn refusal(body: &str) -> (u16, String) {
        let problem = read::<Asked>(body.as_bytes()).unwrap_err();
        (problem.status.as_u16(), problem.what_to_do)
    }

    #[test]
    fn a_field_that_nobody_knows_is_told_by_its_name() {
        assert_eq!(
            refusal(r#"{"domain":"a.example","depth":2}"#),
            (
                422,
                "The body does not fit: unknown field `depth`, expected `domain` at line 1 column 29.".into()
            )
        );
        assert_eq!(
            refusal("{"),
            (400, "The body is not JSON: EOF while parsing an object at line 1 column 1.".into())
        );
        assert_eq!(read::<Asked>(br#"{"domain":"a.example"}"#).unwrap().domain, "a.example");
    }

    #[test]
    fn only_json_is_json() {
        assert!(is_json("application/json; charset=utf-8"));
        assert!(!is_json("text/plain"));
        assert!(!is_json("application/jsonp"));
    }

    #[tokio::test]
    async fn a_body_is_read_up_to_its_limit() {
        for (length, fits) in [(LARGEST_BODY, true), (LARGEST_BODY + 1, false)] {
            let frame = r#"{"domain":""}"#;
            let body = frame.replace("\"\"", &format!("\"{}\"", "a".repeat(length - frame.len())));
            assert_eq!(body.len(), length);
            let request =
                Request::post("/").header("content-type", "application/json").body(body.into()).unwrap();
            let received = Received::<Asked>::from_request(request, &()).await;
            assert_eq!(received.is_ok(), fits, "{length}");
        }
    }
}
