//! One hand-over, for the body that has it.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use centre::case::{Case, Consent, Refusal};
use centre::hand_over::Content;
use serde::Deserialize;
use store::{Pack, PackState};
use terms::PackId;

use super::{kind_of, own_body};
use crate::app::App;
use crate::caller::Caller;
use crate::casework::{Who, peek};
use crate::face::components::{
    Breadcrumbs, Choice, Crumb, ErrorSummary, Input, NotificationBanner, Radios, Select, SummaryList,
    SummaryRow, WarningText,
};
use crate::face::content::Content as Shown;
use crate::face::{Chrome, Page};
use crate::handing::{self, Answer, as_file, as_pdf, kept_of};
use crate::pages::Faults;
use crate::pages::desk::asked::Asked;
use crate::pages::desk::packs::{AnswerSent, outcomes};
use crate::pages::desk::{frame, news, words};
use crate::pages::hand_over::PaperShown;
use crate::problem::Problem;
use crate::sent::Sent;

/// Why the reads are in the ledger.
const WHY: &str = "hand-over to the reader's body";

/// What was just done.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct DoneAsked {
    done: String,
}

#[derive(Template)]
#[template(path = "partner/one.html")]
struct OnePage {
    chrome: Chrome,
    crumbs: Breadcrumbs,
    summary: Option<ErrorSummary>,
    news: Option<NotificationBanner>,
    warning: Option<WarningText>,
    about: SummaryList,
    address: String,
    has_package: bool,
    enclosed: usize,
    answer: Radios,
    paper: Option<PaperShown>,
}

/// A pack of the caller's own body, with what is in it, as long as the person's yes stands. The read is in the ledger first.
async fn own(
    app: &App,
    caller: &Caller,
    pack: PackId,
    why: &str,
) -> Result<(Pack, Option<Content>), Problem> {
    let body = own_body(caller)?;
    // The door has looked already; this looks again.
    let found = app.store.pack(pack).await?;
    let found = found.filter(|pack| pack.body == body && pack.in_window && pack.sent_at.is_some());
    let case = found.ok_or_else(Problem::not_found)?.case;
    let (kept, content) = kept_of(app, &caller.actor(), case, pack, why).await?;
    // What left cannot be fetched; but nothing more leaves once the yes was taken back.
    let is_taken_back = is_taken_back(&peek(app, case).await?.case, pack);
    Ok((kept, content.filter(|_| !is_taken_back)))
}

fn is_taken_back(case: &Case, pack: PackId) -> bool {
    case.pack(pack).is_some_and(|pack| pack.consent == Consent::Withdrawn)
}

/// `GET /partner/hand-overs/{pack}`
///
/// # Errors
/// When it was not handed over to the caller's body, or the read could not be logged.
pub(crate) async fn show(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(pack): Path<PackId>,
    Asked(asked): Asked<DoneAsked>,
) -> Result<Response, Problem> {
    let done =
        (asked.done == "answered").then(|| news("Thank you. The centre and the person see your answer."));
    page(&app, &caller, pack, done, (&AnswerSent::default(), &Faults::default())).await
}

async fn page(
    app: &App,
    caller: &Caller,
    pack: PackId,
    news: Option<NotificationBanner>,
    (sent, faults): (&AnswerSent, &Faults),
) -> Result<Response, Problem> {
    let (kept, content) = own(app, caller, pack, WHY).await?;
    let case = peek(app, kept.case).await?.case;
    let reference = kept.reference.clone().unwrap_or_default();
    let title = format!("{} {reference}", kind_of(&kept));
    let mut chrome = frame(app, caller, title.as_str(), "/partner/hand-overs");
    chrome.has_error = !faults.is_empty();
    let page = OnePage {
        crumbs: Breadcrumbs {
            items: vec![Crumb::new("Handed over to you", "/partner"), Crumb::new(reference, "")],
            ..Breadcrumbs::default()
        },
        chrome,
        summary: faults.summary(),
        news,
        warning: is_taken_back(&case, pack).then(|| WarningText {
            text: "The person took their yes back. Do not use this any further, and ring the centre.".into(),
            ..WarningText::default()
        }),
        about: about(app, &kept),
        address: format!("/partner/hand-overs/{pack}"),
        has_package: content.as_ref().is_some_and(|content| content.police().is_some()),
        enclosed: content.as_ref().map_or(0, |content| content.enclosed().len()),
        answer: answers(&case, kept.state, sent, faults),
        paper: content.map(|content| content.paper().into()),
    };
    Ok(Page::new(page).with_status(faults.status()).into_response())
}

fn about(app: &App, kept: &Pack) -> SummaryList {
    let moment = |at| words::moment(app, at);
    let rows = [
        Some(("How it stands", handing::words::state(kept.state).to_owned())),
        kept.sent_at.map(|at| ("Sent", moment(at))),
        kept.reply_due
            .filter(|_| kept.state == PackState::Sent)
            .map(|at| ("Please answer by", handing::words::due(app, at))),
        kept.answered_at.map(|at| ("You answered", moment(at))),
    ];
    let rows = rows.into_iter().flatten().map(|(name, text)| SummaryRow::new(name, text)).collect();
    SummaryList { rows, ..SummaryList::default() }
}

/// The answers that are possible now, each with what belongs to it.
fn answers(case: &Case, state: PackState, sent: &AnswerSent, faults: &Faults) -> Radios {
    let because = Input {
        name: "because".to_owned(),
        label: "Why. The centre reads it, the person does not".into(),
        error: faults.at("because"),
        value: Some(sent.because.clone()).filter(|text| !text.is_empty()),
        autocomplete: "off".to_owned(),
        ..Input::default()
    };
    let outcome = Select { error: faults.at("outcome"), ..outcomes(case, &sent.outcome) };
    let take = Choice::new("accept", "We take it on");
    let decline = Choice {
        conditional: Shown::from(because),
        ..Choice::new(
            "decline",
            if state == PackState::Accepted { "We hand it back" } else { "We do not take it on" },
        )
    };
    let told =
        Choice { conditional: Shown::from(outcome), ..Choice::new("return", "We tell what became of it") };
    let items = match state {
        PackState::Sent => vec![take, decline, told],
        PackState::Accepted => vec![told, decline],
        PackState::Declined => vec![take],
        PackState::Decided | PackState::Dropped | PackState::Returned => Vec::new(),
    };
    Radios {
        name: "answer".to_owned(),
        fieldset: Some("Your answer".into()),
        error: faults.at("answer"),
        items,
        value: sent.answer.clone(),
        ..Radios::default()
    }
}

/// `POST /partner/hand-overs/{pack}`: takes it on, declines with a reason, or tells what became of it.
///
/// # Errors
/// When it was not handed over to the caller's body, or no such answer is due.
pub(crate) async fn answer(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(pack): Path<PackId>,
    Sent(sent): Sent<AnswerSent>,
) -> Result<Response, Problem> {
    let answer = match sent.read() {
        Ok(answer) => answer,
        Err(problem) => {
            let field = match sent.answer.as_str() {
                "decline" => "because",
                "return" => "outcome",
                _ => "answer",
            };
            let faults = Faults::of(field, problem.what_to_do);
            return page(&app, &caller, pack, None, (&sent, &faults)).await;
        }
    };
    keep(&app, &caller, pack, answer).await?;
    Ok(Redirect::to(&format!("/partner/hand-overs/{pack}?done=answered")).into_response())
}

/// Keeps the answer of the caller's body.
///
/// # Errors
/// When it was not handed over to the caller's body, or no such answer is due.
pub(crate) async fn keep(app: &App, caller: &Caller, pack: PackId, answer: Answer) -> Result<(), Problem> {
    let body = own_body(caller)?;
    let kept = app.store.pack(pack).await?.filter(|pack| pack.body == body && pack.in_window);
    let kept = kept.ok_or_else(Problem::not_found)?;
    let done = handing::answer(app, &Who::of(caller)?, kept.case, pack, answer).await?;
    done.map(|_| ()).map_err(|refusal| match refusal {
        // Of the case a partner is told nothing but that its time is over.
        Refusal::NoAnswerDue => Problem::clash("This was answered already. Look how it stands now."),
        _ => Problem::clash("This cannot be answered any more. Ring the centre."),
    })
}

/// `GET /partner/hand-overs/{pack}/summary.pdf`. The read is in the ledger first.
///
/// # Errors
/// As [`show`], and when the typesetter fails.
pub(crate) async fn summary(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(pack): Path<PackId>,
) -> Result<Response, Problem> {
    let (kept, content) = own(&app, &caller, pack, "hand-over as PDF").await?;
    as_pdf(&content.ok_or_else(Problem::not_found)?, kept.decided_at).await
}

/// `GET /partner/hand-overs/{pack}/package.zip`. Reads and steps of custody are in the ledger before the bytes leave.
///
/// # Errors
/// As [`show`]; and when it has no package, or an original is gone.
pub(crate) async fn package(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(pack): Path<PackId>,
) -> Result<Response, Problem> {
    let (kept, content) = own(&app, &caller, pack, "hand-over as a file").await?;
    let content = content.filter(|content| content.police().is_some()).ok_or_else(Problem::not_found)?;
    as_file(&app, caller.actor(), &kept, &content).await
}
