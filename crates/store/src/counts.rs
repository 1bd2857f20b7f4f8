//! How many organisations there are, for maps and charts.

use terms::PromiseState;

use crate::{Standing, Store, StoreError};

/// By what to count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// Borough's code.
    Borough,
    /// Sector's code.
    Sector,
    /// Size band.
    Size,
    /// Tier.
    Tier,
    /// Worst promise; the empty word for those never checked.
    Promise,
}

impl Store {
    /// How many organisations of a standing, by borough, sector, size, tier or promise, in order of the code.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn counts(&self, standing: Standing, by: By) -> Result<Vec<(String, u64)>, StoreError> {
        unimplemented!()
    }

    /// How many members of each worst promise there are in each borough: the figures of the map.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn borough_picture(&self) -> Result<Vec<(String, Option<PromiseState>, u64)>, StoreError> {
        unimplemented!()
    }
}
