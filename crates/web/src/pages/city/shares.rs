//! How promises stand, by place, trade and provider: one picture with its sentence, table and file. What must be
//! hidden is hidden before anything here is made.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use centre::cohort::{Counts, Lens, MEMBERS, Month, Picture, UNKNOWN, shown_rows};
use centre::small_cells::SMALLEST_SHOWN;
use press::{Bar, BarChart};

use super::asked::{Choice, PictureAsked, cohort_words};
use super::rows::{MOST_BARS, Shares, cells, headings, is_compared};
use crate::app::App;
use crate::caller::Caller;
use crate::face::components::{Button, Select};
use crate::face::house::{DataTable, Figure};
use crate::face::{Chrome, Page};
use crate::pages::desk::asked::Asked;
use crate::pages::desk::pictures::{self, csv_file, figure_id};
use crate::pages::desk::{frame, words};
use crate::problem::Problem;

/// What everybody who sees the city's figures may count by.
const FOR_EVERYBODY: [Lens; 2] = [Lens::Borough, Lens::Sector];
/// What staff may count by.
const FOR_STAFF: [Lens; 5] = [Lens::Borough, Lens::Sector, Lens::Size, Lens::MailProvider, Lens::NameHost];

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
