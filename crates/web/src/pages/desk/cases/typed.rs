//! What was typed into one of the forms of a case: read once, and given back whole when something is to be mended.

use std::collections::HashMap;
use std::str::FromStr;

use jiff::civil::{Date, DateTime, Time};
use terms::{LONGEST_LINE, Money, PlainLine, Timestamp};

use crate::app::App;
use crate::sent::TOKEN_FIELD;

/// The longest words of a note, in characters.
pub const LONGEST_WORDS: usize = 8_000;

/// Something to mend: at which field, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mend {
    /// The field.
    pub field: &'static str,
    /// What to do.
    pub words: String,
}

/// The fields of a form by name.
#[derive(Debug, Clone, Default)]
pub struct Typed(HashMap<String, Vec<String>>);

impl<'de> serde::Deserialize<'de> for Typed {
    fn deserialize<D: serde::Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        let pairs = Vec::<(String, String)>::deserialize(source)?;
        let mut fields: HashMap<String, Vec<String>> = HashMap::new();
        for (name, value) in pairs.into_iter().filter(|(name, _)| name != TOKEN_FIELD) {
            fields.entry(name).or_default().push(value);
        }
        Ok(Self(fields))
    }
}

impl Typed {
    /// One field, without spaces around it; empty where there is none.
    pub fn get(&self, name: &str) -> &str {
        self.0.get(name).and_then(|values| values.first()).map_or("", |value| value.trim())
    }

    /// Every value of a field that comes several times.
    pub fn all(&self, name: &str) -> &[String] {
        self.0.get(name).map_or(&[], Vec::as_slice)
    }

    /// One of a closed list.
    pub fn one<T: FromStr>(&self, field: &'static str, words: &str) -> Result<T, Mend> {
        self.get(field).parse().map_err(|_| Mend { field, words: words.to_owned() })
    }

    /// A line that must be there.
    pub fn line(&self, field: &'static str, words: &str) -> Result<PlainLine, Mend> {
        self.maybe_line(field)?.ok_or_else(|| Mend { field, words: words.to_owned() })
    }

    /// A line that may be missing.
    pub fn maybe_line(&self, field: &'static str) -> Result<Option<PlainLine>, Mend> {
        match self.get(field) {
            "" => Ok(None),
            text => PlainLine::parse(text).map(Some).map_err(|_| Mend {
                field,
                words: format!("Write one line of at most {LONGEST_LINE} letters."),
            }),
        }
    }

    /// Long words that must be there.
    pub fn words(&self, field: &'static str, longest: usize, empty: &str) -> Result<String, Mend> {
        let words = self.get(field).replace("\r\n", "\n");
        if words.is_empty() {
            return Err(Mend { field, words: empty.to_owned() });
        }
        if words.chars().count() > longest {
            let words = format!(
                "This is too long. Use up to {} letters.",
                super::super::words::number(longest as u64)
            );
            return Err(Mend { field, words });
        }
        Ok(words)
    }

    /// A sum in pounds, or nothing.
    pub fn money(&self, field: &'static str) -> Result<Option<Money>, Mend> {
        match self.get(field) {
            "" => Ok(None),
            text => Money::parse(text).map(Some).map_err(|_| Mend {
                field,
                words: "Write a sum in pounds, for example 1250 or 1250.50.".to_owned(),
            }),
        }
    }

    /// A day as a date field sends it, or nothing.
    pub fn day(&self, field: &'static str) -> Result<Option<Date>, Mend> {
        match self.get(field) {
            "" => Ok(None),
            text => text.parse().map(Some).map_err(|_| Mend {
                field,
                words: "Write the day as year-month-day, for example 2026-11-27.".to_owned(),
            }),
        }
    }

    /// A moment from a day and a time on the clock of the place.
    pub fn moment(&self, app: &App, day: &'static str, time: &'static str) -> Result<Timestamp, Mend> {
        let missing = |field, words: &str| Mend { field, words: words.to_owned() };
        let date = self.day(day)?.ok_or_else(|| missing(day, "Write the day."))?;
        let clock: Time = self
            .get(time)
            .parse()
            .map_err(|_| missing(time, "Write the time as hours and minutes, for example 14:30."))?;
        at(app, date.to_datetime(clock)).ok_or_else(|| missing(day, "There is no such moment."))
    }
}

/// The moment of a clock time at this place.
pub fn at(app: &App, time: DateTime) -> Option<Timestamp> {
    app.region.time_zone.to_ambiguous_timestamp(time).compatible().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(text: &str) -> Typed {
        serde_html_form::from_str(text).unwrap()
    }

    #[test]
    fn words_are_taken_up_to_their_limit_and_one_past_it_is_told() {
        let of = |length: usize| typed(&format!("words={}", "a".repeat(length)));
        assert!(of(LONGEST_WORDS).words("words", LONGEST_WORDS, "none").is_ok());
        assert!(of(LONGEST_WORDS + 1).words("words", LONGEST_WORDS, "none").is_err());
        assert_eq!(of(0).words("words", 5, "Write it.").unwrap_err().words, "Write it.");
    }

    #[test]
    fn the_token_of_the_form_is_never_given_back() {
        let typed = typed("form_token=secret&because=x&flag=a&flag=b");
        assert_eq!(typed.get(TOKEN_FIELD), "");
        assert_eq!(typed.all("flag"), ["a", "b"]);
        assert_eq!(typed.get("because"), "x");
    }
}
