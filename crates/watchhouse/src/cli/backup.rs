//! `watchhouse backup [TO]`.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::Args;
use terms::edge::{Chance, Clock};

use crate::opening::{of_store, open_existing};
use crate::settings::Settings;
use crate::trouble::Trouble;

/// Take a snapshot now, restore it into a scratch file, and verify it.
#[derive(Debug, Args)]
pub struct Backup {
    /// The folder for it; without it, the one of the nightly snapshots.
    pub to: Option<PathBuf>,
}

/// Takes a snapshot while everything goes on. It says so only when the snapshot was restored and
/// verified.
///
/// # Errors
/// When it could not be taken, or is not good.
pub async fn backup(
    args: Backup,
    settings: &Settings,
    clock: &dyn Clock,
    chance: Arc<dyn Chance>,
    out: &mut impl Write,
) -> Result<ExitCode, Trouble> {
    let store = open_existing(settings, chance).await?;
    let folder = args.to.unwrap_or_else(|| settings.backups());
    std::fs::create_dir_all(&folder).map_err(|error| {
        Trouble::new(
            format!("the folder {} cannot be made", folder.display()),
            "Name a folder that can be written.",
        )
        .because(error)
    })?;
    let taken = store.back_up(&folder, settings.backup_keep, clock.now()).await.map_err(of_store);
    store.close().await;
    let taken = taken?;
    writeln!(out, "{}", taken.file.display())?;
    writeln!(
        out,
        "{} rows copied, restored and compared; the ledger is whole up to entry {}.",
        taken.rows, taken.sequence
    )?;
    writeln!(
        out,
        "The key files master.key and identity.key are not in it: keep those in another safe place."
    )?;
    Ok(ExitCode::SUCCESS)
}
