//! What has outlived its use goes: sessions, codes, links, lists that nobody applied, what was done to targets.

use centre::ledger::Actor;
use jiff::SignedDuration;
use terms::Timestamp;

use super::{Reconciler, Run, Turn};

/// So long it is remembered what was done to a target: a page for everybody says so.
const TARGETS_REMEMBERED: SignedDuration = SignedDuration::from_hours(30 * 24);

/// Takes out what has outlived its use.
pub struct Expire {
    /// The longest time after which an unused session is dead for everybody.
    pub session_idle: SignedDuration,
}

impl Reconciler for Expire {
    fn name(&self) -> &'static str {
        "expiry"
    }

    fn next(&self, now: Timestamp) -> Timestamp {
        now + SignedDuration::from_mins(30)
    }

    fn run<'a>(&'a self, turn: &'a Turn) -> Run<'a> {
        Box::pin(async move {
            let by = Actor::Reconciler(self.name().to_owned());
            let swept = turn.store().sweep(self.session_idle, turn.now()).await?;
            turn.step().await?;
            let lists = turn.store().expire_imports(&by, turn.now()).await?;
            turn.step().await?;
            let before = turn.now() - TARGETS_REMEMBERED;
            let targets = turn.store().forget_targets(before).await?;
            Ok(format!(
                "{swept} old sessions, codes and links, {lists} lists and {targets} targets were taken out."
            ))
        })
    }
}
