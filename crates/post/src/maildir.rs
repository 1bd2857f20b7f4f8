//! A folder into which others put letters, one a file: `tmp/` while it is written, `new/` when it is whole.
//!
//! A mail server delivers into it, and so does [`Maildir::put`] for a program that gets a letter through a pipe. A file in `new/`
//! is a letter that nobody has taken; it goes when it is kept elsewhere, and stays through any stop before that.

use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use crate::limits::MOST_BYTES;

/// Why a folder could not be used.
#[derive(Debug, thiserror::Error)]
pub enum MaildirError {
    /// A file or folder could not be made, read, or removed.
    #[error("the mail folder {path} cannot be used: see that the program may read and write in it")]
    Folder {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The letter has more than [`MOST_BYTES`].
    #[error("the letter has more than {} MB", MOST_BYTES >> 20)]
    TooLarge,
    /// There was no letter at all.
    #[error("there was no letter: nothing came in")]
    Empty,
}

/// A folder of letters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Maildir(PathBuf);

impl Maildir {
    /// The folder at `path`, made if it is not there.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn open(path: &Path) -> Result<Self, MaildirError> {
        for part in ["tmp", "new", "cur"] {
            let folder = path.join(part);
            fs::create_dir_all(&folder).map_err(|source| MaildirError::Folder { path: folder, source })?;
        }
        Ok(Self(path.to_owned()))
    }

    /// Puts one letter in, under a name of the caller's choosing that nobody else chooses. It survives a power cut when this returns.
    ///
    /// # Errors
    /// When there is none, it is too large, or the disk does not take it. Nothing is half there then.
    pub fn put(&self, name: &str, letter: &mut dyn Read) -> Result<(), MaildirError> {
        let (draft, whole) = (self.0.join("tmp").join(name), self.0.join("new").join(name));
        let failed = |source| MaildirError::Folder { path: draft.clone(), source };
        let written = (|| {
            let mut file = File::options().write(true).create_new(true).open(&draft).map_err(failed)?;
            let mut limited = letter.take(MOST_BYTES as u64 + 1);
            let bytes = std::io::copy(&mut limited, &mut file).map_err(failed)?;
            if bytes > MOST_BYTES as u64 {
                return Err(MaildirError::TooLarge);
            }
            if bytes == 0 {
                return Err(MaildirError::Empty);
            }
            file.flush().and_then(|()| file.sync_all()).map_err(failed)?;
            fs::rename(&draft, &whole).map_err(failed)?;
            File::open(self.0.join("new")).and_then(|folder| folder.sync_all()).map_err(failed)
        })();
        if written.is_err() {
            let _ = fs::remove_file(&draft);
        }
        written
    }

    /// Names of letters that nobody has taken, oldest name first, at most `most`.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn waiting(&self, most: usize) -> Result<Vec<String>, MaildirError> {
        let folder = self.0.join("new");
        let failed = |source| MaildirError::Folder { path: folder.clone(), source };
        let mut names = Vec::new();
        for entry in fs::read_dir(&folder).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let is_letter = entry.file_type().is_ok_and(|kind| kind.is_file());
            if let (true, Ok(name)) = (is_letter, entry.file_name().into_string()) {
                names.push(name);
            }
        }
        names.sort();
        names.truncate(most);
        Ok(names)
    }

    /// The bytes of a letter. None for one that is too large: it is put aside in `cur/`, so that a person can look.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn read(&self, name: &str) -> Result<Option<Vec<u8>>, MaildirError> {
        let path = self.0.join("new").join(name);
        let failed = |source| MaildirError::Folder { path: path.clone(), source };
        let file = File::open(&path).map_err(failed)?;
        let mut bytes = Vec::new();
        file.take(MOST_BYTES as u64 + 1).read_to_end(&mut bytes).map_err(failed)?;
        if bytes.len() > MOST_BYTES {
            fs::rename(&path, self.0.join("cur").join(name)).map_err(failed)?;
            return Ok(None);
        }
        Ok(Some(bytes))
    }

    /// Removes a letter that is kept elsewhere now.
    ///
    /// # Errors
    /// When it cannot be removed; it is then taken a second time, which does no harm.
    pub fn done(&self, name: &str) -> Result<(), MaildirError> {
        let path = self.0.join("new").join(name);
        fs::remove_file(&path).map_err(|source| MaildirError::Folder { path, source })
    }
}
