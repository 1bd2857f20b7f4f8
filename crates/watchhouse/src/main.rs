//! Watchhouse: the program.

mod cli;
mod edge;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// A city's cyber resilience centre in one program and one data folder.
#[derive(Debug, Parser)]
#[command(name = "watchhouse", version)]
struct Command {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Look at names and say what to mend.
    Check(cli::check::CheckArgs),
}

#[tokio::main]
async fn main() -> anyhow::Result<ExitCode> {
    match Command::parse().verb {
        Verb::Check(args) => cli::check::check(args, &mut std::io::BufWriter::new(std::io::stdout())).await,
    }
}
