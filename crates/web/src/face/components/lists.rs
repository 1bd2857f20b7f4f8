//! What is known, line by line, and what is to be done.

use askama::Template;

use super::{Tag, component};
use crate::face::content::{Attributes, Classes, Content};

/// One thing that can be done with a line.
#[derive(Debug, Clone, Default)]
pub struct ActionLink {
    /// "Change".
    pub text: Content,
    /// Where it leads.
    pub href: String,
    /// Said after it, so that ten links named "Change" differ: "name".
    pub spoken: String,
    /// Further classes.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}

#[derive(Template)]
#[template(path = "components/action_link.html")]
struct ActionDrawn<'a> {
    action: &'a ActionLink,
    card_title: &'a Content,
}

impl ActionLink {
    /// A link with these words, and what is said after them.
    pub fn new(text: impl Into<Content>, href: impl Into<String>, spoken: impl Into<String>) -> Self {
        Self { text: text.into(), href: href.into(), spoken: spoken.into(), ..Self::default() }
    }

    fn drawn(&self, card_title: &Content) -> Content {
        Content::of(&ActionDrawn { action: self, card_title })
    }
}

/// What stands on one side of a line.
#[derive(Debug, Clone, Default)]
pub struct SummaryValue {
    /// The words.
    pub content: Content,
    /// Further classes.
    pub classes: Classes,
}

impl<T: Into<Content>> From<T> for SummaryValue {
    fn from(content: T) -> Self {
        Self { content: content.into(), ..Self::default() }
    }
}

/// One line: what it is, what is known.
#[derive(Debug, Clone, Default)]
pub struct SummaryRow {
    /// What it is.
    pub key: SummaryValue,
    /// What is known.
    pub value: SummaryValue,
    /// What can be done about it.
    pub actions: Vec<ActionLink>,
    /// Further classes of the actions.
    pub actions_classes: Classes,
    /// Further classes.
    pub classes: Classes,
}

impl SummaryRow {
    /// A line that can only be read.
    pub fn new(key: impl Into<Content>, value: impl Into<Content>) -> Self {
        Self { key: key.into().into(), value: value.into().into(), ..Self::default() }
    }
}

/// A box with a title around the lines.
#[derive(Debug, Clone, Default)]
pub struct SummaryCard {
    /// What all the lines are about.
    pub title: Content,
    /// Level of the title; 2 when not given.
    pub heading_level: Option<u8>,
    /// Further classes of the title.
    pub title_classes: Classes,
    /// What can be done about the whole.
    pub actions: Vec<ActionLink>,
    /// Further classes of the actions.
    pub actions_classes: Classes,
    /// Further classes.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}

impl SummaryCard {
    fn level(&self) -> u8 {
        self.heading_level.unwrap_or(2)
    }
}

/// What is known, line by line.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "components/summary_list.html")]
pub struct SummaryList {
    /// The lines.
    pub rows: Vec<SummaryRow>,
    /// The box around them.
    pub card: Option<SummaryCard>,
    /// Further classes.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}

impl SummaryList {
    fn any_actions(&self) -> bool {
        self.rows.iter().any(|row| !row.actions.is_empty())
    }

    fn card_title(&self) -> Content {
        self.card.as_ref().map(|card| card.title.clone()).unwrap_or_default()
    }
}

/// How a task stands.
#[derive(Debug, Clone)]
pub enum TaskStatus {
    /// Done, or not yet possible: quiet words.
    Words(Content),
    /// Something to do: a tag.
    Tag(Tag),
}

impl Default for TaskStatus {
    fn default() -> Self {
        Self::Words(Content::default())
    }
}

/// One thing to do.
#[derive(Debug, Clone, Default)]
pub struct Task {
    /// What it is.
    pub title: Content,
    /// Further classes of the title.
    pub title_classes: Classes,
    /// A line more about it.
    pub hint: Content,
    /// Where it is done; empty while it cannot be.
    pub href: String,
    /// How it stands.
    pub status: TaskStatus,
    /// Further classes of the status.
    pub status_classes: Classes,
    /// Further classes.
    pub classes: Classes,
}

/// What is to be done, and how far it is.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "components/task_list.html")]
pub struct TaskList {
    /// The tasks.
    pub items: Vec<Task>,
    /// Beginning of the ids; `task-list` when not given.
    pub id_prefix: String,
    /// Further classes.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}

impl TaskList {
    fn prefix(&self) -> &str {
        if self.id_prefix.is_empty() { "task-list" } else { &self.id_prefix }
    }
}

component!(SummaryList, TaskList);
