//! Help now for other centres and their programs: the problems, and the playbooks in CACAO 2.0.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;

use super::body::{Answer, as_json};
use crate::app::App;
use crate::problem::Problem;

/// Who may see a playbook that anybody can fetch (TLP 2.0).
const FOR_EVERYBODY: &str = "TLP:CLEAR";

/// What goes wrong, and the playbooks.
#[derive(Debug, Serialize, ToSchema)]
pub struct HelpAnswer {
    /// In the order of the page.
    problems: Vec<ProblemShape>,
    /// By name.
    playbooks: Vec<PlaybookShape>,
}

/// A problem in plain words.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = HelpProblem)]
pub struct ProblemShape {
    /// Its name; its card is the page `/help/{id}`.
    #[schema(example = "false-bill")]
    id: String,
    /// What people read.
    title: String,
    /// The incident type as RSIT 1003 has it.
    #[schema(example = "fraud/masquerade")]
    incident_type: &'static str,
    /// `live`, `money`, `urgent`, `standard`, `safety` or `child`.
    urgency: &'static str,
    /// The name of its playbook; none for what is only signposted.
    playbook: Option<String>,
}

/// A playbook.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Playbook)]
pub struct PlaybookShape {
    /// Its name.
    #[schema(example = "ransomware")]
    name: String,
    /// Its id in CACAO.
    id: String,
    /// When this version was made.
    modified: String,
    /// What people call it.
    title: String,
}

/// Everything that Help now knows of, for programs that show it elsewhere.
#[utoipa::path(get, path = "/api/v1/help", tag = "help", security(()), responses(
    (status = 200, description = "The problems and the playbooks.", body = HelpAnswer),
))]
pub async fn list(State(app): State<Arc<App>>) -> Answer<HelpAnswer> {
    let guide = app.guide.guide();
    let problems = guide.problems.all().iter().map(|problem| ProblemShape {
        id: problem.id.clone(),
        title: problem.title.clone(),
        incident_type: problem.incident.name(),
        urgency: problem.urgency.name(),
        playbook: problem.playbook.clone(),
    });
    let open = guide.playbooks.all().iter().filter(|playbook| is_for_everybody(playbook));
    let playbooks = open.map(|playbook| PlaybookShape {
        name: playbook.name.clone(),
        id: playbook.id.clone(),
        modified: playbook.modified.clone(),
        title: playbook.title.clone(),
    });
    Answer::ok(HelpAnswer { problems: problems.collect(), playbooks: playbooks.collect() })
}

/// One playbook as a CACAO 2.0 object.
///
/// # Errors
/// When there is none of this name that anybody may see.
#[utoipa::path(get, path = "/api/v1/help/playbooks/{playbook}", tag = "help", security(()),
    params(("playbook" = String, Path, description = "Its name.")), responses(
    (status = 200, description = "The playbook, CACAO 2.0.", body = serde_json::Value),
    (status = 404, description = "There is none of this name."),
))]
pub async fn playbook(State(app): State<Arc<App>>, Path(name): Path<String>) -> Result<Response, Problem> {
    let guide = app.guide.guide();
    let playbook = guide.playbooks.get(&name).filter(|playbook| is_for_everybody(playbook));
    let playbook = playbook.ok_or_else(Problem::not_found)?;
    let text = serde_json::to_string_pretty(&playbook.to_cacao()).map_err(Problem::broken)?;
    Ok(as_json(StatusCode::OK, text))
}

fn is_for_everybody(playbook: &centre::playbook::Playbook) -> bool {
    playbook.tlp.as_ref().is_some_and(|tlp| tlp.level == FOR_EVERYBODY)
}
