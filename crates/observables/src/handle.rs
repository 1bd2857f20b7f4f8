//! Names on platforms: with an `@`, or where words around them say so.

use crate::scan::Scanner;
use crate::words::{Label, Word, meaning, next_word};
use crate::{Check, Form, Kind, Platform};

/// The shortest and longest name that a platform gives.
const LENGTHS: std::ops::RangeInclusive<usize> = 2..=40;
/// How far before a handle its platform may be named.
const NEAR: usize = 32;

impl Scanner<'_> {
    /// `@name`, where no address stands before the sign.
    pub(crate) fn handle(&mut self, at: usize) -> Option<usize> {
        let before = at.checked_sub(1).and_then(|before| self.bytes.get(before));
        if before.is_some_and(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'@')) {
            return None;
        }
        let end = self.name_end(at + 1);
        let name = self.text.get(at + 1..end)?;
        let platform = self.platform_of(at, end);
        if name.contains('.')
            && platform == Platform::Unsaid
            && !self.is_field(Kind::Handle(Platform::Unsaid))
            && let Some(found) = self.name(at + 1)
        {
            return Some(found);
        }
        (LENGTHS.contains(&name.len()) && self.ends_here(end)).then_some(())?;
        name.bytes().any(|b| b.is_ascii_alphabetic()).then_some(())?;
        let value = format!("@{}", name.to_ascii_lowercase());
        let form = if name.bytes().any(|b| b.is_ascii_uppercase()) { Form::Grouped } else { Form::Plain };
        self.keep(Kind::Handle(platform), value, at..end, form, Check::None)
    }

    /// Whether words before this place announce a handle.
    pub(crate) fn expects_handle(&self, at: usize) -> bool {
        self.said.near(Label::Handle, at, 24)
            || self.said.near(Label::Chat, at, 12)
            || self.said.platform(at, 16).is_some()
            || matches!(self.field, Some(Kind::Handle(_)))
    }

    /// A handle without `@` where words announce one.
    pub(crate) fn labelled_handle(&mut self, at: usize) -> Option<usize> {
        self.expects_handle(at).then_some(())?;
        let end = self.name_end(at);
        let name = self.text.get(at..end)?;
        let letters = name.bytes().filter(u8::is_ascii_alphabetic).count();
        let odd = name.bytes().any(|b| b.is_ascii_digit() || matches!(b, b'_' | b'.'));
        let telling = letters >= 3 && odd && LENGTHS.contains(&name.len()) && self.ends_here(end);
        (telling && !matches!(self.bytes.get(end), Some(b'@' | b'/' | b'-'))).then_some(())?;
        let platform = self.platform_of(at, end);
        let value = format!("@{}", name.to_ascii_lowercase());
        self.keep(Kind::Handle(platform), value, at..end, Form::Grouped, Check::None)
    }

    /// Where the letters, digits, underscores and inner dots from here end.
    fn name_end(&self, start: usize) -> usize {
        let rest = self.bytes.get(start..).unwrap_or_default();
        let mut end = start
            + rest
                .iter()
                .take(64)
                .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.'))
                .count();
        while end > start && self.bytes.get(end - 1) == Some(&b'.') {
            end -= 1;
        }
        end
    }

    /// The platform named before the handle, or behind it after "on".
    fn platform_of(&self, start: usize, end: usize) -> Platform {
        if let Some(Kind::Handle(platform)) = self.field {
            return platform;
        }
        if let Some(platform) = self.said.platform(start, NEAR) {
            return platform;
        }
        let behind = || {
            let on = next_word(self.bytes, end)?;
            matches!(self.bytes.get(on.clone())?, b"on" | b"ON" | b"On" | b"via").then_some(())?;
            match meaning(self.bytes.get(next_word(self.bytes, on.end)?)?)? {
                Word::Platform(platform) => Some(platform),
                _ => None,
            }
        };
        behind().unwrap_or(Platform::Unsaid)
    }

    /// A field that holds nothing but the value of its kind.
    pub(crate) fn read_bare_field(&mut self) {
        let Some(kind) = self.field.filter(|_| self.is_empty()) else { return };
        let bare =
            self.text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '.' | ',' | ';' | ':' | '"'));
        let Some(start) = self.text.find(bare).filter(|_| !bare.is_empty()) else { return };
        let written = start..start + bare.len();
        let fits = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'-');
        match kind {
            Kind::Handle(_)
                if LENGTHS.contains(&bare.len())
                    && bare.bytes().all(fits)
                    && bare.bytes().any(|b| b.is_ascii_alphabetic()) =>
            {
                let value = format!("@{}", bare.to_ascii_lowercase());
                self.keep_beside(kind, value, written, Form::Plain, Check::None);
            }
            Kind::Reference => self.bare_reference(written),
            _ => {}
        }
    }
}
