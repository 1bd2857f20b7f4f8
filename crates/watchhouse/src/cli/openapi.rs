//! `watchhouse openapi`.

use std::io::Write;
use std::process::ExitCode;

use crate::trouble::Trouble;

/// Prints the description of the programming interface.
///
/// # Errors
/// When the output cannot be written.
pub fn openapi(out: &mut impl Write) -> Result<ExitCode, Trouble> {
    let document = web::api::document::openapi().map_err(std::io::Error::from)?;
    writeln!(out, "{document}")?;
    Ok(ExitCode::SUCCESS)
}
