//! The firm's domains: which there are, what we saw of each, and what changed.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};
use centre::consent::Reason;
use checkup::{Changes, Judgement, compare};
use press::Figure as _;
use serde::Deserialize;
use store::{AddedAsset, Asset, DueAsset, MOST_ASSETS};
use terms::{AssetId, DomainName, Finding, PromiseState, Timestamp};

use super::{Firm, chart, moment, sure, watched};
use crate::app::App;
use crate::caller::Caller;
use crate::face::components::{ActionLink, Button, ErrorSummary, Input, SummaryList, SummaryRow, Table};
use crate::face::house::Figure;
use crate::face::words::{FluentValue, Words};
use crate::face::{Chrome, Page};
use crate::looking::renew_plan;
use crate::pace;
use crate::pages::check::looks::{Keep, LookId, Seen, Stage};
use crate::pages::check::result::ResultView;
use crate::pages::check::{domain_input, in_words, left_alone_id, message_id, progress};
use crate::pages::{Faults, frame, it_person};
use crate::problem::Problem;
use crate::sent::{Nothing, Sent};

/// What is typed to add a domain.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct DomainForm {
    domain: String,
}

#[derive(Template)]
#[template(path = "firm/domains.html")]
struct DomainsPage {
    chrome: Chrome,
    errors: Option<ErrorSummary>,
    overview: Option<SummaryList>,
    input: Input,
    button: Button,
}

#[derive(Template)]
#[template(path = "firm/domain.html")]
struct DomainPage {
    chrome: Chrome,
    name: String,
    href: String,
    view: Option<ResultView>,
    changes: Vec<String>,
    since: String,
    watched: Option<Table>,
    figure: Option<Figure>,
    look: Option<Button>,
    left_alone: Option<String>,
    closer: (&'static str, String),
    /// Where a visitor of a demonstration changes what is behind the name.
    it_person: Option<String>,
}

/// `GET /firm/domains`
pub(crate) async fn list(State(app): State<Arc<App>>, caller: Caller) -> Result<Response, Problem> {
    let firm = Firm::of(&app, &caller).await?;
    list_page(&app, &caller, &firm, "", &Faults::default()).await
}

/// `POST /firm/domains`: a further domain, looked at once.
pub(crate) async fn add(
    State(app): State<Arc<App>>,
    caller: Caller,
    Sent(form): Sent<DomainForm>,
) -> Result<Response, Problem> {
    let firm = Firm::of(&app, &caller).await?;
    let domain = match DomainName::parse(&form.domain) {
        Ok(domain) => domain,
        Err(error) => {
            let told = firm.words.say(message_id(error)).into_owned();
            return list_page(&app, &caller, &firm, &form.domain, &Faults::of("domain", told)).await;
        }
    };
    match app.store.add_asset(firm.id, &domain, &caller.actor(), firm.now).await? {
        AddedAsset::Added(id) => begin(&app, &caller, &firm, id, domain).await,
        AddedAsset::Known(id) => Ok(Redirect::to(&address(id)).into_response()),
        AddedAsset::TooMany => {
            let most = [("most", FluentValue::from(MOST_ASSETS))];
            let told = firm.words.say_with("firm-domain-too-many", &most);
            list_page(&app, &caller, &firm, &form.domain, &Faults::of("domain", told)).await
        }
    }
}

/// `GET /firm/domains/{asset}`: what we saw, what changed, how it stood over time.
pub(crate) async fn show(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(asset): Path<String>,
) -> Result<Response, Problem> {
    let (firm, asset) = ours(&app, &caller, &asset).await?;
    let words = firm.words;
    let zone = &app.region.time_zone;
    let last = newest(&app, asset.id).await?;
    let before = before_newest(&app, asset.id).await?;
    let findings = app.store.findings_of(asset.id).await?;
    let looks = app.store.checks_of(asset.id, chart::LOOKS_SHOWN).await?;
    let strip = if looks.is_empty() { None } else { chart::chart(words, &looks, zone) };
    let (changes, since) = match (&before, &last) {
        (Some((at, before)), Some((_, last))) => {
            (changes_in_words(words, None, &compare(before, last)), moment(&app, *at, firm.now))
        }
        _ => (Vec::new(), String::new()),
    };
    let href = address(asset.id);
    let signed = app.store.authorities_of(asset.id).await?;
    let closer = match asset.proved_at {
        _ if signed.iter().any(|yes| yes.holds.is_open(firm.now)) => ("/closer-look", "closer-link-open"),
        Some(_) => ("/closer-look", "closer-link"),
        None => ("/prove", "prove-link"),
    };
    let left_alone = left_alone(&app, &asset).await?.map(|id| words.say(id).into_owned());
    let page = DomainPage {
        chrome: frame(&app, &caller, asset.domain.to_unicode(), "/firm/domains/one"),
        name: asset.domain.to_unicode(),
        view: last.map(|(_, judgement)| ResultView::of(&judgement, words, zone)),
        changes,
        since,
        watched: watched::table(words, &findings, &moment(&app, asset.due_at, firm.now), zone),
        figure: strip.map(|strip| chart::figure(words, &strip, format!("{href}/history.csv"))),
        look: left_alone.is_none().then(|| Button::secondary(words.say("firm-look-now"))),
        left_alone,
        closer: (closer.0, words.say(closer.1).into_owned()),
        it_person: it_person::link(&app, &asset.domain),
        href,
    };
    Ok(Page::new(page).into_response())
}

/// The message of why we do not look at this domain; none where we do.
async fn left_alone(app: &App, asset: &Asset) -> Result<Option<&'static str>, Problem> {
    let reason = if app.store.looking_stopped().await?.is_some() {
        Reason::AllStopped
    } else if app.store.stays_away(&asset.domain).await? {
        Reason::StaysAway
    } else {
        return Ok(None);
    };
    Ok(Some(left_alone_id(reason)))
}

/// `GET /firm/domains/{asset}/history.csv`: the chart's figures as a file.
pub(crate) async fn history_csv(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(asset): Path<String>,
) -> Result<Response, Problem> {
    let (firm, asset) = ours(&app, &caller, &asset).await?;
    let looks = app.store.checks_of(asset.id, chart::LOOKS_SHOWN).await?;
    let chart = chart::chart(firm.words, &looks, &app.region.time_zone).ok_or_else(Problem::not_found)?;
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"promises.csv\""),
        (header::CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, chart.csv()).into_response())
}

/// `POST /firm/domains/{asset}/look`: look now.
pub(crate) async fn look_now(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(asset): Path<String>,
    Sent(Nothing {}): Sent<Nothing>,
) -> Result<Response, Problem> {
    let (firm, asset) = ours(&app, &caller, &asset).await?;
    begin(&app, &caller, &firm, asset.id, asset.domain).await
}

/// `GET /firm/domains/{asset}/looks/{look}`: how far a look is; when it is over, what came of it.
pub(crate) async fn look(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path((asset, look)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let (_, asset) = ours(&app, &caller, &asset).await?;
    let Some((id, seen)) = look_of(&app, &asset, &look) else {
        // A look that is no longer remembered is over, and was kept.
        return Ok(Redirect::to(&address(asset.id)).into_response());
    };
    let is_under_way = matches!(*seen.stage.borrow(), Stage::UnderWay) && seen.stage.has_changed().is_ok();
    if !is_under_way {
        return Ok(Redirect::to(&address(asset.id)).into_response());
    }
    let here = format!("{}/looks/{id}", address(asset.id));
    let chrome = frame(&app, &caller, asset.domain.to_unicode(), "/firm/domains/one");
    Ok(progress::page(chrome, &seen, format!("{here}/live"), here))
}

/// `GET /firm/domains/{asset}/looks/{look}/live`: the events of a look.
pub(crate) async fn live(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path((asset, look)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let (_, asset) = ours(&app, &caller, &asset).await?;
    let (_, seen) = look_of(&app, &asset, &look).ok_or_else(Problem::not_found)?;
    let chrome = frame(&app, &caller, "", "/firm/domains/one");
    Ok(progress::events(&chrome, seen, address(asset.id)))
}

/// `GET /firm/domains/{asset}/remove`
pub(crate) async fn ask_to_remove(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(asset): Path<String>,
) -> Result<Response, Problem> {
    let (firm, asset) = ours(&app, &caller, &asset).await?;
    let name = [("name", FluentValue::from(asset.domain.to_unicode()))];
    let title = firm.words.say_with("firm-domain-remove-title", &name);
    let text = (firm.words, "firm-domain-remove-text");
    Ok(sure::page(&app, &caller, text, title, "/firm/domains/one", address(asset.id)))
}

/// `POST /firm/domains/{asset}/remove`
pub(crate) async fn remove(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(asset): Path<String>,
    Sent(Nothing {}): Sent<Nothing>,
) -> Result<Response, Problem> {
    let (firm, asset) = ours(&app, &caller, &asset).await?;
    app.store.remove_asset(asset.id, &caller.actor(), firm.now).await?;
    renew_plan(&app.store, firm.id, &caller.actor(), firm.now).await?;
    Ok(Redirect::to("/firm/domains").into_response())
}

/// Every domain with how it stands.
pub(super) fn overview(app: &App, words: Words, assets: &[Asset], now: Timestamp) -> SummaryList {
    let row = |asset: &Asset| {
        let state = words.say(asset.promise.map_or("firm-never-looked", worst_id)).into_owned();
        let when = asset.checked_at.map(|at| moment(app, at, now));
        let when = when.map(|when| words.say_with("firm-looked", &[("when", FluentValue::from(when))]));
        let name = asset.domain.to_unicode();
        SummaryRow {
            actions: vec![ActionLink::new(words.say("firm-open"), address(asset.id), name.as_str())],
            ..SummaryRow::new(
                name.as_str(),
                [Some(state), when].into_iter().flatten().collect::<Vec<_>>().join(" "),
            )
        }
    };
    SummaryList { rows: assets.iter().map(row).collect(), ..SummaryList::default() }
}

/// How a domain stands, from the worst state of its promises.
fn worst_id(worst: PromiseState) -> &'static str {
    match worst {
        PromiseState::Kept => "firm-worst-kept",
        PromiseState::Partly => "firm-worst-partly",
        PromiseState::NotKept => "firm-worst-not-kept",
        PromiseState::CouldNotCheck => "firm-worst-could-not-check",
    }
}

/// What changed at the domains since the look before the newest one.
pub(super) async fn news(app: &App, words: Words, assets: &[Asset]) -> Result<Vec<String>, Problem> {
    let mut news = Vec::new();
    for asset in assets {
        let (last, before) = (newest(app, asset.id).await?, before_newest(app, asset.id).await?);
        if let (Some((_, last)), Some((_, before))) = (last, before) {
            let name = asset.domain.to_unicode();
            news.extend(changes_in_words(words, Some(&name), &compare(&before, &last)));
        }
    }
    Ok(news)
}

fn changes_in_words(words: Words, domain: Option<&str>, changes: &Changes) -> Vec<String> {
    let told = |finding: &Finding, id: &str, id_at: &str| {
        let what = ("what", FluentValue::from(in_words::title(words, &finding.check)?));
        Some(match domain {
            Some(domain) => words.say_with(id_at, &[what, ("domain", FluentValue::from(domain))]),
            None => words.say_with(id, &[what]),
        })
    };
    let new = changes.new.iter().filter_map(|f| told(f, "firm-change-new", "firm-change-new-at"));
    let mended = changes.mended.iter().filter_map(|f| told(f, "firm-change-mended", "firm-change-mended-at"));
    new.chain(mended).collect()
}

pub(super) async fn newest(app: &App, asset: AssetId) -> Result<Option<(Timestamp, Judgement)>, Problem> {
    let check = app.store.last_check(asset).await?;
    Ok(check.and_then(|c| Some((c.at, serde_json::from_str(&c.judgement).ok()?))))
}

async fn before_newest(app: &App, asset: AssetId) -> Result<Option<(Timestamp, Judgement)>, Problem> {
    let check = app.store.previous_check(asset).await?;
    Ok(check.and_then(|c| Some((c.at, serde_json::from_str(&c.judgement).ok()?))))
}

pub(super) fn address(asset: AssetId) -> String {
    format!("/firm/domains/{asset}")
}

/// The domain that the address names, at the caller's own firm. The door has looked already; a
/// page about domains looks again.
pub(super) async fn ours(app: &App, caller: &Caller, asset: &str) -> Result<(Firm, Asset), Problem> {
    let firm = Firm::of(app, caller).await?;
    let id: AssetId = asset.parse().map_err(|_| Problem::not_found())?;
    let asset = app.store.asset(id).await?.filter(|asset| asset.organisation == firm.id);
    Ok((firm, asset.ok_or_else(Problem::not_found)?))
}

fn look_of(app: &App, asset: &Asset, look: &str) -> Option<(LookId, Seen)> {
    let id: LookId = look.parse().ok()?;
    let seen = app.looks.get(id, app.now()).filter(|seen| seen.asset == Some(asset.id))?;
    Some((id, seen))
}

async fn begin(
    app: &Arc<App>,
    caller: &Caller,
    firm: &Firm,
    asset: AssetId,
    domain: DomainName,
) -> Result<Response, Problem> {
    pace::wait(app, "look", &firm.id.to_string(), pace::LOOKING).await;
    let due = DueAsset { id: asset, organisation: firm.id, domain: domain.clone() };
    let id = app.looks.begin(app, domain, Some(Keep { asset: due, by: caller.actor() }))?;
    Ok(Redirect::to(&format!("{}/looks/{id}", address(asset))).into_response())
}

async fn list_page(
    app: &App,
    caller: &Caller,
    firm: &Firm,
    typed: &str,
    faults: &Faults,
) -> Result<Response, Problem> {
    let words = firm.words;
    let assets = app.store.assets_of(firm.id).await?;
    let mut chrome = frame(app, caller, words.say("firm-domains-title"), "/firm/domains");
    chrome.has_error = !faults.is_empty();
    let page = DomainsPage {
        chrome,
        errors: faults.summary(),
        overview: (!assets.is_empty()).then(|| overview(app, words, &assets, firm.now)),
        input: domain_input(words, typed, faults.at("domain")),
        button: Button::submit(words.say("firm-domain-add")),
    };
    Ok(Page::new(page).with_status(faults.status()).into_response())
}
