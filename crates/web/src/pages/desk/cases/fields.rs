//! The fields of a case's forms, with what was typed and what is to be mended.

use super::typed::Typed;
use crate::face::components::{
    Affix, Checkboxes, Choice, Fieldset, Hint, Input, Legend, Radios, Select, SelectItem, Textarea,
};
use crate::face::content::Content;
use crate::pages::Faults;

/// A form of the case page.
pub struct FormShown {
    /// Its word, where it is sent and where it stands.
    pub word: &'static str,
    /// What it is called.
    pub title: String,
    /// Its fields.
    pub fields: Content,
    /// What its button says.
    pub button: String,
    /// Whether it is open: something in it is to be mended.
    pub is_open: bool,
}

/// Makes fields.
#[derive(Clone, Copy)]
pub struct Fields<'a> {
    /// What was typed.
    pub typed: &'a Typed,
    /// What is to be mended.
    pub faults: &'a Faults,
}

/// One choice of a list: its value, and its words.
pub type Item = (String, String);

impl Fields<'_> {
    /// One line.
    pub fn line(&self, name: &str, label: &str, hint: &str) -> Input {
        Input {
            name: name.to_owned(),
            label: label.into(),
            hint: a_hint(hint),
            error: self.faults.at(name),
            value: Some(self.typed.get(name).to_owned()),
            autocomplete: "off".to_owned(),
            ..Input::default()
        }
    }

    /// A sum in pounds.
    pub fn pounds(&self, name: &str, label: &str) -> Input {
        Input {
            prefix: Some(Affix::from("£")),
            inputmode: "decimal".to_owned(),
            classes: "govuk-input--width-10".into(),
            ..self.line(name, label, "")
        }
    }

    /// A day.
    pub fn day(&self, name: &str, label: &str) -> Input {
        Input {
            kind: "date".to_owned(),
            classes: "govuk-input--width-10".into(),
            ..self.line(name, label, "For example 2026-11-27")
        }
    }

    /// A time on the clock.
    pub fn time(&self, name: &str, label: &str) -> Input {
        Input {
            kind: "time".to_owned(),
            classes: "govuk-input--width-5".into(),
            ..self.line(name, label, "For example 14:30")
        }
    }

    /// Several lines.
    pub fn area(&self, name: &str, label: &str, hint: &str, rows: u16) -> Textarea {
        Textarea {
            name: name.to_owned(),
            label: label.into(),
            hint: a_hint(hint),
            error: self.faults.at(name),
            value: self.typed.get(name).to_owned(),
            rows: Some(rows),
            ..Textarea::default()
        }
    }

    /// One of a list that opens; `now` is chosen where nothing was.
    pub fn select(&self, name: &str, label: &str, items: &[Item], now: &str) -> Select {
        let typed = self.typed.get(name);
        Select {
            name: name.to_owned(),
            label: label.into(),
            error: self.faults.at(name),
            items: items.iter().map(|(value, words)| SelectItem::new(value, words)).collect(),
            value: if typed.is_empty() { now.to_owned() } else { typed.to_owned() },
            ..Select::default()
        }
    }

    /// One of a few.
    pub fn radios(&self, name: &str, label: &str, items: &[Item]) -> Radios {
        Radios {
            name: name.to_owned(),
            fieldset: Some(legend(label)),
            error: self.faults.at(name),
            items: items.iter().map(|(value, words)| Choice::new(value, words)).collect(),
            value: self.typed.get(name).to_owned(),
            classes: "govuk-radios--small".into(),
            ..Radios::default()
        }
    }

    /// Any of a few; `now` are ticked where nothing was typed.
    pub fn boxes(&self, name: &str, label: &str, items: &[Item], now: &[String]) -> Checkboxes {
        let typed = self.typed.all(name);
        Checkboxes {
            name: name.to_owned(),
            fieldset: Some(legend(label)),
            error: self.faults.at(name),
            items: items.iter().map(|(value, words)| Choice::new(value, words)).collect(),
            values: if typed.is_empty() { now.to_vec() } else { typed.to_vec() },
            classes: "govuk-checkboxes--small".into(),
            ..Checkboxes::default()
        }
    }
}

/// A heading over choices.
pub fn legend(label: &str) -> Fieldset {
    Fieldset {
        legend: Legend {
            text: label.into(),
            classes: "govuk-fieldset__legend--s".into(),
            ..Legend::default()
        },
        ..Fieldset::default()
    }
}

fn a_hint(text: &str) -> Option<Hint> {
    (!text.is_empty()).then(|| Hint { text: text.into(), ..Hint::default() })
}

/// A closed list as choices.
pub fn items<T: Copy + ToString>(all: &[T], words: impl Fn(T) -> String) -> Vec<Item> {
    all.iter().map(|value| (value.to_string(), words(*value))).collect()
}
