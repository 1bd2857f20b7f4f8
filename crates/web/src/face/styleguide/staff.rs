//! What staff work with.

use super::Section;
use super::samples::{LONG, link};
use crate::face::components::{Cell, Tag};
use crate::face::house::{Column, DataTable, Sorting};

pub(super) fn sections() -> Vec<Section> {
    vec![tables()]
}

fn columns() -> Vec<Column> {
    vec![
        Column { sort_href: "#data".to_owned(), sorting: Some(Sorting::Ascending), ..Column::from("Name") },
        Column { sort_href: "#data".to_owned(), ..Column::from("Borough") },
        Column::from("Sector"),
        Column::from("Promises"),
        Column { is_numeric: true, sort_href: "#data".to_owned(), ..Column::from("People") },
    ]
}

fn row(name: &str, borough: &str, sector: &str, state: (&str, &str), people: u32) -> Vec<Cell> {
    vec![
        link(name, "#data").into(),
        borough.into(),
        sector.into(),
        Tag { classes: state.1.into(), ..Tag::from(state.0) }.into(),
        Cell::number(people),
    ]
}

fn tables() -> Section {
    let kept = ("All kept", "govuk-tag--green");
    let broken = ("1 not kept", "govuk-tag--red");
    let unknown = ("Not looked", "govuk-tag--grey");
    let rows = vec![
        row("Abacus Tutors", "Camden", "Education", kept, 4),
        row("Bright Bakery", "Hackney", "Food and drink", broken, 11),
        row("Corner Cycles", "Lambeth", "Retail", unknown, 2),
        row("Dockside Dental", "Newham", "Health", kept, 19),
    ];
    let table = DataTable {
        id: "sg-data".to_owned(),
        caption: "Members, 1 to 4 of 2,000, by name".to_owned(),
        columns: columns(),
        rows,
    };
    let long = DataTable {
        id: "sg-data-long".to_owned(),
        caption: "A very long name".to_owned(),
        columns: columns(),
        rows: vec![row(LONG, "Southwark", "Retail", broken, 120)],
    };
    Section::new(
        "data",
        "Dense table",
        "For staff: many records, sorted by links, scrolled by keyboard on a phone.",
    )
    .with("Sorted by the first column", table)
    .with("Long text", long)
}
