//! The queue: what comes next, by harm and by the nearest clock. No name of a reporter stands here.

use std::collections::BTreeMap;
use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use centre::case::{Deed, Stage};
use centre::clock_words::Distance;
use centre::roles::Role;
use serde::{Deserialize, Serialize};
use store::{HeldBy, QueueFilter};
use terms::{CaseId, PersonId};
use utoipa::{IntoParams, ToSchema};

use super::asked::Asked;
use super::cases::words::{category, short_severity, state, urgency};
use super::cases::{due_in_words, holders};
use super::{frame, news, words};
use crate::app::App;
use crate::caller::Caller;
use crate::casework::{Glance, Who, glances, tell};
use crate::face::components::{Button, NotificationBanner, PageStep, Pagination, Select, SelectItem};
use crate::face::house::EmptyState;
use crate::face::{Chrome, Page};
use crate::problem::Problem;
use crate::sent::{Nothing, Sent};

/// Lines on a page.
pub const LINES: u32 = 25;
/// So many cases are tried when somebody takes the next one and others are faster.
const MOST_TRIES: u32 = 10;

/// Which cases.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, IntoParams, ToSchema)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct QueueSearch {
    /// `mine`, `nobody`, or nothing for everybody's.
    #[param(required = false)]
    pub held: String,
    /// A state: `received`, `triaged`, `assigned`, `in_progress`, `waiting_reporter`, `waiting_third_party`, `resolved`.
    #[param(required = false)]
    pub state: String,
    /// The case after which to read on.
    #[param(required = false)]
    pub after: String,
}

/// What the page's address asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct QueueAsked {
    held: String,
    state: String,
    after: String,
    done: String,
}

#[derive(Template)]
#[template(path = "desk/queue.html")]
struct QueuePage {
    chrome: Chrome,
    news: Option<NotificationBanner>,
    summary: String,
    held: Select,
    state: Select,
    lines: Vec<Line>,
    nothing: EmptyState,
    pages: Pagination,
}

/// A case in the queue.
struct Line {
    href: String,
    reference: String,
    due: String,
    is_late: bool,
    is_flagged: bool,
    is_unanswered: bool,
    severity: &'static str,
    urgency: &'static str,
    category: String,
    by: &'static str,
    problem: String,
    borough: String,
    holder: String,
    state: &'static str,
    waiting: String,
    more: String,
}

impl QueueSearch {
    /// The question to the store.
    ///
    /// # Errors
    /// When a filter has a value that there is not.
    pub fn filter(&self, caller: &Caller) -> Result<QueueFilter, Problem> {
        let me = caller.person()?.person;
        let held = match self.held.as_str() {
            "" => HeldBy::Anybody,
            "mine" => HeldBy::Person(me),
            "nobody" => HeldBy::Nobody,
            _ => return Err(Problem::does_not_fit("Choose mine, nobody's or everybody's.")),
        };
        let state = match self.state.as_str() {
            "" => None,
            word => {
                let stage: Stage =
                    word.parse().map_err(|_| Problem::does_not_fit("There is no such state."))?;
                Some(stage.name().to_owned())
            }
        };
        Ok(QueueFilter { held, state, restricted: sees_guarded(caller), reader: Some(me) })
    }

    fn address(&self) -> String {
        let query = serde_html_form::to_string(self).unwrap_or_default();
        let kept: Vec<&str> = query.split('&').filter(|part| !part.ends_with('=')).collect();
        if kept.is_empty() { "/desk/queue".to_owned() } else { format!("/desk/queue?{}", kept.join("&")) }
    }
}

/// Whether somebody sees the cases that touch somebody's safety, whoever holds them.
pub(crate) fn sees_guarded(caller: &Caller) -> bool {
    matches!(caller.role, Role::SafeguardingLead | Role::Manager)
}

/// One page of the queue, and whether there is more.
///
/// # Errors
/// When the store fails, or the address names no case.
pub(crate) async fn lines_of(
    app: &App,
    caller: &Caller,
    search: &QueueSearch,
    limit: u32,
) -> Result<(Vec<Glance>, bool), Problem> {
    let filter = search.filter(caller)?;
    let after = match search.after.as_str() {
        "" => None,
        id => {
            let id: CaseId = id.parse().map_err(|_| Problem::not_found())?;
            app.store.case(id).await?.map(|case| case.cursor())
        }
    };
    let mut cases = app.store.queue(&filter, after, limit + 1).await?;
    let has_more = cases.len() > limit as usize;
    cases.truncate(limit as usize);
    Ok((glances(app, &cases).await?, has_more))
}

/// `GET /desk/queue`
pub(crate) async fn show(
    State(app): State<Arc<App>>,
    caller: Caller,
    Asked(asked): Asked<QueueAsked>,
) -> Result<Response, Problem> {
    let search = QueueSearch { held: asked.held, state: asked.state, after: asked.after };
    let (glances, has_more) = lines_of(&app, &caller, &search, LINES).await?;
    let names = holders(&app, glances.iter().filter_map(|glance| glance.holder).collect()).await?;
    let (waiting, late) = app.store.queue_counts(sees_guarded(&caller), app.now()).await?;
    let next = glances.last().filter(|_| has_more).map(|last| PageStep {
        href: QueueSearch { after: last.id.to_string(), ..search.clone() }.address(),
        ..PageStep::default()
    });
    let narrows = !search.held.is_empty() || !search.state.is_empty();
    Ok(Page::new(QueuePage {
        chrome: frame(&app, &caller, "Queue", "/desk/queue"),
        news: done(&asked.done).map(news),
        summary: in_short(waiting, late),
        held: held_field(&search),
        state: state_field(&search),
        lines: glances.iter().map(|glance| line(&app, &caller, glance, &names)).collect(),
        nothing: nothing(narrows),
        pages: Pagination { next, label: "Pages of the queue".to_owned(), ..Pagination::default() },
    })
    .into_response())
}

/// How many stand in the queue, and how many of them are late, as a sentence.
pub(crate) fn in_short(waiting: u64, late: u64) -> String {
    let cases = words::counted(waiting, "case", "cases");
    let lates =
        if late == 0 { "none of them is late".to_owned() } else { format!("{} late", words::number(late)) };
    format!("{cases} in the queue, {lates}.")
}

fn done(what: &str) -> Option<&'static str> {
    match what {
        "flag" => Some(
            "The flag is up. The safeguarding lead and managers read the case now; it is no longer open to you.",
        ),
        "none" => Some("Nobody waits: every case has somebody."),
        _ => None,
    }
}

fn nothing(narrows: bool) -> EmptyState {
    let (title, text) = if narrows {
        ("No case fits", "Take a filter away to see the others.")
    } else {
        ("The queue is empty", "A new report appears here as soon as it is received.")
    };
    EmptyState {
        title: title.into(),
        text: text.into(),
        button: narrows.then(|| Button::link("Everybody's", "/desk/queue")),
        heading_level: None,
    }
}

fn held_field(search: &QueueSearch) -> Select {
    let items = [("", "Everybody's"), ("nobody", "Nobody's yet"), ("mine", "Mine")];
    Select {
        name: "held".to_owned(),
        label: "Whose".into(),
        items: items.map(|(value, text)| SelectItem::new(value, text)).to_vec(),
        value: search.held.clone(),
        ..Select::default()
    }
}

fn state_field(search: &QueueSearch) -> Select {
    let open = Stage::ALL.iter().filter(|stage| !matches!(stage, Stage::Closed | Stage::Rejected));
    let items = open.map(|at| SelectItem::new(at.name(), super::cases::words::stage(*at)));
    Select {
        name: "state".to_owned(),
        label: "State".into(),
        items: std::iter::once(SelectItem::new("", "Any")).chain(items).collect(),
        value: search.state.clone(),
        ..Select::default()
    }
}

fn line(app: &App, caller: &Caller, glance: &Glance, names: &BTreeMap<PersonId, String>) -> Line {
    let now = app.now();
    let me = caller.signed_in.as_ref().map(|me| me.person);
    let holder = match glance.holder {
        Some(person) if Some(person) == me => "you".to_owned(),
        Some(person) => names.get(&person).cloned().unwrap_or_default(),
        None => "nobody yet".to_owned(),
    };
    Line {
        href: format!("/desk/cases/{}", glance.id),
        reference: glance.reference.to_string(),
        due: due_in_words(app, glance.due.as_ref(), now),
        is_late: glance.is_late(now),
        is_flagged: glance.is_flagged,
        is_unanswered: glance.is_unanswered,
        severity: short_severity(glance.severity()),
        urgency: urgency(glance.urgency()),
        category: glance.category.as_ref().map_or("not known yet".to_owned(), |word| category(word.as_str())),
        by: if glance.is_corrected { "" } else { "we think" },
        problem: problem_of(app, glance),
        borough: words::borough(&app.region, &glance.borough),
        holder,
        state: state(glance.state),
        waiting: waiting(app, glance),
        more: match glance.children {
            0 => String::new(),
            count => format!("{} with it", words::counted(count as u64, "other case", "other cases")),
        },
    }
}

/// How long it has waited; of what only the day is kept, the day.
fn waiting(app: &App, glance: &Glance) -> String {
    if glance.by_day {
        return words::day(app, glance.received_at);
    }
    Distance::of(glance.received_at, app.now(), &app.region.time_zone).to_string()
}

/// The title of a case's problem.
pub(crate) fn problem_of(app: &App, glance: &Glance) -> String {
    app.guide
        .problems()
        .get(&glance.problem)
        .map_or_else(|| glance.problem.clone(), |known| known.title.clone())
}

/// `POST /desk/queue/next`: takes the first case that nobody holds. Of two who press at one moment each gets another.
pub(crate) async fn take_next(
    State(app): State<Arc<App>>,
    caller: Caller,
    Sent(_): Sent<Nothing>,
) -> Result<Response, Problem> {
    let search = QueueSearch { held: "nobody".to_owned(), ..QueueSearch::default() };
    let filter = search.filter(&caller)?;
    let who = Who::of(&caller)?;
    for case in app.store.queue(&filter, None, MOST_TRIES).await? {
        if tell(&app, &who, case.id, &[Deed::Taken {}.into()], None).await?.is_ok() {
            return Ok(Redirect::to(&format!("/desk/cases/{}?done=take", case.id)).into_response());
        }
    }
    Ok(Redirect::to("/desk/queue?done=none").into_response())
}
