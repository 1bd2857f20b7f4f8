//! One text to many is sent to the end. What should be: nobody waits for a text that was ordered.

use std::sync::Arc;

use jiff::SignedDuration;
use terms::Timestamp;
use web::App;
use web::casework::group::go_on;

use super::turn::Ended;
use super::{Reconciler, Run, Turn};

/// How often it is looked whether somebody waits.
const INTERVAL: SignedDuration = SignedDuration::from_secs(30);
/// So many are sent between two steps.
const AT_ONCE: u32 = 50;

/// Sends group replies that were begun.
pub struct FinishReplies {
    /// What casework reaches.
    pub app: Arc<App>,
}

impl Reconciler for FinishReplies {
    fn name(&self) -> &'static str {
        "group-replies"
    }

    fn next(&self, now: Timestamp) -> Timestamp {
        now + INTERVAL
    }

    fn run<'a>(&'a self, turn: &'a Turn) -> Run<'a> {
        Box::pin(async move {
            let mut sent = 0_u64;
            for reply in turn.store().unfinished_group_replies().await? {
                loop {
                    turn.step().await?;
                    let done = go_on(&self.app, &reply, AT_ONCE).await.map_err(|problem| {
                        Ended::Stumbled(format!("a text could not be sent: {}", problem.title))
                    })?;
                    sent += u64::from(done);
                    if done == 0 {
                        break;
                    }
                }
            }
            Ok(format!("{sent} were sent."))
        })
    }
}
