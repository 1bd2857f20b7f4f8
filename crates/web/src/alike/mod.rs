//! Names that look like a member's: each is looked at as politely as anybody's name would be, and what comes of it is kept.
//!
//! One way for all: the member's own button, the search for names like its own and the background work come through
//! [`examine`]. How close a look goes is [`crate::consent`]'s to say, with the same budget that visitors have.

mod search;

use centre::consent::Reason;
use centre::ledger::Actor;
use checkup::lookalike::{self, Lookalike, Own, Verdict};
use checkup::{Answers, Level};
use jiff::SignedDuration;
use store::{DueLookalike, KeptLookalike, LookalikeLook, LookalikeWord, NewLookalike, Store, StoreError};
use terms::{AssetId, DomainName, Timestamp};

use crate::consent::{Consent, level_of};
use crate::looking::{VISIT_COUNTS_FOR, tell_anew};
use crate::ports::LookAtLookalike;

pub use search::{
    EXAMINED_AT_ONCE, MOST_SEARCHES, MOST_TRIED, SEARCH_PACE, Search, SearchState, Searches, candidates_of,
    new_of,
};

/// A look at such a name takes no longer than this.
pub const LONGEST_LOOK: std::time::Duration = std::time::Duration::from_secs(60);
/// A name that can do harm, or is fresh, is looked at again after this.
const AGAIN_SOON: SignedDuration = SignedDuration::from_hours(24);
/// Any other name that somebody has.
const AGAIN: SignedDuration = SignedDuration::from_hours(24 * 7);
/// A name that nobody has: it may be registered one day.
const AGAIN_IF_FREE: SignedDuration = SignedDuration::from_hours(24 * 30);
/// What could not be seen.
const AGAIN_IF_UNSEEN: SignedDuration = SignedDuration::from_hours(6);
/// A name whose owner wants to be left alone: they may have sold it.
const AGAIN_IF_LEFT_ALONE: SignedDuration = SignedDuration::from_hours(24 * 30);
/// All looking is stopped for now.
const AGAIN_IF_STOPPED: SignedDuration = SignedDuration::from_hours(1);

/// Looks at a name that looks like a member's and keeps what came of it. `None` where we are to leave it alone.
///
/// # Errors
/// When the database fails, or the member's domain is gone.
pub async fn examine(
    consent: &Consent<'_>,
    world: &dyn LookAtLookalike,
    due: &DueLookalike,
    by: &Actor,
    now: Timestamp,
) -> Result<Option<Verdict>, StoreError> {
    let store = consent.store;
    let permit = consent.for_anybody(&due.name, now).await?;
    let Some(level) = level_of(permit.reach) else {
        let is_stopped = permit.reasons.contains(&Reason::AllStopped);
        let again = if is_stopped { AGAIN_IF_STOPPED } else { AGAIN_IF_LEFT_ALONE };
        store.put_off_lookalike(due.asset, &due.name, now + again).await?;
        return Ok(None);
    };
    let own = own(store, due).await?;
    let looked = world.look_at_lookalike(&due.name, level.min(Level::Visitor));
    let Ok(looked) = tokio::time::timeout(LONGEST_LOOK, looked).await else {
        tracing::warn!("a look at a name like a member's took too long");
        store.put_off_lookalike(due.asset, &due.name, now + AGAIN_IF_UNSEEN).await?;
        return Ok(Some(Verdict::CouldNotCheck));
    };
    let seen = lookalike::look(&due.name, &own, &looked.answers, looked.level, now);
    let earlier = store.lookalike(due.asset, &due.name).await?.as_ref().and_then(what_was_seen);
    let seen = seen.with_earlier(earlier.as_ref(), VISIT_COUNTS_FOR);
    let verdict = seen.verdict();
    let look = LookalikeLook {
        verdict: verdict.name().to_owned(),
        is: seen.finding().map(|(check, severity)| (check.to_owned(), severity)),
        uncertain: seen.is_uncertain(),
        look: serde_json::to_string(&seen).map_err(|error| StoreError::Unreadable(error.to_string()))?,
        due_at: now + again_after(&seen),
    };
    match store.keep_lookalike(due.asset, &due.name, &look, by, now).await {
        // The member took the name or the domain out meanwhile.
        Err(StoreError::NoSuch(_)) => Ok(None),
        kept => {
            kept?;
            tell_anew(store, due.asset, by, now).await?;
            Ok(Some(verdict))
        }
    }
}

/// The member, as its last visit saw it.
async fn own(store: &Store, due: &DueLookalike) -> Result<Own, StoreError> {
    let firm = store.organisation(due.organisation).await?.map(|firm| firm.name).unwrap_or_default();
    let check = store.last_check(due.asset).await?;
    let answers: Option<Answers> = check.and_then(|check| serde_json::from_str(&check.answers).ok());
    Ok(Own::of(&due.domain, &firm, answers.as_ref()))
}

fn again_after(seen: &Lookalike) -> SignedDuration {
    let is_fresh = |at: Timestamp| {
        seen.looked_at.duration_since(at) < SignedDuration::from_hours(24 * lookalike::FRESH_DAYS)
    };
    match seen.verdict() {
        Verdict::CouldNotCheck => AGAIN_IF_UNSEEN,
        Verdict::NotThere => AGAIN_IF_FREE,
        Verdict::Copy | Verdict::LogIn | Verdict::Mail => AGAIN_SOON,
        _ if seen.registered.is_some_and(is_fresh) => AGAIN_SOON,
        _ if seen.is_uncertain() => AGAIN_SOON,
        _ => AGAIN,
    }
}

/// What the last look at a name saw; none where nobody looked, or another release wrote it.
pub fn what_was_seen(kept: &KeptLookalike) -> Option<Lookalike> {
    serde_json::from_str(&kept.look).ok()
}

/// Why a domain's promise cannot be called kept: something about a name like it could not be seen. None where all could.
///
/// # Errors
/// When the database fails.
pub async fn gap_of(store: &Store, asset: AssetId) -> Result<Option<String>, StoreError> {
    let counts = |kept: &&KeptLookalike| kept.word.is_none_or(LookalikeWord::wants_looks);
    let all = store.lookalikes_of(asset).await?;
    let uncertain = all.iter().filter(counts).find(|kept| kept.uncertain && kept.check.is_empty());
    Ok(uncertain.map(|_| NOT_SEEN.to_owned()))
}

/// What is said of a name like the member's that could not be seen.
const NOT_SEEN: &str = "A name looks like yours, and we could not look at it. We will try again.";

/// A hit of the lookalike engine as the store keeps it.
pub fn hit(
    name: &DomainName,
    kinds: &[lookalikes::Kind],
    weight: u8,
    way: store::LookalikeWay,
) -> NewLookalike {
    NewLookalike {
        name: name.clone(),
        kinds: kinds.iter().map(|kind| kind.name().to_owned()).collect(),
        weight,
        way,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rooms_agree_on_what_comes_from_names_like_a_members() {
        let mut ours = centre::watching::OF_LOOKALIKES;
        let mut theirs = lookalike::CHECKS;
        ours.sort_unstable();
        theirs.sort_unstable();
        assert_eq!(ours, theirs);
    }
}
