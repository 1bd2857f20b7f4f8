//! Legal holds: two people place one, and two lift it.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use store::{LegalHold, StoreError};
use terms::{CaseId, LegalHoldId, PlainLine};

use super::list::page;
use super::{EvidenceAsked, address};
use crate::app::App;
use crate::caller::Caller;
use crate::face::components::{Hint, Input, Label};
use crate::pages::desk::words::{self, Names};
use crate::pages::desk::{rule_of, told};
use crate::problem::Problem;
use crate::sent::{Nothing, Sent};

/// The hold of a case and what can be done about it.
pub(super) struct HoldForms {
    /// How it stands.
    pub(super) words: String,
    /// Where the forms lead; none for whoever may only look.
    pub(super) action: Option<String>,
    /// The question for a new one.
    pub(super) ask: Option<Input>,
    /// What a second person, or the first, can press.
    pub(super) presses: Vec<(String, String)>,
    /// Those that are over.
    pub(super) past: Vec<String>,
}

pub(super) async fn forms(app: &App, case: CaseId, may_act: bool) -> Result<HoldForms, Problem> {
    let holds = app.store.holds_on(case).await?;
    let (open, over): (Vec<&LegalHold>, Vec<&LegalHold>) =
        holds.iter().partition(|hold| hold.lifted.is_none());
    let names = Names::of(app, holds.iter().map(|hold| &hold.asked_by)).await?;
    let base = format!("/desk/cases/{case}/holds");
    let mut presses = Vec::new();
    let words = match open.first() {
        None => "No hold. When the time is over, the words and files of this case are erased.".to_owned(),
        Some(hold) => {
            presses = can_press(&base, hold);
            said(app, &names, hold)
        }
    };
    let ask = open.is_empty().then(|| Input {
        name: "because".to_owned(),
        label: Label { text: "Why must this case be kept?".into(), ..Label::default() },
        hint: Some(Hint {
            text: "For example: the police asked us to keep it, with their reference.".into(),
            ..Hint::default()
        }),
        ..Input::default()
    });
    Ok(HoldForms {
        words,
        action: may_act.then_some(base),
        ask: ask.filter(|_| may_act),
        presses: if may_act { presses } else { Vec::new() },
        past: over.iter().map(|hold| said(app, &names, hold)).collect(),
    })
}

fn can_press(base: &str, hold: &LegalHold) -> Vec<(String, String)> {
    let to = |step: &str| format!("{base}/{}/{step}", hold.id);
    let presses: &[(&str, &str)] = match (&hold.confirmed, &hold.lifting) {
        (_, Some(_)) => &[("lifted", "Confirm that the hold ends")],
        (None, None) => &[("confirm", "Confirm the hold"), ("lift", "Ask that it end")],
        (Some(_), None) => &[("lift", "Ask that the hold end")],
    };
    presses.iter().map(|(step, text)| (to(step), (*text).to_owned())).collect()
}

fn said(app: &App, names: &Names, hold: &LegalHold) -> String {
    let why = hold.why.as_deref().unwrap_or("the reason was erased");
    let asked = format!("{} asked on {}: {why}.", names.who(&hold.asked_by), words::day(app, hold.asked_at));
    let stands = match (&hold.confirmed, &hold.lifting, &hold.lifted) {
        (_, _, Some((_, at))) => format!("It ended on {}.", words::day(app, *at)),
        (_, Some((_, at)), None) => {
            format!("Since {} somebody wants it to end; a second person must confirm.", words::day(app, *at))
        }
        (Some((_, at)), None, None) => {
            format!("A second person confirmed it on {}: it stands.", words::day(app, *at))
        }
        (None, None, None) => "It waits for a second person.".to_owned(),
    };
    format!("{asked} {stands}")
}

/// Why a case must be kept.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct HoldSent {
    because: String,
}

/// A case and a hold, as an address names them.
#[derive(Debug, Clone, Copy, Deserialize)]
pub struct OfHold {
    case: CaseId,
    hold: LegalHoldId,
}

/// `POST /desk/cases/{case}/holds`
///
/// # Errors
/// When the form is not ours or the store fails; what the house does not allow is said on the page.
pub(crate) async fn ask(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(case): Path<CaseId>,
    Sent(sent): Sent<HoldSent>,
) -> Result<Response, Problem> {
    let Ok(because) = PlainLine::parse(&sent.because) else {
        let words = "Say in one line why this case must be kept.".to_owned();
        return page(&app, &caller, case, &EvidenceAsked::default(), Some(("because", words))).await;
    };
    let done = app.store.ask_for_hold(case, because.as_str(), &caller.actor(), app.now()).await.map(|_| ());
    back(&app, &caller, case, done, "asked").await
}

/// `POST /desk/cases/{case}/holds/{hold}/confirm`
///
/// # Errors
/// As [`ask`].
pub(crate) async fn confirm(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(of): Path<OfHold>,
    Sent(Nothing {}): Sent<Nothing>,
) -> Result<Response, Problem> {
    must_be_of(&app, of).await?;
    let done = app.store.confirm_hold(of.hold, &caller.actor(), app.now()).await;
    back(&app, &caller, of.case, done, "confirmed").await
}

/// `POST /desk/cases/{case}/holds/{hold}/lift`
///
/// # Errors
/// As [`ask`].
pub(crate) async fn lift(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(of): Path<OfHold>,
    Sent(Nothing {}): Sent<Nothing>,
) -> Result<Response, Problem> {
    must_be_of(&app, of).await?;
    let done = app.store.ask_to_lift_hold(of.hold, &caller.actor(), app.now()).await;
    back(&app, &caller, of.case, done, "lifting").await
}

/// `POST /desk/cases/{case}/holds/{hold}/lifted`
///
/// # Errors
/// As [`ask`].
pub(crate) async fn lifted(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(of): Path<OfHold>,
    Sent(Nothing {}): Sent<Nothing>,
) -> Result<Response, Problem> {
    must_be_of(&app, of).await?;
    let done = app.store.lift_hold(of.hold, &caller.actor(), app.now()).await;
    back(&app, &caller, of.case, done, "lifted").await
}

/// A hold is reached through its own case only.
async fn must_be_of(app: &App, of: OfHold) -> Result<(), Problem> {
    let is_there = app.store.holds_on(of.case).await?.iter().any(|hold| hold.id == of.hold);
    if is_there { Ok(()) } else { Err(Problem::not_found()) }
}

async fn back(
    app: &App,
    caller: &Caller,
    case: CaseId,
    done: Result<(), StoreError>,
    what: &str,
) -> Result<Response, Problem> {
    match done {
        Ok(()) => Ok(Redirect::to(&format!("{}?done={what}", address(case))).into_response()),
        Err(error) => {
            let words = rule_of(error).map_err(told)?;
            page(app, caller, case, &EvidenceAsked::default(), Some(("hold", words))).await
        }
    }
}
