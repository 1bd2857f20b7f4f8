//! A closer look: what we would do and never do, who may say yes, for how long, and taking it back.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use centre::clock_words::date_in_words;
use centre::consent::{AUTHORITY_WORDS, Capacity, WINDOWS_DAYS};
use serde::Deserialize;
use store::{Asset, AuthorityToTest, NewAuthority};
use terms::{PlainLine, Timestamp};

use super::domains::{address, ours};
use super::{Firm, moment};
use crate::app::App;
use crate::caller::Caller;
use crate::face::components::{
    Button, Checkboxes, Choice, ErrorMessage, ErrorSummary, ErrorSummaryItem, Fieldset, Input, Label, Legend,
    Radios,
};
use crate::face::words::{FluentValue, Words};
use crate::face::{Chrome, Page};
use crate::pages::doors::lines;
use crate::pages::frame;
use crate::problem::Problem;
use crate::sent::{Nothing, Sent};

/// What was filled in.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct YesForm {
    days: String,
    capacity: String,
    signer: String,
    sure: String,
}

/// A field, and the message of what is wrong in it.
type Slip = (&'static str, &'static str);

impl YesForm {
    fn read(&self) -> Result<NewAuthority, Vec<Slip>> {
        let days = self.days.parse().ok().filter(|days| WINDOWS_DAYS.contains(days));
        let capacity: Option<Capacity> = self.capacity.parse().ok();
        let signer = PlainLine::parse(&self.signer).ok();
        let mut slips: Vec<Slip> = Vec::new();
        if days.is_none() {
            slips.push(("days", "closer-days-missing"));
        }
        if capacity.is_none() {
            slips.push(("capacity", "closer-capacity-missing"));
        }
        if signer.is_none() {
            slips.push(("signer", "closer-signer-missing"));
        }
        if self.sure != "yes" {
            slips.push(("sure", "closer-tick-missing"));
        }
        match (days, capacity, signer) {
            (Some(days), Some(capacity), Some(signer)) if slips.is_empty() => {
                Ok(NewAuthority { signer, capacity, words: AUTHORITY_WORDS, days })
            }
            _ => Err(slips),
        }
    }
}

struct Form {
    days: Radios,
    capacity: Radios,
    signer: Input,
    tick: Checkboxes,
    button: Button,
}

struct Open {
    said: String,
    withdraw: Button,
}

#[derive(Template)]
#[template(path = "firm/closer_look.html")]
struct CloserLookPage {
    chrome: Chrome,
    back: String,
    name: String,
    errors: Option<ErrorSummary>,
    open: Option<Open>,
    prove: Option<Button>,
    form: Option<Form>,
    before: Vec<String>,
}

/// `GET /firm/domains/{asset}/closer-look`
pub(crate) async fn show(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(asset): Path<String>,
) -> Result<Response, Problem> {
    let (firm, asset) = ours(&app, &caller, &asset).await?;
    page(&app, &caller, &firm, &asset, &YesForm::default(), &[]).await
}

/// `POST /firm/domains/{asset}/closer-look`: the firm says yes.
pub(crate) async fn sign(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(asset): Path<String>,
    Sent(form): Sent<YesForm>,
) -> Result<Response, Problem> {
    let (firm, asset) = ours(&app, &caller, &asset).await?;
    let new = match form.read() {
        Ok(new) if asset.proved_at.is_some() => new,
        Ok(_) => return page(&app, &caller, &firm, &asset, &form, &[]).await,
        Err(slips) => return page(&app, &caller, &firm, &asset, &form, &slips).await,
    };
    app.store.sign_authority(asset.id, &new, &caller.actor(), firm.now).await?;
    Ok(Redirect::to(&format!("{}/closer-look", address(asset.id))).into_response())
}

/// `POST /firm/domains/{asset}/closer-look/withdraw`: the firm takes it back.
pub(crate) async fn withdraw(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(asset): Path<String>,
    Sent(Nothing {}): Sent<Nothing>,
) -> Result<Response, Problem> {
    let (firm, asset) = ours(&app, &caller, &asset).await?;
    app.store.withdraw_authority(asset.id, &caller.actor(), firm.now).await?;
    Ok(Redirect::to(&format!("{}/closer-look", address(asset.id))).into_response())
}

async fn page(
    app: &App,
    caller: &Caller,
    firm: &Firm,
    asset: &Asset,
    sent: &YesForm,
    slips: &[Slip],
) -> Result<Response, Problem> {
    let words = firm.words;
    let name = asset.domain.to_unicode();
    let title = words.say_with("closer-title", &[("name", FluentValue::from(name.as_str()))]);
    let mut chrome = frame(app, caller, title, "/firm/domains/one");
    chrome.has_error = !slips.is_empty();
    let signed = app.store.authorities_of(asset.id).await?;
    let (open, before): (Vec<_>, Vec<_>) = signed.into_iter().partition(|yes| yes.holds.is_open(firm.now));
    let open = open.first().map(|yes| Open {
        said: words.say_with(
            "closer-open",
            &[
                ("signer", FluentValue::from(yes.signer.as_str())),
                ("when", FluentValue::from(moment(app, yes.signed_at, firm.now))),
                ("until", FluentValue::from(day(app, yes.holds.closes_at))),
            ],
        ),
        withdraw: Button {
            classes: "govuk-button--warning".into(),
            ..Button::submit(words.say("closer-withdraw-button"))
        },
    });
    let is_proved = asset.proved_at.is_some();
    let prove = (open.is_none() && !is_proved)
        .then(|| Button::link(words.say("prove-link"), format!("{}/prove", address(asset.id))));
    let status = if slips.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = CloserLookPage {
        chrome,
        back: address(asset.id),
        name,
        errors: errors(words, slips),
        form: (open.is_none() && is_proved).then(|| form(words, sent, slips)),
        open,
        prove,
        before: before.iter().map(|yes| told(app, words, yes)).collect(),
    };
    Ok(Page::new(page).with_status(status).into_response())
}

fn told(app: &App, words: Words, yes: &AuthorityToTest) -> String {
    let until = yes.holds.withdrawn_at.map_or(yes.holds.closes_at, |at| at.min(yes.holds.closes_at));
    words.say_with(
        "closer-before",
        &[
            ("signer", FluentValue::from(yes.signer.as_str())),
            ("from", FluentValue::from(day(app, yes.holds.opens_at))),
            ("until", FluentValue::from(day(app, until))),
        ],
    )
}

fn day(app: &App, at: Timestamp) -> String {
    date_in_words(app.region.time_zone.to_datetime(at).date())
}

fn errors(words: Words, slips: &[Slip]) -> Option<ErrorSummary> {
    let item = |(field, id): &Slip| ErrorSummaryItem::of_field(field, words.say(id));
    (!slips.is_empty())
        .then(|| ErrorSummary { items: slips.iter().map(item).collect(), ..ErrorSummary::default() })
}

fn form(words: Words, sent: &YesForm, slips: &[Slip]) -> Form {
    let error = |field: &str| {
        let (_, id) = slips.iter().find(|(slipped, _)| *slipped == field)?;
        Some(ErrorMessage::from(words.say(id).into_owned()))
    };
    let asked = |id: &str| Fieldset {
        legend: Legend {
            classes: "govuk-fieldset__legend--s".into(),
            ..Legend::from(words.say(id).into_owned())
        },
        ..Fieldset::default()
    };
    let days = |days: &u16| {
        let text = words.say_with("closer-days-some", &[("days", FluentValue::from(*days))]);
        Choice::new(days.to_string(), text)
    };
    let capacity = |capacity: &Capacity| {
        let id = match capacity {
            Capacity::Owner => "closer-capacity-owner",
            Capacity::Director => "closer-capacity-director",
            Capacity::OnBehalf => "closer-capacity-on-behalf",
        };
        Choice::new(capacity.name(), words.say(id))
    };
    Form {
        days: Radios {
            name: "days".to_owned(),
            fieldset: Some(asked("closer-days")),
            error: error("days"),
            items: WINDOWS_DAYS.iter().map(days).collect(),
            value: sent.days.clone(),
            classes: "govuk-radios--inline".into(),
            ..Radios::default()
        },
        capacity: Radios {
            name: "capacity".to_owned(),
            fieldset: Some(asked("closer-capacity")),
            error: error("capacity"),
            items: Capacity::ALL.iter().map(capacity).collect(),
            value: sent.capacity.clone(),
            ..Radios::default()
        },
        signer: Input {
            name: "signer".to_owned(),
            label: Label::from(words.say("closer-signer").into_owned()),
            error: error("signer"),
            value: (!sent.signer.is_empty()).then(|| sent.signer.clone()),
            autocomplete: "name".to_owned(),
            spellcheck: Some(false),
            ..Input::default()
        },
        tick: Checkboxes {
            name: "sure".to_owned(),
            error: error("sure"),
            items: vec![Choice::new("yes", words.say("closer-tick"))],
            ..Checkboxes::default()
        },
        button: Button::submit(words.say("closer-sign-button")),
    }
}

/// What is signed, line by line, for the page and for the test that holds the words to their version.
fn signed_words(words: Words) -> [(&'static str, Vec<String>); 3] {
    ["closer-do", "closer-never", "closer-who"].map(|id| (id, lines(&words, id)))
}

impl CloserLookPage {
    fn parts(&self) -> [(&'static str, Vec<String>); 3] {
        signed_words(self.chrome.words)
    }

    fn heading(&self, id: &str) -> std::borrow::Cow<'static, str> {
        match id {
            "closer-do" => self.chrome.say("closer-do-title"),
            "closer-never" => self.chrome.say("closer-never-title"),
            _ => self.chrome.say("closer-who-title"),
        }
    }
}

#[cfg(test)]
mod tests {
    use sha2::{Digest as _, Sha256};

    use super::*;

    #[test]
    fn changed_words_have_a_new_version() {
        let words = Words::default();
        let mut all: Vec<String> = signed_words(words).into_iter().flat_map(|(_, lines)| lines).collect();
        all.push(words.say("closer-tick").into_owned());
        let digest = data_encoding::HEXLOWER.encode(&Sha256::digest(all.join("\n"))[..8]);
        assert_eq!(
            (AUTHORITY_WORDS, digest.as_str()),
            ("2026-11", "43c0cf33c6bb2261"),
            "what members sign has changed: give AUTHORITY_WORDS a new version, and write both here"
        );
    }

    #[test]
    fn a_yes_needs_all_its_parts() {
        let whole = || YesForm {
            days: "30".into(),
            capacity: "owner".into(),
            signer: " Anna  Baker ".into(),
            sure: "yes".into(),
        };
        let new = whole().read().unwrap();
        assert_eq!((new.signer.as_str(), new.days, new.capacity), ("Anna Baker", 30, Capacity::Owner));
        for days in ["", "0", "31", "366", "-1", "9999999"] {
            assert_eq!(
                YesForm { days: days.into(), ..whole() }.read().unwrap_err(),
                [("days", "closer-days-missing")]
            );
        }
        let nothing = YesForm::default().read().unwrap_err();
        assert_eq!(
            nothing.iter().map(|slip| slip.0).collect::<Vec<_>>(),
            ["days", "capacity", "signer", "sure"]
        );
    }
}
