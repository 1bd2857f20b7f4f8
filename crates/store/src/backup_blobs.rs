//! Backups of sealed files: one folder for all backups of a place, since a sealed file never changes. A file is copied once,
//! and looked at while it is copied; when its item is destroyed, it goes at the next backup.

use std::fs::File;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use data_encoding::HEXLOWER;
use sha2::{Digest as _, Sha256};

use crate::backup::remove;
use crate::blobs::{ADDRESSES_AT_ONCE, BLOBS, blocking, path_of};
use crate::cells::{Cells as _, from_row};
use crate::db::Db;
use crate::keys::{at_file, sync_folder_of};
use crate::{Store, StoreError};

/// Bytes that are read at once.
const READ_AT_ONCE: usize = 256 * 1024;
/// Items that are worked on at once.
const ITEMS_AT_ONCE: i64 = 500;

/// An item whose file belongs to a backup.
struct Item {
    id: Vec<u8>,
    address: Vec<u8>,
    sealed_hash: Vec<u8>,
}
from_row!(Item, |row| Item {
    id: row.bytes("id")?,
    address: row.bytes("address")?,
    sealed_hash: row.bytes("sealed_hash")?,
});

/// What came of the files of a backup.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Copied {
    pub(crate) files: u64,
    pub(crate) bytes: u64,
}

/// SHA-256 of a file.
pub(crate) fn hash_of(file: &Path) -> std::io::Result<[u8; 32]> {
    let (mut open, mut hash) = (File::open(file)?, Sha256::new());
    let mut buffer = vec![0; READ_AT_ONCE];
    loop {
        match open.read(&mut buffer)? {
            0 => return Ok(hash.finalize().into()),
            many => hash.update(&buffer[..many]),
        }
    }
}

impl Store {
    /// Copies the files of the items in `copy`, a copy of the database, that `folder` has not yet.
    pub(crate) async fn copy_blobs(&self, copy: &Path, folder: &Path) -> Result<Copied, StoreError> {
        let from = self.0.keys.folder().to_owned();
        let db = Db::open_to_read(copy).await?;
        let copied = self.copy_items(&db, &from, folder).await;
        db.let_go().await;
        copied
    }

    async fn copy_items(&self, db: &Db, from: &Path, to: &Path) -> Result<Copied, StoreError> {
        let mut copied = Copied::default();
        let mut after = Vec::new();
        loop {
            let items = items_after(db, &after).await?;
            let Some(last) = items.last() else { return Ok(copied) };
            after = last.id.clone();
            for item in items {
                let (source, target) = (path_of(from, &item.address), path_of(to, &item.address));
                let hash = item.sealed_hash;
                let outcome = blocking(move || copy_one(&source, &target, &hash)).await;
                match outcome {
                    Ok(bytes) => {
                        copied.files += 1;
                        copied.bytes += bytes;
                    }
                    // Destroyed since the copy of the database was made: there is nothing to keep.
                    Err(error) => {
                        if self.addresses_with_a_row(std::slice::from_ref(&item.address)).await?.is_empty() {
                            continue;
                        }
                        return Err(error);
                    }
                }
            }
        }
    }

    /// Takes those files out of a folder of backups whose items are destroyed: nothing opens them any more.
    pub(crate) async fn prune_blobs(&self, folder: &Path) -> Result<(), StoreError> {
        let root = folder.join(BLOBS);
        for first in 0..=u8::MAX {
            let below = root.join(HEXLOWER.encode(&[first]));
            let files = blocking(move || files_in(&below)).await?;
            for some in files.chunks(ADDRESSES_AT_ONCE) {
                let addresses: Vec<_> = some.iter().map(|(_, address)| address.clone()).collect();
                let known = self.addresses_with_a_row(&addresses).await?;
                let gone = some.iter().filter(|(_, address)| !known.contains(address));
                gone.map(|(path, _)| path).try_for_each(|path| remove(path))?;
            }
        }
        Ok(())
    }
}

/// Brings the files of restored records back into a data folder. An item whose key was destroyed since has no file, and needs
/// none.
pub(crate) async fn bring_blobs_back(
    records: &Db,
    keys: &Db,
    from: &Path,
    to: &Path,
) -> Result<u64, StoreError> {
    let (mut files, mut after) = (0, Vec::new());
    loop {
        let items = items_after(records, &after).await?;
        let Some(last) = items.last() else { return Ok(files) };
        after = last.id.clone();
        for item in items {
            let (source, target) = (path_of(from, &item.address), path_of(to, &item.address));
            if !has_key(keys, &item.id).await? {
                continue;
            }
            blocking(move || copy_one(&source, &target, &item.sealed_hash)).await?;
            files += 1;
        }
    }
}

async fn items_after(db: &Db, after: &[u8]) -> Result<Vec<Item>, StoreError> {
    let Db::Sqlite { reader, .. } = db else { return Ok(Vec::new()) };
    let known: Option<i64> =
        sqlx::query_scalar("select 1 from sqlite_master where type = 'table' and name = 'evidence_items'")
            .fetch_optional(reader)
            .await?;
    if known.is_none() {
        // A backup of a release that kept no files.
        return Ok(Vec::new());
    }
    Ok(sqlx::query_as(
        "select id, address, sealed_hash from evidence_items where destroyed_at is null and id > $1 order by id limit $2",
    )
    .bind(after.to_vec())
    .bind(ITEMS_AT_ONCE)
    .fetch_all(reader)
    .await?)
}

async fn has_key(db: &Db, item: &[u8]) -> Result<bool, StoreError> {
    let Db::Sqlite { reader, .. } = db else { return Ok(false) };
    let found: Option<i64> =
        sqlx::query_scalar("select 1 from sealed_keys where holder = $1 and kind = 'item'")
            .bind(item.to_vec())
            .fetch_optional(reader)
            .await?;
    Ok(found.is_some())
}

/// Copies one file, looks whether it is what was kept, and syncs it, before it gets its name. One that is there already is
/// not copied again. Returns how many bytes were copied.
fn copy_one(source: &Path, target: &Path, hash: &[u8]) -> Result<u64, StoreError> {
    if target.exists() {
        return Ok(0);
    }
    let part = target.with_extension("part");
    let copied = || -> std::io::Result<(u64, bool)> {
        if let Some(folder) = target.parent() {
            std::fs::create_dir_all(folder)?;
            sync_folder_of(folder)?;
        }
        let (mut from, mut to, mut found) = (File::open(source)?, File::create(&part)?, Sha256::new());
        let (mut buffer, mut bytes) = (vec![0; READ_AT_ONCE], 0);
        loop {
            let many = from.read(&mut buffer)?;
            if many == 0 {
                break;
            }
            found.update(&buffer[..many]);
            to.write_all(&buffer[..many])?;
            bytes += many as u64;
        }
        to.set_modified(from.metadata()?.modified()?)?;
        to.sync_all()?;
        Ok((bytes, found.finalize().as_slice() == hash))
    };
    let (bytes, whole) = copied().map_err(|error| at_file(source, error))?;
    if !whole {
        remove(&part)?;
        let why = "it is not the file that was kept".to_owned();
        return Err(StoreError::BadBackup { file: source.to_owned(), why });
    }
    std::fs::rename(&part, target)
        .and_then(|()| sync_folder_of(target))
        .map_err(|error| at_file(target, error))?;
    Ok(bytes)
}

fn files_in(folder: &Path) -> Result<Vec<(PathBuf, Vec<u8>)>, StoreError> {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(source) => return Err(at_file(folder, source)),
    };
    let named = |entry: std::fs::DirEntry| {
        let address = HEXLOWER.decode(entry.file_name().to_string_lossy().as_bytes()).unwrap_or_default();
        (entry.path(), address)
    };
    Ok(entries.flatten().map(named).collect())
}
