//! A run over a list: its folder, its journal, its results.

use std::fs::File;
use std::io::{BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context;
use cohort::{
    Before, Cell, Column, Formats, Journal, List, ListEntry, Opened, RunFolder, Table, Totals, fingerprint,
    write_results,
};
use terms::edge::{Chance, Clock};

use super::left_alone::LeftAlone;
use super::pace::Pace;
use super::run::{Done, Run};
use super::{CityCheck, CityJudge, said};
use crate::asking::Ask;
use crate::opening::{of_store, open_existing};
use crate::settings::Settings;
use crate::trouble::Trouble;

/// The exit code where lines were left out.
const LINES_LEFT_OUT: u8 = 2;

/// The columns of the file of lines that were left out.
const REFUSED: &[Column] = &[Column::Number("line"), Column::Text("reason"), Column::Text("text")];

/// Looks at every name of a list that was not looked at yet, then writes the results.
pub(super) async fn check(
    args: CityCheck,
    settings: &Settings,
    clock: Arc<dyn Clock>,
    chance: Arc<dyn Chance>,
    out: &mut impl Write,
) -> Result<ExitCode, Trouble> {
    let path = PathBuf::from(&args.from);
    let list = || File::open(&path).map(BufReader::new).map_err(|error| no_list(&path, error));
    let print = fingerprint(list()?).map_err(|error| no_list(&path, error))?;
    let to = args.to.unwrap_or_else(|| beside(&path));
    let (folder, opened) =
        RunFolder::open(&to, &print, env!("CARGO_PKG_VERSION"), clock.now()).map_err(told)?;
    let mut alone = LeftAlone::open(settings, Arc::clone(&chance)).await?;
    let counted = look_through(List::open(list()?).map_err(told)?, &alone, &to).map_err(told_any)?;
    let mut done = Done::default();
    let (journal, torn) = Journal::open(&folder.journal(), |line| done.mark(line)).map_err(told)?;
    if opened == Opened::GoesOn {
        writeln!(
            out,
            "The run of {} goes on: {} of {} names were looked at.",
            folder.manifest.started, journal.kept, counted.firms
        )?;
    }
    if torn {
        writeln!(out, "What the stop left half written is looked at again.")?;
    }
    out.flush()?;
    if journal.kept < counted.firms {
        let ask = args.ask.named().unwrap_or_else(|| Ask::as_set(settings));
        let ask = ask.minding(alone.wishes());
        let strangers = ask.asks_strangers();
        let asker = ask.open(Arc::clone(&clock), Arc::clone(&chance)).await.map_err(|error| {
            Trouble::new("nobody can be asked", "Name a resolver with --resolver, for example 127.0.0.1:53.")
                .because(error)
        })?;
        let firms = List::open(list()?).map_err(told)?;
        let bar = said::bar(counted.firms, journal.kept);
        let mut run = Run::new(asker.round(), strangers, Pace::of(args.rate), journal, bar);
        run.look_at_all(firms, &done, &mut alone).await?;
    }
    alone.close().await;
    let totals = results(&folder, args.format.into(), args.before).await?;
    tell(&totals, &to, counted, out)?;
    if let Some(cohort) = &args.store {
        keep(&totals, cohort, settings, clock.as_ref(), chance, out).await?;
    }
    Ok(if counted.refused > 0 { ExitCode::from(LINES_LEFT_OUT) } else { ExitCode::SUCCESS })
}

/// Judges a finished or half finished run again.
pub(super) async fn judge(
    args: CityJudge,
    settings: &Settings,
    clock: Arc<dyn Clock>,
    chance: Arc<dyn Chance>,
    out: &mut impl Write,
) -> Result<ExitCode, Trouble> {
    let folder = RunFolder::reopen(&args.folder).map_err(told)?;
    let totals = results(&folder, args.format.into(), args.before).await?;
    tell(&totals, &args.folder, Counted::default(), out)?;
    if let Some(cohort) = &args.store {
        keep(&totals, cohort, settings, clock.as_ref(), chance, out).await?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Judging takes every core for a while, so it stands aside of what waits.
async fn results(folder: &RunFolder, formats: Formats, before: Option<PathBuf>) -> Result<Totals, Trouble> {
    let (journal, to) = (folder.journal(), folder.file(""));
    let written = tokio::task::spawn_blocking(move || {
        let before = match &before {
            Some(earlier) => {
                Before::read(&RunFolder::reopen(earlier).map_err(told)?.journal()).map_err(told)?
            }
            None => Before::default(),
        };
        write_results(&journal, &to, formats, &before).map_err(told)
    })
    .await;
    written.map_err(told)?
}

fn tell(totals: &Totals, to: &Path, counted: Counted, out: &mut impl Write) -> std::io::Result<()> {
    writeln!(out, "{} names were looked at; {} findings.", totals.firms, totals.findings)?;
    said::totals(totals, out)?;
    writeln!(out, "The results are in {}: promises and findings.", to.display())?;
    if counted.refused > 0 {
        let file = to.join("left-out.csv");
        writeln!(out, "{} lines were left out; {} says which, and why.", counted.refused, file.display())?;
    }
    if counted.alone > 0 {
        writeln!(out, "{} names were left alone, as their owners wish.", counted.alone)?;
    }
    Ok(())
}

/// Keeps the counts in the centre's records.
async fn keep(
    totals: &Totals,
    cohort: &str,
    settings: &Settings,
    clock: &dyn Clock,
    chance: Arc<dyn Chance>,
    out: &mut impl Write,
) -> Result<(), Trouble> {
    let Some(last) = totals.last else {
        writeln!(out, "Nothing was counted, so nothing was kept in the centre's records.")?;
        return Ok(());
    };
    let store = open_existing(settings, chance).await?;
    let region = crate::region::read(settings.region_folder.as_deref())?;
    let month = centre::cohort::Month::of(last, &region.time_zone);
    let kept = store
        .keep_picture(cohort, month, &totals.picture, &centre::ledger::Actor::CommandLine, clock.now())
        .await
        .map_err(of_store);
    store.close().await;
    kept?;
    writeln!(out, "The counts of {month} are kept as the cohort {cohort}.")?;
    Ok(())
}

/// What a list comes to.
#[derive(Debug, Clone, Copy, Default)]
struct Counted {
    firms: u64,
    refused: u64,
    alone: u64,
}

/// Counts the firms of a list and writes down the lines that are none.
fn look_through(list: List<BufReader<File>>, alone: &LeftAlone, to: &Path) -> anyhow::Result<Counted> {
    let mut counted = Counted::default();
    let mut table = Table::begin(to, "left-out", REFUSED, true, false)?;
    for entry in list {
        match entry.context("the list cannot be read to its end")? {
            ListEntry::Firm(firm) if alone.has(&firm.domain) => counted.alone += 1,
            ListEntry::Firm(_) => counted.firms += 1,
            ListEntry::Refused(refused) => {
                counted.refused += 1;
                let line = i64::try_from(refused.line).unwrap_or(i64::MAX);
                table.row(vec![Cell::Number(line), Cell::Text(refused.reason), Cell::Text(refused.text)])?;
            }
        }
    }
    table.finish()?;
    Ok(counted)
}

/// The folder of a run where none was named.
fn beside(list: &Path) -> PathBuf {
    let mut name = list.file_name().unwrap_or_default().to_owned();
    name.push(".looks");
    list.with_file_name(name)
}

fn no_list(path: &Path, error: std::io::Error) -> Trouble {
    Trouble::new(
        format!("the list {} cannot be read", path.display()),
        "Name a file with --from: one name a line, or CSV with a column `domain`.",
    )
    .because(error)
}

/// An error whose own words say what to do.
fn told(error: impl std::error::Error + Send + Sync + 'static) -> Trouble {
    told_any(anyhow::Error::new(error))
}

pub(super) fn told_any(error: anyhow::Error) -> Trouble {
    let said = error.to_string();
    match said.split_once("; ") {
        Some((what, advice)) => {
            let mut letters = advice.chars();
            let first = letters.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
            let trouble = Trouble::new(what, format!("{first}{}.", letters.as_str()));
            match error.source() {
                Some(cause) => trouble.because(anyhow::anyhow!("{cause}")),
                None => trouble,
            }
        }
        None => Trouble::new(
            "the run cannot go on",
            "Mend what is named above and start it again: nothing is lost.",
        )
        .because(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folder_of_a_list_stands_beside_it() {
        assert_eq!(beside(Path::new("lists/shops.csv")), Path::new("lists/shops.csv.looks"));
    }

    #[test]
    fn an_error_is_told_with_its_advice() {
        let mut said = Vec::new();
        told(cohort::ListFault::NoDomainColumn).write(&mut said).unwrap();
        let said = String::from_utf8(said).unwrap();
        assert!(said.ends_with("what to do: Write `domain` above the names.\n"), "{said}");
    }
}
