//! Packages for those who can take a thing of a wave down: plain text and X-ARF (version 0.2), defanged. The house knows no abuse
//! contacts that it could name offline; it says so, and where they are looked up. A person sends the package and notes to whom.

use std::fmt::Write as _;
use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};
use centre::policy::Act;
use serde::Deserialize;
use serde_json::json;
use store::Takedown;
use terms::{CampaignId, TakedownId};

use super::done;
use super::one::DoneAsked;
use crate::app::App;
use crate::caller::Caller;
use crate::face::components::{Button, NotificationBanner};
use crate::face::{Chrome, Page};
use crate::pages::desk::asked::Asked;
use crate::pages::desk::words::Names;
use crate::pages::desk::{frame, may, told, words};
use crate::problem::Problem;
use crate::real::kind_words;
use crate::sent::Sent;

/// Messages of the wave that a package counts up by their reference.
const MOST_NAMED: usize = 20;

/// A value that nobody can press, and that no filter of an abuse desk eats.
pub(super) fn defanged(value: &str) -> String {
    let value = value.replace('.', "[.]").replace('@', "[@]").replace("://", "[:]//");
    match value.strip_prefix("http") {
        Some(rest) => format!("hxxp{rest}"),
        None => value,
    }
}

/// What is to be taken down.
#[derive(Debug, Deserialize)]
pub struct MakeSent {
    #[serde(default)]
    kind: String,
    #[serde(default)]
    value: String,
}

/// `POST /desk/campaigns/{campaign}/take-down`
///
/// # Errors
/// When no message of the wave shows that thing.
pub async fn make(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(campaign): Path<CampaignId>,
    Sent(sent): Sent<MakeSent>,
) -> Result<Redirect, Problem> {
    let id = app
        .store
        .make_takedown(campaign, &sent.kind, &sent.value, &caller.actor(), app.now())
        .await
        .map_err(told)?;
    Ok(Redirect::to(&format!("/desk/take-downs/{id}?done=made")))
}

/// A package with what it tells.
struct Package {
    takedown: Takedown,
    text: String,
    xarf: serde_json::Value,
}

#[derive(Template)]
#[template(path = "desk/messages/takedown.html")]
struct TakedownPage {
    chrome: Chrome,
    news: Option<NotificationBanner>,
    id: TakedownId,
    campaign: CampaignId,
    what: String,
    lines: Vec<String>,
    sent: Option<String>,
    can_send: bool,
    note: Button,
}

async fn package(app: &App, caller: &Caller, id: TakedownId) -> Result<Package, Problem> {
    let takedown = app.store.takedown(id).await?.ok_or_else(Problem::not_found)?;
    let picture =
        app.store.campaign_for(&caller.actor(), takedown.campaign, app.now()).await.map_err(told)?;
    let named: Vec<String> = picture
        .messages
        .iter()
        .filter(|one| one.out.is_none())
        .take(MOST_NAMED)
        .map(|one| format!("{} ({})", one.message.reference, one.message.received_at))
        .collect();
    let value = defanged(&takedown.value);
    let centre = &app.region.centre;
    let mut text = format!(
        "Please take this down: it is used to trick people.\n\n{}: {value}\nSeen in {} messages that people sent to us, \
         the first on {}, the last on {}.\nOur reference: {}\n",
        kind_words(&takedown.kind),
        picture.size,
        picture.campaign.first_at,
        picture.campaign.last_at,
        picture.campaign.reference,
    );
    let _ = write!(text, "\nMessages: {}\n", named.join(", "));
    let _ = write!(
        text,
        "\nWe hold the messages, sealed, and can show them to you on request.\nFrom: {}, {}\nIf this is a mistake, tell us at {} and we undo it.\n",
        app.facts.centre_name, centre.mail, centre.mail
    );
    let xarf = json!({
        "Version": "0.2",
        "ReporterInfo": {
            "ReporterOrg": app.facts.centre_name, "ReporterOrgDomain": centre.mail.rsplit('@').next(),
            "ReporterOrgEmail": centre.mail,
        },
        "Disclosure": true,
        "Report": {
            "ReportClass": "Content", "ReportType": "Phishing", "Date": app.now().to_string(),
            "Source": { "Type": takedown.kind, "Value": value, "Defanged": true },
            "FirstSeen": picture.campaign.first_at, "LastSeen": picture.campaign.last_at,
            "Messages": picture.size, "Reference": picture.campaign.reference,
        },
    });
    Ok(Package { takedown, text, xarf })
}

/// `GET /desk/take-downs/{takedown}`
///
/// # Errors
/// When there is no such package, or the read could not be logged.
pub async fn show(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(id): Path<TakedownId>,
    Asked(asked): Asked<DoneAsked>,
) -> Result<Response, Problem> {
    let package = package(&app, &caller, id).await?;
    let one = &package.takedown;
    let actors = std::iter::once(&one.made_by).chain(one.sent.as_ref().and_then(|(_, by, _)| by.as_ref()));
    let names = Names::of(&app, actors).await?;
    let page = TakedownPage {
        chrome: frame(&app, &caller, "Take-down package", "/desk/messages/take-downs"),
        news: done(&asked.done),
        campaign: one.campaign,
        what: format!("{}: {}", kind_words(&one.kind), defanged(&one.value)),
        lines: package.text.lines().map(str::to_owned).collect(),
        sent: one.sent.as_ref().map(|(at, by, to)| {
            let who = by.as_ref().map_or_else(|| "somebody".to_owned(), |by| names.who(by));
            format!("{who} sent it to {to} on {}.", words::moment(&app, *at))
        }),
        can_send: may(caller.role, Act::WorkMessages) && one.sent.is_none(),
        note: Button::submit("I sent it"),
        id,
    };
    Ok(Page::new(page).into_response())
}

fn file(kind: &str, name: &str, body: String) -> Response {
    let headers = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    (headers, body).into_response()
}

/// `GET /desk/take-downs/{takedown}/package.txt`
///
/// # Errors
/// As [`show`].
pub async fn text(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(id): Path<TakedownId>,
) -> Result<Response, Problem> {
    let package = package(&app, &caller, id).await?;
    Ok(file("text/plain; charset=utf-8", "take-down.txt", package.text))
}

/// `GET /desk/take-downs/{takedown}/package.json`: X-ARF.
///
/// # Errors
/// As [`show`].
pub async fn xarf(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(id): Path<TakedownId>,
) -> Result<Response, Problem> {
    let package = package(&app, &caller, id).await?;
    Ok(file("application/json", "take-down.json", format!("{:#}\n", package.xarf)))
}

/// To whom it was sent.
#[derive(Debug, Deserialize)]
pub struct SentTo {
    #[serde(default)]
    to: String,
}

/// `POST /desk/take-downs/{takedown}/sent`
///
/// # Errors
/// When it was sent before, or nobody said to whom.
pub async fn note(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(id): Path<TakedownId>,
    Sent(sent): Sent<SentTo>,
) -> Result<Redirect, Problem> {
    app.store.takedown_sent(id, &sent.to, &caller.actor(), app.now()).await.map_err(told)?;
    Ok(Redirect::to(&format!("/desk/take-downs/{id}?done=sent")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_package_can_be_pressed() {
        assert_eq!(defanged("https://parcel.example/a"), "hxxps[:]//parcel[.]example/a");
        assert_eq!(defanged("info@parcel.example"), "info[@]parcel[.]example");
    }
}
