//! One member: what we know, what was done, what we wrote, and who looked. The read is in the
//! ledger before a word of it is shown.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use centre::policy::Act;
use checkup::lookalike::Verdict;
use serde::Deserialize;
use store::{FundedPlace, LONGEST_NOTE, Line, MemberRecord, Noun, Seen, Standing};
use terms::{FundedPlaceId, OrganisationId};

use super::asked::Asked;
use super::calls::CallPart;
use super::lines::timeline;
use super::record::{
    actions_table, contacts, details, domains, lookers, names_like_theirs, picture, shown_name, tags,
};
use super::words::{self, Names};
use super::{frame, fresh_key, may, mistake, news, read_key, rule_of, told};
use crate::app::App;
use crate::caller::Caller;
use crate::face::components::{
    Breadcrumbs, Button, CharacterCount, Checkboxes, Choice, Crumb, ErrorMessage, ErrorSummary, Label,
    NotificationBanner, PageStep, Pagination, Select, SelectItem, SummaryList, Table, Tag, Textarea,
};
use crate::face::house::{Figure, Timeline};
use crate::face::{Chrome, Page};
use crate::pages::Faults;
use crate::problem::Problem;
use crate::sent::Sent;

/// Entries of a timeline on one page.
const ENTRIES: u32 = 30;
/// Looks at the record that are listed.
const LOOKS: u32 = 10;
/// Checks of calls that are listed.
const CALLS: u32 = 3;
/// Check-ups in the picture of promises.
pub(super) const POINTS: u32 = 60;

#[derive(Template)]
#[template(path = "desk/member.html")]
struct MemberPage {
    chrome: Chrome,
    crumbs: Breadcrumbs,
    path: String,
    news: Option<NotificationBanner>,
    mistake: Option<ErrorSummary>,
    reference: String,
    tags: Vec<Tag>,
    details: SummaryList,
    contacts: Table,
    domains: Option<Table>,
    alike: Option<Table>,
    actions: Option<Table>,
    picture: Option<Figure>,
    note: Option<NoteForm>,
    call: Option<CallPart>,
    funded: Funded,
    timeline: Timeline,
    older: Pagination,
    lookers: Table,
}

/// The form for a note.
struct NoteForm {
    once: String,
    words: CharacterCount,
    in_touch: Checkboxes,
}

/// The funded place that a member has, or the form that gives one.
struct Funded {
    /// What there is to say.
    words: String,
    /// The places that fit, for whoever may give them.
    choice: Option<Select>,
}

/// What the address of a member's page asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct MemberAsked {
    done: String,
    before: Option<u64>,
}

/// What went wrong with something that was just sent from this page.
#[derive(Debug, Default)]
struct Slip {
    note: Option<(String, NoteSent)>,
    place: Option<String>,
    status: StatusCode,
}

/// Shows a member.
///
/// # Errors
/// When there is no such organisation, or the read could not be logged.
pub async fn show(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(organisation): Path<OrganisationId>,
    Asked(asked): Asked<MemberAsked>,
) -> Result<Response, Problem> {
    page(&app, &caller, organisation, &asked, Slip::default()).await
}

async fn page(
    app: &App,
    caller: &Caller,
    id: OrganisationId,
    asked: &MemberAsked,
    slip: Slip,
) -> Result<Response, Problem> {
    let now = app.now();
    let record = app.store.member_for(&caller.actor(), id, now).await.map_err(told)?;
    let record = record.ok_or_else(Problem::not_found)?;
    let lines = app.store.timeline(id, asked.before, ENTRIES).await?;
    let looks = app.store.who_looked_at(id, LOOKS).await?;
    let actions = app.store.actions_of(id).await?;
    let first = record.assets.first();
    let checks = match first {
        Some(asset) => app.store.checks_of(asset.id, POINTS).await?,
        None => Vec::new(),
    };
    let mut alike = Vec::new();
    for asset in &record.assets {
        let seen = app.store.lookalikes_of(asset.id).await?;
        alike.extend(seen.into_iter().filter(|kept| kept.verdict != Verdict::NotThere.name()));
    }
    let path = format!("/desk/members/{id}");
    let name = shown_name(&record);
    let slip_words = slip.note.as_ref().map(|(words, _)| ("words", words.as_str()));
    let slip_words = slip_words.or(slip.place.as_deref().map(|words| ("place", words)));
    let mistake = slip_words.map(|(field, words)| mistake(field, words));
    let mut chrome = frame(app, caller, name.clone(), &path);
    chrome.has_error = mistake.is_some();
    let page = MemberPage {
        chrome,
        crumbs: Breadcrumbs {
            items: vec![Crumb::new("Members", "/desk/members"), Crumb::new(name, "")],
            ..Breadcrumbs::default()
        },
        news: done(&asked.done).map(news),
        mistake,
        reference: record.organisation.reference.to_string(),
        tags: tags(&record),
        details: details(app, &record),
        contacts: contacts(&record),
        domains: (!record.assets.is_empty()).then(|| domains(app, &record)),
        alike: (!alike.is_empty()).then(|| names_like_theirs(app, &alike)),
        actions: (!actions.is_empty()).then(|| actions_table(app, &actions)),
        picture: picture(app, &record, &checks)?,
        note: (may(caller.role, Act::WriteNote) && record.organisation.standing != Standing::Left)
            .then(|| note_form(app, slip.note.as_ref())),
        call: call(app, caller, &record, &path).await?,
        funded: funded(app, caller, &record, slip.place.as_deref()).await?,
        older: older(&path, &lines),
        timeline: timeline(app, &lines).await?,
        lookers: lookers(app, &looks).await?,
        path,
    };
    Ok(Page::new(page).with_status(slip.status).into_response())
}

fn done(what: &str) -> Option<&'static str> {
    match what {
        "note" => Some("The note is kept."),
        "place" => Some("The funded place is given."),
        _ => None,
    }
}

fn note_form(app: &App, slip: Option<&(String, NoteSent)>) -> NoteForm {
    let sent = slip.map(|(_, sent)| sent);
    NoteForm {
        once: sent.map_or_else(|| fresh_key(app), |sent| sent.once.clone()),
        words: CharacterCount {
            textarea: Textarea {
                name: "words".to_owned(),
                label: Label {
                    text: "New note".into(),
                    classes: "govuk-label--s".into(),
                    ..Label::default()
                },
                error: slip.map(|(words, _)| ErrorMessage { text: words.into(), ..ErrorMessage::default() }),
                value: sent.map(|sent| sent.words.clone()).unwrap_or_default(),
                rows: Some(3),
                ..Textarea::default()
            },
            limit: u32::try_from(LONGEST_NOTE).ok(),
            counting: Some(crate::face::components::Counting::Characters),
            threshold: Some(75),
            ..CharacterCount::default()
        },
        in_touch: Checkboxes {
            name: "in_touch".to_owned(),
            items: vec![Choice::new("yes", "We were in touch with them")],
            values: sent
                .filter(|sent| !sent.in_touch.is_empty())
                .map(|sent| sent.in_touch.clone())
                .into_iter()
                .collect(),
            classes: "govuk-checkboxes--small".into(),
            ..Checkboxes::default()
        },
    }
}

/// What a call with this member takes, for whoever may ring in the centre's name.
async fn call(
    app: &App,
    caller: &Caller,
    record: &MemberRecord,
    path: &str,
) -> Result<Option<CallPart>, Problem> {
    let organisation = &record.organisation;
    if !may(caller.role, Act::ProveACall) || organisation.standing == Standing::Left {
        return Ok(None);
    }
    let checks = app.store.calls_with(organisation.id, CALLS).await?;
    let part = CallPart::of(format!("{path}/call"), &checks, app).await?;
    Ok(Some(part.and_their_code(Some(organisation.id), &Faults::default())))
}

async fn funded(
    app: &App,
    caller: &Caller,
    record: &MemberRecord,
    slip: Option<&str>,
) -> Result<Funded, Problem> {
    if let Some((place, gift)) = &record.funded_place {
        let names = Names::of(app, [&gift.given_by]).await?;
        let (day, who) = (words::day(app, gift.given_at), names.who(&gift.given_by));
        return Ok(Funded {
            words: format!("Paid by {}, given on {day} by {who}.", place.funder),
            choice: None,
        });
    }
    let is_member = record.organisation.standing == Standing::Member;
    if !is_member || !may(caller.role, Act::GiveFundedPlace) {
        return Ok(Funded { words: "None.".to_owned(), choice: None });
    }
    let places = app.store.funded_places().await?;
    let fitting: Vec<_> = places.iter().filter(|place| fits(place, record)).collect();
    if fitting.is_empty() {
        let words = "None. There is no open place left for this borough and sector.".to_owned();
        return Ok(Funded { words, choice: None });
    }
    let item = |place: &&FundedPlace| {
        let left = words::number(u64::from(place.places.saturating_sub(place.given)));
        SelectItem::new(place.id.to_string(), format!("{} ({left} left)", place.funder))
    };
    let choice = Select {
        name: "place".to_owned(),
        label: Label { text: "Give a place paid by".into(), ..Label::default() },
        error: slip.map(|words| ErrorMessage { text: words.into(), ..ErrorMessage::default() }),
        items: fitting.iter().map(item).collect(),
        ..Select::default()
    };
    Ok(Funded { words: "None yet.".to_owned(), choice: Some(choice) })
}

/// Whether a place is open to this member. The store decides it again when the place is given.
fn fits(place: &FundedPlace, record: &MemberRecord) -> bool {
    let org = &record.organisation;
    place.closed_at.is_none()
        && place.given < place.places
        && place.borough.as_ref().is_none_or(|borough| *borough == org.borough)
        && place.sector.as_ref().is_none_or(|sector| *sector == org.sector)
}

fn older(path: &str, lines: &[Line]) -> Pagination {
    let more = lines.last().filter(|line| lines.len() == ENTRIES as usize && line.sequence > 1);
    Pagination {
        next: more.map(|line| PageStep {
            href: format!("{path}?before={}#timeline", line.sequence),
            text: "Older entries".into(),
            ..PageStep::default()
        }),
        label: "Older entries of the timeline".to_owned(),
        ..Pagination::default()
    }
}

/// A note as it was sent.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct NoteSent {
    words: String,
    in_touch: String,
    once: String,
}

/// Writes a note.
///
/// # Errors
/// When the form is not ours, or the store fails. An empty or too long note comes back with its words kept.
pub async fn write_note(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(organisation): Path<OrganisationId>,
    Sent(sent): Sent<NoteSent>,
) -> Result<Response, Problem> {
    let once = read_key(&sent.once)?;
    if let Some(slip) = slip_in(&sent.words) {
        let slip =
            Slip { note: Some((slip, sent)), status: StatusCode::UNPROCESSABLE_ENTITY, ..Slip::default() };
        return page(&app, &caller, organisation, &MemberAsked::default(), slip).await;
    }
    let (by, in_touch) = (caller.actor(), !sent.in_touch.is_empty());
    let words = sent.words.trim().replace("\r\n", "\n");
    app.store.write_note(organisation, &words, in_touch, once, &by, app.now()).await.map_err(told)?;
    Ok(Redirect::to(&format!("/desk/members/{organisation}?done=note")).into_response())
}

fn slip_in(words: &str) -> Option<String> {
    let words = words.trim().replace("\r\n", "\n");
    if words.is_empty() {
        return Some("Type the note first.".to_owned());
    }
    (words.chars().count() > LONGEST_NOTE)
        .then(|| format!("The note is too long. Use up to {} letters.", words::number(LONGEST_NOTE as u64)))
}

/// Which place to give.
#[derive(Debug, Deserialize)]
pub struct PlaceSent {
    place: String,
}

/// Gives a member a funded place. Of two who give the last one, one succeeds and the other is told.
///
/// # Errors
/// When the form is not ours, or the store fails. A place that cannot be given is said on the page.
pub async fn give_place(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(organisation): Path<OrganisationId>,
    Sent(sent): Sent<PlaceSent>,
) -> Result<Response, Problem> {
    let place: FundedPlaceId = sent.place.parse().map_err(|_| Problem::not_found())?;
    match app.store.give_place(place, organisation, &caller.actor(), app.now()).await {
        Ok(()) => Ok(Redirect::to(&format!("/desk/members/{organisation}?done=place")).into_response()),
        Err(error) => {
            let words = rule_of(error).map_err(told)?;
            let slip = Slip { place: Some(words), status: StatusCode::CONFLICT, ..Slip::default() };
            page(&app, &caller, organisation, &MemberAsked::default(), slip).await
        }
    }
}

/// The read of something that belongs to a member, for the ledger.
pub(super) fn seen(organisation: OrganisationId, noun: Noun, object: impl ToString) -> Seen {
    Seen { organisation: Some(organisation), noun, object: object.to_string() }
}
