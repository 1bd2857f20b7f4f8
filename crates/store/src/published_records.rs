//! Published records that are held, and those that are wanted. Nothing here is anybody's but the public's: what is wanted has the
//! day of the first wish and no way back to a message.

use centre::ledger::Actor;
use centre::published::{Kind, Name};
use jiff::SignedDuration;
use sqlx::QueryBuilder;
use terms::Timestamp;

use crate::cells::{Cells as _, from_row};
use crate::change::{ROWS_AT_ONCE, Unsaid};
use crate::db::{on, within};
use crate::moment::{Moment, earlier, later};
use crate::{Store, StoreError};

/// So long an answer counts after it came. Whoever takes a key back waits longer than that for mail on its way.
pub const RECORD_HELD_FOR: SignedDuration = SignedDuration::from_hours(21 * 24);
/// So soon a name is asked about again: a server that is away misses several turns before its answer is too old.
pub const RECORD_ASKED_AGAIN: SignedDuration = SignedDuration::from_hours(3 * 24);
/// The most names that are wanted at one time.
pub const MOST_WANTED_RECORDS: u32 = 5_000;
/// The most keys of one domain that are wanted or held: a letter can name any selector.
pub const MOST_KEYS_OF_ONE: u32 = 60;
/// So many days a name stays wanted when nobody answers.
pub const DAYS_WANTED: i64 = 14;

/// What one question came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToldRecord {
    /// The name.
    pub name: Name,
    /// The texts that stand there; none where nobody told how things are.
    pub texts: Option<Vec<String>>,
}

/// A record as it is held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldRecord {
    /// The name.
    pub name: Name,
    /// The texts that stand there; empty where nothing does.
    pub texts: Vec<String>,
    /// When it was last asked about.
    pub asked_at: Timestamp,
    /// Until when the answer counts.
    pub good_until: Timestamp,
}

impl Store {
    /// Makes names known, so that their turn comes. Those that are known already stay as they are.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn know_records(&self, names: &[Name], now: Timestamp) -> Result<u64, StoreError> {
        let mut change = self.change(&keeper(), now).await?;
        let mut new = 0;
        for chunk in names.chunks(ROWS_AT_ONCE) {
            new += within!(change.tx, |c| {
                QueryBuilder::new("insert into published_records (name, domain, kind, asked_at) ")
                    .push_values(chunk, |mut row, name| {
                        row.push_bind(&name.name)
                            .push_bind(&name.domain)
                            .push_bind(name.kind.name())
                            .push_bind(0_i64);
                    })
                    .push(" on conflict (name) do nothing")
                    .build()
                    .execute(c)
                    .await?
                    .rows_affected()
            });
        }
        change.commit_unsaid(Unsaid::Published).await?;
        Ok(new)
    }

    /// The names whose turn it is, those not asked about for longest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn records_due(&self, now: Timestamp, limit: u32) -> Result<Vec<Name>, StoreError> {
        let rows: Vec<NameRow> = on!(self, |c| {
            sqlx::query_as(
                "select name, domain, kind from published_records
                 where asked_at <= $1 and (kind <> 'dkim' or answer is null or answer <> '[]') order by asked_at, name limit $2",
            )
            .bind(Moment::from(earlier(now, RECORD_ASKED_AGAIN)))
            .bind(i64::from(limit))
            .fetch_all(c)
            .await?
        });
        Ok(rows.into_iter().map(|row| row.0).collect())
    }

    /// Keeps what questions came to. Where nobody told, the old answer stays as long as it counts; it never becomes "nothing
    /// stands there". What was told is wanted no more.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn keep_records(&self, told: &[ToldRecord], now: Timestamp) -> Result<(), StoreError> {
        let mut change = self.change(&keeper(), now).await?;
        for one in told {
            let name = &one.name;
            let answer = one.texts.as_ref().map(|texts| serde_json::json!(texts).to_string());
            let good_until = answer.as_ref().map(|_| Moment::from(later(now, RECORD_HELD_FOR)));
            within!(change.tx, |c| {
                sqlx::query(
                    "insert into published_records (name, domain, kind, answer, asked_at, good_until) values ($1, $2, $3, $4, $5, $6)
                     on conflict (name) do update set asked_at = excluded.asked_at,
                         answer = coalesce(excluded.answer, published_records.answer),
                         good_until = coalesce(excluded.good_until, published_records.good_until)",
                )
                .bind(&name.name)
                .bind(&name.domain)
                .bind(name.kind.name())
                .bind(answer)
                .bind(Moment::from(now))
                .bind(good_until)
                .execute(&mut *c)
                .await?;
                if one.texts.is_some() {
                    sqlx::query("delete from wanted_records where name = $1")
                        .bind(&name.name)
                        .execute(c)
                        .await?;
                }
            });
        }
        change.commit_unsaid(Unsaid::Published).await
    }

    /// What is held of these names and still counts.
    ///
    /// # Errors
    /// When the database fails, or what is kept cannot be read.
    pub async fn held_records(
        &self,
        names: &[String],
        now: Timestamp,
    ) -> Result<Vec<HeldRecord>, StoreError> {
        let mut held: Vec<HeldRecord> = Vec::new();
        for chunk in names.chunks(ROWS_AT_ONCE) {
            let rows: Vec<HeldRow> = on!(self, |c| {
                let mut query = QueryBuilder::new(
                    "select name, domain, kind, answer, asked_at, good_until from published_records where good_until > ",
                );
                query.push_bind(Moment::from(now)).push(" and answer is not null and name in (");
                let mut list = query.separated(", ");
                for name in chunk {
                    list.push_bind(name);
                }
                query.push(") order by name");
                query.build_query_as().fetch_all(c).await?
            });
            for row in rows {
                let texts = serde_json::from_str(&row.answer)
                    .map_err(|error| StoreError::Unreadable(format!("a published record: {error}")))?;
                held.push(HeldRecord { texts, ..row.record });
            }
        }
        Ok(held)
    }

    /// Wishes for keys that a message would have been proved by. Returns how many are new: those that are held, wanted already, or
    /// too many are not.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn want_records(&self, names: &[Name], now: Timestamp) -> Result<u64, StoreError> {
        let day = self.day_of(now);
        let mut change = self.change(&keeper(), now).await?;
        let mut new = 0;
        for name in names.iter().filter(|name| name.kind == Kind::Dkim) {
            new += within!(change.tx, |c| {
                sqlx::query(
                    "insert into wanted_records (name, domain, day) select $1, $2, $3
                     where not exists (select 1 from published_records where name = $1 and good_until > $4)
                       and (select count(*) from wanted_records) < $5
                       and (select count(*) from wanted_records where domain = $2)
                         + (select count(*) from published_records where domain = $2 and kind = 'dkim') < $6
                     on conflict (name) do nothing",
                )
                .bind(&name.name)
                .bind(&name.domain)
                .bind(&day)
                .bind(Moment::from(now))
                .bind(i64::from(MOST_WANTED_RECORDS))
                .bind(i64::from(MOST_KEYS_OF_ONE))
                .execute(c)
                .await?
                .rows_affected()
            });
        }
        change.commit_unsaid(Unsaid::Published).await?;
        Ok(new)
    }

    /// The keys that are wanted, with the day of the first wish, longest wanted first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn wanted_records(&self, limit: u32) -> Result<Vec<(Name, String)>, StoreError> {
        let rows: Vec<WantedRow> = on!(self, |c| {
            sqlx::query_as("select name, domain, day from wanted_records order by day, name limit $1")
                .bind(i64::from(limit))
                .fetch_all(c)
                .await?
        });
        Ok(rows.into_iter().map(|row| (row.0, row.1)).collect())
    }

    /// The domains of which records are held or wanted.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn domains_of_records(&self) -> Result<Vec<String>, StoreError> {
        Ok(on!(self, |c| {
            sqlx::query_scalar(
                "select domain from published_records union select domain from wanted_records order by 1",
            )
            .fetch_all(c)
            .await?
        }))
    }

    /// Forgets all records of domains that are on no list any more.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn forget_records_of(&self, domains: &[String], now: Timestamp) -> Result<(), StoreError> {
        let mut change = self.change(&keeper(), now).await?;
        for domain in domains {
            within!(change.tx, |c| {
                sqlx::query("delete from published_records where domain = $1")
                    .bind(domain)
                    .execute(&mut *c)
                    .await?;
                sqlx::query("delete from wanted_records where domain = $1").bind(domain).execute(c).await?;
            });
        }
        change.commit_unsaid(Unsaid::Sweep).await
    }

    /// Sweeps out keys of which nothing is held any more, and wishes that nobody answered for long. Returns how many rows.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn sweep_records(&self, now: Timestamp) -> Result<u64, StoreError> {
        let oldest = self.day_of(earlier(now, SignedDuration::from_hours(24 * DAYS_WANTED)));
        let mut change = self.change(&keeper(), now).await?;
        let gone = within!(change.tx, |c| {
            let keys = sqlx::query(
                "delete from published_records where kind = 'dkim' and asked_at > 0 and coalesce(good_until, 0) <= $1",
            )
            .bind(Moment::from(now))
            .execute(&mut *c)
            .await?
            .rows_affected();
            let wishes =
                sqlx::query("delete from wanted_records where day < $1").bind(oldest).execute(c).await?;
            keys + wishes.rows_affected()
        });
        change.commit_unsaid(Unsaid::Sweep).await?;
        Ok(gone)
    }

    /// Which of these names are domains of members.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn members_among(&self, names: &[String]) -> Result<Vec<String>, StoreError> {
        let mut found: Vec<String> = Vec::new();
        for chunk in names.chunks(ROWS_AT_ONCE) {
            let some: Vec<String> = on!(self, |c| {
                let mut query = QueryBuilder::new(
                    "select distinct a.domain from assets a join organisations o on o.id = a.organisation
                     where o.standing = 'member' and a.domain in (",
                );
                let mut list = query.separated(", ");
                for name in chunk {
                    list.push_bind(name);
                }
                query.push(") order by 1");
                query.build_query_scalar().fetch_all(c).await?
            });
            found.extend(some);
        }
        Ok(found)
    }
}

/// Who does all this.
fn keeper() -> Actor {
    Actor::Reconciler("records".to_owned())
}

struct NameRow(Name);
from_row!(NameRow, |row| NameRow(Name {
    name: row.text("name")?,
    domain: row.text("domain")?,
    kind: row.word("kind")?,
}));

struct WantedRow(Name, String);
from_row!(WantedRow, |row| WantedRow(
    Name { name: row.text("name")?, domain: row.text("domain")?, kind: Kind::Dkim },
    row.text("day")?,
));

struct HeldRow {
    record: HeldRecord,
    answer: String,
}
from_row!(HeldRow, |row| HeldRow {
    answer: row.text("answer")?,
    record: HeldRecord {
        name: Name { name: row.text("name")?, domain: row.text("domain")?, kind: row.word("kind")? },
        texts: Vec::new(),
        asked_at: row.moment("asked_at")?,
        good_until: row.moment("good_until")?,
    },
});
