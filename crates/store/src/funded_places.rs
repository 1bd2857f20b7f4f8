//! Places that a funder pays.

use centre::ledger::Actor;
use serde_json::json;
use terms::{FundedPlaceId, OrganisationId, PlainLine, Timestamp};
use uuid::Uuid;

use crate::cells::{Cells as _, from_row};
use crate::change::Said;
use crate::db::{on, within};
use crate::moment::Moment;
use crate::{Deed, Noun, Standing, Store, StoreError, Tier};

/// Places to add.
#[derive(Debug, Clone)]
pub struct NewFundedPlaces {
    /// Who pays.
    pub funder: PlainLine,
    /// Only for organisations in this borough.
    pub borough: Option<String>,
    /// Only for organisations of this sector.
    pub sector: Option<String>,
    /// How many.
    pub places: u32,
}

/// Places that a funder pays.
#[derive(Debug, Clone, PartialEq)]
pub struct FundedPlace {
    /// Their id.
    pub id: FundedPlaceId,
    /// Who pays.
    pub funder: PlainLine,
    /// Only for organisations in this borough.
    pub borough: Option<String>,
    /// Only for organisations of this sector.
    pub sector: Option<String>,
    /// How many there are.
    pub places: u32,
    /// How many were given.
    pub given: u32,
    /// When they were added.
    pub added_at: Timestamp,
    /// When they were closed; none is given after.
    pub closed_at: Option<Timestamp>,
}

/// A place that was given.
#[derive(Debug, Clone, PartialEq)]
pub struct Gift {
    /// To whom.
    pub organisation: OrganisationId,
    /// The organisation's name, empty when it left.
    pub name: String,
    /// When.
    pub given_at: Timestamp,
    /// By whom.
    pub given_by: Actor,
}

impl Store {
    /// Adds places.
    ///
    /// # Errors
    /// When there are none of them.
    pub async fn add_funded_places(
        &self,
        new: &NewFundedPlaces,
        by: &Actor,
        now: Timestamp,
    ) -> Result<FundedPlaceId, StoreError> {
        if new.places == 0 {
            return Err(StoreError::NotAllowed("say how many places there are"));
        }
        let id = FundedPlaceId::random(&*self.0.chance);
        let mut change = self.change(by, now).await?;
        within!(change.tx, |c| {
            sqlx::query(
                "insert into funded_places (id, funder, borough, sector, places, given, added_at)
                 values ($1, $2, $3, $4, $5, 0, $6)",
            )
            .bind(id.0)
            .bind(new.funder.as_str())
            .bind(&new.borough)
            .bind(&new.sector)
            .bind(i64::from(new.places))
            .bind(Moment::from(now))
            .execute(c)
            .await?;
        });
        let said = Said::of_centre(Deed::FundedPlacesAdded, Noun::FundedPlace, id).with(json!({
            "funder": new.funder, "borough": new.borough, "sector": new.sector, "places": new.places,
        }));
        change.commit(said).await?;
        Ok(id)
    }

    /// All funded places, newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn funded_places(&self) -> Result<Vec<FundedPlace>, StoreError> {
        Ok(on!(self, |c| {
            sqlx::query_as("select * from funded_places order by added_at desc, id").fetch_all(c).await?
        }))
    }

    /// To whom places were given, newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn gifts_of(&self, id: FundedPlaceId) -> Result<Vec<Gift>, StoreError> {
        Ok(on!(self, |c| {
            sqlx::query_as(
                "select g.organisation, o.name, g.given_at, g.given_by from funded_place_gifts g
                 join organisations o on o.id = g.organisation where g.place = $1
                 order by g.given_at desc, g.organisation",
            )
            .bind(id.0)
            .fetch_all(c)
            .await?
        }))
    }

    /// The funded place that an organisation has.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn funded_place_of(
        &self,
        organisation: OrganisationId,
    ) -> Result<Option<(FundedPlace, Gift)>, StoreError> {
        let gift: Option<GiftOf> = on!(self, |c| {
            sqlx::query_as(
                "select g.place, g.organisation, o.name, g.given_at, g.given_by from funded_place_gifts g
                 join organisations o on o.id = g.organisation where g.organisation = $1",
            )
            .bind(organisation.0)
            .fetch_optional(c)
            .await?
        });
        let Some(GiftOf(place, gift)) = gift else { return Ok(None) };
        let place: FundedPlace = on!(self, |c| {
            sqlx::query_as("select * from funded_places where id = $1").bind(place).fetch_one(c).await?
        });
        Ok(Some((place, gift)))
    }

    /// Gives a place to a member, whose tier becomes funded. However many give at one moment, never more are
    /// given than there are.
    ///
    /// # Errors
    /// When none is left, the place is for another borough or sector, it was closed, or the member has one.
    pub async fn give_place(
        &self,
        id: FundedPlaceId,
        organisation: OrganisationId,
        by: &Actor,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let mut change = self.change(by, now).await?;
        // One statement takes the place, or finds that none is left: however many give at one moment.
        let taken: Option<FundedPlace> = within!(change.tx, |c| {
            sqlx::query_as(
                "update funded_places set given = given + 1
                 where id = $1 and given < places and closed_at is null returning *",
            )
            .bind(id.0)
            .fetch_optional(c)
            .await?
        });
        let place = taken.ok_or(StoreError::NotAllowed("no place is left here"))?;
        let to = change.standing_organisation(organisation).await?;
        if to.standing != Standing::Member {
            return Err(StoreError::NotAllowed("only a member can be given a place"));
        }
        if place.borough.as_ref().is_some_and(|borough| *borough != to.borough) {
            return Err(StoreError::NotAllowed("this place is for another borough"));
        }
        if place.sector.as_ref().is_some_and(|sector| *sector != to.sector) {
            return Err(StoreError::NotAllowed("this place is for another sector"));
        }
        let rows = within!(change.tx, |c| {
            sqlx::query(
                "insert into funded_place_gifts (organisation, place, given_at, given_by) values ($1, $2, $3, $4)
                 on conflict (organisation) do nothing",
            )
            .bind(organisation.0)
            .bind(id.0)
            .bind(Moment::from(now))
            .bind(by.to_string())
            .execute(c)
            .await?
            .rows_affected()
        });
        if rows == 0 {
            return Err(StoreError::NotAllowed("this member has a place already"));
        }
        change.set_tier(organisation, Tier::Funded).await?;
        let said = Said::of(Deed::FundedPlaceGiven, Noun::FundedPlace, id, organisation)
            .with(json!({ "funder": place.funder, "tier_was": to.tier }));
        change.commit(said).await?;
        Ok(())
    }

    /// Closes places: no more are given, those that were given stay.
    ///
    /// # Errors
    /// When there are no such places.
    pub async fn close_funded_places(
        &self,
        id: FundedPlaceId,
        by: &Actor,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let mut change = self.change(by, now).await?;
        let rows = within!(change.tx, |c| {
            sqlx::query("update funded_places set closed_at = $1 where id = $2 and closed_at is null")
                .bind(Moment::from(now))
                .bind(id.0)
                .execute(c)
                .await?
                .rows_affected()
        });
        if rows == 0 {
            return Err(StoreError::NoSuch("funded places that are open"));
        }
        change.commit(Said::of_centre(Deed::FundedPlacesClosed, Noun::FundedPlace, id)).await?;
        Ok(())
    }
}

from_row!(FundedPlace, |row| FundedPlace {
    id: FundedPlaceId(row.uuid("id")?),
    funder: row.typed("funder")?,
    borough: row.maybe_text("borough")?,
    sector: row.maybe_text("sector")?,
    places: row.count("places")?,
    given: row.count("given")?,
    added_at: row.moment("added_at")?,
    closed_at: row.maybe_moment("closed_at")?,
});

from_row!(Gift, |row| Gift {
    organisation: OrganisationId(row.uuid("organisation")?),
    name: row.text("name")?,
    given_at: row.moment("given_at")?,
    given_by: row.word("given_by")?,
});

struct GiftOf(Uuid, Gift);
from_row!(GiftOf, |row| GiftOf(row.uuid("place")?, sqlx::FromRow::from_row(row)?));
