//! Erasing the mailbox: asked twice, done at once.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Redirect, Response};
use centre::ledger::Actor;
use store::StoreError;

use super::own;
use crate::app::App;
use crate::caller::Caller;
use crate::cookie::Cookie;
use crate::face::components::Button;
use crate::face::words::Words;
use crate::face::{Chrome, Page};
use crate::pages::frame;
use crate::problem::Problem;
use crate::sent::{Nothing, Sent};

#[derive(Template)]
#[template(path = "report/forget.html")]
struct ForgetPage {
    chrome: Chrome,
    title: String,
    texts: Vec<String>,
    button: Option<Button>,
}

/// `GET /report/forget`: what would be erased, and what not.
pub(crate) async fn ask(
    State(app): State<Arc<App>>,
    caller: Caller,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    if own(&app, &headers).await?.is_none() {
        return Ok(Redirect::to("/report").into_response());
    }
    let words = Words::default();
    let button = Button {
        classes: "govuk-button--warning".into(),
        ..Button::submit(words.say("yours-forget-button"))
    };
    Ok(page(&app, &caller, "yours-forget-title", "yours-forget-text", Some(button)).into_response())
}

/// `POST /report/forget`
pub(crate) async fn forget(
    State(app): State<Arc<App>>,
    caller: Caller,
    headers: HeaderMap,
    Sent(Nothing {}): Sent<Nothing>,
) -> Result<Response, Problem> {
    let Some(own) = own(&app, &headers).await? else { return Ok(Redirect::to("/report").into_response()) };
    // Of what whoever is not named does, the ledger gets the day alone.
    let at = app.store.kept_moment(app.now(), own.by_day());
    match app.store.erase_mailbox(own.report.id, &Actor::Visitor, at).await {
        Ok(_) => {}
        Err(StoreError::NotAllowed(_)) => {
            return Ok(
                page(&app, &caller, "yours-forget-not-title", "yours-forget-not-text", None).into_response()
            );
        }
        Err(error) => return Err(error.into()),
    }
    app.counter.open.shut_all_of(own.report.id);
    let cookie = Cookie::OwnReport.clear(&app.facts)?;
    let page = page(&app, &caller, "yours-forgotten-title", "yours-forgotten-text", None);
    Ok(([(header::SET_COOKIE, cookie)], page).into_response())
}

fn page(app: &App, caller: &Caller, title: &str, text: &str, button: Option<Button>) -> Page<ForgetPage> {
    let words = Words::default();
    let frame = frame(app, caller, words.say("yours-title"), "/report");
    Page::new(ForgetPage {
        chrome: Chrome { exit_this_page: true, ..frame },
        title: words.say(title).into_owned(),
        texts: crate::pages::doors::lines(&words, text),
        button,
    })
}
