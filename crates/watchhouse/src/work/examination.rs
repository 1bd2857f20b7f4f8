//! Messages that wait are examined. What should be: nobody who asked whether a message is real waits, whatever was cut short.

use std::sync::Arc;

use jiff::SignedDuration;
use store::MessageState;
use terms::Timestamp;
use web::App;
use web::real::examine;

use super::{Reconciler, Run, Turn};

/// How often it is looked whether somebody waits. Whoever sends a message in has it examined at once anyway.
const INTERVAL: SignedDuration = SignedDuration::from_secs(20);
/// So many are taken up in one batch.
const AT_ONCE: u32 = 50;

/// Examines messages that nobody is at.
pub struct ExamineMessages {
    /// What examining reaches.
    pub app: Arc<App>,
}

impl Reconciler for ExamineMessages {
    fn name(&self) -> &'static str {
        "examination"
    }

    fn next(&self, now: Timestamp) -> Timestamp {
        now + INTERVAL
    }

    fn run<'a>(&'a self, turn: &'a Turn) -> Run<'a> {
        Box::pin(async move {
            let (mut examined, mut left) = (0_u64, 0_u64);
            loop {
                let waiting = turn.store().messages_waiting(AT_ONCE, turn.now()).await?;
                let mut moved = 0;
                for id in waiting {
                    turn.step().await?;
                    match turn.through(examine(&self.app, id)).await?? {
                        Some(MessageState::Examined) => examined += 1,
                        Some(MessageState::NotExamined) => left += 1,
                        Some(MessageState::Received) => {}
                        None => continue,
                    }
                    moved += 1;
                }
                if moved == 0 {
                    break;
                }
            }
            Ok(format!(
                "{examined} messages were examined; {left} could not be opened and wait for a person."
            ))
        })
    }
}
