//! What one case adds to the figures of reports.
//!
//! A figure is a sum over cases, and each case's part follows from its report's facts and its events alone. So a figure can be
//! kept up case by case, opens into the cases behind it, and comes out the same when it is reckoned anew from the start.
//! No word of anybody is in it.

mod span;

#[cfg(test)]
mod tests;

use jiff::ToSpan;
use terms::Timestamp;

use crate::calendar::Calendar;
use crate::case::{Case, Deed, Event, Stage};
use crate::clock::{PolicyBook, Quarter, Standing, Verdict, clocks, verdicts_of};
use crate::named_values::named_values;

pub use span::{LONGEST_SPAN, Span, median};

/// The most quarters for which a case's clocks are counted: a case that is open for longer counts in its first ones.
pub const MOST_QUARTERS: usize = 20;
/// The word for a place that was not said.
pub const UNSAID: &str = "unsaid";
/// The word of sums over everything.
pub const ALL: &str = "all";

named_values! {
    /// By what is counted.
    Lens, "way of counting" {
        /// Everything that came in, by month.
        All = "all",
        /// What it is about, by the month in which it came in.
        Problem = "problem",
        /// The borough, by the month in which it came in.
        Borough = "borough",
        /// The door by which it came in, by month.
        Channel = "channel",
        /// What came of it, by the month in which that was noted; with money, where it is about money.
        Outcome = "outcome",
        /// Clocks that were kept or not, by quarter: `human.in_time`, `human.late`, `human.ended`.
        Clock = "clock",
        /// How long clocks that were kept took, by quarter: the kind and a [`Span`].
        Took = "took",
        /// How long the first answer of a person took, by the day on which it was given: a [`Span`].
        Answer = "answer",
    }
}

impl Lens {
    /// What is counted, from which records, in plain words.
    pub fn definition(self) -> &'static str {
        match self {
            Self::All => {
                "Every report that was received, in the month in which it was received, by the centre's clock. Reports that turned out to be the same thing as another, or to be nothing, are among them. Counted from the reports."
            }
            Self::Problem => {
                "Every report that was received, by the problem that the reporter chose, in the month in which it was received. Kinds of incident add up the problems that belong to them. Counted from the reports."
            }
            Self::Borough => {
                "Every report that was received, by the borough that the reporter gave, in the month in which it was received. Counted from the reports."
            }
            Self::Channel => {
                "Every report that was received, by the door through which it came, in the month in which it was received. Counted from the reports."
            }
            Self::Outcome => {
                "Every outcome that was noted on a case and not withdrawn, in the month in which it was noted. A case can have several. Money is the sum that was noted with it. Counted from the events of cases."
            }
            Self::Clock => {
                "Every promise whose time was up or that was kept in the quarter: kept in time, or late. One that was not kept by its deadline is late, whatever came later. Of updates a case counts once a quarter, as kept only when every one was in time. Counted from the events of cases, by the levels in force when each case was opened."
            }
            Self::Took => {
                "How long the promises that were kept in time took, in the hours that their clocks count. Half of them took no longer than what is shown. Counted from the events of cases."
            }
            Self::Answer => {
                "How long it took from a report until a person of the centre wrote to the reporter or spoke with them, on the day on which that happened, by the clock on the wall. Reports of which only the day is kept are not among them. Counted from the events of cases."
            }
        }
    }
}

/// What stands with a report, beside its words.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'f> {
    /// What it is about: a word of the list of problems.
    pub problem: &'f str,
    /// The borough's code; empty when it was not said.
    pub borough: &'f str,
    /// By which door it came.
    pub channel: &'f str,
    /// When it came.
    pub received_at: Timestamp,
    /// Whether only the day is kept.
    pub by_day: bool,
}

/// What a case adds to one sum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// By what is counted.
    pub lens: Lens,
    /// `2026-11`, `2026-Q4` or `2026-11-27`.
    pub period: String,
    /// Which word.
    pub word: String,
    /// How many.
    pub how_many: u32,
    /// How much money, in pence.
    pub pence: u64,
}

/// What a case adds to the figures.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tally {
    /// Its parts.
    pub cells: Vec<Cell>,
    /// When a clock of it runs out next: then it adds something else.
    pub again_at: Option<Timestamp>,
}

/// Reckons what a case adds to the figures as they stand at `now`.
pub fn tally(
    facts: Facts<'_>,
    events: &[Event],
    book: &PolicyBook,
    calendar: &Calendar,
    now: Timestamp,
) -> Tally {
    let month = |at: Timestamp| calendar.zone().to_datetime(at).strftime("%Y-%m").to_string();
    let one = |lens, period: String, word: &str| Cell {
        lens,
        period,
        word: word.to_owned(),
        how_many: 1,
        pence: 0,
    };
    let came = month(facts.received_at);
    let borough = if facts.borough.is_empty() { UNSAID } else { facts.borough };
    let mut cells = vec![
        one(Lens::All, came.clone(), ALL),
        one(Lens::Problem, came.clone(), facts.problem),
        one(Lens::Borough, came.clone(), borough),
        one(Lens::Channel, came, facts.channel),
    ];
    let case = Case::after(events);
    for noted in &case.outcomes {
        let pence = noted.pence.unwrap_or(0);
        cells.push(Cell { pence, ..one(Lens::Outcome, month(noted.at), noted.outcome.name()) });
    }
    cells.extend(answer(facts, events, calendar));
    cells.extend(of_clocks(events, book, calendar, now));
    Tally { cells, again_at: again_at(&case, events, book, calendar, now) }
}

/// The first word of a person to the reporter.
fn answer(facts: Facts<'_>, events: &[Event], calendar: &Calendar) -> Option<Cell> {
    if facts.by_day {
        return None;
    }
    let spoke = |deed: &Deed| matches!(deed, Deed::MessageOut { .. } | Deed::CallMade { reached: true });
    let first = events.iter().find(|event| event.by.officer().is_some() && spoke(&event.deed))?;
    let day = calendar.zone().to_datetime(first.at).date().to_string();
    let span = Span::of(first.at.duration_since(facts.received_at));
    Some(Cell { lens: Lens::Answer, period: day, word: span.to_string(), how_many: 1, pence: 0 })
}

fn of_clocks(events: &[Event], book: &PolicyBook, calendar: &Calendar, now: Timestamp) -> Vec<Cell> {
    let Some(first) = events.first() else { return Vec::new() };
    let quarter_of = |at| Quarter::of(calendar.zone().to_datetime(at).date());
    let last = quarter_of(now.max(first.at));
    let quarters = std::iter::successors(Some(quarter_of(first.at)), |quarter| Some(quarter.after()));
    let mut cells: Vec<Cell> = Vec::new();
    let mut add = |lens, period: &str, word: String| match cells
        .iter_mut()
        .find(|cell| cell.lens == lens && cell.period == period && cell.word == word)
    {
        Some(cell) => cell.how_many += 1,
        None => cells.push(Cell { lens, period: period.to_owned(), word, how_many: 1, pence: 0 }),
    };
    for quarter in quarters.take(MOST_QUARTERS).take_while(|quarter| *quarter <= last) {
        let period = quarter.to_string();
        for (kind, verdict) in verdicts_of(events, book, calendar, quarter, now).unwrap_or_default() {
            match verdict {
                Verdict::Ended => add(Lens::Clock, &period, format!("{kind}.ended")),
                Verdict::Late => add(Lens::Clock, &period, format!("{kind}.late")),
                Verdict::InTime(took) => {
                    add(Lens::Clock, &period, format!("{kind}.in_time"));
                    add(Lens::Took, &period, format!("{kind}.{}", Span::of(took)));
                }
            }
        }
    }
    cells
}

/// The nearest deadline ahead, or the next quarter of an open case, when a pause may be over that no event ends.
fn again_at(
    case: &Case,
    events: &[Event],
    book: &PolicyBook,
    calendar: &Calendar,
    now: Timestamp,
) -> Option<Timestamp> {
    let policy = book.version(case.policy)?;
    let readings = clocks(events, policy, calendar, now);
    let ahead = readings.iter().filter(|reading| {
        matches!(reading.standing, Standing::Running | Standing::Warned(_) | Standing::Paused { .. })
    });
    let due = ahead.filter_map(|reading| reading.due).filter(|due| *due > now).min();
    let is_over = matches!(case.stage(), Stage::Closed | Stage::Rejected);
    let later =
        now.checked_add(24.hours()).ok().filter(|_| !is_over && due.is_none() && case.merged.is_none());
    due.or(later).and_then(|at| at.checked_add(1.second()).ok())
}
