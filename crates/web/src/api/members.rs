//! Members, for programs of the centre: the same search as the page, the same log of reads.

use std::sync::Arc;

use axum::extract::{Path, State};
use serde::Serialize;
use store::HowMany;
use terms::OrganisationId;
use utoipa::ToSchema;

use super::body::Answer;
use super::shapes::{ContactShape, DomainShape, NoteShape, OrganisationShape, ProblemShape};
use crate::app::App;
use crate::caller::Caller;
use crate::pages::desk::asked::Asked;
use crate::pages::desk::search::MemberSearch;
use crate::pages::desk::told;
use crate::problem::Problem;

/// Members on one page.
const LINES: u32 = 100;

/// One page of members.
#[derive(Debug, Serialize, ToSchema)]
pub struct MembersAnswer {
    /// The members.
    members: Vec<OrganisationShape>,
    /// Give it as `from` to get the next page; nothing at the end.
    next: Option<String>,
    /// Give it as `from` to get the page before; nothing at the beginning.
    previous: Option<String>,
    /// How many there are on all pages, as far as anybody counted.
    count: u64,
    /// Whether there are more than `count`.
    more_than_count: bool,
}

/// A page of members, prospects or unconfirmed organisations.
///
/// # Errors
/// When a filter has a value that there is not.
#[utoipa::path(get, path = "/api/v1/members", tag = "members", params(MemberSearch), security(("token" = [])), responses(
    (status = 200, description = "One page of the list.", body = MembersAnswer),
    (status = 401, description = "No token that lives.", body = ProblemShape, content_type = "application/problem+json"),
    (status = 403, description = "Not part of this person's job.", body = ProblemShape, content_type = "application/problem+json"),
    (status = 422, description = "A filter has a value that there is not.", body = ProblemShape, content_type = "application/problem+json"),
))]
pub async fn list(
    State(app): State<Arc<App>>,
    Asked(search): Asked<MemberSearch>,
) -> Result<Answer<MembersAnswer>, Problem> {
    let question = search.read(&app.region, app.now())?;
    let page = app.store.members(&question.filter, question.sort, question.from.as_ref(), LINES).await?;
    let (count, more_than_count) = match page.how_many {
        HowMany::Exactly(count) => (count, false),
        HowMany::MoreThan(count) => (count, true),
    };
    Ok(Answer::ok(MembersAnswer {
        members: page.lines.iter().map(OrganisationShape::from).collect(),
        next: page.next.map(|cursor| cursor.to_string()),
        previous: page.previous.map(|cursor| cursor.to_string()),
        count,
        more_than_count,
    }))
}

/// A member's whole record.
#[derive(Debug, Serialize, ToSchema)]
pub struct MemberAnswer {
    /// The organisation.
    organisation: OrganisationShape,
    /// Its people.
    contacts: Vec<ContactShape>,
    /// Its domains.
    domains: Vec<DomainShape>,
    /// The centre's notes, newest first.
    notes: Vec<NoteShape>,
    /// Who pays for its place, if a funder does.
    funder: Option<String>,
}

/// One member. The read is in the ledger before the answer leaves.
///
/// # Errors
/// When there is no such organisation, or the read could not be logged.
#[utoipa::path(get, path = "/api/v1/members/{organisation}", tag = "members", security(("token" = [])),
    params(("organisation" = String, Path, description = "Id of the organisation.")), responses(
    (status = 200, description = "The record.", body = MemberAnswer),
    (status = 401, description = "No token that lives.", body = ProblemShape, content_type = "application/problem+json"),
    (status = 403, description = "Not part of this person's job.", body = ProblemShape, content_type = "application/problem+json"),
    (status = 404, description = "No such organisation, or none that this person may know of.", body = ProblemShape, content_type = "application/problem+json"),
))]
pub async fn show(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(organisation): Path<OrganisationId>,
) -> Result<Answer<MemberAnswer>, Problem> {
    let record = app.store.member_for(&caller.actor(), organisation, app.now()).await.map_err(told)?;
    let record = record.ok_or_else(Problem::not_found)?;
    Ok(Answer::ok(MemberAnswer {
        organisation: OrganisationShape::from(&record.organisation),
        contacts: record.people.iter().map(ContactShape::from).collect(),
        domains: record.assets.iter().map(DomainShape::from).collect(),
        notes: record.notes.iter().map(NoteShape::from).collect(),
        funder: record.funded_place.map(|(place, _)| place.funder.to_string()),
    }))
}
