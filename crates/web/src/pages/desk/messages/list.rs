//! All messages: the doubtful first, then the newest. Nothing of a message is read for this list but what was made of it.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use store::{AskedMessage, MessageFilter, MessageState, MessageVerdict};

use super::{verdict_tag, verdict_words, way_words};
use crate::app::App;
use crate::caller::Caller;
use crate::face::components::Tag;
use crate::face::house::EmptyState;
use crate::face::{Chrome, Page};
use crate::pages::desk::asked::Asked;
use crate::pages::desk::{frame, words};
use crate::problem::Problem;

/// Lines of one page.
const LINES: u32 = 50;
/// Doubtful messages above the list.
const MOST_DOUBTFUL: u32 = 20;

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ListAsked {
    verdict: String,
    before: String,
}

/// One message, ready to be read.
pub(super) struct Line {
    pub(super) reference: String,
    pub(super) href: String,
    pub(super) tag: Tag,
    pub(super) machine: String,
    pub(super) score: i64,
    pub(super) claims: String,
    pub(super) way: String,
    pub(super) place: String,
    pub(super) received: String,
    pub(super) campaign: Option<String>,
}

impl Line {
    pub(super) fn of(app: &App, message: &AskedMessage) -> Self {
        Self {
            reference: message.reference.to_string(),
            href: format!("/desk/messages/{}", message.id),
            tag: verdict_tag(message.counts(), message.state),
            machine: match (message.label, message.verdict) {
                (Some(label), Some(machine)) if label != machine => {
                    format!("machine: {}", verdict_words(machine))
                }
                (Some(_), _) => "said by an officer".to_owned(),
                _ => String::new(),
            },
            score: message.score,
            claims: message.claims.clone(),
            way: way_words(&message.way),
            place: if message.borough.is_empty() {
                String::new()
            } else {
                words::borough(&app.region, &message.borough)
            },
            received: words::distance(app, message.received_at),
            campaign: message.campaign.map(|id| format!("/desk/campaigns/{id}")),
        }
    }
}

/// A table of messages.
struct Lines {
    id: &'static str,
    caption: &'static str,
    lines: Vec<Line>,
}

impl Lines {
    fn of(app: &App, id: &'static str, caption: &'static str, messages: &[AskedMessage]) -> Option<Self> {
        let lines: Vec<Line> = messages.iter().map(|message| Line::of(app, message)).collect();
        (!lines.is_empty()).then_some(Self { id, caption, lines })
    }
}

#[derive(Template)]
#[template(path = "desk/messages/list.html")]
struct ListPage {
    chrome: Chrome,
    filters: Vec<(String, String, bool)>,
    doubtful: Option<Lines>,
    newest: Option<Lines>,
    older: Option<String>,
    nothing: EmptyState,
}

/// `GET /desk/messages`
///
/// # Errors
/// When the store fails.
pub async fn show(
    State(app): State<Arc<App>>,
    caller: Caller,
    Asked(asked): Asked<ListAsked>,
) -> Result<Response, Problem> {
    let verdict: Option<MessageVerdict> = asked.verdict.parse().ok();
    let before = asked.before.parse().ok();
    let filter = MessageFilter { verdict, before, ..MessageFilter::default() };
    let messages = app.store.messages(&filter, LINES).await?;
    let is_first = verdict.is_none() && before.is_none();
    let doubtful = if is_first { doubtful(&app).await? } else { Vec::new() };
    let older = messages
        .last()
        .filter(|_| messages.len() == LINES as usize)
        .map(|last| format!("/desk/messages?verdict={}&before={}", asked.verdict, last.received_at));
    let mut filters = vec![("All".to_owned(), "/desk/messages".to_owned(), verdict.is_none())];
    filters.extend(MessageVerdict::ALL.iter().map(|one| {
        (verdict_words(*one).to_owned(), format!("/desk/messages?verdict={one}"), verdict == Some(*one))
    }));
    let page = ListPage {
        chrome: frame(&app, &caller, "Messages", "/desk/messages"),
        filters,
        doubtful: Lines::of(
            &app,
            "doubtful",
            "Not opened, or suspicious and nobody said what it is",
            &doubtful,
        ),
        newest: Lines::of(&app, "newest", "Messages, the newest first", &messages),
        older,
        nothing: EmptyState {
            title: "No messages".into(),
            text: "When somebody sends a message in and asks whether it is real, it stands here.".into(),
            ..EmptyState::default()
        },
    };
    Ok(Page::new(page).into_response())
}

/// What waits for a person: messages that could not be opened, and suspicious ones of which nobody said anything.
async fn doubtful(app: &App) -> Result<Vec<AskedMessage>, Problem> {
    let open = MessageFilter { unlabelled: true, ..MessageFilter::default() };
    let closed = MessageFilter { state: Some(MessageState::NotExamined), ..open };
    let mut all = app.store.messages(&closed, MOST_DOUBTFUL).await?;
    let left = MOST_DOUBTFUL.saturating_sub(u32::try_from(all.len()).unwrap_or(u32::MAX));
    let suspicious = MessageFilter { verdict: Some(MessageVerdict::Suspicious), ..open };
    all.extend(app.store.messages(&suspicious, left).await?);
    Ok(all)
}
