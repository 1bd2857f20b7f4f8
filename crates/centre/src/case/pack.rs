//! Packs of a case: what is handed over to one body, from the decision to what became of it.

use terms::{PackId, Timestamp};

use super::deed::{Deed, Ground};
use super::words::{Outcome, Word};

/// Whether the person agreed that a pack goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Consent {
    /// The law allows it without.
    NotNeeded,
    /// We asked and wait.
    Asked,
    /// Yes.
    Given,
    /// No, or no longer.
    Withdrawn,
}

impl Consent {
    /// Whether the pack may leave.
    pub fn lets_go(self) -> bool {
        matches!(self, Self::NotNeeded | Self::Given)
    }
}

/// How far a pack has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PackStep {
    /// It shall be sent.
    Decided,
    /// It will not be sent after all.
    Dropped,
    /// It was sent; nobody has answered.
    Sent,
    /// The body takes it on.
    Accepted,
    /// The body does not take it on.
    Declined,
    /// The body told what became of it.
    Returned(Outcome),
}

/// One pack of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pack {
    /// Which.
    pub id: PackId,
    /// To which body.
    pub to: Word,
    /// On what ground.
    pub ground: Ground,
    /// Whether the person agreed.
    pub consent: Consent,
    /// How far it has come.
    pub step: PackStep,
    /// Since when it stands there.
    pub since: Timestamp,
}

impl Pack {
    /// Whether it shall be sent and was not yet.
    pub fn is_waiting(&self) -> bool {
        self.step == PackStep::Decided
    }

    fn decided(id: PackId, to: &Word, ground: Ground, at: Timestamp) -> Self {
        let consent = match ground {
            Ground::Consent => Consent::Asked,
            Ground::Law => Consent::NotNeeded,
        };
        Self { id, to: to.clone(), ground, consent, step: PackStep::Decided, since: at }
    }
}

/// The packs after a deed; deeds of other kinds change nothing.
pub(super) fn after(packs: &mut Vec<Pack>, deed: &Deed, at: Timestamp) {
    if let Deed::PackDecided { pack, to, ground } = deed {
        if packs.iter().all(|known| known.id != *pack) {
            packs.push(Pack::decided(*pack, to, *ground, at));
        }
        return;
    }
    let Some(pack) = of(deed).and_then(|id| packs.iter_mut().find(|pack| pack.id == id)) else { return };
    let step = match deed {
        Deed::PackConsented { .. } => return pack.consent = Consent::Given,
        Deed::ConsentWithdrawn { .. } => return pack.consent = Consent::Withdrawn,
        Deed::PackDropped { .. } => PackStep::Dropped,
        Deed::PackSent { .. } => PackStep::Sent,
        Deed::PackAccepted { .. } => PackStep::Accepted,
        Deed::PackDeclined { .. } => PackStep::Declined,
        Deed::PackReturned { outcome, .. } => PackStep::Returned(*outcome),
        _ => return,
    };
    (pack.step, pack.since) = (step, at);
}

/// The pack that a deed is about.
pub(super) fn of(deed: &Deed) -> Option<PackId> {
    match deed {
        Deed::PackDecided { pack, .. }
        | Deed::PackConsented { pack }
        | Deed::ConsentWithdrawn { pack }
        | Deed::PackDropped { pack, .. }
        | Deed::PackSent { pack, .. }
        | Deed::PackAccepted { pack }
        | Deed::PackDeclined { pack, .. }
        | Deed::PackReturned { pack, .. } => Some(*pack),
        _ => None,
    }
}
