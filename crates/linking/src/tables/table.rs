//! Reads a table: bytes of CSV to columns of codes. A row that cannot be read is listed, never a stop.

use crate::dictionary::Dictionary;

/// The most rows that a table may have.
pub const MOST_ROWS: usize = 40_000_000;
/// The most columns that a table may have; what stands behind them is left out with a note.
pub const MOST_COLUMNS: usize = 128;
/// The longest cell, in bytes; longer ones are cut.
pub const LONGEST_CELL: usize = 4_096;
/// The most bad rows that are listed one by one; all are counted.
pub const MOST_BAD_ROWS: usize = 100;

/// A table in memory: each column a list of codes and a dictionary of its distinct values.
#[derive(Debug, Clone, Default)]
pub struct Table {
    pub(crate) columns: Vec<Column>,
    rows: usize,
    bad_rows: Vec<BadRow>,
    bad: usize,
    notes: Vec<String>,
}

/// A row that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadRow {
    /// The line of the file on which it begins, counted from 1.
    pub line: u64,
    /// What is the matter, in lower case.
    pub why: String,
}

/// One column.
#[derive(Debug, Clone, Default)]
pub(crate) struct Column {
    pub(crate) name: String,
    pub(crate) codes: Vec<u32>,
    pub(crate) values: Dictionary,
}

impl Table {
    /// Reads CSV (RFC 4180) whose first line names the columns. Bytes that are not UTF-8 are read as U+FFFD; letters
    /// become lower case and blanks single ones.
    pub fn read_csv(bytes: &[u8]) -> Self {
        let mut table = Self::default();
        table.append_csv(bytes);
        table
    }

    /// Reads further rows behind those that are there; columns are matched by their names, and those that the table
    /// does not have yet are missing in the rows before.
    pub fn append_csv(&mut self, bytes: &[u8]) {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(bytes);
        let Ok(header) = reader.byte_headers().cloned() else {
            self.refuse(1, "the first line does not name the columns");
            return;
        };
        let places = self.places(&header);
        let mut record = csv::ByteRecord::new();
        let mut room = String::new();
        loop {
            let line = reader.position().line();
            match reader.read_byte_record(&mut record) {
                Ok(true) => {}
                Ok(false) => break,
                Err(_) => {
                    self.refuse(line, "the row cannot be read as CSV");
                    continue;
                }
            }
            if record.len() != header.len() {
                let why = format!("the row has {} cells and the table {}", record.len(), header.len());
                self.refuse(line, &why);
                continue;
            }
            if self.rows >= MOST_ROWS {
                self.notes.push(format!("rows after {MOST_ROWS} were not read"));
                break;
            }
            for (cell, place) in record.iter().zip(&places) {
                if let Some(column) = place.and_then(|at| self.columns.get_mut(at)) {
                    tidy(cell, &mut room);
                    let code = column.values.intern(&room);
                    column.codes.push(code);
                }
            }
            self.rows += 1;
            for column in &mut self.columns {
                column.codes.resize(self.rows, 0);
            }
        }
    }

    fn places(&mut self, header: &csv::ByteRecord) -> Vec<Option<usize>> {
        let mut places = Vec::with_capacity(header.len());
        for name in header {
            let mut tidied = String::new();
            tidy(name, &mut tidied);
            let known = self.columns.iter().position(|column| column.name == tidied);
            let place = match known {
                Some(at) if places.contains(&Some(at)) => {
                    self.notes.push(format!("column `{tidied}` stands twice: the second was left out"));
                    None
                }
                Some(at) => Some(at),
                None if self.columns.len() >= MOST_COLUMNS => {
                    self.notes.push(format!("column `{tidied}` was left out: {MOST_COLUMNS} are the most"));
                    None
                }
                None => {
                    let codes = vec![0; self.rows];
                    self.columns.push(Column { name: tidied, codes, values: Dictionary::default() });
                    Some(self.columns.len() - 1)
                }
            };
            places.push(place);
        }
        places
    }

    /// Adds a column at the right, empty in the rows that are there; its place, or nothing with a note where it cannot
    /// be had.
    pub fn add_column(&mut self, name: &str) -> Option<usize> {
        let mut tidied = String::new();
        tidy(name.as_bytes(), &mut tidied);
        if self.column(&tidied).is_some() {
            self.notes.push(format!("column `{tidied}` stands twice: the second was left out"));
            return None;
        }
        if self.columns.len() >= MOST_COLUMNS {
            self.notes.push(format!("column `{tidied}` was left out: {MOST_COLUMNS} are the most"));
            return None;
        }
        let codes = vec![0; self.rows];
        self.columns.push(Column { name: tidied, codes, values: Dictionary::default() });
        Some(self.columns.len() - 1)
    }

    /// Adds a row below: places as [`Table::add_column`] gave them, with what stands there. False if the table is full.
    pub fn add_row<'a>(&mut self, cells: impl Iterator<Item = (usize, &'a str)>) -> bool {
        if self.rows >= MOST_ROWS {
            return false;
        }
        let mut room = String::new();
        for (place, cell) in cells {
            if let Some(column) = self.columns.get_mut(place).filter(|c| c.codes.len() == self.rows) {
                tidy(cell.as_bytes(), &mut room);
                let code = column.values.intern(&room);
                column.codes.push(code);
            }
        }
        self.rows += 1;
        for column in &mut self.columns {
            column.codes.resize(self.rows, 0);
        }
        true
    }

    fn refuse(&mut self, line: u64, why: &str) {
        self.bad += 1;
        if self.bad_rows.len() < MOST_BAD_ROWS {
            self.bad_rows.push(BadRow { line, why: why.to_owned() });
        }
    }

    /// The rows of this table and behind them those of another; columns are matched by their names.
    #[must_use]
    pub fn followed_by(&self, other: &Self) -> Self {
        let mut both = self.clone();
        both.rows += other.rows;
        both.notes.extend(other.notes.iter().cloned());
        for column in &other.columns {
            let at = both.columns.iter().position(|c| c.name == column.name).unwrap_or_else(|| {
                let codes = vec![0; self.rows];
                both.columns.push(Column { name: column.name.clone(), codes, values: Dictionary::default() });
                both.columns.len() - 1
            });
            let into = &mut both.columns[at];
            let map: Vec<u32> = (0..column.values.len() as u32)
                .map(|code| into.values.intern(column.values.value(code)))
                .collect();
            into.codes.extend(column.codes.iter().map(|code| map.get(*code as usize).copied().unwrap_or(0)));
        }
        for column in &mut both.columns {
            column.codes.resize(both.rows, 0);
        }
        both
    }

    /// The table without one of its columns.
    #[must_use]
    pub fn without(mut self, column: &str) -> Self {
        self.columns.retain(|c| c.name != column);
        self
    }

    /// The rows in which a column has this value.
    pub fn only(&self, column: &str, value: &str) -> Self {
        let kept: Vec<usize> = (0..self.rows).filter(|row| self.cell(*row, column) == value).collect();
        let columns = self
            .columns
            .iter()
            .map(|c| Column {
                name: c.name.clone(),
                codes: kept.iter().map(|row| c.codes[*row]).collect(),
                values: c.values.clone(),
            })
            .collect();
        Self { columns, rows: kept.len(), ..Self::default() }
    }

    /// How many rows were read.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// The names of the columns, in lower case.
    pub fn column_names(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().map(|column| column.name.as_str())
    }

    /// What stands in a cell, tidied; nothing if there is no such cell.
    pub fn cell(&self, row: usize, column: &str) -> &str {
        self.column(column)
            .and_then(|column| Some(column.values.value(*column.codes.get(row)?)))
            .unwrap_or_default()
    }

    /// The first [`MOST_BAD_ROWS`] rows that could not be read.
    pub fn bad_rows(&self) -> &[BadRow] {
        &self.bad_rows
    }

    /// How many rows could not be read.
    pub fn bad(&self) -> usize {
        self.bad
    }

    /// What was left out, in words.
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    pub(crate) fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }
}

/// Lower case, single blanks, nothing at the ends.
fn tidy(cell: &[u8], room: &mut String) {
    room.clear();
    let cell = cell.get(..LONGEST_CELL).unwrap_or(cell);
    let text = String::from_utf8_lossy(cell);
    for letter in text.chars() {
        if letter.is_whitespace() || letter.is_control() {
            if !room.is_empty() && !room.ends_with(' ') {
                room.push(' ');
            }
        } else if letter.is_ascii() {
            room.push(letter.to_ascii_lowercase());
        } else {
            room.extend(letter.to_lowercase());
        }
    }
    if room.ends_with(' ') {
        room.pop();
    }
}
