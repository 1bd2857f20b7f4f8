//! What only text messages do: short numbers to answer, prices of each answer, alarms about a payment. Each stands in the family
//! of its id.

use observables::Kind;

use super::{Family, Signal, plain};
use crate::facts::Facts;

pub(super) static SIGNALS: &[Signal] = &[
    Signal::asks(
        "ask.not-you",
        Family::Ask,
        80,
        "it is a mail; or it names no number and no strange link; or the number begins with 03 or 080, as those of large firms do",
        not_you,
    ),
    Signal::asks(
        "ask.text-a-word",
        Family::Ask,
        50,
        "it is a mail; or the word only stops the messages or asks for help",
        text_a_word,
    ),
    Signal::asks(
        "money.dear-text",
        Family::Money,
        85,
        "it is a mail; or no price of a text or a minute; or nothing to text, ring or stop",
        dear_text,
    ),
    Signal::asks(
        "money.dearest-number",
        Family::Money,
        60,
        "it is a mail; or the number does not begin with 09",
        dearest_number,
    ),
];

/// Alarms about something that the reader has not done, with the alarm's own way to answer.
fn not_you(facts: &Facts<'_>) -> Option<String> {
    if !facts.bare || facts.count("ask.not-you") == 0 {
        return None;
    }
    let strange = facts.mentions.iter().find(|mention| {
        mention.kind == Kind::Phone
            && mention.value.len() > SHORTEST_NUMBER
            && !["+443", "+4480"].iter().any(|start| mention.value.starts_with(start))
    });
    let rung = || {
        rung_number(&facts.folded.text).filter(|number| {
            number.len() < 11 || !["080", "03"].iter().any(|start| number.starts_with(start))
        })
    };
    let way = strange
        .map(|number| number.value.clone())
        .or_else(|| rung().map(str::to_owned))
        .or_else(|| facts.elsewhere().next().map(|link| crate::authentication::shown(&link.address.host)))?;
    let words = plain(facts.quote("ask.not-you")?);
    Some(format!(
        "It alarms you (\"{words}\") and gives you its own way to answer: {way}. Use the number on your card or bill."
    ))
}

/// Numbers of fewer signs are short ones, such as 159.
const SHORTEST_NUMBER: usize = 7;

fn text_a_word(facts: &Facts<'_>) -> Option<String> {
    if !facts.bare {
        return None;
    }
    let (word, number) = short_number(&facts.folded.text)?;
    Some(format!("It wants you to text \"{}\" to {}. That can cost money.", plain(word), plain(number)))
}

/// "Text WIN to 80000": the word and the number, unless the word only stops the messages.
pub(crate) fn short_number(text: &str) -> Option<(&str, &str)> {
    const VERBS: &[&str] = &["text", "txt", "send", "sms", "reply", "msg", "message"];
    const STOPS: &[&str] = &[
        "stop",
        "end",
        "stopall",
        "unsub",
        "unsubscribe",
        "optout",
        "out",
        "quit",
        "cancel",
        "help",
        "remove",
        "no",
    ];
    let words: Vec<&str> = text
        .split(|sign: char| !sign.is_alphanumeric() && sign != '-')
        .filter(|word| !word.is_empty())
        .take(MOST_WORDS)
        .collect();
    let from = |at: usize| words.get(at..words.len().min(at + 6));
    (0..words.len()).filter_map(from).find_map(|some| {
        let (verb, rest) = some.split_first()?;
        let at = rest.iter().take(4).position(|word| matches!(*word, "to" | "2" | "on"))?;
        let (word, number) = (rest.first()?, rest.get(at + 1)?);
        let short = (4..=6).contains(&number.len()) && number.bytes().all(|sign| sign.is_ascii_digit());
        (at > 0 && short && VERBS.contains(verb) && !STOPS.contains(word)).then_some((*word, *number))
    })
}

/// Words of a text message that are looked at.
const MOST_WORDS: usize = 300;

/// The digits behind "call" or "ring", as far as they are many enough for a number. Not every country's numbers are known here.
pub(crate) fn rung_number(text: &str) -> Option<&str> {
    const CALLS: &[&str] = &["call", "ring", "phone", "dial", "ph", "tel", "no", "number"];
    let mut calls = false;
    for word in text.split([' ', ':', '.', ',', '-']).filter(|word| !word.is_empty()).take(MOST_WORDS) {
        let digits = word.bytes().take_while(u8::is_ascii_digit).count();
        if calls && (SHORTEST_NUMBER + 2..=15).contains(&digits) {
            return word.get(..digits);
        }
        calls = CALLS.contains(&word);
    }
    None
}

fn dear_text(facts: &Facts<'_>) -> Option<String> {
    /// How the law has such services write their prices (PSA and Ofcom: price of each message or minute).
    const EACH: &[&str] = &[
        "/msg",
        "/min",
        "/text",
        "/txt",
        " per msg",
        " per min",
        " per text",
        " per txt",
        "p per message",
        "p msg",
        "ppm",
    ];
    const WEEKS: &[&str] = &["/week", "/wk", " per week", " per wk", " a week"];
    if !facts.bare {
        return None;
    }
    let text = &facts.folded.text;
    let word = short_number(text).is_some();
    let dear = facts.mentions.iter().any(|mention| mention.kind == Kind::Phone && is_dear(&mention.value));
    let stop = text.split(|sign: char| !sign.is_alphanumeric()).any(|each| each == "stop");
    let price = |marks: &[&str]| marks.iter().find_map(|mark| priced(text, mark));
    let found =
        price(EACH).filter(|_| word || dear || stop).or_else(|| price(WEEKS).filter(|_| word || dear))?;
    Some(format!("It costs money each time you answer: \"{}\".", plain(found)))
}

/// A mark of a price with digits before it.
fn priced<'t>(text: &'t str, mark: &str) -> Option<&'t str> {
    text.match_indices(mark).take(MOST_PRICES).find_map(|(at, _)| {
        let from = text.floor_char_boundary(at.saturating_sub(6));
        let before = &text[from..at];
        let digit = before.find(|sign: char| sign.is_ascii_digit())?;
        Some(text[from + digit..at + mark.len()].trim())
    })
}

/// Prices of one kind that are looked at.
const MOST_PRICES: usize = 20;

/// 087 and 09: whoever is rung is paid by the caller (Ofcom).
fn is_dear(number: &str) -> bool {
    number.starts_with("+449") || number.starts_with("+4487")
}

fn dearest_number(facts: &Facts<'_>) -> Option<String> {
    if !facts.bare {
        return None;
    }
    let named = facts.mentions.iter().find(|each| each.kind == Kind::Phone && each.value.starts_with("+449"));
    let rung =
        || rung_number(&facts.folded.text).filter(|number| number.starts_with("09") && number.len() >= 11);
    let number = named.map(|each| each.value.as_str()).or_else(rung)?;
    Some(format!("A text message wants you to ring {number}. Such a call can cost pounds a minute."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_to_text_is_found_with_its_number_and_a_stop_is_none() {
        assert_eq!(short_number("text win to 80123 now"), Some(("win", "80123")));
        assert_eq!(short_number("txt shop 2 85023"), Some(("shop", "85023")));
        assert_eq!(short_number("text stop to 80123"), None);
        assert_eq!(short_number("send it to 12 high street"), None);
    }

    #[test]
    fn it_is_looked_for_in_so_many_words_and_in_no_more() {
        let at = format!("{}text win to 80123", "so ".repeat(MOST_WORDS - 4));
        assert!(short_number(&at).is_some());
        let past = format!("{}text win to 80123", "so ".repeat(MOST_WORDS - 3));
        assert!(short_number(&past).is_none());
    }

    #[test]
    fn a_number_stands_behind_a_call() {
        assert_eq!(rung_number("call 09098790123from home"), Some("09098790123"));
        assert_eq!(rung_number("order 09098790123"), None);
        let past = format!("{}call 09098790123", "so ".repeat(MOST_WORDS - 1));
        assert_eq!(rung_number(&past), None);
    }

    #[test]
    fn a_price_has_digits_before_its_mark() {
        assert_eq!(priced("win! £1.50/msg", "/msg"), Some("1.50/msg"));
        assert_eq!(priced("and/msg", "/msg"), None);
        let past = format!("{}150p/msg", "a/msg ".repeat(MOST_PRICES));
        assert_eq!(priced(&past, "/msg"), None);
    }
}
