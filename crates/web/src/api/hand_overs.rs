//! Hand-overs, for programs of partner bodies: what was handed over to one's own body, and the answer to it.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;
use serde::{Deserialize, Serialize};
use store::Pack;
use terms::PackId;
use utoipa::ToSchema;

use super::body::{Answer, Received};
use super::once::{Kept, Key, once};
use super::shapes::ProblemShape;
use crate::app::App;
use crate::caller::Caller;
use crate::pages::desk::packs::AnswerSent;
use crate::pages::partner::{keep, packs_of, reference_of};
use crate::problem::Problem;

/// One hand-over, without what is in it.
#[derive(Debug, Serialize, ToSchema)]
pub struct HandOverShape {
    /// Its id.
    id: String,
    /// The reference under which both sides know it.
    reference: String,
    /// What kind it is: `police`, `support`, `it_provider`, `platform`.
    kind: String,
    /// How it stands: `sent`, `accepted`, `declined`, `returned`.
    state: String,
    /// When it was sent.
    sent: Option<String>,
    /// When an answer is due; none when there was one.
    answer_due: Option<String>,
}

/// Hand-overs, the newest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct HandOversAnswer {
    /// At most 200.
    hand_overs: Vec<HandOverShape>,
}

/// An answer.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AnswerAsked {
    /// `accept`, `decline` or `return`.
    answer: String,
    /// Why, in one line; for `decline`.
    #[serde(default)]
    because: String,
    /// A word of the list of outcomes, for example `investigated` or `hate_removed`; for `return`.
    #[serde(default)]
    outcome: String,
}

/// What was handed over to the caller's own body. That the list was looked at is in the ledger first.
///
/// # Errors
/// When the caller belongs to no body.
#[utoipa::path(get, path = "/api/v1/hand-overs", tag = "partners", security(("token" = [])), responses(
    (status = 200, description = "The hand-overs.", body = HandOversAnswer),
    (status = 401, description = "No token that lives.", body = ProblemShape, content_type = "application/problem+json"),
    (status = 404, description = "The caller belongs to no body.", body = ProblemShape, content_type = "application/problem+json"),
))]
pub async fn list(State(app): State<Arc<App>>, caller: Caller) -> Result<Answer<HandOversAnswer>, Problem> {
    let mut hand_overs = Vec::new();
    for pack in packs_of(&app, &caller).await? {
        hand_overs.push(shape(&app, &pack).await?);
    }
    Ok(Answer::ok(HandOversAnswer { hand_overs }))
}

async fn shape(app: &App, pack: &Pack) -> Result<HandOverShape, Problem> {
    Ok(HandOverShape {
        id: pack.id.to_string(),
        reference: reference_of(app, pack).await?,
        kind: pack.recipient.clone(),
        state: pack.state.to_string(),
        sent: pack.sent_at.map(|at| at.to_string()),
        answer_due: pack.reply_due.filter(|_| pack.answered_at.is_none()).map(|at| at.to_string()),
    })
}

/// Takes a hand-over on, declines it with a reason, or tells what became of it. The same `Idempotency-Key` does it once.
///
/// # Errors
/// When it was not handed over to the caller's body, or no such answer is due.
#[utoipa::path(post, path = "/api/v1/hand-overs/{pack}/answer", tag = "partners", request_body = AnswerAsked,
    security(("token" = [])), params(
        ("pack" = String, Path, description = "Id of the hand-over."),
        ("Idempotency-Key" = Option<String>, Header, description = "1 to 100 letters, digits, hyphens or underscores."),
    ), responses(
    (status = 204, description = "The answer is kept."),
    (status = 401, description = "No token that lives.", body = ProblemShape, content_type = "application/problem+json"),
    (status = 404, description = "No such hand-over to the caller's body.", body = ProblemShape, content_type = "application/problem+json"),
    (status = 409, description = "No such answer is due.", body = ProblemShape, content_type = "application/problem+json"),
    (status = 422, description = "Something is missing.", body = ProblemShape, content_type = "application/problem+json"),
))]
pub async fn answer(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(pack): Path<PackId>,
    key: Key,
    Received(asked): Received<AnswerAsked>,
) -> Result<Response, Problem> {
    let AnswerAsked { answer, because, outcome } = asked;
    let answer = AnswerSent { answer, because, outcome }.read()?;
    once(&app, &caller, &format!("hand-over {pack}"), &key, async {
        keep(&app, &caller, pack, answer).await?;
        Ok(Kept::nothing())
    })
    .await
}
