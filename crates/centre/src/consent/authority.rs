//! The authority to test: who said yes, in what capacity, to which words, for what and how long.

use jiff::Timestamp;
use terms::DomainName;

use super::Reason;
use crate::named_values::named_values;

/// The version of the words that are signed. Changed words need a new version: a test holds the two together.
pub const AUTHORITY_WORDS: &str = "2026-11";
/// The lengths of time that can be signed for, in days.
pub const WINDOWS_DAYS: [u16; 3] = [30, 90, 365];
/// The longest of them: a yes that nobody remembers is none.
pub const LONGEST_WINDOW_DAYS: u16 = 365;

named_values! {
    /// In what capacity somebody signs.
    Capacity, "capacity in which somebody can sign" {
        /// They own the firm.
        Owner = "owner",
        /// They are a director or partner of it.
        Director = "director",
        /// Owner or director told them to.
        OnBehalf = "on_behalf",
    }
}

/// What was signed, as far as a permit needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Authority {
    /// The name that it is for, with every name below it and the addresses that they have.
    pub scope: DomainName,
    /// From when it holds.
    pub opens_at: Timestamp,
    /// Until when it holds; that moment itself is outside.
    pub closes_at: Timestamp,
    /// When it was taken back.
    pub withdrawn_at: Option<Timestamp>,
}

impl Authority {
    /// Whether this name is the one that was signed for, or lies below it.
    pub fn covers(&self, name: &DomainName) -> bool {
        let front = name.as_ascii().strip_suffix(self.scope.as_ascii());
        front.is_some_and(|front| front.is_empty() || front.ends_with('.'))
    }

    /// Whether it holds at this moment.
    pub fn is_open(&self, now: Timestamp) -> bool {
        self.withdrawn_at.is_none() && self.opens_at <= now && now < self.closes_at
    }

    /// Why it does not allow a closer look at this name now; none when it does.
    pub fn why_not(&self, name: &DomainName, now: Timestamp) -> Option<Reason> {
        if self.withdrawn_at.is_some() {
            Some(Reason::Withdrawn)
        } else if !self.covers(name) {
            Some(Reason::NotCovered)
        } else if now < self.opens_at {
            Some(Reason::NotYetOpen)
        } else if now >= self.closes_at {
            Some(Reason::Over)
        } else {
            None
        }
    }
}
