//! Whoever asked to join and never confirmed is forgotten. What should be: nobody unconfirmed is
//! older than [`centre::membership::HOURS_TO_CONFIRM`].

use centre::ledger::Actor;
use jiff::SignedDuration;
use terms::Timestamp;

use super::{Reconciler, Run, Turn};

/// Organisations taken out in one step.
const AT_ONCE: u32 = 200;

/// Takes out those who never confirmed.
pub struct ExpireUnconfirmed;

impl Reconciler for ExpireUnconfirmed {
    fn name(&self) -> &'static str {
        "unconfirmed"
    }

    fn next(&self, now: Timestamp) -> Timestamp {
        now + SignedDuration::from_mins(30)
    }

    fn run<'a>(&'a self, turn: &'a Turn) -> Run<'a> {
        Box::pin(async move {
            let by = Actor::Reconciler(self.name().to_owned());
            let mut gone = 0;
            loop {
                turn.step().await?;
                let step = turn.store().expire_unconfirmed(AT_ONCE, &by, turn.now()).await?;
                gone += step;
                if step < u64::from(AT_ONCE) {
                    return Ok(format!("{gone} requests that nobody confirmed were forgotten."));
                }
            }
        })
    }
}
