//! One mailbox, several firms: for which one do you come?

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use store::{Factors, Person, Secret};
use terms::PersonId;

use super::{come_in, may_come_in, way_on};
use crate::app::App;
use crate::caller::Caller;
use crate::face::components::{Choice, ErrorSummary, Fieldset, Legend, Radios};
use crate::face::{Chrome, Page};
use crate::pages::Faults;
use crate::pages::frame;
use crate::problem::Problem;
use crate::sent::Sent;

/// The ceremony between the right code and the choice.
const CHOOSING: &str = "sign_in.choose";

/// What is remembered meanwhile.
#[derive(Serialize, Deserialize)]
struct Offered {
    people: Vec<PersonId>,
    then: String,
}

#[derive(Template)]
#[template(path = "sign_in/choose.html")]
struct ChoosePage {
    chrome: Chrome,
    summary: Option<ErrorSummary>,
    token: String,
    firms: Radios,
}

/// The form of the choice.
#[derive(Deserialize)]
pub(crate) struct Chosen {
    token: String,
    #[serde(default)]
    person: String,
}

/// Asks which firm. The people showed that the mailbox is theirs.
pub(super) async fn ask(
    app: &App,
    caller: &Caller,
    people: &[Person],
    then: &str,
) -> Result<Response, Problem> {
    let ids = people.iter().map(|p| p.id).collect();
    page(app, caller, Offered { people: ids, then: then.to_owned() }, &Faults::default()).await
}

async fn page(app: &App, caller: &Caller, offered: Offered, faults: &Faults) -> Result<Response, Problem> {
    let mut items = vec![];
    for id in &offered.people {
        let Some(person) = app.store.person(*id).await? else { continue };
        let Some(organisation) = person.organisation else { continue };
        if let Some(firm) = app.store.organisation(organisation).await? {
            items.push(Choice::new(id.to_string(), firm.name));
        }
    }
    let state = serde_json::to_string(&offered).map_err(Problem::broken)?;
    let token = app.store.begin_ceremony(CHOOSING, None, &state, app.now()).await?;
    let mut chrome = frame(app, caller, "", "/sign-in");
    chrome.title = chrome.say("sign-in-choose").into_owned();
    chrome.has_error = !faults.is_empty();
    let legend = Legend {
        text: chrome.say("sign-in-choose").into(),
        is_page_heading: true,
        classes: "govuk-fieldset__legend--l".into(),
    };
    let firms = Radios {
        name: "person".to_owned(),
        fieldset: Some(Fieldset { legend, ..Fieldset::default() }),
        error: faults.at("person"),
        items,
        ..Radios::default()
    };
    let summary = faults.summary();
    let page = ChoosePage { chrome, summary, token: token.reveal().to_owned(), firms };
    Ok(Page::new(page).with_status(faults.status()).into_response())
}

/// `POST /sign-in/choose`
pub(crate) async fn choose(
    State(app): State<Arc<App>>,
    caller: Caller,
    Sent(form): Sent<Chosen>,
) -> Result<Response, Problem> {
    let token = Secret::presented(&form.token);
    let begun = app.store.finish_ceremony(CHOOSING, &token, app.now()).await?;
    let Some((_, state)) = begun else {
        return Ok(super::by_email::sign_in_page(&app, &caller, "", "", &Faults::default()));
    };
    let offered: Offered = serde_json::from_str(&state).map_err(Problem::broken)?;
    let chosen = form.person.parse().ok().filter(|id| offered.people.contains(id));
    let Some(id) = chosen else {
        let words = crate::face::Words::default().say("sign-in-choose-one").into_owned();
        return page(&app, &caller, offered, &Faults::of("person", words)).await;
    };
    let person = app.store.person(id).await?.filter(|p| may_come_in(p, app.now()));
    let person = person.ok_or_else(Problem::not_found)?;
    let to = way_on(&app.facts, &offered.then, person.role);
    come_in(&app, &caller, &person, Factors::Email, &to).await
}
