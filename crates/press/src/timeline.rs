//! What happened, in the order of time: a table that a page may set as a timeline.

use centre::clock_words::moment_in_full;
use jiff::{Timestamp, tz::TimeZone};

use crate::{Cell, Table};

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimelineEntry {
    /// When.
    pub at: Timestamp,
    /// What, in a sentence.
    pub what: String,
    /// Who did it, as the reader may know it.
    pub who: String,
}

/// What happened to something, the newest first. Picture and table are one: a page draws the
/// table's rows as a list with a line beside it.
#[derive(Debug, Clone)]
pub struct Timeline {
    /// What it is about.
    pub title: String,
    /// In any order.
    pub entries: Vec<TimelineEntry>,
    /// In which times are told.
    pub time_zone: TimeZone,
}

impl Timeline {
    /// The entries, the newest first; of one moment, in the order given.
    pub fn newest_first(&self) -> Vec<&TimelineEntry> {
        let mut entries: Vec<_> = self.entries.iter().collect();
        entries.sort_by_key(|entry| std::cmp::Reverse(entry.at));
        entries
    }

    /// The same as a table.
    pub fn table(&self) -> Table {
        let rows = self.newest_first().into_iter().map(|entry| {
            let when = moment_in_full(entry.at, &self.time_zone);
            vec![Cell::words(when), Cell::words(&entry.what), Cell::words(&entry.who)]
        });
        Table {
            caption: self.title.clone(),
            headings: ["When", "What", "Who"].map(str::to_owned).to_vec(),
            rows: rows.collect(),
        }
    }

    /// How much there is, in one sentence.
    pub fn summary(&self) -> String {
        let newest_first = self.newest_first();
        match (newest_first.first(), newest_first.len()) {
            (None, _) => "Nothing has happened yet.".to_owned(),
            (Some(only), 1) => format!("One entry, of {}.", moment_in_full(only.at, &self.time_zone)),
            (Some(newest), count) => {
                format!("{count} entries, the newest of {}.", moment_in_full(newest.at, &self.time_zone))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn timeline(entries: &[(&str, &str)]) -> Timeline {
        let entry = |(at, what): &(&str, &str)| TimelineEntry {
            at: at.parse().unwrap(),
            what: (*what).into(),
            who: "Anna".into(),
        };
        Timeline {
            title: "Anna's Bakery".into(),
            entries: entries.iter().map(entry).collect(),
            time_zone: TimeZone::get("Europe/London").unwrap(),
        }
    }

    #[test]
    fn the_newest_comes_first_on_the_clock_of_the_place() {
        let timeline =
            timeline(&[("2026-01-05T09:00:00Z", "Joined."), ("2026-07-01T09:00:00Z", "=Wrote a note.")]);
        assert_eq!(timeline.summary(), "2 entries, the newest of 1 July 2026, 10:00.");
        assert_eq!(
            timeline.table().csv(),
            "\u{feff}\"When\",\"What\",\"Who\"\r\n\"1 July 2026, 10:00\",\"'=Wrote a note.\",\"Anna\"\r\n\"5 January 2026, 09:00\",\"Joined.\",\"Anna\"\r\n"
        );
    }

    #[test]
    fn nothing_and_one_are_said() {
        assert_eq!(timeline(&[]).summary(), "Nothing has happened yet.");
        assert_eq!(
            timeline(&[("2026-01-05T09:00:00Z", "Joined.")]).summary(),
            "One entry, of 5 January 2026, 09:00."
        );
    }
}
