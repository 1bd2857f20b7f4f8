//! `watchhouse version`.

use std::io::Write;
use std::process::ExitCode;

use crate::trouble::Trouble;

/// Prints the version.
///
/// # Errors
/// When the output cannot be written.
pub fn version(out: &mut impl Write) -> Result<ExitCode, Trouble> {
    writeln!(out, "watchhouse {}", env!("CARGO_PKG_VERSION"))?;
    Ok(ExitCode::SUCCESS)
}
