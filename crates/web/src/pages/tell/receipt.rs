//! The receipt: the reference, the words that open the mailbox, and what happens next and by when. The words are shown for
//! some minutes and then never again.

use askama::Template;
use axum::response::{IntoResponse, Response};
use centre::case::{Case, Event, tracker};
use centre::problem::Problem as Trouble;
use centre::routes_today::Trouble as Kind;
use store::{Manner, ReceivedReport};

use crate::app::App;
use crate::caller::Caller;
use crate::casework::peek;
use crate::face::words::Words;
use crate::face::{Chrome, Page};
use crate::pages::doors::lines;
use crate::pages::frame;
use crate::pages::home::Line;
use crate::pages::report::{DutySeen, NextSeen, next_seen};
use crate::problem::Problem;

#[derive(Template)]
#[template(path = "tell/receipt.html")]
struct ReceiptPage {
    chrome: Chrome,
    reference: String,
    /// The words; none when they were shown before.
    words: Option<String>,
    is_mailed: bool,
    surge: Option<String>,
    next: Option<NextSeen>,
    then: Vec<String>,
    advice: Vec<String>,
    duties: Vec<DutySeen>,
    line: Line,
    address: String,
}

/// The page of a report that was received now, or a moment ago.
pub(crate) async fn page(
    app: &App,
    caller: &Caller,
    received: &ReceivedReport,
    is_mailed: bool,
) -> Result<Response, Problem> {
    let now = app.now();
    let report = app.store.report(received.report).await?.ok_or_else(Problem::not_found)?;
    let problem = app.guide.problems().get(&report.problem);
    let is_delicate = problem.is_none_or(|problem| problem.is_delicate);
    let words = Words::default();
    let receipt = received.receipt.as_ref().filter(|_| app.counter.shown.may_show(received.report, now));
    let opened = peek(app, received.case).await?;
    let title = words.say(if is_delicate { "help-title" } else { "tell-received-title" });
    let chrome = Chrome {
        exit_this_page: is_delicate,
        ..frame(app, caller, title, &format!("/help/{}", report.problem))
    };
    let page = ReceiptPage {
        reference: received.reference.to_string(),
        words: receipt.map(|receipt| receipt.words().join(" ")),
        is_mailed,
        surge: crate::board::surge_line(app, words),
        next: as_of_now(app, &opened.events, report.manner),
        then: lines(&words, "tell-received-then"),
        advice: problem.map(|problem| advice(words, problem)).unwrap_or_default(),
        duties: crate::pages::report::duties_seen(app, words, &opened.case, now),
        line: Line::of(app, words, now),
        address: format!("{}/report", app.facts.origin),
        chrome,
    };
    Ok(Page::new(page).into_response())
}

/// What is next for a report that came a moment ago. Where only its day is kept, the clocks are read as from now: noon says
/// nothing to whoever sends at four.
fn as_of_now(app: &App, events: &[Event], manner: Manner) -> Option<NextSeen> {
    let now = app.now();
    let events: Vec<Event> = match manner {
        Manner::Named => events.to_vec(),
        Manner::Sensitive | Manner::Anonymous => {
            events.iter().map(|event| Event { at: now, ..event.clone() }).collect()
        }
    };
    let case = Case::after(&events);
    let readings = app.desk.readings(&case, &events, now);
    tracker(&case, &readings, now).map(|tracker| next_seen(app, Words::default(), &tracker, manner, false))
}

/// Early and honest: what we can do about it, and what often comes of it. Never whether it is a crime.
fn advice(words: Words, problem: &Trouble) -> Vec<String> {
    match problem.trouble {
        Kind::Hate => lines(&words, "tell-advice-hate"),
        Kind::MoneyGone => lines(&words, "tell-advice-money"),
        _ => Vec::new(),
    }
}
