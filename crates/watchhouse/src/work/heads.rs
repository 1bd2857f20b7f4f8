//! The ledger's head is signed and written outside the database. What should be: no entry is
//! older than the interval and not covered by a signed head.

use jiff::SignedDuration;
use terms::Timestamp;

use super::{Reconciler, Run, Turn};

/// How long an entry may stand without a signed head over it.
const INTERVAL: SignedDuration = SignedDuration::from_mins(10);

/// Signs where the ledger stands.
pub struct SignHeads;

impl Reconciler for SignHeads {
    fn name(&self) -> &'static str {
        "heads"
    }

    fn next(&self, now: Timestamp) -> Timestamp {
        now + INTERVAL
    }

    fn run<'a>(&'a self, turn: &'a Turn) -> Run<'a> {
        Box::pin(async move {
            let signed = turn.store().checkpoint(turn.now()).await?;
            Ok(format!("The ledger is signed up to entry {}.", signed.head.sequence))
        })
    }
}
