//! The folder of a run: whose list it is, how far it is, and what came of it.

use std::fs::File;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use terms::Timestamp;

use crate::files::{FileError, put_in_place};

/// How journals and manifests are written by this release.
const FORMAT: u32 = 1;
/// The longest manifest that is read, in bytes.
const LONGEST_MANIFEST: u64 = 65_536;

/// What a run is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// How the folder is written.
    pub format: u32,
    /// Which list: the SHA-256 of its bytes, or another word that never changes.
    pub fingerprint: String,
    /// The release that looks.
    pub engine: String,
    /// When it was begun.
    pub started: Timestamp,
}

/// Why a folder cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// It holds a run over another list.
    #[error(
        "the folder {} holds a run over another list; name another folder with --to, or give the list with which it was begun",
        .0.display()
    )]
    OtherList(PathBuf),
    /// It was begun by another release.
    #[error("the run in {} was begun by release {begun} and this is {here}; finish it with that one, or begin in another folder", folder.display())]
    OtherRelease {
        /// Which folder.
        folder: PathBuf,
        /// The release that began it.
        begun: String,
        /// This release.
        here: String,
    },
    /// There is no run in it.
    #[error("there is no run in {}; name the folder that `watchhouse city check` wrote", .0.display())]
    NoRun(PathBuf),
    /// Its manifest cannot be read.
    #[error("the file {} cannot be read as the manifest of a run", .0.display())]
    BadManifest(PathBuf),
    /// Another run writes there at this moment.
    #[error("another run writes into {} at this moment; wait for it, or name another folder", .0.display())]
    Taken(PathBuf),
    /// The system could not.
    #[error("the folder {} cannot be used", folder.display())]
    Io {
        /// Which folder.
        folder: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// A file of it could not be written.
    #[error(transparent)]
    File(#[from] FileError),
}

/// The folder of one run.
#[derive(Debug)]
pub struct RunFolder {
    path: PathBuf,
    /// What the run is about.
    pub manifest: Manifest,
    _held: Option<File>,
}

/// Whether a run was begun now or goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opened {
    /// It begins.
    New,
    /// It was begun before.
    GoesOn,
}

impl RunFolder {
    /// Opens the folder of a run over the list of this fingerprint, or makes it. Nobody else can write there until it
    /// is dropped.
    ///
    /// # Errors
    /// [`FolderError`]; each says what to do.
    pub fn open(
        path: &Path,
        fingerprint: &str,
        engine: &str,
        now: Timestamp,
    ) -> Result<(Self, Opened), FolderError> {
        let io = |source| FolderError::Io { folder: path.to_owned(), source };
        std::fs::create_dir_all(path).map_err(io)?;
        let held = File::create(path.join("run.lock")).map_err(io)?;
        held.try_lock().map_err(|_| FolderError::Taken(path.to_owned()))?;
        let held = Some(held);
        if !path.join(MANIFEST).exists() {
            if path.join(JOURNAL).exists() {
                return Err(FolderError::BadManifest(path.join(MANIFEST)));
            }
            let manifest = Manifest {
                format: FORMAT,
                fingerprint: fingerprint.to_owned(),
                engine: engine.to_owned(),
                started: now,
            };
            let text = serde_json::to_string_pretty(&manifest).unwrap_or_default();
            put_in_place(&path.join(MANIFEST), |file| {
                file.write_all(text.as_bytes()).map_err(FileError::at(&path.join(MANIFEST)))
            })?;
            return Ok((Self { path: path.to_owned(), manifest, _held: held }, Opened::New));
        }
        let manifest = read_manifest(path)?;
        if manifest.fingerprint != fingerprint {
            return Err(FolderError::OtherList(path.to_owned()));
        }
        if manifest.engine != engine {
            return Err(FolderError::OtherRelease {
                folder: path.to_owned(),
                begun: manifest.engine,
                here: engine.to_owned(),
            });
        }
        Ok((Self { path: path.to_owned(), manifest, _held: held }, Opened::GoesOn))
    }

    /// Opens the folder of a run that was made, to judge it again. Whatever release began it.
    ///
    /// # Errors
    /// [`FolderError`]; each says what to do.
    pub fn reopen(path: &Path) -> Result<Self, FolderError> {
        if !path.join(MANIFEST).is_file() {
            return Err(FolderError::NoRun(path.to_owned()));
        }
        let held = File::create(path.join("run.lock"))
            .map_err(|source| FolderError::Io { folder: path.to_owned(), source })?;
        held.try_lock().map_err(|_| FolderError::Taken(path.to_owned()))?;
        Ok(Self { path: path.to_owned(), manifest: read_manifest(path)?, _held: Some(held) })
    }

    /// A file of the folder.
    pub fn file(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    /// The journal.
    pub fn journal(&self) -> PathBuf {
        self.path.join(JOURNAL)
    }
}

const MANIFEST: &str = "manifest.json";
const JOURNAL: &str = "answers.journal";

fn read_manifest(folder: &Path) -> Result<Manifest, FolderError> {
    let path = folder.join(MANIFEST);
    let bad = || FolderError::BadManifest(path.clone());
    let length = std::fs::metadata(&path).map_err(|_| bad())?.len();
    if length > LONGEST_MANIFEST {
        return Err(bad());
    }
    let text = std::fs::read_to_string(&path).map_err(|_| bad())?;
    let manifest: Manifest = serde_json::from_str(&text).map_err(|_| bad())?;
    if manifest.format == FORMAT { Ok(manifest) } else { Err(bad()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_knows_its_list_its_release_and_who_writes_in_it() {
        let path = std::env::temp_dir().join(format!("watchhouse-folder-{}", std::process::id()));
        let now = Timestamp::UNIX_EPOCH;
        assert!(RunFolder::reopen(&path).unwrap_err().to_string().contains("there is no run"));
        let (first, opened) = RunFolder::open(&path, "abc", "1.0", now).unwrap();
        assert_eq!(opened, Opened::New);
        let taken = RunFolder::open(&path, "abc", "1.0", now).unwrap_err();
        assert!(taken.to_string().contains("another run writes"), "{taken}");
        drop(first);
        assert_eq!(RunFolder::open(&path, "abc", "1.0", now).unwrap().1, Opened::GoesOn);
        let other = RunFolder::open(&path, "abd", "1.0", now).unwrap_err();
        assert!(
            other.to_string().contains("a run over another list; name another folder with --to"),
            "{other}"
        );
        let newer = RunFolder::open(&path, "abc", "1.1", now).unwrap_err();
        assert!(newer.to_string().contains("begun by release 1.0 and this is 1.1"), "{newer}");
        assert_eq!(RunFolder::reopen(&path).unwrap().manifest.engine, "1.0");
        std::fs::write(path.join(MANIFEST), "{").unwrap();
        assert!(matches!(RunFolder::reopen(&path), Err(FolderError::BadManifest(_))));
        std::fs::remove_dir_all(&path).unwrap();
    }
}
