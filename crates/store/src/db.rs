//! The two databases behind one shape.

use std::path::{Path, PathBuf};
use std::str::FromStr as _;
use std::time::Duration;

use sqlx::migrate::{MigrateError, Migrator};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{AssertSqlSafe, Connection as _, PgPool, Postgres, Row as _, Sqlite, SqlitePool, Transaction};

use crate::migrations::{POSTGRES_MIGRATIONS, SQLITE_MIGRATIONS};
use crate::{Place, StoreError};

/// The database's file in the data folder.
pub(crate) const DATABASE_FILE: &str = "watchhouse.db";
/// Requests that read at one time; more only wait for each other on a small machine.
const READERS: u32 = 4;
/// Connections to PostgreSQL for one node.
const CONNECTIONS: u32 = 16;
/// A connection to PostgreSQL that was not used for so long is asked whether it is there before it is used; before each
/// use, that would double the way.
const IDLE: Duration = Duration::from_secs(1);
/// Memory for pages, in KiB (negative by SQLite's convention): enough that the indexes of 100,000 members are not
/// read again for each row, little enough that a small machine has room for everything else.
const WRITER_CACHE: &str = "-32768";
const READER_CACHE: &str = "-20480";
/// Versions before this one can corrupt a file when two connections write or checkpoint at one moment.
const OLDEST_SQLITE: (u32, u32, u32) = (3, 51, 3);

/// The pools. SQLite has one writer and several readers: two writers would only wait for each other.
pub(crate) enum Db {
    Sqlite { reader: SqlitePool, writer: SqlitePool, file: PathBuf },
    Postgres(PgPool),
}

/// A transaction on either.
pub(crate) enum Tx {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

/// Runs a question on whichever database it is: one text, checked against both.
macro_rules! on {
    ($store:expr, |$c:ident| $body:expr) => {
        match &$store.0.db {
            $crate::db::Db::Sqlite { reader: $c, .. } => $body,
            $crate::db::Db::Postgres($c) => $body,
        }
    };
}

/// Runs a statement inside a transaction: one text, checked against both.
macro_rules! within {
    ($tx:expr, |$c:ident| $body:expr) => {
        match &mut $tx {
            $crate::db::Tx::Sqlite(tx) => {
                let $c = &mut **tx;
                $body
            }
            $crate::db::Tx::Postgres(tx) => {
                let $c = &mut **tx;
                $body
            }
        }
    };
}
pub(crate) use {on, within};

impl Db {
    pub(crate) async fn open(place: &Place) -> Result<Self, StoreError> {
        match place {
            Place::Folder(folder) => Self::open_sqlite(&folder.join(DATABASE_FILE)).await,
            Place::Postgres(url) => Self::open_postgres(url).await,
        }
    }

    pub(crate) async fn open_sqlite(file: &Path) -> Result<Self, StoreError> {
        if let Some(folder) = file.parent() {
            let at = |source| StoreError::Folder { folder: PathBuf::from(folder), source };
            std::fs::create_dir_all(folder).map_err(at)?;
            // The driver says only "unable to open"; the system's own words help more.
            std::fs::OpenOptions::new().append(true).create(true).open(file).map_err(at)?;
        }
        let writer = SqlitePoolOptions::new()
            .max_connections(1)
            .min_connections(1)
            .idle_timeout(None)
            .max_lifetime(None)
            .acquire_timeout(Duration::from_secs(30))
            .test_before_acquire(false) // a file does not go away; a question before each would double the way
            .connect_with(sqlite_options(file).pragma("cache_size", WRITER_CACHE))
            .await?;
        check_sqlite(&writer).await?;
        if !is_defensive(&writer).await? {
            tracing::warn!("SQLite was built without its defensive flag; build in the folder of the sources");
        }
        migrated(SQLITE_MIGRATIONS.run(&writer).await, &SQLITE_MIGRATIONS)?;
        let reader = SqlitePoolOptions::new()
            .max_connections(READERS)
            .idle_timeout(None)
            .max_lifetime(None)
            .acquire_timeout(Duration::from_secs(30))
            .test_before_acquire(false)
            .connect_with(sqlite_options(file).pragma("cache_size", READER_CACHE).pragma("query_only", "on"))
            .await?;
        check_sqlite(&reader).await?;
        Ok(Self::Sqlite { reader, writer, file: file.to_owned() })
    }

    /// Opens a file that nothing else writes, to read it only. Never migrates.
    pub(crate) async fn open_to_read(file: &Path) -> Result<Self, StoreError> {
        std::fs::metadata(file).map_err(|source| crate::keys::at_file(file, source))?;
        // A file from elsewhere may be made to harm.
        let options = SqliteConnectOptions::new()
            .filename(file)
            .read_only(true)
            .pragma("trusted_schema", "off")
            .pragma("cell_size_check", "on")
            .pragma("mmap_size", "0")
            .pragma("query_only", "on");
        let pool = SqlitePoolOptions::new().max_connections(1).connect_with(options).await?;
        check_settings(&pool, &CAREFUL).await?;
        Ok(Self::Sqlite { reader: pool.clone(), writer: pool, file: file.to_owned() })
    }

    async fn open_postgres(url: &str) -> Result<Self, StoreError> {
        Ok(Self::Postgres(Self::migrate_postgres(Self::connect_postgres(url).await?).await?))
    }

    pub(crate) async fn connect_postgres(url: &str) -> Result<PgPool, StoreError> {
        let unreachable = |source| StoreError::Unreachable { place: without_password(url), source };
        let options = PgConnectOptions::from_str(url)
            .map_err(unreachable)?
            .application_name("watchhouse")
            // An answer that says "kept" must survive a power cut, whatever the server's default is.
            .options([("synchronous_commit", "on"), ("lock_timeout", "10s"), ("jit", "off")]);
        let pool = PgPoolOptions::new()
            .max_connections(CONNECTIONS)
            .acquire_timeout(Duration::from_secs(30))
            .test_before_acquire(false)
            .before_acquire(|connection, about| {
                Box::pin(async move { Ok(about.idle_for < IDLE || connection.ping().await.is_ok()) })
            })
            .connect_with(options)
            .await
            .map_err(unreachable)?;
        check_postgres(&pool).await?;
        Ok(pool)
    }

    pub(crate) async fn migrate_postgres(pool: PgPool) -> Result<PgPool, StoreError> {
        migrated(POSTGRES_MIGRATIONS.run(&pool).await, &POSTGRES_MIGRATIONS)?;
        Ok(pool)
    }

    /// Begins a transaction that will write. On SQLite it takes the write lock at once: a transaction that
    /// begins by reading cannot be sure to get it later.
    pub(crate) async fn begin(&self) -> Result<Tx, StoreError> {
        Ok(match self {
            Self::Sqlite { writer, .. } => Tx::Sqlite(begin_sqlite(writer).await?),
            Self::Postgres(pool) => Tx::Postgres(pool.begin().await?),
        })
    }

    /// Closes a database that was written.
    pub(crate) async fn close(&self) {
        if let Self::Sqlite { writer, .. } = self {
            // Folding the log back makes the file whole by itself; a crash instead loses nothing either.
            if let Err(error) =
                sqlx::query("/* sqlite */ pragma wal_checkpoint(truncate)").execute(writer).await
            {
                tracing::warn!(%error, "the write-ahead log could not be folded back");
            }
        }
        self.let_go().await;
    }

    /// Closes a database that was only read.
    pub(crate) async fn let_go(&self) {
        match self {
            Self::Sqlite { reader, writer, .. } => {
                reader.close().await;
                writer.close().await;
            }
            Self::Postgres(pool) => pool.close().await,
        }
    }
}

/// Begins on the one writer. When the disk is full SQLite ends a transaction by itself, and the driver goes on believing that
/// it stands: such a connection, and one whose thread ended, would refuse every write from then on. It is closed, and the
/// pool opens another.
async fn begin_sqlite(writer: &SqlitePool) -> Result<sqlx::Transaction<'static, sqlx::Sqlite>, sqlx::Error> {
    match writer.begin_with("begin immediate").await {
        Err(sqlx::Error::InvalidSavePointStatement | sqlx::Error::WorkerCrashed) => {
            let broken = writer.acquire().await?;
            if let Err(error) = broken.close().await {
                tracing::warn!(%error, "a broken connection could not be closed");
            }
            writer.begin_with("begin immediate").await
        }
        other => other,
    }
}

impl Tx {
    pub(crate) async fn commit(self) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(tx) => tx.commit().await?,
            Self::Postgres(tx) => tx.commit().await?,
        }
        Ok(())
    }
}

fn sqlite_options(file: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(file)
        .create_if_missing(false)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(Duration::from_secs(5))
        .pragma("trusted_schema", "off")
        .pragma("cell_size_check", "on")
        .pragma("mmap_size", "0")
        .pragma("secure_delete", "on")
        .pragma("temp_store", "memory")
}

/// Looks whether the settings took: a setting that is misspelt or not compiled in is silently ignored.
async fn check_sqlite(pool: &SqlitePool) -> Result<(), StoreError> {
    let version: String = sqlx::query_scalar("select sqlite_version()").fetch_one(pool).await?;
    let mut parts = version.split('.').map(|part| part.parse::<u32>().unwrap_or(0));
    let mut part = || parts.next().unwrap_or(0);
    if (part(), part(), part()) < OLDEST_SQLITE {
        return Err(StoreError::UnsafeSetting {
            setting: "version",
            found: version,
            wanted: "3.51.3 or newer",
        });
    }
    check_settings(pool, &CAREFUL).await?;
    check_settings(pool, &DURABLE).await
}

/// What keeps a file that somebody meddled with from doing harm. Memory maps would pass a broken disk on unseen.
const CAREFUL: [(&str, &str); 3] = [("trusted_schema", "0"), ("cell_size_check", "1"), ("mmap_size", "0")];
/// What keeps what was written, and erases what was erased.
const DURABLE: [(&str, &str); 5] = [
    ("journal_mode", "wal"),
    ("synchronous", "2"),
    ("foreign_keys", "1"),
    ("secure_delete", "1"),
    ("temp_store", "2"),
];

async fn check_settings(
    pool: &SqlitePool,
    settings: &[(&'static str, &'static str)],
) -> Result<(), StoreError> {
    let mut c = pool.acquire().await?;
    for (setting, wanted) in settings {
        let row = sqlx::query(AssertSqlSafe(format!("pragma {setting}"))).fetch_one(&mut *c).await?;
        let found = row.try_get_unchecked::<String, _>(0)?;
        expect_setting(setting, found, wanted)?;
    }
    Ok(())
}

/// Whether no statement can rewrite the schema or spoil the file on purpose. The driver has no safe call for SQLite's
/// "defensive" flag, nor has SQL; `.cargo/config.toml` builds SQLite with it. It cannot be asked for either, but with it
/// the schema cannot be made writable.
async fn is_defensive(pool: &SqlitePool) -> Result<bool, StoreError> {
    let mut c = pool.acquire().await?;
    sqlx::query("/* sqlite */ pragma writable_schema = on").execute(&mut *c).await?;
    let writable: i64 = sqlx::query_scalar("/* sqlite */ pragma writable_schema").fetch_one(&mut *c).await?;
    sqlx::query("/* sqlite */ pragma writable_schema = off").execute(&mut *c).await?;
    Ok(writable == 0)
}

async fn check_postgres(pool: &PgPool) -> Result<(), StoreError> {
    let commit: String = sqlx::query_scalar("show synchronous_commit").fetch_one(pool).await?;
    expect_setting("synchronous_commit", commit, "on")?;
    let fsync: String = sqlx::query_scalar("show fsync").fetch_one(pool).await?;
    if fsync != "on" {
        tracing::warn!("PostgreSQL runs with fsync off: a power cut can destroy everything");
    }
    let encoding: String = sqlx::query_scalar("show server_encoding").fetch_one(pool).await?;
    expect_setting("server_encoding", encoding, "UTF8")
}

fn expect_setting(setting: &'static str, found: String, wanted: &'static str) -> Result<(), StoreError> {
    if found == wanted { Ok(()) } else { Err(StoreError::UnsafeSetting { setting, found, wanted }) }
}

fn migrated(outcome: Result<(), MigrateError>, known: &Migrator) -> Result<(), StoreError> {
    outcome.map_err(|error| match error {
        MigrateError::VersionMissing(found) => StoreError::NewerThanProgram {
            found,
            known: known.iter().map(|migration| migration.version).max().unwrap_or(0),
        },
        other => StoreError::Migration(other),
    })
}

/// The address as it may stand in a log: no password, and no query, which could carry one.
fn without_password(url: &str) -> String {
    let url = url.split('?').next().unwrap_or_default();
    match (url.split_once("://"), url.rfind('@')) {
        (Some((scheme, rest)), Some(at)) => {
            let name = rest.split([':', '@']).next().unwrap_or_default();
            format!("{scheme}://{name}@{}", &url[at + 1..])
        }
        _ => url.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn sqlite_is_careful_with_every_file() {
        let folder = std::env::temp_dir().join(format!("watchhouse-db-{}", std::process::id()));
        let file = folder.join(DATABASE_FILE);
        let db = Db::open_sqlite(&file).await.unwrap();
        let Db::Sqlite { reader, writer, .. } = &db else { panic!("not SQLite") };
        for pool in [reader, writer] {
            check_sqlite(pool).await.unwrap();
            assert!(is_defensive(pool).await.unwrap());
        }
        let careless = SqlitePoolOptions::new()
            .max_connections(1)
            .connect_with(sqlite_options(&file).pragma("trusted_schema", "on"))
            .await
            .unwrap();
        let found = check_sqlite(&careless).await.unwrap_err();
        assert!(matches!(found, StoreError::UnsafeSetting { setting: "trusted_schema", .. }), "{found:?}");
        careless.close().await;
        db.close().await;
        let db = Db::open_to_read(&file).await.unwrap();
        let Db::Sqlite { reader, .. } = &db else { panic!("not SQLite") };
        assert!(sqlx::query("delete from settings").execute(reader).await.is_err());
        db.let_go().await;
        std::fs::remove_dir_all(folder).unwrap();
    }

    #[tokio::test]
    async fn a_full_disk_stops_one_write_and_not_the_next() {
        let folder = std::env::temp_dir().join(format!("watchhouse-full-{}", std::process::id()));
        let db = Db::open_sqlite(&folder.join(DATABASE_FILE)).await.unwrap();
        let Db::Sqlite { writer, .. } = &db else { panic!("not SQLite") };
        let fill = "insert into settings (name, value, changed_at) values ('full', hex(zeroblob(50000)), 0)";
        let pages: i64 = sqlx::query_scalar("pragma page_count").fetch_one(writer).await.unwrap();
        sqlx::query(AssertSqlSafe(format!("pragma max_page_count = {pages}"))).execute(writer).await.unwrap();
        let Tx::Sqlite(mut tx) = db.begin().await.unwrap() else { panic!("not SQLite") };
        let full = sqlx::query(fill).execute(&mut *tx).await.unwrap_err();
        assert!(full.to_string().contains("full"), "{full}");
        drop(tx);
        let Tx::Sqlite(mut tx) = db.begin().await.unwrap() else { panic!("not SQLite") };
        sqlx::query(fill).execute(&mut *tx).await.unwrap();
        tx.commit().await.unwrap();
        db.close().await;
        std::fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn no_password_is_told() {
        for (url, told) in [
            (
                "postgres://anna:s3:cr@t@db.example:5432/house?password=x",
                "postgres://anna@db.example:5432/house",
            ),
            ("postgres://db.example/house", "postgres://db.example/house"),
            ("postgres:///house?host=/run/pg&password=x", "postgres:///house"),
        ] {
            assert_eq!(without_password(url), told);
        }
    }
}
