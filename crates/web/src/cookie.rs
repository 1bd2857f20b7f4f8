//! The cookies that we set. Each serves signing in, or telling us something; it holds a random secret and nothing else.

use axum::http::{HeaderMap, HeaderValue, header};

use crate::app::Facts;
use crate::problem::Problem;

/// One of our cookies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cookie {
    /// Who is signed in.
    Session,
    /// Which browser left for the sign-on provider: a stranger's answer opens nothing here.
    Away,
    /// Which browser asked for a code by e-mail: a stranger's tries are not counted as its own.
    Ticket,
    /// What this browser is telling us: the token of its draft.
    Draft,
    /// Whose own report stands open in this browser.
    OwnReport,
}

impl Cookie {
    /// Its name. The prefix, which browsers enforce, binds it to our host and to encrypted pages
    /// (RFC 6265bis, 4.1.3).
    fn name(self, facts: &Facts) -> &'static str {
        match (self, facts.is_encrypted()) {
            (Self::Session, true) => "__Host-watchhouse",
            (Self::Session, false) => "watchhouse",
            (Self::Away, true) => "__Host-watchhouse-away",
            (Self::Away, false) => "watchhouse-away",
            (Self::Ticket, true) => "__Host-watchhouse-asked",
            (Self::Ticket, false) => "watchhouse-asked",
            (Self::Draft, true) => "__Host-watchhouse-draft",
            (Self::Draft, false) => "watchhouse-draft",
            (Self::OwnReport, true) => "__Host-watchhouse-own",
            (Self::OwnReport, false) => "watchhouse-own",
        }
    }

    /// The header that sets it for so many seconds.
    ///
    /// # Errors
    /// [`Problem::broken`] when the value cannot stand in a header; ours can.
    pub(crate) fn set(self, facts: &Facts, value: &str, lives_seconds: i64) -> Result<HeaderValue, Problem> {
        let secure = if facts.is_encrypted() { "; Secure" } else { "" };
        let name = self.name(facts);
        let line = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={lives_seconds}{secure}");
        HeaderValue::from_str(&line).map_err(Problem::broken)
    }

    /// The header that sets it until the browser is closed, for requests that start on our own pages only.
    ///
    /// # Errors
    /// As [`Cookie::set`].
    pub(crate) fn set_for_now(self, facts: &Facts, value: &str) -> Result<HeaderValue, Problem> {
        let secure = if facts.is_encrypted() { "; Secure" } else { "" };
        let line = format!("{}={value}; Path=/; HttpOnly; SameSite=Strict{secure}", self.name(facts));
        HeaderValue::from_str(&line).map_err(Problem::broken)
    }

    /// The header that takes it away.
    ///
    /// # Errors
    /// As [`Cookie::set`].
    pub(crate) fn clear(self, facts: &Facts) -> Result<HeaderValue, Problem> {
        self.set(facts, "", 0)
    }

    /// Its value in a request.
    pub(crate) fn of<'a>(self, facts: &Facts, headers: &'a HeaderMap) -> Option<&'a str> {
        headers
            .get_all(header::COOKIE)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|line| line.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .find(|(name, _)| *name == self.name(facts))
            .map(|(_, value)| value)
    }
}
