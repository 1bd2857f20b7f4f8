//! Requests that come twice are done once.

use terms::Timestamp;

use crate::{Store, StoreError};

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
        unimplemented!()
    }

    /// Keeps the answer of a request.
    ///
    /// # Errors
    /// When it was not begun.
    pub async fn finish_once(&self, scope: &str, key: &str, answer: &str) -> Result<(), StoreError> {
        unimplemented!()
    }

    /// Forgets a request that failed, so that it can be tried again.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn forget_once(&self, scope: &str, key: &str) -> Result<(), StoreError> {
        unimplemented!()
    }
}
