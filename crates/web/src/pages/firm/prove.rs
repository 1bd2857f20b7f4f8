//! Showing that a name is the firm's own: three ways, one of them recommended, and the button in a letter.

use std::sync::Arc;

use askama::Template;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use centre::consent::{FILE_PATH, MAILBOX, RECORD_LABEL, Verdict, Way};
use checkup::catalogue::text_to_paste;
use serde::Deserialize;
use store::{Asset, MailedProof, NewLetter, Proof, Secret};
use terms::EmailAddress;

use super::domains::{address, newest, ours};
use super::{Firm, moment};
use crate::app::App;
use crate::caller::Caller;
use crate::consent::Consent;
use crate::face::components::{Button, Details};
use crate::face::content::Content;
use crate::face::house::{NextThing, PasteLine};
use crate::face::words::{FluentValue, Words};
use crate::face::{Chrome, Page};
use crate::pace;
use crate::pages::check::result::{doing, minutes};
use crate::pages::doors::lines;
use crate::pages::join::PressPage;
use crate::pages::{frame, it_person};
use crate::problem::Problem;
use crate::sent::{Nothing, Sent};

/// What somebody needs who knows their way in the settings of a name.
const MINUTES: u16 = 10;

/// What was told by the last press.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Told {
    told: String,
}

#[derive(Template)]
#[template(path = "firm/prove.html")]
struct ProvePage {
    chrome: Chrome,
    back: String,
    name: String,
    told: Option<String>,
    state: String,
    next: NextThing,
    next_action: Option<String>,
    others: Vec<Details>,
    /// Where a visitor of a demonstration changes what is behind the name.
    it_person: Option<String>,
}

#[derive(Template)]
#[template(path = "firm/_other_proof.html")]
struct Other<'a> {
    chrome: &'a Chrome,
    lines: Vec<String>,
    pastes: Vec<PasteLine>,
    action: String,
    button: Button,
}

/// `GET /firm/domains/{asset}/prove`
pub(crate) async fn show(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(asset): Path<String>,
    told: Result<Query<Told>, QueryRejection>,
) -> Result<Response, Problem> {
    let (firm, asset) = ours(&app, &caller, &asset).await?;
    let words = firm.words;
    let proofs = app.store.proofs_of(asset.id).await?;
    let name = asset.domain.to_unicode();
    let title = words.say_with("prove-title", &[("name", FluentValue::from(name.as_str()))]);
    let chrome = frame(&app, &caller, title, "/firm/domains/one");
    let is_proved = proofs.iter().any(|proof| proof.proved_at.is_some());
    let here = format!("{}/prove", address(asset.id));
    let (next, next_action) = if is_proved {
        (go_on(words, &asset), None)
    } else {
        (by_records(&app, &asset, words).await?, Some(format!("{here}/records")))
    };
    let mailbox = mailbox(&asset);
    let told = told.map(|Query(told)| told).unwrap_or_default();
    let mut others = Vec::new();
    if is_proved {
        // Whoever wants another way, or to have it looked for again, finds all three here.
        let paste = records_line(&app, &asset, None);
        let pastes = vec![
            line(words, "check-paste-name", &paste.name),
            line(words, "check-paste-value", &paste.value),
        ];
        others.push(other(
            &chrome,
            "prove-next-title",
            lines(&words, "prove-steps"),
            pastes,
            format!("{here}/records"),
            "prove-done-button",
        ));
    }
    if app.proofs.reads_files() {
        let pastes = vec![
            line(words, "prove-file-line", &app.store.proof_token(&asset, Way::File).line()),
            line(words, "prove-file-address", &format!("https://{}{FILE_PATH}", asset.domain)),
        ];
        others.push(other(
            &chrome,
            "prove-file-title",
            lines(&words, "prove-file"),
            pastes,
            format!("{here}/file"),
            "prove-done-button",
        ));
    }
    if let Some(mailbox) = &mailbox {
        let text = words.say_with("prove-mail", &[("mailbox", FluentValue::from(mailbox.to_string()))]);
        others.push(other(
            &chrome,
            "prove-mail-title",
            vec![text],
            Vec::new(),
            format!("{here}/mail"),
            "prove-mail-button",
        ));
    }
    let page = ProvePage {
        back: address(asset.id),
        told: told_id(&told.told).map(|id| {
            let mailbox = mailbox.map(|mailbox| mailbox.to_string()).unwrap_or_default();
            words.say_with(id, &[("mailbox", FluentValue::from(mailbox))])
        }),
        state: state(&app, &firm, &proofs),
        name,
        next,
        next_action,
        others,
        it_person: it_person::link(&app, &asset.domain),
        chrome,
    };
    Ok(Page::new(page).into_response())
}

/// `POST /firm/domains/{asset}/prove/{way}`: "we have done it, look now", or "send the letter".
pub(crate) async fn prove(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path((asset, way)): Path<(String, String)>,
    Sent(Nothing {}): Sent<Nothing>,
) -> Result<Response, Problem> {
    let (firm, asset) = ours(&app, &caller, &asset).await?;
    let way: Way = way.parse().map_err(|_| Problem::not_found())?;
    let told = match way {
        Way::Records | Way::File => {
            pace::wait(&app, "proof", &firm.id.to_string(), pace::LOOKING).await;
            let by = caller.actor();
            match Consent::of(&app).look_for_proof(&asset, way, &by, firm.now).await? {
                None => "wait",
                Some(verdict) => verdict_word(verdict),
            }
        }
        Way::Mail => send_letter(&app, &caller, &firm, &asset).await?,
    };
    Ok(Redirect::to(&format!("{}/prove?told={told}", address(asset.id))).into_response())
}

/// `GET /prove/{token}`: what the link in the letter opens. It changes nothing: mail programs open links too.
pub(crate) async fn show_press(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(token): Path<String>,
) -> Result<Response, Problem> {
    let words = Words::default();
    let asset = app.store.look_at_proof_link(&Secret::presented(&token), app.now()).await?;
    let Some(asset) = asset else { return Ok(gone(&app, &caller)) };
    let firm = app.store.organisation(asset.organisation).await?.ok_or_else(Problem::not_found)?;
    let gaps = [
        ("name", FluentValue::from(asset.domain.to_unicode())),
        ("firm", FluentValue::from(firm.name.as_str())),
    ];
    let title = words.say_with("prove-press-title", &gaps);
    let page = PressPage {
        chrome: frame(&app, &caller, title.clone(), "/prove"),
        title,
        text: words.say_with("prove-press-text", &gaps),
        button: Some(Button::submit(words.say("prove-press-button"))),
        link: None,
    };
    Ok(Page::new(page).into_response())
}

/// `POST /prove/{token}`: whoever reads the postmaster's mail said yes.
pub(crate) async fn press(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(token): Path<String>,
    Sent(Nothing {}): Sent<Nothing>,
) -> Result<Response, Problem> {
    let words = Words::default();
    let link = Secret::presented(&token);
    if app.store.use_proof_link(&link, &caller.actor(), app.now()).await?.is_none() {
        return Ok(gone(&app, &caller));
    }
    Ok(plain(
        &app,
        &caller,
        words.say("prove-pressed-title").into_owned(),
        words.say("prove-pressed-text").into_owned(),
    ))
}

fn gone(app: &App, caller: &Caller) -> Response {
    let words = Words::default();
    plain(app, caller, words.say("prove-gone-title").into_owned(), words.say("prove-gone-text").into_owned())
}

fn plain(app: &App, caller: &Caller, title: String, text: String) -> Response {
    let chrome = frame(app, caller, title.clone(), "/prove");
    Page::new(PressPage { chrome, title, text, button: None, link: None }).into_response()
}

async fn send_letter(
    app: &App,
    caller: &Caller,
    firm: &Firm,
    asset: &Asset,
) -> Result<&'static str, Problem> {
    let recipient = mailbox(asset).ok_or_else(Problem::not_found)?;
    pace::wait(app, "proof letter", &caller.network, pace::SENDING_LETTERS).await;
    let words = firm.words;
    let letter = |link: &Secret| {
        let gaps = [
            ("name", FluentValue::from(asset.domain.to_unicode())),
            ("firm", FluentValue::from(firm.organisation.name.as_str())),
            ("link", FluentValue::from(format!("{}/prove/{}", app.facts.origin, link.reveal()))),
            ("centre", FluentValue::from(app.facts.centre_name.as_str())),
            ("origin", FluentValue::from(app.facts.origin.as_str())),
        ];
        NewLetter {
            recipient,
            confirmed: false,
            organisation: Some(firm.id),
            subject: words.say("prove-letter-subject").into_owned(),
            text: words.say_with("prove-letter-text", &gaps),
            cause: "proof".to_owned(),
        }
    };
    Ok(match app.store.mail_proof(asset.id, &caller.actor(), firm.now, letter).await? {
        MailedProof::AlreadyToday => "mailed-today",
        // Whether the mailbox had its share of letters today is nobody's business.
        MailedProof::Queued | MailedProof::OverBudget => "mailed",
    })
}

/// The word for a verdict in addresses and in the programming interface.
pub(crate) fn verdict_word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Proved => "proved",
        Verdict::NotThere => "not-there",
        Verdict::SomethingElse => "something-else",
        Verdict::AnswersEverything => "everything",
        Verdict::CouldNotCheck => "could-not-check",
    }
}

fn told_id(told: &str) -> Option<&'static str> {
    Some(match told {
        "proved" => "prove-told-proved",
        "not-there" => "prove-told-not-there",
        "something-else" => "prove-told-something-else",
        "everything" => "prove-told-everything",
        "could-not-check" => "prove-told-could-not-check",
        "wait" => "prove-told-wait",
        "mailed" => "prove-told-mailed",
        "mailed-today" => "prove-told-mailed-today",
        _ => return None,
    })
}

/// The mailbox that every mail domain must have; none where the name is too long for an address.
pub(crate) fn mailbox(asset: &Asset) -> Option<EmailAddress> {
    EmailAddress::parse(&format!("{MAILBOX}@{}", asset.domain)).ok()
}

fn state(app: &App, firm: &Firm, proofs: &[Proof]) -> String {
    let words = firm.words;
    let when = |at| [("when", FluentValue::from(moment(app, at, firm.now)))];
    let seen =
        proofs.iter().filter(|proof| proof.proved_at.is_some()).filter_map(|proof| proof.seen_at).max();
    let lost = proofs.iter().filter_map(|proof| proof.failed_at).max();
    match (seen, lost) {
        (Some(at), _) => words.say_with("prove-state-seen", &when(at)),
        (None, Some(at)) => words.say_with("prove-state-lost", &when(at)),
        (None, None) => words.say("prove-state-never").into_owned(),
    }
}

/// The record to paste, in the fields of the company that keeps the name's records where we know it.
pub(crate) fn records_line(app: &App, asset: &Asset, name_host: Option<&str>) -> checkup::PasteLine {
    let token = app.store.proof_token(asset, Way::Records);
    text_to_paste(&asset.domain, name_host, RECORD_LABEL, token.line())
}

async fn by_records(app: &App, asset: &Asset, words: Words) -> Result<NextThing, Problem> {
    let host = newest(app, asset.id).await?.and_then(|(_, judgement)| judgement.setting.name_host);
    let remedy = checkup::NextThing {
        check: String::new(),
        cure: String::new(),
        title: words.say("prove-next-title").into_owned(),
        why: words.say("prove-why").into_owned(),
        who: words.say("prove-who").into_owned(),
        steps: lines(&words, "prove-steps"),
        minutes: MINUTES,
        paste: Some(records_line(app, asset, host.as_deref())),
        see_it_worked: words.say("prove-proof").into_owned(),
    };
    Ok(NextThing {
        title: remedy.title.as_str().into(),
        why: remedy.why.as_str().into(),
        who: remedy.who.as_str().into(),
        how_long: minutes(MINUTES, words).into(),
        content: doing(&remedy, words),
        proof: remedy.see_it_worked.as_str().into(),
        button: Some(Button::submit(words.say("prove-done-button"))),
        words,
        ..NextThing::default()
    })
}

fn go_on(words: Words, asset: &Asset) -> NextThing {
    NextThing {
        title: words.say("prove-go-on-title").into(),
        why: words.say("prove-go-on-why").into(),
        button: Some(Button::link(words.say("prove-go-on"), format!("{}/closer-look", address(asset.id)))),
        words,
        ..NextThing::default()
    }
}

fn line(words: Words, id: &str, line: &str) -> PasteLine {
    PasteLine { label: words.say(id).into_owned(), line: line.to_owned(), words }
}

fn other(
    chrome: &Chrome,
    title: &str,
    lines: Vec<String>,
    pastes: Vec<PasteLine>,
    action: String,
    button: &str,
) -> Details {
    let button = Button::secondary(chrome.say(button));
    let content = Content::of(&Other { chrome, lines, pastes, action, button });
    Details { summary: chrome.say(title).into(), content, ..Details::default() }
}
