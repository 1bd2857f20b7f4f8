//! Doors whose rooms are still being furnished, and the pages that say who we are: honest help for today.
//!
//! Nothing is asked here and nothing is kept. Numbers and addresses of other bodies come from the
//! region pack, so that another city shows its own.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use centre::clock_words::weekday_name;
use centre::membership::{Benefit, Undertaking};
use centre::region::{Body, Dial};
use centre::routes_today::Trouble;
use jiff::SignedDuration;

use super::frame;
use super::home::Line;
use crate::app::App;
use crate::caller::Caller;
use crate::face::words::{FluentValue, Words};
use crate::face::{Chrome, Page};

/// A `security.txt` must say when it grows stale (RFC 9116, 2.5.5): half a year from each answer.
const SECURITY_TXT_LIVES: SignedDuration = SignedDuration::from_hours(24 * 180);

/// How to reach somebody else who helps.
pub(crate) struct Contact {
    name: String,
    phone: Option<(String, String)>,
    is_text: bool,
    mail: Option<String>,
    web: Option<(String, String)>,
    what_for: String,
    hours: String,
}

impl Contact {
    fn of(body: &Body) -> Self {
        let dial = |dial: &Dial| (dial.link_number(), dial.to_string());
        let shown = |web: &String| (web.clone(), web.trim_start_matches("https://").to_owned());
        Self {
            name: body.name.clone(),
            phone: body.reach.phone.as_ref().map(dial),
            is_text: body.id == "text-7726",
            mail: body.reach.mail.as_ref().map(ToString::to_string),
            web: body.reach.web.as_ref().map(shown),
            what_for: body.what_for.clone(),
            hours: body.hours.clone(),
        }
    }
}

/// A message of several lines as a list: one line is one point.
pub(crate) fn lines(words: &Words, id: &str) -> Vec<String> {
    words.say(id).lines().map(str::to_owned).collect()
}

/// One piece of a page: a heading, lines to read or steps to take, and whom to turn to.
pub(crate) struct Piece {
    anchor: String,
    title: String,
    is_steps: bool,
    lines: Vec<String>,
    contacts: Vec<Contact>,
}

impl Piece {
    /// The piece whose words stand under `<id>-title` and, line by line, under `<id>`.
    fn of(words: Words, id: &str) -> Self {
        Self {
            anchor: id.rsplit_once("--").map_or(id, |(_, anchor)| anchor).to_owned(),
            title: words.say(&format!("{id}-title")).into_owned(),
            is_steps: false,
            lines: lines(&words, id),
            contacts: Vec::new(),
        }
    }

    fn steps(self) -> Self {
        Self { is_steps: true, ..self }
    }

    fn for_trouble(mut self, app: &App, trouble: Trouble) -> Self {
        self.contacts.extend(trouble.bodies(&app.region).into_iter().map(Contact::of));
        self
    }
}

#[derive(Template)]
#[template(path = "doors/help.html")]
struct HelpPage {
    chrome: Chrome,
    pieces: Vec<Piece>,
    line: Line,
}

#[derive(Template)]
#[template(path = "doors/real.html")]
struct RealPage {
    chrome: Chrome,
    pieces: Vec<Piece>,
}

#[derive(Template)]
#[template(path = "doors/verify.html")]
struct VerifyPage {
    chrome: Chrome,
    how: Vec<String>,
    never: Vec<String>,
    web: String,
    mail: String,
    line: Line,
}

#[derive(Template)]
#[template(path = "doors/about.html")]
struct AboutPage {
    chrome: Chrome,
    who: String,
    pieces: Vec<Piece>,
    hours: Vec<(&'static str, String)>,
    line: Line,
    mail: String,
    sources: Vec<String>,
}

#[derive(Template)]
#[template(path = "doors/pieces.html")]
struct PiecesPage {
    chrome: Chrome,
    lead: String,
    pieces: Vec<Piece>,
    mail: String,
}

#[derive(Template)]
#[template(path = "doors/terms.html")]
struct TermsPage {
    chrome: Chrome,
    sides: Sides,
}

/// Membership as two sides: what we do for a member, what a member does.
pub(crate) struct Sides {
    pub(crate) benefits: Vec<String>,
    pub(crate) undertakings: Vec<String>,
}

impl Sides {
    /// Both sides in words.
    pub(crate) fn in_words(words: Words) -> Self {
        let said =
            |kind: &str, name: &str| words.say(&format!("{kind}-{}", name.replace('_', "-"))).into_owned();
        Self {
            benefits: Benefit::ALL.iter().map(|b| said("benefit", b.name())).collect(),
            undertakings: Undertaking::ALL.iter().map(|u| said("undertaking", u.name())).collect(),
        }
    }
}

/// `GET /help`: what to do now. Somebody who reads this may be watched, so there is a quick way out.
pub(crate) async fn help(State(app): State<Arc<App>>, caller: Caller) -> Response {
    let words = Words::default();
    let piece = |name: &str| Piece::of(words, &format!("help--{name}")).steps();
    let pieces = vec![
        piece("danger").for_trouble(&app, Trouble::Danger),
        piece("money").for_trouble(&app, Trouble::MoneyGone),
        piece("now").for_trouble(&app, Trouble::AttackNow),
        piece("locked").for_trouble(&app, Trouble::AttackNow),
        piece("known").for_trouble(&app, Trouble::Threatened),
        piece("password"),
        piece("account").for_trouble(&app, Trouble::CrimeOver),
        piece("fake-site").for_trouble(&app, Trouble::StrangeWebsite),
        piece("details").for_trouble(&app, Trouble::DetailsLost),
        piece("child").for_trouble(&app, Trouble::ChildPicture).for_trouble(&app, Trouble::ChildContact),
        piece("person").for_trouble(&app, Trouble::Person),
    ];
    let line = Line::of(&app, words, app.now());
    let chrome = Chrome { exit_this_page: true, ..frame(&app, &caller, words.say("help-title"), "/help") };
    Page::new(HelpPage { chrome, pieces, line }).into_response()
}

/// `GET /real`: is this message, this caller, real?
pub(crate) async fn real(State(app): State<Arc<App>>, caller: Caller) -> Response {
    let words = Words::default();
    let piece = |name: &str| Piece::of(words, &format!("real--{name}"));
    let pieces = vec![
        piece("signs"),
        piece("mail").steps().for_trouble(&app, Trouble::StrangeMail),
        piece("text").steps().for_trouble(&app, Trouble::StrangeText),
        piece("call").steps().for_trouble(&app, Trouble::MoneyGone),
        piece("bill").steps(),
    ];
    let chrome = frame(&app, &caller, words.say("real-title"), "/real");
    Page::new(RealPage { chrome, pieces }).into_response()
}

/// `GET /verify`: how to be sure that it is us.
pub(crate) async fn verify(State(app): State<Arc<App>>, caller: Caller) -> Response {
    let words = Words::default();
    let centre = &app.region.centre;
    let page = VerifyPage {
        chrome: frame(&app, &caller, words.say("verify-title"), "/verify"),
        how: centre.how_to_verify.clone(),
        never: centre.we_never_ask.clone(),
        web: app.facts.origin.clone(),
        mail: centre.mail.clone(),
        line: Line::of(&app, words, app.now()),
    };
    Page::new(page).into_response()
}

/// `GET /about`: who we are and when somebody is there.
pub(crate) async fn about(State(app): State<Arc<App>>, caller: Caller) -> Response {
    let words = Words::default();
    let city = [("city", FluentValue::from(app.region.name.as_str()))];
    let hours = app.region.hours.days().map(|(day, shift)| {
        let shift = shift.map(|shift| shift.to_string());
        (weekday_name(day), shift.unwrap_or_else(|| words.say("about-closed").into_owned()))
    });
    let page = AboutPage {
        chrome: frame(&app, &caller, words.say("about-title"), "/about"),
        who: words.say_with("front-who", &city),
        pieces: ["what", "not", "money"].map(|name| Piece::of(words, &format!("about--{name}"))).into(),
        hours: hours.collect(),
        line: Line::of(&app, words, app.now()),
        mail: app.region.centre.mail.clone(),
        sources: app.region.sources.iter().map(|source| source.attribution.clone()).collect(),
    };
    Page::new(page).into_response()
}

/// `GET /privacy`: what we keep, why, and for how long. True to the code: a change of what is kept
/// changes these words too.
pub(crate) async fn privacy(State(app): State<Arc<App>>, caller: Caller) -> Response {
    let names = ["visit", "check", "join", "member", "mail", "staff", "never", "leave", "backup", "rights"];
    pieces_page(&app, &caller, "privacy", &names)
}

/// `GET /accessibility`
pub(crate) async fn accessibility(State(app): State<Arc<App>>, caller: Caller) -> Response {
    pieces_page(&app, &caller, "accessibility", &["can", "cannot", "tell"])
}

fn pieces_page(app: &App, caller: &Caller, page: &str, names: &[&str]) -> Response {
    let words = Words::default();
    let page = PiecesPage {
        chrome: frame(app, caller, words.say(&format!("{page}-title")), &format!("/{page}")),
        lead: words.say(&format!("{page}-lead")).into_owned(),
        pieces: names.iter().map(|name| Piece::of(words, &format!("{page}--{name}"))).collect(),
        mail: app.region.centre.mail.clone(),
    };
    Page::new(page).into_response()
}

/// `GET /terms`: benefits and undertakings, side by side.
pub(crate) async fn terms(State(app): State<Arc<App>>, caller: Caller) -> Response {
    let words = Words::default();
    let chrome = frame(&app, &caller, words.say("terms-title"), "/terms");
    Page::new(TermsPage { chrome, sides: Sides::in_words(words) }).into_response()
}

/// `GET /.well-known/security.txt` (RFC 9116): where to tell us of a weakness.
pub(crate) async fn security_txt(State(app): State<Arc<App>>) -> Response {
    let expires = app.now() + SECURITY_TXT_LIVES;
    let expires = expires.strftime("%Y-%m-%dT%H:00:00Z");
    let origin = &app.facts.origin;
    let mail = &app.region.centre.mail;
    let text = format!(
        "Contact: mailto:{mail}\nExpires: {expires}\nPreferred-Languages: en\n\
         Canonical: {origin}/.well-known/security.txt\nPolicy: {origin}/about\n"
    );
    plain(text)
}

/// `GET /robots.txt` (RFC 9309): pages for everybody may be found, pages of somebody may not.
pub(crate) async fn robots_txt() -> Response {
    let closed = ["/check/looks/", "/join/confirm/", "/join/contact/", "/firm", "/desk", "/account", "/api/"];
    let lines: String = closed.iter().map(|path| format!("Disallow: {path}\n")).collect();
    plain(format!("User-agent: *\n{lines}"))
}

fn plain(text: String) -> Response {
    let headers =
        [(header::CONTENT_TYPE, "text/plain; charset=utf-8"), (header::CACHE_CONTROL, "public, max-age=300")];
    (headers, text).into_response()
}
