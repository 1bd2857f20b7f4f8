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
    let door = |name: &str, href: &str| Door {
        title: words.say(&format!("chrome-door-{name}")).into(),
        text: words.say(&format!("front-door-{name}")).into(),
        href: href.to_owned(),
        is_urgent: name == "help",
    };
    let last = if is_member { door("firm", "/firm") } else { door("join", "/join") };
    Doors {
        items: vec![door("help", "/help"), door("real", "/real"), door("check", "/check"), last],
        ..Doors::default()
    }
}

fn next(words: Words, is_member: bool) -> NextThing {
    let (id, href) = if is_member { ("front-next-firm", "/firm") } else { ("front-next", "/check") };
    NextThing {
        title: words.say(&format!("{id}-title")).into(),
        why: words.say(&format!("{id}-why")).into(),
        how_long: words.say(&format!("{id}-how-long")).into(),
        button: Some(Button::link(words.say(&format!("{id}-button")), href)),
        words,
        ..NextThing::default()
    }
}
