//! Adding an account: what was typed is read once, and the set-up link is handed over.

use std::sync::Arc;

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use centre::roles::Role;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::Deserialize;
use store::{NewAccount, StoreError};
use terms::{EmailAddress, PlainLine};

use super::link::{self, LINK_DAYS};
use super::{list, roles};
use crate::app::App;
use crate::caller::Caller;
use crate::pages::Faults;
use crate::pages::sign_in::must_be_fresh;
use crate::problem::Problem;
use crate::sent::Sent;

/// The form that adds an account.
#[derive(Deserialize, Default)]
pub(crate) struct Wished {
    #[serde(default)]
    pub(super) name: String,
    #[serde(default)]
    pub(super) email: String,
    #[serde(default)]
    pub(super) role: String,
    #[serde(default)]
    pub(super) body: String,
    #[serde(default)]
    pub(super) remit: String,
    #[serde(default)]
    pub(super) expires: String,
    /// `yes` when the link goes out by e-mail too.
    #[serde(default)]
    send: String,
}

/// `POST /staff`: adds an account; its set-up link is shown once, and sent if that is wished.
pub(crate) async fn add(
    State(app): State<Arc<App>>,
    caller: Caller,
    Sent(form): Sent<Wished>,
) -> Result<Response, Problem> {
    if let Err(again) = must_be_fresh(&app, &caller, "/staff") {
        return Ok(again.into_response());
    }
    let new = match read(&app, &form) {
        Ok(new) => new,
        Err(faults) => return list::page(&app, &caller, &form, &faults).await,
    };
    match app.store.add_account(&new, LINK_DAYS, &caller.actor(), app.now()).await {
        Ok((_, link)) => {
            link::hand_over(&app, &caller, &new.name, &new.email, &link, form.send == "yes").await
        }
        Err(StoreError::NotAllowed(why)) => list::page(&app, &caller, &form, &Faults::of("email", why)).await,
        Err(error) => Err(error.into()),
    }
}

fn read(app: &App, form: &Wished) -> Result<NewAccount, Faults> {
    let mut faults = Faults::default();
    let name = PlainLine::parse(&form.name).map_err(|_| faults.add("name", "Type the name.")).ok();
    let email = EmailAddress::parse(form.email.trim())
        .map_err(|_| faults.add("email", "Type an e-mail address, for example pat@centre.example."))
        .ok();
    let role = form.role.parse().ok().filter(|role| roles().any(|r| r == *role));
    if role.is_none() {
        faults.add("role", "Choose a role.");
    }
    let body = Some(form.body.clone()).filter(|id| !id.is_empty());
    if body.as_deref().is_some_and(|id| app.region.body(id).is_none()) {
        faults.add("body", "Choose a body from the list.");
    }
    let remit = Some(form.remit.clone()).filter(|code| !code.is_empty());
    let is_borough = |code: &str| app.region.boroughs.iter().any(|b| b.code.as_str() == code);
    if remit.as_deref().is_some_and(|code| !is_borough(code)) {
        faults.add("remit", "Choose a borough from the list.");
    }
    if role == Some(Role::CouncilPartner) && remit.is_none() {
        faults.add("remit", "Choose the borough: somebody at a council sees that borough and no other.");
    }
    let expires_at = match end_of(form.expires.trim(), &app.region.time_zone) {
        Ok(end) if end.is_some_and(|end| end <= app.now()) => {
            faults.add("expires", "That day has passed. Give a day to come.");
            None
        }
        Ok(end) => end,
        Err(why) => {
            faults.add("expires", why);
            None
        }
    };
    match (name, email, role) {
        (Some(name), Some(email), Some(role)) if faults.is_empty() => {
            Ok(NewAccount { name, email, role, body, remit, expires_at })
        }
        _ => Err(faults),
    }
}

/// The beginning of a day in the city; nothing for an empty text.
fn end_of(text: &str, zone: &TimeZone) -> Result<Option<Timestamp>, &'static str> {
    const HOW: &str = "Write the day as year, month, day, for example 2027-03-31.";
    if text.is_empty() {
        return Ok(None);
    }
    let day: Date = text.parse().map_err(|_| HOW)?;
    let start = day.to_zoned(zone.clone()).map_err(|_| HOW)?;
    Ok(Some(start.timestamp()))
}
