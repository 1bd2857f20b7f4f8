//! Is it really us? Somebody types the code that a caller says, or the code of a letter, and sees whose it is.
//!
//! No account, no script. Whatever is wrong about a code, the answer is one and the same.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use centre::clock_words::{Moment, date_in_words};
use serde::Deserialize;

use super::doors::lines;
use super::home::Line;
use super::{Faults, frame};
use crate::app::App;
use crate::caller::Caller;
use crate::calls::{Heard, OurCall, OurLetter, hear, reason_id};
use crate::face::components::{Button, ErrorSummary, Hint, Input, SummaryList, SummaryRow};
use crate::face::words::{FluentValue, Words};
use crate::face::{Chrome, Page};
use crate::problem::Problem;
use crate::sent::Sent;

/// The field of the form, and its id.
const FIELD: &str = "code";

/// What was typed.
#[derive(Debug, Deserialize, Default)]
#[serde(default)]
pub(crate) struct Typed {
    code: String,
}

#[derive(Template)]
#[template(path = "verify/form.html")]
struct FormPage {
    chrome: Chrome,
    errors: Option<ErrorSummary>,
    storm: bool,
    input: Input,
    how: Vec<String>,
    never: Vec<String>,
    web: String,
    mail: String,
    line: Line,
}

/// What a code came to.
#[derive(Template)]
#[template(path = "verify/answer.html")]
struct AnswerPage {
    chrome: Chrome,
    is_ours: bool,
    lead: String,
    facts: Option<SummaryList>,
    then: Vec<String>,
    storm: bool,
    wrong: Vec<String>,
    never: Vec<String>,
    line: Line,
}

/// `GET /verify`
pub(crate) async fn show(State(app): State<Arc<App>>, caller: Caller) -> Result<Response, Problem> {
    form(&app, &caller, &Faults::default()).await
}

async fn form(app: &App, caller: &Caller, faults: &Faults) -> Result<Response, Problem> {
    let words = Words::default();
    let centre = &app.region.centre;
    let mut chrome = frame(app, caller, words.say("verify-title"), "/verify");
    chrome.has_error = !faults.is_empty();
    let page = FormPage {
        chrome,
        errors: faults.summary(),
        storm: app.store.is_storm_of_codes(app.now()).await?,
        input: Input {
            name: FIELD.to_owned(),
            label: words.say("caller-form-label").into_owned().into(),
            hint: Some(Hint::from(words.say("caller-form-hint").into_owned())),
            error: faults.at(FIELD),
            autocomplete: "off".to_owned(),
            autocapitalize: "characters".to_owned(),
            spellcheck: Some(false),
            classes: "govuk-input--width-20 wh-code-field".into(),
            ..Input::default()
        },
        how: centre.how_to_verify.clone(),
        never: centre.we_never_ask.clone(),
        web: app.facts.origin.clone(),
        mail: centre.mail.clone(),
        line: Line::of(app, words, app.now()),
    };
    Ok(Page::new(page).with_status(faults.status()).into_response())
}

/// `POST /verify`: the answer. What was typed is not shown again and not kept.
pub(crate) async fn check(
    State(app): State<Arc<App>>,
    caller: Caller,
    Sent(typed): Sent<Typed>,
) -> Result<Response, Problem> {
    if typed.code.trim().is_empty() {
        let fault = Faults::of(FIELD, Words::default().say("caller-form-missing"));
        return form(&app, &caller, &fault).await;
    }
    let heard = hear(&app, &caller, &typed.code).await?;
    let status = match heard {
        Heard::Wait(_) => StatusCode::TOO_MANY_REQUESTS,
        _ => StatusCode::OK,
    };
    let page = answer(&app, &caller, &heard).await?;
    Ok(Page::new(page).with_status(status).into_response())
}

async fn answer(app: &App, caller: &Caller, heard: &Heard) -> Result<AnswerPage, Problem> {
    let words = Words::default();
    let say = |id: &str| words.say(id).into_owned();
    let (title, lead, facts, then) = match heard {
        Heard::Call(call) => {
            ("caller-yes-title", say("caller-yes-lead"), Some(of_call(app, call)), "caller-yes-then")
        }
        Heard::Letter(letter) => (
            "caller-letter-title",
            say("caller-letter-lead"),
            Some(of_letter(app, letter)),
            "caller-letter-then",
        ),
        Heard::Unknown => ("caller-unknown-title", say("caller-unknown-lead"), None, "caller-unknown-then"),
        Heard::Wait(minutes) => {
            let gaps = [("minutes", FluentValue::from(*minutes))];
            ("caller-wait-title", words.say_with("caller-wait-lead", &gaps), None, "caller-wait-then")
        }
    };
    let is_ours = facts.is_some();
    Ok(AnswerPage {
        chrome: frame(app, caller, words.say(title), "/verify"),
        is_ours,
        lead,
        facts,
        then: lines(&words, then),
        storm: !is_ours && app.store.is_storm_of_codes(app.now()).await?,
        wrong: match heard {
            Heard::Call(_) => lines(&words, "caller-wrong"),
            Heard::Letter(_) => lines(&words, "caller-wrong-letter"),
            Heard::Unknown | Heard::Wait(_) => Vec::new(),
        },
        never: app.region.centre.we_never_ask.clone(),
        line: Line::of(app, words, app.now()),
    })
}

fn of_call(app: &App, call: &OurCall) -> SummaryList {
    let words = Words::default();
    let row = |id: &str, value: String| SummaryRow::new(words.say(id), value);
    let role = FluentValue::from(call.role.spoken().to_lowercase());
    let centre = FluentValue::from(app.facts.centre_name.as_str());
    let who = words.say_with("caller-who-is", &[("role", role), ("centre", centre)]);
    SummaryList {
        rows: vec![
            row("caller-who", who),
            row("caller-began", Moment::of(call.began_at, app.now(), &app.region.time_zone).to_string()),
            row("caller-for", call.called.in_words(words)),
            row("caller-why", words.say(reason_id(call.reason)).into_owned()),
        ],
        ..SummaryList::default()
    }
}

fn of_letter(app: &App, letter: &OurLetter) -> SummaryList {
    let words = Words::default();
    let row = |id: &str, value: String| SummaryRow::new(words.say(id), value);
    SummaryList {
        rows: vec![
            row("caller-letter-kind", words.say(letter.kind).into_owned()),
            row("caller-letter-to", letter.to.clone()),
            row("caller-letter-day", date_in_words(app.region.time_zone.to_datetime(letter.at).date())),
        ],
        ..SummaryList::default()
    }
}
