//! How the public bodies of the region stand, by name: for those who answer for them.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use checkup::Judgement;
use store::{BodyLine, Noun, Seen};
use terms::{Promise, PromiseState, Timestamp};

use crate::app::App;
use crate::caller::Caller;
use crate::face::components::Cell;
use crate::face::content::Content;
use crate::face::house::{DataTable, EmptyState, Figure};
use crate::face::{Chrome, Page};
use crate::pages::desk::pictures::{self, csv_file, figure_id};
use crate::pages::desk::{frame, told, words};
use crate::problem::Problem;

#[derive(Template)]
#[template(path = "desk/city/bodies.html")]
struct BodiesPage {
    chrome: Chrome,
    sentence: String,
    picture: Option<Figure>,
    table: Option<DataTable>,
    nothing: EmptyState,
}

/// One body with what the last look came to.
struct Body {
    line: BodyLine,
    promises: [Option<PromiseState>; 4],
    next: Option<(String, Option<Timestamp>)>,
}

/// Shows every public body, or those of the borough to which the reader is bound.
///
/// # Errors
/// When the store fails.
pub async fn show(State(app): State<Arc<App>>, caller: Caller) -> Result<Response, Problem> {
    note_read(&app, &caller, "page of public bodies").await?;
    let bodies = bodies(&app, &caller).await?;
    let page = BodiesPage {
        chrome: frame(&app, &caller, "Public bodies", "/desk/city/public-bodies"),
        sentence: sentence(&bodies),
        picture: picture(&bodies)?,
        table: (!bodies.is_empty()).then(|| table(&app, &bodies)),
        nothing: EmptyState {
            title: "There is no public body to show".into(),
            text: "Bodies come from the region's file, where it names their domain. They are looked at every night."
                .into(),
            button: None,
            heading_level: None,
        },
    };
    Ok(Page::new(page).into_response())
}

/// The same as a file.
///
/// # Errors
/// When the store fails.
pub async fn file(State(app): State<Arc<App>>, caller: Caller) -> Result<Response, Problem> {
    note_read(&app, &caller, "export as CSV: public bodies").await?;
    let bodies = bodies(&app, &caller).await?;
    let mut file = format!("{}{}", centre::export::BYTE_ORDER_MARK, centre::export::line(HEADINGS));
    for body in &bodies {
        let cells = cells(&app, body);
        file.push_str(&centre::export::line(cells.iter().map(String::as_str)));
    }
    csv_file("public-bodies.csv", file)
}

/// What is weak at a body is nobody else's business: who read it is kept, before it is shown.
async fn note_read(app: &App, caller: &Caller, why: &str) -> Result<(), Problem> {
    let seen = Seen { organisation: None, noun: Noun::List, object: "public-bodies".to_owned() };
    app.store.log_read(&caller.actor(), &seen, why, app.now()).await.map_err(told)
}

async fn bodies(app: &App, caller: &Caller) -> Result<Vec<Body>, Problem> {
    let bound_to = caller.signed_in.as_ref().and_then(|person| person.remit.clone());
    let mut bodies = Vec::new();
    for line in app.store.public_bodies().await? {
        if bound_to.as_ref().is_some_and(|code| *code != line.borough) {
            continue;
        }
        let check = app.store.last_check(line.asset).await?;
        let judgement = check.and_then(|check| serde_json::from_str::<Judgement>(&check.judgement).ok());
        let promises =
            Promise::ALL.map(|promise| judgement.as_ref().map(|judgement| judgement.standing(promise)));
        let next = match judgement.and_then(|judgement| judgement.next) {
            None => None,
            Some(next) => {
                let known = app.store.findings_of(line.asset).await?;
                let since = known.iter().find(|finding| finding.watched.check == next.check);
                Some((next.title, since.map(|finding| finding.watched.first_seen)))
            }
        };
        bodies.push(Body { line, promises, next });
    }
    Ok(bodies)
}

fn sentence(bodies: &[Body]) -> String {
    let looked_at = bodies.iter().filter(|body| body.line.checked_at.is_some()).count() as u64;
    let not_kept =
        bodies.iter().filter(|body| body.promises.contains(&Some(PromiseState::NotKept))).count() as u64;
    if looked_at == 0 {
        return "None of the public bodies was looked at yet. The first looks are made within the hour."
            .to_owned();
    }
    let with = match not_kept {
        0 => "none of them has a promise that is not kept".to_owned(),
        1 => "one of them has a promise that is not kept".to_owned(),
        many => format!("{} of them have a promise that is not kept", words::number(many)),
    };
    format!(
        "{} looked at by their public records; {with}.",
        words::counted(looked_at, "public body was", "public bodies were")
    )
}

const HEADINGS: [&str; 10] = [
    "Body",
    "Kind",
    "Domain",
    "Mail",
    "Website",
    "Nothing open",
    "Name",
    "The next thing",
    "Since",
    "Looked at",
];

/// Where the kind stands among the headings.
const KIND: usize = 1;

fn kind(body: &Body) -> &'static str {
    match body.line.kind.as_str() {
        "police" => "Police",
        "council" => "Council",
        "university" => "University",
        _ => "National",
    }
}

fn cells(app: &App, body: &Body) -> [String; 10] {
    let state = |place: usize| words::promise(body.promises.get(place).copied().flatten()).to_owned();
    let (next, since) = match &body.next {
        Some((title, since)) => (title.clone(), since.map(|at| words::day(app, at)).unwrap_or_default()),
        None => (String::new(), String::new()),
    };
    [
        body.line.name.clone(),
        kind(body).to_owned(),
        body.line.domain.to_unicode(),
        state(0),
        state(1),
        state(2),
        state(3),
        next,
        since,
        body.line.checked_at.map_or("not yet".to_owned(), |at| words::day(app, at)),
    ]
}

fn table(app: &App, bodies: &[Body]) -> DataTable {
    let rows = bodies.iter().map(|body| {
        let mut cells: Vec<Cell> = cells(app, body).map(Cell::from).to_vec();
        for (cell, state) in cells.iter_mut().skip(3).zip(body.promises) {
            *cell = Content::from(words::promise_tag(state)).into();
        }
        // A body's kind is plain from its name; the file has it.
        cells.remove(KIND);
        cells
    });
    let headings = HEADINGS.iter().enumerate().filter(|(place, _)| *place != KIND);
    DataTable {
        id: "bodies".to_owned(),
        caption: format!("Public bodies: {}", bodies.len()),
        columns: headings.map(|(_, heading)| (*heading).into()).collect(),
        rows: rows.collect(),
    }
}

/// How many bodies keep each promise.
fn picture(bodies: &[Body]) -> Result<Option<Figure>, Problem> {
    use press::{Part, StripChart, StripRow};
    if bodies.iter().all(|body| body.line.checked_at.is_none()) {
        return Ok(None);
    }
    let states =
        [PromiseState::Kept, PromiseState::Partly, PromiseState::NotKept, PromiseState::CouldNotCheck];
    let rows = Promise::ALL.into_iter().enumerate().map(|(place, promise)| {
        let parts = states.into_iter().filter_map(|state| {
            let weight = bodies
                .iter()
                .filter(|body| body.promises.get(place).copied().flatten() == Some(state))
                .count();
            (weight > 0).then(|| Part { state, weight: weight as u64, name: String::new() })
        });
        StripRow { label: words::promise_name(promise).to_owned(), parts: parts.collect() }
    });
    let title = "How their promises stand";
    let chart = StripChart {
        id: figure_id("bodies-strip")?,
        title: title.to_owned(),
        label_heading: "Promise".to_owned(),
        part_heading: "Bodies".to_owned(),
        weight_heading: Some("How many".to_owned()),
        rows: rows.collect(),
    };
    Ok(Some(pictures::figure("bodies-figure", title, &chart, "/desk/city/public-bodies.csv".to_owned())))
}
