//! Members hear of what was found at their domains. What should be: nobody whose week is over has something new to
//! hear of, and nobody at all something new that is urgent.

use centre::ledger::Actor;
use jiff::SignedDuration;
use terms::Timestamp;
use web::telling::{Writer, tell};

use super::{Reconciler, Run, Turn};

/// Members read from the store at one time.
const AT_ONCE: u32 = 100;
/// How soon after a look that found something urgent its letter is written.
const BETWEEN_ROUNDS: SignedDuration = SignedDuration::from_mins(5);

/// Writes letters about findings.
pub struct Watch {
    /// In whose name.
    pub writer: Writer,
}

impl Reconciler for Watch {
    fn name(&self) -> &'static str {
        "watching"
    }

    fn next(&self, now: Timestamp) -> Timestamp {
        now + BETWEEN_ROUNDS
    }

    fn run<'a>(&'a self, turn: &'a Turn) -> Run<'a> {
        Box::pin(async move {
            let by = Actor::Reconciler(self.name().to_owned());
            let mut written = 0_u32;
            let mut after = None;
            loop {
                let members = turn.store().members_to_tell(after, AT_ONCE, turn.now()).await?;
                if members.is_empty() {
                    return Ok(format!("Letters about findings that were written: {written}."));
                }
                for member in &members {
                    turn.step().await?;
                    let told = tell(turn.store(), *member, &self.writer, &by, turn.now()).await?;
                    written += u32::from(told);
                }
                after = members.last().copied();
            }
        })
    }
}
