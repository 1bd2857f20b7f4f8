//! A form that somebody sent from one of our pages.
//!
//! For somebody signed in it must carry the token of their session (`form_token`), which no
//! other site can know; the door has already seen that it came from our origin.

use axum::body::to_bytes;
use axum::extract::{FromRequest, Request};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::caller::Caller;
use crate::problem::Problem;

/// The largest form that is read, in bytes. Files travel another way.
pub const LARGEST_FORM: usize = 64 * 1024;
/// The field that carries the token.
pub const TOKEN_FIELD: &str = "form_token";

/// The fields of a form, read into `T`.
#[derive(Debug)]
pub struct Sent<T>(pub T);

/// A form that carries nothing but its token.
#[derive(Debug, Deserialize)]
pub(crate) struct Nothing {}

/// The fields of a form with a long text in it: a playbook with every sign written as three.
#[derive(Debug)]
pub struct SentLong<T>(pub T);

/// The largest form with a long text that is read, in bytes.
pub const LARGEST_LONG_FORM: usize = 3 * centre::playbook::LARGEST_FILE + LARGEST_FORM;

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for SentLong<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &S) -> Result<Self, Problem> {
        read(request, LARGEST_LONG_FORM).await.map(Self)
    }
}

async fn read<T: DeserializeOwned>(request: Request, largest: usize) -> Result<T, Problem> {
    let expected = request.extensions().get::<Caller>().and_then(|c| c.form_token.clone());
    let body = to_bytes(request.into_body(), largest)
        .await
        .map_err(|_| Problem::too_large("Make the text shorter and send it again."))?;
    check_token(expected.as_deref(), &body)?;
    serde_html_form::from_bytes(&body)
        .map_err(|_| Problem::unreadable("Go back, load the page again and fill it in once more."))
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Sent<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &S) -> Result<Self, Problem> {
        read(request, LARGEST_FORM).await.map(Self)
    }
}

fn check_token(expected: Option<&str>, body: &[u8]) -> Result<(), Problem> {
    let Some(expected) = expected else { return Ok(()) };
    let given = url::form_urlencoded::parse(body).find(|(name, _)| name == TOKEN_FIELD).map(|(_, v)| v);
    match given {
        Some(given) if is_same(&given, expected) => Ok(()),
        _ => Err(Problem::not_from_our_page()),
    }
}

/// Compares two secrets in a time that does not tell where they differ.
pub(crate) fn is_same(given: &str, expected: &str) -> bool {
    use subtle::ConstantTimeEq;
    bool::from(given.as_bytes().ct_eq(expected.as_bytes()))
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;

    #[derive(Debug, Deserialize)]
    struct Long {
        text: String,
    }

    async fn sent(length: usize) -> Result<usize, Problem> {
        let body = format!("text={}", "a".repeat(length - "text=".len()));
        let request = Request::builder().body(Body::from(body)).map_err(Problem::broken)?;
        SentLong::<Long>::from_request(request, &()).await.map(|SentLong(long)| long.text.len())
    }

    #[tokio::test]
    async fn a_long_text_is_read_up_to_its_limit() {
        assert_eq!(sent(LARGEST_LONG_FORM).await.ok(), Some(LARGEST_LONG_FORM - 5));
        assert!(sent(LARGEST_LONG_FORM + 1).await.is_err());
    }
}
