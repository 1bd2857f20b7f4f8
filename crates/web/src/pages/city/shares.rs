//! How promises stand, by place, trade and provider: one picture with its sentence, table and file. What must be
//! hidden is hidden before anything here is made.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use centre::cohort::{Counts, Lens, MEMBERS, Month, Picture, ShownRow, UNKNOWN, shown_rows};
use centre::region::BoroughCode;
use centre::small_cells::SMALLEST_SHOWN;
use press::{AreaFigure, Bar, BarChart, BoroughMap, Figure as _};

use super::asked::{Choice, PictureAsked, cohort_words, lens_words};
use crate::app::App;
use crate::caller::Caller;
use crate::face::components::{Button, Cell, Select};
use crate::face::content::Content;
use crate::face::house::{Column, DataTable, Figure};
use crate::face::{Chrome, Page};
use crate::pages::desk::asked::Asked;
use crate::pages::desk::pictures::{self, csv_file, drawing, figure_id};
use crate::pages::desk::{frame, words};
use crate::problem::Problem;

/// What everybody who sees the city's figures may count by.
const FOR_EVERYBODY: [Lens; 2] = [Lens::Borough, Lens::Sector];
/// What staff may count by.
const FOR_STAFF: [Lens; 5] = [Lens::Borough, Lens::Sector, Lens::Size, Lens::MailProvider, Lens::NameHost];
/// Bars of a picture; the table and the file have all.
const MOST_BARS: usize = 12;

#[derive(Template)]
#[template(path = "city/shares.html")]
struct SharesPage {
    chrome: Chrome,
    path: &'static str,
    intro: String,
    smallest: u64,
    choices: Vec<Select>,
    pictures: Vec<Figure>,
    table: Option<DataTable>,
    file: String,
    links: Vec<(&'static str, &'static str)>,
}

/// One page of two: for everybody who may see the city, or for staff.
#[derive(Debug, Clone, Copy)]
struct Place {
    path: &'static str,
    file: &'static str,
    title: &'static str,
    lenses: &'static [Lens],
    is_staff: bool,
}

const CITY: Place = Place {
    path: "/city/promises",
    file: "/city/promises.csv",
    title: "How promises stand",
    lenses: &FOR_EVERYBODY,
    is_staff: false,
};
const DESK: Place = Place {
    path: "/desk/city",
    file: "/desk/city.csv",
    title: "The city, finer",
    lenses: &FOR_STAFF,
    is_staff: true,
};

impl Place {
    async fn choose(self, app: &App, asked: &PictureAsked) -> Result<Choice, Problem> {
        // Public bodies have a page of their own, by name; lists are for staff until somebody hands them on.
        let is_shown =
            |cohort: &str| cohort == MEMBERS || (self.is_staff && cohort != centre::cohort::PUBLIC_BODIES);
        asked.read(app, self.lenses, is_shown).await
    }
}

/// How promises stand by borough and sector.
///
/// # Errors
/// When the address cannot be read or the store fails.
pub async fn show(
    State(app): State<Arc<App>>,
    caller: Caller,
    Asked(asked): Asked<PictureAsked>,
) -> Result<Response, Problem> {
    page(CITY, &app, &caller, &asked).await
}

/// The same by every way of counting, for staff.
///
/// # Errors
/// When the address cannot be read or the store fails.
pub async fn show_finer(
    State(app): State<Arc<App>>,
    caller: Caller,
    Asked(asked): Asked<PictureAsked>,
) -> Result<Response, Problem> {
    page(DESK, &app, &caller, &asked).await
}

/// The table as a file.
///
/// # Errors
/// When the address cannot be read or the store fails.
pub async fn file(
    State(app): State<Arc<App>>,
    caller: Caller,
    Asked(asked): Asked<PictureAsked>,
) -> Result<Response, Problem> {
    as_file(CITY, &app, &caller, &asked).await
}

/// The staff's table as a file.
///
/// # Errors
/// When the address cannot be read or the store fails.
pub async fn finer_file(
    State(app): State<Arc<App>>,
    caller: Caller,
    Asked(asked): Asked<PictureAsked>,
) -> Result<Response, Problem> {
    as_file(DESK, &app, &caller, &asked).await
}

async fn page(place: Place, app: &App, caller: &Caller, asked: &PictureAsked) -> Result<Response, Problem> {
    let choice = place.choose(app, asked).await?;
    let picture = picture(app, &choice).await?;
    let shares = picture.as_ref().map(|picture| Shares::of(app, caller, &choice, picture));
    let mut pictures = Vec::new();
    if let Some(shares) = &shares {
        let file = choice.address(place.file);
        if choice.lens == Lens::Borough && !shares.is_bound {
            pictures.push(shares.map(app, &choice, &file)?);
        } else {
            pictures.push(shares.bars(&choice, &file)?);
        }
        pictures.push(over_time(app, &choice, &file).await?);
    }
    let page = SharesPage {
        chrome: frame(app, caller, place.title, place.path),
        path: place.path,
        intro: intro(&choice, picture.as_ref()),
        smallest: SMALLEST_SHOWN,
        choices: choice.choices(place.lenses),
        pictures,
        table: shares.as_ref().map(|shares| shares.table(&choice)),
        file: choice.address(place.file),
        links: if place.is_staff {
            vec![("/desk/city/providers", "What one provider could change"), ("/city", "The city in figures")]
        } else {
            vec![("/city", "The city in figures")]
        },
    };
    Ok(Page::new(page).into_response())
}

async fn as_file(
    place: Place,
    app: &App,
    caller: &Caller,
    asked: &PictureAsked,
) -> Result<Response, Problem> {
    let choice = place.choose(app, asked).await?;
    let picture = picture(app, &choice).await?.ok_or_else(Problem::not_found)?;
    let shares = Shares::of(app, caller, &choice, &picture);
    let mut file = format!(
        "{}{}",
        centre::export::BYTE_ORDER_MARK,
        centre::export::line(headings(shares.is_coarse).iter().copied())
    );
    for (name, row) in &shares.rows {
        let cells: Vec<String> = cells(row, shares.is_coarse, shares.is_compared)
            .iter()
            .map(|text| text.replace(',', ""))
            .collect();
        file.push_str(&centre::export::line(
            std::iter::once(name.as_str()).chain(cells.iter().map(String::as_str)),
        ));
    }
    csv_file("promises.csv", file)
}

/// The months as a file.
///
/// # Errors
/// When the address cannot be read or the store fails.
pub async fn months_file(
    State(app): State<Arc<App>>,
    Asked(asked): Asked<PictureAsked>,
) -> Result<Response, Problem> {
    months_as_file(CITY, &app, &asked).await
}

/// The staff's months as a file.
///
/// # Errors
/// When the address cannot be read or the store fails.
pub async fn finer_months_file(
    State(app): State<Arc<App>>,
    Asked(asked): Asked<PictureAsked>,
) -> Result<Response, Problem> {
    months_as_file(DESK, &app, &asked).await
}

async fn months_as_file(place: Place, app: &App, asked: &PictureAsked) -> Result<Response, Problem> {
    let choice = place.choose(app, asked).await?;
    let heads = ["Month", "Kept, in 100", "Firms that could be checked"];
    let mut file = format!("{}{}", centre::export::BYTE_ORDER_MARK, centre::export::line(heads));
    for (month, counts) in months(app, &choice).await? {
        let share = counts.kept_in_100().unwrap_or(0).to_string();
        let cells = [month.to_string(), share, counts.judged().to_string()];
        file.push_str(&centre::export::line(cells.iter().map(String::as_str)));
    }
    csv_file("promises-months.csv", file)
}

/// The months of which enough firms could be checked, the oldest first.
async fn months(app: &App, choice: &Choice) -> Result<Vec<(Month, Counts)>, Problem> {
    let all = app.store.city_over_time(&choice.cohort).await?;
    Ok(all
        .into_iter()
        .filter(|(_, promise, counts)| {
            let row = shown_rows(&[(UNKNOWN.to_owned(), *counts)]);
            *promise == choice.promise && counts.judged() > 0 && row.iter().all(|row| row.counts.is_some())
        })
        .map(|(month, _, counts)| (month, counts))
        .collect())
}

async fn picture(app: &App, choice: &Choice) -> Result<Option<Picture>, Problem> {
    Ok(match choice.month {
        Some(month) => app.store.picture(&choice.cohort, month).await?,
        None => None,
    })
}

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

fn headings(is_coarse: bool) -> &'static [&'static str] {
    if is_coarse { &COARSE_HEADINGS } else { &HEADINGS }
}

/// The rows as they may be shown, with their names.
struct Shares {
    rows: Vec<(String, ShownRow)>,
    is_coarse: bool,
    is_compared: bool,
    is_bound: bool,
}

impl Shares {
    fn of(app: &App, caller: &Caller, choice: &Choice, picture: &Picture) -> Self {
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
    fn parts(&self) -> &[(String, ShownRow)] {
        self.rows.split_last().map_or(&[], |(_, parts)| parts)
    }

    fn title(&self, choice: &Choice) -> String {
        let of = if self.is_coarse { "all" } else { "those that could be checked" };
        format!("“{}” is kept, in 100 of {of}", words::promise_name(choice.promise))
    }

    fn map(&self, app: &App, choice: &Choice, file: &str) -> Result<Figure, Problem> {
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

    fn bars(&self, choice: &Choice, file: &str) -> Result<Figure, Problem> {
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

    fn table(&self, choice: &Choice) -> DataTable {
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

fn name(app: &App, lens: Lens, code: &str) -> String {
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
fn is_compared(picture: &Picture) -> bool {
    picture.cells.values().any(|counts| counts.better > 0 || counts.worse > 0)
}

/// The rows by their four states; where that would hide more than half of them, by two: kept, and everything else. One
/// of the two is shown for a table and never both, so that neither tells what the other hides.
fn as_fine_as_may_be(rows: &[(String, Counts)]) -> (Vec<ShownRow>, bool) {
    let fine = shown_rows(rows);
    let hidden = |rows: &[ShownRow]| rows.iter().filter(|row| row.counts.is_none()).count();
    if 2 * hidden(&fine) <= rows.len() {
        return (fine, false);
    }
    (shown_rows(&coarse(rows)), true)
}

/// The same rows with everything but kept in one state.
fn coarse(rows: &[(String, Counts)]) -> Vec<(String, Counts)> {
    let one = |(code, counts): &(String, Counts)| {
        let rest = counts.firms().saturating_sub(counts.kept);
        let Counts { kept, better, worse, .. } = *counts;
        (code.clone(), Counts { kept, not_kept: rest, better, worse, ..Counts::default() })
    };
    rows.iter().map(one).collect()
}

/// One row's figures as words; what is hidden says so.
fn cells(row: &ShownRow, is_coarse: bool, is_compared: bool) -> Vec<String> {
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

/// The whole page in one sentence.
fn intro(choice: &Choice, picture: Option<&Picture>) -> String {
    let (Some(picture), Some(month)) = (picture, choice.month) else {
        return "Nothing was counted yet. The first figures stand here in the night after the first look."
            .to_owned();
    };
    let row = shown_rows(&[(UNKNOWN.to_owned(), picture.city(choice.promise))]);
    let about = format!("{} in {}", cohort_words(&choice.cohort), month.words());
    let promise = words::promise_name(choice.promise);
    let Some(row) = row.first() else { return about };
    let Some(counts) = &row.counts else {
        return format!("{about}: too few were looked at to say how “{promise}” stands.");
    };
    let share = match counts.kept_in_100() {
        Some(share) => format!(
            "{share} in 100 of {} that could be checked keep “{promise}”",
            words::number(counts.judged())
        ),
        None => format!("nobody could be checked for “{promise}”: that needs a visit, and a firm's yes"),
    };
    let moved = match row.moved {
        _ if !is_compared(picture) => String::new(),
        Some((better, worse)) => format!(
            "; {} stand better than the month before and {} worse",
            words::number(better),
            words::number(worse)
        ),
        None => String::new(),
    };
    format!("{about}: {share}{moved}.")
}

/// The share of all firms, month by month.
async fn over_time(app: &App, choice: &Choice, file: &str) -> Result<Figure, Problem> {
    let months = months(app, choice).await?;
    let newest = months.len().saturating_sub(MOST_BARS);
    let bars: Vec<Bar> = months
        .iter()
        .skip(newest)
        .map(|(month, counts)| Bar {
            label: month.words(),
            value: counts.kept_in_100().unwrap_or(0),
            is_marked: Some(*month) == choice.month,
        })
        .collect();
    let sentence = match (bars.first(), bars.last()) {
        (Some(first), Some(last)) if bars.len() > 1 => {
            format!(
                "From {} in 100 in {} to {} in 100 in {}.",
                first.value, first.label, last.value, last.label
            )
        }
        (Some(only), _) => {
            format!("{} in 100 in {}; there is no month to compare it with yet.", only.value, only.label)
        }
        _ => "No month has enough firms to show.".to_owned(),
    };
    let title = "All together, month by month, in 100".to_owned();
    let chart = BarChart {
        id: figure_id("shares-months")?,
        title: title.clone(),
        label_heading: "Month".to_owned(),
        noun: ("in 100".to_owned(), "in 100".to_owned()),
        bars,
    };
    Ok(Figure {
        sentence: sentence.into(),
        csv_href: file.replacen(".csv?", "-months.csv?", 1),
        ..pictures::figure("shares-months-figure", &title, &chart, String::new())
    })
}
