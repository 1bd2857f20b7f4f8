//! Waves: the list, and one with its messages, why each is there, where they came from, and what is made of it.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use centre::policy::Act;
use evidence::visible;
use store::{AdvisoryState, CampaignMessage, CampaignPicture, MessageVerdict};
use terms::CampaignId;

use super::one::{DoneAsked, WhySent};
use super::{done, verdict_tag};
use crate::app::App;
use crate::caller::Caller;
use crate::face::components::{Button, NotificationBanner, Tag};
use crate::face::house::EmptyState;
use crate::face::{Chrome, Page};
use crate::pages::desk::asked::Asked;
use crate::pages::desk::words::Names;
use crate::pages::desk::{frame, may, told, words};
use crate::problem::Problem;
use crate::real::kind_words;
use crate::sent::Sent;

/// Lines of the list.
const LINES: u32 = 100;

struct Row {
    reference: String,
    href: String,
    size: String,
    first: String,
    last: String,
    kind: &'static str,
}

#[derive(Template)]
#[template(path = "desk/messages/campaigns.html")]
struct CampaignsPage {
    chrome: Chrome,
    rows: Vec<Row>,
    nothing: EmptyState,
}

/// `GET /desk/campaigns`
///
/// # Errors
/// When the store fails.
pub async fn list(State(app): State<Arc<App>>, caller: Caller) -> Result<Response, Problem> {
    let all = app.store.campaigns(None, LINES).await?;
    let rows = all.iter().filter(|(_, size)| *size > 1).map(|(campaign, size)| Row {
        reference: campaign.reference.to_string(),
        href: format!("/desk/campaigns/{}", campaign.id),
        size: words::number(*size),
        first: words::moment(&app, campaign.first_at),
        last: words::distance(&app, campaign.last_at),
        kind: if campaign.genuine { "genuine mail to many" } else { "" },
    });
    let page = CampaignsPage {
        rows: rows.collect(),
        nothing: EmptyState {
            title: "No campaigns yet".into(),
            text: "When two messages are alike, or lead to the same place, they stand here together.".into(),
            ..EmptyState::default()
        },
        chrome: frame(&app, &caller, "Campaigns", "/desk/messages/campaigns"),
    };
    Ok(Page::new(page).into_response())
}

/// One message of a wave.
struct Line {
    reference: String,
    href: String,
    tag: Tag,
    received: String,
    why: String,
    out: Option<String>,
}

struct Below {
    id: CampaignId,
    reference: String,
    why: String,
    size: String,
}

struct Sign {
    kind: &'static str,
    word: String,
    value: String,
    shown: String,
    many: String,
    can_warn: bool,
}

struct Made {
    href: String,
    title: String,
    state: &'static str,
}

#[derive(Template)]
#[template(path = "desk/messages/campaign.html")]
struct CampaignPage {
    chrome: Chrome,
    news: Option<NotificationBanner>,
    id: CampaignId,
    size: String,
    first: String,
    last: String,
    genuine: bool,
    verdicts: Vec<(Tag, String)>,
    places: Vec<(String, String)>,
    sectors: Vec<(String, String)>,
    lines: Vec<Line>,
    below: Vec<Below>,
    signs: Vec<Sign>,
    advisories: Vec<Made>,
    takedowns: Vec<Made>,
    works: bool,
    advise: Button,
}

/// `GET /desk/campaigns/{campaign}`
///
/// # Errors
/// When there is no such wave, or the read could not be logged.
pub async fn show(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(id): Path<CampaignId>,
    Asked(asked): Asked<DoneAsked>,
) -> Result<Response, Problem> {
    let picture = app.store.campaign_for(&caller.actor(), id, app.now()).await.map_err(told)?;
    let names =
        Names::of(&app, picture.messages.iter().filter_map(|one| one.out.as_ref()?.1.as_ref())).await?;
    let campaign = &picture.campaign;
    let page = CampaignPage {
        chrome: frame(
            &app,
            &caller,
            format!("Campaign {}", campaign.reference),
            &format!("/desk/messages/campaigns/{id}"),
        ),
        news: done(&asked.done),
        size: words::counted(picture.size, "message", "messages"),
        first: words::moment(&app, campaign.first_at),
        last: words::moment(
            &app,
            picture.below.iter().map(|one| one.last_at).fold(campaign.last_at, Ord::max),
        ),
        genuine: campaign.genuine,
        verdicts: verdicts(&picture),
        places: counted(&picture, |(borough, _, _)| words::borough(&app.region, borough)),
        sectors: counted(&picture, |(_, sector, _)| words::sector(&app.region, sector)),
        lines: picture.messages.iter().map(|one| line(&app, &names, one)).collect(),
        below: below(&picture),
        signs: picture
            .indicators
            .iter()
            .map(|(sign, many)| Sign {
                kind: kind_words(&sign.kind),
                word: sign.kind.clone(),
                value: sign.value.clone(),
                shown: visible(&sign.shown).text,
                many: words::number(*many),
                can_warn: sign.kind == "domain",
            })
            .collect(),
        advisories: advisories(&app, id).await?,
        takedowns: takedowns(&app, id).await?,
        works: may(caller.role, Act::WorkMessages),
        advise: Button::link("Write an advisory", format!("/desk/advisories/new?campaign={id}")),
        id,
    };
    Ok(Page::new(page).into_response())
}

fn line(app: &App, names: &Names, one: &CampaignMessage) -> Line {
    Line {
        reference: one.message.reference.to_string(),
        href: format!("/desk/messages/{}", one.message.id),
        tag: verdict_tag(one.message.counts(), one.message.state),
        received: words::moment(app, one.message.received_at),
        why: one
            .why
            .as_ref()
            .map_or_else(|| "The first of them.".to_owned(), |why| visible(&why.sentence()).text),
        out: one.out.as_ref().map(|(_, by, why)| {
            let who = by.as_ref().map_or_else(|| "somebody".to_owned(), |by| names.who(by));
            format!("Taken out by {who}: {}", visible(why).text)
        }),
    }
}

fn verdicts(picture: &CampaignPicture) -> Vec<(Tag, String)> {
    let within = || picture.messages.iter().filter(|one| one.out.is_none());
    let count =
        |verdict: MessageVerdict| within().filter(|one| one.message.counts() == Some(verdict)).count();
    let all = MessageVerdict::ALL.iter().map(|verdict| (*verdict, count(*verdict)));
    all.filter(|(_, many)| *many > 0)
        .map(|(verdict, many)| {
            (verdict_tag(Some(verdict), store::MessageState::Examined), words::number(many as u64))
        })
        .collect()
}

/// Counts by one word of the places.
fn counted(
    picture: &CampaignPicture,
    name: impl Fn(&(String, String, u64)) -> String,
) -> Vec<(String, String)> {
    let mut sums: std::collections::BTreeMap<String, u64> = std::collections::BTreeMap::new();
    for place in &picture.places {
        *sums.entry(name(place)).or_default() += place.2;
    }
    let mut all: Vec<(String, u64)> = sums.into_iter().collect();
    all.sort_by(|(a, one), (b, other)| other.cmp(one).then(a.cmp(b)));
    all.into_iter().map(|(name, many)| (name, words::number(many))).collect()
}

fn below(picture: &CampaignPicture) -> Vec<Below> {
    let one = |campaign: &store::Campaign| Below {
        id: campaign.id,
        reference: campaign.reference.to_string(),
        why: visible(&campaign.under_why).text,
        size: words::counted(campaign.size, "message", "messages"),
    };
    picture.below.iter().map(one).collect()
}

async fn advisories(app: &App, id: CampaignId) -> Result<Vec<Made>, Problem> {
    let all = app.store.advisories(Some(id), 20).await?;
    let state = |state: AdvisoryState| match state {
        AdvisoryState::Draft => "draft",
        AdvisoryState::Published => "published",
        AdvisoryState::Withdrawn => "taken back",
    };
    Ok(all
        .into_iter()
        .map(|one| Made {
            href: format!("/desk/advisories/{}", one.id),
            title: one.title,
            state: state(one.state),
        })
        .collect())
}

async fn takedowns(app: &App, id: CampaignId) -> Result<Vec<Made>, Problem> {
    let all = app.store.takedowns_of(id).await?;
    Ok(all
        .into_iter()
        .map(|one| Made {
            href: format!("/desk/take-downs/{}", one.id),
            title: format!("{}: {}", kind_words(&one.kind), super::takedowns::defanged(&one.value)),
            state: if one.sent.is_some() { "sent" } else { "not sent" },
        })
        .collect())
}

/// `POST /desk/campaigns/{campaign}/part`: takes a wave out from under another.
///
/// # Errors
/// When it lies under none, or nobody said why.
pub async fn part(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(id): Path<CampaignId>,
    Sent(sent): Sent<WhySent>,
) -> Result<Redirect, Problem> {
    app.store.part_campaigns(id, &sent.why, &caller.actor(), app.now()).await.map_err(told)?;
    Ok(Redirect::to(&format!("/desk/campaigns/{id}?done=parted")))
}
