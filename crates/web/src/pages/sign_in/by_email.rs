//! Members come in by a code that is sent to their mailbox.
//!
//! Whoever asks learns nothing about who has an account: a known and an unknown address get the
//! same page after the same time. No account is ever locked: a try counts against the ticket of the
//! browser that asked (a cookie), so that a stranger can use up only what the stranger asked for.

use std::sync::Arc;
use std::time::Duration;

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use store::{CODE_MINUTES, CodeAnswer, Factors, Person, Secret, Standing};
use terms::EmailAddress;
use tokio::time::{Instant, sleep_until};

use super::{choice, come_in, letters, local_path, may_come_in, passkeys, random_token, then_in, way_on};
use crate::app::App;
use crate::caller::Caller;
use crate::cookie::Cookie;
use crate::face::components::{ErrorSummary, Input, Label};
use crate::face::words::FluentValue;
use crate::face::{Chrome, Page};
use crate::pace;
use crate::pages::Faults;
use crate::pages::frame;
use crate::problem::Problem;
use crate::sent::Sent;

/// Every answer takes at least this long, so that its time does not tell whether a letter was
/// written: a commit takes a few milliseconds of it.
const EVERY_ANSWER_TAKES: Duration = Duration::from_millis(200);
/// So long a browser keeps its ticket, in seconds: whoever asks again within it can type either code.
const TICKET_LIVES: i64 = 60 * 60;
/// Characters of a ticket: 256 bits in base64url.
const TICKET_LENGTH: usize = 43;

#[derive(Template)]
#[template(path = "sign_in/by_email.html")]
struct SignInPage {
    chrome: Chrome,
    summary: Option<ErrorSummary>,
    email: Input,
    then: String,
    passkeys: bool,
    is_again: bool,
    demonstration: bool,
}

#[derive(Template)]
#[template(path = "sign_in/code.html")]
struct CodePage {
    chrome: Chrome,
    summary: Option<ErrorSummary>,
    sent: String,
    code: Input,
    email: String,
    then: String,
}

/// The form that asks for the address.
#[derive(Deserialize)]
pub(crate) struct Asked {
    email: String,
    #[serde(default)]
    then: String,
}

/// The form that carries the code.
#[derive(Deserialize)]
pub(crate) struct Given {
    email: String,
    #[serde(default)]
    code: String,
    #[serde(default)]
    then: String,
}

/// `GET /sign-in`
pub(crate) async fn show(State(app): State<Arc<App>>, caller: Caller, RawQuery(query): RawQuery) -> Response {
    sign_in_page(&app, &caller, "", &then_in(query.as_deref()), &Faults::default())
}

/// The first page of signing in; `faults` of the address or of a passkey that did not hold.
pub(super) fn sign_in_page(app: &App, caller: &Caller, email: &str, then: &str, faults: &Faults) -> Response {
    let mut chrome = frame(app, caller, "", "/sign-in");
    let is_again = caller.signed_in.is_some();
    chrome.title = chrome.say(if is_again { "sign-in-again" } else { "sign-in-title" }).into_owned();
    chrome.has_error = !faults.is_empty();
    let page = SignInPage {
        summary: faults.summary(),
        email: Input {
            name: "email".to_owned(),
            label: Label { text: chrome.say("sign-in-email").into(), ..Label::default() },
            hint: Some(chrome.say("sign-in-email-hint").as_ref().into()),
            error: faults.at("email"),
            value: Some(email.to_owned()),
            kind: "email".to_owned(),
            autocomplete: "email".to_owned(),
            spellcheck: Some(false),
            ..Input::default()
        },
        then: local_path(&app.facts, then).unwrap_or_default(),
        passkeys: passkeys::are_possible(&app.facts),
        is_again,
        demonstration: app.facts.demonstration,
        chrome,
    };
    Page::new(page).with_status(faults.status()).into_response()
}

/// `POST /sign-in`: sends a code if there is somebody to send it to, and asks for it either way.
pub(crate) async fn ask(
    State(app): State<Arc<App>>,
    caller: Caller,
    headers: HeaderMap,
    Sent(form): Sent<Asked>,
) -> Result<Response, Problem> {
    let Ok(email) = EmailAddress::parse(form.email.trim()) else {
        let words = crate::face::Words::default().say("sign-in-email-wrong").into_owned();
        return Ok(sign_in_page(&app, &caller, &form.email, &form.then, &Faults::of("email", words)));
    };
    pace::wait(&app, "sign in from", &caller.network, pace::SIGNING_IN).await;
    pace::wait(&app, "sign in as", &email.folded(), pace::SIGNING_IN).await;
    let answer_at = Instant::now() + EVERY_ANSWER_TAKES;
    let ticket = ticket_of(&app, &headers).unwrap_or_else(|| Secret::presented(&random_token(&app)));
    letters::write_to(&app, &email, &ticket).await?;
    sleep_until(answer_at).await;
    let cookie = Cookie::Ticket.set(&app.facts, ticket.reveal(), TICKET_LIVES)?;
    let page = code_page(&app, &caller, &email.to_string(), &form.then, &Faults::default());
    Ok(([(header::SET_COOKIE, cookie)], page).into_response())
}

/// The ticket that the browser got when it asked before. What is no ticket of ours is none.
fn ticket_of(app: &App, headers: &HeaderMap) -> Option<Secret> {
    let ticket = Cookie::Ticket.of(&app.facts, headers)?;
    let is_ours = ticket.len() == TICKET_LENGTH
        && ticket.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
    is_ours.then(|| Secret::presented(ticket))
}

fn code_page(app: &App, caller: &Caller, email: &str, then: &str, faults: &Faults) -> Response {
    let mut chrome = frame(app, caller, "", "/sign-in");
    chrome.title = chrome.say("sign-in-code-title").into_owned();
    chrome.has_error = !faults.is_empty();
    let gaps = [("email", FluentValue::from(email)), ("minutes", FluentValue::from(CODE_MINUTES))];
    let page = CodePage {
        summary: faults.summary(),
        sent: chrome.words.say_with("sign-in-code-sent", &gaps),
        code: Input {
            name: "code".to_owned(),
            label: Label { text: chrome.say("sign-in-code").into(), ..Label::default() },
            hint: Some(chrome.say("sign-in-code-hint").as_ref().into()),
            error: faults.at("code"),
            inputmode: "numeric".to_owned(),
            autocomplete: "one-time-code".to_owned(),
            spellcheck: Some(false),
            classes: "govuk-input--width-10 govuk-input--extra-letter-spacing".into(),
            ..Input::default()
        },
        email: email.to_owned(),
        then: local_path(&app.facts, then).unwrap_or_default(),
        chrome,
    };
    Page::new(page).with_status(faults.status()).into_response()
}

/// `POST /sign-in/code`: one answer for every code that does not open, whatever the reason.
pub(crate) async fn give(
    State(app): State<Arc<App>>,
    caller: Caller,
    headers: HeaderMap,
    Sent(form): Sent<Given>,
) -> Result<Response, Problem> {
    let Ok(email) = EmailAddress::parse(form.email.trim()) else {
        return Ok(sign_in_page(&app, &caller, "", &form.then, &Faults::default()));
    };
    pace::wait(&app, "code from", &caller.network, pace::SIGNING_IN).await;
    // A browser that never asked has a ticket that no code belongs to. The owner does not wait for a stranger.
    let ticket = ticket_of(&app, &headers).unwrap_or_else(|| Secret::presented(""));
    pace::wait(&app, "code with", ticket.reveal(), pace::SIGNING_IN).await;
    let answer_at = Instant::now() + EVERY_ANSWER_TAKES;
    let answer = app.store.try_code(&email, &ticket, &Secret::presented(&form.code), app.now()).await?;
    let people = if answer == CodeAnswer::Right { members_at(&app, &email).await? } else { vec![] };
    match people.as_slice() {
        [] => {
            sleep_until(answer_at).await;
            let words = crate::face::Words::default().say("sign-in-code-wrong").into_owned();
            Ok(code_page(&app, &caller, &form.email, &form.then, &Faults::of("code", words)))
        }
        [one] => {
            let to = way_on(&app.facts, &form.then, one.role);
            come_in(&app, &caller, one, Factors::Email, &to).await
        }
        several => choice::ask(&app, &caller, several, &form.then).await,
    }
}

/// The people at members who have this mailbox and may come in.
pub(super) async fn members_at(app: &App, email: &EmailAddress) -> Result<Vec<Person>, Problem> {
    let mut members = vec![];
    for person in app.store.people_with_email(email).await? {
        let Some(organisation) = person.organisation else { continue };
        let standing = app.store.organisation(organisation).await?.map(|o| o.standing);
        if standing == Some(Standing::Member) && may_come_in(&person, app.now()) {
            members.push(person);
        }
    }
    Ok(members)
}
