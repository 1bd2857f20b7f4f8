//! What one provider could change for all its customers: one default, and how many firms it would move.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use centre::cohort::{HostKind, Lens, Month, PUBLIC_BODIES, ProviderLever, ranked};
use press::{Bar, BarChart};

use crate::app::App;
use crate::caller::Caller;
use crate::face::components::{Button, Cell, Select};
use crate::face::house::{Column, DataTable, Figure};
use crate::face::{Chrome, Page};
use crate::pages::city::asked::{Choice, PictureAsked, cohort_words};
use crate::pages::desk::asked::Asked;
use crate::pages::desk::pictures::{self, csv_file, figure_id};
use crate::pages::desk::{frame, words};
use crate::problem::Problem;

/// The fewest firms that a default has to move to stand on the page.
const LEAST: u64 = 2;
/// Rows on the page; the file has all.
const MOST_ROWS: usize = 60;
/// Bars of the picture.
const MOST_BARS: usize = 10;

#[derive(Template)]
#[template(path = "desk/city/providers.html")]
struct ProvidersPage {
    chrome: Chrome,
    sentence: String,
    choices: Vec<Select>,
    picture: Option<Figure>,
    table: Option<DataTable>,
    file: String,
}

/// Shows the defaults that would move most firms.
///
/// # Errors
/// When the address cannot be read or the store fails.
pub async fn show(
    State(app): State<Arc<App>>,
    caller: Caller,
    Asked(asked): Asked<PictureAsked>,
) -> Result<Response, Problem> {
    let (choice, levers) = levers(&app, &asked).await?;
    let file = choice.address("/desk/city/providers.csv");
    let page = ProvidersPage {
        chrome: frame(&app, &caller, "What one provider could change", "/desk/city/providers"),
        sentence: sentence(&choice, &levers),
        choices: choice
            .choices(&[Lens::MailProvider])
            .into_iter()
            .filter(|select| ["month", "cohort"].contains(&select.name.as_str()))
            .collect(),
        picture: picture(&levers, &file)?,
        table: (!levers.is_empty()).then(|| table(&choice, &levers)),
        file,
    };
    Ok(Page::new(page).into_response())
}

/// All defaults as a file.
///
/// # Errors
/// When the address cannot be read or the store fails.
pub async fn file(
    State(app): State<Arc<App>>,
    Asked(asked): Asked<PictureAsked>,
) -> Result<Response, Problem> {
    let (_, levers) = levers(&app, &asked).await?;
    let mut file = format!("{}{}", centre::export::BYTE_ORDER_MARK, centre::export::line(HEADINGS));
    for lever in &levers {
        let cells = cells(lever).map(|text| text.replace(',', ""));
        file.push_str(&centre::export::line(cells.iter().map(String::as_str)));
    }
    csv_file("providers.csv", file)
}

async fn levers(app: &App, asked: &PictureAsked) -> Result<(Choice, Vec<ProviderLever>), Problem> {
    let choice = asked.read(app, &[Lens::MailProvider], |cohort| cohort != PUBLIC_BODIES).await?;
    let picture = match choice.month {
        Some(month) => app.store.picture(&choice.cohort, month).await?,
        None => None,
    };
    let levers = picture.map(|picture| ranked(&picture, LEAST)).unwrap_or_default();
    Ok((choice, levers))
}

fn sentence(choice: &Choice, levers: &[ProviderLever]) -> String {
    let Some(first) = levers.first() else {
        return "No default of a provider stands alone between a promise and two firms or more.".to_owned();
    };
    format!(
        "One default at {} would move {} of its {} firms among {}: {}.",
        first.provider,
        words::counted(first.count.firms(), "firm", "firms"),
        words::number(first.customers),
        cohort_words(&choice.cohort).to_lowercase(),
        lower(check_title(&first.check)),
    )
}

fn check_title(check: &str) -> &str {
    checkup::catalogue::entry(check).map_or(check, |entry| entry.title)
}

fn lower(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

fn kind_words(kind: HostKind) -> &'static str {
    match kind {
        HostKind::Mail => "Takes their mail",
        HostKind::Name => "Answers for their name",
    }
}

const HEADINGS: [&str; 8] = [
    "Provider",
    "What it is to them",
    "What its firms lack",
    "Check",
    "Promise",
    "Firms moved to kept",
    "Firms moved to partly kept",
    "Firms it has",
];

/// Where the check's id stands among the headings.
const CHECK: usize = 3;

fn cells(lever: &ProviderLever) -> [String; 8] {
    [
        lever.provider.clone(),
        kind_words(lever.kind).to_owned(),
        check_title(&lever.check).to_owned(),
        lever.check.clone(),
        words::promise_name(lever.promise).to_owned(),
        words::number(lever.count.alone),
        words::number(lever.count.main),
        words::number(lever.customers),
    ]
}

fn table(choice: &Choice, levers: &[ProviderLever]) -> DataTable {
    let month = choice.month.map(Month::words).unwrap_or_default();
    // The check's id is for programs; the file has it.
    let on_page = |place: usize| place != CHECK;
    let columns = HEADINGS.iter().enumerate().filter(|(place, _)| on_page(*place)).map(|(place, heading)| {
        Column { name: (*heading).into(), is_numeric: place > 4, ..Column::default() }
    });
    let rows = levers.iter().take(MOST_ROWS).map(|lever| {
        let cells = cells(lever).into_iter().enumerate().filter(|(place, _)| on_page(*place));
        cells.map(|(place, text)| Cell { is_numeric: place > 4, ..Cell::from(text) }).collect()
    });
    DataTable {
        id: "providers".to_owned(),
        caption: format!("One default each, {month}: {} of {}", levers.len().min(MOST_ROWS), levers.len()),
        columns: columns.collect(),
        rows: rows.collect(),
    }
}

fn picture(levers: &[ProviderLever], file: &str) -> Result<Option<Figure>, Problem> {
    if levers.is_empty() {
        return Ok(None);
    }
    let bars: Vec<Bar> = levers
        .iter()
        .take(MOST_BARS)
        .enumerate()
        .map(|(place, lever)| Bar {
            label: format!("{}: {}", lever.provider, lower(check_title(&lever.check))),
            value: lever.count.firms(),
            is_marked: place == 0,
        })
        .collect();
    let title = "Firms that one default would move";
    let sentence = bars.first().map(|most| {
        format!("The most would be moved at {}: {}.", most.label, words::counted(most.value, "firm", "firms"))
    });
    let chart = BarChart {
        id: figure_id("providers-bars")?,
        title: title.to_owned(),
        label_heading: "Provider and default".to_owned(),
        noun: ("firm".to_owned(), "firms".to_owned()),
        bars,
    };
    Ok(Some(Figure {
        sentence: sentence.unwrap_or_default().into(),
        ..pictures::figure("providers-bars-figure", title, &chart, file.to_owned())
    }))
}
