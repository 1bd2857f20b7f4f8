//! What the websites answer, request by request.

use std::net::IpAddr;
use std::sync::PoisonError;

use terms::{DomainName, Timestamp};
use web::stage::{Part, WELL_KNOWN};

use super::parts::{Contact, Policy};
use super::{Door, Site, Stage};
use crate::demo::firm::Firm;
use crate::demo::zones::Zone;
use crate::demo::zones::providers::REGISTRY;
use crate::demo::zones::record::Data;

/// Days after the beginning until which a file for people who find a hole holds, or at which it ran out.
const CONTACT_HOLDS: i64 = 300;
const CONTACT_RAN_OUT: i64 = -40;
/// The protective settings of a page (fields of the answer).
const FIELDS: [(&str, &str); 4] = [
    ("content-security-policy", "default-src 'self'; frame-ancestors 'none'"),
    ("x-frame-options", "DENY"),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "same-origin"),
];
/// Files that lie open where they should not.
const OPEN_FILES: [(&str, &str); 2] =
    [("/.git/HEAD", "ref: refs/heads/main\n"), ("/.env", "APP_NAME=shop\nDB_PASSWORD=invented\n")];

/// The answer to one request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The fields, names in lower case.
    pub fields: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Answer {
    fn of(status: u16, kind: &str, body: impl Into<Vec<u8>>) -> Self {
        Self { status, fields: vec![("content-type".to_owned(), kind.to_owned())], body: body.into() }
    }

    fn page(title: &str, head: &str, rest: &str) -> Self {
        let html = format!(
            "<!doctype html><html lang=\"en\"><head><title>{title}</title>{head}</head><body><h1>{title}</h1>{rest}</body></html>"
        );
        Self::of(200, "text/html; charset=utf-8", html)
    }

    fn text(text: impl Into<Vec<u8>>) -> Self {
        Self::of(200, "text/plain; charset=utf-8", text)
    }

    fn nothing() -> Self {
        Self::of(404, "text/html; charset=utf-8", "<!doctype html><title>Not found</title>")
    }

    fn elsewhere(to: String) -> Self {
        let mut answer = Self::of(301, "text/html; charset=utf-8", "");
        answer.with("location", &to);
        answer
    }

    fn with(&mut self, name: &str, value: &str) {
        self.fields.push((name.to_owned(), value.to_owned()));
    }
}

impl Stage {
    /// The answer of the site `host` to a request for `path`, with or without encryption.
    pub fn answer(&self, host: &str, secure: bool, path: &str) -> Answer {
        if secure && host.strip_prefix("rdap.") == Some(REGISTRY) {
            let asked = path.strip_prefix("/domain/").and_then(|name| DomainName::parse_bare(name).ok());
            return match asked.and_then(|domain| self.registration_text(&domain)) {
                Some(text) => Answer::of(200, "application/rdap+json", text),
                None => Answer::of(404, "application/rdap+json", "{}"),
            };
        }
        let Some((firm, zone)) = self.firm_at(host) else {
            return if path == "/" {
                Answer::page("A host of the demonstration", "", "")
            } else {
                Answer::nothing()
            };
        };
        let site = self.site(firm.number);
        if !secure && site.is_good(Part::Encryption) && site.is_good(Part::Redirect) {
            return Answer::elsewhere(format!("https://{host}{path}"));
        }
        if let Some(text) = self.file(host, path, &firm, &zone, &site) {
            return Answer::text(text);
        }
        match path {
            "/" => front(&firm, &site, secure),
            _ if !site.is_good(Part::FilesHidden) => OPEN_FILES
                .into_iter()
                .find(|(open, _)| *open == path)
                .map_or_else(Answer::nothing, |(_, text)| Answer::text(text)),
            _ => Answer::nothing(),
        }
    }

    /// The page of a computer that is called by its address.
    pub fn answer_at(&self, address: IpAddr, port: u16) -> Answer {
        match self.open_door(address, port) {
            Some(Door::Router) => {
                Answer::page("DrayTek Vigor log-in", "", "<form><input type=\"password\"></form>")
            }
            _ => Answer::page("A host of the demonstration", "", ""),
        }
    }

    /// The file at a path: the one that somebody put there, or the firm's own from the beginning.
    fn file(&self, host: &str, path: &str, firm: &Firm, zone: &Zone, site: &Site) -> Option<String> {
        if !path.starts_with(WELL_KNOWN) {
            return None;
        }
        let sites = self.sites.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(put) = sites.get(&firm.number).and_then(|changed| changed.files.get(path)) {
            return put.clone();
        }
        drop(sites);
        match path.strip_prefix(WELL_KNOWN) {
            Some("security.txt") => self.contact(firm, site),
            Some("mta-sts.txt") => policy(host.strip_prefix("mta-sts.")?, zone, site),
            _ => None,
        }
    }

    /// The file for people who find a hole (RFC 9116).
    pub(super) fn contact(&self, firm: &Firm, site: &Site) -> Option<String> {
        let until = |at: Timestamp| format!("Contact: mailto:hello@{}\nExpires: {at}\n", firm.apex);
        match site.contact {
            Contact::None => None,
            Contact::Holds => Some(until(self.day(CONTACT_HOLDS))),
            Contact::RanOut => Some(until(self.day(CONTACT_RAN_OUT))),
        }
    }
}

/// The policy of a mail domain that says that it has one (RFC 8461, 3.2).
pub(super) fn policy(domain: &str, zone: &Zone, site: &Site) -> Option<String> {
    let servers: Vec<String> = match site.policy {
        Policy::Missing => return None,
        Policy::NamesAnother => vec![format!("oldmail.{domain}")],
        Policy::Fits => zone
            .records()
            .filter_map(|(owner, data)| match data {
                Data::Mx(_, server) if owner == domain => Some(server.clone()),
                _ => None,
            })
            .collect(),
    };
    let lines: String = servers.iter().map(|server| format!("mx: {server}\n")).collect();
    Some(format!("version: STSv1\nmode: enforce\n{lines}max_age: 604800\n"))
}

/// The front page of a firm.
fn front(firm: &Firm, site: &Site, secure: bool) -> Answer {
    let name = firm.name.replace('&', "&amp;");
    let (powered_by, generator) = site.software;
    let is_old = !site.is_good(Part::Software);
    let head =
        if is_old { format!("<meta name=\"generator\" content=\"{generator}\">") } else { String::new() };
    let picture = if site.is_good(Part::WholePage) { "" } else { "http:" };
    let picture = format!("<img alt=\"\" src=\"{picture}//{}/shop-front.jpg\">", firm.apex);
    let rest = format!("<p>Welcome. This firm is invented, and so is everything that it sells.</p>{picture}");
    let mut page = Answer::page(&name, &head, &rest);
    if let (true, Some(powered_by)) = (is_old, powered_by) {
        page.with("x-powered-by", powered_by);
    }
    if site.is_good(Part::Fields) {
        for (field, value) in FIELDS {
            page.with(field, value);
        }
    }
    if secure && site.is_good(Part::StaysEncrypted) {
        page.with("strict-transport-security", "max-age=31536000");
    }
    if let Some(cookie) = site.cookie {
        let marks =
            if site.is_good(Part::Cookies) { "; Secure; HttpOnly; SameSite=Lax" } else { "; HttpOnly" };
        page.with("set-cookie", &format!("{cookie}; Path=/{marks}"));
    }
    page
}
