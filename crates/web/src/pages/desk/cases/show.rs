//! The page of a case.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use centre::account::Account;
use centre::case::{Class, Stage};
use centre::problem::Problem as Trouble;
use serde::Deserialize;
use store::Reporter;
use terms::CaseId;

use super::account::unknown;
use super::clocks::{ClockLine, clocks, due_in_words, duty_lines, promised};
use super::deeds::{Form, was_read};
use super::drafts;
use super::fields::{Fields, FormShown};
use super::forms::{Around, colleagues, forms};
use super::history::{MessageShown, timeline};
use super::parts::{
    Kind, ReportShown, children, crime, evidence, facts, flags, goes_on_in, kind, mail, message_field,
    note_field, outcomes, packs, script_title, shown_reports, tags, to_report, wishes,
};
use super::tasks::{Tasks, tasks};
use super::{Slip, first_read};
use crate::app::App;
use crate::caller::Caller;
use crate::casework::{Opened, Who, open_for, tell};
use crate::face::components::{
    Breadcrumbs, Button, Crumb, ErrorSummary, NotificationBanner, Radios, Select, SummaryList, Table, Tag,
    Textarea, WarningText,
};
use crate::face::content::Content;
use crate::face::house::Timeline;
use crate::face::words::Words;
use crate::face::{Chrome, Page};
use crate::pages::desk::asked::Asked as AskedOf;
use crate::pages::desk::calls::CallPart;
use crate::pages::desk::waves::seen_before;
use crate::pages::desk::{frame, news};
use crate::problem::Problem;

/// Why a case is read, for the ledger.
const WHY: &str = "work on the case";

/// Checks of calls that are listed.
const CALLS: u32 = 3;

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    done: String,
    pub(super) draft: String,
}

#[derive(Template)]
#[template(path = "desk/case.html")]
struct CasePage {
    chrome: Chrome,
    crumbs: Breadcrumbs,
    path: String,
    news: Option<NotificationBanner>,
    mistake: Option<ErrorSummary>,
    refused: Option<String>,
    reference: String,
    tags: Vec<Tag>,
    is_by_rules: bool,
    due: String,
    is_late: bool,
    flags: Vec<(WarningText, &'static str)>,
    goes_on_in: Option<(String, String)>,
    facts: SummaryList,
    can_take: bool,
    can_resolve: bool,
    can_close: bool,
    reports: Vec<ReportShown>,
    unknown: Vec<String>,
    script_title: &'static str,
    tasks: Option<Tasks>,
    kind: Kind,
    messages: Vec<MessageShown>,
    drafts: Vec<(String, String)>,
    message: Textarea,
    to_report: Option<Select>,
    note: Textarea,
    clocks: Vec<ClockLine>,
    duties: Vec<ClockLine>,
    promised: Vec<String>,
    wishes: String,
    outcomes: Vec<String>,
    honest: Option<String>,
    crime: Option<Radios>,
    evidence: Option<Table>,
    seen_before: Content,
    copies: Vec<(String, String)>,
    packs: Vec<String>,
    children: Vec<(String, String)>,
    forms: Vec<FormShown>,
    call: CallPart,
    timeline: Timeline,
}

/// `GET /desk/cases/{case}`
pub(crate) async fn show(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(case): Path<CaseId>,
    AskedOf(asked): AskedOf<Asked>,
) -> Result<Response, Problem> {
    page(&app, &caller, case, &asked, Slip::default()).await
}

/// The page, with what was wrong about what was just sent from it.
pub(super) async fn page(
    app: &App,
    caller: &Caller,
    id: CaseId,
    asked: &Asked,
    slip: Slip,
) -> Result<Response, Problem> {
    let opened = opened(app, caller, id).await?;
    let problem = opened.reports.first().and_then(|report| app.guide.problems().get(&report.problem));
    let read = accounts(app, caller, &opened).await?;
    let page = drawn(app, caller, &opened, problem, read, asked, &slip).await?;
    Ok(Page::new(page).with_status(slip.status).into_response())
}

/// The case, read for whoever asks; the first read of all is in the case itself, for the reporter's page.
async fn opened(app: &App, caller: &Caller, id: CaseId) -> Result<Opened, Problem> {
    let opened = open_for(app, &caller.actor(), id, WHY).await?;
    if was_read(&opened.events) || opened.kept.erased_at.is_some() {
        return Ok(opened);
    }
    match tell(app, &Who::of(caller)?, id, &[first_read()], None).await? {
        Ok(after) => Ok(after),
        Err(_) => Ok(opened),
    }
}

/// What was said and by whom, report by report; each read is in the ledger first.
async fn accounts(
    app: &App,
    caller: &Caller,
    opened: &Opened,
) -> Result<Vec<(Account, Option<Reporter>)>, Problem> {
    let (by, now) = (caller.actor(), app.now());
    let mut read = Vec::new();
    for report in &opened.reports {
        let account = app.store.account_for(&by, report.id, WHY, now).await?;
        let account = account.and_then(|text| Account::read(&text).ok()).unwrap_or_default();
        let reporter = app.store.reporter_for(&by, report.id, WHY, now).await?;
        read.push((account, reporter));
    }
    Ok(read)
}

async fn drawn(
    app: &App,
    caller: &Caller,
    opened: &Opened,
    problem: Option<&Trouble>,
    read: Vec<(Account, Option<Reporter>)>,
    asked: &Asked,
    slip: &Slip,
) -> Result<CasePage, Problem> {
    let (now, case) = (app.now(), &opened.case);
    let path = format!("/desk/cases/{}", opened.kept.id);
    let f = Fields { typed: &slip.typed, faults: &slip.faults };
    let me = caller.person()?.person;
    let due = centre::case::Due::nearest(case, &opened.readings);
    let first = read.first().cloned().unwrap_or_default();
    let is_hate = case.triage.is_some_and(|triage| triage.class == Class::Hate);
    let mut chrome = frame(app, caller, title(opened, problem), "/desk/queue");
    chrome.has_error = !slip.faults.is_empty() || slip.refused.is_some();
    let around = Around {
        colleagues: colleagues(app, Some(me)).await?,
        slots: crate::pages::desk::rota::slots(app).await?,
    };
    Ok(CasePage {
        crumbs: Breadcrumbs {
            items: vec![
                Crumb::new("Queue", "/desk/queue"),
                Crumb::new(opened.kept.reference.to_string(), ""),
            ],
            ..Breadcrumbs::default()
        },
        news: done(&asked.done).map(news),
        mistake: slip.faults.summary(),
        refused: slip.refused.clone(),
        reference: opened.kept.reference.to_string(),
        tags: tags(opened),
        is_by_rules: case.triaged_at.is_none(),
        is_late: due.as_ref().is_some_and(|due| due.at < now),
        due: due_in_words(app, due.as_ref(), now),
        flags: flags(opened),
        goes_on_in: goes_on_in(app, opened).await?,
        facts: facts(app, opened, problem).await?,
        can_take: case.held_by().is_none() && !case.stage().is_finished() && case.merged.is_none(),
        can_resolve: case.held_by().is_some() && !case.stage().is_finished() && case.merged.is_none(),
        can_close: case.stage() == Stage::Resolved,
        unknown: unknown(problem, &first.0, first.1.as_ref()),
        script_title: script_title(opened),
        tasks: tasks(app, caller, opened.kept.id, problem, first.0.answers()).await?,
        kind: kind(app, opened, f),
        messages: mail(app, caller, opened).await?,
        drafts: drafts::drafts(problem)
            .into_iter()
            .map(|draft| (format!("{path}?draft={}#message-form", draft.name), draft.title))
            .collect(),
        message: message_field(f, asked, problem),
        to_report: to_report(opened),
        note: note_field(f),
        clocks: clocks(app, opened),
        duties: duty_lines(app, opened),
        promised: promised(app, opened),
        wishes: wishes(opened),
        outcomes: outcomes(opened),
        honest: is_hate.then(|| Words::default().say("desk-hate-honest").into_owned()),
        crime: if is_hate { crime(app, opened, f).await? } else { None },
        evidence: evidence(app, opened, &path).await?,
        seen_before: seen_before(app, caller, opened.kept.id).await?.content(),
        copies: copies(opened, &path),
        packs: packs(app, opened),
        children: children(app, opened).await?,
        forms: forms(caller, opened, &around, f),
        call: call(app, opened, &path).await?,
        timeline: timeline(app, opened).await?,
        reports: shown_reports(app, opened, &read),
        chrome,
        path,
    })
}

/// What a call to whoever gave an account of this case takes.
async fn call(app: &App, opened: &Opened, path: &str) -> Result<CallPart, Problem> {
    let checks = app.store.calls_about(opened.kept.id, CALLS).await?;
    CallPart::of(format!("{path}/call-check"), &checks, app).await
}

/// Where what we hold about each reporter is put together for them.
fn copies(opened: &Opened, path: &str) -> Vec<(String, String)> {
    let of = |report: &store::Report| (format!("{path}/copy/{}", report.id), report.reference.to_string());
    opened.reports.iter().map(of).collect()
}

fn done(what: &str) -> Option<&'static str> {
    match what {
        "steps" => Some("The steps are kept."),
        "merge" => {
            Some("This case goes on in the other one now. The reporter is still written to from here.")
        }
        "unmerge" => Some("This case stands for itself again."),
        "mark" => Some("The mark is kept. The person never sees it."),
        form => Form::of(form).map(Form::done),
    }
}

fn title(opened: &Opened, problem: Option<&Trouble>) -> String {
    problem.map_or_else(|| format!("Case {}", opened.kept.reference), |problem| problem.title.clone())
}

/// Everything of a form as one piece.
impl FormShown {
    fn id(&self) -> String {
        format!("{}-deed", self.word.replace('/', "-"))
    }

    fn body(&self) -> &Content {
        &self.fields
    }
}
