//! What members own that we look at: in this release their domains.

use centre::ledger::Actor;
use serde_json::json;
use terms::{AssetId, DomainName, OrganisationId, PromiseState, Timestamp};

use crate::cells::{Cells as _, from_row, promise_word};
use crate::change::{Change, Said};
use crate::db::{on, within};
use crate::moment::Moment;
use crate::{Deed, Noun, Store, StoreError};

/// So many domains a member can have us look at.
pub const MOST_ASSETS: usize = 20;

/// A domain of an organisation.
#[derive(Debug, Clone, PartialEq)]
pub struct Asset {
    /// Its id.
    pub id: AssetId,
    /// Whose.
    pub organisation: OrganisationId,
    /// The domain.
    pub domain: DomainName,
    /// When it was added.
    pub added_at: Timestamp,
    /// Since when it is proved to be its member's.
    pub proved_at: Option<Timestamp>,
    /// When we last came by as a visitor, and not only read records.
    pub visited_at: Option<Timestamp>,
    /// When we last looked.
    pub checked_at: Option<Timestamp>,
    /// When we look next.
    pub due_at: Timestamp,
    /// When somebody wished that we look, if we did not since.
    pub wished_at: Option<Timestamp>,
    /// The worst state of its promises; `None` while it was never checked.
    pub promise: Option<PromiseState>,
}

/// What adding a domain came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AddedAsset {
    /// It was added.
    Added(AssetId),
    /// The member has it already.
    Known(AssetId),
    /// The member has [`MOST_ASSETS`] already.
    TooMany,
}

impl Store {
    /// The domains of an organisation, in the order in which they came.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn assets_of(&self, organisation: OrganisationId) -> Result<Vec<Asset>, StoreError> {
        Ok(on!(self, |c| {
            sqlx::query_as("select * from assets where organisation = $1 order by added_at, id")
                .bind(organisation.0)
                .fetch_all(c)
                .await?
        }))
    }

    /// The domain with this id.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn asset(&self, id: AssetId) -> Result<Option<Asset>, StoreError> {
        Ok(on!(self, |c| {
            sqlx::query_as("select * from assets where id = $1").bind(id.0).fetch_optional(c).await?
        }))
    }

    /// Adds a domain to an organisation; it is due for a look at once.
    ///
    /// # Errors
    /// When there is no such organisation, or it left.
    pub async fn add_asset(
        &self,
        organisation: OrganisationId,
        domain: &DomainName,
        by: &Actor,
        now: Timestamp,
    ) -> Result<AddedAsset, StoreError> {
        let mut change = self.change(by, now).await?;
        change.lock_organisation(organisation).await?;
        change.standing_organisation(organisation).await?;
        let has = change.assets_of(organisation).await?;
        if let Some(known) = has.iter().find(|asset| asset.domain == *domain) {
            return Ok(AddedAsset::Known(known.id));
        }
        if has.len() >= MOST_ASSETS {
            return Ok(AddedAsset::TooMany);
        }
        let id = change.insert_asset(organisation, domain).await?;
        change.index_words(organisation).await?;
        let said =
            Said::of(Deed::AssetAdded, Noun::Asset, id, organisation).with(json!({ "domain": domain }));
        change.commit(said).await?;
        Ok(AddedAsset::Added(id))
    }

    /// Takes a domain out, with its check-ups, proofs, authorities and the names that look like it.
    ///
    /// # Errors
    /// When there is no such domain.
    pub async fn remove_asset(&self, id: AssetId, by: &Actor, now: Timestamp) -> Result<(), StoreError> {
        let mut change = self.change(by, now).await?;
        let asset = change.known_asset(id).await?;
        let organisation = asset.organisation;
        change.lock_organisation(organisation).await?;
        change.delete_checks(&[id]).await?;
        change.delete_consent(&[id]).await?;
        change.delete_lookalikes(&[id]).await?;
        change.delete_errand_points(&[id]).await?;
        within!(change.tx, |c| {
            sqlx::query("delete from assets where id = $1").bind(id.0).execute(c).await?;
        });
        let first = change.assets_of(organisation).await?.into_iter().next();
        within!(change.tx, |c| {
            sqlx::query("update organisations set domain = $1 where id = $2")
                .bind(first.map(|asset| String::from(asset.domain)))
                .bind(organisation.0)
                .execute(c)
                .await?;
        });
        change.set_worst_promise(organisation).await?;
        change.index_words(organisation).await?;
        let said = Said::of(Deed::AssetRemoved, Noun::Asset, id, organisation)
            .with(json!({ "domain": asset.domain }));
        change.commit(said).await?;
        Ok(())
    }
}

from_row!(Asset, |row| Asset {
    id: AssetId(row.uuid("id")?),
    organisation: OrganisationId(row.uuid("organisation")?),
    domain: row.typed("domain")?,
    added_at: row.moment("added_at")?,
    proved_at: row.maybe_moment("proved_at")?,
    visited_at: row.maybe_moment("visited_at")?,
    checked_at: row.maybe_moment("checked_at")?,
    due_at: row.moment("due_at")?,
    wished_at: row.maybe_moment("wished_at")?,
    promise: row.promise("promise")?,
});

impl Change {
    /// Adds a domain that is due for a look at once. The first one is the organisation's own.
    pub(crate) async fn insert_asset(
        &mut self,
        organisation: OrganisationId,
        domain: &DomainName,
    ) -> Result<AssetId, StoreError> {
        let id = AssetId::random(&*self.store().0.chance);
        let now = Moment::from(self.now());
        within!(self.tx, |c| {
            sqlx::query(
                "insert into assets (id, organisation, domain, added_at, due_at, promise) values ($1, $2, $3, $4, $4, '')",
            )
            .bind(id.0)
            .bind(organisation.0)
            .bind(domain.as_ascii())
            .bind(now)
            .execute(&mut *c)
            .await?;
            sqlx::query("update organisations set domain = $1 where id = $2 and domain is null")
                .bind(domain.as_ascii())
                .bind(organisation.0)
                .execute(c)
                .await?;
        });
        Ok(id)
    }

    pub(crate) async fn assets_of(&mut self, organisation: OrganisationId) -> Result<Vec<Asset>, StoreError> {
        Ok(within!(self.tx, |c| {
            sqlx::query_as("select * from assets where organisation = $1 order by added_at, id")
                .bind(organisation.0)
                .fetch_all(c)
                .await?
        }))
    }

    pub(crate) async fn known_asset(&mut self, id: AssetId) -> Result<Asset, StoreError> {
        let found: Option<Asset> = within!(self.tx, |c| {
            sqlx::query_as("select * from assets where id = $1").bind(id.0).fetch_optional(c).await?
        });
        found.ok_or(StoreError::NoSuch("domain"))
    }

    /// Sets the worst promise of an organisation from those of its domains: what the list shows and filters by.
    pub(crate) async fn set_worst_promise(&mut self, organisation: OrganisationId) -> Result<(), StoreError> {
        let worst = self.assets_of(organisation).await?.into_iter().filter_map(|asset| asset.promise).min();
        within!(self.tx, |c| {
            sqlx::query("update organisations set promise = $1 where id = $2 and promise <> $1")
                .bind(promise_word(worst))
                .bind(organisation.0)
                .execute(c)
                .await?;
        });
        Ok(())
    }
}
