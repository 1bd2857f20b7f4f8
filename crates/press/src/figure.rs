//! What every figure is: one drawing, one table, one sentence, one file.

use centre::export;

use crate::Svg;

/// A figure. Everything comes from the same values, so picture and table cannot disagree.
pub trait Figure {
    /// The drawing.
    fn svg(&self) -> Svg;
    /// The same values as a table: the form that everybody can read.
    fn table(&self) -> Table;
    /// What there is to see, in one sentence of plain English.
    fn summary(&self) -> String;

    /// The table as a file.
    fn csv(&self) -> String {
        self.table().csv()
    }
}

/// A table: the first cell of each row names the row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// What the table is about.
    pub caption: String,
    /// One for each column.
    pub headings: Vec<String>,
    /// As many cells as headings.
    pub rows: Vec<Vec<Cell>>,
}

impl Table {
    /// The table as CSV, for a spreadsheet.
    pub fn csv(&self) -> String {
        let heads = export::line(self.headings.iter().map(String::as_str));
        let rows = self.rows.iter().map(|row| export::line(row.iter().map(|cell| cell.text.as_str())));
        std::iter::once(format!("{}{heads}", export::BYTE_ORDER_MARK)).chain(rows).collect()
    }
}

/// One cell, not escaped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// What stands in it.
    pub text: String,
    /// Whether it is a number, to be set to the right.
    pub is_number: bool,
}

impl Cell {
    /// A cell of words.
    pub fn words(text: impl Into<String>) -> Self {
        Self { text: text.into(), is_number: false }
    }

    /// A cell with a number.
    pub fn number(value: u64) -> Self {
        Self { text: value.to_string(), is_number: true }
    }
}

/// A count with its noun: `1 member`, `1,204 members`.
pub(crate) fn counted(value: u64, noun: (&str, &str)) -> String {
    format!("{} {}", grouped(value), if value == 1 { noun.0 } else { noun.1 })
}

/// A number with commas between thousands.
pub(crate) fn grouped(value: u64) -> String {
    let digits = value.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_in_thousands() {
        assert_eq!(grouped(0), "0");
        assert_eq!(grouped(999), "999");
        assert_eq!(grouped(1_204), "1,204");
        assert_eq!(grouped(1_000_000), "1,000,000");
        assert_eq!(counted(1, ("member", "members")), "1 member");
    }
}
