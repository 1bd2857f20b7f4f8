//! My firm: what a member sees and does for itself.
//!
//! Every page begins with [`Firm::of`]: the firm is the caller's own, never one that an address
//! names; what an address names inside it is checked by the door or against the firm.

mod about_you;
mod actions;
mod badge;
mod call_code;
mod chart;
mod closer_look;
mod details;
mod domains;
mod errand;
mod errands;
mod history;
mod leave;
mod letters;
mod lookalike_report;
mod lookalikes;
mod messages;
mod people;
mod prove;
mod sure;
mod watched;
mod who;

pub(crate) use actions::title_of;
use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use centre::clock_words::{Moment, date_in_words};
use store::{Asset, Organisation, Tier};
use terms::{OrganisationId, Timestamp};

use self::actions::Plan;
use super::frame;
use crate::app::App;
use crate::caller::Caller;
use crate::face::components::{Button, SummaryCard, SummaryList, SummaryRow};
use crate::face::house::{EmptyState, Progress, PromiseTiles};
use crate::face::words::{FluentValue, Words};
use crate::face::{Chrome, Page};
use crate::looking::newest_judgements;
use crate::problem::Problem;

pub(crate) use about_you::{about_you, export};
pub(crate) use actions::{said, unsaid};
pub(crate) use badge::{show as badge, switch_off as switch_badge_off, switch_on as switch_badge_on};
pub(crate) use call_code::{make as make_call_code, show as call_code};
pub(crate) use closer_look::{show as closer_look, sign as agree_to_look, withdraw as withdraw_from_look};
pub(crate) use details::{change as change_details, show as details};
pub(crate) use domains::{
    add as add_domain, ask_to_remove as ask_to_remove_domain, history_csv, list as domains, live, look,
    look_now, remove as remove_domain, show as domain,
};
pub(crate) use errand::{
    as_pdf, mail as mail_errand, pdf as errand_pdf, print as print_errand, show as errand,
    take_back as take_errand_back,
};
pub(crate) use errands::{list as errands, write as write_errand};
pub(crate) use history::history;
pub(crate) use leave::{ask as ask_to_leave, leave, left, sure};
pub(crate) use letters::{go_on as want_letters, show as letters, stop as stop_letters};
pub(crate) use lookalike_report::{file as lookalike_report_file, show as lookalike_report};
pub(crate) use lookalikes::{
    list as lookalikes, look as look_at_lookalike, say as say_of_lookalike, search as search_lookalikes,
};
pub(crate) use messages::{list as messages, open as open_message};
pub(crate) use people::{
    add as add_person, ask_to_remove as ask_to_remove_person, change as change_person, list as people,
    name_warden, remove as remove_person, show as person,
};
pub(crate) use prove::{
    press as press_proof, prove, show as show_proof, show_press as show_proof_link, verdict_word,
};

/// The caller's firm, and what every page about it needs.
pub(crate) struct Firm {
    pub(crate) id: OrganisationId,
    pub(crate) organisation: Organisation,
    pub(crate) words: Words,
    pub(crate) now: Timestamp,
}

impl Firm {
    /// The firm of whoever asks.
    ///
    /// # Errors
    /// [`Problem::not_found`] for whoever belongs to none.
    pub(crate) async fn of(app: &App, caller: &Caller) -> Result<Self, Problem> {
        let id = caller.firm()?;
        let organisation = app.store.organisation(id).await?.ok_or_else(Problem::not_found)?;
        Ok(Self { id, organisation, words: Words::default(), now: app.now() })
    }
}

/// A moment as it is said in the place of the centre.
pub(crate) fn moment(app: &App, at: Timestamp, now: Timestamp) -> String {
    Moment::of(at, now, &app.region.time_zone).to_string()
}

#[derive(Template)]
#[template(path = "firm/home.html")]
struct FirmPage {
    chrome: Chrome,
    hello: String,
    firm: String,
    looking: Vec<Progress>,
    plan: Plan,
    advisories: Vec<messages::AdvisorySeen>,
    news: Vec<String>,
    errands: Option<SummaryList>,
    tiles: Option<PromiseTiles>,
    domains: Option<SummaryList>,
    no_domain: Option<EmptyState>,
    card: SummaryList,
}

/// `GET /firm`
pub(crate) async fn home(State(app): State<Arc<App>>, caller: Caller) -> Result<Response, Problem> {
    let firm = Firm::of(&app, &caller).await?;
    let words = firm.words;
    let chrome = frame(&app, &caller, words.say("chrome-door-firm"), "/firm");
    let assets = app.store.assets_of(firm.id).await?;
    let looks = newest_judgements(&app.store, firm.id).await?;
    let known = app.store.actions_of(firm.id).await?;
    let name = FluentValue::from(caller.person()?.name.as_str());
    let tiles = match (assets.as_slice(), looks.as_slice()) {
        ([_], [only]) => {
            let view = super::check::result::ResultView::of(only, words, &app.region.time_zone);
            Some(view.promises)
        }
        _ => None,
    };
    let page = FirmPage {
        hello: words.say_with("firm-hello", &[("name", name)]),
        firm: firm.organisation.name.clone(),
        looking: assets.iter().filter_map(|asset| progress(&app, words, asset)).collect(),
        plan: Plan::of(words, &chrome, &looks, &known),
        advisories: messages::advisories(&app, words, &firm.organisation).await?,
        news: domains::news(&app, words, &assets).await?,
        errands: errands::newest(&app, words, firm.id).await?,
        tiles,
        domains: (!assets.is_empty()).then(|| domains::overview(&app, words, &assets, firm.now)),
        no_domain: assets.is_empty().then(|| EmptyState {
            title: words.say("firm-no-domain-title").into(),
            text: words.say("firm-no-domain").into(),
            button: Some(Button::link(words.say("firm-domain-add-title"), "/firm/domains")),
            ..EmptyState::default()
        }),
        card: card(&app, &firm),
        chrome,
    };
    Ok(Page::new(page).into_response())
}

/// The look at a domain that is under way: followed by events, and by a link without script.
fn progress(app: &App, words: Words, asset: &Asset) -> Option<Progress> {
    let id = app.looks.under_way(asset.id)?;
    let name = FluentValue::from(asset.domain.to_unicode());
    Some(Progress {
        label: words.say_with("check-looking", &[("name", name)]),
        words: words.say("check-looking-words").into_owned(),
        events_href: format!("/firm/domains/{}/looks/{id}/live", asset.id),
        href: format!("/firm/domains/{}/looks/{id}", asset.id),
        link: words.say("check-looking-link").into_owned(),
        ..Progress::default()
    })
}

fn card(app: &App, firm: &Firm) -> SummaryList {
    let words = firm.words;
    let tier = firm.organisation.tier.map(|tier| match tier {
        Tier::Core => "firm-tier-core",
        Tier::Funded => "firm-tier-funded",
        Tier::Paid => "firm-tier-paid",
    });
    let since = firm.organisation.confirmed_at.unwrap_or(firm.organisation.joined_at);
    let since = date_in_words(app.region.time_zone.to_datetime(since).date());
    SummaryList {
        rows: vec![
            SummaryRow::new(words.say("firm-card-reference"), firm.organisation.reference.to_string()),
            SummaryRow::new(
                words.say("firm-card-tier"),
                tier.map_or_else(Default::default, |tier| words.say(tier)),
            ),
            SummaryRow::new(words.say("firm-card-since"), since),
        ],
        card: Some(SummaryCard { title: words.say("firm-card-title").into(), ..SummaryCard::default() }),
        ..SummaryList::default()
    }
}
