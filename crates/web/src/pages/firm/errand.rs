//! One letter to a helper: to read, print, save, send and take back, and what was answered.

use std::sync::Arc;

use askama::Template;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};
use centre::errand::{MOST_MAILED_A_DAY, Standing};
use serde::Deserialize;
use store::{Errand, MailedErrand};
use terms::{EmailAddress, ErrandId};

use super::Firm;
use super::errands::stands_id;
use crate::app::App;
use crate::caller::Caller;
use crate::errand::{
    Letter, PointTold, Sight, Written, answer_in_words, asked_by, helper_id, sights, standing_of,
};
use crate::face::components::{Button, ErrorSummary, Hint, Input, Label, SummaryList, SummaryRow};
use crate::face::house::PasteLine;
use crate::face::words::{FluentValue, Words};
use crate::face::{Chrome, Page};
use crate::pace;
use crate::pages::check::in_words;
use crate::pages::{Faults, frame};
use crate::problem::Problem;
use crate::sent::{Nothing, Sent};

/// What was told by the last press.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Told {
    told: String,
}

/// Where the letter goes.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct MailForm {
    to: String,
}

#[derive(Template)]
#[template(path = "errand/one.html")]
struct ErrandPage {
    chrome: Chrome,
    errors: Option<ErrorSummary>,
    told: Option<String>,
    stands: String,
    href: String,
    answers: SummaryList,
    send: Option<Sending>,
    letter: Letter,
}

/// What can be done with a letter that is open.
struct Sending {
    to: Input,
    button: Button,
    link: PasteLine,
    take_back: Button,
}

#[derive(Template)]
#[template(path = "errand/print.html")]
struct PrintPage {
    chrome: Chrome,
    back: String,
    letter: Letter,
}

/// `GET /firm/errands/{errand}`
pub(crate) async fn show(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(errand): Path<String>,
    told: Result<Query<Told>, QueryRejection>,
) -> Result<Response, Problem> {
    let (firm, errand) = ours(&app, &caller, &errand).await?;
    let told = told.map(|Query(told)| told).unwrap_or_default();
    page(&app, &caller, &firm, &errand, &told.told, "", &Faults::default()).await
}

/// `GET /firm/errands/{errand}/print`: the letter and nothing else.
pub(crate) async fn print(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(errand): Path<String>,
) -> Result<Response, Problem> {
    let (firm, errand) = ours(&app, &caller, &errand).await?;
    let letter = Letter::of(&errand, &written(&app, &firm, &errand).await?);
    let chrome = frame(&app, &caller, letter.title.clone(), "/firm/errands/one");
    Ok(Page::new(PrintPage { chrome, back: address(errand.id), letter }).into_response())
}

/// `GET /firm/errands/{errand}/letter.pdf`
pub(crate) async fn pdf(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(errand): Path<String>,
) -> Result<Response, Problem> {
    let (firm, errand) = ours(&app, &caller, &errand).await?;
    pace::wait(&app, "letter pdf", &firm.id.to_string(), pace::LOOKING).await;
    let letter = Letter::of(&errand, &written(&app, &firm, &errand).await?);
    as_pdf(&letter, &errand).await
}

/// `POST /firm/errands/{errand}/mail`
pub(crate) async fn mail(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(errand): Path<String>,
    Sent(form): Sent<MailForm>,
) -> Result<Response, Problem> {
    let (firm, errand) = ours(&app, &caller, &errand).await?;
    let Ok(to) = EmailAddress::parse(&form.to) else {
        let faults = Faults::of("to", firm.words.say("errand-mail-missing"));
        return page(&app, &caller, &firm, &errand, "", &form.to, &faults).await;
    };
    pace::wait(&app, "errand letter", &caller.network, pace::SENDING_LETTERS).await;
    let written = written(&app, &firm, &errand).await?.for_a_stranger();
    let letter = Letter::of(&errand, &written).mail(to);
    let told = match app.store.mail_errand(&errand, letter, &caller.actor(), firm.now).await? {
        MailedErrand::Queued => "sent",
        MailedErrand::TooManyToday => "many",
        MailedErrand::OverBudget => "full",
        MailedErrand::Closed => "closed",
    };
    Ok(Redirect::to(&format!("{}?told={told}", address(errand.id))).into_response())
}

/// `POST /firm/errands/{errand}/take-back`
pub(crate) async fn take_back(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(errand): Path<String>,
    Sent(Nothing {}): Sent<Nothing>,
) -> Result<Response, Problem> {
    let (firm, errand) = ours(&app, &caller, &errand).await?;
    app.store.take_errand_back(&errand, &caller.actor(), firm.now).await?;
    Ok(Redirect::to(&address(errand.id)).into_response())
}

/// The letter as a file. Setting it takes a while, so it is done aside.
pub(crate) async fn as_pdf(letter: &Letter, errand: &Errand) -> Result<Response, Problem> {
    let (sheet, at) = (letter.sheet(), errand.made_at);
    let pdf = tokio::task::spawn_blocking(move || sheet.pdf(at)).await.map_err(Problem::broken)?;
    let headers = [
        (header::CONTENT_TYPE, "application/pdf"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"letter.pdf\""),
        (header::CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, pdf.map_err(Problem::broken)?).into_response())
}

fn address(errand: ErrandId) -> String {
    format!("/firm/errands/{errand}")
}

/// The errand that the address names, at the caller's own firm. The door has looked already; this looks again.
async fn ours(app: &App, caller: &Caller, errand: &str) -> Result<(Firm, Errand), Problem> {
    let firm = Firm::of(app, caller).await?;
    let id: ErrandId = errand.parse().map_err(|_| Problem::not_found())?;
    let errand = app.store.errand(id).await?.filter(|errand| errand.organisation == firm.id);
    Ok((firm, errand.ok_or_else(Problem::not_found)?))
}

async fn written<'a>(app: &'a App, firm: &Firm, errand: &Errand) -> Result<Written<'a>, Problem> {
    Ok(Written {
        centre: &app.facts.centre_name,
        origin: &app.facts.origin,
        zone: &app.region.time_zone,
        firm: firm.organisation.name.clone(),
        person: asked_by(&app.store, errand, &firm.organisation).await?,
        link: format!("{}/errand/{}", app.facts.origin, app.store.errand_link(errand.id).reveal()),
        to_stranger: false,
        words: firm.words,
    })
}

fn told_in_words(words: Words, told: &str) -> Option<String> {
    let id = match told {
        "sent" => "errand-mail-told-sent",
        "many" => "errand-mail-told-many",
        "full" => "errand-mail-told-full",
        "closed" => "errand-mail-told-closed",
        _ => return None,
    };
    Some(words.say_with(id, &[("most", FluentValue::from(MOST_MAILED_A_DAY))]))
}

async fn page(
    app: &App,
    caller: &Caller,
    firm: &Firm,
    errand: &Errand,
    told: &str,
    typed: &str,
    faults: &Faults,
) -> Result<Response, Problem> {
    let words = firm.words;
    let sights = sights(app, errand).await?;
    let standing = standing_of(errand, &sights, firm.now);
    let letter = Letter::of(errand, &written(app, firm, errand).await?);
    let helper = [("helper", FluentValue::from(words.say(helper_id(errand.helper)).into_owned()))];
    let title = words.say_with("errand-one-title", &helper);
    let mut chrome = frame(app, caller, title, "/firm/errands/one");
    chrome.has_error = !faults.is_empty();
    let page = ErrandPage {
        chrome,
        errors: faults.summary(),
        told: told_in_words(words, told),
        stands: words.say(stands_id(errand, standing)).into_owned(),
        href: address(errand.id),
        answers: answers(app, words, errand, &sights),
        send: (standing == Standing::Open).then(|| send(words, &letter, typed, faults)),
        letter,
    };
    Ok(Page::new(page).with_status(faults.status()).into_response())
}

fn send(words: Words, letter: &Letter, typed: &str, faults: &Faults) -> Sending {
    Sending {
        to: Input {
            name: "to".to_owned(),
            id: "to".to_owned(),
            kind: "email".to_owned(),
            label: Label::from(words.say("errand-mail-to").into_owned()),
            hint: Some(Hint::from(words.say("errand-mail-to-hint").into_owned())),
            error: faults.at("to"),
            value: (!typed.is_empty()).then(|| typed.to_owned()),
            spellcheck: Some(false),
            ..Input::default()
        },
        button: Button::submit(words.say("errand-mail-button")),
        link: PasteLine {
            label: words.say("errand-link-label").into_owned(),
            line: letter.link.clone(),
            words,
        },
        take_back: Button::secondary(words.say("errand-back-button")),
    }
}

/// Each point with what was answered and what we see.
fn answers(app: &App, words: Words, errand: &Errand, sights: &[Sight]) -> SummaryList {
    let row = |(point, sight): (&store::ErrandPoint, &Sight)| {
        let told: Option<PointTold> = serde_json::from_str(&point.letter).ok();
        let title = told.as_ref().and_then(|told| in_words::title(words, &told.remedy.check));
        let domain = told.map(|told| told.domain.to_unicode()).unwrap_or_default();
        let answer =
            answer_in_words(point, words).unwrap_or_else(|| words.say("errand-answer-none").into_owned());
        let seen = sight.in_words(app, words, point.answer.is_some());
        SummaryRow::new(format!("{} ({domain})", title.unwrap_or_default()), format!("{answer} {seen}"))
    };
    SummaryList { rows: errand.points.iter().zip(sights).map(row).collect(), ..SummaryList::default() }
}
