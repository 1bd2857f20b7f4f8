//! Looking, from our side: whom we leave alone, what was done to a target, and the switch that stops it all.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use centre::consent::StayAway;
use centre::policy::Act;
use jiff::SignedDuration;
use serde::Deserialize;
use store::{KeptWish, LookingStopped, NewWish, TargetLine, WishWay};
use terms::{DomainName, PlainLine};

use super::asked::Asked;
use super::imports::Pressed;
use super::{frame, may, mistake, news, words};
use crate::app::App;
use crate::caller::Caller;
use crate::face::components::{
    Button, Cell, ErrorMessage, ErrorSummary, Hint, Input, Label, NotificationBanner, SummaryList, SummaryRow,
};
use crate::face::house::{DataTable, EmptyState, Stat, Stats};
use crate::face::{Chrome, Page};
use crate::problem::Problem;
use crate::sent::Sent;

/// Wishes on the page.
const WISHES: u32 = 500;

#[derive(Template)]
#[template(path = "desk/looking.html")]
struct LookingPage {
    chrome: Chrome,
    news: Option<NotificationBanner>,
    mistake: Option<ErrorSummary>,
    stopped: Option<String>,
    stop: Option<(Input, Button)>,
    may_start: bool,
    stats: Stats,
    target: Input,
    found: Option<SummaryList>,
    wishes: Option<DataTable>,
    nothing: EmptyState,
    note: Option<NoteForm>,
}

struct NoteForm {
    place: Input,
    asked_by: Input,
    reason: Input,
}

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct LookingAsked {
    done: String,
    target: String,
}

/// A wish as somebody of the centre noted it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct WishSent {
    place: String,
    asked_by: String,
    reason: String,
}

/// Why all looking is to stop.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct StopSent {
    why: String,
}

#[derive(Default)]
struct Slip {
    field: &'static str,
    words: String,
    wish: WishSent,
}

/// Shows how looking stands.
///
/// # Errors
/// When the store fails.
pub async fn show(
    State(app): State<Arc<App>>,
    caller: Caller,
    Asked(asked): Asked<LookingAsked>,
) -> Result<Response, Problem> {
    page(&app, &caller, &asked, None).await
}

/// Notes that somebody wants to be left alone: a name, an address or a network.
///
/// # Errors
/// When the store fails.
pub async fn note(
    State(app): State<Arc<App>>,
    caller: Caller,
    Sent(wish): Sent<WishSent>,
) -> Result<Response, Problem> {
    let slip = |field, words: String, wish| Some(Slip { field, words, wish });
    let Some(place) = read_place(&wish.place) else {
        let told =
            "Type a name such as bakery.example, an address or a network such as 192.0.2.0/24.".to_owned();
        return page(&app, &caller, &LookingAsked::default(), slip("place", told, wish)).await;
    };
    let asked_by = match PlainLine::parse(&wish.asked_by) {
        Ok(asked_by) => asked_by,
        Err(_) => {
            let told = "Say who asked, in one line.".to_owned();
            return page(&app, &caller, &LookingAsked::default(), slip("asked_by", told, wish)).await;
        }
    };
    let reason =
        if wish.reason.trim().is_empty() { Ok(None) } else { PlainLine::parse(&wish.reason).map(Some) };
    let reason = match reason {
        Ok(reason) => reason,
        Err(error) => {
            let told = format!("The reason: {error}.");
            return page(&app, &caller, &LookingAsked::default(), slip("reason", told, wish)).await;
        }
    };
    let new = NewWish { place, way: WishWay::Staff, asked_by, reason };
    app.store.keep_away(&new, &caller.actor(), app.now()).await?;
    Ok(Redirect::to("/desk/looking?done=noted").into_response())
}

/// Stops all looking.
///
/// # Errors
/// When the store fails.
pub async fn stop(
    State(app): State<Arc<App>>,
    caller: Caller,
    Sent(sent): Sent<StopSent>,
) -> Result<Response, Problem> {
    let Ok(why) = PlainLine::parse(&sent.why) else {
        let slip = Slip { field: "why", words: "Say why, in one line.".to_owned(), ..Slip::default() };
        return page(&app, &caller, &LookingAsked::default(), Some(slip)).await;
    };
    app.store.stop_looking(&why, &caller.actor(), app.now()).await?;
    Ok(Redirect::to("/desk/looking?done=stopped").into_response())
}

/// Lets looking go on.
///
/// # Errors
/// When the store fails.
pub async fn start(
    State(app): State<Arc<App>>,
    caller: Caller,
    Sent(Pressed {}): Sent<Pressed>,
) -> Result<Response, Problem> {
    app.store.start_looking(&caller.actor(), app.now()).await?;
    Ok(Redirect::to("/desk/looking?done=started").into_response())
}

fn read_place(text: &str) -> Option<StayAway> {
    if let Ok(network) = text.parse() {
        return Some(StayAway::Network(network));
    }
    DomainName::parse(text).ok().map(StayAway::Name)
}

async fn page(
    app: &App,
    caller: &Caller,
    asked: &LookingAsked,
    slip: Option<Slip>,
) -> Result<Response, Problem> {
    let mut chrome = frame(app, caller, "Looking", "/desk/looking");
    chrome.has_error = slip.is_some();
    let status = if slip.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let stopped = app.store.looking_stopped().await?;
    let wishes = app.store.wishes(WISHES).await?;
    let day = app.store.targets_since(app.now() - SignedDuration::from_hours(24)).await?;
    let found = match DomainName::parse(&asked.target) {
        Ok(name) => {
            Some(target_list(app, &name, &app.store.target(&name).await?, app.store.stays_away(&name).await?))
        }
        Err(_) => None,
    };
    let steers = may(caller.role, Act::StopLooking);
    let error = |field: &str| {
        slip.as_ref().filter(|slip| slip.field == field).map(|slip| ErrorMessage::from(slip.words.clone()))
    };
    let page = LookingPage {
        news: done(&asked.done).map(news),
        mistake: slip.as_ref().map(|slip| mistake(slip.field, &slip.words)),
        stop: (steers && stopped.is_none()).then(|| {
            let stop =
                Button { classes: "govuk-button--warning".into(), ..Button::submit("Stop all looking") };
            (input("why", "Why", "", error("why")), stop)
        }),
        may_start: steers && stopped.is_some(),
        stopped: stopped.as_ref().map(|stopped| stopped_words(app, stopped)),
        stats: Stats {
            items: vec![stat(day.0, "targets visited in a day"), stat(day.1, "looked at more closely")],
        },
        target: input("target", "A name", &asked.target, None),
        found,
        wishes: (!wishes.is_empty()).then(|| wishes_table(app, &wishes)),
        nothing: EmptyState {
            title: "Nobody has asked us to stay away".into(),
            text: "Owners do so at /looking. Whoever rings or writes is noted here. It is never taken back."
                .into(),
            ..EmptyState::default()
        },
        note: may(caller.role, Act::NoteStayAway).then(|| {
            let sent = slip.as_ref().map(|slip| &slip.wish);
            let value = |of: fn(&WishSent) -> &String| sent.map(of).cloned().unwrap_or_default();
            NoteForm {
                place: Input {
                    hint: Some(Hint::from(
                        "A name with all names below it, an address, or a network".to_owned(),
                    )),
                    ..input("place", "What we leave alone", &value(|w| &w.place), error("place"))
                },
                asked_by: input("asked_by", "Who asked", &value(|w| &w.asked_by), error("asked_by")),
                reason: input("reason", "Why, if they said so", &value(|w| &w.reason), error("reason")),
            }
        }),
        chrome,
    };
    Ok(Page::new(page).with_status(status).into_response())
}

fn done(what: &str) -> Option<&'static str> {
    match what {
        "noted" => Some("It is noted. We stay away from the next look on."),
        "stopped" => Some("All looking is stopped."),
        "started" => Some("Looking goes on."),
        _ => None,
    }
}

fn stopped_words(app: &App, stopped: &LookingStopped) -> String {
    format!("All looking is stopped since {}: {}", words::moment(app, stopped.since), stopped.why)
}

fn stat(number: u64, label: &str) -> Stat {
    Stat { number: words::number(number), label: label.into(), ..Stat::default() }
}

fn input(name: &str, label: &str, value: &str, error: Option<ErrorMessage>) -> Input {
    Input {
        name: name.to_owned(),
        label: Label::from(label.to_owned()),
        value: (!value.is_empty()).then(|| value.to_owned()),
        error,
        autocomplete: "off".to_owned(),
        ..Input::default()
    }
}

fn target_list(app: &App, name: &DomainName, line: &TargetLine, stays_away: bool) -> SummaryList {
    let when = |at| match at {
        Some(at) => words::moment(app, at),
        None => "not that we remember".to_owned(),
    };
    SummaryList {
        rows: vec![
            SummaryRow::new("Target", name.registrable().to_unicode()),
            SummaryRow::new("Visits since we remember it", words::number(line.visits)),
            SummaryRow::new("Last visit", when(line.target.visited_at)),
            SummaryRow::new("Closer looks", words::number(line.closer)),
            SummaryRow::new("Last closer look", when(line.target.closer_at)),
            SummaryRow::new("Asked us to stay away", if stays_away { "yes" } else { "no" }),
        ],
        ..SummaryList::default()
    }
}

fn wishes_table(app: &App, wishes: &[KeptWish]) -> DataTable {
    let row = |wish: &KeptWish| {
        let place = match &wish.place {
            StayAway::Name(name) => name.to_unicode(),
            StayAway::Network(network) => network.to_string(),
        };
        let way = match wish.way {
            WishWay::Records => "by the records of the name",
            WishWay::Mail => "by the mailbox of the name",
            WishWay::Staff => "noted by us",
        };
        vec![
            Cell::from(place),
            Cell::from(way),
            Cell::from(wish.asked_by.as_str()),
            Cell::from(wish.reason.as_str()),
            Cell::from(words::moment(app, wish.asked_at)),
        ]
    };
    DataTable {
        id: "stay-away".to_owned(),
        caption: "Whom we leave alone, for ever".to_owned(),
        columns: ["What", "How", "Who asked", "Why", "When"].map(Into::into).to_vec(),
        rows: wishes.iter().map(row).collect(),
    }
}
