//! Addresses in a text: of mailboxes, of websites, of profiles on platforms.

use terms::{DomainName, EmailAddress};

use super::shared::{Shared, is_platform};
use super::{Kind, Observable};

/// Endings of files, which look like the endings of names.
const FILES: [&str; 24] = [
    "pdf", "doc", "docx", "xls", "xlsx", "csv", "zip", "rar", "exe", "msi", "png", "jpg", "jpeg", "gif",
    "html", "htm", "txt", "apk", "msg", "eml", "iso", "js", "lnk", "php",
];
/// First steps of a platform's addresses that are no profile.
const NO_PROFILE: [&str; 30] = [
    "login",
    "signin",
    "signup",
    "help",
    "home",
    "watch",
    "search",
    "settings",
    "about",
    "privacy",
    "terms",
    "legal",
    "policies",
    "explore",
    "messages",
    "notifications",
    "accounts",
    "share",
    "sharer",
    "sharer.php",
    "story.php",
    "posts",
    "groups",
    "events",
    "marketplace",
    "video",
    "videos",
    "hashtag",
    "intent",
    "in",
];

/// What one word of a text names. In running text a bare name is not enough: people forget the blank after a full stop.
pub(super) fn named(word: &str, is_running_text: bool, shared: &Shared) -> Vec<Observable> {
    let word = word
        .trim_matches(|sign: char| !(sign.is_alphanumeric() || sign == '+' || sign == '@' || sign == '/'));
    let word = word.strip_prefix("mailto:").unwrap_or(word);
    if word.contains('@') && !word.contains("://") {
        return mailbox(word, shared);
    }
    let (has_scheme, rest) = match word.split_once("://") {
        Some((_, rest)) => (true, rest),
        None => (false, word),
    };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let ending = host.rsplit('.').next().unwrap_or_default();
    let is_file = !has_scheme && FILES.iter().any(|file| ending.eq_ignore_ascii_case(file));
    let is_said = has_scheme
        || rest.len() > host.len()
        || host.get(..4).is_some_and(|www| www.eq_ignore_ascii_case("www."));
    let is_name = host.contains('.') && ending.len() > 1 && ending.chars().all(char::is_alphabetic);
    if !is_name || is_file || (is_running_text && !is_said) {
        return Vec::new();
    }
    let Ok(name) = DomainName::parse(word) else { return Vec::new() };
    of_name(&name, rest, shared)
}

fn mailbox(word: &str, shared: &Shared) -> Vec<Observable> {
    let Ok(address) = EmailAddress::parse(word) else { return Vec::new() };
    let mut found = of_name(address.domain(), "", shared);
    let value = address.folded();
    if !shared.has_mailbox(&value, address.domain()) {
        found.push(Observable { kind: Kind::Email, value });
    }
    found
}

fn of_name(name: &DomainName, address: &str, shared: &Shared) -> Vec<Observable> {
    let registered = name.registrable();
    if is_platform(registered.as_ascii()) {
        return profile(registered.as_ascii(), address).into_iter().collect();
    }
    if shared.has_domain(registered.as_ascii()) {
        return Vec::new();
    }
    vec![Observable { kind: Kind::Domain, value: registered.as_ascii().to_owned() }]
}

/// The first step of the path is the profile, without its `@`.
fn profile(platform: &str, address: &str) -> Option<Observable> {
    let path = address.split_once('/')?.1.split(['?', '#']).next()?;
    let mut steps = path.split('/').filter(|step| !step.is_empty());
    let first = steps.next()?.to_lowercase();
    // LinkedIn writes /in/name; elsewhere /in is no profile either.
    let who = if first == "in" { steps.next()?.to_lowercase() } else { first };
    let who = who.trim_start_matches('@');
    let is_profile = who.len() > 2 && !NO_PROFILE.contains(&who);
    is_profile.then(|| Observable { kind: Kind::Profile, value: format!("{platform}/{who}") })
}
