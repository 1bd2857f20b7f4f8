//! What has happened? The four questions, the search, and every problem.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use centre::playbook::{Answer, Answers, Question};
use centre::problem::Problem;

use super::{HelpAsked, address, questions, said};
use crate::app::App;
use crate::caller::Caller;
use crate::face::components::{Button, Hint, Input, WarningText};
use crate::face::house::Taps;
use crate::face::words::Words;
use crate::face::{Chrome, Page};
use crate::pages::desk::asked::Asked;
use crate::pages::frame;
use crate::pages::home::Line;

/// The most problems that a search shows.
const MOST_FOUND: usize = 8;

/// A way to a card.
struct Way {
    id: String,
    title: String,
    href: String,
}

/// Problems under one heading.
struct Shelf {
    id: String,
    title: String,
    ways: Vec<Way>,
}

#[derive(Template)]
#[template(path = "help/choose.html")]
struct ChoosePage {
    chrome: Chrome,
    emergency: WarningText,
    dial: Option<(String, String)>,
    taps: Vec<Taps>,
    told: Vec<String>,
    given: Vec<(&'static str, &'static str)>,
    search: Input,
    find: Button,
    found: Option<Vec<Way>>,
    shelves: Vec<Shelf>,
    missing: Button,
    line: Line,
}

/// `GET /help`
pub(crate) async fn show(
    State(app): State<Arc<App>>,
    caller: Caller,
    Asked(asked): Asked<HelpAsked>,
) -> Response {
    let words = Words::default();
    let answers = asked.answers();
    let typed: String = asked.words.chars().take(centre::problem::LONGEST_QUERY).collect();
    let chrome = Chrome { exit_this_page: true, ..frame(&app, &caller, words.say("help-title"), "/help") };
    let search = Input {
        label: words.say("help-search").into_owned().into(),
        hint: Some(Hint::from(words.say("help-search-hint").into_owned())),
        value: Some(typed.clone()),
        autocomplete: "off".to_owned(),
        ..Input { name: "words".to_owned(), kind: "search".to_owned(), ..Input::default() }
    };
    let page = ChoosePage {
        emergency: WarningText { text: words.say("help-emergency").into(), ..WarningText::default() },
        dial: said::call(words, &app.region, "emergency"),
        taps: questions(words, "/help", answers, &typed, true),
        told: told(words, answers),
        given: given(answers),
        search,
        find: Button::secondary(words.say("help-search-button")),
        found: (!typed.trim().is_empty()).then(|| found(&app, words, answers, &typed)),
        shelves: shelves(&app, words, answers),
        missing: Button::secondary(words.say("help-not-here")),
        line: Line::of(&app, words, app.now()),
        chrome,
    };
    Page::new(page).into_response()
}

fn way(words: Words, problem: &Problem, answers: Answers) -> Way {
    // What touches a child asks nothing, so that no answer travels there.
    let answers = if problem.is_signpost_only() { Answers::default() } else { answers };
    Way {
        id: problem.id.clone(),
        title: said::title(words, problem),
        href: address(&format!("/help/{}", problem.id), answers, ""),
    }
}

fn found(app: &App, words: Words, answers: Answers, typed: &str) -> Vec<Way> {
    let guide = app.guide.guide();
    let found = guide.problems.search(typed).into_iter().take(MOST_FOUND);
    found.map(|problem| way(words, problem, answers)).collect()
}

fn shelves(app: &App, words: Words, answers: Answers) -> Vec<Shelf> {
    let guide = app.guide.guide();
    let problems = &guide.problems;
    let shelf = |group: &centre::problem::Group| Shelf {
        id: group.id.clone(),
        title: said::group(words, group),
        ways: problems.of_group(&group.id).map(|problem| way(words, problem, answers)).collect(),
    };
    problems.groups.iter().map(shelf).collect()
}

/// What an answer says at once, before any problem is chosen.
fn told(words: Words, answers: Answers) -> Vec<String> {
    let lines = [
        (Question::Danger, "help-danger-yes"),
        (Question::Money, "help-money-yes"),
        (Question::Known, "help-known-yes"),
    ];
    let yes = lines.into_iter().filter(|(question, _)| answers.is_yes(*question));
    yes.map(|(_, line)| words.say(line).into_owned()).collect()
}

/// The answers as fields of the search, so that they are not lost by it.
fn given(answers: Answers) -> Vec<(&'static str, &'static str)> {
    let all = Question::ALL.iter().map(|question| (question.name(), answers.to(*question)));
    all.filter(|(_, answer)| *answer != Answer::Unknown).map(|(name, answer)| (name, answer.name())).collect()
}
