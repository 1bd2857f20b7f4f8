//! Links out of letters. Reading one changes nothing, because mail programs open links before
//! people do; a button confirms, and signs the person in.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};
use centre::ledger::Actor;
use store::{Confirmed, DueAsset, Factors, LinkPurpose, Secret, UsedLink};
use terms::{OrganisationId, PersonId};

use crate::app::App;
use crate::caller::Caller;
use crate::cookie::Cookie;
use crate::face::components::Button;
use crate::face::words::{FluentValue, Words};
use crate::face::{Chrome, Page};
use crate::looking::renew_plan;
use crate::pages::check::looks::Keep;
use crate::pages::frame;
use crate::problem::Problem;
use crate::sent::{Nothing, Sent};

/// The page behind a link in a letter: what pressing its button would do, or what became of the link.
#[derive(Template)]
#[template(path = "join/confirm.html")]
pub(crate) struct PressPage {
    pub(crate) chrome: Chrome,
    pub(crate) title: String,
    pub(crate) text: String,
    pub(crate) button: Option<Button>,
    pub(crate) link: Option<(&'static str, String)>,
}

/// `GET /join/confirm/{token}`
pub(crate) async fn show_confirm(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(token): Path<String>,
) -> Result<Response, Problem> {
    show(&app, &caller, &token, LinkPurpose::ConfirmMembership).await
}

/// `GET /join/contact/{token}`
pub(crate) async fn show_confirm_contact(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(token): Path<String>,
) -> Result<Response, Problem> {
    show(&app, &caller, &token, LinkPurpose::ConfirmContact).await
}

/// `POST /join/confirm/{token}`: it is a member now; its domain is looked at for the first time.
pub(crate) async fn confirm(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(token): Path<String>,
    Sent(Nothing {}): Sent<Nothing>,
) -> Result<Response, Problem> {
    let now = app.now();
    match app.store.confirm(&Secret::presented(&token), &caller.actor(), now).await? {
        Confirmed::Now(organisation, person) => {
            let by = Actor::Person(person);
            renew_plan(&app.store, organisation, &by, now).await?;
            look_for_the_first_time(&app, organisation, &by).await?;
            come_in(&app, &caller, person).await
        }
        Confirmed::Already(..) => Ok(used(&app, &caller)),
        Confirmed::NoSuchLink => Ok(no_such_link(&app, &caller)),
    }
}

/// `POST /join/contact/{token}`: the address is the contact's.
pub(crate) async fn confirm_contact(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(token): Path<String>,
    Sent(Nothing {}): Sent<Nothing>,
) -> Result<Response, Problem> {
    let link = Secret::presented(&token);
    match app.store.use_link(&link, LinkPurpose::ConfirmContact, &caller.actor(), app.now()).await? {
        UsedLink::Now(person) => come_in(&app, &caller, person.id).await,
        UsedLink::Already(_) => Ok(used(&app, &caller)),
        UsedLink::NoSuchLink => Ok(no_such_link(&app, &caller)),
    }
}

async fn show(app: &App, caller: &Caller, token: &str, purpose: LinkPurpose) -> Result<Response, Problem> {
    let link = app.store.look_at_link(&Secret::presented(token), purpose, app.now()).await?;
    let Some(link) = link else { return Ok(no_such_link(app, caller)) };
    if link.used {
        return Ok(used(app, caller));
    }
    let words = Words::default();
    let firm = match link.person.organisation {
        Some(organisation) => app.store.organisation(organisation).await?.map(|o| o.name),
        None => None,
    };
    let (title, text, button) = if purpose == LinkPurpose::ConfirmMembership {
        ("join-confirm-join-title", "join-confirm-join-text", "join-confirm-join-button")
    } else {
        ("join-confirm-contact-title", "join-confirm-contact-text", "join-confirm-contact-button")
    };
    let gaps = [
        ("name", FluentValue::from(link.person.name.as_str())),
        ("firm", FluentValue::from(firm.unwrap_or_default())),
    ];
    let page = PressPage {
        chrome: frame(app, caller, words.say(title), "/join/confirm"),
        title: words.say(title).into_owned(),
        text: words.say_with(text, &gaps),
        button: Some(Button::submit(words.say(button))),
        link: None,
    };
    Ok(Page::new(page).into_response())
}

/// Whoever followed the link has shown that the address is theirs: the one factor of a member.
async fn come_in(app: &App, caller: &Caller, person: PersonId) -> Result<Response, Problem> {
    let by = Actor::Person(person);
    let token =
        app.store.open_session(person, Factors::Email, caller.session.as_ref(), &by, app.now()).await?;
    let cookie = Cookie::Session.set(&app.facts, token.reveal(), app.facts.session_at_most.as_secs())?;
    Ok(([(header::SET_COOKIE, cookie)], Redirect::to("/firm")).into_response())
}

/// Begins the first look at once, so that the first page has something to say. When too many looks
/// are under way the nightly round brings it: the domain is due.
async fn look_for_the_first_time(
    app: &Arc<App>,
    organisation: OrganisationId,
    by: &Actor,
) -> Result<(), Problem> {
    for asset in app.store.assets_of(organisation).await? {
        let due = DueAsset { id: asset.id, organisation, domain: asset.domain.clone() };
        let keep = Keep { asset: due, by: by.clone() };
        if app.looks.begin(app, asset.domain, Some(keep)).is_err() {
            tracing::info!("the first look waits for the night");
        }
    }
    Ok(())
}

fn used(app: &App, caller: &Caller) -> Response {
    plain(app, caller, ["join-link-used-title", "join-link-used", "chrome-sign-in"], "/sign-in")
}

fn no_such_link(app: &App, caller: &Caller) -> Response {
    plain(app, caller, ["join-link-gone-title", "join-link-gone", "chrome-door-join"], "/join")
}

fn plain(app: &App, caller: &Caller, [title, text, link]: [&str; 3], href: &'static str) -> Response {
    let words = Words::default();
    let title = words.say(title).into_owned();
    let page = PressPage {
        chrome: frame(app, caller, title.clone(), "/join/confirm"),
        title,
        text: words.say(text).into_owned(),
        button: None,
        link: Some((href, words.say(link).into_owned())),
    };
    Page::new(page).into_response()
}
