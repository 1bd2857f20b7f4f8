//! Reads the pack's TOML files so that every fault knows its line.

use std::ops::Range;

use jiff::civil::Date;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::fault::Faults;

/// A file in TOML, parsed as far as it can be.
pub(crate) struct Document<'f> {
    file: &'f str,
    text: &'f str,
    root: Spanned<DeTable<'f>>,
}

/// One table of a document, with the line on which it starts.
pub(crate) struct Entry<'d> {
    file: &'d str,
    text: &'d str,
    /// Where it starts.
    pub(crate) line: usize,
    table: &'d DeTable<'d>,
}

impl<'f> Document<'f> {
    /// Mistakes of grammar are told alone: what stands after them cannot be judged fairly.
    pub(crate) fn read(file: &'f str, faults: &mut Faults<'f>) -> Option<Self> {
        let text = faults.text_of(file)?;
        let (root, errors) = DeTable::parse_recoverable(text);
        for error in &errors {
            let line = error.span().map_or(1, |span| line_at(text, &span));
            faults.add(file, line, format!("this is not TOML ({}); correct the line", error.message()));
        }
        errors.is_empty().then_some(Self { file, text, root })
    }

    /// The document itself as a table.
    pub(crate) fn root(&self) -> Entry<'_> {
        Entry { file: self.file, text: self.text, line: 1, table: self.root.get_ref() }
    }
}

fn line_at(text: &str, span: &Range<usize>) -> usize {
    text.get(..span.start).map_or(1, |before| before.matches('\n').count() + 1)
}

impl<'d> Entry<'d> {
    /// A key that nobody reads is a slip of the pen: it is told, not passed over.
    pub(crate) fn allow_only(&self, known: &[&str], faults: &mut Faults<'_>) {
        for key in self.table.keys().filter(|key| !known.contains(&key.get_ref().as_ref())) {
            let line = line_at(self.text, &key.span());
            let message = format!("{:?} is not known here; these are: {}", key.get_ref(), known.join(", "));
            faults.add(self.file, line, message);
        }
    }

    fn value(&self, key: &str) -> Option<&'d Spanned<DeValue<'d>>> {
        self.table.iter().find(|(name, _)| name.get_ref() == key).map(|(_, value)| value)
    }

    fn line_of(&self, value: &Spanned<DeValue<'_>>) -> usize {
        line_at(self.text, &value.span())
    }

    fn inner(&self, value: &'d Spanned<DeValue<'d>>) -> Option<Entry<'d>> {
        let table = value.get_ref().as_table()?;
        Some(Entry { file: self.file, text: self.text, line: self.line_of(value), table })
    }

    /// A line that must be there; `what_to_do` is added when it is not.
    pub(crate) fn text(&self, key: &str, what_to_do: &str, faults: &mut Faults<'_>) -> Option<String> {
        let text = self.text_if_any(key, faults);
        if text.is_none() {
            faults.add(self.file, self.line, format!("{key} is missing; {what_to_do}"));
        }
        text
    }

    /// A line that may be there. Something other than text is a fault.
    pub(crate) fn text_if_any(&self, key: &str, faults: &mut Faults<'_>) -> Option<String> {
        let value = self.value(key)?;
        match value.get_ref().as_str() {
            Some(text) if text.trim().is_empty() => None,
            Some(text) => Some(text.trim().to_owned()),
            None => {
                let message = format!("{key} must be text between quotation marks");
                faults.add(self.file, self.line_of(value), message);
                None
            }
        }
    }

    /// The line of a key, or of the table where it should be.
    pub(crate) fn line_of_key(&self, key: &str) -> usize {
        self.value(key).map_or(self.line, |value| self.line_of(value))
    }

    /// A list of lines that must be there.
    pub(crate) fn texts(&self, key: &str, faults: &mut Faults<'_>) -> Vec<String> {
        let texts = self.texts_if_any(key);
        if texts.is_empty() {
            faults.add(
                self.file,
                self.line_of_key(key),
                format!("{key} must be a list of texts, [\"…\", \"…\"]"),
            );
        }
        texts
    }

    /// A list of lines; what is not text is left out.
    pub(crate) fn texts_if_any(&self, key: &str) -> Vec<String> {
        let list = self.value(key).and_then(|v| v.get_ref().as_array());
        let items = list.map(|l| l.iter()).into_iter().flatten();
        items.filter_map(|item| item.get_ref().as_str()).map(str::to_owned).collect()
    }

    /// A date, bare or between quotation marks.
    pub(crate) fn date(&self, key: &str, faults: &mut Faults<'_>) -> Option<Date> {
        let written = self.value(key).and_then(|v| match v.get_ref() {
            DeValue::Datetime(date) => Some(date.to_string()),
            other => other.as_str().map(str::to_owned),
        });
        let date = written.and_then(|text| text.parse().ok());
        if date.is_none() {
            let message = format!("{key} must be a date, year-month-day, for example 2026-01-31");
            faults.add(self.file, self.line_of_key(key), message);
        }
        date
    }

    /// Yes or no; no when it is not there.
    pub(crate) fn is_true(&self, key: &str, faults: &mut Faults<'_>) -> bool {
        let Some(value) = self.value(key) else { return false };
        value.get_ref().as_bool().unwrap_or_else(|| {
            faults.add(self.file, self.line_of(value), format!("{key} must be true or false"));
            false
        })
    }

    /// A whole number from 0 to `most` that must be there.
    pub(crate) fn number(&self, key: &str, most: u32, faults: &mut Faults<'_>) -> Option<u32> {
        let number = self.value(key).and_then(|value| value.get_ref().as_integer());
        let number =
            number.and_then(|n| u32::from_str_radix(n.as_str(), n.radix()).ok()).filter(|n| *n <= most);
        if number.is_none() {
            let message = format!("{key} must be a whole number from 0 to {most}");
            faults.add(self.file, self.line_of_key(key), message);
        }
        number
    }

    /// A table that must be there.
    pub(crate) fn table(&self, key: &str, faults: &mut Faults<'_>) -> Option<Entry<'d>> {
        let table = self.value(key).and_then(|value| self.inner(value));
        if table.is_none() {
            faults.add(self.file, self.line_of_key(key), format!("the part [{key}] is missing; add it"));
        }
        table
    }

    /// The tables of a list, in the order of the file.
    pub(crate) fn tables(&self, key: &str) -> Vec<Entry<'d>> {
        let list = self.value(key).and_then(|v| v.get_ref().as_array());
        list.map(|l| l.iter()).into_iter().flatten().filter_map(|item| self.inner(item)).collect()
    }

    /// Adds a fault at a key's line.
    pub(crate) fn fault(&self, key: &str, message: impl Into<String>, faults: &mut Faults<'_>) {
        faults.add(self.file, self.line_of_key(key), message);
    }
}
