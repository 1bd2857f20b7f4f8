//! The switch that stops all looking: kept with the centre's settings, seen at the next look on every node.

use centre::ledger::Actor;
use serde::{Deserialize, Serialize};
use serde_json::json;
use terms::{PlainLine, Timestamp};

use crate::{Deed, Store, StoreError};

const SWITCH: &str = "looking.stopped";

/// Since when and why nothing is looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LookingStopped {
    /// Since when.
    pub since: Timestamp,
    /// Why.
    pub why: String,
}

impl Store {
    /// Whether all looking is stopped.
    ///
    /// # Errors
    /// When the database fails, or what is kept cannot be read: then nothing is looked at either.
    pub async fn looking_stopped(&self) -> Result<Option<LookingStopped>, StoreError> {
        match self.setting(SWITCH).await? {
            None | Some(serde_json::Value::Null) => Ok(None),
            Some(value) => {
                serde_json::from_value(value).map(Some).map_err(|e| StoreError::Unreadable(e.to_string()))
            }
        }
    }

    /// Stops all looking.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn stop_looking(&self, why: &PlainLine, by: &Actor, now: Timestamp) -> Result<(), StoreError> {
        let value = json!({ "since": now, "why": why });
        self.keep_setting(SWITCH, &value, Deed::LookingStopped, by, now).await
    }

    /// Lets looking go on.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn start_looking(&self, by: &Actor, now: Timestamp) -> Result<(), StoreError> {
        self.keep_setting(SWITCH, &serde_json::Value::Null, Deed::LookingStarted, by, now).await
    }
}
