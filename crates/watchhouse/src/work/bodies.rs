//! Public bodies of the region are known. What should be: each body with a domain in the region's file is among those
//! that are looked at every night.

use centre::ledger::Actor;
use jiff::SignedDuration;
use store::NewPublicBody;
use terms::Timestamp;

use super::{Reconciler, Run, Turn};

/// The file is read when the program starts, so that a day is soon enough to look again.
const INTERVAL: SignedDuration = SignedDuration::from_hours(24);

/// Puts public bodies in.
pub struct KnowPublicBodies {
    /// All of them.
    pub bodies: Vec<NewPublicBody>,
}

impl Reconciler for KnowPublicBodies {
    fn name(&self) -> &'static str {
        "public_bodies"
    }

    fn next(&self, now: Timestamp) -> Timestamp {
        now + INTERVAL
    }

    fn run<'a>(&'a self, turn: &'a Turn) -> Run<'a> {
        Box::pin(async move {
            let by = Actor::Reconciler(self.name().to_owned());
            let mut changed = 0_u32;
            for body in &self.bodies {
                turn.step().await?;
                changed += u32::from(turn.store().know_public_body(body, &by, turn.now()).await?);
            }
            Ok(format!("{} public bodies are known; {changed} were new or changed.", self.bodies.len()))
        })
    }
}
