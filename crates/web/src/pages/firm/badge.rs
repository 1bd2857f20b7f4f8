//! The firm's badge: switched on and off here, and the line to paste.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use centre::badge::Lacks;
use centre::clock_words::date_in_words;

use super::Firm;
use crate::app::App;
use crate::caller::Caller;
use crate::face::components::Button;
use crate::face::content::Content;
use crate::face::house::PasteLine;
use crate::face::words::{FluentValue, Words};
use crate::face::{Chrome, Page};
use crate::pages::badge::{Standing, drawn, standing_of};
use crate::pages::frame;
use crate::problem::Problem;
use crate::sent::{Nothing, Sent};

#[derive(Template)]
#[template(path = "badge/own.html")]
struct BadgePage {
    chrome: Chrome,
    stands: String,
    lacks: Option<String>,
    shown: Option<Shown>,
    action: &'static str,
    button: Button,
}

/// A badge that is switched on: how it looks, where it leads, and the line to paste.
struct Shown {
    picture: Content,
    href: String,
    paste: PasteLine,
}

/// `GET /firm/badge`
pub(crate) async fn show(State(app): State<Arc<App>>, caller: Caller) -> Result<Response, Problem> {
    let firm = Firm::of(&app, &caller).await?;
    let words = firm.words;
    let badge = app.store.badge_of(firm.id).await?;
    let standing = standing_of(&app, &firm.organisation).await?;
    let on = badge.filter(|badge| badge.on_at.is_some());
    let (action, button) = match on {
        Some(_) => ("/firm/badge/off", Button::secondary(words.say("badge-switch-off"))),
        None => ("/firm/badge/on", Button::submit(words.say("badge-switch-on"))),
    };
    let page = BadgePage {
        chrome: frame(&app, &caller, words.say("badge-title"), "/firm/badge"),
        stands: stands(&app, words, on.is_some(), &standing),
        lacks: standing.current.err().map(|lacks| words.say(lacks_id(lacks)).into_owned()),
        shown: on.map(|badge| shown(&app, words, &badge.reference, &standing)),
        action,
        button,
    };
    Ok(Page::new(page).into_response())
}

/// `POST /firm/badge/on`
pub(crate) async fn switch_on(
    State(app): State<Arc<App>>,
    caller: Caller,
    Sent(Nothing {}): Sent<Nothing>,
) -> Result<Response, Problem> {
    switch(&app, &caller, true).await
}

/// `POST /firm/badge/off`
pub(crate) async fn switch_off(
    State(app): State<Arc<App>>,
    caller: Caller,
    Sent(Nothing {}): Sent<Nothing>,
) -> Result<Response, Problem> {
    switch(&app, &caller, false).await
}

async fn switch(app: &App, caller: &Caller, on: bool) -> Result<Response, Problem> {
    let firm = Firm::of(app, caller).await?;
    app.store.switch_badge(firm.id, on, &caller.actor(), firm.now).await?;
    Ok(Redirect::to("/firm/badge").into_response())
}

fn stands(app: &App, words: Words, is_on: bool, standing: &Standing) -> String {
    match (is_on, &standing.current) {
        (false, _) => words.say("badge-off").into_owned(),
        (true, Ok(current)) => {
            let until = date_in_words(app.region.time_zone.to_datetime(current.until).date());
            words.say_with("badge-on-current", &[("until", FluentValue::from(until))])
        }
        (true, Err(_)) => words.say("badge-on-not-now").into_owned(),
    }
}

fn lacks_id(lacks: Lacks) -> &'static str {
    match lacks {
        Lacks::NoName => "badge-lacks-no-name",
        Lacks::Proof => "badge-lacks-proof",
        Lacks::Look => "badge-lacks-look",
        Lacks::Promise => "badge-lacks-promise",
        Lacks::Check => "badge-lacks-check",
    }
}

fn shown(app: &App, words: Words, reference: &str, standing: &Standing) -> Shown {
    let href = format!("/badge/{reference}");
    let whole = format!("{}{href}", app.facts.origin);
    let centre = [("centre", FluentValue::from(app.facts.centre_name.as_str()))];
    let alt = words.say_with("badge-alt", &centre);
    let (width, height) = press::BADGE_SIZE;
    Shown {
        picture: drawn(app, words, standing).into(),
        paste: PasteLine {
            label: words.say("badge-paste-label").into_owned(),
            line: format!(
                "<a href=\"{whole}\"><img src=\"{whole}.svg\" alt=\"{}\" width=\"{width}\" height=\"{height}\"></a>",
                Content::words(&alt)
            ),
            words,
        },
        href,
    }
}
