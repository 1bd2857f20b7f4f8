//! Looking at a changed playbook, putting it into force, and taking it back.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use store::PlaybookVersion;
use terms::PlainLine;

use super::as_text;
use super::draft::{Draft, version_of};
use super::page::{Typed, page};
use crate::app::App;
use crate::caller::Caller;
use crate::problem::Problem;
use crate::sent::SentLong;

/// A changed playbook as it was sent.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ChangeSent {
    why: String,
    text: String,
    seen: u64,
}

/// `POST /desk/playbooks/{name}/preview`: what is wrong with the text, or the cards as reporters would see them. Nothing is
/// kept.
///
/// # Errors
/// When there is no such playbook.
pub async fn preview(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(name): Path<String>,
    SentLong(sent): SentLong<ChangeSent>,
) -> Result<Response, Problem> {
    let draft = Draft::read(&app, &name, &sent.text, app.now());
    let (draft, faults) = match draft {
        Ok(draft) => (Some(draft), Vec::new()),
        Err(faults) => (None, faults),
    };
    let typed = Typed { why: sent.why, text: Some(sent.text), faults, why_is_missing: false };
    page(&app, &caller, &name, None, typed, draft.as_ref()).await
}

/// `POST /desk/playbooks/{name}`: puts a changed playbook into force.
///
/// # Errors
/// When somebody else put a version into force meanwhile. What is wrong comes back with the words kept.
pub async fn change(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(name): Path<String>,
    SentLong(sent): SentLong<ChangeSent>,
) -> Result<Response, Problem> {
    let (draft, why) = (Draft::read(&app, &name, &sent.text, app.now()), PlainLine::parse(&sent.why));
    let (Ok(draft), Ok(why)) = (&draft, &why) else {
        let typed = Typed {
            why_is_missing: why.is_err(),
            faults: draft.as_ref().err().cloned().unwrap_or_default(),
            why: sent.why,
            text: Some(sent.text),
        };
        return page(&app, &caller, &name, None, typed, draft.as_ref().ok()).await;
    };
    let version = PlaybookVersion {
        name: name.clone(),
        sequence: 0,
        modified: draft.playbook.modified.clone(),
        body: Some(as_text(&draft.playbook)),
        why: why.to_string(),
        by: caller.actor(),
        at: app.now(),
    };
    put_in_force(&app, &version, sent.seen).await?;
    Ok(Redirect::to(&format!("/desk/playbooks/{name}?done=changed")).into_response())
}

async fn put_in_force(app: &App, version: &PlaybookVersion, seen: u64) -> Result<(), Problem> {
    if !app.store.put_playbook_in_force(version, seen, app.now()).await? {
        return Err(Problem::clash(
            "Somebody put another version into force meanwhile. Copy what you typed, open the playbook again and look.",
        ));
    }
    Ok(app.guide.refresh(&app.store).await?)
}

/// `POST /desk/playbooks/{name}/restore`: the delivered version counts again.
///
/// # Errors
/// When there is no such playbook, or somebody was faster.
pub async fn restore(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(name): Path<String>,
    SentLong(sent): SentLong<ChangeSent>,
) -> Result<Response, Problem> {
    if app.guide.delivered().playbooks.get(&name).is_none() {
        return Err(Problem::not_found());
    }
    let why = PlainLine::parse(&sent.why)
        .map_or_else(|_| "The delivered version again".to_owned(), |why| why.to_string());
    let version = PlaybookVersion {
        name: name.clone(),
        sequence: 0,
        modified: version_of(app.now()),
        body: None,
        why,
        by: caller.actor(),
        at: app.now(),
    };
    put_in_force(&app, &version, sent.seen).await?;
    Ok(Redirect::to(&format!("/desk/playbooks/{name}?done=restored")).into_response())
}
