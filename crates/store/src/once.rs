//! Requests that come twice are done once.

use centre::ledger::Actor;
use terms::Timestamp;

use crate::change::{Change, Unsaid};
use crate::db::within;
use crate::moment::Moment;
use crate::{Store, StoreError};

/// Keys of requests are hashed apart from other secrets.
pub(crate) const ONCE: &str = "once";

/// What is known of a request's key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Once {
    /// It is new; do it, then call [`Store::finish_once`].
    First,
    /// It was begun and has not ended, or died on the way.
    Begun,
    /// It was done; this was the answer.
    Done(String),
}

impl Store {
    /// Begins a request with this key. `scope` keeps people and kinds of requests apart, so that nobody gets
    /// another's answer.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn begin_once(&self, scope: &str, key: &str, now: Timestamp) -> Result<Once, StoreError> {
        let mut change = self.change(&Actor::Visitor, now).await?;
        let first = change.first_time(scope, key).await?;
        let before = if first { None } else { Some(change.answer_to(scope, key).await?) };
        change.commit_unsaid(Unsaid::Ceremony).await?;
        Ok(match before {
            None => Once::First,
            Some(None) => Once::Begun,
            Some(Some(answer)) => Once::Done(answer),
        })
    }

    /// Keeps the answer of a request.
    ///
    /// # Errors
    /// When it was not begun.
    pub async fn finish_once(&self, scope: &str, key: &str, answer: &str) -> Result<(), StoreError> {
        let mut change = self.change(&Actor::Visitor, Timestamp::UNIX_EPOCH).await?;
        change.keep_answer(scope, key, answer).await?;
        change.commit_unsaid(Unsaid::Ceremony).await
    }

    /// Forgets a request that failed, so that it can be tried again.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn forget_once(&self, scope: &str, key: &str) -> Result<(), StoreError> {
        let hash = self.0.keys.hash(ONCE, key);
        let mut change = self.change(&Actor::Visitor, Timestamp::UNIX_EPOCH).await?;
        within!(change.tx, |c| {
            sqlx::query("delete from once_keys where scope = $1 and key = $2 and answer is null")
                .bind(scope)
                .bind(hash)
                .execute(c)
                .await?;
        });
        change.commit_unsaid(Unsaid::Ceremony).await
    }
}

impl Change {
    /// Takes a key. Of two that come at one moment the second waits for the first to end, and learns its answer.
    pub(crate) async fn first_time(&mut self, scope: &str, key: &str) -> Result<bool, StoreError> {
        let hash = self.store().0.keys.hash(ONCE, key);
        let now = Moment::from(self.now());
        let rows = within!(self.tx, |c| {
            sqlx::query("insert into once_keys (scope, key, at) values ($1, $2, $3) on conflict (scope, key) do nothing")
                .bind(scope)
                .bind(hash)
                .bind(now)
                .execute(c)
                .await?
                .rows_affected()
        });
        Ok(rows == 1)
    }

    pub(crate) async fn answer_to(&mut self, scope: &str, key: &str) -> Result<Option<String>, StoreError> {
        let hash = self.store().0.keys.hash(ONCE, key);
        let answer: Option<Option<String>> = within!(self.tx, |c| {
            sqlx::query_scalar("select answer from once_keys where scope = $1 and key = $2")
                .bind(scope)
                .bind(hash)
                .fetch_optional(c)
                .await?
        });
        Ok(answer.flatten())
    }

    /// For a verb that takes its key and does its work in one transaction: the answer, if it was done before.
    pub(crate) async fn done_before(&mut self, scope: &str, key: &str) -> Result<Option<String>, StoreError> {
        if self.first_time(scope, key).await? { Ok(None) } else { self.answer_to(scope, key).await }
    }

    pub(crate) async fn keep_answer(
        &mut self,
        scope: &str,
        key: &str,
        answer: &str,
    ) -> Result<(), StoreError> {
        let hash = self.store().0.keys.hash(ONCE, key);
        let rows = within!(self.tx, |c| {
            sqlx::query("update once_keys set answer = $1 where scope = $2 and key = $3")
                .bind(answer)
                .bind(scope)
                .bind(hash)
                .execute(c)
                .await?
                .rows_affected()
        });
        if rows == 1 { Ok(()) } else { Err(StoreError::NoSuch("request that was begun")) }
    }
}
