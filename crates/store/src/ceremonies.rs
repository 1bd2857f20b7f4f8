//! Half-done sign-ins and registrations: kept here, sealed, never in the browser.

use terms::{PersonId, Timestamp};

use crate::{Secret, Store, StoreError};

/// So long somebody has to finish.
pub const CEREMONY_MINUTES: i64 = 10;

impl Store {
    /// Keeps what must be remembered until the next request. Returns the token that finds it again.
    /// `kind` names the ceremony, for example `passkey.register`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn begin_ceremony(
        &self,
        kind: &str,
        person: Option<PersonId>,
        state: &str,
        now: Timestamp,
    ) -> Result<Secret, StoreError> {
        unimplemented!()
    }

    /// Takes a ceremony of this kind out: it can be finished once. `None` when there is none, or its time is over.
    ///
    /// # Errors
    /// When it cannot be opened with this centre's keys.
    pub async fn finish_ceremony(
        &self,
        kind: &str,
        token: &Secret,
        now: Timestamp,
    ) -> Result<Option<(Option<PersonId>, String)>, StoreError> {
        unimplemented!()
    }
}
