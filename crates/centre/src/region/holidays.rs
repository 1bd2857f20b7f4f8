//! The days on which the city rests: `holidays.csv`.

use jiff::civil::Date;

use super::table;
use crate::pack::Faults;

const FILE: &str = "holidays.csv";

/// One public holiday.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Holiday {
    /// The day.
    pub date: Date,
    /// What it is called, for example `Good Friday`.
    pub name: String,
}

pub(super) fn read(faults: &mut Faults<'_>) -> Vec<Holiday> {
    let mut holidays = Vec::new();
    for row in table::read(FILE, &["date", "name"], faults) {
        match row.get("date").parse::<Date>() {
            Ok(date) if !row.get("name").is_empty() => {
                holidays.push(Holiday { date, name: row.get("name").to_owned() });
            }
            Ok(_) => faults.add(FILE, row.line, "the name is empty; write what the day is called"),
            Err(_) => {
                let message =
                    format!("{:?} is no date; write year-month-day, for example 2027-12-25", row.get("date"));
                faults.add(FILE, row.line, message);
            }
        }
    }
    holidays.sort();
    for pair in holidays.windows(2) {
        let [earlier, later] = pair else { continue };
        if earlier.date == later.date {
            faults.add(FILE, 1, format!("{} stands here twice; keep one line", later.date));
        }
        for year in earlier.date.year() + 1..later.date.year() {
            faults.add(FILE, 1, format!("the holidays of {year} are missing; add them"));
        }
    }
    holidays
}
