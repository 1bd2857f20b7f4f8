//! Backups of the keys that can be destroyed, apart from those of everything else.
//!
//! A backup of the records holds none of them; beside it lies a file with them. Keys never change, they are only made and
//! destroyed: so the newest file of keys opens every older backup, but for what was destroyed since. Only the newest
//! [`KEY_BACKUPS_KEPT`] are kept. Whoever copied an older one away can open what they copied; that is why those files are not
//! to be kept elsewhere for longer than the centre promises.

use std::path::{Path, PathBuf};

use futures_util::TryStreamExt as _;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode};
use sqlx::{ConnectOptions as _, PgPool, QueryBuilder, SqliteConnection};
use uuid::Uuid;

use crate::backup::{Suffix, backup_files, contents_of, remove};
use crate::cells::{Cells as _, from_row};
use crate::db::DATABASE_FILE;
use crate::keys::at_file;
use crate::{Place, StoreError};

/// So many files of keys are kept: the newest, and one more in case its disk fails.
pub const KEY_BACKUPS_KEPT: usize = 2;
/// The table.
const KEYS: &str = "sealed_keys";
/// Keys that are written at once.
const KEYS_AT_ONCE: usize = 200;

const MAKE: &str = "create table keys.sealed_keys (
    holder blob not null,
    kind text not null,
    wrapped blob not null,
    primary key (holder, kind)
) strict";

struct KeyRow {
    holder: Vec<u8>,
    kind: String,
    wrapped: Vec<u8>,
}
from_row!(KeyRow, |row| KeyRow {
    holder: row.bytes("holder")?,
    kind: row.text("kind")?,
    wrapped: row.bytes("wrapped")?,
});

/// Takes the keys out of a copy of the database, into a file of their own. What was there is overwritten, not only unlinked.
pub(crate) async fn split_off(copy: &Path, keys: &Path) -> Result<(), StoreError> {
    remove(keys)?;
    make_private(keys).map_err(|source| at_file(keys, source))?;
    let before = contents_of(copy, Some(KEYS)).await?;
    let mut c = SqliteConnectOptions::new()
        .filename(copy)
        .journal_mode(SqliteJournalMode::Memory)
        .pragma("secure_delete", "on")
        .connect()
        .await?;
    let name = keys.to_str().ok_or_else(|| at_file(keys, std::io::ErrorKind::InvalidFilename.into()))?;
    let moved = move_keys(&mut c, name).await;
    sqlx::Connection::close(c).await?;
    moved?;
    let after = contents_of(keys, Some(KEYS)).await?;
    if before == after { Ok(()) } else { Err(bad(keys, "it has not the keys that the database had")) }
}

/// An empty file that only its owner can read.
fn make_private(file: &Path) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    options.open(file).map(drop)
}

async fn move_keys(c: &mut SqliteConnection, keys: &str) -> Result<(), StoreError> {
    sqlx::query("/* sqlite */ attach database $1 as keys").bind(keys).execute(&mut *c).await?;
    sqlx::query(MAKE).execute(&mut *c).await?;
    sqlx::query("insert into keys.sealed_keys select holder, kind, wrapped from main.sealed_keys order by holder, kind")
        .execute(&mut *c)
        .await?;
    sqlx::query("delete from main.sealed_keys").execute(&mut *c).await?;
    sqlx::query("/* sqlite */ detach database keys").execute(&mut *c).await?;
    Ok(())
}

fn bad(file: &Path, why: &str) -> StoreError {
    StoreError::BadBackup { file: file.to_owned(), why: why.to_owned() }
}

/// The newest file of keys in a folder of backups.
pub(crate) fn newest_keys(folder: &Path) -> Result<Option<PathBuf>, StoreError> {
    Ok(backup_files(folder, Suffix::Keys)?.into_iter().next().map(|(file, _)| file))
}

/// Takes older files of keys away: what was destroyed is in none that is kept for long.
pub(crate) fn prune_keys(folder: &Path) -> Result<(), StoreError> {
    backup_files(folder, Suffix::Keys)?.iter().skip(KEY_BACKUPS_KEPT).try_for_each(|(file, _)| remove(file))
}

/// Brings the newest keys back to records that were restored. Returns how many.
pub(crate) async fn bring_keys_back(folder: &Path, place: &Place) -> Result<u64, StoreError> {
    let Some(keys) = newest_keys(folder)? else { return Ok(0) };
    let mut from = SqliteConnectOptions::new().filename(&keys).read_only(true).connect().await?;
    let brought = match place {
        Place::Folder(folder) => into_sqlite(&mut from, &folder.join(DATABASE_FILE)).await,
        Place::Postgres(url) => into_postgres(&mut from, url).await,
    };
    sqlx::Connection::close(from).await?;
    brought
}

async fn into_sqlite(from: &mut SqliteConnection, file: &Path) -> Result<u64, StoreError> {
    let mut to = SqliteConnectOptions::new()
        .filename(file)
        .synchronous(sqlx::sqlite::SqliteSynchronous::Full)
        .connect()
        .await?;
    let mut rows = sqlx::query_as::<_, KeyRow>("select holder, kind, wrapped from sealed_keys").fetch(from);
    let (mut many, mut some) = (0, Vec::with_capacity(KEYS_AT_ONCE));
    loop {
        let row = rows.try_next().await?;
        let last = row.is_none();
        some.extend(row);
        if !some.is_empty() && (last || some.len() == KEYS_AT_ONCE) {
            many += some.len() as u64;
            QueryBuilder::new("insert into sealed_keys (holder, kind, wrapped) ")
                .push_values(some.drain(..), |mut values, key: KeyRow| {
                    values.push_bind(key.holder).push_bind(key.kind).push_bind(key.wrapped);
                })
                .push(" on conflict (holder, kind) do nothing")
                .build()
                .execute(&mut to)
                .await?;
        }
        if last {
            break;
        }
    }
    drop(rows);
    sqlx::Connection::close(to).await?;
    Ok(many)
}

async fn into_postgres(from: &mut SqliteConnection, url: &str) -> Result<u64, StoreError> {
    let to: PgPool = crate::db::Db::connect_postgres(url).await?;
    let mut rows = sqlx::query_as::<_, KeyRow>("select holder, kind, wrapped from sealed_keys").fetch(from);
    let (mut many, mut some) = (0, Vec::with_capacity(KEYS_AT_ONCE));
    loop {
        let row = rows.try_next().await?;
        let last = row.is_none();
        some.extend(row);
        if !some.is_empty() && (last || some.len() == KEYS_AT_ONCE) {
            many += some.len() as u64;
            QueryBuilder::new("insert into sealed_keys (holder, kind, wrapped) ")
                .push_values(some.drain(..), |mut values, key: KeyRow| {
                    let holder = Uuid::from_slice(&key.holder).unwrap_or_default();
                    values.push_bind(holder).push_bind(key.kind).push_bind(key.wrapped);
                })
                .push(" on conflict (holder, kind) do nothing")
                .build()
                .execute(&to)
                .await?;
        }
        if last {
            break;
        }
    }
    drop(rows);
    to.close().await;
    Ok(many)
}
