//! One case on one screen: who, what, by when, what was promised, what was done, and every deed that can be done next.
//!
//! The read is in the ledger before a word is shown. A deed that is not possible now is told as a sentence on the same
//! page, and nothing that was typed is lost.

mod account;
mod clocks;
mod deeds;
mod drafts;
mod fields;
mod forms;
mod history;
mod merging;
mod parts;
mod show;
mod tasks;
mod ticking;
pub(crate) mod typed;
pub(crate) mod words;

use std::pin::Pin;
use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use centre::case::{Deed, Refusal};
use store::{Manner, NewLetter, StoreError};
use terms::{CaseId, ReportId};

use crate::app::App;
use crate::caller::Caller;
use crate::casework::{Who, peek, tell};
use crate::pages::Faults;
use crate::problem::Problem;
use crate::sent::Sent;
use typed::Typed;

pub(crate) use account::{came_by, way_words};
pub(crate) use clocks::due_in_words;
pub(crate) use deeds::{Form, holder};
pub(crate) use fields::{Fields, Item, items};
pub(crate) use forms::colleagues;
pub(crate) use history::holders;
pub(crate) use merging::{merge, unmerge};
pub(crate) use show::show;
pub(crate) use ticking::{mark, tick};

/// A handler of one form.
type Answering = Pin<Box<dyn Future<Output = Result<Response, Problem>> + Send>>;

/// What went wrong with something that was just sent from this page.
#[derive(Debug, Default)]
pub(crate) struct Slip {
    /// What is to be mended, at which field.
    faults: Faults,
    /// Why it is not possible now.
    refused: Option<String>,
    /// What was typed.
    typed: Typed,
    status: StatusCode,
}

impl Slip {
    fn mend(mend: &typed::Mend, typed: Typed) -> Self {
        let faults = Faults::of(mend.field, mend.words.clone());
        Self { faults, refused: None, typed, status: StatusCode::UNPROCESSABLE_ENTITY }
    }

    fn refused(words: String, typed: Typed) -> Self {
        Self { faults: Faults::default(), refused: Some(words), typed, status: StatusCode::CONFLICT }
    }
}

/// The handler of a form.
pub(crate) fn deed(
    form: Form,
) -> impl Fn(State<Arc<App>>, Caller, Path<CaseId>, Sent<Typed>) -> Answering + Clone + Send + Sync + 'static
{
    move |State(app), caller, Path(case), Sent(typed)| {
        Box::pin(async move { act(&app, &caller, case, form, typed).await })
    }
}

async fn act(app: &App, caller: &Caller, id: CaseId, form: Form, typed: Typed) -> Result<Response, Problem> {
    let who = Who::of(caller)?;
    let opened = peek(app, id).await?;
    let doing = match form.read(app, &opened, &typed) {
        Ok(doing) => doing,
        Err(mend) => {
            return show::page(app, caller, id, &show::Asked::default(), Slip::mend(&mend, typed)).await;
        }
    };
    let message = doing.message.as_ref().map(|(report, words)| (*report, words.as_str()));
    let told = match tell(app, &who, id, &doing.sayings, message).await {
        Ok(told) => told,
        Err(problem) => {
            let slip = no_mailbox(&problem, typed).ok_or(problem)?;
            return show::page(app, caller, id, &show::Asked::default(), slip).await;
        }
    };
    match told {
        Ok(after) => {
            if let Some((report, _)) = message {
                tell_of_message(app, caller, report).await?;
            }
            // A flag may have just closed the case to whoever raised it.
            let still_theirs = may_still_read(caller, &after);
            Ok(Redirect::to(&if still_theirs { done(id, form) } else { "/desk/queue?done=flag".to_owned() })
                .into_response())
        }
        Err(refusal) => {
            let slip = Slip::refused(refusal_in_words(app, refusal).await?, typed);
            show::page(app, caller, id, &show::Asked::default(), slip).await
        }
    }
}

/// A mailbox that is erased or full takes no message; what was typed is not lost by it.
fn no_mailbox(problem: &Problem, typed: Typed) -> Option<Slip> {
    let words = match problem.cause.as_ref()?.downcast_ref::<StoreError>()? {
        StoreError::NoSuch("mailbox") => {
            "Their mailbox was erased, as the rules for keeping say. Ring them, or write by post."
        }
        StoreError::TooMuch(_) => "Their mailbox is full. Ring them, or write by post.",
        _ => return None,
    };
    Some(Slip::mend(&typed::Mend { field: "message", words: words.to_owned() }, typed))
}

fn may_still_read(caller: &Caller, after: &crate::casework::Opened) -> bool {
    use centre::roles::Role;
    let mine = caller.signed_in.as_ref().map(|me| me.person);
    let answers_for_safety = matches!(caller.role, Role::SafeguardingLead | Role::Manager);
    after.case.flags.is_empty() || answers_for_safety || (mine.is_some() && after.case.held_by() == mine)
}

fn done(id: CaseId, form: Form) -> String {
    format!("/desk/cases/{id}?done={}", form.word())
}

/// A refusal with the name of whoever has the case, and the reference of the case in which it goes on.
pub(crate) async fn refusal_in_words(app: &App, refusal: Refusal) -> Result<String, Problem> {
    let words = words::refusal(refusal);
    Ok(match refusal {
        Refusal::HeldBy(person) => {
            let name = app.store.person(person).await?.map(|p| p.name.to_string());
            format!("{words} It is {}.", name.unwrap_or_else(|| "somebody who left".to_owned()))
        }
        Refusal::Merged(parent) => {
            let other = app.store.case(parent).await?.map(|case| case.reference.to_string());
            format!("{words} The other case is {}.", other.unwrap_or_default())
        }
        _ => words,
    })
}

/// Tells a reporter by a short letter that there is a message, and nothing of it: only where they gave an address, and
/// where nobody who opens their mail could learn what they must not.
pub(crate) async fn tell_of_message(app: &App, caller: &Caller, report: ReportId) -> Result<(), Problem> {
    let Some(report) = app.store.report(report).await? else { return Ok(()) };
    let is_delicate = app.guide.problems().get(&report.problem).is_none_or(|problem| problem.is_delicate);
    if report.manner != Manner::Named || is_delicate {
        return Ok(());
    }
    let (by, now) = (caller.actor(), app.now());
    let reporter = app.store.reporter_for(&by, report.id, "tell of a message", now).await?;
    let Some(email) = reporter.and_then(|reporter| reporter.email) else { return Ok(()) };
    let address = format!("{}/report", app.facts.origin);
    let (subject, text) = drafts::letter(&app.facts.centre_name, &report.reference.to_string(), &address);
    let letter = NewLetter {
        recipient: email,
        confirmed: false,
        organisation: None,
        subject,
        text,
        cause: "message_of_desk".to_owned(),
    };
    app.store.queue_letter(&letter, &by, now).await?;
    Ok(())
}

/// That somebody of the centre read a case, for the reporter's page: once, by the first.
pub(crate) fn first_read() -> crate::casework::Saying {
    Deed::Read {}.into()
}
