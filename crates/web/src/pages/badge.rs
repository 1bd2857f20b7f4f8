//! A member's badge as everybody sees it: the picture and the page that it opens.
//!
//! An address that nobody has and one that was switched off answer alike, so that nobody learns which firms there are.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use centre::badge::{Current, Lacks, NameStands, current};
use centre::clock_words::date_in_words;
use checkup::{Judgement, Level};
use press::Svg;
use store::Organisation;
use terms::{Promise, PromiseState, Timestamp};

use super::frame;
use crate::app::App;
use crate::caller::Caller;
use crate::face::house::{PromiseTile, PromiseTiles};
use crate::face::words::{FluentValue, Words};
use crate::face::{Cache, Chrome, Page};
use crate::pages::doors::lines;
use crate::problem::Problem;

/// The end of the picture's address.
const PICTURE: &str = ".svg";

/// How a member's badge stands.
pub(crate) struct Standing {
    /// The firm's name.
    pub(crate) firm: String,
    /// Its web names, as people read them.
    pub(crate) names: Vec<String>,
    /// What it says, or the first thing that it lacks.
    pub(crate) current: Result<Current, Lacks>,
}

#[derive(Template)]
#[template(path = "badge/page.html")]
struct BadgePage {
    chrome: Chrome,
    lead: String,
    names: Vec<String>,
    current: Option<Shown>,
    not: Vec<String>,
}

/// What a current badge shows.
struct Shown {
    tiles: PromiseTiles,
    looked: String,
    until: String,
}

/// `GET /badge/{reference}` and `GET /badge/{reference}.svg`
pub(crate) async fn show(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(reference): Path<String>,
) -> Result<Response, Problem> {
    let (reference, is_picture) = match reference.strip_suffix(PICTURE) {
        Some(reference) => (reference, true),
        None => (reference.as_str(), false),
    };
    let standing = match app.store.badge_at(reference).await? {
        Some(badge) => {
            let firm = app.store.organisation(badge.organisation).await?.ok_or_else(Problem::not_found)?;
            Some(standing_of(&app, &firm).await?)
        }
        None => None,
    };
    let words = Words::default();
    Ok(match (is_picture, standing) {
        (true, Some(standing)) => picture(drawn(&app, words, &standing)),
        (true, None) => picture(nothing(&app, words)),
        (false, Some(standing)) => page(&app, &caller, words, &standing),
        (false, None) => none(&app, &caller, words),
    })
}

/// How the badge of a firm stands now.
///
/// # Errors
/// When the database fails.
pub(crate) async fn standing_of(app: &App, firm: &Organisation) -> Result<Standing, Problem> {
    let (mut names, mut stands) = (Vec::new(), Vec::new());
    for asset in app.store.assets_of(firm.id).await? {
        names.push(asset.domain.to_unicode());
        let kept = app.store.last_check(asset.id).await?;
        let look: Option<Judgement> = kept.and_then(|check| serde_json::from_str(&check.judgement).ok());
        let states = |look: &Judgement| look.promises.iter().map(|s| (s.promise, s.state)).collect();
        stands.push(NameStands {
            proved_at: asset.proved_at,
            looked_at: asset.visited_at,
            looked_closer: look.as_ref().is_some_and(|look| look.level == Level::Consented),
            promises: look.as_ref().map(states).unwrap_or_default(),
        });
    }
    Ok(Standing { firm: firm.name.clone(), names, current: current(&stands, app.now()) })
}

fn day(app: &App, at: Timestamp) -> String {
    date_in_words(app.region.time_zone.to_datetime(at).date())
}

/// The picture of a badge as it stands.
pub(crate) fn drawn(app: &App, words: Words, standing: &Standing) -> Svg {
    let Ok(current) = &standing.current else { return nothing(app, words) };
    let gaps = [
        ("firm", FluentValue::from(standing.firm.as_str())),
        ("centre", FluentValue::from(app.facts.centre_name.as_str())),
        ("until", FluentValue::from(day(app, current.until))),
    ];
    let said = |id: &str| words.say_with(id, &gaps);
    press::Badge {
        title: &said("badge-alt"),
        description: &said("badge-picture-desc"),
        large: &said("badge-picture-checked"),
        small: [&said("badge-picture-by"), &said("badge-picture-until")],
        is_current: true,
    }
    .svg()
}

/// The picture that says nothing, good or bad.
fn nothing(app: &App, words: Words) -> Svg {
    let centre = [("centre", FluentValue::from(app.facts.centre_name.as_str()))];
    let none = words.say("badge-picture-none");
    press::Badge {
        title: &none,
        description: &words.say("badge-picture-none-desc"),
        large: &none,
        small: [&words.say_with("badge-picture-by", &centre), ""],
        is_current: false,
    }
    .svg()
}

/// The picture as a file that other sites may show.
fn picture(svg: Svg) -> Response {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("image/svg+xml")),
        (header::CACHE_CONTROL, Cache::Public.header()),
        (
            header::HeaderName::from_static("cross-origin-resource-policy"),
            HeaderValue::from_static("cross-origin"),
        ),
    ];
    (headers, svg.into_file()).into_response()
}

fn page(app: &App, caller: &Caller, words: Words, standing: &Standing) -> Response {
    let gaps = [
        ("firm", FluentValue::from(standing.firm.as_str())),
        ("centre", FluentValue::from(app.facts.centre_name.as_str())),
    ];
    let (title, lead) = match standing.current {
        Ok(_) => ("badge-page-title", "badge-page-lead"),
        Err(_) => ("badge-page-not-now-title", "badge-page-not-now-text"),
    };
    let mut not = lines(&words, "badge-page-not");
    let current = standing.current.as_ref().ok();
    if current.is_some_and(|current| !current.looked_closer) {
        not.push(words.say("badge-page-not-closer").into_owned());
    }
    let page = BadgePage {
        chrome: frame(app, caller, words.say_with(title, &gaps), "/badge"),
        lead: words.say_with(lead, &gaps),
        names: standing.names.clone(),
        current: current.map(|current| Shown {
            tiles: tiles(words, current),
            looked: day(app, current.looked_at),
            until: day(app, current.until),
        }),
        not,
    };
    Page::new(page).with_cache(cache(caller)).into_response()
}

/// What a current badge stands for: only what is kept is shown, and why stands in the rule.
fn tiles(words: Words, current: &Current) -> PromiseTiles {
    let shown = |promise: &&Promise| **promise != Promise::NothingDangerousOpen || current.looked_closer;
    let tile = |promise: &Promise| PromiseTile {
        promise: *promise,
        state: PromiseState::Kept,
        sentence: String::new().into(),
        href: String::new(),
        heading_level: 3,
        words,
    };
    PromiseTiles { tiles: Promise::ALL.iter().filter(shown).map(tile).collect() }
}

fn none(app: &App, caller: &Caller, words: Words) -> Response {
    let page = BadgePage {
        chrome: frame(app, caller, words.say("badge-page-none-title"), "/badge"),
        lead: words.say("badge-page-none-text").into_owned(),
        names: Vec::new(),
        current: None,
        not: Vec::new(),
    };
    Page::new(page).with_status(StatusCode::NOT_FOUND).with_cache(cache(caller)).into_response()
}

/// A page that greets somebody by name is nobody else's to keep.
fn cache(caller: &Caller) -> Cache {
    if caller.signed_in.is_some() { Cache::NoStore } else { Cache::Public }
}
