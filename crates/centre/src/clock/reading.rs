//! A round judged at a moment: by when, how it stands, and what made it so.

use jiff::civil::Date;
use jiff::{SignedDuration, ToSpan};
use terms::Timestamp;

use super::replay::Replay;
use super::rounds::{About, Pause, Round, rounds};
use super::timeline::{Deadline, Measure, Running, deadline, deadline_on};
use super::{Cause, Clock, Kind, Policy, Target};
use crate::calendar::Calendar;
use crate::case::{Event, Triage};

/// What is aimed at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Goal {
    /// A target of the policy.
    Within(Target),
    /// The end of our hours on this day, or on the next on which we are there.
    OnDay(Date),
}

/// How a clock stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It runs.
    Running,
    /// It runs, and this share of its time is gone, in percent.
    Warned(u8),
    /// It stands still.
    Paused {
        /// Since when.
        since: Timestamp,
        /// Why.
        cause: Cause,
    },
    /// Its time is over, and it was not met.
    Late,
    /// It was met.
    Met {
        /// When.
        at: Timestamp,
        /// In how much of its time; pauses do not count, and where it counts our hours, nights do not.
        took: SignedDuration,
        /// Whether that was in time.
        in_time: bool,
    },
    /// It ended without being met: the case goes on elsewhere, is over, or the pack was dropped.
    Ended {
        /// When.
        at: Timestamp,
        /// Whether it was late by then.
        was_late: bool,
    },
}

/// A change of class or severity that set a clock anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    /// When.
    pub at: Timestamp,
    /// From this.
    pub from: Triage,
    /// To this.
    pub to: Triage,
}

/// One round of a clock, ready to be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The clock.
    pub clock: &'static Clock,
    /// What it is about.
    pub about: About,
    /// What is aimed at.
    pub goal: Goal,
    /// Since when it counts.
    pub start: Timestamp,
    /// The last moment in time; while it stands still, as if it went on now. None where the calendar does not reach so
    /// far, or nobody is ever there.
    pub due: Option<Timestamp>,
    /// Which time counts.
    pub measure: Measure,
    /// How much of its time is left; nothing when it is late, met or ended.
    pub left: SignedDuration,
    /// How it stands.
    pub standing: Standing,
    /// The times in which it stood still, in order.
    pub pauses: Vec<Pause>,
    /// The newest change of class or severity that set it anew.
    pub change: Option<Change>,
}

impl Reading {
    /// Whether it can still be met.
    pub fn is_open(&self) -> bool {
        !matches!(self.standing, Standing::Met { .. } | Standing::Ended { .. })
    }
}

/// Every round of every clock of a case, as it stands at `now`; later events do not count. In the order of
/// [`super::CLOCKS`], the rounds of one clock in order of time. Nothing before the report.
pub fn clocks(events: &[Event], policy: &Policy, calendar: &Calendar, now: Timestamp) -> Vec<Reading> {
    let Some(told) = Replay::of(events, now) else { return Vec::new() };
    rounds(&told, policy).into_iter().filter_map(|round| read(round, &told, policy, calendar, now)).collect()
}

fn read(
    round: Round,
    told: &Replay,
    policy: &Policy,
    calendar: &Calendar,
    now: Timestamp,
) -> Option<Reading> {
    let judged_at = round.judged_at(now);
    let goal = goal(&round, told, policy, calendar, judged_at)?;
    let holds = round.holds(judged_at);
    let deadline = match goal {
        Goal::Within(target) => deadline(target, round.start, &holds, calendar),
        Goal::OnDay(day) => deadline_on(day, calendar),
    };
    let measure = deadline.map_or(Measure::OurHours, |deadline| deadline.measure);
    let running = Running::new(calendar, measure, round.start, &holds);
    let standing = standing(&round, &running, deadline, judged_at);
    let is_counting = matches!(standing, Standing::Running | Standing::Warned(_) | Standing::Paused { .. });
    let left = deadline.filter(|_| is_counting).map_or(SignedDuration::ZERO, |deadline| {
        running.elapsed(deadline.at).saturating_sub(running.elapsed(judged_at))
    });
    let change = change(&round, told, policy, judged_at);
    let pauses = round
        .pauses
        .iter()
        .copied()
        .filter(|pause| pause.from < judged_at && pause.until.is_none_or(|until| until > round.start))
        .collect();
    Some(Reading {
        clock: round.clock,
        about: round.about,
        goal,
        start: round.start,
        due: deadline.map(|deadline| deadline.at),
        measure,
        left,
        standing,
        pauses,
        change,
    })
}

fn standing(round: &Round, running: &Running<'_>, due: Option<Deadline>, judged_at: Timestamp) -> Standing {
    let is_late = due.is_some_and(|due| due.at < judged_at);
    if let Some(at) = round.stop {
        return Standing::Met { at, took: running.elapsed(at), in_time: !is_late };
    }
    if let Some(at) = round.ended {
        return Standing::Ended { at, was_late: is_late };
    }
    if is_late {
        return Standing::Late;
    }
    if let Some(pause) = round.paused_now(judged_at) {
        return Standing::Paused { since: pause.from, cause: pause.cause };
    }
    let Some(due) = due else { return Standing::Running };
    let (gone, whole) = (running.elapsed(judged_at).as_millis(), running.elapsed(due.at).as_millis());
    let reached = |share: &&u8| gone * 100 >= whole * i128::from(**share);
    round.clock.warn_at.iter().rev().find(reached).map_or(Standing::Running, |share| Standing::Warned(*share))
}

fn goal(
    round: &Round,
    told: &Replay,
    policy: &Policy,
    calendar: &Calendar,
    judged_at: Timestamp,
) -> Option<Goal> {
    if let About::CheckIn(check_in) = round.about {
        let known = told.case.follow_ups.iter().find(|known| known.check_in == check_in);
        let agreed = known.and_then(|known| known.on);
        let first = calendar.zone().to_datetime(round.start).date();
        return agreed.or(first.checked_add(i64::from(check_in.days()).days()).ok()).map(Goal::OnDay);
    }
    let triage = told.triage_at(judged_at)?;
    policy.target(round.clock.kind, triage).map(Goal::Within)
}

/// The newest change of triage that changed the target, up to the moment at which the round is judged.
fn change(round: &Round, told: &Replay, policy: &Policy, judged_at: Timestamp) -> Option<Change> {
    if round.clock.kind == Kind::FollowUp {
        return None;
    }
    let target = |triage| policy.target(round.clock.kind, triage);
    told.triages
        .windows(2)
        .filter_map(|pair| {
            let [(_, from), (at, to)] = pair else { return None };
            (*at <= judged_at && *at > round.start && target(*from) != target(*to)).then_some(Change {
                at: *at,
                from: *from,
                to: *to,
            })
        })
        .next_back()
}
