//! `watchhouse paint`: paints a picture anew, with little memory, little time, and nothing else. The centre starts it for each
//! picture of a stranger (`crate::painting`), so that a fault in a reader of pictures harms nothing.

use std::io::{self, Read as _, Write as _};
use std::process::ExitCode;

use clap::Args;
use evidence::{Kind, MOST_ITEM_BYTES, inert_copy};

use crate::painting::write_painted;
use crate::shut_in::{Room, work_shut_in};

/// What the process may take.
const ROOM: Room = Room { memory: 512 * 1024 * 1024, seconds: 20 };

/// What is to be painted.
#[derive(Debug, Args)]
pub struct Paint {
    /// Which kind of picture it is.
    #[arg(value_parser = kind)]
    kind: Kind,
}

fn kind(word: &str) -> Result<Kind, String> {
    word.parse().map_err(|error: evidence::KindError| error.to_string())
}

/// Reads the picture, paints it, writes it.
pub fn paint(args: &Paint) -> ExitCode {
    match work_shut_in(ROOM, || work(args.kind)) {
        Ok(Ok(())) => ExitCode::SUCCESS,
        Ok(Err(_)) | Err(_) => ExitCode::FAILURE,
    }
}

fn work(kind: Kind) -> io::Result<()> {
    let mut bytes = Vec::new();
    io::stdin().take(MOST_ITEM_BYTES).read_to_end(&mut bytes)?;
    let mut out = io::stdout().lock();
    write_painted(&inert_copy(kind, &bytes), &mut out)?;
    out.flush()
}
