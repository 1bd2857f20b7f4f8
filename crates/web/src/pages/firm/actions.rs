//! The steps of a member's plan: at most three, the first one lit.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use centre::plan::{ActionKey, Question};
use checkup::{Judgement, NextThing as Remedy};
use store::{Action, Adoption};

use super::Firm;
use crate::app::App;
use crate::caller::Caller;
use crate::errand::helper_of;
use crate::face::Chrome;
use crate::face::components::{Button, Details};
use crate::face::content::Content;
use crate::face::house::NextThing;
use crate::face::words::{FluentValue, Words};
use crate::looking::renew_plan;
use crate::pages::check::in_words;
use crate::pages::check::result::{doing, minutes, next_thing};
use crate::pages::doors::lines;
use crate::problem::Problem;
use crate::sent::{Nothing, Sent};

/// The plan as the page shows it.
pub(crate) struct Plan {
    /// The first step, lit, with where its button sends.
    pub(crate) first: Option<(String, NextThing)>,
    /// What comes after.
    pub(crate) then: Vec<Details>,
    /// Said to be done and not seen yet: title and where "not yet after all" sends.
    pub(crate) said: Vec<(String, String)>,
    /// Seen to be done.
    pub(crate) seen: Vec<String>,
    /// Seen to be done still, half a year later.
    pub(crate) sustained: Vec<String>,
}

#[derive(Template)]
#[template(path = "firm/_step.html")]
struct Step<'a> {
    chrome: &'a Chrome,
    why: String,
    who: String,
    how_long: String,
    doing: Content,
    proof: String,
    domains: String,
    said_href: String,
    button: Button,
}

impl Plan {
    /// The plan from what is kept. A member whose plan was never made is shown what it will be.
    pub(crate) fn of(words: Words, chrome: &Chrome, looks: &[Judgement], known: &[Action]) -> Self {
        let mut open: Vec<ActionKey> =
            known.iter().filter(|a| a.dropped_at.is_none()).filter_map(|a| a.action.parse().ok()).collect();
        if known.is_empty() {
            open = crate::looking::plan(looks, known);
        }
        let open: Vec<(ActionKey, Remedy)> = open
            .into_iter()
            .filter_map(|key| Some((remedy(words, &key, looks)?, key)))
            .map(|(r, k)| (k, r))
            .collect();
        let mut open = open.into_iter();
        let first = open.next().map(|(key, remedy)| {
            let mut next = next_thing(&remedy, words);
            next.button = Some(Button::submit(words.say("firm-said-button")));
            next.content = Content::all([seen_at(words, &key, looks), next.content, ask(words, &key)]);
            (said_href(&key), next)
        });
        let titled = |action: &Action| {
            let key: ActionKey = action.action.parse().ok()?;
            Some((remedy(words, &key, looks)?.title, key))
        };
        let is_said = |a: &&Action| a.said_at.is_some() && a.seen_at.is_none();
        let said = known.iter().filter(is_said).filter_map(titled);
        let seen =
            known.iter().filter(|a| a.seen_at.is_some() && a.sustained_at.is_none()).filter_map(titled);
        let sustained = known.iter().filter(|a| a.sustained_at.is_some()).filter_map(titled);
        Self {
            first,
            then: open.map(|(key, remedy)| step(words, chrome, &key, remedy, looks)).collect(),
            said: said.map(|(title, key)| (title, format!("/firm/actions/{key}/not-yet"))).collect(),
            seen: seen.map(|(title, _)| title).collect(),
            sustained: sustained.map(|(title, _)| title).collect(),
        }
    }
}

fn said_href(key: &ActionKey) -> String {
    format!("/firm/actions/{key}/done")
}

fn step(words: Words, chrome: &Chrome, key: &ActionKey, remedy: Remedy, looks: &[Judgement]) -> Details {
    let step = Step {
        chrome,
        how_long: minutes(remedy.minutes, words),
        doing: Content::all([doing(&remedy, words), ask(words, key)]),
        why: remedy.why,
        who: remedy.who,
        proof: remedy.see_it_worked,
        domains: domains_of(key, looks),
        said_href: said_href(key),
        button: Button::secondary(words.say("firm-said-button")),
    };
    Details { summary: remedy.title.into(), content: Content::of(&step), ..Details::default() }
}

/// Which domains a step is about, for a member with several.
fn domains_of(key: &ActionKey, looks: &[Judgement]) -> String {
    let ActionKey::Mend(check) = key else { return String::new() };
    if looks.len() < 2 {
        return String::new();
    }
    let found = looks.iter().filter(|look| look.found(check)).map(|look| look.domain.to_unicode());
    found.collect::<Vec<_>>().join(", ")
}

#[derive(Template)]
#[template(
    source = "<p class=\"govuk-body\"><a class=\"govuk-link\" href=\"{{ href }}\">{{ words }}</a></p>",
    ext = "html"
)]
struct Ask {
    href: String,
    words: String,
}

/// The way to a letter for whoever looks after this; none for what is the firm's own to do.
fn ask(words: Words, key: &ActionKey) -> Content {
    let helper = match key {
        ActionKey::Mend(check) => helper_of(check),
        ActionKey::Do(_) => None,
    };
    if helper.is_none() {
        return Content::default();
    }
    let href = format!("/firm/errands?for={key}");
    Content::of(&Ask { href, words: words.say("errand-ask").into_owned() })
}

#[derive(Template)]
#[template(source = "<p class=\"govuk-body\"><strong>{{ words }}</strong></p>", ext = "html")]
struct SeenAt {
    words: String,
}

fn seen_at(words: Words, key: &ActionKey, looks: &[Judgement]) -> Content {
    let domains = domains_of(key, looks);
    if domains.is_empty() {
        return Content::default();
    }
    let words = words.say_with("firm-step-domains", &[("domains", FluentValue::from(domains))]);
    Content::of(&SeenAt { words })
}

/// What to do for a step: the engine's words for what a look found, the house's own for a habit.
fn remedy(words: Words, key: &ActionKey, looks: &[Judgement]) -> Option<Remedy> {
    match key {
        ActionKey::Mend(check) => {
            let found = looks.iter().find(|look| look.found(check)).or(looks.first())?;
            found.remedy_for(check).map(|remedy| in_words::remedy(words, remedy))
        }
        ActionKey::Do(question) => Some(habit(words, *question)),
    }
}

/// What an action is called, for whoever lists actions; the key itself when nobody knows it any more.
pub(crate) fn title_of(words: Words, action: &str) -> String {
    let title = match action.parse() {
        Ok(ActionKey::Mend(check)) => in_words::title(words, &check),
        Ok(ActionKey::Do(question)) => Some(habit(words, question).title),
        Err(_) => None,
    };
    title.unwrap_or_else(|| action.to_owned())
}

fn habit(words: Words, question: Question) -> Remedy {
    let told = |[title, why, steps, proof]: [&str; 4], minutes| Remedy {
        check: String::new(),
        cure: String::new(),
        title: words.say(title).into_owned(),
        why: words.say(why).into_owned(),
        who: words.say("action-who").into_owned(),
        minutes,
        steps: lines(&words, steps),
        paste: None,
        see_it_worked: words.say(proof).into_owned(),
    };
    match question {
        Question::TwoStepOnMail => told(
            ["action-two-step-title", "action-two-step-why", "action-two-step", "action-two-step-proof"],
            10,
        ),
        Question::Backups => {
            told(["action-backups-title", "action-backups-why", "action-backups", "action-backups-proof"], 60)
        }
        Question::Updates => {
            told(["action-updates-title", "action-updates-why", "action-updates", "action-updates-proof"], 20)
        }
        Question::PasswordManager => told(
            ["action-passwords-title", "action-passwords-why", "action-passwords", "action-passwords-proof"],
            45,
        ),
        Question::RingBeforePaying => {
            told(["action-ring-title", "action-ring-why", "action-ring", "action-ring-proof"], 15)
        }
    }
}

/// `POST /firm/actions/{action}/done`: the member says that it is done. The next look sees for itself.
pub(crate) async fn said(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(action): Path<String>,
    Sent(Nothing {}): Sent<Nothing>,
) -> Result<Response, Problem> {
    let firm = Firm::of(&app, &caller).await?;
    let (by, now) = (caller.actor(), firm.now);
    let knows = |actions: &[Action]| actions.iter().any(|known| known.action == action);
    if !knows(&app.store.actions_of(firm.id).await?) {
        // The plan may never have been made, for a member that came in with a list.
        renew_plan(&app.store, firm.id, &by, now).await?;
    }
    if !knows(&app.store.actions_of(firm.id).await?) {
        return Err(Problem::not_found());
    }
    app.store.mark_action(firm.id, &action, Adoption::Said, &by, now).await?;
    renew_plan(&app.store, firm.id, &by, now).await?;
    if action.starts_with("mend-") {
        for asset in app.store.assets_of(firm.id).await? {
            app.store.wish_check(asset.id, &by, now).await?;
        }
    }
    Ok(Redirect::to("/firm").into_response())
}

/// `POST /firm/actions/{action}/not-yet`: it was not done after all.
pub(crate) async fn unsaid(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(action): Path<String>,
    Sent(Nothing {}): Sent<Nothing>,
) -> Result<Response, Problem> {
    let firm = Firm::of(&app, &caller).await?;
    let known = app.store.actions_of(firm.id).await?;
    if !known.iter().any(|known| known.action == action && known.said_at.is_some()) {
        return Err(Problem::not_found());
    }
    app.store.unsay_action(firm.id, &action, &caller.actor(), firm.now).await?;
    renew_plan(&app.store, firm.id, &caller.actor(), firm.now).await?;
    Ok(Redirect::to("/firm").into_response())
}
