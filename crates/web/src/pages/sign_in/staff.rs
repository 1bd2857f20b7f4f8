//! The door for people of the centre and of partners: passkey, single sign-on, or password first.

use std::sync::Arc;

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use store::{Factors, Person};
use terms::EmailAddress;

use super::{come_in, local_path, may_come_in, passkeys, password, then_in};
use crate::app::App;
use crate::caller::Caller;
use crate::face::components::{ErrorSummary, Input, PasswordInput};
use crate::face::{Chrome, Page};
use crate::pace;
use crate::pages::Faults;
use crate::pages::frame;
use crate::problem::Problem;
use crate::sent::Sent;

/// One answer for every address and password that do not open, whatever the reason.
const DO_NOT_FIT: &str = "That e-mail address and password do not fit together.";

#[derive(Template)]
#[template(path = "sign_in/staff.html")]
struct StaffSignInPage {
    chrome: Chrome,
    summary: Option<ErrorSummary>,
    email: Input,
    password: PasswordInput,
    then: String,
    passkeys: bool,
    single_sign_on: Option<String>,
    demonstration: bool,
}

/// The form with address and password.
#[derive(Deserialize)]
pub(crate) struct Known {
    email: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    then: String,
}

/// `GET /sign-in/staff`
pub(crate) async fn show(State(app): State<Arc<App>>, caller: Caller, RawQuery(query): RawQuery) -> Response {
    page(&app, &caller, "", &then_in(query.as_deref()), &Faults::default())
}

/// The page, with what was typed but the password.
pub(super) fn page(app: &App, caller: &Caller, email: &str, then: &str, faults: &Faults) -> Response {
    let is_again = caller.signed_in.is_some();
    let title = if is_again { "Show that it is still you" } else { "Sign in to your work" };
    let mut chrome = frame(app, caller, title, "/sign-in");
    chrome.has_error = !faults.is_empty();
    let page = StaffSignInPage {
        summary: faults.summary(),
        email: Input {
            name: "email".to_owned(),
            label: "E-mail address".into(),
            error: faults.at("email"),
            value: Some(email.to_owned()),
            kind: "email".to_owned(),
            autocomplete: "username".to_owned(),
            spellcheck: Some(false),
            ..Input::default()
        },
        password: PasswordInput {
            input: Input {
                name: "password".to_owned(),
                label: "Password".into(),
                error: faults.at("password"),
                autocomplete: "current-password".to_owned(),
                ..Input::default()
            },
            ..PasswordInput::default()
        },
        then: local_path(&app.facts, then).unwrap_or_default(),
        passkeys: passkeys::are_possible(&app.facts),
        single_sign_on: app.facts.sign_on.as_ref().map(|s| s.name.clone()),
        demonstration: app.facts.demonstration,
        chrome,
    };
    Page::new(page).with_status(faults.status()).into_response()
}

/// `POST /sign-in/password`: the first of two factors. Leads to the page that asks for the second.
pub(crate) async fn password(
    State(app): State<Arc<App>>,
    caller: Caller,
    Sent(form): Sent<Known>,
) -> Result<Response, Problem> {
    let wrong = |email: &str| page(&app, &caller, email, &form.then, &Faults::of("email", DO_NOT_FIT));
    let Ok(email) = EmailAddress::parse(form.email.trim()) else { return Ok(wrong(&form.email)) };
    pace::wait(&app, "password from", &caller.network, pace::SIGNING_IN).await;
    pace::wait(&app, "password for", &email.folded(), pace::SIGNING_IN).await;
    let person = account_at(&app, &email).await?;
    let phc = match &person {
        Some(person) => app.store.password_of(person.id).await?,
        None => None,
    };
    let fits = password::fits(&form.password, phc).await?;
    let Some(person) = person.filter(|_| fits) else { return Ok(wrong(&form.email)) };
    let then = local_path(&app.facts, &form.then).unwrap_or_default();
    let then: String = url::form_urlencoded::byte_serialize(then.as_bytes()).collect();
    come_in(&app, &caller, &person, Factors::PasswordOnly, &format!("/sign-in/second?then={then}")).await
}

/// The account of the centre or of a partner with this address, if its right is good.
async fn account_at(app: &App, email: &EmailAddress) -> Result<Option<Person>, Problem> {
    let people = app.store.people_with_email(email).await?;
    Ok(people.into_iter().find(|p| p.organisation.is_none() && may_come_in(p, app.now())))
}
