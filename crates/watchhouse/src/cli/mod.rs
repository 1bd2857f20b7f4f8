//! The commands of the program. One file each: a function with everything that it needs as
//! parameters, which writes to the writer that it is given.

pub mod ask_args;
mod backup;
mod breach_file;
pub mod check;
mod city;
mod completions;
mod examine;
mod ledger;
pub mod letter_in;
mod link;
mod lookalikes;
mod openapi;
mod package;
mod paint;
mod restore;
mod serve;
mod settings;
mod triage;
mod user;
mod version;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

use crate::edge::{SystemChance, SystemClock};
use crate::settings::{Effective, Layers, Settings, effective};
use crate::trouble::Trouble;

/// The settings file that is read when none is named.
const USUAL_FILE: &str = "watchhouse.toml";

/// A city's cyber resilience centre in one program and one data folder.
#[derive(Debug, Parser)]
#[command(name = "watchhouse", version, arg_required_else_help = true)]
pub struct Cli {
    #[command(flatten)]
    flags: Flags,
    #[command(subcommand)]
    command: Command,
}

/// What every command takes.
#[derive(Debug, Args)]
struct Flags {
    /// The settings file; without it `watchhouse.toml` here, if there is one.
    #[arg(long = "settings", global = true, value_name = "FILE", env = "WATCHHOUSE_SETTINGS")]
    settings_file: Option<PathBuf>,
    /// One setting, such as `backup.keep=30`; `watchhouse settings` lists them all.
    #[arg(long = "set", global = true, value_name = "NAME=VALUE", value_parser = name_and_value)]
    set: Vec<(String, String)>,
    /// The folder that holds everything the centre knows.
    #[arg(long, global = true, value_name = "DIR")]
    data: Option<PathBuf>,
}

/// Every command.
#[derive(Debug, Subcommand)]
enum Command {
    /// Open the centre: pages, programming interface, background work.
    Serve(serve::Serve),
    /// Look at names and say what to mend.
    Check(check::CheckArgs),
    /// Say whether messages are real: files, folders, mailboxes, or the standard input.
    Triage(triage::TriageArgs),
    /// Take in one letter that somebody doubts, from the standard input: for the pipe of your mail server.
    LetterIn,
    /// Names that look like members' own.
    #[command(subcommand)]
    Lookalikes(lookalikes::Lookalikes),
    /// Look at a whole list of names, or at all members, and count.
    #[command(subcommand)]
    City(city::City),
    /// Find rows of tables that are one, or reports of one offender, and say why.
    #[command(subcommand)]
    Link(link::Link),
    /// Accounts of the centre's people and partners.
    #[command(subcommand)]
    User(user::User),
    /// Take a snapshot now, restore it into a scratch file, and verify it.
    Backup(backup::Backup),
    /// Bring a snapshot back into an empty data folder.
    Restore(restore::Restore),
    /// Gather what must be known within 72 hours of a breach of personal data.
    BreachFile(breach_file::BreachFile),
    /// The record of every change.
    #[command(subcommand)]
    Ledger(ledger::Ledger),
    /// Check a package that was handed to a partner: its sums and its signature. Works without the centre.
    VerifyPackage(package::VerifyPackage),
    /// Print the public key with which this centre signs packages for partners.
    PackageKey,
    /// Show every setting, its value, and where it came from.
    Settings(settings::Show),
    /// Print the description of the programming interface (OpenAPI 3.1).
    Openapi,
    /// Print completions for a shell.
    Completions(completions::Completions),
    /// Paint a picture anew, from the standard input to the standard output; the centre calls this itself.
    #[command(hide = true)]
    Paint(paint::Paint),
    /// Examine one message, from the standard input to the standard output; the centre calls this itself.
    #[command(hide = true)]
    Examine,
    /// Print the version.
    Version,
}

/// Runs the command that was typed, and says in one paragraph what went wrong if something did.
pub fn from_the_command_line() -> ExitCode {
    let cli = Cli::parse();
    // Before there are threads: what strangers sent is read by a process that has nothing else in it.
    if let Command::Paint(args) = &cli.command {
        return paint::paint(args);
    }
    if matches!(&cli.command, Command::Examine) {
        return examine::examine_one();
    }
    if let Command::Triage(args) = &cli.command {
        return triage::triage(args);
    }
    let done = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| {
            Trouble::new("the program cannot start its threads", "Free some memory and start again.")
                .because(error)
        })
        .and_then(|runtime| runtime.block_on(run(cli, &mut std::io::stdout())));
    done.unwrap_or_else(|trouble| {
        // Nobody is left to tell when the terminal is gone.
        let _gone = trouble.write(&mut std::io::stderr());
        ExitCode::FAILURE
    })
}

async fn run(cli: Cli, out: &mut impl Write) -> Result<ExitCode, Trouble> {
    let Cli { flags, command } = cli;
    match command {
        Command::Check(args) => return check(args, out).await,
        Command::Lookalikes(lookalikes::Lookalikes::Of(args)) => return lookalikes_of(args, out).await,
        Command::Link(what) => return link::link(what, &SystemClock, out),
        Command::Openapi => return openapi::openapi(out),
        Command::VerifyPackage(args) => return package::verify_package(&args, out),
        Command::Completions(args) => return completions::completions(args, out),
        Command::Version => return version::version(out),
        _ => {}
    }
    let mut given = flags.set;
    if let Some(folder) = &flags.data {
        given.push(("data.folder".to_owned(), folder.display().to_string()));
    }
    if let Command::Serve(serve) = &command {
        given.extend(serve.settings());
    }
    let (settings, shown) = read_settings(flags.settings_file.as_deref(), given)?;
    let data_was_chosen =
        shown.iter().any(|e| e.name == "data.folder" && e.origin != crate::settings::Origin::Default);
    let (clock, chance) = (std::sync::Arc::new(SystemClock), std::sync::Arc::new(SystemChance));
    match command {
        Command::Serve(args) => serve::serve(args, settings, data_was_chosen, clock, chance, out).await,
        Command::City(city) => city::city(city, &settings, clock, chance, out).await,
        Command::User(user) => user::user(user, &settings, clock.as_ref(), chance, out).await,
        Command::Backup(args) => backup::backup(args, &settings, clock.as_ref(), chance, out).await,
        Command::Restore(args) => restore::restore(args, &settings, out).await,
        Command::BreachFile(args) => {
            breach_file::breach_file(args, &settings, clock.as_ref(), chance, out).await
        }
        Command::Ledger(args) => ledger::ledger(args, &settings, clock.as_ref(), chance, out).await,
        Command::Lookalikes(lookalikes::Lookalikes::Watch(args)) => {
            lookalikes::watch(args, &settings, clock.as_ref(), chance, out).await
        }
        Command::LetterIn => Ok(letter_in::letter_in(
            &settings,
            clock.as_ref(),
            chance.as_ref(),
            &mut std::io::stdin().lock(),
            &mut std::io::stderr(),
        )),
        Command::PackageKey => package::package_key(&settings, chance, out).await,
        Command::Settings(args) => settings::show(args, &shown, out),
        Command::Check(_)
        | Command::Link(_)
        | Command::Lookalikes(lookalikes::Lookalikes::Of(_))
        | Command::Openapi
        | Command::VerifyPackage(_)
        | Command::Completions(_)
        | Command::Paint(_)
        | Command::Examine
        | Command::Triage(_)
        | Command::Version => Ok(ExitCode::SUCCESS),
    }
}

async fn check(args: check::CheckArgs, out: &mut impl Write) -> Result<ExitCode, Trouble> {
    let mut out = std::io::BufWriter::new(out);
    check::check(args, &mut out).await.map_err(|error| {
        Trouble::new(
            "the check-up could not be done",
            "Name a resolver with --resolver, for example 127.0.0.1:53.",
        )
        .because(error)
    })
}

async fn lookalikes_of(args: lookalikes::Of, out: &mut impl Write) -> Result<ExitCode, Trouble> {
    let mut out = std::io::BufWriter::new(out);
    lookalikes::of(args, &mut out).await.map_err(|error| {
        Trouble::new(
            "the names could not be asked about",
            "Name a resolver with --resolver, for example 127.0.0.1:53.",
        )
        .because(error)
    })
}

/// Reads all layers of settings.
fn read_settings(
    file: Option<&Path>,
    flags: Vec<(String, String)>,
) -> Result<(Settings, Vec<Effective>), Trouble> {
    let usual = Path::new(USUAL_FILE);
    let path = file.or_else(|| usual.is_file().then_some(usual));
    let read = |path: &Path| {
        std::fs::read_to_string(path).map(|text| (path.to_owned(), text)).map_err(|error| {
            Trouble::new(
                format!("the settings file {} cannot be read", path.display()),
                "Name another file with --settings, or make this one readable.",
            )
            .because(error)
        })
    };
    let layers = Layers { file: path.map(read).transpose()?, environment: std::env::vars().collect(), flags };
    effective(&layers).map_err(|faults| {
        Trouble::new(
            format!(
                "the settings have {} {}",
                faults.0.len(),
                if faults.0.len() == 1 { "fault" } else { "faults" }
            ),
            "Mend what is named above; `watchhouse settings` shows the result.",
        )
        .because(faults)
    })
}

fn name_and_value(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("write NAME=VALUE, such as backup.keep=30")?;
    Ok((name.trim().to_owned(), value.trim().to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_commands_hold_together() {
        Cli::command().debug_assert();
    }
}
