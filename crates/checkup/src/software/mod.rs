//! What a site seems to be made with, and whether that has known holes or is given up by its maker.
//!
//! Only explicit marks count: a banner, the maker's own tag, the version in the address of a maker's file.
//! A banner that shows the hand of a distribution (Debian, Ubuntu, Red Hat …) says nothing about holes: those
//! mend old versions without changing the number, so nothing is said about them at all.

pub(crate) mod exploited;
mod old;
mod signs;

use jiff::Timestamp;
use terms::Severity;

use crate::answer::inert;
use crate::case::{Gap, Report};
use crate::observation::{Observation, PageSeen, Sight};
use crate::site::{Website, has_no_encryption, month};
use signs::Sign;

/// The checks of this file.
const CHECKS: [&str; 3] = ["web-software-exploited", "web-software-vulnerable", "web-software-old"];

/// A version: numbers, most important first. `7` stands before `7.1`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Version(Vec<u32>);

impl Version {
    /// Reads one to four numbers with dots between, and nothing else.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let numbers: Option<Vec<u32>> = text.split('.').map(|part| part.parse().ok()).collect();
        numbers.filter(|numbers| numbers.len() <= 4).map(Self)
    }

    /// Is it of this branch: `7.4.33` of `7.4` and of `7`?
    fn is_of(&self, branch: &Self) -> bool {
        self.0.starts_with(&branch.0)
    }
}

impl std::fmt::Display for Version {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let numbers: Vec<String> = self.0.iter().map(u32::to_string).collect();
        f.write_str(&numbers.join("."))
    }
}

/// Looks at everything that the site's pages say of themselves. A page that was not shown may say anything.
pub(crate) fn look(report: &mut Report, website: &Website<'_>) {
    let visited = match website {
        Website::Here(visited) => visited,
        Website::None => return,
        Website::Unknown(gap) => return report.gap(CHECKS, *gap),
    };
    let mut said = Said::default();
    let mut seen_a_page = false;
    for place in visited {
        for observation in [Some(place.secure), place.plain].into_iter().flatten() {
            match observation.and_then(pages) {
                Ok((pages, at)) => {
                    seen_a_page |= !pages.is_empty();
                    pages.iter().flat_map(|page| signs::of_page(page)).for_each(|sign| said.judge(&sign, at));
                }
                Err(gap) => report.gap(CHECKS, gap),
            }
        }
    }
    said.report(report);
    if !seen_a_page {
        report.gap(CHECKS, Gap::NotShown);
    }
}

/// The pages of one place and when they were seen; none where nobody listens.
fn pages(observation: &Observation) -> Result<(Vec<&PageSeen>, Timestamp), Gap> {
    let pages: Vec<&PageSeen> = match &observation.sight {
        Sight::Page(page) => vec![page],
        Sight::SecurePage { page: Some(page), landing, .. } => {
            [page].into_iter().chain(landing.as_deref()).collect()
        }
        _ if has_no_encryption(observation) => Vec::new(),
        _ if observation.reached.tells() => return Err(Gap::NotShown),
        _ => return Err(Gap::Reached(observation.reached)),
    };
    Ok((pages, observation.at))
}

/// What there is to say, each thing once.
#[derive(Default)]
struct Said {
    exploited: Vec<String>,
    vulnerable: Vec<String>,
    old: Vec<String>,
    /// The most pressing of what is old and of what has a hole.
    worst_old: Option<Severity>,
    worst_hole: Option<Severity>,
}

impl Said {
    fn judge(&mut self, sign: &Sign, at: Timestamp) {
        let Some(version) = sign.version.as_ref().filter(|_| !sign.packaged) else { return };
        let seems = format!("{} seems to be {} {version}", sign.from, sign.product.name());
        if let Some(hole) = exploited::hole(sign.product, version, sign.on_windows) {
            add(&mut self.exploited, format!("{seems}: {hole}"));
        } else if let Some(hole) = old::hole(sign.product, version) {
            add(&mut self.vulnerable, format!("{seems}: {hole}"));
            self.worst_hole = least(self.worst_hole, sign.product.severity());
        }
        if let Some(since) = old::given_up(sign.product, version).filter(|since| at >= *since) {
            add(&mut self.old, format!("{seems}, given up by its maker in {}", month(last_moment(since))));
            self.worst_old = least(self.worst_old, sign.product.severity());
        }
    }

    fn report(self, report: &mut Report) {
        if !self.exploited.is_empty() {
            report.found(CHECKS[0], self.exploited.join("; "));
        }
        if let (false, Some(severity)) = (self.vulnerable.is_empty(), self.worst_hole) {
            report.found_as(CHECKS[1], severity, self.vulnerable.join("; "));
        }
        if let (false, Some(severity)) = (self.old.is_empty(), self.worst_old) {
            report.found_as(CHECKS[2], severity, self.old.join("; "));
        }
    }
}

/// The end of support is the first moment without it; people know it by the last one with it.
fn last_moment(end: Timestamp) -> Timestamp {
    end.checked_sub(jiff::SignedDuration::from_secs(1)).unwrap_or(end)
}

fn add(list: &mut Vec<String>, text: String) {
    let text = inert(&text);
    if !list.contains(&text) {
        list.push(text);
    }
}

/// The more pressing of the two; [`Severity`] puts the most pressing first.
fn least(known: Option<Severity>, other: Severity) -> Option<Severity> {
    Some(known.map_or(other, |known| known.min(other)))
}

/// What we know by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Product {
    Apache,
    Drupal,
    Exchange,
    Iis,
    Joomla,
    Jquery,
    Magento,
    MediaWiki,
    Nginx,
    OpenSsl,
    Php,
    PrestaShop,
    Typo3,
    WordPress,
}

impl Product {
    pub(crate) const ALL: [Self; 14] = [
        Self::Apache,
        Self::Drupal,
        Self::Exchange,
        Self::Iis,
        Self::Joomla,
        Self::Jquery,
        Self::Magento,
        Self::MediaWiki,
        Self::Nginx,
        Self::OpenSsl,
        Self::Php,
        Self::PrestaShop,
        Self::Typo3,
        Self::WordPress,
    ];

    /// What it calls itself.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Apache => "Apache",
            Self::Drupal => "Drupal",
            Self::Exchange => "Exchange",
            Self::Iis => "IIS",
            Self::Joomla => "Joomla",
            Self::Jquery => "jQuery",
            Self::Magento => "Magento",
            Self::MediaWiki => "MediaWiki",
            Self::Nginx => "nginx",
            Self::OpenSsl => "OpenSSL",
            Self::Php => "PHP",
            Self::PrestaShop => "PrestaShop",
            Self::Typo3 => "TYPO3",
            Self::WordPress => "WordPress",
        }
    }

    /// How it writes itself in a banner or tag, in lower case.
    fn mark(self) -> &'static str {
        match self {
            Self::Apache => "apache",
            Self::Drupal => "drupal",
            Self::Exchange => "exchange",
            Self::Iis => "microsoft-iis",
            Self::Joomla => "joomla!",
            Self::Jquery => "jquery",
            Self::Magento => "magento",
            Self::MediaWiki => "mediawiki",
            Self::Nginx => "nginx",
            Self::OpenSsl => "openssl",
            Self::Php => "php",
            Self::PrestaShop => "prestashop",
            Self::Typo3 => "typo3",
            Self::WordPress => "wordpress",
        }
    }

    /// How much its faults matter. jQuery runs in the visitor's browser and its holes open only together with
    /// a careless page, so it is worth doing and no more.
    fn severity(self) -> Severity {
        if self == Self::Jquery { Severity::WorthDoing } else { Severity::Important }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_ordered_by_their_numbers() {
        let version = |text: &str| Version::parse(text).unwrap();
        assert!(version("7.4.9") < version("7.4.33") && version("7") < version("7.0"));
        assert!(version("7.4.33").is_of(&version("7.4")) && !version("7.40").is_of(&version("7.4")));
        for wrong in ["", "7.", ".7", "7.4b", "1.2.3.4.5", "-1", "99999999999"] {
            assert_eq!(Version::parse(wrong), None, "{wrong}");
        }
    }
}
