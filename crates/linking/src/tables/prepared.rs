//! Columns made ready for comparing: one spelling, frequencies, words.

use rustc_hash::FxHashMap;

use super::model::Kind;
use super::table::Column;
use crate::dictionary::{Dictionary, MISSING};

/// The most words of a cell that are looked at.
const MOST_WORDS: usize = 64;

/// A column whose values are in their one spelling.
pub(crate) struct Prepared {
    pub(crate) kind: Kind,
    /// The code of each row.
    pub(crate) codes: Vec<u32>,
    pub(crate) values: Dictionary,
    /// How many rows have each code.
    pub(crate) counts: Vec<u32>,
    /// Rows that have a value.
    pub(crate) present: usize,
    /// What is compared of each code.
    pub(crate) content: Content,
}

/// What is compared of each code.
pub(crate) enum Content {
    /// The text itself.
    Text,
    /// Year, month and day; zeros where it is no date.
    Dates(Vec<[u16; 3]>),
    /// Numbers; not a number where it is none.
    Numbers(Vec<f64>),
    /// Words or values of a list.
    Words(Words),
}

/// Words of a column.
pub(crate) struct Words {
    pub(crate) words: Dictionary,
    /// The words of each code, sorted, each once.
    pub(crate) of: Vec<Box<[u32]>>,
    /// How many rows have each word.
    pub(crate) counts: Vec<u32>,
    /// What each word counts: the squared logarithm of its rarity.
    pub(crate) weight: Vec<f32>,
}

impl Prepared {
    /// Brings a column into one spelling.
    pub(crate) fn of(column: &Column, kind: Kind) -> Self {
        let mut values = Dictionary::default();
        let map: Vec<u32> = (0..column.values.len() as u32)
            .map(|code| values.intern(&canonical(kind, column.values.value(code))))
            .collect();
        let codes: Vec<u32> =
            column.codes.iter().map(|code| map.get(*code as usize).copied().unwrap_or(MISSING)).collect();
        let mut counts = vec![0_u32; values.len()];
        for code in &codes {
            counts[*code as usize] += 1;
        }
        let present = codes.len() - counts[0] as usize;
        let content = match kind {
            Kind::Name | Kind::Code | Kind::Category => Content::Text,
            Kind::Date => {
                Content::Dates((0..values.len() as u32).map(|c| date_parts(values.value(c))).collect())
            }
            Kind::Number => Content::Numbers(
                (0..values.len() as u32).map(|c| values.value(c).parse().unwrap_or(f64::NAN)).collect(),
            ),
            Kind::Words | Kind::List => Content::Words(Words::of(&values, &counts, kind)),
        };
        Self { kind, codes, values, counts, present, content }
    }
}

impl Words {
    fn of(values: &Dictionary, rows_of: &[u32], kind: Kind) -> Self {
        let mut words = Dictionary::default();
        let of: Vec<Box<[u32]>> = (0..values.len() as u32)
            .map(|code| {
                let mut found: Vec<u32> = match kind {
                    Kind::List => {
                        values.value(code).split('|').take(MOST_WORDS).map(|w| words.intern(w)).collect()
                    }
                    _ => values.value(code).split(' ').take(MOST_WORDS).map(|w| words.intern(w)).collect(),
                };
                found.sort_unstable();
                found.dedup();
                found.retain(|word| *word != MISSING);
                found.into_boxed_slice()
            })
            .collect();
        let mut counts = vec![0_u32; words.len()];
        for (code, found) in of.iter().enumerate() {
            for word in found {
                counts[*word as usize] += rows_of[code];
            }
        }
        let rows: u32 = rows_of.iter().sum();
        let weight = counts
            .iter()
            .map(|count| {
                let rarity = (f64::from(rows.max(2)) / f64::from((*count).max(1))).ln().max(0.05);
                (rarity * rarity) as f32
            })
            .collect();
        Self { words, of, counts, weight }
    }
}

/// The one spelling of a tidied value; nothing for what says that nothing is known.
pub(crate) fn canonical(kind: Kind, value: &str) -> String {
    if says_nothing(value) {
        return String::new();
    }
    match kind {
        Kind::Name => letters_only(value),
        Kind::Words => words_only(value),
        Kind::Date => canonical_date(value).unwrap_or_default(),
        Kind::Code => canonical_code(value),
        Kind::Number => value.replace([',', '£', '$', '€'], "").trim().to_owned(),
        Kind::Category => value.to_owned(),
        Kind::List => {
            let mut parts: Vec<&str> = value.split('|').map(str::trim).filter(|p| !says_nothing(p)).collect();
            parts.sort_unstable();
            parts.dedup();
            parts.join("|")
        }
    }
}

fn says_nothing(value: &str) -> bool {
    matches!(
        value,
        "" | "-" | "." | "?" | "n/a" | "na" | "nan" | "null" | "none" | "unknown" | "not known" | "nil"
    )
}

fn letters_only(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for letter in value.chars() {
        match letter {
            '\'' | '.' | '’' | '`' | ',' => {}
            '-' | '_' | ' ' => {
                if !out.is_empty() && !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            other => out.push(other),
        }
    }
    out.truncate(out.trim_end().len());
    out
}

fn words_only(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for letter in value.chars() {
        if letter.is_alphanumeric() {
            out.push(letter);
        } else if !matches!(letter, '\'' | '’' | '.') && !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// An e-mail address keeps its signs; of everything else letters and digits count.
fn canonical_code(value: &str) -> String {
    if value.contains('@') {
        return value.replace(' ', "");
    }
    value.chars().filter(|letter| letter.is_alphanumeric()).collect()
}

/// `20260107` for a date in one of the usual spellings.
pub(crate) fn canonical_date(value: &str) -> Option<String> {
    let value = value.split(['t', ' ']).next().unwrap_or(value);
    let parts: Vec<&str> = value.split(['-', '/', '.']).collect();
    let (year, month, day) = match parts.as_slice() {
        [whole] if whole.len() == 8 => (whole.get(..4)?, whole.get(4..6)?, whole.get(6..)?),
        [year, month, day] if year.len() == 4 => (*year, *month, *day),
        [day, month, year] if year.len() == 4 => (*year, *month, *day),
        _ => return None,
    };
    let number = |text: &str| -> Option<u32> {
        (text.bytes().all(|b| b.is_ascii_digit()) && text.len() <= 4).then(|| text.parse().ok()).flatten()
    };
    let (year, month, day) = (number(year)?, number(month)?, number(day)?);
    (month <= 99 && day <= 99).then(|| format!("{year:04}{month:02}{day:02}"))
}

fn date_parts(canonical: &str) -> [u16; 3] {
    let part = |from: usize, to: usize| canonical.get(from..to).and_then(|t| t.parse().ok()).unwrap_or(0);
    [part(0, 4), part(4, 6), part(6, 8)]
}

/// Numbers the blocks under which rows are sorted: equal numbers for equal keys, 0 for none.
pub(crate) fn beginnings(column: &Prepared) -> Vec<u32> {
    let mut numbers: FxHashMap<String, u32> = FxHashMap::default();
    (0..column.values.len() as u32)
        .map(|code| {
            let value = column.values.value(code);
            if value.is_empty() {
                return MISSING;
            }
            let letters = value.chars().count();
            let kept = match column.kind {
                Kind::Date => 4,
                Kind::Code => (letters / 2).max(3),
                _ => 3,
            };
            let key: String = value.chars().take(kept).collect();
            let next = numbers.len() as u32 + 1;
            *numbers.entry(key).or_insert(next)
        })
        .collect()
}
