//! `watchhouse ledger verify` and `watchhouse ledger head`.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use centre::ledger::Verdict;
use clap::Subcommand;
use terms::edge::{Chance, Clock};

use crate::opening::{of_store, open_existing};
use crate::settings::Settings;
use crate::trouble::Trouble;

/// The exit code for a ledger that is not whole.
const BROKEN: u8 = 3;

/// The record of every change.
#[derive(Debug, Subcommand)]
pub enum Ledger {
    /// Verify every entry; works without the centre on a snapshot.
    Verify {
        /// A snapshot, or the database file of a stopped centre; without it, this centre's own.
        file: Option<PathBuf>,
        /// The signed head that was kept outside the database.
        #[arg(long, value_name = "FILE", requires = "file")]
        head: Option<PathBuf>,
        /// The centre's public key, 64 hexadecimal digits, where it is known.
        #[arg(long, value_name = "KEY", requires = "file", value_parser = public_key)]
        key: Option<[u8; 32]>,
    },
    /// Sign where the ledger stands now, and print it.
    Head,
}

/// Verifies or signs the ledger.
///
/// # Errors
/// When the records cannot be read. A broken ledger is no error: it is told, and the exit code is 3.
pub async fn ledger(
    args: Ledger,
    settings: &Settings,
    clock: &dyn Clock,
    chance: Arc<dyn Chance>,
    out: &mut impl Write,
) -> Result<ExitCode, Trouble> {
    match args {
        Ledger::Verify { file: Some(file), head, key } => {
            tell(store::verify_ledger(&file, head.as_deref(), key).await.map_err(of_store)?, out)
        }
        Ledger::Verify { file: None, .. } => {
            let store = open_existing(settings, chance).await?;
            let verdict = store.verify_ledger().await.map_err(of_store);
            store.close().await;
            tell(verdict?, out)
        }
        Ledger::Head => {
            let store = open_existing(settings, chance).await?;
            let signed = store.checkpoint(clock.now()).await.map_err(of_store);
            store.close().await;
            let text = serde_json::to_string(&signed?).map_err(std::io::Error::from)?;
            writeln!(out, "{text}")?;
            Ok(ExitCode::SUCCESS)
        }
    }
}

fn tell(verdict: Verdict, out: &mut impl Write) -> Result<ExitCode, Trouble> {
    match verdict {
        Verdict::Whole { entries, erased, signed } => {
            writeln!(
                out,
                "The ledger is whole: {entries} entries, {erased} texts erased as the entries tell."
            )?;
            match signed {
                Some((sequence, at)) => writeln!(out, "It is signed up to entry {sequence}, on {at:.0}.")?,
                None => writeln!(out, "No signed head covers it yet.")?,
            }
            Ok(ExitCode::SUCCESS)
        }
        Verdict::Broken(fault) => {
            writeln!(out, "The ledger is broken: {fault}.")?;
            Ok(ExitCode::from(BROKEN))
        }
    }
}

pub(super) fn public_key(text: &str) -> Result<[u8; 32], String> {
    let wrong = || "a public key is 64 hexadecimal digits".to_owned();
    let mut key = [0; 32];
    if text.len() != 64 || !text.is_ascii() {
        return Err(wrong());
    }
    for (place, byte) in key.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&text[place * 2..place * 2 + 2], 16).map_err(|_| wrong())?;
    }
    Ok(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_public_key_is_sixty_four_digits() {
        assert_eq!(public_key(&"0a".repeat(32)), Ok([10; 32]));
        assert!(public_key(&"0a".repeat(31)).is_err());
        assert!(public_key(&"zz".repeat(32)).is_err());
        assert!(public_key(&"é".repeat(32)).is_err());
    }
}
