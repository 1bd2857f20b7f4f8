//! Coming in with a passkey: the page's script asks the device, the form carries its answer.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use store::Factors;

use super::passkeys::{self, Answered, Question};
use super::{by_email, come_in, may_come_in, staff, way_on};
use crate::app::App;
use crate::caller::Caller;
use crate::face::Words;
use crate::pace;
use crate::pages::Faults;
use crate::problem::Problem;
use crate::sent::{Nothing, Sent};

/// The form that carries the device's answer.
#[derive(Deserialize)]
pub(crate) struct Shown {
    token: String,
    credential: String,
    #[serde(default)]
    then: String,
    /// Which page it was sent from, to show it again: `staff` or nothing.
    #[serde(default)]
    from: String,
}

/// `POST /sign-in/passkey/begin`
pub(crate) async fn begin(
    State(app): State<Arc<App>>,
    caller: Caller,
    Sent(_): Sent<Nothing>,
) -> Result<Json<Question>, Problem> {
    pace::wait(&app, "passkey from", &caller.network, pace::SIGNING_IN).await;
    passkeys::begin_signing_in(&app).await.map(Json)
}

/// `POST /sign-in/passkey`
pub(crate) async fn finish(
    State(app): State<Arc<App>>,
    caller: Caller,
    Sent(form): Sent<Shown>,
) -> Result<Response, Problem> {
    if let Answered::Good(id) = passkeys::finish_signing_in(&app, &form.token, &form.credential).await? {
        let person = app.store.person(id).await?.filter(|p| may_come_in(p, app.now()));
        if let Some(person) = person {
            let to = way_on(&app.facts, &form.then, person.role);
            return come_in(&app, &caller, &person, Factors::Passkey, &to).await;
        }
    }
    let words = Words::default().say("sign-in-passkey-wrong").into_owned();
    Ok(if form.from == "staff" {
        staff::page(&app, &caller, "", &form.then, &Faults::of("passkey", words))
    } else {
        by_email::sign_in_page(&app, &caller, "", &form.then, &Faults::of("passkey", words))
    })
}
