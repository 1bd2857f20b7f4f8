//! The form: what is asked, what was typed, the files that came, and what the page says about all of it.

use askama::Template;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use centre::problem::Problem as Trouble;
use store::{Draft, EvidenceItem, Secret};

use super::asks::Asks;
use super::fields::{Fields, Maker};
use super::parts::{FILES, FileFault, limits, shown};
use super::read::answers;
use super::typed::{NEWER, Typed, VERSION};
use crate::app::App;
use crate::caller::Caller;
use crate::cookie::Cookie;
use crate::face::components::{Button, ErrorSummary, InsetText};
use crate::face::words::{FluentValue, Words};
use crate::face::{Chrome, Page};
use crate::pages::help::address;
use crate::pages::{Faults, frame};
use crate::problem::Problem;

/// A file that came.
pub(crate) struct FileSeen {
    /// Its name, with nothing in it that hides.
    pub(crate) name: String,
    /// What it is and how large.
    pub(crate) what: String,
    /// The button that takes it out.
    pub(crate) remove: String,
}

/// What the page says at its top.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Notice {
    /// Nothing.
    #[default]
    None,
    /// It is saved.
    Saved,
    /// Another window saved a newer version: this one.
    Newer(u32),
    /// It could not be kept just now.
    NotNow,
}

/// A form as it is shown.
#[derive(Default)]
pub(crate) struct Shown<'a> {
    pub(crate) typed: Typed,
    pub(crate) version: u32,
    pub(crate) items: &'a [EvidenceItem],
    pub(crate) faults: Faults,
    pub(crate) notice: Notice,
    pub(crate) one_more_payment: bool,
}

#[derive(Template)]
#[template(path = "tell/form.html")]
struct FormPage {
    chrome: Chrome,
    back: String,
    action: String,
    errors: Option<ErrorSummary>,
    notice: Option<InsetText>,
    newer: Option<u32>,
    version: u32,
    hidden: Vec<(&'static str, &'static str)>,
    fields: Fields,
    surge: Option<String>,
    more_open: bool,
    files: Vec<FileSeen>,
    keep: Button,
    add_payment: Button,
    save: Button,
    send: Button,
    throw: Button,
    version_field: &'static str,
    newer_field: &'static str,
}

/// The page's frame. Where somebody may be watched, nothing of the problem stands in the title of the tab.
pub(crate) fn chrome(app: &App, caller: &Caller, problem: &Trouble, title: &str) -> Chrome {
    let words = Words::default();
    let neutral = if problem.is_delicate { "help-title" } else { title };
    let frame = frame(app, caller, words.say(neutral), &format!("/help/{}", problem.id));
    Chrome { exit_this_page: problem.is_delicate, ..frame }
}

/// Draws the form.
pub(crate) fn page(app: &App, caller: &Caller, problem: &Trouble, shown: Shown<'_>) -> Response {
    let words = Words::default();
    let answers = answers(&shown.typed);
    let asks = Asks::of(problem, answers);
    let make = Maker { words, typed: &shown.typed, faults: &shown.faults };
    let fields = Fields::of(&make, asks, &app.region, problem.is_delicate, shown.one_more_payment);
    let frame = chrome(app, caller, problem, "tell-title");
    let button = |value: &str, text: &str| pressed(words, value, text);
    let page = FormPage {
        chrome: Chrome { has_error: !shown.faults.is_empty(), ..frame },
        back: address(&format!("/help/{}", problem.id), answers, ""),
        action: format!("/help/{}/tell", problem.id),
        errors: shown.faults.summary(),
        notice: notice(words, shown.notice),
        newer: match shown.notice {
            Notice::Newer(version) => Some(version),
            _ => None,
        },
        version: shown.version,
        hidden: hidden(answers),
        surge: crate::board::surge_line(app, words),
        more_open: more_has_something(&shown.typed, &shown.faults),
        files: shown.items.iter().map(|item| seen(words, item)).collect(),
        keep: button("keep", "tell-keep-this"),
        add_payment: button("more", "tell-payment-add"),
        save: button("save", "tell-save"),
        send: Button {
            name: "do".to_owned(),
            value: "send".to_owned(),
            ..Button::submit(words.say("tell-send"))
        },
        throw: button("throw", "tell-throw"),
        fields,
        version_field: VERSION,
        newer_field: NEWER,
    };
    let status = match shown.notice {
        Notice::NotNow => StatusCode::SERVICE_UNAVAILABLE,
        Notice::Newer(_) if shown.faults.is_empty() => StatusCode::CONFLICT,
        _ => shown.faults.status(),
    };
    Page::new(page).with_status(status).into_response()
}

/// A quieter button of the form.
fn pressed(words: Words, value: &str, text: &str) -> Button {
    Button { name: "do".to_owned(), value: value.to_owned(), ..Button::secondary(words.say(text)) }
}

fn hidden(answers: centre::playbook::Answers) -> Vec<(&'static str, &'static str)> {
    let all = centre::playbook::Question::ALL.iter();
    let all = all.map(|question| (question.name(), answers.to(*question)));
    all.filter(|(_, answer)| *answer != centre::playbook::Answer::Unknown)
        .map(|(name, answer)| (name, answer.name()))
        .collect()
}

fn notice(words: Words, notice: Notice) -> Option<InsetText> {
    let id = match notice {
        Notice::None => return None,
        Notice::Saved => "tell-saved",
        Notice::Newer(_) => "tell-newer",
        Notice::NotNow => "tell-not-now",
    };
    Some(InsetText { text: words.say(id).into(), ..InsetText::default() })
}

/// Whether the fold with the further questions stands open: something is in it, or is to be mended there.
fn more_has_something(typed: &Typed, faults: &Faults) -> bool {
    let inside = ["noticed-day", "noticed-month", "noticed-year", "came_by", "traces", "told", "borough"];
    typed.has_any(&inside) || inside.iter().any(|field| faults.at(field).is_some())
}

/// A file as the form lists it.
pub(crate) fn seen(words: Words, item: &EvidenceItem) -> FileSeen {
    let name = item.facts.as_ref().map(|facts| shown(&facts.name)).unwrap_or_default();
    let name = if name.is_empty() { words.say("tell-file-no-name").into_owned() } else { name };
    let gaps = [
        ("kind", FluentValue::from(item.kind.words())),
        ("size", FluentValue::from(terms::size_in_words(item.bytes))),
    ];
    FileSeen { name, what: words.say_with("tell-file-what", &gaps), remove: format!("remove-{}", item.id) }
}

/// What is said about files that were not kept, at the field of files.
pub(crate) fn file_faults(words: Words, faults: &[FileFault], to: &mut Faults) {
    let [each, count, all] = limits().map(FluentValue::from);
    for fault in faults {
        let said = match fault {
            FileFault::TooLarge(name) => words
                .say_with("tell-fault-file-large", &[("name", name.as_str().into()), ("each", each.clone())]),
            FileFault::Empty(name) => {
                words.say_with("tell-fault-file-empty", &[("name", name.as_str().into())])
            }
            FileFault::TooMany => words.say_with("tell-fault-file-many", &[("count", count.clone())]),
            FileFault::TooMuch => words.say_with("tell-fault-file-much", &[("all", all.clone())]),
        };
        to.add(FILES, said);
    }
}

/// A draft as the form shows it.
pub(crate) fn of_draft(draft: &Draft) -> (Typed, u32) {
    (Typed::of_draft(&draft.account), draft.version)
}

/// An answer that also gives the browser the token of its draft.
pub(crate) fn with_token(app: &App, token: &Secret, mut response: Response) -> Result<Response, Problem> {
    let cookie = Cookie::Draft.set_for_now(&app.facts, token.reveal())?;
    response.headers_mut().append(header::SET_COOKIE, cookie);
    Ok(response)
}

/// An answer that takes the token away.
pub(crate) fn without_token(app: &App, mut response: Response) -> Result<Response, Problem> {
    let cookie: HeaderValue = Cookie::Draft.clear(&app.facts)?;
    response.headers_mut().append(header::SET_COOKIE, cookie);
    Ok(response)
}
