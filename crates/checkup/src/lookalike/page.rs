//! What the page of such a name is: the member's own, a copy of it, a log-in in its name, for sale, or something else.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use super::own::{Own, plain, shown};
use super::parking;
use crate::approach::Approach;
use crate::case::{Case, Gap};
use crate::observation::{Observation, PageSeen, Reached};
use crate::question::{Kind, RecordName};
use crate::site::is_default_page;

/// Copies differ from the page that they copy in at most so many of the 64 bits of likeness: a few words are changed.
pub const COPIES_DIFFER_BY: u32 = 8;
/// Where the title is the same too, they may differ in so many.
const COPIES_WITH_TITLE_DIFFER_BY: u32 = 18;
/// A shorter title is nobody's own: many pages are called "Home".
const SHORTEST_TITLE: usize = 8;

/// What the page is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PageKind {
    /// There is none.
    None,
    /// There may be one; this look did not go there.
    NotVisited,
    /// There may be one; it could not be seen.
    Unknown,
    /// It sends visitors on to the member's own site.
    LeadsToYou,
    /// It looks like the member's own page.
    Copy,
    /// It asks for a password in the member's name.
    LogIn,
    /// A page that sells the name, or that a company shows until its owner puts something there.
    Parked,
    /// A page of its own.
    Other,
}

impl PageKind {
    /// Was there something to see, and was it seen?
    pub fn was_seen(self) -> bool {
        !matches!(self, Self::NotVisited | Self::Unknown)
    }
}

/// Looks at the page, where this look goes so close.
pub(super) fn look(case: &mut Case<'_>, own: &Own, lines: &mut Vec<String>, gaps: &mut Vec<Gap>) -> PageKind {
    let (host, address) = match host(case) {
        Ok(Some(found)) => found,
        Ok(None) => return PageKind::None,
        Err(gap) => {
            gaps.push(gap);
            return PageKind::Unknown;
        }
    };
    lines.push(format!("address of its page: {address}"));
    let plain = case.observe(Approach::Page { host: host.clone(), address });
    let secure = case.observe(Approach::SecurePage { host: host.clone(), address });
    let (plain, secure) = match (plain, secure) {
        (Err(Gap::TooClose), _) | (_, Err(Gap::TooClose)) => return PageKind::NotVisited,
        both => both,
    };
    let seen: Vec<&Observation> = [plain, secure].into_iter().flatten().collect();
    let pages: Vec<&PageSeen> = seen.iter().flat_map(|seen| shown(&seen.sight)).collect();
    if pages.is_empty() {
        let nobody_listens = |seen: &&Observation| matches!(seen.reached, Reached::Refused | Reached::Whole);
        if seen.len() == 2 && seen.iter().all(nobody_listens) {
            return PageKind::None;
        }
        gaps.push(seen.first().map_or(Gap::NotAsked, |seen| Gap::Reached(seen.reached)));
        return PageKind::Unknown;
    }
    for page in &pages {
        tell(page, lines);
    }
    kind(case, own, &pages, lines)
}

/// Where a visitor would go: the name itself, or `www` below it.
fn host(case: &mut Case<'_>) -> Result<Option<(RecordName, IpAddr)>, Gap> {
    let name = case.domain.clone();
    let www = name.with_label("www");
    let own = case.address_of(&name);
    if let Some(address) = own? {
        return Ok(Some((name, address)));
    }
    let Some(www) = www.filter(|_| case.is_apex()) else { return Ok(None) };
    Ok(case.address_of(&www)?.map(|address| (www, address)))
}

fn tell(page: &PageSeen, lines: &mut Vec<String>) {
    let mut say = |line: String| {
        if !lines.contains(&line) {
            lines.push(line);
        }
    };
    if let Some(location) = &page.location {
        say(format!("it sends visitors to {location}"));
    }
    if let Some(title) = &page.title {
        say(format!("title of its page: {title}"));
    }
    if page.asks_password {
        say("its page asks for a password".to_owned());
    }
}

fn kind(case: &mut Case<'_>, own: &Own, pages: &[&PageSeen], lines: &mut Vec<String>) -> PageKind {
    if pages.iter().any(|page| leads_to(page, own)) {
        return PageKind::LeadsToYou;
    }
    if pages.iter().any(|page| is_copy(page, own)) {
        lines.push("its words are nearly those of your page".to_owned());
        return PageKind::Copy;
    }
    let names_you = |page: &PageSeen| {
        [&page.title, &page.heading].into_iter().flatten().any(|text| own.is_named_in(text))
    };
    if pages.iter().any(|page| page.asks_password && names_you(page)) {
        lines.push("it asks for a password in your name".to_owned());
        return PageKind::LogIn;
    }
    let apex = case.apex.clone();
    let servers = case.ask(&apex, Kind::Ns).map(|seen| seen.records).unwrap_or_default();
    let is_parked = |page: &&PageSeen| is_default_page(page) || parking::is_for_sale(page);
    if parking::is_kept_by_seller(servers) || pages.iter().any(is_parked) {
        return PageKind::Parked;
    }
    PageKind::Other
}

/// Does the answer send visitors on to the member's own site?
fn leads_to(page: &PageSeen, own: &Own) -> bool {
    let Some(location) = page.location.as_deref() else { return false };
    let Some((_, rest)) = location.split_once("//") else { return false };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = host.rsplit('@').next().unwrap_or_default().split(':').next().unwrap_or_default();
    terms::DomainName::parse_bare(host).is_ok_and(|host| host.registrable() == own.name.registrable())
}

fn is_copy(page: &PageSeen, own: &Own) -> bool {
    if page.likeness == 0 || !(200..300).contains(&page.status) {
        return false;
    }
    let title = plain(page.title.as_deref().unwrap_or_default());
    own.pages.iter().any(|ours| {
        let same_title = title.chars().count() >= SHORTEST_TITLE && title == ours.title;
        let limit = if same_title { COPIES_WITH_TITLE_DIFFER_BY } else { COPIES_DIFFER_BY };
        (page.likeness ^ ours.likeness).count_ones() <= limit
    })
}
