//! A table with the names of its rows as the file spells them.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use indicatif::ProgressBar;
use linking::tables::{LONGEST_CELL, MOST_ROWS, Model, Table};

use super::How;
use super::intake::{self, BadRows, Intake, plain, shown};
use crate::trouble::Trouble;

/// What to read of a file.
pub(super) struct Wanted<'a> {
    pub(super) how: &'a How,
    pub(super) model: Option<&'a Model>,
    /// For a second table: the column that names the rows of the first, or that none does.
    pub(super) id_of_the_first: Option<Option<&'a str>>,
}

/// A table and the names of its rows.
pub(super) struct Tabled {
    pub(super) path: PathBuf,
    pub(super) table: Table,
    /// The column that names the rows; nothing where their lines do.
    pub(super) id: Option<String>,
    pub(super) lines: Vec<u64>,
    names: Vec<String>,
    pub(super) notes: Vec<String>,
}

impl Tabled {
    /// Reads a file; rows that cannot be read go to `bad`.
    pub(super) fn read(
        path: &Path,
        wanted: &Wanted<'_>,
        bad: &mut BadRows,
        bar: &ProgressBar,
    ) -> Result<Self, Trouble> {
        bar.set_message(format!("reading {}: rows", shown(path)));
        let mut reading = Reading::new(wanted);
        intake::rows(path, &mut reading, bad, bar)?;
        reading.done(path)
    }

    /// The name of a row: what the file calls it, or its line.
    pub(super) fn name(&self, row: usize) -> String {
        match self.names.get(row).filter(|name| self.id.is_some() && !name.is_empty()) {
            Some(name) => plain(name),
            None => format!("line:{}", self.line(row)),
        }
    }

    pub(super) fn line(&self, row: usize) -> u64 {
        self.lines.get(row).copied().unwrap_or_default()
    }

    /// The row of a name or of `line:12`.
    pub(super) fn find(&self, name: &str) -> Result<usize, Trouble> {
        if let Some(line) = name.strip_prefix("line:").and_then(|line| line.parse::<u64>().ok()) {
            return self.lines.binary_search(&line).map_err(|_| {
                let file = shown(&self.path);
                Trouble::new(format!("no row of {file} that was read begins on line {line}"), NAME_ANOTHER)
            });
        }
        let mut found = (0..self.names.len()).filter(|row| self.id.is_some() && self.names[*row] == name);
        match (found.next(), found.next()) {
            (Some(row), None) => Ok(row),
            (Some(row), Some(other)) => Err(Trouble::new(
                format!("more than one row of {} is called `{}`", shown(&self.path), plain(name)),
                format!("Name one by its line: line:{} or line:{}.", self.line(row), self.line(other)),
            )),
            _ => Err(Trouble::new(
                format!("no row of {} is called `{}`", shown(&self.path), plain(name)),
                NAME_ANOTHER,
            )),
        }
    }
}

const NAME_ANOTHER: &str = "Name a row as the file does, with the same capitals, or by its line, such as line:12; --id COLUMN says which \
     column names the rows.";

/// A file on its way into a table.
struct Reading<'a> {
    wanted: &'a Wanted<'a>,
    /// The columns in the order of the file: their names in lower case, and their places in the table.
    columns: Vec<(String, Option<usize>)>,
    /// Where the name of the row stands, as far as that is known.
    names_at: Option<usize>,
    read: Tabled,
}

impl<'a> Reading<'a> {
    fn new(wanted: &'a Wanted<'a>) -> Self {
        let read = Tabled {
            path: PathBuf::new(),
            table: Table::default(),
            id: None,
            lines: Vec::new(),
            names: Vec::new(),
            notes: Vec::new(),
        };
        Self { wanted, columns: Vec::new(), names_at: None, read }
    }

    /// The column that was named as the one which names the rows.
    fn told(&self) -> Option<String> {
        let model = || self.wanted.model.map(|model| model.id.as_str());
        let told = self.wanted.how.id.as_deref().or(self.wanted.id_of_the_first.flatten()).or_else(model);
        told.map(tidied).filter(|name| !name.is_empty())
    }

    /// Then it is the first column, if that names each row once.
    fn nobody_said(&self) -> bool {
        self.told().is_none() && self.wanted.model.is_none() && self.wanted.id_of_the_first.is_none()
    }

    fn done(mut self, path: &Path) -> Result<Tabled, Trouble> {
        let told = self.told();
        let called = self.names_at.and_then(|at| self.columns.get(at)).map(|(name, _)| name.clone());
        let was_found = called.as_deref() == Some(told.as_deref().unwrap_or("id"));
        self.read.path = path.to_owned();
        if self.wanted.how.id.is_some() && !was_found {
            let names: Vec<String> = self.columns.iter().take(30).map(|(name, _)| plain(name)).collect();
            return Err(Trouble::new(
                format!("{} has no column `{}`", path.display(), plain(&told.unwrap_or_default())),
                format!("Name one of its columns with --id: {}.", names.join(", ")),
            ));
        }
        let distinct = {
            let mut seen = HashSet::new();
            self.read.names.iter().all(|name| !name.is_empty() && seen.insert(name.as_str()))
        };
        match called {
            Some(name) if was_found => {
                if !distinct {
                    let note =
                        format!("some rows share a name in the column `{}` or have none there", plain(&name));
                    self.read.notes.push(format!("{note}: their lines tell them apart"));
                }
                self.read.id = Some(name);
            }
            Some(name) if distinct && self.nobody_said() && self.columns.len() > 1 => {
                self.read.table = std::mem::take(&mut self.read.table).without(&name);
                self.read
                    .notes
                    .push(format!("the column `{}` names the rows and was not compared", plain(&name)));
                self.read.id = Some(name);
            }
            _ => self.read.notes.push("no column names the rows: they are named by their lines".to_owned()),
        }
        for name in &self.wanted.how.leave_out {
            if !self.columns.iter().any(|(other, _)| *other == tidied(name)) {
                self.read.notes.push(format!("there is no column `{}` to leave out", plain(name)));
            }
        }
        Ok(self.read)
    }
}

impl Intake for Reading<'_> {
    fn column(&mut self, name: &str) {
        let name = tidied(name);
        let at = self.columns.len();
        let is_told = self.told().unwrap_or_else(|| "id".to_owned()) == name;
        if is_told || at == 0 {
            self.names_at = Some(at);
            // Lines of JSON before this one called nothing by this name.
            self.read.names.iter_mut().for_each(String::clear);
        }
        let left_out = self.wanted.how.leave_out.iter().any(|other| tidied(other) == name);
        let compared = match self.wanted.model {
            Some(model) => model.comparisons.iter().any(|comparison| comparison.column == name),
            None => !left_out && !is_told,
        };
        let place = if compared { self.read.table.add_column(&name) } else { None };
        self.columns.push((name, place));
    }

    fn row(&mut self, line: u64, cells: &[String]) -> Result<(), String> {
        for ((name, place), cell) in self.columns.iter().zip(cells) {
            if place.is_some() && cell.len() > LONGEST_CELL {
                return Err(format!(
                    "what stands under `{}` has {} bytes and {LONGEST_CELL} are the most: shorten it, or leave the \
                     column out with --leave-out",
                    plain(name),
                    cell.len()
                ));
            }
        }
        let named =
            self.columns.iter().zip(cells).filter_map(|((_, place), cell)| Some(((*place)?, cell.as_str())));
        if !self.read.table.add_row(named) {
            return Err(format!("the table is full: {MOST_ROWS} rows are the most"));
        }
        self.read.lines.push(line);
        let name =
            self.names_at.and_then(|at| cells.get(at)).map(|name| name.trim().chars().take(LONGEST_NAME));
        self.read.names.push(name.map(String::from_iter).unwrap_or_default());
        Ok(())
    }
}

/// The longest name of a row, in letters.
const LONGEST_NAME: usize = 200;

/// As the engine spells names of columns: lower case, single blanks.
fn tidied(name: &str) -> String {
    name.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}
