//! Places that funders pay: what is open, to whom they were given, adding and closing.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use centre::policy::Act;
use centre::region::{BoroughCode, SectorLetter};
use serde::Deserialize;
use store::{FundedPlace, NewFundedPlaces};
use terms::{FundedPlaceId, PlainLine};

use super::asked::Asked;
use super::{frame, may, mistake, news, told, words};
use crate::app::App;
use crate::caller::Caller;
use crate::face::components::{
    Button, Cell, ErrorMessage, ErrorSummary, Input, Label, NotificationBanner, Select, SelectItem,
};
use crate::face::content::Content;
use crate::face::house::{DataTable, EmptyState};
use crate::face::{Chrome, Page};
use crate::problem::Problem;
use crate::sent::Sent;

/// The most places that are added at one time: a slip of the keyboard must not promise a million.
pub const MOST_PLACES: u32 = 10_000;

#[derive(Template)]
#[template(path = "desk/funded_places.html")]
struct FundedPlacesPage {
    chrome: Chrome,
    news: Option<NotificationBanner>,
    mistake: Option<ErrorSummary>,
    table: Option<DataTable>,
    nothing: EmptyState,
    add: Option<AddForm>,
}

/// The form that adds places.
struct AddForm {
    funder: Input,
    places: Input,
    borough: Select,
    sector: Select,
}

#[derive(Template)]
#[template(path = "desk/_close_places.html")]
struct CloseForm<'a> {
    chrome: &'a Chrome,
    id: FundedPlaceId,
    funder: &'a str,
}

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct DoneAsked {
    done: String,
}

/// Shows all funded places.
///
/// # Errors
/// When the store fails.
pub async fn list(
    State(app): State<Arc<App>>,
    caller: Caller,
    Asked(asked): Asked<DoneAsked>,
) -> Result<Response, Problem> {
    let news = match asked.done.as_str() {
        "added" => Some(news("The places are added.")),
        "closed" => Some(news("The places are closed. Those that were given stay.")),
        _ => None,
    };
    page(&app, &caller, news, None).await
}

/// What was wrong in which field, and what had been typed.
struct Slip {
    field: &'static str,
    words: &'static str,
    sent: PlacesSent,
}

async fn page(
    app: &App,
    caller: &Caller,
    news: Option<NotificationBanner>,
    slip: Option<Slip>,
) -> Result<Response, Problem> {
    let mut chrome = frame(app, caller, "Funded places", "/desk/funded-places");
    chrome.has_error = slip.is_some();
    let places = app.store.funded_places().await?;
    let is_manager = may(caller.role, Act::ManageAccounts);
    let status = if slip.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let page = FundedPlacesPage {
        news,
        mistake: slip.as_ref().map(|slip| mistake(slip.field, slip.words)),
        table: (!places.is_empty()).then(|| table(app, &chrome, &places, is_manager)),
        nothing: EmptyState {
            title: "There are no funded places yet".into(),
            text:
                "When a funder pays for places, a manager adds them here and officers give them to members."
                    .into(),
            ..EmptyState::default()
        },
        add: is_manager.then(|| add_form(app, slip.as_ref())),
        chrome,
    };
    Ok(Page::new(page).with_status(status).into_response())
}

fn table(app: &App, chrome: &Chrome, places: &[FundedPlace], is_manager: bool) -> DataTable {
    let mut columns = vec![
        "Paid by".into(),
        "For".into(),
        numeric("Places"),
        numeric("Given"),
        numeric("Left"),
        "Added".into(),
        "State".into(),
    ];
    if is_manager {
        columns.push("Close".into());
    }
    DataTable {
        id: "funded-places".to_owned(),
        caption: "Funded places".to_owned(),
        columns,
        rows: places.iter().map(|place| row(app, chrome, place, is_manager)).collect(),
    }
}

fn numeric(name: &str) -> crate::face::house::Column {
    crate::face::house::Column { is_numeric: true, ..name.into() }
}

fn row(app: &App, chrome: &Chrome, place: &FundedPlace, is_manager: bool) -> Vec<Cell> {
    let left = if place.closed_at.is_some() { 0 } else { place.places.saturating_sub(place.given) };
    let state = match place.closed_at {
        Some(at) => format!("closed on {}", words::day(app, at)),
        None if left == 0 => "all given".to_owned(),
        None => "open".to_owned(),
    };
    let mut cells = vec![
        Cell::from(place.funder.as_str()),
        Cell::from(whom(app, place)),
        Cell::number(words::number(u64::from(place.places))),
        Cell::number(words::number(u64::from(place.given))),
        Cell::number(words::number(u64::from(left))),
        Cell::from(words::day(app, place.added_at)),
        Cell::from(state),
    ];
    if is_manager {
        let form = CloseForm { chrome, id: place.id, funder: place.funder.as_str() };
        cells.push(if place.closed_at.is_none() { Content::of(&form).into() } else { Cell::default() });
    }
    cells
}

fn whom(app: &App, place: &FundedPlace) -> String {
    let borough = place.borough.as_ref().map(|code| words::borough(&app.region, code));
    let sector = place.sector.as_ref().map(|code| words::sector(&app.region, code));
    match (borough, sector) {
        (None, None) => "everybody".to_owned(),
        (Some(only), None) | (None, Some(only)) => only,
        (Some(borough), Some(sector)) => format!("{sector} in {borough}"),
    }
}

fn add_form(app: &App, slip: Option<&Slip>) -> AddForm {
    let error = |field: &str| {
        let words = slip.filter(|slip| slip.field == field).map(|slip| slip.words);
        words.map(|words| ErrorMessage { text: words.into(), ..ErrorMessage::default() })
    };
    let typed =
        |read: fn(&PlacesSent) -> &String| slip.map(|slip| read(&slip.sent).clone()).unwrap_or_default();
    let label = |text: &str| Label { text: text.into(), ..Label::default() };
    let any = |words: &str| std::iter::once(SelectItem::new("", words));
    let boroughs = app.region.boroughs.iter().map(|b| SelectItem::new(b.code.as_str(), &b.name));
    let sectors = app.region.sectors.iter().map(|s| SelectItem::new(s.letter.to_string(), &s.name));
    AddForm {
        funder: Input {
            name: "funder".to_owned(),
            label: label("Who pays"),
            error: error("funder"),
            value: Some(typed(|sent| &sent.funder)),
            ..Input::default()
        },
        places: Input {
            name: "places".to_owned(),
            label: label("How many places"),
            error: error("places"),
            value: Some(typed(|sent| &sent.places)),
            inputmode: "numeric".to_owned(),
            classes: "govuk-input--width-5".into(),
            ..Input::default()
        },
        borough: Select {
            name: "borough".to_owned(),
            label: label("Only for firms in"),
            error: error("borough"),
            items: any("Any borough").chain(boroughs).collect(),
            value: typed(|sent| &sent.borough),
            ..Select::default()
        },
        sector: Select {
            name: "sector".to_owned(),
            label: label("Only for the sector"),
            error: error("sector"),
            items: any("Any sector").chain(sectors).collect(),
            value: typed(|sent| &sent.sector),
            ..Select::default()
        },
    }
}

/// Places as they were sent.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct PlacesSent {
    funder: String,
    places: String,
    borough: String,
    sector: String,
}

/// Adds places.
///
/// # Errors
/// When the form is not ours, or the store fails. What cannot be read comes back with the words kept.
pub async fn add(
    State(app): State<Arc<App>>,
    caller: Caller,
    Sent(sent): Sent<PlacesSent>,
) -> Result<Response, Problem> {
    match read(&app, &sent) {
        Ok(new) => {
            app.store.add_funded_places(&new, &caller.actor(), app.now()).await.map_err(told)?;
            Ok(Redirect::to("/desk/funded-places?done=added").into_response())
        }
        Err((field, words)) => page(&app, &caller, None, Some(Slip { field, words, sent })).await,
    }
}

fn read(app: &App, sent: &PlacesSent) -> Result<NewFundedPlaces, (&'static str, &'static str)> {
    let funder =
        PlainLine::parse(&sent.funder).map_err(|_| ("funder", "Type who pays, in up to 200 letters."))?;
    let places: Option<u32> = sent.places.trim().parse().ok();
    let places = places
        .filter(|places| (1..=MOST_PLACES).contains(places))
        .ok_or(("places", "Type how many places there are: a number from 1 to 10,000."))?;
    let borough = match sent.borough.as_str() {
        "" => None,
        code => {
            let known = BoroughCode::parse(code).ok().and_then(|code| app.region.borough(&code));
            Some(known.ok_or(("borough", "Choose a borough from the list."))?.code.as_str().to_owned())
        }
    };
    let sector = match sent.sector.as_str() {
        "" => None,
        letter => {
            let known = SectorLetter::parse(letter).ok().and_then(|letter| app.region.sector(letter));
            Some(known.ok_or(("sector", "Choose a sector from the list."))?.letter.to_string())
        }
    };
    Ok(NewFundedPlaces { funder, borough, sector, places })
}

/// Closes places: none is given any more, those that were given stay.
///
/// # Errors
/// When there are no such places, or the store fails.
pub async fn close(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(place): Path<FundedPlaceId>,
    Sent(_): Sent<DoneAsked>,
) -> Result<Redirect, Problem> {
    app.store.close_funded_places(place, &caller.actor(), app.now()).await.map_err(told)?;
    Ok(Redirect::to("/desk/funded-places?done=closed"))
}
