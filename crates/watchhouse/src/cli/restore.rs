//! `watchhouse restore FROM`.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use crate::opening::{hold, of_store, place};
use crate::settings::Settings;
use crate::trouble::Trouble;

/// Bring a snapshot back into an empty data folder.
#[derive(Debug, Args)]
pub struct Restore {
    /// The snapshot.
    pub from: PathBuf,
}

/// Verifies a snapshot and brings it back.
///
/// # Errors
/// When the snapshot is not good, or the place is not empty.
pub async fn restore(args: Restore, settings: &Settings, out: &mut impl Write) -> Result<ExitCode, Trouble> {
    let _held = hold(&settings.data_folder)?;
    let back = store::restore(&args.from, &place(settings), &settings.data_folder).await.map_err(of_store)?;
    writeln!(
        out,
        "{} rows restored and compared; the ledger is whole up to entry {}.",
        back.rows, back.sequence
    )?;
    if back.files > 0 {
        writeln!(out, "{} sealed files came back with it, each as it was kept.", back.files)?;
    }
    if !settings.data_folder.join("master.key").is_file() {
        writeln!(
            out,
            "Put the files master.key and identity.key that belong to it into {} now.",
            settings.data_folder.display()
        )?;
    }
    Ok(ExitCode::SUCCESS)
}
