//! The code by which a firm shows the centre, in a call, that it is the firm; and the calls that were checked.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use centre::call_check::{Side, Standing, in_groups_of_three};
use store::CallCheck;

use super::{Firm, moment};
use crate::app::App;
use crate::caller::Caller;
use crate::calls::reason_id;
use crate::face::components::{Button, SummaryList, SummaryRow};
use crate::face::words::FluentValue;
use crate::face::{Chrome, Page};
use crate::pages::doors::lines;
use crate::pages::frame;
use crate::problem::Problem;
use crate::sent::{Nothing, Sent};

/// So many calls stand on the page.
const CALLS_SHOWN: u32 = 30;

#[derive(Template)]
#[template(path = "firm/call_code.html")]
struct CallCodePage {
    chrome: Chrome,
    rules: Vec<String>,
    code: Option<Code>,
    known: Option<String>,
    make: Button,
    calls: Option<SummaryList>,
}

/// A code that works.
struct Code {
    shown: String,
    until: String,
}

/// `GET /firm/call-code`
pub(crate) async fn show(State(app): State<Arc<App>>, caller: Caller) -> Result<Response, Problem> {
    let firm = Firm::of(&app, &caller).await?;
    let words = firm.words;
    let me = caller.person()?.person;
    let checks = app.store.calls_with(firm.id, CALLS_SHOWN).await?;
    let mine = checks.iter().find(|check| check.side == Side::Theirs && check.made_by == me);
    let standing = mine.map(|check| check.standing(firm.now));
    let code = mine.filter(|_| standing == Some(Standing::Waiting)).map(|check| {
        let until = [("until", FluentValue::from(moment(&app, check.expires_at, firm.now)))];
        Code {
            shown: in_groups_of_three(app.store.call_code(check).reveal()),
            until: words.say_with("caller-code-until", &until),
        }
    });
    let known = match standing {
        Some(Standing::Confirmed(at)) => {
            let at = [("at", FluentValue::from(moment(&app, at, firm.now)))];
            Some(words.say_with("caller-code-known", &at))
        }
        _ => None,
    };
    let make = match code {
        Some(_) => Button::secondary(words.say("caller-code-make-new")),
        None => Button::submit(words.say("caller-code-make")),
    };
    let page = CallCodePage {
        chrome: frame(&app, &caller, words.say("caller-code-title"), "/firm/call-code"),
        rules: lines(&words, "caller-code-rules"),
        code,
        known,
        make,
        calls: (!checks.is_empty()).then(|| calls(&app, &firm, &checks)),
    };
    Ok(Page::new(page).into_response())
}

/// `POST /firm/call-code`: makes a code; an older one of the same person ends.
pub(crate) async fn make(
    State(app): State<Arc<App>>,
    caller: Caller,
    Sent(Nothing {}): Sent<Nothing>,
) -> Result<Response, Problem> {
    let firm = Firm::of(&app, &caller).await?;
    app.store.make_call_code(firm.id, (caller.person()?.person, caller.role), firm.now).await?;
    Ok(Redirect::to("/firm/call-code").into_response())
}

fn calls(app: &App, firm: &Firm, checks: &[CallCheck]) -> SummaryList {
    let row =
        |check: &CallCheck| SummaryRow::new(moment(app, check.made_at, firm.now), line(app, firm, check));
    SummaryList { rows: checks.iter().map(row).collect(), ..SummaryList::default() }
}

fn line(app: &App, firm: &Firm, check: &CallCheck) -> String {
    let words = firm.words;
    let what = match check.reason {
        Some(reason) => {
            let reason = FluentValue::from(words.say(reason_id(reason)).into_owned());
            words.say_with("caller-line-ours", &[("reason", reason)])
        }
        None => words.say("caller-line-theirs").into_owned(),
    };
    let stands = match check.standing(firm.now) {
        Standing::Confirmed(at) => {
            words.say_with("caller-line-confirmed", &[("at", FluentValue::from(moment(app, at, firm.now)))])
        }
        Standing::Waiting => words.say("caller-line-open").into_owned(),
        Standing::RunOut | Standing::Replaced => words.say("caller-line-not").into_owned(),
    };
    format!("{what} {stands}")
}
