//! All playbooks.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use centre::playbook::Playbook;
use store::PlaybookVersion;

use super::super::members::link;
use super::super::{frame, words};
use crate::app::App;
use crate::caller::Caller;
use crate::face::components::Cell;
use crate::face::house::DataTable;
use crate::face::{Chrome, Page};
use crate::problem::Problem;

#[derive(Template)]
#[template(path = "desk/playbooks.html")]
struct ListPage {
    chrome: Chrome,
    table: DataTable,
}

/// `GET /desk/playbooks`
///
/// # Errors
/// When the store fails.
pub async fn list(State(app): State<Arc<App>>, caller: Caller) -> Result<Response, Problem> {
    let kept = app.store.playbooks_in_force().await?;
    let guide = app.guide.guide();
    let used = |name: &str| {
        guide.problems.all().iter().filter(|problem| problem.playbook.as_deref() == Some(name)).count()
    };
    let rows = guide.playbooks.all().iter().map(|playbook| {
        let own = kept.iter().find(|version| version.name == playbook.name && version.body.is_some());
        row(&app, playbook, own, used(&playbook.name))
    });
    let table = DataTable {
        id: "playbooks".to_owned(),
        caption: "Playbooks".to_owned(),
        columns: vec![
            "Playbook".into(),
            "Version".into(),
            "Whose".into(),
            crate::face::house::Column { is_numeric: true, .."Problems that lead here".into() },
        ],
        rows: rows.collect(),
    };
    let chrome = frame(&app, &caller, "Playbooks", "/desk/playbooks");
    Ok(Page::new(ListPage { chrome, table }).into_response())
}

fn row(app: &App, playbook: &Playbook, own: Option<&PlaybookVersion>, used: usize) -> Vec<Cell> {
    let whose = match own {
        Some(version) => format!("ours, since {}", words::day(app, version.at)),
        None => "as delivered".to_owned(),
    };
    vec![
        Cell::from(link(&format!("/desk/playbooks/{}", playbook.name), &playbook.title)),
        Cell::from(playbook.modified.as_str()),
        Cell::from(whose),
        Cell::number(used),
    ]
}
