//! The looks of a run over a list: so many at a time, each in the journal as it ends.

use std::fs::File;
use std::io::BufReader;
use std::time::{Duration, Instant};

use anyhow::Context;
use checkup::{Level, Outcome};
use cohort::{Firm, Journal, List, ListEntry, MOST_LINES};
use indicatif::ProgressBar;
use probe::{Look, Round};
use tokio::task::{JoinError, JoinSet};

use super::left_alone::LeftAlone;
use super::list::told_any;
use super::pace::Pace;
use crate::trouble::Trouble;

/// How many names are looked at at the same time through a resolver, which takes 256 questions at once.
const AT_ONCE_BY_RESOLVER: usize = 96;
/// How many by recursion: thousands of questions, and no server has more waiting than it answers in a minute.
const AT_ONCE_BY_RECURSION: usize = 512;
/// How long a look may wait in memory for its block.
const LONGEST_IN_MEMORY: Duration = Duration::from_secs(2);
/// So many names of which something gave no answer in time are asked again at the end; of more, the rest is kept as it is.
const MOST_ASKED_AGAIN: usize = 10_000;

/// Which lines were looked at: a bit for each.
#[derive(Debug, Default)]
pub(super) struct Done(Vec<u64>);

impl Done {
    pub(super) fn mark(&mut self, line: u64) {
        let Ok(word) = usize::try_from(line.min(MOST_LINES) / 64) else { return };
        if self.0.len() <= word {
            self.0.resize(word + 1, 0);
        }
        if let Some(bits) = self.0.get_mut(word) {
            *bits |= 1 << (line % 64);
        }
    }

    fn has(&self, line: u64) -> bool {
        let word = usize::try_from(line / 64).ok().and_then(|word| self.0.get(word));
        word.is_some_and(|bits| bits & (1 << (line % 64)) != 0)
    }
}

/// A run that goes on.
pub(super) struct Run {
    round: Round,
    at_once: usize,
    pace: Pace,
    journal: Journal,
    bar: ProgressBar,
    flushed: Instant,
    /// Names of which something gave no answer in time. The network may have been full: they have a second turn.
    again: Vec<Firm>,
}

impl Run {
    /// A run whose looks go into `journal`.
    pub(super) fn new(
        round: Round,
        asks_strangers: bool,
        pace: Pace,
        journal: Journal,
        bar: ProgressBar,
    ) -> Self {
        let at_once = if asks_strangers { AT_ONCE_BY_RECURSION } else { AT_ONCE_BY_RESOLVER };
        Self { round, at_once, pace, journal, bar, flushed: Instant::now(), again: Vec::new() }
    }

    /// Looks at every firm that was not looked at, and once more at those that gave no answer in time.
    pub(super) async fn look_at_all(
        &mut self,
        list: List<BufReader<File>>,
        done: &Done,
        alone: &mut LeftAlone,
    ) -> Result<(), Trouble> {
        let firms = list.filter_map(|entry| match entry.context("the list cannot be read to its end") {
            Ok(ListEntry::Firm(firm)) => (!done.has(firm.line)).then_some(Ok(firm)),
            Ok(ListEntry::Refused(_)) => None,
            Err(error) => Some(Err(error)),
        });
        self.turn(firms, alone, Turn::First).await?;
        let again = std::mem::take(&mut self.again);
        self.turn(again.into_iter().map(Ok), alone, Turn::Last).await?;
        self.bar.finish_and_clear();
        Ok(())
    }

    /// Keeps so many looks going, and writes each into the journal as it ends.
    async fn turn(
        &mut self,
        mut firms: impl Iterator<Item = anyhow::Result<Firm>>,
        alone: &mut LeftAlone,
        turn: Turn,
    ) -> Result<(), Trouble> {
        let mut tasks: JoinSet<(Firm, Look)> = JoinSet::new();
        loop {
            alone.keep_up().await?;
            let next = if tasks.len() < self.at_once { firms.next() } else { None };
            match next {
                Some(firm) => {
                    let firm = firm.map_err(told_any)?;
                    if alone.has(&firm.domain) {
                        continue;
                    }
                    self.pace.turn().await;
                    let round = self.round.clone();
                    tasks.spawn(async move {
                        let look = round.look(&firm.domain, Level::Records).await;
                        (firm, look)
                    });
                    while let Some(ended) = tasks.try_join_next() {
                        self.keep(ended, turn).map_err(told_any)?;
                    }
                }
                None => match tasks.join_next().await {
                    Some(ended) => self.keep(ended, turn).map_err(told_any)?,
                    None => break,
                },
            }
        }
        self.journal.flush().map_err(|error| told_any(error.into()))
    }

    fn keep(&mut self, ended: Result<(Firm, Look), JoinError>, turn: Turn) -> anyhow::Result<()> {
        let (firm, look) = ended.context("a look ended early")?;
        if turn == Turn::First && gave_no_answer_in_time(&look) && self.again.len() < MOST_ASKED_AGAIN {
            self.again.push(firm);
            return Ok(());
        }
        self.journal.add(&firm, &look.answers, look.ended_at)?;
        self.bar.inc(1);
        if self.flushed.elapsed() > LONGEST_IN_MEMORY {
            self.journal.flush()?;
            self.flushed = Instant::now();
        }
        Ok(())
    }
}

/// Whether names that give no answer in time are asked again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Turn {
    First,
    Last,
}

fn gave_no_answer_in_time(look: &Look) -> bool {
    look.answers.iter().any(|answer| answer.outcome == Outcome::TimedOut)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_marked_and_no_other() {
        let mut done = Done::default();
        for line in [1, 64, 130] {
            done.mark(line);
        }
        let marked: Vec<u64> = (0..200).filter(|line| done.has(*line)).collect();
        assert_eq!(marked, [1, 64, 130]);
        assert!(!done.has(u64::MAX));
    }
}
