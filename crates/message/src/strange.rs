//! Letters that a person does not see, and letters of another script that look like ours.

use std::collections::BTreeSet;

use crate::reading::{Flag, Headers, Hidden, Hiding};

/// Hidden words of one message that are kept.
pub(crate) const MOST_HIDDEN: usize = 200;
/// Letters of one hidden text that are kept.
pub(crate) const LONGEST_HIDDEN: usize = 20_000;

/// A character without width, or one that turns the direction of writing (Unicode: default ignorable and bidi controls).
pub(crate) fn is_invisible(letter: char) -> bool {
    matches!(letter,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180e}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}'
        | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// Letters in which joiners are part of ordinary writing.
fn joins(letter: char) -> bool {
    matches!(letter, '\u{590}'..='\u{8ff}' | '\u{900}'..='\u{dff}' | '\u{e00}'..='\u{109f}' | '\u{1780}'..='\u{18af}')
}

fn is_right_to_left(letter: char) -> bool {
    matches!(letter, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}')
}

/// Whether invisible characters stand where writing has no need of them.
pub(crate) fn has_invisible(words: &str) -> bool {
    if words.is_ascii() {
        return false;
    }
    let foreign = words.chars().any(|letter| joins(letter) || is_right_to_left(letter));
    let mut before = ' ';
    for letter in words.chars() {
        let needed = match letter {
            // Pictures are joined to one another; other scripts join letters.
            '\u{200c}' | '\u{200d}' => joins(before) || !before.is_alphanumeric(),
            '\u{200e}' | '\u{200f}' | '\u{61c}' => foreign,
            // Flags of countries are spelt with tags behind a black flag.
            '\u{e0020}'..='\u{e007f}' => !before.is_alphanumeric(),
            '\u{feff}' => before == ' ',
            _ => false,
        };
        if is_invisible(letter) && !needed {
            return true;
        }
        if !is_invisible(letter) {
            before = letter;
        }
    }
    false
}

/// Whether the direction of writing is turned by force.
pub(crate) fn turns_direction(words: &str) -> bool {
    !words.is_ascii() && words.contains(['\u{202d}', '\u{202e}'])
}

#[derive(PartialEq, Eq, Clone, Copy)]
enum Script {
    Latin,
    /// Scripts whose letters look like Latin ones.
    Alike,
}

fn script(letter: char) -> Option<Script> {
    match letter {
        'a'..='z' | 'A'..='Z' | '\u{c0}'..='\u{24f}' if letter != '×' && letter != '÷' => {
            Some(Script::Latin)
        }
        '\u{370}'..='\u{3ff}'
        | '\u{400}'..='\u{52f}'
        | '\u{531}'..='\u{58f}'
        | '\u{13a0}'..='\u{13ff}'
        | '\u{1d400}'..='\u{1d7ff}' => Some(Script::Alike),
        _ => None,
    }
}

/// Whether one word has letters of Latin and of a script that looks like it (UTS 39, "mixed-script confusables").
pub(crate) fn mixes_scripts(words: &str) -> bool {
    if words.is_ascii() {
        return false;
    }
    words.split(|letter: char| !letter.is_alphanumeric() && !is_invisible(letter)).any(|word| {
        let has = |wanted| word.chars().any(|letter| script(letter) == Some(wanted));
        has(Script::Latin) && has(Script::Alike)
    })
}

/// The words as a person sees them, and the words that had something without width inside them.
pub(crate) fn without_invisible(words: &str) -> (String, Vec<Hidden>) {
    let mut out = String::with_capacity(words.len());
    let mut hidden = Vec::new();
    push_visible(words, &mut out, &mut hidden);
    (out, hidden)
}

pub(crate) fn push_visible(words: &str, out: &mut String, hidden: &mut Vec<Hidden>) {
    if words.is_ascii() || !words.chars().any(is_invisible) {
        out.push_str(words);
        return;
    }
    for piece in words.split_inclusive(char::is_whitespace) {
        if !piece.chars().any(is_invisible) {
            out.push_str(piece);
            continue;
        }
        let from = out.len();
        let (mut before, mut gap, mut splits) = (' ', false, false);
        for letter in piece.chars() {
            let keeps =
                matches!(letter, '\u{200c}' | '\u{200d}') && (joins(before) || !before.is_alphanumeric());
            if is_invisible(letter) && !keeps {
                gap = letter != '\u{ad}';
                continue;
            }
            splits |= gap && script(before).is_some() && script(letter).is_some();
            gap = false;
            before = letter;
            out.push(letter);
        }
        if splits && hidden.len() < MOST_HIDDEN {
            let word = out.get(from..).unwrap_or_default().trim().chars().take(LONGEST_HIDDEN).collect();
            hidden.push(Hidden { text: word, how: Hiding::ZeroWidth });
        }
    }
}

/// Flags what is strange in names, addresses and subject.
pub(crate) fn flag(headers: &Headers, flags: &mut BTreeSet<Flag>) {
    let mailboxes = headers.from.iter().chain(&headers.reply_to).take(20);
    let words = mailboxes
        .flat_map(|mailbox| [mailbox.name.as_str(), mailbox.address.as_str()])
        .chain([headers.subject.as_str()]);
    for words in words.filter(|words| !words.is_ascii()) {
        if has_invisible(words) {
            flags.insert(Flag::InvisibleCharacters);
        }
        if mixes_scripts(words) {
            flags.insert(Flag::MixedScripts);
        }
    }
}
