//! Messages of strangers are examined in a process of their own: a few at a time, with limits, and gone when it is done. A process
//! that breaks down, hangs or answers rubbish is one message without an answer, and nothing else.

use std::io::{self, Read as _};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Semaphore;
use triage::Examination;
use web::ports::{Examine, Examinee, Later, NotExamined};

use crate::examine::{Asked, write};

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
}

impl Default for Examiner {
    fn default() -> Self {
        Self {
            program: std::env::current_exe(),
            arguments: vec!["examine".to_owned()],
            longest: LONGEST,
            turns: Semaphore::new(AT_ONE_TIME),
        }
    }
}

impl Examiner {
    /// Has them examined by another program with these arguments, which gets no longer than this.
    pub fn by(program: PathBuf, arguments: &[&str], longest: Duration) -> Self {
        let arguments = arguments.iter().map(|argument| (*argument).to_owned()).collect();
        Self { program: Ok(program), arguments, longest, turns: Semaphore::new(AT_ONE_TIME) }
    }

    async fn examined(&self, asked: Asked, bytes: Vec<u8>) -> Result<Examination, NotExamined> {
        let program = self.program.as_ref().map_err(|_| NotExamined::NotStarted)?;
        let child = Command::new(program)
            .args(&self.arguments)
            .env_clear()
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|_| NotExamined::NotStarted)?;
        let child = Arc::new(Mutex::new(child));
        let talking = tokio::task::spawn_blocking({
            let child = Arc::clone(&child);
            move || talk(&child, &asked, &bytes)
        });
        match tokio::time::timeout(self.longest, talking).await {
            Ok(Ok(Ok(found))) => found,
            Ok(_) => Err(NotExamined::Broke),
            Err(_) => {
                // Its pipes close with it, and whoever talks to it comes to an end and waits for it.
                let _gone = held(&child).kill();
                Err(NotExamined::TooLong)
            }
        }
    }
}

impl Examine for Examiner {
    fn examine(&self, message: Examinee) -> Later<'_, Result<Examination, NotExamined>> {
        Box::pin(async move {
            let Ok(_turn) = self.turns.acquire().await else { return Err(NotExamined::NotStarted) };
            let asked = Asked {
                came: Asked::word(message.came).to_owned(),
                now: message.now.as_second(),
                own: message.own,
            };
            self.examined(asked, message.bytes).await
        })
    }
}

fn held(child: &Mutex<Child>) -> MutexGuard<'_, Child> {
    child.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Gives the message, takes what comes back, and waits for the end.
fn talk(child: &Mutex<Child>, asked: &Asked, bytes: &[u8]) -> io::Result<Result<Examination, NotExamined>> {
    let (to, from) = {
        let mut child = held(child);
        (child.stdin.take(), child.stdout.take())
    };
    let (Some(mut to), Some(from)) = (to, from) else { return Ok(Err(NotExamined::NotStarted)) };
    let mut back = Vec::new();
    std::thread::scope(|scope| {
        // A child that has enough stops reading: what it says then counts, not that the pipe broke.
        scope.spawn(move || {
            let _broke_off = write(asked, bytes, &mut to);
        });
        from.take(MOST_BACK).read_to_end(&mut back)
    })?;
    let done = held(child).wait()?;
    if !done.success() {
        return Ok(Err(NotExamined::Broke));
    }
    Ok(serde_json::from_slice(&back).map_err(|_| NotExamined::Rubbish))
}
