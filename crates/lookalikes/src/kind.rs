//! The ways in which one name looks like another.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// One way in which a name looks like another, the more telling ones first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Signs of another alphabet, or letters with accents, that look the same (UTS 39).
    SameLook,
    /// Plain letters and digits that look alike: `rn` for `m`, `0` for `o`.
    AlikeLetters,
    /// Words are added, such as `pay` or `login`.
    WordsAdded,
    /// A dot cuts the name in two, so that it stands below somebody else's.
    DotAdded,
    /// A hyphen is added.
    HyphenAdded,
    /// A hyphen is left out.
    HyphenLeftOut,
    /// Two letters changed places.
    LettersSwapped,
    /// One letter stands twice.
    LetterDoubled,
    /// One letter is missing.
    LetterLeftOut,
    /// A key beside the right one was hit.
    NeighbouringKey,
    /// An `s` or `es` is added.
    Plural,
    /// One vowel is another one.
    VowelChanged,
    /// One bit of one letter is turned over, as a fault in a machine's memory does.
    BitFlip,
    /// One letter is too many.
    LetterAdded,
    /// One letter is another one.
    LetterChanged,
    /// The same name under another ending.
    AnotherEnding,
    /// The whole name stands inside a longer one.
    NameInside,
    /// One word of a name with hyphens is replaced by another, such as `pay`.
    WordReplaced,
}

impl Kind {
    /// All kinds, the more telling ones first.
    pub const ALL: [Self; 18] = [
        Self::SameLook,
        Self::AlikeLetters,
        Self::WordsAdded,
        Self::DotAdded,
        Self::HyphenAdded,
        Self::HyphenLeftOut,
        Self::LettersSwapped,
        Self::LetterDoubled,
        Self::LetterLeftOut,
        Self::NeighbouringKey,
        Self::Plural,
        Self::VowelChanged,
        Self::BitFlip,
        Self::LetterAdded,
        Self::LetterChanged,
        Self::AnotherEnding,
        Self::NameInside,
        Self::WordReplaced,
    ];

    /// The word in files and columns.
    pub fn name(self) -> &'static str {
        match self {
            Self::SameLook => "same_look",
            Self::AlikeLetters => "alike_letters",
            Self::WordsAdded => "words_added",
            Self::DotAdded => "dot_added",
            Self::HyphenAdded => "hyphen_added",
            Self::HyphenLeftOut => "hyphen_left_out",
            Self::LettersSwapped => "letters_swapped",
            Self::LetterDoubled => "letter_doubled",
            Self::LetterLeftOut => "letter_left_out",
            Self::NeighbouringKey => "neighbouring_key",
            Self::Plural => "plural",
            Self::VowelChanged => "vowel_changed",
            Self::BitFlip => "bit_flip",
            Self::LetterAdded => "letter_added",
            Self::LetterChanged => "letter_changed",
            Self::AnotherEnding => "another_ending",
            Self::NameInside => "name_inside",
            Self::WordReplaced => "word_replaced",
        }
    }

    /// The reason in plain words, as the end of "we think so because …".
    pub fn words(self) -> &'static str {
        match self {
            Self::SameLook => "some signs look the same as yours",
            Self::AlikeLetters => "some letters look like yours",
            Self::WordsAdded => "a word is added to your name",
            Self::DotAdded => "a dot is put into your name",
            Self::HyphenAdded => "a dash is added",
            Self::HyphenLeftOut => "a dash is missing",
            Self::LettersSwapped => "two letters have changed places",
            Self::LetterDoubled => "one letter is there twice",
            Self::LetterLeftOut => "one letter is missing",
            Self::NeighbouringKey => "one letter is a key next to yours",
            Self::Plural => "an s is added",
            Self::VowelChanged => "one vowel is different",
            Self::BitFlip => "one letter is different by a hair, as machines get it wrong",
            Self::LetterAdded => "one letter is added",
            Self::LetterChanged => "one letter is different",
            Self::AnotherEnding => "it has a different ending",
            Self::NameInside => "your whole name is inside it",
            Self::WordReplaced => "one word of your name is a different one",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Kind {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let found = Self::ALL.into_iter().find(|kind| kind.name() == text);
        found.ok_or_else(|| format!("{text:?} is not a way to look alike"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_reads_back_from_its_word() {
        for kind in Kind::ALL {
            assert_eq!(kind.name().parse(), Ok(kind));
        }
        assert!("likeness".parse::<Kind>().is_err());
    }
}
