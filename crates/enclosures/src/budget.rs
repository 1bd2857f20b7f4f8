//! How much one message may cost, whatever its enclosures hold.

use crate::Limit;

/// The most bytes that come out of all packed things of one message.
pub const MOST_UNPACKED: u64 = 16 * 1024 * 1024;
/// The most files that are opened of one message, those inside others counted.
pub const MOST_FILES: u32 = 500;
/// The most things in each other: an archive in an archive in a document.
pub const MOST_DEPTH: u32 = 5;
/// The most pixels that are painted of one message: a photograph of a telephone, and a little.
pub const MOST_PIXELS: u64 = 13_000_000;
/// The most bytes of markup (web pages, XML, pages of a PDF) that are read word by word of one message.
pub const MOST_MARKUP: u64 = 1280 * 1024;
/// How many times larger something may get when it is unpacked…
pub const MOST_RATIO: u64 = 200;
/// …looked at from so many bytes on: little files of one letter pack better than any document.
pub const RATIO_FROM: u64 = 2 * 1024 * 1024;

/// What is left for one message. All its enclosures share it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Budget {
    /// Bytes that may still be unpacked.
    pub bytes: u64,
    /// Files that may still be opened.
    pub files: u32,
    /// Levels that may still be opened from here.
    pub depth: u32,
    /// Pixels that may still be painted.
    pub pixels: u64,
    /// Bytes of markup that may still be read word by word.
    pub markup: u64,
}

impl Budget {
    /// The budget of one message.
    pub const fn of_a_message() -> Self {
        Self {
            bytes: MOST_UNPACKED,
            files: MOST_FILES,
            depth: MOST_DEPTH,
            pixels: MOST_PIXELS,
            markup: MOST_MARKUP,
        }
    }

    /// Opens one file more.
    pub(crate) fn file(&mut self) -> Result<(), Limit> {
        self.files = self.files.checked_sub(1).ok_or(Limit::Files)?;
        Ok(())
    }

    /// Goes one level down; [`Budget::up`] comes back.
    pub(crate) fn down(&mut self) -> Result<(), Limit> {
        self.depth = self.depth.checked_sub(1).ok_or(Limit::Depth)?;
        Ok(())
    }

    /// Comes back from a level.
    pub(crate) fn up(&mut self) {
        self.depth += 1;
    }

    /// Paints so many pixels.
    pub(crate) fn paint(&mut self, pixels: u64) -> Result<(), Limit> {
        self.pixels = self.pixels.checked_sub(pixels).ok_or(Limit::Pixels)?;
        Ok(())
    }

    /// Takes bytes that came out of something packed.
    pub(crate) fn unpack(&mut self, bytes: u64) -> Result<(), Limit> {
        self.bytes = self.bytes.checked_sub(bytes).ok_or_else(|| {
            self.bytes = 0;
            Limit::Bytes
        })?;
        Ok(())
    }
}

impl Default for Budget {
    fn default() -> Self {
        Self::of_a_message()
    }
}
