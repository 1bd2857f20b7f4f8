//! What we hold about somebody who gave an account, as a copy for them (UK GDPR, article 15).
//!
//! Nobody else's data leaves with it: people of the centre stand in it as the centre, and whoever makes the copy looks through
//! the words of the desk and leaves out what is about others. What was left out is said, not hidden. The read is in the
//! ledger before anything is shown.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use centre::clock_words::moment_in_full;
use jiff::tz::TimeZone;
use serde::Deserialize;
use serde_json::Value;
use terms::{CaseId, ReportId, Timestamp};

use super::{frame, told};
use crate::app::App;
use crate::caller::Caller;
use crate::face::components::{Breadcrumbs, Crumb};
use crate::face::{Chrome, Page};
use crate::problem::Problem;
use crate::sent::Sent;

/// What stands in the place of words about somebody else.
const LEFT_OUT: &str = "[left out: this is about somebody else]";

/// A case and one of its reports, as an address names them.
#[derive(Debug, Clone, Copy, Deserialize)]
pub struct OfReport {
    case: CaseId,
    report: ReportId,
}

/// One piece of what we hold.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Piece {
    /// Its name in the form.
    id: String,
    /// In which part of the copy it stands.
    part: &'static str,
    /// When, where that is known.
    when: String,
    /// What it says.
    text: String,
    /// Whether words of the desk stand in it, which may be about others.
    is_of_desk: bool,
}

#[derive(Template)]
#[template(path = "desk/subject_copy.html")]
struct CopyPage {
    chrome: Chrome,
    crumbs: Breadcrumbs,
    action: String,
    reference: String,
    pieces: Vec<Piece>,
    is_shared: bool,
}

/// `GET /desk/cases/{case}/copy/{report}`
///
/// # Errors
/// When the report is not of this case, or the read could not be logged.
pub(crate) async fn show(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(of): Path<OfReport>,
) -> Result<Response, Problem> {
    let (reference, pieces) = gathered(&app, &caller, of).await?;
    let here = format!("/desk/cases/{}/copy/{}", of.case, of.report);
    let page = CopyPage {
        chrome: frame(&app, &caller, format!("What we hold about {reference}"), &here),
        crumbs: Breadcrumbs {
            items: vec![
                Crumb::new("Queue", "/desk/queue"),
                Crumb::new(reference.clone(), format!("/desk/cases/{}", of.case)),
                Crumb::new("What we hold", ""),
            ],
            ..Breadcrumbs::default()
        },
        is_shared: app.store.reports_of_case(of.case).await?.len() > 1,
        action: here,
        reference,
        pieces,
    };
    Ok(Page::new(page).into_response())
}

/// What is left out, and as what the copy is wanted.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct CopySent {
    leave_out: Vec<String>,
    form: String,
}

/// `POST /desk/cases/{case}/copy/{report}`: the copy as a file, as text to read or as JSON to take elsewhere.
///
/// # Errors
/// As [`show`].
pub(crate) async fn make(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(of): Path<OfReport>,
    Sent(sent): Sent<CopySent>,
) -> Result<Response, Problem> {
    let (reference, pieces) = gathered(&app, &caller, of).await?;
    let pieces = without(pieces, &sent.leave_out.into_iter().collect());
    let (kind, end, body) = if sent.form == "json" {
        ("application/json", "json", as_json(&reference, &pieces))
    } else {
        ("text/plain; charset=utf-8", "txt", as_text(&app, &reference, &pieces))
    };
    let name = format!("attachment; filename=\"what-we-hold-{reference}.{end}\"");
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (header::CONTENT_DISPOSITION, HeaderValue::from_str(&name).map_err(Problem::broken)?),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    Ok((headers, body).into_response())
}

async fn gathered(app: &App, caller: &Caller, of: OfReport) -> Result<(String, Vec<Piece>), Problem> {
    let report = app.store.report(of.report).await?.filter(|report| report.case == of.case);
    let reference = report.ok_or_else(Problem::not_found)?.reference.to_string();
    let all = app.store.everything_about_report(&caller.actor(), of.report, app.now()).await.map_err(told)?;
    Ok((reference, pieces(&all, &app.region.time_zone)))
}

/// All that is held, piece by piece, with moments as people of the centre's city read them.
fn pieces(all: &Value, zone: &TimeZone) -> Vec<Piece> {
    let plain = |value: &Value| said("", value, zone);
    let mut pieces = Vec::new();
    let mut add = |part: &'static str, when: &Value, text: String, is_of_desk: bool| {
        if !text.is_empty() {
            let (id, when) = (format!("p{}", pieces.len()), plain(when));
            pieces.push(Piece { id, part, when, text, is_of_desk });
        }
    };
    for (part, key) in
        [("The report", "report"), ("What you told us", "account"), ("Who you are", "reporter")]
    {
        for (name, value) in all[key].as_object().into_iter().flatten() {
            let said = said(name, value, zone);
            let text = if said.is_empty() { said } else { format!("{}: {said}", name.replace('_', " ")) };
            add(part, &Value::Null, text, false);
        }
    }
    for file in list(&all["files"]) {
        let facts = &file["facts"];
        let text =
            format!("{} ({}, {} bytes)", plain(&facts["name"]), plain(&file["kind"]), plain(&file["bytes"]));
        add("Files that you sent", &file["kept"], text, false);
    }
    for message in list(&all["messages"]) {
        let is_of_desk = message["from_desk"] == Value::Bool(true);
        let who = if is_of_desk { "We wrote" } else { "You wrote" };
        add("Messages", &message["at"], format!("{who}: {}", plain(&message["words"])), false);
    }
    for event in list(&all["events"]) {
        let says = &event["says"];
        let is_ours = says["by"]["who"] != "reporter";
        let text = format!("{} {}", plain(&event["deed"]).replace('_', " "), event_words(says, zone));
        add("What was done", &event["at"], text.trim().to_owned(), is_ours);
    }
    for step in list(&all["custody"]) {
        let text = format!("A file: {}. {}", plain(&step["act"]), plain(&step["words"]));
        add("Who had your files in hand", &step["at"], text.trim().to_owned(), true);
    }
    pieces
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

/// The words of an event, and the fields of its deed that are words. People of the centre are not named.
fn event_words(says: &Value, zone: &TimeZone) -> String {
    let fields = says["deed"].as_object().into_iter().flatten();
    let is_said = |name: &str| !matches!(name, "word" | "text" | "note" | "to" | "person" | "pack");
    let mut words: Vec<String> = fields
        .filter(|(name, _)| is_said(name))
        .map(|(name, value)| (name.replace('_', " "), said(name, value, zone)))
        .filter(|(_, said)| !said.is_empty())
        .map(|(name, said)| format!("({name}: {said})"))
        .collect();
    words.extend(says["words"].as_str().map(str::to_owned));
    words.join(" ")
}

/// Fields whose values are words of ours, such as `money_back`. All others are as somebody wrote them, strokes and all.
const OUR_WORDS: [&str; 12] = [
    "body",
    "came_by",
    "details_seen",
    "kind",
    "no",
    "safe_now",
    "severity",
    "state",
    "strands",
    "way",
    "wishes",
    "yes",
];

/// The value of a field as somebody reads it: a moment in full, a word of ours without its strokes.
fn said(field: &str, value: &Value, zone: &TimeZone) -> String {
    let full = |texts: Vec<String>, between: &str| {
        texts.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(between)
    };
    match value {
        Value::Null => String::new(),
        Value::Bool(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        Value::String(text) => match text.parse::<Timestamp>() {
            Ok(at) => moment_in_full(at, zone),
            Err(_) if OUR_WORDS.contains(&field) => text.replace('_', " "),
            Err(_) => text.clone(),
        },
        Value::Array(all) => full(all.iter().map(|one| said(field, one, zone)).collect(), "; "),
        Value::Object(all) => {
            let one = |(name, value): (&String, &Value)| match said(name, value, zone) {
                text if text.is_empty() => text,
                text => format!("{} {text}", name.replace('_', " ")),
            };
            full(all.iter().map(one).collect(), ", ")
        }
        other => other.to_string(),
    }
}

/// The pieces with what was chosen left out, and that said.
fn without(pieces: Vec<Piece>, leave_out: &BTreeSet<String>) -> Vec<Piece> {
    let cut = |piece: Piece| {
        if piece.is_of_desk && leave_out.contains(&piece.id) {
            Piece { text: LEFT_OUT.to_owned(), ..piece }
        } else {
            piece
        }
    };
    pieces.into_iter().map(cut).collect()
}

fn as_text(app: &App, reference: &str, pieces: &[Piece]) -> String {
    let today = app.region.time_zone.to_datetime(app.now()).date();
    let mut text =
        format!("What {} holds about report {reference}\nMade on {today}\n", app.facts.centre_name);
    let mut part = "";
    for piece in pieces {
        if piece.part != part {
            part = piece.part;
            let _ = write!(text, "\n{part}\n");
        }
        let when = if piece.when.is_empty() { String::new() } else { format!("{}: ", piece.when) };
        let _ = writeln!(text, "- {when}{}", evidence::visible(&piece.text).text.replace('\n', "\n  "));
    }
    text
}

fn as_json(reference: &str, pieces: &[Piece]) -> String {
    let lines: Vec<Value> = pieces
        .iter()
        .map(|piece| serde_json::json!({ "part": piece.part, "when": piece.when, "text": piece.text }))
        .collect();
    serde_json::json!({ "report": reference, "pieces": lines }).to_string()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn held() -> Value {
        json!({
            "report": { "reference": "WH-1", "erased": null },
            "account": { "happened": "The bill was false.", "traces": [], "wishes": ["money_back"], "told_at": "2026-11-20T09:30:00Z" },
            "reporter": { "name": "Ana Perera" },
            "files": [],
            "messages": [{ "from_desk": true, "at": "2026-11-21T10:00:00Z", "words": "Ring your bank." }],
            "events": [{ "at": "2026-11-21T10:05:00Z", "by": "person:7", "deed": "note_added", "says": {
                "by": { "who": "officer", "person": "7", "role": "contact_officer" },
                "deed": { "word": "note_added", "text": "9" }, "words": "Her brother Tom owes money." } }],
            "custody": [],
        })
    }

    #[test]
    fn the_copy_holds_what_was_told_and_names_nobody_of_the_centre() {
        let pieces = pieces(&held(), &TimeZone::UTC);
        let all: String = pieces.iter().map(|piece| format!("{}|{}\n", piece.part, piece.text)).collect();
        assert_eq!(
            all,
            "The report|reference: WH-1\n\
             What you told us|happened: The bill was false.\n\
             What you told us|told at: 20 November 2026, 09:30\n\
             What you told us|wishes: money back\n\
             Who you are|name: Ana Perera\n\
             Messages|We wrote: Ring your bank.\n\
             What was done|note added Her brother Tom owes money.\n"
        );
    }

    #[test]
    fn words_of_the_desk_can_be_left_out_and_the_persons_own_cannot() {
        let pieces = pieces(&held(), &TimeZone::UTC);
        let every: BTreeSet<String> = pieces.iter().map(|piece| piece.id.clone()).collect();
        let cut = without(pieces.clone(), &every);
        let left_out: Vec<&str> =
            cut.iter().filter(|piece| piece.text == LEFT_OUT).map(|piece| piece.part).collect();
        assert_eq!(left_out, ["What was done"]);
        assert!(cut.iter().any(|piece| piece.text.contains("The bill was false.")));
    }
}
