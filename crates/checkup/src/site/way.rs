//! The way of a visitor: from the plain address by redirects to the page that is shown.
//!
//! The engine decides where the way goes on: to the same name, or between a registered name and its `www`.
//! Any other name is told, and never visited.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use url::Url;

use crate::approach::Approach;
use crate::case::{Case, Gap};
use crate::observation::{Observation, PageSeen, Sight};
use crate::question::RecordName;

/// The most connections to the site's hosts in an ordinary visit: two names, each with and without encryption.
/// No way leads to the same place twice, so this bounds the redirects that are followed as well.
pub const MOST_VISITS: usize = 4;
/// The most connections to the site's hosts with the firm's consent, the visit's own among them.
pub const MOST_VISITS_WITH_CONSENT: usize = 7;

/// One end of a connection: a host, with or without encryption.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    pub(super) secure: bool,
    pub(super) host: RecordName,
}

impl Place {
    pub(super) fn new(secure: bool, host: &RecordName) -> Self {
        Self { secure, host: host.clone() }
    }

    /// The address as people know it.
    pub(super) fn address(&self) -> String {
        format!("{}://{}", if self.secure { "https" } else { "http" }, self.host)
    }
}

/// Where a redirect leads.
#[derive(Debug, PartialEq, Eq)]
enum Turn {
    /// To the very address that was asked for.
    Itself,
    /// To another path of the same place.
    Path(String),
    /// To another place.
    Place(Place),
    /// Nowhere that can be read.
    Unreadable,
}

/// Reads where a redirect from `/` at a place leads (RFC 9110, 10.2.2).
fn turn(from: &Place, location: &str) -> Turn {
    let read = |text: &str| Url::parse(text).ok();
    let Some(base) = read(&format!("{}/", from.address())) else { return Turn::Unreadable };
    let Ok(to) = base.join(location) else { return Turn::Unreadable };
    // Any port but the usual one is a service of another kind.
    let secure = match (to.scheme(), to.port()) {
        ("https", None) => true,
        ("http", None) => false,
        _ => return Turn::Unreadable,
    };
    let host = to.host_str().and_then(|host| RecordName::parse(host).ok());
    let Some(host) = host.filter(|host| !host.is_root()) else { return Turn::Unreadable };
    let place = Place { secure, host };
    let path = match to.query() {
        Some(query) => format!("{}?{query}", to.path()),
        None => to.path().to_owned(),
    };
    match (place == *from, path == "/") {
        (true, true) => Turn::Itself,
        (true, false) => Turn::Path(path),
        (false, _) => Turn::Place(place),
    }
}

/// The path and query that `/` of a host redirects to on the same host and with encryption as before; none
/// where it leads to anywhere else. It is what may be asked for next on the same connection.
pub fn path_on_same_host(host: &RecordName, location: &str) -> Option<String> {
    match turn(&Place::new(true, host), location) {
        Turn::Path(path) => Some(path),
        _ => None,
    }
}

/// How a way ends.
pub(super) enum End<'a> {
    /// At a page that is shown.
    Page(Shown<'a>),
    /// Nowhere: round in a circle, or on and on.
    Circle(Place),
    /// At another name, which is not visited.
    Elsewhere(RecordName),
    /// In the dark.
    Gap(Gap),
}

/// A page that is shown, with what was passed on its host.
#[derive(Clone)]
pub(super) struct Shown<'a> {
    pub(super) place: Place,
    /// The last page.
    pub(super) page: &'a PageSeen,
    /// The answer to `/`, which may be the same.
    pub(super) first: &'a PageSeen,
    /// The observation that both are of.
    pub(super) observation: &'a Observation,
}

/// A way that was walked.
pub(super) struct Way<'a> {
    /// The places, in order.
    pub(super) places: Vec<Place>,
    pub(super) end: End<'a>,
}

impl Way<'_> {
    /// Did the way come to a place with encryption?
    pub(super) fn comes_to_encryption(&self) -> bool {
        self.places.iter().any(|place| place.secure)
    }
}

/// The visits to one site.
pub(super) struct Visits<'c, 'a> {
    pub(super) case: &'c mut Case<'a>,
    /// The names that may be visited, with the address that each is visited at.
    hosts: BTreeMap<RecordName, IpAddr>,
    made: BTreeSet<Approach>,
}

impl<'c, 'a> Visits<'c, 'a> {
    pub(super) fn new(case: &'c mut Case<'a>, hosts: BTreeMap<RecordName, IpAddr>) -> Self {
        Self { case, hosts, made: BTreeSet::new() }
    }

    pub(super) fn address_of(&self, host: &RecordName) -> Option<IpAddr> {
        self.hosts.get(host).copied()
    }

    /// Is there room for so many more connections with the firm's consent?
    pub(super) fn have_room_for(&self, connections: usize) -> bool {
        self.made.len() + connections <= MOST_VISITS_WITH_CONSENT
    }

    /// Visits a place, or remembers what was seen there.
    pub(super) fn go(&mut self, place: &Place) -> Result<&'a Observation, Gap> {
        let address = self.address_of(&place.host).ok_or(Gap::NotShown)?;
        let host = place.host.clone();
        let approach = match place.secure {
            true => Approach::SecurePage { host, address },
            false => Approach::Page { host, address },
        };
        if !self.made.contains(&approach) && self.made.len() == MOST_VISITS {
            return Err(Gap::Enough);
        }
        self.made.insert(approach.clone());
        self.case.observe(approach)
    }

    /// Walks from a place to where its redirects end.
    pub(super) fn walk(&mut self, from: Place) -> Way<'a> {
        let mut places = vec![from];
        let mut baked = false;
        let end = loop {
            let Some(place) = places.last().cloned() else { break End::Gap(Gap::NotShown) };
            let (first, page, observation) = match self.look(&place) {
                Ok(seen) => seen,
                Err(gap) => break End::Gap(gap),
            };
            // A site may ask for its own cookie before it shows itself: what looks like a circle to us is none
            // for a browser.
            baked |= !first.cookies.is_empty() || !page.cookies.is_empty();
            let circle = |place: &Place| match baked {
                true => End::Gap(Gap::NotShown),
                false => End::Circle(place.clone()),
            };
            match next_turn(&place, first, page) {
                Ok(None) => break End::Page(Shown { place, page, first, observation }),
                Err(gap) => break End::Gap(gap),
                Ok(Some(Turn::Unreadable | Turn::Path(_))) => break End::Gap(Gap::NotShown),
                Ok(Some(Turn::Itself)) => break circle(&place),
                Ok(Some(Turn::Place(next))) if !self.hosts.contains_key(&next.host) => {
                    break End::Elsewhere(next.host);
                }
                Ok(Some(Turn::Place(next))) if places.contains(&next) => break circle(&place),
                Ok(Some(Turn::Place(next))) => places.push(next),
            }
        };
        Way { places, end }
    }

    /// The first and the last page of a place.
    fn look(&mut self, place: &Place) -> Result<(&'a PageSeen, &'a PageSeen, &'a Observation), Gap> {
        let observation = self.go(place)?;
        let (first, last) = match &observation.sight {
            Sight::Page(page) => (page, page),
            Sight::SecurePage { page: Some(page), landing, .. } => (page, landing.as_deref().unwrap_or(page)),
            _ if observation.reached.tells() => return Err(Gap::NotShown),
            _ => return Err(Gap::Reached(observation.reached)),
        };
        if observation.reached.tells() { Ok((first, last, observation)) } else { Err(Gap::NotShown) }
    }
}

/// Where the way goes on from the pages of a place; none where it is at its end.
fn next_turn(place: &Place, first: &PageSeen, last: &PageSeen) -> Result<Option<Turn>, Gap> {
    let turn_of = |page: &PageSeen| match page.status {
        200..300 => Ok(None),
        300..400 => Ok(Some(page.location.as_deref().map_or(Turn::Unreadable, |to| turn(place, to)))),
        _ => Err(Gap::NotShown),
    };
    match turn_of(first)? {
        // A path of a plain place is plain as well: for us the way ends there.
        Some(Turn::Path(_)) if !place.secure => Ok(None),
        Some(Turn::Path(_)) if !std::ptr::eq(first, last) => turn_of(last),
        other => Ok(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_redirect_is_read_as_browsers_do() {
        let host = RecordName::parse("bakery.example").unwrap();
        let from = Place::new(false, &host);
        let www = Place::new(true, &RecordName::parse("www.bakery.example").unwrap());
        for (location, leads_to) in [
            ("https://www.bakery.example/", Turn::Place(www.clone())),
            ("HTTPS://WWW.Bakery.Example./en?x=1", Turn::Place(www)),
            ("//bakery.example/", Turn::Itself),
            ("/", Turn::Itself),
            ("", Turn::Itself),
            ("http://bakery.example:80", Turn::Itself),
            ("en/", Turn::Path("/en/".into())),
            ("/?lang=en", Turn::Path("/?lang=en".into())),
            ("https://bakery.example/", Turn::Place(Place::new(true, &host))),
            ("ftp://bakery.example/", Turn::Unreadable),
            ("javascript:alert(1)", Turn::Unreadable),
            ("https://", Turn::Unreadable),
            ("https://bakery.example:8443/", Turn::Unreadable),
        ] {
            assert_eq!(turn(&from, location), leads_to, "{location}");
        }
    }

    #[test]
    fn only_a_path_of_the_same_host_is_asked_for_on_the_same_connection() {
        let host = RecordName::parse("bakery.example").unwrap();
        let path = |location: &str| path_on_same_host(&host, location);
        assert_eq!(path("/en/index.html?a=b#c").as_deref(), Some("/en/index.html?a=b"));
        assert_eq!(path("https://bakery.example/shop").as_deref(), Some("/shop"));
        for elsewhere in
            ["http://bakery.example/shop", "https://other.example/shop", "/", "mailto:a@b.example"]
        {
            assert_eq!(path(elsewhere), None, "{elsewhere}");
        }
        assert_eq!(path("/a\r\nHost: b").as_deref(), Some("/aHost:%20b"));
    }
}
