//! `watchhouse breach-file`: what must be known within 72 hours of a breach of personal data (UK GDPR, article 33(3)), as far
//! as the records can tell: which records were read, changed or taken out between two moments, by whom, and how many people
//! that concerns. What only people can say is asked for in the file.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use centre::first_hour::REGULATOR_WITHIN;
use centre::ledger::{Actor, Verdict};
use clap::Args;
use store::{Deed, Line, Noun, Store};
use terms::Timestamp;
use terms::edge::{Chance, Clock};

use crate::opening::{of_store, open_existing};
use crate::settings::Settings;
use crate::trouble::Trouble;

/// Entries of the ledger that are read at once.
const AT_ONCE: u32 = 2_000;

/// Gather what must be known within 72 hours of a breach of personal data.
#[derive(Debug, Args)]
pub struct BreachFile {
    /// The first moment that may be concerned, such as 2026-11-21T10:00:00Z.
    #[arg(long)]
    since: Timestamp,
    /// The last; without it, now.
    #[arg(long)]
    until: Option<Timestamp>,
    /// When the centre became aware: the 72 hours run from here. Without it, now.
    #[arg(long)]
    aware: Option<Timestamp>,
    /// Only what one account did, where it is known whose right was abused: `person:ID`.
    #[arg(long, value_parser = actor)]
    by: Option<Actor>,
    /// The folder for the files; it must not be there yet.
    #[arg(long, value_name = "DIR")]
    to: PathBuf,
}

fn actor(text: &str) -> Result<Actor, String> {
    text.parse().map_err(|error: centre::ledger::ActorError| error.to_string())
}

/// Writes `breach.txt` and `entries.csv` into a new folder.
///
/// # Errors
/// When the records cannot be read or the folder cannot be written.
pub async fn breach_file(
    args: BreachFile,
    settings: &Settings,
    clock: &dyn Clock,
    chance: Arc<dyn Chance>,
    out: &mut impl Write,
) -> Result<ExitCode, Trouble> {
    let now = clock.now();
    let (until, aware) = (args.until.unwrap_or(now), args.aware.unwrap_or(now));
    if args.since > until {
        return Err(Trouble::new("the first moment is after the last", "Give --since an earlier moment."));
    }
    let store = open_existing(settings, chance).await?;
    let gathered = gather(&store, args.since, until, args.by.as_ref()).await;
    let verdict = store.verify_ledger().await;
    store.close().await;
    let (lines, verdict) = (gathered.map_err(of_store)?, verdict.map_err(of_store)?);
    let told = Told { centre: &settings.centre_name, since: args.since, until, aware, verdict: &verdict };
    write_down(&args.to, &told.text(&lines), &entries(&lines))?;
    writeln!(
        out,
        "{} entries concern these {} records. Read {} first; the regulator must know by {:.0}.",
        lines.len(),
        records(&lines).values().map(BTreeSet::len).sum::<usize>(),
        args.to.join("breach.txt").display(),
        deadline(aware)
    )?;
    Ok(ExitCode::SUCCESS)
}

fn deadline(aware: Timestamp) -> Timestamp {
    aware.checked_add(REGULATOR_WITHIN).unwrap_or(Timestamp::MAX)
}

/// The entries between two moments, the oldest first.
async fn gather(
    store: &Store,
    since: Timestamp,
    until: Timestamp,
    by: Option<&Actor>,
) -> Result<Vec<Line>, store::StoreError> {
    let (mut found, mut before) = (Vec::new(), None);
    loop {
        let lines = store.ledger_lines(before, AT_ONCE).await?;
        let Some(last) = lines.last() else { break };
        let (is_end, next) = (last.at < since || last.sequence <= 1, last.sequence);
        let wanted = |line: &Line| (since..=until).contains(&line.at) && by.is_none_or(|by| line.by == *by);
        found.extend(lines.into_iter().filter(wanted));
        if is_end {
            break;
        }
        before = Some(next);
    }
    found.reverse();
    Ok(found)
}

/// The records that the entries touch, by their kind.
fn records(lines: &[Line]) -> BTreeMap<String, BTreeSet<&str>> {
    let mut records: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for line in lines {
        records.entry(line.noun.to_string()).or_default().insert(&line.object);
    }
    records
}

struct Told<'a> {
    centre: &'a str,
    since: Timestamp,
    until: Timestamp,
    aware: Timestamp,
    verdict: &'a Verdict,
}

impl Told<'_> {
    /// The file in the order in which the article asks.
    fn text(&self, lines: &[Line]) -> String {
        let mut text = format!(
            "BREACH FILE of {}\n\nThe centre became aware: {:.0}\nThe regulator must know by: {:.0} (72 hours, nights and weekends count)\n\
             Looked at: {:.0} to {:.0}\n\n",
            self.centre,
            self.aware,
            deadline(self.aware),
            self.since,
            self.until
        );
        let _ = write!(text, "1. WHAT HAPPENED\nWrite here, in two sentences: ______\n\n");
        text.push_str("   Kinds of records that were touched, and how many different ones:\n");
        for (noun, ids) in records(lines) {
            let _ = writeln!(text, "   - {noun}: {}", ids.len());
        }
        let people = concerned(lines);
        let _ = write!(
            text,
            "\n   About how many people: {people} records that are each about a person or a firm. One person can stand behind \
             several.\n\n   Who did it, as the ledger knows it:\n"
        );
        for (who, (read, done, out)) in doers(lines) {
            let _ = writeln!(
                text,
                "   - {who}: {read} looks, {done} changes, {out} times taken out of the house"
            );
        }
        text.push_str(
            "\n2. WHOM TO ASK\nThe data protection lead of the centre, with telephone and e-mail: ______\n\n\
             3. WHAT MAY FOLLOW FOR THE PEOPLE\nAccounts of events can hold fear, money, health and hate. Say what may happen to them: ______\n\n\
             4. WHAT WAS DONE, AND WHAT WILL BE\nRights taken away, keys changed, copies called back, people told: ______\n\
             If harm to them is likely to be high, tell the people too, in plain words, without delay (article 34).\n\n\
             5. WHETHER THESE RECORDS CAN BE RELIED ON\n",
        );
        let _ = writeln!(text, "{}", self.reliable());
        text.push_str("\nEvery entry stands in entries.csv. It holds ids and no names: whoever reads it needs the centre to know who is meant.\n");
        text
    }

    fn reliable(&self) -> String {
        match self.verdict {
            Verdict::Whole { entries, .. } => {
                format!(
                    "The ledger is whole: {entries} entries, each chained to the one before. None is missing or was changed."
                )
            }
            Verdict::Broken(fault) => format!(
                "THE LEDGER IS BROKEN: {fault}. Do not rely on this file alone; compare with the newest backup that verifies."
            ),
        }
    }
}

/// How many records that are about a person or a firm.
fn concerned(lines: &[Line]) -> usize {
    let is_about = |noun: Noun| {
        matches!(
            noun,
            Noun::Organisation | Noun::Person | Noun::Report | Noun::Reporter | Noun::Case | Noun::Mailbox
        )
    };
    lines
        .iter()
        .filter(|line| is_about(line.noun))
        .map(|line| (line.noun.to_string(), line.object.as_str()))
        .collect::<BTreeSet<_>>()
        .len()
}

/// Looks, changes and exports by everybody who did something.
fn doers(lines: &[Line]) -> BTreeMap<String, (u64, u64, u64)> {
    let mut doers: BTreeMap<String, (u64, u64, u64)> = BTreeMap::new();
    for line in lines {
        let (read, done, out) = doers.entry(line.by.to_string()).or_default();
        let why = line.payload["why"].as_str().unwrap_or_default();
        let is_out = why.starts_with("export") || matches!(why, "copy" | "hand_over");
        *read += u64::from(line.deed == Deed::Read);
        *done += u64::from(line.deed != Deed::Read);
        *out += u64::from(is_out);
    }
    doers
}

/// One line for each entry, as CSV (RFC 4180). Every value is a word, an id or a moment: none needs quotes.
fn entries(lines: &[Line]) -> String {
    let mut csv = String::from("entry,at,by,what,kind,id\r\n");
    for line in lines {
        let object: String = line.object.chars().filter(|c| !matches!(c, ',' | '"' | '\r' | '\n')).collect();
        let _ =
            write!(csv, "{},{},{},{},{},{object}\r\n", line.sequence, line.at, line.by, line.deed, line.noun);
    }
    csv
}

fn write_down(folder: &Path, text: &str, entries: &str) -> Result<(), Trouble> {
    let at = |error: std::io::Error| {
        Trouble::new(
            format!("the folder {} cannot be written", folder.display()),
            "Name a folder with --to that is not there yet and whose parent can be written.",
        )
        .because(error)
    };
    std::fs::create_dir(folder).map_err(at)?;
    std::fs::write(folder.join("breach.txt"), text).map_err(at)?;
    std::fs::write(folder.join("entries.csv"), entries).map_err(at)
}
