//! Lists of prospects on their way in: staged, looked at, applied or thrown away.

use centre::ledger::Actor;
use jiff::SignedDuration;
use serde_json::json;
use sqlx::QueryBuilder;
use terms::{ImportId, OrganisationId, PlainLine, Timestamp};
use uuid::Uuid;

use crate::cells::{Cells as _, from_row};
use crate::change::{ROWS_AT_ONCE, Said, Unsaid};
use crate::db::{on, within};
use crate::moment::{Moment, later};
use crate::{Deed, ImportState, NewProspect, Noun, RowState, Store, StoreError};

/// One row of a list as it was read.
#[derive(Debug, Clone)]
pub struct StagedRow {
    /// The line in the file; 1 is the first.
    pub line: u32,
    /// What the row becomes, or the row as it stands in the file and why it cannot be read.
    pub reading: Result<NewProspect, (Vec<String>, String)>,
}

/// A list.
#[derive(Debug, Clone, PartialEq)]
pub struct Import {
    /// Its id.
    pub id: ImportId,
    /// The file's name.
    pub name: String,
    /// What the columns of the file are called, for its bad rows to be mended under.
    pub headings: Vec<String>,
    /// Where it is on its way.
    pub state: ImportState,
    /// Who brought it.
    pub made_by: Actor,
    /// When.
    pub made_at: Timestamp,
    /// When it is thrown away by itself.
    pub expires_at: Timestamp,
    /// When it was applied.
    pub applied_at: Option<Timestamp>,
    /// How many rows there are in each state, in the order of [`RowState::ALL`].
    pub rows: Vec<(RowState, u64)>,
}

/// A row of a list as it is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct ImportRow {
    /// The line in the file.
    pub line: u32,
    /// What became of it.
    pub state: RowState,
    /// The prospect, of a row that could be read.
    pub prospect: Option<NewProspect>,
    /// The cells as they stand in the file, of a row that could not.
    pub cells: Vec<String>,
    /// Why it could not be read.
    pub problem: Option<String>,
    /// What it became.
    pub organisation: Option<OrganisationId>,
}

/// What applying a list did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Applied {
    /// So many prospects were made.
    pub made: u64,
    /// So many were known already, by name and postcode.
    pub known: u64,
}

impl Store {
    /// Keeps a list as a preview, for `days`. Rows that are known by name and postcode say so already here; applying
    /// looks again.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn stage_import(
        &self,
        name: &PlainLine,
        headings: &[String],
        rows: &[StagedRow],
        days: u32,
        by: &Actor,
        now: Timestamp,
    ) -> Result<ImportId, StoreError> {
        let id = ImportId::random(&*self.0.chance);
        let headings = serde_json::to_string(headings).map_err(|e| StoreError::Unreadable(e.to_string()))?;
        let mut change = self.change(by, now).await?;
        within!(change.tx, |c| {
            sqlx::query(
                "insert into imports (id, name, state, made_by, made_at, expires_at, headings)
                 values ($1, $2, 'staged', $3, $4, $5, $6)",
            )
            .bind(id.0)
            .bind(name.as_str())
            .bind(by.to_string())
            .bind(Moment::from(now))
            .bind(Moment::from(later(now, SignedDuration::from_hours(24 * i64::from(days)))))
            .bind(&headings)
            .execute(c)
            .await?;
        });
        let mut kept = Vec::with_capacity(rows.len());
        for row in rows {
            let (state, data, problem) = match &row.reading {
                Ok(prospect) => {
                    let known = change.knows(prospect).await?;
                    let state = if known { RowState::Known } else { RowState::Good };
                    (state, serde_json::to_string(prospect), None)
                }
                Err((cells, problem)) => {
                    (RowState::Bad, serde_json::to_string(cells), Some(problem.as_str()))
                }
            };
            let data = data.map_err(|e| StoreError::Unreadable(e.to_string()))?;
            kept.push((i64::from(row.line), state, data, problem));
        }
        for chunk in kept.chunks(ROWS_AT_ONCE) {
            within!(change.tx, |c| {
                QueryBuilder::new("insert into import_rows (import, line, state, data, problem) ")
                    .push_values(chunk, |mut row, (line, state, data, problem)| {
                        row.push_bind(id.0)
                            .push_bind(*line)
                            .push_bind(state.name())
                            .push_bind(data)
                            .push_bind(*problem);
                    })
                    .build()
                    .execute(c)
                    .await?;
            });
        }
        let said = Said::of_centre(Deed::ImportStaged, Noun::Import, id)
            .with(json!({ "name": name, "rows": rows.len() }));
        change.commit(said).await?;
        Ok(id)
    }

    /// The list with this id.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn import(&self, id: ImportId) -> Result<Option<Import>, StoreError> {
        let found: Option<Import> = on!(self, |c| {
            sqlx::query_as("select * from imports where id = $1").bind(id.0).fetch_optional(c).await?
        });
        let Some(mut import) = found else { return Ok(None) };
        import.rows = self.row_counts(id).await?;
        Ok(Some(import))
    }

    /// The newest lists.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn imports(&self, limit: u32) -> Result<Vec<Import>, StoreError> {
        let mut found: Vec<Import> = on!(self, |c| {
            sqlx::query_as("select * from imports order by made_at desc, id limit $1")
                .bind(i64::from(limit))
                .fetch_all(c)
                .await?
        });
        for import in &mut found {
            import.rows = self.row_counts(import.id).await?;
        }
        Ok(found)
    }

    /// Rows of a list, in the order of the file, after the line `after`; of one state, or of all.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn import_rows(
        &self,
        id: ImportId,
        state: Option<RowState>,
        after: u32,
        limit: u32,
    ) -> Result<Vec<ImportRow>, StoreError> {
        let rows: Vec<ImportRow> = on!(self, |c| {
            let mut query = QueryBuilder::new("select * from import_rows where import = ");
            query.push_bind(id.0).push(" and line > ").push_bind(i64::from(after));
            if let Some(state) = state {
                query.push(" and state = ").push_bind(state.name());
            }
            query.push(" order by line limit ").push_bind(i64::from(limit));
            query.build_query_as().fetch_all(c).await?
        });
        Ok(rows)
    }

    /// Makes prospects of the good rows, all in one transaction. Rows whose name and postcode are known are left
    /// out. The bad rows stay, to be downloaded. A list is applied once.
    ///
    /// # Errors
    /// When there is no such list, or it is not staged any more.
    pub async fn apply_import(
        &self,
        id: ImportId,
        by: &Actor,
        now: Timestamp,
    ) -> Result<Applied, StoreError> {
        let mut change = self.change(by, now).await?;
        let name: Option<String> = within!(change.tx, |c| {
            sqlx::query_scalar(
                "update imports set state = 'applied', applied_at = $1 where id = $2 and state = 'staged' returning name",
            )
            .bind(Moment::from(now))
            .bind(id.0)
            .fetch_optional(c)
            .await?
        });
        let name = name.ok_or(StoreError::NoSuch("list that is staged"))?;
        let rows: Vec<ImportRow> = within!(change.tx, |c| {
            sqlx::query_as("select * from import_rows where import = $1 and state = 'good' order by line")
                .bind(id.0)
                .fetch_all(c)
                .await?
        });
        let mut applied = Applied { made: 0, known: 0 };
        within!(change.tx, |c| {
            let known = "update import_rows set data = 'null' where import = $1 and state = 'known'";
            applied.known += sqlx::query(known).bind(id.0).execute(c).await?.rows_affected();
        });
        let mut said = Vec::new();
        for row in rows {
            let Some(prospect) = row.prospect else { continue };
            let made = if change.knows(&prospect).await? {
                applied.known += 1;
                None
            } else {
                applied.made += 1;
                let organisation = change.insert_prospect(&prospect, &name).await?;
                said.push(
                    Said::of(Deed::ProspectAdded, Noun::Organisation, organisation, organisation)
                        .with(json!({ "name": prospect.name, "list": name })),
                );
                Some(organisation)
            };
            let state = if made.is_some() { RowState::Applied } else { RowState::Known };
            // What was read has moved into its own record; a second copy would only have to be erased too.
            within!(change.tx, |c| {
                sqlx::query(
                    "update import_rows set state = $1, organisation = $2, data = 'null' where import = $3 and line = $4",
                )
                .bind(state.name())
                .bind(made.map(|organisation| organisation.0))
                .bind(id.0)
                .bind(i64::from(row.line))
                .execute(c)
                .await?;
            });
        }
        let first = Said::of_centre(Deed::ImportApplied, Noun::Import, id)
            .with(json!({ "made": applied.made, "known": applied.known }));
        change.commit_all(first, said).await?;
        Ok(applied)
    }

    /// Throws a staged list away, rows and all.
    ///
    /// # Errors
    /// When there is no such list, or it is not staged any more.
    pub async fn discard_import(&self, id: ImportId, by: &Actor, now: Timestamp) -> Result<(), StoreError> {
        let mut change = self.change(by, now).await?;
        let rows = within!(change.tx, |c| {
            let rows =
                sqlx::query("update imports set state = 'discarded' where id = $1 and state = 'staged'")
                    .bind(id.0)
                    .execute(&mut *c)
                    .await?
                    .rows_affected();
            if rows > 0 {
                sqlx::query("delete from import_rows where import = $1").bind(id.0).execute(c).await?;
            }
            rows
        });
        if rows == 0 {
            return Err(StoreError::NoSuch("list that is staged"));
        }
        change.commit(Said::of_centre(Deed::ImportDiscarded, Noun::Import, id)).await?;
        Ok(())
    }

    /// Throws away the rows of lists whose time is over. Returns how many lists.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn expire_imports(&self, by: &Actor, now: Timestamp) -> Result<u64, StoreError> {
        let mut change = self.change(by, now).await?;
        let over: Vec<Uuid> = within!(change.tx, |c| {
            sqlx::query_scalar(
                "select id from imports where expires_at <= $1
                 and exists (select 1 from import_rows where import = imports.id)",
            )
            .bind(Moment::from(now))
            .fetch_all(c)
            .await?
        });
        let mut said = Vec::new();
        for id in over {
            within!(change.tx, |c| {
                sqlx::query("delete from import_rows where import = $1").bind(id).execute(&mut *c).await?;
                sqlx::query("update imports set state = 'discarded' where id = $1 and state = 'staged'")
                    .bind(id)
                    .execute(c)
                    .await?;
            });
            said.push(Said::of_centre(Deed::ImportDiscarded, Noun::Import, ImportId(id)));
        }
        let lists = said.len() as u64;
        match said.pop() {
            Some(first) => change.commit_all(first, said).await.map(|_| lists),
            None => change.commit_unsaid(Unsaid::Nothing).await.map(|()| 0),
        }
    }
}

from_row!(Import, |row| Import {
    id: ImportId(row.uuid("id")?),
    name: row.text("name")?,
    headings: serde_json::from_str(&row.text("headings")?).unwrap_or_default(),
    state: row.word("state")?,
    made_by: row.word("made_by")?,
    made_at: row.moment("made_at")?,
    expires_at: row.moment("expires_at")?,
    applied_at: row.maybe_moment("applied_at")?,
    rows: Vec::new(),
});

from_row!(ImportRow, |row| {
    let data = row.text("data")?;
    ImportRow {
        line: row.count("line")?,
        state: row.word("state")?,
        prospect: serde_json::from_str(&data).ok(),
        cells: serde_json::from_str(&data).unwrap_or_default(),
        problem: row.maybe_text("problem")?,
        organisation: row.maybe_uuid("organisation")?.map(OrganisationId),
    }
});

struct RowCount(RowState, u64);
from_row!(RowCount, |row| RowCount(row.word("state")?, row.number("how_many")?.unsigned_abs()));

impl Store {
    async fn row_counts(&self, id: ImportId) -> Result<Vec<(RowState, u64)>, StoreError> {
        let rows: Vec<RowCount> = on!(self, |c| {
            sqlx::query_as(
                "select state, count(*) as how_many from import_rows where import = $1 group by state",
            )
            .bind(id.0)
            .fetch_all(c)
            .await?
        });
        let count = |state| rows.iter().find(|row| row.0 == state).map_or(0, |row| row.1);
        Ok(RowState::ALL.iter().map(|state| (*state, count(*state))).collect())
    }
}
