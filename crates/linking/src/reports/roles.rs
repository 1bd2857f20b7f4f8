//! Whose value a sentence speaks of, told by the words before it in the same sentence.

use std::ops::Range;

use super::evidence::Role;

/// How far back the words are looked at, in bytes.
const BACK: usize = 90;

/// Words by which people speak of what is theirs.
const OWN: [&str; 16] = [
    "my own account",
    "my account",
    "my number",
    "my phone",
    "my mobile",
    "my e-mail",
    "my email",
    "my address",
    "my card",
    "reach me",
    "contact me",
    "ring me",
    "call me on",
    "left my",
    "from my account",
    "our own account",
];

/// Words by which people speak of whom they turned to.
const TURNED_TO: [&str; 14] = [
    "i rang my bank",
    "i called my bank",
    "rang the bank",
    "the bank told me to",
    "told me to call",
    "to report it",
    "i reported it",
    "the police",
    "action fraud",
    "i was given",
    "my bank on",
    "number on the back",
    "i phoned my",
    "their real number",
];

/// The role of what stands at a place of the narrative.
pub(crate) fn of(text: &str, written: &Range<usize>) -> Role {
    let mut from = written.start.saturating_sub(BACK);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let before = text.get(from..written.start).unwrap_or_default();
    let before = before.rfind(['.', '!', '?', '\n']).map_or(before, |at| &before[at + 1..]).to_lowercase();
    let mut to = text.len().min(written.end + 40);
    while !text.is_char_boundary(to) {
        to -= 1;
    }
    let after = text.get(written.end..to).unwrap_or_default();
    let after = after.find(['.', '!', '?', '\n']).map_or(after, |at| &after[..at]).to_lowercase();
    if OWN.iter().any(|words| before.contains(words)) {
        return Role::Victim;
    }
    let turned = TURNED_TO.iter().any(|words| before.contains(words)) || after.contains("to report");
    if turned { Role::Helper } else { Role::Offender }
}
