//! One of many, from a list that opens.

use askama::Template;

use super::component;
use super::fields::{ErrorMessage, FormGroup, Hint, Label, Parts, above, field, id_or_name};
use crate::face::content::{Attributes, Classes, Content};

/// One entry of a list.
#[derive(Debug, Clone, Default)]
pub struct SelectItem {
    /// What is sent; the words when not given.
    pub value: Option<String>,
    /// What it is called.
    pub text: String,
    /// Whether it is chosen; when not given, whether its value is the list's.
    pub selected: Option<bool>,
    /// Whether it cannot be chosen now.
    pub disabled: bool,
    /// Further attributes.
    pub attributes: Attributes,
}

impl SelectItem {
    /// An entry with this value and this name.
    pub fn new(value: impl Into<String>, text: impl Into<String>) -> Self {
        Self { value: Some(value.into()), text: text.into(), ..Self::default() }
    }

    fn is_selected(&self, value: &str) -> bool {
        self.selected
            .unwrap_or_else(|| !value.is_empty() && self.value.as_deref().unwrap_or(&self.text) == value)
    }
}

/// One of many. Where there are few, [`Radios`](super::Radios) are easier.
#[derive(Debug, Clone, Default, Template)]
#[template(source = "{{ self.drawn() }}", ext = "html")]
pub struct Select {
    /// Name under which the answer is sent.
    pub name: String,
    /// Id; the name when not given.
    pub id: String,
    /// The question.
    pub label: Label,
    /// Help with the answer.
    pub hint: Option<Hint>,
    /// What is wrong with the answer that was given.
    pub error: Option<ErrorMessage>,
    /// The entries.
    pub items: Vec<SelectItem>,
    /// Value of the answer so far; empty for none.
    pub value: String,
    /// Whether it cannot be used now. Prefer not to show it.
    pub disabled: bool,
    /// Ids of other things that describe the field.
    pub described_by: String,
    /// The box around the field.
    pub form_group: FormGroup,
    /// Further classes.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}

#[derive(Template)]
#[template(path = "components/select.html")]
struct SelectControl<'a> {
    select: &'a Select,
    id: &'a str,
    described_by: &'a str,
}

impl Select {
    fn drawn(&self) -> Content {
        let id = id_or_name(&self.id, &self.name);
        let above = above(&self.described_by, id, self.hint.as_ref(), self.error.as_ref());
        let control = SelectControl { select: self, id, described_by: &above.described_by };
        let parts = Parts {
            id,
            label: &self.label,
            has_error: self.error.is_some(),
            group: &self.form_group,
            above: &above,
            affixed: false,
        };
        field(&parts, &control)
    }
}

component!(Select);
