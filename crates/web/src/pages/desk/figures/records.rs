//! The cases behind a figure.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use centre::tally::Lens;
use serde::Deserialize;

use super::super::waves::{case_href, sees_restricted};
use super::{Asked, frame};
use crate::app::App;
use crate::caller::Caller;
use crate::face::{Chrome, Page};
use crate::problem::Problem;

/// The most cases that are listed.
pub const MOST_RECORDS: u32 = 100;
/// The longest period or word of a figure.
const LONGEST: usize = 80;

#[derive(Template)]
#[template(path = "figures/records.html")]
struct RecordsPage {
    chrome: Chrome,
    figure: String,
    definition: &'static str,
    lines: Vec<(String, String)>,
    is_cut: bool,
}

/// Which figure.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct RecordsAsked {
    lens: String,
    period: String,
    word: String,
}

/// `GET /desk/figures/records`: the last changed cases behind a figure. Those that touch somebody's safety are listed for
/// those who answer for it.
///
/// # Errors
/// When there is no such figure.
pub async fn records(
    State(app): State<Arc<App>>,
    caller: Caller,
    Asked(asked): Asked<RecordsAsked>,
) -> Result<Response, Problem> {
    let lens: Lens = asked.lens.parse().map_err(|_| Problem::not_found())?;
    let fits = |text: &str| !text.is_empty() && text.len() <= LONGEST;
    if !fits(&asked.period) || !fits(&asked.word) {
        return Err(Problem::not_found());
    }
    let figure = (lens.name(), asked.period.as_str(), asked.word.as_str());
    let found = app.store.cases_behind(figure, sees_restricted(&caller), MOST_RECORDS).await?;
    let page = RecordsPage {
        chrome: frame(&app, &caller, "The cases behind a figure", "/desk/figures"),
        figure: format!("{lens}, {}, {}", asked.period, asked.word.replace(['_', '.'], " ")),
        definition: lens.definition(),
        is_cut: found.len() == MOST_RECORDS as usize,
        lines: found.into_iter().map(|(case, reference)| (case_href(case), reference.to_string())).collect(),
    };
    Ok(Page::new(page).into_response())
}
