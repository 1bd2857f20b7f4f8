//! The two databases behind one shape.

use sqlx::{PgPool, SqlitePool};

/// The pools. SQLite has one writer and several readers: two writers would only wait for each other.
pub(crate) enum Db {
    Sqlite { reader: SqlitePool, writer: SqlitePool },
    Postgres(PgPool),
}
