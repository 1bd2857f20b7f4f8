//! One check: the code to say while it waits, and that it was confirmed.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use centre::call_check::{Side, Standing, in_groups_of_three};
use store::CallCheck;
use terms::CallCheckId;

use super::part::stands;
use crate::app::App;
use crate::caller::Caller;
use crate::calls::reason_id;
use crate::face::house::Progress;
use crate::face::words::Words;
use crate::face::{Chrome, Page};
use crate::pages::desk::{frame, words};
use crate::problem::Problem;

#[derive(Template)]
#[template(path = "desk/calls/one.html")]
struct CallPage {
    chrome: Chrome,
    with: String,
    back: (String, &'static str),
    reason: Option<String>,
    stands: String,
    is_confirmed: bool,
    waiting: Option<Waiting>,
}

/// A code that waits to be typed.
struct Waiting {
    code: String,
    address: String,
    until: String,
    progress: Progress,
}

/// `GET /desk/calls/{call}`
pub(crate) async fn show(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(call): Path<CallCheckId>,
) -> Result<Response, Problem> {
    let check = app.store.call_check(call).await?.ok_or_else(Problem::not_found)?;
    let standing = check.standing(app.now());
    let title = match check.side {
        Side::Ours => "The code for this call",
        Side::Theirs => "They are who they say",
    };
    let waits = check.side == Side::Ours && standing == Standing::Waiting;
    let chrome = Chrome { is_live: waits, ..frame(&app, &caller, title, "/desk/calls") };
    let page = CallPage {
        chrome,
        with: with(&app, &check).await?,
        back: back(&check),
        reason: check.reason.map(|reason| Words::default().say(reason_id(reason)).into_owned()),
        stands: super::super::sentence(&stands(&app, &check)).trim_end_matches('.').to_owned(),
        is_confirmed: matches!(standing, Standing::Confirmed(_)),
        waiting: waits.then(|| waiting(&app, &check)),
    };
    Ok(Page::new(page).into_response())
}

fn waiting(app: &App, check: &CallCheck) -> Waiting {
    let path = format!("/desk/calls/{}", check.id);
    let host = app.facts.origin.split_once("://").map_or(app.facts.origin.as_str(), |(_, host)| host);
    let until = app.region.time_zone.to_datetime(check.expires_at);
    Waiting {
        code: in_groups_of_three(app.store.call_code(check).reveal()),
        address: format!("{host}/verify"),
        until: format!("{:02}:{:02}", until.hour(), until.minute()),
        progress: Progress {
            label: "Waiting for them to type it".to_owned(),
            words: "This page says so by itself when they have.".to_owned(),
            events_href: format!("{path}/live"),
            href: path,
            link: "See whether they have typed it".to_owned(),
            ..Progress::default()
        },
    }
}

/// Whom the call is with, as the officer knows them.
async fn with(app: &App, check: &CallCheck) -> Result<String, Problem> {
    let firm = match check.organisation {
        Some(firm) => {
            app.store.organisation(firm).await?.map(|firm| format!("{} ({})", firm.name, firm.reference))
        }
        None => None,
    };
    let case = match check.case {
        Some(case) => app.store.case(case).await?.map(|case| format!("Case {}", case.reference)),
        None => None,
    };
    let firm = firm.or(case).unwrap_or_else(|| "Somebody who is no member".to_owned());
    if check.side == Side::Ours {
        return Ok(firm);
    }
    let person = app.store.person(check.made_by).await?;
    let person = person.map_or_else(|| "somebody who left".to_owned(), |person| person.name.to_string());
    Ok(format!(
        "{person} of {firm}, {}, code made {}",
        check.role.spoken().to_lowercase(),
        words::moment(app, check.made_at)
    ))
}

fn back(check: &CallCheck) -> (String, &'static str) {
    match (check.organisation, check.case) {
        (Some(firm), _) => (format!("/desk/members/{firm}"), "Open the member"),
        (None, Some(case)) => (format!("/desk/cases/{case}"), "Back to the case"),
        (None, None) => ("/desk/calls".to_owned(), "All my calls"),
    }
}
