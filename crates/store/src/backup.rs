//! Backups: taken while the centre works, and good only when they were restored and verified.

use std::path::{Path, PathBuf};

use terms::Timestamp;

use crate::{Store, StoreError};

/// A backup that was taken, restored into a scratch file, and verified.
#[derive(Debug, Clone, PartialEq)]
pub struct Backup {
    /// The file.
    pub file: PathBuf,
    /// When it was taken.
    pub at: Timestamp,
    /// Its size in bytes.
    pub bytes: u64,
    /// How many rows are in it.
    pub rows: u64,
    /// The last entry of the ledger in it.
    pub sequence: u64,
}

impl Store {
    /// Takes a backup into `folder` while everything goes on, restores it into a scratch file, compares every
    /// row, verifies the ledger, syncs it, and only then gives it its name. Keeps the newest `keep`.
    ///
    /// The file is a SQLite database of the same tables, also when the centre runs on PostgreSQL. The
    /// master key is not in it: keep that somewhere else.
    ///
    /// # Errors
    /// When it could not be taken, or is not good.
    pub async fn back_up(&self, folder: &Path, keep: usize, now: Timestamp) -> Result<Backup, StoreError> {
        unimplemented!()
    }
}

/// The good backups in a folder, newest first. Only a good one ever has the name of a backup.
///
/// # Errors
/// When the folder cannot be read.
pub fn backups_in(folder: &Path) -> Result<Vec<(PathBuf, Timestamp)>, StoreError> {
    unimplemented!()
}

/// The newest good backup in a folder, and when it was taken.
///
/// # Errors
/// When the folder cannot be read.
pub fn newest_good_backup(folder: &Path) -> Result<Option<(PathBuf, Timestamp)>, StoreError> {
    unimplemented!()
}
