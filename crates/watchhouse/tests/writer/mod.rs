//! A process that writes into a store, one acknowledged write after the other, until it is killed.
//!
//! It is the test's own executable, started again with [`FOLDER`] in its environment, so that the
//! program itself has no command for it.

#![allow(dead_code, reason = "each test file uses a part")]

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;

use centre::ledger::{Actor, Verdict};
use store::{Keys, Place, Store};
use terms::edge::Clock;
use watchhouse::edge::{SystemChance, SystemClock};

/// The variable that turns a test's executable into the writer.
pub const FOLDER: &str = "WATCHHOUSE_TEST_WRITER_FOLDER";
/// The variable that says after how many writes the writer ends by itself.
pub const WRITES: &str = "WATCHHOUSE_TEST_WRITER_WRITES";

/// Opens the store in a folder.
pub async fn open(folder: &Path) -> Store {
    let keys = Keys::open(folder, &SystemChance).expect("the keys can be read");
    Store::open(Place::Folder(folder.to_owned()), keys, Arc::new(SystemChance))
        .await
        .expect("the store opens")
}

/// The numbers of the writes that are there.
pub async fn written(store: &Store) -> Vec<u64> {
    let settings = store.settings().await.expect("settings can be read");
    settings.iter().filter_map(|(name, _)| name.strip_prefix("write.")?.parse().ok()).collect()
}

/// Whether every write up to `acknowledged` is there, none is there in part, and the ledger is whole.
pub async fn is_whole(folder: &Path, acknowledged: u64) -> Result<(), String> {
    let store = open(folder).await;
    let mut there = written(&store).await;
    let verdict = store.verify_ledger().await.map_err(|error| error.to_string());
    store.close().await;
    there.sort_unstable();
    let last = there.last().copied().unwrap_or_default();
    if last < acknowledged {
        return Err(format!("lost: write {acknowledged} was acknowledged and the last one there is {last}"));
    }
    if there != (1..=last).collect::<Vec<_>>() {
        return Err(format!("corrupt: writes up to {last} are there with gaps"));
    }
    match verdict? {
        Verdict::Whole { .. } => Ok(()),
        Verdict::Broken(fault) => Err(format!("corrupt: {fault}")),
    }
}

/// The command that starts the writer.
pub fn command(folder: &Path, writes: u64) -> Command {
    let mut command = Command::new(std::env::current_exe().expect("this executable"));
    command
        .args(["--exact", "the_writer_that_is_killed", "--nocapture", "--test-threads=1"])
        .env(FOLDER, folder)
        .env(WRITES, writes.to_string())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    command
}

/// What the writer does; nothing in an ordinary test run.
pub fn write_if_told() {
    let Some(folder) = std::env::var_os(FOLDER).map(PathBuf::from) else { return };
    let writes: u64 = std::env::var(WRITES).expect("how many writes").parse().expect("a number");
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let store = open(&folder).await;
        let have = written(&store).await.into_iter().max().unwrap_or_default();
        say(&format!("HAVE {have}"));
        for number in have + 1..=have + writes {
            // Some writes fill several pages, so that one can be torn.
            let text = format!("{number}-").repeat(if number % 5 == 0 { 3_000 } else { 60 });
            let by = Actor::CommandLine;
            let done =
                store.set_setting(&format!("write.{number}"), &text.into(), &by, SystemClock.now()).await;
            done.expect("the write is taken");
            say(&format!("ACK {number}"));
        }
        store.close().await;
    });
}

/// One line with one system call, so that half a line is never seen.
fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    out.write_all(format!("\n{line}\n").as_bytes()).expect("the test listens");
    out.flush().expect("the test listens");
}
