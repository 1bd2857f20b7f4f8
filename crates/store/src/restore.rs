//! Bringing a backup back.

use std::path::Path;

use crate::backup::Backup;
use crate::{Place, StoreError};

/// Brings a backup into an empty place: a folder without a database, or a PostgreSQL database without tables.
/// Verifies it first, and compares every row after.
///
/// # Errors
/// When the backup is not good, or the place is not empty.
pub async fn restore(from: &Path, place: &Place) -> Result<Backup, StoreError> {
    unimplemented!()
}
