//! A look at a domain, for anybody.

use std::sync::Arc;

use axum::extract::State;
use serde::Deserialize;
use terms::DomainName;
use utoipa::ToSchema;

use super::body::{Answer, Received};
use super::shapes::{JudgementShape, ProblemShape};
use crate::app::App;
use crate::caller::Caller;
use crate::consent::{Consent, level_of};
use crate::pace;
use crate::problem::Problem;

/// Which domain to look at.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CheckAsked {
    /// A domain, as a name, a pasted web address or an e-mail address.
    #[schema(example = "bakery.example", max_length = 2000)]
    domain: String,
}

/// Looks at a domain's public records, comes by as one visitor would, and judges what is seen. Nothing of it is kept.
///
/// A name is visited once in some minutes, whoever asks; in between, only records are read.
/// Whoever asks often waits a little; nobody is refused.
///
/// # Errors
/// When the text is no domain, or the name is left alone.
#[utoipa::path(post, path = "/api/v1/check", tag = "check", request_body = CheckAsked, security(()), responses(
    (status = 200, description = "What the look comes to.", body = JudgementShape),
    (status = 409, description = "The owner asked us to leave the name alone, or all looking is stopped.", body = ProblemShape, content_type = "application/problem+json"),
    (status = 422, description = "The text is no domain.", body = ProblemShape, content_type = "application/problem+json"),
))]
pub async fn check(
    State(app): State<Arc<App>>,
    caller: Caller,
    Received(asked): Received<CheckAsked>,
) -> Result<Answer<JudgementShape>, Problem> {
    let domain = read_domain(&asked.domain)?;
    pace::wait(&app, "look", &caller.network, pace::LOOKING).await;
    let permit = Consent::of(&app).for_anybody(&domain, app.now()).await?;
    let level = level_of(permit.reach).ok_or_else(|| {
        Problem::clash(
            "We leave this name alone: its owner asked us to, or all looking is stopped. See /looking.",
        )
    })?;
    let look = app.look.look(&domain, level).await;
    Ok(Answer::ok(JudgementShape::from(&look.judgement)))
}

/// A domain as a program sent it.
pub(super) fn read_domain(text: &str) -> Result<DomainName, Problem> {
    DomainName::parse(text).map_err(|error| Problem::does_not_fit(error.to_string()))
}
