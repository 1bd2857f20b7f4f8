//! Ways on: the doors of the house, a page with nothing on it yet, work that is under way.

use askama::Template;

use super::component;
use crate::face::components::Button;
use crate::face::content::Content;

/// One door.
#[derive(Debug, Clone, Default)]
pub struct Door {
    /// What it is called.
    pub title: Content,
    /// What is behind it, in a sentence.
    pub text: Content,
    /// Where it leads.
    pub href: String,
    /// Whether it is for somebody in trouble: it comes first and is larger.
    pub is_urgent: bool,
}

/// The doors side by side.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "components/own/doors.html")]
pub struct Doors {
    /// The doors.
    pub items: Vec<Door>,
    /// Level of the headings; 2 when not given.
    pub heading_level: Option<u8>,
}

impl Doors {
    fn level(&self) -> u8 {
        self.heading_level.unwrap_or(2)
    }
}

/// A place where nothing is yet, and what makes something come.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "components/own/empty_state.html")]
pub struct EmptyState {
    /// What is not there.
    pub title: Content,
    /// What makes it come.
    pub text: Content,
    /// What can be done now.
    pub button: Option<Button>,
    /// Level of the heading; 2 when not given.
    pub heading_level: Option<u8>,
}

impl EmptyState {
    fn level(&self) -> u8 {
        self.heading_level.unwrap_or(2)
    }
}

/// Work that is under way. Where scripts run the page follows it (`live.js`); where they do not,
/// the link asks again.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "components/own/progress.html")]
pub struct Progress {
    /// What is being done.
    pub label: String,
    /// How far it is, in words.
    pub words: String,
    /// Steps done.
    pub done: u32,
    /// Steps in all; 0 while nobody knows.
    pub of: u32,
    /// Address of the events, see `live.js`; empty for none.
    pub events_href: String,
    /// Where the same page is asked for again.
    pub href: String,
    /// Words of that link.
    pub link: String,
}

component!(Doors, EmptyState, Progress);
