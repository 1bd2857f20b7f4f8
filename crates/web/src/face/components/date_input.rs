//! A day that somebody remembers: three small fields instead of a calendar.

use askama::Template;

use super::choices::boxed;
use super::fields::{ErrorMessage, Fieldset, FormGroup, Hint, above};
use super::{Input, component, said};
use crate::face::content::{Attributes, Classes, Content};

/// One part of a date.
#[derive(Debug, Clone, Default)]
pub struct DatePart {
    /// Name of the part: `day`, `month` or `year`.
    pub name: String,
    /// What it is called; the name when not given.
    pub label: String,
    /// The answer so far.
    pub value: Option<String>,
    /// Whether this part is wrong; when no part says so and there is an error, all are.
    pub has_error: Option<bool>,
    /// Id; made of the date's when not given.
    pub id: String,
    /// What the browser may fill in, for example `bday-day`.
    pub autocomplete: String,
    /// Keyboard that a phone should show; `numeric` when not given.
    pub inputmode: String,
    /// Expression that the browser may check.
    pub pattern: String,
    /// Further classes.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}

/// A day, typed as day, month and year.
#[derive(Debug, Clone, Default, Template)]
#[template(source = "{{ self.drawn() }}", ext = "html")]
pub struct DateInput {
    /// Id, and the beginning of the parts' ids.
    pub id: String,
    /// Beginning of the parts' names, before a hyphen.
    pub name_prefix: String,
    /// The question, as the legend of a fieldset.
    pub fieldset: Option<Fieldset>,
    /// Help with the answer.
    pub hint: Option<Hint>,
    /// What is wrong with the answer that was given.
    pub error: Option<ErrorMessage>,
    /// The parts; day, month and year when empty.
    pub parts: Vec<DatePart>,
    /// The box around the field.
    pub form_group: FormGroup,
    /// Further classes.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}

#[derive(Template)]
#[template(path = "components/date_input.html")]
struct Drawn<'a> {
    date: &'a DateInput,
    above: &'a Content,
    parts: Vec<Input>,
}

impl DateInput {
    fn drawn(&self) -> Content {
        let plain =
            ["day", "month", "year"].map(|name| DatePart { name: name.to_owned(), ..DatePart::default() });
        let parts: &[DatePart] = if self.parts.is_empty() { &plain } else { &self.parts };
        let wrong = |p: &DatePart| p.has_error == Some(true) || p.classes.has("govuk-input--error");
        let any_wrong = parts.iter().any(wrong);
        let inputs = parts
            .iter()
            .map(|part| {
                let marked =
                    wrong(part) || (part.has_error != Some(false) && self.error.is_some() && !any_wrong);
                self.part(part, marked)
            })
            .collect();
        let described_by = self.fieldset.as_ref().map_or("", |fieldset| &fieldset.described_by);
        let above = above(described_by, &self.id, self.hint.as_ref(), self.error.as_ref());
        let inner = Content::of(&Drawn { date: self, above: &above.content, parts: inputs });
        // Without the role, one screen reader does not read what describes a group of text fields.
        let role = "group";
        let fieldset = self.fieldset.as_ref();
        boxed(self.error.is_some(), &self.form_group, fieldset, role, above.described_by, inner)
    }

    fn part(&self, part: &DatePart, marked: bool) -> Input {
        let mut classes = Classes::from("govuk-date-input__input");
        if marked && !part.classes.has("govuk-input--error") {
            classes = classes.and(&"govuk-input--error".into());
        }
        if !part.classes.has_beginning("govuk-input--width-") {
            let width = if part.name == "year" { "govuk-input--width-4" } else { "govuk-input--width-2" };
            classes = classes.and(&width.into());
        }
        let name = match self.name_prefix.as_str() {
            "" => part.name.clone(),
            prefix => format!("{prefix}-{}", part.name),
        };
        let label = match (part.label.as_str(), part.name.as_str()) {
            ("", "day") => said("", "component-day"),
            ("", "month") => said("", "component-month"),
            ("", "year") => said("", "component-year"),
            ("", other) => other.to_owned(),
            (own, _) => own.to_owned(),
        };
        Input {
            label: super::Label {
                text: label.into(),
                classes: "govuk-date-input__label".into(),
                ..Default::default()
            },
            id: if part.id.is_empty() { format!("{}-{}", self.id, part.name) } else { part.id.clone() },
            name,
            classes: classes.and(&part.classes),
            value: part.value.clone(),
            inputmode: if part.inputmode.is_empty() { "numeric".to_owned() } else { part.inputmode.clone() },
            autocomplete: part.autocomplete.clone(),
            pattern: part.pattern.clone(),
            attributes: part.attributes.clone(),
            ..Input::default()
        }
    }
}

component!(DateInput);
