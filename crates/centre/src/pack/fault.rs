//! What is wrong with a pack of files, said so that whoever edits it knows what to do.

use std::fmt;

/// One fault of a pack.
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
pub(crate) struct Faults<'f> {
    files: &'f [(String, String)],
    found: Vec<Fault>,
}

impl<'f> Faults<'f> {
    pub(crate) fn new(files: &'f [(String, String)]) -> Self {
        Self { files, found: Vec::new() }
    }

    /// The text of a file, without the mark that some editors put at its start. A file that is
    /// not there is a fault.
    pub(crate) fn text_of(&mut self, file: &str) -> Option<&'f str> {
        let text = self.files.iter().find(|(name, _)| name == file).map(|(_, text)| text.as_str());
        if text.is_none() {
            self.add(file, 1, "this file is missing; copy it from a pack that has it and fill it in");
        }
        text.map(|t| t.trim_start_matches('\u{feff}'))
    }

    pub(crate) fn has_file(&self, file: &str) -> bool {
        self.files.iter().any(|(name, _)| name == file)
    }

    /// The files of one folder, by name.
    pub(crate) fn files_in(&self, folder: &str) -> Vec<(&'f str, &'f str)> {
        let inside = self.files.iter().filter(|(name, _)| name.starts_with(folder));
        let mut files: Vec<_> = inside.map(|(name, text)| (name.as_str(), text.as_str())).collect();
        files.sort_unstable();
        files
    }

    pub(crate) fn extend(&mut self, found: Vec<Fault>) {
        self.found.extend(found);
    }

    pub(crate) fn add(&mut self, file: &str, line: usize, message: impl Into<String>) {
        self.found.push(Fault { file: file.to_owned(), line, message: message.into() });
    }

    /// Everything found, by file and line.
    pub(crate) fn into_sorted(mut self) -> Vec<Fault> {
        self.found.sort();
        self.found.dedup();
        self.found
    }
}
