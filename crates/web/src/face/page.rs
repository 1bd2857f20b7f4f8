//! From a template to an answer.

use askama::Template;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

/// Who may keep a copy of a page, and for how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Cache {
    /// Nobody: the page may say something about somebody. What is not said otherwise is so.
    #[default]
    NoStore,
    /// The reader's browser, which asks each time whether it is still right.
    Revalidate,
    /// Anybody, for five minutes: the same for every reader.
    Public,
}

impl Cache {
    /// Value of `Cache-Control` (RFC 9111).
    pub fn header(self) -> HeaderValue {
        HeaderValue::from_static(match self {
            Self::NoStore => "no-store",
            Self::Revalidate => "private, no-cache",
            Self::Public => "public, max-age=300",
        })
    }
}

/// A page on its way to the reader.
#[derive(Debug, Clone)]
pub struct Page<T> {
    template: T,
    status: StatusCode,
    cache: Cache,
}

impl<T: Template> Page<T> {
    /// All is well, and nobody keeps a copy.
    pub fn new(template: T) -> Self {
        Self { template, status: StatusCode::OK, cache: Cache::NoStore }
    }

    /// With this status.
    pub fn with_status(self, status: StatusCode) -> Self {
        Self { status, ..self }
    }

    /// With this rule for copies.
    pub fn with_cache(self, cache: Cache) -> Self {
        Self { cache, ..self }
    }
}

impl<T: Template> IntoResponse for Page<T> {
    fn into_response(self) -> Response {
        let html = [(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"))];
        match self.template.render() {
            Ok(text) => {
                (self.status, html, [(header::CACHE_CONTROL, self.cache.header())], text).into_response()
            }
            Err(fault) => {
                tracing::error!(%fault, "a page could not be drawn");
                let text = "This page could not be drawn. Please try again in a minute.";
                let cache = [(header::CACHE_CONTROL, Cache::NoStore.header())];
                (StatusCode::INTERNAL_SERVER_ERROR, cache, text).into_response()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Template)]
    #[template(source = "<p>{{ name }}</p>", ext = "html")]
    struct Greeting {
        name: &'static str,
    }

    #[test]
    fn nobody_keeps_a_copy_unless_it_is_allowed() {
        let page = Page::new(Greeting { name: "A & B" }).into_response();
        assert_eq!(page.headers()[header::CACHE_CONTROL], "no-store");
        let page = Page::new(Greeting { name: "A & B" }).with_cache(Cache::Public).into_response();
        assert_eq!(page.headers()[header::CACHE_CONTROL], "public, max-age=300");
    }
}
