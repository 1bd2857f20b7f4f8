//! Home: four doors, who we are, when we are open, how to be sure that it is us.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use centre::calendar::{Calendar, Opening};
use terms::Timestamp;

use super::frame;
use crate::app::App;
use crate::caller::Caller;
use crate::face::components::Button;
use crate::face::house::{Door, Doors, NextThing};
use crate::face::words::{FluentValue, Words};
use crate::face::{Chrome, Page};

#[derive(Template)]
#[template(path = "home.html")]
struct HomePage {
    chrome: Chrome,
    doors: Doors,
    next: NextThing,
    who: String,
    line: Line,
}

/// Our own line: when somebody is there and how to ring.
pub(crate) struct Line {
    /// Whether somebody is there now.
    pub(crate) is_open: bool,
    /// The same in words.
    pub(crate) says: String,
    /// The number as people read it.
    pub(crate) phone: String,
    /// The number as a phone dials it.
    pub(crate) dials: String,
    /// True where the number exists in demonstrations only.
    pub(crate) is_invented: bool,
}

impl Line {
    /// How the line stands now.
    pub(crate) fn of(app: &App, words: Words, now: Timestamp) -> Self {
        let centre = &app.region.centre;
        let opening = Calendar::of(&app.region).opening(now);
        Self {
            is_open: matches!(opening, Opening::Open { .. }),
            says: opening_in_words(&opening, words),
            phone: centre.phone.to_string(),
            dials: String::from(centre.phone.clone()),
            is_invented: centre.phone_is_invented,
        }
    }
}

fn opening_in_words(opening: &Opening, words: Words) -> String {
    match opening {
        Opening::Open { until_in_words, .. } => {
            let until = until_in_words.time.strftime("%H:%M").to_string();
            words.say_with("front-open", &[("until", FluentValue::from(until))])
        }
        Opening::Closed { opens: None, .. } => words.say("front-closed").into_owned(),
        Opening::Closed { holiday, opens: Some((_, moment)) } => {
            let opens = FluentValue::from(moment.to_string());
            match holiday {
                Some(holiday) => {
                    let holiday = FluentValue::from(holiday.as_str());
                    words.say_with("front-closed-holiday", &[("holiday", holiday), ("opens", opens)])
                }
                None => words.say_with("front-closed-until", &[("opens", opens)]),
            }
        }
    }
}

/// `GET /`
pub(crate) async fn show(State(app): State<Arc<App>>, caller: Caller) -> Response {
    let words = Words::default();
    let region = FluentValue::from(app.region.name.as_str());
    let line = Line::of(&app, words, app.now());
    let is_member = caller.role.is_of_a_member();
    let who = words.say_with("front-who", &[("city", region)]);
    let chrome = frame(&app, &caller, words.say("front-title"), "/");
    Page::new(HomePage { chrome, doors: doors(words, is_member), next: next(words, is_member), who, line })
        .into_response()
}

fn doors(words: Words, is_member: bool) -> Doors {
    let door = |title: &str, text: &str, href: &str| Door {
        title: words.say(title).into(),
        text: words.say(text).into(),
        href: href.to_owned(),
        is_urgent: href == "/help",
    };
    let last = if is_member {
        door("chrome-door-firm", "front-door-firm", "/firm")
    } else {
        door("chrome-door-join", "front-door-join", "/join")
    };
    let items = vec![
        door("chrome-door-help", "front-door-help", "/help"),
        door("chrome-door-real", "front-door-real", "/real"),
        door("chrome-door-check", "front-door-check", "/check"),
        last,
    ];
    Doors { items, ..Doors::default() }
}

fn next(words: Words, is_member: bool) -> NextThing {
    let next = |title: &str, why: &str, how_long: &str, button: &str, href: &str| NextThing {
        title: words.say(title).into(),
        why: words.say(why).into(),
        how_long: words.say(how_long).into(),
        button: Some(Button::link(words.say(button), href)),
        words,
        ..NextThing::default()
    };
    if is_member {
        next(
            "front-next-firm-title",
            "front-next-firm-why",
            "front-next-firm-how-long",
            "front-next-firm-button",
            "/firm",
        )
    } else {
        next("front-next-title", "front-next-why", "front-next-how-long", "chrome-door-check", "/check")
    }
}
