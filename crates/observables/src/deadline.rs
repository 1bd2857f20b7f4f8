//! Until when something is demanded. Without a clock: "by Friday" stays Friday, and whoever holds the message's date
//! can count.

use std::ops::Range;

use crate::scan::Scanner;
use crate::words::{Due, Word, meaning, next_word};
use crate::{Check, Form, Kind};

/// The most words that one deadline has.
const MOST_WORDS: usize = 10;

/// What is known of a moment while its words are read.
#[derive(Default)]
struct Moment {
    day: Option<String>,
    time: Option<String>,
    end: usize,
}

impl Scanner<'_> {
    /// A deadline that begins with a word such as "within" or "by".
    pub(crate) fn deadline(&mut self, at: usize, end: usize, due: Due) -> Option<usize> {
        let (value, end) = match due {
            Due::In if !self.may_count(end) => return None,
            Due::Within | Due::In => self.span(end)?,
            Due::By | Due::Expires => {
                self.span(end).filter(|_| due == Due::Expires).or_else(|| self.moment(end))?
            }
            Due::NoLater => {
                let later = self.bytes.get(at.checked_sub(6)?..at)?;
                later.eq_ignore_ascii_case(b"later ").then_some(())?;
                self.moment(end)?
            }
        };
        let plain = self.text.get(at..end) == Some(value.as_str());
        self.keep(
            Kind::Deadline,
            value,
            at..end,
            if plain { Form::Plain } else { Form::Grouped },
            Check::None,
        )
    }

    /// Whether a number or "the next" follows: a quick look, because "in" stands in every other sentence.
    fn may_count(&self, end: usize) -> bool {
        let Some(word) = next_word(self.bytes, end).and_then(|word| self.bytes.get(word)) else {
            return false;
        };
        let first = word.first().copied().unwrap_or_default();
        let counts = || std::str::from_utf8(word).is_ok_and(|word| count_in_words(word).is_some());
        first.is_ascii_digit() || matches!(word, b"the" | b"just" | b"only") || word.len() <= 7 && counts()
    }

    fn lower(&self, word: &Range<usize>) -> String {
        self.text.get(word.clone()).unwrap_or_default().to_ascii_lowercase()
    }

    /// `24 hours`, `the next two days`, `48h`.
    fn span(&self, from: usize) -> Option<(String, usize)> {
        let mut word = next_word(self.bytes, from)?;
        for _ in 0..3 {
            if !matches!(
                self.lower(&word).as_str(),
                "the" | "next" | "in" | "a" | "period" | "of" | "just" | "only"
            ) {
                break;
            }
            word = next_word(self.bytes, word.end)?;
        }
        let first = self.lower(&word);
        let digits = first.bytes().take_while(u8::is_ascii_digit).count();
        let (count, glued) = if digits > 0 {
            (first.get(..digits)?.parse::<u16>().ok()?, first.get(digits..)?.to_owned())
        } else {
            let tens = count_in_words(&first)?;
            let more = self.bytes.get(word.end).filter(|b| matches!(b, b'-' | b' ')).and_then(|_| {
                let next = next_word(self.bytes, word.end + 1).filter(|_| tens >= 20)?;
                Some((count_in_words(&self.lower(&next)).filter(|ones| *ones < 10)?, next))
            });
            match more {
                Some((ones, next)) => {
                    word = next;
                    (tens + ones, String::new())
                }
                None => (tens, String::new()),
            }
        };
        let mut working = "";
        let mut unit = glued;
        if unit.is_empty() {
            word = self.unit_after(word.end)?;
            unit = self.lower(&word);
            if matches!(unit.as_str(), "working" | "business") {
                working = "working ";
                word = next_word(self.bytes, word.end)?;
                unit = self.lower(&word);
            }
        }
        let unit = match unit.as_str() {
            "minute" | "minutes" | "min" | "mins" => "minutes",
            "hour" | "hours" | "hr" | "hrs" | "h" => "hours",
            "day" | "days" | "d" => "days",
            "week" | "weeks" => "weeks",
            "month" | "months" => "months",
            _ => return None,
        };
        Some((format!("within {count} {working}{unit}"), word.end))
    }

    /// The word of a unit, which a hyphen may tie to its number.
    fn unit_after(&self, end: usize) -> Option<Range<usize>> {
        let from = if self.bytes.get(end) == Some(&b'-') { end + 1 } else { end };
        next_word(self.bytes, from)
    }

    /// `5pm Friday`, `midnight`, `12 March 2026 at 17:00`, `the end of the day`.
    fn moment(&self, from: usize) -> Option<(String, usize)> {
        let mut moment = Moment { end: from, ..Moment::default() };
        for _ in 0..MOST_WORDS {
            let Some(word) = next_word(self.bytes, moment.end) else { break };
            let lower = self.lower(&word);
            let glue = matches!(
                lower.as_str(),
                "the" | "on" | "at" | "this" | "next" | "of" | "latest" | "is" | "coming"
            );
            let (before, mut probe) = (moment.end, word.end);
            if glue {
                let Some(next) = next_word(self.bytes, word.end) else { break };
                probe = next.start;
            }
            let start = if glue { probe } else { word.start };
            if !(self.time(start, &mut moment)
                || self.date(start, &mut moment)
                || self.day(start, &mut moment))
            {
                moment.end = before;
                break;
            }
        }
        let said: Vec<String> = [moment.day, moment.time].into_iter().flatten().collect();
        (!said.is_empty()).then(|| (format!("by {}", said.join(" ")), moment.end))
    }

    /// `5pm`, `5.30 pm`, `17:00`, `noon`, `midnight`.
    fn time(&self, start: usize, moment: &mut Moment) -> bool {
        let read = || {
            let word = next_word(self.bytes, start)?;
            let lower = self.lower(&word);
            match lower.as_str() {
                "noon" | "midday" => return Some(("12:00".to_owned(), word.end)),
                "midnight" => return Some(("midnight".to_owned(), word.end)),
                _ => {}
            }
            let digits = lower.bytes().take_while(u8::is_ascii_digit).count();
            let mut hour: u8 = lower.get(..digits).filter(|_| (1..=2).contains(&digits))?.parse().ok()?;
            let mut half = lower.get(digits..)?.to_owned();
            let (mut minute, mut end, mut colon) = (0_u8, word.end, false);
            if half.is_empty() && matches!(self.bytes.get(end), Some(b':' | b'.')) {
                let rest =
                    self.text.get(end + 1..end + 3).filter(|m| m.bytes().all(|b| b.is_ascii_digit()))?;
                minute = rest.parse().ok()?;
                colon = self.bytes.get(end) == Some(&b':');
                end += 3;
                let letters =
                    self.bytes.get(end..)?.iter().take(3).take_while(|b| b.is_ascii_alphanumeric()).count();
                half = self.lower(&(end..end + letters));
                end += letters;
            }
            if half.is_empty()
                && let Some(next) = next_word(self.bytes, end)
                && matches!(self.lower(&next).as_str(), "am" | "pm")
            {
                half = self.lower(&next);
                end = next.end;
            }
            match half.as_str() {
                "am" | "pm" if !(1..=12).contains(&hour) => return None,
                "pm" if hour < 12 => hour += 12,
                "am" if hour == 12 => hour = 0,
                "am" | "pm" => {}
                "" if colon => {}
                _ => return None,
            }
            (hour < 24 && minute < 60).then(|| (format!("{hour:02}:{minute:02}"), end))
        };
        match read() {
            Some((time, end)) if moment.time.is_none() => {
                (moment.time, moment.end) = (Some(time), end);
                true
            }
            _ => false,
        }
    }

    /// `12/03/2026`, `2026-03-12`, `12 March`, `March 12th, 2026`.
    fn date(&self, start: usize, moment: &mut Moment) -> bool {
        let read = || self.date_in_numbers(start).or_else(|| self.date_in_words(start));
        match read() {
            Some((day, end)) if moment.day.is_none() => {
                (moment.day, moment.end) = (Some(day), end);
                true
            }
            // "Friday 13 March": the date says more than the day.
            Some((day, end)) if moment.day.as_deref().is_some_and(|day| weekday(day).is_some()) => {
                (moment.day, moment.end) = (Some(day), end);
                true
            }
            _ => false,
        }
    }

    fn date_in_numbers(&self, start: usize) -> Option<(String, usize)> {
        let rest = self.bytes.get(start..)?;
        let length = rest
            .iter()
            .take(10)
            .take_while(|b| b.is_ascii_digit() || matches!(b, b'/' | b'-' | b'.'))
            .count();
        let written = self.text.get(start..start + length)?.trim_end_matches('.');
        let parts: Vec<&str> = written.split(['/', '-', '.']).collect();
        let [first, month, last] = parts.as_slice() else { return None };
        let (year, day) = if first.len() == 4 { (*first, *last) } else { (*last, *first) };
        let day: u8 = day.parse().ok()?;
        let month: u8 = month.parse().ok()?;
        let year: u16 = year.parse().ok()?;
        let year = if year < 100 { year + 2000 } else { year };
        let fits = (1..=31).contains(&day) && (1..=12).contains(&month) && (1900..2200).contains(&year);
        fits.then(|| (format!("{year}-{month:02}-{day:02}"), start + written.len()))
    }

    fn date_in_words(&self, start: usize) -> Option<(String, usize)> {
        let one = next_word(self.bytes, start)?;
        let mut two = next_word(self.bytes, one.end)?;
        if self.lower(&two) == "of" {
            two = next_word(self.bytes, two.end)?;
        }
        let (first, second) = (self.lower(&one), self.lower(&two));
        let (day, month) = match (month(&first), month(&second)) {
            (None, Some(month)) => (day_number(&first)?, month),
            (Some(month), None) => (day_number(&second)?, month),
            _ => return None,
        };
        let year = next_word(self.bytes, two.end).filter(|word| word.len() == 4);
        let year_said = year.and_then(|word| {
            Some((self.lower(&word).parse::<u16>().ok().filter(|y| (1900..2200).contains(y))?, word.end))
        });
        Some(match year_said {
            Some((year, end)) => (format!("{year}-{month:02}-{day:02}"), end),
            None => (format!("{day} {}", MONTHS.get(usize::from(month) - 1)?), two.end),
        })
    }

    /// `Friday`, `today`, `close of business`, `end of the day`.
    fn day(&self, start: usize, moment: &mut Moment) -> bool {
        if moment.day.is_some() {
            return false;
        }
        let Some(word) = next_word(self.bytes, start) else { return false };
        let lower = self.lower(&word);
        let simple = match lower.as_str() {
            "today" | "tonight" | "tomorrow" | "weekend" => Some(lower.clone()),
            "eod" | "cob" => Some("end of day".to_owned()),
            _ => weekday(&lower).map(str::to_owned),
        };
        if let Some(day) = simple {
            (moment.day, moment.end) = (Some(day), word.end);
            return true;
        }
        let rest = self.text.get(word.start..).unwrap_or_default();
        for (words, day) in PHRASES {
            if rest.get(..words.len()).is_some_and(|front| front.eq_ignore_ascii_case(words)) {
                (moment.day, moment.end) = (Some(day.to_owned()), word.start + words.len());
                return true;
            }
        }
        false
    }
}

/// Phrases for a day, with what they come to.
const PHRASES: [(&str, &str); 10] = [
    ("end of the day", "end of day"),
    ("end of day", "end of day"),
    ("end of play", "end of day"),
    ("end of today", "end of day"),
    ("close of business", "end of day"),
    ("close of play", "end of day"),
    ("end of the week", "end of week"),
    ("end of week", "end of week"),
    ("end of the month", "end of month"),
    ("end of month", "end of month"),
];

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

fn month(word: &str) -> Option<u8> {
    let fits = |name: &str| {
        name == word || word.len() == 3 && name.starts_with(word) || word == "sept" && name == "september"
    };
    MONTHS.iter().position(|name| fits(name)).and_then(|index| u8::try_from(index + 1).ok())
}

fn weekday(word: &str) -> Option<&'static str> {
    Some(match word {
        "monday" | "mon" => "monday",
        "tuesday" | "tue" | "tues" => "tuesday",
        "wednesday" | "wed" => "wednesday",
        "thursday" | "thu" | "thur" | "thurs" => "thursday",
        "friday" | "fri" => "friday",
        "saturday" => "saturday",
        "sunday" => "sunday",
        _ => return None,
    })
}

fn day_number(word: &str) -> Option<u8> {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let ending = word.get(digits.len()..)?;
    let day: u8 = digits.parse().ok()?;
    (matches!(ending, "" | "st" | "nd" | "rd" | "th") && (1..=31).contains(&day)).then_some(day)
}

fn count_in_words(word: &str) -> Option<u16> {
    Some(match word {
        "an" => 1,
        "ten" => 10,
        "eleven" => 11,
        "twelve" => 12,
        "twenty" => 20,
        "thirty" => 30,
        "forty" => 40,
        "fifty" => 50,
        "sixty" => 60,
        "seventy" => 70,
        _ => match meaning(word.as_bytes())? {
            Word::Digit(digit) if digit > 0 => u16::from(digit),
            _ => return None,
        },
    })
}
