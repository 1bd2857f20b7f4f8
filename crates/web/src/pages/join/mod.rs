//! Join: a firm becomes a member in under three minutes on a phone.

mod confirm;
mod form;
mod letters;

use std::sync::Arc;

use askama::Template;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use centre::ledger::Actor;
use centre::membership::{Application, FieldError, NewMember, Tier};
use store::NewContact;
use terms::edge::random;

use self::form::JoinFields;
use super::doors::Sides;
use super::frame;
use crate::app::App;
use crate::caller::Caller;
use crate::face::components::{Button, Checkboxes, ErrorSummary};
use crate::face::words::{FluentValue, Words};
use crate::face::{Chrome, Page};
use crate::pace;
use crate::problem::Problem;
use crate::sent::Sent;

pub(crate) use confirm::{PressPage, confirm, confirm_contact, show_confirm, show_confirm_contact};
pub(crate) use form::{FirmFields, JoinForm, error_summary, size_id};
pub(crate) use letters::{ContactLetter, contact_letter};

/// Where a member that joins by the website comes from.
const SOURCE: &str = "website";

#[derive(Template)]
#[template(path = "join/form.html")]
struct JoinPage {
    chrome: Chrome,
    lead: String,
    errors: Option<ErrorSummary>,
    fields: JoinFields,
    sides: Sides,
    tick: Checkboxes,
    once: String,
    button: Button,
}

#[derive(Template)]
#[template(path = "join/sent.html")]
struct SentPage {
    chrome: Chrome,
    from: String,
}

/// `GET /join`: the form. A name that was just looked at is filled in.
pub(crate) async fn show(
    State(app): State<Arc<App>>,
    caller: Caller,
    form: Result<Query<JoinForm>, QueryRejection>,
) -> Response {
    let form = form.map(|Query(form)| form).unwrap_or_default();
    let form = JoinForm { once: new_key(&app), domain: form.domain, ..JoinForm::default() };
    page(&app, &caller, &form, &[])
}

/// `POST /join`: a sound form becomes a firm that is still to be confirmed. The answer is the same
/// whether or not the address is known here.
pub(crate) async fn join(
    State(app): State<Arc<App>>,
    caller: Caller,
    Sent(form): Sent<JoinForm>,
) -> Result<Response, Problem> {
    let once_is_ours = form.once.len() == 32 && form.once.bytes().all(|b| b.is_ascii_hexdigit());
    if !once_is_ours {
        return Err(Problem::unreadable("Go back, load the page again and fill it in once more."));
    }
    let new = match Application::from(&form).read(&app.region) {
        Ok(new) => new,
        Err(errors) => return Ok(page(&app, &caller, &form, &errors)),
    };
    pace::wait(&app, "join", &caller.network, pace::SENDING_LETTERS).await;
    let new = to_keep(new, form.once);
    let origin = app.facts.origin.as_str();
    let centre = app.facts.centre_name.as_str();
    app.store
        .join(&new, &Actor::Visitor, app.now(), |joined| {
            let link = joined.link.as_ref().map_or("", |link| link.reveal());
            letters::confirm_letter(&new, joined.organisation, link, origin, centre)
        })
        .await?;
    Ok(Redirect::to("/join/sent").into_response())
}

/// `GET /join/sent`: check your mail.
pub(crate) async fn sent(State(app): State<Arc<App>>, caller: Caller) -> Response {
    let chrome = frame(&app, &caller, Words::default().say("join-sent-title"), "/join/sent");
    Page::new(SentPage { chrome, from: app.region.centre.mail.clone() }).into_response()
}

fn new_key(app: &App) -> String {
    format!("{:032x}", u128::from_be_bytes(random(app.chance.as_ref())))
}

fn to_keep(new: NewMember, once: String) -> store::NewMember {
    store::NewMember {
        once,
        name: new.name,
        postcode: new.postcode,
        borough: new.borough.as_str().to_owned(),
        sector: new.sector.letter().to_string(),
        size: new.size,
        tier: Tier::Core,
        domain: new.domain,
        undertakings: new.undertakings_version.to_string(),
        source: SOURCE.to_owned(),
        contact: NewContact { name: new.contact_name, email: new.email, phone: new.phone },
    }
}

fn page(app: &App, caller: &Caller, form: &JoinForm, errors: &[FieldError]) -> Response {
    let words = Words::default();
    let city = [("city", FluentValue::from(app.region.name.as_str()))];
    let mut chrome = frame(app, caller, words.say("join-title"), "/join");
    chrome.has_error = !errors.is_empty();
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = JoinPage {
        chrome,
        lead: words.say_with("join-lead", &city),
        errors: error_summary(words, errors, &app.region),
        fields: JoinFields::of(words, &app.region, form, errors),
        sides: Sides::in_words(words),
        tick: form::tick(words, form, errors, &app.region),
        once: form.once.clone(),
        button: Button::submit(words.say("join-button")),
    };
    Page::new(page).with_status(status).into_response()
}
