//! Money has gone: the statement of facts and the letter to the bank, written while the page is asked for. Nothing of it
//! is kept, by us or by the browser.

use std::collections::HashMap;
use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use centre::calendar::Calendar;
use centre::reclaim::{Facts, Paper, Standing, Verdict};
use jiff::civil::Date;
use terms::Money;

use super::bank_letter_form::{CHANGE, Fields, Typed, read};
use super::said;
use crate::app::App;
use crate::caller::Caller;
use crate::face::components::{Button, ErrorSummary, SummaryList, SummaryRow, WarningText};
use crate::face::words::Words;
use crate::face::{Chrome, Page};
use crate::pages::doors::lines;
use crate::pages::{Faults, frame};
use crate::problem::Problem;
use crate::sent::Sent;

#[derive(Template)]
#[template(path = "help/bank_letter.html")]
struct FormPage {
    chrome: Chrome,
    errors: Option<ErrorSummary>,
    first: WarningText,
    fields: Fields,
    button: Button,
}

#[derive(Template)]
#[template(path = "help/bank_letter_ready.html")]
struct ReadyPage {
    chrome: Chrome,
    stands: String,
    reason: String,
    dates: SummaryList,
    papers: Vec<Paper>,
    then: Vec<String>,
    again: Vec<(String, String)>,
    change: Button,
}

/// `GET /help/bank-letter`
pub(crate) async fn show(State(app): State<Arc<App>>, caller: Caller) -> Response {
    form(&app, &caller, &Typed::default(), &Faults::default())
}

/// `POST /help/bank-letter`
pub(crate) async fn ask(
    State(app): State<Arc<App>>,
    caller: Caller,
    Sent(fields): Sent<HashMap<String, String>>,
) -> Result<Response, Problem> {
    let (words, typed) = (Words::default(), Typed::from(fields));
    if typed.is_to_change() {
        return Ok(form(&app, &caller, &typed, &Faults::default()));
    }
    let today = app.region.time_zone.to_datetime(app.now()).date();
    let facts = match read(words, &typed, today) {
        Ok(facts) => facts,
        Err(faults) => return Ok(form(&app, &caller, &typed, &faults)),
    };
    let calendar = Calendar::of(&app.region);
    let verdict = facts.claim.judge(&app.guide.guide().reclaim, &calendar, today);
    let verdict = verdict.ok_or_else(|| Problem::broken("there are no rules of claiming back"))?;
    let page = ready(&app, &caller, &facts, &verdict, today);
    Ok(Page::new(ReadyPage { again: typed.again(), ..page }).into_response())
}

fn form(app: &App, caller: &Caller, typed: &Typed, faults: &Faults) -> Response {
    let words = Words::default();
    let chrome = frame(app, caller, words.say("claim-title"), "/help/bank-letter");
    let page = FormPage {
        chrome: Chrome { has_error: !faults.is_empty(), exit_this_page: true, ..chrome },
        errors: faults.summary(),
        first: WarningText { text: words.say("claim-bank-first").into(), ..WarningText::default() },
        fields: Fields::of(words, typed, faults),
        button: Button::submit(words.say("claim-button")),
    };
    Page::new(page).with_status(faults.status()).into_response()
}

fn ready(app: &App, caller: &Caller, facts: &Facts, verdict: &Verdict, today: Date) -> ReadyPage {
    let words = Words::default();
    let stands = match verdict.standing {
        Standing::May => "claim-may",
        Standing::MayNot => "claim-may-not",
        Standing::Unsure => "claim-unsure",
    };
    let chrome = frame(app, caller, words.say("claim-result-title"), "/help/bank-letter");
    ReadyPage {
        chrome: Chrome { exit_this_page: true, ..chrome },
        stands: words.say(stands).into_owned(),
        reason: said::of(words, "reclaim", verdict.reason.name()),
        dates: dates(words, verdict),
        papers: vec![facts.letter(verdict, today), facts.statement(today)],
        then: lines(&words, "claim-then"),
        again: Vec::new(),
        change: Button {
            name: CHANGE.to_owned(),
            value: "yes".to_owned(),
            ..Button::secondary(words.say("claim-again"))
        },
    }
}

/// What the rules say in sums and days; only what was paid where they do not cover it.
fn dates(words: Words, verdict: &Verdict) -> SummaryList {
    let row = |id: &str, value: String| SummaryRow::new(words.say(id), value);
    let mut rows = vec![row("claim-paid", verdict.paid.to_string())];
    if verdict.standing != Standing::MayNot {
        let excess = match verdict.excess {
            Money::ZERO => words.say("claim-excess-none").into_owned(),
            excess => excess.to_string(),
        };
        rows.extend([
            row("claim-covered", verdict.covered.to_string()),
            row("claim-cap", verdict.cap.to_string()),
            row("claim-excess", excess),
            row("claim-last-day", day(verdict.last_day)),
            row("claim-decides", day(verdict.decides_by)),
            row("claim-decides-late", day(verdict.decides_at_latest)),
        ]);
    }
    rows.push(row("claim-source", verdict.source.clone()));
    SummaryList { rows, ..SummaryList::default() }
}

fn day(day: Date) -> String {
    day.strftime("%-d %B %Y").to_string()
}
