//! One line of plain text as people type it into a form: names of firms and people, short notes.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The longest line that a form takes, in characters.
pub const LONGEST_LINE: usize = 200;

/// Why a line is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PlainLineError {
    /// Nothing but blanks.
    #[error("this is empty")]
    Empty,
    /// More than [`LONGEST_LINE`] characters.
    #[error("this is too long; 200 characters are enough")]
    TooLong,
    /// Control characters or text that changes the direction of what follows.
    #[error("this has signs in it that cannot be shown")]
    Unshowable,
}

/// One line of text: blanks folded, no control characters, no direction overrides
/// (CVE-2021-42574), at most [`LONGEST_LINE`] characters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PlainLine(String);

impl PlainLine {
    /// Reads a line; runs of blanks become one.
    ///
    /// # Errors
    /// [`PlainLineError`], whose message says what is wrong.
    pub fn parse(text: &str) -> Result<Self, PlainLineError> {
        let folded = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if folded.is_empty() {
            return Err(PlainLineError::Empty);
        }
        if folded.chars().count() > LONGEST_LINE {
            return Err(PlainLineError::TooLong);
        }
        let unshowable = |c: char| {
            c.is_control()
                || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
        };
        if folded.chars().any(unshowable) { Err(PlainLineError::Unshowable) } else { Ok(Self(folded)) }
    }

    /// The line as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for PlainLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for PlainLine {
    type Error = PlainLineError;
    fn try_from(text: String) -> Result<Self, PlainLineError> {
        Self::parse(&text)
    }
}

impl From<PlainLine> for String {
    fn from(line: PlainLine) -> Self {
        line.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_fold_and_tricks_are_refused() {
        assert_eq!(PlainLine::parse("  Anna \t & Sons ").map(|l| l.0), Ok("Anna & Sons".into()));
        assert_eq!(PlainLine::parse(" \n "), Err(PlainLineError::Empty));
        assert_eq!(PlainLine::parse("evil\u{202e}txt.exe"), Err(PlainLineError::Unshowable));
    }

    #[test]
    fn the_limit_is_two_hundred_characters() {
        assert!(PlainLine::parse(&"é".repeat(LONGEST_LINE)).is_ok());
        assert_eq!(PlainLine::parse(&"é".repeat(LONGEST_LINE + 1)), Err(PlainLineError::TooLong));
    }
}
