//! For somebody in trouble: questions that are answered with one tap, and steps in their order.

use askama::Template;

use super::component;
use crate::face::content::Content;
use crate::face::words::Words;

/// One answer: a plain link, so that it works without script.
#[derive(Debug, Clone, Default)]
pub struct Tap {
    /// The answer.
    pub text: Content,
    /// The same page with this answer, or without it where it is chosen already.
    pub href: String,
    /// Whether it is the answer so far.
    pub is_chosen: bool,
}

/// A question with its answers as taps.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "components/own/taps.html")]
pub struct Taps {
    /// Id of the question: an anchor of the page.
    pub id: String,
    /// The question.
    pub question: Content,
    /// The answers.
    pub items: Vec<Tap>,
    /// Language.
    pub words: Words,
}

/// One thing to do.
#[derive(Debug, Clone, Default)]
pub struct Step {
    /// What, in a few words.
    pub title: Content,
    /// What exactly.
    pub text: Content,
    /// Why.
    pub why: Content,
    /// How long it takes, in words.
    pub how_long: String,
    /// Whom to call, as a link that dials.
    pub call: Option<(String, String)>,
}

/// Steps in their order, each with how long it takes.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "components/own/steps.html")]
pub struct Steps {
    /// The steps.
    pub items: Vec<Step>,
    /// Number of the first; 1 when not given.
    pub from: Option<usize>,
    /// Level of the headings; 3 when not given.
    pub heading_level: Option<u8>,
}

impl Steps {
    fn level(&self) -> u8 {
        self.heading_level.unwrap_or(3)
    }

    fn begins_later(&self) -> Option<usize> {
        self.from.filter(|from| *from > 1)
    }
}

component!(Taps, Steps);
