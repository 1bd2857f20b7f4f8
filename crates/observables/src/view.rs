//! The text as the reader walks over it: what cannot be seen is left out, and signs that stand for an ASCII sign are
//! that sign. Each byte knows where it came from.

use std::borrow::Cow;
use std::ops::Range;

use unicode_normalization::char::decompose_compatible;

/// The first signs of the blocks of ten decimal digits that people type, beside ASCII's.
const ZEROS: [u32; 18] = [
    0x0660, 0x06F0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6, 0x0C66, 0x0CE6, 0x0D66, 0x0E50, 0x0ED0,
    0x0F20, 0x1040, 0x17E0, 0x1810, 0xFF10,
];

/// A text made plain, and the way back.
pub(crate) struct View<'a> {
    text: Cow<'a, str>,
    source: &'a str,
    /// For each byte of `text` its place in `source`; nothing where both are the same.
    places: Option<Vec<u32>>,
}

impl<'a> View<'a> {
    pub(crate) fn of(source: &'a str) -> Self {
        if source.is_ascii() {
            return Self { text: Cow::Borrowed(source), source, places: None };
        }
        let mut text = String::with_capacity(source.len());
        let mut places = Vec::with_capacity(source.len());
        let mut rest = source.char_indices().peekable();
        while let Some((at, sign)) = rest.next() {
            let place = u32::try_from(at).unwrap_or(u32::MAX);
            if sign.is_ascii() {
                text.push(sign);
                places.push(place);
                continue;
            }
            let next = rest.peek().map(|(_, next)| *next);
            let before = text.len();
            if unfold(sign, next, &mut text) {
                // The sign stands as it was: each of its bytes has its own place.
                places.extend((place..).take(text.len() - before));
            } else {
                places.extend(std::iter::repeat_n(place, text.len() - before));
            }
        }
        Self { text: Cow::Owned(text), source, places: Some(places) }
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        self.text.as_bytes()
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// The bytes of the source that a range of the view came from.
    pub(crate) fn source(&self, range: Range<usize>) -> Range<usize> {
        let (Some(places), false) = (&self.places, range.is_empty()) else { return range };
        let start = places.get(range.start).map_or(self.source.len(), |place| *place as usize);
        let last = places.get(range.end - 1).map_or(self.source.len(), |place| *place as usize);
        let mut start = start;
        while !self.source.is_char_boundary(start) {
            start -= 1;
        }
        let mut end = (last + 1).min(self.source.len());
        while !self.source.is_char_boundary(end) {
            end += 1;
        }
        start..end
    }

    /// Whether something in the range was invisible or only looked like what it is read as.
    pub(crate) fn was_hidden(&self, range: Range<usize>) -> bool {
        self.places.is_some() && self.source(range.clone()).len() != range.len()
    }
}

/// Adds a sign to the text as it is read. Whether it was added unchanged.
fn unfold(sign: char, next: Option<char>, text: &mut String) -> bool {
    if is_invisible(sign) {
        return true;
    }
    let before = text.chars().next_back();
    if let Some(plain) = lookalike(sign, before, next) {
        text.push(plain);
        return false;
    }
    if matches!(sign, '\u{300}'..='\u{36f}') && before.is_some_and(|b| b.is_ascii_digit() || b == '@') {
        return false;
    }
    if matches!(sign, '£' | '€' | '¥') || is_letter_of_names(sign) {
        text.push(sign);
        return true;
    }
    let (start, mut plain) = (text.len(), true);
    decompose_compatible(sign, |part| {
        plain &= part.is_ascii();
        text.push(part);
    });
    if !plain {
        text.truncate(start);
        text.push(sign);
    }
    !plain
}

/// Letters that names on the internet are written in: left as they are, because composing and decomposing is for IDNA.
fn is_letter_of_names(sign: char) -> bool {
    matches!(sign, '\u{c0}'..='\u{24f}' | '\u{370}'..='\u{1fff}' | '\u{3040}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}')
}

/// Characters that leave no mark: zero-width signs, marks of direction, soft hyphens, tags and variation selectors.
fn is_invisible(sign: char) -> bool {
    matches!(
        sign,
        '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{115f}'
            | '\u{1160}'
            | '\u{17b4}'
            | '\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{e0000}'..='\u{e01ef}'
    )
}

/// The ASCII sign that a reader takes this for, where that is not Unicode's own decomposition.
fn lookalike(sign: char, before: Option<char>, next: Option<char>) -> Option<char> {
    let code = u32::from(sign);
    if let Some(zero) = ZEROS.iter().find(|zero| (**zero..**zero + 10).contains(&code)) {
        return char::from_digit(code - zero, 10);
    }
    let between_digits =
        before.is_some_and(|b| b.is_ascii_digit()) || next.is_some_and(|n| n.is_ascii_digit());
    let in_a_word =
        before.is_some_and(|b| b.is_alphabetic() && b != 'O') || next.is_some_and(char::is_alphabetic);
    match sign {
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{ad}' | '\u{fe58}' | '\u{fe63}' => Some('-'),
        '\u{a0}'
        | '\u{1680}'
        | '\u{2000}'..='\u{200a}'
        | '\u{2028}'
        | '\u{2029}'
        | '\u{202f}'
        | '\u{205f}' => Some(' '),
        '\u{3002}' | '\u{ff61}' | '\u{ff0e}' | '\u{fe52}' | '\u{2024}' => {
            let joins = before.is_some_and(char::is_alphanumeric) && next.is_some_and(char::is_alphanumeric);
            Some(if joins { '.' } else { ' ' })
        }
        '\u{3000}' | '\u{3001}' | '\u{ff0c}' => Some(' '),
        '\u{b7}' | '\u{2022}' | '\u{30fb}' if between_digits => Some('.'),
        '\u{41e}' | '\u{43e}' | '\u{39f}' | '\u{3bf}' if between_digits && !in_a_word => Some('O'),
        '\u{2018}'..='\u{201f}' | '\u{ab}' | '\u{bb}' | '\u{2039}' | '\u{203a}' | '\u{300c}' | '\u{300d}' => {
            Some('"')
        }
        '\u{2460}'..='\u{2468}' => char::from_digit(code - 0x245f, 10),
        _ => None,
    }
}
