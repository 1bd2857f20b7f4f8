//! The program itself, started anew for one thing that a stranger sent: it gets bytes, gives bytes back, and is gone.
//!
//! Whatever it does (break down, hang, answer without end) is one thing without an answer, and nothing else.

use std::io::{self, Read as _, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ended {
    /// It ended well, and this is what it said.
    Said(Vec<u8>),
    /// It ended badly.
    Broke,
    /// It took too long and was ended.
    TooLong,
}

/// What one such process may take.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// The longest on the clock.
    pub longest: Duration,
    /// The most bytes that come back.
    pub most_back: u64,
}

/// A process that was started and was given nothing yet.
pub struct Started(Arc<Mutex<Child>>);

/// Starts `program` with nothing of ours around it.
///
/// # Errors
/// When it cannot be started.
pub fn start<S: AsRef<std::ffi::OsStr>>(program: &Path, arguments: &[S]) -> io::Result<Started> {
    let child = Command::new(program)
        .args(arguments)
        .env_clear()
        .current_dir("/")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    Ok(Started(Arc::new(Mutex::new(child))))
}

impl Started {
    /// Gives it what `give` writes, and takes what it says.
    ///
    /// # Errors
    /// When its answer could not be read.
    pub async fn ask(
        self,
        limits: Limits,
        give: impl FnOnce(&mut ChildStdin) -> io::Result<()> + Send + 'static,
    ) -> io::Result<Ended> {
        let talking = tokio::task::spawn_blocking({
            let child = Arc::clone(&self.0);
            move || talk(&child, limits.most_back, give)
        });
        match tokio::time::timeout(limits.longest, talking).await {
            Ok(done) => done.map_err(io::Error::other)?,
            Err(_) => {
                // Its pipes close with it, and whoever talks to it comes to an end and waits for it.
                let _gone = held(&self.0).kill();
                Ok(Ended::TooLong)
            }
        }
    }
}

fn held(child: &Mutex<Child>) -> MutexGuard<'_, Child> {
    child.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Gives what there is to give, takes what comes back, and waits for the end.
fn talk(
    child: &Mutex<Child>,
    most_back: u64,
    give: impl FnOnce(&mut ChildStdin) -> io::Result<()> + Send,
) -> io::Result<Ended> {
    let (to, from) = {
        let mut child = held(child);
        (child.stdin.take(), child.stdout.take())
    };
    let (Some(mut to), Some(from)) = (to, from) else { return Ok(Ended::Broke) };
    let mut back = Vec::new();
    std::thread::scope(|scope| {
        // A child that has enough stops reading: what it says then counts, not that the pipe broke.
        scope.spawn(move || {
            let _broke_off = give(&mut to).and_then(|()| to.flush());
        });
        from.take(most_back).read_to_end(&mut back)
    })?;
    let done = held(child).wait()?;
    Ok(if done.success() { Ended::Said(back) } else { Ended::Broke })
}
