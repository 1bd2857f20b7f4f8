//! Names that look like the firm's own: what we think of each and why, what to do, and what the firm says of it.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Redirect, Response};
use centre::clock_words::date_in_words;
use checkup::lookalike::{Lookalike, PageKind, Told, Verdict};
use serde::Deserialize;
use store::{Asset, DueLookalike, KeptLookalike, LookalikeWord};
use terms::{DomainName, Severity, Timestamp};

use super::domains::ours;
use super::{Firm, moment};
use crate::alike::{Search, SearchState, examine, what_was_seen};
use crate::app::App;
use crate::caller::Caller;
use crate::consent::Consent;
use crate::face::components::{Button, SummaryList, SummaryRow, Tag};
use crate::face::house::{EmptyState, Progress};
use crate::face::words::{FluentValue, Words};
use crate::face::{Chrome, Page};
use crate::looking::tell_anew;
use crate::pace;
use crate::pages::frame;
use crate::problem::Problem;
use crate::sent::{Nothing, Sent};

/// After so many seconds a browser asks again while a search runs.
const ASKS_AGAIN_AFTER: &str = "3";
/// Where the page is.
pub(super) const HERE: &str = "/firm/lookalikes";

#[derive(Template)]
#[template(path = "firm/lookalikes.html")]
struct LookalikesPage {
    chrome: Chrome,
    no_domain: Option<EmptyState>,
    sections: Vec<Section>,
}

/// The names like one domain.
struct Section {
    id: String,
    title: String,
    href: String,
    progress: Option<Progress>,
    searched: Option<String>,
    search: Option<Button>,
    items: Vec<Item>,
    nothing: Option<String>,
    free: Option<String>,
    said: Vec<Said>,
}

/// One name that somebody has, or may have.
struct Item {
    id: String,
    name: String,
    spelled: Option<String>,
    tag: Tag,
    think: String,
    about: SummaryList,
    href: String,
    is_watched: bool,
    has_report: bool,
}

/// One name of which the firm has said that it is no matter.
struct Said {
    name: String,
    says: String,
    href: String,
}

/// `GET /firm/lookalikes`
pub(crate) async fn list(State(app): State<Arc<App>>, caller: Caller) -> Result<Response, Problem> {
    let firm = Firm::of(&app, &caller).await?;
    let words = firm.words;
    let assets = app.store.assets_of(firm.id).await?;
    let mut sections = Vec::new();
    for asset in &assets {
        sections.push(section(&app, &firm, asset).await?);
    }
    let is_live = sections.iter().any(|section| section.progress.is_some());
    let page = LookalikesPage {
        chrome: frame(&app, &caller, words.say("alike-title"), HERE),
        no_domain: assets.is_empty().then(|| EmptyState {
            title: words.say("firm-no-domain-title").into(),
            text: words.say("firm-no-domain").into(),
            button: Some(Button::link(words.say("firm-domain-add-title"), "/firm/domains")),
            ..EmptyState::default()
        }),
        sections,
    };
    let mut response = Page::new(page).into_response();
    if is_live {
        response.headers_mut().insert(header::REFRESH, HeaderValue::from_static(ASKS_AGAIN_AFTER));
    }
    Ok(response)
}

async fn section(app: &App, firm: &Firm, asset: &Asset) -> Result<Section, Problem> {
    let words = firm.words;
    let all = app.store.lookalikes_of(asset.id).await?;
    let is_quiet = |kept: &KeptLookalike| kept.word.is_some_and(|word| !word.wants_looks());
    let (quiet, mut heard): (Vec<_>, Vec<_>) = all.iter().partition(|kept| is_quiet(kept));
    let free = heard.iter().filter(|kept| is_free(kept)).count();
    heard.retain(|kept| !is_free(kept));
    heard.sort_by_key(|kept| (place(kept), std::cmp::Reverse((kept.verdict_at, kept.weight))));
    let href = format!("{HERE}/{}", asset.id);
    let name = ("name", FluentValue::from(asset.domain.to_unicode()));
    let state = app.searches.of(asset.id, firm.now);
    Ok(Section {
        id: asset.id.to_string(),
        title: words.say_with("alike-of", &[name]),
        progress: state.filter(|state| !state.over).map(|state| progress(words, state)),
        searched: state.filter(|state| state.over).map(|state| searched(words, state)),
        search: state.is_none().then(|| Button::secondary(words.say("alike-search"))),
        nothing: heard.is_empty().then(|| words.say("alike-nothing").into_owned()),
        items: heard.into_iter().map(|kept| item(app, firm, &href, kept)).collect(),
        free: (free > 0).then(|| words.say_with("alike-free", &[("many", FluentValue::from(free))])),
        said: quiet.into_iter().map(|kept| said(app, words, &href, kept)).collect(),
        href,
    })
}

/// Nobody has it.
fn is_free(kept: &KeptLookalike) -> bool {
    kept.verdict == Verdict::NotThere.name()
}

/// The place in the list: what matters most first, what nobody looked at yet last.
fn place(kept: &KeptLookalike) -> (bool, Severity, bool) {
    (kept.check.is_empty(), kept.severity, kept.looked_at.is_none())
}

fn progress(words: Words, state: SearchState) -> Progress {
    let number = |many: usize| u32::try_from(many).unwrap_or(u32::MAX);
    Progress {
        label: words.say("alike-searching").into_owned(),
        words: counted(words, "alike-searching-words", state),
        done: number(state.tried),
        of: number(state.of),
        href: HERE.to_owned(),
        link: words.say("check-looking-link").into_owned(),
        ..Progress::default()
    }
}

fn searched(words: Words, state: SearchState) -> String {
    let id = match (state.tried < state.of, state.unseen > 0) {
        (true, _) => "alike-searched-stopped",
        (false, true) => "alike-searched-not-all",
        (false, false) => "alike-searched",
    };
    counted(words, id, state)
}

fn counted(words: Words, id: &str, state: SearchState) -> String {
    let gaps = [
        ("tried", FluentValue::from(state.tried)),
        ("of", FluentValue::from(state.of)),
        ("found", FluentValue::from(state.found)),
        ("unseen", FluentValue::from(state.unseen)),
    ];
    words.say_with(id, &gaps)
}

fn item(app: &App, firm: &Firm, href: &str, kept: &KeptLookalike) -> Item {
    let words = firm.words;
    let seen = what_was_seen(kept);
    let verdict = kept.verdict.parse::<Verdict>().ok();
    let shown = kept.name.to_unicode();
    Item {
        id: kept.name.as_ascii().replace('.', "-"),
        spelled: (shown != kept.name.as_ascii()).then(|| kept.name.as_ascii().to_owned()),
        name: shown,
        tag: tag(words, kept),
        think: words.say(think(verdict)).into_owned(),
        about: about(app, firm, kept, seen.as_ref(), verdict),
        href: format!("{href}/{}", kept.name.as_ascii()),
        is_watched: kept.word == Some(LookalikeWord::Watch),
        has_report: seen.is_some_and(|seen| seen.there == Told::Yes),
    }
}

fn tag(words: Words, kept: &KeptLookalike) -> Tag {
    let (id, colour) = match (kept.check.is_empty(), kept.severity) {
        (false, Severity::Urgent) => ("alike-tag-urgent", "govuk-tag--red"),
        (false, Severity::Important | Severity::WorthDoing) => ("alike-tag-important", "govuk-tag--orange"),
        (false, Severity::Note) => ("alike-tag-watch", "govuk-tag--grey"),
        (true, _) => ("alike-tag-unseen", "govuk-tag--blue"),
    };
    Tag { text: words.say(id).into(), classes: colour.into(), ..Tag::default() }
}

fn think(verdict: Option<Verdict>) -> &'static str {
    match verdict {
        None => "alike-think-soon",
        Some(Verdict::Copy) => "alike-think-copy",
        Some(Verdict::LogIn) => "alike-think-log-in",
        Some(Verdict::Mail) => "alike-think-mail",
        Some(Verdict::CouldNotCheck) => "alike-think-unseen",
        Some(Verdict::ProbablyYours) => "alike-think-yours",
        Some(Verdict::AnotherFirm) => "alike-think-another",
        Some(Verdict::Parked) => "alike-think-parked",
        Some(Verdict::Registered | Verdict::NotThere) => "alike-think-registered",
    }
}

fn about(
    app: &App,
    firm: &Firm,
    kept: &KeptLookalike,
    seen: Option<&Lookalike>,
    verdict: Option<Verdict>,
) -> SummaryList {
    let words = firm.words;
    let mut rows = vec![SummaryRow::new(words.say("alike-why"), why(words, kept))];
    if let Some(seen) = seen {
        rows.push(SummaryRow::new(words.say("alike-can"), can(words, seen)));
    }
    rows.push(SummaryRow::new(words.say("alike-when"), when(app, words, kept, seen)));
    if let Some(looked) = kept.looked_at {
        let gaps = [("when", FluentValue::from(moment(app, looked, firm.now)))];
        rows.push(SummaryRow::new(words.say("alike-looked"), words.say_with("alike-looked-at", &gaps)));
    }
    rows.push(SummaryRow::new(words.say("alike-next"), next(words, kept, verdict)));
    SummaryList { rows, ..SummaryList::default() }
}

/// In what the names are alike. English stands in the engine, as with checks.
fn why(words: Words, kept: &KeptLookalike) -> String {
    let kinds = kept.kinds.iter().filter_map(|kind| kind.parse::<lookalikes::Kind>().ok());
    let kinds: Vec<&str> = kinds.map(lookalikes::Kind::words).collect();
    words.say_with("alike-because", &[("kinds", FluentValue::from(kinds.join(", and ")))])
}

fn can(words: Words, seen: &Lookalike) -> String {
    let mail = match (seen.receives_mail, seen.sends_mail) {
        (Told::Yes, _) | (_, Told::Yes) => "alike-mail-yes",
        (Told::Unknown, _) | (_, Told::Unknown) => "alike-mail-unseen",
        (Told::No, Told::No) => "alike-mail-no",
    };
    let page = match seen.page {
        PageKind::None => "alike-page-none",
        PageKind::NotVisited => "alike-page-not-visited",
        PageKind::Unknown => "alike-page-unseen",
        PageKind::LeadsToYou => "alike-page-yours",
        PageKind::Copy => "alike-page-copy",
        PageKind::LogIn => "alike-page-log-in",
        PageKind::Parked => "alike-page-parked",
        PageKind::Other => "alike-page-other",
    };
    let ids: &[&'static str] = match seen.there {
        Told::Yes => &[mail, page],
        Told::No => &["alike-there-no"],
        Told::Unknown => &["alike-there-unseen"],
    };
    ids.iter().map(|id| words.say(id)).collect::<Vec<_>>().join(" ")
}

fn when(app: &App, words: Words, kept: &KeptLookalike, seen: Option<&Lookalike>) -> String {
    let day = |at: Timestamp| FluentValue::from(date_in_words(app.region.time_zone.to_datetime(at).date()));
    let first = words.say_with("alike-first-seen", &[("date", day(kept.first_seen_at))]);
    match seen.and_then(|seen| seen.registered) {
        Some(at) => format!("{first} {}", words.say_with("alike-registered-on", &[("date", day(at))])),
        None => first,
    }
}

/// The one next thing, who can do it, and how long it takes.
fn next(words: Words, kept: &KeptLookalike, verdict: Option<Verdict>) -> String {
    let id = match verdict {
        Some(Verdict::Copy | Verdict::LogIn) => "alike-next-site",
        Some(Verdict::Mail) => "alike-next-mail",
        Some(Verdict::ProbablyYours) => "alike-next-yours",
        Some(Verdict::CouldNotCheck) | None => "alike-next-wait",
        Some(_) => "alike-next-note",
    };
    let todo = words.say(id);
    match checkup::catalogue::entry(&kept.check).filter(|_| kept.severity <= Severity::Important) {
        Some(entry) => {
            let minutes = [("minutes", FluentValue::from(entry.remedy.minutes))];
            format!("{todo} {}", words.say_with("alike-next-who", &minutes))
        }
        None => todo.into_owned(),
    }
}

fn said(app: &App, words: Words, href: &str, kept: &KeptLookalike) -> Said {
    let id = match kept.word {
        Some(LookalikeWord::Mine) => "alike-said-mine",
        _ => "alike-said-hide",
    };
    let at = kept.word_at.unwrap_or(kept.first_seen_at);
    let day = FluentValue::from(date_in_words(app.region.time_zone.to_datetime(at).date()));
    Said {
        name: kept.name.to_unicode(),
        says: words.say_with(id, &[("date", day)]),
        href: format!("{href}/{}", kept.name.as_ascii()),
    }
}

/// The name that the address names, of the firm's own domain.
pub(super) async fn named(
    app: &App,
    caller: &Caller,
    asset: &str,
    name: &str,
) -> Result<(Firm, Asset, KeptLookalike), Problem> {
    let (firm, asset) = ours(app, caller, asset).await?;
    let name = DomainName::parse_bare(name).map_err(|_| Problem::not_found())?;
    let kept = app.store.lookalike(asset.id, &name).await?.ok_or_else(Problem::not_found)?;
    Ok((firm, asset, kept))
}

/// What the firm says of a name; nothing takes it back.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct WordForm {
    word: String,
}

/// `POST /firm/lookalikes/{asset}/{name}/say`
pub(crate) async fn say(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path((asset, name)): Path<(String, String)>,
    Sent(form): Sent<WordForm>,
) -> Result<Response, Problem> {
    let (firm, asset, kept) = named(&app, &caller, &asset, &name).await?;
    let word = match form.word.as_str() {
        "" => None,
        word => Some(word.parse::<LookalikeWord>().map_err(|_| Problem::not_found())?),
    };
    app.store.say_of_lookalike(asset.id, &kept.name, word, &caller.actor(), firm.now).await?;
    tell_anew(&app.store, asset.id, &caller.actor(), firm.now).await?;
    Ok(Redirect::to(&format!("{HERE}#names-{}", asset.id)).into_response())
}

/// `POST /firm/lookalikes/{asset}/{name}/look`: look at a name now.
pub(crate) async fn look(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path((asset, name)): Path<(String, String)>,
    Sent(Nothing {}): Sent<Nothing>,
) -> Result<Response, Problem> {
    let (firm, asset, kept) = named(&app, &caller, &asset, &name).await?;
    pace::wait(&app, "look", &firm.id.to_string(), pace::LOOKING).await;
    let due = DueLookalike {
        asset: asset.id,
        organisation: firm.id,
        domain: asset.domain.clone(),
        name: kept.name,
    };
    let consent = Consent::of(&app);
    examine(&consent, app.lookalikes.as_ref(), &due, &caller.actor(), app.now()).await?;
    Ok(Redirect::to(&format!("{HERE}#names-{}", asset.id)).into_response())
}

/// `POST /firm/lookalikes/{asset}/search`: look for names like this one now.
pub(crate) async fn search(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(asset): Path<String>,
    Sent(Nothing {}): Sent<Nothing>,
) -> Result<Response, Problem> {
    let (_, asset) = ours(&app, &caller, &asset).await?;
    let at = format!("{HERE}#names-{}", asset.id);
    match app.searches.begin(&app, &asset, caller.actor())? {
        // The page tells how far it is, or what the last one came to.
        Search::Runs | Search::JustRan => Ok(Redirect::to(&at).into_response()),
    }
}
