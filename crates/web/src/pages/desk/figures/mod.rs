//! Figures of reports: what came in, what came of it, and whether our promises were kept. Each figure opens into what it
//! counts and, for those who may see cases, into the cases behind it.

mod files;
mod records;
pub mod sums;
mod tables;

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use centre::policy::Act;
use serde::Deserialize;

pub use files::{file, public_file};
pub use records::{MOST_RECORDS, records};
pub use sums::{For, Sums};

use self::tables::Part;
use super::asked::Asked;
use super::{frame, may, words};
use crate::app::App;
use crate::caller::Caller;
use crate::face::components::{Button, Label, Select, SelectItem};
use crate::face::house::DataTable;
use crate::face::words::Words;
use crate::face::{Chrome, Page};
use crate::problem::Problem;

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct FiguresAsked {
    month: String,
    table: String,
}

#[derive(Template)]
#[template(path = "figures/figures.html")]
struct FiguresPage {
    chrome: Chrome,
    path: &'static str,
    lead: String,
    choose: Option<Select>,
    parts: Vec<Part>,
    counted: Option<String>,
    is_bound: bool,
}

/// Where a page of figures stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    pub(super) path: &'static str,
    pub(super) file: &'static str,
    pub(super) opens: bool,
}

/// `GET /desk/figures`
///
/// # Errors
/// When the store fails, or there is no such month.
pub async fn show(
    State(app): State<Arc<App>>,
    caller: Caller,
    Asked(asked): Asked<FiguresAsked>,
) -> Result<Response, Problem> {
    let bound_to = caller.signed_in.as_ref().and_then(|person| person.remit.clone());
    let sums = Sums::of(&app, For::Reader { bound_to: bound_to.as_deref() }, &asked.month).await?;
    let place =
        Place { path: "/desk/figures", file: "/desk/figures.csv", opens: may(caller.role, Act::SeeQueue) };
    let chrome = frame(&app, &caller, "Figures of reports", "/desk/figures");
    let lead = "What came in, what came of it, and whether we kept our promises. The running month and quarter are among them.";
    Ok(Page::new(page(&app, chrome, place, &sums, lead.to_owned(), bound_to.is_some())).into_response())
}

/// `GET /city/reports`: months and quarters that are over, for everybody.
///
/// # Errors
/// When the store fails, or there is no such month.
pub async fn show_public(
    State(app): State<Arc<App>>,
    caller: Caller,
    Asked(asked): Asked<FiguresAsked>,
) -> Result<Response, Problem> {
    let sums = Sums::of(&app, For::Everybody, &asked.month).await?;
    let place = Place { path: "/city/reports", file: "/city/reports.csv", opens: false };
    let said = Words::default();
    let chrome = crate::pages::frame(&app, &caller, said.say("figures-title"), "/city/reports");
    let lead = said.say("figures-lead").into_owned();
    Ok(Page::new(page(&app, chrome, place, &sums, lead, false)).into_response())
}

fn page(app: &App, chrome: Chrome, place: Place, sums: &Sums, lead: String, is_bound: bool) -> FiguresPage {
    let months = sums.months.iter().map(|month| SelectItem::new(month, sums::month_in_words(month)));
    let choose = Select {
        name: "month".to_owned(),
        label: Label { text: "Month".into(), ..Label::default() },
        items: months.collect(),
        value: sums.month.clone(),
        ..Select::default()
    };
    FiguresPage {
        path: place.path,
        lead,
        choose: (!sums.months.is_empty()).then_some(choose),
        parts: tables::parts(place, sums),
        counted: sums.counted_at.map(|at| words::moment(app, at)),
        is_bound,
        chrome,
    }
}

/// A table without a row is not shown.
fn if_any(table: DataTable) -> Option<DataTable> {
    (!table.rows.is_empty()).then_some(table)
}
