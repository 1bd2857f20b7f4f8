//! `watchhouse completions SHELL`.

use std::io::Write;
use std::process::ExitCode;

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::Cli;
use crate::trouble::Trouble;

/// Print completions for a shell.
#[derive(Debug, Args)]
pub struct Completions {
    /// For which shell.
    pub shell: Shell,
}

/// Prints the completions; the shell's own documentation says where to put them.
///
/// # Errors
/// When the output cannot be written.
pub fn completions(args: Completions, out: &mut impl Write) -> Result<ExitCode, Trouble> {
    // The generator panics when it cannot write, so it writes to memory.
    let mut text = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "watchhouse", &mut text);
    out.write_all(&text)?;
    Ok(ExitCode::SUCCESS)
}
