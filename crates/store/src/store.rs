//! The store itself: where it is, and how it is opened.

use std::path::PathBuf;
use std::sync::Arc;

use terms::edge::Chance;

use crate::db::Db;
use crate::{Keys, StoreError};

/// Where a centre's records are kept.
#[derive(Clone)]
pub enum Place {
    /// SQLite in this folder, as `watchhouse.db`.
    Folder(PathBuf),
    /// PostgreSQL at this address.
    Postgres(String),
}

/// The records of one centre. Cheap to clone; every clone is the same store.
#[derive(Clone)]
pub struct Store(pub(crate) Arc<Inner>);

pub(crate) struct Inner {
    pub(crate) db: Db,
    pub(crate) keys: Keys,
    pub(crate) chance: Arc<dyn Chance>,
    pub(crate) slow_down: crate::slow_down::Buckets,
}

impl Store {
    /// Opens the store: checks the database's settings, brings it up to date, and refuses one that a newer release wrote.
    ///
    /// # Errors
    /// [`StoreError`], whose message says what to do.
    pub async fn open(place: Place, keys: Keys, chance: Arc<dyn Chance>) -> Result<Self, StoreError> {
        unimplemented!()
    }

    /// Whether the database answers: for `/readyz`.
    ///
    /// # Errors
    /// When it does not.
    pub async fn is_ready(&self) -> Result<(), StoreError> {
        unimplemented!()
    }

    /// Ends every connection, after a last checkpoint of the write-ahead log.
    pub async fn close(&self) {
        unimplemented!()
    }
}
