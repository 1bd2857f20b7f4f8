//! Waves: cases that we think are one and the same thing. The machine groups and says why; a person merges, exactly, and can
//! take each merge back.

mod found;
mod merging;
mod seen;

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use centre::policy::Act;
use centre::roles::Role;
use centre::wave::Strength;
use serde::Deserialize;
use terms::CaseId;

pub use found::{Found, MOST_ROWS, Member, found};
pub use merging::{MOST_MERGED_AT_ONCE, Merged, merge, merged, unmerge};
pub use seen::{SeenBefore, seen_before};

use super::asked::Asked;
use super::{frame, may, words};
use crate::app::App;
use crate::caller::Caller;
use crate::face::components::{ErrorSummary, ErrorSummaryItem, NotificationBanner, Tag};
use crate::face::content::Content;
use crate::face::house::EmptyState;
use crate::face::{Chrome, Page};
use crate::problem::Problem;

/// Cases of one wave that are listed on the page; all of them can be merged.
pub const MOST_LISTED: usize = 25;

/// Where a case is on the desk.
pub fn case_href(case: CaseId) -> String {
    format!("/desk/cases/{case}")
}

/// Whether this person may see cases that touch somebody's safety without holding them.
pub(crate) fn sees_restricted(caller: &Caller) -> bool {
    matches!(caller.role, Role::SafeguardingLead | Role::Manager)
}

/// One case of a wave, ready to be read.
struct Line {
    case: CaseId,
    reference: String,
    href: String,
    problem: String,
    borough: String,
    received: String,
    severity: String,
    is_first: bool,
}

/// One wave, ready to be read.
struct Group {
    id: String,
    title: String,
    because: String,
    strength: Tag,
    about: String,
    first: String,
    why_first: String,
    parent: CaseId,
    lines: Vec<Line>,
    others: usize,
    more: usize,
}

/// One merge, ready to be taken back.
struct Taken {
    child: CaseId,
    child_href: String,
    child_reference: String,
    parent_href: String,
    parent_reference: String,
    since: String,
}

#[derive(Template)]
#[template(path = "desk/waves.html")]
struct WavesPage {
    chrome: Chrome,
    news: Option<NotificationBanner>,
    mistake: Option<ErrorSummary>,
    groups: Vec<Group>,
    nothing: EmptyState,
    taken: Vec<Taken>,
    is_cut: bool,
    steers: bool,
    most_at_once: usize,
}

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct WavesAsked {
    merged: Option<u32>,
    left: Option<u32>,
    apart: bool,
}

/// `GET /desk/waves`
///
/// # Errors
/// When the store fails.
pub async fn show(
    State(app): State<Arc<App>>,
    caller: Caller,
    Asked(asked): Asked<WavesAsked>,
) -> Result<Response, Problem> {
    let news = match (asked.merged, asked.left, asked.apart) {
        (Some(merged), Some(left), _) if left > 0 => Some(format!(
            "{} merged. {left} of the wave are left; press again to merge the next.",
            words::counted(u64::from(merged), "case is", "cases are")
        )),
        (Some(merged), ..) => Some(format!(
            "{} merged. What happens to each goes on there, and each merge can be taken back.",
            words::counted(u64::from(merged), "case is", "cases are")
        )),
        (None, _, true) => Some("The merge is taken back. Both cases are as if it had not been.".to_owned()),
        _ => None,
    };
    page(&app, &caller, news.as_deref().map(super::news), Vec::new()).await
}

/// The page, with what could not be done.
pub(super) async fn page(
    app: &App,
    caller: &Caller,
    news: Option<NotificationBanner>,
    refused: Vec<String>,
) -> Result<Response, Problem> {
    let restricted = sees_restricted(caller);
    let (found, is_cut) = found(app, restricted).await?;
    let taken = merged(app, restricted).await?;
    let mut chrome = frame(app, caller, "Waves", "/desk/waves");
    chrome.has_error = !refused.is_empty();
    let status = if refused.is_empty() { StatusCode::OK } else { StatusCode::CONFLICT };
    let page = WavesPage {
        news,
        mistake: (!refused.is_empty()).then(|| ErrorSummary {
            items: refused
                .iter()
                .map(|words| ErrorSummaryItem { text: words.as_str().into(), ..ErrorSummaryItem::default() })
                .collect(),
            ..ErrorSummary::default()
        }),
        groups: found.iter().enumerate().map(|(number, found)| group(app, number, found)).collect(),
        nothing: EmptyState {
            title: "We see no wave now".into(),
            text: "When two open cases name the same bank account, wallet, mailbox, number, profile or web address, they show here.".into(),
            ..EmptyState::default()
        },
        taken: taken.iter().map(|one| taken_line(app, one)).collect(),
        is_cut,
        steers: may(caller.role, Act::SteerSurge),
        most_at_once: MOST_MERGED_AT_ONCE,
        chrome,
    };
    Ok(Page::new(page).with_status(status).into_response())
}

fn group(app: &App, number: usize, found: &Found) -> Group {
    let first = &found.members[0];
    let (from, until) = found.span();
    let days = if words::day(app, from) == words::day(app, until) {
        format!("on {}", words::day(app, from))
    } else {
        format!("from {} to {}", words::day(app, from), words::day(app, until))
    };
    Group {
        id: format!("wave-{}", number + 1),
        title: format!("{} cases: {}", words::number(found.members.len() as u64), found.problem(app)),
        because: found.wave.because(),
        strength: strength(found.wave.strength),
        about: format!(
            "{} {days}. {}.",
            words::counted(found.members.len() as u64, "report", "reports"),
            found.boroughs(app)
        ),
        first: first.reference.to_string(),
        why_first: why_first(app, first),
        parent: first.case,
        lines: found
            .members
            .iter()
            .take(MOST_LISTED)
            .enumerate()
            .map(|(place, member)| line(app, place, member))
            .collect(),
        others: found.members.len() - 1,
        more: found.members.len().saturating_sub(MOST_LISTED),
    }
}

fn strength(strength: Strength) -> Tag {
    match strength {
        Strength::Strong => Tag { classes: "govuk-tag--green".into(), ..Tag::from("strong link") },
        Strength::Good => Tag { classes: "govuk-tag--yellow".into(), ..Tag::from("good link") },
    }
}

/// Why this one takes the others in.
fn why_first(app: &App, first: &Member) -> String {
    let severity = first.severity.to_uppercase();
    match first.due() {
        Some(due) => format!(
            "It is the most urgent of them ({severity}, due {}). It keeps its own urgency, which is the highest.",
            words::distance(app, due)
        ),
        None => format!(
            "It is the most urgent of them ({severity}). It keeps its own urgency, which is the highest."
        ),
    }
}

fn line(app: &App, place: usize, member: &Member) -> Line {
    Line {
        case: member.case,
        reference: member.reference.to_string(),
        href: case_href(member.case),
        problem: found::problem_title(app, &member.problem),
        borough: words::borough(&app.region, &member.borough),
        received: words::moment(app, member.received_at),
        severity: member.severity.to_uppercase(),
        is_first: place == 0,
    }
}

fn taken_line(app: &App, one: &Merged) -> Taken {
    Taken {
        child: one.child,
        child_href: case_href(one.child),
        child_reference: one.child_reference.clone(),
        parent_href: case_href(one.parent),
        parent_reference: one.parent_reference.clone(),
        since: words::moment(app, one.since),
    }
}

impl Line {
    fn tag(&self) -> Content {
        Tag::from(self.severity.as_str()).into()
    }
}
