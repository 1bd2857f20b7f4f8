//! One text to a wave, or to everybody who told of the same problem.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use store::NewGroupReply;
use terms::{CaseId, ReportId};

use crate::app::App;
use crate::caller::Caller;
use crate::casework::group::{SENT_AT_ONCE, go_on, reports_of};
use crate::casework::peek;
use crate::face::components::{Button, ErrorMessage, ErrorSummary, Hint, Label, Textarea};
use crate::face::{Chrome, Page};
use crate::pages::desk::asked::Asked;
use crate::pages::desk::waves::{case_href, found, merged, sees_restricted};
use crate::pages::desk::{frame, fresh_key, mistake, read_key, told, words};
use crate::problem::Problem;
use crate::sent::Sent;

/// The longest text, in characters: a page.
pub const LONGEST_REPLY: usize = 3_000;
/// The most reports of a problem that one text goes to.
const MOST_OF_A_PROBLEM: u32 = 20_000;
/// What to whom is written, so that two who press at one moment cannot send twice: a text begins with this kind.
const OF_WAVE: &str = "wave-";
const OF_PROBLEM: &str = "problem-";

#[derive(Template)]
#[template(path = "desk/group_reply.html")]
struct ReplyPage {
    chrome: Chrome,
    mistake: Option<ErrorSummary>,
    to: String,
    whom: String,
    how_many: String,
    example: Option<(String, String)>,
    once: String,
    text: Textarea,
}

/// Whom the address means.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ReplyAsked {
    to: String,
}

/// Whom a text goes to.
struct Whom {
    words: String,
    to: Vec<(CaseId, ReportId)>,
}

/// What can be written to: waves and problems, each as the address and its words.
pub(super) type Choices = (Vec<(String, String)>, Vec<(String, String)>);

pub(super) async fn choices(app: &App, caller: &Caller) -> Result<Choices, Problem> {
    let restricted = sees_restricted(caller);
    let (waves, _) = found(app, restricted).await?;
    let mut all: Vec<(String, String)> = waves
        .iter()
        .map(|wave| {
            let first = &wave.members[0];
            let words =
                format!("{} cases around {}: {}", wave.members.len(), first.reference, wave.problem(app));
            (format!("{OF_WAVE}{}", first.case), words)
        })
        .collect();
    for one in merged(app, restricted).await? {
        let address = format!("{OF_WAVE}{}", one.parent);
        if !all.iter().any(|(known, _)| *known == address) {
            all.push((address, format!("{} and what goes on in it", one.parent_reference)));
        }
    }
    let problems = app.store.problems_of_open_cases().await?;
    let guide = app.guide.guide();
    let of_problem = |(id, reports): (String, u64)| {
        let title = guide.problems.get(&id).map_or(id.clone(), |problem| problem.title.clone());
        (
            format!("{OF_PROBLEM}{id}"),
            format!("{title}: {}", words::counted(reports, "open report", "open reports")),
        )
    };
    Ok((all, problems.into_iter().map(of_problem).collect()))
}

/// Whom an address means, with the cases as they are now. Cases that touch somebody's safety get no words for many.
async fn whom(app: &App, caller: &Caller, to: &str) -> Result<Whom, Problem> {
    if let Some(problem) = to.strip_prefix(OF_PROBLEM) {
        let to = app.store.open_reports_about(problem, MOST_OF_A_PROBLEM).await?;
        let guide = app.guide.guide();
        let title = guide.problems.get(problem).ok_or_else(Problem::not_found)?.title.clone();
        return Ok(Whom { words: format!("Everybody with an open case about: {title}"), to });
    }
    let parent: CaseId =
        to.strip_prefix(OF_WAVE).and_then(|id| id.parse().ok()).ok_or_else(Problem::not_found)?;
    let kept = app.store.case(parent).await?.ok_or_else(Problem::not_found)?;
    if kept.place.restricted && !sees_restricted(caller) {
        return Err(Problem::not_found());
    }
    let (waves, _) = found(app, false).await?;
    let mut cases = vec![parent];
    cases.extend(peek(app, parent).await?.case.children);
    if let Some(wave) = waves.iter().find(|wave| wave.members.iter().any(|member| member.case == parent)) {
        cases.extend(wave.members.iter().map(|member| member.case));
    }
    let mut open = Vec::new();
    for case in cases {
        let fits = app
            .store
            .case(case)
            .await?
            .is_some_and(|case| !case.place.restricted && case.erased_at.is_none());
        if fits && !open.contains(&case) {
            open.push(case);
        }
    }
    Ok(Whom { words: format!("The wave around {}", kept.reference), to: reports_of(app, &open).await? })
}

/// `GET /desk/surge/reply?to=…`
///
/// # Errors
/// When there is no such wave or problem, or surge mode is off.
pub async fn show(
    State(app): State<Arc<App>>,
    caller: Caller,
    Asked(asked): Asked<ReplyAsked>,
) -> Result<Response, Problem> {
    let once = fresh_key(&app);
    page(&app, &caller, &asked.to, once, String::new(), None).await
}

async fn page(
    app: &App,
    caller: &Caller,
    to: &str,
    once: String,
    typed: String,
    slip: Option<&'static str>,
) -> Result<Response, Problem> {
    must_be_on(app)?;
    let whom = whom(app, caller, to).await?;
    let mut chrome = frame(app, caller, "One text to many", "/desk/surge");
    chrome.has_error = slip.is_some();
    let status = if slip.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let first = match whom.to.first() {
        Some((case, _)) => {
            app.store.case(*case).await?.map(|kept| (case_href(*case), kept.reference.to_string()))
        }
        None => None,
    };
    let page = ReplyPage {
        mistake: slip.map(|words| mistake("text", words)),
        to: to.to_owned(),
        whom: whom.words,
        how_many: words::counted(whom.to.len() as u64, "person", "people"),
        example: first,
        once,
        text: Textarea {
            name: "text".to_owned(),
            label: Label { text: "What you write to each of them".into(), ..Label::default() },
            hint: Some(Hint {
                text: "They read it in their own mailbox. Say what happens next, and when. Write nothing about anybody of them.".into(),
                ..Hint::default()
            }),
            error: slip.map(|words| ErrorMessage { text: words.into(), ..ErrorMessage::default() }),
            value: typed,
            rows: Some(8),
            ..Textarea::default()
        },
        chrome,
    };
    Ok(Page::new(page).with_status(status).into_response())
}

fn must_be_on(app: &App) -> Result<(), Problem> {
    if app.board.notice().surge.is_some() {
        return Ok(());
    }
    Err(Problem::clash("Surge mode is off. Switch it on first: then one text can go to many."))
}

/// A text as it was sent.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ReplySent {
    to: String,
    once: String,
    text: String,
}

/// `POST /desk/surge/reply`: keeps the text with everybody who is to get it, and begins to send. What is left goes on by
/// itself, also when the program dies in between.
///
/// # Errors
/// When surge mode is off, or nobody would get it.
pub async fn send(
    State(app): State<Arc<App>>,
    caller: Caller,
    Sent(sent): Sent<ReplySent>,
) -> Result<Response, Problem> {
    must_be_on(&app)?;
    let once = read_key(&sent.once)?.to_owned();
    let text = sent.text.trim();
    if text.is_empty() || text.chars().count() > LONGEST_REPLY {
        let slip = "Type what you write to them, in up to 3,000 letters.";
        return page(&app, &caller, &sent.to, once, sent.text, Some(slip)).await;
    }
    let whom = whom(&app, &caller, &sent.to).await?;
    let new = NewGroupReply {
        once,
        person: caller.person()?.person,
        role: caller.role.name().to_owned(),
        whom: whom.words,
        words: text.to_owned(),
        to: whom.to,
    };
    let id = app.store.order_group_reply(&new, &caller.actor(), app.now()).await.map_err(told)?;
    let ordered = app.store.unfinished_group_replies().await?.into_iter().find(|reply| reply.id == id);
    if let Some(reply) = ordered {
        go_on(&app, &reply, SENT_AT_ONCE).await?;
    }
    Ok(Redirect::to("/desk/surge?done=sent#replies").into_response())
}
