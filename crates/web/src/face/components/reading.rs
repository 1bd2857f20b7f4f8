//! Ways to lay out what is read: folded, set apart, side by side, labelled.

use askama::Template;

use super::component;
use crate::face::content::{Attributes, Classes, Content, ScriptWords};

/// More for those who want it, behind a fold.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "components/details.html")]
pub struct Details {
    /// What is behind the fold.
    pub summary: Content,
    /// What unfolds.
    pub content: Content,
    /// Whether it is unfolded at first.
    pub is_open: bool,
    /// Id.
    pub id: String,
    /// Further classes.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}

/// Words set apart from the others.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "components/inset_text.html")]
pub struct InsetText {
    /// The words.
    pub text: Content,
    /// Id.
    pub id: String,
    /// Further classes.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}

/// How something stands, in a word or two.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "components/tag.html")]
pub struct Tag {
    /// The words.
    pub text: Content,
    /// Further classes, for example `govuk-tag--green`. Colour repeats the words, never replaces them.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}

impl From<&str> for Tag {
    fn from(text: &str) -> Self {
        Self { text: text.into(), ..Self::default() }
    }
}

/// One section of an accordion.
#[derive(Debug, Clone, Default)]
pub struct AccordionSection {
    /// What it is about.
    pub heading: Content,
    /// A line more about it.
    pub summary: Content,
    /// What unfolds. Words alone become a paragraph.
    pub content: Content,
    /// Whether it is unfolded at first.
    pub is_expanded: bool,
}

/// Sections that unfold one by one.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "components/accordion.html")]
pub struct Accordion {
    /// Id; beginning of the sections' ids.
    pub id: String,
    /// The sections.
    pub items: Vec<AccordionSection>,
    /// Level of the headings; 2 when not given.
    pub heading_level: Option<u8>,
    /// Whether the browser remembers what was unfolded. Not for pages about trouble.
    pub remembers: Option<bool>,
    /// Words of the script.
    pub script_words: ScriptWords,
    /// Further classes.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}

impl Accordion {
    fn level(&self) -> u8 {
        self.heading_level.unwrap_or(2)
    }
}

/// One of several panels.
#[derive(Debug, Clone, Default)]
pub struct Tab {
    /// What it is called.
    pub label: String,
    /// Id of the panel; made of the prefix when not given.
    pub id: String,
    /// The panel. Words alone become a paragraph.
    pub content: Content,
    /// Further attributes of the panel.
    pub panel_attributes: Attributes,
    /// Further attributes of the tab.
    pub attributes: Attributes,
}

/// Panels of which one is seen; all of them where no script runs.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "components/tabs.html")]
pub struct Tabs {
    /// Id.
    pub id: String,
    /// Beginning of the panels' ids.
    pub id_prefix: String,
    /// "Contents" when not given; seen where no script runs.
    pub title: String,
    /// The panels.
    pub items: Vec<Tab>,
    /// Further classes.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}

impl Tabs {
    /// Panels with their ids.
    fn panels(&self) -> Vec<(String, &Tab)> {
        let id = |(index, tab): (usize, &Tab)| match tab.id.as_str() {
            "" => format!("{}-{}", self.id_prefix, index + 1),
            own => own.to_owned(),
        };
        self.items.iter().enumerate().map(|(index, tab)| (id((index, tab)), tab)).collect()
    }
}

component!(Details, InsetText, Tag, Accordion, Tabs);
