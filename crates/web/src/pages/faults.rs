//! What is wrong with a form that was sent: shown at the field, at the top of the page, and in the status.

use std::borrow::Cow;

use axum::http::StatusCode;

use crate::face::components::{ErrorMessage, ErrorSummary, ErrorSummaryItem};

/// What is wrong with a form, by the ids of its fields.
#[derive(Debug, Clone, Default)]
pub(crate) struct Faults(Vec<(Cow<'static, str>, String)>);

impl Faults {
    /// One fault.
    pub(crate) fn of(field: impl Into<Cow<'static, str>>, words: impl Into<String>) -> Self {
        Self(vec![(field.into(), words.into())])
    }

    /// One more.
    pub(crate) fn add(&mut self, field: impl Into<Cow<'static, str>>, words: impl Into<String>) {
        self.0.push((field.into(), words.into()));
    }

    /// Whether there is none.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What stands at the field.
    pub(crate) fn at(&self, field: &str) -> Option<ErrorMessage> {
        self.0.iter().find(|(id, _)| *id == field).map(|(_, words)| words.as_str().into())
    }

    /// What stands at the top of the page.
    pub(crate) fn summary(&self) -> Option<ErrorSummary> {
        let item = |(id, words): &(Cow<'static, str>, String)| ErrorSummaryItem::of_field(id, words.as_str());
        (!self.is_empty())
            .then(|| ErrorSummary { items: self.0.iter().map(item).collect(), ..ErrorSummary::default() })
    }

    /// The status of a page that shows them.
    pub(crate) fn status(&self) -> StatusCode {
        if self.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY }
    }
}
