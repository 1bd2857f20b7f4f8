//! What every form field is made of: label, hint, error, frame, fieldset.

use askama::Template;

use super::{component, said};
use crate::face::content::{Attributes, Classes, Content};

/// What a field is called, in words that ask.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "components/label.html")]
pub struct Label {
    /// The words.
    pub text: Content,
    /// Whether the label is also the page's heading, for a page that asks one thing.
    pub is_page_heading: bool,
    /// Id of the field; set by the field itself where the label belongs to one.
    pub for_id: String,
    /// Further classes, for example `govuk-label--l`.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}

/// Help with an answer, before it is given.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "components/hint.html")]
pub struct Hint {
    /// The words.
    pub text: Content,
    /// Id; set by the field itself where the hint belongs to one.
    pub id: String,
    /// Further classes.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}

/// What is wrong with an answer and how to put it right.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "components/error_message.html")]
pub struct ErrorMessage {
    /// The words.
    pub text: Content,
    /// Id; set by the field itself where the message belongs to one.
    pub id: String,
    /// Said before the words to people who do not see the colour; "Error" when not given, nothing
    /// when given as empty.
    pub prefix: Option<String>,
    /// Further classes.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}

impl ErrorMessage {
    fn prefix(&self) -> String {
        self.prefix.clone().unwrap_or_else(|| said("", "component-error"))
    }
}

/// The box around a field.
#[derive(Debug, Clone, Default)]
pub struct FormGroup {
    /// Stands before the control.
    pub before: Content,
    /// Stands after the control.
    pub after: Content,
    /// Further classes.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}

/// What a group of fields is called.
#[derive(Debug, Clone, Default)]
pub struct Legend {
    /// The words.
    pub text: Content,
    /// Whether the legend is also the page's heading.
    pub is_page_heading: bool,
    /// Further classes, for example `govuk-fieldset__legend--l`.
    pub classes: Classes,
}

/// Fields that belong together, under one name.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "components/fieldset.html")]
pub struct Fieldset {
    /// The group's name.
    pub legend: Legend,
    /// The fields.
    pub content: Content,
    /// Ids of what describes the group.
    pub described_by: String,
    /// Role, where the plain one is not read well by screen readers.
    pub role: String,
    /// Further classes.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}

component!(Label, Hint, ErrorMessage, Fieldset);

/// Makes a part that is mostly its words from words alone.
macro_rules! from_words {
    ($($part:ident),*) => {$(
        impl From<&str> for $part {
            fn from(text: &str) -> Self {
                Self { text: text.into(), ..Self::default() }
            }
        }
        impl From<String> for $part {
            fn from(text: String) -> Self {
                Self { text: text.into(), ..Self::default() }
            }
        }
        impl From<Content> for $part {
            fn from(text: Content) -> Self {
                Self { text, ..Self::default() }
            }
        }
    )*};
}
from_words!(Label, Hint, ErrorMessage, Legend);

impl From<&str> for Fieldset {
    fn from(legend: &str) -> Self {
        Self { legend: legend.into(), ..Self::default() }
    }
}

impl From<String> for Fieldset {
    fn from(legend: String) -> Self {
        Self { legend: legend.into(), ..Self::default() }
    }
}

/// What stands above a control, and the ids that describe it.
pub(super) struct Above {
    /// Hint and error message, drawn.
    pub(super) content: Content,
    /// Value of `aria-describedby`; empty when nothing describes the control.
    pub(super) described_by: String,
}

/// Hint and error of the field with this id.
pub(super) fn above(
    described_by: &str,
    id: &str,
    hint: Option<&Hint>,
    error: Option<&ErrorMessage>,
) -> Above {
    let mut ids: Vec<String> = Vec::new();
    let mut content = Vec::new();
    if !described_by.is_empty() {
        ids.push(described_by.to_owned());
    }
    if let Some(hint) = hint {
        let id = format!("{id}-hint");
        content.push(Content::of(&Hint { id: id.clone(), ..hint.clone() }));
        ids.push(id);
    }
    if let Some(error) = error {
        let id = format!("{id}-error");
        content.push(Content::of(&ErrorMessage { id: id.clone(), ..error.clone() }));
        ids.push(id);
    }
    Above { content: Content::all(content), described_by: ids.join(" ") }
}

/// The box around a field, drawn: label, hint, error, control.
#[derive(Template)]
#[template(path = "components/field.html")]
struct Field<'a> {
    has_error: bool,
    group: &'a FormGroup,
    label: Label,
    above: &'a Content,
    control: Content,
    /// Whether the control brings `before` and `after` itself.
    affixed: bool,
}

/// A whole field with its label around a control.
pub(super) struct Parts<'a> {
    pub(super) id: &'a str,
    pub(super) label: &'a Label,
    pub(super) has_error: bool,
    pub(super) group: &'a FormGroup,
    pub(super) above: &'a Above,
    pub(super) affixed: bool,
}

pub(super) fn field(parts: &Parts<'_>, control: &impl Template) -> Content {
    Content::of(&Field {
        has_error: parts.has_error,
        group: parts.group,
        label: Label { for_id: parts.id.to_owned(), ..parts.label.clone() },
        above: &parts.above.content,
        control: Content::of(control),
        affixed: parts.affixed,
    })
}

/// The id of a field: its own, or else its name.
pub(super) fn id_or_name<'a>(id: &'a str, name: &'a str) -> &'a str {
    if id.is_empty() { name } else { id }
}
