//! Half-done sign-ins and registrations: kept here, sealed, never in the browser.

use centre::ledger::Actor;
use jiff::SignedDuration;
use terms::{PersonId, Timestamp};

use crate::cells::{Cells as _, from_row};
use crate::change::Unsaid;
use crate::db::within;
use crate::keys::new_token;
use crate::moment::{Moment, later};
use crate::{Secret, Store, StoreError};

/// Tokens of ceremonies are hashed apart from other secrets.
const CEREMONY: &str = "ceremony";

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
        let token = new_token(&*self.0.chance);
        let hash = self.0.keys.hash(CEREMONY, token.reveal());
        let sealed = self.0.keys.seal(&hash, state.as_bytes(), &*self.0.chance)?;
        let mut change = self.change(&Actor::Visitor, now).await?;
        within!(change.tx, |c| {
            sqlx::query(
                "insert into ceremonies (token_hash, kind, person, sealed, expires_at) values ($1, $2, $3, $4, $5)",
            )
            .bind(hash)
            .bind(kind)
            .bind(person.map(|person| person.0))
            .bind(sealed)
            .bind(Moment::from(later(now, SignedDuration::from_mins(CEREMONY_MINUTES))))
            .execute(c)
            .await?;
        });
        change.commit_unsaid(Unsaid::Ceremony).await?;
        Ok(token)
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
        let hash = self.0.keys.hash(CEREMONY, token.reveal());
        let mut change = self.change(&Actor::Visitor, now).await?;
        let row: Option<CeremonyRow> = within!(change.tx, |c| {
            sqlx::query_as(
                "delete from ceremonies where token_hash = $1 and kind = $2 and expires_at > $3 returning person, sealed",
            )
            .bind(&hash)
            .bind(kind)
            .bind(Moment::from(now))
            .fetch_optional(c)
            .await?
        });
        change.commit_unsaid(Unsaid::Ceremony).await?;
        let Some(CeremonyRow(person, sealed)) = row else { return Ok(None) };
        let state = String::from_utf8(self.0.keys.unseal(&hash, &sealed)?)
            .map_err(|e| StoreError::Unreadable(e.to_string()))?;
        Ok(Some((person, state)))
    }
}

struct CeremonyRow(Option<PersonId>, Vec<u8>);
from_row!(CeremonyRow, |row| CeremonyRow(row.maybe_uuid("person")?.map(PersonId), row.bytes("sealed")?));
