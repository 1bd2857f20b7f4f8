//! Members' domains are looked at every night. What should be: no domain is due.

use std::sync::Arc;
use std::time::Duration;

use centre::ledger::Actor;
use jiff::SignedDuration;
use store::{Adoption, CheckSummary, DueAsset, MOST_ACTIONS, NewCheck, Store, StoreError};
use terms::{AssetId, OrganisationId, Severity, Timestamp};
use web::ports::{Look, LookAtDomain};

use super::{Reconciler, Run, Turn};

/// Domains read from the store at one time.
const AT_ONCE: u32 = 50;
/// How soon it is looked again whether somebody wished for a check-up.
const BETWEEN_LOOKS: SignedDuration = SignedDuration::from_secs(15);
/// The night begins at this hour of the day (UTC) and the looks are spread over it.
const NIGHT_BEGINS: i64 = 21;
/// How long the night is, in seconds.
const NIGHT: i64 = 8 * 3_600;
/// A domain that was looked at less than this before its place in the night waits for the next.
const SOON: SignedDuration = SignedDuration::from_hours(6);

/// Looks at members' domains that are due.
pub struct Recheck {
    /// Who looks.
    pub look: Arc<dyn LookAtDomain>,
    /// Domains in one second, at most: name servers of others are asked politely.
    pub per_second: u32,
}

impl Reconciler for Recheck {
    fn name(&self) -> &'static str {
        "recheck"
    }

    fn next(&self, now: Timestamp) -> Timestamp {
        now + BETWEEN_LOOKS
    }

    fn run<'a>(&'a self, turn: &'a Turn) -> Run<'a> {
        Box::pin(async move {
            let by = Actor::Reconciler(self.name().to_owned());
            let pause = Duration::from_secs(1) / self.per_second.max(1);
            let (mut looked, mut changed) = (0_u32, 0_u32);
            loop {
                let due = turn.store().due_for_recheck(turn.now(), AT_ONCE).await?;
                if due.is_empty() {
                    metrics::gauge!("domains_due").set(0.0);
                    return Ok(format!("{looked} domains were looked at; {changed} had changed."));
                }
                metrics::gauge!("domains_due").set(due.len() as f64);
                for asset in due {
                    turn.step().await?;
                    let began = std::time::Instant::now();
                    let look = self.look.look(&asset.domain).await;
                    let before = turn.store().last_check(asset.id).await?;
                    changed += u32::from(has_changed(before.as_ref(), &look));
                    keep_look(turn.store(), &asset, &look, &by, turn.now()).await?;
                    looked += 1;
                    turn.rest(pause.saturating_sub(began.elapsed())).await;
                }
            }
        })
    }
}

fn has_changed(before: Option<&store::Check>, look: &Look) -> bool {
    let before = before.and_then(|check| serde_json::from_str::<checkup::Judgement>(&check.judgement).ok());
    before.is_some_and(|before| before.findings != look.judgement.findings)
}

/// Keeps a look: the check-up itself, the plan that follows from it, and which actions of the
/// plan it shows to be done. The domain is due again in the next night.
///
/// # Errors
/// When the database fails.
pub async fn keep_look(
    store: &Store,
    asset: &DueAsset,
    look: &Look,
    by: &Actor,
    now: Timestamp,
) -> Result<(), StoreError> {
    let check = NewCheck {
        asset: asset.id,
        answers: as_json(&look.answers)?,
        judgement: as_json(&look.judgement)?,
        summary: summary(&look.judgement),
        due_at: next_night(asset.id, now),
    };
    store.save_check(&check, by, now).await?;
    mark_what_is_done(store, asset.organisation, look, by, now).await?;
    let plan: Vec<String> =
        look.judgement.findings.iter().take(MOST_ACTIONS).map(|finding| finding.check.clone()).collect();
    store.set_actions(asset.organisation, &plan, by, now).await
}

/// An action of the plan whose check was made and found nothing any more is seen to be done.
async fn mark_what_is_done(
    store: &Store,
    organisation: OrganisationId,
    look: &Look,
    by: &Actor,
    now: Timestamp,
) -> Result<(), StoreError> {
    let unknown = |check: &str| look.judgement.not_checked.iter().any(|gap| gap.check == check);
    for action in store.actions_of(organisation).await? {
        let open = action.dropped_at.is_none() && action.seen_at.is_none();
        if open && !look.judgement.found(&action.action) && !unknown(&action.action) {
            store.mark_action(organisation, &action.action, Adoption::Seen, by, now).await?;
        }
    }
    Ok(())
}

fn as_json(value: &impl serde::Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| StoreError::Unreadable(error.to_string()))
}

/// A judgement in few numbers.
pub fn summary(judgement: &checkup::Judgement) -> CheckSummary {
    let count = |severity| judgement.findings.iter().filter(|f| f.severity == severity).count() as u32;
    CheckSummary {
        promises: judgement.promises.iter().map(|standing| (standing.promise, standing.state)).collect(),
        urgent: count(Severity::Urgent),
        important: count(Severity::Important),
        worth_doing: count(Severity::WorthDoing),
    }
}

/// When a domain is looked at next: at its own place in the next night, which follows from its
/// id, so that the looks of a whole city are spread evenly.
pub fn next_night(asset: AssetId, now: Timestamp) -> Timestamp {
    let place = (asset.0.as_u128() % NIGHT as u128) as i64;
    let day = now.as_second().div_euclid(86_400) * 86_400;
    let tonight = day + NIGHT_BEGINS * 3_600 + place;
    let nights = (-1..=2).map(|days| tonight + days * 86_400);
    let earliest = now.as_second() + SOON.as_secs();
    let next = nights.into_iter().find(|night| *night > earliest).unwrap_or(tonight + 2 * 86_400);
    Timestamp::from_second(next).unwrap_or(now + SignedDuration::from_hours(24))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asset(number: u128) -> AssetId {
        format!("{number:032x}").parse().expect("an id")
    }

    #[test]
    fn looks_are_spread_over_the_night_and_come_back_every_night() {
        let now: Timestamp = "2026-03-10T14:00:00Z".parse().expect("a time");
        for number in [0, 1, 28_799, 28_800, u128::MAX] {
            let next = next_night(asset(number), now);
            let hours = next.duration_since(now).as_hours();
            assert!((6..15).contains(&hours), "{number}: {next}");
            let after = next_night(asset(number), next);
            assert_eq!(after.duration_since(next).as_hours(), 24, "{number}: {next} then {after}");
        }
        assert_ne!(next_night(asset(1), now), next_night(asset(14_000), now));
    }

    #[test]
    fn a_domain_looked_at_late_in_the_evening_waits_for_the_next_night() {
        let evening: Timestamp = "2026-03-10T20:00:00Z".parse().expect("a time");
        assert_eq!(next_night(asset(0), evening).to_string(), "2026-03-11T21:00:00Z");
    }
}
