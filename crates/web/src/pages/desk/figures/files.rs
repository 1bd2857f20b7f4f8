//! The same tables as files. What is hidden on the page is hidden in them.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use centre::export::{BYTE_ORDER_MARK, line};

use super::sums::{ClockRow, For, Row, Sums};
use super::tables::{hidden_or, pounds};
use super::{Asked, FiguresAsked};
use crate::app::App;
use crate::caller::Caller;
use crate::pages::desk::pictures::csv_file;
use crate::problem::Problem;

/// `GET /desk/figures.csv`
///
/// # Errors
/// When the store fails, or there is no such table or month.
pub async fn file(
    State(app): State<Arc<App>>,
    caller: Caller,
    Asked(asked): Asked<FiguresAsked>,
) -> Result<Response, Problem> {
    let bound_to = caller.signed_in.as_ref().and_then(|person| person.remit.clone());
    let sums = Sums::of(&app, For::Reader { bound_to: bound_to.as_deref() }, &asked.month).await?;
    written(&sums, &asked.table)
}

/// `GET /city/reports.csv`
///
/// # Errors
/// When the store fails, or there is no such table or month.
pub async fn public_file(
    State(app): State<Arc<App>>,
    Asked(asked): Asked<FiguresAsked>,
) -> Result<Response, Problem> {
    let sums = Sums::of(&app, For::Everybody, &asked.month).await?;
    written(&sums, &asked.table)
}

fn written(sums: &Sums, table: &str) -> Result<Response, Problem> {
    let rows: Vec<Vec<String>> = match table {
        "months" => {
            let row = |(month, count): &(String, Option<u64>)| vec![month.clone(), plain(*count)];
            headed(["Month", "Reports"], sums.over_time.iter().map(row))
        }
        "clocks" => headed(
            ["Quarter", "Promise", "In time", "Late", "Kept in 100", "Half took no longer than, in minutes"],
            sums.clocks.iter().map(clock),
        ),
        "weeks" => {
            let row =
                |(week, count): &(jiff::civil::Date, Option<u64>)| vec![week.to_string(), plain(*count)];
            headed(["Week from", "How often"], sums.weeks.iter().map(row))
        }
        lens => {
            let sheet =
                sums.sheets.iter().find(|sheet| sheet.lens.name() == lens).ok_or_else(Problem::not_found)?;
            let row = |row: &Row| {
                let money = if row.pence.is_some() {
                    pounds(row.pence).replace([',', '£'], "")
                } else {
                    String::new()
                };
                vec![sums.month.clone(), row.name.clone(), plain(row.how_many), money]
            };
            headed(["Month", sheet.of, "How many", "Money in pounds"], sheet.rows.iter().map(row))
        }
    };
    let lines = rows.iter().map(|row| line(row.iter().map(String::as_str)));
    csv_file("reports.csv", format!("{BYTE_ORDER_MARK}{}", lines.collect::<String>()))
}

fn plain(value: Option<u64>) -> String {
    hidden_or(value).replace(',', "")
}

fn headed<const N: usize>(head: [&str; N], rows: impl Iterator<Item = Vec<String>>) -> Vec<Vec<String>> {
    let head = head.iter().map(|name| (*name).to_owned()).collect();
    std::iter::once(head).chain(rows).collect()
}

fn clock(row: &ClockRow) -> Vec<String> {
    let (in_time, late) = row.counts.map_or((None, None), |(in_time, late)| (Some(in_time), Some(late)));
    vec![
        row.quarter.clone(),
        row.kind.to_string(),
        plain(in_time),
        plain(late),
        plain(row.percent()),
        plain(row.median.map(|span| u64::from(span.minutes()))),
    ]
}
