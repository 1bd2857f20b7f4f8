//! Messages from programs: words as JSON, or a saved message or a picture as it is. The answer is asked for at an address of its own.

use std::sync::Arc;

use axum::body::to_bytes;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use evidence::{MOST_ITEM_BYTES, visible};
use futures_util::StreamExt as _;
use serde::{Deserialize, Serialize};
use store::{MessageState, Secret, StoreError};
use triage::{Examination, Role};
use utoipa::ToSchema;

use super::body::Answer;
use super::shapes::ProblemShape;
use crate::app::App;
use crate::caller::Caller;
use crate::pace;
use crate::pages::tell::{come_back, read_token};
use crate::problem::Problem;
use crate::real::{Item, kind_word, take_and_examine};

/// The header that carries a token of one's own.
pub const TOKEN_HEADER: &str = "watchhouse-message";
/// The longest words that are taken, in bytes.
const LONGEST_WORDS: usize = 160 * 1024;

/// Words of a message.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MessageAsked {
    /// What the message says, as it was shown.
    #[schema(example = "Royal Mail: your parcel waits. Pay the fee at parcel.example/fee")]
    words: String,
}

/// A message that was kept.
#[derive(Debug, Serialize, ToSchema)]
pub struct MessageKept {
    /// What people call it.
    #[schema(example = "WH-7K3D-92")]
    reference: String,
    /// The secret with which the answer is asked for.
    token: String,
    /// The words that lead back to it on the page.
    receipt: String,
    /// Whether it had been sent before.
    again: bool,
}

/// Something by which the sender can be recognised.
#[derive(Debug, Serialize, ToSchema)]
pub struct IndicatorShape {
    /// `url`, `domain`, `email`, `phone`, `account`, `iban`, `wallet`, `handle`, `ip`, `file` or `reference`.
    kind: &'static str,
    /// The value, written so that nobody can press it.
    shown: String,
    /// `sender` or `well_known`.
    role: &'static str,
}

/// What we think of a message.
#[derive(Debug, Serialize, ToSchema)]
pub struct MessageAnswer {
    /// What people call it.
    reference: String,
    /// `received`, `examined` or `not_examined`.
    state: String,
    /// `scam`, `suspicious`, `cannot_tell` or `looks_genuine`: an officer's word where there is one.
    verdict: Option<String>,
    /// Whether an officer said so.
    said_by_officer: bool,
    /// At most three, the strongest first.
    reasons: Vec<String>,
    /// The next thing to do: `leave_it`, `ask_by_known_way`, `ring_before_paying`, `send_as_attachment`, `use_usual_way`.
    next: Option<serde_json::Value>,
    /// Where to report it.
    routes: Vec<serde_json::Value>,
    /// By what the sender can be recognised.
    indicators: Vec<IndicatorShape>,
    /// What could not be read.
    unread: Vec<String>,
    /// How many others sent us one of the same campaign.
    others: u64,
}

/// Takes a message in. Words come as JSON (`application/json`); a saved message (`message/rfc822`, `application/vnd.ms-outlook`)
/// or a picture comes as it is. The same token keeps it once.
///
/// # Errors
/// When there is nothing in it, or it is larger than is taken.
#[utoipa::path(post, path = "/api/v1/messages", tag = "messages", request_body = MessageAsked, security(()), params(
    ("Watchhouse-Message" = Option<String>, Header, description = "A token of your own: 32 random bytes as base64url without padding."),
), responses(
    (status = 202, description = "It is kept, and is being examined.", body = MessageKept),
    (status = 413, description = "More than a message may have: 25 MB.", body = ProblemShape, content_type = "application/problem+json"),
    (status = 422, description = "There is nothing in it.", body = ProblemShape, content_type = "application/problem+json"),
    (status = 503, description = "Many write at once; `Retry-After` says when to come back.", body = ProblemShape, content_type = "application/problem+json"),
))]
pub async fn send(
    State(app): State<Arc<App>>,
    caller: Caller,
    headers: HeaderMap,
    request: Request,
) -> Result<Response, Problem> {
    let token = match headers.get(TOKEN_HEADER).and_then(|value| value.to_str().ok()) {
        Some(given) => {
            read_token(given).ok_or_else(|| Problem::does_not_fit("The token must have 43 signs."))?
        }
        None => app.store.new_draft_token(),
    };
    pace::wait(&app, "real", &caller.network, pace::TELLING).await;
    let _turn = match app.counter.asking.turn().await {
        Ok(turn) => turn,
        Err(after) => return Ok(come_back(after)),
    };
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let item = if kind.to_ascii_lowercase().starts_with("application/json") {
        words(&app, request).await?
    } else {
        file(&app, request).await?
    };
    let received = take_and_examine(&app, &caller, token.clone(), item, "api").await?;
    let kept = MessageKept {
        reference: received.reference.to_string(),
        token: token.reveal().to_owned(),
        receipt: received.receipt.words().join(" "),
        again: received.again,
    };
    Ok(Answer(StatusCode::ACCEPTED, kept).into_response())
}

async fn words(app: &App, request: Request) -> Result<Item, Problem> {
    let body = to_bytes(request.into_body(), LONGEST_WORDS)
        .await
        .map_err(|_| Problem::too_large("Words may have 163,840 bytes. Send more as a file."))?;
    let asked: MessageAsked = serde_json::from_slice(&body)
        .map_err(|error| Problem::does_not_fit(format!("The body does not fit: {error}.")))?;
    if asked.words.trim().is_empty() {
        return Err(Problem::does_not_fit("There are no words in it."));
    }
    Item::of_words(app, &asked.words).await
}

async fn file(app: &App, request: Request) -> Result<Item, Problem> {
    let mut stream = request.into_body().into_data_stream();
    let (mut file, mut bytes) = (app.store.file_arrives().await?, 0_u64);
    while let Some(chunk) = stream.next().await {
        let chunk = chunk.map_err(|_| Problem::unreadable("The body broke off. Send it once more."))?;
        bytes += chunk.len() as u64;
        if bytes > MOST_ITEM_BYTES {
            return Err(Problem::too_large("A message may have 25 MB."));
        }
        file.write(&chunk).await.map_err(too_much)?;
    }
    if bytes == 0 {
        return Err(Problem::does_not_fit("There is nothing in it."));
    }
    Ok(Item::of_file(file.finish("message", app.now()).await?))
}

fn too_much(error: StoreError) -> Problem {
    match error {
        StoreError::TooMuch(_) => Problem::too_large("A message may have 25 MB."),
        other => other.into(),
    }
}

/// What we think of a message that was sent in.
///
/// # Errors
/// When there is no message behind this token, or it was erased.
#[utoipa::path(get, path = "/api/v1/messages/{token}", tag = "messages", security(()), params(
    ("token" = String, Path, description = "The token that came back when it was sent."),
), responses(
    (status = 200, description = "How it stands.", body = MessageAnswer),
    (status = 404, description = "No such message.", body = ProblemShape, content_type = "application/problem+json"),
))]
pub async fn show(
    State(app): State<Arc<App>>,
    Path(token): Path<String>,
) -> Result<Answer<MessageAnswer>, Problem> {
    let token: Secret = read_token(&token).ok_or_else(Problem::not_found)?;
    let message = app.store.message_behind(&token).await?.filter(|message| message.erased_at.is_none());
    let message = message.ok_or_else(Problem::not_found)?;
    let json = app.store.own_examination(message.id).await?;
    let found = crate::real::found(json.as_deref());
    let others = match message.campaign {
        Some(campaign) => app.store.campaign_size(campaign).await?.saturating_sub(1),
        None => 0,
    };
    let agrees = message.label.is_none() || message.label == message.verdict;
    let is_examined = message.state == MessageState::Examined;
    let found = found.filter(|_| is_examined);
    let reasons = found.iter().flat_map(|found| &found.reasons).take(3).filter(|_| agrees);
    Ok(Answer::ok(MessageAnswer {
        reference: message.reference.to_string(),
        state: message.state.to_string(),
        verdict: message.counts().map(|verdict| verdict.to_string()),
        said_by_officer: message.label.is_some(),
        reasons: reasons.map(|reason| visible(&reason.sentence).text).collect(),
        next: found.as_ref().and_then(|found| serde_json::to_value(found.next).ok()),
        routes: found
            .iter()
            .flat_map(|found| &found.routes)
            .filter_map(|route| serde_json::to_value(route).ok())
            .collect(),
        indicators: found.iter().flat_map(indicators).collect(),
        unread: found.iter().flat_map(|found| found.unread.clone()).collect(),
        others,
    }))
}

fn indicators(found: &Examination) -> Vec<IndicatorShape> {
    let shown = found.indicators.iter().filter(|one| one.role != Role::Reporter);
    shown
        .map(|one| IndicatorShape {
            kind: kind_word(one.kind),
            shown: visible(&one.shown).text,
            role: if one.role == Role::Sender { "sender" } else { "well_known" },
        })
        .collect()
}
