//! How many organisations there are, for maps and charts.

use terms::PromiseState;

use crate::cells::{Cells as _, from_row};
use crate::db::on;
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
        let statement = match by {
            By::Borough => {
                "select borough as code, count(*) as how_many from organisations where standing = $1 group by borough order by borough"
            }
            By::Sector => {
                "select sector as code, count(*) as how_many from organisations where standing = $1 group by sector order by sector"
            }
            By::Size => {
                "select size as code, count(*) as how_many from organisations where standing = $1 group by size order by size"
            }
            By::Tier => {
                "select tier as code, count(*) as how_many from organisations where standing = $1 group by tier order by tier"
            }
            By::Promise => {
                "select promise as code, count(*) as how_many from organisations where standing = $1 group by promise order by promise"
            }
        };
        let rows: Vec<Count> =
            on!(self, |c| { sqlx::query_as(statement).bind(standing.name()).fetch_all(c).await? });
        Ok(rows.into_iter().map(|row| (row.0, row.1)).collect())
    }

    /// How many members of each worst promise there are in each borough: the figures of the map.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn borough_picture(&self) -> Result<Vec<(String, Option<PromiseState>, u64)>, StoreError> {
        let rows: Vec<Cell> = on!(self, |c| {
            sqlx::query_as(
                "select borough, promise, count(*) as how_many from organisations where standing = 'member'
                 group by borough, promise order by borough, promise",
            )
            .fetch_all(c)
            .await?
        });
        Ok(rows.into_iter().map(|row| (row.0, row.1, row.2)).collect())
    }
}

struct Count(String, u64);
from_row!(Count, |row| Count(row.text("code")?, row.number("how_many")?.unsigned_abs()));

struct Cell(String, Option<PromiseState>, u64);
from_row!(Cell, |row| Cell(
    row.text("borough")?,
    row.promise("promise")?,
    row.number("how_many")?.unsigned_abs()
));
