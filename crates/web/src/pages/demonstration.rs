//! What exists in a demonstration only: one-click sign-in, and the letters that would have been sent.
//!
//! Everywhere else these addresses answer as if they were not there, whatever the method.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use centre::roles::Role;
use serde::Deserialize;
use store::{Factors, Letter, MemberFilter, Person, Sort};
use terms::LetterId;

use super::account::Days;
use super::frame;
use super::sign_in::{come_in, home_of, may_come_in};
use crate::app::App;
use crate::caller::Caller;
use crate::face::{Chrome, Page};
use crate::problem::Problem;
use crate::sent::Sent;

/// So many letters stand on one page.
const LETTERS_SHOWN: u32 = 50;
/// Among so many members somebody with each role of a member is looked for.
const MEMBERS_LOOKED_AT: u32 = 50;

#[derive(Template)]
#[template(path = "demonstration/people.html")]
struct PeoplePage {
    chrome: Chrome,
    people: Vec<OneOfEach>,
}

/// Somebody to be for a while.
struct OneOfEach {
    role: Role,
    name: String,
    what: &'static str,
}

#[derive(Template)]
#[template(path = "demonstration/post.html")]
struct PostPage {
    chrome: Chrome,
    letters: Vec<LetterLine>,
    older: Option<String>,
}

struct LetterLine {
    href: String,
    subject: String,
    recipient: String,
    queued: String,
}

#[derive(Template)]
#[template(path = "demonstration/letter.html")]
struct LetterPage {
    chrome: Chrome,
    subject: String,
    recipient: String,
    queued: String,
    parts: Vec<Part>,
}

/// A piece of a letter's text.
#[derive(Debug, PartialEq, Eq)]
enum Part {
    Words(String),
    /// An address of this house, which can be followed.
    Link(String),
}

/// The form that says whom to be.
#[derive(Deserialize)]
pub(crate) struct Chosen {
    role: String,
}

fn only_in_a_demonstration(app: &App) -> Result<(), Problem> {
    if app.facts.demonstration { Ok(()) } else { Err(Problem::not_found()) }
}

/// `GET /demonstration`
pub(crate) async fn show(State(app): State<Arc<App>>, caller: Caller) -> Result<Response, Problem> {
    only_in_a_demonstration(&app)?;
    let chrome = frame(&app, &caller, "Walk in as anybody", "/demonstration");
    let line = |p: Person| OneOfEach { role: p.role, name: p.name.to_string(), what: what_they_do(p.role) };
    let people = one_of_each(&app).await?.into_iter().map(line).collect();
    Ok(Page::new(PeoplePage { chrome, people }).into_response())
}

/// `POST /demonstration/sign-in`
pub(crate) async fn sign_in(
    State(app): State<Arc<App>>,
    caller: Caller,
    Sent(form): Sent<Chosen>,
) -> Result<Response, Problem> {
    only_in_a_demonstration(&app)?;
    let role: Role = form.role.parse().map_err(|_| Problem::not_found())?;
    let people = one_of_each(&app).await?;
    let person = people.into_iter().find(|p| p.role == role).ok_or_else(Problem::not_found)?;
    come_in(&app, &caller, &person, Factors::Demonstration, home_of(role)).await
}

/// One person of each role that somebody has, in the order of the roles.
async fn one_of_each(app: &App) -> Result<Vec<Person>, Problem> {
    let mut everybody = app.store.accounts().await?;
    let members = app.store.members(&MemberFilter::default(), Sort::Name, None, MEMBERS_LOOKED_AT).await?;
    let is_missing = |all: &[Person], role| !all.iter().any(|p: &Person| p.role == role);
    for member in members.lines {
        let wanted = [Role::MemberContact, Role::CyberWarden];
        if wanted.iter().all(|role| !is_missing(&everybody, *role)) {
            break;
        }
        everybody.extend(app.store.people_of(member.id).await?);
    }
    let of = |role| everybody.iter().find(|p| p.role == role && may_come_in(p, app.now())).cloned();
    Ok(Role::ALL.into_iter().filter_map(of).collect())
}

fn what_they_do(role: Role) -> &'static str {
    match role {
        Role::Visitor => "Anybody",
        Role::MemberContact => "Looks after a small firm",
        Role::CyberWarden => "Is the named person for safety online at a firm",
        Role::ContactOfficer => "Answers firms on the desk",
        Role::OutreachOfficer => "Visits firms",
        Role::Analyst => "Finds what reports have in common",
        Role::Manager => "Runs the centre",
        Role::Supervisor => "Answers for students' work",
        Role::Student => "Works for firms under a supervisor",
        Role::Volunteer => "Gives hours and knowledge",
        Role::Provider => "Takes hand-overs of technical work",
        Role::PolicePartner => "Works at a police force",
        Role::CouncilPartner => "Works at a borough council",
        Role::AcademicPartner => "Works at a university",
        Role::SafeguardingLead => "Is the named person where somebody's safety is touched",
        Role::Funder => "Gives the money and asks what became of it",
    }
}

/// `GET /demonstration/post`: the newest letters first; `?before=` goes back in time.
pub(crate) async fn post(
    State(app): State<Arc<App>>,
    caller: Caller,
    axum::extract::RawQuery(query): axum::extract::RawQuery,
) -> Result<Response, Problem> {
    only_in_a_demonstration(&app)?;
    let query = query.unwrap_or_default();
    let before = url::form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "before");
    let before = before.and_then(|(_, at)| at.parse().ok());
    let letters = app.store.letters(None, None, before, LETTERS_SHOWN).await?;
    let is_full = letters.len() == usize::try_from(LETTERS_SHOWN).unwrap_or(usize::MAX);
    let older =
        letters.last().filter(|_| is_full).map(|l| format!("/demonstration/post?before={}", l.queued_at));
    let days = Days::of(&app);
    let line = |l: Letter| LetterLine {
        href: format!("/demonstration/post/{}", l.id),
        subject: l.subject,
        recipient: l.recipient,
        queued: days.moment(l.queued_at),
    };
    let chrome = frame(&app, &caller, "Letters that would have been sent", "/demonstration/post");
    let letters = letters.into_iter().map(line).collect();
    Ok(Page::new(PostPage { chrome, letters, older }).into_response())
}

/// `GET /demonstration/post/{letter}`
pub(crate) async fn letter(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    only_in_a_demonstration(&app)?;
    let id: LetterId = id.parse().map_err(|_| Problem::not_found())?;
    let letter = app.store.letter(id).await?.ok_or_else(Problem::not_found)?;
    let page = LetterPage {
        chrome: frame(&app, &caller, letter.subject.clone(), "/demonstration/post"),
        parts: parts_of(&letter.text, &app.facts.origin),
        queued: Days::of(&app).moment(letter.queued_at),
        subject: letter.subject,
        recipient: letter.recipient,
    };
    Ok(Page::new(page).into_response())
}

/// Cuts a text where addresses of this house stand in it. No other address becomes a link.
fn parts_of(text: &str, origin: &str) -> Vec<Part> {
    let mut parts = vec![];
    let mut rest = text;
    while let Some(at) = rest.find(origin) {
        let (words, from_link) = rest.split_at(at);
        let ends = |c: char| c.is_whitespace() || "<>\"')".contains(c);
        let end = from_link.find(ends).unwrap_or(from_link.len());
        let link = from_link[..end].trim_end_matches(['.', ',', ';', ':', '!', '?']);
        let goes_on_elsewhere = !link[origin.len()..].is_empty() && !link[origin.len()..].starts_with('/');
        let (part, length) = if goes_on_elsewhere {
            (Part::Words(from_link[..end].to_owned()), end)
        } else {
            (Part::Link(link.to_owned()), link.len())
        };
        if !words.is_empty() {
            parts.push(Part::Words(words.to_owned()));
        }
        parts.push(part);
        rest = &from_link[length..];
    }
    if !rest.is_empty() {
        parts.push(Part::Words(rest.to_owned()));
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_own_addresses_can_be_followed_and_no_others() {
        let words = |text: &str| Part::Words(text.to_owned());
        let link = |text: &str| Part::Link(text.to_owned());
        let origin = "https://centre.example";
        assert_eq!(
            parts_of("Go to https://centre.example/join/abc. It works once.", origin),
            [words("Go to "), link("https://centre.example/join/abc"), words(". It works once.")]
        );
        assert_eq!(
            parts_of("https://centre.example.evil.example/x", origin),
            [words("https://centre.example.evil.example/x")]
        );
        assert_eq!(parts_of("https://evil.example/", origin), [words("https://evil.example/")]);
        assert_eq!(parts_of("", origin), []);
    }
}
