//! One's own ways of signing in, sessions and tokens.
//!
//! Every id in an address is looked for among the asker's own things in the same query; what
//! changes a way in asks first whether the asker has shown lately who they are.

pub(crate) mod identity;
pub(crate) mod passkey;
pub(crate) mod password;
pub(crate) mod token;

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use centre::policy::{Act, Decision, Relation, decide};
use centre::roles::Role;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use store::{ApiToken, Factors, Passkey, Person};

use super::frame;
use super::sign_in::passkeys;
use crate::app::App;
use crate::caller::Caller;
use crate::face::components::{Checkboxes, ErrorSummary, Input, Select};
use crate::face::{Chrome, Page};
use crate::pages::Faults;
use crate::problem::Problem;

/// A line of a list: what it is, when, and how to take it away.
pub(crate) struct OwnThing {
    pub(crate) name: String,
    pub(crate) detail: String,
    /// Where the form leads that takes it away; nothing for what is over.
    pub(crate) remove: Option<String>,
}

#[derive(Template)]
#[template(path = "account/account.html")]
struct AccountPage {
    chrome: Chrome,
    summary: Option<ErrorSummary>,
    email: String,
    is_member: bool,
    comes_later: Option<&'static str>,
    sees_city: bool,
    passkeys_possible: bool,
    passkeys: Vec<OwnThing>,
    passkey_name: Input,
    has_password: bool,
    recovery_words: String,
    single_sign_on: Option<String>,
    identities: Vec<OwnThing>,
    sessions: Vec<OwnThing>,
    tokens: Vec<OwnThing>,
    token_name: Input,
    token_scopes: Checkboxes,
    token_days: Select,
    has_scopes: bool,
}

/// `GET /account`
pub(crate) async fn show(State(app): State<Arc<App>>, caller: Caller) -> Result<Response, Problem> {
    page(&app, &caller, &token::Wished::default(), "", &Faults::default()).await
}

/// The page, with what was typed into its forms and what is wrong with it.
pub(crate) async fn page(
    app: &App,
    caller: &Caller,
    wished: &token::Wished,
    passkey_name: &str,
    faults: &Faults,
) -> Result<Response, Problem> {
    let id = caller.person()?.person;
    let person = app.store.person(id).await?.ok_or_else(Problem::not_found)?;
    let mut chrome = frame(app, caller, "", "/account");
    chrome.title = chrome.say("account-title").into_owned();
    chrome.has_error = !faults.is_empty();
    let recovery_codes = app.store.recovery_codes_left(id).await?;
    let gaps = [("count", i64::try_from(recovery_codes).unwrap_or(i64::MAX).into())];
    let days = Days::of(app);
    let page = AccountPage {
        summary: faults.summary(),
        email: person.email.to_string(),
        is_member: person.role.is_of_a_member(),
        comes_later: what_comes_later(person.role),
        sees_city: decide(person.role, Act::SeeCityFigures, Relation::Own) == Decision::Allow,
        passkeys_possible: passkeys::are_possible(&app.facts),
        passkeys: passkey_lines(&chrome, &days, app.store.passkeys_of(id).await?),
        passkey_name: passkey::name_field(&chrome, passkey_name, faults),
        has_password: app.store.password_of(id).await?.is_some(),
        recovery_words: chrome.words.say_with("account-recovery-left", &gaps),
        single_sign_on: app.facts.sign_on.as_ref().map(|s| s.name.clone()),
        identities: identity_lines(&days, app.store.identities_of(id).await?),
        sessions: session_lines(&chrome, &days, app.store.sessions_of(id).await?),
        tokens: token_lines(&chrome, &days, app.store.api_tokens_of(id).await?, app.now()),
        token_name: token::name_field(&chrome, wished, faults),
        token_scopes: token::scopes_field(&chrome, &person, wished, faults),
        token_days: token::days_field(&chrome, wished),
        has_scopes: !token::scopes_of(person.role).is_empty(),
        chrome,
    };
    Ok(Page::new(page).with_status(faults.status()).into_response())
}

/// What a role is for that this release has not got, for roles whose first page is this one.
fn what_comes_later(role: Role) -> Option<&'static str> {
    match role {
        Role::Supervisor => Some(
            "You see no firms yet. A supervisor sees the firms of their own engagements, and this release has no engagements.",
        ),
        Role::Student | Role::Volunteer | Role::Provider => Some(
            "There is no work for you here yet: this release hands none out. You can set up how you sign in.",
        ),
        _ => None,
    }
}

/// Days and hours as people of this city read them.
pub(crate) struct Days(TimeZone);

impl Days {
    /// Of the city.
    pub(crate) fn of(app: &App) -> Self {
        Self(app.region.time_zone.clone())
    }

    /// `21 November 2026 at 10:05`
    pub(crate) fn moment(&self, at: Timestamp) -> String {
        at.to_zoned(self.0.clone()).strftime("%-d %B %Y at %H:%M").to_string()
    }

    /// `21 November 2026`
    pub(crate) fn day(&self, at: Timestamp) -> String {
        at.to_zoned(self.0.clone()).strftime("%-d %B %Y").to_string()
    }
}

fn passkey_lines(chrome: &Chrome, days: &Days, passkeys: Vec<Passkey>) -> Vec<OwnThing> {
    let line = |p: Passkey| {
        let made = chrome.words.say_with("account-added", &[("day", days.day(p.made_at).into())]);
        let used = p.used_at.map(|at| chrome.words.say_with("account-used", &[("day", days.day(at).into())]));
        OwnThing {
            name: p.name.to_string(),
            detail: [Some(made), used].into_iter().flatten().collect::<Vec<_>>().join(" "),
            remove: Some(format!("/account/passkeys/{}/remove", p.id)),
        }
    };
    passkeys.into_iter().map(line).collect()
}

fn identity_lines(days: &Days, identities: Vec<(String, String, Timestamp)>) -> Vec<OwnThing> {
    let line = |(issuer, subject, since): (String, String, Timestamp)| OwnThing {
        remove: Some(format!("/account/identities/{}/remove", identity::name_in_address(&issuer, &subject))),
        name: issuer,
        detail: format!("Linked on {}.", days.day(since)),
    };
    identities.into_iter().map(line).collect()
}

fn session_lines(
    chrome: &Chrome,
    days: &Days,
    sessions: Vec<(Factors, Timestamp, Timestamp)>,
) -> Vec<OwnThing> {
    let line = |(factors, opened, seen): (Factors, Timestamp, Timestamp)| OwnThing {
        name: chrome.say(how(factors)).into_owned(),
        detail: chrome.words.say_with(
            "account-session",
            &[("opened", days.moment(opened).into()), ("seen", days.moment(seen).into())],
        ),
        remove: None,
    };
    sessions.into_iter().map(line).collect()
}

/// The message that says with what somebody came in.
fn how(factors: Factors) -> &'static str {
    match factors {
        Factors::Email => "account-by-email",
        Factors::Passkey => "account-by-passkey",
        Factors::PasswordAndCode => "account-by-password-and-code",
        Factors::PasswordOnly => "account-by-password-only",
        Factors::SingleSignOn => "account-by-single-sign-on",
        Factors::SetUpLink => "account-by-set-up-link",
        Factors::Demonstration => "account-by-demonstration",
    }
}

fn token_lines(chrome: &Chrome, days: &Days, tokens: Vec<ApiToken>, now: Timestamp) -> Vec<OwnThing> {
    let line = |t: ApiToken| {
        let (id, at) = match t.revoked_at {
            Some(ended) => ("account-token-ended", ended),
            None if t.expires_at <= now => ("account-token-over", t.expires_at),
            None => ("account-token-until", t.expires_at),
        };
        let lives = t.revoked_at.is_none() && t.expires_at > now;
        OwnThing {
            name: t.name.to_string(),
            detail: chrome.words.say_with(id, &[("day", days.day(at).into())]),
            remove: lives.then(|| format!("/account/tokens/{}/revoke", t.id)),
        }
    };
    tokens.into_iter().map(line).collect()
}

/// How many ways in somebody has: each can be taken away while there is another. Members always have one that
/// is not counted among those that can be taken away: a code by e-mail.
pub(crate) async fn ways_in(app: &App, person: &Person) -> Result<usize, Problem> {
    let by_code = usize::from(person.role.is_of_a_member());
    let passkeys = app.store.passkeys_of(person.id).await?.len();
    let password = usize::from(app.store.password_of(person.id).await?.is_some());
    let identities =
        if app.facts.sign_on.is_some() { app.store.identities_of(person.id).await?.len() } else { 0 };
    Ok(by_code + passkeys + password + identities)
}
