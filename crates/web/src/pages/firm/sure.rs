//! Asking once more before something goes.

use askama::Template;
use axum::response::{IntoResponse, Response};

use crate::app::App;
use crate::caller::Caller;
use crate::face::components::Button;
use crate::face::words::Words;
use crate::face::{Chrome, Page};
use crate::pages::frame;

#[derive(Template)]
#[template(path = "firm/sure.html")]
struct SurePage {
    chrome: Chrome,
    back: String,
    title: String,
    text: String,
    button: Button,
}

/// The page that asks whether this is to go: its title, what that means, and the way back.
pub(super) fn page(
    app: &App,
    caller: &Caller,
    (words, text): (Words, &str),
    title: String,
    path: &str,
    back: String,
) -> Response {
    let page = SurePage {
        chrome: frame(app, caller, title.clone(), path),
        back,
        title,
        text: words.say(text).into_owned(),
        button: Button {
            classes: "govuk-button--warning".into(),
            ..Button::submit(words.say("firm-remove"))
        },
    };
    Page::new(page).into_response()
}
