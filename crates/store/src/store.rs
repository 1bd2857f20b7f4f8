//! The store itself: where it is, and how it is opened.

use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use centre::ledger::Actor;
use jiff::tz::TimeZone;
use terms::Timestamp;
use terms::edge::Chance;
use tokio::sync::Semaphore;

use crate::change::Unsaid;
use crate::db::{Db, on, within};
use crate::mailboxes::RECEIPTS_AT_ONE_TIME;
use crate::moment::only_the_day;
use crate::read_log::ReadLog;
use crate::slow_down::Buckets;
use crate::{Keys, StoreError};

/// The setting that tells whether the key file belongs to this database.
const KEY_MARK: &str = "store.key_mark";
/// The setting that tells whether the key file of identities does; kept when the first identity is.
pub(crate) const IDENTITY_KEY_MARK: &str = "store.identity_key_mark";

/// Where a centre's records are kept.
#[derive(Clone)]
pub enum Place {
    /// SQLite in this folder, as `watchhouse.db`.
    Folder(PathBuf),
    /// PostgreSQL at this address.
    Postgres(String),
}

/// The records of one centre. Cheap to clone; every clone is the same store.
#[derive(Clone)]
pub struct Store(pub(crate) Arc<Inner>);

pub(crate) struct Inner {
    pub(crate) db: Db,
    pub(crate) keys: Keys,
    pub(crate) chance: Arc<dyn Chance>,
    pub(crate) slow_down: Buckets,
    pub(crate) read_log: ReadLog,
    pub(crate) stretching: Semaphore,
    pub(crate) calendar: OnceLock<TimeZone>,
    pub(crate) letter_closing: OnceLock<String>,
}

impl Store {
    /// Opens the store: checks the database's settings, brings it up to date, and refuses one that a newer release wrote.
    ///
    /// # Errors
    /// [`StoreError`], whose message says what to do.
    pub async fn open(place: Place, keys: Keys, chance: Arc<dyn Chance>) -> Result<Self, StoreError> {
        let db = Db::open(&place).await?;
        let (slow_down, read_log) = (Buckets::default(), ReadLog::default());
        let stretching = Semaphore::new(RECEIPTS_AT_ONE_TIME);
        let store = Self(Arc::new(Inner {
            db,
            keys,
            chance,
            slow_down,
            read_log,
            stretching,
            calendar: OnceLock::new(),
            letter_closing: OnceLock::new(),
        }));
        store.check_key().await?;
        Ok(store)
    }

    /// Keeps the mark of the master key at the first start, and compares it at every other: with another
    /// key nobody could sign in, and no sealed secret be opened.
    async fn check_key(&self) -> Result<(), StoreError> {
        let mark = self.0.keys.mark();
        if self.stored(KEY_MARK).await?.is_none() {
            // Nothing is to be answered for yet; the moment of a first start is of no interest.
            let mut change = self.change(&Actor::CommandLine, Timestamp::UNIX_EPOCH).await?;
            within!(change.tx, |c| {
                sqlx::query("insert into settings (name, value, changed_at) values ($1, $2, 0) on conflict (name) do nothing")
                    .bind(KEY_MARK)
                    .bind(&mark)
                    .execute(c)
                    .await?;
            });
            change.commit_unsaid(Unsaid::Head).await?;
        }
        let identity = self.stored(IDENTITY_KEY_MARK).await?;
        let right = self.stored(KEY_MARK).await? == Some(mark)
            && identity.is_none_or(|mark| mark == self.0.keys.identity_mark());
        if right { Ok(()) } else { Err(StoreError::WrongKey) }
    }

    /// The text of a setting as it stands in its column.
    pub(crate) async fn stored(&self, name: &str) -> Result<Option<String>, StoreError> {
        Ok(on!(self, |c| {
            sqlx::query_scalar("select value from settings where name = $1")
                .bind(name)
                .fetch_optional(c)
                .await?
        }))
    }

    /// Whether the database answers: for `/readyz`.
    ///
    /// # Errors
    /// When it does not.
    pub async fn is_ready(&self) -> Result<(), StoreError> {
        let _: i64 = on!(self, |c| {
            sqlx::query_scalar("select sequence from ledger_tip where one = 1").fetch_one(c).await?
        });
        Ok(())
    }

    /// Ends every connection, after a last checkpoint of the write-ahead log.
    pub async fn close(&self) {
        self.0.db.close().await;
    }

    /// By which calendar the days of sensitive reports are kept; universal time until it is said. It is said once, at the start.
    pub fn keep_days_by(&self, zone: TimeZone) {
        let _said_before = self.0.calendar.set(zone);
    }

    /// The moment that may be kept of something that happens now.
    pub fn kept_moment(&self, now: Timestamp, by_day: bool) -> Timestamp {
        if by_day { only_the_day(now, self.0.calendar.get().unwrap_or(&TimeZone::UTC)) } else { now }
    }

    /// The day that a moment is in, by the centre's own calendar.
    pub(crate) fn day_of(&self, at: Timestamp) -> String {
        at.to_zoned(self.0.calendar.get().unwrap_or(&TimeZone::UTC).clone()).date().to_string()
    }

    /// The keys of the centre.
    pub fn keys(&self) -> &Keys {
        &self.0.keys
    }
}
