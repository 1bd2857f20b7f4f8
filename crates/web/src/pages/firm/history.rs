//! History: what was done about the firm, by whom, in plain words.

use std::sync::Arc;

use askama::Template;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use store::{Deed, Line};

use super::who::Who;
use super::{Firm, moment};
use crate::app::App;
use crate::caller::Caller;
use crate::face::content::Content;
use crate::face::house::{Timeline, TimelineEntry};
use crate::face::{Chrome, Page};
use crate::pages::frame;
use crate::problem::Problem;

/// So many lines stand on one page.
const LINES: usize = 50;

/// From where to read on.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct From {
    before: Option<u64>,
}

#[derive(Template)]
#[template(path = "firm/history.html")]
struct HistoryPage {
    chrome: Chrome,
    timeline: Timeline,
    older: Option<String>,
}

/// `GET /firm/history`
pub(crate) async fn history(
    State(app): State<Arc<App>>,
    caller: Caller,
    from: Result<Query<From>, QueryRejection>,
) -> Result<Response, Problem> {
    let firm = Firm::of(&app, &caller).await?;
    // An address that somebody broke shows the newest lines.
    let from = from.map(|Query(from)| from).unwrap_or_default();
    let mut lines = app.store.timeline(firm.id, from.before, LINES as u32 + 1).await?;
    let more = lines.len() > LINES;
    lines.truncate(LINES);
    let older = lines.last().filter(|_| more).map(|line| format!("/firm/history?before={}", line.sequence));
    let mut who = Who::for_firm(&app, firm.words, firm.id);
    let mut entries = Vec::new();
    for line in &lines {
        entries.push(TimelineEntry {
            at: line.at,
            when: moment(&app, line.at, firm.now),
            title: firm.words.say(deed_id(line.deed)).into(),
            content: about(line),
            who: who.is(&line.by).await?,
        });
    }
    let page = HistoryPage {
        chrome: frame(&app, &caller, firm.words.say("firm-history-title"), "/firm/history"),
        timeline: Timeline { entries, heading_level: Some(2) },
        older,
    };
    Ok(Page::new(page).into_response())
}

/// What a line is about, where it says so in a word that the member gave: a name, a domain.
fn about(line: &Line) -> Content {
    let word = |key: &str| line.payload.get(key).and_then(serde_json::Value::as_str);
    let told = match line.deed {
        Deed::AssetAdded
        | Deed::AssetRemoved
        | Deed::CheckSaved
        | Deed::CheckRetold
        | Deed::CheckWished
        | Deed::ProofAsked
        | Deed::ProofSeen
        | Deed::ProofMissed
        | Deed::AuthoritySigned
        | Deed::AuthorityWithdrawn
        | Deed::LookalikesSeen => word("domain"),
        Deed::LookalikeJudged | Deed::LookalikeSaid => word("name"),
        Deed::ContactAdded | Deed::PersonChanged | Deed::OrganisationJoined => word("name"),
        Deed::OrganisationContacted => word("how"),
        Deed::LetterQueued => word("subject"),
        _ => None,
    };
    told.map(Content::from).unwrap_or_default()
}

/// A deed as a member reads it.
fn deed_id(deed: Deed) -> &'static str {
    match deed {
        Deed::OrganisationJoined => "history-joined",
        Deed::OrganisationConfirmed => "history-confirmed",
        Deed::OrganisationChanged => "history-details-changed",
        Deed::OrganisationContacted => "history-contacted",
        Deed::UndertakingsAccepted => "history-undertakings",
        Deed::ContactAdded => "history-contact-added",
        Deed::PersonChanged => "history-person-changed",
        Deed::PersonConfirmed => "history-person-confirmed",
        Deed::PersonRemoved => "history-person-removed",
        Deed::WardenNamed | Deed::RoleChanged => "history-warden",
        Deed::PersonRevoked => "history-person-revoked",
        Deed::PersonRestored => "history-person-restored",
        Deed::SignedIn => "history-signed-in",
        Deed::SignedOut | Deed::SignedOutEverywhere => "history-signed-out",
        Deed::CodeSent => "history-code-sent",
        Deed::LinkMade => "history-link-made",
        Deed::PasskeyAdded => "history-passkey-added",
        Deed::PasskeyRemoved => "history-passkey-removed",
        Deed::TokenMade => "history-token-made",
        Deed::TokenRevoked => "history-token-ended",
        Deed::AssetAdded => "history-domain-added",
        Deed::AssetRemoved => "history-domain-removed",
        Deed::ProofAsked => "history-proof-asked",
        Deed::ProofSeen => "history-proof-seen",
        Deed::ProofMissed => "history-proof-missed",
        Deed::AuthoritySigned => "history-authority-signed",
        Deed::AuthorityWithdrawn => "history-authority-withdrawn",
        Deed::CheckWished => "history-look-wished",
        Deed::CheckSaved => "history-looked",
        Deed::CheckRetold => "history-retold",
        Deed::LookalikesSeen => "alike-names-seen",
        Deed::LookalikeJudged => "alike-changed",
        Deed::LookalikeSaid => "alike-you-said",
        Deed::ErrandMade => "history-errand-made",
        Deed::ErrandMailed => "history-errand-mailed",
        Deed::ErrandOpened => "history-errand-opened",
        Deed::ErrandAnswered => "history-errand-answered",
        Deed::ErrandTakenBack => "history-errand-taken-back",
        Deed::BadgeSwitchedOn => "history-badge-on",
        Deed::BadgeSwitchedOff => "history-badge-off",
        Deed::CallBegun => "history-call-begun",
        Deed::CallConfirmed => "history-call-confirmed",
        Deed::CallCodeMade => "history-call-code-made",
        Deed::CallCodeHeard => "history-call-code-heard",
        Deed::ActionsSet => "history-plan",
        Deed::ActionMarked => "history-step",
        Deed::NoteWritten => "history-note",
        Deed::FundedPlaceGiven => "history-funded",
        Deed::LetterQueued => "history-letter",
        Deed::ProspectAdded => "history-came-with-a-list",
        _ => "history-other",
    }
}
