//! `watchhouse lookalikes watch`: a list of newly seen names, held against the names of all members.

use std::fs::File;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use centre::ledger::Actor;
use clap::Args;
use lookalikes::{Lines, TOLD_FROM};
use serde::Serialize;
use terms::edge::{Chance, Clock};

use crate::guard::{Found, Guard, Intake, PIECE, bad_lines};
use crate::opening::{of_store, open_existing};
use crate::settings::Settings;
use crate::trouble::Trouble;

/// The exit code when lines could not be read.
const BAD_INPUT: u8 = 2;

/// Hold a list of newly seen names against the names of all members.
#[derive(Debug, Args)]
pub struct Watch {
    /// The list, one name a line, a table, or a zone's file; `-` reads it from standard input.
    #[arg(long, value_name = "FILE")]
    pub from: PathBuf,
    /// Print what looks like a member's name, and keep nothing.
    #[arg(long)]
    pub print: bool,
    /// Guard the names of this list instead of the members'. Needs no data folder.
    #[arg(long, value_name = "FILE", requires = "print")]
    pub firms: Option<PathBuf>,
    /// Print also what weighs too little to be told to members.
    #[arg(long, requires = "print")]
    pub all: bool,
    /// Print one line of JSON for each.
    #[arg(long, requires = "print")]
    pub json: bool,
}

/// Reads the list to its end. The exit code is 2 when lines could not be read; they are told, and the others count.
///
/// # Errors
/// When a file cannot be read, or the records cannot be opened or written.
pub async fn watch(
    args: Watch,
    settings: &Settings,
    clock: &dyn Clock,
    chance: Arc<dyn Chance>,
    out: &mut impl Write,
) -> Result<ExitCode, Trouble> {
    let mut list = open_list(&args.from)?;
    if args.print {
        let guard = match &args.firms {
            Some(firms) => of_list(firms)?,
            None => {
                let store = open_existing(settings, chance).await?;
                let guard = Guard::of_members(&store).await.map_err(of_store);
                store.close().await;
                guard?
            }
        };
        return print(&args, &guard, &mut list, out);
    }
    let store = open_existing(settings, chance).await?;
    let kept = keep(&args.from, &mut list, &store, clock, out).await;
    store.close().await;
    kept
}

fn open_list(from: &Path) -> Result<Box<dyn Read + Send>, Trouble> {
    if from == Path::new("-") {
        return Ok(Box::new(std::io::stdin()));
    }
    let file = File::open(from).map_err(|error| unreadable(from, error))?;
    Ok(Box::new(file))
}

fn unreadable(path: &Path, error: std::io::Error) -> Trouble {
    Trouble::new(
        format!("the list {} cannot be read", path.display()),
        "Name a file that this user may read, or - for standard input.",
    )
    .because(error)
}

fn of_list(firms: &Path) -> Result<Guard, Trouble> {
    let text = std::fs::read(firms).map_err(|error| unreadable(firms, error))?;
    let (mut lines, mut names) = (Lines::new(), Vec::new());
    lines.feed(&text, |name| names.push(name));
    lines.end(|name| names.push(name));
    Guard::of_names(names)
        .map_err(|error| Trouble::new(error.to_string(), "Share the names out over several lists."))
}

/// One line of output for programs.
#[derive(Serialize)]
struct Line<'a> {
    name: &'a str,
    like: &'a str,
    weight: u8,
    kinds: Vec<&'static str>,
}

fn in_line(found: &Found, json: bool) -> String {
    let kinds: Vec<&'static str> = found.kinds.iter().map(|kind| kind.name()).collect();
    if json {
        let line = Line { name: found.name.as_ascii(), like: &found.like, weight: found.weight, kinds };
        // Everything in it is text and numbers: nothing that JSON could not hold.
        return serde_json::to_string(&line).unwrap_or_default();
    }
    format!("{} looks like {} ({}): {}", found.name, found.like, found.weight, kinds.join(", "))
}

fn print(
    args: &Watch,
    guard: &Guard,
    list: &mut impl Read,
    out: &mut impl Write,
) -> Result<ExitCode, Trouble> {
    let lightest = if args.all { 0 } else { TOLD_FROM };
    let mut lines = Lines::new();
    let mut piece = vec![0; PIECE];
    let mut told = 0_u64;
    let mut page = String::new();
    loop {
        let length = list.read(&mut piece).map_err(|error| unreadable(&args.from, error))?;
        let tell = |found: Found| {
            told += 1;
            page.push_str(&in_line(&found, args.json));
            page.push('\n');
        };
        if length == 0 {
            guard.end(&mut lines, lightest, tell);
        } else {
            guard.feed(&mut lines, &piece[..length], lightest, tell);
        }
        out.write_all(page.as_bytes())?;
        page.clear();
        if length == 0 {
            break;
        }
    }
    if !args.json {
        writeln!(
            out,
            "{} names were held against {} names: {told} look like one of them.",
            lines.names(),
            guard.len()
        )?;
        tell_bad(&lines, out)?;
    }
    out.flush()?;
    Ok(code(&lines))
}

async fn keep(
    from: &Path,
    list: &mut (impl Read + Send),
    store: &store::Store,
    clock: &dyn Clock,
    out: &mut impl Write,
) -> Result<ExitCode, Trouble> {
    let guard = Guard::of_members(store).await.map_err(of_store)?;
    let by = Actor::CommandLine;
    let mut intake = Intake::new(&guard);
    let mut piece = vec![0; PIECE];
    loop {
        let more = intake.read_from(list, &mut piece).map_err(|error| unreadable(from, error))?;
        if !more || intake.is_full() {
            intake.keep(store, &by, clock.now()).await.map_err(of_store)?;
        }
        if !more {
            break;
        }
    }
    let noted = intake.noted();
    writeln!(
        out,
        "{} names were held against {} members' names: {} are new and look like one of them, {} were known.",
        intake.lines().names(),
        guard.len(),
        noted.new,
        noted.known
    )?;
    if noted.no_room > 0 {
        writeln!(out, "For {} there was no room beside heavier ones.", noted.no_room)?;
    }
    tell_bad(intake.lines(), out)?;
    Ok(code(intake.lines()))
}

fn tell_bad(lines: &Lines, out: &mut impl Write) -> std::io::Result<()> {
    if lines.bad() > 0 {
        writeln!(out, "{} of {} lines could not be read:", lines.bad(), lines.lines())?;
        for line in bad_lines(lines) {
            writeln!(out, "  {line}")?;
        }
    }
    Ok(())
}

fn code(lines: &Lines) -> ExitCode {
    if lines.bad() > 0 { ExitCode::from(BAD_INPUT) } else { ExitCode::SUCCESS }
}
