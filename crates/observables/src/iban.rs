//! International account numbers: length by country (SWIFT's IBAN registry, release 99) and check digits (ISO 7064, mod 97-10).

use crate::scan::Scanner;
use crate::words::Label;
use crate::{Check, Form, Kind};

/// Countries of the registry with the length of their numbers.
const LENGTHS: [(&str, usize); 89] = [
    ("AD", 24),
    ("AE", 23),
    ("AL", 28),
    ("AT", 20),
    ("AZ", 28),
    ("BA", 20),
    ("BE", 16),
    ("BG", 22),
    ("BH", 22),
    ("BI", 27),
    ("BR", 29),
    ("BY", 28),
    ("CH", 21),
    ("CR", 22),
    ("CY", 28),
    ("CZ", 24),
    ("DE", 22),
    ("DJ", 27),
    ("DK", 18),
    ("DO", 28),
    ("EE", 20),
    ("EG", 29),
    ("ES", 24),
    ("FI", 18),
    ("FK", 18),
    ("FO", 18),
    ("FR", 27),
    ("GB", 22),
    ("GE", 22),
    ("GI", 23),
    ("GL", 18),
    ("GR", 27),
    ("GT", 28),
    ("HN", 28),
    ("HR", 21),
    ("HU", 28),
    ("IE", 22),
    ("IL", 23),
    ("IQ", 23),
    ("IS", 26),
    ("IT", 27),
    ("JO", 30),
    ("KW", 30),
    ("KZ", 20),
    ("LB", 28),
    ("LC", 32),
    ("LI", 21),
    ("LT", 20),
    ("LU", 20),
    ("LV", 21),
    ("LY", 25),
    ("MC", 27),
    ("MD", 24),
    ("ME", 22),
    ("MK", 19),
    ("MN", 20),
    ("MR", 27),
    ("MT", 31),
    ("MU", 30),
    ("NI", 28),
    ("NL", 18),
    ("NO", 15),
    ("OM", 23),
    ("PK", 24),
    ("PL", 28),
    ("PS", 29),
    ("PT", 25),
    ("QA", 29),
    ("RO", 24),
    ("RS", 22),
    ("RU", 33),
    ("SA", 24),
    ("SC", 31),
    ("SD", 18),
    ("SE", 24),
    ("SI", 19),
    ("SK", 24),
    ("SM", 27),
    ("SO", 23),
    ("ST", 25),
    ("SV", 28),
    ("TL", 23),
    ("TN", 24),
    ("TR", 26),
    ("UA", 29),
    ("VA", 22),
    ("VG", 24),
    ("XK", 20),
    ("YE", 30),
];

impl Scanner<'_> {
    /// An account number that begins here, with or without blanks.
    pub(crate) fn iban(&mut self, start: usize) -> Option<usize> {
        let head = self.bytes.get(start..start + 4)?;
        let shaped =
            head.iter().take(2).all(u8::is_ascii_alphabetic) && head.iter().skip(2).all(u8::is_ascii_digit);
        let country = self.text.get(start..start + 2).filter(|_| shaped)?.to_ascii_uppercase();
        let length = LENGTHS.iter().find(|(code, _)| *code == country).map(|(_, length)| *length)?;
        let (value, end) = collect(self.bytes, start, length)?;
        self.ends_here(end).then_some(())?;
        let plain = end - start == length;
        let check = if rest_of_97(&value) == 1 { Check::Passed } else { Check::Failed };
        let told = self.said.near(Label::Iban, start, 24) || self.is_field(Kind::Iban);
        // Four, blank, four, blank is how such a number is written, also where a digit of it is wrong.
        let in_fours = [start + 4, start + 9].iter().all(|at| self.bytes.get(*at) == Some(&b' '));
        (check == Check::Passed || told || in_fours || plain && country == "GB").then_some(())?;
        let form = if plain { Form::Plain } else { Form::Grouped };
        self.keep(Kind::Iban, value, start..end, form, check)
    }
}

/// So many letters and digits from this place, in capitals, with one blank or hyphen allowed between two.
fn collect(bytes: &[u8], start: usize, length: usize) -> Option<(String, usize)> {
    let mut value = String::with_capacity(length);
    let mut at = start;
    while value.len() < length {
        let byte = *bytes.get(at)?;
        let blank =
            matches!(byte, b' ' | b'-') && !matches!(bytes.get(at.checked_sub(1)?), Some(b' ' | b'-'));
        if byte.is_ascii_alphanumeric() {
            value.push(char::from(byte.to_ascii_uppercase()));
        } else if !blank {
            return None;
        }
        at += 1;
    }
    Some((value, at))
}

/// The number modulo 97 after its first four signs went to the end; 1 where the check digits fit.
fn rest_of_97(value: &str) -> u32 {
    let (front, back) = value.split_at_checked(4).unwrap_or((value, ""));
    back.bytes().chain(front.bytes()).fold(0, |rest, byte| match byte {
        b'0'..=b'9' => (rest * 10 + u32::from(byte - b'0')) % 97,
        _ => (rest * 100 + u32::from(byte.wrapping_sub(b'A')) + 10) % 97,
    })
}
