//! Newly seen names are held against the members' own, and those that look alike are looked at. What should be: no list
//! waits in the folder of names, and no name that looks like a member's is due for a look.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use centre::ledger::Actor;
use jiff::SignedDuration;
use terms::Timestamp;
use terms::edge::Chance;
use web::alike::examine;
use web::consent::Consent;
use web::ports::{AskForProof, LookAtLookalike};

use super::new_names::NewNames;
use super::{Ended, Reconciler, Run, Turn};
use crate::guard::{Guard, Intake, PIECE, bad_lines};

/// How soon the folder is looked into again.
const BETWEEN_ROUNDS: SignedDuration = SignedDuration::from_secs(30);
/// Names read from the store at one time.
const AT_ONCE: u32 = 50;
/// Lists read in one run; the rest waits for the next.
pub const MOST_LISTS: usize = 100;
/// A list that was written to more recently may not be whole yet.
pub const SETTLED_AFTER: SignedDuration = SignedDuration::from_secs(10);
/// Ends of names of files that are no lists: still on their way in, or read already.
const NO_LISTS: [&str; 5] = [".part", ".tmp", ".done", ".bad", "~"];
/// Pieces of a list between two looks at the stop switch.
const PIECES_AT_ONCE: usize = 64;

/// Reads lists of newly seen names, and looks at what was found.
pub struct Lookalikes {
    /// Where lists are put.
    pub folder: PathBuf,
    /// The feed that brings lists, where the centre has one.
    pub feed: Option<NewNames>,
    /// Who looks at a name.
    pub world: Arc<dyn LookAtLookalike>,
    /// Who looks for proofs: a part of what consent needs.
    pub proofs: Arc<dyn AskForProof>,
    /// Random bytes: another part of it.
    pub chance: Arc<dyn Chance>,
    /// Names that are looked at in one second, at most.
    pub per_second: u32,
}

impl Reconciler for Lookalikes {
    fn name(&self) -> &'static str {
        "lookalikes"
    }

    fn next(&self, now: Timestamp) -> Timestamp {
        now + BETWEEN_ROUNDS
    }

    fn run<'a>(&'a self, turn: &'a Turn) -> Run<'a> {
        Box::pin(async move {
            let by = Actor::Reconciler(self.name().to_owned());
            let brought = match &self.feed {
                Some(feed) => turn.through(feed.pull_if_due(&self.folder, turn.now())).await?,
                None => Ok(String::new()),
            };
            let brought = brought.map_err(|error| stumbled(&self.folder, &error))?;
            let read = self.read_lists(turn, &by).await?;
            let looked = self.look_at_due(turn, &by).await?;
            Ok(format!("{brought}{read}{looked} names that look like a member's were looked at."))
        })
    }
}

impl Lookalikes {
    /// Reads every list that is whole, and says what came of it; nothing where there was none.
    async fn read_lists(&self, turn: &Turn, by: &Actor) -> Result<String, Ended> {
        let lists = lists(&self.folder, turn.now()).map_err(|error| stumbled(&self.folder, &error))?;
        if lists.is_empty() {
            return Ok(String::new());
        }
        let guard = Guard::of_members(turn.store()).await?;
        let (mut names, mut new, mut bad) = (0, 0, 0);
        for list in &lists {
            turn.step().await?;
            let mut intake = Intake::new(&guard);
            self.read(turn, by, list, &mut intake).await?;
            names += intake.lines().names();
            bad += intake.lines().bad();
            new += intake.noted().new;
            done(list, &bad_lines(intake.lines())).map_err(|error| stumbled(list, &error))?;
        }
        Ok(format!("{} lists were read: {names} names, {new} new hits, {bad} bad lines. ", lists.len()))
    }

    /// Reads one list to its end. A run that is cut off reads it again the next time: what is known then is not new.
    async fn read(&self, turn: &Turn, by: &Actor, list: &Path, intake: &mut Intake<'_>) -> Result<(), Ended> {
        let mut file = File::open(list).map_err(|error| stumbled(list, &error))?;
        let mut piece = vec![0; PIECE];
        for number in 0_usize.. {
            if number % PIECES_AT_ONCE == PIECES_AT_ONCE - 1 {
                turn.step().await?;
            }
            let more = intake.read_from(&mut file, &mut piece).map_err(|error| stumbled(list, &error))?;
            if !more || intake.is_full() {
                intake.keep(turn.store(), by, turn.now()).await?;
            }
            if !more {
                break;
            }
            tokio::task::yield_now().await;
        }
        Ok(())
    }

    async fn look_at_due(&self, turn: &Turn, by: &Actor) -> Result<u32, Ended> {
        let mut looked = 0;
        loop {
            let due = turn.store().lookalikes_due(turn.now(), AT_ONCE).await?;
            metrics::gauge!("lookalikes_due").set(due.len() as f64);
            if due.is_empty() {
                return Ok(looked);
            }
            for one in due {
                turn.step().await?;
                let began = std::time::Instant::now();
                let consent = Consent {
                    store: turn.store(),
                    proofs: self.proofs.as_ref(),
                    chance: self.chance.as_ref(),
                };
                let verdict = examine(&consent, self.world.as_ref(), &one, by, turn.now()).await?;
                looked += u32::from(verdict.is_some());
                let pace = Duration::from_secs(1) / self.per_second.max(1);
                turn.rest(pace.saturating_sub(began.elapsed())).await;
            }
        }
    }
}

/// The lists in the folder that are whole, by their names. A folder that is not there holds none.
fn lists(folder: &Path, now: Timestamp) -> std::io::Result<Vec<PathBuf>> {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut found = Vec::new();
    for entry in entries {
        let entry = entry?;
        // What is no plain file, such as a link out of the folder, is none of ours.
        let about = std::fs::symlink_metadata(entry.path())?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let is_list =
            about.is_file() && !name.starts_with('.') && !NO_LISTS.iter().any(|end| name.ends_with(end));
        let written = about.modified().ok().and_then(|at| Timestamp::try_from(at).ok());
        let is_whole = written.is_none_or(|at| now.duration_since(at) >= SETTLED_AFTER);
        if is_list && is_whole {
            found.push(entry.path());
        }
    }
    found.sort();
    found.truncate(MOST_LISTS);
    Ok(found)
}

/// Marks a list as read; what could not be read of it is told in a file beside it.
fn done(list: &Path, bad: &[String]) -> std::io::Result<()> {
    let beside = |end: &str| {
        let mut name = list.as_os_str().to_owned();
        name.push(end);
        PathBuf::from(name)
    };
    if !bad.is_empty() {
        std::fs::write(beside(".bad"), bad.join("\n") + "\n")?;
    }
    std::fs::rename(list, beside(".done"))
}

fn stumbled(path: &Path, error: &std::io::Error) -> Ended {
    Ended::Stumbled(format!("{} cannot be read or renamed: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_lists_that_are_whole_are_read_and_each_once() {
        let folder = std::env::temp_dir().join(format!("watchhouse-names-{}", std::process::id()));
        assert!(lists(&folder, Timestamp::UNIX_EPOCH).expect("no folder is no list").is_empty());
        std::fs::create_dir_all(folder.join("inner")).expect("a folder");
        for name in ["b.txt", "a.csv", "c.part", ".hidden", "d.txt.done", "d.txt.bad", "e~"] {
            std::fs::write(folder.join(name), "x.example\n").expect("a file");
        }
        let written =
            std::fs::metadata(folder.join("a.csv")).and_then(|about| about.modified()).expect("a time");
        let later = Timestamp::try_from(written).expect("a time") + SignedDuration::from_secs(60);
        let names = |now| -> Vec<String> {
            let found = lists(&folder, now).expect("a folder");
            found
                .iter()
                .map(|path| path.file_name().unwrap_or_default().to_string_lossy().into_owned())
                .collect()
        };
        assert_eq!(names(later), ["a.csv", "b.txt"]);
        assert!(names(later - SignedDuration::from_secs(60)).is_empty(), "it may not be whole yet");
        done(&folder.join("a.csv"), &["line 1: x".to_owned()]).expect("renamed");
        assert_eq!(names(later), ["b.txt"]);
        assert_eq!(std::fs::read_to_string(folder.join("a.csv.bad")).expect("told"), "line 1: x\n");
        std::fs::remove_dir_all(folder).expect("gone");
    }
}
