//! The story that it tells.

use super::{Family, Signal};
use crate::facts::Facts;

const TALK: &str = "it stands in the talk of a list, or in a short text that names no way to answer";

pub(super) static SIGNALS: &[Signal] = &[
    Signal::says(
        "story.fortune-sure",
        Family::Story,
        80,
        1,
        "It tells of money from a stranger: \"{}\".",
        TALK,
    ),
    Signal::says(
        "story.fortune",
        Family::Story,
        60,
        6,
        "It tells a long story about money, as scams do: \"{}\".",
        TALK,
    ),
    Signal::says("story.prize", Family::Story, 55, 1, "It promises something for nothing: \"{}\".", TALK),
    Signal::says(
        "story.parcel",
        Family::Story,
        30,
        1,
        "It tells of a parcel: \"{}\". Look it up in the courier's own app.",
        TALK,
    ),
    Signal::says("story.refund", Family::Story, 40, 1, "It promises money back: \"{}\".", TALK),
    Signal::says("story.coins", Family::Story, 20, 2, "It speaks of digital money: \"{}\".", TALK),
    Signal::says("story.coins-gift", Family::Story, 60, 1, "It promises digital money: \"{}\".", TALK),
    Signal::says("story.easy-money", Family::Story, 40, 1, "It promises easy money: \"{}\".", TALK),
    Signal::says(
        "story.romance",
        Family::Story,
        45,
        1,
        "It is about meeting people whom you do not know: \"{}\".",
        TALK,
    ),
    Signal::says(
        "story.romance-likely",
        Family::Story,
        40,
        2,
        "It is about meeting people whom you do not know: \"{}\".",
        TALK,
    ),
    Signal::says("story.miracle", Family::Story, 45, 2, "It sells a cure as such letters do: \"{}\".", TALK),
    Signal::says("story.hard-sell", Family::Story, 40, 2, "It sells hard: \"{}\".", TALK),
    Signal::says(
        "story.fine",
        Family::Story,
        35,
        1,
        "It tells of a fine or a toll: \"{}\". Look it up at the office's own site.",
        TALK,
    ),
    Signal::asks(
        "story.stranger-knocks",
        Family::Story,
        55,
        "it answers something, or is longer; or the sender uses the address of a house; or it is a text message, or a list",
        stranger_knocks,
    ),
    Signal::says(
        "story.arrest",
        Family::Story,
        60,
        1,
        "It says that you will be arrested: \"{}\". No office does that by message.",
        TALK,
    ),
    Signal::says(
        "story.claims-loans",
        Family::Story,
        55,
        1,
        "It offers a loan or money for a claim that you did not ask for: \"{}\".",
        TALK,
    ),
    Signal::says(
        "story.wrong-number",
        Family::Story,
        60,
        1,
        "It begins as if by mistake, and then wants to be friends: \"{}\".",
        "the mistake is all, and no friendship is sought; or it stands in the talk of a list",
    ),
    Signal::says("story.renewal", Family::Story, 25, 1, "It speaks of an order or a renewal: \"{}\".", TALK),
    Signal::decides(
        "story.extortion",
        Family::Story,
        150,
        "fewer than two such phrases, or no digital money; or the talk of a list",
        extortion,
    ),
];

/// Threats to show a recording, with a payment in digital money.
fn extortion(facts: &Facts<'_>) -> Option<String> {
    let count = facts.count("pressure.extortion");
    let coins = facts.count("story.coins") > 0;
    let wallet = facts.wallet().is_some();
    (((count >= EXTORTION_FROM && coins) || (count > 0 && wallet)) && !facts.is_talk()).then(|| {
        let words = facts.quote("pressure.extortion").unwrap_or_default();
        format!("It threatens you and wants money: \"{}\". Such letters go to thousands of people, and there is no film.", super::plain(words))
    })
}

/// So many phrases of extortion are no chance.
const EXTORTION_FROM: usize = 3;

/// A few lines from somebody whom anybody can be, that only want an answer: the story comes with the second letter.
fn stranger_knocks(facts: &Facts<'_>) -> Option<String> {
    let reading = facts.reading;
    let stranger = facts.free_sender() || facts.sender.is_none();
    if facts.bare || !stranger || facts.body_words > FEW_LINES || !reading.body.history.is_empty() {
        return None;
    }
    if facts.on_a_list()
        || (facts.has_headers() && reading.headers.answers)
        || facts.count("story.stranger-knocks") == 0
    {
        return None;
    }
    let words = super::plain(facts.quote("story.stranger-knocks")?);
    Some(format!("A stranger writes a few lines and only wants an answer: \"{words}\"."))
}

/// So many words are a few lines.
const FEW_LINES: usize = 70;
