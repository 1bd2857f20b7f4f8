//! The figures of reports: sums by a period and a word. Pages read these and never the cases, so that a figure of a million
//! reports is as near as one of ten.

use crate::cells::{Cells as _, from_row};
use crate::db::on;
use crate::{Store, StoreError};

/// One sum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportCount {
    /// A month, a quarter, a day.
    pub period: String,
    /// Which word of the lens.
    pub word: String,
    /// How many.
    pub how_many: u64,
    /// How much money, in pence.
    pub pence: u64,
}
from_row!(ReportCount, |row| ReportCount {
    period: row.text("period")?,
    word: row.text("word")?,
    how_many: row.number("how_many")?.max(0).unsigned_abs(),
    pence: row.number("pence")?.max(0).unsigned_abs(),
});

impl Store {
    /// The sums of a lens from one period to another, both among them, by period and word. What is nothing is left out.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn report_counts(
        &self,
        lens: &str,
        from: &str,
        until: &str,
    ) -> Result<Vec<ReportCount>, StoreError> {
        Ok(on!(self, |c| {
            sqlx::query_as(
                "select period, word, how_many, pence from report_counts
                 where lens = $1 and period >= $2 and period <= $3 and how_many > 0 order by period, word",
            )
            .bind(lens)
            .bind(from)
            .bind(until)
            .fetch_all(c)
            .await?
        }))
    }

    /// The periods for which a lens has sums, the oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn report_periods(&self, lens: &str) -> Result<Vec<String>, StoreError> {
        Ok(on!(self, |c| {
            sqlx::query_scalar(
                "select distinct period from report_counts where lens = $1 and how_many > 0 order by period",
            )
            .bind(lens)
            .fetch_all(c)
            .await?
        }))
    }
}
