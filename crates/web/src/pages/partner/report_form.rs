//! Bringing in a report of hate or abuse for somebody who told a community partner.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use centre::account::Strand;
use centre::case::Wish;

use super::own_body;
use super::written::{WrittenSent, problems};
use crate::app::App;
use crate::caller::Caller;
use crate::casework::receive;
use crate::face::components::{
    Checkboxes, Choice, ErrorSummary, Hint, Input, Radios, Select, SelectItem, SummaryList, SummaryRow,
    Textarea,
};
use crate::face::{Chrome, Page};
use crate::handing;
use crate::pages::Faults;
use crate::pages::desk::frame;
use crate::problem::Problem;
use crate::sent::Sent;

#[derive(Template)]
#[template(path = "partner/report.html")]
struct FormPage {
    chrome: Chrome,
    summary: Option<ErrorSummary>,
    token: String,
    problem: Select,
    safe: Radios,
    happened: Textarea,
    places: Textarea,
    strands: Checkboxes,
    wishes: Checkboxes,
    named: Radios,
    contact: Vec<Input>,
    borough: Select,
}

#[derive(Template)]
#[template(path = "partner/received.html")]
struct ReceivedPage {
    chrome: Chrome,
    about: SummaryList,
    receipt: Vec<&'static str>,
    is_unsafe: bool,
}

/// `GET /partner/report`
///
/// # Errors
/// When whoever asks belongs to no body.
pub(crate) async fn form(State(app): State<Arc<App>>, caller: Caller) -> Result<Response, Problem> {
    own_body(&caller)?;
    let sent = WrittenSent::new(app.store.new_draft_token().reveal());
    Ok(page(&app, &caller, &sent, &Faults::default()))
}

/// `POST /partner/report`: the account is received as every other one, and whose body brought it is noted. Sent twice, it is
/// received once.
///
/// # Errors
/// When the store fails, or whoever asks belongs to no body.
pub(crate) async fn bring(
    State(app): State<Arc<App>>,
    caller: Caller,
    Sent(sent): Sent<WrittenSent>,
) -> Result<Response, Problem> {
    let body = own_body(&caller)?;
    let telling = match sent.read(&app, &handing::name_of(&app, &body)) {
        Ok(telling) => telling,
        Err(faults) => return Ok(page(&app, &caller, &sent, &faults)),
    };
    let received = receive(&app, telling, &caller.actor()).await?;
    app.store.note_partner(received.report, &body, &caller.actor(), app.now()).await?;
    let page = ReceivedPage {
        chrome: frame(&app, &caller, "We have it", "/partner/report"),
        about: SummaryList {
            rows: vec![SummaryRow::new("Reference: keep this", received.reference.to_string())],
            ..SummaryList::default()
        },
        receipt: received.receipt.map(|receipt| receipt.words().to_vec()).unwrap_or_default(),
        is_unsafe: sent.is_unsafe(),
    };
    Ok(Page::new(page).into_response())
}

fn page(app: &App, caller: &Caller, sent: &WrittenSent, faults: &Faults) -> Response {
    let mut chrome = frame(app, caller, "Bring a report in for somebody", "/partner/report");
    chrome.has_error = !faults.is_empty();
    let page = FormPage {
        chrome,
        summary: faults.summary(),
        token: sent.token.clone(),
        problem: Select {
            name: "problem".to_owned(),
            label: "What it is".into(),
            error: faults.at("problem"),
            items: problems(app)
                .map(|known| SelectItem::new(known.id.clone(), known.title.clone()))
                .collect(),
            value: sent.problem.clone(),
            ..Select::default()
        },
        safe: radios(
            "safe",
            "Do they feel safe now?",
            [("yes", "Yes"), ("no", "No"), ("unknown", "They cannot say")],
            &sent.safe,
            faults,
        ),
        happened: area("happened", "What happened, in their words", 8, &sent.happened, faults),
        places: area("places", "Where it can be seen online, one address a line", 3, &sent.places, faults),
        strands: boxes("strands", "What they say it is aimed at", strands(), &sent.strands),
        wishes: boxes("wishes", "What they want", wishes(), &sent.wishes),
        named: radios(
            "named",
            "May we know who they are?",
            [("yes", "Yes"), ("no", "No: nobody is kept, and only the day"), ("", "")],
            &sent.named,
            faults,
        ),
        contact: contact(sent, faults),
        borough: Select {
            name: "borough".to_owned(),
            label: "Where".into(),
            items: std::iter::once(SelectItem::new("", "Not said"))
                .chain(app.region.boroughs.iter().map(|b| SelectItem::new(b.code.as_str(), b.name.clone())))
                .collect(),
            value: sent.borough.clone(),
            ..Select::default()
        },
    };
    Page::new(page).with_status(faults.status()).into_response()
}

fn radios<const N: usize>(
    name: &str,
    legend: &str,
    items: [(&str, &str); N],
    value: &str,
    faults: &Faults,
) -> Radios {
    Radios {
        name: name.to_owned(),
        fieldset: Some(legend.into()),
        error: faults.at(name),
        items: items
            .into_iter()
            .filter(|(value, _)| !value.is_empty())
            .map(|(value, text)| Choice::new(value, text))
            .collect(),
        value: value.to_owned(),
        ..Radios::default()
    }
}

fn area(name: &str, label: &str, rows: u16, value: &str, faults: &Faults) -> Textarea {
    Textarea {
        name: name.to_owned(),
        label: label.into(),
        error: faults.at(name),
        rows: Some(rows),
        value: value.to_owned(),
        ..Textarea::default()
    }
}

fn boxes(
    name: &str,
    legend: &str,
    items: Vec<(&'static str, &'static str)>,
    values: &[String],
) -> Checkboxes {
    Checkboxes {
        name: name.to_owned(),
        fieldset: Some(legend.into()),
        items: items.into_iter().map(|(value, text)| Choice::new(value, text)).collect(),
        values: values.to_vec(),
        ..Checkboxes::default()
    }
}

fn contact(sent: &WrittenSent, faults: &Faults) -> Vec<Input> {
    let field = |name: &str, label: &str, value: &str| Input {
        name: name.to_owned(),
        label: label.into(),
        error: faults.at(name),
        value: Some(value.to_owned()).filter(|value| !value.is_empty()),
        autocomplete: "off".to_owned(),
        ..Input::default()
    };
    vec![
        field("name", "Their name", &sent.name),
        field("phone", "Their telephone number", &sent.phone),
        field("email", "Their e-mail address", &sent.email),
        Input {
            hint: Some(Hint::from("For example: ring after six, never write.")),
            ..field("safe_contact", "How and when they can be reached safely", &sent.safe_contact)
        },
    ]
}

fn strands() -> Vec<(&'static str, &'static str)> {
    let words = |strand| match strand {
        Strand::Race => "Race or ethnic group",
        Strand::Religion => "Religion or belief",
        Strand::Orientation => "Sexual orientation",
        Strand::Disability => "Disability",
        Strand::Transgender => "Being transgender",
        Strand::Other => "Something else",
    };
    Strand::ALL.iter().map(|strand| (strand.name(), words(*strand))).collect()
}

/// What people want who suffer hate or abuse.
fn wishes() -> Vec<(&'static str, &'static str)> {
    vec![
        (Wish::MakeItStop.name(), "That it stops"),
        (Wish::TakenDown.name(), "That it is taken down"),
        (Wish::PoliceAct.name(), "That the police act"),
        (Wish::NoPolice.name(), "That the police are not told"),
        (Wish::Apology.name(), "An apology"),
        (Wish::OnlyTell.name(), "To be heard, and nothing more"),
    ]
}
