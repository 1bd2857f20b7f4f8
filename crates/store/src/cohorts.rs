//! Cohorts: many firms counted together, month by month. Counts only: no firm stands here.

use std::str::FromStr as _;

use centre::cohort::{Counts, HostKind, Lens, LeverCount, Month, Picture};
use centre::ledger::Actor;
use serde_json::json;
use sqlx::QueryBuilder;
use terms::{Promise, Timestamp};

use crate::cells::{Cells as _, from_row};
use crate::change::{Change, ROWS_AT_ONCE, Said};
use crate::db::{on, within};
use crate::moment::Moment;
use crate::{Deed, Noun, Store, StoreError};

/// A month for which a cohort was counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CohortMonth {
    /// The cohort's name.
    pub cohort: String,
    /// The month.
    pub month: Month,
    /// How many firms were counted.
    pub firms: u64,
    /// When they were counted.
    pub counted_at: Timestamp,
}

impl Store {
    /// Keeps the counts of a cohort in a month, in place of those that stood there.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn keep_picture(
        &self,
        cohort: &str,
        month: Month,
        picture: &Picture,
        by: &Actor,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let mut change = self.change(by, now).await?;
        for statement in [
            "delete from cohort_months where cohort = $1 and month = $2",
            "delete from cohort_cells where cohort = $1 and month = $2",
            "delete from cohort_levers where cohort = $1 and month = $2",
        ] {
            within!(change.tx, |c| {
                sqlx::query(statement).bind(cohort).bind(month.to_string()).execute(c).await?;
            });
        }
        within!(change.tx, |c| {
            sqlx::query(
                "insert into cohort_months (cohort, month, firms, counted_at) values ($1, $2, $3, $4)",
            )
            .bind(cohort)
            .bind(month.to_string())
            .bind(number(picture.firms))
            .bind(Moment::from(now))
            .execute(c)
            .await?;
        });
        change.insert_cells(cohort, month, picture).await?;
        change.insert_levers(cohort, month, picture).await?;
        let said = Said::of_centre(Deed::CohortCounted, Noun::Cohort, cohort)
            .with(json!({ "month": month.to_string(), "firms": picture.firms }));
        change.commit(said).await?;
        Ok(())
    }

    /// Every month for which a cohort was counted, by cohort, the newest month first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn cohort_months(&self) -> Result<Vec<CohortMonth>, StoreError> {
        Ok(on!(self, |c| {
            sqlx::query_as(
                "select cohort, month, firms, counted_at from cohort_months order by cohort, month desc",
            )
            .fetch_all(c)
            .await?
        }))
    }

    /// The counts of a cohort in a month; none where it was not counted.
    ///
    /// # Errors
    /// When the database fails, or a word in it is not one of the house.
    pub async fn picture(&self, cohort: &str, month: Month) -> Result<Option<Picture>, StoreError> {
        let firms: Option<i64> = on!(self, |c| {
            sqlx::query_scalar("select firms from cohort_months where cohort = $1 and month = $2")
                .bind(cohort)
                .bind(month.to_string())
                .fetch_optional(c)
                .await?
        });
        let Some(firms) = firms else { return Ok(None) };
        let cells: Vec<CellRow> = on!(self, |c| {
            sqlx::query_as("select * from cohort_cells where cohort = $1 and month = $2")
                .bind(cohort)
                .bind(month.to_string())
                .fetch_all(c)
                .await?
        });
        let levers: Vec<LeverRow> = on!(self, |c| {
            sqlx::query_as("select * from cohort_levers where cohort = $1 and month = $2")
                .bind(cohort)
                .bind(month.to_string())
                .fetch_all(c)
                .await?
        });
        Ok(Some(Picture {
            firms: firms.unsigned_abs(),
            cells: cells.into_iter().map(|row| (row.0, row.1)).collect(),
            levers: levers.into_iter().map(|row| (row.0, row.1)).collect(),
        }))
    }

    /// How the promises of all firms of a cohort stood, the oldest month first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn city_over_time(&self, cohort: &str) -> Result<Vec<(Month, Promise, Counts)>, StoreError> {
        let rows: Vec<MonthRow> = on!(self, |c| {
            sqlx::query_as(
                "select * from cohort_cells where cohort = $1 and lens = 'city' order by month, promise",
            )
            .bind(cohort)
            .fetch_all(c)
            .await?
        });
        Ok(rows.into_iter().map(|row| (row.0, row.1, row.2)).collect())
    }
}

impl Change {
    async fn insert_cells(
        &mut self,
        cohort: &str,
        month: Month,
        picture: &Picture,
    ) -> Result<(), StoreError> {
        let cells: Vec<_> = picture.cells.iter().collect();
        for chunk in cells.chunks(ROWS_AT_ONCE) {
            within!(self.tx, |c| {
                QueryBuilder::new(
                    "insert into cohort_cells (cohort, month, lens, code, promise, kept, partly, not_kept,
                     could_not_check, better, worse) ",
                )
                .push_values(chunk, |mut row, ((lens, code, promise), counts)| {
                    row.push_bind(cohort.to_owned())
                        .push_bind(month.to_string())
                        .push_bind(lens.name())
                        .push_bind(code.clone())
                        .push_bind(promise_name(*promise))
                        .push_bind(number(counts.kept))
                        .push_bind(number(counts.partly))
                        .push_bind(number(counts.not_kept))
                        .push_bind(number(counts.could_not_check))
                        .push_bind(number(counts.better))
                        .push_bind(number(counts.worse));
                })
                .build()
                .execute(c)
                .await?;
            });
        }
        Ok(())
    }

    async fn insert_levers(
        &mut self,
        cohort: &str,
        month: Month,
        picture: &Picture,
    ) -> Result<(), StoreError> {
        let levers: Vec<_> = picture.levers.iter().collect();
        for chunk in levers.chunks(ROWS_AT_ONCE) {
            within!(self.tx, |c| {
                QueryBuilder::new(
                    "insert into cohort_levers (cohort, month, kind, provider, promise, check_id, alone, main) ",
                )
                .push_values(chunk, |mut row, ((kind, provider, promise, check), count)| {
                    row.push_bind(cohort.to_owned())
                        .push_bind(month.to_string())
                        .push_bind(kind.name())
                        .push_bind(provider.clone())
                        .push_bind(promise_name(*promise))
                        .push_bind(check.clone())
                        .push_bind(number(count.alone))
                        .push_bind(number(count.main));
                })
                .build()
                .execute(c)
                .await?;
            });
        }
        Ok(())
    }
}

fn number(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

fn promise_name(promise: Promise) -> &'static str {
    match promise {
        Promise::MailIsYours => "mail_is_yours",
        Promise::WebsiteIsSafe => "website_is_safe",
        Promise::NothingDangerousOpen => "nothing_dangerous_open",
        Promise::NameIsYours => "name_is_yours",
    }
}

fn promise_in(row: &impl crate::cells::Cells) -> sqlx::Result<Promise> {
    let name = row.text("promise")?;
    Promise::ALL
        .into_iter()
        .find(|promise| promise_name(*promise) == name)
        .ok_or_else(|| unreadable("promise"))
}

fn lens_in(row: &impl crate::cells::Cells) -> sqlx::Result<Lens> {
    Lens::from_str(&row.text("lens")?).map_err(|_| unreadable("lens"))
}

fn kind_in(row: &impl crate::cells::Cells) -> sqlx::Result<HostKind> {
    HostKind::from_str(&row.text("kind")?).map_err(|_| unreadable("kind"))
}

fn unreadable(column: &str) -> sqlx::Error {
    sqlx::Error::ColumnDecode { index: column.to_owned(), source: "not a word of the house".into() }
}

fn counts_in(row: &impl crate::cells::Cells) -> sqlx::Result<Counts> {
    let count = |column: &str| row.number(column).map(i64::unsigned_abs);
    Ok(Counts {
        kept: count("kept")?,
        partly: count("partly")?,
        not_kept: count("not_kept")?,
        could_not_check: count("could_not_check")?,
        better: count("better")?,
        worse: count("worse")?,
    })
}

struct CellRow((Lens, String, Promise), Counts);
from_row!(CellRow, |row| CellRow((lens_in(row)?, row.text("code")?, promise_in(row)?), counts_in(row)?));

struct LeverRow((HostKind, String, Promise, String), LeverCount);
from_row!(LeverRow, |row| LeverRow(
    (kind_in(row)?, row.text("provider")?, promise_in(row)?, row.text("check_id")?),
    LeverCount { alone: row.number("alone")?.unsigned_abs(), main: row.number("main")?.unsigned_abs() },
));

struct MonthRow(Month, Promise, Counts);
from_row!(MonthRow, |row| MonthRow(row.typed("month")?, promise_in(row)?, counts_in(row)?));

from_row!(CohortMonth, |row| CohortMonth {
    cohort: row.text("cohort")?,
    month: row.typed("month")?,
    firms: row.number("firms")?.unsigned_abs(),
    counted_at: row.moment("counted_at")?,
});
