//! The evidence of a case: what came with its reports, who had it in hand, and what keeps it from erasing.
//!
//! An original is never shown. What is shown is an inert copy; whoever takes the original away says why, and that stands in
//! the chain before the first byte leaves.

mod custody;
mod holds;
mod item;
mod list;

pub(crate) use holds::{
    ask as ask_for_hold, confirm as confirm_hold, lift as ask_to_lift_hold, lifted as lift_hold,
};
pub(crate) use item::{lock, original, show as show_item, shown};
pub(crate) use list::show;

use axum::extract::Path;
use centre::roles::Role;
use serde::Deserialize;
use store::{EvidenceItem, Report};
use terms::{CaseId, EvidenceId};

use crate::app::App;
use crate::caller::Caller;
use crate::face::components::{Breadcrumbs, Crumb};
use crate::pages::tell::parts;
use crate::problem::Problem;

/// A case and one of its files, as an address names them.
#[derive(Debug, Clone, Copy, Deserialize)]
pub struct OfCase {
    case: CaseId,
    item: EvidenceId,
}

/// What was just done, as the address says it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct EvidenceAsked {
    done: String,
}

type Named = Path<OfCase>;

fn address(case: CaseId) -> String {
    format!("/desk/cases/{case}/evidence")
}

/// Whether somebody may have what is locked.
fn even_locked(caller: &Caller) -> bool {
    caller.role == Role::SafeguardingLead
}

/// The files of a case, in the order of its reports.
async fn items(app: &App, reports: &[Report]) -> Result<Vec<EvidenceItem>, Problem> {
    let mut items = Vec::new();
    for report in reports {
        items.extend(app.store.items_of_report(report.id).await?);
    }
    Ok(items)
}

/// The file of this case that the address names. One of another case is not found: whoever may see this case may not see that
/// one for it.
async fn item_of(app: &App, of: OfCase) -> Result<EvidenceItem, Problem> {
    let reports = app.store.reports_of_case(of.case).await?;
    item_among(app, &reports, of).await
}

async fn item_among(app: &App, reports: &[Report], of: OfCase) -> Result<EvidenceItem, Problem> {
    let found = items(app, reports).await?.into_iter().find(|item| item.id == of.item);
    found.ok_or_else(Problem::not_found)
}

/// The name that its sender gave it, with what cannot be seen made visible.
pub(super) fn name(item: &EvidenceItem) -> String {
    match &item.facts {
        Some(facts) => parts::shown(&facts.name),
        None => "File that was destroyed".to_owned(),
    }
}

fn crumbs(case: CaseId, reference: &str, last: &str) -> Breadcrumbs {
    let mut items =
        vec![Crumb::new("Queue", "/desk/queue"), Crumb::new(reference, format!("/desk/cases/{case}"))];
    if last.is_empty() {
        items.push(Crumb::new("Evidence", ""));
    } else {
        items.extend([Crumb::new("Evidence", address(case)), Crumb::new(last, "")]);
    }
    Breadcrumbs { items, ..Breadcrumbs::default() }
}
