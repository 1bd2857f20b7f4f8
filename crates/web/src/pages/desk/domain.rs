//! A member's domain as staff see it: the last look, what it found, and how it went before.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use checkup::{Fact, Judgement};
use press::Figure as _;
use store::{Asset, Check, Noun};
use terms::AssetId;

use super::member::{POINTS, seen};
use super::pictures::{csv_file, figure, promises_over_time};
use super::{frame, told, words};
use crate::app::App;
use crate::caller::Caller;
use crate::face::components::{Breadcrumbs, Cell, Crumb, Details, SummaryList, SummaryRow, Table};
use crate::face::content::Content;
use crate::face::house::{Figure, PasteLine, PromiseTile, PromiseTiles};
use crate::face::{Chrome, Page};
use crate::problem::Problem;

#[derive(Template)]
#[template(path = "desk/domain.html")]
struct DomainPage {
    chrome: Chrome,
    crumbs: Breadcrumbs,
    about: SummaryList,
    look: Option<Look>,
    picture: Option<Figure>,
}

/// The last look, as the page shows it.
struct Look {
    tiles: PromiseTiles,
    next: Option<NextStep>,
    findings: Option<Table>,
    not_checked: Vec<(String, String)>,
    facts: Details,
}

/// What we would tell the member to do next, for an officer on the telephone.
struct NextStep {
    title: String,
    why: String,
    who: String,
    minutes: u16,
    steps: Vec<String>,
    place: Option<String>,
    paste: Option<PasteLine>,
    proof: String,
}

/// Shows a domain. The read is in the ledger first.
///
/// # Errors
/// When there is no such domain, or the read could not be logged.
pub async fn show(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(asset): Path<AssetId>,
) -> Result<Response, Problem> {
    let asset = logged(&app, &caller, asset).await?;
    let check = app.store.last_check(asset.id).await?;
    let checks = app.store.checks_of(asset.id, POINTS).await?;
    let firm = app.store.organisation(asset.organisation).await?.ok_or_else(Problem::not_found)?;
    let picture = (!checks.is_empty()).then(|| {
        let chart = promises_over_time(&app, "promises-over-time", &checks, app.now())?;
        let csv = format!("/desk/domains/{}/promises.csv", asset.id);
        Ok::<_, Problem>(figure("promises-figure", "Promises kept over time", &chart, csv))
    });
    let name = asset.domain.to_string();
    let firm_path = format!("/desk/members/{}", firm.id);
    Ok(Page::new(DomainPage {
        chrome: frame(&app, &caller, name.clone(), &format!("/desk/members/{}/domain", firm.id)),
        crumbs: Breadcrumbs {
            items: vec![
                Crumb::new("Members", "/desk/members"),
                Crumb::new(firm.name.as_str(), firm_path),
                Crumb::new(name, ""),
            ],
            ..Breadcrumbs::default()
        },
        about: about(&app, &asset, check.as_ref()),
        look: check.as_ref().map(|check| look(&app, check)).transpose()?,
        picture: picture.transpose()?,
    })
    .into_response())
}

/// The domain, once the ledger has the read.
async fn logged(app: &App, caller: &Caller, id: AssetId) -> Result<Asset, Problem> {
    let asset = app.store.asset(id).await?.ok_or_else(Problem::not_found)?;
    let seen = seen(asset.organisation, Noun::Asset, id);
    app.store.log_read(&caller.actor(), &seen, "domain on the desk", app.now()).await.map_err(told)?;
    Ok(asset)
}

fn about(app: &App, asset: &Asset, check: Option<&Check>) -> SummaryList {
    let moment = |at: terms::Timestamp| format!("{} ({})", words::moment(app, at), words::distance(app, at));
    let proved = asset.proved_at.map_or("not yet".to_owned(), moment);
    let mut rows = vec![
        SummaryRow::new("Worst promise", words::promise_tag(asset.promise)),
        SummaryRow::new("Last looked at", asset.checked_at.map_or("never".to_owned(), moment)),
        SummaryRow::new("Next look", moment(asset.due_at)),
        SummaryRow::new("Added", words::day(app, asset.added_at)),
        SummaryRow::new("Proved to be theirs", proved),
    ];
    if let Some(check) = check {
        let changed = if check.changed { "yes" } else { "no" };
        rows.push(SummaryRow::new("Answers differ from the look before", changed));
    }
    SummaryList { rows, ..SummaryList::default() }
}

fn look(app: &App, check: &Check) -> Result<Look, Problem> {
    let judgement: Judgement = serde_json::from_str(&check.judgement).map_err(Problem::broken)?;
    let tiles = judgement.promises.iter().map(|standing| PromiseTile {
        promise: standing.promise,
        state: standing.state,
        sentence: standing.reason.as_str().into(),
        href: String::new(),
        heading_level: 3,
        words: Default::default(),
    });
    Ok(Look {
        tiles: PromiseTiles { tiles: tiles.collect() },
        next: next_step(&judgement),
        findings: (!judgement.findings.is_empty()).then(|| findings(&judgement)),
        not_checked: judgement.not_checked.iter().map(|n| (title_of(&n.check), n.reason.clone())).collect(),
        facts: Details {
            summary: "Every record that was seen".into(),
            content: Content::of(&Facts { facts: &facts(app, &judgement) }),
            ..Details::default()
        },
    })
}

fn title_of(check: &str) -> String {
    checkup::catalogue::entry(check).map_or(check, |entry| entry.title).to_owned()
}

fn next_step(judgement: &Judgement) -> Option<NextStep> {
    let next = judgement.next.as_ref()?;
    Some(NextStep {
        title: next.title.clone(),
        why: next.why.clone(),
        who: next.who.clone(),
        minutes: next.minutes,
        steps: next.steps.clone(),
        place: next.paste.as_ref().map(|paste| paste.where_.clone()),
        paste: next.paste.as_ref().map(|paste| PasteLine {
            label: format!("{} {}", paste.kind, paste.name),
            line: paste.value.clone(),
            ..PasteLine::default()
        }),
        proof: next.see_it_worked.clone(),
    })
}

fn findings(judgement: &Judgement) -> Table {
    let row = |finding: &terms::Finding| {
        vec![
            Cell::from(title_of(&finding.check)),
            Cell::from(finding.severity.word()),
            Cell::from(words::promise_name(finding.promise)),
            Cell::from(finding.seen.as_str()),
            Cell::from(finding.check.as_str()),
        ]
    };
    Table {
        caption: "What was found".to_owned(),
        caption_classes: "govuk-table__caption--m".into(),
        head: ["What", "How much it matters", "Promise", "Seen", "Check"].map(Cell::from).to_vec(),
        rows: judgement.findings.iter().map(row).collect(),
        first_cell_is_header: true,
        ..Table::default()
    }
}

/// One question and its answer.
struct FactShown {
    question: String,
    outcome: String,
    records: Vec<String>,
    asked: String,
}

#[derive(Template)]
#[template(path = "desk/_facts.html")]
struct Facts<'a> {
    facts: &'a [FactShown],
}

fn facts(app: &App, judgement: &Judgement) -> Vec<FactShown> {
    let shown = |fact: &Fact| FactShown {
        question: fact.question.clone(),
        outcome: fact.outcome.words().to_owned(),
        records: fact.records.clone(),
        asked: format!(
            "{}, {} ms, {}",
            words::moment(app, fact.asked_at),
            words::number(u64::from(fact.milliseconds)),
            fact.server
        ),
    };
    judgement.facts.iter().map(shown).collect()
}

/// How many promises of a domain were kept over time, as a file.
///
/// # Errors
/// When there is no such domain, or the read could not be logged.
pub async fn promises_file(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(asset): Path<AssetId>,
) -> Result<Response, Problem> {
    let asset = logged(&app, &caller, asset).await?;
    let checks = app.store.checks_of(asset.id, POINTS).await?;
    let chart = promises_over_time(&app, "promises-over-time", &checks, app.now())?;
    csv_file("promises.csv", chart.csv())
}
