//! A set-up link is shown once to whoever made it, and sent if that is wished.

use askama::Template;
use axum::response::{IntoResponse, Response};
use store::{NewLetter, Secret};
use terms::{EmailAddress, PlainLine};

use crate::app::App;
use crate::caller::Caller;
use crate::face::{Chrome, Page};
use crate::pages::frame;
use crate::problem::Problem;

/// So many days a set-up link works.
pub(super) const LINK_DAYS: u32 = 7;

#[derive(Template)]
#[template(path = "staff/link.html")]
struct LinkPage {
    chrome: Chrome,
    name: String,
    email: String,
    link: String,
    days: u32,
    was_sent: bool,
}

/// Shows the link, and sends it too where that is wished.
pub(super) async fn hand_over(
    app: &App,
    caller: &Caller,
    name: &PlainLine,
    email: &EmailAddress,
    link: &Secret,
    send: bool,
) -> Result<Response, Problem> {
    let address = format!("{}/set-up/{}", app.facts.origin, link.reveal());
    if send {
        let letter = set_up_letter(app, name, email, &address);
        app.store.queue_letter(&letter, &caller.actor(), app.now()).await?;
    }
    let page = LinkPage {
        chrome: frame(app, caller, "Hand this link over", "/staff"),
        name: name.to_string(),
        email: email.to_string(),
        link: address,
        days: LINK_DAYS,
        was_sent: send,
    };
    Ok(Page::new(page).into_response())
}

fn set_up_letter(app: &App, name: &PlainLine, email: &EmailAddress, address: &str) -> NewLetter {
    let centre = &app.facts.centre_name;
    NewLetter {
        recipient: email.clone(),
        confirmed: false,
        organisation: None,
        subject: "Set up your account".to_owned(),
        text: format!(
            "Hello {name},\n\nan account at {centre} was made for you. Set up how you sign in here:\n\n{address}\n\n\
             The link works once, for {LINK_DAYS} days. If you do not expect this, ask at the centre before you open it.\n\n\
             We never ask for a password or a code. Not by phone, not by e-mail, not at the door.\n\n{centre}\n"
        ),
        cause: "set_up_link".to_owned(),
    }
}
