//! People of the firm: who belongs to it, who looks after its safety online, who comes and goes.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use centre::roles::Role;
use serde::Deserialize;
use store::{ChangedPerson, NewContact, Person, StoreError};
use terms::{EmailAddress, PersonId, PhoneNumber, PlainLine};

use super::{Firm, sure};
use crate::app::App;
use crate::caller::Caller;
use crate::face::components::{Button, ErrorSummary, Hint, Input, Label};
use crate::face::words::{FluentValue, Words};
use crate::face::{Chrome, Page};
use crate::pace;
use crate::pages::join::{ContactLetter, contact_letter};
use crate::pages::{Faults, frame};
use crate::problem::Problem;
use crate::sent::{Nothing, Sent};

/// What is asked about a person.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct PersonForm {
    name: String,
    email: String,
    phone: String,
}

impl PersonForm {
    fn read(&self, words: Words) -> Result<NewContact, Faults> {
        let mut faults = Faults::default();
        let mut slip = |field, id| faults.add(field, words.say(id));
        let name = PlainLine::parse(&self.name);
        let name = name.map_err(|_| slip("name", "join-problem-contact-name-missing"));
        let email = EmailAddress::parse(&self.email);
        let email = email.map_err(|_| slip("email", "join-problem-email-unreadable"));
        let phone = Some(self.phone.trim()).filter(|phone| !phone.is_empty());
        let phone = phone.map(PhoneNumber::parse).transpose();
        let phone = phone.map_err(|_| slip("phone", "join-problem-phone-unreadable"));
        match (name, email, phone) {
            (Ok(name), Ok(email), Ok(phone)) => Ok(NewContact { name, email, phone }),
            _ => Err(faults),
        }
    }
}

struct PersonFields {
    errors: Option<ErrorSummary>,
    name: Input,
    email: Input,
    phone: Input,
}

impl PersonFields {
    fn of(words: Words, form: &PersonForm, faults: &Faults, email_hint: Option<&str>) -> Self {
        let input = |name: &str, id: &str, value: &str, kind: &str| Input {
            name: name.to_owned(),
            label: Label::from(words.say(id).into_owned()),
            error: faults.at(name),
            value: (!value.is_empty()).then(|| value.to_owned()),
            kind: kind.to_owned(),
            autocomplete: "off".to_owned(),
            ..Input::default()
        };
        let mut email = input("email", "firm-ask-email", &form.email, "email");
        email.hint = email_hint.map(|id| Hint::from(words.say(id).into_owned()));
        Self {
            errors: faults.summary(),
            name: input("name", "firm-ask-person", &form.name, ""),
            email,
            phone: input("phone", "join-ask-phone", &form.phone, "tel"),
        }
    }
}

struct PersonLine {
    id: PersonId,
    name: String,
    email: String,
    phone: String,
    is_warden: bool,
    is_confirmed: bool,
    is_you: bool,
}

#[derive(Template)]
#[template(path = "firm/people.html")]
struct PeoplePage {
    chrome: Chrome,
    people: Vec<PersonLine>,
    fields: PersonFields,
    button: Button,
}

#[derive(Template)]
#[template(path = "firm/person.html")]
struct PersonPage {
    chrome: Chrome,
    person: PersonLine,
    fields: PersonFields,
    save: Button,
    warden: Button,
}

/// `GET /firm/people`
pub(crate) async fn list(State(app): State<Arc<App>>, caller: Caller) -> Result<Response, Problem> {
    let firm = Firm::of(&app, &caller).await?;
    list_page(&app, &caller, &firm, &PersonForm::default(), &Faults::default()).await
}

/// `POST /firm/people`: a further contact, who confirms by a letter.
pub(crate) async fn add(
    State(app): State<Arc<App>>,
    caller: Caller,
    Sent(form): Sent<PersonForm>,
) -> Result<Response, Problem> {
    let firm = Firm::of(&app, &caller).await?;
    let new = match form.read(firm.words) {
        Ok(new) => new,
        Err(faults) => return list_page(&app, &caller, &firm, &form, &faults).await,
    };
    pace::wait(&app, "contact", &caller.network, pace::SENDING_LETTERS).await;
    let by_name = caller.person()?.name.clone();
    let about = ContactLetter {
        name: new.name.as_str(),
        email: &new.email,
        by: &by_name,
        organisation: firm.id,
        firm: &firm.organisation.name,
        origin: &app.facts.origin,
        centre: &app.facts.centre_name,
    };
    let letter = |link: &store::Secret| contact_letter(&about, link);
    match app.store.add_contact(firm.id, &new, &caller.actor(), firm.now, letter).await {
        Ok(_) => Ok(Redirect::to("/firm/people").into_response()),
        Err(StoreError::NotAllowed(_)) => {
            list_page(&app, &caller, &firm, &form, &known_already(firm.words)).await
        }
        Err(fault) => Err(fault.into()),
    }
}

/// `GET /firm/people/{person}`
pub(crate) async fn show(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(person): Path<String>,
) -> Result<Response, Problem> {
    let (firm, person) = ours(&app, &caller, &person).await?;
    let form = PersonForm {
        name: person.name.to_string(),
        email: person.email.to_string(),
        phone: person.phone.as_ref().map(ToString::to_string).unwrap_or_default(),
    };
    person_page(&app, &caller, &firm, &person, &form, &Faults::default())
}

/// `POST /firm/people/{person}`
pub(crate) async fn change(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(person): Path<String>,
    Sent(form): Sent<PersonForm>,
) -> Result<Response, Problem> {
    let (firm, person) = ours(&app, &caller, &person).await?;
    let new = match form.read(firm.words) {
        Ok(new) => new,
        Err(faults) => return person_page(&app, &caller, &firm, &person, &form, &faults),
    };
    let others = app.store.people_of(firm.id).await?;
    if others.iter().any(|other| other.id != person.id && other.email == new.email) {
        return person_page(&app, &caller, &firm, &person, &form, &known_already(firm.words));
    }
    let changed = ChangedPerson { name: new.name, email: new.email, phone: new.phone };
    app.store.change_person(person.id, &changed, &caller.actor(), firm.now).await?;
    Ok(Redirect::to("/firm/people").into_response())
}

/// `POST /firm/people/{person}/warden`
pub(crate) async fn name_warden(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(person): Path<String>,
    Sent(Nothing {}): Sent<Nothing>,
) -> Result<Response, Problem> {
    let (firm, person) = ours(&app, &caller, &person).await?;
    app.store.name_warden(person.id, &caller.actor(), firm.now).await?;
    Ok(Redirect::to("/firm/people").into_response())
}

/// `GET /firm/people/{person}/remove`
pub(crate) async fn ask_to_remove(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(person): Path<String>,
) -> Result<Response, Problem> {
    let (firm, person) = ours(&app, &caller, &person).await?;
    let words = firm.words;
    let is_last = app.store.people_of(firm.id).await?.len() < 2;
    if is_last {
        return Ok(Redirect::to("/firm/leave").into_response());
    }
    let name = [("name", FluentValue::from(person.name.as_str()))];
    let title = words.say_with("firm-person-remove-title", &name);
    let text = (words, "firm-person-remove-text");
    let back = format!("/firm/people/{}", person.id);
    Ok(sure::page(&app, &caller, text, title, "/firm/people/remove", back))
}

/// `POST /firm/people/{person}/remove`
pub(crate) async fn remove(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(person): Path<String>,
    Sent(Nothing {}): Sent<Nothing>,
) -> Result<Response, Problem> {
    let (firm, person) = ours(&app, &caller, &person).await?;
    if app.store.people_of(firm.id).await?.len() < 2 {
        return Ok(Redirect::to("/firm/leave").into_response());
    }
    app.store.remove_contact(person.id, &caller.actor(), firm.now).await?;
    Ok(Redirect::to("/firm/people").into_response())
}

/// The person that the address names, at the caller's own firm. The door has looked already; a
/// page about people looks again.
async fn ours(app: &App, caller: &Caller, person: &str) -> Result<(Firm, Person), Problem> {
    let firm = Firm::of(app, caller).await?;
    let id: PersonId = person.parse().map_err(|_| Problem::not_found())?;
    let person = app.store.person(id).await?.filter(|person| person.organisation == Some(firm.id));
    Ok((firm, person.ok_or_else(Problem::not_found)?))
}

fn line(person: &Person, caller: &Caller) -> PersonLine {
    PersonLine {
        id: person.id,
        name: person.name.to_string(),
        email: person.email.to_string(),
        phone: person.phone.as_ref().map(ToString::to_string).unwrap_or_default(),
        is_warden: person.role == Role::CyberWarden,
        is_confirmed: person.confirmed_at.is_some(),
        is_you: caller.signed_in.as_ref().is_some_and(|me| me.person == person.id),
    }
}

async fn list_page(
    app: &App,
    caller: &Caller,
    firm: &Firm,
    form: &PersonForm,
    faults: &Faults,
) -> Result<Response, Problem> {
    let words = firm.words;
    let people = app.store.people_of(firm.id).await?;
    let mut chrome = frame(app, caller, words.say("firm-people-title"), "/firm/people");
    chrome.has_error = !faults.is_empty();
    let page = PeoplePage {
        chrome,
        people: people.iter().map(|person| line(person, caller)).collect(),
        fields: PersonFields::of(words, form, faults, None),
        button: Button::submit(words.say("firm-person-add-button")),
    };
    Ok(Page::new(page).with_status(faults.status()).into_response())
}

fn person_page(
    app: &App,
    caller: &Caller,
    firm: &Firm,
    person: &Person,
    form: &PersonForm,
    faults: &Faults,
) -> Result<Response, Problem> {
    let words = firm.words;
    let mut chrome = frame(app, caller, person.name.as_str(), "/firm/people/change");
    chrome.has_error = !faults.is_empty();
    let page = PersonPage {
        chrome,
        person: line(person, caller),
        fields: PersonFields::of(words, form, faults, Some("firm-hint-email")),
        save: Button::submit(words.say("firm-save")),
        warden: Button::secondary(words.say("firm-warden-button")),
    };
    Ok(Page::new(page).with_status(faults.status()).into_response())
}

fn known_already(words: Words) -> Faults {
    Faults::of("email", words.say("firm-person-known"))
}
