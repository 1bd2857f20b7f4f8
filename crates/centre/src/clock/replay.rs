//! The events told again up to a moment, and what matters to clocks written along.

use terms::{PackId, Timestamp};

use crate::case::{Case, Deed, Event, PackStep, Stage, Triage, Word, is_word_of_a_person};

/// What clocks need to know of a case.
pub(super) struct Replay {
    /// How it stands at the moment.
    pub(super) case: Case,
    /// Each stage and since when.
    pub(super) stages: Vec<(Timestamp, Stage)>,
    /// Each triage and since when; the first is what the rules said.
    pub(super) triages: Vec<(Timestamp, Triage)>,
    /// When a person of the centre spoke or wrote to the reporter.
    pub(super) words: Vec<Timestamp>,
    /// The packs.
    pub(super) packs: Vec<PackTold>,
}

/// What became of a pack, and when.
pub(super) struct PackTold {
    pub(super) id: PackId,
    pub(super) to: Word,
    pub(super) decided: Timestamp,
    /// Whether it might leave, and since when.
    pub(super) lets_go: Vec<(Timestamp, bool)>,
    pub(super) sent: Option<Timestamp>,
    pub(super) dropped: Option<Timestamp>,
}

/// From a moment on; without an end when it lasts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Lasting {
    pub(super) from: Timestamp,
    pub(super) until: Option<Timestamp>,
}

impl Replay {
    /// Tells the events up to `now`. None when there was no report by then.
    pub(super) fn of(events: &[Event], now: Timestamp) -> Option<Self> {
        let mut told = Self {
            case: Case::default(),
            stages: Vec::new(),
            triages: Vec::new(),
            words: Vec::new(),
            packs: Vec::new(),
        };
        for event in events {
            let at = told.case.newest_at.map_or(event.at, |newest| newest.max(event.at));
            if at > now {
                break;
            }
            told.case.step(event);
            told.note(event, at);
        }
        told.case.received_at.is_some().then_some(told)
    }

    fn note(&mut self, event: &Event, at: Timestamp) {
        let stage = self.case.stage();
        if self.stages.last().is_none_or(|(_, last)| *last != stage) {
            self.stages.push((at, stage));
        }
        if let Some(triage) = self.case.triage
            && self.triages.last().is_none_or(|(_, last)| *last != triage)
        {
            self.triages.push((at, triage));
        }
        if is_word_of_a_person(&event.deed, &event.by) {
            self.words.push(at);
        }
        if matches!(
            event.deed,
            Deed::PackDecided { .. }
                | Deed::PackConsented { .. }
                | Deed::ConsentWithdrawn { .. }
                | Deed::PackDropped { .. }
                | Deed::PackSent { .. }
        ) {
            self.note_packs(at);
        }
    }

    fn note_packs(&mut self, at: Timestamp) {
        for pack in &self.case.packs {
            if self.packs.iter().all(|told| told.id != pack.id) {
                self.packs.push(PackTold {
                    id: pack.id,
                    to: pack.to.clone(),
                    decided: at,
                    lets_go: Vec::new(),
                    sent: None,
                    dropped: None,
                });
            }
            let Some(told) = self.packs.iter_mut().find(|told| told.id == pack.id) else { continue };
            if told.lets_go.last().is_none_or(|(_, last)| *last != pack.consent.lets_go()) {
                told.lets_go.push((at, pack.consent.lets_go()));
            }
            match pack.step {
                PackStep::Dropped => told.dropped = told.dropped.or(Some(at)),
                PackStep::Sent => told.sent = told.sent.or(Some(at)),
                _ => {}
            }
        }
    }

    /// The times at which a stage of this kind lasted.
    pub(super) fn while_stage(&self, fits: impl Fn(Stage) -> bool) -> Vec<Lasting> {
        lasting(&self.stages, |stage| fits(*stage))
    }

    /// The triage in force at a moment.
    pub(super) fn triage_at(&self, moment: Timestamp) -> Option<Triage> {
        self.triages.iter().take_while(|(at, _)| *at <= moment).last().map(|(_, triage)| *triage)
    }
}

/// The times at which what was noted was so. A break that lasted no time is none.
pub(super) fn lasting<T>(noted: &[(Timestamp, T)], is_so: impl Fn(&T) -> bool) -> Vec<Lasting> {
    let mut times: Vec<Lasting> = Vec::new();
    for (at, what) in noted {
        match times.last_mut() {
            Some(last) if last.until.is_none() && !is_so(what) => last.until = Some(*at),
            Some(last) if last.until.is_none() => {}
            Some(last) if is_so(what) && last.until == Some(*at) => last.until = None,
            _ if is_so(what) => times.push(Lasting { from: *at, until: None }),
            _ => {}
        }
    }
    times
}
