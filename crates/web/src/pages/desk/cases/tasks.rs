//! What the team does, from the playbook of the problem: the script, step by step, and which steps are done.

use centre::playbook::{Answers, Audience, Playbook, Step, When};
use centre::problem::Problem as Trouble;
use store::PlaybookRun;
use terms::CaseId;

use crate::app::App;
use crate::caller::Caller;
use crate::pages::desk::words::{self as desk_words, Names};
use crate::problem::Problem;

/// A step of the team.
pub struct Task {
    /// Its id.
    pub id: String,
    /// What.
    pub name: String,
    /// What exactly, and why.
    pub text: String,
    /// When it is done, and how long it takes.
    pub when: String,
    /// Who did it, and when.
    pub done: Option<String>,
}

/// The steps of a case.
pub struct Tasks {
    /// The playbook's title.
    pub title: String,
    /// What to know about its version, where it was changed since.
    pub version: String,
    /// The steps.
    pub steps: Vec<Task>,
}

impl Tasks {
    /// How many are done, in words.
    pub fn how_far(&self) -> String {
        let done = self.steps.iter().filter(|step| step.done.is_some()).count();
        format!("{done} of {} done", self.steps.len())
    }
}

/// The playbook of a case's problem, as it counts now.
pub fn playbook_of(app: &App, problem: Option<&Trouble>) -> Option<Playbook> {
    app.guide.guide().playbooks.get(problem?.playbook.as_deref()?).cloned()
}

/// The steps of the team, pinned to the version with which the case began.
///
/// # Errors
/// When the store fails.
pub async fn tasks(
    app: &App,
    caller: &Caller,
    case: CaseId,
    problem: Option<&Trouble>,
    answers: Answers,
) -> Result<Option<Tasks>, Problem> {
    let Some(playbook) = playbook_of(app, problem) else { return Ok(None) };
    let run = match app.store.playbook_of_case(case).await? {
        Some(run) => run,
        None => {
            let (by, now) = (caller.actor(), app.now());
            app.store.begin_playbook(case, &playbook.id, &playbook.modified, &by, now).await?;
            app.store.playbook_of_case(case).await?.ok_or_else(Problem::not_found)?
        }
    };
    let newest = playbook.modified.clone();
    let pinned = app.guide.pinned(&app.store, &playbook.name, &run.modified).await?;
    let playbook = pinned.unwrap_or(playbook);
    let names = Names::of(app, run.ticks.iter().map(|tick| &tick.by)).await?;
    let mut steps = Vec::new();
    for when in When::ALL {
        for step in playbook.steps_for(Audience::ContactTeam, *when, answers) {
            steps.push(task(app, step, *when, &run, &names));
        }
    }
    let is_same = run.playbook == playbook.id && run.modified == newest;
    let version = if is_same {
        format!("Version of {}.", day_of(&run.modified))
    } else {
        format!(
            "This case began with the version of {}; the playbook was changed since ({}).",
            day_of(&run.modified),
            day_of(&newest)
        )
    };
    Ok(Some(Tasks { title: playbook.title.clone(), version, steps }))
}

/// The day of a moment that a playbook writes: `2026-11-27T09:00:00.000Z`.
fn day_of(moment: &str) -> String {
    let day = moment.get(..10).and_then(|day| day.parse().ok());
    day.map_or_else(|| moment.to_owned(), centre::clock_words::date_in_words)
}

fn task(app: &App, step: &Step, when: When, run: &PlaybookRun, names: &Names) -> Task {
    let tick = run.ticks.iter().find(|tick| tick.step == step.id);
    let when = match when {
        When::FirstHour => "in the first hour",
        When::FirstDay => "in the first day",
        When::Afterwards => "afterwards",
    };
    let minutes = step.minutes.map(|minutes| format!(", about {minutes} minutes")).unwrap_or_default();
    Task {
        id: step.id.clone(),
        name: step.name.clone(),
        text: [step.text(), step.why.clone()]
            .into_iter()
            .filter(|t| !t.is_empty())
            .collect::<Vec<_>>()
            .join(" "),
        when: format!("{when}{minutes}"),
        done: tick
            .map(|tick| format!("done by {}, {}", names.who(&tick.by), desk_words::moment(app, tick.at))),
    }
}
