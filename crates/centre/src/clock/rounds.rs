//! From a history to rounds: each time a clock ran, from what started it to what stopped it.

use terms::{PackId, Timestamp};

use super::replay::{Lasting, PackTold, Replay, lasting};
use super::timeline::Stretch;
use super::{CLOCKS, Cause, Clock, Kind, Policy};
use crate::case::{CheckIn, Stage, Word};

/// What a round is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum About {
    /// The case.
    Case,
    /// One pack, and the body that it goes to.
    Pack(PackId, Word),
    /// One check-in.
    CheckIn(CheckIn),
}

/// A time in which a clock stood still.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pause {
    /// Since when.
    pub from: Timestamp,
    /// Until when; none while it lasts.
    pub until: Option<Timestamp>,
    /// Why.
    pub cause: Cause,
}

/// One time that a clock ran.
pub(super) struct Round {
    pub(super) clock: &'static Clock,
    pub(super) about: About,
    pub(super) start: Timestamp,
    /// When it was met.
    pub(super) stop: Option<Timestamp>,
    /// When it ended without being met.
    pub(super) ended: Option<Timestamp>,
    pub(super) pauses: Vec<Pause>,
}

impl Round {
    /// The moment at which it is judged.
    pub(super) fn judged_at(&self, now: Timestamp) -> Timestamp {
        self.stop.or(self.ended).unwrap_or(now)
    }

    /// The pauses up to the moment at which it is judged; one that lasts is taken to end then.
    pub(super) fn holds(&self, judged_at: Timestamp) -> Vec<Stretch> {
        let until = |pause: &Pause| pause.until.unwrap_or(judged_at).min(judged_at);
        self.pauses
            .iter()
            .map(|pause| Stretch { from: pause.from.max(self.start), until: until(pause) })
            .filter(|stretch| stretch.from < stretch.until)
            .collect()
    }

    /// The pause that lasts at the moment at which it is judged.
    pub(super) fn paused_now(&self, now: Timestamp) -> Option<Pause> {
        let lasts = |pause: &&Pause| pause.from <= now && pause.until.is_none_or(|until| now < until);
        self.pauses.iter().find(lasts).copied()
    }
}

/// Every round of every clock, in the order of [`CLOCKS`].
pub(super) fn rounds(told: &Replay, policy: &Policy) -> Vec<Round> {
    CLOCKS
        .iter()
        .flat_map(|clock| of_kind(clock, told, policy))
        .filter_map(|round| cut(round, told))
        .collect()
}

fn of_kind(clock: &'static Clock, told: &Replay, policy: &Policy) -> Vec<Round> {
    let one = |start: Option<Timestamp>, stop| {
        let start = start?;
        Some(Round { clock, about: About::Case, start, stop, ended: None, pauses: pauses(clock, told, None) })
    };
    let case = &told.case;
    match clock.kind {
        Kind::Acknowledge => one(case.received_at, case.first_steps_at).into_iter().collect(),
        Kind::Human => one(case.received_at, told.words.first().copied()).into_iter().collect(),
        Kind::Update => updates(clock, told),
        Kind::HandOver => told.packs.iter().map(|pack| of_pack(clock, pack, told)).collect(),
        Kind::Resolve => {
            let over = told.while_stage(Stage::is_finished).last().copied();
            let is_done = matches!(case.stage(), Stage::Resolved | Stage::Closed);
            let stop = over.filter(|over| is_done && over.until.is_none()).map(|over| over.from);
            one(case.triaged_at, stop).into_iter().collect()
        }
        Kind::FollowUp => check_ins(clock, told, policy),
    }
}

/// From each word of a person to the next. What is said after the work is over begins nothing.
fn updates(clock: &'static Clock, told: &Replay) -> Vec<Round> {
    let over = told.while_stage(Stage::is_finished);
    let nexts = told.words.iter().skip(1).map(|next| Some(*next)).chain([None]);
    let begins_nothing = |start: Timestamp, stop: Option<Timestamp>| {
        over.iter().any(|time| {
            let began_in_it = time.from <= start && time.until.is_none_or(|until| start < until);
            began_in_it && time.until.is_none_or(|until| stop.is_some_and(|stop| stop <= until))
        })
    };
    told.words
        .iter()
        .zip(nexts)
        .filter(|(start, stop)| !begins_nothing(**start, *stop))
        .map(|(start, stop)| Round {
            clock,
            about: About::Case,
            start: *start,
            stop,
            ended: None,
            pauses: pauses(clock, told, None),
        })
        .collect()
}

fn of_pack(clock: &'static Clock, pack: &PackTold, told: &Replay) -> Round {
    Round {
        clock,
        about: About::Pack(pack.id, pack.to.clone()),
        start: pack.decided,
        stop: pack.sent,
        ended: pack.dropped,
        pauses: pauses(clock, told, Some(pack)),
    }
}

/// The check-ins that the class is promised, and those that were agreed.
fn check_ins(clock: &'static Clock, told: &Replay, policy: &Policy) -> Vec<Round> {
    let Some(start) = told.case.received_at else { return Vec::new() };
    let promised = told.case.triage.map_or(&[][..], |triage| policy.check_ins(triage.class));
    CheckIn::ALL
        .iter()
        .filter_map(|check_in| {
            let known = told.case.follow_ups.iter().find(|known| known.check_in == *check_in);
            let is_agreed = known.is_some_and(|known| known.on.is_some());
            (is_agreed || promised.contains(check_in)).then(|| Round {
                clock,
                about: About::CheckIn(*check_in),
                start,
                stop: known.and_then(|known| known.made_at),
                ended: None,
                pauses: Vec::new(),
            })
        })
        .collect()
}

/// Ends a round where the case goes on elsewhere, or where it is over. None when it began after that.
fn cut(mut round: Round, told: &Replay) -> Option<Round> {
    let merged = told.case.merged.map(|(_, at)| at);
    if merged.is_some_and(|at| round.start >= at) {
        return None;
    }
    let is_over = match round.clock.kind {
        // The work is over, and the person is still there.
        Kind::FollowUp => told.case.stage() == Stage::Rejected,
        _ => told.case.stage().is_finished(),
    };
    let over = told.while_stage(Stage::is_finished).last().filter(|_| is_over).map(|time| time.from);
    let over = over.filter(|_| round.stop.is_none()).map(|at| at.max(round.start));
    let end = [merged, over, round.ended].into_iter().flatten().min();
    if let Some(end) = end
        && round.stop.is_none_or(|stop| stop > end)
    {
        (round.stop, round.ended) = (None, Some(end));
    } else {
        round.ended = None;
    }
    Some(round)
}

fn pauses(clock: &Clock, told: &Replay, pack: Option<&PackTold>) -> Vec<Pause> {
    let of_cause = |cause: &Cause| -> Vec<Pause> {
        let times = match cause {
            Cause::Reporter => told.while_stage(|stage| stage == Stage::WaitingReporter),
            Cause::ThirdParty => told.while_stage(|stage| stage == Stage::WaitingThirdParty),
            Cause::Finished => told.while_stage(Stage::is_finished),
            Cause::Consent => {
                pack.map_or_else(Vec::new, |pack| lasting(&pack.lets_go, |may_leave| !may_leave))
            }
        };
        times.into_iter().map(|Lasting { from, until }| Pause { from, until, cause: *cause }).collect()
    };
    let mut pauses: Vec<_> = clock.pauses.iter().flat_map(of_cause).collect();
    pauses.sort_by_key(|pause| pause.from);
    pauses
}
