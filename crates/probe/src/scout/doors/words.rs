//! Words in titles.

/// Does the text hold the word, and not only as a part of a longer one?
pub(super) fn holds(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let before = text.get(..at).and_then(|front| front.chars().last());
        let after = text.get(at + word.len()..).and_then(|back| back.chars().next());
        let part = |c: Option<char>| c.is_some_and(char::is_alphabetic);
        !part(before) && !part(after)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_counts_when_it_stands_alone() {
        assert!(holds("my router - log in", "router"));
        assert!(holds("nvr", "nvr") && holds("dvr2 web", "dvr"));
        assert!(!holds("routers for sale, grouter", "router"));
    }
}
