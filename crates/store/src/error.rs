//! What can go wrong in this room, and what a person can do about it.

use std::path::PathBuf;

/// Why the store could not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The data folder cannot be used.
    #[error(
        "the data folder {folder} cannot be used; make it, and let the user who runs this program write there"
    )]
    Folder {
        /// The folder.
        folder: PathBuf,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// A file cannot be read or written.
    #[error(
        "the file {file} cannot be read or written; look at its owner, its rights and the space that is left"
    )]
    File {
        /// The file.
        file: PathBuf,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// The master key is not what it should be.
    #[error(
        "the key file {0} is not 64 hexadecimal digits; put the right file back from where you keep it safe"
    )]
    KeyFile(PathBuf),
    /// The task that writes who looks at what ended early.
    #[error("who looks at this could not be written down, so it is not shown; try again")]
    NotLogged,
    /// The key file belongs to another database.
    #[error(
        "the key files do not belong to this database; put back master.key and identity.key that were beside it"
    )]
    WrongKey,
    /// The key file can be read by others.
    #[error("the key file {0} can be read by others; take that right away: chmod 600")]
    KeyFileOpen(PathBuf),
    /// A newer release wrote this database.
    #[error(
        "this database was written by a newer release (step {found}, this one knows {known}); start that release again"
    )]
    NewerThanProgram {
        /// The last migration in the database.
        found: i64,
        /// The last migration that this program knows.
        known: i64,
    },
    /// A migration could not be done.
    #[error("the database could not be brought up to date; nothing was changed half-way")]
    Migration(#[source] sqlx::migrate::MigrateError),
    /// PostgreSQL does not answer. The address has no password in it.
    #[error(
        "PostgreSQL at {place} does not answer; look whether it runs, and whether name and password are right"
    )]
    Unreachable {
        /// The address without its password.
        place: String,
        /// What the driver said.
        #[source]
        source: sqlx::Error,
    },
    /// The database's own settings are not what the house demands.
    #[error("the database does not run as it must: {setting} is {found}, and must be {wanted}")]
    UnsafeSetting {
        /// The setting.
        setting: &'static str,
        /// What it is.
        found: String,
        /// What it must be.
        wanted: &'static str,
    },
    /// The database said no.
    #[error("the database could not do it")]
    Database(#[from] sqlx::Error),
    /// Something kept cannot be read any more.
    #[error("a kept record cannot be read: {0}")]
    Unreadable(String),
    /// There is no such record.
    #[error("there is no such {0}")]
    NoSuch(&'static str),
    /// The change is against a rule of the house; the words say which.
    #[error("{0}")]
    NotAllowed(&'static str),
    /// Something is larger than the house takes; the words say how much it takes.
    #[error("{0}")]
    TooMuch(&'static str),
    /// A sealed file is not what was kept.
    #[error("the sealed file of item {item} is not what was kept: {why}")]
    Tampered {
        /// The item.
        item: String,
        /// What does not fit.
        why: String,
    },
    /// The place to restore to is in use.
    #[error("{0} is not empty; restore to an empty place, or move what is there away first")]
    NotEmpty(String),
    /// A backup is not good.
    #[error("the backup {file} is not good: {why}")]
    BadBackup {
        /// The file.
        file: PathBuf,
        /// What is wrong.
        why: String,
    },
}

impl StoreError {
    /// Whether trying again in a moment may help: the database was busy, or away.
    pub fn is_passing(&self) -> bool {
        match self {
            Self::Unreachable { .. } => true,
            Self::Database(error) => match error {
                sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut | sqlx::Error::WorkerCrashed => true,
                // SQLite: busy (5) and its extended forms; PostgreSQL: serialization failure, deadlock, shutdown.
                sqlx::Error::Database(e) => e.code().is_some_and(|code| {
                    matches!(code.as_ref(), "5" | "261" | "517" | "40001" | "40P01" | "57P01" | "57P03")
                }),
                _ => false,
            },
            _ => false,
        }
    }
}
