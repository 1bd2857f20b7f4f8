//! Doors whose rooms are still being furnished, and the pages that say who we are.
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
    pub(crate) name: String,
    pub(crate) phone: Option<(String, String)>,
    pub(crate) is_text: bool,
    pub(crate) mail: Option<String>,
    pub(crate) web: Option<(String, String)>,
    pub(crate) what_for: String,
    pub(crate) hours: String,
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
#[derive(Default)]
pub(crate) struct Piece {
    pub(crate) anchor: String,
    pub(crate) title: String,
    pub(crate) is_steps: bool,
    pub(crate) lines: Vec<String>,
    pub(crate) contacts: Vec<Contact>,
}

impl Piece {
    /// The piece with this title and these lines. Its anchor is what follows `--` in the id.
    fn of(words: Words, title: &str, id: &str) -> Self {
        Self {
            anchor: id.rsplit_once("--").map_or(id, |(_, anchor)| anchor).to_owned(),
            title: words.say(title).into_owned(),
            is_steps: false,
            lines: lines(&words, id),
            contacts: Vec::new(),
        }
    }

    /// Nothing but these bodies of the region pack, in this order; one that the pack lacks is left out.
    pub(crate) fn of_bodies(app: &App, ids: &[String]) -> Self {
        let bodies = ids.iter().filter_map(|id| app.region.body(id));
        Self { contacts: bodies.map(Contact::of).collect(), ..Self::default() }
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
        Self {
            benefits: Benefit::ALL.iter().map(|b| words.say(benefit_id(*b)).into_owned()).collect(),
            undertakings: Undertaking::ALL
                .iter()
                .map(|u| words.say(undertaking_id(*u)).into_owned())
                .collect(),
        }
    }
}

fn benefit_id(benefit: Benefit) -> &'static str {
    match benefit {
        Benefit::APersonToAsk => "benefit-a-person-to-ask",
        Benefit::ANightlyCheck => "benefit-a-nightly-check",
        Benefit::ThreeActions => "benefit-three-actions",
        Benefit::WarningsThatFit => "benefit-warnings-that-fit",
        Benefit::YourDataIsYours => "benefit-your-data-is-yours",
    }
}

fn undertaking_id(undertaking: Undertaking) -> &'static str {
    match undertaking {
        Undertaking::KeepDetailsRight => "undertaking-keep-details-right",
        Undertaking::NameAWarden => "undertaking-name-a-warden",
        Undertaking::TryTheActions => "undertaking-try-the-actions",
        Undertaking::SayWhenSomethingHappens => "undertaking-say-when-something-happens",
        Undertaking::DoNotSellWithOurName => "undertaking-do-not-sell-with-our-name",
    }
}

/// What helps whoever doubts a message or a caller, also without us.
pub(crate) fn pieces_of_doubt(app: &App, words: Words) -> Vec<Piece> {
    let piece = |title: &str, id: &str| Piece::of(words, title, id);
    vec![
        piece("real--signs-title", "real--signs"),
        piece("real--mail-title", "real--mail").steps().for_trouble(app, Trouble::StrangeMail),
        piece("real--text-title", "real--text").steps().for_trouble(app, Trouble::StrangeText),
        piece("real--call-title", "real--call").steps().for_trouble(app, Trouble::MoneyGone),
        piece("real--bill-title", "real--bill").steps(),
    ]
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
        pieces: vec![
            Piece::of(words, "about--what-title", "about--what"),
            Piece::of(words, "about--not-title", "about--not"),
            Piece::of(words, "about--money-title", "about--money"),
        ],
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
    let pieces = [
        ("privacy--visit-title", "privacy--visit"),
        ("privacy--help-title", "privacy--help"),
        ("privacy--tell-title", "privacy--tell"),
        ("privacy--real-title", "privacy--real"),
        ("privacy--check-title", "privacy--check"),
        ("privacy--join-title", "privacy--join"),
        ("privacy--member-title", "privacy--member"),
        ("privacy--mail-title", "privacy--mail"),
        ("privacy--staff-title", "privacy--staff"),
        ("privacy--never-title", "privacy--never"),
        ("privacy--leave-title", "privacy--leave"),
        ("privacy--backup-title", "privacy--backup"),
        ("privacy--rights-title", "privacy--rights"),
    ];
    pieces_page(
        &app,
        frame(&app, &caller, Words::default().say("privacy-title"), "/privacy"),
        "privacy-lead",
        &pieces,
    )
}

/// `GET /accessibility`
pub(crate) async fn accessibility(State(app): State<Arc<App>>, caller: Caller) -> Response {
    let pieces = [
        ("accessibility--can-title", "accessibility--can"),
        ("accessibility--cannot-title", "accessibility--cannot"),
        ("accessibility--tell-title", "accessibility--tell"),
    ];
    let chrome = frame(&app, &caller, Words::default().say("accessibility-title"), "/accessibility");
    pieces_page(&app, chrome, "accessibility-lead", &pieces)
}

fn pieces_page(app: &App, chrome: Chrome, lead: &str, pieces: &[(&str, &str)]) -> Response {
    let words = chrome.words;
    let page = PiecesPage {
        lead: words.say(lead).into_owned(),
        pieces: pieces.iter().map(|(title, id)| Piece::of(words, title, id)).collect(),
        mail: app.region.centre.mail.clone(),
        chrome,
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
    let closed = [
        "/check/looks/",
        "/real/",
        "/join/confirm/",
        "/join/contact/",
        "/prove/",
        "/looking/stay-away/",
        "/firm",
        "/desk",
        "/account",
        "/api/",
    ];
    let lines: String = closed.iter().map(|path| format!("Disallow: {path}\n")).collect();
    plain(format!("User-agent: *\n{lines}"))
}

fn plain(text: String) -> Response {
    let headers =
        [(header::CONTENT_TYPE, "text/plain; charset=utf-8"), (header::CACHE_CONTROL, "public, max-age=300")];
    (headers, text).into_response()
}
