//! One message: what was found, why it counts, what an officer says. The read is in the ledger before anything is shown; links
//! and addresses are shown so that nobody can press them.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use centre::policy::Act;
use evidence::visible;
use serde::Deserialize;
use store::{AskedMessage, MessageVerdict};
use terms::MessageId;
use triage::Examination;

use super::list::Line;
use super::{done, verdict_words};
use crate::app::App;
use crate::caller::Caller;
use crate::face::components::{Button, NotificationBanner};
use crate::face::{Chrome, Page};
use crate::pages::desk::asked::Asked;
use crate::pages::desk::words::Names;
use crate::pages::desk::{frame, may, told, words};
use crate::problem::Problem;
use crate::real::{kind_word, kind_words};
use crate::sent::Sent;

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct DoneAsked {
    pub(super) done: String,
}

/// One reason with its weight.
struct Reason {
    signal: String,
    sentence: String,
    weight: i32,
}

/// An indicator, defanged.
struct Sign {
    kind: &'static str,
    shown: String,
    whose: &'static str,
}

/// What was found, ready to be read.
struct Found {
    subject: String,
    sender: String,
    excerpt: String,
    who: String,
    evidence: String,
    reasons: Vec<Reason>,
    signs: Vec<Sign>,
    unread: Vec<String>,
    rules: u32,
}

#[derive(Template)]
#[template(path = "desk/messages/one.html")]
struct OnePage {
    chrome: Chrome,
    news: Option<NotificationBanner>,
    line: Line,
    id: MessageId,
    came: String,
    label: Option<String>,
    found: Option<Found>,
    erased: bool,
    works: bool,
    choices: Vec<(MessageVerdict, &'static str)>,
    take_out: Button,
    original: Option<String>,
}

/// `GET /desk/messages/{message}`
///
/// # Errors
/// When there is no such message, or the read could not be logged.
pub async fn show(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(id): Path<MessageId>,
    Asked(asked): Asked<DoneAsked>,
) -> Result<Response, Problem> {
    let message = app.store.asked_message(id).await?.ok_or_else(Problem::not_found)?;
    let json = app.store.examination_for(&caller.actor(), id, "message", app.now()).await.map_err(told)?;
    let found = crate::real::found(json.as_deref());
    let title = format!("Message {}", message.reference);
    let page = OnePage {
        chrome: frame(&app, &caller, title, &format!("/desk/messages/{id}")),
        news: done(&asked.done),
        line: Line::of(&app, &message),
        came: words::moment(&app, message.received_at),
        label: label(&app, &message).await?,
        found: found.as_ref().map(seen),
        erased: message.erased_at.is_some(),
        works: may(caller.role, Act::WorkMessages),
        choices: MessageVerdict::ALL.iter().map(|one| (*one, verdict_words(*one))).collect(),
        take_out: Button::secondary("Take it out of its campaign"),
        original: message.erased_at.is_none().then(|| format!("/desk/messages/{id}/original")),
        id,
    };
    Ok(Page::new(page).into_response())
}

async fn label(app: &App, message: &AskedMessage) -> Result<Option<String>, Problem> {
    let (Some(label), Some(at)) = (message.label, message.label_at) else { return Ok(None) };
    let names = Names::of(app, &message.label_by).await?;
    let who = message.label_by.as_ref().map_or_else(|| "somebody".to_owned(), |by| names.who(by));
    Ok(Some(format!(
        "{who} says: {}, because {} ({})",
        verdict_words(label),
        visible(&message.label_why).text,
        words::moment(app, at)
    )))
}

fn seen(found: &Examination) -> Found {
    let safe = |text: &str| visible(text).text;
    let reason = |reason: &triage::Reason| Reason {
        signal: reason.signal.clone(),
        sentence: safe(&reason.sentence),
        weight: reason.weight,
    };
    Found {
        subject: safe(&found.subject),
        sender: safe(&found.sender),
        excerpt: safe(&found.excerpt),
        who: safe(&found.authentication.sentence),
        evidence: evidence(found.evidence).to_owned(),
        reasons: found.reasons.iter().chain(&found.details).map(reason).collect(),
        signs: found
            .indicators
            .iter()
            .filter(|one| one.role != triage::Role::Reporter)
            .map(|one| Sign {
                kind: kind_words(kind_word(one.kind)),
                shown: safe(&one.shown),
                whose: if one.role == triage::Role::Sender { "the sender's" } else { "well known" },
            })
            .collect(),
        unread: found.unread.iter().map(|sentence| safe(sentence)).collect(),
        rules: found.rules,
    }
}

fn evidence(evidence: triage::Evidence) -> &'static str {
    match evidence {
        triage::Evidence::Whole => "the whole message with its proofs",
        triage::Evidence::Headers => "the header lines; signatures cannot hold any more",
        triage::Evidence::Copied => "what a forward copied",
        triage::Evidence::Words => "words alone",
        triage::Evidence::Picture => "the words in a picture",
    }
}

/// An officer's word.
#[derive(Debug, Deserialize)]
pub struct CorrectSent {
    #[serde(default)]
    verdict: String,
    #[serde(default)]
    why: String,
}

/// `POST /desk/messages/{message}/correct`
///
/// # Errors
/// When the word or the reason is missing.
pub async fn correct(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(id): Path<MessageId>,
    Sent(sent): Sent<CorrectSent>,
) -> Result<Redirect, Problem> {
    let verdict: MessageVerdict =
        sent.verdict.parse().map_err(|_| Problem::does_not_fit("Go back and choose what it is."))?;
    app.store.correct_message(id, verdict, &sent.why, &caller.actor(), app.now()).await.map_err(told)?;
    Ok(Redirect::to(&format!("/desk/messages/{id}?done=corrected")))
}

/// `GET /desk/messages/{message}/original`: the original as a file that no program opens by itself. The read is in the ledger
/// first.
///
/// # Errors
/// When it is not there any more, or the read could not be logged.
pub async fn original(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(id): Path<MessageId>,
) -> Result<Response, Problem> {
    use axum::http::header;
    let by = caller.actor();
    let (_, file) = app.store.message_original_for(&by, id, "original", app.now()).await.map_err(told)?;
    let bytes = file.all().await?;
    let name = format!("attachment; filename=\"message-{id}.bin\"");
    let headers = [
        (header::CONTENT_TYPE, "application/octet-stream".to_owned()),
        (header::CONTENT_DISPOSITION, name),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, bytes).into_response())
}

/// Why a message does not belong to its campaign.
#[derive(Debug, Deserialize)]
pub struct WhySent {
    #[serde(default)]
    pub(super) why: String,
}

/// `POST /desk/messages/{message}/out`
///
/// # Errors
/// When it is in no campaign, or nobody said why.
pub async fn take_out(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(id): Path<MessageId>,
    Sent(sent): Sent<WhySent>,
) -> Result<Redirect, Problem> {
    let campaign =
        app.store.take_out_of_campaign(id, &sent.why, &caller.actor(), app.now()).await.map_err(told)?;
    Ok(Redirect::to(&format!("/desk/campaigns/{campaign}?done=out")))
}
