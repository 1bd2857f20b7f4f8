//! Advisories: written by one person from what a wave shows, published by another, taken back by anybody who works here.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use centre::policy::Act;
use centre::region::{BoroughCode, SectorLetter};
use serde::Deserialize;
use store::{Advisory, AdvisoryState, NewAdvisory, StoreError};
use terms::{AdvisoryId, CampaignId};

use super::done;
use super::one::{DoneAsked, WhySent};
use crate::app::App;
use crate::caller::Caller;
use crate::face::components::{
    Button, ErrorSummary, Input, Label, NotificationBanner, Select, SelectItem, Textarea,
};
use crate::face::{Chrome, Page};
use crate::pages::desk::asked::Asked;
use crate::pages::desk::words::Names;
use crate::pages::desk::{frame, may, mistake, rule_of, told, words};
use crate::problem::Problem;
use crate::sent::Sent;

/// Where these pages are, for the mark in the doors.
const PLACE: &str = "/desk/messages/advisories";
/// How long one is shown when nobody says otherwise, in days.
const USUAL_DAYS: i64 = 30;

struct Row {
    href: String,
    title: String,
    state: String,
    until: String,
}

#[derive(Template)]
#[template(path = "desk/messages/advisories.html")]
struct AdvisoriesPage {
    chrome: Chrome,
    rows: Vec<Row>,
}

fn state_words(app: &App, advisory: &Advisory) -> String {
    match advisory.state {
        AdvisoryState::Draft => "draft".to_owned(),
        AdvisoryState::Published if advisory.is_shown(app.now()) => "published".to_owned(),
        AdvisoryState::Published => "over".to_owned(),
        AdvisoryState::Withdrawn => "taken back".to_owned(),
    }
}

/// `GET /desk/advisories`
///
/// # Errors
/// When the store fails.
pub async fn list(State(app): State<Arc<App>>, caller: Caller) -> Result<Response, Problem> {
    let all = app.store.advisories(None, 100).await?;
    let rows = all.iter().map(|one| Row {
        href: format!("/desk/advisories/{}", one.id),
        title: one.title.clone(),
        state: state_words(&app, one),
        until: words::day(&app, one.expires_at),
    });
    let page = AdvisoriesPage { rows: rows.collect(), chrome: frame(&app, &caller, "Advisories", PLACE) };
    Ok(Page::new(page).into_response())
}

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct NewAsked {
    campaign: String,
}

/// An advisory as it was sent.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub struct AdvisorySent {
    campaign: String,
    title: String,
    body: String,
    borough: String,
    sector: String,
    days: String,
}

#[derive(Template)]
#[template(path = "desk/messages/advisory_new.html")]
struct NewPage {
    chrome: Chrome,
    mistake: Option<ErrorSummary>,
    campaign: String,
    title: Input,
    body: Textarea,
    borough: Select,
    sector: Select,
    days: Input,
    send: Button,
}

/// `GET /desk/advisories/new`: a draft of what the wave shows.
///
/// # Errors
/// When there is no such wave.
pub async fn begin(
    State(app): State<Arc<App>>,
    caller: Caller,
    Asked(asked): Asked<NewAsked>,
) -> Result<Response, Problem> {
    let mut sent = AdvisorySent { days: USUAL_DAYS.to_string(), ..AdvisorySent::default() };
    if let Ok(id) = asked.campaign.parse::<CampaignId>() {
        let picture = app.store.campaign_for(&caller.actor(), id, app.now()).await.map_err(told)?;
        sent.campaign = id.to_string();
        sent.title = "Watch out for a new trick message".to_owned();
        let signs: Vec<String> = picture
            .indicators
            .iter()
            .filter(|(sign, _)| matches!(sign.kind.as_str(), "domain" | "phone" | "email"))
            .take(5)
            .map(|(sign, _)| format!("- {}", sign.shown))
            .collect();
        sent.body = format!(
            "{} in London sent us a message like this since {}.\n\n{}\n\nWhat to do: do not press, answer or pay. Delete it. \
             If somebody already did, open Help now.",
            words::counted(picture.size, "person", "people"),
            words::day(&app, picture.campaign.first_at),
            if signs.is_empty() { String::new() } else { format!("It comes with:\n{}", signs.join("\n")) },
        );
    }
    Ok(form(&app, &caller, &sent, None))
}

fn form(app: &App, caller: &Caller, sent: &AdvisorySent, wrong: Option<&str>) -> Response {
    let label = |text: &str| Label { text: text.into(), ..Label::default() };
    let mut chrome = frame(app, caller, "Write an advisory", PLACE);
    chrome.has_error = wrong.is_some();
    let any = |words: &str| std::iter::once(SelectItem::new("", words));
    let boroughs = app.region.boroughs.iter().map(|b| SelectItem::new(b.code.as_str(), &b.name));
    let sectors = app.region.sectors.iter().map(|s| SelectItem::new(s.letter.to_string(), &s.name));
    let page = NewPage {
        mistake: wrong.map(|wrong| mistake("title", wrong)),
        campaign: sent.campaign.clone(),
        title: Input {
            name: "title".to_owned(),
            label: label("Title"),
            value: Some(sent.title.clone()),
            ..Input::default()
        },
        body: Textarea {
            name: "body".to_owned(),
            label: label("What members should know and do, in plain words"),
            value: sent.body.clone(),
            rows: Some(10),
            ..Textarea::default()
        },
        borough: Select {
            name: "borough".to_owned(),
            label: label("Only for members in"),
            items: any("Any borough").chain(boroughs).collect(),
            value: sent.borough.clone(),
            ..Select::default()
        },
        sector: Select {
            name: "sector".to_owned(),
            label: label("Only for the sector"),
            items: any("Any sector").chain(sectors).collect(),
            value: sent.sector.clone(),
            ..Select::default()
        },
        days: Input {
            name: "days".to_owned(),
            label: label("Days for which it is shown"),
            value: Some(sent.days.clone()),
            inputmode: "numeric".to_owned(),
            classes: "govuk-input--width-5".into(),
            ..Input::default()
        },
        send: Button::submit("Keep the draft"),
        chrome,
    };
    let status = if wrong.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Page::new(page).with_status(status).into_response()
}

/// `POST /desk/advisories`
///
/// # Errors
/// When the store fails; what does not fit comes back with the words kept.
pub async fn draft(
    State(app): State<Arc<App>>,
    caller: Caller,
    Sent(sent): Sent<AdvisorySent>,
) -> Result<Response, Problem> {
    let borough = BoroughCode::parse(&sent.borough).ok().filter(|code| app.region.borough(code).is_some());
    let sector = SectorLetter::parse(&sent.sector).ok().filter(|letter| app.region.sector(*letter).is_some());
    let new = NewAdvisory {
        campaign: sent.campaign.parse().ok(),
        title: sent.title.clone(),
        body: sent.body.replace("\r\n", "\n"),
        boroughs: borough.iter().map(|code| code.as_str().to_owned()).collect(),
        sectors: sector.iter().map(ToString::to_string).collect(),
        days: sent.days.trim().parse().unwrap_or(0),
    };
    match app.store.draft_advisory(&new, &caller.actor(), app.now()).await {
        Ok(id) => Ok(Redirect::to(&format!("/desk/advisories/{id}?done=drafted")).into_response()),
        Err(error @ StoreError::NotAllowed(_)) => {
            let rule = rule_of(error).map_err(told)?;
            Ok(form(&app, &caller, &sent, Some(&rule)))
        }
        Err(error) => Err(told(error)),
    }
}

#[derive(Template)]
#[template(path = "desk/messages/advisory.html")]
struct AdvisoryPage {
    chrome: Chrome,
    news: Option<NotificationBanner>,
    id: AdvisoryId,
    state: String,
    lines: Vec<String>,
    whom: String,
    until: String,
    written: String,
    published: Option<String>,
    withdrawn: Option<String>,
    campaign: Option<String>,
    can_publish: bool,
    is_own: bool,
    can_withdraw: bool,
    publish: Button,
    withdraw: Button,
}

/// `GET /desk/advisories/{advisory}`
///
/// # Errors
/// When there is no such advisory.
pub async fn show(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(id): Path<AdvisoryId>,
    Asked(asked): Asked<DoneAsked>,
) -> Result<Response, Problem> {
    let one = app.store.advisory(id).await?.ok_or_else(Problem::not_found)?;
    let names = Names::of(&app, std::iter::once(&one.drafted_by).chain(&one.published_by)).await?;
    let works = may(caller.role, Act::WorkMessages);
    let is_draft = one.state == AdvisoryState::Draft;
    let is_own = one.drafted_by == caller.actor();
    let page = AdvisoryPage {
        chrome: frame(&app, &caller, one.title.clone(), PLACE),
        news: done(&asked.done),
        state: state_words(&app, &one),
        lines: one.body.lines().map(str::to_owned).collect(),
        whom: whom(&app, &one),
        until: words::day(&app, one.expires_at),
        written: format!("{}, {}", names.who(&one.drafted_by), words::moment(&app, one.drafted_at)),
        published: one
            .published_at
            .zip(one.published_by.as_ref())
            .map(|(at, by)| format!("{}, {}", names.who(by), words::moment(&app, at))),
        withdrawn: one.withdrawn.as_ref().map(|(at, why)| format!("{}: {why}", words::moment(&app, *at))),
        campaign: one.campaign.map(|campaign| format!("/desk/campaigns/{campaign}")),
        can_publish: works && is_draft && !is_own,
        is_own: is_draft && is_own,
        can_withdraw: works && one.state != AdvisoryState::Withdrawn,
        publish: Button::submit("Publish it: I stand by it too"),
        withdraw: Button::warning(if is_draft { "Throw the draft away" } else { "Take it back" }),
        id,
    };
    Ok(Page::new(page).into_response())
}

fn whom(app: &App, one: &Advisory) -> String {
    let boroughs: Vec<String> = one.boroughs.iter().map(|code| words::borough(&app.region, code)).collect();
    let sectors: Vec<String> = one.sectors.iter().map(|code| words::sector(&app.region, code)).collect();
    match (boroughs.is_empty(), sectors.is_empty()) {
        (true, true) => "all members".to_owned(),
        (false, true) => format!("members in {}", boroughs.join(", ")),
        (true, false) => format!("members in the sector {}", sectors.join(", ")),
        (false, false) => format!("members in {}, sector {}", boroughs.join(", "), sectors.join(", ")),
    }
}

/// `POST /desk/advisories/{advisory}/publish`
///
/// # Errors
/// For whoever wrote it, and when it is no draft any more.
pub(crate) async fn publish(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(id): Path<AdvisoryId>,
    Sent(_): Sent<crate::sent::Nothing>,
) -> Result<Redirect, Problem> {
    app.store.publish_advisory(id, &caller.actor(), app.now()).await.map_err(told)?;
    Ok(Redirect::to(&format!("/desk/advisories/{id}?done=published")))
}

/// `POST /desk/advisories/{advisory}/withdraw`
///
/// # Errors
/// When it was taken back before, or nobody said why.
pub async fn withdraw(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(id): Path<AdvisoryId>,
    Sent(sent): Sent<WhySent>,
) -> Result<Redirect, Problem> {
    app.store.withdraw_advisory(id, &sent.why, &caller.actor(), app.now()).await.map_err(told)?;
    Ok(Redirect::to(&format!("/desk/advisories/{id}?done=withdrawn")))
}
