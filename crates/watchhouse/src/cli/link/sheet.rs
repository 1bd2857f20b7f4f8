//! Results as CSV. A file stands in its place when it is whole, and not before.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

use crate::trouble::Trouble;

/// A CSV file on its way.
pub(super) struct Sheet {
    path: PathBuf,
    part: PathBuf,
    file: BufWriter<File>,
}

impl Sheet {
    pub(super) fn begin(path: &Path, columns: &[&str]) -> Result<Self, Trouble> {
        let mut sheet = Self::empty(path)?;
        sheet.row(columns.iter().copied())?;
        Ok(sheet)
    }

    fn empty(path: &Path) -> Result<Self, Trouble> {
        let mut name = path.file_name().unwrap_or_default().to_owned();
        name.push(".part");
        let part = path.with_file_name(name);
        let file = File::create(&part).map_err(|error| cannot(path, error))?;
        Ok(Self { path: path.to_owned(), part, file: BufWriter::new(file) })
    }

    pub(super) fn row<'c>(&mut self, cells: impl IntoIterator<Item = &'c str>) -> Result<(), Trouble> {
        self.text(centre::export::line(cells).as_bytes())
    }

    fn text(&mut self, text: &[u8]) -> Result<(), Trouble> {
        self.file.write_all(text).map_err(|error| cannot(&self.path, error))
    }

    pub(super) fn finish(mut self) -> Result<(), Trouble> {
        let whole = self.file.flush().and_then(|()| self.file.get_ref().sync_all());
        whole
            .and_then(|()| std::fs::rename(&self.part, &self.path))
            .map_err(|error| cannot(&self.path, error))
    }
}

/// Puts a text in the place of a file.
pub(super) fn replace(path: &Path, text: &[u8]) -> Result<(), Trouble> {
    let mut file = Sheet::empty(path)?;
    file.text(text)?;
    file.finish()
}

/// Where results go: a folder with both sheets, or the clusters alone.
pub(super) struct Places {
    pub(super) links: Option<PathBuf>,
    pub(super) clusters: PathBuf,
    /// What else is written: only in a folder.
    pub(super) folder: Option<PathBuf>,
}

impl Places {
    /// A name that ends in `.csv` is a file, everything else a folder, which is made if need be.
    pub(super) fn of(to: &Path) -> Result<Self, Trouble> {
        let is_file = to.extension().is_some_and(|end| end.eq_ignore_ascii_case("csv")) && !to.is_dir();
        if is_file {
            return Ok(Self { links: None, clusters: to.to_owned(), folder: None });
        }
        std::fs::create_dir_all(to).map_err(|error| cannot(to, error))?;
        Ok(Self {
            links: Some(to.join("links.csv")),
            clusters: to.join("clusters.csv"),
            folder: Some(to.to_owned()),
        })
    }
}

fn cannot(path: &Path, error: std::io::Error) -> Trouble {
    Trouble::new(
        format!("{} cannot be written", path.display()),
        "Name a folder that is yours to write in, with room on its disk.",
    )
    .because(error)
}
