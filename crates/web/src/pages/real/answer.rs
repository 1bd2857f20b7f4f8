//! The answer: what we think, at most three reasons, one next thing, where to report it, help for whoever was caught already,
//! and everything else behind a fold.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Redirect, Response};
use evidence::visible;
use futures_util::stream;
use serde_json::json;
use store::{AskedMessage, MessageState, Secret};
use triage::Examination;

use super::in_words::{
    ALL_ALREADY, already, evidence, is_checked, next, route_body, route_said, verdict_class, verdict_lead,
};
use super::{address, token, verdict_id};
use crate::app::App;
use crate::caller::Caller;
use crate::face::components::Button;
use crate::face::house::{NextThing, Progress};
use crate::face::words::{FluentValue, Words};
use crate::face::{Chrome, Page};
use crate::pages::doors::Piece;
use crate::pages::frame;
use crate::pages::home::Line;
use crate::problem::Problem;
use crate::real::{kind_word, kind_words};
use crate::sent::{Nothing, Sent};

/// After so many seconds a browser without script asks again.
const ASKS_AGAIN_AFTER: &str = "2";
/// Between two looks whether the answer is there, for those with script.
const BETWEEN_LOOKS: Duration = Duration::from_millis(400);
/// A stream ends after so many looks; the page's own link goes on.
const MOST_LOOKS: u32 = 300;
/// The most sentences behind the fold.
const MOST_DETAILS: usize = 20;
/// The most indicators behind the fold.
const MOST_INDICATORS: usize = 40;

/// A line of the fold: what kind of thing, and the thing as it may be shown.
struct Sign {
    kind: &'static str,
    shown: String,
}

/// What is behind the fold.
struct More {
    subject: String,
    sender: String,
    excerpt: String,
    who: String,
    is_checked: bool,
    evidence: String,
    details: Vec<String>,
    signs: Vec<Sign>,
    unread: Vec<String>,
}

/// What the machine, or an officer, thinks.
struct Seen {
    verdict: String,
    lead: String,
    class: &'static str,
    others: Option<String>,
    reasons: Vec<String>,
    next: NextThing,
    ring: Piece,
    routes: Vec<String>,
    more: More,
}

#[derive(Template)]
#[template(path = "real/answer.html")]
struct AnswerPage {
    chrome: Chrome,
    reference: String,
    officer: Option<String>,
    seen: Option<Seen>,
    /// What already happened, by the reporter's own words.
    said_already: bool,
    already: Vec<(String, String)>,
    receipt: String,
    forget: String,
    forget_button: Button,
    line: Line,
}

#[derive(Template)]
#[template(path = "real/waiting.html")]
struct WaitingPage {
    chrome: Chrome,
    reference: String,
    progress: Progress,
    receipt: String,
}

/// The message behind the secret of an address.
async fn behind(app: &App, secret: &str) -> Result<(Secret, AskedMessage), Problem> {
    let token = token(secret)?;
    let message = app.store.message_behind(&token).await?.ok_or_else(Problem::not_found)?;
    if message.erased_at.is_some() {
        return Err(Problem::not_found());
    }
    Ok((token, message))
}

/// `GET /real/{token}`
pub(crate) async fn show(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(secret): Path<String>,
) -> Result<Response, Problem> {
    let (token, message) = behind(&app, &secret).await?;
    match message.state {
        MessageState::Received => Ok(waiting(&app, &caller, &token, &message)),
        MessageState::Examined | MessageState::NotExamined => answer(&app, &caller, &token, &message).await,
    }
}

/// `POST /real/{token}/forget`: its owner wants it gone.
pub(crate) async fn forget(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(secret): Path<String>,
    Sent(Nothing {}): Sent<Nothing>,
) -> Result<Redirect, Problem> {
    let (_, message) = behind(&app, &secret).await?;
    app.store.erase_message(message.id, &caller.actor(), app.now()).await?;
    Ok(Redirect::to("/real"))
}

/// `GET /real/{token}/live`: an event when the answer is there.
pub(crate) async fn live(
    State(app): State<Arc<App>>,
    Path(secret): Path<String>,
) -> Result<Response, Problem> {
    let (token, _) = behind(&app, &secret).await?;
    let then = json!({ "href": address(&token) }).to_string();
    let story = stream::unfold((app, token, 0_u32), move |(app, token, looks)| {
        let then = then.clone();
        async move {
            for _ in looks..MOST_LOOKS {
                let state =
                    app.store.message_behind(&token).await.ok().flatten().map(|message| message.state);
                if state != Some(MessageState::Received) {
                    let event = Event::default().event("done").data(then);
                    return Some((Ok::<_, Infallible>(event), (app, token, MOST_LOOKS)));
                }
                tokio::time::sleep(BETWEEN_LOOKS).await;
            }
            None
        }
    });
    let alive = KeepAlive::new().interval(Duration::from_secs(10));
    let mut response = Sse::new(story).keep_alive(alive).into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

fn waiting(app: &App, caller: &Caller, token: &Secret, message: &AskedMessage) -> Response {
    let words = Words::default();
    let here = address(token);
    let chrome = frame(app, caller, words.say("real-waiting-title"), "/real");
    let progress = Progress {
        label: words.say("real-waiting").into_owned(),
        words: words.say("real-waiting-words").into_owned(),
        events_href: format!("{here}/live"),
        link: words.say("real-waiting-link").into_owned(),
        href: here.clone(),
        ..Progress::default()
    };
    let page = WaitingPage {
        reference: message.reference.to_string(),
        progress,
        receipt: app.store.receipt_of_message(token).words().join(" "),
        chrome: Chrome { is_live: true, ..chrome },
    };
    let again = [(header::REFRESH, HeaderValue::from_static(ASKS_AGAIN_AFTER))];
    (again, Page::new(page)).into_response()
}

async fn answer(
    app: &App,
    caller: &Caller,
    token: &Secret,
    message: &AskedMessage,
) -> Result<Response, Problem> {
    let words = Words::default();
    let json = app.store.own_examination(message.id).await?;
    let found = crate::real::found(json.as_deref());
    let others = match message.campaign {
        Some(campaign) => app.store.campaign_size(campaign).await?.saturating_sub(1),
        None => 0,
    };
    let here = address(token);
    let said: Vec<triage::Already> = found.iter().flat_map(|found| found.already.clone()).collect();
    let what = if said.is_empty() { ALL_ALREADY.to_vec() } else { said.clone() };
    let title = words.say(message.counts().map_or("real-not-opened-title", verdict_id));
    let page = AnswerPage {
        chrome: frame(app, caller, title, "/real"),
        reference: message.reference.to_string(),
        officer: officer_said(words, message),
        seen: found.as_ref().and_then(|found| seen(app, words, message, found, others)),
        said_already: !said.is_empty(),
        already: what.into_iter().map(|what| already(words, what, message)).collect(),
        receipt: app.store.receipt_of_message(token).words().join(" "),
        forget: format!("{here}/forget"),
        forget_button: Button::secondary(words.say("real-forget")),
        line: Line::of(app, words, app.now()),
    };
    Ok(Page::new(page).into_response())
}

/// What an officer says of it, which stands first.
fn officer_said(words: Words, message: &AskedMessage) -> Option<String> {
    let label = message.label?;
    let gaps = [
        ("verdict", FluentValue::from(words.say(verdict_id(label)))),
        ("why", FluentValue::from(visible(&message.label_why).text)),
    ];
    Some(words.say_with("real-officer", &gaps))
}

fn seen(app: &App, words: Words, message: &AskedMessage, found: &Examination, others: u64) -> Option<Seen> {
    let verdict = message.counts()?;
    let agrees = message.label.is_none() || message.label == message.verdict;
    let (what, why) = next(words, found.next, found);
    let bodies: Vec<String> =
        found.routes.iter().filter_map(|route| route_body(*route)).map(str::to_owned).collect();
    let is_bad = verdict != store::MessageVerdict::LooksGenuine;
    let others = (others > 0).then(|| FluentValue::from(u32::try_from(others).unwrap_or(u32::MAX)));
    Some(Seen {
        verdict: words.say(verdict_id(verdict)).into_owned(),
        lead: verdict_lead(words, verdict),
        class: verdict_class(verdict),
        others: others.map(|many| words.say_with("real-others", &[("many", many)])),
        // The machine's reasons stand for the machine's verdict only.
        reasons: found
            .reasons
            .iter()
            .take(3)
            .filter(|_| agrees)
            .map(|reason| safe(&reason.sentence))
            .collect(),
        next: NextThing { title: what.into(), why: why.into(), words, ..NextThing::default() },
        ring: Piece::of_bodies(app, if is_bad { &bodies } else { &[] }),
        routes: found
            .routes
            .iter()
            .filter(|_| is_bad)
            .filter_map(|route| route_said(words, *route, found))
            .collect(),
        more: more(words, found),
    })
}

/// Nothing in a text of strangers hides or turns the line around.
fn safe(text: &str) -> String {
    visible(text).text
}

fn more(words: Words, found: &Examination) -> More {
    More {
        subject: safe(&found.subject),
        sender: safe(&found.sender),
        excerpt: safe(&found.excerpt),
        who: safe(&found.authentication.sentence),
        is_checked: is_checked(&found.authentication.checked),
        evidence: evidence(words, found.evidence),
        details: found.details.iter().take(MOST_DETAILS).map(|reason| safe(&reason.sentence)).collect(),
        signs: found
            .indicators
            .iter()
            .filter(|one| one.role != triage::Role::Reporter)
            .take(MOST_INDICATORS)
            .map(|one| Sign { kind: kind_words(kind_word(one.kind)), shown: safe(&one.shown) })
            .collect(),
        unread: found.unread.iter().map(|sentence| safe(sentence)).collect(),
    }
}
