//! Members' domains are looked at every night. What should be: no domain is due.

use std::sync::Arc;
use std::time::Duration;

use centre::ledger::Actor;
use checkup::Level;
use jiff::SignedDuration;
use store::{DueAsset, StoreError};
use terms::Timestamp;
use terms::edge::Chance;
use web::consent::{Consent, When, level_of};
use web::looking::{keep_look, next_night};
use web::ports::{AskForProof, Look, LookAtDomain};

use super::{Reconciler, Run, Turn};

/// Domains read from the store at one time.
const AT_ONCE: u32 = 50;
/// How soon it is looked again whether somebody wished for a check-up.
const BETWEEN_LOOKS: SignedDuration = SignedDuration::from_secs(15);
/// Looks at members' domains that are due.
pub struct Recheck {
    /// Who looks.
    pub look: Arc<dyn LookAtDomain>,
    /// Who looks for proofs, where a closer look needs a fresh one.
    pub proofs: Arc<dyn AskForProof>,
    /// Random bytes, for names that nobody can know before.
    pub chance: Arc<dyn Chance>,
    /// Domains in one second, at most: name servers of others are asked politely.
    pub per_second: u32,
    /// Of these, visits in one second, at most: a visit costs its host more than a question.
    pub visits_per_second: u32,
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
            let (mut looked, mut changed, mut left_alone) = (0_u32, 0_u32, 0_u32);
            loop {
                let due = turn.store().due_for_recheck(turn.now(), AT_ONCE).await?;
                if due.is_empty() {
                    metrics::gauge!("domains_due").set(0.0);
                    let alone = match left_alone {
                        0 => String::new(),
                        alone => format!(" {alone} were left alone."),
                    };
                    return Ok(format!("{looked} domains were looked at; {changed} had changed.{alone}"));
                }
                metrics::gauge!("domains_due").set(due.len() as f64);
                for asset in due {
                    turn.step().await?;
                    let began = std::time::Instant::now();
                    // What was met once is looked at again as closely as it was met.
                    let waits = turn.store().waits_for_second_look(asset.id).await?;
                    let when = if waits { When::Pressed } else { When::Night };
                    let one = One {
                        store: turn.store(),
                        look: self.look.as_ref(),
                        proofs: self.proofs.as_ref(),
                        chance: self.chance.as_ref(),
                        by: &by,
                    };
                    let Some(seen) = one.look(&asset, when, turn.now(), || turn.now()).await? else {
                        left_alone += 1;
                        turn.store().put_off_check(asset.id, next_night(asset.id, turn.now())).await?;
                        continue;
                    };
                    changed += u32::from(seen.changed);
                    looked += 1;
                    let pace = pace(seen.level, self.per_second, self.visits_per_second);
                    turn.rest(pace.saturating_sub(began.elapsed())).await;
                }
            }
        })
    }
}

/// One look at one domain that the centre knows, and its keeping: what the nightly round and a run over all members do
/// alike.
pub struct One<'a> {
    /// The records.
    pub store: &'a store::Store,
    /// Who looks.
    pub look: &'a dyn LookAtDomain,
    /// Who looks for proofs, where a closer look needs a fresh one.
    pub proofs: &'a dyn AskForProof,
    /// Random bytes.
    pub chance: &'a dyn Chance,
    /// Who is said to have looked.
    pub by: &'a Actor,
}

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    /// How close the look went.
    pub level: Level,
    /// Whether the findings are others than before.
    pub changed: bool,
}

impl One<'_> {
    /// Looks and keeps. None where the owner wants to be left alone.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn look(
        &self,
        asset: &DueAsset,
        when: When,
        now: Timestamp,
        ended: impl Fn() -> Timestamp,
    ) -> Result<Option<Seen>, StoreError> {
        let consent = Consent { store: self.store, proofs: self.proofs, chance: self.chance };
        let permit = consent.for_member(asset.id, when, self.by, now).await?;
        let Some(level) = level_of(permit.reach) else { return Ok(None) };
        let look = self.look.look(&asset.domain, level).await;
        let before = self.store.last_check(asset.id).await?;
        let changed = has_changed(before.as_ref(), &look);
        keep_look(self.store, asset, &look, permit.consent, self.by, ended()).await?;
        Ok(Some(Seen { level: look.judgement.level, changed }))
    }
}

fn has_changed(before: Option<&store::Check>, look: &Look) -> bool {
    let before = before.and_then(|check| serde_json::from_str::<checkup::Judgement>(&check.judgement).ok());
    before.is_some_and(|before| before.findings != look.judgement.findings)
}

/// How long a look takes at least, so that the next does not come too soon.
fn pace(level: Level, per_second: u32, visits_per_second: u32) -> Duration {
    let records = Duration::from_secs(1) / per_second.max(1);
    let visits = Duration::from_secs(1) / visits_per_second.max(1);
    if level == Level::Records { records } else { records.max(visits) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn visits_are_slower_than_questions_and_never_faster() {
        let millis = |level, per_second, visits| pace(level, per_second, visits).as_millis();
        assert_eq!(millis(Level::Records, 5, 1), 200);
        assert_eq!(millis(Level::Visitor, 5, 1), 1_000);
        assert_eq!(millis(Level::Consented, 5, 1), 1_000);
        assert_eq!(millis(Level::Visitor, 5, 50), 200);
    }
}
