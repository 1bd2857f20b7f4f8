//! A name as it is compared: its registered label in plain letters, what stands in front, and its ending.

use terms::DomainName;

use crate::glyphs::plain_letters;
use crate::keys::LONGEST_LABEL;

/// A name, taken apart.
pub(crate) struct Label<'a> {
    /// The registered name: label and ending.
    pub(crate) registered: &'a str,
    /// What stands in front of it, without the last dot; empty where there is nothing.
    pub(crate) front: &'a str,
    /// The ending.
    pub(crate) ending: &'a str,
    /// The label in plain letters. Where some sign passes for no plain letter, the ASCII spelling.
    pub(crate) letters: Vec<u8>,
    /// Is the label written in signs that are no plain letters?
    pub(crate) foreign: bool,
    /// Can the label be read as plain letters? One that cannot is compared as a whole only.
    pub(crate) readable: bool,
}

impl<'a> Label<'a> {
    pub(crate) fn of(name: &'a DomainName) -> Self {
        let (front, label, ending) = name.parts();
        let ascii = name.as_ascii();
        let registered = if front.is_empty() { ascii } else { &ascii[front.len() + 1..] };
        let foreign = label.starts_with("xn--");
        let read = if foreign { read(name, front) } else { None };
        let readable = !foreign || read.is_some();
        let mut letters = read.unwrap_or_else(|| label.as_bytes().to_vec());
        letters.truncate(LONGEST_LABEL);
        Self { registered, front, ending, letters, foreign: foreign && readable, readable }
    }

    /// Label and front without hyphens and dots, and where a part of it begins or ends.
    pub(crate) fn joined(&self) -> Joined {
        let mut joined = Joined { letters: Vec::with_capacity(LONGEST_LABEL), seams: 1, front: 0 };
        joined.push_all(self.front.as_bytes());
        joined.front = joined.letters.len();
        joined.seam();
        joined.push_all(&self.letters);
        joined.seam();
        joined
    }
}

/// The label that was registered, in plain letters, if all its signs pass for some.
fn read(name: &DomainName, front: &str) -> Option<Vec<u8>> {
    let unicode = name.to_unicode();
    let before = if front.is_empty() { 0 } else { front.split('.').count() };
    let label = unicode.split('.').nth(before)?;
    let mut letters = Vec::with_capacity(label.len());
    for sign in label.chars() {
        letters.extend_from_slice(plain_letters(sign)?.as_bytes());
    }
    (!letters.is_empty()).then_some(letters)
}

/// Letters without hyphens and dots.
pub(crate) struct Joined {
    /// The letters, at most [`LONGEST_LABEL`] of them.
    pub(crate) letters: Vec<u8>,
    /// One bit for each place where a word can begin or end: the ends, and where a hyphen or dot stood.
    seams: u64,
    /// How many letters are of what stands in front of the registered label.
    pub(crate) front: usize,
}

impl Joined {
    /// Of a label without anything in front.
    pub(crate) fn of(label: &[u8]) -> Self {
        let mut joined = Self { letters: Vec::with_capacity(label.len()), seams: 1, front: 0 };
        joined.push_all(label);
        joined.seam();
        joined
    }

    fn push_all(&mut self, letters: &[u8]) {
        for letter in letters {
            match letter {
                b'-' | b'.' => self.seam(),
                _ if self.letters.len() < LONGEST_LABEL => self.letters.push(*letter),
                _ => {}
            }
        }
    }

    fn seam(&mut self) {
        self.seams |= 1 << self.letters.len();
    }

    pub(crate) fn is_seam(&self, at: usize) -> bool {
        self.seams >> at & 1 == 1
    }
}

/// The letters of a label without hyphens.
pub(crate) fn without_hyphens(letters: &[u8]) -> Vec<u8> {
    letters.iter().copied().filter(|letter| *letter != b'-').collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letters(name: &str) -> String {
        let name = DomainName::parse_bare(name).unwrap();
        String::from_utf8(Label::of(&name).letters).unwrap()
    }

    #[test]
    fn a_label_is_read_as_people_read_it() {
        assert_eq!(letters("bakery.co.uk"), "bakery");
        assert_eq!(letters("shop.bäckerei.example"), "backerei");
        assert_eq!(letters("ьакегу.example"), "bakery");
        assert_eq!(letters("面包.example"), "xn--uirv40n");
    }

    #[test]
    fn a_name_is_taken_apart() {
        let name = DomainName::parse_bare("pay.north-bakery.co.uk").unwrap();
        let label = Label::of(&name);
        assert_eq!((label.front, label.registered, label.ending), ("pay", "north-bakery.co.uk", "co.uk"));
        let joined = label.joined();
        assert_eq!((joined.letters.as_slice(), joined.front), (&b"paynorthbakery"[..], 3));
        let seams: Vec<_> = (0..=14).filter(|at| joined.is_seam(*at)).collect();
        assert_eq!(seams, [0, 3, 8, 14]);
    }
}
