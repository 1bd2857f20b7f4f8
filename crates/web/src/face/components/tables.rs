//! Rows and columns.

use askama::Template;

use super::component;
use crate::face::content::{Attributes, Classes, Content};

/// One cell.
#[derive(Debug, Clone, Default)]
pub struct Cell {
    /// What stands in it.
    pub content: Content,
    /// Whether it is a number, set to the end of the line in figures of one width.
    pub is_numeric: bool,
    /// Columns that it spans.
    pub colspan: Option<u16>,
    /// Rows that it spans.
    pub rowspan: Option<u16>,
    /// Further classes.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}

impl Cell {
    /// A number.
    pub fn number(number: impl ToString) -> Self {
        Self { content: number.to_string().into(), is_numeric: true, ..Self::default() }
    }
}

impl<T: Into<Content>> From<T> for Cell {
    fn from(content: T) -> Self {
        Self { content: content.into(), ..Self::default() }
    }
}

/// Rows and columns.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "components/table.html")]
pub struct Table {
    /// What the table shows. Every table has one, if only for screen readers.
    pub caption: String,
    /// Further classes of the caption, for example `govuk-table__caption--m`.
    pub caption_classes: Classes,
    /// Names of the columns.
    pub head: Vec<Cell>,
    /// The rows.
    pub rows: Vec<Vec<Cell>>,
    /// Whether the first cell names its row.
    pub first_cell_is_header: bool,
    /// Further classes.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}

component!(Table);
