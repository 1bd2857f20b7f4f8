//! How much something matters, in the four steps that every finding uses.

use serde::{Deserialize, Serialize};

/// How much a finding matters to a small firm. Smaller is worse: the order is the order of work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Harm is likely now: today's work.
    Urgent,
    /// Opens a common way in: this week's work.
    Important,
    /// Better done, when there is an hour.
    WorthDoing,
    /// Good to know; never lowers a promise.
    Note,
}

impl Severity {
    /// The word that a member reads.
    pub fn word(self) -> &'static str {
        match self {
            Self::Urgent => "urgent",
            Self::Important => "important",
            Self::WorthDoing => "worth doing",
            Self::Note => "good to know",
        }
    }
}
