//! The city as data, for anybody: boroughs, sectors, sources.

use std::sync::Arc;

use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use super::body::Answer;
use crate::app::App;

/// The city.
#[derive(Debug, Serialize, ToSchema)]
pub struct RegionAnswer {
    /// What people call it.
    #[schema(example = "London")]
    name: String,
    /// The pack's short name.
    code: String,
    /// By name.
    boroughs: Vec<BoroughShape>,
    /// By letter.
    sectors: Vec<SectorShape>,
}

/// A borough.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Borough)]
pub struct BoroughShape {
    /// Its code in statistics.
    #[schema(example = "E09000030")]
    code: String,
    /// Its name.
    name: String,
    /// Its word in addresses.
    slug: String,
}

/// What firms do.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Sector)]
pub struct SectorShape {
    /// Its letter.
    #[schema(example = "I")]
    letter: String,
    /// The name that an owner would use.
    name: String,
    /// The name that statistics use.
    official_name: String,
}

/// Boroughs and sectors with the codes that the other operations use.
#[utoipa::path(get, path = "/api/v1/region", tag = "region", security(()), responses(
    (status = 200, description = "The city.", body = RegionAnswer),
))]
pub async fn show(State(app): State<Arc<App>>) -> Answer<RegionAnswer> {
    let region = &app.region;
    let boroughs = region.boroughs.iter().map(|b| BoroughShape {
        code: b.code.as_str().to_owned(),
        name: b.name.clone(),
        slug: b.slug.clone(),
    });
    let sectors = region.sectors.iter().map(|s| SectorShape {
        letter: s.letter.to_string(),
        name: s.name.clone(),
        official_name: s.official_name.clone(),
    });
    Answer::ok(RegionAnswer {
        name: region.name.clone(),
        code: region.code.clone(),
        boroughs: boroughs.collect(),
        sectors: sectors.collect(),
    })
}
