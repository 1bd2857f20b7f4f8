//! Rows of a file in whichever form it came: CSV, JSON lines or Parquet, told by its content. A row that cannot be read
//! is told with its line and why, and the next one is read.

mod csv;
mod json;
mod parquet;

use thiserror::Error;

/// The longest row, in bytes: four times a narrative of 100,000 letters of any script, and more.
pub const LONGEST_ROW: usize = 2 << 20;
/// The most columns that a file may name.
pub const MOST_NAMED: usize = 1_024;

/// What is met on the way through a file.
#[derive(Debug, PartialEq, Eq)]
pub enum Met<'a> {
    /// A further column. All columns of CSV and Parquet come before the first row; those of JSON lines when a line
    /// names them first.
    Column(&'a str),
    /// A row: its cells in the order of the columns met so far, empty where it says nothing.
    Row {
        /// The line on which it begins, or the number of the row in Parquet, counted from 1.
        line: u64,
        /// Its cells.
        cells: &'a [String],
    },
    /// A row that cannot be read.
    Bad {
        /// See [`Met::Row`].
        line: u64,
        /// What is the matter, in lower case.
        why: String,
    },
}

/// The form of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Cells parted by commas, semicolons or tabs (RFC 4180); the first line names the columns.
    Csv,
    /// One object of JSON a line.
    JsonLines,
    /// Parquet, unpacked or packed with Snappy.
    Parquet,
}

/// Why no row of a file can be read.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum Unreadable {
    /// Nothing stands in it.
    #[error("nothing stands in the file: write the names of the columns into its first line")]
    Empty,
    /// It is UTF-16 or has zeros in its first line.
    #[error("the file is not UTF-8: save it again as UTF-8")]
    Encoding,
    /// It is one list of JSON.
    #[error("the file is one list of JSON: write one object a line instead")]
    List,
    /// The first line is no row.
    #[error("the first line does not name the columns: {0}")]
    NoColumns(String),
    /// More columns than [`MOST_NAMED`].
    #[error("the file names more than {MOST_NAMED} columns: leave some out")]
    TooWide,
    /// Not to be read as Parquet.
    #[error("the Parquet file cannot be read ({0}): write it anew, unpacked or packed with Snappy")]
    Parquet(String),
}

/// Goes through a file and tells of each column, row and fault.
///
/// # Errors
/// If no row can be read at all.
pub fn read(bytes: Vec<u8>, take: &mut dyn FnMut(Met<'_>)) -> Result<Form, Unreadable> {
    if bytes.starts_with(b"PAR1") {
        return parquet::read(bytes, take).map(|()| Form::Parquet);
    }
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    let first = text.iter().take(LONGEST_ROW).find(|byte| !byte.is_ascii_whitespace());
    let beginning = text.get(..64).unwrap_or(text);
    match first {
        None => Err(Unreadable::Empty),
        Some(_) if beginning.contains(&0) || beginning.starts_with(b"\xff\xfe") => Err(Unreadable::Encoding),
        Some(b'[') => Err(Unreadable::List),
        Some(b'{') => json::read(text, take).map(|()| Form::JsonLines),
        Some(_) => csv::read(text, take).map(|()| Form::Csv),
    }
}

/// `1,234`: whole numbers as a person reads them.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A row that is longer than [`LONGEST_ROW`].
fn too_long() -> String {
    format!("the row is longer than {} bytes", grouped(LONGEST_ROW))
}

/// A name as it may be shown: no signs that steer a terminal, and not long.
fn shown(name: &str) -> String {
    name.chars().filter(|letter| !letter.is_control()).take(60).collect()
}
