//! What a look at a firm's asset comes to: findings, and the promises that they keep or break.

use serde::{Deserialize, Serialize};

use crate::Severity;

/// The four things a firm wants to be true of its name on the internet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Promise {
    /// Nobody can send mail as you, and mail to you arrives.
    MailIsYours,
    /// Your website is safe to visit.
    WebsiteIsSafe,
    /// Nothing dangerous is open to the internet.
    NothingDangerousOpen,
    /// Your name is there, sealed, and yours.
    NameIsYours,
}

impl Promise {
    /// All four, in the order in which they are shown.
    pub const ALL: [Self; 4] =
        [Self::MailIsYours, Self::WebsiteIsSafe, Self::NothingDangerousOpen, Self::NameIsYours];
}

/// How a promise stands. Not known is a state of its own and never counts as good.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PromiseState {
    /// An urgent or important finding stands against it.
    NotKept,
    /// Only worth-doing findings stand against it.
    Partly,
    /// We could not see, or did not look; the reason is told beside it.
    CouldNotCheck,
    /// We looked, and nothing stands against it.
    Kept,
}

/// One thing that is not as it should be, as one check saw it at one moment.
///
/// Title, reason and remedy are not here: they stand in the catalogue of the engine under
/// [`Finding::check`], so that better words reach old findings too.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Catalogue id of the check, for example `spf-missing`.
    pub check: String,
    /// How much it matters here.
    pub severity: Severity,
    /// The promise that it stands against.
    pub promise: Promise,
    /// What was seen, for the person who knows: the record, the name, the count. Text of
    /// strangers: shown inert, cut to a limit by the engine.
    pub seen: String,
}
