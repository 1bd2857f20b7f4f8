//! Showing the form, and every button of it.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, Request, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use centre::playbook::{Answer, Question};
use centre::problem::Problem as Trouble;
use serde::Deserialize;
use store::{Draft, Manner, ReceivedReport, Reporter, SavedDraft, Secret, StoreError};
use terms::EvidenceId;

use super::form::{self, Notice, Shown};
use super::parts::{self, Came, FileFault};
use super::read::{Around, Understood, read};
use super::typed::{DO, Typed, VERSION};
use super::{Asks, busy, receipt, save, taken, token_of};
use crate::app::App;
use crate::caller::Caller;
use crate::casework::{Telling, receive};
use crate::face::components::Button;
use crate::face::words::{FluentValue, Words};
use crate::face::{Chrome, Page};
use crate::pace;
use crate::pages::Faults;
use crate::pages::desk::asked::Asked;
use crate::pages::help::HelpAsked;
use crate::problem::Problem;

/// By which door such reports come.
const CHANNEL: &str = "web";

#[derive(Template)]
#[template(path = "tell/sent.html")]
struct SentPage {
    chrome: Chrome,
    action: String,
    again: Button,
    anew: Button,
}

#[derive(Template)]
#[template(path = "tell/thrown.html")]
struct ThrownPage {
    chrome: Chrome,
    card: String,
}

/// What the address of the form says beside the answers.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct TellAsked {
    new: String,
    #[serde(flatten)]
    help: HelpAsked,
}

/// `GET /help/{problem}/tell`
pub(crate) async fn show(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(id): Path<String>,
    Asked(asked): Asked<TellAsked>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let problem = taken(&app, &id)?;
    let known = token_of(&app, &headers).filter(|_| asked.new.is_empty());
    let token = known.clone().unwrap_or_else(|| app.store.new_draft_token());
    let draft = match &known {
        Some(token) => app.store.draft(token).await?,
        None => None,
    };
    if draft.is_none() && known.is_some() && app.store.sent_with(&token).await?.is_some() {
        return Ok(sent_before(&app, &caller, problem));
    }
    let (mut typed, version) = draft.as_ref().map(form::of_draft).unwrap_or_default();
    for question in Question::ALL {
        let answer = asked.help.answers().to(*question);
        if answer != Answer::Unknown {
            typed.set(question.name(), answer.name());
        }
    }
    if let Some(message) = asked.help.message().filter(|_| typed.get("happened").is_empty()) {
        let reference = FluentValue::from(message.to_string());
        typed.set("happened", &Words::default().say_with("real-tell-begins", &[("reference", reference)]));
    }
    let items = draft.map(|draft| draft.items).unwrap_or_default();
    let shown = Shown { typed, version, items: &items, ..Shown::default() };
    form::with_token(&app, &token, form::page(&app, &caller, problem, shown))
}

/// Which button was pressed.
enum Pressed {
    Send,
    Save { over_newer: bool, one_more_payment: bool },
    Remove(EvidenceId),
    Throw,
    Receipt,
}

impl Pressed {
    fn of(typed: &Typed) -> Self {
        let plain = Self::Save { over_newer: false, one_more_payment: false };
        match typed.get(DO) {
            "send" => Self::Send,
            "throw" => Self::Throw,
            "receipt" => Self::Receipt,
            "keep" => Self::Save { over_newer: true, one_more_payment: false },
            "more" => Self::Save { over_newer: false, one_more_payment: true },
            other => {
                let item = other.strip_prefix("remove-").and_then(|id| id.parse().ok());
                item.map_or(plain, |id| Self::Remove(EvidenceId(id)))
            }
        }
    }
}

/// One sending of the form.
struct Sending<'a> {
    app: &'a Arc<App>,
    caller: &'a Caller,
    problem: &'a Trouble,
    token: Secret,
    typed: Typed,
    faults: Faults,
}

/// `POST /help/{problem}/tell`. For what is only signposted nothing of the body is read.
pub(crate) async fn send(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(id): Path<String>,
    request: Request,
) -> Result<Response, Problem> {
    let problem = taken(&app, &id)?;
    let token = token_of(&app, request.headers()).unwrap_or_else(|| app.store.new_draft_token());
    let Came { mut typed, files, faults: file_faults, .. } = parts::read(&app, request).await?;
    typed.problem.clone_from(&problem.id);
    let mut faults = Faults::default();
    form::file_faults(Words::default(), &file_faults, &mut faults);
    let mut sending = Sending { app: &app, caller: &caller, problem, token, typed, faults };
    for file in &files {
        match app.store.add_to_draft(&sending.token, file, app.now()).await {
            Ok(()) => {}
            Err(StoreError::TooMuch(_)) => sending.no_more_files().await?,
            Err(StoreError::NotAllowed(_)) => return Ok(sent_before(&app, &caller, problem)),
            Err(error) => return Err(save::told(error)),
        }
    }
    let response = sending.answer().await?;
    let thrown = matches!(Pressed::of(&sending.typed), Pressed::Throw);
    if thrown {
        form::without_token(&app, response)
    } else {
        form::with_token(&app, &sending.token, response)
    }
}

impl Sending<'_> {
    async fn answer(&mut self) -> Result<Response, Problem> {
        match Pressed::of(&self.typed) {
            Pressed::Send if self.faults.is_empty() => self.send().await,
            Pressed::Send => self.save(false, false).await,
            Pressed::Save { over_newer, one_more_payment } => self.save(over_newer, one_more_payment).await,
            Pressed::Remove(item) => {
                self.app.store.take_out_of_draft(&self.token, item, self.app.now()).await?;
                self.save(false, false).await
            }
            Pressed::Throw => {
                self.app.store.throw_draft_away(&self.token, self.app.now()).await?;
                Ok(thrown(self.app, self.caller, self.problem))
            }
            Pressed::Receipt => match self.app.store.sent_with(&self.token).await? {
                Some(received) => receipt::page(self.app, self.caller, &received, false).await,
                None => self.save(false, false).await,
            },
        }
    }

    /// The store's limits on what one report may have, as the form says them; once is enough.
    async fn no_more_files(&mut self) -> Result<(), Problem> {
        if self.faults.is_empty() {
            let items = self.draft().await?.map_or(0, |draft| draft.items.len());
            form::file_faults(Words::default(), &[FileFault::of_report(items)], &mut self.faults);
        }
        Ok(())
    }

    async fn draft(&self) -> Result<Option<Draft>, Problem> {
        Ok(self.app.store.draft(&self.token).await?)
    }

    async fn save(&mut self, over_newer: bool, one_more_payment: bool) -> Result<Response, Problem> {
        let _turn = match self.app.counter.saving.turn().await {
            Ok(turn) => turn,
            Err(after) => return Ok(busy::page(self.app, self.caller, self.problem, &self.typed, after)),
        };
        let saved = save::keep(self.app, &self.token, &self.typed, over_newer).await.map_err(save::told)?;
        let seen = self.typed.get(VERSION).parse().unwrap_or(0);
        let (notice, version) = match saved {
            SavedDraft::Saved(version) => (Notice::Saved, version),
            SavedDraft::Newer(version) => (Notice::Newer(version), seen),
            SavedDraft::Sent => return Ok(sent_before(self.app, self.caller, self.problem)),
        };
        // Faults are said first; that it is saved goes without saying then.
        let is_plain = notice == Notice::Saved && !self.faults.is_empty();
        let notice = if is_plain { Notice::None } else { notice };
        self.form(notice, version, one_more_payment).await
    }

    async fn form(&mut self, notice: Notice, version: u32, one_more: bool) -> Result<Response, Problem> {
        let items = self.draft().await?.map(|draft| draft.items).unwrap_or_default();
        let shown = Shown {
            typed: self.typed.clone(),
            version,
            items: &items,
            faults: std::mem::take(&mut self.faults),
            notice,
            one_more_payment: one_more,
        };
        Ok(form::page(self.app, self.caller, self.problem, shown))
    }

    async fn send(&mut self) -> Result<Response, Problem> {
        pace::wait(self.app, "report", &self.caller.network, pace::TELLING).await;
        let turn = match self.app.counter.sending.turn().await {
            Ok(turn) => turn,
            Err(after) => return Ok(busy::page(self.app, self.caller, self.problem, &self.typed, after)),
        };
        if let Some(received) = self.app.store.sent_with(&self.token).await? {
            return receipt::page(self.app, self.caller, &received, false).await;
        }
        let draft = self.draft().await?;
        let seen: u32 = self.typed.get(VERSION).parse().unwrap_or(0);
        if let Some(newer) = draft.as_ref().filter(|draft| draft.version > seen)
            && !save::is_same(&form::of_draft(newer).0, &self.typed)
        {
            let version = newer.version;
            return self.form(Notice::Newer(version), seen, false).await;
        }
        let has_files = draft.is_some_and(|draft| !draft.items.is_empty());
        match self.understood(has_files) {
            Ok(told) => self.receive(told, turn).await,
            Err(faults) => {
                drop(turn);
                self.faults = faults;
                self.save(false, false).await
            }
        }
    }

    fn understood(&self, has_files: bool) -> Result<Understood, Faults> {
        let around = Around {
            words: Words::default(),
            region: &self.app.region,
            asks: Asks::of(self.problem, super::read::answers(&self.typed)),
            today: self.app.region.time_zone.to_datetime(self.app.now()).date(),
            is_delicate: self.problem.is_delicate,
            has_files,
        };
        read(&self.typed, &around)
    }

    async fn receive(&mut self, told: Understood, turn: crate::counter::Turn) -> Result<Response, Problem> {
        let mail_to = told.mail_to.clone();
        let received = receive_from(self.app, self.caller, self.problem, &self.token, told, CHANNEL).await;
        drop(turn);
        match received {
            Ok(received) => {
                let is_mailed = match mail_to {
                    Some(to) if !received.again => super::letter::send(self.app, &received, to).await,
                    _ => false,
                };
                receipt::page(self.app, self.caller, &received, is_mailed).await
            }
            Err(problem) if problem.status.is_server_error() => {
                tracing::error!(cause = ?problem.cause, "a report could not be kept just now");
                self.form(Notice::NotNow, self.typed.get(VERSION).parse().unwrap_or(0), false).await
            }
            Err(problem) => Err(problem),
        }
    }
}

/// Receives what was understood, for the site and for programs alike.
pub(crate) async fn receive_from(
    app: &App,
    caller: &Caller,
    problem: &Trouble,
    token: &Secret,
    told: Understood,
    channel: &str,
) -> Result<ReceivedReport, Problem> {
    let is_named = told.manner == Manner::Named;
    let member = caller
        .signed_in
        .as_ref()
        .and_then(|person| person.organisation)
        .filter(|_| is_named && caller.role.is_of_a_member());
    let reporter = Reporter { member, ..told.reporter };
    let telling = Telling {
        token: token.clone(),
        manner: told.manner,
        reporter: Some(reporter).filter(|reporter| *reporter != Reporter::default()),
        member,
        channel,
        problem,
        borough: told.borough,
        account: told.account,
        files: Vec::new(),
    };
    receive(app, telling, &caller.actor()).await
}

/// The page for whoever comes back to a form that was sent.
fn sent_before(app: &App, caller: &Caller, problem: &Trouble) -> Response {
    let frame = form::chrome(app, caller, problem, "tell-sent-title");
    let words = frame.words;
    let action = format!("/help/{}/tell", problem.id);
    let page = SentPage {
        again: Button {
            name: DO.to_owned(),
            value: "receipt".to_owned(),
            ..Button::submit(words.say("tell-sent-show"))
        },
        anew: Button::link(words.say("tell-sent-anew"), format!("{action}?new=yes")),
        action,
        chrome: frame,
    };
    Page::new(page).into_response()
}

fn thrown(app: &App, caller: &Caller, problem: &Trouble) -> Response {
    let page = ThrownPage {
        chrome: form::chrome(app, caller, problem, "tell-thrown-title"),
        card: format!("/help/{}", problem.id),
    };
    Page::new(page).into_response()
}
