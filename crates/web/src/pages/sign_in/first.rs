//! Setting up an account from its one-time link, and the ways of signing in that can be chosen.
//!
//! `GET` only shows: mail programs open links before people do. The link is used by the button;
//! what follows opens nothing but these pages until a way to sign in is there.

use std::sync::Arc;

use askama::Template;
use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use centre::ledger::Actor;
use serde::Deserialize;
use store::{Factors, LinkPurpose, Person, Secret, UsedLink};
use terms::{PersonId, PlainLine};

use super::passkeys::{self, Answered, Question};
use super::{come_in, home_of, may_come_in};
use crate::app::App;
use crate::caller::Caller;
use crate::face::components::{ErrorSummary, Input};
use crate::face::{Chrome, Page};
use crate::pace;
use crate::pages::Faults;
use crate::pages::account::password::{self as set_password, Purpose};
use crate::pages::frame;
use crate::problem::Problem;
use crate::sent::{Nothing, Sent};

#[derive(Template)]
#[template(path = "sign_in/set_up_link.html")]
struct LinkPage {
    chrome: Chrome,
    person: Option<Person>,
    link: String,
}

#[derive(Template)]
#[template(path = "sign_in/first.html")]
struct FirstPage {
    chrome: Chrome,
    summary: Option<ErrorSummary>,
    passkeys: bool,
    passkey_name: Input,
    single_sign_on: Option<String>,
}

/// The form that carries the device's answer.
#[derive(Deserialize)]
pub(crate) struct Added {
    pub(crate) token: String,
    pub(crate) credential: String,
    #[serde(default)]
    pub(crate) name: String,
}

/// `GET /set-up/{link}`
pub(crate) async fn look(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(link): Path<String>,
) -> Result<Response, Problem> {
    pace::wait(&app, "link from", &caller.network, pace::SIGNING_IN).await;
    let found = app.store.look_at_link(&Secret::presented(&link), LinkPurpose::SetUp, app.now()).await?;
    let person = found.filter(|f| !f.used && may_come_in(&f.person, app.now())).map(|f| f.person);
    Ok(link_page(&app, &caller, person, link))
}

fn link_page(app: &App, caller: &Caller, person: Option<Person>, link: String) -> Response {
    let title = if person.is_some() { "Set up your account" } else { "This link does not work any more" };
    let status = if person.is_some() { 200 } else { 404 };
    let chrome = frame(app, caller, title, "/set-up");
    let status = axum::http::StatusCode::from_u16(status).unwrap_or_default();
    Page::new(LinkPage { chrome, person, link }).with_status(status).into_response()
}

/// `POST /set-up/{link}`: uses the link, and leads to the choice.
pub(crate) async fn start(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(link): Path<String>,
    Sent(_): Sent<Nothing>,
) -> Result<Response, Problem> {
    pace::wait(&app, "link from", &caller.network, pace::SIGNING_IN).await;
    let secret = Secret::presented(&link);
    let now = app.now();
    let found = app.store.look_at_link(&secret, LinkPurpose::SetUp, now).await?;
    let Some(person) = found.map(|f| f.person).filter(|p| may_come_in(p, now)) else {
        return Ok(link_page(&app, &caller, None, link));
    };
    let by = Actor::Person(person.id);
    match app.store.use_link(&secret, LinkPurpose::SetUp, &by, now).await? {
        UsedLink::Now(person) => come_in(&app, &caller, &person, Factors::SetUpLink, "/sign-in/first").await,
        UsedLink::Already(_) | UsedLink::NoSuchLink => Ok(link_page(&app, &caller, None, link)),
    }
}

/// Somebody who used their set-up link in this session, and nothing else.
fn half_way(caller: &Caller) -> Result<PersonId, Redirect> {
    match caller.half_way {
        Some((person, Factors::SetUpLink)) => Ok(person),
        _ => Err(Redirect::to("/sign-in/staff")),
    }
}

/// `GET /sign-in/first`: which way to sign in?
pub(crate) async fn show(State(app): State<Arc<App>>, caller: Caller) -> Response {
    match half_way(&caller) {
        Ok(_) => page(&app, &caller, &Faults::default()),
        Err(elsewhere) => elsewhere.into_response(),
    }
}

fn page(app: &App, caller: &Caller, faults: &Faults) -> Response {
    let mut chrome = frame(app, caller, "Choose how you will sign in", "/set-up");
    chrome.has_error = !faults.is_empty();
    let page = FirstPage {
        summary: faults.summary(),
        passkeys: passkeys::are_possible(&app.facts),
        passkey_name: crate::pages::account::passkey::name_field(&chrome, "", faults),
        single_sign_on: app.facts.sign_on.as_ref().map(|s| s.name.clone()),
        chrome,
    };
    Page::new(page).with_status(faults.status()).into_response()
}

/// `POST /sign-in/first/passkey/begin`
pub(crate) async fn begin_passkey(
    State(app): State<Arc<App>>,
    caller: Caller,
    Sent(_): Sent<Nothing>,
) -> Result<Json<Question>, Problem> {
    let person = half_way(&caller).map_err(|_| Problem::sign_in_first())?;
    passkeys::begin_adding(&app, person).await.map(Json)
}

/// `POST /sign-in/first/passkey`: the passkey is kept, and its owner is in.
pub(crate) async fn finish_passkey(
    State(app): State<Arc<App>>,
    caller: Caller,
    Sent(form): Sent<Added>,
) -> Result<Response, Problem> {
    let id = match half_way(&caller) {
        Ok(id) => id,
        Err(elsewhere) => return Ok(elsewhere.into_response()),
    };
    let name = PlainLine::parse(&form.name).or_else(|_| PlainLine::parse("My first passkey"));
    let name = name.map_err(Problem::broken)?;
    match passkeys::finish_adding(&app, id, &form.token, &form.credential, &name).await? {
        Answered::Good(_) => {
            let person = app.store.person(id).await?.ok_or_else(Problem::not_found)?;
            come_in(&app, &caller, &person, Factors::Passkey, home_of(person.role)).await
        }
        Answered::Bad => {
            let words = chrome_words("sign-in-passkey-not-added");
            Ok(page(&app, &caller, &Faults::of("passkey", words)))
        }
    }
}

fn chrome_words(id: &str) -> String {
    crate::face::Words::default().say(id).into_owned()
}

/// `GET /sign-in/first/password`
pub(crate) async fn show_password(State(app): State<Arc<App>>, caller: Caller) -> Result<Response, Problem> {
    match half_way(&caller) {
        Ok(id) => set_password::ask(&app, &caller, id, Purpose::First).await,
        Err(elsewhere) => Ok(elsewhere.into_response()),
    }
}

/// `POST /sign-in/first/password`
pub(crate) async fn keep_password(
    State(app): State<Arc<App>>,
    caller: Caller,
    Sent(form): Sent<set_password::Wished>,
) -> Result<Response, Problem> {
    match half_way(&caller) {
        Ok(id) => set_password::keep(&app, &caller, id, Purpose::First, form).await,
        Err(elsewhere) => Ok(elsewhere.into_response()),
    }
}
