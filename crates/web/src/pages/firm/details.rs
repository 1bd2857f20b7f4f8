//! Details of the firm: what it told us when it joined, and how to put it right.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use centre::membership::{Application, FieldError, SizeBand};
use store::Details;
use terms::Postcode;

use super::Firm;
use crate::app::App;
use crate::caller::Caller;
use crate::face::components::{Button, ErrorSummary};
use crate::face::{Chrome, Page};
use crate::pages::frame;
use crate::pages::join::{FirmFields, JoinForm, error_summary};
use crate::problem::Problem;
use crate::sent::Sent;

#[derive(Template)]
#[template(path = "firm/details.html")]
struct DetailsPage {
    chrome: Chrome,
    errors: Option<ErrorSummary>,
    fields: FirmFields,
    button: Button,
}

/// `GET /firm/details`
pub(crate) async fn show(State(app): State<Arc<App>>, caller: Caller) -> Result<Response, Problem> {
    let firm = Firm::of(&app, &caller).await?;
    let known = &firm.organisation;
    let form = JoinForm {
        name: known.name.clone(),
        postcode: known.postcode.as_ref().map(ToString::to_string).unwrap_or_default(),
        borough: known.borough.clone(),
        sector: known.sector.clone(),
        size: known.size.map_or("", SizeBand::name).to_owned(),
        ..JoinForm::default()
    };
    Ok(page(&app, &caller, &firm, &form, &[]))
}

/// `POST /firm/details`
pub(crate) async fn change(
    State(app): State<Arc<App>>,
    caller: Caller,
    Sent(form): Sent<JoinForm>,
) -> Result<Response, Problem> {
    let firm = Firm::of(&app, &caller).await?;
    let person = app.store.person(caller.person()?.person).await?.ok_or_else(Problem::not_found)?;
    let known = firm.organisation.postcode.as_ref();
    let stays = form.borough.is_empty() && known.is_some_and(|known| is_the_same(known, &form.postcode));
    // What this form does not ask stays as it is, and is read again with the rest.
    let whole = Application {
        contact_name: person.name.to_string(),
        email: person.email.to_string(),
        borough: if stays { firm.organisation.borough.clone() } else { form.borough.clone() },
        undertakings_accepted: true,
        ..Application::from(&form)
    };
    let new = match whole.read(&app.region) {
        Ok(new) => new,
        Err(errors) => return Ok(page(&app, &caller, &firm, &form, &errors)),
    };
    let details = Details {
        name: new.name,
        postcode: new.postcode,
        borough: new.borough.as_str().to_owned(),
        sector: new.sector.letter().to_string(),
        size: new.size,
    };
    app.store.change_details(firm.id, &details, &caller.actor(), firm.now).await?;
    Ok(Redirect::to("/firm").into_response())
}

fn is_the_same(known: &Postcode, typed: &str) -> bool {
    Postcode::parse(typed).is_ok_and(|typed| typed == *known)
}

fn page(app: &App, caller: &Caller, firm: &Firm, form: &JoinForm, errors: &[FieldError]) -> Response {
    let words = firm.words;
    let mut chrome = frame(app, caller, words.say("firm-details-title"), "/firm/details");
    chrome.has_error = !errors.is_empty();
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = DetailsPage {
        chrome,
        errors: error_summary(words, errors, &app.region),
        fields: FirmFields::of(words, &app.region, form, errors),
        button: Button::submit(words.say("firm-save")),
    };
    Page::new(page).with_status(status).into_response()
}
