//! The order of the desk's queue: by harm, and by the nearest clock.

use jiff::tz::TimeZone;
use terms::Timestamp;

use super::words::{Severity, Urgency};
use super::{Case, State};
use crate::clock::{About, Kind, Reading, Standing};
use crate::clock_words::Day;

/// What is due next on a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// For which promise; none for a call that was agreed with the reporter.
    pub kind: Option<Kind>,
    /// What it is about.
    pub about: About,
    /// By when.
    pub at: Timestamp,
}

impl Due {
    /// The nearest of the clocks that run and of the call that was agreed. Clocks that stand still do not press.
    pub fn nearest(case: &Case, readings: &[Reading]) -> Option<Self> {
        let runs = |reading: &&Reading| {
            matches!(reading.standing, Standing::Running | Standing::Warned(_) | Standing::Late)
        };
        let clocks = readings.iter().filter(runs).filter_map(|reading| {
            Some(Self { kind: Some(reading.clock.kind), about: reading.about.clone(), at: reading.due? })
        });
        let call = case.call_back.map(|at| Self { kind: None, about: About::Case, at });
        call.into_iter().chain(clocks).min_by_key(|due| due.at)
    }
}

/// The place of a case in the queue: the smallest comes first.
///
/// First those whose safety is flagged and for whom something is due; then by harm, where a case that is late climbs one
/// step, so that small harm does not wait for ever behind large; then by how soon something can still be done; then by
/// what is due first; then by arrival.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rank {
    is_unflagged: bool,
    step: u8,
    urgency: Urgency,
    /// Those with nothing due come last.
    has_nothing_due: bool,
    due: Option<Timestamp>,
    received_at: Option<Timestamp>,
}

impl Rank {
    /// All but the moments: nobody's safety flagged, step of harm (0 to 3), urgency (0 to 3), nothing due.
    pub fn parts(&self) -> (bool, u8, u8, bool) {
        let urgency = match self.urgency {
            Urgency::Now => 0,
            Urgency::Today => 1,
            Urgency::ThisWeek => 2,
            Urgency::CanWait => 3,
        };
        (self.is_unflagged, self.step, urgency, self.has_nothing_due)
    }
}

/// A case as it stands in the queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Queued {
    /// Its place.
    pub rank: Rank,
    /// What is due next.
    pub due: Option<Due>,
    /// Whether that is late.
    pub is_late: bool,
}

/// Ranks a case. None when it has no place in the queue: it goes on in another, or there is no report; a finished case
/// has one only while something is due.
pub fn rank(case: &Case, readings: &[Reading], now: Timestamp) -> Option<Queued> {
    let triage = case.triage?;
    let due = Due::nearest(case, readings);
    match case.state() {
        State::DuplicateOf(_) => return None,
        State::At(stage) if stage.is_finished() && due.is_none() && case.unanswered_since.is_none() => {
            return None;
        }
        State::At(_) => {}
    }
    let is_late = due.as_ref().is_some_and(|due| due.at < now);
    let rank = Rank {
        is_unflagged: case.flags.is_empty() || due.is_none(),
        step: harm(triage.severity).saturating_sub(u8::from(is_late)),
        urgency: triage.urgency,
        has_nothing_due: due.is_none(),
        due: due.as_ref().map(|due| due.at),
        received_at: case.received_at,
    };
    Some(Queued { rank, due, is_late })
}

fn harm(severity: Severity) -> u8 {
    match severity {
        Severity::P1 => 0,
        Severity::P2 => 1,
        Severity::P3 => 2,
        Severity::P4 => 3,
    }
}

/// What is due and by when: `call back by 10:05 today`, `call back: late since 10:05 yesterday`.
pub fn deadline_in_words(due: &Due, now: Timestamp, zone: &TimeZone) -> String {
    let what = match (due.kind, &due.about) {
        (None, _) => "call back as agreed".to_owned(),
        (Some(Kind::Acknowledge), _) => "show the first steps".to_owned(),
        (Some(Kind::Human), _) => "call back".to_owned(),
        (Some(Kind::Update), _) => "tell the reporter how it stands".to_owned(),
        (Some(Kind::HandOver), About::Pack(_, to)) => format!("hand over to {to}"),
        (Some(Kind::HandOver), _) => "hand over".to_owned(),
        (Some(Kind::Resolve), _) => "finish".to_owned(),
        (Some(Kind::FollowUp), _) => "ask how the person is".to_owned(),
    };
    let (at, today) = (zone.to_datetime(due.at), zone.to_datetime(now).date());
    let when = format!("{:02}:{:02} {}", at.hour(), at.minute(), Day::of(at.date(), today));
    if due.at < now { format!("{what}: late since {when}") } else { format!("{what} by {when}") }
}
