//! Digits as people write them: in groups, with signs between, with letters that look like digits, or in words.

use std::ops::Range;

use crate::words::{Word, meaning};

/// The most digits that are read as one number: the longest card number and more than the longest telephone number.
pub(crate) const MOST_DIGITS: usize = 24;
/// The most signs between two groups.
const WIDEST_GAP: usize = 3;
/// The most words that spell one number.
const MOST_SPOKEN: usize = 24;

/// A run of digits in groups.
#[derive(Debug, Default, Clone)]
pub(crate) struct Digits {
    digits: Vec<u8>,
    groups: Vec<Group>,
    /// A letter stands for a digit.
    pub(crate) letters: bool,
    /// It is written in words.
    pub(crate) spoken: bool,
    /// Where the whole run ends, whatever is made of it.
    pub(crate) end: usize,
}

/// Some digits without anything between.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Group {
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// How many digits there are up to its end.
    pub(crate) until: usize,
}

impl Digits {
    pub(crate) fn as_str(&self) -> &str {
        std::str::from_utf8(&self.digits).unwrap_or_default()
    }

    pub(crate) fn groups(&self) -> &[Group] {
        &self.groups
    }

    /// How many digits the group at this index has.
    pub(crate) fn size(&self, index: usize) -> usize {
        let before = index.checked_sub(1).and_then(|i| self.groups.get(i)).map_or(0, |group| group.until);
        self.groups.get(index).map_or(0, |group| group.until - before)
    }

    /// The first so many digits, if a group ends there.
    pub(crate) fn first(&self, count: usize) -> Option<(&str, Group)> {
        let group = self.groups.iter().find(|group| group.until == count)?;
        Some((self.as_str().get(..count)?, *group))
    }
}

/// Reads groups of digits from this place, which may be a bracket or the first digit.
pub(crate) fn grouped(bytes: &[u8], start: usize) -> Option<Digits> {
    let mut all = Digits::default();
    let mut at = start;
    while let Some(run) = digit_run(bytes, at) {
        if all.digits.len() + run.len() > MOST_DIGITS {
            if all.groups.is_empty() {
                // Longer than any number that is known here, and not worth a second look.
                all.end = run.end;
                return Some(all);
            }
            break;
        }
        for byte in bytes.get(run.clone()).unwrap_or_default() {
            let digit = as_digit(*byte)?;
            all.letters |= !byte.is_ascii_digit();
            all.digits.push(digit);
        }
        all.groups.push(Group { start: run.start, end: run.end, until: all.digits.len() });
        all.end = run.end;
        match gap(bytes, run.end) {
            Some(next) => at = next,
            None => break,
        }
    }
    (!all.groups.is_empty()).then_some(all)
}

/// Letters and digits from this place to the next other sign, if they can all be digits and one of them is.
fn digit_run(bytes: &[u8], start: usize) -> Option<Range<usize>> {
    let mut end = start;
    let (mut digits, mut letters) = (0_usize, 0_usize);
    while let Some(byte) = bytes.get(end) {
        if byte.is_ascii_digit() {
            digits += 1;
        } else if as_digit(*byte).is_some() {
            letters += 1;
        } else if byte.is_ascii_alphanumeric() || *byte >= 0x80 || *byte == b'_' {
            return None;
        } else {
            break;
        }
        end += 1;
        if end - start > 4 * MOST_DIGITS {
            break;
        }
    }
    (digits > 0 && letters <= 2 * digits).then_some(start..end)
}

/// The digit that a sign is or looks like.
fn as_digit(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte),
        b'O' | b'o' => Some(b'0'),
        b'I' | b'l' => Some(b'1'),
        _ => None,
    }
}

/// Where the next group begins, if only a few signs stand between.
fn gap(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b' ' | b'.' | b'-' | b'/' | b'(' | b')' | b'_' => at += 1,
            _ => break,
        }
        if at - from > WIDEST_GAP {
            return None;
        }
    }
    // ". " ends a sentence, and so does ") ".
    let between = bytes.get(from..at)?;
    (at > from && !between.starts_with(b". ")).then_some(at)
}

/// Reads digits that are spelled out, with digits as they are among them: `oh seven seven double-oh 900`.
pub(crate) fn spoken(bytes: &[u8], start: usize) -> Option<Digits> {
    let mut all = Digits { spoken: true, ..Digits::default() };
    let mut at = start;
    let mut times = 1_u8;
    for _ in 0..MOST_SPOKEN {
        let end = at + bytes.get(at..)?.iter().take_while(|b| b.is_ascii_alphanumeric()).count();
        let word = bytes.get(at..end)?;
        if !word.is_empty() && word.len() <= 8 && word.iter().all(u8::is_ascii_digit) {
            all.digits.extend_from_slice(word);
        } else {
            match meaning(word) {
                Some(Word::Digit(digit)) => {
                    all.digits.extend(std::iter::repeat_n(b'0' + digit, usize::from(times)));
                    times = 1;
                }
                Some(Word::Times(count)) => times = count,
                _ => break,
            }
        }
        if times == 1 {
            all.groups.push(Group { start: at, end, until: all.digits.len() });
        }
        all.end = end;
        let between = bytes.get(end..)?.iter().take_while(|b| matches!(b, b' ' | b'-' | b',' | b'.')).count();
        if between == 0 || between > WIDEST_GAP || all.digits.len() > MOST_DIGITS {
            break;
        }
        at = end + between;
    }
    (all.groups.len() > 1).then_some(all)
}
