//! What the people of the centre work with: members, notes, funded places, lists in and out, and the house's own workings.
//!
//! Every page is a plain address with everything that chooses its content in it, so that it can
//! be bookmarked, sent to a colleague and used by keyboard alone. Start reading at [`search`],
//! which turns an address into a question to the store.

pub mod asked;
pub(crate) mod calls;
pub(crate) mod cases;
pub mod city;
pub mod domain;
pub mod evidence;
pub mod export;
pub mod figures;
pub mod funded_places;
mod import_rows;
pub mod imports;
pub mod landing;
pub mod letters;
pub mod lines;
pub mod looking;
pub mod member;
pub mod members;
pub mod messages;
pub mod packs;
pub mod pictures;
pub mod playbooks;
pub mod queue;
mod record;
pub(crate) mod report;
pub(crate) mod rota;
pub mod search;
pub(crate) mod shift;
pub mod subject_copy;
pub mod surge;
pub mod upload;
pub mod waves;
pub mod words;
pub mod workings;

use centre::policy::{Act, Decision, Relation, decide};
use centre::roles::Role;
use store::StoreError;

use crate::app::App;
use crate::caller::Caller;
use crate::face::Chrome;
use crate::face::components::{ErrorSummary, ErrorSummaryItem, NavigationItem, NotificationBanner};
use crate::problem::Problem;

/// The doors of the desk: what each is called, where it leads, what it takes to pass.
const DOORS: [(&str, &str, Act); 14] = [
    ("Desk", "/desk", Act::SearchMembers),
    ("Queue", "/desk/queue", Act::SeeQueue),
    ("Waves", "/desk/waves", Act::SeeQueue),
    ("Messages", "/desk/messages", Act::SeeMessages),
    ("Members", "/desk/members", Act::SearchMembers),
    ("Calls", "/desk/calls", Act::ProveACall),
    ("Handed over to you", "/partner", Act::SeeHandOvers),
    ("Reports you brought", "/partner/reports", Act::BringReport),
    ("Funded places", "/desk/funded-places", Act::GiveFundedPlace),
    ("Lists in", "/desk/imports", Act::ImportProspects),
    ("Looking", "/desk/looking", Act::SeeLooking),
    ("Workings", "/desk/workings", Act::SeeWorkings),
    ("Figures", "/desk/figures", Act::SeeReportFigures),
    ("City", "/city", Act::SeeCityFigures),
];

/// Whether somebody with this role may do this to records of the centre's members.
pub(crate) fn may(role: Role, act: Act) -> bool {
    decide(role, act, Relation::Foreign) == Decision::Allow
        || decide(role, act, Relation::Own) == Decision::Allow
}

/// The frame of a page of the desk.
pub(crate) fn frame(app: &App, caller: &Caller, title: impl Into<String>, path: &str) -> Chrome {
    let open = DOORS.iter().filter(|(_, _, act)| may(caller.role, *act));
    let navigation = open.map(|(name, href, _)| door(name, href, path)).collect();
    // The doors are marked here; the frame would mark the desk for every address behind it.
    Chrome { navigation, is_wide: true, ..super::frame(app, caller, title, "") }
}

/// The desk itself is the first step of every address behind it, so it is marked on its own page only.
fn door(name: &str, href: &str, path: &str) -> NavigationItem {
    let is_active = href != "/desk" && path.starts_with(href);
    NavigationItem { is_current: path == href, is_active, ..NavigationItem::new(name, href) }
}

/// What the store refused, told to whoever asked: a rule of the house is a sentence, not a fault.
pub(crate) fn told(error: StoreError) -> Problem {
    match error {
        StoreError::NoSuch(_) => Problem::not_found(),
        StoreError::NotAllowed(rule) => Problem::clash(sentence(rule)),
        passing if passing.is_passing() => Problem::busy(),
        other => Problem::broken(other),
    }
}

/// The rule of the house that the store named, or the error given back.
pub(crate) fn rule_of(error: StoreError) -> Result<String, StoreError> {
    match error {
        StoreError::NotAllowed(rule) => Ok(sentence(rule)),
        other => Err(other),
    }
}

pub(crate) fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    let end = if words.ends_with(['.', '?', '!']) { "" } else { "." };
    format!("{first}{}{end}", letters.as_str())
}

/// News at the top of a page about what was just done.
pub(crate) fn news(words: &str) -> NotificationBanner {
    NotificationBanner { content: words.into(), is_success: true, ..NotificationBanner::default() }
}

/// One thing to put right, at the top of a page and leading to its field.
pub(crate) fn mistake(field: &str, words: &str) -> ErrorSummary {
    ErrorSummary { items: vec![ErrorSummaryItem::of_field(field, words)], ..ErrorSummary::default() }
}

/// A key for a form, so that sending it twice does it once.
pub(crate) fn fresh_key(app: &App) -> String {
    data_encoding::HEXLOWER.encode(&terms::edge::random::<16>(&*app.chance))
}

/// The longest key that a form or program gives to a request.
pub(crate) const LONGEST_KEY: usize = 100;

/// A key as somebody sent it.
///
/// # Errors
/// When it is empty, too long, or has other signs in it than letters, digits, `-` and `_`.
pub(crate) fn read_key(key: &str) -> Result<&str, Problem> {
    let is_sound = (1..=LONGEST_KEY).contains(&key.len())
        && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    if is_sound {
        return Ok(key);
    }
    Err(Problem::unreadable(
        "The key of this request must be 1 to 100 letters, digits, hyphens or underscores.",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_becomes_a_sentence() {
        assert_eq!(sentence("no place is left"), "No place is left.");
        assert_eq!(sentence("Why?"), "Why?");
        assert_eq!(sentence(""), ".");
    }

    #[test]
    fn a_key_is_plain_and_not_longer_than_the_limit() {
        assert!(read_key(&"a".repeat(LONGEST_KEY)).is_ok());
        for bad in [String::new(), "a".repeat(LONGEST_KEY + 1), "a b".into(), "é".into()] {
            assert!(read_key(&bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn the_desk_is_marked_on_its_own_page_only() {
        assert!(door("Desk", "/desk", "/desk").is_current);
        assert!(!door("Desk", "/desk", "/desk/members").is_active);
        assert!(door("Members", "/desk/members", "/desk/members/1").is_active);
    }
}
