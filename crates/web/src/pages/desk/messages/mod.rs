//! Messages that people sent in: what the machine thinks, what an officer says, the waves in which they come, and what is made of
//! a wave: a word to members, addresses of the warning list, packages for those who can take things down.

pub mod advisories;
pub mod campaigns;
pub mod list;
pub mod one;
pub mod takedowns;
pub mod warnings;

use store::{MessageState, MessageVerdict};

use crate::face::components::{NotificationBanner, Tag};

/// What was just done, by the word in the address.
fn done(word: &str) -> Option<NotificationBanner> {
    let words = match word {
        "corrected" => "Your word is kept beside the machine's. Whoever sent the message sees it.",
        "asked" => "It is examined again.",
        "out" => "It is taken out. It will not come back by itself.",
        "parted" => "They are two campaigns again, each as it was.",
        "drafted" => "The advisory is written. Somebody else must publish it.",
        "published" => "The advisory is published. Members see it now, and get it by mail.",
        "withdrawn" => "The advisory is taken back.",
        "proposed" => "The address is proposed. Somebody else must list it.",
        "listed" => "The address is on the warning list.",
        "ended" => "The address is off the list.",
        "made" => "The package is made. Nothing leaves by itself: send it yourself.",
        "sent" => "It is noted that you sent it.",
        _ => return None,
    };
    Some(super::news(words))
}

/// What counts of a message, as a tag whose words say it.
fn verdict_tag(verdict: Option<MessageVerdict>, state: MessageState) -> Tag {
    let (text, colour) = match (verdict, state) {
        (Some(MessageVerdict::Scam), _) => ("scam", "govuk-tag--red"),
        (Some(MessageVerdict::Suspicious), _) => ("suspicious", "govuk-tag--yellow"),
        (Some(MessageVerdict::CannotTell), _) => ("cannot\u{a0}tell", "govuk-tag--grey"),
        (Some(MessageVerdict::LooksGenuine), _) => ("looks\u{a0}genuine", "govuk-tag--green"),
        (None, MessageState::NotExamined) => ("not\u{a0}opened", "govuk-tag--purple"),
        (None, _) => ("waits", "govuk-tag--blue"),
    };
    Tag { text: text.into(), classes: colour.into(), ..Tag::default() }
}

/// A verdict in the desk's words.
fn verdict_words(verdict: MessageVerdict) -> &'static str {
    match verdict {
        MessageVerdict::Scam => "scam",
        MessageVerdict::Suspicious => "suspicious",
        MessageVerdict::CannotTell => "cannot tell",
        MessageVerdict::LooksGenuine => "looks genuine",
    }
}

/// How a message came, in the desk's words.
fn way_words(way: &store::MessageWay) -> String {
    let came = match way.came.as_str() {
        "words" => "words",
        "sent_to_us" => "forwarded mail",
        _ => "a file",
    };
    let door = match way.door.as_str() {
        "page" => "on the page",
        "api" => "from a program",
        "mail" => "by mail",
        _ => "at the desk",
    };
    format!("{came}, {door}")
}
