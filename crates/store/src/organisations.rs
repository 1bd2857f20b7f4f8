//! Members and prospects: what they are, and how that changes. Joining is in `joining.rs`, leaving in `leaving.rs`.

use centre::ledger::Actor;
use serde_json::json;
use terms::{DomainName, OrganisationId, PlainLine, Postcode, PromiseState, Reference, Timestamp};
use uuid::Uuid;

use crate::cells::{Cells as _, from_row};
use crate::change::{Change, Said};
use crate::db::{on, within};
use crate::moment::Moment;
use crate::search_words::sort_key;
use crate::{Deed, Noun, SizeBand, Standing, Store, StoreError, Tier};

/// An organisation as the centre knows it. Of one that left, only the husk is there: reference, borough, sector, dates.
#[derive(Debug, Clone, PartialEq)]
pub struct Organisation {
    /// Its id.
    pub id: OrganisationId,
    /// What people call it on the telephone.
    pub reference: Reference,
    /// How it stands to the centre.
    pub standing: Standing,
    /// Its name; empty when it left.
    pub name: String,
    /// Where it is; gone when it left.
    pub postcode: Option<Postcode>,
    /// The borough's code in the region pack; empty when unknown.
    pub borough: String,
    /// The sector's code in the region pack; empty when unknown.
    pub sector: String,
    /// How big it is; gone when it left.
    pub size: Option<SizeBand>,
    /// What kind of membership; gone when it left.
    pub tier: Option<Tier>,
    /// Its first domain.
    pub domain: Option<DomainName>,
    /// The version of the undertakings that it accepted, and when.
    pub undertakings: Option<(String, Timestamp)>,
    /// When it asked to join; for a prospect, when it came in.
    pub joined_at: Timestamp,
    /// When it followed the link.
    pub confirmed_at: Option<Timestamp>,
    /// When it left.
    pub left_at: Option<Timestamp>,
    /// When the centre was last in touch with it.
    pub last_contact_at: Option<Timestamp>,
    /// The worst state of any promise of any of its domains; `None` while nothing was checked.
    pub promise: Option<PromiseState>,
    /// Where it came from: `website`, a list's name, `demonstration`.
    pub source: String,
}

/// What a member can change of itself.
#[derive(Debug, Clone, PartialEq)]
pub struct Details {
    /// The organisation's name.
    pub name: PlainLine,
    /// Where it is.
    pub postcode: Postcode,
    /// The borough's code that the postcode gives.
    pub borough: String,
    /// The sector's code.
    pub sector: String,
    /// How big it is.
    pub size: SizeBand,
}

impl Store {
    /// The organisation with this id. Not for showing to staff: [`Store::member_for`] logs the read.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn organisation(&self, id: OrganisationId) -> Result<Option<Organisation>, StoreError> {
        Ok(on!(self, |c| {
            sqlx::query_as("select * from organisations where id = $1").bind(id.0).fetch_optional(c).await?
        }))
    }

    /// The organisation with this reference.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn organisation_called(
        &self,
        reference: &Reference,
    ) -> Result<Option<OrganisationId>, StoreError> {
        let id: Option<Uuid> = on!(self, |c| {
            sqlx::query_scalar("select id from organisations where reference = $1")
                .bind(reference.to_string())
                .fetch_optional(c)
                .await?
        });
        Ok(id.map(OrganisationId))
    }

    /// Changes an organisation's details; the ledger keeps what they were.
    ///
    /// # Errors
    /// When there is no such organisation, or it left.
    pub async fn change_details(
        &self,
        id: OrganisationId,
        details: &Details,
        by: &Actor,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let mut change = self.change(by, now).await?;
        let was = change.standing_organisation(id).await?;
        within!(change.tx, |c| {
            sqlx::query(
                "update organisations set name = $1, name_sort = $2, postcode = $3, borough = $4, sector = $5,
                 size = $6, changed_at = $7 where id = $8",
            )
            .bind(details.name.as_str())
            .bind(sort_key(details.name.as_str()))
            .bind(details.postcode.to_string())
            .bind(&details.borough)
            .bind(&details.sector)
            .bind(details.size.name())
            .bind(Moment::from(now))
            .bind(id.0)
            .execute(c)
            .await?;
        });
        change.index_words(id).await?;
        let said = Said::of(Deed::OrganisationChanged, Noun::Organisation, id, id).with(json!({
            "was": { "name": was.name, "postcode": was.postcode, "borough": was.borough, "sector": was.sector, "size": was.size },
            "is": { "name": details.name, "postcode": details.postcode, "borough": details.borough,
                    "sector": details.sector, "size": details.size },
        }));
        change.commit(said).await?;
        Ok(())
    }

    /// Changes the kind of membership.
    ///
    /// # Errors
    /// When there is no such organisation.
    pub async fn change_tier(
        &self,
        id: OrganisationId,
        tier: Tier,
        by: &Actor,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let mut change = self.change(by, now).await?;
        let was = change.standing_organisation(id).await?;
        change.set_tier(id, tier).await?;
        let said = Said::of(Deed::OrganisationChanged, Noun::Organisation, id, id)
            .with(json!({ "was": { "tier": was.tier }, "is": { "tier": tier } }));
        change.commit(said).await?;
        Ok(())
    }

    /// Keeps that the centre was in touch: `how` in a few words, for the timeline.
    ///
    /// # Errors
    /// When there is no such organisation.
    pub async fn contacted(
        &self,
        id: OrganisationId,
        how: &PlainLine,
        by: &Actor,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let mut change = self.change(by, now).await?;
        change.standing_organisation(id).await?;
        change.set_last_contact(id).await?;
        let said =
            Said::of(Deed::OrganisationContacted, Noun::Organisation, id, id).with(json!({ "how": how }));
        change.commit(said).await?;
        Ok(())
    }

    /// Keeps that a member accepts this version of the undertakings.
    ///
    /// # Errors
    /// When there is no such organisation.
    pub async fn accept_undertakings(
        &self,
        id: OrganisationId,
        version: &str,
        by: &Actor,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let mut change = self.change(by, now).await?;
        let was = change.standing_organisation(id).await?;
        within!(change.tx, |c| {
            sqlx::query("update organisations set undertakings = $1, undertakings_at = $2, changed_at = $2 where id = $3")
                .bind(version)
                .bind(Moment::from(now))
                .bind(id.0)
                .execute(c)
                .await?;
        });
        let said = Said::of(Deed::UndertakingsAccepted, Noun::Organisation, id, id)
            .with(json!({ "was": was.undertakings.map(|(version, _)| version), "is": version }));
        change.commit(said).await?;
        Ok(())
    }
}

from_row!(Organisation, |row| Organisation {
    id: OrganisationId(row.uuid("id")?),
    reference: row.typed("reference")?,
    standing: row.word("standing")?,
    name: row.text("name")?,
    postcode: row.maybe_typed("postcode")?,
    borough: row.text("borough")?,
    sector: row.text("sector")?,
    size: row.word_if_any("size")?,
    tier: row.word_if_any("tier")?,
    domain: row.maybe_typed("domain")?,
    undertakings: row.maybe_text("undertakings")?.zip(row.maybe_moment("undertakings_at")?),
    joined_at: row.moment("joined_at")?,
    confirmed_at: row.maybe_moment("confirmed_at")?,
    left_at: row.maybe_moment("left_at")?,
    last_contact_at: Some(row.moment("last_contact_at")?).filter(|at| *at > Timestamp::UNIX_EPOCH),
    promise: row.promise("promise")?,
    source: row.text("source")?,
});

/// A row to be made.
pub(crate) struct NewRow<'a> {
    pub(crate) id: OrganisationId,
    pub(crate) reference: &'a Reference,
    pub(crate) standing: Standing,
    pub(crate) name: &'a str,
    pub(crate) postcode: Option<String>,
    pub(crate) borough: &'a str,
    pub(crate) sector: &'a str,
    pub(crate) size: SizeBand,
    pub(crate) tier: Tier,
    pub(crate) undertakings: Option<&'a str>,
    pub(crate) source: &'a str,
}

impl Change {
    pub(crate) async fn insert_organisation(&mut self, new: &NewRow<'_>) -> Result<(), StoreError> {
        let now = Moment::from(self.now());
        within!(self.tx, |c| {
            sqlx::query(
                "insert into organisations (id, reference, standing, name, name_sort, postcode, borough, sector, size,
                     tier, undertakings, undertakings_at, joined_at, last_contact_at, promise, source, changed_at)
                 values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 0, '', $14, $13)",
            )
            .bind(new.id.0)
            .bind(new.reference.to_string())
            .bind(new.standing.name())
            .bind(new.name)
            .bind(sort_key(new.name))
            .bind(&new.postcode)
            .bind(new.borough)
            .bind(new.sector)
            .bind(new.size.name())
            .bind(new.tier.name())
            .bind(new.undertakings)
            .bind(new.undertakings.map(|_| now))
            .bind(now)
            .bind(new.source)
            .execute(c)
            .await?;
        });
        Ok(())
    }

    /// A reference that nobody has. Of a thousand million few are taken, so the first is nearly always free.
    pub(crate) async fn free_reference(&mut self) -> Result<Reference, StoreError> {
        loop {
            let reference = Reference::random(&*self.store().0.chance);
            let taken: Option<Uuid> = within!(self.tx, |c| {
                sqlx::query_scalar("select id from organisations where reference = $1")
                    .bind(reference.to_string())
                    .fetch_optional(c)
                    .await?
            });
            if taken.is_none() {
                return Ok(reference);
            }
        }
    }

    /// The organisation, if it has not left.
    pub(crate) async fn standing_organisation(
        &mut self,
        id: OrganisationId,
    ) -> Result<Organisation, StoreError> {
        let found: Option<Organisation> = within!(self.tx, |c| {
            sqlx::query_as("select * from organisations where id = $1 and standing <> 'left'")
                .bind(id.0)
                .fetch_optional(c)
                .await?
        });
        found.ok_or(StoreError::NoSuch("organisation"))
    }

    pub(crate) async fn set_tier(&mut self, id: OrganisationId, tier: Tier) -> Result<(), StoreError> {
        let now = Moment::from(self.now());
        within!(self.tx, |c| {
            sqlx::query("update organisations set tier = $1, changed_at = $2 where id = $3")
                .bind(tier.name())
                .bind(now)
                .bind(id.0)
                .execute(c)
                .await?;
        });
        Ok(())
    }

    pub(crate) async fn set_last_contact(&mut self, id: OrganisationId) -> Result<(), StoreError> {
        let now = Moment::from(self.now());
        within!(self.tx, |c| {
            sqlx::query(
                "update organisations set last_contact_at = $1 where id = $2 and last_contact_at < $1",
            )
            .bind(now)
            .bind(id.0)
            .execute(c)
            .await?;
        });
        Ok(())
    }
}
