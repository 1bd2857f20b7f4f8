//! One event changes the case.

use terms::Timestamp;

use super::deed::{Actor, Deed, Event, Holder, Triage};
use super::words::{CheckIn, CheckInResult};
use super::{Case, DutyKept, FollowUp, Hold, Noted, Stage, pack};
use crate::clock::Duty;

impl Case {
    /// Takes one more event in.
    pub fn step(&mut self, event: &Event) {
        let at = self.newest_at.map_or(event.at, |newest| newest.max(event.at));
        self.newest_at = Some(at);
        if let Deed::Received { policy, first } = &event.deed {
            return self.receive(*policy, *first, at);
        }
        self.keep_course(&event.deed, &event.by, at);
        self.keep_talk(event, at);
        self.keep_care(&event.deed, at);
        self.keep_hold(event);
        pack::after(&mut self.packs, &event.deed, at);
    }

    fn receive(&mut self, policy: u32, first: Triage, at: Timestamp) {
        if self.received_at.is_none() {
            (self.received_at, self.policy, self.triage) = (Some(at), policy, Some(first));
            self.stage = Some(Stage::Received);
        }
    }

    /// Stage and holder.
    fn keep_course(&mut self, deed: &Deed, by: &Actor, at: Timestamp) {
        let stage = self.stage();
        let next = match deed {
            Deed::Triaged { to, .. } => {
                self.triage = Some(*to);
                self.triaged_at.get_or_insert(at);
                if stage == Stage::Received { self.in_hand() } else { stage }
            }
            Deed::Taken {} => {
                self.holder = by.officer().map(|(person, _)| Holder::Person(person));
                if stage == Stage::Triaged { Stage::Assigned } else { stage }
            }
            Deed::HandedOver { to, .. } => {
                self.holder = Some(to.clone());
                if matches!(stage, Stage::Triaged | Stage::Assigned | Stage::InProgress) {
                    self.in_hand()
                } else {
                    stage
                }
            }
            Deed::WaitingForReporter { .. } => Stage::WaitingReporter,
            Deed::WaitingForThirdParty { .. } => Stage::WaitingThirdParty,
            Deed::Resumed {} if stage.is_waiting() => Stage::InProgress,
            // The answer that was waited for ends the waiting by itself: nobody can forget to.
            Deed::MessageIn { .. } if stage == Stage::WaitingReporter => Stage::InProgress,
            Deed::Resolved {} => Stage::Resolved,
            Deed::Closed {} => Stage::Closed,
            Deed::Rejected { .. } => Stage::Rejected,
            Deed::Reopened { .. } => self.in_hand(),
            deed if stage == Stage::Assigned && is_work(deed, by) => Stage::InProgress,
            _ => stage,
        };
        self.stage = Some(next);
        match deed {
            Deed::MergedInto { parent, .. } => self.merged = Some((*parent, at)),
            Deed::Unmerged { .. } => self.merged = None,
            Deed::TookIn { child } if !self.children.contains(child) => self.children.push(*child),
            Deed::LetGo { child } => self.children.retain(|known| known != child),
            _ => {}
        }
    }

    /// Where an open case stands that nobody works on at this moment.
    fn in_hand(&self) -> Stage {
        match (self.triaged_at, self.held_by()) {
            (None, _) => Stage::Received,
            (Some(_), None) => Stage::Triaged,
            (Some(_), Some(_)) => Stage::Assigned,
        }
    }

    /// What went to and fro between us and the person.
    fn keep_talk(&mut self, event: &Event, at: Timestamp) {
        match &event.deed {
            Deed::FirstStepsShown {} => {
                self.first_steps_at.get_or_insert(at);
            }
            Deed::Read {} => {
                if let Some((_, role)) = event.by.officer() {
                    self.read.get_or_insert((role, at));
                }
            }
            Deed::MessageIn { .. } => {
                self.unanswered_since.get_or_insert(at);
            }
            deed if is_word_of_a_person(deed, &event.by) => self.unanswered_since = None,
            Deed::CallBackAgreed { on } => self.call_back = Some(*on),
            Deed::WishTold { wishes, .. } => self.wishes.clone_from(wishes),
            Deed::CategorySuggested { category, .. } => self.suggested = Some(category.clone()),
            Deed::CategoryCorrected { category } => self.corrected = Some(category.clone()),
            _ => {}
        }
        if matches!(event.deed, Deed::CallMade { reached: true }) {
            self.call_back = None;
        }
    }

    /// Safety, outcomes, check-ins, duties, evidence.
    fn keep_care(&mut self, deed: &Deed, at: Timestamp) {
        match deed {
            Deed::FlagRaised { flag } if !self.flags.contains(flag) => self.flags.push(*flag),
            Deed::FlagLifted { flag, .. } => self.flags.retain(|raised| raised != flag),
            Deed::OutcomeAdded { outcome, pence, .. } if !self.has(*outcome) => {
                self.outcomes.push(Noted { outcome: *outcome, pence: *pence, at });
            }
            Deed::OutcomeWithdrawn { outcome, .. } => self.outcomes.retain(|noted| noted.outcome != *outcome),
            Deed::HelpedOthers {} => self.helped_others = true,
            Deed::FollowUpDue { check_in, on } => self.follow_up(*check_in).on = Some(*on),
            Deed::FollowUpMade { check_in, result } if *result != CheckInResult::NoAnswer => {
                self.follow_up(*check_in).made_at.get_or_insert(at);
            }
            Deed::DutyBegun { duty, since } => {
                self.duties.retain(|kept| kept.duty != *duty);
                self.duties.push(DutyKept { duty: *duty, since: *since, done_at: None, is_dropped: false });
            }
            Deed::DutyDone { duty, on } => self.duty(*duty, |kept| kept.done_at = Some(*on)),
            Deed::DutyDropped { duty, .. } => self.duty(*duty, |kept| kept.is_dropped = true),
            Deed::EvidenceAdded { evidence } if !self.evidence.contains(evidence) => {
                self.evidence.push(*evidence);
            }
            _ => {}
        }
    }

    fn keep_hold(&mut self, event: &Event) {
        let person = event.by.officer().map(|(person, _)| person);
        self.hold = match (&event.deed, self.hold, person) {
            (Deed::HoldAsked { .. }, Hold::None, Some(person)) => Hold::Asked(person),
            (Deed::HoldConfirmed {}, Hold::Asked(first), Some(person)) if first != person => Hold::Held,
            (Deed::HoldLiftAsked { .. }, Hold::Held, Some(person)) => Hold::LiftAsked(person),
            // Nothing was held yet: the question is taken back.
            (Deed::HoldLiftAsked { .. }, Hold::Asked(_), Some(_)) => Hold::None,
            (Deed::HoldConfirmed {}, Hold::LiftAsked(first), Some(person)) if first != person => Hold::Held,
            (Deed::HoldLiftConfirmed {}, Hold::LiftAsked(first), Some(person)) if first != person => {
                Hold::None
            }
            (_, hold, _) => hold,
        };
    }

    fn follow_up(&mut self, check_in: CheckIn) -> &mut FollowUp {
        let place =
            self.follow_ups.iter().position(|known| known.check_in == check_in).unwrap_or_else(|| {
                self.follow_ups.push(FollowUp { check_in, on: None, made_at: None });
                self.follow_ups.len() - 1
            });
        &mut self.follow_ups[place]
    }

    fn duty(&mut self, duty: Duty, change: impl FnOnce(&mut DutyKept)) {
        if let Some(kept) = self.duties.iter_mut().find(|kept| kept.duty == duty) {
            change(kept);
        }
    }
}

/// Whether a deed shows that the person who has the case has begun.
fn is_work(deed: &Deed, by: &Actor) -> bool {
    by.officer().is_some()
        && matches!(
            deed,
            Deed::NoteAdded { .. }
                | Deed::MessageOut { .. }
                | Deed::CallMade { .. }
                | Deed::CallBackAgreed { .. }
                | Deed::PackDecided { .. }
                | Deed::PackSent { .. }
                | Deed::OutcomeAdded { .. }
                | Deed::EvidenceAdded { .. }
        )
}

/// Whether a person of the centre spoke or wrote to the reporter. What the machine sends is no word of a person, and a
/// telephone that nobody picks up is none either.
pub(crate) fn is_word_of_a_person(deed: &Deed, by: &Actor) -> bool {
    by.officer().is_some() && matches!(deed, Deed::MessageOut { .. } | Deed::CallMade { reached: true })
}
