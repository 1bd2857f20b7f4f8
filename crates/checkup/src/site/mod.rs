//! The website, as one ordinary visitor sees it: the way to its page, its certificates, its page.
//!
//! At most [`MOST_VISITS`] connections are made to the site's hosts, and [`MOST_VISITS_WITH_CONSENT`] where the
//! firm said yes. What a host did not tell is a gap, never good and never bad.

mod certificate;
mod consent;
mod page;
mod security_txt;
mod way;

use std::collections::BTreeMap;

use terms::Severity;

use crate::answer::inert;
use crate::case::{Case, Gap, Report};
use crate::level::Level;
use crate::observation::{Observation, Reached, Sight};
use crate::question::RecordName;
use way::{End, Place, Shown, Visits, Way};

pub(crate) use certificate::{made_out_to, month, no_trust, out_of_date};
pub(crate) use page::is_default_page;
pub use security_txt::MOST_SECURITY_LINES;
pub use way::{MOST_VISITS, MOST_VISITS_WITH_CONSENT, path_on_same_host};

/// Checks of the way to the page.
const WAY: [&str; 3] = ["web-no-https", "web-no-redirect", "web-redirect-loop"];

/// What the look came to, for those who judge further.
pub(crate) enum Website<'a> {
    /// Nobody looked, or nothing could be told.
    Unknown(Gap),
    /// The name has no address for a website.
    None,
    /// It answers.
    Here(Vec<Visited<'a>>),
}

/// One place that answered, or did not.
pub(crate) struct Visited<'a> {
    /// What was seen of it with encryption.
    pub(crate) secure: Result<&'a Observation, Gap>,
    /// And without, if that was looked at.
    pub(crate) plain: Option<Result<&'a Observation, Gap>>,
}

/// Visits the name, and its `www` where it is a registered one.
pub(crate) fn look<'a>(case: &mut Case<'a>, report: &mut Report) -> Website<'a> {
    if case.level < Level::Visitor {
        return Website::Unknown(Gap::TooClose);
    }
    let all = || every_check().into_iter();
    let (start, hosts) = match hosts(case) {
        Ok(Some(found)) => found,
        Ok(None) => return Website::None,
        Err(gap) => {
            report.gap(all(), gap);
            return Website::Unknown(gap);
        }
    };
    let names: Vec<RecordName> = hosts.keys().cloned().collect();
    let mut visits = Visits::new(case, hosts);
    // Both are asked for in the first round, whatever the other says.
    let plain = visits.walk(Place::new(false, &start));
    let secure = visits.walk(Place::new(true, &start));
    let by_name: Vec<_> = names.iter().map(|name| (name, visits.go(&Place::new(true, name)))).collect();
    look_at_way(report, &start, &plain, &secure, visits.go(&Place::new(true, &start)));
    let home = home(&plain, &secure);
    for (host, observation) in &by_name {
        let is_on_the_way = **host == start || home.as_ref().is_ok_and(|home| home.place.host == **host);
        certificate::look(report, host, observation, is_on_the_way);
    }
    match &home {
        Ok(home) => page::look(report, home),
        Err(gap) => report.gap(page::CHECKS, *gap),
    }
    security_txt::look(report, &start, by_name.iter().map(|(_, observation)| *observation));
    consent::look(&mut visits, report, home.as_ref().map(|home| &home.place.host).map_err(|gap| *gap));
    let plain = visits.go(&Place::new(false, &start));
    let visited = by_name
        .into_iter()
        .map(|(host, secure)| Visited { secure, plain: (*host == start).then_some(plain) });
    Website::Here(visited.collect())
}

/// All checks of a visit.
fn every_check() -> Vec<&'static str> {
    [&WAY[..], &certificate::CHECKS, &page::CHECKS, &["web-security-txt"], &consent::CHECKS].concat()
}

/// The names of one site with their addresses, and the one that visitors type.
type Hosts = (RecordName, BTreeMap<RecordName, std::net::IpAddr>);

/// The hosts of the site; none where no name of it has an address.
fn hosts(case: &mut Case<'_>) -> Result<Option<Hosts>, Gap> {
    let domain = case.domain.clone();
    let www = if case.is_apex() { domain.with_label("www") } else { None };
    let mut hosts = BTreeMap::new();
    let own = case.address_of(&domain);
    let sibling = www.as_ref().map(|www| case.address_of(www)).transpose();
    if let Some(address) = own? {
        hosts.insert(domain.clone(), address);
    }
    if let (Some(www), Some(address)) = (www.clone(), sibling?.flatten()) {
        hosts.insert(www, address);
    }
    let start = if hosts.contains_key(&domain) { Some(domain) } else { www };
    Ok(start.filter(|start| hosts.contains_key(start)).map(|start| (start, hosts)))
}

/// Where a visitor ends up: by the plain address if that leads to encryption, else by the other.
fn home<'w, 'a>(plain: &'w Way<'a>, secure: &'w Way<'a>) -> Result<&'w Shown<'a>, Gap> {
    match (&plain.end, &secure.end) {
        (End::Page(shown), _) if shown.place.secure => Ok(shown),
        (_, End::Page(shown)) | (End::Page(shown), _) => Ok(shown),
        (End::Elsewhere(_), _) | (_, End::Elsewhere(_)) => Err(Gap::LivesElsewhere),
        (End::Gap(gap), _) | (_, End::Gap(gap)) => Err(*gap),
        (End::Circle(_), End::Circle(_)) => Err(Gap::Circle),
    }
}

/// Judges the way: is there encryption, does the plain address lead to it, is there an end?
fn look_at_way(
    report: &mut Report,
    start: &RecordName,
    plain: &Way<'_>,
    secure: &Way<'_>,
    at_start: Result<&Observation, Gap>,
) {
    for way in [plain, secure] {
        match &way.end {
            End::Circle(place) => {
                report
                    .found("web-redirect-loop", format_args!("{} leads round in a circle", place.address()));
            }
            End::Elsewhere(name) => {
                // Who is sent on ends up at a page that we did not see.
                report.gap(page::CHECKS, Gap::LivesElsewhere);
                report
                    .found("web-lives-elsewhere", format_args!("{start} leads to {}", inert(name.as_str())));
            }
            End::Page(_) => {}
            End::Gap(gap) => report.gap(["web-redirect-loop"], *gap),
        }
    }
    look_for_encryption(report, start, plain, secure, at_start);
    look_for_redirect(report, plain);
}

fn look_for_encryption(
    report: &mut Report,
    start: &RecordName,
    plain: &Way<'_>,
    secure: &Way<'_>,
    at_start: Result<&Observation, Gap>,
) {
    let without = |shown: &Shown<'_>| (!shown.place.secure).then_some(shown.page.asks_password);
    let shown_without = match &plain.end {
        End::Page(shown) => without(shown),
        _ => None,
    };
    let seen = match (&secure.end, at_start) {
        (End::Page(shown), _) if shown.place.secure => return,
        (End::Page(shown), _) => format!("https://{start} leads back to {}", shown.place.address()),
        (_, Ok(at_start)) if has_no_encryption(at_start) && shown_without.is_some() => {
            format!("https://{start} does not answer")
        }
        // Encryption is there; what is wrong with it or with the way is told by other checks.
        (End::Elsewhere(_) | End::Circle(_), _) => return,
        _ if plain.comes_to_encryption() && matches!(plain.end, End::Page(_) | End::Elsewhere(_)) => return,
        (End::Gap(gap), _) => {
            report.gap(["web-no-https"], *gap);
            return;
        }
    };
    match shown_without {
        Some(true) => {
            report.found_as(
                "web-no-https",
                Severity::Urgent,
                format_args!("{seen}; the page asks for a password"),
            );
        }
        _ => report.found("web-no-https", seen),
    }
}

/// Nobody listens where encryption should be, or what listens speaks no TLS.
pub(crate) fn has_no_encryption(seen: &Observation) -> bool {
    let speaks_no_tls = matches!(seen.sight, Sight::SecurePage { tls: None, page: None, .. });
    seen.reached == Reached::Refused || (seen.reached.tells() && speaks_no_tls)
}

fn look_for_redirect(report: &mut Report, plain: &Way<'_>) {
    if plain.comes_to_encryption() {
        return;
    }
    match &plain.end {
        End::Page(_) if report.fails("web-no-https") => {}
        End::Page(shown) => {
            report.found("web-no-redirect", format_args!("{} shows a page", shown.place.address()));
        }
        // Nobody listens at the plain address, so nobody can be kept there.
        End::Gap(Gap::Reached(Reached::Refused)) => {}
        End::Gap(gap) => report.gap(["web-no-redirect"], *gap),
        End::Circle(_) | End::Elsewhere(_) => {}
    }
}
