//! The shapes of what programs get: names and texts as they are, ids as 32 hexadecimal digits,
//! moments as RFC 3339 in UTC. Fields are added in time, never taken away within a version.

mod domain;
mod judgement;
mod note;
mod organisation;
mod promise;

use serde::Serialize;
use terms::Timestamp;
use utoipa::ToSchema;

pub use domain::{CheckShape, DomainShape};
pub use judgement::{FindingShape, JudgementShape, NextShape, NotCheckedShape, PasteShape};
pub use note::NoteShape;
pub use organisation::{ContactShape, OrganisationShape};
pub use promise::PromiseShape;

/// A problem (RFC 9457).
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Problem)]
pub struct ProblemShape {
    /// Always `about:blank`: the status says what kind of problem it is.
    pub r#type: String,
    /// HTTP status.
    #[schema(minimum = 400, maximum = 599, example = 422)]
    pub status: u16,
    /// What happened, in a few words.
    pub title: String,
    /// What to do next.
    pub detail: String,
}

fn moment(at: Timestamp) -> String {
    at.to_string()
}
