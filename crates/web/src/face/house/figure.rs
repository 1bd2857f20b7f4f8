//! Pictures drawn from data, and lines to copy.

use askama::Template;

use super::component;
use crate::face::components::{Cell, Details, Table};
use crate::face::content::Content;
use crate::face::words::Words;

/// A picture with its sentence, its table and its file: who cannot see the picture misses nothing.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "components/own/figure.html")]
pub struct Figure {
    /// Id, unique on the page.
    pub id: String,
    /// What the picture shows.
    pub title: Content,
    /// What it says, in one sentence.
    pub sentence: Content,
    /// The picture: SVG of a template or of `press`, without style attributes.
    pub picture: Content,
    /// The key to the picture, if it needs one.
    pub legend: Content,
    /// The same figures.
    pub table: Table,
    /// Where the same figures are as a file; empty for nowhere.
    pub csv_href: String,
    /// Whose data, of when, under which licence.
    pub source: Content,
    /// Level of the title; 2 when not given.
    pub heading_level: Option<u8>,
    /// Language.
    pub words: Words,
}

impl Figure {
    /// A figure of the press: picture, sentence and table come from the same values. Where the
    /// file is, whose data it is and the key of a map are still to be filled in.
    pub fn of(id: &str, title: impl Into<Content>, figure: &impl press::Figure) -> Self {
        let press::Table { caption, headings, rows } = figure.table();
        let numeric: Vec<bool> =
            rows.first().map_or_else(Vec::new, |row| row.iter().map(|cell| cell.is_number).collect());
        let head = headings.into_iter().enumerate().map(|(index, heading)| Cell {
            is_numeric: numeric.get(index).copied().unwrap_or(false),
            ..Cell::from(heading)
        });
        let cell = |cell: press::Cell| Cell { is_numeric: cell.is_number, ..Cell::from(cell.text) };
        Self {
            id: id.to_owned(),
            title: title.into(),
            sentence: figure.summary().into(),
            picture: figure.svg().into(),
            table: Table {
                caption,
                head: head.collect(),
                rows: rows.into_iter().map(|row| row.into_iter().map(cell).collect()).collect(),
                first_cell_is_header: true,
                ..Table::default()
            },
            ..Self::default()
        }
    }

    fn level(&self) -> u8 {
        self.heading_level.unwrap_or(2)
    }

    fn figures(&self) -> Details {
        Details {
            summary: self.words.say("figure-table").into(),
            content: Content::of(&Scroll { label: &self.table.caption, table: &self.table }),
            ..Details::default()
        }
    }
}

/// A box that scrolls sideways by keyboard too, where a table is wider than a phone.
#[derive(Template)]
#[template(path = "components/own/scroll.html")]
struct Scroll<'a> {
    label: &'a str,
    table: &'a Table,
}

/// A line that somebody copies: a record, an address, a sentence for the IT person. Where scripts
/// run, a button copies it.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "components/own/paste_line.html")]
pub struct PasteLine {
    /// What it is: "Name", "Value".
    pub label: String,
    /// The line.
    pub line: String,
    /// Language.
    pub words: Words,
}

component!(Figure, PasteLine);
