//! Finds a problem by the words of whoever has it.

use std::collections::BTreeSet;

use super::Problem;

/// So much of what was typed is looked at, in characters.
pub const LONGEST_QUERY: usize = 200;
/// From so many letters on, a typed word finds longer words that begin with it.
const SHORTEST_BEGINNING: usize = 4;
/// Words that stand in every sentence and find nothing.
const EMPTY_WORDS: [&str; 34] = [
    "a", "an", "and", "are", "at", "be", "been", "but", "by", "do", "for", "from", "has", "have", "i", "in",
    "is", "it", "me", "my", "of", "on", "or", "our", "some", "that", "the", "their", "they", "this", "to",
    "was", "we", "with",
];

pub(super) fn find<'p>(problems: &'p [Problem], typed: &str) -> Vec<&'p Problem> {
    let typed = words_of(&typed.chars().take(LONGEST_QUERY).collect::<String>());
    let fit = |problem: &Problem| -> usize {
        let own = problem.words.iter().map(|word| words_of(word));
        // A name of several words counts when all of them are there.
        let own: usize =
            own.filter(|name| name.iter().all(|word| has(&typed, word))).map(|n| 4 * n.len()).sum();
        let title = words_of(&problem.title).iter().filter(|word| has(&typed, word)).count();
        let lead = words_of(&problem.lead).iter().filter(|word| has(&typed, word)).count();
        own + 2 * title + lead
    };
    let mut found: Vec<(usize, &Problem)> =
        problems.iter().map(|problem| (fit(problem), problem)).filter(|(fit, _)| *fit > 0).collect();
    found.sort_by_key(|(fit, _)| std::cmp::Reverse(*fit));
    found.into_iter().map(|(_, problem)| problem).collect()
}

/// Whether one of the typed words is this word or the beginning of it.
fn has(typed: &BTreeSet<String>, word: &str) -> bool {
    typed.iter().any(|one| {
        one == word || (one.chars().count() >= SHORTEST_BEGINNING && word.starts_with(one.as_str()))
    })
}

/// The words of a text without those that say nothing, in lower case and without the s of the plural.
fn words_of(text: &str) -> BTreeSet<String> {
    let lower = text.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let kept = words.filter(|word| !EMPTY_WORDS.contains(word));
    kept.map(|word| word.strip_suffix('s').filter(|stem| stem.len() > 2).unwrap_or(word).to_owned()).collect()
}
