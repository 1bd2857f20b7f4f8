//! Telephone numbers as a firm gives its own: kept as digits, shown in groups.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The text is not a telephone number that can be rung from here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this does not look like a phone number; write it with its area code, for example 020 7946 0000")]
pub struct PhoneNumberError;

/// A telephone number in international form (E.164), for example `+442079460000`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PhoneNumber(String);

impl PhoneNumber {
    /// Reads a number with blanks, brackets, dots and hyphens. A leading `0` means the United Kingdom.
    ///
    /// # Errors
    /// [`PhoneNumberError`] when letters or too few or too many digits stand in it.
    pub fn parse(text: &str) -> Result<Self, PhoneNumberError> {
        let text = text.trim().replacen("(0)", "", 1);
        let mut digits = String::with_capacity(text.len());
        for (i, c) in text.chars().enumerate() {
            match c {
                '0'..='9' => digits.push(c),
                '+' if i == 0 => {}
                ' ' | '(' | ')' | '-' | '.' | '\u{a0}' => {}
                _ => return Err(PhoneNumberError),
            }
        }
        let number = match digits.as_str() {
            all if text.starts_with('+') => all.to_owned(),
            all if all.starts_with("00") => all[2..].to_owned(),
            all if all.starts_with('0') => format!("44{}", &all[1..]),
            _ => return Err(PhoneNumberError),
        };
        let wanted = if number.starts_with("44") { 11..=12 } else { 7..=15 };
        if wanted.contains(&number.len()) && !number.starts_with('0') {
            Ok(Self(format!("+{number}")))
        } else {
            Err(PhoneNumberError)
        }
    }
}

impl fmt::Display for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.strip_prefix("+44") {
            Some(own) if own.starts_with("20") && own.len() == 10 => {
                write!(f, "020 {} {}", &own[2..6], &own[6..])
            }
            Some(own) if own.len() == 10 => write!(f, "0{} {}", &own[..4], &own[4..]),
            Some(own) => write!(f, "0{own}"),
            None => f.write_str(&self.0),
        }
    }
}

impl TryFrom<String> for PhoneNumber {
    type Error = PhoneNumberError;
    fn try_from(text: String) -> Result<Self, PhoneNumberError> {
        Self::parse(&text)
    }
}

impl From<PhoneNumber> for String {
    fn from(number: PhoneNumber) -> Self {
        number.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_understood_as_people_write_them() {
        for typed in ["020 7946 0000", "+44 (0)20 7946 0000", "0044 20 7946 0000", "(020) 7946-0000"] {
            assert_eq!(PhoneNumber::parse(typed).map(String::from), Ok("+442079460000".into()), "{typed}");
        }
        assert_eq!(PhoneNumber::parse("07700 900123").map(|n| n.to_string()), Ok("07700 900123".into()));
    }

    #[test]
    fn what_cannot_be_rung_is_refused() {
        for typed in ["", "7946 0000", "020 7946", "ring me", "0", "+0 1234567"] {
            assert_eq!(PhoneNumber::parse(typed), Err(PhoneNumberError), "{typed}");
        }
    }
}
