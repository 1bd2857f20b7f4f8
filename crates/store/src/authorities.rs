//! Authorities to test: a member's signed yes to a closer look.

use centre::consent::{Authority, Capacity, LONGEST_WINDOW_DAYS};
use centre::ledger::Actor;
use jiff::SignedDuration;
use serde_json::json;
use terms::{AssetId, AuthorityId, DomainName, PlainLine, Timestamp};

use crate::cells::{Cells as _, from_row};
use crate::change::{Change, Said, Unsaid};
use crate::db::{on, within};
use crate::moment::{Moment, later};
use crate::{Deed, Noun, Store, StoreError};

/// A yes to keep.
#[derive(Debug, Clone)]
pub struct NewAuthority {
    /// The name that was typed under it.
    pub signer: PlainLine,
    /// In what capacity.
    pub capacity: Capacity,
    /// The version of the words that were shown.
    pub words: &'static str,
    /// For how many days from now, at most [`LONGEST_WINDOW_DAYS`].
    pub days: u16,
}

/// A yes that was kept.
#[derive(Debug, Clone, PartialEq)]
pub struct AuthorityToTest {
    /// Its id.
    pub id: AuthorityId,
    /// What it allows, and when.
    pub holds: Authority,
    /// The name that was typed under it.
    pub signer: String,
    /// In what capacity.
    pub capacity: Capacity,
    /// The version of the words that were shown.
    pub words: String,
    /// Who was signed in.
    pub signed_by: Actor,
    /// When.
    pub signed_at: Timestamp,
}

impl Store {
    /// Keeps a member's yes. It holds from now on, for the domain, every name below it and their addresses; an
    /// earlier one that is open ends.
    ///
    /// # Errors
    /// When there is no such domain, nobody proved it, or the time is none or too long.
    pub async fn sign_authority(
        &self,
        asset: AssetId,
        new: &NewAuthority,
        by: &Actor,
        now: Timestamp,
    ) -> Result<AuthorityId, StoreError> {
        if !(1..=LONGEST_WINDOW_DAYS).contains(&new.days) {
            return Err(StoreError::NotAllowed("an authority holds for at least one day and at most a year"));
        }
        let mut change = self.change(by, now).await?;
        let known = change.known_asset(asset).await?;
        change.lock_organisation(known.organisation).await?;
        if change.known_asset(asset).await?.proved_at.is_none() {
            return Err(StoreError::NotAllowed("first prove that the domain is yours"));
        }
        change.end_authorities(asset).await?;
        let id = AuthorityId::random(&*self.0.chance);
        let until = later(now, SignedDuration::from_hours(24 * i64::from(new.days)));
        within!(change.tx, |c| {
            sqlx::query(
                "insert into authorities (id, asset, scope, signer, capacity, words, signed_by, signed_at, opens_at, closes_at)
                 values ($1, $2, $3, $4, $5, $6, $7, $8, $8, $9)",
            )
            .bind(id.0)
            .bind(asset.0)
            .bind(known.domain.as_ascii())
            .bind(new.signer.as_str())
            .bind(new.capacity.name())
            .bind(new.words)
            .bind(by.to_string())
            .bind(Moment::from(now))
            .bind(Moment::from(until))
            .execute(c)
            .await?;
        });
        let said = Said::of(Deed::AuthoritySigned, Noun::Authority, id, known.organisation).with(json!({
            "domain": known.domain, "signer": new.signer, "capacity": new.capacity.name(), "words_version": new.words,
            "until": until,
        }));
        change.commit(said).await?;
        Ok(id)
    }

    /// Takes a yes back, at once. Nothing happens where none is open.
    ///
    /// # Errors
    /// When there is no such domain.
    pub async fn withdraw_authority(
        &self,
        asset: AssetId,
        by: &Actor,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let mut change = self.change(by, now).await?;
        let known = change.known_asset(asset).await?;
        if change.end_authorities(asset).await? == 0 {
            return change.commit_unsaid(Unsaid::Nothing).await;
        }
        let said = Said::of(Deed::AuthorityWithdrawn, Noun::Authority, asset, known.organisation)
            .with(json!({ "domain": known.domain }));
        change.commit(said).await?;
        Ok(())
    }

    /// What was signed for a domain, the newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn authorities_of(&self, asset: AssetId) -> Result<Vec<AuthorityToTest>, StoreError> {
        Ok(on!(self, |c| {
            sqlx::query_as("select * from authorities where asset = $1 order by signed_at desc, id desc")
                .bind(asset.0)
                .fetch_all(c)
                .await?
        }))
    }
}

from_row!(AuthorityToTest, |row| AuthorityToTest {
    id: AuthorityId(row.uuid("id")?),
    holds: Authority {
        scope: row.typed::<DomainName>("scope")?,
        opens_at: row.moment("opens_at")?,
        closes_at: row.moment("closes_at")?,
        withdrawn_at: row.maybe_moment("withdrawn_at")?,
    },
    signer: row.text("signer")?,
    capacity: row.word("capacity")?,
    words: row.text("words")?,
    signed_by: row.word("signed_by")?,
    signed_at: row.moment("signed_at")?,
});

impl Change {
    /// Ends every authority of a domain that is open. Returns how many.
    async fn end_authorities(&mut self, asset: AssetId) -> Result<u64, StoreError> {
        let now = Moment::from(self.now());
        Ok(within!(self.tx, |c| {
            sqlx::query(
                "update authorities set withdrawn_at = $1 where asset = $2 and withdrawn_at is null and closes_at > $1",
            )
            .bind(now)
            .bind(asset.0)
            .execute(c)
            .await?
            .rows_affected()
        }))
    }
}
