//! How often somebody did not find their problem on the list of Help now: one number a week, and nothing about anybody.

use centre::ledger::Actor;
use jiff::civil::Date;
use terms::Timestamp;

use crate::cells::{Cells as _, from_row};
use crate::change::Unsaid;
use crate::db::{on, within};
use crate::{Store, StoreError};

struct Week(String, u64);
from_row!(Week, |row| Week(row.text("week")?, row.number("how_often")?.unsigned_abs()));

impl Store {
    /// Counts one more in the week that begins on this Monday.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn count_missing_problem(&self, week: Date, now: Timestamp) -> Result<(), StoreError> {
        let mut change = self.change(&Actor::Visitor, now).await?;
        within!(change.tx, |c| {
            sqlx::query(
                "insert into missing_problems (week, how_often) values ($1, 1)
                 on conflict (week) do update set how_often = missing_problems.how_often + 1",
            )
            .bind(week.to_string())
            .execute(c)
            .await?;
        });
        change.commit_unsaid(Unsaid::Count).await
    }

    /// The newest weeks in which any was counted, the newest first, each by its Monday.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn missing_problems(&self, weeks: u32) -> Result<Vec<(Date, u64)>, StoreError> {
        let rows: Vec<Week> = on!(self, |c| {
            sqlx::query_as("select week, how_often from missing_problems order by week desc limit $1")
                .bind(i64::from(weeks))
                .fetch_all(c)
                .await?
        });
        let read = |row: Week| {
            let week =
                row.0.parse().map_err(|_| StoreError::Unreadable("a week of missing problems".into()))?;
            Ok((week, row.1))
        };
        rows.into_iter().map(read).collect()
    }
}
