//! A list of firms that may be asked to join, read from whatever a council or a chamber of
//! commerce sends as CSV.
//!
//! Nothing in the file is trusted: sizes have limits, every cell is read by the noun that it
//! claims to be, and the preview shows what each row becomes before anything is kept. Bad
//! rows go back with a sentence each; good ones need not wait for them.

mod columns;
mod decode;
mod duplicates;
mod row;

use terms::{DomainName, EmailAddress, PhoneNumber, PlainLine, Postcode};

use crate::export;
use crate::membership::SizeBand;
use crate::region::{BoroughCode, Region, SectorLetter};

pub use columns::{Column, ColumnRead};
pub use decode::{Encoding, Separator};
pub use row::{Doubt, Fault};

/// The largest file, in bytes: ten times a list of every firm that a borough visits in a year.
pub const LARGEST_FILE: usize = 4 * 1024 * 1024;
/// The most rows below the headings.
pub const MOST_ROWS: usize = 20_000;
/// The most columns.
pub const MOST_COLUMNS: usize = 64;
/// The longest cell, in characters.
pub const LONGEST_CELL: usize = 1_000;

/// Why a whole list cannot be read. Each says what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ListError {
    /// Nothing in it.
    #[error("The file is empty. Choose the list and try again.")]
    Empty,
    /// More than [`LARGEST_FILE`].
    #[error("The file is larger than 4 MB. Split the list into smaller files.")]
    TooLarge,
    /// A workbook and not a text file.
    #[error(
        "This is a spreadsheet file. Open it, choose \"Save as\", then \"CSV UTF-8\", and send that file."
    )]
    Spreadsheet,
    /// Bytes that no text has.
    #[error("This is not a text file. Save the list as \"CSV UTF-8\" and send that file.")]
    NotText,
    /// More than [`MOST_COLUMNS`].
    #[error("The list has more than 64 columns. Keep the ones about name, place and contact.")]
    TooManyColumns,
    /// More than [`MOST_ROWS`].
    #[error("The list has more than 20,000 rows. Split it into smaller files.")]
    TooManyRows,
    /// No column is called anything like a name.
    #[error(
        "No column has the firm's name. The first line must name the columns, for example: name, postcode, email. It reads: {headings}"
    )]
    NoNameColumn {
        /// The beginning of the first line.
        headings: String,
    },
    /// Headings and nothing else.
    #[error("There are no rows below the headings.")]
    NoRows,
}

/// A firm from a list. It has not joined and has promised nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prospect {
    /// The firm's name.
    pub name: PlainLine,
    /// Where it works, if the list says it.
    pub postcode: Option<Postcode>,
    /// By the postcode, or as the list says.
    pub borough: BoroughCode,
    /// What it does.
    pub sector: Option<SectorLetter>,
    /// How many work there.
    pub size: Option<SizeBand>,
    /// Whom to ask for.
    pub contact_name: Option<PlainLine>,
    /// Where to write.
    pub email: Option<EmailAddress>,
    /// Where to ring.
    pub phone: Option<PhoneNumber>,
    /// Its web address.
    pub domain: Option<DomainName>,
}

/// What becomes of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// Kept as it is.
    Good(Prospect),
    /// Kept, but somebody should look: something was left out or guessed.
    Doubtful(Prospect, Vec<Doubt>),
    /// Not kept.
    Bad(Vec<Fault>),
}

/// One row of the list and what becomes of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowFate {
    /// Where the row begins in the file, counted from 1.
    pub line: u64,
    /// What becomes of it.
    pub fate: Fate,
    cells: Vec<String>,
}

impl RowFate {
    /// The cells as they stand in the file.
    pub fn cells(&self) -> &[String] {
        &self.cells
    }
}

/// How many rows become what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Kept as they are.
    pub good: usize,
    /// Kept, to be looked at.
    pub doubtful: usize,
    /// Not kept.
    pub bad: usize,
}

/// What a list would become.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    /// Every row that is not blank, in the order of the file.
    pub rows: Vec<RowFate>,
    /// Every column and what it was taken for.
    pub columns: Vec<ColumnRead>,
    /// How the bytes were read.
    pub encoding: Encoding,
    /// What stands between the cells.
    pub separator: Separator,
}

impl Preview {
    /// How many rows become what.
    pub fn counts(&self) -> Counts {
        self.rows.iter().fold(Counts::default(), |mut counts, row| {
            match row.fate {
                Fate::Good(_) => counts.good += 1,
                Fate::Doubtful(..) => counts.doubtful += 1,
                Fate::Bad(_) => counts.bad += 1,
            }
            counts
        })
    }

    /// The firms that would be kept.
    pub fn prospects(&self) -> impl Iterator<Item = &Prospect> {
        self.rows.iter().filter_map(|row| match &row.fate {
            Fate::Good(prospect) | Fate::Doubtful(prospect, _) => Some(prospect),
            Fate::Bad(_) => None,
        })
    }

    /// The bad rows as CSV, to be mended and sent again: the list's own columns, then the line
    /// in the file and what to mend. Cells that a spreadsheet would run are made harmless.
    pub fn bad_rows_csv(&self) -> String {
        let headings = self.columns.iter().map(|c| c.heading.as_str());
        let mut out =
            format!("{}{}", export::BYTE_ORDER_MARK, export::line(headings.chain(["line", "what to mend"])));
        for row in &self.rows {
            let Fate::Bad(faults) = &row.fate else { continue };
            let line = row.line.to_string();
            let why = faults.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
            let cells = (0..self.columns.len()).map(|i| row.cells.get(i).map_or("", String::as_str));
            out.push_str(&export::line(cells.chain([line.as_str(), why.as_str()])));
        }
        out
    }
}

/// Reads a list. Time and memory grow with its size and no faster.
///
/// # Errors
/// [`ListError`] when nothing can be made of the file as a whole.
pub fn read(bytes: &[u8], region: &Region) -> Result<Preview, ListError> {
    if bytes.len() > LARGEST_FILE {
        return Err(ListError::TooLarge);
    }
    let (text, encoding) = decode::text(bytes)?;
    let (body, separator, lines_before) = decode::separator(&text);
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator.byte())
        .from_reader(body.as_bytes());
    let mut records = reader.records().map_while(Result::ok);
    let headings = records.next().ok_or(ListError::Empty)?;
    if headings.len() > MOST_COLUMNS {
        return Err(ListError::TooManyColumns);
    }
    let columns = columns::read(headings.iter())?;
    let mut rows = Vec::new();
    let mut seen = duplicates::Seen::default();
    for record in records {
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        if rows.len() == MOST_ROWS {
            return Err(ListError::TooManyRows);
        }
        let line = record.position().map_or(0, csv::Position::line) + lines_before;
        rows.push(read_row(&record, line, &columns, region, &mut seen));
    }
    if rows.is_empty() {
        return Err(ListError::NoRows);
    }
    Ok(Preview { rows, columns, encoding, separator })
}

fn read_row(
    record: &csv::StringRecord,
    line: u64,
    columns: &[ColumnRead],
    region: &Region,
    seen: &mut duplicates::Seen,
) -> RowFate {
    let short = |cell: &str| cell.chars().take(LONGEST_CELL).collect::<String>();
    let cells: Vec<String> = record.iter().take(MOST_COLUMNS).map(short).collect();
    let mut faults = Vec::new();
    if record.iter().skip(columns.len()).any(|cell| !cell.trim().is_empty()) {
        faults.push(Fault::MoreCellsThanHeadings);
    }
    if record.iter().any(|cell| cell.chars().nth(LONGEST_CELL).is_some()) {
        faults.push(Fault::CellTooLong);
    }
    let fate = if faults.is_empty() {
        seen.compare(row::read(&cells, columns, region), line)
    } else {
        Fate::Bad(faults)
    };
    RowFate { line, fate, cells }
}

#[cfg(test)]
mod tests;
