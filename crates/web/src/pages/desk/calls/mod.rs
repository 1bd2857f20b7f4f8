//! Calls of the centre with firms: a code for the call that I make, and the code that a caller tells me.

mod live;
mod one;
mod part;

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use centre::call_check::{Reason, Side, TypedCode, read_code};
use serde::Deserialize;
use store::CalledParty;
use terms::{CaseId, OrganisationId};

use super::{frame, told};
use crate::app::App;
use crate::caller::Caller;
use crate::calls::must_wait;
use crate::face::components::{Button, ErrorSummary};
use crate::face::{Chrome, Page};
use crate::pages::Faults;
use crate::problem::Problem;
use crate::sent::Sent;

pub(crate) use live::live;
pub(crate) use one::show;
pub(crate) use part::CallPart;

/// So many of the officer's own checks are listed.
const LISTED: u32 = 20;

#[derive(Template)]
#[template(path = "desk/calls/list.html")]
struct CallsPage {
    chrome: Chrome,
    mistake: Option<ErrorSummary>,
    call: CallPart,
    storm: bool,
}

/// `GET /desk/calls`
pub(crate) async fn list(State(app): State<Arc<App>>, caller: Caller) -> Result<Response, Problem> {
    page(&app, &caller, None, &Faults::default(), StatusCode::OK).await
}

async fn page(
    app: &App,
    caller: &Caller,
    firm: Option<OrganisationId>,
    faults: &Faults,
    status: StatusCode,
) -> Result<Response, Problem> {
    let checks = app.store.calls_by(caller.person()?.person, LISTED).await?;
    let mut chrome = frame(app, caller, "Calls", "/desk/calls");
    chrome.has_error = !faults.is_empty();
    let part = CallPart::of("/desk/calls".to_owned(), &checks, app).await?;
    let page = CallsPage {
        chrome,
        mistake: faults.summary(),
        call: part.and_their_code(firm, faults),
        storm: app.store.is_storm_of_codes(app.now()).await?,
    };
    Ok(Page::new(page).with_status(status).into_response())
}

/// Why a call is made.
#[derive(Debug, Deserialize)]
pub(crate) struct Begun {
    reason: String,
}

/// `POST /desk/calls`: a call to somebody who is no member and has no case.
pub(crate) async fn begin(
    State(app): State<Arc<App>>,
    caller: Caller,
    Sent(sent): Sent<Begun>,
) -> Result<Response, Problem> {
    begin_with(&app, &caller, CalledParty::Somebody, &sent).await
}

/// `POST /desk/members/{organisation}/call`: a call to a member or a prospect.
pub(crate) async fn begin_with_member(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(organisation): Path<OrganisationId>,
    Sent(sent): Sent<Begun>,
) -> Result<Response, Problem> {
    begin_with(&app, &caller, CalledParty::Organisation(organisation), &sent).await
}

/// `POST /desk/cases/{case}/call-check`: a call to whoever gave an account of this case.
pub(crate) async fn begin_about_case(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(case): Path<CaseId>,
    Sent(sent): Sent<Begun>,
) -> Result<Response, Problem> {
    begin_with(&app, &caller, CalledParty::Case(case), &sent).await
}

async fn begin_with(
    app: &App,
    caller: &Caller,
    with: CalledParty,
    sent: &Begun,
) -> Result<Response, Problem> {
    let reason: Reason = sent.reason.parse().map_err(|_| Problem::not_found())?;
    let officer = (caller.person()?.person, caller.role);
    let call = app.store.begin_call(with, reason, officer, app.now()).await.map_err(told)?;
    Ok(Redirect::to(&format!("/desk/calls/{call}")).into_response())
}

/// What a caller says, and whose page was open.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Said {
    code: String,
    firm: String,
}

/// `POST /desk/calls/heard`: a firm's code. From a member's page only that member's counts.
pub(crate) async fn hear(
    State(app): State<Arc<App>>,
    caller: Caller,
    Sent(said): Sent<Said>,
) -> Result<Response, Problem> {
    let firm: Option<OrganisationId> = match said.firm.as_str() {
        "" => None,
        id => Some(id.parse().map_err(|_| Problem::not_found())?),
    };
    let me = caller.person()?.person;
    if let Some(minutes) = must_wait(&app, &me.to_string()) {
        let minutes = super::words::counted(minutes.unsigned_abs(), "minute", "minutes");
        let words =
            format!("You typed many codes. Wait {minutes}, or ring them back on the number on record.");
        let faults = Faults::of(part::CODE_FIELD, words);
        return page(&app, &caller, firm, &faults, StatusCode::TOO_MANY_REQUESTS).await;
    }
    let (by, now) = (caller.actor(), app.now());
    let heard = match read_code(&said.code) {
        Some(TypedCode::Call(digits)) => {
            app.store.hear_call_code(Side::Theirs, &digits, firm, &by, now).await?
        }
        Some(TypedCode::Letter(_)) | None => {
            app.store.code_missed(&by, now).await?;
            None
        }
    };
    match heard {
        Some(check) => Ok(Redirect::to(&format!("/desk/calls/{}", check.id)).into_response()),
        None => {
            let words = "This code does not show who they are. Do not act on what the caller wants. Ring back on the number on record.";
            let faults = Faults::of(part::CODE_FIELD, words);
            page(&app, &caller, firm, &faults, faults.status()).await
        }
    }
}
