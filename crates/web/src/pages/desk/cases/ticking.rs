//! Ticking steps of the playbook, and marking a case for the police's own count.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use terms::CaseId;

use super::Slip;
use super::show::{Asked, page};
use super::typed::{Mend, Typed};
use crate::app::App;
use crate::caller::Caller;
use crate::pages::desk::told;
use crate::problem::Problem;
use crate::sent::Sent;

/// The mark that says whether a hate report is a crime, for the police's count only. Never shown to the person.
pub(super) const CRIME: &str = "crime";
/// The setting that lets the mark be shown.
pub(super) const SHOW_CRIME: &str = "desk.hate_crime_mark";
/// The words of the mark.
pub(super) const CRIME_WORDS: [(&str, &str); 3] =
    [("crime", "Crime"), ("not_crime", "Not a crime"), ("police_decide", "For the police to decide")];
/// The most boxes of one form that are read.
const MOST_STEPS: usize = 100;

/// `POST /desk/cases/{case}/steps`: the boxes as they are now.
pub(crate) async fn tick(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(id): Path<CaseId>,
    Sent(typed): Sent<Typed>,
) -> Result<Response, Problem> {
    let run = app.store.playbook_of_case(id).await?.ok_or_else(Problem::not_found)?;
    let (by, now) = (caller.actor(), app.now());
    let known: Vec<&str> = typed.all("known").iter().map(String::as_str).take(MOST_STEPS).collect();
    let ticked: Vec<&str> = typed.all("step").iter().map(String::as_str).take(MOST_STEPS).collect();
    let guide = app.guide.guide();
    let name = guide.playbooks.by_id(&run.playbook).map(|playbook| playbook.name.clone());
    let playbook = match name {
        Some(name) => app.guide.pinned(&app.store, &name, &run.modified).await?,
        None => None,
    };
    for step in known {
        let is_of_it = playbook.as_ref().is_some_and(|playbook| playbook.steps.contains_key(step));
        let was = run.ticks.iter().any(|tick| tick.step == step);
        let is = ticked.contains(&step);
        if is_of_it && was != is {
            app.store.tick_step(id, step, is, &by, now).await.map_err(told)?;
        }
    }
    Ok(Redirect::to(&format!("/desk/cases/{id}?done=steps#steps")).into_response())
}

/// `POST /desk/cases/{case}/mark`
pub(crate) async fn mark(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(id): Path<CaseId>,
    Sent(typed): Sent<Typed>,
) -> Result<Response, Problem> {
    let value = typed.get("crime").to_owned();
    if !CRIME_WORDS.iter().any(|(word, _)| *word == value) {
        let mend = Mend { field: "crime", words: "Choose one of the three.".to_owned() };
        return page(&app, &caller, id, &Asked::default(), Slip::mend(&mend, typed)).await;
    }
    app.store.mark_case(id, CRIME, &value, &caller.actor(), app.now()).await.map_err(told)?;
    Ok(Redirect::to(&format!("/desk/cases/{id}?done=mark")).into_response())
}
