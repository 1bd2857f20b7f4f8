//! The desk's queue and its cases, for programs of the centre. Who gave an account stands here nowhere.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use centre::account::Account;
use centre::case::Deed;
use serde::{Deserialize, Serialize};
use store::LONGEST_MESSAGE;
use terms::{CaseId, TextId};
use utoipa::ToSchema;

use super::body::{Answer, Received};
use super::once::{Kept, Key, once};
use super::shapes::ProblemShape;
use crate::app::App;
use crate::caller::Caller;
use crate::casework::{Glance, Saying, Who, open_for, peek, tell};
use crate::pages::desk::asked::Asked;
use crate::pages::desk::cases::typed::LONGEST_WORDS;
use crate::pages::desk::cases::{due_in_words, refusal_in_words};
use crate::pages::desk::queue::{QueueSearch, lines_of};
use crate::problem::Problem;

/// Cases on one page.
const LINES: u32 = 50;
/// Why a case is read, for the ledger.
const WHY: &str = "programming interface";

/// A case as the queue shows it.
#[derive(Debug, Serialize, ToSchema)]
pub struct CaseShape {
    /// Its id.
    id: String,
    /// What people call it.
    reference: String,
    /// How it stands: a stage, or `duplicate_of`.
    state: String,
    /// `p1` (worst) to `p4`.
    severity: String,
    /// How soon something can still be done.
    urgency: String,
    /// Which promise it has.
    class: Option<String>,
    /// What it is: as an officer says, or else as the machine thinks.
    category: Option<String>,
    /// Whether an officer said so.
    category_is_corrected: bool,
    /// The problem of Help now.
    problem: String,
    /// Code of the borough; empty when it is not known.
    borough: String,
    /// Id of the person who holds it.
    holder: Option<String>,
    /// When it was received; noon of the day, where only the day is kept.
    received_at: String,
    /// The nearest deadline.
    due_at: Option<String>,
    /// The same in words.
    due: String,
    /// Whether it is late.
    is_late: bool,
    /// Whether the reporter waits for an answer.
    is_unanswered: bool,
}

impl CaseShape {
    fn of(app: &App, glance: &Glance) -> Self {
        let now = app.now();
        Self {
            id: glance.id.to_string(),
            reference: glance.reference.to_string(),
            state: glance.stage().map_or("duplicate_of", centre::case::Stage::name).to_owned(),
            severity: glance.severity().name().to_owned(),
            urgency: glance.urgency().name().to_owned(),
            class: glance.triage.map(|triage| triage.class.name().to_owned()),
            category: glance.category.as_ref().map(ToString::to_string),
            category_is_corrected: glance.is_corrected,
            problem: glance.problem.clone(),
            borough: glance.borough.clone(),
            holder: glance.holder.map(|person| person.to_string()),
            received_at: glance.received_at.to_string(),
            due_at: glance.due.as_ref().map(|due| due.at.to_string()),
            due: due_in_words(app, glance.due.as_ref(), now),
            is_late: glance.is_late(now),
            is_unanswered: glance.is_unanswered,
        }
    }
}

/// One page of the queue.
#[derive(Debug, Serialize, ToSchema)]
pub struct QueueAnswer {
    /// The cases, the next one first.
    cases: Vec<CaseShape>,
    /// Give it as `after` to get the next page; nothing at the end.
    next: Option<String>,
}

/// One page of the queue.
///
/// # Errors
/// When a filter has a value that there is not.
#[utoipa::path(get, path = "/api/v1/queue", tag = "cases", params(QueueSearch), security(("token" = [])), responses(
    (status = 200, description = "One page of the queue.", body = QueueAnswer),
    (status = 401, description = "No token that lives.", body = ProblemShape, content_type = "application/problem+json"),
    (status = 403, description = "Not part of this person's job.", body = ProblemShape, content_type = "application/problem+json"),
    (status = 422, description = "A filter has a value that there is not.", body = ProblemShape, content_type = "application/problem+json"),
))]
pub async fn queue(
    State(app): State<Arc<App>>,
    caller: Caller,
    Asked(search): Asked<QueueSearch>,
) -> Result<Answer<QueueAnswer>, Problem> {
    let (glances, has_more) = lines_of(&app, &caller, &search, LINES).await?;
    Ok(Answer::ok(QueueAnswer {
        next: glances.last().filter(|_| has_more).map(|last| last.id.to_string()),
        cases: glances.iter().map(|glance| CaseShape::of(&app, glance)).collect(),
    }))
}

/// One account of events in a case.
#[derive(Debug, Serialize, ToSchema)]
pub struct AccountShape {
    /// The report's id.
    report: String,
    /// What people call it.
    reference: String,
    /// By which door it came.
    channel: String,
    /// What was said.
    #[schema(value_type = Object)]
    account: serde_json::Value,
}

/// Something that was done.
#[derive(Debug, Serialize, ToSchema)]
pub struct EventShape {
    /// When.
    at: String,
    /// The deed's word.
    deed: String,
    /// Whether the program, the reporter, a partner or an officer did it.
    by: &'static str,
}

/// A whole case.
#[derive(Debug, Serialize, ToSchema)]
pub struct CaseAnswer {
    /// How it stands.
    case: CaseShape,
    /// What was said; who said it is not here.
    accounts: Vec<AccountShape>,
    /// What was done, in order.
    events: Vec<EventShape>,
    /// What came of it.
    outcomes: Vec<String>,
}

/// One case. The read is in the ledger before the answer leaves.
///
/// # Errors
/// When there is no such case, or the read could not be logged.
#[utoipa::path(get, path = "/api/v1/cases/{case}", tag = "cases", security(("token" = [])),
    params(("case" = String, Path, description = "Id of the case.")), responses(
    (status = 200, description = "The case.", body = CaseAnswer),
    (status = 401, description = "No token that lives.", body = ProblemShape, content_type = "application/problem+json"),
    (status = 403, description = "Not part of this person's job.", body = ProblemShape, content_type = "application/problem+json"),
    (status = 404, description = "No such case, or none that this person may know of.", body = ProblemShape, content_type = "application/problem+json"),
))]
pub async fn show(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(case): Path<CaseId>,
) -> Result<Answer<CaseAnswer>, Problem> {
    let opened = open_for(&app, &caller.actor(), case, WHY).await?;
    let mut accounts = Vec::new();
    for report in &opened.reports {
        let text = app.store.account_for(&caller.actor(), report.id, WHY, app.now()).await?;
        let account = text.and_then(|text| Account::read(&text).ok()).unwrap_or_default();
        accounts.push(AccountShape {
            report: report.id.to_string(),
            reference: report.reference.to_string(),
            channel: report.channel.clone(),
            account: serde_json::to_value(&account).map_err(Problem::broken)?,
        });
    }
    let glance = Glance::of(&opened.kept, &opened.case, &opened.readings, opened.reports.first());
    Ok(Answer::ok(CaseAnswer {
        case: CaseShape::of(&app, &glance),
        accounts,
        events: opened
            .events
            .iter()
            .map(|event| EventShape {
                at: event.at.to_string(),
                deed: event.deed.word().to_owned(),
                by: match event.by {
                    centre::case::Actor::Reporter {} => "reporter",
                    centre::case::Actor::Officer { .. } => "officer",
                    centre::case::Actor::Partner { .. } => "partner",
                    centre::case::Actor::Machine {} => "machine",
                },
            })
            .collect(),
        outcomes: opened.case.outcomes.iter().map(|noted| noted.outcome.name().to_owned()).collect(),
    }))
}

/// Takes a case. The same `Idempotency-Key` takes it once.
///
/// # Errors
/// When somebody else has it.
#[utoipa::path(post, path = "/api/v1/cases/{case}/take", tag = "cases", security(("token" = [])), params(
        ("case" = String, Path, description = "Id of the case."),
        ("Idempotency-Key" = Option<String>, Header, description = "1 to 100 letters, digits, hyphens or underscores."),
    ), responses(
    (status = 200, description = "It is taken.", body = CaseShape),
    (status = 401, description = "No token that lives.", body = ProblemShape, content_type = "application/problem+json"),
    (status = 403, description = "Not part of this person's job.", body = ProblemShape, content_type = "application/problem+json"),
    (status = 404, description = "No such case, or none that this person may know of.", body = ProblemShape, content_type = "application/problem+json"),
    (status = 409, description = "Somebody else has it.", body = ProblemShape, content_type = "application/problem+json"),
))]
pub async fn take(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(case): Path<CaseId>,
    key: Key,
) -> Result<Response, Problem> {
    once(&app, &caller, &format!("take {case}"), &key, async {
        done(&app, &caller, case, &[Deed::Taken {}.into()], None, StatusCode::OK).await
    })
    .await
}

/// Words for a case.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WordsAsked {
    /// What it says.
    #[schema(min_length = 1, max_length = 20000)]
    words: String,
}

/// Keeps a note, which only the centre sees.
///
/// # Errors
/// When it is empty or too long.
#[utoipa::path(post, path = "/api/v1/cases/{case}/note", tag = "cases", request_body = WordsAsked, security(("token" = [])), params(
        ("case" = String, Path, description = "Id of the case."),
        ("Idempotency-Key" = Option<String>, Header, description = "1 to 100 letters, digits, hyphens or underscores."),
    ), responses(
    (status = 201, description = "The note is kept.", body = CaseShape),
    (status = 401, description = "No token that lives.", body = ProblemShape, content_type = "application/problem+json"),
    (status = 403, description = "Not part of this person's job.", body = ProblemShape, content_type = "application/problem+json"),
    (status = 404, description = "No such case, or none that this person may know of.", body = ProblemShape, content_type = "application/problem+json"),
    (status = 409, description = "Not possible now; the answer says what to do instead.", body = ProblemShape, content_type = "application/problem+json"),
    (status = 422, description = "The note is empty or too long.", body = ProblemShape, content_type = "application/problem+json"),
))]
pub async fn note(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(case): Path<CaseId>,
    key: Key,
    Received(asked): Received<WordsAsked>,
) -> Result<Response, Problem> {
    let words = asked.words.trim();
    if words.is_empty() || words.chars().count() > LONGEST_WORDS {
        return Err(Problem::does_not_fit("A note has 1 to 8,000 letters."));
    }
    let saying = Saying::with_words(&app, words, |text| Deed::NoteAdded { text });
    once(&app, &caller, &format!("note {case}"), &key, async {
        done(&app, &caller, case, &[saying], None, StatusCode::CREATED).await
    })
    .await
}

/// Writes to the reporter: the words stand in the mailbox of the case's first report.
///
/// # Errors
/// When it is empty or too long, or there is no mailbox.
#[utoipa::path(post, path = "/api/v1/cases/{case}/message", tag = "cases", request_body = WordsAsked, security(("token" = [])), params(
        ("case" = String, Path, description = "Id of the case."),
        ("Idempotency-Key" = Option<String>, Header, description = "1 to 100 letters, digits, hyphens or underscores."),
    ), responses(
    (status = 201, description = "The message is in the mailbox.", body = CaseShape),
    (status = 401, description = "No token that lives.", body = ProblemShape, content_type = "application/problem+json"),
    (status = 403, description = "Not part of this person's job.", body = ProblemShape, content_type = "application/problem+json"),
    (status = 404, description = "No such case, or none that this person may know of.", body = ProblemShape, content_type = "application/problem+json"),
    (status = 409, description = "Not possible now; the answer says what to do instead.", body = ProblemShape, content_type = "application/problem+json"),
    (status = 422, description = "The message is empty or too long.", body = ProblemShape, content_type = "application/problem+json"),
))]
pub async fn message(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(case): Path<CaseId>,
    key: Key,
    Received(asked): Received<WordsAsked>,
) -> Result<Response, Problem> {
    let words = asked.words.trim();
    if words.is_empty() || words.len() > LONGEST_MESSAGE {
        return Err(Problem::does_not_fit("A message has 1 to 20,000 letters."));
    }
    let report =
        peek(&app, case).await?.reports.first().map(|report| report.id).ok_or_else(Problem::not_found)?;
    let saying = Saying::from(Deed::MessageOut { text: TextId::random(&*app.chance) });
    once(&app, &caller, &format!("message {case}"), &key, async {
        let kept = done(&app, &caller, case, &[saying], Some((report, words)), StatusCode::CREATED).await?;
        crate::pages::desk::cases::tell_of_message(&app, &caller, report).await?;
        Ok(kept)
    })
    .await
}

async fn done(
    app: &App,
    caller: &Caller,
    case: CaseId,
    sayings: &[Saying],
    message: Option<(terms::ReportId, &str)>,
    status: StatusCode,
) -> Result<Kept, Problem> {
    match tell(app, &Who::of(caller)?, case, sayings, message).await? {
        Ok(opened) => {
            let first = opened.reports.first();
            let glance = Glance::of(&opened.kept, &opened.case, &opened.readings, first);
            Kept::json(status, &CaseShape::of(app, &glance))
        }
        Err(refusal) => Err(Problem::clash(refusal_in_words(app, refusal).await?)),
    }
}
