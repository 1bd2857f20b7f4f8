//! What the centre decided about itself: its name, its opening hours, whether it was set up.

use centre::ledger::Actor;
use terms::Timestamp;

use crate::cells::{Cells as _, from_row};
use crate::change::Said;
use crate::db::{on, within};
use crate::moment::Moment;
use crate::{Deed, Noun, Store, StoreError};

impl Store {
    /// A setting's value, as JSON.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn setting(&self, name: &str) -> Result<Option<serde_json::Value>, StoreError> {
        self.stored(name).await?.map(|text| json_from(&text)).transpose()
    }

    /// All settings by name. Those of the store itself, whose names begin with `store.`, are not among them.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn settings(&self) -> Result<Vec<(String, serde_json::Value)>, StoreError> {
        let rows: Vec<Setting> = on!(self, |c| {
            sqlx::query_as(
                "select name, value from settings where substr(name, 1, 6) <> 'store.' order by name",
            )
            .fetch_all(c)
            .await?
        });
        rows.into_iter().map(|row| Ok((row.0, json_from(&row.1)?))).collect()
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
        if name.starts_with("store.") {
            return Err(StoreError::NotAllowed("settings of the store itself cannot be set"));
        }
        self.keep_setting(name, value, Deed::SettingChanged, by, now).await
    }

    /// Keeps a setting, with the deed that this is in the ledger.
    pub(crate) async fn keep_setting(
        &self,
        name: &str,
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
            .bind(name)
            .bind(value.to_string())
            .bind(Moment::from(now))
            .execute(c)
            .await?;
        });
        change.commit(Said::of_centre(deed, Noun::Setting, name).with(value.clone())).await?;
        Ok(())
    }
}

struct Setting(String, String);
from_row!(Setting, |row| Setting(row.text("name")?, row.text("value")?));

fn json_from(text: &str) -> Result<serde_json::Value, StoreError> {
    serde_json::from_str(text).map_err(|e| StoreError::Unreadable(e.to_string()))
}
