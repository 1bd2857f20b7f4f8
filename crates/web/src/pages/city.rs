//! The city in figures that name no firm: a map, and a table of the same.
//!
//! Small counts are hidden, and others with them, so that none can be found by subtraction: see
//! `centre::small_cells`. A partner who is bound to one borough sees that borough beside the city.

pub mod asked;
pub mod figures;
mod rows;
pub mod shares;

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use centre::policy::Act;
use centre::region::BoroughCode;
use centre::small_cells::SMALLEST_SHOWN;
use press::{AreaFigure, BoroughMap, Figure as _};

use self::figures::{CityFigures, Row};
use super::desk::pictures::{csv_file, drawing, figure_id};
use super::desk::words;
use super::desk::{frame, may};
use crate::app::App;
use crate::caller::Caller;
use crate::face::components::{Cell, Table};
use crate::face::content::Content;
use crate::face::house::Figure;
use crate::face::{Chrome, Page};
use crate::problem::Problem;

#[derive(Template)]
#[template(path = "city/city.html")]
struct CityPage {
    chrome: Chrome,
    intro: String,
    smallest: u64,
    maps: Vec<Figure>,
    boroughs: Table,
    boroughs_file: &'static str,
    sectors: Option<Table>,
    is_bound: bool,
    links: Vec<(&'static str, &'static str)>,
}

/// Where there is more to see, and what it takes to see it.
const MORE: [(&str, &str, Act); 4] = [
    ("/city/promises", "How promises stand, by borough, sector and month", Act::SeeCityFigures),
    ("/desk/city", "The same by provider and size, and for other cohorts", Act::SeeCohorts),
    ("/desk/city/providers", "What one provider could change", Act::SeeCohorts),
    ("/desk/city/public-bodies", "Public bodies", Act::SeePublicBodies),
];

/// Shows the city.
///
/// # Errors
/// When the store fails.
pub async fn show(State(app): State<Arc<App>>, caller: Caller) -> Result<Response, Problem> {
    let figures = CityFigures::for_caller(&app, &caller).await?;
    let is_bound = figures.bound_to.is_some();
    let maps =
        if is_bound { Vec::new() } else { vec![members_map(&app, &figures)?, promises_map(&app, &figures)?] };
    let page = CityPage {
        chrome: frame(&app, &caller, format!("{} in figures", app.region.name), "/city"),
        intro: sentence(&app, &figures),
        smallest: SMALLEST_SHOWN,
        maps,
        boroughs: borough_table(&figures),
        boroughs_file: "/city/boroughs.csv",
        sectors: (!is_bound).then(|| sector_table(&figures)),
        is_bound,
        links: MORE
            .iter()
            .filter(|(.., act)| may(caller.role, *act))
            .map(|(href, text, _)| (*href, *text))
            .collect(),
    };
    Ok(Page::new(page).into_response())
}

/// The whole page in one sentence.
fn sentence(app: &App, figures: &CityFigures) -> String {
    let city = &figures.city;
    let members = words::counted(city.members, "member", "members");
    let share = match city.share_not_kept() {
        Some(share) if city.looked_at >= SMALLEST_SHOWN => {
            format!(
                "of {} looked at, {share} in 100 have a promise that is not kept",
                words::number(city.looked_at)
            )
        }
        _ => "too few have been looked at to say how their promises stand".to_owned(),
    };
    format!("{} has {members}; {share}.", app.region.name)
}

fn code(row: &Row) -> Option<BoroughCode> {
    BoroughCode::parse(&row.code).ok()
}

/// The picture of one figure, told in our own sentence: the map alone cannot know the total.
fn map_figure(
    app: &App,
    rows: &[Row],
    (id, title, noun): (&str, &str, (&str, &str)),
    are_shares: bool,
    value: impl Fn(&Row) -> Option<u64>,
    csv: &str,
) -> Result<Figure, Problem> {
    let shown = rows.iter().filter_map(|row| {
        Some(AreaFigure { borough: code(row)?, value: value(row).unwrap_or(0), address: None })
    });
    let withheld = rows.iter().filter(|row| value(row).is_none()).filter_map(code);
    let map = BoroughMap {
        id: figure_id(id)?,
        title: title.to_owned(),
        noun: (noun.0.to_owned(), noun.1.to_owned()),
        hide_below: 0,
        withheld: withheld.collect(),
        are_shares,
        region: &app.region,
        figures: shown.collect(),
    };
    Ok(Figure {
        picture: Content::all([drawing(&map.svg()), drawing(&map.legend())]),
        ..super::desk::pictures::figure(&format!("{id}-figure"), title, &map, csv.to_owned())
    })
}

fn members_map(app: &App, figures: &CityFigures) -> Result<Figure, Problem> {
    let about = ("members-map", "Members by borough", ("member", "members"));
    map_figure(app, &figures.boroughs, about, false, |row| row.members, "/city/boroughs.csv")
}

fn promises_map(app: &App, figures: &CityFigures) -> Result<Figure, Problem> {
    let about =
        ("promises-map", "Members with a promise not kept, in 100 of those looked at", ("in 100", "in 100"));
    map_figure(app, &figures.boroughs, about, true, Row::share_not_kept, "/city/boroughs.csv")
}

const HEADINGS: [&str; 5] =
    ["Borough", "Members", "Looked at", "With a promise not kept", "In 100 looked at"];

/// One row's figures as words; what is hidden says so.
fn cells(row: &Row) -> [String; 4] {
    let shown = |value: Option<u64>| value.map_or("not shown".to_owned(), words::number);
    let share = match (row.looked_at, row.share_not_kept()) {
        (Some(0), _) => "nobody looked at".to_owned(),
        (_, share) => shown(share),
    };
    [shown(row.members), shown(row.looked_at), shown(row.not_kept), share]
}

fn borough_table(figures: &CityFigures) -> Table {
    let city = figures.city.as_row();
    let rows = figures.boroughs.iter().chain([&city]).map(|row| {
        let figures = cells(row).map(|text| Cell { is_numeric: true, ..Cell::from(text) });
        std::iter::once(Cell::from(row.name.as_str())).chain(figures).collect()
    });
    Table {
        caption: "By borough".to_owned(),
        caption_classes: "govuk-table__caption--m".into(),
        head: HEADINGS
            .iter()
            .enumerate()
            .map(|(i, h)| Cell { is_numeric: i > 0, ..Cell::from(*h) })
            .collect(),
        rows: rows.collect(),
        first_cell_is_header: true,
        ..Table::default()
    }
}

fn sector_table(figures: &CityFigures) -> Table {
    let row = |(name, members): &(String, Option<u64>)| {
        let members = members.map_or("not shown".to_owned(), words::number);
        vec![Cell::from(name.as_str()), Cell { is_numeric: true, ..Cell::from(members) }]
    };
    Table {
        caption: "By sector".to_owned(),
        caption_classes: "govuk-table__caption--m".into(),
        head: vec![Cell::from("Sector"), Cell { is_numeric: true, ..Cell::from("Members") }],
        rows: figures.sectors.iter().map(row).collect(),
        first_cell_is_header: true,
        ..Table::default()
    }
}

/// The table of boroughs as a file; what is hidden on the page is hidden in it.
///
/// # Errors
/// When the store fails.
pub async fn boroughs_file(State(app): State<Arc<App>>, caller: Caller) -> Result<Response, Problem> {
    let figures = CityFigures::for_caller(&app, &caller).await?;
    let city = figures.city.as_row();
    let mut file = format!("{}{}", centre::export::BYTE_ORDER_MARK, centre::export::line(HEADINGS));
    for row in figures.boroughs.iter().chain([&city]) {
        let cells = cells(row).map(|text| text.replace(',', ""));
        let line = std::iter::once(row.name.as_str()).chain(cells.iter().map(String::as_str));
        file.push_str(&centre::export::line(line));
    }
    csv_file("boroughs.csv", file)
}

/// The table of sectors as a file.
///
/// # Errors
/// When the store fails, and for whoever is bound to one borough.
pub async fn sectors_file(State(app): State<Arc<App>>, caller: Caller) -> Result<Response, Problem> {
    let figures = CityFigures::for_caller(&app, &caller).await?;
    if figures.bound_to.is_some() {
        return Err(Problem::not_found());
    }
    let mut file =
        format!("{}{}", centre::export::BYTE_ORDER_MARK, centre::export::line(["Sector", "Members"]));
    for (name, members) in &figures.sectors {
        let members = members.map_or("not shown".to_owned(), |members| members.to_string());
        file.push_str(&centre::export::line([name.as_str(), members.as_str()]));
    }
    csv_file("sectors.csv", file)
}
