//! What the reporter says has already happened: "I clicked", "I have paid", and never where they say that they have not.

use std::ops::Range;

use crate::examination::Already;
use crate::text::fold;

/// Bytes of a note that are read.
pub(crate) const MOST_NOTE: usize = 4_000;

/// Words that say what happened, each with what it is.
const SAID: &[(Already, &[&str])] = &[
    (
        Already::Clicked,
        &[
            "clicked",
            "pressed the link",
            "pressed on the link",
            "tapped",
            "opened the link",
            "opened the attachment",
            "opened the file",
            "opened it",
            "followed the link",
            "downloaded",
            "went on the link",
            "went to the site",
            "went to the website",
            "i did click",
            "scanned the code",
            "scanned the qr",
            "ran the file",
            "installed it",
            "pressed it",
        ],
    ),
    (
        Already::Paid,
        &[
            "paid",
            "sent money",
            "sent the money",
            "sent them money",
            "sent him money",
            "sent her money",
            "transferred",
            "made a payment",
            "made the payment",
            "made a transfer",
            "wired",
            "gave my card",
            "gave them my card",
            "gave my bank",
            "gave them my bank",
            "gave him my bank",
            "gave her my card",
            "entered my card",
            "put in my card",
            "put my card",
            "entered my bank",
            "typed my card",
            "typed in my card",
            "filled in my card",
            "put in my bank",
            "put my bank",
            "gave my account",
            "bought the gift cards",
            "bought gift cards",
            "bought the cards",
            "sent the codes",
            "gave my sort code",
            "money has gone",
            "money is gone",
            "money has been taken",
            "took money",
            "taken money",
            "money was taken",
            "lost money",
            "card details in",
        ],
    ),
    (
        Already::GavePassword,
        &[
            "gave my password",
            "gave them my password",
            "gave him my password",
            "entered my password",
            "put in my password",
            "put my password",
            "typed my password",
            "typed in my password",
            "filled in my password",
            "logged in",
            "signed in",
            "gave my code",
            "gave the code",
            "gave them the code",
            "gave him the code",
            "told them the code",
            "told him the code",
            "read out the code",
            "sent the code",
            "sent them the code",
            "entered the code",
            "gave my login",
            "gave my pin",
            "gave them my pin",
            "entered my pin",
            "entered my details",
            "put in my details",
            "put my details",
            "gave my details",
            "gave them my details",
            "filled in the form",
            "filled it in",
            "filled in my details",
            "password in",
        ],
    ),
    (
        Already::LetThemIn,
        &[
            "let them in",
            "let him in",
            "let her in",
            "took over my computer",
            "took control",
            "installed anydesk",
            "installed teamviewer",
            "downloaded anydesk",
            "downloaded teamviewer",
            "gave them access",
            "gave him access",
            "gave her access",
            "gave remote access",
            "they were on my computer",
            "he was on my computer",
            "she was on my computer",
            "they are on my computer",
            "controlled my computer",
            "let them on my computer",
            "let him on my computer",
            "shared my screen",
            "remote access to my",
        ],
    ),
];

/// Words before it that turn it around.
const NOT: &[&str] = &[
    "not",
    "n't",
    "never",
    "didnt",
    "havent",
    "hasnt",
    "dont",
    "wont",
    "without",
    "before",
    "nobody",
    "no one",
    "if i",
    "should i",
    "if we",
    "should we",
    "almost",
    "nearly",
    "could have",
    "asks if",
    "said i",
    "says i",
    "say i",
    "wants me to",
    "asked me to",
    "tells me to",
    "want to",
    "how many",
    "did anyone",
    "has anyone",
    "to be",
    "must be",
    "should be",
    "needs to be",
    "need to be",
    "can be",
    "will be",
    "says we",
    "say we",
    "claims",
    "claiming",
    "get",
    "being",
    "apparently",
    "supposedly",
    "they say",
    "unless",
    "until",
    "will have",
    "yet to",
];

/// What a note says has already happened, each once.
#[must_use]
pub fn already(note: &str) -> Vec<Already> {
    let text = fold(note, MOST_NOTE).text;
    let mut found: Vec<Already> = SAID
        .iter()
        .filter(|(_, phrases)| phrases.iter().any(|phrase| said(&text, phrase)))
        .map(|(already, _)| *already)
        .collect();
    found.sort_unstable();
    found
}

fn said(text: &str, phrase: &str) -> bool {
    let joins = |sign: char| sign.is_alphanumeric();
    text.match_indices(phrase).any(|(at, _)| {
        let end = at + phrase.len();
        !text[..at].chars().next_back().is_some_and(joins)
            && !text[end..].chars().next().is_some_and(joins)
            && !is_turned_around(text, at..end)
    })
}

/// Whether a "not" stands before it in the same sentence, near enough to mean it.
fn is_turned_around(text: &str, at: Range<usize>) -> bool {
    let from = text[..at.start].rfind(['.', '!', '?', ';', ',']).map_or(0, |end| end + 1);
    let from = from.max(text.floor_char_boundary(at.start.saturating_sub(REACH)));
    let before = text[from..at.start].split(" but ").last().unwrap_or_default();
    let padded = format!(" {} ", before.trim().replace("n't", " n't"));
    NOT.iter().any(|not| padded.contains(&format!(" {not} ")))
        // A question about what to do is no account of what was done; "is this real? I paid" is.
        || (padded.contains(" anyone ") && text[at.end..].trim_start().starts_with('?'))
}

/// How far before it a "not" is looked for, in bytes.
const REACH: usize = 40;
