//! The page behind the link in a letter to a helper: the letter again, an answer for each point, and what we see.
//!
//! No account is needed; the secret in the link is the permission. Reading changes nothing of what was asked, because
//! mail programs open links by themselves; a button answers. The page shows nothing of the firm but what its letter
//! says, and each read is in the ledger before a word of it is shown.

use std::collections::BTreeMap;
use std::sync::Arc;

use askama::Template;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Redirect, Response};
use centre::errand::{Answer, Reply, ReplyFault, Standing, read_reply};
use serde::Deserialize;
use store::{DueAsset, Errand, ErrandPoint, Noun, Organisation, Secret, Seen};

use super::firm::as_pdf;
use super::join::PressPage;
use super::{Faults, frame};
use crate::app::App;
use crate::caller::Caller;
use crate::errand::{Letter, LetterPoint, Sight, Written, asked_by, sights, standing_of};
use crate::face::components::{
    Button, Choice, DateInput, DatePart, ErrorMessage, ErrorSummary, Fieldset, Hint, Input, Label, Legend,
    Radios,
};
use crate::face::content::Content;
use crate::face::words::{FluentValue, Words};
use crate::face::{Chrome, Page};
use crate::looking::renew_plan;
use crate::pace;
use crate::pages::check::looks::Keep;
use crate::problem::Problem;
use crate::sent::Sent;

/// While a look is under way the page is asked for again after so many seconds.
const ASKS_AGAIN_AFTER: &str = "3";
/// Why the read is in the ledger.
const WHY: &str = "link in a letter to a helper";

/// What was told by the last press.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Told {
    told: String,
}

/// The form as it was sent: `answer-1`, `because-1`, `until-1-day` and so on, by the places of the points.
type Fields = BTreeMap<String, String>;

#[derive(Template)]
#[template(path = "errand/reply.html")]
struct ReplyPage {
    chrome: Chrome,
    errors: Option<ErrorSummary>,
    told: Option<String>,
    pdf: String,
    letter: Letter,
    /// Each point of the letter with what stands beside it.
    asked: Vec<(LetterPoint, Asked)>,
    button: Button,
}

/// What stands with a point: what was said, what we see, and the question.
struct Asked {
    said: Option<String>,
    sight: String,
    answer: Option<Radios>,
}

/// An errand that can be answered, with all that its page needs.
struct Opened {
    errand: Errand,
    firm: Organisation,
    sights: Vec<Sight>,
}

/// `GET /errand/{token}`
pub(crate) async fn show(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(token): Path<String>,
    told: Result<Query<Told>, QueryRejection>,
) -> Result<Response, Problem> {
    let opened = match open(&app, &caller, &token).await? {
        Ok(opened) => opened,
        Err(closed) => return Ok(closed),
    };
    let told = told.map(|Query(told)| told).unwrap_or_default();
    let words = Words::default();
    let told = (told.told == "thanks").then(|| {
        let firm = [("firm", FluentValue::from(opened.firm.name.as_str()))];
        words.say_with("errand-reply-told", &firm)
    });
    let is_looked_at = opened.sights.iter().any(|sight| sight.is_looked_at && !sight.is_mended());
    let page = page(&app, &caller, &opened, told, &Fields::new(), &Faults::default()).await?;
    if is_looked_at {
        return Ok(([(header::REFRESH, HeaderValue::from_static(ASKS_AGAIN_AFTER))], page).into_response());
    }
    Ok(page)
}

/// `GET /errand/{token}/letter.pdf`
pub(crate) async fn pdf(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(token): Path<String>,
) -> Result<Response, Problem> {
    let opened = match open(&app, &caller, &token).await? {
        Ok(opened) => opened,
        Err(closed) => return Ok(closed),
    };
    let letter = letter_of(&app, &opened).await?;
    as_pdf(&letter, &opened.errand).await
}

/// `POST /errand/{token}`: answers. What is said to be done is looked at again at once.
pub(crate) async fn answer(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(token): Path<String>,
    Sent(fields): Sent<Fields>,
) -> Result<Response, Problem> {
    let opened = match open(&app, &caller, &token).await? {
        Ok(opened) => opened,
        Err(closed) => return Ok(closed),
    };
    let today = app.region.time_zone.to_datetime(app.now()).date();
    let (replies, faults) = read(&opened, &fields, today);
    if !faults.is_empty() {
        return page(&app, &caller, &opened, None, &fields, &faults).await;
    }
    let (by, now) = (caller.actor(), app.now());
    if app.store.answer_errand(&opened.errand, &replies, &by, now).await? {
        renew_plan(&app.store, opened.firm.id, &by, now).await?;
        look_again(&app, &caller, &opened, &replies).await?;
    }
    Ok(Redirect::to(&format!("/errand/{}?told=thanks", opened_link(&app, &opened))).into_response())
}

fn opened_link(app: &App, opened: &Opened) -> String {
    app.store.errand_link(opened.errand.id).reveal().to_owned()
}

/// Finds the errand behind a link, logs the read, and says kindly what became of one that cannot be answered.
async fn open(app: &App, caller: &Caller, token: &str) -> Result<Result<Opened, Response>, Problem> {
    pace::wait(app, "errand link", &caller.network, pace::LOOKING).await;
    let found = app.store.errand_behind(&Secret::presented(token)).await?;
    let Some(errand) = found else { return Ok(Err(gone(app, caller))) };
    let firm = app.store.organisation(errand.organisation).await?.ok_or_else(Problem::not_found)?;
    let sights = sights(app, &errand).await?;
    let (title, text) = match standing_of(&errand, &sights, app.now()) {
        Standing::Open => {
            let seen =
                Seen { organisation: Some(firm.id), noun: Noun::Errand, object: errand.id.to_string() };
            app.store.log_read(&caller.actor(), &seen, WHY, app.now()).await?;
            app.store.errand_opened(&errand, &caller.actor(), app.now()).await?;
            return Ok(Ok(Opened { errand, firm, sights }));
        }
        Standing::Done => ("errand-done-title", "errand-done-text"),
        Standing::TakenBack => ("errand-taken-back-title", "errand-taken-back-text"),
        Standing::RunOut => ("errand-run-out-title", "errand-run-out-text"),
    };
    Ok(Err(plain(app, caller, title, text)))
}

fn gone(app: &App, caller: &Caller) -> Response {
    plain(app, caller, "errand-gone-title", "errand-gone-text")
}

fn plain(app: &App, caller: &Caller, title: &str, text: &str) -> Response {
    let words = Words::default();
    let title = words.say(title).into_owned();
    let page = PressPage {
        chrome: frame(app, caller, title.clone(), "/errand"),
        title,
        text: words.say(text).into_owned(),
        button: None,
        link: Some(("/verify", words.say("chrome-foot-verify").into_owned())),
    };
    Page::new(page).into_response()
}

/// Looks again at each name where something is said to be done. Where too many looks are under way, the name is due
/// at once and the next round takes it.
async fn look_again(
    app: &Arc<App>,
    caller: &Caller,
    opened: &Opened,
    replies: &[(u32, Reply)],
) -> Result<(), Problem> {
    let done = |point: &&ErrandPoint| replies.contains(&(point.place, Reply::Done));
    let mut assets: Vec<_> = opened.errand.points.iter().filter(done).map(|point| point.asset).collect();
    assets.sort();
    assets.dedup();
    if assets.is_empty() {
        return Ok(());
    }
    pace::wait(app, "look", &opened.firm.id.to_string(), pace::LOOKING).await;
    for id in assets {
        let Some(asset) = app.store.asset(id).await? else { continue };
        let due = DueAsset { id, organisation: opened.firm.id, domain: asset.domain.clone() };
        let keep = Keep { asset: due, by: caller.actor() };
        if app.looks.begin(app, asset.domain, Some(keep)).is_err() {
            app.store.wish_check(id, &caller.actor(), app.now()).await?;
        }
    }
    Ok(())
}

/// The answers in a form, and what is wrong with them. A point without an answer is left as it is.
fn read(opened: &Opened, fields: &Fields, today: jiff::civil::Date) -> (Vec<(u32, Reply)>, Faults) {
    let words = Words::default();
    let field = |name: String| fields.get(&name).map_or("", String::as_str);
    let (mut replies, mut faults) = (Vec::new(), Faults::default());
    for (point, sight) in opened.errand.points.iter().zip(&opened.sights) {
        let place = point.place;
        let Ok(answer) = field(format!("answer-{place}")).parse::<Answer>() else { continue };
        if sight.is_mended() {
            continue;
        }
        let until = ["day", "month", "year"].map(|part| field(format!("until-{place}-{part}")));
        match read_reply(answer, field(format!("because-{place}")), until, today) {
            Ok(reply) => replies.push((place, reply)),
            Err(fault) => faults.add(fault_field(fault, place), words.say(fault_id(fault))),
        }
    }
    if replies.is_empty() && faults.is_empty() {
        let first = opened.errand.points.first().map_or(1, |point| point.place);
        faults.add(format!("answer-{first}"), words.say("errand-reply-missing"));
    }
    (replies, faults)
}

/// The id of the field where a fault is shown.
fn fault_field(fault: ReplyFault, place: u32) -> String {
    match fault {
        ReplyFault::NoReason | ReplyFault::ReasonTooLong | ReplyFault::ReasonUnshowable => {
            format!("because-{place}")
        }
        ReplyFault::NoDay | ReplyFault::DayIsOver | ReplyFault::DayTooFar => format!("until-{place}-day"),
    }
}

fn fault_id(fault: ReplyFault) -> &'static str {
    match fault {
        ReplyFault::NoReason => "errand-reply-fault-no-reason",
        ReplyFault::ReasonTooLong => "errand-reply-fault-too-long",
        ReplyFault::ReasonUnshowable => "errand-reply-fault-unshowable",
        ReplyFault::NoDay => "errand-reply-fault-no-day",
        ReplyFault::DayIsOver => "errand-reply-fault-day-is-over",
        ReplyFault::DayTooFar => "errand-reply-fault-day-too-far",
    }
}

async fn letter_of(app: &App, opened: &Opened) -> Result<Letter, Problem> {
    let written = Written {
        centre: &app.facts.centre_name,
        origin: &app.facts.origin,
        zone: &app.region.time_zone,
        firm: opened.firm.name.clone(),
        person: asked_by(&app.store, &opened.errand, &opened.firm).await?,
        link: format!("{}/errand/{}", app.facts.origin, opened_link(app, opened)),
        to_stranger: false,
        words: Words::default(),
    };
    Ok(Letter::of(&opened.errand, &written))
}

async fn page(
    app: &App,
    caller: &Caller,
    opened: &Opened,
    told: Option<String>,
    fields: &Fields,
    faults: &Faults,
) -> Result<Response, Problem> {
    let words = Words::default();
    let mut letter = letter_of(app, opened).await?;
    let points = std::mem::take(&mut letter.points);
    let mut chrome = frame(app, caller, letter.title.clone(), "/errand");
    chrome.has_error = !faults.is_empty();
    let asked = |point: LetterPoint| {
        let at = opened.errand.points.iter().position(|kept| kept.place == point.place)?;
        let (kept, sight) = (opened.errand.points.get(at)?, *opened.sights.get(at)?);
        let asked = Asked {
            said: said_in_words(kept, words),
            sight: sight.in_words(app, words, kept.answer.is_some()),
            answer: (!sight.is_mended()).then(|| question(words, &point, fields, faults)),
        };
        Some((point, asked))
    };
    let page = ReplyPage {
        chrome,
        errors: faults.summary(),
        told,
        pdf: format!("/errand/{}/letter.pdf", opened_link(app, opened)),
        asked: points.into_iter().filter_map(asked).collect(),
        letter,
        button: Button::submit(words.say("errand-reply-button")),
    };
    Ok(Page::new(page).with_status(faults.status()).into_response())
}

/// What was answered to a point, as its reader is told who answered it.
fn said_in_words(point: &ErrandPoint, words: Words) -> Option<String> {
    Some(match point.answer? {
        Answer::Done => words.say("errand-said-done").into_owned(),
        Answer::Cannot => {
            let because = FluentValue::from(point.because.clone().unwrap_or_default());
            words.say_with("errand-said-cannot", &[("because", because)])
        }
        Answer::Until => {
            let day = point.until.map(centre::clock_words::date_in_words).unwrap_or_default();
            words.say_with("errand-said-until", &[("day", FluentValue::from(day))])
        }
    })
}

fn question(words: Words, point: &LetterPoint, fields: &Fields, faults: &Faults) -> Radios {
    let place = point.place;
    let name = format!("answer-{place}");
    let say = |id: &str| words.say(id).into_owned();
    let legend = Content::from(format!("{}: {}", say("errand-reply-legend"), point.heading));
    Radios {
        value: fields.get(&name).cloned().unwrap_or_default(),
        error: faults.at(&name),
        fieldset: Some(Fieldset {
            legend: Legend { classes: "govuk-fieldset__legend--s".into(), ..Legend::from(legend) },
            ..Fieldset::default()
        }),
        items: vec![
            Choice::new(Answer::Done.name(), say("errand-reply-done")),
            Choice {
                conditional: because(words, place, fields, faults).into(),
                ..Choice::new(Answer::Cannot.name(), say("errand-reply-cannot"))
            },
            Choice {
                conditional: until(words, place, fields, faults).into(),
                ..Choice::new(Answer::Until.name(), say("errand-reply-until"))
            },
        ],
        name,
        ..Radios::default()
    }
}

fn because(words: Words, place: u32, fields: &Fields, faults: &Faults) -> Input {
    let name = format!("because-{place}");
    Input {
        label: Label::from(words.say("errand-reply-because").into_owned()),
        error: faults.at(&name),
        value: fields.get(&name).filter(|typed| !typed.is_empty()).cloned(),
        name,
        ..Input::default()
    }
}

fn until(words: Words, place: u32, fields: &Fields, faults: &Faults) -> DateInput {
    let id = format!("until-{place}");
    let part = |part: &str| DatePart {
        name: part.to_owned(),
        value: fields.get(&format!("{id}-{part}")).cloned(),
        ..DatePart::default()
    };
    let error: Option<ErrorMessage> = faults.at(&format!("{id}-day"));
    DateInput {
        name_prefix: id.clone(),
        fieldset: Some(Fieldset {
            legend: Legend::from(words.say("errand-reply-until-when").into_owned()),
            ..Fieldset::default()
        }),
        hint: Some(Hint::from(words.say("errand-reply-until-hint").into_owned())),
        error,
        parts: ["day", "month", "year"].map(part).to_vec(),
        id,
        ..DateInput::default()
    }
}
