//! `watchhouse paint`: paints a picture anew, with little memory, little time and no file open. The centre starts it for each
//! picture of a stranger (`crate::painting`), so that a fault in a reader of pictures harms nothing.

use std::io::{Read as _, Write};
use std::process::ExitCode;

use clap::Args;
use evidence::{Kind, MOST_ITEM_BYTES, inert_copy};
use rustix::process::{Resource, Rlimit, setrlimit};

use crate::painting::write_painted;

/// The most memory that the process may ask for, in bytes.
const MEMORY: u64 = 1024 * 1024 * 1024;
/// The longest that it may work, in seconds of the processor.
const SECONDS: u64 = 20;

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
    if limit().is_err() {
        return ExitCode::FAILURE;
    }
    let mut bytes = Vec::new();
    if std::io::stdin().take(MOST_ITEM_BYTES).read_to_end(&mut bytes).is_err() {
        return ExitCode::FAILURE;
    }
    let inert = inert_copy(args.kind, &bytes);
    let mut out = std::io::stdout().lock();
    match write_painted(&inert, &mut out).and_then(|()| out.flush()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

/// From here on: no more memory, time, files or processes than a picture needs.
fn limit() -> rustix::io::Result<()> {
    let limits =
        [(Resource::As, MEMORY), (Resource::Cpu, SECONDS), (Resource::Fsize, 0), (Resource::Core, 0)];
    for (resource, most) in limits {
        setrlimit(resource, Rlimit { current: Some(most), maximum: Some(most) })?;
    }
    Ok(())
}
