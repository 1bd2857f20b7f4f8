//! Playbooks as the centre changed them. Every version that was put into force is kept for good, so that a case can be read
//! beside the one that counted when it came.

use centre::ledger::Actor;
use serde_json::json;
use terms::Timestamp;

use crate::cells::{Cells as _, from_row};
use crate::change::Said;
use crate::db::{on, within};
use crate::moment::Moment;
use crate::{Deed, Noun, Store, StoreError};

/// A version that was put into force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaybookVersion {
    /// The playbook's name.
    pub name: String,
    /// 1 for the first of the name.
    pub sequence: u64,
    /// The version, as CACAO has it.
    pub modified: String,
    /// The playbook as CACAO (JSON). None: from here on the delivered one counts again.
    pub body: Option<String>,
    /// Why, as whoever did it wrote.
    pub why: String,
    /// Who put it into force.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
}
from_row!(PlaybookVersion, |row| PlaybookVersion {
    name: row.text("name")?,
    sequence: row.number("sequence")?.unsigned_abs(),
    modified: row.text("modified")?,
    body: row.maybe_text("body")?,
    why: row.text("why")?,
    by: row.word("actor")?,
    at: row.moment("at")?,
});

impl Store {
    /// Puts a version into force, if `seen` is still the sequence of the newest of its name. False when somebody was faster.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn put_playbook_in_force(
        &self,
        version: &PlaybookVersion,
        seen: u64,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let mut change = self.change(&version.by, now).await?;
        let sequence = seen as i64 + 1;
        let rows = within!(change.tx, |c| {
            sqlx::query(
                "insert into playbook_versions (name, sequence, modified, body, why, actor, at) select $1, $2, $3, $4, $5, $6, $7
                 where coalesce((select max(sequence) from playbook_versions where name = $1), 0) = $2 - 1
                 on conflict do nothing",
            )
            .bind(&version.name)
            .bind(sequence)
            .bind(&version.modified)
            .bind(&version.body)
            .bind(&version.why)
            .bind(version.by.to_string())
            .bind(Moment::from(now))
            .execute(c)
            .await?
            .rows_affected()
        });
        if rows == 0 {
            return Ok(false);
        }
        let told = json!({ "sequence": sequence, "modified": version.modified, "delivered": version.body.is_none(), "why": version.why });
        change
            .commit(Said::of_centre(Deed::PlaybookChanged, Noun::Playbook, &version.name).with(told))
            .await?;
        Ok(true)
    }

    /// The newest version of every playbook that was ever changed, by name.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn playbooks_in_force(&self) -> Result<Vec<PlaybookVersion>, StoreError> {
        Ok(on!(self, |c| {
            sqlx::query_as(
                "select v.* from playbook_versions v where v.sequence =
                   (select max(sequence) from playbook_versions where name = v.name) order by v.name",
            )
            .fetch_all(c)
            .await?
        }))
    }

    /// Every version of a playbook, the newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn playbook_versions(&self, name: &str) -> Result<Vec<PlaybookVersion>, StoreError> {
        Ok(on!(self, |c| {
            sqlx::query_as("select * from playbook_versions where name = $1 order by sequence desc")
                .bind(name)
                .fetch_all(c)
                .await?
        }))
    }

    /// The version that counted at a moment; none where the centre had not changed it yet.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn playbook_at(
        &self,
        name: &str,
        at: Timestamp,
    ) -> Result<Option<PlaybookVersion>, StoreError> {
        Ok(on!(self, |c| {
            sqlx::query_as(
                "select * from playbook_versions where name = $1 and at <= $2 order by sequence desc limit 1",
            )
            .bind(name)
            .bind(Moment::from(at))
            .fetch_optional(c)
            .await?
        }))
    }
}
