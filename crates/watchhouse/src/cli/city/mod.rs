//! `watchhouse city`: looks at a whole list of names or at all members, judges what was kept again, and counts.

mod left_alone;
mod list;
mod members;
mod pace;
mod run;
mod said;

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::{Args, Subcommand, ValueEnum};
use cohort::Formats;
use terms::edge::{Chance, Clock};

use super::ask_args::AskArgs;
use crate::settings::Settings;
use crate::trouble::Trouble;

/// The word for all members, where a file could stand.
const MEMBERS: &str = "members";

/// Look at a whole list of names, or at all members, and count.
#[derive(Debug, Subcommand)]
pub enum City {
    /// Look at every name of a list. Stopped at any moment, it goes on where it was when it is started again.
    Check(CityCheck),
    /// Judge everything that a run kept by the rules of this release, without asking anybody.
    Judge(CityJudge),
}

/// Look at every name of a list.
#[derive(Debug, Args)]
pub struct CityCheck {
    /// The list: one name a line, or CSV whose first line names its columns (`domain`, and if you like `borough`,
    /// `sector` or `sic`, `size`, `cohort`). The word `members` looks at all members and keeps it in the centre's
    /// records, as the nightly round does.
    #[arg(long, value_name = "FILE|members")]
    pub from: String,
    /// The folder of the run. Without it, the name of the list with `.looks` behind it.
    #[arg(long, value_name = "DIR")]
    pub to: Option<PathBuf>,
    /// The most names in a second; without it, as fast as the name servers allow.
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(1..))]
    pub rate: Option<u32>,
    /// Whom to ask.
    #[command(flatten)]
    pub ask: AskArgs,
    /// How the results are written.
    #[arg(long, value_enum, default_value = "both")]
    pub format: Format,
    /// Keep the counts in the centre's records as a cohort of this name, to be seen on the city's pages. Counts only: no
    /// name of the list goes there.
    #[arg(long, value_name = "COHORT", value_parser = parse_cohort)]
    pub store: Option<String>,
    /// The folder of an earlier run over the same firms: how many stand better or worse since then is counted.
    #[arg(long, value_name = "DIR")]
    pub before: Option<PathBuf>,
}

/// Judge again.
#[derive(Debug, Args)]
pub struct CityJudge {
    /// The folder of the run.
    pub folder: PathBuf,
    /// How the results are written.
    #[arg(long, value_enum, default_value = "both")]
    pub format: Format,
    /// Keep the counts in the centre's records as a cohort of this name.
    #[arg(long, value_name = "COHORT", value_parser = parse_cohort)]
    pub store: Option<String>,
    /// The folder of an earlier run over the same firms: how many stand better or worse since then is counted.
    #[arg(long, value_name = "DIR")]
    pub before: Option<PathBuf>,
}

/// How results are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Parquet.
    Parquet,
    /// Comma-separated values.
    Csv,
    /// Both.
    Both,
}

impl From<Format> for Formats {
    fn from(format: Format) -> Self {
        Self { csv: format != Format::Parquet, parquet: format != Format::Csv }
    }
}

fn parse_cohort(text: &str) -> Result<String, String> {
    if centre::cohort::may_be_named(text) {
        return Ok(text.to_owned());
    }
    Err("write small letters, digits and hyphens, at most 60, such as shops-of-hackney; the centre counts `members` and \
         `public-bodies` by itself"
        .to_owned())
}

/// Does what was typed.
///
/// # Errors
/// When the list, the folder, the resolver or the records cannot be used; says what to do.
pub async fn city(
    city: City,
    settings: &Settings,
    clock: Arc<dyn Clock>,
    chance: Arc<dyn Chance>,
    out: &mut impl Write,
) -> Result<ExitCode, Trouble> {
    match city {
        City::Check(args) if args.from == MEMBERS => members::check(args, settings, clock, chance, out).await,
        City::Check(args) => list::check(args, settings, clock, chance, out).await,
        City::Judge(args) => list::judge(args, settings, clock, chance, out).await,
    }
}
