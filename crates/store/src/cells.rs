//! Reading columns: one text for both databases.

use std::str::FromStr;

use sqlx::{Row, postgres::PgRow, sqlite::SqliteRow};
use terms::{PromiseState, Timestamp};
use uuid::Uuid;

use crate::moment::Moment;

/// A row whose columns are read by name, in the kinds that this room keeps.
pub(crate) trait Cells {
    fn uuid(&self, column: &str) -> sqlx::Result<Uuid>;
    fn maybe_uuid(&self, column: &str) -> sqlx::Result<Option<Uuid>>;
    fn text(&self, column: &str) -> sqlx::Result<String>;
    fn maybe_text(&self, column: &str) -> sqlx::Result<Option<String>>;
    fn number(&self, column: &str) -> sqlx::Result<i64>;
    fn flag(&self, column: &str) -> sqlx::Result<bool>;
    fn bytes(&self, column: &str) -> sqlx::Result<Vec<u8>>;
    fn maybe_bytes(&self, column: &str) -> sqlx::Result<Option<Vec<u8>>>;
    fn maybe_number(&self, column: &str) -> sqlx::Result<Option<i64>>;

    fn moment(&self, column: &str) -> sqlx::Result<Timestamp> {
        Ok(Moment(self.number(column)?).timestamp())
    }

    fn maybe_moment(&self, column: &str) -> sqlx::Result<Option<Timestamp>> {
        Ok(self.maybe_number(column)?.map(|number| Moment(number).timestamp()))
    }

    /// A count: never negative, and small enough for the type that the house uses.
    fn count(&self, column: &str) -> sqlx::Result<u32> {
        u32::try_from(self.number(column)?).map_err(|error| unreadable(column, error))
    }

    /// A word of the house.
    fn word<T: FromStr<Err: std::error::Error + Send + Sync + 'static>>(
        &self,
        column: &str,
    ) -> sqlx::Result<T> {
        self.text(column)?.parse().map_err(|error| unreadable(column, error))
    }

    /// A word of the house; none where the column is empty.
    fn word_if_any<T: FromStr<Err: std::error::Error + Send + Sync + 'static>>(
        &self,
        column: &str,
    ) -> sqlx::Result<Option<T>> {
        let text = self.text(column)?;
        let word = (!text.is_empty()).then(|| text.parse().map_err(|error| unreadable(column, error)));
        word.transpose()
    }

    /// A text of a type of `terms`.
    fn typed<T: TryFrom<String, Error: std::error::Error + Send + Sync + 'static>>(
        &self,
        column: &str,
    ) -> sqlx::Result<T> {
        T::try_from(self.text(column)?).map_err(|error| unreadable(column, error))
    }

    fn maybe_typed<T: TryFrom<String, Error: std::error::Error + Send + Sync + 'static>>(
        &self,
        column: &str,
    ) -> sqlx::Result<Option<T>> {
        self.maybe_text(column)?
            .map(|text| T::try_from(text).map_err(|error| unreadable(column, error)))
            .transpose()
    }

    fn promise(&self, column: &str) -> sqlx::Result<Option<PromiseState>> {
        Ok(promise_from(&self.text(column)?))
    }
}

fn unreadable(column: &str, error: impl std::error::Error + Send + Sync + 'static) -> sqlx::Error {
    sqlx::Error::ColumnDecode { index: column.to_owned(), source: Box::new(error) }
}

macro_rules! cells {
    ($row:ty) => {
        impl Cells for $row {
            fn uuid(&self, column: &str) -> sqlx::Result<Uuid> {
                self.try_get(column)
            }
            fn maybe_uuid(&self, column: &str) -> sqlx::Result<Option<Uuid>> {
                self.try_get(column)
            }
            fn text(&self, column: &str) -> sqlx::Result<String> {
                self.try_get(column)
            }
            fn maybe_text(&self, column: &str) -> sqlx::Result<Option<String>> {
                self.try_get(column)
            }
            fn number(&self, column: &str) -> sqlx::Result<i64> {
                self.try_get(column)
            }
            fn maybe_number(&self, column: &str) -> sqlx::Result<Option<i64>> {
                self.try_get(column)
            }
            fn flag(&self, column: &str) -> sqlx::Result<bool> {
                self.try_get(column)
            }
            fn bytes(&self, column: &str) -> sqlx::Result<Vec<u8>> {
                self.try_get(column)
            }
            fn maybe_bytes(&self, column: &str) -> sqlx::Result<Option<Vec<u8>>> {
                self.try_get(column)
            }
        }
    };
}
cells!(SqliteRow);
cells!(PgRow);

/// Says once how a row of a noun is read, for both databases.
macro_rules! from_row {
    ($noun:ty, |$row:ident| $body:expr) => {
        impl<'r> sqlx::FromRow<'r, sqlx::sqlite::SqliteRow> for $noun {
            fn from_row($row: &'r sqlx::sqlite::SqliteRow) -> sqlx::Result<Self> {
                Ok($body)
            }
        }
        impl<'r> sqlx::FromRow<'r, sqlx::postgres::PgRow> for $noun {
            fn from_row($row: &'r sqlx::postgres::PgRow) -> sqlx::Result<Self> {
                Ok($body)
            }
        }
    };
}
pub(crate) use from_row;

/// The word of a promise's state in a column; empty while nothing was checked.
pub(crate) fn promise_word(state: Option<PromiseState>) -> &'static str {
    match state {
        None => "",
        Some(PromiseState::NotKept) => "not_kept",
        Some(PromiseState::Partly) => "partly",
        Some(PromiseState::CouldNotCheck) => "could_not_check",
        Some(PromiseState::Kept) => "kept",
    }
}

/// The state that a word in a column stands for.
pub(crate) fn promise_from(word: &str) -> Option<PromiseState> {
    match word {
        "not_kept" => Some(PromiseState::NotKept),
        "partly" => Some(PromiseState::Partly),
        "could_not_check" => Some(PromiseState::CouldNotCheck),
        "kept" => Some(PromiseState::Kept),
        _ => None,
    }
}
