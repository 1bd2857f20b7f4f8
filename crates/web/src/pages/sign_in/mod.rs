//! Saying who one is: a code by e-mail, a passkey, a password with a one-time code, or single sign-on.
//!
//! Members come in by a code sent to their mailbox or by a passkey. People of the centre and of
//! partners always show two factors: a passkey, a password with a code, or their organisation's
//! single sign-on. Whoever has shown one of two is let to the page that asks for the other.

pub(crate) mod by_email;
pub(crate) mod choice;
pub(crate) mod first;
mod letters;
pub(crate) mod one_time;
pub(crate) mod out;
pub(crate) mod passkey;
pub(crate) mod passkeys;
pub(crate) mod password;
pub(crate) mod second;
pub(crate) mod single;
pub(crate) mod staff;

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Redirect, Response};
use centre::ledger::Actor;
use centre::policy::{Act, Decision, Relation, decide};
use centre::roles::Role;
use jiff::{SignedDuration, Timestamp};
use store::{Factors, Person};
use terms::edge::random;
use url::Url;

use crate::app::{App, Facts};
use crate::caller::Caller;
use crate::cookie::Cookie;
use crate::problem::Problem;

/// What matters most asks again who is there after this time.
pub(crate) const PROOF_LASTS: SignedDuration = SignedDuration::from_mins(10);
/// The longest address that is kept to go on to after signing in, in bytes.
const LONGEST_THEN: usize = 1_024;

/// Where to go on after signing in, as an address says it (`?then=`).
pub(crate) fn then_in(query: Option<&str>) -> String {
    let pairs = url::form_urlencoded::parse(query.unwrap_or_default().as_bytes());
    pairs.into_iter().find(|(name, _)| name == "then").map(|(_, then)| then.into_owned()).unwrap_or_default()
}

/// The address, if it is a path of our own site; everything else would lead visitors astray.
pub(crate) fn local_path(facts: &Facts, then: &str) -> Option<String> {
    let is_plain = then.starts_with('/')
        && then.len() <= LONGEST_THEN
        && !then.starts_with("//")
        && !then.contains('\\')
        && !then.chars().any(|c| c.is_control() || c.is_whitespace());
    let origin = Url::parse(&facts.origin).ok()?;
    let joined = if is_plain { origin.join(then).ok()? } else { return None };
    if joined.origin() != origin.origin() {
        return None;
    }
    // Dots that fall away may leave two slashes at the beginning, which lead elsewhere.
    let path = &joined[url::Position::BeforePath..];
    (!path.starts_with("//")).then(|| path.to_owned())
}

/// The first page of somebody with this role.
pub(crate) fn home_of(role: Role) -> &'static str {
    let may = |act| decide(role, act, Relation::Own) == Decision::Allow;
    if may(Act::SeeFirm) {
        "/firm"
    } else if may(Act::SearchMembers) {
        "/desk"
    } else if may(Act::SeeHandOvers) {
        "/partner"
    } else {
        "/account"
    }
}

/// Whether this person's right is good now.
pub(crate) fn may_come_in(person: &Person, now: Timestamp) -> bool {
    person.revoked_at.is_none() && person.expires_at.is_none_or(|end| end > now)
}

/// Opens a session in the place of the one that was there, and leads on.
///
/// # Errors
/// When the store fails.
pub(crate) async fn come_in(
    app: &App,
    caller: &Caller,
    person: &Person,
    factors: Factors,
    to: &str,
) -> Result<Response, Problem> {
    let cookie = open_session(app, caller, person, factors).await?;
    Ok(([(header::SET_COOKIE, cookie)], Redirect::to(to)).into_response())
}

/// Opens a session in the place of the one that was there; returns its cookie.
///
/// # Errors
/// When the store fails.
pub(crate) async fn open_session(
    app: &App,
    caller: &Caller,
    person: &Person,
    factors: Factors,
) -> Result<HeaderValue, Problem> {
    let by = Actor::Person(person.id);
    let session = app.store.open_session(person.id, factors, caller.session.as_ref(), &by, app.now()).await?;
    let lives = app.facts.limits(person.role).absolute.as_secs();
    Cookie::Session.set(&app.facts, session.reveal(), lives)
}

/// A random secret of 256 bits, as text.
pub(crate) fn random_token(app: &App) -> String {
    data_encoding::BASE64URL_NOPAD.encode(&random::<32>(&*app.chance))
}

/// Where somebody goes on to: the page they came for, or the first page of their role.
pub(crate) fn way_on(facts: &Facts, then: &str, role: Role) -> String {
    local_path(facts, then).unwrap_or_else(|| home_of(role).to_owned())
}

/// Demands that the caller showed who they are within [`PROOF_LASTS`].
///
/// # Errors
/// The answer that asks them to show it again, and then leads to `then`.
pub(crate) fn must_be_fresh(app: &App, caller: &Caller, then: &str) -> Result<(), Redirect> {
    let is_fresh = caller.proved_at.is_some_and(|at| app.now().duration_since(at) <= PROOF_LASTS);
    if is_fresh {
        return Ok(());
    }
    let page = if caller.role.needs_second_factor() { "/sign-in/staff" } else { "/sign-in" };
    let then: String = url::form_urlencoded::byte_serialize(then.as_bytes()).collect();
    Err(Redirect::to(&format!("{page}?then={then}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts() -> Facts {
        Facts {
            centre_name: "A centre".to_owned(),
            origin: "https://centre.example".to_owned(),
            demonstration: false,
            staff_idle: SignedDuration::from_mins(30),
            member_idle: SignedDuration::from_hours(24),
            session_at_most: SignedDuration::from_hours(24),
            sign_on: None,
            behind_proxy: false,
            introduction: crate::Introduction::default(),
            version: "0",
        }
    }

    #[test]
    fn after_signing_in_nobody_is_led_elsewhere() {
        for astray in [
            "",
            "//evil.example",
            "///evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "\\evil.example",
            "https:evil.example",
            "https://evil.example/",
            "https://centre.example@evil.example/",
            "javascript:alert(1)",
            "/\t/evil.example",
            "/\n/evil.example",
            "evil",
            " //evil.example",
            "/ /evil.example",
            "/.//\\evil.example",
        ] {
            assert_eq!(local_path(&facts(), astray), None, "{astray:?}");
        }
        assert_eq!(
            local_path(&facts(), &format!("/{}", "a".repeat(LONGEST_THEN - 1))).map(|p| p.len()),
            Some(LONGEST_THEN)
        );
        assert_eq!(local_path(&facts(), &format!("/{}", "a".repeat(LONGEST_THEN))), None);
    }

    #[test]
    fn after_signing_in_people_go_on_to_what_they_came_for() {
        for own in ["/firm", "/desk/members?words=a%26b&sector=I", "/account"] {
            assert_eq!(local_path(&facts(), own).as_deref(), Some(own));
        }
        assert_eq!(local_path(&facts(), "/.//evil.example"), None);
    }

    #[test]
    fn everybody_has_a_first_page_that_they_may_see() {
        assert_eq!(home_of(Role::CyberWarden), "/firm");
        assert_eq!(home_of(Role::Manager), "/desk");
        assert_eq!(home_of(Role::Funder), "/account");
    }
}
