//! Who had which file in hand, as a table, and whether the chain is whole.

use centre::ledger::Actor;
use evidence::custody::Act;
use store::{CustodyStep, EvidenceItem};
use terms::CaseId;

use super::name;
use crate::app::App;
use crate::face::components::{Cell, Table, Tag};
use crate::pages::desk::words::{self, Names};
use crate::problem::Problem;

/// What was done, as a sentence without its subject.
fn said(act: Act) -> &'static str {
    match act {
        Act::Collect => "came in",
        Act::Read => "was looked at",
        Act::Copy => "was copied",
        Act::Export => "was put into a package",
        Act::HandOver => "was handed over",
        Act::Return => "came back",
        Act::Destroy => "was destroyed",
    }
}

/// The steps of a case, the newest first.
pub(super) async fn table(
    app: &App,
    steps: &[CustodyStep],
    items: &[EvidenceItem],
) -> Result<Table, Problem> {
    let actors: Vec<Actor> = steps.iter().filter_map(|step| step.step.by.parse().ok()).collect();
    let names = Names::of(app, &actors).await?;
    let row = |step: &CustodyStep| -> Vec<Cell> {
        let item = items.iter().find(|item| *item.id.0.as_bytes() == step.step.item);
        let who = step.step.by.parse().map_or_else(|_| step.step.by.clone(), |actor| names.who(&actor));
        vec![
            Cell::number(step.step.sequence),
            words::moment(app, step.step.at).into(),
            item.map_or_else(|| "a file".to_owned(), name).into(),
            said(step.step.act).into(),
            who.into(),
            step.words.clone().unwrap_or_default().into(),
        ]
    };
    Ok(Table {
        caption: "Who had what in hand".to_owned(),
        caption_classes: "govuk-table__caption--m".into(),
        head: ["No.", "When", "File", "What", "Who", "Why"].map(Cell::from).to_vec(),
        rows: steps.iter().rev().map(row).collect(),
        ..Table::default()
    })
}

/// Whether every step of the chain is the one that was written.
pub(super) async fn whole(app: &App, case: CaseId) -> Result<(Tag, String), Problem> {
    let tag =
        |text: &str, classes: &str| Tag { text: text.into(), classes: classes.into(), ..Tag::default() };
    Ok(match app.store.verify_custody(case).await? {
        Ok(0) => (tag("Empty", "govuk-tag--grey"), "Nothing came with the reports of this case.".to_owned()),
        Ok(steps) => {
            let words = words::counted(steps, "step was", "steps were");
            (tag("Whole", "govuk-tag--green"), format!("{words} checked, each with its hash."))
        }
        Err(broken) => (
            tag("Broken", "govuk-tag--red"),
            format!("{broken}. Tell a manager now: somebody changed what was written down."),
        ),
    })
}
