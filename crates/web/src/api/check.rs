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

/// Looks at a domain's public records and judges them. Nothing is kept.
///
/// Whoever asks often waits a little; nobody is refused.
///
/// # Errors
/// When the text is no domain.
#[utoipa::path(post, path = "/api/v1/check", tag = "check", request_body = CheckAsked, security(()), responses(
    (status = 200, description = "What the look comes to.", body = JudgementShape),
    (status = 422, description = "The text is no domain.", body = ProblemShape, content_type = "application/problem+json"),
))]
pub async fn check(
    State(app): State<Arc<App>>,
    caller: Caller,
    Received(asked): Received<CheckAsked>,
) -> Result<Answer<JudgementShape>, Problem> {
    let domain = read_domain(&asked.domain)?;
    pace::wait(&app, "look", &caller.network, pace::LOOKING).await;
    let look = app.look.look(&domain).await;
    Ok(Answer::ok(JudgementShape::from(&look.judgement)))
}

/// A domain as a program sent it.
pub(super) fn read_domain(text: &str) -> Result<DomainName, Problem> {
    DomainName::parse(text).map_err(|error| Problem::does_not_fit(error.to_string()))
}
