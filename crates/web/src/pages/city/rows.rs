//! The rows of a picture as they may be shown: with their names, as a map, as bars and as a table.

use centre::cohort::{Counts, Lens, Month, Picture, ShownRow, UNKNOWN, shown_rows};
use centre::region::BoroughCode;
use press::{AreaFigure, Bar, BarChart, BoroughMap, Figure as _};

use super::asked::{Choice, cohort_words, lens_words};
use crate::app::App;
use crate::caller::Caller;
use crate::face::components::Cell;
use crate::face::content::Content;
use crate::face::house::{Column, DataTable, Figure};
use crate::pages::desk::pictures::{self, drawing, figure_id};
use crate::pages::desk::words;
use crate::problem::Problem;

/// Bars of a picture; the table and the file have all.
pub(super) const MOST_BARS: usize = 12;

const HEADINGS: [&str; 9] = [
    "Which",
    "Firms",
    "Kept",
    "Partly kept",
    "Not kept",
    "Could not check",
    "Kept, in 100",
    "Better",
    "Worse",
];
/// Where the four states would hide too much.
const COARSE_HEADINGS: [&str; 7] =
    ["Which", "Firms", "Kept", "Everything else", "Kept, in 100 of all", "Better", "Worse"];

pub(super) fn headings(is_coarse: bool) -> &'static [&'static str] {
    if is_coarse { &COARSE_HEADINGS } else { &HEADINGS }
}

/// The rows as they may be shown, with their names.
pub(super) struct Shares {
    pub(super) rows: Vec<(String, ShownRow)>,
    pub(super) is_coarse: bool,
    pub(super) is_compared: bool,
    pub(super) is_bound: bool,
}

impl Shares {
    pub(super) fn of(app: &App, caller: &Caller, choice: &Choice, picture: &Picture) -> Self {
        let (rows, is_coarse) = as_fine_as_may_be(&picture.rows(choice.lens, choice.promise));
        let bound_to = caller.signed_in.as_ref().and_then(|person| person.remit.clone());
        let is_bound = bound_to.is_some();
        let whole = [(UNKNOWN.to_owned(), picture.city(choice.promise))];
        let whole = if is_coarse { shown_rows(&coarse(&whole)) } else { shown_rows(&whole) }.into_iter();
        let mut named: Vec<(String, ShownRow)> = rows
            .into_iter()
            .filter(|row| match (&bound_to, choice.lens) {
                (Some(code), Lens::Borough) => row.code == *code,
                // Of whoever sees one borough, the other tables would tell of all.
                (Some(_), _) => false,
                (None, _) => true,
            })
            .map(|row| (name(app, choice.lens, &row.code), row))
            .collect();
        named.sort_by(|(one, _), (other, _)| one.cmp(other));
        named.extend(whole.map(|row| ("All together".to_owned(), row)));
        Self { rows: named, is_coarse, is_compared: is_compared(picture), is_bound }
    }

    /// Every row but the last one, which is all together.
    pub(super) fn parts(&self) -> &[(String, ShownRow)] {
        self.rows.split_last().map_or(&[], |(_, parts)| parts)
    }

    pub(super) fn title(&self, choice: &Choice) -> String {
        let of = if self.is_coarse { "all" } else { "those that could be checked" };
        format!("“{}” is kept, in 100 of {of}", words::promise_name(choice.promise))
    }

    pub(super) fn map(&self, app: &App, choice: &Choice, file: &str) -> Result<Figure, Problem> {
        let code = |row: &ShownRow| BoroughCode::parse(&row.code).ok();
        let share = |row: &ShownRow| row.counts.as_ref().and_then(Counts::kept_in_100);
        let figures = self.parts().iter().filter_map(|(_, row)| {
            Some(AreaFigure { borough: code(row)?, value: share(row)?, address: None })
        });
        let withheld =
            self.parts().iter().filter(|(_, row)| share(row).is_none()).filter_map(|(_, row)| code(row));
        let title = self.title(choice);
        let map = BoroughMap {
            id: figure_id("shares-map")?,
            title: title.clone(),
            noun: ("in 100".to_owned(), "in 100".to_owned()),
            hide_below: 0,
            withheld: withheld.collect(),
            are_shares: true,
            region: &app.region,
            figures: figures.collect(),
        };
        Ok(Figure {
            picture: Content::all([drawing(&map.svg()), drawing(&map.legend())]),
            ..pictures::figure("shares-map-figure", &title, &map, file.to_owned())
        })
    }

    pub(super) fn bars(&self, choice: &Choice, file: &str) -> Result<Figure, Problem> {
        let mut bars: Vec<Bar> = self
            .parts()
            .iter()
            .filter_map(|(name, row)| {
                let value = row.counts.as_ref()?.kept_in_100()?;
                Some(Bar { label: name.clone(), value, is_marked: false })
            })
            .collect();
        bars.sort_by(|one, other| other.value.cmp(&one.value).then_with(|| one.label.cmp(&other.label)));
        bars.truncate(MOST_BARS);
        let title = self.title(choice);
        let sentence = match (bars.first(), bars.last()) {
            (Some(most), Some(least)) if bars.len() > 1 => {
                format!(
                    "The largest share shown is {} in 100 ({}), the smallest {} in 100 ({}).",
                    most.value, most.label, least.value, least.label
                )
            }
            (Some(only), _) => format!("{}: {} in 100.", only.label, only.value),
            _ => "Too few firms to show any of them.".to_owned(),
        };
        let chart = BarChart {
            id: figure_id("shares-bars")?,
            title: title.clone(),
            label_heading: lens_words(choice.lens).to_owned(),
            noun: ("in 100".to_owned(), "in 100".to_owned()),
            bars,
        };
        Ok(Figure {
            sentence: sentence.into(),
            ..pictures::figure("shares-bars-figure", &title, &chart, file.to_owned())
        })
    }

    pub(super) fn table(&self, choice: &Choice) -> DataTable {
        let month = choice.month.map(Month::words).unwrap_or_default();
        let columns = headings(self.is_coarse).iter().enumerate().map(|(place, heading)| Column {
            name: if place == 0 { lens_words(choice.lens).into() } else { (*heading).into() },
            is_numeric: place > 0,
            ..Column::default()
        });
        let rows = self.rows.iter().map(|(name, row)| {
            let cells = cells(row, self.is_coarse, self.is_compared).into_iter();
            let cells = cells.map(|text| Cell { is_numeric: true, ..Cell::from(text) });
            std::iter::once(Cell::from(name.as_str())).chain(cells).collect()
        });
        DataTable {
            id: "shares".to_owned(),
            caption: format!(
                "{}: {}, {month}",
                cohort_words(&choice.cohort),
                words::promise_name(choice.promise)
            ),
            columns: columns.collect(),
            rows: rows.collect(),
        }
    }
}

pub(super) fn name(app: &App, lens: Lens, code: &str) -> String {
    match lens {
        Lens::City => "All together".to_owned(),
        _ if code == UNKNOWN => match lens {
            Lens::MailProvider | Lens::NameHost => "Others, and those we do not know".to_owned(),
            _ => "Not known".to_owned(),
        },
        Lens::Borough => words::borough(&app.region, code),
        Lens::Sector => words::sector(&app.region, code),
        Lens::Size => {
            code.parse::<store::SizeBand>().map_or(code.to_owned(), |size| size.spoken().to_owned())
        }
        Lens::MailProvider | Lens::NameHost => code.to_owned(),
    }
}

/// Whether any firm was held against the month before. Where nobody moved at all, it is not said that nobody did: a
/// list that was looked at once has nothing to be held against.
pub(super) fn is_compared(picture: &Picture) -> bool {
    picture.cells.values().any(|counts| counts.better > 0 || counts.worse > 0)
}

/// The rows by their four states; where that would hide more than half of them, by two: kept, and everything else. One
/// of the two is shown for a table and never both, so that neither tells what the other hides.
pub(super) fn as_fine_as_may_be(rows: &[(String, Counts)]) -> (Vec<ShownRow>, bool) {
    let fine = shown_rows(rows);
    let hidden = |rows: &[ShownRow]| rows.iter().filter(|row| row.counts.is_none()).count();
    if 2 * hidden(&fine) <= rows.len() {
        return (fine, false);
    }
    (shown_rows(&coarse(rows)), true)
}

/// The same rows with everything but kept in one state.
pub(super) fn coarse(rows: &[(String, Counts)]) -> Vec<(String, Counts)> {
    let one = |(code, counts): &(String, Counts)| {
        let rest = counts.firms().saturating_sub(counts.kept);
        let Counts { kept, better, worse, .. } = *counts;
        (code.clone(), Counts { kept, not_kept: rest, better, worse, ..Counts::default() })
    };
    rows.iter().map(one).collect()
}

/// One row's figures as words; what is hidden says so.
pub(super) fn cells(row: &ShownRow, is_coarse: bool, is_compared: bool) -> Vec<String> {
    let hidden = || "not shown".to_owned();
    let of = |count: fn(&Counts) -> u64| {
        row.counts.as_ref().map_or_else(hidden, |counts| words::number(count(counts)))
    };
    let share = match &row.counts {
        None => hidden(),
        Some(counts) => counts.kept_in_100().map_or("nobody checked".to_owned(), |share| share.to_string()),
    };
    let (better, worse) = match row.moved {
        _ if !is_compared => ("not compared".to_owned(), "not compared".to_owned()),
        Some((better, worse)) => (words::number(better), words::number(worse)),
        None => (hidden(), hidden()),
    };
    let mut cells = vec![of(Counts::firms), of(|c| c.kept)];
    if !is_coarse {
        cells.push(of(|c| c.partly));
    }
    cells.push(of(|c| c.not_kept));
    if !is_coarse {
        cells.push(of(|c| c.could_not_check));
    }
    cells.extend([share, better, worse]);
    cells
}
