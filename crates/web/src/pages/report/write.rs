//! What the reporter does with an open report: writes, adds files, changes the wish, says yes or no, asks for a call.

use std::sync::Arc;

use axum::extract::{Path, Request, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use centre::case::Deed;
use serde::Deserialize;
use store::{LONGEST_MESSAGE, StoreError};
use terms::{PackId, PlainLine};

use super::{Own, own, tracker};
use crate::app::App;
use crate::caller::Caller;
use crate::casework::{Saying, Who, tell};
use crate::face::words::{FluentValue, Words};
use crate::pages::Faults;
use crate::pages::tell::file_faults;
use crate::pages::tell::parts::{self, FILES, FileFault};
use crate::pages::tell::read::wishes;
use crate::pages::tell::typed::Typed;
use crate::problem::Problem;
use crate::sent::{Nothing, Sent};

/// A message.
#[derive(Debug, Deserialize)]
pub(crate) struct MessageSent {
    #[serde(default)]
    message: String,
}

/// A wish for a call.
#[derive(Debug, Deserialize)]
pub(crate) struct CallSent {
    #[serde(default)]
    call: String,
}

/// Back to the page of the report, at a place of it.
fn back(place: &str) -> Response {
    Redirect::to(&format!("/report#{place}")).into_response()
}

/// The report that stands open, or the question for its words: what was typed is kept by the browser's own way back.
async fn must_be_open(app: &App, headers: &HeaderMap) -> Result<Result<Own, Response>, Problem> {
    Ok(own(app, headers).await?.ok_or_else(|| Redirect::to("/report").into_response()))
}

/// `POST /report/message`
pub(crate) async fn write_message(
    State(app): State<Arc<App>>,
    caller: Caller,
    headers: HeaderMap,
    Sent(sent): Sent<MessageSent>,
) -> Result<Response, Problem> {
    let own = match must_be_open(&app, &headers).await? {
        Ok(own) => own,
        Err(ask) => return Ok(ask),
    };
    let text = sent.message.trim().replace("\r\n", "\n");
    let fault = match text.len() {
        0 => Some("yours-message-empty"),
        1..=LONGEST_MESSAGE => None,
        _ => Some("yours-message-long"),
    };
    if let Some(fault) = fault {
        let faults = Faults::of("message", Words::default().say(fault));
        return tracker::page(&app, &caller, &own, &faults).await;
    }
    put_message(&app, &own, &text).await?;
    Ok(back("messages"))
}

/// `POST /report/call`
pub(crate) async fn ask_for_call(
    State(app): State<Arc<App>>,
    caller: Caller,
    headers: HeaderMap,
    Sent(sent): Sent<CallSent>,
) -> Result<Response, Problem> {
    let own = match must_be_open(&app, &headers).await? {
        Ok(own) => own,
        Err(ask) => return Ok(ask),
    };
    let words = Words::default();
    let Ok(line) = PlainLine::parse(&sent.call) else {
        let faults = Faults::of("call", words.say("yours-call-empty"));
        return tracker::page(&app, &caller, &own, &faults).await;
    };
    let text = words.say_with("yours-call-message", &[("line", FluentValue::from(line.as_str()))]);
    put_message(&app, &own, &text).await?;
    Ok(back("messages"))
}

/// Puts a message into the mailbox, and its event into the case, in one act. A full mailbox says so.
async fn put_message(app: &App, own: &Own, text: &str) -> Result<(), Problem> {
    let saying = Saying { words: None, ..Saying::with_words(app, "", |text| Deed::MessageIn { text }) };
    do_it(app, own, saying, Some(text)).await
}

/// Does one thing to the report's case, as its reporter.
async fn do_it(app: &App, own: &Own, saying: Saying, message: Option<&str>) -> Result<(), Problem> {
    let message = message.map(|text| (own.report.id, text));
    let done = tell(app, &Who::reporter(), own.report.case, &[saying], message).await?;
    match done {
        Ok(_) => Ok(()),
        // The page that they come back to shows how it stands; the desk's reasons are the desk's.
        Err(_) => Err(Problem::clash(Words::default().say("yours-not-now").into_owned())),
    }
}

/// `POST /report/wish`
pub(crate) async fn tell_wish(
    State(app): State<Arc<App>>,
    caller: Caller,
    headers: HeaderMap,
    Sent(fields): Sent<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let own = match must_be_open(&app, &headers).await? {
        Ok(own) => own,
        Err(ask) => return Ok(ask),
    };
    let mut typed = Typed::default();
    fields.iter().for_each(|(name, value)| typed.add(name, value));
    let text = typed.get("wish");
    if !text.is_empty() && PlainLine::parse(text).is_err() {
        let faults = Faults::of("wish", Words::default().say("tell-fault-line"));
        return tracker::page(&app, &caller, &own, &faults).await;
    }
    let wishes = wishes(&typed);
    let saying = if text.is_empty() {
        Saying::from(Deed::WishTold { wishes, text: None })
    } else {
        Saying::with_words(&app, text, |text| Deed::WishTold { wishes, text: Some(text) })
    };
    do_it(&app, &own, saying, None).await?;
    Ok(back("wish"))
}

/// `POST /report/files`: files that come later, to the same report.
pub(crate) async fn add_files(
    State(app): State<Arc<App>>,
    caller: Caller,
    headers: HeaderMap,
    request: Request,
) -> Result<Response, Problem> {
    let own = match must_be_open(&app, &headers).await? {
        Ok(own) => own,
        Err(ask) => return Ok(ask),
    };
    let words = Words::default();
    let came = parts::read(&app, request).await?;
    let mut faults = Faults::default();
    file_faults(words, &came.faults, &mut faults);
    for file in &came.files {
        match app.store.add_to_report(own.report.id, std::slice::from_ref(file), app.now()).await {
            Ok(_) => {
                do_it(&app, &own, Saying::from(Deed::EvidenceAdded { evidence: file.id }), None).await?;
            }
            Err(StoreError::TooMuch(_)) => {
                if faults.is_empty() {
                    let items = app.store.items_of_report(own.report.id).await?.len();
                    file_faults(words, &[FileFault::of_report(items)], &mut faults);
                }
            }
            Err(StoreError::NotAllowed(_)) => {
                return Err(Problem::clash(words.say("yours-not-now").into_owned()));
            }
            Err(error) => return Err(error.into()),
        }
    }
    if came.files.is_empty() && faults.is_empty() {
        faults.add(FILES, words.say("yours-files-none"));
    }
    if !faults.is_empty() {
        return tracker::page(&app, &caller, &own, &faults).await;
    }
    Ok(back("files"))
}

/// `POST /report/packs/{pack}/yes`
pub(crate) async fn say_yes(
    State(app): State<Arc<App>>,
    Path(pack): Path<PackId>,
    headers: HeaderMap,
    Sent(Nothing {}): Sent<Nothing>,
) -> Result<Response, Problem> {
    answer(&app, &headers, Deed::PackConsented { pack }).await
}

/// `POST /report/packs/{pack}/no`: no, or no longer.
pub(crate) async fn say_no(
    State(app): State<Arc<App>>,
    Path(pack): Path<PackId>,
    headers: HeaderMap,
    Sent(Nothing {}): Sent<Nothing>,
) -> Result<Response, Problem> {
    answer(&app, &headers, Deed::ConsentWithdrawn { pack }).await
}

async fn answer(app: &App, headers: &HeaderMap, deed: Deed) -> Result<Response, Problem> {
    let own = match must_be_open(app, headers).await? {
        Ok(own) => own,
        Err(ask) => return Ok(ask),
    };
    do_it(app, &own, Saying::from(deed), None).await?;
    Ok(back("given-on"))
}
