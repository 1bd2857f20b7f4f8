//! The list of accounts, and the form that adds one.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use store::Person;

use super::adding::Wished;
use super::{place_of, role_field, state_of};
use crate::app::App;
use crate::caller::Caller;
use crate::face::components::{ErrorSummary, Input, Select, SelectItem};
use crate::face::{Chrome, Page};
use crate::pages::Faults;
use crate::pages::frame;
use crate::problem::Problem;

#[derive(Template)]
#[template(path = "staff/list.html")]
struct ListPage {
    chrome: Chrome,
    summary: Option<ErrorSummary>,
    accounts: Vec<AccountLine>,
    name: Input,
    email: Input,
    role: Select,
    body: Select,
    remit: Select,
    expires: Input,
}

/// An account in the list.
struct AccountLine {
    href: String,
    name: String,
    email: String,
    role: String,
    place: String,
    state: String,
}

/// `GET /staff`
pub(crate) async fn show(State(app): State<Arc<App>>, caller: Caller) -> Result<Response, Problem> {
    page(&app, &caller, &Wished::default(), &Faults::default()).await
}

/// The list, with what was typed to add an account and what is wrong with it.
pub(super) async fn page(
    app: &App,
    caller: &Caller,
    wished: &Wished,
    faults: &Faults,
) -> Result<Response, Problem> {
    let mut chrome = frame(app, caller, "People who work here", "/staff");
    chrome.has_error = !faults.is_empty();
    chrome.is_wide = true;
    let accounts = app.store.accounts().await?.iter().map(|p| line(app, p)).collect();
    let field = |name: &str, label: &str, value: &str| Input {
        name: name.to_owned(),
        label: label.into(),
        error: faults.at(name),
        value: Some(value.to_owned()),
        ..Input::default()
    };
    let page = ListPage {
        summary: faults.summary(),
        accounts,
        name: field("name", "Name", &wished.name),
        email: Input {
            kind: "email".to_owned(),
            spellcheck: Some(false),
            ..field("email", "E-mail address", &wished.email)
        },
        role: role_field(&wished.role, faults),
        body: Select {
            name: "body".to_owned(),
            label: "Partner body".into(),
            hint: Some("For people at a partner only.".into()),
            error: faults.at("body"),
            items: with_none(app.region.bodies.iter().map(|b| SelectItem::new(b.id.clone(), b.name.clone()))),
            value: wished.body.clone(),
            ..Select::default()
        },
        remit: Select {
            name: "remit".to_owned(),
            label: "Limited to one borough".into(),
            error: faults.at("remit"),
            items: with_none(
                app.region.boroughs.iter().map(|b| SelectItem::new(b.code.as_str(), b.name.clone())),
            ),
            value: wished.remit.clone(),
            ..Select::default()
        },
        expires: Input {
            hint: Some("The first day on which they cannot sign in any more, for example 2027-03-31. Empty for no end.".into()),
            classes: "govuk-input--width-10".into(),
            ..field("expires", "Right ends on", &wished.expires)
        },
        chrome,
    };
    Ok(Page::new(page).with_status(faults.status()).into_response())
}

fn with_none(items: impl Iterator<Item = SelectItem>) -> Vec<SelectItem> {
    std::iter::once(SelectItem::new("", "None")).chain(items).collect()
}

fn line(app: &App, person: &Person) -> AccountLine {
    AccountLine {
        href: format!("/staff/{}", person.id),
        name: person.name.to_string(),
        email: person.email.to_string(),
        role: person.role.spoken(),
        place: place_of(app, person),
        state: state_of(app, person),
    }
}
