//! One of a few, or several of a few.

use askama::Template;

use super::component;
use super::fields::{ErrorMessage, Fieldset, FormGroup, Hint, Label, above};
use crate::face::content::{Attributes, Classes, Content};

/// One answer that can be chosen.
#[derive(Debug, Clone, Default)]
pub struct Choice {
    /// What is sent when it is chosen.
    pub value: String,
    /// What it is called.
    pub text: Content,
    /// Help with it.
    pub hint: Option<Hint>,
    /// Whether it is chosen; when not given, whether its value is the group's.
    pub checked: Option<bool>,
    /// Whether it cannot be chosen now.
    pub disabled: bool,
    /// Shown only while it is chosen, and always where no script runs.
    pub conditional: Content,
    /// Words between the choices ("or"); such an entry is no choice itself.
    pub divider: String,
    /// Whether choosing it clears the others ("none of these"); check boxes only.
    pub is_exclusive: bool,
    /// Id; made of the group's when not given.
    pub id: String,
    /// Name; the group's when not given. Check boxes only.
    pub name: String,
    /// Further classes of its label.
    pub label_classes: Classes,
    /// Further attributes of its label.
    pub label_attributes: Attributes,
    /// Further attributes of the control.
    pub attributes: Attributes,
}

impl Choice {
    /// A choice with this value and this name.
    pub fn new(value: impl Into<String>, text: impl Into<Content>) -> Self {
        Self { value: value.into(), text: text.into(), ..Self::default() }
    }
}

/// A choice as it is drawn.
#[derive(Template)]
#[template(path = "components/choice.html")]
struct ChoiceDrawn<'a> {
    /// `radio` or `checkbox`.
    kind: &'static str,
    /// Beginning of the classes: `govuk-radios` or `govuk-checkboxes`.
    block: &'static str,
    choice: &'a Choice,
    id: String,
    name: &'a str,
    checked: bool,
    described_by: String,
    label: Content,
    hint: Content,
}

/// Exactly one of a few.
#[derive(Debug, Clone, Default, Template)]
#[template(source = "{{ self.drawn() }}", ext = "html")]
pub struct Radios {
    /// Name under which the answer is sent.
    pub name: String,
    /// Beginning of the ids; the name when not given.
    pub id_prefix: String,
    /// The question, as the legend of a fieldset.
    pub fieldset: Option<Fieldset>,
    /// Help with the answer.
    pub hint: Option<Hint>,
    /// What is wrong with the answer that was given.
    pub error: Option<ErrorMessage>,
    /// The answers.
    pub items: Vec<Choice>,
    /// Value of the answer so far; empty for none.
    pub value: String,
    /// The box around the field.
    pub form_group: FormGroup,
    /// Further classes, for example `govuk-radios--inline`.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}

/// Any number of a few.
#[derive(Debug, Clone, Default, Template)]
#[template(source = "{{ self.drawn() }}", ext = "html")]
pub struct Checkboxes {
    /// Name under which the answers are sent.
    pub name: String,
    /// Beginning of the ids; the name when not given.
    pub id_prefix: String,
    /// The question, as the legend of a fieldset.
    pub fieldset: Option<Fieldset>,
    /// Ids of what describes the boxes where there is no fieldset.
    pub described_by: String,
    /// Help with the answer.
    pub hint: Option<Hint>,
    /// What is wrong with the answer that was given.
    pub error: Option<ErrorMessage>,
    /// The answers.
    pub items: Vec<Choice>,
    /// Values of the answers so far.
    pub values: Vec<String>,
    /// The box around the field.
    pub form_group: FormGroup,
    /// Further classes, for example `govuk-checkboxes--small`.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}

/// What radios and check boxes have in common.
struct Group<'a> {
    kind: &'static str,
    block: &'static str,
    name: &'a str,
    id_prefix: &'a str,
    fieldset: Option<&'a Fieldset>,
    described_by: &'a str,
    hint: Option<&'a Hint>,
    error: Option<&'a ErrorMessage>,
    items: &'a [Choice],
    chosen: &'a [String],
    form_group: &'a FormGroup,
    classes: &'a Classes,
    attributes: &'a Attributes,
}

#[derive(Template)]
#[template(path = "components/choices.html")]
struct GroupDrawn<'a> {
    block: &'static str,
    above: &'a Content,
    group: &'a Group<'a>,
    items: Vec<Content>,
}

#[derive(Template)]
#[template(path = "components/group.html")]
pub(super) struct Boxed<'a> {
    pub(super) has_error: bool,
    pub(super) form_group: &'a FormGroup,
    pub(super) content: Content,
}

/// Puts a group of controls into its fieldset, if it has one, and into the box around it.
pub(super) fn boxed(
    has_error: bool,
    form_group: &FormGroup,
    fieldset: Option<&Fieldset>,
    role: &str,
    described_by: String,
    inner: Content,
) -> Content {
    let content = match fieldset {
        None => inner,
        Some(fieldset) => {
            Content::of(&Fieldset { content: inner, described_by, role: role.to_owned(), ..fieldset.clone() })
        }
    };
    Content::of(&Boxed { has_error, form_group, content })
}

impl Group<'_> {
    fn drawn(&self) -> Content {
        let prefix = if self.id_prefix.is_empty() { self.name } else { self.id_prefix };
        let described_by = match self.fieldset {
            Some(fieldset) if !fieldset.described_by.is_empty() => &fieldset.described_by,
            _ => self.described_by,
        };
        let above = above(described_by, prefix, self.hint, self.error);
        let items = self
            .items
            .iter()
            .enumerate()
            .map(|(index, choice)| self.choice(choice, index, prefix, &above.described_by))
            .collect();
        let inner = Content::of(&GroupDrawn { block: self.block, above: &above.content, group: self, items });
        boxed(self.error.is_some(), self.form_group, self.fieldset, "", above.described_by, inner)
    }

    fn choice(&self, choice: &Choice, index: usize, prefix: &str, group_described_by: &str) -> Content {
        // The first id has no number, so that an error summary can point at it.
        let id = match (choice.id.as_str(), index) {
            ("", 0) => prefix.to_owned(),
            ("", _) => format!("{prefix}-{}", index + 1),
            (own, _) => own.to_owned(),
        };
        let hint = choice.hint.as_ref().filter(|hint| !hint.text.is_empty());
        let hint_id = hint.map(|_| format!("{id}-item-hint"));
        let mut described_by = Vec::new();
        if self.kind == "checkbox" && self.fieldset.is_none() && !group_described_by.is_empty() {
            described_by.push(group_described_by.to_owned());
        }
        described_by.extend(hint_id.clone());
        let checked = choice.checked.unwrap_or_else(|| self.chosen.contains(&choice.value));
        let label = Label {
            text: choice.text.clone(),
            for_id: id.clone(),
            classes: Classes::from(format!("{}__label", self.block)).and(&choice.label_classes),
            attributes: choice.label_attributes.clone(),
            ..Label::default()
        };
        let hint = hint.map_or_else(Content::default, |hint| {
            Content::of(&Hint {
                id: hint_id.unwrap_or_default(),
                classes: Classes::from(format!("{}__hint", self.block)).and(&hint.classes),
                ..hint.clone()
            })
        });
        Content::of(&ChoiceDrawn {
            kind: self.kind,
            block: self.block,
            choice,
            id,
            name: if choice.name.is_empty() { self.name } else { &choice.name },
            checked,
            described_by: described_by.join(" "),
            label: label.into(),
            hint,
        })
    }
}

impl Radios {
    fn drawn(&self) -> Content {
        let chosen = if self.value.is_empty() { vec![] } else { vec![self.value.clone()] };
        Group {
            kind: "radio",
            block: "govuk-radios",
            name: &self.name,
            id_prefix: &self.id_prefix,
            fieldset: self.fieldset.as_ref(),
            described_by: "",
            hint: self.hint.as_ref(),
            error: self.error.as_ref(),
            items: &self.items,
            chosen: &chosen,
            form_group: &self.form_group,
            classes: &self.classes,
            attributes: &self.attributes,
        }
        .drawn()
    }
}

impl Checkboxes {
    fn drawn(&self) -> Content {
        Group {
            kind: "checkbox",
            block: "govuk-checkboxes",
            name: &self.name,
            id_prefix: &self.id_prefix,
            fieldset: self.fieldset.as_ref(),
            described_by: &self.described_by,
            hint: self.hint.as_ref(),
            error: self.error.as_ref(),
            items: &self.items,
            chosen: &self.values,
            form_group: &self.form_group,
            classes: &self.classes,
            attributes: &self.attributes,
        }
        .drawn()
    }
}

component!(Radios, Checkboxes);
