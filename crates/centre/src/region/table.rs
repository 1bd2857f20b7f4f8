//! Reads the pack's tables: comma separated, one heading line, columns in any order.

use crate::pack::Faults;

/// One line of a table, its wanted cells by name.
pub(super) struct Row {
    pub(super) line: usize,
    cells: Vec<(&'static str, String)>,
}

impl Row {
    /// The cell under a heading; empty when the line is short.
    pub(super) fn get(&self, column: &str) -> &str {
        self.cells.iter().find(|(name, _)| *name == column).map_or("", |(_, cell)| cell.as_str())
    }
}

/// Reads the lines of `file`. Every column must be there; a missing one is one fault.
pub(super) fn read(file: &str, columns: &[&'static str], faults: &mut Faults<'_>) -> Vec<Row> {
    let Some(text) = faults.text_of(file) else { return Vec::new() };
    let mut reader =
        csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_reader(text.as_bytes());
    let headings = match reader.headers() {
        Ok(headings) => headings.clone(),
        Err(_) => {
            faults.add(file, 1, "the heading line cannot be read; save the file as CSV in UTF-8");
            return Vec::new();
        }
    };
    let missing: Vec<_> = columns.iter().filter(|c| !headings.iter().any(|h| h == **c)).copied().collect();
    if !missing.is_empty() {
        let all = columns.join(",");
        let missing = missing.join(", ");
        faults.add(file, 1, format!("the column {missing} is missing; the first line must be {all}"));
        return Vec::new();
    }
    let places: Vec<_> =
        columns.iter().filter_map(|c| Some((*c, headings.iter().position(|h| h == *c)?))).collect();
    let mut rows = Vec::new();
    for record in reader.records() {
        match record {
            Ok(record) => rows.push(Row {
                line: record.position().map_or(1, |p| usize::try_from(p.line()).unwrap_or(usize::MAX)),
                cells: places.iter().map(|(c, i)| (*c, record.get(*i).unwrap_or("").to_owned())).collect(),
            }),
            Err(_) => faults.add(file, 1, "a line cannot be read; save the file as CSV in UTF-8"),
        }
    }
    if rows.is_empty() {
        faults.add(file, 1, "there is no line below the headings; fill the table in");
    }
    rows
}
