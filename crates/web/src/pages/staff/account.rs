//! One account, and what a manager does to it.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use centre::roles::Role;
use serde::Deserialize;
use store::{Person, StoreError};
use terms::PersonId;

use super::link::{self, LINK_DAYS};
use super::{place_of, role_field, roles, state_of};
use crate::app::App;
use crate::caller::Caller;
use crate::face::components::{ErrorSummary, Select};
use crate::face::{Chrome, Page};
use crate::pages::Faults;
use crate::pages::frame;
use crate::pages::sign_in::{may_come_in, must_be_fresh};
use crate::problem::Problem;
use crate::sent::{Nothing, Sent};

#[derive(Template)]
#[template(path = "staff/account.html")]
struct AccountPage {
    chrome: Chrome,
    summary: Option<ErrorSummary>,
    href: String,
    person: Person,
    place: String,
    state: String,
    is_revoked: bool,
    is_oneself: bool,
    role: Select,
}

/// The form that changes a role.
#[derive(Deserialize)]
pub(crate) struct NewRole {
    #[serde(default)]
    role: String,
}

/// The form that resets an account.
#[derive(Deserialize)]
pub(crate) struct Reset {
    #[serde(default)]
    send: String,
}

/// The account that an address names; a contact of a member is none.
async fn account(app: &App, id: &str) -> Result<Person, Problem> {
    let id: PersonId = id.parse().map_err(|_| Problem::not_found())?;
    let person = app.store.person(id).await?.filter(|p| p.organisation.is_none());
    person.ok_or_else(Problem::not_found)
}

/// The account that an address names, for a caller who showed a moment ago who they are; otherwise the way to
/// show it again, which leads back to the account.
async fn account_to_change(
    app: &App,
    caller: &Caller,
    id: &str,
) -> Result<Result<Person, Redirect>, Problem> {
    let person = account(app, id).await?;
    let back = address(&person);
    Ok(must_be_fresh(app, caller, &back).map(|()| person))
}

fn address(person: &Person) -> String {
    format!("/staff/{}", person.id)
}

/// `GET /staff/{person}`
pub(crate) async fn show(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let person = account(&app, &id).await?;
    Ok(page(&app, &caller, person, &Faults::default()))
}

fn page(app: &App, caller: &Caller, person: Person, faults: &Faults) -> Response {
    let mut chrome = frame(app, caller, person.name.to_string(), "/staff");
    chrome.has_error = !faults.is_empty();
    let page = AccountPage {
        summary: faults.summary(),
        href: address(&person),
        place: place_of(app, &person),
        state: state_of(app, &person),
        is_revoked: !may_come_in(&person, app.now()),
        is_oneself: caller.signed_in.as_ref().is_some_and(|s| s.person == person.id),
        role: role_field(person.role.name(), faults),
        person,
        chrome,
    };
    Page::new(page).with_status(faults.status()).into_response()
}

/// What a change came to: the account's page again, with what the store would not do.
fn done(
    app: &App,
    caller: &Caller,
    person: Person,
    field: &'static str,
    result: Result<(), StoreError>,
) -> Result<Response, Problem> {
    match result {
        Ok(()) => Ok(Redirect::to(&address(&person)).into_response()),
        Err(StoreError::NotAllowed(why)) => Ok(page(app, caller, person, &Faults::of(field, why))),
        Err(error) => Err(error.into()),
    }
}

/// `POST /staff/{person}/revoke`: from the next request on. Asks for no proof: it must be quick.
pub(crate) async fn revoke(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(id): Path<String>,
    Sent(_): Sent<Nothing>,
) -> Result<Response, Problem> {
    let person = account(&app, &id).await?;
    let result = app.store.revoke(person.id, &caller.actor(), app.now()).await;
    done(&app, &caller, person, "revoke", result)
}

/// `POST /staff/{person}/restore`
pub(crate) async fn restore(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(id): Path<String>,
    Sent(_): Sent<Nothing>,
) -> Result<Response, Problem> {
    let person = match account_to_change(&app, &caller, &id).await? {
        Ok(person) => person,
        Err(again) => return Ok(again.into_response()),
    };
    let result = app.store.restore_person(person.id, &caller.actor(), app.now()).await;
    done(&app, &caller, person, "restore", result)
}

/// `POST /staff/{person}/role`: ends every session of the person.
pub(crate) async fn change_role(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(id): Path<String>,
    Sent(form): Sent<NewRole>,
) -> Result<Response, Problem> {
    let person = match account_to_change(&app, &caller, &id).await? {
        Ok(person) => person,
        Err(again) => return Ok(again.into_response()),
    };
    let Some(role) = form.role.parse().ok().filter(|role| roles().any(|r| r == *role)) else {
        return Ok(page(&app, &caller, person, &Faults::of("role", "Choose a role.")));
    };
    if role == Role::CouncilPartner && person.remit.is_none() {
        let why = "Somebody at a council sees one borough. Add a new account with the borough instead.";
        return Ok(page(&app, &caller, person, &Faults::of("role", why)));
    }
    let result = app.store.change_role(person.id, role, &caller.actor(), app.now()).await;
    done(&app, &caller, person, "role", result)
}

/// `POST /staff/{person}/reset`: takes every way of signing in away and hands a new link over.
pub(crate) async fn reset(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(id): Path<String>,
    Sent(form): Sent<Reset>,
) -> Result<Response, Problem> {
    let person = match account_to_change(&app, &caller, &id).await? {
        Ok(person) => person,
        Err(again) => return Ok(again.into_response()),
    };
    match app.store.reset_account(person.id, LINK_DAYS, &caller.actor(), app.now()).await {
        Ok(link) => {
            link::hand_over(&app, &caller, &person.name, &person.email, &link, form.send == "yes").await
        }
        Err(error) => done(&app, &caller, person, "reset", Err(error)),
    }
}
