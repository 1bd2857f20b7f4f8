//! The warning list, from inside: what is proposed, what is listed, what somebody says is wrong.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use centre::policy::Act;
use evidence::visible;
use serde::Deserialize;
use store::{ListedWarning, NewWarning, StoreError, WarningState};
use terms::{DomainName, WarningId};

use super::done;
use super::one::WhySent;
use super::takedowns::defanged;
use crate::app::App;
use crate::caller::Caller;
use crate::face::components::{Button, ErrorSummary, Input, Label, NotificationBanner};
use crate::face::{Chrome, Page};
use crate::pages::desk::asked::Asked;
use crate::pages::desk::words::Names;
use crate::pages::desk::{frame, may, mistake, rule_of, told, words};
use crate::problem::Problem;
use crate::sent::{Nothing, Sent};

/// Where this page is, for the mark in the doors.
const PLACE: &str = "/desk/messages/warnings";
/// Entries of the page.
const LINES: u32 = 300;

/// What the address asks for.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub struct WarningsAsked {
    done: String,
    domain: String,
    campaign: String,
}

struct Row {
    id: WarningId,
    shown: String,
    why: String,
    state: String,
    proposed: String,
    until: String,
    appeal: Option<String>,
    can_list: bool,
    can_end: bool,
}

#[derive(Template)]
#[template(path = "desk/messages/warnings.html")]
struct WarningsPage {
    chrome: Chrome,
    news: Option<NotificationBanner>,
    mistake: Option<ErrorSummary>,
    rows: Vec<Row>,
    works: bool,
    campaign: String,
    domain: Input,
    why: Input,
    propose: Button,
}

/// `GET /desk/warnings`
///
/// # Errors
/// When the store fails.
pub async fn list(
    State(app): State<Arc<App>>,
    caller: Caller,
    Asked(asked): Asked<WarningsAsked>,
) -> Result<Response, Problem> {
    let sent = WarningSent { domain: asked.domain, campaign: asked.campaign, why: String::new() };
    page(&app, &caller, done(&asked.done), &sent, None).await
}

async fn page(
    app: &App,
    caller: &Caller,
    news: Option<NotificationBanner>,
    sent: &WarningSent,
    wrong: Option<&str>,
) -> Result<Response, Problem> {
    let all = app.store.warnings(LINES).await?;
    let names = Names::of(app, all.iter().map(|one| &one.proposed_by)).await?;
    let works = may(caller.role, Act::WorkMessages);
    let label = |text: &str| Label { text: text.into(), ..Label::default() };
    let mut chrome = frame(app, caller, "Warning list", PLACE);
    chrome.has_error = wrong.is_some();
    let page = WarningsPage {
        news,
        mistake: wrong.map(|wrong| mistake("domain", wrong)),
        rows: all.iter().map(|one| row(app, caller, &names, one, works)).collect(),
        works,
        campaign: sent.campaign.clone(),
        domain: Input {
            name: "domain".to_owned(),
            label: label("Web address"),
            value: Some(sent.domain.clone()),
            autocomplete: "off".to_owned(),
            ..Input::default()
        },
        why: Input {
            name: "why".to_owned(),
            label: label("Why; everybody reads it"),
            value: Some(sent.why.clone()),
            autocomplete: "off".to_owned(),
            ..Input::default()
        },
        propose: Button::submit("Propose it"),
        chrome,
    };
    let status = if wrong.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok(Page::new(page).with_status(status).into_response())
}

fn row(app: &App, caller: &Caller, names: &Names, one: &ListedWarning, works: bool) -> Row {
    let is_own = one.proposed_by == caller.actor();
    let state = match (&one.ended, one.state) {
        (Some((at, why)), _) => format!("off since {}: {why}", words::day(app, *at)),
        (None, WarningState::Listed) if one.expires_at <= app.now() => "over".to_owned(),
        (None, WarningState::Listed) => "listed".to_owned(),
        (None, _) if is_own => "waits for somebody else".to_owned(),
        (None, _) => "proposed".to_owned(),
    };
    Row {
        id: one.id,
        shown: defanged(&one.domain.to_unicode()),
        why: one.why.clone(),
        state,
        proposed: format!("{}, {}", names.who(&one.proposed_by), words::day(app, one.proposed_at)),
        until: words::day(app, one.expires_at),
        appeal: one.appeal.as_ref().map(|(at, said)| {
            format!("Somebody says that it is wrong ({}): {}", words::moment(app, *at), visible(said).text)
        }),
        can_list: works && one.state == WarningState::Proposed && !is_own,
        can_end: works && one.state != WarningState::Ended,
    }
}

/// A proposal as it was sent.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub struct WarningSent {
    domain: String,
    campaign: String,
    why: String,
}

/// `POST /desk/warnings`
///
/// # Errors
/// When the store fails; what does not fit comes back with the words kept.
pub async fn propose(
    State(app): State<Arc<App>>,
    caller: Caller,
    Sent(sent): Sent<WarningSent>,
) -> Result<Response, Problem> {
    let Ok(domain) = DomainName::parse(&sent.domain.replace("[.]", ".")) else {
        return page(&app, &caller, None, &sent, Some("Type a web address, such as bad[.]example.")).await;
    };
    let new = NewWarning { domain, why: sent.why.clone(), campaign: sent.campaign.parse().ok() };
    match app.store.propose_warning(&new, &caller.actor(), app.now()).await {
        Ok(_) => Ok(Redirect::to("/desk/warnings?done=proposed").into_response()),
        Err(error @ StoreError::NotAllowed(_)) => {
            let rule = rule_of(error).map_err(told)?;
            page(&app, &caller, None, &sent, Some(&rule)).await
        }
        Err(error) => Err(told(error)),
    }
}

/// `POST /desk/warnings/{warning}/list`
///
/// # Errors
/// For whoever proposed it, and when it is not proposed.
pub(crate) async fn list_it(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(id): Path<WarningId>,
    Sent(Nothing {}): Sent<Nothing>,
) -> Result<Redirect, Problem> {
    app.store.list_warning(id, &caller.actor(), app.now()).await.map_err(told)?;
    Ok(Redirect::to("/desk/warnings?done=listed"))
}

/// `POST /desk/warnings/{warning}/end`
///
/// # Errors
/// When it was taken off before, or nobody said why.
pub async fn end(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(id): Path<WarningId>,
    Sent(sent): Sent<WhySent>,
) -> Result<Redirect, Problem> {
    app.store.end_warning(id, &sent.why, &caller.actor(), app.now()).await.map_err(told)?;
    Ok(Redirect::to("/desk/warnings?done=ended"))
}
