//! The city in figures that name no firm, for programs.

use std::sync::Arc;

use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use super::body::Answer;
use super::shapes::ProblemShape;
use crate::app::App;
use crate::caller::Caller;
use crate::pages::city::figures::{CityFigures, Row};
use crate::problem::Problem;

/// The figures of the city.
#[derive(Debug, Serialize, ToSchema)]
pub struct CityAnswer {
    /// The whole city.
    city: FiguresShape,
    /// By borough; one only for whoever is bound to it.
    boroughs: Vec<FiguresShape>,
    /// Members by sector; none for whoever is bound to a borough.
    sectors: Vec<SectorFigure>,
}

/// Figures of a place. What is nothing is not shown: it is small, or would give a small one away.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Figures)]
pub struct FiguresShape {
    /// The borough's code; empty for the whole city.
    code: String,
    /// Its name.
    name: String,
    /// How many members.
    members: Option<u64>,
    /// How many of them have a domain that was looked at.
    looked_at: Option<u64>,
    /// How many of those have a promise that is not kept.
    not_kept: Option<u64>,
}

/// Members of a sector.
#[derive(Debug, Serialize, ToSchema)]
pub struct SectorFigure {
    /// The sector's name.
    name: String,
    /// How many members; nothing where it is not shown.
    members: Option<u64>,
}

impl From<Row> for FiguresShape {
    fn from(row: Row) -> Self {
        Self {
            code: row.code,
            name: row.name,
            members: row.members,
            looked_at: row.looked_at,
            not_kept: row.not_kept,
        }
    }
}

/// The same figures as the page of the city, with the same counts hidden.
///
/// # Errors
/// When the store fails.
#[utoipa::path(get, path = "/api/v1/city", tag = "city", security(("token" = [])), responses(
    (status = 200, description = "The figures.", body = CityAnswer),
    (status = 401, description = "No token that lives.", body = ProblemShape, content_type = "application/problem+json"),
))]
pub async fn show(State(app): State<Arc<App>>, caller: Caller) -> Result<Answer<CityAnswer>, Problem> {
    let figures = CityFigures::for_caller(&app, &caller).await?;
    let is_bound = figures.bound_to.is_some();
    let sectors = figures.sectors.into_iter().filter(|_| !is_bound);
    Ok(Answer::ok(CityAnswer {
        city: figures.city.as_row().into(),
        boroughs: figures.boroughs.into_iter().map(FiguresShape::from).collect(),
        sectors: sectors.map(|(name, members)| SectorFigure { name, members }).collect(),
    }))
}
