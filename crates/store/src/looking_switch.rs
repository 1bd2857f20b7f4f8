//! The switch that stops all looking: kept with the centre's settings, seen at the next look on every node.

use centre::ledger::Actor;
use serde::{Deserialize, Serialize};
use serde_json::json;
use terms::{PlainLine, Timestamp};

use crate::change::Said;
use crate::db::within;
use crate::moment::Moment;
use crate::{Deed, Noun, Store, StoreError};

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
        self.set_switch(&value, Deed::LookingStopped, by, now).await
    }

    /// Lets looking go on.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn start_looking(&self, by: &Actor, now: Timestamp) -> Result<(), StoreError> {
        self.set_switch(&serde_json::Value::Null, Deed::LookingStarted, by, now).await
    }

    async fn set_switch(
        &self,
        value: &serde_json::Value,
        deed: Deed,
        by: &Actor,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let mut change = self.change(by, now).await?;
        within!(change.tx, |c| {
            sqlx::query(
                "insert into settings (name, value, changed_at) values ($1, $2, $3)
                 on conflict (name) do update set value = excluded.value, changed_at = excluded.changed_at",
            )
            .bind(SWITCH)
            .bind(value.to_string())
            .bind(Moment::from(now))
            .execute(c)
            .await?;
        });
        change.commit(Said::of_centre(deed, Noun::Setting, SWITCH).with(value.clone())).await?;
        Ok(())
    }
}
