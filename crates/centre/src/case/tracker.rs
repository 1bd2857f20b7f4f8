//! What the reporter sees of their case: received, read by whom, what is next, by when, where it was handed to, what
//! came of it. Roles and bodies, never people; lists, never what somebody wrote; nothing of flags, holds, other cases or
//! of what the law lets us hand over without a yes.

use serde::Serialize;
use terms::{PackId, Timestamp};

use super::deed::Ground;
use super::pack::{Consent, Pack, PackStep};
use super::words::{CheckIn, Outcome, Word};
use super::{Case, Stage, State};
use crate::clock::{About, Kind, Reading};
use crate::roles::Role;

/// What happens next, from the reporter's side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "next", content = "about", rename_all = "snake_case")]
pub enum Next {
    /// A person speaks with them, or writes.
    PersonSpeaks,
    /// We ring, as agreed.
    WeRing,
    /// They answer us.
    YouAnswer,
    /// They say yes or no to a hand-over to this body.
    YourYes(Word),
    /// We hand over to this body.
    WeHandOver(Word),
    /// They hear from us how it stands.
    News,
    /// This body answers.
    BodyAnswers(Word),
    /// We work on it; nothing is due by a time.
    WeWork,
    /// We ask how they are.
    WeAsk(CheckIn),
    /// It is looked at together with other reports.
    TogetherWithOthers,
    /// Nothing: it is over. They can write at any time.
    Nothing,
}

/// A hand-over, from the reporter's side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HandOverSeen {
    /// To which body.
    pub to: Word,
    /// How it stands.
    pub stands: HandOverStands,
    /// Since when.
    pub since: Timestamp,
}

/// How a hand-over stands, from the reporter's side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "stands", content = "outcome", rename_all = "snake_case")]
pub enum HandOverStands {
    /// It waits for their yes.
    WaitsForYou,
    /// We shall send it.
    WaitsForUs,
    /// It was sent; the body has not answered.
    Sent,
    /// The body takes it on.
    Accepted,
    /// The body does not take it on.
    Declined,
    /// The body told what became of it.
    Returned(Outcome),
}

/// The reporter's page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Tracker {
    /// When it arrived.
    pub received_at: Timestamp,
    /// As what somebody read it first, and when.
    pub read: Option<(Role, Timestamp)>,
    /// What is next.
    pub next: Next,
    /// By when, where there is a time.
    pub by: Option<Timestamp>,
    /// Whether that time has passed: then we say sorry.
    pub is_late: bool,
    /// Where it was handed to, in order.
    pub hand_overs: Vec<HandOverSeen>,
    /// What came of it.
    pub outcomes: Vec<Outcome>,
    /// Whether it helped others.
    pub helped_others: bool,
    /// Whether our work is over.
    pub is_finished: bool,
}

/// The reporter's page of a case. None before there is a report.
pub fn tracker(case: &Case, readings: &[Reading], now: Timestamp) -> Option<Tracker> {
    let (next, by) = next(case, readings);
    Some(Tracker {
        received_at: case.received_at?,
        read: case.read,
        next,
        by,
        is_late: by.is_some_and(|by| by < now),
        hand_overs: hand_overs(case).map(|(_, seen)| seen).collect(),
        outcomes: case.outcomes.iter().map(|noted| noted.outcome).collect(),
        helped_others: case.helped_others,
        is_finished: case.stage().is_finished(),
    })
}

/// The hand-overs that the reporter may know of, each with its pack, for the page on which they say yes or no to one.
pub fn hand_overs(case: &Case) -> impl Iterator<Item = (PackId, HandOverSeen)> {
    shown(case).filter_map(|pack| Some((pack.id, seen(pack)?)))
}

fn next(case: &Case, readings: &[Reading]) -> (Next, Option<Timestamp>) {
    let open =
        |kind: Kind| readings.iter().filter(move |reading| reading.clock.kind == kind && reading.is_open());
    if let State::DuplicateOf(_) = case.state() {
        return (Next::TogetherWithOthers, None);
    }
    if let Some(at) = case.call_back {
        return (Next::WeRing, Some(at));
    }
    if case.stage().is_finished() {
        let check_in = open(Kind::FollowUp).min_by_key(|reading| reading.due);
        return match check_in.map(|reading| (&reading.about, reading.due)) {
            Some((About::CheckIn(check_in), due)) => (Next::WeAsk(*check_in), due),
            _ => (Next::Nothing, None),
        };
    }
    if case.stage() == Stage::WaitingReporter {
        return (Next::YouAnswer, None);
    }
    if let Some(pack) = shown(case).find(|pack| pack.is_waiting() && pack.consent == Consent::Asked) {
        return (Next::YourYes(pack.to.clone()), None);
    }
    if let Some(reading) = open(Kind::Human).next() {
        return (Next::PersonSpeaks, reading.due);
    }
    if let Some(pack) = shown(case).find(|pack| pack.is_waiting()) {
        let of_pack = |reading: &&Reading| matches!(&reading.about, About::Pack(id, _) if *id == pack.id);
        return (Next::WeHandOver(pack.to.clone()), open(Kind::HandOver).find(of_pack).and_then(|r| r.due));
    }
    if let Some(reading) = open(Kind::Update).next_back() {
        return (Next::News, reading.due);
    }
    match shown(case).find(|pack| pack.step == PackStep::Sent) {
        Some(pack) => (Next::BodyAnswers(pack.to.clone()), None),
        None => (Next::WeWork, None),
    }
}

/// The packs that the reporter may know of: those that they were asked for and that have gone, or may go.
fn shown(case: &Case) -> impl Iterator<Item = &Pack> {
    let is_shown = |pack: &&Pack| {
        let was_refused = pack.consent == Consent::Withdrawn && pack.is_waiting();
        pack.ground == Ground::Consent && pack.step != PackStep::Dropped && !was_refused
    };
    case.packs.iter().filter(is_shown)
}

fn seen(pack: &Pack) -> Option<HandOverSeen> {
    let stands = match pack.step {
        PackStep::Decided if pack.consent == Consent::Asked => HandOverStands::WaitsForYou,
        PackStep::Decided => HandOverStands::WaitsForUs,
        PackStep::Dropped => return None,
        PackStep::Sent => HandOverStands::Sent,
        PackStep::Accepted => HandOverStands::Accepted,
        PackStep::Declined => HandOverStands::Declined,
        PackStep::Returned(outcome) => HandOverStands::Returned(outcome),
    };
    Some(HandOverSeen { to: pack.to.clone(), stands, since: pack.since })
}
