//! A table that is written as Parquet, as CSV, or as both, a row at a time.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use parquet::basic::{Compression, ConvertedType, Repetition, Type as Physical};
use parquet::data_type::{ByteArray, ByteArrayType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::Type;

use crate::files::{FileError, beside, land};

/// Rows that are held before they go to the Parquet file together.
const ROWS_A_GROUP: usize = 65_536;

/// A column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    /// Whole numbers.
    Number(&'static str),
    /// Texts.
    Text(&'static str),
    /// Moments, in microseconds since 1970 (Parquet), as RFC 3339 (CSV).
    Moment(&'static str),
}

impl Column {
    fn name(self) -> &'static str {
        match self {
            Self::Number(name) | Self::Text(name) | Self::Moment(name) => name,
        }
    }
}

/// One cell of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// A whole number.
    Number(i64),
    /// A text.
    Text(String),
    /// A moment.
    Moment(terms::Timestamp),
}

impl Cell {
    fn words(&self) -> String {
        match self {
            Self::Number(number) => number.to_string(),
            Self::Text(text) => text.clone(),
            Self::Moment(at) => at.to_string(),
        }
    }
}

/// A table could not be written.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
    /// The system could not.
    #[error(transparent)]
    File(#[from] FileError),
    /// The Parquet writer could not.
    #[error("the Parquet file {} cannot be written", path.display())]
    Parquet {
        /// Which file.
        path: PathBuf,
        /// What the writer said.
        #[source]
        source: ParquetError,
    },
}

/// A table on its way to its files. They stand in their place when [`Table::finish`] has returned.
pub struct Table {
    columns: &'static [Column],
    csv: Option<(PathBuf, BufWriter<File>)>,
    parquet: Option<Groups>,
    /// How many rows.
    pub rows: u64,
}

struct Groups {
    path: PathBuf,
    writer: SerializedFileWriter<File>,
    held: Vec<Held>,
}

enum Held {
    Numbers(Vec<i64>),
    Texts(Vec<ByteArray>),
}

impl Table {
    /// Begins a table `name` in a folder: `name.csv`, `name.parquet` or both.
    ///
    /// # Errors
    /// [`TableError`] when a file cannot be made.
    pub fn begin(
        folder: &Path,
        name: &str,
        columns: &'static [Column],
        csv: bool,
        parquet: bool,
    ) -> Result<Self, TableError> {
        let csv = csv.then(|| begin_csv(&folder.join(format!("{name}.csv")), columns)).transpose()?;
        let parquet =
            parquet.then(|| Groups::begin(&folder.join(format!("{name}.parquet")), columns)).transpose()?;
        Ok(Self { columns, csv, parquet, rows: 0 })
    }

    /// Writes a row; its cells are in the order of the columns.
    ///
    /// # Errors
    /// [`TableError`] when it cannot be written.
    pub fn row(&mut self, cells: Vec<Cell>) -> Result<(), TableError> {
        debug_assert_eq!(cells.len(), self.columns.len());
        if let Some((path, file)) = &mut self.csv {
            let words: Vec<String> = cells.iter().map(Cell::words).collect();
            let line = centre::export::line(words.iter().map(String::as_str));
            file.write_all(line.as_bytes()).map_err(FileError::at(&beside(path)))?;
        }
        if let Some(groups) = &mut self.parquet {
            groups.hold(cells);
        }
        self.rows += 1;
        if self.rows.is_multiple_of(ROWS_A_GROUP as u64)
            && let Some(groups) = &mut self.parquet
        {
            groups.write_group()?;
        }
        Ok(())
    }

    /// Writes what is left and puts the files in their places.
    ///
    /// # Errors
    /// [`TableError`] when that cannot be done; the files of before are still there then.
    pub fn finish(self) -> Result<u64, TableError> {
        if let Some((path, file)) = self.csv {
            let part = beside(&path);
            let file = file.into_inner().map_err(|error| FileError::at(&part)(error.into_error()))?;
            land(&file, &part, &path)?;
        }
        if let Some(groups) = self.parquet {
            groups.finish()?;
        }
        Ok(self.rows)
    }
}

fn begin_csv(path: &Path, columns: &[Column]) -> Result<(PathBuf, BufWriter<File>), TableError> {
    let part = beside(path);
    let mut file = BufWriter::new(File::create(&part).map_err(FileError::at(&part))?);
    let head = centre::export::line(columns.iter().map(|column| column.name()));
    write!(file, "{}{head}", centre::export::BYTE_ORDER_MARK).map_err(FileError::at(&part))?;
    Ok((path.to_owned(), file))
}

impl Groups {
    fn begin(path: &Path, columns: &[Column]) -> Result<Self, TableError> {
        let fault = |source| TableError::Parquet { path: path.to_owned(), source };
        let part = beside(path);
        let file = File::create(&part).map_err(FileError::at(&part))?;
        let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
        let schema = schema(columns).map_err(fault)?;
        let writer = SerializedFileWriter::new(file, schema, Arc::new(properties)).map_err(fault)?;
        let held = columns
            .iter()
            .map(|column| match column {
                Column::Text(_) => Held::Texts(Vec::new()),
                Column::Number(_) | Column::Moment(_) => Held::Numbers(Vec::new()),
            })
            .collect();
        Ok(Self { path: path.to_owned(), writer, held })
    }

    fn hold(&mut self, cells: Vec<Cell>) {
        for (held, cell) in self.held.iter_mut().zip(cells) {
            match (held, cell) {
                (Held::Numbers(list), Cell::Number(number)) => list.push(number),
                (Held::Numbers(list), Cell::Moment(at)) => list.push(at.as_microsecond()),
                (Held::Texts(list), Cell::Text(text)) => list.push(ByteArray::from(text.into_bytes())),
                // A slip in this room; the row stays a row.
                (Held::Texts(list), other) => list.push(ByteArray::from(other.words().into_bytes())),
                (Held::Numbers(list), Cell::Text(_)) => list.push(0),
            }
        }
    }

    fn write_group(&mut self) -> Result<(), TableError> {
        let path = self.path.clone();
        let fault = |source| TableError::Parquet { path: path.clone(), source };
        let mut group = self.writer.next_row_group().map_err(fault)?;
        for held in &mut self.held {
            let Some(mut column) = group.next_column().map_err(fault)? else { break };
            match held {
                Held::Numbers(list) => {
                    column.typed::<Int64Type>().write_batch(list, None, None).map_err(fault)?;
                    list.clear();
                }
                Held::Texts(list) => {
                    column.typed::<ByteArrayType>().write_batch(list, None, None).map_err(fault)?;
                    list.clear();
                }
            }
            column.close().map_err(fault)?;
        }
        group.close().map_err(fault)?;
        Ok(())
    }

    fn finish(mut self) -> Result<(), TableError> {
        let has_rows = self.held.iter().any(|held| match held {
            Held::Numbers(list) => !list.is_empty(),
            Held::Texts(list) => !list.is_empty(),
        });
        if has_rows {
            self.write_group()?;
        }
        let path = self.path;
        let fault = |source| TableError::Parquet { path: path.clone(), source };
        let file = self.writer.into_inner().map_err(fault)?;
        land(&file, &beside(&path), &path)?;
        Ok(())
    }
}

fn schema(columns: &[Column]) -> Result<Arc<Type>, ParquetError> {
    let field = |column: &Column| {
        let (kind, means) = match column {
            Column::Number(_) => (Physical::INT64, ConvertedType::NONE),
            Column::Text(_) => (Physical::BYTE_ARRAY, ConvertedType::UTF8),
            Column::Moment(_) => (Physical::INT64, ConvertedType::TIMESTAMP_MICROS),
        };
        let field = Type::primitive_type_builder(column.name(), kind)
            .with_repetition(Repetition::REQUIRED)
            .with_converted_type(means)
            .build()?;
        Ok(Arc::new(field))
    };
    let fields = columns.iter().map(field).collect::<Result<Vec<_>, ParquetError>>()?;
    Ok(Arc::new(Type::group_type_builder("row").with_fields(fields).build()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use parquet::file::reader::{FileReader as _, SerializedFileReader};
    use parquet::record::RowAccessor as _;

    const COLUMNS: &[Column] = &[Column::Number("line"), Column::Text("seen"), Column::Moment("looked_at")];

    #[test]
    fn both_files_say_the_same_and_no_cell_is_a_formula() {
        let folder = std::env::temp_dir().join(format!("watchhouse-table-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let mut table = Table::begin(&folder, "t", COLUMNS, true, true).unwrap();
        let at: terms::Timestamp = "2026-11-20T10:00:00Z".parse().unwrap();
        for line in 0..=(ROWS_A_GROUP as i64) {
            table.row(vec![Cell::Number(line), Cell::Text("=1+\"1\"".into()), Cell::Moment(at)]).unwrap();
        }
        assert!(!folder.join("t.csv").exists(), "nothing stands in its place before it is whole");
        table.finish().unwrap();
        let csv = std::fs::read_to_string(folder.join("t.csv")).unwrap();
        let mut lines = csv.trim_start_matches('\u{feff}').lines();
        assert_eq!(lines.next(), Some("\"line\",\"seen\",\"looked_at\""));
        assert_eq!(lines.next(), Some("\"0\",\"'=1+\"\"1\"\"\",\"2026-11-20T10:00:00Z\""));
        let file = File::open(folder.join("t.parquet")).unwrap();
        let reader = SerializedFileReader::new(file).unwrap();
        assert_eq!(reader.metadata().file_metadata().num_rows(), ROWS_A_GROUP as i64 + 1);
        assert_eq!(reader.num_row_groups(), 2);
        let row = reader.get_row_iter(None).unwrap().last().unwrap().unwrap();
        assert_eq!(row.get_long(0).unwrap(), ROWS_A_GROUP as i64);
        assert_eq!(row.get_string(1).unwrap(), "=1+\"1\"");
        assert_eq!(row.get_timestamp_micros(2).unwrap(), at.as_microsecond());
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
