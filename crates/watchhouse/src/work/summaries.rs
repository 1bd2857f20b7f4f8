//! The figures of reports are kept up: each case whose events are more than were counted, or of which a clock ran out, is
//! counted anew. What should be: every case's part in the sums is as its events say.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::SignedDuration;
use store::CountedFrom;
use terms::Timestamp;
use web::App;
use web::casework::count_cases;

use super::turn::Ended;
use super::{Reconciler, Run, Turn};

/// How often it is looked whether a case changed.
const INTERVAL: SignedDuration = SignedDuration::from_secs(60);
/// How often every case is looked at, for what was written with an earlier moment.
const WHOLE: SignedDuration = SignedDuration::from_hours(1);
/// Cases between two steps.
const AT_ONCE: u32 = 200;

/// Counts reports.
pub struct CountReports {
    /// What casework reaches.
    pub app: Arc<App>,
    /// When every case was looked at last, in seconds since 1970; 0 before the first time.
    whole_at: AtomicI64,
}

impl CountReports {
    /// Begins with a look at every case.
    pub fn new(app: Arc<App>) -> Self {
        Self { app, whole_at: AtomicI64::new(0) }
    }

    /// Counts until nothing is old. Returns how many cases were counted.
    async fn count(&self, turn: &Turn, from: CountedFrom) -> Result<u64, Ended> {
        let mut counted = 0_u64;
        loop {
            turn.step().await?;
            let done = count_cases(&self.app, from, AT_ONCE).await.map_err(|problem| {
                Ended::Stumbled(format!("cases could not be counted: {}", problem.title))
            })?;
            counted += u64::from(done);
            if done < AT_ONCE {
                return Ok(counted);
            }
        }
    }
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
            let mut counted = self.count(turn, CountedFrom::LastTime).await?;
            let now = self.app.now().as_second();
            if now - self.whole_at.load(Ordering::Relaxed) >= WHOLE.as_secs() {
                counted += self.count(turn, CountedFrom::FirstDay).await?;
                self.whole_at.store(now, Ordering::Relaxed);
            }
            Ok(format!("{counted} cases were counted."))
        })
    }
}
