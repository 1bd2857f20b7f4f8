//! Hand-overs of a case, on the desk: which there are, deciding one, what would leave, and what became of it.

mod choosing;
mod one;
mod steps;
mod waiting;

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use centre::case::{self, Refusal};
use centre::policy::Act;
use terms::{CaseId, PackId};

pub(crate) use choosing::{choose, decide};
pub(crate) use one::{outcomes, package, paper, show};
pub(crate) use steps::{AnswerSent, answered, consented, dropped, noted, sent};
pub(crate) use waiting::waiting;

use super::members::link;
use super::{frame, may, sentence, words};
use crate::app::App;
use crate::caller::Caller;
use crate::casework::open_for;
use crate::face::components::{Breadcrumbs, Cell, Crumb, Select, SelectItem};
use crate::face::house::{DataTable, EmptyState};
use crate::face::{Chrome, Page};
use crate::handing::{self, destinations};
use crate::problem::Problem;

/// Why the reads are in the ledger.
const WHY: &str = "hand-overs of the case";

#[derive(Template)]
#[template(path = "desk/packs/list.html")]
struct ListPage {
    chrome: Chrome,
    crumbs: Breadcrumbs,
    packs: Option<DataTable>,
    nothing: EmptyState,
    choose: Option<(String, Select)>,
}

/// `GET /desk/cases/{case}/packs`. The read is in the ledger first.
///
/// # Errors
/// When there is no such case, or the read could not be logged.
pub(crate) async fn list(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(id): Path<CaseId>,
) -> Result<Response, Problem> {
    let opened = open_for(&app, &caller.actor(), id, WHY).await?;
    let packs = app.store.packs_of_case(id).await?;
    let rows: Vec<Vec<Cell>> = packs
        .iter()
        .filter_map(|kept| Some((kept, opened.case.pack(kept.id)?)))
        .map(|(kept, stands)| row(&app, kept, stands))
        .collect();
    let works = may(caller.role, Act::WorkCase) && !opened.case.stage().is_finished();
    let page = ListPage {
        chrome: frame(&app, &caller, "Hand-overs", "/desk/cases"),
        crumbs: crumbs(id, &opened.kept.reference.to_string(), None),
        packs: (!rows.is_empty()).then(|| table(rows)),
        nothing: EmptyState {
            title: "Nothing was handed over".into(),
            text: "Choose a body below. You see what it would get before anything is asked or sent.".into(),
            ..EmptyState::default()
        },
        choose: works.then(|| (format!("{}/new", address(id)), chosen_from(&app))),
    };
    Ok(Page::new(page).into_response())
}

fn row(app: &App, kept: &store::Pack, stands: &case::Pack) -> Vec<Cell> {
    let name = handing::destination(app, &format!("{}:{}", kept.recipient, kept.body))
        .map_or_else(|| kept.body.clone(), |to| to.spoken());
    let due = kept.reply_due.filter(|_| kept.state == store::PackState::Sent);
    vec![
        Cell::from(link(&format!("{}/{}", address(kept.case), kept.id), &name)),
        Cell::from(handing::words::step(stands.step, stands.consent)),
        Cell::from(handing::words::ground(stands.ground)),
        Cell::from(words::moment(app, stands.since)),
        Cell::from(due.map_or(String::new(), |at| handing::words::due(app, at))),
        Cell::from(kept.reference.clone().unwrap_or_default()),
    ]
}

fn table(rows: Vec<Vec<Cell>>) -> DataTable {
    DataTable {
        id: "packs".to_owned(),
        caption: "Hand-overs of this case".to_owned(),
        columns: ["To", "How it stands", "On what ground", "Since", "Answer due", "Reference"]
            .map(Into::into)
            .to_vec(),
        rows,
    }
}

fn chosen_from(app: &App) -> Select {
    Select {
        name: "to".to_owned(),
        label: "Hand over to".into(),
        items: destinations(app).iter().map(|to| SelectItem::new(to.value(), to.spoken())).collect(),
        ..Select::default()
    }
}

/// The address of a case's hand-overs.
fn address(case: CaseId) -> String {
    format!("/desk/cases/{case}/packs")
}

fn crumbs(case: CaseId, reference: &str, last: Option<&str>) -> Breadcrumbs {
    let mut items = vec![
        Crumb::new("Queue", "/desk/queue"),
        Crumb::new(reference, format!("/desk/cases/{case}")),
        Crumb::new("Hand-overs", if last.is_some() { address(case) } else { String::new() }),
    ];
    items.extend(last.map(|last| Crumb::new(last, "")));
    Breadcrumbs { items, ..Breadcrumbs::default() }
}

/// The pack that an address names; nonsense is no pack.
fn pack_id(text: &str) -> Result<PackId, Problem> {
    text.parse().map_err(|_| Problem::not_found())
}

/// A refusal, told as what to do instead.
fn refused(refusal: &Refusal) -> Problem {
    Problem::clash(sentence(&refusal.to_string()))
}
