//! One text to many reporters. It is kept first, with everybody who is to get it; then each gets it as a message of the person
//! who ordered it. Whoever goes on with it finds what is left, and what is done already is not done again.

use centre::case::{Actor, Deed};
use centre::ledger;
use centre::roles::Role;
use store::{GroupReply, ReplyState, StoreError};
use terms::{CaseId, ReportId};

use super::at::At;
use super::open::Opened;
use super::tell::{Saying, Who, tell_unless};
use crate::app::App;
use crate::problem::Problem;

/// So many are sent while whoever ordered it waits; the rest goes on by itself.
pub const SENT_AT_ONCE: u32 = 100;

/// The reports of these cases, with everything that goes on in them.
///
/// # Errors
/// When the store fails.
pub async fn reports_of(app: &App, cases: &[CaseId]) -> Result<Vec<(CaseId, ReportId)>, Problem> {
    let mut to = Vec::new();
    for case in cases {
        for report in app.store.reports_of_case(*case).await? {
            if !to.iter().any(|(_, known)| *known == report.id) {
                to.push((*case, report.id));
            }
        }
    }
    Ok(to)
}

/// Sends at most so many of those that wait. Returns how many were looked at; nought when nobody waits any more.
///
/// # Errors
/// When the store fails; what was sent stays sent.
pub async fn go_on(app: &App, reply: &GroupReply, limit: u32) -> Result<u32, Problem> {
    let who = sender(reply);
    let waiting = app.store.waiting_for_reply(reply.id, limit).await?;
    let mut done = 0;
    for one in waiting {
        let state = send(app, &who, reply, one.case, one.report).await?;
        app.store.mark_reply(reply.id, one.report, &state, &who.ledger, app.now()).await?;
        done += 1;
    }
    Ok(done)
}

fn sender(reply: &GroupReply) -> Who {
    let role = reply.role.parse().unwrap_or(Role::ContactOfficer);
    Who { case: Actor::Officer { person: reply.person, role }, ledger: ledger::Actor::Person(reply.person) }
}

async fn send(
    app: &App,
    who: &Who,
    reply: &GroupReply,
    case: CaseId,
    report: ReportId,
) -> Result<ReplyState, Problem> {
    let text = reply.text_for(report);
    if app.store.case(case).await?.is_none_or(|case| case.erased_at.is_some()) {
        return Ok(ReplyState::Skipped("Its words were erased.".to_owned()));
    }
    let says = [Saying { deed: Deed::MessageOut { text }, words: None }];
    let has_it = |opened: &Opened| {
        opened
            .events
            .iter()
            .any(|event| matches!(event.deed, Deed::MessageOut { text: sent } if sent == text))
    };
    match tell_unless(At::of(app), who, case, &says, Some((report, &reply.words)), has_it).await {
        Ok(Ok(_)) => Ok(ReplyState::Sent),
        Ok(Err(refusal)) => Ok(ReplyState::Skipped(refusal.to_string())),
        Err(problem) => skipped(problem),
    }
}

/// A mailbox that is gone or full is no reason to stop; a store that fails is.
fn skipped(problem: Problem) -> Result<ReplyState, Problem> {
    let refused = problem.cause.as_ref().and_then(|cause| cause.downcast_ref::<StoreError>());
    match refused {
        Some(StoreError::NoSuch(_)) => Ok(ReplyState::Skipped("There is no mailbox.".to_owned())),
        Some(StoreError::TooMuch(why)) => Ok(ReplyState::Skipped((*why).to_owned())),
        _ => Err(problem),
    }
}
