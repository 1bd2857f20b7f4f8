//! A case whose time has passed is put into its place anew: nothing was done about it, and it stands higher all the same.

use centre::ledger::Actor;
use store::Store;
use terms::{CaseId, Timestamp};

use super::Rules;
use super::open::glimpse;
use super::place::place;
use crate::problem::Problem;

/// Puts a case into its place as it is now. False when somebody did something about it meanwhile.
///
/// # Errors
/// When the store fails, or the case is of a newer release.
pub async fn place_anew(
    store: &Store,
    rules: &Rules,
    id: CaseId,
    by: &Actor,
    now: Timestamp,
) -> Result<bool, Problem> {
    let opened = glimpse(store, rules, id, now).await?;
    let place = place(&opened.case, &opened.events, &opened.readings, opened.kept.place.rule, now);
    Ok(store.place_case_anew(id, opened.kept.events, &place, by, now).await?)
}
