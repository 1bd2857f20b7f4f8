//! Figures of `press` as they stand in a page: drawing, sentence, table and file from one object.

use askama::Template;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use press::{FigureId, StepChart, StepPoint, Svg};
use store::PromisesAt;
use terms::{PromiseState, Timestamp};

use crate::app::App;
use crate::face::components::{Cell, Table};
use crate::face::content::Content;
use crate::face::house::Figure;
use crate::problem::Problem;

/// `Svg` is made by `press` alone, which escapes every word in it.
#[derive(Template)]
#[template(source = "{{ svg.as_str()|safe }}", ext = "html")]
struct Drawing<'a> {
    svg: &'a Svg,
}

/// A drawing as part of a page.
pub fn drawing(svg: &Svg) -> Content {
    Content::of(&Drawing { svg })
}

/// A table of `press` as a table of the page.
pub fn table(table: &press::Table) -> Table {
    let cell = |cell: &press::Cell| Cell { is_numeric: cell.is_number, ..Cell::from(cell.text.as_str()) };
    Table {
        caption: table.caption.clone(),
        head: table.headings.iter().map(|heading| Cell::from(heading.as_str())).collect(),
        rows: table.rows.iter().map(|row| row.iter().map(cell).collect()).collect(),
        first_cell_is_header: true,
        ..Table::default()
    }
}

/// A figure with everything that belongs to it.
pub fn figure(id: &str, title: &str, figure: &impl press::Figure, csv_href: String) -> Figure {
    Figure {
        id: id.to_owned(),
        title: title.into(),
        sentence: figure.summary().into(),
        picture: drawing(&figure.svg()),
        table: table(&figure.table()),
        csv_href,
        ..Figure::default()
    }
}

/// A figure's own id.
///
/// # Errors
/// When the text is no id, which is a slip in this room.
pub fn figure_id(text: &str) -> Result<FigureId, Problem> {
    FigureId::parse(text).map_err(Problem::broken)
}

/// How many of the four promises of a domain were kept over time.
///
/// # Errors
/// See [`figure_id`].
pub fn promises_over_time(
    app: &App,
    id: &str,
    checks: &[PromisesAt],
    until: Timestamp,
) -> Result<StepChart, Problem> {
    let kept = |check: &PromisesAt| {
        check.summary.promises.iter().filter(|(_, state)| *state == PromiseState::Kept).count()
    };
    Ok(StepChart {
        id: figure_id(id)?,
        title: "Promises kept over time".to_owned(),
        levels: ["None kept", "1 of 4 kept", "2 of 4 kept", "3 of 4 kept", "All 4 kept"]
            .map(str::to_owned)
            .to_vec(),
        points: checks.iter().map(|check| StepPoint { at: check.at, level: kept(check) }).collect(),
        until,
        time_zone: app.region.time_zone.clone(),
    })
}

/// A file of comma-separated values to keep.
pub fn csv_file(name: &str, body: impl Into<axum::body::Body>) -> Result<Response, Problem> {
    let attachment =
        HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")).map_err(Problem::broken)?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8; header=present")),
        (header::CONTENT_DISPOSITION, attachment),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    Ok((headers, body.into()).into_response())
}
