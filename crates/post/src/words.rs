//! The words of a letter after `DATA`.
//!
//! A letter ends at CR LF dot CR LF and nowhere else. Servers that also end it at a bare line feed let a letter carry a second
//! one inside (SMTP smuggling, 2023), so a bare CR or LF makes the letter one that is refused when its true end has come.

use crate::limits::MOST_BYTES;

/// Why the end of a letter is no good end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// It is whole.
    Whole,
    /// It has more than [`MOST_BYTES`]; what was too much was thrown away as it came.
    TooLarge,
    /// A carriage return or a line feed stood alone.
    BareLineEnd,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    LineBegins,
    InLine,
    Return,
    Dot,
    DotReturn,
}

/// Reads one letter, piece by piece, in whatever pieces it comes.
#[derive(Debug)]
pub struct WordsReader {
    kept: Vec<u8>,
    place: Place,
    is_too_large: bool,
    has_bare_end: bool,
}

impl Default for WordsReader {
    fn default() -> Self {
        Self { kept: Vec::new(), place: Place::LineBegins, is_too_large: false, has_bare_end: false }
    }
}

impl WordsReader {
    /// Takes bytes from the front of `piece` until the letter ends. Some of how it ended, then; `piece` holds what comes after it.
    pub fn take(&mut self, piece: &mut &[u8]) -> Option<Ended> {
        while let Some((&byte, rest)) = piece.split_first() {
            *piece = rest;
            match (self.place, byte) {
                (Place::DotReturn, b'\n') => return Some(self.ended()),
                (Place::LineBegins, b'.') => self.place = Place::Dot,
                (Place::Dot, b'\r') => self.place = Place::DotReturn,
                // A doubled dot is one dot; any other letter after it means that somebody forgot to double it.
                (Place::Dot, _) => self.ordinary(byte),
                (Place::DotReturn, _) => {
                    // A dot alone with a bare return behind it: both were words.
                    self.has_bare_end = true;
                    self.keep(b'.');
                    self.keep(b'\r');
                    self.ordinary(byte);
                }
                (Place::Return, b'\n') => {
                    self.keep(b'\n');
                    self.place = Place::LineBegins;
                }
                (Place::Return, _) => {
                    self.has_bare_end = true;
                    self.ordinary(byte);
                }
                (Place::LineBegins | Place::InLine, _) => self.ordinary(byte),
            }
        }
        None
    }

    /// The words, once the letter has ended.
    pub fn words(self) -> Vec<u8> {
        self.kept
    }

    fn ended(&self) -> Ended {
        match (self.is_too_large, self.has_bare_end) {
            (true, _) => Ended::TooLarge,
            (false, true) => Ended::BareLineEnd,
            (false, false) => Ended::Whole,
        }
    }

    fn ordinary(&mut self, byte: u8) {
        self.has_bare_end |= byte == b'\n';
        self.keep(byte);
        self.place = if byte == b'\r' { Place::Return } else { Place::InLine };
    }

    fn keep(&mut self, byte: u8) {
        if self.kept.len() < MOST_BYTES {
            self.kept.push(byte);
        } else {
            self.is_too_large = true;
        }
    }
}
