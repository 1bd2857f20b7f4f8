//! What the centre decided about itself: its name, its opening hours, whether it was set up.

use centre::ledger::Actor;
use terms::Timestamp;

use crate::{Store, StoreError};

impl Store {
    /// A setting's value, as JSON.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn setting(&self, name: &str) -> Result<Option<serde_json::Value>, StoreError> {
        unimplemented!()
    }

    /// All settings by name. Those of the store itself, whose names begin with `store.`, are not among them.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn settings(&self) -> Result<Vec<(String, serde_json::Value)>, StoreError> {
        unimplemented!()
    }

    /// Sets a setting.
    ///
    /// # Errors
    /// When the name begins with `store.`, or the database fails.
    pub async fn set_setting(
        &self,
        name: &str,
        value: &serde_json::Value,
        by: &Actor,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        unimplemented!()
    }
}
