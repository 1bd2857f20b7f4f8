//! A member's own firm, for the member's own programs.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use store::{AddedAsset, Asset, MOST_ASSETS};
use terms::AssetId;
use utoipa::ToSchema;

use super::body::{Answer, Received};
use super::check::read_domain;
use super::once::{Kept, Key, once};
use super::shapes::{CheckShape, ContactShape, DomainShape, JudgementShape, OrganisationShape, ProblemShape};
use crate::app::App;
use crate::caller::Caller;
use crate::pages::desk::told;
use crate::problem::Problem;

/// Check-ups of a domain that are listed: a year of nights.
const CHECKS: u32 = 366;

/// A member's own record.
#[derive(Debug, Serialize, ToSchema)]
pub struct FirmAnswer {
    /// The firm.
    firm: OrganisationShape,
    /// Its people.
    contacts: Vec<ContactShape>,
    /// Its domains.
    domains: Vec<DomainShape>,
}

/// The firm of whoever holds the token.
///
/// # Errors
/// When the person belongs to no member.
#[utoipa::path(get, path = "/api/v1/firm", tag = "firm", security(("token" = [])), responses(
    (status = 200, description = "The firm.", body = FirmAnswer),
    (status = 401, description = "No token that lives.", body = ProblemShape, content_type = "application/problem+json"),
    (status = 404, description = "The person belongs to no member.", body = ProblemShape, content_type = "application/problem+json"),
))]
pub async fn show(State(app): State<Arc<App>>, caller: Caller) -> Result<Answer<FirmAnswer>, Problem> {
    let id = caller.firm()?;
    let firm = app.store.organisation(id).await?.ok_or_else(Problem::not_found)?;
    let people = app.store.people_of(id).await?;
    let assets = app.store.assets_of(id).await?;
    Ok(Answer::ok(FirmAnswer {
        firm: OrganisationShape::from(&firm),
        contacts: people.iter().map(ContactShape::from).collect(),
        domains: assets.iter().map(DomainShape::from).collect(),
    }))
}

/// The domains of a firm.
#[derive(Debug, Serialize, ToSchema)]
pub struct DomainsAnswer {
    /// In the order in which they came.
    domains: Vec<DomainShape>,
}

/// The firm's domains.
///
/// # Errors
/// When the person belongs to no member.
#[utoipa::path(get, path = "/api/v1/firm/domains", tag = "firm", security(("token" = [])), responses(
    (status = 200, description = "The domains.", body = DomainsAnswer),
    (status = 401, description = "No token that lives.", body = ProblemShape, content_type = "application/problem+json"),
))]
pub async fn domains(State(app): State<Arc<App>>, caller: Caller) -> Result<Answer<DomainsAnswer>, Problem> {
    let assets = app.store.assets_of(caller.firm()?).await?;
    Ok(Answer::ok(DomainsAnswer { domains: assets.iter().map(DomainShape::from).collect() }))
}

/// A domain to add.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DomainAsked {
    /// The domain.
    #[schema(example = "bakery.example", max_length = 2000)]
    domain: String,
}

/// Adds a domain; we look at it soon. One that is there already stays as it is.
///
/// # Errors
/// When the text is no domain, or the firm has as many as it can have.
#[utoipa::path(post, path = "/api/v1/firm/domains", tag = "firm", request_body = DomainAsked, security(("token" = [])),
    params(("Idempotency-Key" = Option<String>, Header, description = "1 to 100 letters, digits, hyphens or underscores.")),
    responses(
    (status = 200, description = "It was there already.", body = DomainShape),
    (status = 201, description = "It is added.", body = DomainShape),
    (status = 401, description = "No token that lives.", body = ProblemShape, content_type = "application/problem+json"),
    (status = 409, description = "The firm has as many domains as it can have.", body = ProblemShape, content_type = "application/problem+json"),
    (status = 422, description = "The text is no domain.", body = ProblemShape, content_type = "application/problem+json"),
))]
pub async fn add_domain(
    State(app): State<Arc<App>>,
    caller: Caller,
    key: Key,
    Received(asked): Received<DomainAsked>,
) -> Result<Response, Problem> {
    let domain = read_domain(&asked.domain)?;
    let firm = caller.firm()?;
    once(&app, &caller, "add domain", &key, async {
        let added = app.store.add_asset(firm, &domain, &caller.actor(), app.now()).await.map_err(told)?;
        let (status, id) = match added {
            AddedAsset::Added(id) => (StatusCode::CREATED, id),
            AddedAsset::Known(id) => (StatusCode::OK, id),
            AddedAsset::TooMany => {
                return Err(Problem::clash(format!(
                    "A firm can have {MOST_ASSETS} domains. Take one out, then add this one."
                )));
            }
        };
        Kept::json(status, &DomainShape::from(&found(&app, id).await?))
    })
    .await
}

async fn found(app: &App, id: AssetId) -> Result<Asset, Problem> {
    app.store.asset(id).await?.ok_or_else(Problem::not_found)
}

/// A domain with its last look.
#[derive(Debug, Serialize, ToSchema)]
pub struct DomainAnswer {
    /// The domain.
    domain: DomainShape,
    /// What the last look came to; nothing while nobody looked.
    judgement: Option<JudgementShape>,
}

/// One of the firm's domains and what the last look came to.
///
/// # Errors
/// When the firm has no such domain.
#[utoipa::path(get, path = "/api/v1/firm/domains/{asset}", tag = "firm", security(("token" = [])),
    params(("asset" = String, Path, description = "Id of the domain.")), responses(
    (status = 200, description = "The domain.", body = DomainAnswer),
    (status = 401, description = "No token that lives.", body = ProblemShape, content_type = "application/problem+json"),
    (status = 404, description = "The firm has no such domain.", body = ProblemShape, content_type = "application/problem+json"),
))]
pub async fn domain(
    State(app): State<Arc<App>>,
    Path(asset): Path<AssetId>,
) -> Result<Answer<DomainAnswer>, Problem> {
    let found = found(&app, asset).await?;
    let judgement = match app.store.last_check(asset).await? {
        Some(check) => {
            let judgement: checkup::Judgement =
                serde_json::from_str(&check.judgement).map_err(Problem::broken)?;
            Some(JudgementShape::from(&judgement))
        }
        None => None,
    };
    Ok(Answer::ok(DomainAnswer { domain: DomainShape::from(&found), judgement }))
}

/// Takes a domain out, with its check-ups.
///
/// # Errors
/// When the firm has no such domain.
#[utoipa::path(delete, path = "/api/v1/firm/domains/{asset}", tag = "firm", security(("token" = [])),
    params(
        ("asset" = String, Path, description = "Id of the domain."),
        ("Idempotency-Key" = Option<String>, Header, description = "1 to 100 letters, digits, hyphens or underscores."),
    ), responses(
    (status = 204, description = "It is taken out."),
    (status = 401, description = "No token that lives.", body = ProblemShape, content_type = "application/problem+json"),
    (status = 404, description = "The firm has no such domain.", body = ProblemShape, content_type = "application/problem+json"),
))]
pub async fn remove_domain(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(asset): Path<AssetId>,
    key: Key,
) -> Result<Response, Problem> {
    once(&app, &caller, &format!("remove {asset}"), &key, async {
        app.store.remove_asset(asset, &caller.actor(), app.now()).await.map_err(told)?;
        Ok(Kept::nothing())
    })
    .await
}

/// The check-ups of a domain.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChecksAnswer {
    /// Oldest first.
    checks: Vec<CheckShape>,
}

/// How the promises of a domain stood over the last year.
///
/// # Errors
/// When the firm has no such domain.
#[utoipa::path(get, path = "/api/v1/firm/domains/{asset}/checks", tag = "firm", security(("token" = [])),
    params(("asset" = String, Path, description = "Id of the domain.")), responses(
    (status = 200, description = "The check-ups.", body = ChecksAnswer),
    (status = 401, description = "No token that lives.", body = ProblemShape, content_type = "application/problem+json"),
    (status = 404, description = "The firm has no such domain.", body = ProblemShape, content_type = "application/problem+json"),
))]
pub async fn checks(
    State(app): State<Arc<App>>,
    Path(asset): Path<AssetId>,
) -> Result<Answer<ChecksAnswer>, Problem> {
    let checks = app.store.checks_of(asset, CHECKS).await?;
    Ok(Answer::ok(ChecksAnswer { checks: checks.iter().map(CheckShape::from).collect() }))
}
