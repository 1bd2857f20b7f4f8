//! Letters to those who help the firm: what can be asked of whom, and what was written.

use std::sync::Arc;

use askama::Template;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use centre::calendar::Calendar;
use centre::clock_words::date_in_words;
use centre::errand::{Helper, MOST_OPEN, MOST_POINTS, Standing};
use serde::Deserialize;
use store::{Errand, MadeErrand};
use terms::OrganisationId;

use super::Firm;
use crate::app::App;
use crate::caller::Caller;
use crate::errand::{OpenPoint, Sight, helper_id, open_points, sights, standing_of};
use crate::face::components::{
    ActionLink, Button, Checkboxes, Choice, ErrorSummary, Fieldset, Hint, Legend, SummaryList, SummaryRow,
};
use crate::face::words::{FluentValue, Words};
use crate::face::{Chrome, Page};
use crate::pages::{Faults, frame};
use crate::problem::Problem;
use crate::sent::Sent;

/// So many letters stand on the page.
const LETTERS_SHOWN: u32 = 30;
/// So many stand on the firm's own page.
const LETTERS_AT_HOME: u32 = 3;

/// Which point somebody came from.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    /// The action.
    r#for: String,
}

/// What was picked.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Picked {
    helper: String,
    point: Vec<String>,
}

#[derive(Template)]
#[template(path = "errand/list.html")]
struct ErrandsPage {
    chrome: Chrome,
    errors: Option<ErrorSummary>,
    groups: Vec<Group>,
    written: Option<SummaryList>,
}

/// What one kind of helper can be asked for.
struct Group {
    id: String,
    title: String,
    helper: &'static str,
    points: Checkboxes,
    button: Button,
}

/// `GET /firm/errands`
pub(crate) async fn list(
    State(app): State<Arc<App>>,
    caller: Caller,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Response, Problem> {
    let asked = asked.map(|Query(asked)| asked).unwrap_or_default();
    let firm = Firm::of(&app, &caller).await?;
    page(&app, &caller, &firm, &asked.r#for, None, &Faults::default()).await
}

/// `POST /firm/errands`: writes a letter with what was picked.
pub(crate) async fn write(
    State(app): State<Arc<App>>,
    caller: Caller,
    Sent(picked): Sent<Picked>,
) -> Result<Response, Problem> {
    let firm = Firm::of(&app, &caller).await?;
    let words = firm.words;
    let helper: Helper = picked.helper.parse().map_err(|_| Problem::not_found())?;
    let most = |id: &str, most: usize| words.say_with(id, &[("most", FluentValue::from(most))]);
    let open = open_of(&app, &firm).await?;
    let wanted: Vec<&OpenPoint> =
        open.iter().filter(|p| p.helper == helper && picked.point.contains(&p.key())).collect();
    let fault = match wanted.len() {
        0 => Some(words.say("errand-pick-missing").into_owned()),
        many if many > MOST_POINTS => Some(most("errand-pick-too-many", MOST_POINTS)),
        _ => None,
    };
    if let Some(told) = fault {
        return page(&app, &caller, &firm, "", Some(&picked), &Faults::of(field_of(helper), told)).await;
    }
    let points: Vec<_> = wanted.into_iter().filter_map(OpenPoint::to_keep).collect();
    match app.store.make_errand(firm.id, helper, &points, &caller.actor(), firm.now).await? {
        MadeErrand::Made(id) => Ok(Redirect::to(&format!("/firm/errands/{id}")).into_response()),
        MadeErrand::TooManyOpen => {
            let told = most("errand-too-many", MOST_OPEN);
            page(&app, &caller, &firm, "", Some(&picked), &Faults::of(field_of(helper), told)).await
        }
    }
}

async fn open_of(app: &App, firm: &Firm) -> Result<Vec<OpenPoint>, Problem> {
    let mut looks = Vec::new();
    for asset in app.store.assets_of(firm.id).await? {
        if let Some((_, look)) = super::domains::newest(app, asset.id).await? {
            looks.push((asset.id, look));
        }
    }
    let known = app.store.actions_of(firm.id).await?;
    let calendar = Calendar::of(&app.region);
    Ok(open_points(&looks, &known, (&calendar, &app.region.time_zone), firm.now))
}

/// The beginning of the ids of a group's boxes, at which a fault is shown.
fn field_of(helper: Helper) -> &'static str {
    match helper {
        Helper::NameHost => "pick_name_host",
        Helper::MailProvider => "pick_mail_provider",
        Helper::WebPerson => "pick_web_person",
        Helper::ComputerPerson => "pick_computer_person",
    }
}

async fn page(
    app: &App,
    caller: &Caller,
    firm: &Firm,
    asked_for: &str,
    picked: Option<&Picked>,
    faults: &Faults,
) -> Result<Response, Problem> {
    let words = firm.words;
    let open = open_of(app, firm).await?;
    // Whoever came from a step finds its group first.
    let first = open.iter().find(|point| point.action() == asked_for).map(|point| point.helper);
    let mut helpers: Vec<Helper> = Helper::ALL.to_vec();
    helpers.sort_by_key(|helper| Some(*helper) != first);
    let groups =
        helpers.into_iter().filter_map(|helper| group(words, helper, &open, picked, faults)).collect();
    let mut chrome = frame(app, caller, words.say("errand-title"), "/firm/errands");
    chrome.has_error = !faults.is_empty();
    let page = ErrandsPage {
        chrome,
        errors: faults.summary(),
        groups,
        written: written(app, words, firm.id, LETTERS_SHOWN).await?,
    };
    Ok(Page::new(page).with_status(faults.status()).into_response())
}

/// The newest letters with how they stand, for the firm's own page.
pub(super) async fn newest(
    app: &App,
    words: Words,
    firm: OrganisationId,
) -> Result<Option<SummaryList>, Problem> {
    written(app, words, firm, LETTERS_AT_HOME).await
}

async fn written(
    app: &App,
    words: Words,
    firm: OrganisationId,
    limit: u32,
) -> Result<Option<SummaryList>, Problem> {
    let mut rows = Vec::new();
    for errand in app.store.errands_of(firm, limit).await? {
        let sights = sights(app, &errand).await?;
        rows.push(row(app, words, &errand, &sights));
    }
    Ok((!rows.is_empty()).then(|| SummaryList { rows, ..SummaryList::default() }))
}

fn group(
    words: Words,
    helper: Helper,
    open: &[OpenPoint],
    picked: Option<&Picked>,
    faults: &Faults,
) -> Option<Group> {
    let points: Vec<&OpenPoint> = open.iter().filter(|point| point.helper == helper).collect();
    if points.is_empty() {
        return None;
    }
    let choice = |point: &&OpenPoint| {
        let due = date_in_words(point.told.due);
        let hint = format!("{} {} {due}", point.told.domain.to_unicode(), words.say("errand-due"));
        Choice { hint: Some(Hint::from(hint)), ..Choice::new(point.key(), point.title(words)) }
    };
    let values = match picked.filter(|picked| picked.helper == helper.name()) {
        Some(picked) => picked.point.clone(),
        None => points.iter().take(MOST_POINTS).map(|point| point.key()).collect(),
    };
    let gaps = [("helper", FluentValue::from(words.say(helper_id(helper)).into_owned()))];
    let most = [("most", FluentValue::from(MOST_POINTS))];
    Some(Group {
        id: format!("for-{helper}"),
        title: words.say_with("errand-group", &gaps),
        helper: helper.name(),
        points: Checkboxes {
            name: "point".to_owned(),
            id_prefix: field_of(helper).to_owned(),
            fieldset: Some(Fieldset {
                legend: Legend {
                    classes: "govuk-fieldset__legend--s".into(),
                    ..Legend::from(words.say("errand-pick").into_owned())
                },
                ..Fieldset::default()
            }),
            hint: Some(Hint::from(words.say_with("errand-pick-hint", &most))),
            error: faults.at(field_of(helper)),
            items: points.iter().map(choice).collect(),
            values,
            classes: "govuk-checkboxes--small".into(),
            ..Checkboxes::default()
        },
        button: Button::submit(words.say("errand-write")),
    })
}

fn row(app: &App, words: Words, errand: &Errand, sights: &[Sight]) -> SummaryRow {
    let helper = words.say(helper_id(errand.helper)).into_owned();
    let title = words.say_with("errand-line", &[("helper", FluentValue::from(helper))]);
    let date = date_in_words(app.region.time_zone.to_datetime(errand.made_at).date());
    let written = words.say_with("errand-line-written", &[("date", FluentValue::from(date.as_str()))]);
    let stands = words.say(stands_id(errand, standing_of(errand, sights, app.now())));
    let spoken = format!("{title}, {written}");
    SummaryRow {
        actions: vec![ActionLink::new(
            words.say("firm-open"),
            format!("/firm/errands/{}", errand.id),
            spoken,
        )],
        ..SummaryRow::new(title, format!("{written}. {stands}"))
    }
}

/// The message of how an errand stands.
pub(super) fn stands_id(errand: &Errand, standing: Standing) -> &'static str {
    match standing {
        Standing::Done => "errand-stands-done",
        Standing::TakenBack => "errand-stands-taken-back",
        Standing::RunOut => "errand-stands-run-out",
        Standing::Open if errand.points.iter().all(|p| p.answer.is_some()) => "errand-stands-answered",
        Standing::Open => "errand-stands-open",
    }
}
