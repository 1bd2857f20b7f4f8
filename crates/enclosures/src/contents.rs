//! What a file turned out to hold.

use serde::{Deserialize, Serialize};

use crate::{Alarm, Kind};

/// The most bytes of text that are kept of one file.
pub const MOST_TEXT: usize = 1024 * 1024;
/// The most links that are kept of one file.
pub const MOST_LINKS: usize = 1_000;
/// The most payloads of codes that are kept of one file.
pub const MOST_CODES: usize = 20;
/// The most alarms that are kept of one file.
pub const MOST_ALARMS: usize = 64;
/// The most bytes of a name, a link or a piece of evidence.
pub(crate) const MOST_WORDS: usize = 2_048;

/// What a file holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contents {
    /// What it is called, by the mail or by the archive that held it.
    pub name: String,
    /// What it is, by its content.
    pub kind: Kind,
    /// The words in it that a person would read, at most [`MOST_TEXT`] bytes.
    pub text: String,
    /// Links, at most [`MOST_LINKS`], in the order in which they stand.
    pub links: Vec<Link>,
    /// What QR and bar codes say, at most [`MOST_CODES`].
    pub codes: Vec<String>,
    /// What could hurt or mislead, at most [`MOST_ALARMS`].
    pub alarms: Vec<Alarm>,
    /// What was packed inside.
    pub inside: Vec<Contents>,
    /// Why it was not read, or not whole. `None`: read whole.
    pub unread: Option<Unread>,
    /// A mail that is to be read by whoever reads mails: `.eml` as it stands, or `.msg`.
    #[serde(skip)]
    pub message: Option<Vec<u8>>,
}

/// A link.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Link {
    /// Where it leads, as it is written.
    pub target: String,
    /// The words that a person sees; empty where the file shows none.
    pub shown: String,
}

/// Why a file was not read, or not whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unread {
    /// The budget of the message is spent.
    Budget,
    /// Damaged: something before the damage may have been read.
    Damaged,
    /// Locked with a password.
    Locked,
    /// No reader for such files.
    NoReader,
    /// Only the names of the files inside were read: RAR, 7z and discs are listed and not unpacked.
    ListedOnly,
    /// A program: never looked into.
    Program,
}

/// A picture in shades of grey.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// One byte a pixel, row by row, 0 is black.
    pub grey: Vec<u8>,
}

/// Reads words out of a picture. The program's edge has an engine for it, or nothing.
pub trait Eyes {
    /// The words in it; `None` where there is nobody to read.
    fn words(&self, picture: &Picture) -> Option<String>;
}

/// No eyes: pictures have no words.
#[derive(Debug, Clone, Copy)]
pub struct Blind;

impl Eyes for Blind {
    fn words(&self, _: &Picture) -> Option<String> {
        None
    }
}

impl Contents {
    pub(crate) fn new(name: &str, kind: Kind) -> Self {
        Self {
            name: cut(name, MOST_WORDS).to_owned(),
            kind,
            text: String::new(),
            links: Vec::new(),
            codes: Vec::new(),
            alarms: Vec::new(),
            inside: Vec::new(),
            unread: None,
            message: None,
        }
    }

    /// Adds words on a line of their own.
    pub(crate) fn say(&mut self, words: &str) {
        let words = words.trim();
        if words.is_empty() {
            return;
        }
        if !self.text.is_empty() && self.text.len() < MOST_TEXT {
            self.text.push('\n');
        }
        let room = MOST_TEXT - self.text.len().min(MOST_TEXT);
        self.text.push_str(cut(words, room));
        if words.len() > room {
            self.not_whole(Unread::Budget);
        }
    }

    /// Adds a link, once.
    pub(crate) fn link(&mut self, target: &str, shown: &str) {
        let target = target.trim();
        if target.is_empty() {
            return;
        }
        if self.links.len() >= MOST_LINKS {
            self.not_whole(Unread::Budget);
            return;
        }
        let link = Link {
            target: cut(target, MOST_WORDS).to_owned(),
            shown: cut(shown.trim(), MOST_WORDS).to_owned(),
        };
        if self.links.last() != Some(&link) {
            self.links.push(link);
        }
    }

    /// Adds an alarm, once.
    pub(crate) fn alarm(&mut self, alarm: Alarm) {
        if self.alarms.len() < MOST_ALARMS && !self.alarms.contains(&alarm) {
            self.alarms.push(alarm);
        }
    }

    /// The first reason why something was not read stays.
    pub(crate) fn not_whole(&mut self, why: Unread) {
        self.unread.get_or_insert(why);
    }
}

/// The beginning of a text, at most so many bytes, whole letters.
pub(crate) fn cut(text: &str, most: usize) -> &str {
    &text[..text.floor_char_boundary(most)]
}

/// A piece of evidence as text: what is no text becomes U+FFFD.
pub(crate) fn evidence(bytes: &[u8]) -> String {
    cut(&String::from_utf8_lossy(&bytes[..bytes.len().min(MOST_WORDS)]), MOST_WORDS).to_owned()
}
