//! Help now: from the first tap to the first-hour card, before any form, without an account and without script.
//!
//! Answers travel in the address and nowhere else. Nothing of a visit is kept; a problem that is not on the list is
//! counted by the week. What touches a child has a page that asks nothing and takes nothing.

mod bank_letter;
mod bank_letter_form;
mod card;
mod choose;
mod not_here;
pub(crate) mod said;

use std::fmt::Write as _;

use centre::playbook::{Answer, Answers, Question};
use serde::Deserialize;
use terms::Reference;

use crate::face::house::{Tap, Taps};
use crate::face::words::Words;

pub(crate) use bank_letter::{ask as ask_for_letter, show as show_letter};
pub(crate) use card::{now_step, preview as card_preview, show as card};
pub(crate) use choose::show as choose;
pub(crate) use not_here::{count as count_missing, show as show_missing};

/// What the address says: the answers so far, and the words that are looked for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct HelpAsked {
    danger: String,
    money: String,
    now: String,
    known: String,
    words: String,
    message: String,
}

impl HelpAsked {
    /// The message of which whoever asks spoke before, by its reference. A reference opens nothing.
    pub(crate) fn message(&self) -> Option<Reference> {
        Reference::parse(&self.message).ok()
    }

    /// The answers. What is no answer is none: nobody in trouble is told that an address is wrong.
    pub(crate) fn answers(&self) -> Answers {
        let given = [
            (Question::Danger, &self.danger),
            (Question::Money, &self.money),
            (Question::Now, &self.now),
            (Question::Known, &self.known),
        ];
        given.into_iter().fold(Answers::default(), |all, (question, text)| {
            all.with(question, text.parse().unwrap_or(Answer::Unknown))
        })
    }
}

/// A path with these answers, and with words that are looked for.
pub(crate) fn address(path: &str, answers: Answers, words: &str) -> String {
    let mut address = path.to_owned();
    let mut joint = '?';
    for question in Question::ALL {
        let answer = answers.to(*question);
        if answer != Answer::Unknown {
            let _ = write!(address, "{joint}{question}={answer}");
            joint = '&';
        }
    }
    if !words.is_empty() {
        let words: String = url::form_urlencoded::byte_serialize(words.as_bytes()).collect();
        let _ = write!(address, "{joint}words={words}");
    }
    address
}

/// The four questions as taps. A chosen answer leads back to the page without it. Where the page changes above the
/// questions, an answer leads to its beginning; else it stays at the question.
fn questions(words: Words, path: &str, answers: Answers, looked_for: &str, stays: bool) -> Vec<Taps> {
    let tap = |question: Question, answer: Answer, text: &str| {
        let is_chosen = answers.to(question) == answer;
        let then = answers.with(question, if is_chosen { Answer::Unknown } else { answer });
        let mut href = address(path, then, looked_for);
        if stays {
            let _ = write!(href, "#{question}");
        }
        Tap { text: words.say(text).into(), href, is_chosen }
    };
    let taps = |question: &Question| Taps {
        id: question.name().to_owned(),
        question: said::of(words, "help-ask", question.name()).into(),
        items: vec![tap(*question, Answer::Yes, "help-yes"), tap(*question, Answer::No, "help-no")],
        words,
    };
    Question::ALL.iter().map(taps).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_carries_what_was_answered_and_nothing_else() {
        let none = Answers::default();
        assert_eq!(address("/help", none, ""), "/help");
        let some = none.with(Question::Money, Answer::Yes).with(Question::Known, Answer::No);
        assert_eq!(address("/help/locked", some, ""), "/help/locked?money=yes&known=no");
        assert_eq!(address("/help", some, "a&b=c d"), "/help?money=yes&known=no&words=a%26b%3Dc+d");
    }

    #[test]
    fn what_is_no_answer_is_none() {
        let asked = HelpAsked { danger: "maybe".to_owned(), known: "yes".to_owned(), ..HelpAsked::default() };
        assert_eq!(asked.answers(), Answers::default().with(Question::Known, Answer::Yes));
    }
}
