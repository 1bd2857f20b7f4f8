//! Drafts of messages: plain words for each kind of trouble, that an officer reads, changes and sends.

use centre::problem::{Problem, Urgency};
use centre::routes_today::Trouble;

use crate::face::words::{FluentValue, Words};

/// A draft: its name in addresses, what it is called, and its words.
pub struct Draft {
    /// Its name.
    pub name: &'static str,
    /// What it is called.
    pub title: String,
    /// Its words, with what we never ask for.
    pub words: String,
}

const EVERYWHERE: [&str; 4] = ["read", "more", "news", "over"];

/// The drafts for a problem, those that fit it most first.
pub fn drafts(problem: Option<&Problem>) -> Vec<Draft> {
    let fitting = problem.and_then(fitting);
    fitting.into_iter().chain(EVERYWHERE).map(draft).collect()
}

/// The draft with this name.
pub fn of(name: &str, problem: Option<&Problem>) -> Option<Draft> {
    drafts(problem).into_iter().find(|draft| draft.name == name)
}

fn draft(name: &'static str) -> Draft {
    let words = Words::default();
    let body = words.say(&format!("desk-draft-{name}"));
    Draft {
        name,
        title: words.say(&format!("desk-draft-{name}-title")).into_owned(),
        words: format!("{body}\n\n{}", words.say("desk-never-ask")),
    }
}

fn fitting(problem: &Problem) -> Option<&'static str> {
    match (problem.trouble, problem.group.as_str(), problem.urgency) {
        (Trouble::Hate, ..) => Some("hate"),
        (_, _, Urgency::Safety | Urgency::Child) => Some("safety"),
        (_, "money-gone", _) | (_, _, Urgency::Money) => Some("bank"),
        (_, "accounts", _) => Some("account"),
        (_, "computers", _) => Some("computer"),
        (_, "messages", _) => Some("message"),
        _ => None,
    }
}

/// The short letter that tells of a message, and not what it says: subject and text.
pub fn letter(centre: &str, reference: &str, address: &str) -> (String, String) {
    let words = Words::default();
    let said = [
        ("centre", FluentValue::from(centre.to_owned())),
        ("reference", FluentValue::from(reference.to_owned())),
        ("address", FluentValue::from(address.to_owned())),
    ];
    (words.say_with("desk-letter-subject", &said), words.say_with("desk-letter", &said))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_draft_says_what_we_never_ask_for() {
        for name in EVERYWHERE.into_iter().chain(["hate", "safety", "bank", "account", "computer", "message"])
        {
            let draft = draft(name);
            assert!(draft.words.contains("never ask for a password, a code or a payment"), "{name}");
            assert!(!draft.title.contains("desk-draft"), "{name}");
        }
    }

    #[test]
    fn the_letter_tells_of_a_message_and_nothing_of_it() {
        let (subject, text) = letter("The Centre", "WH-1234-56", "https://centre.example/report");
        assert_eq!(subject, "A message for you from The Centre");
        assert!(text.contains("WH-1234-56") && text.contains("https://centre.example/report"), "{text}");
    }
}
