//! The page that visitors are shown: its fields, its cookies, its parts, and whether it is the firm's at all.

use terms::Severity;

use super::Shown;
use crate::answer::inert;
use crate::case::{Gap, Report};
use crate::observation::{CookieSeen, PageSeen, Reached};
use crate::page::likeness_of_words;

/// The checks of this file.
pub(super) const CHECKS: [&str; 5] =
    ["web-hsts-missing", "web-cookie-flags", "web-headers", "web-mixed-content", "web-default-page"];

/// The shortest time that counts as "stay encrypted", in seconds: one day. Who starts carefully starts small.
const SHORTEST_STAY: u64 = 86_400;
/// How names of cookies that hold a log-in start, in lower case, as the usual makers call them.
const LOGIN_COOKIES: [&str; 16] = [
    "__host-",
    "__secure-",
    "asp.net_sessionid",
    "aspsessionid",
    "auth",
    "cfid",
    "ci_session",
    "connect.sid",
    "cftoken",
    "jsessionid",
    "laravel_session",
    "phpsessid",
    "prestashop-",
    "sess",
    "sid",
    "wordpress_logged_in",
];
/// Starts of titles of pages that makers and hosts show until a firm puts its own there, in lower case.
const DEFAULT_TITLES: [&str; 14] = [
    "apache http server test page",
    "apache2 debian default page",
    "apache2 ubuntu default page",
    "default web site page",
    "domain default page",
    "http server test page",
    "iis windows server",
    "index of /",
    "microsoft internet information services",
    "plesk obsidian",
    "test page for the",
    "web server's default page",
    "welcome to centos",
    "welcome to nginx",
];
/// Whole texts of such pages that have no title.
const DEFAULT_TEXTS: [&str; 1] = ["It works!"];

/// Looks at the page where a visitor ends up.
pub(super) fn look(report: &mut Report, home: &Shown<'_>) {
    let host = &home.place.host;
    let pages = [home.first, home.page];
    if home.place.secure {
        if !pages.iter().any(|page| stays_encrypted(page)) {
            report.found("web-hsts-missing", format_args!("https://{host} does not send it"));
        }
        look_at_cookies(report, &pages);
        if !home.page.insecure_parts.is_empty() {
            let parts: Vec<String> = home.page.insecure_parts.iter().map(|part| inert(part)).collect();
            report.found("web-mixed-content", parts.join(", "));
        } else if home.observation.reached == Reached::Cut {
            report.gap(["web-mixed-content"], Gap::TooMuch);
        }
    }
    let missing = missing_fields(home.page);
    if !missing.is_empty() {
        report.found("web-headers", format_args!("{host} does not send {}", missing.join(", ")));
    }
    if let Some(seen) = default_page(home.page) {
        report.found("web-default-page", format_args!("{host} shows \"{seen}\""));
    }
}

/// Strict-Transport-Security with a time that is worth it (RFC 6797, 6.1).
fn stays_encrypted(page: &PageSeen) -> bool {
    // The first field counts, and later ones do not (RFC 6797, 8.1).
    let field = page.fields.get("strict-transport-security").and_then(|field| field.lines().next());
    let age = field.into_iter().flat_map(|field| field.split(';')).find_map(|directive| {
        let (name, value) = directive.split_once('=')?;
        name.trim().eq_ignore_ascii_case("max-age").then(|| value.trim().trim_matches('"'))
    });
    age.and_then(|age| age.parse::<u64>().ok()).is_some_and(|age| age >= SHORTEST_STAY)
}

fn look_at_cookies(report: &mut Report, pages: &[&PageSeen; 2]) {
    let cookies = || pages.iter().flat_map(|page| &page.cookies);
    let named = |cookie: &CookieSeen, lacks: &str| format!("{} without {lacks}", inert(&cookie.name));
    let login = cookies().filter(|cookie| is_login(cookie)).find_map(|cookie| {
        let lacks = match (cookie.secure, cookie.http_only) {
            (true, true) => return None,
            (false, true) => "Secure",
            (true, false) => "HttpOnly",
            (false, false) => "Secure and HttpOnly",
        };
        Some(named(cookie, lacks))
    });
    if let Some(seen) = login {
        report.found_as("web-cookie-flags", Severity::Important, seen);
    } else if let Some(cookie) = cookies().find(|cookie| !cookie.secure) {
        report.found("web-cookie-flags", named(cookie, "Secure"));
    }
}

/// Does this cookie hold a log-in? By the names that makers give to theirs.
fn is_login(cookie: &CookieSeen) -> bool {
    let name = cookie.name.to_ascii_lowercase();
    // Joomla names its own by 32 hexadecimal digits.
    let is_joomla = name.len() == 32 && name.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_joomla || LOGIN_COOKIES.iter().any(|start| name.starts_with(start)) || name.contains("session")
}

/// The protective fields that are off.
fn missing_fields(page: &PageSeen) -> Vec<&'static str> {
    let field =
        |name: &str| page.fields.get(name).map(|field| field.to_ascii_lowercase()).unwrap_or_default();
    let policy = field("content-security-policy");
    let mut missing = Vec::new();
    if policy.is_empty() {
        missing.push("Content-Security-Policy");
    }
    let frame = field("x-frame-options");
    if !policy.contains("frame-ancestors") && !["deny", "sameorigin"].contains(&frame.trim()) {
        missing.push("X-Frame-Options");
    }
    if field("x-content-type-options").lines().next() != Some("nosniff") {
        missing.push("X-Content-Type-Options");
    }
    if field("referrer-policy").is_empty() {
        missing.push("Referrer-Policy");
    }
    missing
}

/// Is it a page that its maker or host shows until somebody puts their own there?
pub(crate) fn is_default_page(page: &PageSeen) -> bool {
    default_page(page).is_some()
}

/// What a maker's own page calls itself.
fn default_page(page: &PageSeen) -> Option<String> {
    match &page.title {
        Some(title) => {
            let small = title.to_lowercase();
            DEFAULT_TITLES.iter().any(|start| small.starts_with(start)).then(|| inert(title))
        }
        None => DEFAULT_TEXTS
            .iter()
            .find(|text| page.likeness == likeness_of_words(text))
            .map(|text| (*text).to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn staying_encrypted_needs_a_time_that_is_worth_it() {
        let stays = |value: &str| {
            let fields = [("strict-transport-security".to_owned(), value.to_owned())];
            stays_encrypted(&PageSeen { fields: fields.into(), ..PageSeen::default() })
        };
        for good in ["max-age=86400", "includeSubDomains; MAX-AGE=\"31536000\"", "max-age = 99999 ; preload"]
        {
            assert!(stays(good), "{good}");
        }
        for bad in
            ["max-age=0", "max-age=86399", "max-age=-1", "includeSubDomains", "", "max-age=0\nmax-age=99999"]
        {
            assert!(!stays(bad), "{bad}");
        }
    }

    #[test]
    fn a_cookie_with_a_log_in_is_known_by_its_name() {
        let is = |name: &str| {
            is_login(&CookieSeen { name: name.into(), secure: true, http_only: true, same_site: None })
        };
        for login in
            ["PHPSESSID", "ASPSESSIONIDQQ", "shop_session", "0123456789abcdef0123456789abcdef", "sid"]
        {
            assert!(is(login), "{login}");
        }
        for other in ["_ga", "basket", "lang", "0123456789abcdef", ""] {
            assert!(!is(other), "{other}");
        }
    }
}
