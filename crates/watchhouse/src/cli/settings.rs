//! `watchhouse settings`.

use std::io::Write;
use std::process::ExitCode;

use clap::Args;

use crate::settings::Effective;
use crate::settings::catalogue::CATALOGUE;
use crate::trouble::Trouble;

/// Show every setting, its value, and where it came from.
#[derive(Debug, Args)]
pub struct Show {
    /// Say what each setting means and how the environment names it.
    #[arg(long)]
    pub explain: bool,
}

/// Prints every setting in the order of the catalogue. Secrets are told as set or not, never shown.
///
/// # Errors
/// When the output cannot be written.
pub fn show(args: Show, shown: &[Effective], out: &mut impl Write) -> Result<ExitCode, Trouble> {
    let widest = |of: fn(&Effective) -> usize| shown.iter().map(of).max().unwrap_or_default();
    let (names, values) = (widest(|e| e.name.len()), widest(|e| e.shown.len()));
    for (effective, setting) in shown.iter().zip(CATALOGUE) {
        if args.explain {
            writeln!(out, "# {} ({})", setting.doc, setting.variable())?;
        }
        writeln!(out, "{:<names$}  {:<values$}  {}", effective.name, effective.shown, effective.origin)?;
    }
    Ok(ExitCode::SUCCESS)
}
