//! Backups: taken while the centre works, and good only when they were restored and verified.
//!
//! A backup is a file of records (`.db`), a file of the keys that can be destroyed (`.keys`, see `backup_keys.rs`), and the
//! sealed files in `blobs/`, which all backups of a folder share (`backup_blobs.rs`).

use std::path::{Path, PathBuf};

use centre::ledger::{SignedHead, Verdict};
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode};
use sqlx::{ConnectOptions as _, PgPool};
use terms::Timestamp;

use crate::backup_keys::{prune_keys, split_off};
use crate::copy::{Contents, Table, contents_sqlite, from_postgres};
use crate::db::{DATABASE_FILE, Db};
use crate::keys::{at_file, sync_folder_of};
use crate::ledger_heads::verify_in;
use crate::{Store, StoreError};

/// How a backup is called: `watchhouse-20261121T221500Z.db`. Its time is in its name, since copies lose theirs.
const PREFIX: &str = "watchhouse-";
/// Which file of a backup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Suffix {
    Records,
    Keys,
}

impl Suffix {
    fn text(self) -> &'static str {
        match self {
            Self::Records => ".db",
            Self::Keys => ".keys",
        }
    }
}
const NAME_TIME: &str = "%Y%m%dT%H%M%SZ";

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
    /// How many sealed files belong to it.
    pub files: u64,
}

impl Store {
    /// Takes a backup into `folder` while everything goes on, restores it into a scratch file, compares every
    /// row, verifies the ledger, syncs it, and only then gives it its name. Keeps the newest `keep`.
    ///
    /// The file is a SQLite database of the same tables, also when the centre runs on PostgreSQL. The
    /// master keys are not in it: keep those somewhere else. Keys that can be destroyed lie beside it in a file of their own, of
    /// which only the newest [`crate::KEY_BACKUPS_KEPT`] are kept, so that what is erased here is erased in older backups too.
    ///
    /// # Errors
    /// When it could not be taken, or is not good.
    pub async fn back_up(&self, folder: &Path, keep: usize, now: Timestamp) -> Result<Backup, StoreError> {
        std::fs::create_dir_all(folder)
            .map_err(|source| StoreError::Folder { folder: folder.to_owned(), source })?;
        // A backup whose ledger has a fresh head can be told from one that was cut short.
        let head = self.checkpoint(now).await?;
        let stem = format!("{PREFIX}{}", now.strftime(NAME_TIME));
        let name = format!("{stem}{}", Suffix::Records.text());
        let part = folder.join(format!("{name}.part"));
        remove(&part)?;
        let live = match &self.0.db {
            Db::Sqlite { file, .. } => copy_file(file, &part).await.map(|()| None),
            Db::Postgres(pool) => copy_postgres(pool, &part).await.map(Some),
        }?;
        let keys = folder.join(format!("{stem}{}.part", Suffix::Keys.text()));
        if let Some(live) = live
            && live != contents_of(&part, None).await?
        {
            let why = "it has not the rows that the database had".to_owned();
            return Err(StoreError::BadBackup { file: part, why });
        }
        split_off(&part, &keys).await?;
        let copied = self.copy_blobs(&part, folder).await?;
        let drill = folder.join(format!("{name}.drill"));
        let outcome = self.examine(&part, &drill, head).await;
        remove_folder(&drill)?;
        let (rows, sequence) = outcome?;
        // The keys first: records without their keys would be a backup that cannot be read.
        give_name(&keys, &folder.join(format!("{stem}{}", Suffix::Keys.text())))?;
        let file = folder.join(name);
        give_name(&part, &file)?;
        for (old, _) in backups_in(folder)?.into_iter().skip(keep.max(1)) {
            remove(&old)?;
        }
        prune_keys(folder)?;
        self.prune_blobs(folder).await?;
        let bytes = std::fs::metadata(&file).map_err(|source| at_file(&file, source))?.len();
        Ok(Backup { file, at: now, bytes: bytes + copied.bytes, rows, sequence, files: copied.files })
    }
}

/// Syncs a file, and gives it its name.
fn give_name(part: &Path, file: &Path) -> Result<(), StoreError> {
    let named = || -> std::io::Result<()> {
        std::fs::File::open(part)?.sync_all()?;
        std::fs::rename(part, file)?;
        sync_folder_of(file)
    };
    named().map_err(|source| at_file(file, source))
}

/// The good backups in a folder, newest first. Only a good one ever has the name of a backup.
///
/// # Errors
/// When the folder cannot be read.
pub fn backups_in(folder: &Path) -> Result<Vec<(PathBuf, Timestamp)>, StoreError> {
    backup_files(folder, Suffix::Records)
}

/// The files of one kind in a folder of backups, newest first.
pub(crate) fn backup_files(folder: &Path, suffix: Suffix) -> Result<Vec<(PathBuf, Timestamp)>, StoreError> {
    let at_folder = |source| StoreError::Folder { folder: folder.to_owned(), source };
    let mut found = Vec::new();
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(found),
        Err(source) => return Err(at_folder(source)),
    };
    for entry in entries {
        let path = entry.map_err(at_folder)?.path();
        let at = path
            .file_name()
            .and_then(|name| name.to_str())
            .and_then(|name| name.strip_prefix(PREFIX)?.strip_suffix(suffix.text()))
            .and_then(|time| DateTime::strptime(NAME_TIME, time).ok())
            .and_then(|time| time.to_zoned(TimeZone::UTC).ok());
        if let Some(at) = at {
            found.push((path, at.timestamp()));
        }
    }
    found.sort_by_key(|(_, at)| std::cmp::Reverse(*at));
    Ok(found)
}

/// The newest good backup in a folder, and when it was taken.
///
/// # Errors
/// When the folder cannot be read.
pub fn newest_good_backup(folder: &Path) -> Result<Option<(PathBuf, Timestamp)>, StoreError> {
    Ok(backups_in(folder)?.into_iter().next())
}

/// Copies a SQLite database that is in use, as it is at one moment. A connection of its own: the writer stays free.
async fn copy_file(from: &Path, to: &Path) -> Result<(), StoreError> {
    let mut c = SqliteConnectOptions::new().filename(from).create_if_missing(false).connect().await?;
    let to = to.to_str().ok_or_else(|| at_file(to, std::io::ErrorKind::InvalidFilename.into()))?;
    sqlx::query("/* sqlite */ vacuum into $1").bind(to).execute(&mut c).await?;
    sqlx::Connection::close(c).await?;
    Ok(())
}

/// Copies a PostgreSQL database, as it is at one moment, into a SQLite file of the same tables.
async fn copy_postgres(from: &PgPool, to: &Path) -> Result<Vec<Contents>, StoreError> {
    let db = Db::open_sqlite(to).await?;
    let copied = copy_tables(from, &db).await;
    db.close().await;
    // A file in WAL mode cannot be read where nobody may write, as on a disk that is kept safe.
    let plain = SqliteConnectOptions::new().filename(to).journal_mode(SqliteJournalMode::Delete);
    sqlx::Connection::close(plain.connect().await?).await?;
    copied
}

async fn copy_tables(from: &PgPool, db: &Db) -> Result<Vec<Contents>, StoreError> {
    let Db::Sqlite { writer, .. } = db else { return Ok(Vec::new()) };
    let mut source = from.begin_with("begin isolation level repeatable read read only").await?;
    let mut target = writer.begin_with("begin immediate").await?;
    let mut contents = Vec::new();
    let tables = Table::all_in(&mut target).await?;
    for table in &tables {
        contents.push(from_postgres(&mut source, &mut target, table).await?);
    }
    target.commit().await?;
    Ok(contents)
}

impl Store {
    /// Restores a copy into a scratch place as a centre would run on it, and looks whether every row and the whole
    /// ledger are there. Returns how many rows, and the last entry.
    async fn examine(&self, part: &Path, drill: &Path, head: SignedHead) -> Result<(u64, u64), StoreError> {
        let bad = |why: String| StoreError::BadBackup { file: part.to_owned(), why };
        let copied = contents_of(part, None).await?;
        std::fs::create_dir_all(drill).map_err(|source| at_file(drill, source))?;
        let file = drill.join(DATABASE_FILE);
        std::fs::copy(part, &file).map_err(|source| at_file(&file, source))?;
        let sequence =
            examine_copy(&file, &copied, Some(head), Some(self.0.keys.public_key())).await?.map_err(bad)?;
        Ok((copied.iter().map(|table| table.rows).sum(), sequence))
    }
}

/// What is in a file that nothing else writes: in all of it, or in one table.
pub(crate) async fn contents_of(file: &Path, only: Option<&str>) -> Result<Vec<Contents>, StoreError> {
    let db = Db::open_to_read(file).await?;
    let contents = match &db {
        Db::Sqlite { reader, .. } => {
            let mut c = reader.acquire().await?;
            let mut contents = Vec::new();
            for table in Table::all_in(&mut c).await? {
                if only.is_some_and(|only| !table.is(only)) {
                    continue;
                }
                contents.push(contents_sqlite(&mut c, &table).await?);
            }
            contents
        }
        Db::Postgres(_) => Vec::new(),
    };
    db.let_go().await;
    Ok(contents)
}

/// Looks at a restored file: it has every row that was wanted, and once it is brought up to date it is whole and its
/// ledger verified. The last entry, or what is wrong. The rows are compared first, because bringing an older file up to
/// date may add to them.
pub(crate) async fn examine_copy(
    file: &Path,
    wanted: &[Contents],
    head: Option<SignedHead>,
    trusted: Option<[u8; 32]>,
) -> Result<Result<u64, String>, StoreError> {
    let found = contents_of(file, None).await?;
    let lost = wanted.iter().zip(&found).find(|(wanted, found)| wanted != found).map(|(wanted, _)| wanted);
    if let Some(lost) = lost.or_else(|| wanted.get(found.len())) {
        return Ok(Err(format!("the rows of {} are not those that were copied", lost.table)));
    }
    let db = Db::open_sqlite(file).await?;
    let examined = examine_open(&db, head, trusted).await;
    db.close().await;
    examined
}

async fn examine_open(
    db: &Db,
    head: Option<SignedHead>,
    trusted: Option<[u8; 32]>,
) -> Result<Result<u64, String>, StoreError> {
    if let Db::Sqlite { reader, .. } = db {
        let mut c = reader.acquire().await?;
        let whole: String =
            sqlx::query_scalar("/* sqlite */ pragma integrity_check(1)").fetch_one(&mut *c).await?;
        if whole != "ok" {
            return Ok(Err(whole));
        }
        let orphans = sqlx::query("/* sqlite */ pragma foreign_key_check").fetch_all(&mut *c).await?;
        if !orphans.is_empty() {
            return Ok(Err(format!("{} rows refer to rows that are not there", orphans.len())));
        }
    }
    Ok(match verify_in(db, head, trusted).await? {
        Verdict::Whole { entries, .. } => Ok(entries),
        Verdict::Broken(fault) => Err(fault.to_string()),
    })
}

pub(crate) fn remove(file: &Path) -> Result<(), StoreError> {
    match std::fs::remove_file(file) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(source) => Err(at_file(file, source)),
    }
}

pub(crate) fn remove_folder(folder: &Path) -> Result<(), StoreError> {
    match std::fs::remove_dir_all(folder) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(source) => Err(at_file(folder, source)),
    }
}
