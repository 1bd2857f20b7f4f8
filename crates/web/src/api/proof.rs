//! Proving that a domain is the firm's, for the member's own programs.

use std::sync::Arc;

use axum::extract::{Path, State};
use centre::consent::{FILE_PATH, RECORD_LABEL, Way};
use serde::{Deserialize, Serialize};
use store::Asset;
use terms::AssetId;
use utoipa::ToSchema;

use super::body::{Answer, Received};
use super::shapes::{ProblemShape, moment};
use crate::app::App;
use crate::caller::Caller;
use crate::consent::Consent;
use crate::pace;
use crate::pages::firm::verdict_word;
use crate::problem::Problem;

/// How a domain is proved, and how that stands.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProofAnswer {
    /// The name of the TXT record.
    #[schema(example = "_watchhouse-check.bakery.example")]
    record_name: String,
    /// What the TXT record says.
    #[schema(example = "watchhouse-check=00112233445566778899aabbccddeeff")]
    record_text: String,
    /// The address of the file that proves it instead; nothing where files cannot be read.
    file_address: Option<String>,
    /// What stands in the file.
    file_text: Option<String>,
    /// Since when it is proved without a break.
    proved_at: Option<String>,
    /// When a proof was last seen. A closer look needs one that is not older than an hour, and looks for it itself.
    seen_at: Option<String>,
}

/// The lines that prove a domain, and whether they were seen.
///
/// # Errors
/// When the firm has no such domain.
#[utoipa::path(get, path = "/api/v1/firm/domains/{asset}/proof", tag = "firm", security(("token" = [])),
    params(("asset" = String, Path, description = "Id of the domain.")), responses(
    (status = 200, description = "How it is proved.", body = ProofAnswer),
    (status = 401, description = "No token that lives.", body = ProblemShape, content_type = "application/problem+json"),
    (status = 404, description = "The firm has no such domain.", body = ProblemShape, content_type = "application/problem+json"),
))]
pub async fn show(
    State(app): State<Arc<App>>,
    Path(asset): Path<AssetId>,
) -> Result<Answer<ProofAnswer>, Problem> {
    let asset = found(&app, asset).await?;
    let seen_at = app.store.proofs_of(asset.id).await?.iter().filter_map(|proof| proof.seen_at).max();
    let has_file = app.proofs.reads_files();
    Ok(Answer::ok(ProofAnswer {
        record_name: format!("{RECORD_LABEL}.{}", asset.domain),
        record_text: app.store.proof_token(&asset, Way::Records).line(),
        file_address: has_file.then(|| format!("https://{}{FILE_PATH}", asset.domain)),
        file_text: has_file.then(|| app.store.proof_token(&asset, Way::File).line()),
        proved_at: asset.proved_at.map(moment),
        seen_at: seen_at.map(moment),
    }))
}

/// Where to look.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProofAsked {
    /// `records` or `file`.
    #[schema(example = "records", max_length = 20)]
    way: String,
}

/// What a look for a proof came to.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProofLooked {
    /// `proved`, `not-there`, `something-else`, `everything` (every name answers with the line, which proves nothing) or
    /// `could-not-check`.
    verdict: &'static str,
}

/// Looks for a proof now. A target is asked at most ten times in a minute, whoever asks.
///
/// # Errors
/// When the firm has no such domain, the way is none for programs, or the target was asked often just now.
#[utoipa::path(post, path = "/api/v1/firm/domains/{asset}/proof", tag = "firm", request_body = ProofAsked, security(("token" = [])),
    params(("asset" = String, Path, description = "Id of the domain.")), responses(
    (status = 200, description = "What it came to.", body = ProofLooked),
    (status = 401, description = "No token that lives.", body = ProblemShape, content_type = "application/problem+json"),
    (status = 404, description = "The firm has no such domain.", body = ProblemShape, content_type = "application/problem+json"),
    (status = 422, description = "The way is not one for programs.", body = ProblemShape, content_type = "application/problem+json"),
    (status = 503, description = "The target was asked often just now, is left alone, or all looking is stopped.", body = ProblemShape, content_type = "application/problem+json"),
))]
pub async fn look(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(asset): Path<AssetId>,
    Received(asked): Received<ProofAsked>,
) -> Result<Answer<ProofLooked>, Problem> {
    let asset = found(&app, asset).await?;
    let way = asked.way.parse().ok().filter(|way| *way != Way::Mail);
    let way = way.ok_or_else(|| Problem::does_not_fit("The way is \"records\" or \"file\"."))?;
    pace::wait(&app, "proof", &asset.organisation.to_string(), pace::LOOKING).await;
    let verdict = Consent::of(&app).look_for_proof(&asset, way, &caller.actor(), app.now()).await?;
    let verdict = verdict.map(verdict_word).ok_or_else(Problem::busy)?;
    Ok(Answer::ok(ProofLooked { verdict }))
}

async fn found(app: &App, id: AssetId) -> Result<Asset, Problem> {
    app.store.asset(id).await?.ok_or_else(Problem::not_found)
}
