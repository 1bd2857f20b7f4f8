//! What we think of such a name, and which finding it is.

use std::fmt;
use std::str::FromStr;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use terms::Severity;

use super::{Lookalike, PageKind, Told};

/// The check of names that can send or receive mail.
pub const MAIL: &str = "lookalike-mail";
/// The check of names with a copy of the member's page, or a log-in.
pub const SITE: &str = "lookalike-site";
/// The check of names that somebody has, and no more.
pub const REGISTERED: &str = "lookalike-registered";
/// The checks that rest on names like the member's, and on no look at the member's own.
pub const CHECKS: [&str; 3] = [SITE, MAIL, REGISTERED];

/// A name that was registered fewer days ago is fresh: most names that deceive are used within days.
pub const FRESH_DAYS: i64 = 14;
/// One that was registered longer ago, with a page of its own, is most likely another firm's.
pub const ESTABLISHED_DAYS: i64 = 365;

/// What we think of a name that looks like the member's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It shows a copy of the member's page.
    Copy,
    /// It asks for a password in the member's name.
    LogIn,
    /// It can send or receive mail.
    Mail,
    /// It could not be seen.
    CouldNotCheck,
    /// It leads to the member's own site: it is probably theirs.
    ProbablyYours,
    /// It has been there for long, with a page of its own.
    AnotherFirm,
    /// Somebody has it, and sells it or left it empty.
    Parked,
    /// Somebody has it.
    Registered,
    /// Nobody has it.
    NotThere,
}

impl Verdict {
    /// All verdicts, the most pressing first.
    pub const ALL: [Self; 9] = [
        Self::Copy,
        Self::LogIn,
        Self::Mail,
        Self::CouldNotCheck,
        Self::ProbablyYours,
        Self::AnotherFirm,
        Self::Parked,
        Self::Registered,
        Self::NotThere,
    ];

    /// The word in files and columns.
    pub fn name(self) -> &'static str {
        match self {
            Self::Copy => "copy",
            Self::LogIn => "log_in",
            Self::Mail => "mail",
            Self::CouldNotCheck => "could_not_check",
            Self::ProbablyYours => "probably_yours",
            Self::AnotherFirm => "another_firm",
            Self::Parked => "parked",
            Self::Registered => "registered",
            Self::NotThere => "not_there",
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Verdict {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let found = Self::ALL.into_iter().find(|verdict| verdict.name() == text);
        found.ok_or_else(|| format!("{text:?} is not a verdict"))
    }
}

impl Lookalike {
    /// What we think of it. Whatever was seen counts, however much could not be seen.
    pub fn verdict(&self) -> Verdict {
        match (self.there, self.page) {
            (Told::No, _) => Verdict::NotThere,
            (Told::Unknown, _) => Verdict::CouldNotCheck,
            (Told::Yes, PageKind::Copy) => Verdict::Copy,
            (Told::Yes, PageKind::LogIn) => Verdict::LogIn,
            (Told::Yes, PageKind::LeadsToYou) if !(self.has_mail() && self.is_fresh()) => {
                Verdict::ProbablyYours
            }
            (Told::Yes, page) => self.of_mail(page),
        }
    }

    fn of_mail(&self, page: PageKind) -> Verdict {
        let is_another = page == PageKind::Other && self.is_established();
        match page {
            _ if is_another => Verdict::AnotherFirm,
            _ if self.has_mail() => Verdict::Mail,
            _ if self.receives_mail == Told::Unknown || self.sends_mail == Told::Unknown => {
                Verdict::CouldNotCheck
            }
            PageKind::Parked => Verdict::Parked,
            _ => Verdict::Registered,
        }
    }

    /// Can it receive mail, or does it name senders?
    pub fn has_mail(&self) -> bool {
        self.receives_mail == Told::Yes || self.sends_mail == Told::Yes
    }

    fn is_fresh(&self) -> bool {
        self.age().is_some_and(|age| age < SignedDuration::from_hours(24 * FRESH_DAYS))
    }

    fn is_established(&self) -> bool {
        self.age().is_some_and(|age| age >= SignedDuration::from_hours(24 * ESTABLISHED_DAYS))
    }

    fn age(&self) -> Option<SignedDuration> {
        Some(self.looked_at.duration_since(self.registered?))
    }

    /// The finding that it is, with how much it matters; none where nobody has the name, or nothing could be seen.
    pub fn finding(&self) -> Option<(&'static str, Severity)> {
        match self.verdict() {
            Verdict::Copy | Verdict::LogIn => Some((SITE, Severity::Urgent)),
            Verdict::Mail if self.is_fresh() => Some((MAIL, Severity::Urgent)),
            Verdict::Mail => Some((MAIL, Severity::Important)),
            Verdict::ProbablyYours | Verdict::AnotherFirm | Verdict::Parked | Verdict::Registered => {
                Some((REGISTERED, Severity::Note))
            }
            Verdict::CouldNotCheck | Verdict::NotThere => None,
        }
    }

    /// Is there something that could not be seen and may be bad?
    pub fn is_uncertain(&self) -> bool {
        self.gap.is_some() && self.there != Told::No
    }

    /// This look with what an earlier one saw of the page and the registry, where this one could not see them: a host that
    /// does not let us in twice in an hour has not mended anything by that.
    #[must_use]
    pub fn with_earlier(mut self, earlier: Option<&Self>, counts_for: SignedDuration) -> Self {
        let Some(earlier) = earlier.filter(|_| self.there != Told::No) else { return self };
        self.registered = self.registered.or(earlier.registered);
        self.registrar = self.registrar.or_else(|| earlier.registrar.clone());
        let is_young = |at: Timestamp| self.looked_at.duration_since(at) < counts_for;
        if !self.page.was_seen() && earlier.page_at.is_some_and(is_young) {
            self.page = earlier.page;
            self.page_at = earlier.page_at;
            for line in &earlier.seen {
                if !self.seen.contains(line) && self.seen.len() < super::MOST_LINES {
                    self.seen.push(line.clone());
                }
            }
        }
        self
    }
}
