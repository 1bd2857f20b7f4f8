//! Messages of strangers are examined in a process of their own: a few at a time, with limits, and gone when it is done. A process
//! that breaks down, hangs or answers rubbish is one message without an answer, and nothing else.

use std::io;
use std::path::PathBuf;
use std::process::ChildStdin;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Semaphore;
use triage::Examination;
use web::ports::{Examine, Examinee, Later, NotExamined};

use crate::examine::{Asked, write};
use crate::held_records::HeldRecords;
use crate::started_anew::{Ended, Limits, start};

/// So many are examined at one time.
const AT_ONE_TIME: usize = 2;
/// The longest that one may take on the clock.
pub const LONGEST: Duration = Duration::from_secs(20);
/// The most bytes that come back.
const MOST_BACK: u64 = 4 * 1024 * 1024;

/// Has messages examined by the program itself, started anew for each.
pub struct Examiner {
    program: io::Result<PathBuf>,
    arguments: Vec<String>,
    longest: Duration,
    turns: Semaphore,
    records: Option<HeldRecords>,
}

impl Default for Examiner {
    fn default() -> Self {
        Self {
            program: std::env::current_exe(),
            arguments: vec!["examine".to_owned()],
            longest: LONGEST,
            turns: Semaphore::new(AT_ONE_TIME),
            records: None,
        }
    }
}

impl Examiner {
    /// Has them examined by another program with these arguments, which gets no longer than this.
    pub fn by(program: PathBuf, arguments: &[&str], longest: Duration) -> Self {
        let arguments = arguments.iter().map(|argument| (*argument).to_owned()).collect();
        Self { program: Ok(program), arguments, longest, turns: Semaphore::new(AT_ONE_TIME), records: None }
    }

    /// The same, with published records that are held.
    #[must_use]
    pub fn holding(self, records: HeldRecords) -> Self {
        Self { records: Some(records), ..self }
    }

    async fn examined(&self, asked: Asked, bytes: Arc<Vec<u8>>) -> Result<Examination, NotExamined> {
        let program = self.program.as_ref().map_err(|_| NotExamined::NotStarted)?;
        let limits = Limits { longest: self.longest, most_back: MOST_BACK };
        let give = move |to: &mut ChildStdin| write(&asked, &bytes, to);
        let started = start(program, &self.arguments).map_err(|_| NotExamined::NotStarted)?;
        match started.ask(limits, give).await {
            Ok(Ended::Said(back)) => serde_json::from_slice(&back).map_err(|_| NotExamined::Rubbish),
            Ok(Ended::Broke) | Err(_) => Err(NotExamined::Broke),
            Ok(Ended::TooLong) => Err(NotExamined::TooLong),
        }
    }
}

impl Examine for Examiner {
    fn examine(&self, message: Examinee) -> Later<'_, Result<Examination, NotExamined>> {
        Box::pin(async move {
            let Ok(_turn) = self.turns.acquire().await else { return Err(NotExamined::NotStarted) };
            let asked = Asked {
                came: message.came.word().to_owned(),
                now: message.now.as_second(),
                own: message.own,
                ..Asked::default()
            };
            let bytes = Arc::new(message.bytes);
            let found = self.examined(asked.clone(), Arc::clone(&bytes)).await?;
            let wanted = &found.authentication.wanted;
            let Some(records) = self.records.as_ref().filter(|_| !wanted.is_empty()) else {
                return Ok(found);
            };
            let held = records.answer(wanted, message.now).await;
            if held.is_empty() {
                return Ok(found);
            }
            // The same message once more, now with the records that it would be proved by. An answer is there already.
            Ok(self.examined(Asked { records: held, ..asked }, bytes).await.unwrap_or(found))
        })
    }
}
