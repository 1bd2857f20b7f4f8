//! The first-hour card of one problem.

use std::fmt::Write as _;
use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use centre::clock_words::Moment;
use centre::first_hour::{Card, CardStep, Emergency, Script};
use centre::playbook::{Answers, Question, Step as PlaybookStep};
use centre::problem::{Duty, Problem as Trouble};

use super::{HelpAsked, address, questions, said};
use crate::app::App;
use crate::caller::Caller;
use crate::face::components::{Button, InsetText, WarningText};
use crate::face::content::Content;
use crate::face::house::{NextThing, Step, Steps, Taps};
use crate::face::words::{FluentValue, Words};
use crate::face::{Chrome, Page};
use crate::pages::desk::asked::Asked;
use crate::pages::doors::{Piece, lines};
use crate::pages::frame;
use crate::pages::home::Line;
use crate::problem::Problem;
use terms::Reference;

/// One duty or right with its clock, in words.
struct Due {
    title: String,
    text: String,
    until: Option<String>,
}

#[derive(Template)]
#[template(path = "help/card.html")]
struct CardPage {
    chrome: Chrome,
    title: String,
    lead: String,
    back: String,
    emergency: Option<WarningText>,
    dial: Option<(String, String)>,
    script: Option<InsetText>,
    first: Option<NextThing>,
    rest: Steps,
    in_all: Option<String>,
    ring: Piece,
    tell: Button,
    taps: Vec<Taps>,
    duties: Vec<Due>,
    letter: bool,
    technician: Steps,
    day: Steps,
    afterwards: Steps,
    is_delicate: bool,
    line: Line,
    surge: Option<String>,
}

#[derive(Template)]
#[template(path = "help/child.html")]
struct ChildPage {
    chrome: Chrome,
    title: String,
    lead: String,
    points: Vec<String>,
    ring: Piece,
}

/// `GET /help/{problem}`
pub(crate) async fn show(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(id): Path<String>,
    Asked(asked): Asked<HelpAsked>,
) -> Result<Response, Problem> {
    let guide = app.guide.guide();
    let problem = guide.problems.get(&id).ok_or_else(Problem::not_found)?;
    let words = Words::default();
    let card = Card::of(&guide, problem, asked.answers());
    // The title of a tab is read over a shoulder: what is delicate does not stand in it.
    let title =
        if problem.is_delicate { words.say("help-title").into_owned() } else { said::title(words, problem) };
    let chrome = Chrome { exit_this_page: true, ..frame(&app, &caller, title, &format!("/help/{id}")) };
    if card.script == Script::Signpost {
        return Ok(Page::new(child(&app, chrome, problem, &card)).into_response());
    }
    let tell = tell(words, &format!("/help/{}", problem.id), asked.answers(), asked.message());
    let page = page(&app, chrome, problem, &card, asked.answers());
    Ok(Page::new(CardPage { tell, ..page }).into_response())
}

/// What touches a child: whom to turn to, and nothing to fill in.
fn child(app: &App, chrome: Chrome, problem: &Trouble, card: &Card<'_>) -> ChildPage {
    let words = chrome.words;
    ChildPage {
        title: said::title(words, problem),
        lead: said::lead(words, problem),
        points: lines(&words, "help-child-do"),
        ring: Piece::of_bodies(app, &card.ring),
        chrome,
    }
}

fn page(app: &App, chrome: Chrome, problem: &Trouble, card: &Card<'_>, answers: Answers) -> CardPage {
    let words = chrome.words;
    let path = format!("/help/{}", problem.id);
    let mut now: Vec<Step> = card.steps.iter().map(|step| now_step(app, words, step)).collect();
    let first = (!now.is_empty()).then(|| first(words, now.remove(0), card.steps[0].minutes()));
    CardPage {
        title: said::title(words, problem),
        lead: said::lead(words, problem),
        back: address("/help", answers, ""),
        emergency: (card.emergency == Emergency::AskedFirst)
            .then(|| WarningText { text: words.say("help-emergency").into(), ..WarningText::default() }),
        dial: said::call(words, &app.region, "emergency"),
        script: (card.script == Script::KnownPerson)
            .then(|| InsetText { text: words.say("help-known-script").into(), ..InsetText::default() }),
        first,
        rest: Steps { items: now, from: Some(2), heading_level: Some(3) },
        in_all: in_all(words, card),
        ring: Piece::of_bodies(app, &card.ring),
        tell: tell(words, &path, answers, None),
        taps: questions(words, &path, answers, "", false),
        duties: card.duties.iter().map(|duty| due(app, words, *duty)).collect(),
        letter: card.duties.contains(&Duty::ClaimFromBank) || answers.is_yes(Question::Money),
        technician: steps(app, words, &card.technician),
        day: steps(app, words, &card.day),
        afterwards: steps(app, words, &card.afterwards),
        is_delicate: problem.is_delicate,
        line: Line::of(app, words, app.now()),
        surge: crate::board::surge_line(app, words),
        chrome,
    }
}

/// The way to telling us, which takes the answers along.
fn tell(words: Words, path: &str, answers: Answers, message: Option<Reference>) -> Button {
    let mut href = address(&format!("{path}/tell"), answers, "");
    if let Some(message) = message {
        let joint = if href.contains('?') { '&' } else { '?' };
        let _ = write!(href, "{joint}message={message}");
    }
    Button { href, ..Button::secondary(words.say("tell-link")) }
}

/// The steps of a card as its reporter sees them, for whoever changes the playbook behind it.
pub(crate) fn preview(app: &App, card: &Card<'_>) -> Content {
    #[derive(Template)]
    #[template(path = "help/_preview.html")]
    struct Preview {
        now_title: String,
        now: Steps,
        rest: Vec<(String, Steps)>,
    }
    let words = Words::default();
    let below = |items: Steps| Steps { heading_level: Some(4), ..items };
    let now = card.steps.iter().map(|step| now_step(app, words, step)).collect();
    let parts = [
        ("help-it-title", &card.technician),
        ("help-day-title", &card.day),
        ("help-afterwards-title", &card.afterwards),
    ];
    let rest = parts.into_iter().filter(|(_, list)| !list.is_empty());
    Content::of(&Preview {
        now_title: words.say("help-now-title").into_owned(),
        now: below(Steps { items: now, ..Steps::default() }),
        rest: rest
            .map(|(title, list)| (words.say(title).into_owned(), below(steps(app, words, list))))
            .collect(),
    })
}

/// The first step is the one next thing of the page.
fn first(words: Words, step: Step, minutes: u16) -> NextThing {
    #[derive(Template)]
    #[template(path = "help/_first.html")]
    struct First {
        step: Step,
    }
    let how_long = words.say_with("help-how-long", &[("minutes", FluentValue::from(u32::from(minutes)))]);
    NextThing {
        title: step.title.clone(),
        why: step.why.clone(),
        who: words.say("help-you").into(),
        how_long: how_long.into(),
        content: Content::of(&First { step }),
        heading_level: Some(3),
        words,
        ..NextThing::default()
    }
}

pub(crate) fn now_step(app: &App, words: Words, step: &CardStep<'_>) -> Step {
    match step {
        CardStep::Step(step) => playbook_step(app, words, step),
        CardStep::Rule(rule) => Step {
            title: said::of(words, "card-title", rule.name()).into(),
            text: said::of(words, "card-text", rule.name()).into(),
            why: Content::default(),
            how_long: minutes(words, rule.minutes()),
            call: rule.call().and_then(|id| said::call(words, &app.region, id)),
        },
    }
}

fn playbook_step(app: &App, words: Words, step: &PlaybookStep) -> Step {
    let [title, text, why] = said::step(words, step);
    Step {
        title: title.into(),
        text: text.into(),
        why: why.into(),
        how_long: step.minutes.map(|count| minutes(words, count)).unwrap_or_default(),
        call: step.call.as_ref().and_then(|id| said::call(words, &app.region, id)),
    }
}

/// Steps in a list of their own. Those of whoever looks after the computers say no "you".
fn steps(app: &App, words: Words, steps: &[&PlaybookStep]) -> Steps {
    let of = |step: &&PlaybookStep| {
        let is_theirs = step.audience() == Some(centre::playbook::Audience::Technician);
        let count = FluentValue::from(u32::from(step.minutes.unwrap_or(0)));
        let how_long = words.say_with("help-how-long", &[("minutes", count)]);
        let own = playbook_step(app, words, step);
        if is_theirs { Step { how_long, ..own } } else { own }
    };
    Steps { items: steps.iter().map(of).collect(), heading_level: Some(3), ..Steps::default() }
}

fn minutes(words: Words, count: u16) -> String {
    words.say_with("help-minutes", &[("minutes", FluentValue::from(u32::from(count)))])
}

fn in_all(words: Words, card: &Card<'_>) -> Option<String> {
    let all = FluentValue::from(card.minutes());
    (card.steps.len() > 1).then(|| words.say_with("help-in-all", &[("minutes", all)]))
}

fn due(app: &App, words: Words, duty: Duty) -> Due {
    let now = app.now();
    let until = duty.due(now).map(|at| Moment::of(at, now, &app.region.time_zone).to_string());
    Due {
        title: said::of(words, "duty-title", duty.name()),
        text: said::of(words, "duty-text", duty.name()),
        until: until
            .map(|until| words.say_with("help-duty-from-now", &[("until", FluentValue::from(until))])),
    }
}
