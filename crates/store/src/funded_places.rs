//! Places that a funder pays.

use centre::ledger::Actor;
use terms::{FundedPlaceId, OrganisationId, PlainLine, Timestamp};

use crate::{Store, StoreError};

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
        unimplemented!()
    }

    /// All funded places, newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn funded_places(&self) -> Result<Vec<FundedPlace>, StoreError> {
        unimplemented!()
    }

    /// To whom places were given, newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn gifts_of(&self, id: FundedPlaceId) -> Result<Vec<Gift>, StoreError> {
        unimplemented!()
    }

    /// The funded place that an organisation has.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn funded_place_of(
        &self,
        organisation: OrganisationId,
    ) -> Result<Option<(FundedPlace, Gift)>, StoreError> {
        unimplemented!()
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
        unimplemented!()
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
        unimplemented!()
    }
}
