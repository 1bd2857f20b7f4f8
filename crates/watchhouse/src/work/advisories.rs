//! Published advisories go out. What should be: every member whom one concerns has it by mail, once.

use centre::ledger::Actor;
use jiff::SignedDuration;
use store::{Advisory, NewLetter};
use terms::{EmailAddress, Timestamp};
use web::telling::Writer;

use super::{Reconciler, Run, Turn};

/// How often it is looked whether somebody waits.
const INTERVAL: SignedDuration = SignedDuration::from_secs(60);
/// So many letters are queued between two steps.
const AT_ONCE: u32 = 100;

/// Queues the letters.
pub struct MailAdvisories {
    /// Writes them.
    pub writer: Writer,
}

impl Reconciler for MailAdvisories {
    fn name(&self) -> &'static str {
        "advisories"
    }

    fn next(&self, now: Timestamp) -> Timestamp {
        now + INTERVAL
    }

    fn run<'a>(&'a self, turn: &'a Turn) -> Run<'a> {
        Box::pin(async move {
            let by = Actor::Reconciler(self.name().to_owned());
            let letter =
                |advisory: &Advisory, to: &EmailAddress| -> NewLetter { self.writer.advisory(advisory, to) };
            let mut queued = 0_u64;
            loop {
                turn.step().await?;
                let some = turn.store().mail_advisories(AT_ONCE, &by, turn.now(), letter).await?;
                queued += some;
                if some == 0 {
                    break;
                }
            }
            Ok(format!("{queued} letters were queued."))
        })
    }
}
