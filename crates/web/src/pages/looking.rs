//! How we look, for those who run machines: who we are, what we do, and how to make us stay away for ever.

use std::sync::Arc;

use askama::Template;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use centre::consent::{
    MAIL_LIVES, MAILBOX, RecordsTold, STAY_AWAY_LABEL, STAY_AWAY_TEXT, StayAway, asks_us_to_stay_away,
};
use checkup::{Kind, Question, RecordName};
use serde::Deserialize;
use store::{NewLetter, NewWish, Secret, WishWay};
use terms::{DomainName, EmailAddress, PlainLine};

use super::check::message_id;
use super::doors::lines;
use super::frame;
use super::join::PressPage;
use crate::app::App;
use crate::caller::Caller;
use crate::consent::texts_in;
use crate::face::components::{
    Button, Choice, ErrorMessage, ErrorSummary, ErrorSummaryItem, Fieldset, Input, Label, Legend, Radios,
};
use crate::face::house::PasteLine;
use crate::face::words::{FluentValue, Words};
use crate::face::{Chrome, Page};
use crate::pace;
use crate::problem::Problem;
use crate::sent::{Nothing, Sent};

/// The mailbox for complaints (RFC 2142, 2).
const COMPLAINTS: &str = "abuse";

/// What was sent to make us stay away.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct AwayForm {
    name: String,
    how: String,
}

/// What was told by the last press.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Told {
    told: String,
    name: String,
}

struct Piece {
    title: &'static str,
    lines: Vec<String>,
}

#[derive(Template)]
#[template(path = "looking/looking.html")]
struct LookingPage {
    chrome: Chrome,
    told: Option<String>,
    errors: Option<ErrorSummary>,
    pieces: Vec<Piece>,
    agent: PasteLine,
    addresses: Vec<String>,
    name: Input,
    how: Radios,
    button: Button,
    mail: String,
}

/// `GET /looking`
pub(crate) async fn show(
    State(app): State<Arc<App>>,
    caller: Caller,
    told: Result<Query<Told>, QueryRejection>,
) -> Response {
    let told = told.map(|Query(told)| told).unwrap_or_default();
    let form = AwayForm { name: told.name.clone(), ..AwayForm::default() };
    page(&app, &caller, &form, told_id(&told.told).map(|id| (id, told.name)), None)
}

/// `POST /looking/stay-away`: looks at the records, or sends a letter to the name's own mailbox. The answer to a
/// letter is the same whatever became of it.
pub(crate) async fn ask(
    State(app): State<Arc<App>>,
    caller: Caller,
    Sent(form): Sent<AwayForm>,
) -> Result<Response, Problem> {
    let words = Words::default();
    let name = match DomainName::parse(&form.name) {
        Ok(name) => name,
        Err(error) => {
            return Ok(page(
                &app,
                &caller,
                &form,
                None,
                Some(("name", words.say(message_id(error)).into_owned())),
            ));
        }
    };
    let told = match form.how.as_str() {
        "records" => by_records(&app, &caller, &name).await?,
        MAILBOX | COMPLAINTS => by_letter(&app, &caller, &name, &form.how).await?,
        _ => {
            let missing = words.say("looking-how-missing").into_owned();
            return Ok(page(&app, &caller, &form, None, Some(("how", missing))));
        }
    };
    let name: String = url::form_urlencoded::byte_serialize(name.as_ascii().as_bytes()).collect();
    Ok(Redirect::to(&format!("/looking?told={told}&name={name}#told")).into_response())
}

/// `GET /looking/stay-away/{token}`: what the link in the letter opens. It changes nothing.
pub(crate) async fn show_press(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(token): Path<String>,
) -> Response {
    let words = Words::default();
    let Some(name) = app.store.open_wish(&Secret::presented(&token), app.now()) else {
        return gone(&app, &caller);
    };
    let title = words.say_with("looking-press-title", &[("name", FluentValue::from(name.to_unicode()))]);
    let page = PressPage {
        chrome: frame(&app, &caller, title.clone(), "/looking"),
        title,
        text: words.say("looking-press-text").into_owned(),
        button: Some(Button::submit(words.say("looking-press-button"))),
        link: None,
    };
    Page::new(page).into_response()
}

/// `POST /looking/stay-away/{token}`: whoever reads the name's own mail wants it.
pub(crate) async fn press(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(token): Path<String>,
    Sent(Nothing {}): Sent<Nothing>,
) -> Result<Response, Problem> {
    let Some(name) = app.store.open_wish(&Secret::presented(&token), app.now()) else {
        return Ok(gone(&app, &caller));
    };
    keep(&app, &caller, &name, WishWay::Mail, "the mailbox of the name").await?;
    let words = Words::default();
    let told = words.say_with("looking-told-kept", &[("name", FluentValue::from(name.to_unicode()))]);
    let title = words.say("prove-pressed-title").into_owned();
    let chrome = frame(&app, &caller, title.clone(), "/looking");
    Ok(Page::new(PressPage { chrome, title, text: told, button: None, link: None }).into_response())
}

async fn by_records(app: &App, caller: &Caller, name: &DomainName) -> Result<&'static str, Problem> {
    pace::wait(app, "stay away", &caller.network, pace::SENDING_LETTERS).await;
    let label = RecordName::from(name).with_label(STAY_AWAY_LABEL);
    let Some(label) = label else { return Ok("could-not-check") };
    if !app.store.spend_question(name, app.now()).await? {
        return Ok("could-not-check");
    }
    let answer = app.proofs.ask(&Question::new(label, Kind::Txt)).await;
    Ok(match texts_in(&answer) {
        RecordsTold::Nothing => "could-not-check",
        RecordsTold::Texts(texts) if asks_us_to_stay_away(texts.iter().map(String::as_str)) => {
            keep(app, caller, name, WishWay::Records, "the records of the name").await?;
            "kept"
        }
        RecordsTold::Texts(_) => "not-there",
    })
}

async fn keep(
    app: &App,
    caller: &Caller,
    name: &DomainName,
    way: WishWay,
    asked_by: &str,
) -> Result<(), Problem> {
    let asked_by = PlainLine::parse(asked_by).map_err(Problem::broken)?;
    let wish = NewWish { place: StayAway::Name(name.clone()), way, asked_by, reason: None };
    app.store.keep_away(&wish, &caller.actor(), app.now()).await?;
    Ok(())
}

async fn by_letter(
    app: &App,
    caller: &Caller,
    name: &DomainName,
    mailbox: &str,
) -> Result<&'static str, Problem> {
    pace::wait(app, "stay away", &caller.network, pace::SENDING_LETTERS).await;
    // A name that is too long for an address gets the same answer.
    if let Ok(recipient) = EmailAddress::parse(&format!("{mailbox}@{name}")) {
        let words = Words::default();
        let link = app.store.seal_wish(name, app.now() + MAIL_LIVES)?;
        let gaps = [
            ("name", FluentValue::from(name.to_unicode())),
            ("link", FluentValue::from(format!("{}/looking/stay-away/{}", app.facts.origin, link.reveal()))),
            ("centre", FluentValue::from(app.facts.centre_name.as_str())),
            ("origin", FluentValue::from(app.facts.origin.as_str())),
        ];
        let letter = NewLetter {
            recipient,
            confirmed: false,
            organisation: None,
            subject: words.say("looking-letter-subject").into_owned(),
            text: words.say_with("looking-letter-text", &gaps),
            cause: "stay_away".to_owned(),
        };
        app.store.queue_letter(&letter, &caller.actor(), app.now()).await?;
    }
    Ok("mailed")
}

fn told_id(told: &str) -> Option<&'static str> {
    Some(match told {
        "kept" => "looking-told-kept",
        "not-there" => "looking-told-not-there",
        "could-not-check" => "looking-told-could-not-check",
        "mailed" => "looking-told-mailed",
        _ => return None,
    })
}

fn gone(app: &App, caller: &Caller) -> Response {
    let words = Words::default();
    let title = words.say("looking-gone-title").into_owned();
    let page = PressPage {
        chrome: frame(app, caller, title.clone(), "/looking"),
        title,
        text: words.say("looking-gone-text").into_owned(),
        button: None,
        link: Some(("/looking", words.say("looking-title").into_owned())),
    };
    Page::new(page).into_response()
}

fn page(
    app: &App,
    caller: &Caller,
    form: &AwayForm,
    told: Option<(&'static str, String)>,
    slip: Option<(&'static str, String)>,
) -> Response {
    let words = Words::default();
    let mut chrome = frame(app, caller, words.say("looking-title"), "/looking");
    chrome.has_error = slip.is_some();
    let status = if slip.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let error = |field: &str| {
        slip.as_ref()
            .filter(|(slipped, _)| *slipped == field)
            .map(|(_, told)| ErrorMessage::from(told.clone()))
    };
    let (name, how) = (name_input(words, form, error("name")), how_radios(words, form, error("how")));
    let page = LookingPage {
        told: told.map(|(id, name)| {
            let name = DomainName::parse_bare(&name).map(|name| name.to_unicode()).unwrap_or_default();
            words.say_with(id, &[("name", FluentValue::from(name))])
        }),
        errors: slip.as_ref().map(|(field, told)| ErrorSummary {
            items: vec![ErrorSummaryItem::of_field(field, told.as_str())],
            ..ErrorSummary::default()
        }),
        pieces: [
            ("looking--do-title", "looking--do"),
            ("looking--often-title", "looking--often"),
            ("looking--never-title", "looking--never"),
        ]
        .map(|(title, id)| Piece { title, lines: lines(&words, id) })
        .into(),
        agent: PasteLine {
            label: words.say("looking-agent").into_owned(),
            line: app.facts.introduction.agent.clone(),
            words,
        },
        addresses: app.facts.introduction.addresses.clone(),
        name,
        how,
        button: Button::submit(words.say("looking-away-button")),
        mail: app.region.centre.mail.clone(),
        chrome,
    };
    Page::new(page).with_status(status).into_response()
}

fn name_input(words: Words, form: &AwayForm, error: Option<ErrorMessage>) -> Input {
    Input {
        name: "name".to_owned(),
        label: Label::from(words.say("looking-away-name").into_owned()),
        error,
        value: (!form.name.is_empty()).then(|| form.name.clone()),
        autocapitalize: "none".to_owned(),
        inputmode: "url".to_owned(),
        spellcheck: Some(false),
        ..Input::default()
    }
}

fn how_radios(words: Words, form: &AwayForm, error: Option<ErrorMessage>) -> Radios {
    let gaps = [("label", FluentValue::from(STAY_AWAY_LABEL)), ("text", FluentValue::from(STAY_AWAY_TEXT))];
    Radios {
        name: "how".to_owned(),
        fieldset: Some(Fieldset {
            legend: Legend {
                classes: "govuk-fieldset__legend--s".into(),
                ..Legend::from(words.say("looking-away-how").into_owned())
            },
            ..Fieldset::default()
        }),
        error,
        items: vec![
            Choice::new("records", words.say_with("looking-away-records", &gaps)),
            Choice::new(MAILBOX, words.say("looking-away-mail-postmaster")),
            Choice::new(COMPLAINTS, words.say("looking-away-mail-abuse")),
        ],
        value: form.how.clone(),
        ..Radios::default()
    }
}
