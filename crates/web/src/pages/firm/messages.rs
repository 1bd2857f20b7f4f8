//! Messages that people of the firm sent in, and what the centre told members of late.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use store::Organisation;
use terms::MessageId;

use super::{Firm, moment};
use crate::app::App;
use crate::caller::Caller;
use crate::face::words::Words;
use crate::face::{Chrome, Page};
use crate::pages::desk::told;
use crate::pages::frame;
use crate::pages::real::{address, verdict_said};
use crate::problem::Problem;

/// Lines of the list.
const LINES: u32 = 100;

struct Line {
    reference: String,
    href: String,
    verdict: String,
    when: String,
}

#[derive(Template)]
#[template(path = "firm/messages.html")]
struct MessagesPage {
    chrome: Chrome,
    firm: String,
    lines: Vec<Line>,
}

/// `GET /firm/messages`
pub(crate) async fn list(State(app): State<Arc<App>>, caller: Caller) -> Result<Response, Problem> {
    let firm = Firm::of(&app, &caller).await?;
    let words = firm.words;
    let messages = app.store.messages_of(firm.id, LINES).await?;
    let page = MessagesPage {
        chrome: frame(&app, &caller, words.say("real-firm-title"), "/firm/messages"),
        firm: firm.organisation.name.clone(),
        lines: messages
            .iter()
            .map(|message| Line {
                reference: message.reference.to_string(),
                href: format!("/firm/messages/{}", message.id),
                verdict: verdict_said(words, message.counts()),
                when: moment(&app, message.received_at, firm.now),
            })
            .collect(),
    };
    Ok(Page::new(page).into_response())
}

/// `GET /firm/messages/{message}`: leads to the answer.
pub(crate) async fn open(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(id): Path<MessageId>,
) -> Result<Redirect, Problem> {
    let token = app.store.address_of_own_message(caller.firm()?, id).await.map_err(told)?;
    Ok(Redirect::to(&address(&token)))
}

/// A word of the centre, as a member reads it.
pub(super) struct AdvisorySeen {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) lines: Vec<String>,
    pub(super) when: String,
}

/// What the centre tells this member at this moment.
pub(super) async fn advisories(
    app: &App,
    words: Words,
    firm: &Organisation,
) -> Result<Vec<AdvisorySeen>, Problem> {
    let shown = app.store.advisories_for(&firm.borough, &firm.sector, app.now()).await?;
    Ok(shown
        .into_iter()
        .map(|one| AdvisorySeen {
            id: format!("advisory-{}", one.id),
            lines: one.body.lines().map(str::to_owned).collect(),
            when: words.say_with(
                "real-advisory-when",
                &[(
                    "when",
                    crate::pages::desk::words::day(app, one.published_at.unwrap_or(one.drafted_at)).into(),
                )],
            ),
            title: one.title,
        })
        .collect())
}
