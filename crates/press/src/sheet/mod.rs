//! Sheets to print: words set on A4 as PDF, tagged for screen readers (PDF/UA-1).
//!
//! Everything that a sheet says comes in as data and is set as it stands: the one file of markup, `sheet.typ`, is ours
//! and is the same for every sheet, so that no firm's name can become markup, read a file or run anything. The moment
//! is an argument: the same sheet at the same moment is the same file, byte for byte.

mod press_room;

#[cfg(test)]
mod tests;

use terms::Timestamp;

/// The most blocks that a sheet has: ten points with all that belongs to them are about eighty.
pub const MOST_BLOCKS: usize = 200;
/// The most entries of one list in a sheet.
pub const MOST_ENTRIES: usize = 40;
/// The longest text of a sheet, in characters: a line to paste may be that long, nothing that is read is.
pub const LONGEST_TEXT: usize = 2_000;

/// What stands on a sheet, from top to bottom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// Begins a part.
    Heading(String),
    /// A paragraph.
    Words(String),
    /// A paragraph that nobody should miss.
    Strong(String),
    /// Names and what belongs to them.
    Facts(Vec<(String, String)>),
    /// Steps in their order.
    Steps(Vec<String>),
    /// Points in no order.
    Points(Vec<String>),
    /// What is to be typed or copied just as it stands: a label and the line.
    Lines(Vec<(String, String)>),
    /// An address that can be pressed and read.
    Address(String),
}

/// A sheet in English.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// What it is called: at its top and in the reader's window.
    pub title: String,
    /// Who wrote it.
    pub author: String,
    /// What stands at the foot of each page.
    pub foot: String,
    /// What it says.
    pub blocks: Vec<Block>,
}

/// Why there is no PDF.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SheetError {
    /// More than [`MOST_BLOCKS`], or a list longer than [`MOST_ENTRIES`].
    #[error("the sheet is too long; take some points out")]
    TooLong,
    /// A text longer than [`LONGEST_TEXT`].
    #[error("a text of the sheet is too long; 2000 characters fit")]
    TextTooLong,
    /// An address that is not one of the web.
    #[error("an address on a sheet begins with https:// or http://")]
    NoAddress,
    /// The typesetter refused it; its own words.
    #[error("the sheet could not be set: {0}")]
    NotSet(String),
}

impl Sheet {
    /// The sheet as a PDF that says it was made at `at`. Takes some tenths of a second: not for a thread that others
    /// wait for.
    ///
    /// # Errors
    /// [`SheetError`] when a limit is passed, or the typesetter refuses.
    pub fn pdf(&self, at: Timestamp) -> Result<Vec<u8>, SheetError> {
        self.check()?;
        press_room::set(self, at)
    }

    fn check(&self) -> Result<(), SheetError> {
        if self.blocks.len() > MOST_BLOCKS {
            return Err(SheetError::TooLong);
        }
        let fits = |text: &String| text.chars().count() <= LONGEST_TEXT;
        if ![&self.title, &self.author, &self.foot].into_iter().all(fits) {
            return Err(SheetError::TextTooLong);
        }
        for block in &self.blocks {
            let (entries, texts): (usize, Vec<&String>) = match block {
                Block::Heading(text) | Block::Words(text) | Block::Strong(text) => (1, vec![text]),
                Block::Address(address) if !is_of_the_web(address) => return Err(SheetError::NoAddress),
                Block::Address(address) => (1, vec![address]),
                Block::Steps(all) | Block::Points(all) => (all.len(), all.iter().collect()),
                Block::Facts(all) | Block::Lines(all) => {
                    (all.len(), all.iter().flat_map(|(name, text)| [name, text]).collect())
                }
            };
            if entries > MOST_ENTRIES {
                return Err(SheetError::TooLong);
            }
            if !texts.into_iter().all(fits) {
                return Err(SheetError::TextTooLong);
            }
        }
        Ok(())
    }
}

fn is_of_the_web(address: &str) -> bool {
    let rest = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"));
    rest.is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_graphic()))
}
