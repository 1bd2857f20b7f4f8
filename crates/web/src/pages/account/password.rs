//! A password and an app for codes, set together: neither opens anything alone.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use centre::ledger::Actor;
use serde::Deserialize;
use store::{Factors, Person, Secret};
use terms::PersonId;

use super::passkey::factors_of_now;
use super::ways_in;
use crate::app::App;
use crate::caller::Caller;
use crate::face::components::{ErrorSummary, Input, PasswordInput};
use crate::face::{Chrome, Content, Page};
use crate::pages::Faults;
use crate::pages::frame;
use crate::pages::sign_in::one_time::NewSecret;
use crate::pages::sign_in::{home_of, must_be_fresh, open_session, password};
use crate::problem::Problem;
use crate::sent::{Nothing, Sent};

/// The ceremony between showing the secret and the first code made from it.
const SETTING: &str = "one_time.set";

/// On which page a password is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// From a set-up link.
    First,
    /// On one's own account.
    Change,
}

#[derive(Template)]
#[template(path = "account/password.html")]
struct PasswordPage {
    chrome: Chrome,
    summary: Option<ErrorSummary>,
    action: &'static str,
    token: String,
    username: String,
    password: PasswordInput,
    picture: Content,
    secret: String,
    code: Input,
}

#[derive(Template)]
#[template(path = "account/recovery_codes.html")]
struct RecoveryCodesPage {
    chrome: Chrome,
    codes: Vec<String>,
    go_on: &'static str,
}

/// The form with the password and the first code.
#[derive(Deserialize)]
pub(crate) struct Wished {
    token: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    code: String,
}

/// `GET /account/password`
pub(crate) async fn show(State(app): State<Arc<App>>, caller: Caller) -> Result<Response, Problem> {
    only_for_the_house(&caller)?;
    if let Err(again) = must_be_fresh(&app, &caller, "/account/password") {
        return Ok(again.into_response());
    }
    ask(&app, &caller, caller.person()?.person, Purpose::Change).await
}

/// `POST /account/password`
pub(crate) async fn change(
    State(app): State<Arc<App>>,
    caller: Caller,
    Sent(form): Sent<Wished>,
) -> Result<Response, Problem> {
    only_for_the_house(&caller)?;
    if let Err(again) = must_be_fresh(&app, &caller, "/account/password") {
        return Ok(again.into_response());
    }
    keep(&app, &caller, caller.person()?.person, Purpose::Change, form).await
}

/// Members have no password: a code by e-mail and a passkey are all they need.
fn only_for_the_house(caller: &Caller) -> Result<(), Problem> {
    if caller.role.needs_second_factor() { Ok(()) } else { Err(Problem::not_found()) }
}

/// Shows a new secret and asks for a password and the first code.
pub(crate) async fn ask(
    app: &App,
    caller: &Caller,
    id: PersonId,
    purpose: Purpose,
) -> Result<Response, Problem> {
    let person = app.store.person(id).await?.ok_or_else(Problem::not_found)?;
    page(app, caller, &person, purpose, &NewSecret::draw(&*app.chance), &Faults::default()).await
}

async fn page(
    app: &App,
    caller: &Caller,
    person: &Person,
    purpose: Purpose,
    secret: &NewSecret,
    faults: &Faults,
) -> Result<Response, Problem> {
    let token = app.store.begin_ceremony(SETTING, Some(person.id), &secret.text(), app.now()).await?;
    let mut chrome = frame(app, caller, "Set a password and an app for codes", "/account");
    chrome.has_error = !faults.is_empty();
    let email = person.email.to_string();
    let page = PasswordPage {
        summary: faults.summary(),
        action: match purpose {
            Purpose::First => "/sign-in/first/password",
            Purpose::Change => "/account/password",
        },
        token: token.reveal().to_owned(),
        password: PasswordInput {
            input: Input {
                name: "password".to_owned(),
                label: "New password".into(),
                hint: Some("12 characters or more. Three words that do not belong together are good.".into()),
                error: faults.at("password"),
                autocomplete: "new-password".to_owned(),
                ..Input::default()
            },
            ..PasswordInput::default()
        },
        picture: secret.picture(app, &email),
        secret: secret.spoken(),
        code: Input {
            name: "code".to_owned(),
            label: "Code that the app shows now".into(),
            hint: Some("6 digits.".into()),
            error: faults.at("code"),
            inputmode: "numeric".to_owned(),
            autocomplete: "one-time-code".to_owned(),
            spellcheck: Some(false),
            classes: "govuk-input--width-10 govuk-input--extra-letter-spacing".into(),
            ..Input::default()
        },
        username: email,
        chrome,
    };
    Ok(Page::new(page).with_status(faults.status()).into_response())
}

/// Keeps password and secret together, and shows recovery codes once. Every other session ends.
pub(crate) async fn keep(
    app: &App,
    caller: &Caller,
    id: PersonId,
    purpose: Purpose,
    form: Wished,
) -> Result<Response, Problem> {
    let now = app.now();
    let person = app.store.person(id).await?.ok_or_else(Problem::not_found)?;
    let begun = app.store.finish_ceremony(SETTING, &Secret::presented(&form.token), now).await?;
    let secret = begun.filter(|(whose, _)| *whose == Some(id)).and_then(|(_, text)| NewSecret::parse(&text));
    let Some(secret) = secret else { return ask(app, caller, id, purpose).await };
    let (name, email) = (person.name.to_string(), person.email.to_string());
    let mut faults = Faults::default();
    if let Err(weakness) = password::check(&form.password, &[&name, &email, &app.facts.centre_name]) {
        faults.add("password", weakness.words());
    }
    let step = secret.step_of(&form.code, now);
    if step.is_none() {
        faults.add("code", "That is not the code that the app shows now. Wait for the next one and type it.");
    }
    let Some(step) = step.filter(|_| faults.is_empty()) else {
        return page(app, caller, &person, purpose, &secret, &faults).await;
    };
    let phc = password::hash(&form.password, &*app.chance).await?;
    let by = Actor::Person(id);
    app.store.set_password(id, &phc, &by, now).await?;
    app.store.set_one_time_secret(id, secret.bytes(), step, &by, now).await?;
    let codes = app.store.make_recovery_codes(id, &by, now).await?;
    recovery_codes(app, caller, &person, Factors::PasswordAndCode, codes).await
}

/// `POST /account/recovery-codes`: new ones, shown once; the old ones stop working.
pub(crate) async fn renew_recovery_codes(
    State(app): State<Arc<App>>,
    caller: Caller,
    Sent(_): Sent<Nothing>,
) -> Result<Response, Problem> {
    only_for_the_house(&caller)?;
    if let Err(again) = must_be_fresh(&app, &caller, "/account") {
        return Ok(again.into_response());
    }
    let id = caller.person()?.person;
    let person = app.store.person(id).await?.ok_or_else(Problem::not_found)?;
    let has_both =
        app.store.password_of(id).await?.is_some() && app.store.one_time_secret_of(id).await?.is_some();
    if !has_both {
        return Err(Problem::does_not_fit(
            "Recovery codes stand in for the app. Set a password and an app first.",
        ));
    }
    let factors = factors_of_now(&app, &caller).await?;
    let codes = app.store.make_recovery_codes(id, &caller.actor(), app.now()).await?;
    recovery_codes(&app, &caller, &person, factors, codes).await
}

async fn recovery_codes(
    app: &App,
    caller: &Caller,
    person: &Person,
    factors: Factors,
    codes: Vec<Secret>,
) -> Result<Response, Problem> {
    let cookie = open_session(app, caller, person, factors).await?;
    let spaced = |code: &Secret| {
        let digits: Vec<char> = code.reveal().chars().collect();
        digits.chunks(4).map(|four| four.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
    };
    // The forms of this page would carry the token of a session that has ended; it has none, and its
    // frame greets nobody.
    let chrome = crate::pages::bare_frame(app, "Your recovery codes", "/account");
    let codes = codes.iter().map(spaced).collect();
    let page = RecoveryCodesPage { chrome, codes, go_on: home_of(person.role) };
    Ok(([(header::SET_COOKIE, cookie)], Page::new(page)).into_response())
}

/// `POST /account/password/remove`: password, app and recovery codes go, where a passkey or single sign-on is left.
pub(crate) async fn remove(
    State(app): State<Arc<App>>,
    caller: Caller,
    Sent(_): Sent<Nothing>,
) -> Result<Response, Problem> {
    only_for_the_house(&caller)?;
    if let Err(again) = must_be_fresh(&app, &caller, "/account") {
        return Ok(again.into_response());
    }
    let id = caller.person()?.person;
    let person = app.store.person(id).await?.ok_or_else(Problem::not_found)?;
    if ways_in(&app, &person).await? < 2 {
        return Err(Problem::does_not_fit("This is your only way in. Add a passkey first."));
    }
    let factors = factors_of_now(&app, &caller).await?;
    let (by, now) = (caller.actor(), app.now());
    app.store.remove_password(id, &by, now).await?;
    app.store.remove_one_time_secret(id, &by, now).await?;
    let cookie = open_session(&app, &caller, &person, factors).await?;
    Ok(([(header::SET_COOKIE, cookie)], axum::response::Redirect::to("/account")).into_response())
}
