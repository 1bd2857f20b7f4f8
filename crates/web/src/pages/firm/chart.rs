//! How the promises of a domain stood over time, as picture, table, sentence and file.

use askama::Template;
use centre::clock_words::moment_in_full;
use jiff::tz::TimeZone;
use press::{Figure as _, FigureId, Part, StripChart, StripRow};
use store::PromisesAt;
use terms::Promise;

use crate::face::components::{Cell, Table};
use crate::face::content::Content;
use crate::face::house::Figure;
use crate::face::words::Words;

/// So many looks are shown: a quarter of a year of nights.
pub(super) const LOOKS_SHOWN: u32 = 90;

/// A drawing of `press`: the one kind of markup that does not come from a template of this room.
#[derive(Template)]
#[template(source = "{{ svg.as_str()|safe }}", ext = "html")]
struct Drawing {
    svg: press::Svg,
}

/// The chart of these looks, the oldest first.
pub(super) fn chart(words: Words, looks: &[PromisesAt], zone: &TimeZone) -> Option<StripChart> {
    let row = |promise: Promise| {
        let parts = looks.iter().filter_map(|look| {
            let (_, state) = look.summary.promises.iter().find(|(other, _)| *other == promise)?;
            Some(Part { state: *state, weight: 1, name: moment_in_full(look.at, zone) })
        });
        StripRow { label: words.say(promise_id(promise)).into_owned(), parts: parts.collect() }
    };
    Some(StripChart {
        id: FigureId::parse("promises").ok()?,
        title: words.say("firm-chart-title").into_owned(),
        label_heading: words.say("firm-chart-promise").into_owned(),
        part_heading: words.say("firm-chart-look").into_owned(),
        weight_heading: None,
        rows: Promise::ALL.into_iter().map(row).collect(),
    })
}

/// The chart as a page shows it.
pub(super) fn figure(words: Words, chart: &StripChart, csv_href: String) -> Figure {
    let table = chart.table();
    let cells = |row: Vec<press::Cell>| -> Vec<Cell> {
        row.into_iter().map(|cell| Cell { is_numeric: cell.is_number, ..Cell::from(cell.text) }).collect()
    };
    Figure {
        id: "promises-over-time".to_owned(),
        title: table.caption.as_str().into(),
        sentence: chart.summary().into(),
        picture: Content::of(&Drawing { svg: chart.svg() }),
        table: Table {
            head: table.headings.iter().map(Cell::from).collect(),
            rows: table.rows.into_iter().map(cells).collect(),
            caption: table.caption,
            first_cell_is_header: true,
            ..Table::default()
        },
        csv_href,
        words,
        ..Figure::default()
    }
}

fn promise_id(promise: Promise) -> &'static str {
    match promise {
        Promise::MailIsYours => "promise-mail-is-yours",
        Promise::WebsiteIsSafe => "promise-website-is-safe",
        Promise::NothingDangerousOpen => "promise-nothing-dangerous-open",
        Promise::NameIsYours => "promise-name-is-yours",
    }
}
