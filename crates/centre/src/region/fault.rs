//! What is wrong with a region pack, said so that whoever edits it knows what to do.

use std::fmt;

/// One fault of a region pack.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// The file's name in the pack.
    pub file: String,
    /// The line, counted from 1. A fault of the whole file stands at line 1.
    pub line: usize,
    /// What is wrong and what to do.
    pub message: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.message)
    }
}

/// The files of a pack, and the faults found in them so far.
pub(super) struct Faults<'f> {
    files: &'f [(String, String)],
    found: Vec<Fault>,
}

impl<'f> Faults<'f> {
    pub(super) fn new(files: &'f [(String, String)]) -> Self {
        Self { files, found: Vec::new() }
    }

    /// The text of a file, without the mark that some editors put at its start. A file that is
    /// not there is a fault.
    pub(super) fn text_of(&mut self, file: &str) -> Option<&'f str> {
        let text = self.files.iter().find(|(name, _)| name == file).map(|(_, text)| text.as_str());
        if text.is_none() {
            self.add(file, 1, "this file is missing; copy it from another region pack and fill it in");
        }
        text.map(|t| t.trim_start_matches('\u{feff}'))
    }

    pub(super) fn has_file(&self, file: &str) -> bool {
        self.files.iter().any(|(name, _)| name == file)
    }

    pub(super) fn add(&mut self, file: &str, line: usize, message: impl Into<String>) {
        self.found.push(Fault { file: file.to_owned(), line, message: message.into() });
    }

    /// Everything found, by file and line.
    pub(super) fn into_sorted(mut self) -> Vec<Fault> {
        self.found.sort();
        self.found.dedup();
        self.found
    }
}
