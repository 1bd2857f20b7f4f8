//! Bringing a backup back.

use std::path::Path;

use sqlx::PgPool;
use terms::Timestamp;

use crate::backup::{Backup, backups_in, contents_of, examine_copy, remove_folder};
use crate::backup_blobs::bring_blobs_back;
use crate::backup_keys::{bring_keys_back, newest_keys};
use crate::copy::{Contents, Table, contents_postgres, to_postgres};
use crate::db::{DATABASE_FILE, Db};
use crate::keys::{at_file, sync_folder_of};
use crate::{Place, StoreError};

/// Brings a backup into an empty place: a folder without a database, or a PostgreSQL database without tables.
/// Verifies it first, and compares every row after. Sealed files come back into `data`, the data folder, each looked at on
/// its way. The newest keys beside the backup are taken: what was destroyed after it was taken stays destroyed.
///
/// # Errors
/// When the backup is not good, or the place is not empty.
pub async fn restore(from: &Path, place: &Place, data: &Path) -> Result<Backup, StoreError> {
    let wanted = contents_of(from, None).await?;
    let scratch = from.with_extension("drill");
    remove_folder(&scratch)?;
    let outcome = match place {
        Place::Folder(folder) => into_folder(from, folder, &wanted).await,
        Place::Postgres(url) => into_postgres(from, &scratch, url, &wanted).await,
    };
    remove_folder(&scratch)?;
    let sequence = outcome?.map_err(|why| StoreError::BadBackup { file: from.to_owned(), why })?;
    let beside = from.parent().unwrap_or(Path::new("."));
    bring_keys_back(beside, place).await?;
    let files = bring_files_back(from, beside, data).await?;
    let bytes = std::fs::metadata(from).map_err(|source| at_file(from, source))?.len();
    let at = backups_in(from.parent().unwrap_or(Path::new(".")))?
        .into_iter()
        .find_map(|(file, at)| (file.file_name() == from.file_name()).then_some(at))
        .unwrap_or(Timestamp::UNIX_EPOCH);
    let rows = wanted.iter().map(|table| table.rows).sum();
    Ok(Backup { file: from.to_owned(), at, bytes, rows, sequence, files })
}

/// The items are those of the backup; which of them still have a key, the newest file of keys tells.
async fn bring_files_back(from: &Path, beside: &Path, data: &Path) -> Result<u64, StoreError> {
    let db = Db::open_to_read(from).await?;
    let keys = match newest_keys(beside)? {
        Some(file) => Some(Db::open_to_read(&file).await?),
        None => None,
    };
    let brought = match &keys {
        Some(keys) => bring_blobs_back(&db, keys, beside, data).await,
        None => Ok(0),
    };
    db.let_go().await;
    if let Some(keys) = keys {
        keys.let_go().await;
    }
    brought
}

async fn into_folder(
    from: &Path,
    folder: &Path,
    wanted: &[Contents],
) -> Result<Result<u64, String>, StoreError> {
    let file = folder.join(DATABASE_FILE);
    if std::fs::metadata(&file).is_ok_and(|found| found.len() > 0) {
        return Err(StoreError::NotEmpty(folder.display().to_string()));
    }
    copy_and_examine(from, folder, wanted).await
}

async fn copy_and_examine(
    from: &Path,
    folder: &Path,
    wanted: &[Contents],
) -> Result<Result<u64, String>, StoreError> {
    let at_folder = |source| StoreError::Folder { folder: folder.to_owned(), source };
    std::fs::create_dir_all(folder).map_err(at_folder)?;
    let file = folder.join(DATABASE_FILE);
    std::fs::copy(from, &file)
        .and_then(|_| std::fs::File::open(&file)?.sync_all())
        .and_then(|()| sync_folder_of(&file))
        .map_err(|source| at_file(&file, source))?;
    examine_copy(&file, wanted, None, None).await
}

/// By way of a scratch file, which brings an older backup up to date before its rows are copied.
async fn into_postgres(
    from: &Path,
    scratch: &Path,
    url: &str,
    wanted: &[Contents],
) -> Result<Result<u64, String>, StoreError> {
    let target = Db::connect_postgres(url).await?;
    let tables: i64 = sqlx::query_scalar(
        "select count(*) from information_schema.tables where table_schema = current_schema()",
    )
    .fetch_one(&target)
    .await?;
    if tables > 0 {
        return Err(StoreError::NotEmpty("the PostgreSQL database".into()));
    }
    let examined = copy_and_examine(from, scratch, wanted).await?;
    if examined.is_err() {
        return Ok(examined);
    }
    let target = Db::migrate_postgres(target).await?;
    let source = Db::open_to_read(&scratch.join(DATABASE_FILE)).await?;
    let outcome = match &source {
        Db::Sqlite { reader, .. } => copy_rows(reader, &target).await,
        Db::Postgres(_) => Ok(Ok(())),
    };
    source.let_go().await;
    target.close().await;
    Ok(match outcome? {
        Ok(()) => examined,
        Err(why) => Err(why),
    })
}

async fn copy_rows(from: &sqlx::SqlitePool, to: &PgPool) -> Result<Result<(), String>, StoreError> {
    let mut source = from.acquire().await?;
    let mut target = to.begin().await?;
    let tables = Table::all_in(&mut source).await?;
    for table in &tables {
        to_postgres(&mut source, &mut target, table).await?;
    }
    for table in &tables {
        let sent = crate::copy::contents_sqlite(&mut source, table).await?;
        if contents_postgres(&mut target, table).await? != sent {
            return Ok(Err(format!("the rows of {} are not those that were copied", sent.table)));
        }
    }
    target.commit().await?;
    Ok(Ok(()))
}
