//! Every row of every table: read from either database, counted, hashed, and written to either.

use futures_util::TryStreamExt as _;
use sha2::{Digest as _, Sha256};
use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;
use sqlx::{
    AssertSqlSafe, Column as _, PgConnection, QueryBuilder, Row as _, SqliteConnection, TypeInfo as _,
    ValueRef as _,
};
use uuid::Uuid;

use crate::StoreError;

/// All tables, each after those that it refers to.
pub(crate) const TABLES: [&str; 84] = [
    "settings",
    "ledger",
    "ledger_payloads",
    "ledger_keys",
    "ledger_tip",
    "ledger_heads",
    "once_keys",
    "organisations",
    "organisation_words",
    "organisation_beginnings",
    "notes",
    "actions",
    "funded_places",
    "funded_place_gifts",
    "people",
    "sessions",
    "sign_in_codes",
    "mailed_links",
    "passkeys",
    "passwords",
    "one_time_secrets",
    "recovery_codes",
    "identities",
    "ceremonies",
    "api_tokens",
    "assets",
    "answers",
    "checks",
    "findings",
    "lookalikes",
    "proofs",
    "authorities",
    "stay_away",
    "targets",
    "errands",
    "errand_points",
    "badges",
    "letters",
    "reconcilers",
    "imports",
    "import_rows",
    "public_bodies",
    "cohort_months",
    "cohort_cells",
    "cohort_levers",
    "sealed_keys",
    "cases",
    "reports",
    "reporters",
    "drafts",
    "asked_messages",
    "evidence_items",
    "mailboxes",
    "mailbox_messages",
    "case_events",
    "custody_events",
    "legal_holds",
    "missing_problems",
    "playbook_runs",
    "playbook_ticks",
    "case_marks",
    "rota",
    "clock_warnings",
    "packs",
    "partner_reports",
    "observables",
    "report_summaries",
    "report_counts",
    "group_replies",
    "group_reply_reports",
    "playbook_versions",
    "call_checks",
    "call_misses",
    "message_indicators",
    "message_keys",
    "campaigns",
    "campaign_messages",
    "campaigns_apart",
    "advisories",
    "advisory_letters",
    "warnings",
    "takedowns",
    "published_records",
    "wanted_records",
];

/// Rows in one statement of a copy.
const ROWS_AT_ONCE: usize = 200;

/// A table as the backup has it: its columns, and by which its rows are ordered.
pub(crate) struct Table {
    name: String,
    columns: Vec<String>,
    order: Vec<String>,
}

/// What is in a table: how many rows, and one hash over all of them in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Contents {
    pub(crate) table: String,
    pub(crate) rows: u64,
    hash: [u8; 32],
}

/// One value, in the kinds that both databases share: booleans are numbers, ids are bytes.
enum Value {
    Null,
    Number(i64),
    Text(String),
    Bytes(Vec<u8>),
}

impl Table {
    /// The tables of a file, with the columns that it has: an older backup may have fewer.
    pub(crate) async fn all_in(c: &mut SqliteConnection) -> Result<Vec<Self>, StoreError> {
        let mut tables = Vec::new();
        for name in TABLES {
            let columns: Vec<(String, i64)> =
                sqlx::query_as("select name, pk from pragma_table_info($1) order by cid")
                    .bind(name)
                    .fetch_all(&mut *c)
                    .await?;
            if columns.is_empty() {
                continue;
            }
            let mut order: Vec<_> = columns.iter().filter(|(_, key)| *key > 0).collect();
            order.sort_by_key(|(_, key)| *key);
            tables.push(Self {
                name: name.to_owned(),
                order: order.into_iter().map(|(name, _)| name.clone()).collect(),
                columns: columns.into_iter().map(|(name, _)| name).collect(),
            });
        }
        Ok(tables)
    }

    /// Whether it is the table with this name.
    pub(crate) fn is(&self, name: &str) -> bool {
        self.name == name
    }

    /// The names come from the schema of this house, never from people.
    fn select(&self) -> AssertSqlSafe<String> {
        AssertSqlSafe(format!(
            "select {} from {} order by {}",
            self.columns.join(", "),
            self.name,
            self.order.join(", ")
        ))
    }
}

/// Hashes a table of a SQLite database.
pub(crate) async fn contents_sqlite(c: &mut SqliteConnection, table: &Table) -> Result<Contents, StoreError> {
    let mut hash = Hashing::of(table);
    let mut rows = sqlx::query(table.select()).fetch(c);
    while let Some(row) = rows.try_next().await? {
        hash.take(&values_sqlite(&row)?);
    }
    Ok(hash.done())
}

/// Hashes a table of a PostgreSQL database.
pub(crate) async fn contents_postgres(c: &mut PgConnection, table: &Table) -> Result<Contents, StoreError> {
    let mut hash = Hashing::of(table);
    let mut rows = sqlx::query(table.select()).fetch(c);
    while let Some(row) = rows.try_next().await? {
        hash.take(&values_postgres(&row)?);
    }
    Ok(hash.done())
}

/// Copies a table from PostgreSQL into SQLite, and hashes it on the way.
pub(crate) async fn from_postgres(
    from: &mut PgConnection,
    to: &mut SqliteConnection,
    table: &Table,
) -> Result<Contents, StoreError> {
    sqlx::query(AssertSqlSafe(format!("delete from {}", table.name))).execute(&mut *to).await?;
    let mut hash = Hashing::of(table);
    let mut rows = sqlx::query(table.select()).fetch(from);
    let mut chunk = Vec::with_capacity(ROWS_AT_ONCE);
    while let Some(row) = rows.try_next().await? {
        let values = values_postgres(&row)?;
        hash.take(&values);
        chunk.push(values);
        if chunk.len() == ROWS_AT_ONCE {
            insert_sqlite(to, table, &chunk).await?;
            chunk.clear();
        }
    }
    insert_sqlite(to, table, &chunk).await?;
    Ok(hash.done())
}

/// Copies a table from SQLite into PostgreSQL.
pub(crate) async fn to_postgres(
    from: &mut SqliteConnection,
    to: &mut PgConnection,
    table: &Table,
) -> Result<(), StoreError> {
    sqlx::query(AssertSqlSafe(format!("delete from {}", table.name))).execute(&mut *to).await?;
    let mut kinds = Vec::with_capacity(table.columns.len());
    for column in &table.columns {
        let kind: String = sqlx::query_scalar(
            "select data_type::text from information_schema.columns
             where table_schema = current_schema() and table_name = $1 and column_name = $2",
        )
        .bind(&table.name)
        .bind(column)
        .fetch_one(&mut *to)
        .await?;
        kinds.push(kind);
    }
    let mut rows = sqlx::query(table.select()).fetch(from);
    let mut chunk = Vec::with_capacity(ROWS_AT_ONCE);
    while let Some(row) = rows.try_next().await? {
        chunk.push(values_sqlite(&row)?);
        if chunk.len() == ROWS_AT_ONCE {
            insert_postgres(to, table, &kinds, &chunk).await?;
            chunk.clear();
        }
    }
    insert_postgres(to, table, &kinds, &chunk).await
}

async fn insert_sqlite(
    c: &mut SqliteConnection,
    table: &Table,
    rows: &[Vec<Value>],
) -> Result<(), StoreError> {
    if rows.is_empty() {
        return Ok(());
    }
    let mut query = QueryBuilder::new(format!("insert into {} ({}) ", table.name, table.columns.join(", ")));
    query.push_values(rows, |mut row, values| {
        for value in values {
            match value {
                Value::Null => row.push_bind(None::<i64>),
                Value::Number(number) => row.push_bind(*number),
                Value::Text(text) => row.push_bind(text),
                Value::Bytes(bytes) => row.push_bind(bytes),
            };
        }
    });
    query.build().execute(c).await?;
    Ok(())
}

async fn insert_postgres(
    c: &mut PgConnection,
    table: &Table,
    kinds: &[String],
    rows: &[Vec<Value>],
) -> Result<(), StoreError> {
    if rows.is_empty() {
        return Ok(());
    }
    let mut query = QueryBuilder::new(format!("insert into {} ({}) ", table.name, table.columns.join(", ")));
    query.push_values(rows, |mut row, values| {
        for (kind, value) in kinds.iter().zip(values) {
            // PostgreSQL wants each value, also one that is not there, in the column's own kind.
            match kind.as_str() {
                "uuid" => row.push_bind(value.bytes().and_then(|bytes| Uuid::from_slice(bytes).ok())),
                "bytea" => row.push_bind(value.bytes()),
                "boolean" => row.push_bind(value.number().map(|number| number != 0)),
                "bigint" => row.push_bind(value.number()),
                _ => row.push_bind(value.text()),
            };
        }
    });
    query.build().execute(c).await?;
    Ok(())
}

impl Value {
    fn bytes(&self) -> Option<&[u8]> {
        if let Self::Bytes(bytes) = self { Some(bytes) } else { None }
    }

    fn number(&self) -> Option<i64> {
        if let Self::Number(number) = self { Some(*number) } else { None }
    }

    fn text(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }
}

fn values_sqlite(row: &SqliteRow) -> sqlx::Result<Vec<Value>> {
    (0..row.columns().len())
        .map(|i| {
            let raw = row.try_get_raw(i)?;
            if raw.is_null() {
                return Ok(Value::Null);
            }
            Ok(match raw.type_info().name() {
                "INTEGER" | "BOOLEAN" => Value::Number(row.try_get(i)?),
                "TEXT" => Value::Text(row.try_get(i)?),
                _ => Value::Bytes(row.try_get(i)?),
            })
        })
        .collect()
}

fn values_postgres(row: &PgRow) -> sqlx::Result<Vec<Value>> {
    row.columns()
        .iter()
        .enumerate()
        .map(|(i, column)| {
            if row.try_get_raw(i)?.is_null() {
                return Ok(Value::Null);
            }
            Ok(match column.type_info().name() {
                "INT8" => Value::Number(row.try_get(i)?),
                "BOOL" => Value::Number(i64::from(row.try_get::<bool, _>(i)?)),
                "UUID" => Value::Bytes(row.try_get::<Uuid, _>(i)?.as_bytes().to_vec()),
                "BYTEA" => Value::Bytes(row.try_get(i)?),
                _ => Value::Text(row.try_get(i)?),
            })
        })
        .collect()
}

struct Hashing<'a> {
    table: &'a Table,
    rows: u64,
    hash: Sha256,
}

impl<'a> Hashing<'a> {
    fn of(table: &'a Table) -> Self {
        Self { table, rows: 0, hash: Sha256::new() }
    }

    /// Each value is preceded by its kind and length, so that no two different rows are the same bytes.
    fn take(&mut self, values: &[Value]) {
        self.rows += 1;
        for value in values {
            let number;
            let (kind, bytes): (u8, &[u8]) = match value {
                Value::Null => (0, &[]),
                Value::Number(n) => {
                    number = n.to_be_bytes();
                    (1, &number)
                }
                Value::Text(text) => (2, text.as_bytes()),
                Value::Bytes(bytes) => (3, bytes),
            };
            self.hash.update([kind]);
            self.hash.update((bytes.len() as u64).to_be_bytes());
            self.hash.update(bytes);
        }
    }

    fn done(self) -> Contents {
        Contents { table: self.table.name.clone(), rows: self.rows, hash: self.hash.finalize().into() }
    }
}
