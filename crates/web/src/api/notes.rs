//! Notes about a member, written by programs of the centre in a person's name.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use store::LONGEST_NOTE;
use terms::OrganisationId;
use utoipa::ToSchema;

use super::body::Received;
use super::once::{Kept, Key, once};
use super::shapes::ProblemShape;
use crate::app::App;
use crate::caller::Caller;
use crate::pages::desk::{fresh_key, told};
use crate::problem::Problem;

/// A note to write.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NoteAsked {
    /// What it says.
    #[schema(min_length = 1, max_length = 4000)]
    words: String,
    /// Whether we were in touch with them.
    #[serde(default)]
    in_touch: bool,
}

/// A note that was written.
#[derive(Debug, Serialize, ToSchema)]
pub struct NoteAnswer {
    /// The note's id.
    id: String,
}

/// Writes a note. The same `Idempotency-Key` writes it once.
///
/// # Errors
/// When the note is empty or too long, or there is no such organisation.
#[utoipa::path(post, path = "/api/v1/members/{organisation}/notes", tag = "members", request_body = NoteAsked,
    security(("token" = [])), params(
        ("organisation" = String, Path, description = "Id of the organisation."),
        ("Idempotency-Key" = Option<String>, Header, description = "1 to 100 letters, digits, hyphens or underscores."),
    ), responses(
    (status = 201, description = "The note is kept.", body = NoteAnswer),
    (status = 401, description = "No token that lives.", body = ProblemShape, content_type = "application/problem+json"),
    (status = 403, description = "Not part of this person's job.", body = ProblemShape, content_type = "application/problem+json"),
    (status = 404, description = "No such organisation.", body = ProblemShape, content_type = "application/problem+json"),
    (status = 422, description = "The note is empty or too long.", body = ProblemShape, content_type = "application/problem+json"),
))]
pub async fn write(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(organisation): Path<OrganisationId>,
    key: Key,
    Received(asked): Received<NoteAsked>,
) -> Result<Response, Problem> {
    let words = asked.words.trim();
    if words.is_empty() || words.chars().count() > LONGEST_NOTE {
        return Err(Problem::does_not_fit("A note has 1 to 4,000 letters."));
    }
    once(&app, &caller, &format!("note {organisation}"), &key, async {
        // The store keeps its own key: a crash between its answer and ours writes nothing twice.
        let own = key.0.clone().unwrap_or_else(|| fresh_key(&app));
        let own = format!("api-{}-{own}", caller.actor());
        let by = caller.actor();
        let written = app.store.write_note(organisation, words, asked.in_touch, &own, &by, app.now()).await;
        let id = written.map_err(told)?.to_string();
        Kept::json(StatusCode::CREATED, &NoteAnswer { id })
    })
    .await
}
