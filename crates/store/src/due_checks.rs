//! Which domains are due for a look, and which were not looked at for long.

use centre::ledger::Actor;
use serde_json::json;
use terms::{AssetId, DomainName, OrganisationId, Timestamp};
use uuid::Uuid;

use crate::cells::{Cells as _, from_row};
use crate::change::{Said, Unsaid};
use crate::db::{on, within};
use crate::moment::Moment;
use crate::{Deed, Noun, Store, StoreError};

/// A domain that is due for a look.
#[derive(Debug, Clone, PartialEq)]
pub struct DueAsset {
    /// Its id.
    pub id: AssetId,
    /// Whose.
    pub organisation: OrganisationId,
    /// The domain.
    pub domain: DomainName,
}

impl Store {
    /// The domains that are due, those most overdue first. Nothing is reserved: the reconciler holds the lease.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn due_for_recheck(&self, now: Timestamp, limit: u32) -> Result<Vec<DueAsset>, StoreError> {
        Ok(on!(self, |c| {
            sqlx::query_as(
                "select a.id, a.organisation, a.domain from assets a join organisations o on o.id = a.organisation
                 where a.due_at <= $1 and o.standing in ('member', 'public_body') order by a.due_at, a.id limit $2",
            )
            .bind(Moment::from(now))
            .bind(i64::from(limit))
            .fetch_all(c)
            .await?
        }))
    }

    /// How many domains of members were not looked at since then.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn domains_unseen_since(&self, since: Timestamp) -> Result<u64, StoreError> {
        let count: i64 = on!(self, |c| {
            sqlx::query_scalar(
                "select count(*) from assets a join organisations o on o.id = a.organisation
                 where o.standing = 'member' and (a.checked_at is null or a.checked_at < $1)",
            )
            .bind(Moment::from(since))
            .fetch_one(c)
            .await?
        });
        Ok(count.unsigned_abs())
    }

    /// Domains of members that were not looked at since then, in the order of their ids after `after`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn page_unseen_since(
        &self,
        since: Timestamp,
        after: Option<AssetId>,
        limit: u32,
    ) -> Result<Vec<DueAsset>, StoreError> {
        Ok(on!(self, |c| {
            sqlx::query_as(
                "select a.id, a.organisation, a.domain from assets a join organisations o on o.id = a.organisation
                 where o.standing = 'member' and (a.checked_at is null or a.checked_at < $1) and a.id > $2
                 order by a.id limit $3",
            )
            .bind(Moment::from(since))
            .bind(after.map_or(Uuid::nil(), |after| after.0))
            .bind(i64::from(limit))
            .fetch_all(c)
            .await?
        }))
    }

    /// Puts off a look that could not be done, without keeping a check-up.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn put_off_check(&self, asset: AssetId, until: Timestamp) -> Result<(), StoreError> {
        let mut change = self.change(&Actor::Reconciler("recheck".into()), until).await?;
        within!(change.tx, |c| {
            sqlx::query("update assets set due_at = $1 where id = $2")
                .bind(Moment::from(until))
                .bind(asset.0)
                .execute(c)
                .await?;
        });
        change.commit_unsaid(Unsaid::Due).await
    }

    /// Somebody wishes that we look now: the domain is due at once.
    ///
    /// # Errors
    /// When there is no such domain.
    pub async fn wish_check(&self, asset: AssetId, by: &Actor, now: Timestamp) -> Result<(), StoreError> {
        let mut change = self.change(by, now).await?;
        let known = change.known_asset(asset).await?;
        within!(change.tx, |c| {
            sqlx::query("update assets set due_at = $1, wished_at = $1 where id = $2")
                .bind(Moment::from(now))
                .bind(asset.0)
                .execute(c)
                .await?;
        });
        let said = Said::of(Deed::CheckWished, Noun::Asset, asset, known.organisation)
            .with(json!({ "domain": known.domain }));
        change.commit(said).await?;
        Ok(())
    }
}

from_row!(DueAsset, |row| DueAsset {
    id: AssetId(row.uuid("id")?),
    organisation: OrganisationId(row.uuid("organisation")?),
    domain: row.typed("domain")?,
});
