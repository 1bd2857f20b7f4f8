//! `watchhouse verify-package` and `watchhouse package-key`: packages that were handed to partners.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use centre::hand_over::package::{Fault, Verified, public_pem, verify};
use clap::Args;
use data_encoding::HEXLOWER;
use terms::edge::Chance;

use super::ledger::public_key;
use crate::opening::open_existing;
use crate::settings::Settings;
use crate::trouble::Trouble;

/// The exit code for a package that is not whole.
const BROKEN: u8 = 3;

/// A package, and who should have signed it.
#[derive(Debug, Args)]
pub struct VerifyPackage {
    /// The file, as it came.
    file: PathBuf,
    /// The centre's public key for packages, 64 hexadecimal digits, where it is known; the centre publishes it.
    #[arg(long, value_name = "KEY", value_parser = public_key)]
    key: Option<[u8; 32]>,
}

/// Checks a package. Needs no centre, no network and no settings; unpacks nothing.
///
/// # Errors
/// When the file cannot be opened. A package that is not whole is no error: it is told, and the exit code is 3.
pub fn verify_package(args: &VerifyPackage, out: &mut impl Write) -> Result<ExitCode, Trouble> {
    let file = std::fs::File::open(&args.file).map_err(|error| {
        Trouble::new(
            format!("the package {} cannot be opened", args.file.display()),
            "Look at the name and at who may read it.",
        )
        .because(error)
    })?;
    tell(verify(&mut std::io::BufReader::new(file), args.key.as_ref()), out)
}

fn tell(verdict: Result<Verified, Fault>, out: &mut impl Write) -> Result<ExitCode, Trouble> {
    let Verified { manifest, key, is_trusted } = match verdict {
        Ok(whole) => whole,
        Err(fault) => {
            writeln!(out, "The package is not whole: {fault}.")?;
            return Ok(ExitCode::from(BROKEN));
        }
    };
    writeln!(out, "The package is whole: {} files, all as its manifest says.", manifest.files.len())?;
    writeln!(
        out,
        "{} {}, from {} to {}, made {:.0}.",
        manifest.reference, manifest.package, manifest.centre, manifest.to, manifest.made_at
    )?;
    for file in &manifest.files {
        let called = file.called.as_deref().map(|name| format!(" ({})", name.escape_debug()));
        writeln!(out, "  {}  {}{}", file.sha256, file.name, called.unwrap_or_default())?;
    }
    let key = HEXLOWER.encode(&key);
    if is_trusted {
        writeln!(out, "It was signed with the key that you named.")?;
    } else {
        writeln!(
            out,
            "It was signed with the key {key}. Compare it with the one that the centre publishes."
        )?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Prints the public key with which this centre signs packages, for `verify-package` and for other programs.
///
/// # Errors
/// When the records cannot be opened.
pub async fn package_key(
    settings: &Settings,
    chance: Arc<dyn Chance>,
    out: &mut impl Write,
) -> Result<ExitCode, Trouble> {
    let store = open_existing(settings, chance).await?;
    let key = store.package_key().public();
    store.close().await;
    writeln!(out, "{}", HEXLOWER.encode(&key))?;
    write!(out, "{}", public_pem(&key))?;
    Ok(ExitCode::SUCCESS)
}
