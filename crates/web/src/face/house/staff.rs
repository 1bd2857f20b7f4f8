//! What staff work with all day: dense, quiet, sorted by links.

use askama::Template;

use super::component;
use crate::face::components::Cell;
use crate::face::content::Content;

/// How a column is sorted now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sorting {
    /// Smallest, oldest or A first.
    Ascending,
    /// Largest, newest or Z first.
    Descending,
}

impl Sorting {
    /// Value of `aria-sort`.
    fn spoken(self) -> &'static str {
        match self {
            Self::Ascending => "ascending",
            Self::Descending => "descending",
        }
    }

    fn sign(self) -> &'static str {
        match self {
            Self::Ascending => "▲",
            Self::Descending => "▼",
        }
    }
}

/// One column.
#[derive(Debug, Clone, Default)]
pub struct Column {
    /// Its name.
    pub name: Content,
    /// Where the page sorted by it is; empty where it cannot be.
    pub sort_href: String,
    /// How it is sorted now, if it is.
    pub sorting: Option<Sorting>,
    /// Whether it holds numbers.
    pub is_numeric: bool,
}

impl<T: Into<Content>> From<T> for Column {
    fn from(name: T) -> Self {
        Self { name: name.into(), ..Self::default() }
    }
}

/// Many records, line by line. The first cell names its row.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "components/own/data_table.html")]
pub struct DataTable {
    /// Id, unique on the page.
    pub id: String,
    /// What it shows: "Members, 1 to 50 of 2,000".
    pub caption: String,
    /// The columns.
    pub columns: Vec<Column>,
    /// The records.
    pub rows: Vec<Vec<Cell>>,
}

component!(DataTable);
