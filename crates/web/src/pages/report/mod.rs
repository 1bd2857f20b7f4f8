//! The reporter comes back: the words of the receipt open what was told, how it stands, and a mailbox both ways.
//!
//! Looking the words up takes memory and time, so that they are asked for once: then the report stands open in this browser
//! for half an hour after the last look. The cookie holds a random secret and nothing of the words.

mod forget;
mod in_words;
mod opening;
mod tracker;
mod write;

use axum::http::HeaderMap;
use store::{Mailbox, Report};

use crate::app::App;
use crate::cookie::Cookie;
use crate::problem::Problem;

pub(crate) use forget::{ask as ask_to_forget, forget};
pub(crate) use in_words::{DutySeen, NextSeen, body, duties_seen, next_seen, outcome, when};
pub(crate) use opening::{close, in_words as words_fault, open, show};
pub(crate) use write::{add_files, ask_for_call, say_no, say_yes, tell_wish, write_message};

/// A report that stands open in somebody's browser.
pub(crate) struct Own {
    /// The report.
    pub(crate) report: Report,
    /// Its mailbox, whose erasure was put off by this look.
    pub(crate) mailbox: Mailbox,
}

impl Own {
    /// Whether only days are kept of what the reporter does.
    pub(crate) fn by_day(&self) -> bool {
        self.report.manner != store::Manner::Named
    }
}

/// The report that stands open in this browser, if one does. Pages of other rooms that the reporter may see ask here too.
pub(crate) async fn own(app: &App, headers: &HeaderMap) -> Result<Option<Own>, Problem> {
    let Some(secret) = Cookie::OwnReport.of(&app.facts, headers) else { return Ok(None) };
    let Some(open) = app.counter.open.of(secret, app.now()) else { return Ok(None) };
    let (Some(report), Some(mailbox)) =
        (app.store.report(open.report).await?, app.store.own_mailbox(open.report, app.now()).await?)
    else {
        app.counter.open.shut(secret);
        return Ok(None);
    };
    Ok(Some(Own { report, mailbox }))
}
