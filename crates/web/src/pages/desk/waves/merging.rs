//! Merging a wave into its most urgent case, and taking a merge back.

use std::sync::Arc;

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use terms::{CaseId, PlainLine, Timestamp};

use super::{found, sees_restricted};
use crate::app::App;
use crate::caller::Caller;
use crate::casework::{self, Who, peek};
use crate::problem::Problem;
use crate::sent::Sent;

/// So many cases are merged with one press: each is two cases written down, and nobody waits longer than some seconds.
pub const MOST_MERGED_AT_ONCE: usize = 100;
/// Merges that the page lists, the newest first.
const MOST_MERGES: u32 = 100;

/// A wave as it was sent to be merged.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct MergeSent {
    parent: String,
    case: Vec<String>,
    all: String,
}

/// `POST /desk/waves/merge`: all of a wave, or those that were chosen, into its most urgent case. The wave is looked for
/// again, so that nothing is merged that does not belong to it any more.
///
/// # Errors
/// When the wave is gone or nothing was chosen.
pub async fn merge(
    State(app): State<Arc<App>>,
    caller: Caller,
    Sent(sent): Sent<MergeSent>,
) -> Result<Response, Problem> {
    let who = Who::of(&caller)?;
    let parent: Option<CaseId> = sent.parent.parse().ok();
    let (waves, _) = found(&app, sees_restricted(&caller)).await?;
    let wave = waves.into_iter().find(|wave| Some(wave.members[0].case) == parent);
    let Some(wave) = wave else {
        return Err(Problem::clash("This wave has changed. Go back to the waves and look again."));
    };
    let chosen: Vec<CaseId> = sent.case.iter().filter_map(|id| id.parse().ok()).collect();
    let first = &wave.members[0];
    let others = wave.members.iter().skip(1);
    let wanted: Vec<_> =
        others.filter(|member| !sent.all.is_empty() || chosen.contains(&member.case)).collect();
    if wanted.is_empty() {
        return super::page(&app, &caller, None, vec!["Choose at least one case to merge.".to_owned()]).await;
    }
    let what = wave.wave.shares.first().map_or("value", |share| share.kind.rule().what);
    let because = PlainLine::parse(&format!("Part of one wave: the same {what}")).map_err(Problem::broken)?;
    let (mut done, mut refused) = (0_u32, Vec::new());
    for member in wanted.iter().take(MOST_MERGED_AT_ONCE) {
        match casework::merge(&app, &who, member.case, first.case, &because).await? {
            Ok(()) => done += 1,
            Err(refusal) => refused.push(format!("{}: {refusal}", member.reference)),
        }
    }
    let left = wanted.len().saturating_sub(MOST_MERGED_AT_ONCE);
    if refused.is_empty() {
        return Ok(Redirect::to(&format!("/desk/waves?merged={done}&left={left}")).into_response());
    }
    let news = (done > 0).then(|| super::super::news(&format!("{done} merged. Those below were not.")));
    super::page(&app, &caller, news, refused).await
}

/// A case to be let go.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct UnmergeSent {
    case: String,
}

/// `POST /desk/waves/unmerge`: lets one case go its own way again.
///
/// # Errors
/// When there is no such merged case.
pub async fn unmerge(
    State(app): State<Arc<App>>,
    caller: Caller,
    Sent(sent): Sent<UnmergeSent>,
) -> Result<Response, Problem> {
    let who = Who::of(&caller)?;
    let case: CaseId = sent.case.parse().map_err(|_| Problem::not_found())?;
    let kept = app.store.case(case).await?.ok_or_else(Problem::not_found)?;
    if kept.place.restricted && !sees_restricted(&caller) {
        return Err(Problem::not_found());
    }
    let because = PlainLine::parse("It does not belong to the wave").map_err(Problem::broken)?;
    match casework::unmerge(&app, &who, case, &because).await? {
        Ok(()) => Ok(Redirect::to("/desk/waves?apart=true").into_response()),
        Err(refusal) => super::page(&app, &caller, None, vec![refusal.to_string()]).await,
    }
}

/// A case that goes on in another.
#[derive(Debug, Clone)]
pub struct Merged {
    /// The one below.
    pub child: CaseId,
    /// What people call it.
    pub child_reference: String,
    /// The one in which it goes on.
    pub parent: CaseId,
    /// What people call that.
    pub parent_reference: String,
    /// Since when.
    pub since: Timestamp,
}

/// The newest merges, the newest first.
///
/// # Errors
/// When the store fails.
pub async fn merged(app: &App, restricted: bool) -> Result<Vec<Merged>, Problem> {
    let mut all = Vec::new();
    for kept in app.store.merged_cases(restricted, MOST_MERGES).await? {
        let Some((parent, since)) = peek(app, kept.id).await?.case.merged else { continue };
        let above = app.store.case(parent).await?;
        if let Some(above) = above.filter(|above| restricted || !above.place.restricted) {
            all.push(Merged {
                child: kept.id,
                child_reference: kept.reference.to_string(),
                parent,
                parent_reference: above.reference.to_string(),
                since,
            });
        }
    }
    Ok(all)
}
