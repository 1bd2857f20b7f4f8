//! Tokens for programs: made with a name, for a few things, until a day; shown once.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use centre::policy::{Decision, Relation, decide};
use centre::roles::Role;
use jiff::SignedDuration;
use serde::Deserialize;
use store::Person;
use terms::{ApiTokenId, PlainLine};

use super::{Days, page};
use crate::app::App;
use crate::caller::Caller;
use crate::face::components::{Checkboxes, Choice, Fieldset, Input, Label, Legend, Select, SelectItem};
use crate::face::{Chrome, Page};
use crate::pages::Faults;
use crate::pages::frame;
use crate::pages::sign_in::must_be_fresh;
use crate::problem::Problem;
use crate::scopes::{SCOPES, Scope};
use crate::sent::{Nothing, Sent};

/// For how many days a token can be made.
const DAYS: [i64; 3] = [30, 90, 365];

#[derive(Template)]
#[template(path = "account/token.html")]
struct TokenPage {
    chrome: Chrome,
    name: String,
    secret: String,
    until: String,
}

/// The form that makes a token.
#[derive(Deserialize, Default)]
pub(crate) struct Wished {
    #[serde(default, rename = "token_name")]
    name: String,
    #[serde(default)]
    scopes: Vec<String>,
    #[serde(default)]
    days: String,
}

/// What somebody with this role can let a program do: what they may do themselves.
pub(crate) fn scopes_of(role: Role) -> Vec<&'static Scope> {
    SCOPES.iter().filter(|s| decide(role, s.act, Relation::Own) == Decision::Allow).collect()
}

/// The field for what a token is called.
pub(super) fn name_field(chrome: &Chrome, wished: &Wished, faults: &Faults) -> Input {
    Input {
        name: "token_name".to_owned(),
        label: Label { text: chrome.say("account-token-name").into(), ..Label::default() },
        hint: Some(chrome.say("account-token-name-hint").as_ref().into()),
        error: faults.at("token_name"),
        value: Some(wished.name.clone()),
        classes: "govuk-input--width-20".into(),
        ..Input::default()
    }
}

/// The boxes for what a token may do.
pub(super) fn scopes_field(chrome: &Chrome, person: &Person, wished: &Wished, faults: &Faults) -> Checkboxes {
    let choice = |scope: &&Scope| Choice::new(scope.name, chrome.say(scope.says));
    let legend = Legend { text: chrome.say("account-token-scopes").into(), ..Legend::default() };
    Checkboxes {
        name: "scopes".to_owned(),
        fieldset: Some(Fieldset { legend, ..Fieldset::default() }),
        error: faults.at("scopes"),
        items: scopes_of(person.role).iter().map(choice).collect(),
        values: wished.scopes.clone(),
        ..Checkboxes::default()
    }
}

/// How long a token lives.
pub(super) fn days_field(chrome: &Chrome, wished: &Wished) -> Select {
    let item = |days: &i64| {
        let words = chrome.words.say_with("account-token-for-days", &[("days", (*days).into())]);
        SelectItem::new(days.to_string(), words)
    };
    Select {
        name: "days".to_owned(),
        label: Label { text: chrome.say("account-token-days").into(), ..Label::default() },
        items: DAYS.iter().map(item).collect(),
        value: if wished.days.is_empty() { DAYS[1].to_string() } else { wished.days.clone() },
        ..Select::default()
    }
}

/// `POST /account/tokens`: makes a token, and shows it once.
pub(crate) async fn make(
    State(app): State<Arc<App>>,
    caller: Caller,
    Sent(form): Sent<Wished>,
) -> Result<Response, Problem> {
    if let Err(again) = must_be_fresh(&app, &caller, "/account") {
        return Ok(again.into_response());
    }
    let words = |id: &str| crate::face::Words::default().say(id).into_owned();
    let mut faults = Faults::default();
    let name = PlainLine::parse(&form.name);
    if name.is_err() {
        faults.add("token_name", words("account-token-name-wrong"));
    }
    let may = scopes_of(caller.role);
    let all_are_theirs = form.scopes.iter().all(|s| may.iter().any(|scope| scope.name == s));
    if form.scopes.is_empty() || !all_are_theirs {
        faults.add("scopes", words("account-token-scopes-wrong"));
    }
    let days = form.days.parse().ok().filter(|days| DAYS.contains(days)).unwrap_or(DAYS[0]);
    let Some(name) = name.ok().filter(|_| faults.is_empty()) else {
        return page(&app, &caller, &form, "", &faults).await;
    };
    let now = app.now();
    let until = now.checked_add(SignedDuration::from_hours(24 * days)).map_err(Problem::broken)?;
    let person = caller.person()?.person;
    let (_, secret) =
        app.store.make_api_token(person, &name, &form.scopes, until, &caller.actor(), now).await?;
    let mut chrome = frame(&app, &caller, "", "/account");
    chrome.title = chrome.say("account-token-made").into_owned();
    let page = TokenPage {
        name: name.to_string(),
        secret: secret.reveal().to_owned(),
        until: chrome.words.say_with("account-token-until", &[("day", Days::of(&app).day(until).into())]),
        chrome,
    };
    Ok(Page::new(page).into_response())
}

/// `POST /account/tokens/{id}/revoke`: at once; taking a right away asks for no proof.
pub(crate) async fn revoke(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(id): Path<String>,
    Sent(_): Sent<Nothing>,
) -> Result<Response, Problem> {
    let id: ApiTokenId = id.parse().map_err(|_| Problem::not_found())?;
    let person = caller.person()?.person;
    match app.store.revoke_api_token(person, id, &caller.actor(), app.now()).await {
        Ok(()) => Ok(Redirect::to("/account").into_response()),
        Err(store::StoreError::NoSuch(_)) => Err(Problem::not_found()),
        Err(error) => Err(error.into()),
    }
}
