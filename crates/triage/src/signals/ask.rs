//! What it asks for.

use super::{Family, Signal};
use crate::address::listed;
use crate::facts::Facts;
use crate::lists::List;

const TALK: &str = "it stands in the talk of a list";

pub(super) static SIGNALS: &[Signal] = &[
    Signal::says(
        "ask.sign-in",
        Family::Ask,
        45,
        1,
        "It asks you to sign in or confirm who you are: \"{}\".",
        TALK,
    ),
    Signal::says("ask.password", Family::Ask, 50, 1, "It asks about passwords or codes: \"{}\".", TALK),
    Signal::says("ask.card", Family::Ask, 40, 1, "It asks about cards or how you pay: \"{}\".", TALK),
    Signal::says(
        "ask.personal-details",
        Family::Ask,
        40,
        2,
        "It asks you for details about yourself: \"{}\".",
        TALK,
    ),
    Signal::says(
        "ask.gift-cards-buy",
        Family::Ask,
        110,
        1,
        "It asks for gift cards: \"{}\". No real boss, bank or office is paid with those.",
        TALK,
    ),
    Signal::says(
        "ask.connect-wallet",
        Family::Ask,
        70,
        1,
        "It asks you to connect or claim digital money: \"{}\".",
        TALK,
    ),
    Signal::says(
        "ask.remote-access",
        Family::Ask,
        50,
        1,
        "It speaks of letting somebody into your computer: \"{}\".",
        TALK,
    ),
    Signal::says("ask.fee", Family::Ask, 40, 1, "It asks for a fee: \"{}\".", TALK),
    Signal::says(
        "ask.new-bank-details",
        Family::Ask,
        110,
        1,
        "It says that bank details have changed: \"{}\".",
        TALK,
    ),
    Signal::says("ask.bank-transfer", Family::Ask, 40, 1, "It asks you to move money: \"{}\".", TALK),
    Signal::says("ask.secrecy", Family::Ask, 45, 1, "It asks you to keep it secret: \"{}\".", TALK),
    Signal::says(
        "ask.other-channel",
        Family::Ask,
        40,
        1,
        "It wants to go on talking somewhere else: \"{}\".",
        TALK,
    ),
    Signal::says(
        "ask.ring",
        Family::Ask,
        45,
        1,
        "It wants you to ring about something that you did not order: \"{}\".",
        TALK,
    ),
    Signal::says("ask.open-document", Family::Ask, 30, 1, "It wants you to open something: \"{}\".", TALK),
    Signal::says(
        "ask.new-number",
        Family::Ask,
        60,
        2,
        "It says that somebody you know has a new number: \"{}\".",
        TALK,
    ),
    Signal::says("ask.favour", Family::Ask, 40, 1, "It begins as scams that play the boss do: \"{}\".", TALK),
    Signal::says("ask.press", Family::Ask, 15, 1, "It wants you to press a link: \"{}\".", TALK),
    Signal::asks(
        "ask.answer-to-free-mail",
        Family::Ask,
        50,
        "the address is the sender's own, or the sender is proved and of the brand book; or the talk of a list, or a list that wrote its own address over the sender's",
        answer_to_free_mail,
    ),
];

/// An address of free mail in the words, that is not the sender's.
fn answer_to_free_mail(facts: &Facts<'_>) -> Option<String> {
    let paper = facts.reading.headers.list && facts.body_words > LONG;
    if facts.is_talk() || facts.proved_known() || facts.speaks_through_a_list() || paper {
        return None;
    }
    let text = &facts.folded.text;
    let sender = facts.from.address.to_ascii_lowercase();
    let word = text
        .split(|s: char| s.is_whitespace() || "<>()[]\"',;:".contains(s))
        .filter(|word| word.contains('@') && !word.contains('/'))
        .take(MOST_ADDRESSES)
        .find(|word| {
            let word = word.trim_matches('.');
            crate::address::domain_of(word).is_some_and(|host| listed(&host, List::FreeMail))
                && word != sender
                && !facts.reading.headers.to.iter().any(|to| to.address.eq_ignore_ascii_case(word))
        })?;
    Some(format!("It wants an answer at {}, an address that anybody can get.", super::plain(word)))
}

/// A letter to many of more words is a paper, in which addresses of readers stand.
const LONG: usize = 400;
/// Addresses in the words that are looked at.
const MOST_ADDRESSES: usize = 30;
