//! One hand-over on the desk: what is in it, how it stands, and what can be done now.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use centre::case::{Case, Consent, Ladder, Outcome, Pack, PackStep};
use centre::hand_over::Content;
use centre::policy::Act;
use data_encoding::HEXLOWER;
use serde::Deserialize;
use terms::{CaseId, PlainLine};

use super::{WHY, address, crumbs, pack_id};
use crate::app::App;
use crate::caller::Caller;
use crate::casework::peek;
use crate::face::components::{
    Breadcrumbs, Input, NotificationBanner, Select, SelectItem, SummaryList, SummaryRow, WarningText,
};
use crate::face::{Chrome, Page};
use crate::handing::{self, as_file, as_pdf, has_window, kept_of, ring};
use crate::pages::desk::asked::Asked;
use crate::pages::desk::{frame, may, news, words};
use crate::pages::hand_over::PaperShown;
use crate::problem::Problem;

/// What was just done.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct DoneAsked {
    done: String,
}

#[derive(Template)]
#[template(path = "desk/packs/one.html")]
struct OnePage {
    chrome: Chrome,
    crumbs: Breadcrumbs,
    news: Option<NotificationBanner>,
    warning: Option<WarningText>,
    about: SummaryList,
    address: String,
    pdf: Option<String>,
    zip: Option<String>,
    can: Can,
    reason: Input,
    reference: Input,
    outcome: Select,
    declined: Input,
    paper: Option<PaperShown>,
}

/// What can be done with it now.
#[derive(Debug, Default)]
struct Can {
    consent: bool,
    send: bool,
    note: bool,
    drop: bool,
    answer: bool,
}

/// `GET /desk/cases/{case}/packs/{pack}`. The read is in the ledger first.
///
/// # Errors
/// When the case has no such pack, or the read could not be logged.
pub(crate) async fn show(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path((case, pack)): Path<(CaseId, String)>,
    Asked(asked): Asked<DoneAsked>,
) -> Result<Response, Problem> {
    let pack = pack_id(&pack)?;
    let (kept, content) = kept_of(&app, &caller.actor(), case, pack, WHY).await?;
    let opened = peek(&app, case).await?;
    let stands = opened.case.pack(pack).ok_or_else(Problem::not_found)?;
    let name = handing::name_of(&app, &kept.body);
    let title = format!("Hand-over to {name}");
    let works = may(caller.role, Act::WorkCase);
    let can = if works { can(&app, &kept, stands, content.as_ref()).await? } else { Can::default() };
    let own = format!("{}/{pack}", address(case));
    let page = OnePage {
        chrome: frame(&app, &caller, title.as_str(), "/desk/cases"),
        crumbs: crumbs(case, &opened.kept.reference.to_string(), Some(&title)),
        news: done(&asked.done).map(news),
        warning: warning(stands).map(|text| WarningText { text: text.into(), ..WarningText::default() }),
        about: about(&app, &kept, stands),
        pdf: content.is_some().then(|| format!("{own}/paper.pdf")),
        zip: content
            .as_ref()
            .filter(|content| works && content.police().is_some() && stands.consent.lets_go())
            .map(|_| format!("{own}/package.zip")),
        address: own,
        can,
        reason: field("because", "Why it is not sent"),
        reference: field("reference", "The reference that they gave"),
        declined: field("because", "Why they do not take it on"),
        outcome: outcomes(&opened.case, ""),
        paper: content.map(|content| content.paper().into()),
    };
    Ok(Page::new(page).into_response())
}

async fn can(
    app: &App,
    kept: &store::Pack,
    stands: &Pack,
    content: Option<&Content>,
) -> Result<Can, Problem> {
    let waits = stands.step == PackStep::Decided;
    let goes = waits && stands.consent.lets_go();
    let ours = content.is_some_and(|content| content.recipient().may_be_sent_by_us());
    Ok(Can {
        consent: waits && matches!(stands.consent, Consent::Asked | Consent::Withdrawn),
        send: goes && ours && has_window(app, &kept.body).await?,
        note: goes,
        drop: waits,
        answer: matches!(stands.step, PackStep::Sent | PackStep::Accepted | PackStep::Declined),
    })
}

fn about(app: &App, kept: &store::Pack, stands: &Pack) -> SummaryList {
    let moment = |at| words::moment(app, at);
    let mut rows = vec![
        SummaryRow::new("How it stands", handing::words::step(stands.step, stands.consent)),
        SummaryRow::new("On what ground", handing::words::ground(stands.ground)),
        SummaryRow::new("Decided", moment(kept.decided_at)),
        SummaryRow::new("SHA-256 of what is in it", HEXLOWER.encode(&kept.sha256)),
    ];
    let due = kept.reply_due.filter(|_| stands.step == PackStep::Sent);
    let more = [
        ("Sent", kept.sent_at.map(moment)),
        ("Reference", kept.reference.clone()),
        ("Seen by the body's people here", kept.sent_at.map(|_| yes(kept.in_window))),
        ("Answer due", due.map(|at| handing::words::due(app, at))),
        ("Whom to ask", ring(app, &kept.body)),
        ("Answered", kept.answered_at.map(moment)),
    ];
    rows.extend(more.into_iter().filter_map(|(name, text)| Some(SummaryRow::new(name, text?))));
    SummaryList { rows, ..SummaryList::default() }
}

fn yes(is: bool) -> String {
    if is { "yes" } else { "no" }.to_owned()
}

fn warning(stands: &Pack) -> Option<&'static str> {
    match (stands.consent, stands.step) {
        (Consent::Withdrawn, PackStep::Decided) => Some("The person said no. Drop this with a reason."),
        (Consent::Withdrawn, PackStep::Dropped) => None,
        (Consent::Withdrawn, _) => Some("The person took the yes back after this left. Tell the body."),
        _ => None,
    }
}

fn done(what: &str) -> Option<&'static str> {
    match what {
        "decided" => Some("It is decided, and what is in it is frozen."),
        "consented" => Some("Their yes is noted."),
        "sent" => Some("It is sent. The body's people can see it now."),
        "noted" => Some("The reference is noted."),
        "dropped" => Some("It is dropped."),
        "answered" => Some("The answer is noted."),
        _ => None,
    }
}

fn field(name: &str, label: &str) -> Input {
    Input { name: name.to_owned(), label: label.into(), autocomplete: "off".to_owned(), ..Input::default() }
}

/// The outcomes that fit the case, with none chosen at first.
pub(crate) fn outcomes(case: &Case, value: &str) -> Select {
    let is_hate = case.triage.is_some_and(|triage| triage.class == centre::case::Class::Hate);
    let ladder = if is_hate { Ladder::Hate } else { Ladder::FraudAndCyber };
    let items = handing::words::outcomes(ladder)
        .map(|outcome: Outcome| SelectItem::new(outcome.name(), handing::words::outcome(outcome)));
    Select {
        name: "outcome".to_owned(),
        label: "What became of it".into(),
        items: std::iter::once(SelectItem::new("", "Choose")).chain(items).collect(),
        value: value.to_owned(),
        ..Select::default()
    }
}

/// `GET /desk/cases/{case}/packs/{pack}/paper.pdf`. The read is in the ledger first.
///
/// # Errors
/// As [`show`], and when the typesetter fails.
pub(crate) async fn paper(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path((case, pack)): Path<(CaseId, String)>,
) -> Result<Response, Problem> {
    let (kept, content) = kept_of(&app, &caller.actor(), case, pack_id(&pack)?, "hand-over as PDF").await?;
    as_pdf(&content.ok_or_else(Problem::not_found)?, kept.decided_at).await
}

/// `GET /desk/cases/{case}/packs/{pack}/package.zip`, to be given by hand. Reads and steps of custody are in the ledger first.
///
/// # Errors
/// As [`show`]; and when it is no package that may go now.
pub(crate) async fn package(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path((case, pack)): Path<(CaseId, String)>,
) -> Result<Response, Problem> {
    let pack = pack_id(&pack)?;
    let opened = peek(&app, case).await?;
    let stands = opened.case.pack(pack).ok_or_else(Problem::not_found)?;
    if !stands.consent.lets_go() {
        return Err(super::refused(&centre::case::Refusal::NoConsent));
    }
    let (kept, content) = kept_of(&app, &caller.actor(), case, pack, "hand-over as a file").await?;
    let content = content.filter(|content| content.police().is_some()).ok_or_else(Problem::not_found)?;
    as_file(&app, caller.actor(), &kept, &content).await
}

/// A line that must be there.
pub(super) fn needed(text: &str, what: &'static str) -> Result<PlainLine, Problem> {
    PlainLine::parse(text).map_err(|_| Problem::does_not_fit(what))
}
