//! The fields of an answer that checks read, and its cookies.

use std::collections::BTreeMap;

use super::{LONGEST_COOKIE_NAME, LONGEST_FIELD, MOST_COOKIES, MOST_FIELDS, one_line};
use crate::observation::{CookieSeen, PageSeen};

/// The fields that are kept.
const KEPT: [&str; 11] = [
    "content-security-policy",
    "content-type",
    "referrer-policy",
    "server",
    "strict-transport-security",
    "x-aspnet-version",
    "x-content-type-options",
    "x-frame-options",
    "x-generator",
    "x-owa-version",
    "x-powered-by",
];

pub(super) fn read(fields: &[(String, String)], page: &mut PageSeen) {
    for (name, value) in fields.iter().take(MOST_FIELDS) {
        let name = name.trim().to_ascii_lowercase();
        match name.as_str() {
            "location" if page.location.is_none() => page.location = Some(one_line(value, LONGEST_FIELD)),
            "set-cookie" => page.cookies.extend(cookie(value)),
            kept if KEPT.contains(&kept) => add(&mut page.fields, kept, value),
            _ => {}
        }
    }
    forget_replaced(&mut page.cookies);
    page.cookies.truncate(MOST_COOKIES);
}

/// Adds a field; several values of one name are joined by a line break, all of them within the limit.
pub(super) fn add(fields: &mut BTreeMap<String, String>, name: &str, value: &str) {
    let line = one_line(value, LONGEST_FIELD);
    match fields.get_mut(name) {
        None => {
            fields.insert(name.to_owned(), line);
        }
        Some(known) => {
            let room = LONGEST_FIELD.saturating_sub(known.chars().count() + 1);
            if room > 0 {
                known.push('\n');
                known.extend(line.chars().take(room));
            }
        }
    }
}

/// A cookie's name and marks (RFC 6265, 5.2). One that is being taken back is no cookie.
fn cookie(text: &str) -> Option<CookieSeen> {
    let mut parts = text.split(';');
    // Without an equals sign the whole is the value, which is not for us.
    let name = parts.next()?.split_once('=').map_or("", |(name, _)| name);
    let mut cookie = CookieSeen {
        name: one_line(name, LONGEST_COOKIE_NAME),
        secure: false,
        http_only: false,
        same_site: None,
    };
    for part in parts {
        let (word, value) = part.split_once('=').unwrap_or((part, ""));
        let value = value.trim();
        match word.trim().to_ascii_lowercase().as_str() {
            "secure" => cookie.secure = true,
            "httponly" => cookie.http_only = true,
            "samesite" => cookie.same_site = Some(one_line(&value.to_ascii_lowercase(), 10)),
            "max-age" if value == "0" || value.starts_with('-') => return None,
            "expires" if value.contains("1970") => return None,
            _ => {}
        }
    }
    Some(cookie)
}

/// A cookie that is set twice counts as it was set last.
fn forget_replaced(cookies: &mut Vec<CookieSeen>) {
    let mut kept: Vec<CookieSeen> = Vec::new();
    for cookie in cookies.drain(..) {
        match kept.iter_mut().find(|known| known.name == cookie.name) {
            Some(known) => *known = cookie,
            None => kept.push(cookie),
        }
    }
    *cookies = kept;
}
