//! One file: its facts, the copy that may be shown, and the original for whoever says why.

use std::sync::Arc;

use askama::Template;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use centre::policy::Act;
use evidence::custody::Act as Custody;
use evidence::{Because, Inert, Showing};
use futures_util::stream;
use serde::Deserialize;
use store::{EvidenceItem, LeavingFile, StoreError, Taken};
use terms::PlainLine;

use super::{Named, OfCase, address, crumbs, even_locked, item_among, item_of, name};
use crate::app::App;
use crate::caller::Caller;
use crate::casework::open_for;
use crate::face::components::{
    Breadcrumbs, Button, ErrorMessage, ErrorSummary, Hint, Input, Label, SummaryList, SummaryRow,
};
use crate::face::{Chrome, Page};
use crate::pages::desk::{frame, may, mistake, told, words};
use crate::problem::Problem;
use crate::sent::{Nothing, Sent};

/// The largest picture that is read to be painted anew, in bytes: every file that is taken in.
const LARGEST_SHOWN: u64 = evidence::MOST_ITEM_BYTES;

/// What is shown of a file.
enum Shown {
    /// A picture, at this address.
    Picture(String),
    /// A text, and whether there is more of it.
    Text(String, bool),
    /// Nothing, and why.
    Nothing(String),
}

#[derive(Template)]
#[template(path = "desk/evidence/item.html")]
struct ItemPage {
    chrome: Chrome,
    crumbs: Breadcrumbs,
    mistake: Option<ErrorSummary>,
    name: String,
    facts: SummaryList,
    shown: Shown,
    original: Option<(String, Input)>,
    lock: Option<String>,
}

/// `GET /desk/cases/{case}/evidence/{item}`
///
/// # Errors
/// When there is no such file in this case, or the read could not be logged.
pub(crate) async fn show(
    State(app): State<Arc<App>>,
    caller: Caller,
    of: Named,
) -> Result<Response, Problem> {
    page(&app, &caller, of.0, None).await
}

async fn page(app: &App, caller: &Caller, of: OfCase, slip: Option<&str>) -> Result<Response, Problem> {
    let opened = open_for(app, &caller.actor(), of.case, "one file of the evidence").await?;
    let item = item_among(app, &opened.reports, of).await?;
    let here = format!("{}/{}", address(of.case), of.item);
    let is_out_of_reach = item.destroyed_at.is_some() || (item.locked_at.is_some() && !even_locked(caller));
    let works = may(caller.role, Act::WorkCase) && !is_out_of_reach;
    let reference = opened.kept.reference.to_string();
    let mut chrome = frame(app, caller, name(&item), &here);
    chrome.has_error = slip.is_some();
    let page = ItemPage {
        crumbs: crumbs(of.case, &reference, &name(&item)),
        mistake: slip.map(|words| mistake("because", words)),
        name: name(&item),
        facts: facts(app, &item),
        shown: copy(app, caller, &item, &here).await?,
        original: works.then(|| (format!("{here}/original"), why(slip))),
        lock: (works && item.locked_at.is_none()).then(|| format!("{here}/lock")),
        chrome,
    };
    let status = if slip.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok(Page::new(page).with_status(status).into_response())
}

fn why(slip: Option<&str>) -> Input {
    Input {
        name: "because".to_owned(),
        label: Label { text: "Why do you need the original?".into(), ..Label::default() },
        hint: Some(Hint {
            text: "It is written into the chain of custody. The original may do harm: open it on a machine for that only.".into(),
            ..Hint::default()
        }),
        error: slip.map(|words| ErrorMessage { text: words.into(), ..ErrorMessage::default() }),
        ..Input::default()
    }
}

fn facts(app: &App, item: &EvidenceItem) -> SummaryList {
    let mut rows = vec![
        SummaryRow::new("What it is", item.kind.words()),
        SummaryRow::new("Size", terms::size_in_words(item.bytes)),
        SummaryRow::new("Came", words::day(app, item.kept_at)),
    ];
    if let Some(facts) = &item.facts {
        rows.push(SummaryRow::new("SHA-256 of the original", facts.sha256.as_str()));
    }
    if let Some(at) = item.locked_at {
        rows.push(SummaryRow::new("Locked", words::day(app, at)));
    }
    if let Some(at) = item.destroyed_at {
        rows.push(SummaryRow::new("Destroyed", words::day(app, at)));
    }
    SummaryList { rows, ..SummaryList::default() }
}

/// The copy that may be shown. Of a picture only its address: the browser asks for it, and that is the look that counts.
async fn copy(app: &App, caller: &Caller, item: &EvidenceItem, here: &str) -> Result<Shown, Problem> {
    if item.destroyed_at.is_some() {
        return Ok(Shown::Nothing("The file was destroyed. What is known of it stands above.".to_owned()));
    }
    if item.locked_at.is_some() && !even_locked(caller) {
        return Ok(Shown::Nothing("The file is locked. Ask the safeguarding lead.".to_owned()));
    }
    match item.kind.showing() {
        Showing::Picture => Ok(Shown::Picture(format!("{here}/shown"))),
        Showing::FactsOnly => Ok(Shown::Nothing(because(Because::Kind))),
        Showing::Text => Ok(match inert(app, caller, item).await? {
            Inert::Text(text) => Shown::Text(text.text, text.cut),
            Inert::FactsOnly(reason) => Shown::Nothing(because(reason)),
            Inert::Picture(_) => Shown::Nothing(because(Because::Kind)),
        }),
    }
}

fn because(reason: Because) -> String {
    match reason {
        Because::Kind => "Files of this kind are kept as they came and are never shown.",
        Because::TooLarge => "The picture is too large to be shown here.",
        Because::Damaged => "The picture cannot be read. It may be damaged, or made to do harm.",
    }
    .to_owned()
}

/// What may be shown, from the original. The look is in the chain of custody first.
async fn inert(app: &App, caller: &Caller, item: &EvidenceItem) -> Result<Inert, Problem> {
    if item.bytes > LARGEST_SHOWN {
        return Ok(Inert::FactsOnly(Because::TooLarge));
    }
    let file = leaving(app, caller, item, Custody::Read, "shown on the desk").await?;
    let bytes = file.all().await?;
    Ok(app.inert.show(item.kind, bytes).await)
}

async fn leaving(
    app: &App,
    caller: &Caller,
    item: &EvidenceItem,
    act: Custody,
    why: &str,
) -> Result<LeavingFile, Problem> {
    let taken = Taken { act, words: why };
    let found = app.store.item_for(&caller.actor(), item.id, taken, even_locked(caller), app.now()).await;
    found.map(|(_, file)| file).map_err(told)
}

/// `GET /desk/cases/{case}/evidence/{item}/shown`: the picture, painted anew.
///
/// # Errors
/// When there is no such picture, it may not be shown, or the look could not be written down.
pub(crate) async fn shown(
    State(app): State<Arc<App>>,
    caller: Caller,
    of: Named,
) -> Result<Response, Problem> {
    let item = item_of(&app, of.0).await?;
    if item.kind.showing() != Showing::Picture || item.destroyed_at.is_some() {
        return Err(Problem::not_found());
    }
    match inert(&app, &caller, &item).await? {
        Inert::Picture(picture) => {
            let headers = [
                (header::CONTENT_TYPE, picture.media_type),
                (header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"),
                (header::CACHE_CONTROL, "no-store"),
            ];
            Ok((headers, picture.bytes).into_response())
        }
        _ => Err(Problem::does_not_fit("This picture cannot be shown. Its facts stand on its page.")),
    }
}

/// Why somebody takes the original.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct OriginalSent {
    because: String,
}

/// `POST /desk/cases/{case}/evidence/{item}/original`
///
/// # Errors
/// When it may not leave, or nothing could be written down.
pub(crate) async fn original(
    State(app): State<Arc<App>>,
    caller: Caller,
    of: Named,
    Sent(sent): Sent<OriginalSent>,
) -> Result<Response, Problem> {
    let Ok(because) = PlainLine::parse(&sent.because) else {
        return page(&app, &caller, of.0, Some("Say in one line why you need the original.")).await;
    };
    let item = item_of(&app, of.0).await?;
    let file = leaving(&app, &caller, &item, Custody::Copy, because.as_str()).await?;
    // Its own name may be made to do harm; the chain and the page have it.
    let attachment = format!("attachment; filename=\"{}.original\"", item.id);
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/octet-stream")),
        (header::CONTENT_DISPOSITION, HeaderValue::from_str(&attachment).map_err(Problem::broken)?),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (header::CONTENT_LENGTH, HeaderValue::from(item.bytes)),
    ];
    Ok((headers, Body::from_stream(pieces(file))).into_response())
}

/// The file piece by piece. One that is not what was kept breaks off, and is not taken for whole.
fn pieces(file: LeavingFile) -> impl futures_util::Stream<Item = Result<Vec<u8>, StoreError>> {
    stream::try_unfold(file, |mut file| async move { Ok(file.next().await?.map(|bytes| (bytes, file))) })
}

/// `POST /desk/cases/{case}/evidence/{item}/lock`
///
/// # Errors
/// When there is no such file in this case.
pub(crate) async fn lock(
    State(app): State<Arc<App>>,
    caller: Caller,
    of: Named,
    Sent(Nothing {}): Sent<Nothing>,
) -> Result<Response, Problem> {
    let item = item_of(&app, of.0).await?;
    app.store.lock_item(item.id, &caller.actor(), app.now()).await.map_err(told)?;
    Ok(Redirect::to(&format!("{}?done=locked", address(of.case))).into_response())
}
