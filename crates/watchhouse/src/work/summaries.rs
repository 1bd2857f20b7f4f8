//! The figures of reports are kept up: each case whose events are more than were counted, or of which a clock ran out, is
//! counted anew. What should be: every case's part in the sums is as its events say.

use std::sync::Arc;

use jiff::SignedDuration;
use terms::Timestamp;
use web::App;
use web::casework::count_cases;

use super::turn::Ended;
use super::{Reconciler, Run, Turn};

/// How often it is looked whether a case changed.
const INTERVAL: SignedDuration = SignedDuration::from_secs(60);
/// Cases between two steps.
const AT_ONCE: u32 = 200;

/// Counts reports.
pub struct CountReports {
    /// What casework reaches.
    pub app: Arc<App>,
}

impl Reconciler for CountReports {
    fn name(&self) -> &'static str {
        "report-figures"
    }

    fn next(&self, now: Timestamp) -> Timestamp {
        now + INTERVAL
    }

    fn run<'a>(&'a self, turn: &'a Turn) -> Run<'a> {
        Box::pin(async move {
            let mut counted = 0_u64;
            loop {
                turn.step().await?;
                let done = count_cases(&self.app, AT_ONCE).await.map_err(|problem| {
                    Ended::Stumbled(format!("cases could not be counted: {}", problem.title))
                })?;
                counted += u64::from(done);
                if done < AT_ONCE {
                    return Ok(format!("{counted} cases were counted."));
                }
            }
        })
    }
}
