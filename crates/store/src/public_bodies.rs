//! Public bodies of the region: looked at every night as members are, and shown to staff by name.

use centre::ledger::Actor;
use serde_json::json;
use terms::{AssetId, DomainName, OrganisationId, PlainLine, PromiseState, Timestamp};

use crate::cells::{Cells as _, from_row};
use crate::change::{Change, Said};
use crate::db::{on, within};
use crate::organisations::NewRow;
use crate::{Deed, Noun, SizeBand, Standing, Store, StoreError, Tier};

/// A public body as the region's file has it.
#[derive(Debug, Clone, PartialEq)]
pub struct NewPublicBody {
    /// Its name in the region's file: `council-hackney`.
    pub id: String,
    /// What people call it.
    pub name: PlainLine,
    /// What kind of body it is.
    pub kind: String,
    /// The borough's code; empty for those of the whole city.
    pub borough: String,
    /// The domain whose records are looked at.
    pub domain: DomainName,
}

/// A public body as it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct BodyLine {
    /// Its name in the region's file.
    pub id: String,
    /// Its organisation.
    pub organisation: OrganisationId,
    /// What people call it.
    pub name: String,
    /// What kind of body it is.
    pub kind: String,
    /// The borough's code; empty for those of the whole city.
    pub borough: String,
    /// The domain's id.
    pub asset: AssetId,
    /// The domain.
    pub domain: DomainName,
    /// When it was last looked at.
    pub checked_at: Option<Timestamp>,
    /// The worst state of its promises.
    pub promise: Option<PromiseState>,
}

impl Store {
    /// Every public body, by name.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn public_bodies(&self) -> Result<Vec<BodyLine>, StoreError> {
        Ok(on!(self, |c| {
            sqlx::query_as(
                "select b.id, b.organisation, o.name, b.kind, o.borough, a.id as asset, a.domain, a.checked_at, a.promise
                 from public_bodies b join organisations o on o.id = b.organisation
                     join assets a on a.organisation = o.id
                 order by o.name_sort, b.id, a.domain",
            )
            .fetch_all(c)
            .await?
        }))
    }

    /// Whether this organisation is a public body.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn is_public_body(&self, id: OrganisationId) -> Result<bool, StoreError> {
        let found: Option<String> = on!(self, |c| {
            sqlx::query_scalar("select id from public_bodies where organisation = $1")
                .bind(id.0)
                .fetch_optional(c)
                .await?
        });
        Ok(found.is_some())
    }

    /// Puts a public body in, or gives it the name and domain that the region's file has now. Changes nothing when
    /// nothing changed; a new domain is due for a look at once. True when something changed.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn know_public_body(
        &self,
        new: &NewPublicBody,
        by: &Actor,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let mut change = self.change(by, now).await?;
        let known: Option<Known> = within!(change.tx, |c| {
            sqlx::query_as(
                "select b.organisation, b.kind, o.name, o.borough from public_bodies b
                 join organisations o on o.id = b.organisation where b.id = $1",
            )
            .bind(&new.id)
            .fetch_optional(c)
            .await?
        });
        let id = match &known {
            None => change.insert_public_body(new).await?,
            Some(known) => known.organisation,
        };
        let domains = change.assets_of(id).await?;
        let is_same_domain = domains.len() == 1 && domains.iter().all(|asset| asset.domain == new.domain);
        let is_same = known.as_ref().is_some_and(|known| {
            known.kind == new.kind && known.name == new.name.as_str() && known.borough == new.borough
        });
        if is_same && is_same_domain {
            return Ok(false);
        }
        if !is_same_domain {
            let old: Vec<AssetId> = domains.iter().map(|asset| asset.id).collect();
            change.delete_checks(&old).await?;
            change.delete_consent(&old).await?;
            for asset in old {
                within!(change.tx, |c| {
                    sqlx::query("delete from assets where id = $1").bind(asset.0).execute(c).await?;
                });
            }
            within!(change.tx, |c| {
                sqlx::query("update organisations set domain = null where id = $1")
                    .bind(id.0)
                    .execute(c)
                    .await?;
            });
            change.insert_asset(id, &new.domain).await?;
            change.set_worst_promise(id).await?;
        }
        if known.is_some() && !is_same {
            within!(change.tx, |c| {
                sqlx::query("update organisations set name = $1, name_sort = $2, borough = $3 where id = $4")
                    .bind(new.name.as_str())
                    .bind(crate::search_words::sort_key(new.name.as_str()))
                    .bind(&new.borough)
                    .bind(id.0)
                    .execute(&mut *c)
                    .await?;
                sqlx::query("update public_bodies set kind = $1 where id = $2")
                    .bind(&new.kind)
                    .bind(&new.id)
                    .execute(c)
                    .await?;
            });
        }
        change.index_words(id).await?;
        let said = Said::of(Deed::PublicBodyKnown, Noun::Organisation, id, id)
            .with(json!({ "body": new.id, "name": new.name, "domain": new.domain }));
        change.commit(said).await?;
        Ok(true)
    }
}

impl Change {
    async fn insert_public_body(&mut self, new: &NewPublicBody) -> Result<OrganisationId, StoreError> {
        let id = OrganisationId::random(&*self.store().0.chance);
        let reference = self.free_reference().await?;
        self.insert_organisation(&NewRow {
            id,
            reference: &reference,
            standing: Standing::PublicBody,
            name: new.name.as_str(),
            postcode: None,
            borough: &new.borough,
            sector: "",
            size: SizeBand::Large,
            tier: Tier::Core,
            undertakings: None,
            source: "region",
        })
        .await?;
        within!(self.tx, |c| {
            sqlx::query("insert into public_bodies (id, organisation, kind) values ($1, $2, $3)")
                .bind(&new.id)
                .bind(id.0)
                .bind(&new.kind)
                .execute(c)
                .await?;
        });
        Ok(id)
    }
}

struct Known {
    organisation: OrganisationId,
    kind: String,
    name: String,
    borough: String,
}
from_row!(Known, |row| Known {
    organisation: OrganisationId(row.uuid("organisation")?),
    kind: row.text("kind")?,
    name: row.text("name")?,
    borough: row.text("borough")?,
});

from_row!(BodyLine, |row| BodyLine {
    id: row.text("id")?,
    organisation: OrganisationId(row.uuid("organisation")?),
    name: row.text("name")?,
    kind: row.text("kind")?,
    borough: row.text("borough")?,
    asset: AssetId(row.uuid("asset")?),
    domain: row.typed("domain")?,
    checked_at: row.maybe_moment("checked_at")?,
    promise: row.promise("promise")?,
});
