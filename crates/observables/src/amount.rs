//! Sums of money, in the smallest unit.

use serde::{Deserialize, Serialize};

use crate::scan::Scanner;
use crate::words::{Word, meaning, next_word};
use crate::{Check, Form, Kind};

/// The largest sum that is told, in the smallest unit: ten thousand million.
const LARGEST: u64 = 1_000_000_000_000;
/// The most signs of a number.
const LONGEST_NUMBER: usize = 24;

/// What a sum is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Currency {
    /// Pounds sterling.
    Gbp,
    /// Euro.
    Eur,
    /// Dollars; of the United States unless another is said, which is not read.
    Usd,
}

impl Currency {
    fn code(self) -> &'static str {
        match self {
            Self::Gbp => "GBP",
            Self::Eur => "EUR",
            Self::Usd => "USD",
        }
    }

    fn of_word(word: &[u8]) -> Option<Self> {
        match word.to_ascii_lowercase().as_slice() {
            b"gbp" | b"pound" | b"pounds" | b"quid" | b"sterling" => Some(Self::Gbp),
            b"eur" | b"euro" | b"euros" => Some(Self::Eur),
            b"usd" | b"dollar" | b"dollars" => Some(Self::Usd),
            _ => None,
        }
    }
}

impl Scanner<'_> {
    /// `£1,250.00`, `€ 300`, `$1.2k`.
    pub(crate) fn amount_after_sign(&mut self, at: usize) -> Option<usize> {
        let (currency, width) = sign(self.bytes, at)?;
        self.amount_after(at, at + width, currency)
    }

    /// `GBP 1250`.
    pub(crate) fn amount_after_code(&mut self, at: usize, end: usize, currency: Currency) -> Option<usize> {
        self.amount_after(at, end, currency)
    }

    fn amount_after(&mut self, start: usize, from: usize, currency: Currency) -> Option<usize> {
        let from = from + self.bytes.get(from..)?.iter().take(2).take_while(|b| **b == b' ').count();
        let (minor, end) = number(self.bytes, from)?;
        self.keep_amount(currency, minor, start, end)
    }

    /// `1250 pounds`, `1,250 GBP`, `500€`.
    pub(crate) fn amount_before_word(&mut self, at: usize) -> Option<usize> {
        let (minor, end) = number(self.bytes, at)?;
        if let Some((currency, width)) = sign(self.bytes, end) {
            return self.keep_amount(currency, minor, at, end + width);
        }
        let word = next_word(self.bytes, end)?;
        let currency = Currency::of_word(self.bytes.get(word.clone())?)?;
        // "1,250 pounds of flour" is another matter, but nobody tells us so.
        self.keep_amount(currency, minor, at, word.end)
    }

    fn keep_amount(&mut self, currency: Currency, minor: u64, start: usize, end: usize) -> Option<usize> {
        (minor <= LARGEST && self.ends_here(end)).then_some(())?;
        let value = format!("{} {}.{:02}", currency.code(), minor / 100, minor % 100);
        let plain = self.text.get(start..end) == Some(value.as_str());
        self.keep(
            Kind::Amount,
            value,
            start..end,
            if plain { Form::Plain } else { Form::Grouped },
            Check::None,
        )
    }
}

fn sign(bytes: &[u8], at: usize) -> Option<(Currency, usize)> {
    let rest = bytes.get(at..)?;
    if rest.starts_with("£".as_bytes()) {
        Some((Currency::Gbp, 2))
    } else if rest.starts_with("€".as_bytes()) {
        Some((Currency::Eur, 3))
    } else if rest.starts_with(b"$") {
        Some((Currency::Usd, 1))
    } else {
        None
    }
}

/// A number in hundredths and where it ends: groups of thousands, decimals, and `k`, `m`, `thousand`, `million`.
fn number(bytes: &[u8], start: usize) -> Option<(u64, usize)> {
    let mut end = start;
    while end - start < LONGEST_NUMBER
        && bytes.get(end).is_some_and(|b| {
            b.is_ascii_digit()
                || matches!(b, b',' | b'.') && bytes.get(end + 1).is_some_and(u8::is_ascii_digit)
        })
    {
        end += 1;
    }
    let written = std::str::from_utf8(bytes.get(start..end)?).ok()?;
    written.starts_with(|c: char| c.is_ascii_digit()).then_some(())?;
    // The last sign parts off decimals when one or two digits stand behind it, and three only if it is a lone full stop with "k".
    let (whole, decimals) = match written.rfind(['.', ',']) {
        Some(last) if written.len() - last <= 3 => (written.get(..last)?, written.get(last + 1..)?),
        _ => (written, ""),
    };
    let digits: String = whole.chars().filter(char::is_ascii_digit).collect();
    (digits.len() <= 12).then_some(())?;
    let whole: u64 = digits.parse().ok()?;
    let hundredths: u64 = format!("{decimals:0<2}").parse().ok()?;
    let (times, end) = multiple(bytes, end);
    let minor = whole.checked_mul(100)?.checked_add(hundredths)?.checked_mul(times)?;
    Some((minor, end))
}

/// What a number is multiplied by, and where the word for it ends.
fn multiple(bytes: &[u8], end: usize) -> (u64, usize) {
    let letters =
        bytes.get(end..).unwrap_or_default().iter().take(9).take_while(|b| b.is_ascii_alphabetic()).count();
    let times = |word: &[u8]| match word.to_ascii_lowercase().as_slice() {
        b"k" | b"thousand" | b"grand" => Some(1_000),
        b"m" | b"mn" | b"million" => Some(1_000_000),
        b"bn" | b"billion" => Some(1_000_000_000),
        _ => None,
    };
    if letters > 0 {
        let word = bytes.get(end..end + letters).unwrap_or_default();
        return times(word).map_or((1, end), |times| (times, end + letters));
    }
    let word = next_word(bytes, end).filter(|word| word.len() > 4);
    let apart = word.and_then(|word| Some((times(bytes.get(word.clone())?)?, word.end)));
    apart.unwrap_or((1, end))
}

/// The sum that a canonical value says.
pub(crate) fn sum(value: &str) -> Option<(Currency, u64)> {
    let (code, number) = value.split_once(' ')?;
    let currency = match meaning(code.as_bytes())? {
        Word::Money(currency) => currency,
        _ => return None,
    };
    let (whole, hundredths) = number.split_once('.')?;
    Some((currency, whole.parse::<u64>().ok()?.checked_mul(100)?.checked_add(hundredths.parse().ok()?)?))
}
