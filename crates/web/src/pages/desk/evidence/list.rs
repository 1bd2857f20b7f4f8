//! All files of a case, the chain of custody, and the holds.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use centre::policy::Act;
use store::EvidenceItem;
use terms::CaseId;

use super::holds::{HoldForms, forms};
use super::{EvidenceAsked, address, crumbs, custody, items, name};
use crate::app::App;
use crate::caller::Caller;
use crate::casework::open_for;
use crate::face::components::{Breadcrumbs, Button, Cell, ErrorSummary, NotificationBanner, Table, Tag};
use crate::face::{Chrome, Page};
use crate::pages::desk::asked::Asked;
use crate::pages::desk::members::link;
use crate::pages::desk::{frame, may, mistake, news, words};
use crate::problem::Problem;

#[derive(Template)]
#[template(path = "desk/evidence/list.html")]
struct EvidencePage {
    chrome: Chrome,
    crumbs: Breadcrumbs,
    news: Option<NotificationBanner>,
    mistake: Option<ErrorSummary>,
    reference: String,
    files: Table,
    is_empty: bool,
    chain: Tag,
    chain_words: String,
    steps: Table,
    holds: HoldForms,
    kept: String,
}

/// `GET /desk/cases/{case}/evidence`
///
/// # Errors
/// When there is no such case, or the read could not be logged.
pub(crate) async fn show(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(case): Path<CaseId>,
    Asked(asked): Asked<EvidenceAsked>,
) -> Result<Response, Problem> {
    page(&app, &caller, case, &asked, None).await
}

pub(super) async fn page(
    app: &App,
    caller: &Caller,
    case: CaseId,
    asked: &EvidenceAsked,
    slip: Option<(&str, String)>,
) -> Result<Response, Problem> {
    let opened = open_for(app, &caller.actor(), case, "evidence").await?;
    let items = items(app, &opened.reports).await?;
    let steps = app.store.custody_of(case).await?;
    let (chain, chain_words) = custody::whole(app, case).await?;
    let reference = opened.kept.reference.to_string();
    let status = if slip.is_some() { StatusCode::CONFLICT } else { StatusCode::OK };
    let mut chrome = frame(app, caller, format!("Evidence of {reference}"), &address(case));
    chrome.has_error = slip.is_some();
    let page = EvidencePage {
        crumbs: crumbs(case, &reference, ""),
        news: done(&asked.done).map(news),
        mistake: slip.map(|(field, words)| mistake(field, &words)),
        is_empty: items.is_empty(),
        files: files(app, case, &items),
        steps: custody::table(app, &steps, &items).await?,
        chain,
        chain_words,
        holds: forms(app, case, may(caller.role, Act::WorkCase)).await?,
        kept: kept(app, &opened.kept),
        reference,
        chrome,
    };
    Ok(Page::new(page).with_status(status).into_response())
}

fn done(what: &str) -> Option<&'static str> {
    match what {
        "asked" => Some(
            "The hold is asked for. A second person must confirm it within 14 days; until then nothing is erased.",
        ),
        "confirmed" => Some("The hold stands. Nothing of this case is erased until two people lift it."),
        "lifting" => Some("It is asked that the hold end. A second person must confirm it."),
        "lifted" => Some("The hold is over."),
        "locked" => Some("The file is locked. Only the safeguarding lead can have it now."),
        _ => None,
    }
}

fn files(app: &App, case: CaseId, items: &[EvidenceItem]) -> Table {
    let row = |item: &EvidenceItem| -> Vec<Cell> {
        let state = match (item.destroyed_at, item.locked_at) {
            (Some(at), _) => format!("destroyed {}", words::day(app, at)),
            (None, Some(_)) => "locked".to_owned(),
            (None, None) => "kept".to_owned(),
        };
        vec![
            link(&format!("{}/{}", address(case), item.id), &name(item)).into(),
            item.kind.words().into(),
            terms::size_in_words(item.bytes).into(),
            words::day(app, item.kept_at).into(),
            state.into(),
            item.facts.as_ref().map(|facts| facts.sha256.clone()).unwrap_or_default().into(),
        ]
    };
    Table {
        caption: "Files".to_owned(),
        caption_classes: "govuk-table__caption--m".into(),
        head: ["File", "What it is", "Size", "Came", "State", "SHA-256 of the original"]
            .map(Cell::from)
            .to_vec(),
        rows: items.iter().map(row).collect(),
        ..Table::default()
    }
}

/// How long it is kept, in words.
fn kept(app: &App, case: &store::Case) -> String {
    let rule = case.place.rule;
    match case.place.closed_at {
        None => "While the case is open everything is kept.".to_owned(),
        Some(at) if rule == store::RetentionRule::Police => format!(
            "The police have it: nothing goes before somebody asked them. Look again on {}.",
            words::day(app, rule.erase_at(at))
        ),
        Some(at) => format!(
            "The files are destroyed on {}, what was told on {}.",
            words::day(app, rule.destroy_evidence_at(at)),
            words::day(app, rule.erase_at(at))
        ),
    }
}
