//! Sums of money in pounds and pence.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The largest sum that is read: a penny under a thousand million pounds.
const MOST_PENCE: u64 = 99_999_999_999;

/// The text is not a sum of money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is no sum in pounds; write, for example, 1,250 or 1,250.50")]
pub struct MoneyError;

/// A sum in pounds sterling, never below zero. Prints as people write it: `£1,250.50`, and `£85,000` where there are no pence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Money {
    pence: u64,
}

impl Money {
    /// Nothing.
    pub const ZERO: Self = Self { pence: 0 };

    /// Whole pounds.
    pub const fn pounds(pounds: u32) -> Self {
        Self { pence: pounds as u64 * 100 }
    }

    /// Reads a sum as people type it: `£1,250.50`, `1250.5`, `1 250`, `GBP 1250`.
    ///
    /// # Errors
    /// [`MoneyError`] for anything else, and for sums of a thousand million pounds and more.
    pub fn parse(text: &str) -> Result<Self, MoneyError> {
        let text = text.trim();
        let text =
            ["£", "GBP", "gbp"].into_iter().find_map(|sign| text.strip_prefix(sign)).unwrap_or(text).trim();
        let (pounds, pence) = text.split_once('.').unwrap_or((text, ""));
        let digits: String = pounds.chars().filter(|sign| !matches!(sign, ',' | ' ')).collect();
        let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        if !is_number(&digits)
            || digits.len() > 9
            || pence.len() > 2
            || !(pence.is_empty() || is_number(pence))
        {
            return Err(MoneyError);
        }
        let pounds: u64 = digits.parse().map_err(|_| MoneyError)?;
        let pence: u64 = format!("{pence:0<2}").parse().map_err(|_| MoneyError)?;
        Some(pounds * 100 + pence)
            .filter(|all| *all <= MOST_PENCE)
            .map(|pence| Self { pence })
            .ok_or(MoneyError)
    }

    /// The sum in pence.
    pub fn pence(self) -> u64 {
        self.pence
    }

    /// Both together.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self { pence: self.pence.saturating_add(other.pence) }
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pounds = (self.pence / 100).to_string();
        let grouped: Vec<&str> =
            pounds.as_bytes().rchunks(3).rev().filter_map(|group| std::str::from_utf8(group).ok()).collect();
        write!(f, "£{}", grouped.join(","))?;
        match self.pence % 100 {
            0 => Ok(()),
            pence => write!(f, ".{pence:02}"),
        }
    }
}

impl FromStr for Money {
    type Err = MoneyError;
    fn from_str(text: &str) -> Result<Self, MoneyError> {
        Self::parse(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_read_as_people_type_them() {
        for (typed, pence) in [
            ("£1,250.50", 125_050),
            (" 1250.5 ", 125_050),
            ("1 250", 125_000),
            ("GBP 85,000", 8_500_000),
            ("0.07", 7),
            ("999999999.99", 99_999_999_999),
        ] {
            assert_eq!(Money::parse(typed).map(Money::pence), Ok(pence), "{typed}");
        }
        for wrong in ["", "£", "-5", "1.234", "12p", "1.2.3", "1000000000", "ten", ".", "1.x"] {
            assert_eq!(Money::parse(wrong), Err(MoneyError), "{wrong}");
        }
    }

    #[test]
    fn sums_print_one_way_only() {
        for (pence, shown) in
            [(0, "£0"), (7, "£0.07"), (8_500_000, "£85,000"), (123_456_789, "£1,234,567.89")]
        {
            assert_eq!(Money { pence }.to_string(), shown);
            assert_eq!(Money::parse(shown).map(Money::pence), Ok(pence));
        }
    }
}
