//! How it is made. Most of it weighs little and is told among the details.

use message::{Flag, Hiding};

use super::{Family, Signal, plain};
use crate::facts::Facts;

pub(super) static SIGNALS: &[Signal] = &[
    Signal::asks(
        "form.hidden-words",
        Family::Form,
        50,
        "few words are hidden, as the preview line of a newsletter; or the sender is proved and of the brand book",
        hidden_words,
    ),
    Signal::asks(
        "form.disguised-words",
        Family::Form,
        70,
        "the letters are those of the word",
        disguised_words,
    ),
    Signal::asks(
        "form.invisible",
        Family::Form,
        50,
        "few such characters, or the sender is proved and of the brand book",
        invisible,
    ),
    Signal::asks(
        "form.twins-differ",
        Family::Form,
        35,
        "both say the same, or one is a line that asks for a program that can show the other",
        twins_differ,
    ),
    Signal::asks("form.asks-in-form", Family::Form, 15, "nothing is to be filled in", asks_in_form),
    Signal::asks("form.script", Family::Form, 20, "no script", script),
    Signal::asks(
        "form.broken-template",
        Family::Form,
        60,
        "the places of the template are filled",
        broken_template,
    ),
    Signal::asks(
        "form.no-words",
        Family::Form,
        35,
        "there are words, or a file; or the talk of a list",
        no_words,
    ),
    Signal::asks(
        "form.no-subject",
        Family::Form,
        25,
        "there is a subject, or no header lines came with it",
        no_subject,
    ),
    Signal::asks(
        "form.loud-subject",
        Family::Form,
        25,
        "the subject is written in ordinary letters",
        loud_subject,
    ),
    Signal::asks("form.to-many", Family::Form, 35, "you are named as receiver; or a list", to_many),
    Signal::asks("form.readers-disagree", Family::Form, 40, "both readers see the same", readers_disagree),
    Signal::asks(
        "form.odd-date",
        Family::Form,
        30,
        "the date is there and not in the future; or no header lines came with it",
        odd_date,
    ),
    Signal::asks(
        "form.bait",
        Family::Form,
        30,
        "it answers something, or holds a file or a link; or the sender uses the address of a house; or a list",
        bait,
    ),
    Signal::asks(
        "form.calls-you-by-address",
        Family::Form,
        30,
        "it calls you by a name, or your address stands elsewhere, as at the foot of a newsletter; or a list",
        calls_you_by_address,
    ),
    Signal::asks("form.false-answer", Family::Form, 35, "it answers something, or a list", false_answer),
];

fn hidden_words(facts: &Facts<'_>) -> Option<String> {
    if facts.proved_known() || facts.is_talk() {
        return None;
    }
    let words: usize = facts
        .reading
        .body
        .hidden
        .iter()
        .filter(|hidden| !matches!(hidden.how, Hiding::Comment | Hiding::ZeroWidth))
        .map(|hidden| hidden.text.split_whitespace().take(500).count())
        .sum();
    (words >= 60)
        .then(|| "It holds many words that you cannot see. They are there to slip past filters.".to_owned())
}

/// Words as they come out of folding where `I` or `1` stands for `l`.
const DISGUISED: &[&str] = &[
    "couid",
    "wouid",
    "shouid",
    "piease",
    "ciick",
    "foiiow",
    "heip",
    "emaii",
    "deiivery",
    "vaiid",
    "mobiie",
    "oniine",
    "poiicy",
    "biiiing",
    "baiance",
    "iogin",
    "iog in",
    "weicome",
    "totai",
    "officiai",
    "finai",
    "personai",
    "vlagra",
    "clalls",
    "clalis",
    "v1agra",
    "c1alis",
    "paypai",
    "appie",
    "googie",
    "netfiix",
    "payrneut",
    "arnazon",
    "rnicrosoft",
    "unsubscrlbe",
    "cl1ck",
    "p1ease",
    "acc0unt",
    "passw0rd",
    "0rder",
    "inv0ice",
    "l0gin",
    "verlfy",
    "saveyou",
];

fn disguised_words(facts: &Facts<'_>) -> Option<String> {
    if facts.is_talk() {
        return None;
    }
    let word = facts
        .folded
        .text
        .split(|sign: char| !sign.is_alphanumeric())
        .find(|word| DISGUISED.contains(word))?;
    Some(format!(
        "It writes words with the wrong letters, such as \"{}\", to slip past filters.",
        plain(word)
    ))
}

fn invisible(facts: &Facts<'_>) -> Option<String> {
    if facts.proved_known() || facts.is_talk() {
        return None;
    }
    let noticed = facts.folded.noticed;
    let inside =
        facts.reading.body.hidden.iter().filter(|hidden| hidden.how == Hiding::ZeroWidth).count() >= 3;
    (inside || noticed.invisible >= 8 || noticed.mixed_words >= 2).then(|| {
        "There are invisible or foreign characters inside its words, to slip past filters.".to_owned()
    })
}

fn twins_differ(facts: &Facts<'_>) -> Option<String> {
    (facts.reading.flags.contains(&Flag::TwinsDiffer) && !facts.is_talk() && !facts.proved_known())
        .then(|| "Two programs would show two different letters.".to_owned())
}

fn asks_in_form(facts: &Facts<'_>) -> Option<String> {
    (facts.reading.body.asks_in_form && !facts.proved_known() && !facts.reading.headers.list)
        .then(|| "It has fields to fill in, right in the message.".to_owned())
}

fn script(facts: &Facts<'_>) -> Option<String> {
    (facts.reading.body.script && !facts.is_talk() && !facts.proved_known())
        .then(|| "It has a small program in it.".to_owned())
}

/// Marks of templates of programs for mass mail that were not filled in.
const UNFILLED: &[&str] = &[
    "*|mc",
    "*|fname",
    "{{name",
    "{{ name",
    "{{email",
    "[[name",
    "[[email",
    "{numero}",
    "%%email",
    "##email",
    "#email#",
    "[email]",
    "{email}",
    "%email%",
    "{first_name",
    "[first_name",
    "[name]",
    "{random",
    "%name%",
    "[-email-]",
    "$email",
    "[mail]",
    "{$email",
    "[domain]",
    "%domain%",
    "{domain}",
    "[random",
    "##random",
    "{{random",
    "[to]",
    "{rand",
    "<object>",
];

fn broken_template(facts: &Facts<'_>) -> Option<String> {
    if facts.is_talk() || facts.reading.body.history.len() > 100 {
        return None;
    }
    let text = &facts.folded.text;
    let mark = UNFILLED.iter().copied().find(|mark| text.contains(mark)).or_else(|| unfilled(text))?;
    Some(format!("Whoever sent it forgot to fill in the blanks (\"{}\").", plain(mark)))
}

/// A place of whatever name in two curly brackets, as most programs for mass mail write it: `{{date}}`.
fn unfilled(text: &str) -> Option<&str> {
    text.match_indices("{{").take(MOST_PLACES).find_map(|(at, _)| {
        let inside = text[at + 2..].split("}}").next().filter(|name| name.len() <= LONGEST_PLACE)?;
        let whole = text.get(at..at + inside.len() + 4).filter(|whole| whole.ends_with("}}"))?;
        let named = inside.trim().bytes().all(|b| b.is_ascii_alphanumeric() || b"_-. ".contains(&b));
        (named && !inside.trim().is_empty()).then_some(whole)
    })
}

/// Places of a template that are looked at.
const MOST_PLACES: usize = 50;
/// Letters of the name of such a place.
const LONGEST_PLACE: usize = 24;

fn no_words(facts: &Facts<'_>) -> Option<String> {
    (facts.body_words <= 3
        && facts.contents.is_empty()
        && !facts.is_talk()
        && !facts.bare
        && facts.reading.body.history.is_empty())
    .then(|| "It has hardly any words.".to_owned())
}

fn no_subject(facts: &Facts<'_>) -> Option<String> {
    (facts.subject.text.trim().is_empty() && facts.has_headers() && !facts.bare)
        .then(|| "It has no subject.".to_owned())
}

fn loud_subject(facts: &Facts<'_>) -> Option<String> {
    if facts.is_talk() {
        return None;
    }
    let subject = &facts.reading.headers.subject;
    let letters = subject
        .chars()
        .filter(|sign| sign.is_alphabetic() && (sign.is_uppercase() || sign.is_lowercase()))
        .count();
    let capitals = subject.chars().filter(|sign| sign.is_uppercase()).count();
    let pictures = subject
        .chars()
        .filter(|sign| ('\u{1f000}'..='\u{1faff}').contains(sign) || ('\u{2600}'..='\u{27bf}').contains(sign))
        .count();
    let marks = subject.matches(['!', '$', '€', '£']).count();
    let loud = (letters >= 12 && capitals * 10 >= letters * 8)
        || pictures >= 2
        || marks >= 3
        || subject.contains("!!");
    loud.then(|| "Its subject shouts.".to_owned())
}

fn to_many(facts: &Facts<'_>) -> Option<String> {
    let headers = &facts.reading.headers;
    let hidden = headers.to.iter().all(|to| {
        let name = to.name.to_ascii_lowercase();
        !to.address.contains('@') || name.contains("undisclosed") || to.address.contains("undisclosed")
    });
    (facts.has_headers() && hidden && !headers.list && !facts.bare)
        .then(|| "It was sent to people whose names are hidden.".to_owned())
}

fn readers_disagree(facts: &Facts<'_>) -> Option<String> {
    facts
        .reading
        .flags
        .contains(&Flag::ReadersDisagree)
        .then(|| "It is built so that two programs read it differently.".to_owned())
}

fn odd_date(facts: &Facts<'_>) -> Option<String> {
    if !facts.has_headers() || facts.bare {
        return None;
    }
    match facts.reading.headers.date {
        Some(date) if date > facts.setting.now + DAY * 2 => Some("Its date lies in the future.".to_owned()),
        None => Some("It has no date.".to_owned()),
        Some(_) => None,
    }
}

const DAY: i64 = 86_400;

fn false_answer(facts: &Facts<'_>) -> Option<String> {
    let headers = &facts.reading.headers;
    let answers =
        ["re:", "re :", "aw:", "fw:", "fwd:"].iter().any(|mark| facts.subject.text.starts_with(mark));
    (answers
        && facts.has_headers()
        && !headers.answers
        && !headers.list
        && facts.reading.body.history.is_empty()
        && !facts.bare)
        .then(|| "It pretends to answer a letter of yours.".to_owned())
}

/// Hardly a word from somebody whom anybody can be: such letters find out who answers.
fn bait(facts: &Facts<'_>) -> Option<String> {
    let headers = &facts.reading.headers;
    (facts.free_sender()
        && !facts.bare
        && facts.body_words <= BAIT_WORDS
        && facts.contents.is_empty()
        && facts.pressed().next().is_none()
        && facts.reading.body.history.is_empty()
        && !headers.answers
        && !headers.list)
        .then(|| "It says hardly anything. Such letters find out who answers.".to_owned())
}

/// So many words are hardly any.
const BAIT_WORDS: usize = 4;

fn calls_you_by_address(facts: &Facts<'_>) -> Option<String> {
    const GREETINGS: &[&str] =
        &["hi", "hello", "dear", "hey", "attention", "attn", "user", "hallo", "bonjour", "hola", "ola"];
    if facts.on_a_list() || facts.proved_known() || facts.bare {
        return None;
    }
    let text =
        facts.folded.text.get(..facts.folded.text.floor_char_boundary(facts.subject_end + GREETED_WITHIN))?;
    facts.reading.headers.to.iter().take(MOST_RECEIVERS).find_map(|to| {
        let address = to.address.to_ascii_lowercase();
        let at = text.find(&address).filter(|_| address.contains('@'))?;
        let before = text[..at].trim_end_matches(|sign: char| !sign.is_alphanumeric());
        let word = before.rsplit(|sign: char| !sign.is_alphanumeric()).next().unwrap_or_default();
        (at < facts.subject_end || GREETINGS.contains(&word)).then(|| {
            "It calls you by your mail address. Whoever knows you calls you by your name.".to_owned()
        })
    })
}

/// Letters of the body in which a greeting stands.
const GREETED_WITHIN: usize = 300;
/// Receivers that are looked at.
const MOST_RECEIVERS: usize = 5;
