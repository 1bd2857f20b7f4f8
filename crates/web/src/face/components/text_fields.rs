//! Fields that people type into: one line, many lines, counted, secret.

use askama::Template;

use super::fields::{ErrorMessage, FormGroup, Hint, Label, Parts, above, field, id_or_name};
use super::{Button, component, said};
use crate::face::content::{Attributes, Classes, Content, ScriptWords};
use crate::face::words::{FluentValue, Words};

/// What stands fixed before or after what is typed, for example "£".
#[derive(Debug, Clone, Default)]
pub struct Affix {
    /// The words.
    pub text: Content,
    /// Further classes.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}

impl From<&str> for Affix {
    fn from(text: &str) -> Self {
        Self { text: text.into(), ..Self::default() }
    }
}

/// One line of text.
#[derive(Debug, Clone, Default, Template)]
#[template(source = "{{ self.drawn() }}", ext = "html")]
pub struct Input {
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
    /// The answer so far.
    pub value: Option<String>,
    /// `text` when not given; `email`, `tel`, …
    pub kind: String,
    /// Keyboard that a phone should show, for example `numeric`.
    pub inputmode: String,
    /// What the browser may fill in, for example `email` or `one-time-code`.
    pub autocomplete: String,
    /// What phones write in capitals: `none` for names of machines.
    pub autocapitalize: String,
    /// Whether the browser checks spelling; its own choice when not given.
    pub spellcheck: Option<bool>,
    /// Expression that the browser may check.
    pub pattern: String,
    /// Whether it cannot be used now. Prefer not to show it.
    pub disabled: bool,
    /// Fixed words before the answer.
    pub prefix: Option<Affix>,
    /// Fixed words after the answer.
    pub suffix: Option<Affix>,
    /// Ids of other things that describe the field.
    pub described_by: String,
    /// The box around the field.
    pub form_group: FormGroup,
    /// The box around the control and what is fixed to it.
    pub wrapper_classes: Classes,
    /// Attributes of that box.
    pub wrapper_attributes: Attributes,
    /// Further classes, for example `govuk-input--width-10`.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}

#[derive(Template)]
#[template(path = "components/input.html")]
struct InputControl<'a> {
    input: &'a Input,
    id: &'a str,
    described_by: &'a str,
    wrapped: bool,
}

impl Input {
    fn drawn(&self) -> Content {
        let id = id_or_name(&self.id, &self.name);
        let above = above(&self.described_by, id, self.hint.as_ref(), self.error.as_ref());
        let shown = |affix: &Option<Affix>| affix.as_ref().is_some_and(|a| !a.text.is_empty());
        let wrapped = shown(&self.prefix)
            || shown(&self.suffix)
            || !self.form_group.before.is_empty()
            || !self.form_group.after.is_empty();
        let control = InputControl { input: self, id, described_by: &above.described_by, wrapped };
        let parts = Parts {
            id,
            label: &self.label,
            has_error: self.error.is_some(),
            group: &self.form_group,
            above: &above,
            affixed: true,
        };
        field(&parts, &control)
    }
}

/// Several lines of text.
#[derive(Debug, Clone, Default, Template)]
#[template(source = "{{ self.drawn() }}", ext = "html")]
pub struct Textarea {
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
    /// The answer so far.
    pub value: String,
    /// Height in lines; 5 when not given.
    pub rows: Option<u16>,
    /// What the browser may fill in.
    pub autocomplete: String,
    /// Whether the browser checks spelling; its own choice when not given.
    pub spellcheck: Option<bool>,
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
#[template(path = "components/textarea.html")]
struct TextareaControl<'a> {
    area: &'a Textarea,
    id: &'a str,
    described_by: &'a str,
    rows: u16,
}

impl Textarea {
    /// Lines when nobody says how many.
    const ROWS: u16 = 5;

    fn drawn(&self) -> Content {
        let id = id_or_name(&self.id, &self.name);
        let above = above(&self.described_by, id, self.hint.as_ref(), self.error.as_ref());
        let control = TextareaControl {
            area: self,
            id,
            described_by: &above.described_by,
            rows: self.rows.unwrap_or(Self::ROWS),
        };
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

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counting {
    /// Units of UTF-16, as browsers count.
    Length,
    /// Signs as people see them.
    Characters,
    /// Words.
    Words,
}

impl Counting {
    /// Its name in the script.
    fn name(self) -> &'static str {
        match self {
            Self::Length => "length",
            Self::Characters => "characters",
            Self::Words => "words",
        }
    }
}

/// Several lines of text with a limit that the page counts down to.
#[derive(Debug, Clone, Default, Template)]
#[template(source = "{{ self.textarea() }}", ext = "html")]
pub struct CharacterCount {
    /// The field.
    pub textarea: Textarea,
    /// The most that may be typed; without it the field needs its script to say it.
    pub limit: Option<u32>,
    /// What is counted; length when not given.
    pub counting: Option<Counting>,
    /// Percentage of the limit from which the count is shown; always when not given.
    pub threshold: Option<u8>,
    /// "You can enter up to %{count} characters" when not given.
    pub description: String,
    /// Further classes of the count.
    pub message_classes: Classes,
    /// Words of the script.
    pub script_words: ScriptWords,
}

impl CharacterCount {
    fn textarea(&self) -> Textarea {
        let id = id_or_name(&self.textarea.id, &self.textarea.name).to_owned();
        let mut attributes = Attributes::default().with("data-module", "govuk-character-count");
        if let Some(limit) = self.limit {
            attributes = attributes.with("data-maxlength", limit.to_string());
        }
        if let Some(threshold) = self.threshold {
            attributes = attributes.with("data-threshold", threshold.to_string());
        }
        if let Some(counting) = self.counting {
            attributes = attributes.with("data-count-type", counting.name());
        }
        if self.limit.is_none() && !self.description.is_empty() {
            attributes = attributes.with("data-i18n.textarea-description.other", self.description.as_str());
        }
        let told = self.limit.map_or(String::new(), |limit| {
            let count = [("count", FluentValue::from(limit.to_string()))];
            match (self.description.as_str(), self.counting) {
                ("", Some(Counting::Words)) => Words::default().say_with("component-count-words", &count),
                ("", _) => Words::default().say_with("component-count-characters", &count),
                (own, _) => own.replace("%{count}", &limit.to_string()),
            }
        });
        let message = super::Hint {
            text: told.into(),
            id: format!("{id}-info"),
            classes: Classes::from("govuk-character-count__message").and(&self.message_classes),
            ..Default::default()
        };
        let group = &self.textarea.form_group;
        Textarea {
            described_by: format!("{id}-info"),
            form_group: FormGroup {
                before: group.before.clone(),
                after: Content::all([Content::of(&message), group.after.clone()]),
                classes: Classes::from("govuk-character-count").and(&group.classes),
                attributes: attributes.and_words(&self.script_words).and(&group.attributes),
            },
            classes: Classes::from("govuk-js-character-count").and(&self.textarea.classes),
            id,
            ..self.textarea.clone()
        }
    }
}

/// A secret that can be shown while it is typed.
#[derive(Debug, Clone, Default, Template)]
#[template(source = "{{ self.input() }}", ext = "html")]
pub struct PasswordInput {
    /// The field; its kind and checks are set here.
    pub input: Input,
    /// Further classes of the button.
    pub button_classes: Classes,
    /// Words of the script.
    pub script_words: ScriptWords,
}

impl PasswordInput {
    fn input(&self) -> Input {
        let id = id_or_name(&self.input.id, &self.input.name).to_owned();
        let word = |key: &str, otherwise: &str| said(self.script_words.message(key).unwrap_or(""), otherwise);
        let button = Button {
            kind: "button".to_owned(),
            classes: Classes::from(
                "govuk-button--secondary govuk-password-input__toggle govuk-js-password-input-toggle",
            )
            .and(&self.button_classes),
            text: word("show-password", "component-show").into(),
            attributes: Attributes::default()
                .with("aria-controls", id.as_str())
                .with("aria-label", word("show-password-aria-label", "component-show-password"))
                .with("hidden", ""),
            ..Button::default()
        };
        let group = &self.input.form_group;
        Input {
            form_group: FormGroup {
                before: group.before.clone(),
                after: Content::all([Content::of(&button), group.after.clone()]),
                classes: Classes::from("govuk-password-input").and(&group.classes),
                attributes: Attributes::default()
                    .with("data-module", "govuk-password-input")
                    .and_words(&self.script_words)
                    .and(&group.attributes),
            },
            wrapper_classes: "govuk-password-input__wrapper".into(),
            classes: Classes::from("govuk-password-input__input govuk-js-password-input-input")
                .and(&self.input.classes),
            kind: "password".to_owned(),
            spellcheck: Some(false),
            autocapitalize: "none".to_owned(),
            autocomplete: if self.input.autocomplete.is_empty() {
                "current-password".to_owned()
            } else {
                self.input.autocomplete.clone()
            },
            id,
            ..self.input.clone()
        }
    }
}

component!(Input, Textarea, CharacterCount, PasswordInput);
