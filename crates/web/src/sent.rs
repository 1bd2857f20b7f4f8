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

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Sent<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &S) -> Result<Self, Problem> {
        let expected = request.extensions().get::<Caller>().and_then(|c| c.form_token.clone());
        let body = to_bytes(request.into_body(), LARGEST_FORM)
            .await
            .map_err(|_| Problem::too_large("Make the text shorter and send it again."))?;
        check_token(expected.as_deref(), &body)?;
        serde_html_form::from_bytes(&body)
            .map(Self)
            .map_err(|_| Problem::unreadable("Go back, load the page again and fill it in once more."))
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
