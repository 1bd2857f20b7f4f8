//! Numbers that stand for themselves.

use askama::Template;

use super::component;
use crate::face::content::Content;

/// One number and what it counts.
#[derive(Debug, Clone, Default)]
pub struct Stat {
    /// The number as it is read: "1,204".
    pub number: String,
    /// What it counts.
    pub label: Content,
    /// What it was, or what it should be.
    pub note: Content,
    /// Where it opens into its records; empty for nowhere.
    pub href: String,
}

/// A few numbers side by side.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "components/own/stats.html")]
pub struct Stats {
    /// The numbers.
    pub items: Vec<Stat>,
}

component!(Stats);
