//! References: numbers and codes under which somebody files something, where a word says so.

use std::ops::Range;

use crate::scan::Scanner;
use crate::words::{Label, Word, meaning};
use crate::{Check, Form, Kind};

/// How far before a reference the word that announces it may end.
pub(crate) const NEAR: usize = 28;
/// The shortest and longest reference that is told.
const LENGTHS: std::ops::RangeInclusive<usize> = 4..=40;
/// Words that may stand between "order" and its number.
const FILLERS: [&str; 22] = [
    "number",
    "no",
    "num",
    "nr",
    "id",
    "is",
    "was",
    "code",
    "your",
    "the",
    "ref",
    "reference",
    "to",
    "quote",
    "quoting",
    "please",
    "use",
    "with",
    "payment",
    "as",
    "and",
    "for",
];

impl Scanner<'_> {
    /// A reference that begins here and is announced by a word shortly before.
    pub(crate) fn labelled_reference(&mut self, at: usize) -> Option<usize> {
        let told = self.said.near(Label::Reference, at, NEAR) && self.only_fillers_before(at);
        (told || self.is_field(Kind::Reference)).then_some(())?;
        let end = self.reference_end(at);
        let written = self.text.get(at..end)?;
        let digits = written.bytes().filter(u8::is_ascii_digit).count();
        (LENGTHS.contains(&written.len()) && digits >= 3 && self.ends_here(end)).then_some(())?;
        let value = canonical(written);
        let form = if value == written { Form::Plain } else { Form::Grouped };
        self.keep(Kind::Reference, value, at..end, form, Check::None)
    }

    /// The whole of a field for references.
    pub(crate) fn bare_reference(&mut self, written: Range<usize>) {
        let Some(text) = self.text.get(written.clone()) else { return };
        let fits = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'/' | b' ' | b'.' | b'_');
        if LENGTHS.contains(&text.len()) && text.bytes().all(fits) && text.bytes().any(|b| b.is_ascii_digit())
        {
            let value = canonical(text);
            self.keep_beside(Kind::Reference, value, written, Form::Plain, Check::None);
        }
    }

    /// Whether nothing but "number is" and its like stands between the word and this place.
    fn only_fillers_before(&self, at: usize) -> bool {
        let mut start = at.saturating_sub(NEAR);
        while !self.text.is_char_boundary(start) {
            start += 1;
        }
        let before = self.text.get(start..at).unwrap_or_default();
        let words = before.rsplit(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
        for word in words {
            if meaning(word.as_bytes()) == Some(Word::Label(Label::Reference)) {
                return true;
            }
            if !FILLERS.iter().any(|filler| filler.eq_ignore_ascii_case(word)) {
                // The announcing word itself may reach over the edge of what is looked at.
                return before.starts_with(word);
            }
        }
        true
    }

    /// Where letters, digits, hyphens, slashes, and groups of digits of one size end.
    fn reference_end(&self, at: usize) -> usize {
        let token = |from: usize| {
            let rest = self.bytes.get(from..).unwrap_or_default();
            rest.iter()
                .take(48)
                .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'/' | b'_'))
                .count()
        };
        let first = token(at);
        let mut end = at + first;
        while end > at && matches!(self.bytes.get(end - 1), Some(b'-' | b'/' | b'_')) {
            end -= 1;
        }
        let is_group = |from: usize| {
            let group = self.bytes.get(from..from + first).unwrap_or_default();
            group.len() == first && group.iter().all(u8::is_ascii_digit) && token(from) == first
        };
        while (3..=5).contains(&first)
            && end - at < 24
            && is_group(at)
            && self.bytes.get(end) == Some(&b' ')
            && is_group(end + 1)
        {
            end += 1 + first;
        }
        end
    }
}

fn canonical(written: &str) -> String {
    written.chars().filter(|sign| !sign.is_whitespace()).collect::<String>().to_ascii_uppercase()
}
