//! Adding a passkey to one's account, and taking one away.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use store::Factors;
use terms::{PasskeyId, PlainLine};

use super::{page, token, ways_in};
use crate::app::App;
use crate::caller::Caller;
use crate::face::Chrome;
use crate::face::components::{Input, Label};
use crate::pages::Faults;
use crate::pages::sign_in::first::Added;
use crate::pages::sign_in::passkeys::{self, Answered, Question};
use crate::pages::sign_in::{come_in, must_be_fresh};
use crate::problem::Problem;
use crate::sent::{Nothing, Sent};

/// The field for what a passkey is called.
pub(crate) fn name_field(chrome: &Chrome, typed: &str, faults: &Faults) -> Input {
    Input {
        name: "name".to_owned(),
        id: "passkey-name".to_owned(),
        label: Label { text: chrome.say("account-passkey-name").into(), ..Label::default() },
        hint: Some(chrome.say("account-passkey-name-hint").as_ref().into()),
        error: faults.at("passkey-name"),
        value: Some(typed.to_owned()),
        classes: "govuk-input--width-20".into(),
        ..Input::default()
    }
}

/// `POST /account/passkeys/begin`
pub(crate) async fn begin(
    State(app): State<Arc<App>>,
    caller: Caller,
    Sent(_): Sent<Nothing>,
) -> Result<Json<Question>, Response> {
    must_be_fresh(&app, &caller, "/account").map_err(IntoResponse::into_response)?;
    let person = caller.person().map_err(IntoResponse::into_response)?.person;
    let question = passkeys::begin_adding(&app, person).await;
    question.map(Json).map_err(IntoResponse::into_response)
}

/// `POST /account/passkeys`: every other session ends, this one goes on under a new id.
pub(crate) async fn finish(
    State(app): State<Arc<App>>,
    caller: Caller,
    Sent(form): Sent<Added>,
) -> Result<Response, Problem> {
    if let Err(again) = must_be_fresh(&app, &caller, "/account") {
        return Ok(again.into_response());
    }
    let id = caller.person()?.person;
    let words = |id: &str| crate::face::Words::default().say(id).into_owned();
    let Ok(name) = PlainLine::parse(&form.name) else {
        let faults = Faults::of("passkey-name", words("account-passkey-name-wrong"));
        return page(&app, &caller, &token::Wished::default(), &form.name, &faults).await;
    };
    match passkeys::finish_adding(&app, id, &form.token, &form.credential, &name).await? {
        Answered::Good(_) => {
            let person = app.store.person(id).await?.ok_or_else(Problem::not_found)?;
            come_in(&app, &caller, &person, Factors::Passkey, "/account").await
        }
        Answered::Bad => {
            let faults = Faults::of("passkey-name", words("sign-in-passkey-not-added"));
            page(&app, &caller, &token::Wished::default(), &form.name, &faults).await
        }
    }
}

/// `POST /account/passkeys/{id}/remove`: ends every session; the person signs in again.
pub(crate) async fn remove(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(id): Path<String>,
    Sent(_): Sent<Nothing>,
) -> Result<Response, Problem> {
    if let Err(again) = must_be_fresh(&app, &caller, "/account") {
        return Ok(again.into_response());
    }
    let id: PasskeyId = id.parse().map_err(|_| Problem::not_found())?;
    let own = caller.person()?.person;
    let person = app.store.person(own).await?.ok_or_else(Problem::not_found)?;
    if !app.store.passkeys_of(own).await?.iter().any(|p| p.id == id) {
        return Err(Problem::not_found());
    }
    if ways_in(&app, &person).await? < 2 {
        let words = crate::face::Words::default().say("account-passkey-last").into_owned();
        let faults = Faults::of("passkey-name", words);
        return page(&app, &caller, &token::Wished::default(), "", &faults).await;
    }
    let factors = factors_of_now(&app, &caller).await?;
    app.store.remove_passkey(own, id, &caller.actor(), app.now()).await?;
    come_in(&app, &caller, &person, factors, "/account").await
}

/// With what the caller showed who they are in this session.
pub(crate) async fn factors_of_now(app: &App, caller: &Caller) -> Result<Factors, Problem> {
    let session = caller.session.as_ref().ok_or_else(Problem::sign_in_first)?;
    let found = app.store.session(session, app.now(), |role| app.facts.limits(role)).await?;
    found.map(|s| s.factors).ok_or_else(Problem::sign_in_first)
}
