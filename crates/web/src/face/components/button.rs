//! What is pressed.

use askama::Template;

use super::component;
use crate::face::content::{Attributes, Classes, Content};

/// A button, or a link that looks like one.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "components/button.html")]
pub struct Button {
    /// What happens when it is pressed, as a verb: "Save and continue".
    pub text: Content,
    /// Where it leads, if it is a link.
    pub href: String,
    /// `submit` when not given; `button` or `reset`.
    pub kind: String,
    /// Name sent with the form.
    pub name: String,
    /// Value sent with the form.
    pub value: String,
    /// Whether it cannot be pressed now. Prefer to say what is missing.
    pub disabled: bool,
    /// Whether it starts a service: larger, with an arrow.
    pub is_start: bool,
    /// Whether a second press within a second is let go; no word about it when not given.
    pub prevent_double_click: Option<bool>,
    /// Id.
    pub id: String,
    /// Further classes, for example `govuk-button--secondary` or `govuk-button--warning`.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}

impl Button {
    /// Sends the form; a second press within a second is let go.
    pub fn submit(text: impl Into<Content>) -> Self {
        Self { text: text.into(), prevent_double_click: Some(true), ..Self::default() }
    }

    /// The quieter one of two.
    pub fn secondary(text: impl Into<Content>) -> Self {
        Self { classes: "govuk-button--secondary".into(), ..Self::submit(text) }
    }

    /// Does what cannot be taken back.
    pub fn warning(text: impl Into<Content>) -> Self {
        Self { classes: "govuk-button--warning".into(), ..Self::submit(text) }
    }

    /// A link that looks like a button.
    pub fn link(text: impl Into<Content>, href: impl Into<String>) -> Self {
        Self { text: text.into(), href: href.into(), ..Self::default() }
    }
}

component!(Button);
