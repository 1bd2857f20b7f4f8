//! `watchhouse examine`: examines one message from the standard input, with little memory, little time, and nothing else: from
//! the moment that it reads, it can open no file, no socket and no process. The centre starts it for each message of a stranger
//! (`crate::examining`).

use std::io::Write as _;
use std::process::ExitCode;

use crate::examine::{examine, read};
use crate::shut_in::{Room, shut_in};

/// What the process may take.
const ROOM: Room = Room { memory: 1024 * 1024 * 1024, seconds: 15 };

/// Reads the message, examines it, writes what was found.
pub fn examine_one() -> ExitCode {
    if shut_in(ROOM).is_err() {
        return ExitCode::FAILURE;
    }
    let Ok((asked, bytes)) = read(&mut std::io::stdin().lock()) else { return ExitCode::FAILURE };
    let found = examine(&bytes, &asked);
    let mut out = std::io::stdout().lock();
    let written = serde_json::to_writer(&mut out, &found).map_err(std::io::Error::from);
    match written.and_then(|()| out.flush()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}
