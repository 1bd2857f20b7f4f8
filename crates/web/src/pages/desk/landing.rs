//! Where staff begin: the search box, and what needs somebody's attention today.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::IntoResponse;
use centre::policy::Act;
use store::{HowMany, LetterState, MemberFilter, Sort};
use terms::PromiseState;

use super::{frame, may, words};
use crate::app::App;
use crate::caller::Caller;
use crate::face::components::{Button, Input, Label};
use crate::face::house::{Stat, Stats};
use crate::face::{Chrome, Page};
use crate::problem::Problem;

#[derive(Template)]
#[template(path = "desk/landing.html")]
struct LandingPage {
    chrome: Chrome,
    greeting: String,
    queue: Option<String>,
    words: Input,
    stats: Stats,
    troubles: Vec<String>,
    links: Vec<(&'static str, &'static str, &'static str)>,
}

/// Ways on from the desk: the act that it takes, where it leads, what it is, what it is for.
const WAYS: [(Act, &str, &str, &str); 15] = [
    (Act::SeeQueue, "/desk/queue", "Queue", "The next case, by harm and clock."),
    (Act::WorkCase, "/desk/report", "Write a report down", "Somebody tells it by telephone."),
    (Act::SeeQueue, "/desk/shift", "End of my shift", "Give on what you hold, with one note."),
    (Act::SeeQueue, "/desk/rota", "Rota", "Who is at the desk when."),
    (
        Act::SeeQueue,
        "/desk/packs/waiting",
        "Handed over",
        "What a body has not answered yet, and whom to ring.",
    ),
    (Act::SeeQueue, "/desk/waves", "Waves", "Cases that may be one and the same thing."),
    (Act::SteerSurge, "/desk/surge", "Surge mode", "When too much comes at once: what everybody is told."),
    (Act::ChangePlaybooks, "/desk/playbooks", "Playbooks", "What people are told to do, and what we do."),
    (
        Act::SeeReportFigures,
        "/desk/figures",
        "Reports in figures",
        "What came in, clocks, outcomes and money.",
    ),
    (Act::SearchMembers, "/desk/members", "Members", "Search, filter, sort and open."),
    (
        Act::ProveACall,
        "/desk/calls",
        "Calls",
        "A code that shows them it is you, and a code that shows you it is them.",
    ),
    (Act::SearchMembers, "/desk/members?standing=prospect", "Prospects", "Firms that have not joined."),
    (
        Act::GiveFundedPlace,
        "/desk/funded-places",
        "Funded places",
        "Who pays for how many, and how many are left.",
    ),
    (
        Act::ImportProspects,
        "/desk/imports",
        "Lists in",
        "Bring a list of firms in; see first what each row becomes.",
    ),
    (Act::SeeCityFigures, "/city", "The city in figures", "Members and promises by borough and sector."),
];

/// Shows the desk.
///
/// # Errors
/// When the store fails.
pub async fn show(State(app): State<Arc<App>>, caller: Caller) -> Result<impl IntoResponse, Problem> {
    let name = caller.person()?.name.clone();
    let sees_workings = may(caller.role, Act::SeeWorkings);
    let mut links: Vec<_> = WAYS
        .into_iter()
        .filter(|(act, ..)| may(caller.role, *act))
        .map(|(_, href, title, text)| (href, title, text))
        .collect();
    if sees_workings {
        links.push(("/desk/workings", "Workings", "How the centre's own work goes: mail, backups, ledger."));
    }
    Ok(Page::new(LandingPage {
        chrome: frame(&app, &caller, "Desk", "/desk"),
        greeting: format!("{name}, {}", caller.role.spoken().to_lowercase()),
        queue: queue_in_short(&app, &caller).await?,
        words: Input {
            name: "words".to_owned(),
            label: Label {
                text: "Find a member".into(),
                classes: "govuk-label--m".into(),
                ..Label::default()
            },
            hint: Some(crate::face::components::Hint {
                text: "Beginnings of words: name, postcode, domain, reference, contact.".into(),
                ..Default::default()
            }),
            kind: "search".to_owned(),
            autocomplete: "off".to_owned(),
            spellcheck: Some(false),
            ..Input::default()
        },
        stats: Stats { items: stats(&app, &caller, sees_workings).await? },
        troubles: if sees_workings { troubles(&app).await } else { Vec::new() },
        links,
    }))
}

async fn stats(app: &App, caller: &Caller, sees_workings: bool) -> Result<Vec<Stat>, Problem> {
    let everybody = MemberFilter::default();
    let not_kept = MemberFilter { promise: Some(Some(PromiseState::NotKept)), ..MemberFilter::default() };
    let never =
        MemberFilter { last_contact_before: Some(super::search::NOBODY_YET), ..MemberFilter::default() };
    let mut stats = vec![
        stat(how_many(app, &everybody).await?, "members", "/desk/members"),
        stat(how_many(app, &not_kept).await?, "with a promise not kept", "/desk/members?promise=not_kept"),
        stat(how_many(app, &never).await?, "never contacted", "/desk/members?contact=never"),
    ];
    if may(caller.role, Act::GiveFundedPlace) {
        let places = app.store.funded_places().await?;
        let open = places.iter().filter(|place| place.closed_at.is_none());
        let left: u64 = open.map(|place| u64::from(place.places.saturating_sub(place.given))).sum();
        stats.push(stat(words::number(left), "funded places left", "/desk/funded-places"));
    }
    if sees_workings {
        let letters = app.store.letter_counts().await?;
        let given_up =
            letters.iter().find(|(state, _)| *state == LetterState::GivenUp).map_or(0, |(_, n)| *n);
        stats.push(stat(words::number(given_up), "letters given up", "/desk/workings#letters"));
    }
    Ok(stats)
}

/// The queue comes first: how many stand in it, and how many of them are late.
async fn queue_in_short(app: &App, caller: &Caller) -> Result<Option<String>, Problem> {
    if !may(caller.role, Act::SeeQueue) {
        return Ok(None);
    }
    let (waiting, late) = app.store.queue_counts(super::queue::sees_guarded(caller), app.now()).await?;
    Ok(Some(super::queue::in_short(waiting, late)))
}

/// How many there are, counted only as far as a list counts, so that the desk opens at once in a city of any size;
/// `/city` has the exact figures.
async fn how_many(app: &App, filter: &MemberFilter) -> Result<String, Problem> {
    Ok(match app.store.members(filter, Sort::Name, None, 1).await?.how_many {
        HowMany::Exactly(count) => words::number(count),
        HowMany::MoreThan(count) => format!("{}+", words::number(count)),
    })
}

fn stat(number: String, label: &str, href: &str) -> Stat {
    Stat { number, label: label.into(), href: href.to_owned(), ..Stat::default() }
}

/// What does not work as it should, one sentence each; the age of the newest backup is among them.
async fn troubles(app: &App) -> Vec<String> {
    let all = app.readiness.readiness().await;
    let bad = all.into_iter().filter(|one| !one.works);
    bad.map(|one| format!("{}: {}.", one.what, one.says)).collect()
}
