//! Files that are there as a whole or not at all.

use std::fs::File;
use std::io::{self, BufWriter};
use std::path::{Path, PathBuf};

/// A file could not be put in its place.
#[derive(Debug, thiserror::Error)]
#[error("the file {} cannot be written; is the disc full, and may you write there?", path.display())]
pub struct FileError {
    /// Which file.
    pub path: PathBuf,
    /// What the system said.
    #[source]
    pub source: io::Error,
}

impl FileError {
    pub(crate) fn at(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self { path, source }
    }
}

/// Writes a file under another name, waits until it is on the disc, and puts it in its place.
///
/// # Errors
/// [`FileError`], and what `write` says.
pub fn put_in_place<E: From<FileError>>(
    path: &Path,
    write: impl FnOnce(&mut BufWriter<File>) -> Result<(), E>,
) -> Result<(), E> {
    let beside = beside(path);
    let file = File::create(&beside).map_err(FileError::at(&beside))?;
    let mut writer = BufWriter::new(file);
    write(&mut writer)?;
    let file = writer.into_inner().map_err(|error| FileError::at(&beside)(error.into_error()))?;
    land(&file, &beside, path)?;
    Ok(())
}

/// Where a file is written before it stands in its place.
pub(crate) fn beside(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    path.with_file_name(name)
}

/// Waits for the disc, and gives a finished file its name.
pub(crate) fn land(file: &File, from: &Path, to: &Path) -> Result<(), FileError> {
    file.sync_all().map_err(FileError::at(from))?;
    std::fs::rename(from, to).map_err(FileError::at(to))?;
    match to.parent() {
        Some(folder) => sync_folder(folder).map_err(FileError::at(folder)),
        None => Ok(()),
    }
}

/// A new name is only sure to survive a power cut when its folder is on the disc too.
fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) {
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}
