//! Numbers of payment cards: told by prefix, length and Luhn's check, and never kept.

use crate::digits::Digits;
use crate::scan::Scanner;
use crate::words::next_word;
use crate::{Check, Form, Kind};

impl Scanner<'_> {
    /// A card's number, of which only the last four digits are told.
    pub(crate) fn card(&mut self, start: usize, digits: &Digits) -> Option<usize> {
        let (number, group) = [16, 15, 19, 18, 17, 14, 13]
            .into_iter()
            .find_map(|length| digits.first(length).filter(|(number, _)| is_card(number)))?;
        (self.ends_here(group.end) && !digits.letters).then_some(())?;
        let last = number.get(number.len() - 4..)?;
        let form = if digits.size(0) == number.len() { Form::Plain } else { Form::Grouped };
        self.keep(Kind::Card, format!("card ending {last}"), start..group.end, form, Check::Passed)
    }

    /// `card ending 1881`, `card ending in 1881`.
    pub(crate) fn card_ending(&mut self, at: usize, end: usize) -> Option<usize> {
        let mut word = next_word(self.bytes, end)?;
        let first = self.text.get(word.clone())?;
        (first.eq_ignore_ascii_case("ending") || first.eq_ignore_ascii_case("ends")).then_some(())?;
        word = next_word(self.bytes, word.end)?;
        if matches!(self.text.get(word.clone())?, "in" | "with" | "IN" | "In") {
            word = next_word(self.bytes, word.end)?;
        }
        let four = self.text.get(word.clone())?;
        (four.len() == 4 && four.bytes().all(|b| b.is_ascii_digit())).then_some(())?;
        let value = format!("card ending {four}");
        self.keep(Kind::Card, value, at..word.end, Form::Grouped, Check::None)
    }
}

/// Whether prefix, length and check digit are those of a card (ISO/IEC 7812; the issuers' published ranges).
fn is_card(number: &str) -> bool {
    let first: u32 = number.get(..4).and_then(|four| four.parse().ok()).unwrap_or_default();
    let length = number.len();
    let issued = match first {
        3400..=3499 | 3700..=3799 => length == 15,
        3528..=3589 => (16..=19).contains(&length),
        3000..=3059 | 3600..=3699 | 3800..=3999 => (14..=19).contains(&length),
        4000..=4999 => matches!(length, 13 | 16 | 19),
        5100..=5599 | 2221..=2720 => length == 16,
        5000..=5099 | 5600..=6999 => (13..=19).contains(&length),
        _ => false,
    };
    issued && luhn(number)
}

/// Luhn's check (ISO/IEC 7812-1, annex B).
pub(crate) fn luhn(number: &str) -> bool {
    let sum: u32 = number
        .bytes()
        .rev()
        .enumerate()
        .map(|(place, byte)| {
            let digit = u32::from(byte.wrapping_sub(b'0'));
            match place % 2 {
                0 => digit,
                _ if digit > 4 => 2 * digit - 9,
                _ => 2 * digit,
            }
        })
        .sum();
    sum.is_multiple_of(10)
}
