//! Figures as tables, each with what it counts.

use centre::tally::Lens;

use super::sums::{ClockRow, Row, Sheet, Sums, month_in_words, promise_in_words, quarter_in_words};
use super::{Place, if_any};
use crate::face::components::Cell;
use crate::face::content::Content;
use crate::face::house::{Column, DataTable};
use crate::pages::desk::members::link;
use crate::pages::desk::words;

/// One part of the page: a table, what it counts, and its file.
pub(super) struct Part {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) table: Option<DataTable>,
    pub(super) definition: &'static str,
    pub(super) file: String,
}

/// What the weeks count.
pub(super) const WEEKS: &str = "How often somebody pressed \u{201c}My problem is not here\u{201d}, by the Monday of the week. Nothing else is kept of it. Counted when it is pressed.";
/// What is not shown, in a cell.
const HIDDEN: &str = "not shown";

pub(super) fn hidden_or(value: Option<u64>) -> String {
    value.map_or_else(|| HIDDEN.to_owned(), words::number)
}

/// Money in pounds and pence.
pub(super) fn pounds(pence: Option<u64>) -> String {
    pence.map_or_else(
        || HIDDEN.to_owned(),
        |pence| format!("£{}.{:02}", words::number(pence / 100), pence % 100),
    )
}

pub(super) fn parts(place: Place, sums: &Sums) -> Vec<Part> {
    let month = month_in_words(&sums.month);
    let mut parts = vec![Part {
        id: "months".to_owned(),
        title: "Everything that came in, by month".to_owned(),
        table: if_any(over_time(place, sums)),
        definition: Lens::All.definition(),
        file: format!("{}?table=months", place.file),
    }];
    parts.extend(sums.sheets.iter().map(|sheet| Part {
        id: sheet.lens.name().to_owned(),
        title: format!("{}: {month}", sheet.title),
        table: if_any(table(place, sums, sheet)),
        definition: sheet.lens.definition(),
        file: format!("{}?table={}&month={}", place.file, sheet.lens, sums.month),
    }));
    parts.push(Part {
        id: "clocks".to_owned(),
        title: "Promises, by quarter".to_owned(),
        table: if_any(clocks(place, sums)),
        definition: Lens::Clock.definition(),
        file: format!("{}?table=clocks", place.file),
    });
    parts.push(Part {
        id: "weeks".to_owned(),
        title: "\u{201c}My problem is not here\u{201d}, by week".to_owned(),
        table: if_any(weeks(sums)),
        definition: WEEKS,
        file: format!("{}?table=weeks", place.file),
    });
    parts
}

fn number(name: &str) -> Column {
    Column { is_numeric: true, ..Column::from(name) }
}

/// A number that opens into the cases behind it, for whoever may see them.
fn opened(place: Place, (lens, period, word): (Lens, &str, &str), value: Option<u64>) -> Cell {
    let text = hidden_or(value);
    if !place.opens || value.is_none_or(|value| value == 0) || word.is_empty() {
        return Cell::number(text);
    }
    let href = format!("/desk/figures/records?lens={lens}&period={period}&word={word}");
    Cell { content: link(&href, &text), ..Cell::number("") }
}

fn over_time(place: Place, sums: &Sums) -> DataTable {
    let row = |(month, count): &(String, Option<u64>)| {
        vec![Cell::from(month_in_words(month)), opened(place, (Lens::All, month, centre::tally::ALL), *count)]
    };
    DataTable {
        id: "months-table".to_owned(),
        caption: "Reports that came in, the newest month first".to_owned(),
        columns: vec!["Month".into(), number("Reports")],
        rows: sums.over_time.iter().rev().map(row).collect(),
    }
}

fn table(place: Place, sums: &Sums, sheet: &Sheet) -> DataTable {
    let has_money = sheet.lens == Lens::Outcome;
    let mut columns = vec![Column::from(sheet.of), number("How many")];
    if has_money {
        columns.push(number("Money"));
    }
    let row = |row: &Row| {
        let name =
            if row.word.is_empty() { Content::from(row.name.as_str()) } else { row.name.as_str().into() };
        let mut cells = vec![
            Cell { content: name, ..Cell::default() },
            opened(place, (sheet.lens, &sums.month, &row.word), row.how_many),
        ];
        if has_money {
            let is_about_money = matches!(row.word.as_str(), "money_stopped" | "money_returned");
            cells.push(Cell::number(if is_about_money { pounds(row.pence) } else { String::new() }));
        }
        cells
    };
    DataTable {
        id: format!("{}-table", sheet.lens),
        caption: sheet.title.to_owned(),
        columns,
        rows: sheet.rows.iter().map(row).collect(),
    }
}

fn clocks(place: Place, sums: &Sums) -> DataTable {
    let row = |row: &ClockRow| {
        let (in_time, late) = row.counts.map_or((None, None), |(in_time, late)| (Some(in_time), Some(late)));
        let cell = |end: &str, value| {
            let word = format!("{}.{end}", row.kind);
            opened(place, (Lens::Clock, &row.quarter, &word), value)
        };
        vec![
            Cell::from(promise_in_words(row.kind)),
            Cell::from(quarter_in_words(&row.quarter)),
            cell("in_time", in_time),
            cell("late", late),
            Cell::number(row.percent().map_or_else(|| HIDDEN.to_owned(), |share| format!("{share} in 100"))),
            Cell::number(row.median.map_or_else(|| HIDDEN.to_owned(), |span| span.in_words())),
        ]
    };
    DataTable {
        id: "clocks-table".to_owned(),
        caption: "How often each promise was kept".to_owned(),
        columns: vec![
            "Promise".into(),
            "Quarter".into(),
            number("In time"),
            number("Late"),
            number("Kept"),
            number("Half took no longer than"),
        ],
        rows: sums.clocks.iter().map(row).collect(),
    }
}

fn weeks(sums: &Sums) -> DataTable {
    let row = |(week, count): &(jiff::civil::Date, Option<u64>)| {
        vec![Cell::from(centre::clock_words::date_in_words(*week)), Cell::number(hidden_or(*count))]
    };
    DataTable {
        id: "weeks-table".to_owned(),
        caption: "How often a problem was not on the list".to_owned(),
        columns: vec!["Week from".into(), number("How often")],
        rows: sums.weeks.iter().map(row).collect(),
    }
}
