//! What one provider could change for many firms: one default at this host would move so many.

use serde::{Deserialize, Serialize};
use terms::{Finding, Promise, Severity};

use super::{Lens, Picture};
use crate::named_values::named_values;

named_values! {
    /// What a provider is to a firm.
    HostKind, "kind of provider" {
        /// It takes the firm's mail.
        Mail = "mail",
        /// It answers for the firm's name.
        Name = "name",
    }
}

impl HostKind {
    /// The lens through which such providers are counted.
    pub fn lens(self) -> Lens {
        match self {
            Self::Mail => Lens::MailProvider,
            Self::Name => Lens::NameHost,
        }
    }
}

/// The one finding that holds a promise back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lever {
    /// Which promise.
    pub promise: Promise,
    /// Catalogue id of the check.
    pub check: String,
    /// Nothing else stands against the promise: with this mended, it is kept. Otherwise this is the one thing that
    /// breaks it, and with it mended only things worth doing are left.
    pub alone: bool,
}

/// The levers among the findings of one firm: for each promise at most one.
pub fn levers(findings: &[Finding]) -> Vec<Lever> {
    Promise::ALL.into_iter().filter_map(|promise| lever(findings, promise)).collect()
}

fn lever(findings: &[Finding], promise: Promise) -> Option<Lever> {
    // A check that found two things is still one default.
    let ids = |strong: bool| {
        let mut ids: Vec<&str> = findings
            .iter()
            .filter(|finding| finding.promise == promise && lowers(finding, strong))
            .map(|finding| finding.check.as_str())
            .collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    };
    let of = |check: &str, alone| Some(Lever { promise, check: check.to_owned(), alone });
    match (ids(false).as_slice(), ids(true).as_slice()) {
        ([only], _) => of(only, true),
        (_, [main]) => of(main, false),
        _ => None,
    }
}

fn lowers(finding: &Finding, strong: bool) -> bool {
    match finding.severity {
        Severity::Urgent | Severity::Important => true,
        Severity::WorthDoing => !strong,
        Severity::Note => false,
    }
}

/// How many firms one default would move.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct LeverCount {
    /// To a promise that is kept.
    pub alone: u64,
    /// From not kept to partly kept.
    pub main: u64,
}

impl LeverCount {
    /// How many firms in all.
    pub fn firms(&self) -> u64 {
        self.alone.saturating_add(self.main)
    }
}

/// One default at one provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProviderLever {
    /// What the provider is to these firms.
    pub kind: HostKind,
    /// What it calls itself.
    pub provider: String,
    /// The promise that would stand better.
    pub promise: Promise,
    /// Catalogue id of the check.
    pub check: String,
    /// How many firms would move.
    pub count: LeverCount,
    /// How many firms of the cohort this provider has.
    pub customers: u64,
}

/// All levers, the one that moves most firms first; among equals in order of provider and check. Those that move
/// fewer than `least` are left out.
pub fn ranked(picture: &Picture, least: u64) -> Vec<ProviderLever> {
    let mut all: Vec<ProviderLever> = picture
        .levers
        .iter()
        .filter(|(_, count)| count.firms() >= least.max(1))
        .map(|((kind, provider, promise, check), count)| ProviderLever {
            kind: *kind,
            provider: provider.clone(),
            promise: *promise,
            check: check.clone(),
            count: *count,
            customers: picture
                .cells
                .get(&(kind.lens(), provider.clone(), *promise))
                .map_or(0, super::Counts::firms),
        })
        .collect();
    all.sort_by(|one, other| {
        let place = |lever: &ProviderLever| {
            (std::cmp::Reverse(lever.count.firms()), std::cmp::Reverse(lever.count.alone))
        };
        place(one).cmp(&place(other)).then_with(|| {
            (&one.provider, &one.check, one.kind).cmp(&(&other.provider, &other.check, other.kind))
        })
    });
    all
}
