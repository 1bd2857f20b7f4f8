//! Accounts of staff and partners, for managers.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use centre::roles::Role;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::Deserialize;
use store::{NewAccount, NewLetter, Person, Secret, StoreError};
use terms::{EmailAddress, PersonId, PlainLine};

use super::account::Days;
use super::frame;
use super::sign_in::passkey::Nothing;
use super::sign_in::{Faults, may_come_in, must_be_fresh};
use crate::app::App;
use crate::caller::Caller;
use crate::face::components::{ErrorSummary, Input, Select, SelectItem};
use crate::face::{Chrome, Page};
use crate::problem::Problem;
use crate::sent::Sent;

/// So many days a set-up link works.
const LINK_DAYS: u32 = 7;

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

#[derive(Template)]
#[template(path = "staff/link.html")]
struct LinkPage {
    chrome: Chrome,
    name: String,
    email: String,
    link: String,
    days: u32,
    was_sent: bool,
}

/// The form that adds an account.
#[derive(Deserialize, Default)]
pub(crate) struct Wished {
    #[serde(default)]
    name: String,
    #[serde(default)]
    email: String,
    #[serde(default)]
    role: String,
    #[serde(default)]
    body: String,
    #[serde(default)]
    remit: String,
    #[serde(default)]
    expires: String,
    /// `yes` when the link goes out by e-mail too.
    #[serde(default)]
    send: String,
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

/// `GET /staff`
pub(crate) async fn list(State(app): State<Arc<App>>, caller: Caller) -> Result<Response, Problem> {
    list_page(&app, &caller, &Wished::default(), &Faults::default()).await
}

async fn list_page(
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

/// Roles that an account can have: those of a member come from the member, and a visitor has none.
fn roles() -> impl Iterator<Item = Role> {
    Role::ALL.into_iter().filter(|role| role.needs_second_factor())
}

fn role_field(value: &str, faults: &Faults) -> Select {
    Select {
        name: "role".to_owned(),
        label: "Role".into(),
        error: faults.at("role"),
        items: std::iter::once(SelectItem::new("", "Choose a role"))
            .chain(roles().map(|role| SelectItem::new(role.name(), role.spoken())))
            .collect(),
        value: value.to_owned(),
        ..Select::default()
    }
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

fn place_of(app: &App, person: &Person) -> String {
    let body = person.body.as_deref().map(|id| app.region.body(id).map_or(id, |b| b.name.as_str()));
    let borough = person.remit.as_deref().map(|code| {
        app.region.boroughs.iter().find(|b| b.code.as_str() == code).map_or(code, |b| b.name.as_str())
    });
    [body, borough].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn state_of(app: &App, person: &Person) -> String {
    let days = Days::of(app);
    match (person.revoked_at, person.expires_at) {
        (Some(at), _) => format!("Revoked on {}", days.day(at)),
        (None, Some(end)) if end <= app.now() => format!("Ended on {}", days.day(end)),
        (None, Some(end)) => format!("Ends on {}", days.day(end)),
        (None, None) => "Can sign in".to_owned(),
    }
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
        Err(faults) => return list_page(&app, &caller, &form, &faults).await,
    };
    match app.store.add_account(&new, LINK_DAYS, &caller.actor(), app.now()).await {
        Ok((_, link)) => hand_over(&app, &caller, &new.name, &new.email, &link, form.send == "yes").await,
        Err(StoreError::NotAllowed(why)) => list_page(&app, &caller, &form, &Faults::of("email", why)).await,
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

async fn hand_over(
    app: &App,
    caller: &Caller,
    name: &PlainLine,
    email: &EmailAddress,
    link: &Secret,
    send: bool,
) -> Result<Response, Problem> {
    let address = format!("{}/set-up/{}", app.facts.origin, link.reveal());
    if send {
        let letter = set_up_letter(app, name, email, &address);
        app.store.queue_letter(&letter, &caller.actor(), app.now()).await?;
    }
    let page = LinkPage {
        chrome: frame(app, caller, "Hand this link over", "/staff"),
        name: name.to_string(),
        email: email.to_string(),
        link: address,
        days: LINK_DAYS,
        was_sent: send,
    };
    Ok(Page::new(page).into_response())
}

fn set_up_letter(app: &App, name: &PlainLine, email: &EmailAddress, address: &str) -> NewLetter {
    let centre = &app.facts.centre_name;
    NewLetter {
        recipient: email.clone(),
        confirmed: false,
        organisation: None,
        subject: "Set up your account".to_owned(),
        text: format!(
            "Hello {name},\n\nan account at {centre} was made for you. Set up how you sign in here:\n\n{address}\n\n\
             The link works once, for {LINK_DAYS} days. If you do not expect this, ask at the centre before you open it.\n\n\
             We never ask for a password or a code. Not by phone, not by e-mail, not at the door.\n\n{centre}\n"
        ),
        cause: "set_up_link".to_owned(),
    }
}

/// The account that an address names; a contact of a member is none.
async fn account(app: &App, id: &str) -> Result<Person, Problem> {
    let id: PersonId = id.parse().map_err(|_| Problem::not_found())?;
    let person = app.store.person(id).await?.filter(|p| p.organisation.is_none());
    person.ok_or_else(Problem::not_found)
}

/// `GET /staff/{person}`
pub(crate) async fn show(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let person = account(&app, &id).await?;
    Ok(account_page(&app, &caller, person, &Faults::default()))
}

fn account_page(app: &App, caller: &Caller, person: Person, faults: &Faults) -> Response {
    let mut chrome = frame(app, caller, person.name.to_string(), "/staff");
    chrome.has_error = !faults.is_empty();
    let page = AccountPage {
        summary: faults.summary(),
        href: format!("/staff/{}", person.id),
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
async fn done(
    app: &App,
    caller: &Caller,
    person: Person,
    field: &'static str,
    result: Result<(), StoreError>,
) -> Result<Response, Problem> {
    match result {
        Ok(()) => Ok(Redirect::to(&format!("/staff/{}", person.id)).into_response()),
        Err(StoreError::NotAllowed(why)) => Ok(account_page(app, caller, person, &Faults::of(field, why))),
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
    done(&app, &caller, person, "revoke", result).await
}

/// `POST /staff/{person}/restore`
pub(crate) async fn restore(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(id): Path<String>,
    Sent(_): Sent<Nothing>,
) -> Result<Response, Problem> {
    let person = account(&app, &id).await?;
    if let Err(again) = must_be_fresh(&app, &caller, &format!("/staff/{}", person.id)) {
        return Ok(again.into_response());
    }
    let result = app.store.restore_person(person.id, &caller.actor(), app.now()).await;
    done(&app, &caller, person, "restore", result).await
}

/// `POST /staff/{person}/role`: ends every session of the person.
pub(crate) async fn change_role(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(id): Path<String>,
    Sent(form): Sent<NewRole>,
) -> Result<Response, Problem> {
    let person = account(&app, &id).await?;
    if let Err(again) = must_be_fresh(&app, &caller, &format!("/staff/{}", person.id)) {
        return Ok(again.into_response());
    }
    let Some(role) = form.role.parse().ok().filter(|role| roles().any(|r| r == *role)) else {
        return Ok(account_page(&app, &caller, person, &Faults::of("role", "Choose a role.")));
    };
    if role == Role::CouncilPartner && person.remit.is_none() {
        let why = "Somebody at a council sees one borough. Add a new account with the borough instead.";
        return Ok(account_page(&app, &caller, person, &Faults::of("role", why)));
    }
    let result = app.store.change_role(person.id, role, &caller.actor(), app.now()).await;
    done(&app, &caller, person, "role", result).await
}

/// `POST /staff/{person}/reset`: takes every way of signing in away and hands a new link over.
pub(crate) async fn reset(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(id): Path<String>,
    Sent(form): Sent<Reset>,
) -> Result<Response, Problem> {
    let person = account(&app, &id).await?;
    if let Err(again) = must_be_fresh(&app, &caller, &format!("/staff/{}", person.id)) {
        return Ok(again.into_response());
    }
    match app.store.reset_account(person.id, LINK_DAYS, &caller.actor(), app.now()).await {
        Ok(link) => hand_over(&app, &caller, &person.name, &person.email, &link, form.send == "yes").await,
        Err(StoreError::NotAllowed(why)) => {
            Ok(account_page(&app, &caller, person, &Faults::of("reset", why)))
        }
        Err(error) => Err(error.into()),
    }
}
