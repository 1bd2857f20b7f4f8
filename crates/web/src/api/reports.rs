//! Accounts of events from programs: a community partner's own form, another centre's desk. The same rules as on the page:
//! told once, files apart, a receipt of words, and nothing of what is only signposted.

use std::sync::Arc;

use axum::body::to_bytes;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use centre::account::Account;
use centre::case::tracker;
use data_encoding::HEXLOWER;
use evidence::{Receipt, visible};
use serde::{Deserialize, Serialize};
use store::{Manner, Reporter, Secret, StoreError};
use terms::{EmailAddress, PhoneNumber, PlainLine};
use utoipa::ToSchema;

use super::body::{Answer, as_json};
use super::shapes::ProblemShape;
use crate::app::App;
use crate::caller::Caller;
use crate::casework::peek;
use crate::face::words::Words;
use crate::pace;
use crate::pages::report::{body, duties_seen, next_seen, outcome, when};
use crate::pages::tell::parts::{self, FileFault, shown};
use crate::pages::tell::read::Understood;
use crate::pages::tell::typed::LARGEST_TOLD;
use crate::pages::tell::{come_back, read_token, receive_from, taken, told_by_store};
use crate::problem::Problem;

/// The header that carries the words of a receipt.
pub const RECEIPT_HEADER: &str = "watchhouse-receipt";
/// The header that carries the token of a draft.
pub const DRAFT_HEADER: &str = "watchhouse-draft";
/// By which door such reports come.
const CHANNEL: &str = "api";

/// Who gives an account. Nothing of it is kept of an anonymous report.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ReporterAsked {
    /// Their name.
    name: Option<String>,
    /// Their e-mail address.
    email: Option<String>,
    /// Their phone number.
    phone: Option<String>,
    /// Their organisation.
    organisation: Option<String>,
    /// How it is safe to reach them.
    safe_contact: Option<String>,
}

/// An account of events.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReportAsked {
    /// The name of a problem, as `/api/v1/help` lists them.
    #[schema(example = "false-bill")]
    problem: String,
    /// `named`, `sensitive` (only the day is kept) or `anonymous` (nobody and only the day).
    #[schema(example = "named")]
    manner: String,
    /// What was said: `happened` (text), `yes` and `no` (questions of Help now), `noticed` (a day), `came_by`, `traces`,
    /// `hit`, `paid`, `asked_for`, `details_seen`, `told`, `places`, `strands`, `safe_now`, `wishes`, `wish`, `written_by`.
    /// All may be missing.
    #[schema(value_type = Object)]
    account: Account,
    /// Who gives it.
    #[serde(default)]
    reporter: ReporterAsked,
    /// The borough's code; empty when it was not said.
    #[serde(default)]
    #[schema(example = "E09000028")]
    borough: String,
    /// The token under which files were sent, or 32 random bytes of your own as base64url without padding. With the same
    /// token an account is received once, however often it is sent.
    #[serde(default)]
    draft: Option<String>,
}

/// An account that was received.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReportAnswer {
    /// What people call it.
    #[schema(example = "WH-7K3D-92")]
    reference: String,
    /// The words that open it again. They are shown for some minutes and then never again.
    receipt: Option<String>,
    /// Whether it had been sent before.
    again: bool,
}

/// A file that was sealed.
#[derive(Debug, Serialize, ToSchema)]
pub struct FileAnswer {
    /// Its id.
    id: String,
    /// Its name, with nothing in it that hides.
    name: String,
    /// What it is, by what is in it.
    kind: &'static str,
    /// Bytes of the original.
    bytes: u64,
    /// SHA-256 of the original.
    sha256: String,
}

/// Files that were sealed, and those that were not.
#[derive(Debug, Serialize, ToSchema)]
pub struct FilesAnswer {
    /// The token to send with the account, within seven days.
    draft: String,
    /// What was sealed.
    files: Vec<FileAnswer>,
    /// What was not, each with the reason.
    refused: Vec<String>,
}

/// A hand-over.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OwnHandOver)]
pub struct HandOverAnswer {
    /// To whom.
    to: String,
    /// `waits_for_you`, `waits_for_us`, `sent`, `accepted`, `declined` or `returned`.
    stands: String,
}

/// A message.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OwnMessage)]
pub struct MessageAnswer {
    /// Whether the desk wrote it.
    from_desk: bool,
    /// When, in words.
    when: String,
    /// What it says.
    words: String,
}

/// How one's own report stands.
#[derive(Debug, Serialize, ToSchema)]
pub struct OwnReportAnswer {
    /// What people call it.
    reference: String,
    /// When it was received, in words.
    received: String,
    /// What is next.
    next: Option<String>,
    /// By when, or that we are late.
    when: Option<String>,
    /// Whether the time has passed.
    late: bool,
    /// Whether our work is over.
    finished: bool,
    /// Whether it helped others.
    helped_others: bool,
    /// To whom it was handed.
    hand_overs: Vec<HandOverAnswer>,
    /// What came of it.
    outcomes: Vec<String>,
    /// Duties with a clock, in words.
    duties: Vec<String>,
    /// The mailbox.
    messages: Vec<MessageAnswer>,
}

/// Receives an account of events, once for each token.
///
/// # Errors
/// When the problem is unknown or only signposted, or something does not fit. Where many write at once, the answer says when
/// to come back; nothing is refused for good.
#[utoipa::path(post, path = "/api/v1/reports", tag = "reports", request_body = ReportAsked, security(()), responses(
    (status = 201, description = "It is kept.", body = ReportAnswer),
    (status = 200, description = "It was kept before, under the same token.", body = ReportAnswer),
    (status = 404, description = "No such problem, or one of which nothing is taken.", body = ProblemShape, content_type = "application/problem+json"),
    (status = 413, description = "More than an account may have.", body = ProblemShape, content_type = "application/problem+json"),
    (status = 422, description = "Something does not fit.", body = ProblemShape, content_type = "application/problem+json"),
    (status = 503, description = "Many write at once; `Retry-After` says when to come back.", body = ProblemShape, content_type = "application/problem+json"),
))]
pub async fn send(
    State(app): State<Arc<App>>,
    caller: Caller,
    request: Request,
) -> Result<Response, Problem> {
    let body = to_bytes(request.into_body(), LARGEST_TOLD)
        .await
        .map_err(|_| Problem::too_large("An account may have 163,840 bytes. Put the rest into a file."))?;
    let asked: ReportAsked = serde_json::from_slice(&body)
        .map_err(|error| Problem::does_not_fit(format!("The body does not fit: {error}.")))?;
    let problem = taken(&app, &asked.problem)?;
    let token = match &asked.draft {
        Some(draft) => {
            read_token(draft).ok_or_else(|| Problem::does_not_fit("The draft is no token of 43 signs."))?
        }
        None => app.store.new_draft_token(),
    };
    let told = understood(&app, &token, asked).await?;
    pace::wait(&app, "report", &caller.network, pace::TELLING).await;
    let _turn = match app.counter.sending.turn().await {
        Ok(turn) => turn,
        Err(after) => return Ok(come_back(after)),
    };
    let received = receive_from(&app, &caller, problem, &token, told, CHANNEL).await?;
    let may_show = app.counter.shown.may_show(received.report, app.now());
    let answer = ReportAnswer {
        reference: received.reference.to_string(),
        receipt: received.receipt.filter(|_| may_show).map(|receipt| receipt.words().join(" ")),
        again: received.again,
    };
    let status = if received.again { StatusCode::OK } else { StatusCode::CREATED };
    Ok(Answer(status, answer).into_response())
}

async fn understood(app: &App, token: &Secret, asked: ReportAsked) -> Result<Understood, Problem> {
    let manner: Manner = asked
        .manner
        .parse()
        .map_err(|_| Problem::does_not_fit("The manner is named, sensitive or anonymous."))?;
    let borough = match asked.borough.as_str() {
        "" => String::new(),
        code => {
            let known = centre::region::BoroughCode::parse(code).ok();
            let known = known.filter(|code| app.region.borough(code).is_some());
            known.ok_or_else(|| Problem::does_not_fit("There is no such borough here."))?.as_str().to_owned()
        }
    };
    let reporter = reporter(asked.reporter)?;
    asked.account.check().map_err(|fault| Problem::does_not_fit(fault.to_string()))?;
    let can_ring = manner != Manner::Anonymous && reporter.phone.is_some();
    let says = !asked.account.happened.trim().is_empty() || !asked.account.places.is_empty() || can_ring;
    let has_files = async {
        let draft = app.store.draft(token).await?;
        Ok::<_, Problem>(draft.is_some_and(|draft| !draft.items.is_empty()))
    };
    let was_sent = app.store.sent_with(token).await?.is_some();
    if !says && !was_sent && !has_files.await? {
        return Err(Problem::does_not_fit(
            "Say what happened, or send a file first, or give a phone number.",
        ));
    }
    Ok(Understood { account: asked.account, manner, reporter, borough, mail_to: None })
}

fn reporter(asked: ReporterAsked) -> Result<Reporter, Problem> {
    let line = |text: Option<String>, what: &str| {
        let text = text.filter(|text| !text.trim().is_empty());
        let line = text.map(|text| PlainLine::parse(&text)).transpose();
        line.map_err(|fault| Problem::does_not_fit(format!("The reporter's {what}: {fault}.")))
    };
    let email = asked.email.as_deref().map(EmailAddress::parse).transpose();
    let phone = asked.phone.as_deref().map(PhoneNumber::parse).transpose();
    Ok(Reporter {
        name: line(asked.name, "name")?,
        email: email.map_err(|fault| Problem::does_not_fit(fault.to_string()))?,
        phone: phone.map_err(|fault| Problem::does_not_fit(fault.to_string()))?,
        organisation: line(asked.organisation, "organisation")?,
        member: None,
        safe_contact: line(asked.safe_contact, "safe contact")?,
    })
}

/// Takes files, as the parts `files` of a form (multipart/form-data), for an account that is sent afterwards.
///
/// # Errors
/// When it is no form, or the account was sent already.
#[utoipa::path(post, path = "/api/v1/reports/files", tag = "reports", security(()),
    params(("Watchhouse-Draft" = Option<String>, Header, description = "The token of an earlier call.")),
    request_body(content = Vec<u8>, content_type = "multipart/form-data"), responses(
    (status = 201, description = "What was sealed, and what was not.", body = FilesAnswer),
    (status = 400, description = "No form.", body = ProblemShape, content_type = "application/problem+json"),
    (status = 409, description = "The account was sent already.", body = ProblemShape, content_type = "application/problem+json"),
))]
pub async fn add_files(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    request: Request,
) -> Result<Answer<FilesAnswer>, Problem> {
    let given = headers.get(DRAFT_HEADER).and_then(|value| value.to_str().ok());
    let token = match given {
        Some(given) => {
            read_token(given).ok_or_else(|| Problem::does_not_fit("The draft is no token of ours."))?
        }
        None => app.store.new_draft_token(),
    };
    let came = parts::read(&app, request).await?;
    if came.files.is_empty() && came.faults.is_empty() {
        return Err(Problem::unreadable("Send at least one file, as a part with the name files."));
    }
    let mut answer = FilesAnswer { draft: token.reveal().to_owned(), files: Vec::new(), refused: Vec::new() };
    answer.refused.extend(came.faults.iter().map(refused));
    for file in &came.files {
        match app.store.add_to_draft(&token, file, app.now()).await {
            Ok(()) => answer.files.push(FileAnswer {
                id: file.id.to_string(),
                name: shown(&file.name),
                kind: file.kind.name(),
                bytes: file.bytes,
                sha256: HEXLOWER.encode(&file.sha256),
            }),
            Err(StoreError::TooMuch(why)) => answer.refused.push(why.to_owned()),
            Err(error) => return Err(told_by_store(error)),
        }
    }
    Ok(Answer(StatusCode::CREATED, answer))
}

fn refused(fault: &FileFault) -> String {
    match fault {
        FileFault::TooLarge(name) => format!("{name}: a file may have 25 MB at most"),
        FileFault::Empty(name) => format!("{name}: this is empty"),
        FileFault::TooMany => "one report may have 20 files at most".to_owned(),
        FileFault::TooMuch => "the files of one report may have 100 MB at most together".to_owned(),
    }
}

/// How one's own report stands, for whoever has its words.
///
/// # Errors
/// When the words are none, or open nothing: the answer is the same.
#[utoipa::path(get, path = "/api/v1/reports/own", tag = "reports", security(()),
    params(("Watchhouse-Receipt" = String, Header, description = "The eleven words of the receipt.")), responses(
    (status = 200, description = "How it stands.", body = OwnReportAnswer),
    (status = 400, description = "The header is missing.", body = ProblemShape, content_type = "application/problem+json"),
    (status = 404, description = "The words open nothing.", body = ProblemShape, content_type = "application/problem+json"),
    (status = 503, description = "Many look at once; `Retry-After` says when to come back.", body = ProblemShape, content_type = "application/problem+json"),
))]
pub async fn show(
    State(app): State<Arc<App>>,
    caller: Caller,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let said = headers.get(RECEIPT_HEADER).and_then(|value| value.to_str().ok());
    let said = said.ok_or_else(|| {
        Problem::unreadable("Send the words of the receipt in the header Watchhouse-Receipt.")
    })?;
    let receipt = Receipt::parse(said).map_err(|_| Problem::not_found())?;
    pace::wait(&app, "receipt", &caller.network, pace::SAYING_WORDS).await;
    let _turn = match app.counter.looking_up.turn().await {
        Ok(turn) => turn,
        Err(after) => return Ok(come_back(after)),
    };
    let now = app.now();
    let mailbox = app.store.mailbox_behind(&receipt, now).await?.ok_or_else(Problem::not_found)?;
    let report = app.store.report(mailbox.report).await?.ok_or_else(Problem::not_found)?;
    let opened = peek(&app, mailbox.case).await?;
    let (words, by_day) = (Words::default(), report.manner != Manner::Named);
    let tracker = tracker(&opened.case, &opened.readings, now);
    let next = tracker.as_ref().map(|tracker| next_seen(&app, words, tracker, report.manner, by_day));
    let hand_overs = tracker
        .iter()
        .flat_map(|tracker| &tracker.hand_overs)
        .map(|seen| HandOverAnswer { to: body(&app, words, &seen.to), stands: stands(&seen.stands) });
    let messages = mailbox.messages.iter().map(|message| MessageAnswer {
        from_desk: message.from_desk,
        when: when(&app, message.at, by_day && !message.from_desk),
        words: visible(&message.words).text,
    });
    let answer = OwnReportAnswer {
        reference: mailbox.reference.to_string(),
        received: when(&app, report.received_at, by_day),
        when: next.as_ref().map(|next| next.when.clone()).filter(|when| !when.is_empty()),
        late: next.as_ref().is_some_and(|next| next.is_late),
        next: next.map(|next| next.what),
        finished: tracker.as_ref().is_some_and(|tracker| tracker.is_finished),
        helped_others: tracker.as_ref().is_some_and(|tracker| tracker.helped_others),
        hand_overs: hand_overs.collect(),
        outcomes: tracker.iter().flat_map(|t| &t.outcomes).map(|came| outcome(words, *came)).collect(),
        duties: duties_seen(&app, words, &opened.case, now)
            .into_iter()
            .map(|duty| format!("{} {}", duty.says, duty.sum))
            .collect(),
        messages: messages.collect(),
    };
    let text = serde_json::to_string(&answer).map_err(Problem::broken)?;
    Ok(as_json(StatusCode::OK, text))
}

/// The word of how a hand-over stands.
fn stands(stands: &centre::case::HandOverStands) -> String {
    let json = serde_json::to_value(stands).unwrap_or_default();
    json.get("stands").and_then(|word| word.as_str()).unwrap_or_default().to_owned()
}
