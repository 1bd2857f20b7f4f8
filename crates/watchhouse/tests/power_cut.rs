//! The power goes in the middle of writes: whatever the disk kept of what was not yet synced, no
//! acknowledged write is lost and nothing is corrupt.
//!
//! A real process is traced while it writes. From the trace every state is rebuilt that a disk
//! could hold at a moment: what was synced is there; of the rest nothing, everything, or a part,
//! torn at sectors. Each state is opened and held against what was acknowledged. The same trace
//! without the syncs of the write-ahead log, which is what `synchronous=NORMAL` leaves out, must
//! lose writes: that proves that the test would see it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test stops where it cannot go on"
)]

mod power;
mod program;
mod writer;

use std::process::Command;

use power::{Disk, Event, Keeps, read_trace};
use program::Scratch;

/// Writes of the traced process.
const WRITES: u64 = 120;
/// Moments at which the power goes; at each one three disks are rebuilt.
const CUTS: usize = 300;

#[test]
fn the_writer_that_is_killed() {
    writer::write_if_told();
}

#[test]
fn nine_hundred_power_cuts_lose_nothing_and_corrupt_nothing() {
    let cuts = if std::env::var_os("WATCHHOUSE_TEST_QUICK").is_some() { CUTS / 10 } else { CUTS };
    let scratch = Scratch::new();
    let (base, events) = trace(&scratch);
    let syncs = events.iter().filter(|event| matches!(event, Event::Sync(_))).count();
    assert!(syncs as u64 >= WRITES, "{syncs} syncs for {WRITES} writes: a commit did not wait for the disk");

    let full = replay(&scratch, &base, &events, cuts);
    println!("synchronous=FULL: {} states, {} lost, {} corrupt", full.states, full.lost, full.corrupt);
    assert_eq!((full.states, full.lost, full.corrupt), (cuts * 3, 0, 0), "{:?}", full.first_fault);

    let careless = without_waiting(events);
    let normal = replay(&scratch, &base, &careless, cuts.min(60));
    println!(
        "synchronous=NORMAL: {} states, {} lost, {} corrupt",
        normal.states, normal.lost, normal.corrupt
    );
    assert!(normal.lost > 0, "without its syncs nothing was lost: this test cannot see what it is for");
}

/// What `synchronous=NORMAL` would have done: it syncs the log only before the log's pages are
/// brought into the database, and not at each commit.
fn without_waiting(events: Vec<Event>) -> Vec<Event> {
    let is_log = |name: &String| name.ends_with("-wal");
    let mut kept = Vec::new();
    for (place, event) in events.iter().enumerate() {
        let next = events[place..].iter().find_map(|next| match next {
            Event::Write(name, ..) => Some(name),
            _ => None,
        });
        let at_a_commit = matches!(event, Event::Sync(name) if is_log(name)) && next.is_none_or(is_log);
        if !at_a_commit {
            kept.push(event.clone());
        }
    }
    kept
}

/// Traces a writer over a store that was there before. Returns the folder's files at the start,
/// and what happened to them.
fn trace(scratch: &Scratch) -> (Disk, Vec<Event>) {
    let data = scratch.path("data");
    std::fs::create_dir(&data).unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async { writer::open(&data).await.close().await });
    let base = Disk::of(&data);
    let log = scratch.path("trace");
    let told = writer::command(&data, WRITES);
    let calls = "trace=openat,write,pwrite64,pwritev,fsync,fdatasync,ftruncate,unlink,unlinkat,rename,renameat,renameat2";
    let output = Command::new("strace")
        .args(["-f", "-qq", "-y", "-xx", "-s", "9999999", "-e", calls, "-o"])
        .arg(&log)
        .arg(told.get_program())
        .args(told.get_args())
        .envs(told.get_envs().filter_map(|(name, value)| Some((name, value?))))
        .output()
        .expect("strace is installed");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    let events = read_trace(&std::fs::read_to_string(&log).unwrap(), &data);
    assert_eq!(events.iter().filter(|event| matches!(event, Event::Acknowledged(_))).count() as u64, WRITES);
    (base, events)
}

#[derive(Default)]
struct Outcome {
    states: usize,
    lost: usize,
    corrupt: usize,
    first_fault: Option<String>,
}

/// Cuts the power at moments spread over the trace and looks at what is left.
fn replay(scratch: &Scratch, base: &Disk, events: &[Event], cuts: usize) -> Outcome {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let mut disk = base.clone();
    let mut acknowledged = 0;
    let mut outcome = Outcome::default();
    let mut moment = 0;
    for (place, event) in events.iter().enumerate() {
        // Spread evenly, the first before anything happened and the last before the last event.
        while moment < cuts && moment * events.len() / cuts == place {
            for keeps in [Keeps::Nothing, Keeps::Everything, Keeps::Some(moment as u64 + 1)] {
                let state = scratch.path("state");
                disk.after_power_cut(keeps).write(&state);
                let found = runtime.block_on(opened(state.clone(), acknowledged));
                outcome.states += 1;
                if let Err(fault) = found {
                    let fault = format!("cut {moment} ({keeps:?}, {acknowledged} acknowledged): {fault}");
                    if fault.contains(": lost:") {
                        outcome.lost += 1
                    } else {
                        outcome.corrupt += 1
                    }
                    outcome.first_fault.get_or_insert(fault);
                }
                std::fs::remove_dir_all(&state).unwrap();
            }
            moment += 1;
        }
        match event {
            Event::Acknowledged(number) => acknowledged = *number,
            other => disk.happens(other),
        }
    }
    outcome
}

/// A store that cannot even be opened is corrupt, not a failed test.
async fn opened(state: std::path::PathBuf, acknowledged: u64) -> Result<(), String> {
    let looked = tokio::spawn(async move { writer::is_whole(&state, acknowledged).await }).await;
    looked.unwrap_or_else(|error| Err(format!("corrupt: it does not open: {error}")))
}
