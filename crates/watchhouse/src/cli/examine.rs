//! `watchhouse examine`: examines one message from the standard input, with little memory, little time, and nothing else: from
//! the moment that it reads, it can open no file, no socket and no process. The centre starts it for each message of a stranger
//! (`crate::examining`).

use std::io::{self, Write as _};
use std::process::ExitCode;

use crate::examine::{examine, read};
use crate::shut_in::{Room, work_shut_in};

/// What the process may take.
const ROOM: Room = Room { memory: 512 * 1024 * 1024, seconds: 15 };

/// Reads the message, examines it, writes what was found.
pub fn examine_one() -> ExitCode {
    match work_shut_in(ROOM, work) {
        Ok(Ok(())) => ExitCode::SUCCESS,
        Ok(Err(_)) | Err(_) => ExitCode::FAILURE,
    }
}

fn work() -> io::Result<()> {
    let (asked, bytes) = read(&mut io::stdin().lock())?;
    let found = examine(&bytes, &asked);
    let mut out = io::stdout().lock();
    serde_json::to_writer(&mut out, &found)?;
    out.flush()
}
